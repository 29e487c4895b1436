"""The judge passes a plan that is right and names the rule that a wrong one breaks."""

from __future__ import annotations

import ast
import json
from dataclasses import replace
from datetime import UTC, date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plan_edits import (
    LOOP_A,
    LOOP_B,
    PATROL,
    PLAN,
    STREETS,
    TWO_METRES,
    Change,
    both,
    broken_rules,
    edit_area,
    edit_hotspot,
    edit_leg,
    edit_loop,
    edit_rated,
    edit_reason,
    edit_shift,
    edit_stop,
    edit_unit,
    window,
)
from pydantic import ValidationError
from streets_plan import at, make_leg, to_lonlat

from routeplan.model import ClockWindow, DayRule, RiskFactor, Unvisited
from routeplan.planning import verify
from routeplan.planning.planfile import dump_plan, plan_adapter
from routeplan.planning.verify import find_violations


def test_the_plan_made_by_hand_is_clean() -> None:
    assert find_violations(PLAN, STREETS) == ()
    assert find_violations(PLAN) == ()


STRUCTURE: dict[str, tuple[Change, set[str]]] = {
    "a loop of nobody": (edit_loop(0, unit_id="Z"), {"unit"}),
    "two loops of one unit": (
        lambda p: replace(p, loops=(*p.loops, p.loops[1])),
        {"unit", "account", "total", "gap", "worth", "coverage"},
    ),
    "a unit given twice": (lambda p: replace(p, units=(*p.units, p.units[0])), {"unit"}),
    "a hotspot given twice": (
        lambda p: replace(p, hotspots=(*p.hotspots, p.hotspots[-1])),
        {"hotspot", "total"},
    ),
    "leaving out what is not there": (
        lambda p: replace(p, unvisited=(*p.unvisited, Unvisited("ghost", "no_time"))),
        {"hotspot"},
    ),
    "a hotspot dropped in silence": (
        lambda p: replace(p, unvisited=p.unvisited[:-1]),
        {"account"},
    ),
    "a hotspot left out twice": (
        lambda p: replace(p, unvisited=(*p.unvisited, p.unvisited[-1])),
        {"account"},
    ),
    "a hotspot visited and left out": (
        lambda p: replace(
            p, unvisited=(*p.unvisited, Unvisited("h2", "no_time", {"missing_s": 60, "unit": "A"}))
        ),
        {"account"},
    ),
    "a required hotspot left out": (edit_hotspot("late", required=True), {"required"}),
    "a loop from elsewhere": (
        edit_stop(0, 0, lon=LOOP_A.stops[0].lon + TWO_METRES),
        {"base"},
    ),
    "a loop to elsewhere": (edit_stop(1, 2, lat=LOOP_B.stops[2].lat + TWO_METRES), {"base"}),
    "a loop that ends on a visit": (edit_stop(1, 2, kind="dwell"), {"base"}),
    "a loop that never leaves": (
        edit_loop(1, stops=LOOP_B.stops[:1], legs=()),
        {"base", "account", "loop_sum", "total", "coverage"},
    ),
    "a visit somewhere else": (edit_stop(0, 2, lon=LOOP_A.stops[2].lon + TWO_METRES), {"stop"}),
    "a stop that is neither base nor visit": (
        edit_stop(0, 2, hotspot_id=None),
        {"stop", "account", "worth", "total", "coverage"},
    ),
}

