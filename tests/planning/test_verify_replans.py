"""The judge on plans that were replanned: what is past is a fact, what is ahead keeps all rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from functools import cache
from typing import Any

import pytest
from grids import place_at
from patrol_plan import make_patrol_inputs
from plan_edits import Change, edit_hotspot, edit_part, edit_stop
from replanned_plan import make_replanned_plan
from replanning import make_incident, replan, report_at
from shift_inputs import make_hotspot, make_inputs, make_unit

from routeplan.model import Break, ClockWindow, Closure, Plan, Report, TimeWindow
from routeplan.planning.inputs import Inputs
from routeplan.planning.pipeline import plan_shift
from routeplan.planning.verify import find_violations
from routeplan.roads.network import Network

LATER = timedelta(minutes=1)
# Of `replanned_plan`: loops, and what each does there.
A, B, C = 0, 1, 2
AT_SAND, BROKEN_OFF, AT_INCIDENT = 1, 2, 3
WHERE_B_FELL_OUT = 2
WHERE_C_SAID_IT_WAS = 2


@cache
def make_roads() -> Network:
    return make_patrol_inputs().network


def edit_replan(index: int, **fields: Any) -> Change:
    def change(plan: Plan) -> Plan:
        replans = list(plan.replans)
        replans[index] = replace(replans[index], **fields)
        return replace(plan, replans=tuple(replans))

    return change


def edit_incident(**fields: Any) -> Change:
    def change(plan: Plan) -> Plan:
        (incident,) = plan.replans[0].incidents
        return edit_replan(0, incidents=(replace(incident, **fields),))(plan)

    return change


def move_replan(index: int, by: timedelta) -> Change:
    def change(plan: Plan) -> Plan:
        return edit_replan(index, moment=plan.replans[index].moment + by)(plan)

    return change


def find_rules(plan: Plan, network: Network) -> set[str]:
    return {violation.rule for violation in find_violations(plan, network)}


def test_the_judge_finds_nothing_in_a_plan_that_was_changed_twice() -> None:
    assert find_violations(make_replanned_plan(), make_roads()) == ()


def test_without_its_replannings_the_same_plan_breaks_rules() -> None:
    plan = replace(make_replanned_plan(), replans=())
    assert {"incident", "position", "seconds"} <= find_rules(plan, make_roads())


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (edit_incident(minutes=30), "incident"),
        (edit_incident(unit_id="C"), "incident"),
        (edit_incident(lon=place_at(0, 0)[0]), "incident"),
        (edit_stop(A, AT_INCIDENT, incident_id="I9"), "incident"),
        (edit_stop(A, AT_INCIDENT, wait_s=60), "incident"),
        (edit_stop(A, AT_SAND, incident_id="I1"), "stop"),
        (move_replan(0, timedelta(minutes=-12)), "incident"),
        (edit_stop(A, BROKEN_OFF, dwell_s=60), "position"),
        (edit_stop(C, WHERE_C_SAID_IT_WAS, lon=place_at(0, 500)[0]), "position"),
        (move_replan(1, LATER), "position"),
        (edit_replan(1, out=("C",)), "out"),
        (edit_replan(1, overdue=("A",)), "replan"),
        (edit_replan(1, hotspots=("warung", "sand")), "replan"),
        (edit_replan(1, closures=("K9",)), "replan"),
        (edit_replan(1, out=("B", "Z")), "replan"),
        (move_replan(0, -timedelta(hours=1)), "replan"),
        (move_replan(1, timedelta(hours=-4)), "replan"),
        (move_replan(1, timedelta(hours=9)), "replan"),
    ],
)
def test_what_does_not_follow_from_a_replanning_is_found(change: Change, rule: str) -> None:
    assert rule in find_rules(change(make_replanned_plan()), make_roads())


def test_what_is_forbidden_from_a_moment_on_is_not_visited_after_it() -> None:
    spoil = edit_replan(1, forbidden=("lane",))
    plan = edit_hotspot("lane", forbidden=True)(make_replanned_plan())
    assert "forbidden" in find_rules(spoil(plan), make_roads())


def test_what_was_forbidden_only_afterwards_may_have_been_visited() -> None:
    plan = edit_hotspot("sand", forbidden=True)(make_replanned_plan())
    early = [stop.hotspot_id for stop in plan.loops[A].stops[:BROKEN_OFF]]
    assert "sand" in early
    found = find_violations(edit_replan(1, forbidden=("sand",))(plan), make_roads())
    assert [v for v in found if v.rule == "forbidden"] == []


def test_clocks_and_sums_of_what_is_past_are_judged_as_any_others() -> None:
    plan = make_replanned_plan()
    stop = plan.loops[A].stops[AT_SAND]
    late = edit_stop(A, AT_SAND, depart=stop.depart + LATER)
    assert "stay" in find_rules(late(plan), make_roads())


# ------------------------------------------------------------------------------------- what is past


def make_evening(**hotspot: Any) -> tuple[Plan, Inputs]:
    """Return a market 1,000 m east of the base, visited at midnight: A leaves at 23:58:20."""
    midnight = (ClockWindow(time(0), time(0, 30)),)
    market = make_hotspot("market", 1000, 0, windows=midnight, **hotspot)
    inputs = make_inputs([market], [make_unit("A")])
    return plan_shift(inputs), inputs


def test_a_road_may_have_been_driven_before_it_was_closed() -> None:
    plan, inputs = make_evening()
    behind = Closure("T1", "Banjir", lon=place_at(250, 0)[0], lat=0.0, radius_m=30.0)
    new = replan(plan, inputs, "00:05", closures=(behind,))
    assert find_violations(new, inputs.network) == ()
    always = edit_replan(0, closures=())(new)
    assert "closed" in find_rules(always, inputs.network)


def test_what_a_unit_says_of_itself_is_believed() -> None:
    plan, inputs = make_evening()
    # 2 km in 2 min 40 s: nobody can tell why it was so quick
    new = replan(plan, inputs, "2024-11-20T23:59:00", reports=(report_at("A", 2000, 0),))
    assert find_violations(new, inputs.network) == ()
    quiet = edit_replan(0, reports=(Report("A"),))(new)
    assert "seconds" in find_rules(quiet, inputs.network)


def test_a_visit_may_be_shorter_where_it_was_broken_off_only() -> None:
    plan, inputs = make_evening(dwell_min=10)
    new = replan(plan, inputs, "00:06", incidents=(make_incident(1000, 500, 20),))
    stops = new.loops[0].stops
    assert [(stop.kind, stop.dwell_s) for stop in stops[1:3]] == [
        ("dwell", 360),
        ("incident", 1200),
    ]
    assert find_violations(new, inputs.network) == ()
    assert "dwell" in find_rules(edit_incident(unit_id="")(new), inputs.network)


# ------------------------------------------------------------------------------------- what is ahead


def give_up_nothing(plan: Plan) -> Plan:
    return edit_replan(0, given_up=())(plan)


def test_what_is_required_is_only_left_out_where_that_is_said() -> None:
    at_two = (ClockWindow(time(2), time(3)),)
    kpu = make_hotspot("kpu", 1000, 0, required=True, unit="A", windows=at_two)
    inputs = make_inputs([kpu], [make_unit("A")])
    new = replan(plan_shift(inputs), inputs, "01:00", out=("A",))
    assert find_violations(new, inputs.network) == ()
    assert "required" in find_rules(give_up_nothing(new), inputs.network)


def make_rest() -> tuple[Plan, Inputs]:
    rest = Break(ClockWindow(time(2), time(2, 30)), 20)
    market = make_hotspot("market", 1000, 0, windows=(ClockWindow(time(1), time(1, 30)),))
    inputs = make_inputs([market], [make_unit("A", breaks=(rest,))])
    return plan_shift(inputs), inputs


def test_a_break_is_only_given_up_where_that_is_said() -> None:
    plan, inputs = make_rest()
    new = replan(plan, inputs, "01:40", incidents=(make_incident(500, 0, 90),))
    assert new.replans[0].given_up == ("break:A:1",)
    assert find_violations(new, inputs.network) == ()
    assert "break" in find_rules(give_up_nothing(new), inputs.network)


def test_nobody_comes_back_late_without_saying_so() -> None:
    late = make_hotspot("late", 500, 0, windows=(ClockWindow(time(6), time(6, 40)),))
    inputs = make_inputs([late], [make_unit("A")])
    plan = plan_shift(inputs)
    new = replan(plan, inputs, "06:40", reports=(report_at("A", 2000, 2000),))
    assert find_violations(new, inputs.network) == ()
    assert "hours" in find_rules(edit_replan(0, overdue=())(new), inputs.network)


def test_repeated_visits_keep_to_the_windows_of_their_part() -> None:
    plan = make_replanned_plan()
    (rated,) = (rated for rated in plan.hotspots if rated.hotspot.id == "market")
    (part,) = rated.parts
    assert len(part.windows) == 3
    never = ((TimeWindow(8 * 3600 - 1, 8 * 3600),),) * 3
    spoil = edit_part("market", part.id, windows=never)
    assert "window" in find_rules(spoil(plan), make_roads())


def test_distances_of_the_past_count_for_what_a_unit_may_drive() -> None:
    plan, inputs = make_evening()
    new = replan(plan, inputs, "00:05", hotspots=(make_hotspot("new", 1500, 0),))
    km = new.loops[0].metres / 1000
    units = tuple(replace(unit, max_km=km - 0.001) for unit in new.units)
    assert "max_km" in find_rules(replace(new, units=units), inputs.network)
