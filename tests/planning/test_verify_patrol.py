"""The judge on a patrol of roads and areas: parts, repeats, breaks, meetings, worth."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plan_edits import (
    PATROL,
    STREETS,
    Change,
    both,
    broken_rules,
    cut_stop,
    edit_break,
    edit_closure,
    edit_config,
    edit_coverage,
    edit_hotspot,
    edit_loop,
    edit_meeting,
    edit_part,
    edit_rated,
    edit_reason,
    edit_stop,
    edit_totals,
    edit_unit,
    shift_stop,
)
from streets_plan import at, to_lonlat
from two_patrols_plan import BASE_P, MEET, make_window

from routeplan.model import Balance, HourFactor, MeetingPlace, Plan, Unvisited, Wish
from routeplan.planning.verify import find_violations
from routeplan.planning.verify.reasons import find_reason_violations
from routeplan.planning.verify.visits import find_visit_violations

LOOP_P, LOOP_Q = PATROL.loops
BREAK, PASS, MEETING, SECOND_R = 5, 6, 7, 8
MEETING_Q = 2


def test_the_patrol_made_by_hand_is_clean() -> None:
    assert find_violations(PATROL, STREETS) == ()
    assert find_violations(PATROL) == ()


def leave_out(part_id: str, visits: int) -> Change:
    def edit(item: Unvisited) -> Unvisited:
        return replace(item, visits=visits) if item.part_id == part_id else item

    return lambda plan: replace(plan, unvisited=tuple(map(edit, plan.unvisited)))


def move_place(loop: int, index: int, east_m: float, north_m: float) -> Change:
    lon, lat = to_lonlat(east_m, north_m)
    return edit_stop(loop, index, lon=lon, lat=lat, road_lon=lon, road_lat=lat)


def edit_balance(**fields: Any) -> Change:
    def change(plan: Plan) -> Plan:
        assert plan.balance is not None
        return replace(plan, balance=replace(plan.balance, **fields))

    return change


PARTS: dict[str, tuple[Change, set[str]]] = {
    "a visit of a part that is none": (
        edit_stop(0, PASS, part_id="L/3"),
        {"part", "account", "worth", "coverage", "wish"},
    ),
    "a visit of no part": (
        edit_stop(0, 1, part_id=None),
        {"account", "worth", "coverage", "wish"},
    ),
    "a part given twice": (
        edit_part("L", "L/2", id="L/1"),
        # and the one left out is then unknown
        {"part"},
    ),
    "a part called like another hotspot's": (
        both(edit_part("A", "A", id="B"), edit_stop(0, 2, part_id="B")),
        {"part"},
    ),
    "a part of another kind": (edit_part("L", "L/2", kind="sweep"), {"part"}),
    "a segment swept": (edit_stop(0, PASS, kind="sweep"), {"stop"}),
    "a pass without a drive": (
        edit_stop(0, PASS, drive=None),
        # the unit is then looked for on the road nearest to the hotspot
        {"stop", "loop_sum", "total", "position", "route", "geometry"},
    ),
    "a drive while dwelling": (
        edit_stop(0, 1, drive=LOOP_P.stops[PASS].drive),
        # the unit is then looked for on that other road
        {
            "stop",
            "dwell",
            "loop_sum",
            "total",
            "max_km",
            "position",
            "off_road",
            "route",
            "seconds",
            "metres",
            "geometry",
        },
    ),
    "a visit that is said to be a meeting": (edit_stop(0, 1, meeting_id="M1"), {"stop"}),
    "shares of more than all": (edit_part("L", "L/2", share=0.6), {"share", "worth"}),
    "a share of nothing": (edit_part("D", "D/1<", share=0.0), {"share", "worth"}),
    "a place of which a part is left out": (
        edit_part("V", "V", share=0.9),
        {"share", "worth"},
    ),
    "a part with less share than its length": (
        edit_part("L", "L/2", share=0.3),
        {"share", "worth"},
    ),
    "a visit too few left out": (leave_out("L/2", 0), {"account"}),
    "a visit too many left out": (leave_out("L/2", 2), {"account"}),
    "a part dropped in silence": (
        lambda p: replace(p, unvisited=p.unvisited[1:]),
        {"account"},
    ),
    "a road left out as a whole and in parts": (
        lambda p: replace(p, unvisited=(*p.unvisited, Unvisited("L", "no_worth"))),
        {"account", "reason"},
    ),
    "a repeat that nobody accounts for": (
        both(edit_part("R", "R", visits=3), edit_rated("R", worth=12 * (1 + 0.6 + 0.36))),
        {"account", "total", "coverage"},
    ),
    "a required road driven in part": (edit_hotspot("L", required=True), {"required"}),
    "a visit of what is forbidden": (
        edit_hotspot("V", forbidden=True),
        {"forbidden"},
    ),
    "a visit of what is for another unit": (edit_hotspot("V", unit="Regu Q"), {"pinned"}),
    "an officer alone at an unsafe place": (edit_unit(0, crew=1), {"crew", "reason"}),
}

TIMES: dict[str, tuple[Change, set[str]]] = {
    "an appointment missed by a minute": (
        edit_hotspot("V", appointment=time(23, 41)),
        {"appointment"},
    ),
    "an appointment on a day that does not count": (
        edit_hotspot("V", valid_from=date(2024, 11, 21)),
        {"window"},
    ),
    "a visit too soon after the last": (edit_hotspot("R", min_gap_min=66), {"gap"}),
    "a visit sooner than the settings allow": (edit_config("visits", min_gap_min=66), {"gap"}),
    "a sweep longer than it may take": (edit_hotspot("A", dwell_min=6), {"dwell"}),
    "a patrol faster than allowed": (
        edit_config("visits", patrol_kmh={"R4": 17.9, "R2": 20.0, "foot": 4.0}),
        {"seconds"},
    ),
    "a pass shorter than its drive": (
        edit_stop(0, PASS, dwell_s=99, depart=at("00:12:04")),
        {"dwell", "drive", "loop_sum", "total", "coverage", "balance"},
    ),
    "back later than the unit may be": (
        # the hours from 23:15 to 00:31 are 4,560 s on duty, of which it is active 900
        both(
            edit_unit(1, latest_return=time(0, 31)),
            edit_balance(most=900 / 4560),
        ),
        {"hours"},
    ),
    "visits of one loop too many": (edit_unit(0, max_stops=2), {"max_stops"}),
    "leaving once too often": (edit_unit(0, loops=1), {"loops"}),
    "driving too far on patrol": (edit_unit(0, max_km=8.499), {"max_km"}),
    "waiting at the base": (
        both(
            edit_stop(0, 4, wait_s=10, depart=at("23:51:00")),
            edit_stop(0, BREAK, arrive=at("23:51:00"), wait_s=540),
        ),
        {"stay"},
    ),
    "coming home for nothing": (
        both(
            edit_stop(0, BREAK, kind="base", wait_s=0, dwell_s=0, depart=at("23:50:50")),
            edit_unit(0, loops=3),
        ),
        {"base", "break", "drive", "loop_sum", "total"},
    ),
}

BREAKS: dict[str, tuple[Change, set[str]]] = {
    "no break": (
        cut_stop(0, BREAK),
        {"break", "drive", "loop_sum", "total"},
    ),
    "a break too many": (edit_unit(0, breaks=()), {"break"}),
    "a break cut short": (
        edit_stop(0, BREAK, dwell_s=540, depart=at("00:09:00")),
        {"break", "drive", "loop_sum"},
    ),
    "a break before its hours": (
        edit_break(0, window=make_window("00:01", "01:30")),
        {"break"},
    ),
    "a break after its hours": (edit_break(0, window=make_window("23:30", "23:59")), {"break"}),
    "a longer break": (edit_break(0, minutes=11), {"break"}),
    "a break at another place": (
        edit_break(0, place="Warung", lon=to_lonlat(0, 0)[0], lat=to_lonlat(0, 0)[1]),
        {"break"},
    ),
    "waiting for a break that may begin": (
        edit_break(0, window=make_window("23:50", "01:30")),
        {"break"},
    ),
}

MEETINGS: dict[str, tuple[Change, set[str]]] = {
    "a meeting of one alone": (
        cut_stop(1, MEETING_Q),
        {"meeting", "drive", "route", "loop_sum", "total", "balance", "outside"},
    ),
    "a meeting at different times": (
        edit_stop(1, MEETING_Q, wait_s=460, depart=at("00:31:00")),
        {"meeting", "drive", "loop_sum", "total"},
    ),
    "a unit that leaves early": (
        edit_stop(1, MEETING_Q, dwell_s=540, depart=at("00:29:00")),
        {"meeting", "drive", "loop_sum", "total", "balance"},
    ),
    "a meeting outside its hours": (
        edit_meeting(window=make_window("00:00", "00:19")),
        {"meeting"},
    ),
    "a meeting too short": (edit_meeting(minutes=12), {"meeting"}),
    "a meeting at another place": (
        edit_meeting(places=(MeetingPlace("Pos", *to_lonlat(1500, 100)),)),
        {"meeting"},
    ),
    "a meeting moved by one of two": (
        move_place(1, MEETING_Q, 1000, 260),
        {"meeting", "seconds", "metres", "geometry"},
    ),
    "a meeting with another unit": (edit_meeting(units=("P", "Z")), {"meeting"}),
    "a meeting that nobody asked for": (lambda p: replace(p, meetings=()), {"meeting"}),
    "a meeting given twice": (lambda p: replace(p, meetings=p.meetings * 2), {"meeting"}),
    "two meetings of which one is missing": (
        lambda p: replace(p, meetings=(*p.meetings, replace(p.meetings[0], id="M2"))),
        {"meeting"},
    ),
}

WORTH: dict[str, tuple[Change, set[str]]] = {
    "a repeat worth as much as the first": (
        edit_config("visits", decay=1.0),
        {"worth"},
    ),
    "repeats worth in the wrong order": (
        both(edit_stop(0, 1, worth=8.0), edit_stop(0, SECOND_R, worth=8.8)),
        {"worth"},
    ),
    "an hour that is not worth more": (edit_rated("R", hours=()), {"worth"}),
    "an hour that begins later": (
        edit_rated("R", hours=(HourFactor(make_window("00:32", "02:00"), 1.5),)),
        {"worth"},
    ),
    "a hotspot worth more than it can be": (
        edit_rated("V", worth=7.0),
        {"worth", "total", "coverage"},
    ),
    "a bound below the plan": (edit_totals(bound=35.7), {"bound"}),
    "a bound that is no number": (edit_totals(bound=float("nan")), {"bound"}),
    "rest counted as work": (edit_loop(0, break_s=0, dwell_s=3500), {"loop_sum"}),
    **{
        f"coverage {name}": (edit_coverage(3, **{name: value}), {"coverage"})
        for name, value in {
            "worth": 2.5, "worth_available": 2.0, "visits": 2, "wished": 1, "metres": 1000,
            "metres_available": 1500, "longest_gap_s": 24_474, "mean_gap_s": 14_352,
        }.items()
    },
    "coverage of a hotspot missing": (
        lambda p: replace(p, coverage=p.coverage[1:]),
        {"coverage"},
    ),
    "a wish not told": (lambda p: replace(p, wishes=()), {"wish"}),
    "a wish that nobody has": (
        lambda p: replace(p, wishes=(*p.wishes, Wish("tps", 0.1, 0.0))),
        {"wish"},
    ),
    "a wish said to be met": (
        lambda p: replace(p, wishes=(Wish("pasar", 0.3, 0.6),)),
        {"wish"},
    ),
    "a balance not told": (lambda p: replace(p, balance=None), {"balance"}),
    "a balance better than it is": (edit_balance(least=0.14), {"balance"}),
    "a balance with a limit of its own": (edit_balance(limit=0.5), {"balance"}),
    "a limit of balance not kept": (
        both(edit_config("fairness", limit=0.01), edit_balance(limit=0.01)),
        {"balance"},
    ),
    "a balance that gains": (edit_balance(cost=-1.0), {"balance"}),
}  # fmt: skip

CLOSURES: dict[str, tuple[Change, set[str]]] = {
    "a closure by day": (edit_closure(windows=(make_window("10:00", "12:00"),)), {"closure"}),
    "a closure that is over": (
        edit_closure(valid_from=None, valid_to=date(2024, 11, 19)),
        {"closure"},
    ),
    "a closure still to come": (edit_closure(valid_from=date(2024, 11, 22)), {"closure"}),
    "a closure given twice": (lambda p: replace(p, closures=p.closures * 2), {"closure"}),
}

CASES = PARTS | TIMES | BREAKS | MEETINGS | WORTH | CLOSURES


@pytest.mark.parametrize(("change", "rules"), CASES.values(), ids=CASES.keys())
def test_each_fault_of_a_patrol_breaks_its_rule_and_no_other(
    change: Change, rules: set[str]
) -> None:
    assert broken_rules(change(PATROL)) == rules


def test_a_break_that_falls_outside_the_hours_of_duty_is_not_due() -> None:
    # the unit is back by 06:45, so that its ten minutes begin at 06:35 at the latest
    early = edit_break(0, window=make_window("06:35", "07:30"))
    late = edit_break(0, window=make_window("06:36", "07:30"))
    assert broken_rules(both(cut_stop(0, BREAK), early)(PATROL)) >= {"break"}
    assert "break" not in broken_rules(both(cut_stop(0, BREAK), late)(PATROL))


def test_no_meeting_is_due_where_a_unit_is_off_duty() -> None:
    plan = replace(PATROL, units=PATROL.units[:1], loops=PATROL.loops[:1])
    problems = [v.problem for v in find_violations(plan) if v.rule == "meeting"]
    assert problems == ["Not both units are on duty."]


def test_a_visit_may_wait_for_an_hour_that_is_worth_more() -> None:
    # V opens at any time, but is worth more from 23:40 on
    richer = HourFactor(make_window("23:40", "23:59"), 1.5)
    plan = both(
        edit_hotspot("V", appointment=None),
        edit_rated("V", hours=(richer,), worth=9.0),
    )(PATROL)
    assert not broken_rules(plan) & {"wait", "window", "appointment"}
    poorer = replace(richer, factor=0.5)
    assert "wait" in broken_rules(edit_rated("V", hours=(poorer,))(plan))


def test_repeats_are_counted_by_what_they_are_worth_not_by_when_they_are() -> None:
    # with a factor of 0.5 after midnight the first visit counts whole: 8, and 0.6 x 4 = 2.4
    hours = (HourFactor(make_window("00:00", "02:00"), 0.5),)
    plan = both(
        edit_rated("R", hours=hours, worth=12.8),
        edit_stop(0, 1, worth=8.0),
        edit_stop(0, SECOND_R, worth=2.4),
        edit_loop(0, worth=28.4),
        edit_totals(worth=29.4, worth_available=43.8, risk_share=29.4 / 43.8),
        edit_coverage(0, worth=10.4, worth_available=12.8),
    )(PATROL)
    assert broken_rules(plan) == set()


def list_rules(plan: Plan) -> set[str]:
    """Return the names of the rules that a plan breaks, its roads aside."""
    return {violation.rule for violation in find_violations(plan)}


seconds = st.integers(-50_000, 50_000).filter(bool)


@given(st.integers(0, 9), seconds)
def test_no_stop_of_a_patrol_can_be_moved_in_time(index: int, by_s: int) -> None:
    assert list_rules(shift_stop(0, index, by_s)(PATROL)) & {"drive", "order"}


@given(seconds)
def test_a_meeting_cannot_be_moved_by_one_of_two(by_s: int) -> None:
    """Even where the whole loop of one unit moves with it."""
    later = timedelta(seconds=by_s)
    stops = tuple(
        replace(stop, arrive=stop.arrive + later, depart=stop.depart + later)
        for stop in LOOP_Q.stops
    )
    assert "meeting" in list_rules(edit_loop(1, stops=stops)(PATROL))


@given(st.integers(1, 8))
def test_no_stop_of_a_patrol_can_be_cut(index: int) -> None:
    expected = {4: "max_stops", BREAK: "break", MEETING: "meeting"}.get(index, "account")
    assert expected in list_rules(cut_stop(0, index)(PATROL))


@given(st.permutations(range(1, 9)).filter(lambda order: order != list(range(1, 9))))
def test_stops_of_a_patrol_cannot_change_places(order: list[int]) -> None:
    stops = (LOOP_P.stops[0], *(LOOP_P.stops[i] for i in order), LOOP_P.stops[9])
    assert list_rules(edit_loop(0, stops=stops)(PATROL)) & {"drive", "order"}


@given(st.floats(-900, 900), st.floats(-900, 900))
def test_a_meeting_cannot_be_moved_elsewhere(east_m: float, north_m: float) -> None:
    if abs(east_m) + abs(north_m) < 1:
        return  # the same place but for rounding
    place = (MEET[0] + east_m, MEET[1] + north_m)
    change = both(move_place(0, MEETING, *place), move_place(1, MEETING_Q, *place))
    assert "meeting" in list_rules(change(PATROL))


def test_reasons_of_parts_are_looked_at() -> None:
    for reason in ("forbidden", "crew_too_small", "unit_off_duty", "no_road", "no_worth"):
        assert broken_rules(edit_reason("L", reason)(PATROL)) == {"reason"}


def test_the_base_is_where_the_plan_says() -> None:
    assert to_lonlat(*BASE_P) == (LOOP_P.stops[4].lon, LOOP_P.stops[4].lat)
    assert broken_rules(move_place(0, 4, 251, 0)(PATROL)) >= {"base"}


def test_balance_counts_units_that_stay_at_their_base() -> None:
    """Q stays: P is then the busiest, and Q does nothing."""
    plan = both(
        lambda p: replace(p, loops=p.loops[:1], balance=Balance(0.0, 3500 / 27_000, limit=0.2))
    )(PATROL)
    assert "balance" not in broken_rules(plan)
    assert "balance" in broken_rules(edit_balance(least=0.1)(plan))


def test_a_visit_right_behind_another_of_its_part_is_none() -> None:
    # P stays at R twice, however long it waits there, instead of meeting Q before
    visit = edit_stop(0, MEETING, kind="dwell", hotspot_id="R", part_id="R")
    plan = both(edit_hotspot("R", min_gap_min=0), visit)(PATROL)
    (violation,) = find_visit_violations(plan, None)
    assert violation.rule == "gap"
    assert violation.place.startswith(f"stop {SECOND_R} ")


@pytest.mark.parametrize(("unit_id", "is_believed"), [("P", True), ("Q", False)])
def test_only_who_visits_a_part_could_wait_there_to_visit_it_again(
    unit_id: str, is_believed: bool
) -> None:
    waits = Unvisited("R", "no_time", {"missing_s": 0, "waits": 1, "unit": unit_id}, "R")
    plan = replace(
        both(edit_unit(1, jurisdiction=()), edit_unit(1, crew=2))(PATROL), unvisited=(waits,)
    )
    assert bool(list(find_reason_violations(plan, None, None))) is not is_believed