CLOCK: dict[str, tuple[Change, set[str]]] = {
    "a time without a zone": (
        edit_stop(0, 1, arrive=LOOP_A.stops[1].arrive.replace(tzinfo=None)),
        {"clock"},
    ),
    "a time before the calendar": (
        edit_stop(0, 1, arrive=LOOP_A.stops[1].arrive.replace(year=1)),
        {"clock"},
    ),
    "waiting less than no time": (
        edit_stop(0, 1, wait_s=-1),
        {"clock", "loop_sum", "total"},
    ),
    "arriving before leaving": (
        edit_stop(1, 2, arrive=at("01:39:59"), depart=at("01:39:59")),
        {"order", "drive"},
    ),
    "leaving a second late": (
        edit_stop(0, 1, depart=at("23:28:06")),
        {"stay", "drive", "coverage"},
    ),
    "dwelling at the base": (
        edit_stop(0, 4, dwell_s=60, depart=at("23:56:03")),
        {"stay", "loop_sum", "total"},
    ),
    "a leg a second longer than the clock": (
        edit_leg(0, 0, seconds=66),
        {"drive", "seconds", "loop_sum", "total"},
    ),
    "dwelling shorter than asked": (edit_hotspot("h1", dwell_min=13), {"dwell"}),
    "leaving during the briefing": (edit_shift(briefing_min=16), {"hours"}),
    "leaving before the unit's own start": (edit_unit(1, start=time(1, 6)), {"hours"}),
    "driving after the unit went off duty": (
        # 20:00 to 24:00 is 23:00 to 24:00 of the shift: on the road from 23:15 to 23:45 at most
        edit_unit(1, start=time(20), end=time(0)),
        {"hours"},
    ),
    "driving without being on duty": (
        edit_unit(1, start=time(8), end=time(16)),
        {"hours", "reserve"},
    ),
    "coming back after the report": (edit_shift(reporting_min=199), {"hours"}),
    "coming back after the unit's own end": (
        # 23:15 to 23:55 does not fit into 23:15 to 23:45, nor the loop into its 85 %
        edit_unit(0, end=time(0)),
        {"hours", "reserve"},
    ),
    "using up the reserve": (edit_shift(reserve_share=0.912), {"reserve"}),
    "a window with a zone of its own": (
        edit_hotspot("noon", windows=(ClockWindow(time(11, tzinfo=UTC), time(13)),)),
        {"clock"},
    ),
    "hours of a unit with a zone of their own": (
        edit_unit(0, start=time(23, tzinfo=UTC)),
        {"clock"},
    ),
    "a stay without end": (edit_hotspot("noon", dwell_min=10**18), {"clock"}),
    "a shift shorter than its briefing": (edit_shift(briefing_min=470), {"hours"}),
    "visiting before the window": (
        edit_hotspot("h4", windows=window("01:31", "02:00")),
        {"window"},
    ),
    "visiting after the window": (edit_hotspot("h4", windows=window("01:00", "01:29")), {"window"}),
    "visiting on the wrong weekday": (edit_hotspot("h3", days=(DayRule("Kamis"),)), {"window"}),
    "visiting on the wrong market day": (
        # 20 November 2024 is Rabu Legi
        edit_hotspot("h3", days=(DayRule("Rabu", "Pon"),)),
        {"window"},
    ),
    "visiting what is over": (edit_hotspot("h1", valid_to=date(2024, 11, 19)), {"window"}),
    "visiting what is still to come": (
        edit_hotspot("h1", valid_from=date(2024, 11, 21)),
        {"window"},
    ),
    "a window of the day before that does not count": (
        edit_hotspot("h4", windows=window("22:00", "02:00"), days=(DayRule("Kamis"),)),
        {"window"},
    ),
    "waiting without windows": (edit_hotspot("h4", windows=()), {"wait"}),
    "waiting longer than for the opening": (
        edit_hotspot("h4", windows=window("01:29", "02:00")),
        {"wait"},
    ),
    "waiting in a window of the day before": (
        edit_hotspot("h4", windows=window("22:00", "02:00"), days=(DayRule("Rabu"),)),
        {"wait"},
    ),
}

UNITS: dict[str, tuple[Change, set[str]]] = {
    "a visit in another kecamatan than those of the area": (
        edit_area(kecamatan=("Candipuro",)),
        {"area", "outline"},  # h3 lies in Pasirian, and nobody knows where Candipuro ends
    ),
    "a visit far outside the border": (
        edit_area(boundary={"type": "Point", "coordinates": to_lonlat(0, 0)}),
        {"area"},  # h4 lies 2.3 km from the corner
    ),
    "a car where only motorcycles get": (edit_hotspot("h2", access=("R2",)), {"access"}),
    "a visit outside the jurisdiction": (edit_rated("h4", kecamatan="Kunir"), {"jurisdiction"}),
    "a visit in no known kecamatan": (edit_rated("h4", kecamatan=None), {"jurisdiction"}),
    "too many kilometres": (edit_unit(1, max_km=2.299), {"max_km"}),
}

