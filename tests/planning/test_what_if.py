"""More units and more hours never lose; another vehicle may, and the difference is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from patrol_plan import make_patrol_inputs, make_square
from shift_inputs import make_hotspot, make_inputs, make_unit
from shift_plans import insert_greedily

from routeplan.config import load_config
from routeplan.model import Hotspot, Unit
from routeplan.planning.inputs import Inputs, load_inputs, make_overrides
from routeplan.planning.pipeline import SolvedShift, solve_shift
from routeplan.planning.prepare import prepare_shift
from routeplan.planning.schedule import sum_worth
from routeplan.planning.transfer import Orders, transfer_orders
from routeplan.planning.what_if import Answer, answer_what_if, count_questions, lengthen

QUICK = settings(max_examples=12)


def ask(inputs: Inputs) -> dict[str, Answer]:
    """Return the answers by question, those about vehicles by unit."""
    answers = answer_what_if(solve_shift(inputs))
    return {
        a.unit.id if a.question == "other_vehicle" and a.unit else a.question: a for a in answers
    }


def sum_orders(orders: Orders, decay: float) -> float:
    return sum_worth([task for tasks in orders.values() for task in tasks], decay)


def solve_greedily(inputs: Inputs) -> SolvedShift:
    return SolvedShift(*insert_greedily(inputs))


# Ten minutes at each of eight markets: a unit whose duty ends at 00:15, after an hour less
# the reserve, makes not all of them.
MARKETS = [
    make_hotspot(f"{row}{column}", 500.0 * column, 500.0 * row)
    for row in (1, 3)
    for column in (1, 2, 3, 4)
]


def test_one_more_unit_and_two_hours_more_reach_what_one_unit_had_no_time_for() -> None:
    short = make_unit("A", end=time(0, 30))
    answers = ask(make_inputs(MARKETS, [short]))
    solved = solve_shift(make_inputs(MARKETS, [short]))
    missing = solved.plan.totals.worth_available - solved.plan.totals.worth
    assert missing > 8
    assert answers["longer"].gain == pytest.approx(missing)
    assert answers["longer"].share == pytest.approx(missing / solved.plan.totals.worth_available)
    assert 8 <= answers["one_more_unit"].gain <= missing


def test_the_unit_that_is_doubled_is_the_one_whose_loop_is_worth_most() -> None:
    # the market is open to motorcycles only
    lane = make_hotspot("lane", 500, 500, access=("R2",))
    units = [make_unit("A"), make_unit("B", vehicle="R2")]
    answer = ask(make_inputs([lane], units))["one_more_unit"]
    assert answer.unit is not None
    assert answer.unit.id == "B"


def test_a_motorcycle_reaches_what_a_car_cannot_and_loses_what_only_cars_may() -> None:
    lanes = [make_hotspot(n, 500.0, 500.0 * k, access=("R2",)) for k, n in enumerate("ab", 1)]
    road = make_hotspot("road", 1000, 500, access=("R4",))
    alone = ask(make_inputs([*lanes, road], [make_unit("A")]))
    assert alone["A"].gain == pytest.approx(8.0)  # two lanes of 8 each for the road of 8
    units = [make_unit("A"), make_unit("B", vehicle="R2")]
    assert ask(make_inputs([road, *lanes], units))["A"].gain == pytest.approx(-8.0)


def test_a_vehicle_that_cannot_keep_what_is_required_is_refused() -> None:
    road = make_hotspot("road", 1000, 500, access=("R4",), required=True)
    answer = ask(make_inputs([road], [make_unit("A")]))["A"]
    assert answer.is_refused
    assert answer.gain == 0.0


def test_a_shift_of_a_whole_day_cannot_be_longer() -> None:
    hours = {"shifts": {"malam": {"start": "07:00", "end": "06:59"}}}
    inputs = make_inputs([make_hotspot("1", 500, 0)], [make_unit("A")], settings=hours)
    day = replace(inputs.shift, end=inputs.shift.start.replace(day=21))
    answers = ask(replace(inputs, shift=day))
    assert "longer" not in answers
    assert len(answers) == count_questions(inputs.units) - 1


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ({"end": time(5)}, {"end": time(7)}),
        # 23:00 to 22:00 and two hours more would be more than a day: a day
        ({"end": time(22)}, {"end": time(23)}),
        ({"latest_return": time(23, 30)}, {"latest_return": time(1, 30)}),
        ({"latest_return": time(22)}, {"latest_return": None}),
        ({}, {"end": None, "latest_return": None}),
    ],
)
def test_the_hours_of_units_end_later_too(
    hours: dict[str, Any], expected: dict[str, time | None]
) -> None:
    inputs = make_inputs([], [make_unit("A", **hours)])
    longer = lengthen(inputs)
    assert longer.shift.length_s == inputs.shift.length_s + 7200
    assert {name: getattr(longer.units[0], name) for name in expected} == expected


places = st.tuples(st.integers(0, 8), st.integers(0, 8)).map(lambda p: (250.0 * p[0], 250.0 * p[1]))


@st.composite
def shifts(draw: st.DrawFn) -> Inputs:
    """Draw a few hotspots, some repeated, some areas, and one or two units with little time."""
    hotspots: list[Hotspot] = []
    for number in range(draw(st.integers(1, 6))):
        east_m, north_m = draw(places)
        shape = make_square(east_m, north_m, 400) if draw(st.integers(0, 3)) == 0 else None
        hotspots.append(
            make_hotspot(
                f"h{number}", east_m, north_m, visits=draw(st.integers(1, 3)), shape=shape,
                required=False, weight=draw(st.sampled_from([0.5, 1.0, 2.0])),
            )
        )  # fmt: skip
    ends = st.sampled_from([time(0, 0), time(0, 30), time(1, 0), None])
    units: list[Unit] = [make_unit("A", end=draw(ends))]
    if draw(st.booleans()):
        units.append(make_unit("B", 1000, 1000, "R2", end=draw(ends), max_km=draw(st.just(6.0))))
    return make_inputs(hotspots, units, iterations=40)


@QUICK
@given(shifts())
def test_one_more_unit_keeps_all_worth_of_the_loops_before_any_search(inputs: Inputs) -> None:
    solved = solve_greedily(inputs)
    twin = replace(inputs.units[0], id="twin")
    problem = prepare_shift(replace(inputs, units=(*inputs.units, twin))).problem
    before = sum_orders(solved.solution.orders, problem.decay)
    after = sum_orders(transfer_orders(solved.solution.orders, problem), problem.decay)
    assert after >= before - 1e-9


@QUICK
@given(shifts())
def test_the_loops_of_a_shift_are_the_same_loops_in_the_same_shift(inputs: Inputs) -> None:
    solved = solve_greedily(inputs)
    problem = prepare_shift(inputs).problem
    again = transfer_orders(solved.solution.orders, problem)
    for unit_id, tasks in solved.solution.orders.items():
        assert [t.visit.id for t in again[unit_id]] == [t.visit.id for t in tasks]
        assert [t.option for t in again[unit_id]] == [t.option for t in tasks]


@QUICK
@given(shifts())
def test_one_more_unit_and_more_hours_never_lose(inputs: Inputs) -> None:
    answers = answer_what_if(solve_greedily(inputs))
    for answer in answers:
        if answer.question != "other_vehicle":
            assert answer.gain >= 0
            assert not answer.is_refused


def test_breaks_meetings_and_returns_are_carried_over() -> None:
    solved = solve_greedily(make_patrol_inputs())
    twin = replace(solved.ready.units[2], id="twin")
    inputs = replace(solved.ready.inputs, units=(*solved.ready.inputs.units, twin))
    problem = prepare_shift(inputs).problem
    again = transfer_orders(solved.solution.orders, problem)
    for unit_id, tasks in solved.solution.orders.items():
        assert [task.visit.id for task in again[unit_id]] == [task.visit.id for task in tasks]


def test_in_a_district_more_units_and_hours_gain_and_never_lose() -> None:
    overrides = make_overrides(district="lumajang", network="sample", shift="malam", iterations=200)
    inputs = load_inputs(load_config(overrides=overrides), day=date(2024, 11, 20))
    answers = ask(replace(inputs, units=inputs.units[:3]))
    # three of the five units leave a lot: whatever time there is more is used
    assert answers["one_more_unit"].share > 0.05
    assert answers["longer"].share > 0.03
    assert answers["same"].gain >= 0
