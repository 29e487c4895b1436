"""From inputs to a judged plan, on streets where everything can be worked out by hand."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from grids import make_network
from hypothesis import given, settings
from hypothesis import strategies as st
from shift_files import BLOCKS, save_blocks, write_hotspots, write_units
from shift_inputs import make_hotspot, make_inputs, make_unit

from routeplan.errors import InputError, PlanRefusedError
from routeplan.model import ClockWindow, DayRule, Hotspot, Plan
from routeplan.planning.pipeline import make_plan, plan_shift
from routeplan.planning.planfile import dump_plan
from routeplan.planning.verify import find_violations
from routeplan.wording import describe_notice


def list_clock(plan: Plan) -> list[tuple[str, str, str]]:
    """Return name, arrival and departure of every stop of the only loop."""
    (loop,) = plan.loops
    return [
        (stop.name, f"{stop.arrive:%H:%M:%S}", f"{stop.depart:%H:%M:%S}") for stop in loop.stops
    ]


def list_visited(plan: Plan) -> list[str]:
    return [str(stop.hotspot_id) for loop in plan.loops for stop in loop.visits]


def clock_window(text: str) -> ClockWindow:
    from datetime import time

    return ClockWindow(*map(time.fromisoformat, text.split("-")))


# Five by five streets, 500 m apart, 10 m a second. The base stands in the south-western corner,
# the four markets in the other corners and halfway along the northern street:
#
#     N ---1000 m--- M ---1000 m--- E
#     |                             |
#   2000 m                        2000 m
#     |                             |
#   base ---------2000 m----------- S
#
# Once round is 2000 + 2000 + 1000 + 1000 + 2000 = 8000 m, 800 s of driving. Every other order has
# to come back past a place or to cross the middle: base-S-M-E-N-base, the next best, is 2000 + 3000
# + 1000 + 2000 + 2000 = 10,000 m. The shift begins at 23:00 and its briefing takes a quarter of an
# hour, so the unit leaves at 23:15, stays ten minutes at each market and is back after 800 + 2400 s
# = 53 min 20 s, at 00:08:20, whichever way round it goes.
MARKETS = (
    make_hotspot("S", 2000, 0),
    make_hotspot("E", 2000, 2000),
    make_hotspot("M", 1000, 2000),
    make_hotspot("N", 0, 2000),
)
EASTWARD = [
    ("Regu A", "23:15:00", "23:15:00"),
    ("Pasar S", "23:18:20", "23:28:20"),
    ("Pasar E", "23:31:40", "23:41:40"),
    ("Pasar M", "23:43:20", "23:53:20"),
    ("Pasar N", "23:55:00", "00:05:00"),
    ("Regu A", "00:08:20", "00:08:20"),
]
NORTHWARD = [
    ("Regu A", "23:15:00", "23:15:00"),
    ("Pasar N", "23:18:20", "23:28:20"),
    ("Pasar M", "23:30:00", "23:40:00"),
    ("Pasar E", "23:41:40", "23:51:40"),
    ("Pasar S", "23:55:00", "00:05:00"),
    ("Regu A", "00:08:20", "00:08:20"),
]


def test_the_best_loop_of_four_markets_is_the_one_worked_out_by_hand() -> None:
    plan = plan_shift(make_inputs(MARKETS, [make_unit("A")]))
    assert list_clock(plan) in (EASTWARD, NORTHWARD)
    (loop,) = plan.loops
    assert sorted(leg.metres for leg in loop.legs) == [1000, 1000, 2000, 2000, 2000]
    assert sorted(leg.seconds for leg in loop.legs) == [100, 100, 200, 200, 200]
    assert (loop.metres, loop.driving_s, loop.dwell_s, loop.waiting_s) == (8000, 800, 2400, 0)


def test_the_sums_of_the_plan_are_those_worked_out_by_hand() -> None:
    # a market at level rawan and weight 1 is worth 8; all four are visited
    totals = plan_shift(make_inputs(MARKETS, [make_unit("A")])).totals
    assert (totals.worth, totals.worth_available, totals.risk_share) == (32.0, 32.0, 1.0)
    assert (totals.hotspots, totals.visited) == (4, 4)
    assert (totals.metres, totals.driving_s, totals.dwell_s, totals.waiting_s) == (
        8000,
        800,
        2400,
        0,
    )


def test_what_there_is_no_time_for_is_left_out_with_what_is_missing() -> None:
    # One hour less two quarters leaves 30 minutes: two markets fit (S and E cannot: 400 + 400 s of
    # driving; N and M: 200 + 100 + 300 = 600 s and 1200 s of stay, 1800 s exactly).
    hours = {"shifts": {"short": {"start": "23:00", "end": "00:00", "reserve_share": 0.0}}}
    plan = plan_shift(make_inputs(MARKETS, [make_unit("A")], shift="short", settings=hours))
    assert sorted(list_visited(plan)) == ["M", "N"]
    assert plan.loops[0].stops[-1].arrive.strftime("%H:%M:%S") == "23:45:00"
    # E as third: 200 s more of driving and 600 s more of stay; S likewise 200 s + 600 s
    assert [(u.hotspot_id, u.reason, u.detail) for u in plan.unvisited] == [
        ("S", "no_time", {"missing_s": 800, "unit": "A"}),
        ("E", "no_time", {"missing_s": 800, "unit": "A"}),
    ]


def test_the_shift_s_speed_factor_slows_everybody_down() -> None:
    slow = {"shifts": {"malam": {"start": "23:00", "end": "07:00", "speed_factor": 0.5}}}
    plan = plan_shift(make_inputs(MARKETS, [make_unit("A")], settings=slow))
    assert plan.totals.driving_s == 1600


def test_a_window_past_midnight_is_kept() -> None:
    hotspots = [
        make_hotspot("S", 2000, 0),
        make_hotspot("N", 0, 2000, windows=(clock_window("01:00-01:30"),)),
    ]
    plan = plan_shift(make_inputs(hotspots, [make_unit("A")]))
    (stop,) = (stop for stop in plan.loops[0].visits if stop.hotspot_id == "N")
    assert "01:10:00" <= stop.depart.strftime("%H:%M:%S") <= "01:40:00"


def test_a_plan_without_hotspots_has_no_loops() -> None:
    plan = plan_shift(make_inputs([], [make_unit("A")]))
    assert plan.loops == ()
    assert plan.totals.risk_share == 0.0
    assert [notice.detail for notice in plan.notices if notice.code == "unit_idle"] == [
        {"unit": "Regu A"}
    ]


def test_a_hotspot_at_the_base_and_two_at_one_spot_are_visited() -> None:
    hotspots = [make_hotspot("base", 0, 0), make_hotspot("a", 700, 0), make_hotspot("b", 700, 0)]
    plan = plan_shift(make_inputs(hotspots, [make_unit("A")]))
    assert sorted(list_visited(plan)) == ["a", "b", "base"]
    assert plan.totals.metres == 1400


def test_a_hotspot_without_weight_is_left_out_and_not_counted_as_risk() -> None:
    hotspots = [make_hotspot("a", 500, 0), make_hotspot("b", 1000, 0, weight=0.0)]
    plan = plan_shift(make_inputs(hotspots, [make_unit("A")]))
    assert [(u.hotspot_id, u.reason) for u in plan.unvisited] == [("b", "no_worth")]
    assert plan.totals.risk_share == 1.0


def test_the_unvisited_stand_in_the_order_of_the_file() -> None:
    hotspots = [
        make_hotspot("1", 0, 500, access=("foot",)),
        make_hotspot("2", 500, 0),
        make_hotspot("3", 0, 1000, days=(DayRule("Senin"),)),
        make_hotspot("4", 0, 1500, weight=0.0),
        make_hotspot("5", 9000, 0),
    ]
    plan = plan_shift(make_inputs(hotspots, [make_unit("A")]))
    assert [(u.hotspot_id, u.reason) for u in plan.unvisited] == [
        ("1", "vehicle_cannot_reach"), ("3", "not_on_date"), ("4", "no_worth"),
        ("5", "outside_area"),
    ]  # fmt: skip


def test_a_required_hotspot_that_nobody_can_visit_refuses_the_plan() -> None:
    hotspots = [make_hotspot("S", 2000, 0, required=True, access=("foot",)), *MARKETS[1:]]
    with pytest.raises(PlanRefusedError, match=r"Pasar S: None of the vehicles on shift"):
        plan_shift(make_inputs(hotspots, [make_unit("A")]))


def test_a_required_hotspot_of_another_shift_does_not_refuse_this_one() -> None:
    # a shift from 23:00 to 07:00 on a Wednesday
    hotspots = [
        make_hotspot("S", 2000, 0, required=True, windows=(clock_window("10:00-12:00"),)),
        make_hotspot("N", 0, 2000, required=True, days=(DayRule("Minggu"),)),
        MARKETS[1],
    ]
    plan = plan_shift(make_inputs(hotspots, [make_unit("A")]))
    assert {(u.hotspot_id, u.reason) for u in plan.unvisited} == {
        ("S", "window_closed"), ("N", "not_on_date"),
    }  # fmt: skip


def test_two_required_hotspots_that_clash_refuse_the_plan_and_both_are_named() -> None:
    # both are open from 02:00 to 02:01 only, 400 s apart
    at_two = {"required": True, "windows": (clock_window("02:00-02:01"),)}
    hotspots = [make_hotspot("S", 2000, 0, **at_two), make_hotspot("N", 0, 2000, **at_two)]
    clash = (
        r"Pasar ([SN]): No time left: the loop of Regu A would take \d+ min too long\. "
        r"Required in that loop as well: Pasar (?!\1)[SN]\.$"
    )
    with pytest.raises(PlanRefusedError, match=clash):
        plan_shift(make_inputs(hotspots, [make_unit("A")]))


def test_a_required_hotspot_is_visited_in_place_of_a_worthier_one() -> None:
    hours = {"shifts": {"short": {"start": "23:00", "end": "00:00", "reserve_share": 0.0}}}
    hotspots = [
        make_hotspot("E", 2000, 2000, required=True, category="sekolah"),
        make_hotspot("N", 0, 2000, level="sangat_rawan"),
        make_hotspot("W", 0, 1500, level="sangat_rawan"),
    ]
    plan = plan_shift(make_inputs(hotspots, [make_unit("A")], shift="short", settings=hours))
    assert "E" in list_visited(plan)


def test_units_share_the_work_and_each_serves_what_it_may() -> None:
    hotspots = [
        *MARKETS, make_hotspot("walk", 1000, 1000, access=("foot",)),
        make_hotspot("ride", 1500, 1000, access=("R2",)),
    ]  # fmt: skip
    units = [make_unit("A"), make_unit("B", 2000, 2000, "R2"), make_unit("C", 1000, 500, "foot")]
    plan = plan_shift(make_inputs(hotspots, units))
    served = {loop.unit_id: [stop.hotspot_id for stop in loop.visits] for loop in plan.loops}
    assert set(served) == {"A", "B", "C"}
    assert "walk" in served["C"]
    assert "ride" in served["B"]
    assert not plan.unvisited


def test_a_base_far_from_its_road_is_told_in_a_notice() -> None:
    plan = plan_shift(make_inputs(MARKETS, [make_unit("A", 0, -400)]))
    assert [(n.code, n.detail) for n in plan.notices] == [
        ("off_road", {"name": "Regu A", "distance_m": 400}), ("sample_network", {}),
    ]  # fmt: skip
    assert all(describe_notice(notice) for notice in plan.notices)


def test_nobody_on_duty_is_an_error() -> None:
    from datetime import time

    unit = make_unit("A", start=time(8), end=time(12))
    with pytest.raises(InputError, match="No unit is on duty"):
        plan_shift(make_inputs(MARKETS, [unit]))


def test_the_midnight_before_a_day_off_is_kept() -> None:
    # open on Wednesdays only: whoever comes after midnight is too late, and the judge agrees
    rabu = (DayRule("Rabu"),)
    hotspots = [make_hotspot(f"h{n}", 500 * (n % 5), 500 * (n // 5), days=rabu) for n in range(12)]
    plan = plan_shift(make_inputs(hotspots, [make_unit("A")]))
    starts = [s.arrive for s in plan.loops[0].visits]
    assert max(starts).strftime("%Y-%m-%d") == "2024-11-20"
    assert plan.unvisited


places = st.tuples(st.integers(-800, 2800), st.integers(-800, 2800))


@st.composite
def hotspot_lists(draw: st.DrawFn) -> list[Hotspot]:
    """Return up to eight hotspots of every kind, some of them on top of each other."""
    given: list[Hotspot] = []
    for number in range(draw(st.integers(0, 8))):
        fields: dict[str, Any] = {
            "weight": draw(st.sampled_from([0.0, 0.5, 1.0])),
            "level": draw(st.sampled_from(["aman", "rawan", "sangat_rawan"])),
            "dwell_min": draw(st.sampled_from([10, 60, 200])),
            "windows": draw(
                st.sampled_from(
                    [(), ("23:30-00:30",), ("22:00-23:10", "05:00-08:00"), ("12:00-13:00",)]
                )
            ),
            "days": draw(st.sampled_from([(), (DayRule("Rabu"),), (DayRule("Kamis", "Wage"),)])),
            "access": draw(st.sampled_from([(), ("R4",), ("R2", "foot")])),
        }
        fields["windows"] = tuple(map(clock_window, fields["windows"]))
        east, north = draw(places | st.sampled_from([(0, 0), (500, 500)]))
        given.append(make_hotspot(f"h{number}", east, north, **fields))
    return given


@given(
    hotspots=hotspot_lists(),
    vehicles=st.lists(st.sampled_from(["R4", "R2"]), min_size=1, max_size=3),
)
@settings(max_examples=25)
def test_whatever_the_hotspots_the_judge_finds_nothing_and_each_is_accounted_for(
    hotspots: list[Hotspot], vehicles: list[Any]
) -> None:
    units = [make_unit(f"U{n}", 400 * n, 900, vehicle) for n, vehicle in enumerate(vehicles)]
    inputs = make_inputs(hotspots, units, iterations=40)
    plan = plan_shift(inputs)
    assert not find_violations(plan, inputs.network)
    accounted = Counter([*list_visited(plan), *(u.hotspot_id for u in plan.unvisited)])
    assert accounted == {hotspot.id: 1 for hotspot in hotspots}


def test_the_same_input_gives_the_same_plan() -> None:
    first, second = (plan_shift(make_inputs(MARKETS, [make_unit("A")])) for _run in range(2))
    assert dump_plan(first) == dump_plan(second)


PRINT_PLAN = """
import sys
from shift_inputs import make_hotspot, make_inputs, make_unit
from routeplan.planning.pipeline import make_plan, plan_shift
from routeplan.planning.planfile import dump_plan