SUMS: dict[str, tuple[Change, set[str]]] = {
    "a risk that is no product": (
        edit_rated("h1", factors=(RiskFactor("category", 8.000_001),)),
        {"risk"},
    ),
    "a visit worth more than its risk": (
        edit_stop(0, 1, worth=8.5),
        {"worth", "loop_sum", "total", "coverage"},
    ),
    "a base that is worth something": (
        edit_stop(0, 0, worth=1.0),
        {"worth", "loop_sum", "total"},
    ),
    "metres of a loop": (edit_loop(0, metres=3602), {"loop_sum"}),
    "driving of a loop": (edit_loop(0, driving_s=0), {"loop_sum"}),
    "dwelling of a loop": (edit_loop(0, dwell_s=1), {"loop_sum"}),
    "waiting of a loop": (edit_loop(1, waiting_s=0), {"loop_sum"}),
    "worth of a loop": (edit_loop(1, worth=float("nan")), {"loop_sum"}),
    **{
        f"total {name}": (
            lambda p, name=name: replace(  # type: ignore[misc]
                p, totals=replace(p.totals, **{name: getattr(p.totals, name) + 1})
            ),
            {"total"},
        )
        for name in (
            "worth", "worth_available", "risk_share", "hotspots", "visited", "metres",
            "driving_s", "dwell_s", "waiting_s", "stops", "outside_m",
        )
    },
}  # fmt: skip

CASES = STRUCTURE | CLOCK | UNITS | SUMS


@pytest.mark.parametrize(("change", "rules"), CASES.values(), ids=CASES.keys())
def test_each_fault_breaks_its_rule_and_no_other(change: Change, rules: set[str]) -> None:
    assert broken_rules(change(PLAN)) == rules


def test_the_reserve_is_reckoned_exactly() -> None:
    # 27,000 s lie between 23:15 and 06:45; loop A takes 2,403 s, which is 8.9 % of them
    plan = edit_unit(1, start=None, end=None)(PLAN)
    assert broken_rules(edit_shift(reserve_share=0.911)(plan)) == set()
    assert broken_rules(edit_shift(reserve_share=0.9111)(plan)) == {"reserve"}


@pytest.mark.parametrize(
    ("start", "end"), [("06:00", "02:00"), ("22:00", "02:00"), (None, "02:00")]
)
def test_own_hours_are_those_that_cover_most_of_the_shift(start: str | None, end: str) -> None:
    # of 06:00 to 02:00 the hours from 23:00 on count, not those from 06:00 to 07:00
    hours = {"start": start and time.fromisoformat(start), "end": time.fromisoformat(end)}
    assert broken_rules(edit_unit(0, **hours)(PLAN)) == set()


def test_faults_are_all_listed_and_say_where_they_are() -> None:
    plan = both(*(change for change, _rules in SUMS.values()))(PLAN)
    found = find_violations(plan, STREETS)
    assert {(v.rule, v.unit_id, v.place) for v in found} >= {
        ("risk", None, "h1"),
        ("worth", "A", "stop 1 (Tempat h1)"),
        ("loop_sum", "B", "waiting_s"),
        ("total", None, "visited"),
    }


@given(st.integers(-1000, 3000))
def test_a_loop_as_a_whole_may_start_later_but_not_earlier(later_s: int) -> None:
    later = timedelta(seconds=later_s)
    stops = tuple(
        replace(stop, arrive=stop.arrive + later, depart=stop.depart + later)
        for stop in LOOP_A.stops
    )
    # the times without a visit change with it
    expected = {"coverage"} if later_s else set()
    if later_s < 0:
        expected.add("hours")
    # h3 is for Wednesday alone and is reached 1,198 s before midnight
    if later_s >= 1198:
        expected.add("window")
    assert broken_rules(edit_loop(0, stops=stops)(PLAN)) == expected


seconds = st.integers(-100_000, 100_000).filter(bool)
loops = st.sampled_from([0, 1])


@given(loops, st.integers(0, 4), seconds, st.sampled_from(["arrive", "depart", "both"]))
def test_no_single_time_can_be_moved(loop: int, index: int, by_s: int, which: str) -> None:
    index %= len(PLAN.loops[loop].stops)
    stop = PLAN.loops[loop].stops[index]
    names = ("arrive", "depart") if which == "both" else (which,)
    moved = {name: getattr(stop, name) + timedelta(seconds=by_s) for name in names}
    rules = broken_rules(edit_stop(loop, index, **moved)(PLAN))
    assert rules & {"stay", "drive"}


@given(loops, st.integers(0, 4))
def test_no_stop_can_be_dropped(loop: int, index: int) -> None:
    stops, legs = list(PLAN.loops[loop].stops), list(PLAN.loops[loop].legs)
    del stops[index % len(stops)], legs[index % len(legs)]
    rules = broken_rules(edit_loop(loop, stops=tuple(stops), legs=tuple(legs))(PLAN))
    assert rules & {"account", "base"}


@given(st.integers(1, 3))
def test_no_stop_can_be_made_twice(index: int) -> None:
    stops, legs = list(LOOP_A.stops), list(LOOP_A.legs)
    again = replace(stops[index], arrive=stops[index].depart, depart=stops[index].depart, dwell_s=0)
    stops.insert(index + 1, again)
    legs.insert(index, make_leg("h1", "h1", metres=0, seconds=0, edges=()))
    assert "account" in broken_rules(edit_loop(0, stops=tuple(stops), legs=tuple(legs))(PLAN))


@given(st.permutations([1, 2, 3]).filter(lambda order: order != [1, 2, 3]))
def test_stops_cannot_change_places(order: list[int]) -> None:
    stops = LOOP_A.stops
    swapped = (stops[0], *(stops[i] for i in order), stops[4])
    assert "route" in broken_rules(edit_loop(0, stops=swapped)(PLAN))


def list_places(value: Any, above: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path to every value inside nested tables and lists."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    places = []
    for key, item in inside:
        places.append((*above, key))
        if isinstance(item, (dict, list)):
            places.extend(list_places(item, (*above, key)))
    return places


junk = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5),
    st.sampled_from(["R2", "base", "A", "h1", "no_road", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00",
                     "2024-11-21T00:00:00", "00:00:00", "23:59:59Z", "9999-12-31", []]),
)  # fmt: skip

# "late" is said to lie outside, so that the boundary is looked at too
PLANS = (edit_reason("late", "outside_area")(PLAN), PATROL)
TABLES = [json.loads(dump_plan(plan)) for plan in PLANS]
spoils = st.sampled_from([0, 1]).flatmap(
    lambda number: st.tuples(
        st.just(number),
        st.lists(
            st.tuples(st.sampled_from(list_places(TABLES[number])), junk), min_size=1, max_size=3
        ),
    )
)


@settings(max_examples=150, deadline=None)
@given(spoils)
def test_however_broken_a_plan_is_the_judge_does_not_raise(
    spoilt: tuple[int, list[tuple[tuple[Any, ...], Any]]],
) -> None:
    number, changes = spoilt
    tables = json.loads(json.dumps(TABLES[number]))
    for path, value in changes:
        holder = tables
        try:
            for key in path[:-1]:
                holder = holder[key]
            holder[path[-1]] = value
        except (TypeError, IndexError, KeyError):
            continue  # an earlier spoil took the place away
    try:
        plan = plan_adapter().validate_json(json.dumps(tables), strict=True)
    except (ValidationError, OverflowError):
        return  # the model refuses it, so that there is nothing to judge
    assert all(violation.problem for violation in find_violations(plan, STREETS))


def test_the_judge_shares_no_code_with_the_planner() -> None:
    judges = list(Path(verify.__file__).parent.glob("*.py"))
    assert len(judges) > 1
    for judge in judges:
        tree = ast.parse(judge.read_text(encoding="utf-8"))
        names = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        planning = {name for name in names if name.startswith("routeplan.planning")}
        assert all(name.startswith("routeplan.planning.verify") for name in planning)
        roads = {name for name in names if name.startswith("routeplan.roads")}
        assert roads <= {
            f"routeplan.roads.{name}" for name in ("graph", "network", "snap", "stats")
        }
        hotspots = {name for name in names if name.startswith("routeplan.hotspots")}
        assert hotspots <= {"routeplan.hotspots.calendar"}