spots = [make_hotspot(f"h{n}", 130 * n % 2000, 370 * n % 2000, dwell_min=25) for n in range(60)]
units = [make_unit("A"), make_unit("B", 2000, 2000, "R2"), make_unit("C", 1000, 700, "foot")]
sys.stdout.write(dump_plan(plan_shift(make_inputs(spots, units, iterations=60))))
"""


def test_two_runs_of_the_program_write_the_same_bytes() -> None:
    outputs = set()
    for hash_seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", PRINT_PLAN],
            env={"PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(Path(__file__).parents[1] / "helpers")},
            capture_output=True, check=True,
        )  # fmt: skip
        outputs.add(done.stdout)
    assert len(outputs) == 1
    assert b'"h59"' in outputs.pop()


def test_streets_that_are_closed_to_the_vehicle_are_not_driven() -> None:
    # a short footway and a long street lead to the market
    network = make_network(
        {1: (0, 0), 2: (1000, 0), 3: (500, 900)},
        {
            10: ({"highway": "footway"}, [1, 2]),
            11: ({"highway": "residential"}, [1, 3, 2]),
        },
    )
    hotspots = [make_hotspot("a", 1000, 0)]
    plan = plan_shift(make_inputs(hotspots, [make_unit("A")], network=network))
    assert plan.totals.metres > 4000
    plan = plan_shift(make_inputs(hotspots, [make_unit("A", vehicle="foot")], network=network))
    assert plan.totals.metres == 2000


@pytest.mark.parametrize("day", [date(2024, 10, 26), date(2024, 3, 30)])
def test_clocks_put_back_or_forward_in_the_night_do_not_break_the_plan(day: date) -> None:
    # Indonesia has no summer time; who sets another zone gets real seconds all the same
    hotspots = [
        make_hotspot(f"h{n}", 500 * (n % 5), 500 * (n // 5), dwell_min=30) for n in range(14)
    ]
    zone = {"zone": "Europe/Berlin"}
    plan = plan_shift(make_inputs(hotspots, [make_unit("A")], day=day, settings=zone))
    hours = plan.shift.length_s / 3600
    assert hours == (9 if day.month == 10 else 7)


def test_a_window_in_the_hour_that_clocks_leave_out_is_closed_and_the_judge_agrees() -> None:
    hotspots = [make_hotspot("a", 500, 0, windows=(clock_window("02:30-03:00"),))]
    inputs = make_inputs(
        hotspots, [make_unit("A")], day=date(2024, 3, 30), settings={"zone": "Europe/Berlin"}
    )
    assert [u.reason for u in plan_shift(inputs).unvisited] == ["window_closed"]


def test_a_few_lines_of_python_make_a_plan(tmp_path: Path) -> None:
    save_blocks(tmp_path / "data")
    plan = make_plan(
        network=BLOCKS,
        hotspots=write_hotspots(tmp_path / "hotspots.csv", MARKETS),
        units=str(write_units(tmp_path / "units.csv", [make_unit("A")])),
        day=date(2024, 11, 20), shift="pagi", seed=3, iterations=50, data_dir=str(tmp_path / "data"),
    )  # fmt: skip
    assert sorted(list_visited(plan)) == ["E", "M", "N", "S"]
    assert (plan.shift.name, plan.seed, plan.area.id) == ("pagi", 3, BLOCKS)


def test_a_district_and_a_boundary_at_once_are_refused() -> None:
    with pytest.raises(InputError, match="not both"):
        make_plan("lumajang", boundary="utara.geojson")


def test_a_plan_that_the_judge_finds_broken_is_refused() -> None:
    # no reader of files lets two hotspots of one id through, but a program may make them
    twice = [make_hotspot("S", 2000, 0), make_hotspot("S", 0, 2000)]
    with pytest.raises(
        PlanRefusedError,
        match=r"The judge refuses the plan \(\d+ broken rules\):\n.*several hotspots",
    ):
        plan_shift(make_inputs(twice, [make_unit("A")]))


@pytest.mark.parametrize(
    ("reason", "fields"),
    [
        ("window_closed", {"windows": (clock_window("12:00-13:00"),)}),
        ("not_on_date", {"days": (DayRule("Senin"),)}),
        ("outside_area", {"east_m": 9000}),
    ],
)
def test_a_required_hotspot_that_is_not_due_in_the_shift_does_not_refuse_the_plan(
    reason: str, fields: dict[str, Any]
) -> None:
    given = {"east_m": 500, "north_m": 0, "required": True} | fields
    plan = plan_shift(
        make_inputs([make_hotspot("due", 0, 500), make_hotspot("not", **given)], [make_unit("A")])
    )
    assert [(u.hotspot_id, u.reason) for u in plan.unvisited] == [("not", reason)]
    assert list_visited(plan) == ["due"]
