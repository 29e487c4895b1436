"""A plan that the planner made, spoilt at random: the judge sees it, and by which rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from plan_edits import cut_stop, edit_stop, edit_unit, shift_stop
from random_shifts import BOXES, shifts

from routeplan.model import Closure, Plan, Stop
from routeplan.planning.inputs import Inputs
from routeplan.planning.pipeline import plan_shift
from routeplan.planning.verify import find_violations

Spoil = Callable[[Plan], Iterator[Plan]]
FEW = settings(max_examples=12)


def list_stops(plan: Plan, *kinds: str) -> Iterator[tuple[int, int, Stop]]:
    """Yield the number of the loop, the number of the stop in it, and the stop."""
    for number, loop in enumerate(plan.loops):
        for index, stop in enumerate(loop.stops):
            if stop.kind in kinds:
                yield number, index, stop


def swap_two_stops(plan: Plan) -> Iterator[Plan]:
    """Make two visits in each other's place and at each other's time."""
    for number, loop in enumerate(plan.loops):
        for index, (first, second) in enumerate(pairwise(loop.stops)):
            is_elsewhere = (first.road_lon, first.road_lat) != (second.road_lon, second.road_lat)
            if first.hotspot_id and second.hotspot_id and is_elsewhere:
                now = edit_stop(number, index, **_take_place(second, first))(plan)
                yield edit_stop(number, index + 1, **_take_place(first, second))(now)


def _take_place(stop: Stop, of: Stop) -> dict[str, object]:
    moved = replace(stop, arrive=of.arrive, depart=of.depart, wait_s=of.wait_s, dwell_s=of.dwell_s)
    return {name: getattr(moved, name) for name in moved.__dataclass_fields__}


def shift_a_time(plan: Plan) -> Iterator[Plan]:
    """Come to a place, and leave it, a little earlier or later than the roads allow."""
    for number, index, _stop in list_stops(plan, "dwell", "pass", "sweep", "break", "meeting"):
        yield from (shift_stop(number, index, seconds)(plan) for seconds in (-60, -1, 1, 3600))


def cut_a_break(plan: Plan) -> Iterator[Plan]:
    """Leave a break out, or end it early."""
    for number, index, stop in list_stops(plan, "break"):
        yield cut_stop(number, index)(plan)
        yield edit_stop(number, index, dwell_s=stop.dwell_s - 60)(plan)


def cross_a_border(plan: Plan) -> Iterator[Plan]:
    """Send a unit to a hotspot of the kecamatan that it has no business in."""
    kecamatan = {rated.hotspot.id: rated.kecamatan for rated in plan.hotspots}
    numbers = {unit.id: number for number, unit in enumerate(plan.units)}
    for number, _index, stop in list_stops(plan, "dwell"):
        others = set(BOXES) - {kecamatan[stop.hotspot_id or ""]}
        unit = numbers[plan.loops[number].unit_id]
        yield from (edit_unit(unit, jurisdiction=(other,), strict=False)(plan) for other in others)


def move_a_meeting(plan: Plan) -> Iterator[Plan]:
    """Let one of two units come later, leave earlier, or wait at the other place."""
    for number, index, stop in list_stops(plan, "meeting"):
        yield shift_stop(number, index, 60)(plan)
        yield edit_stop(number, index, dwell_s=stop.dwell_s - 60)(plan)
        for place in plan.meetings[0].places:
            if (place.lon, place.lat) != (stop.lon, stop.lat):
                yield edit_stop(number, index, lon=place.lon, lat=place.lat)(plan)


def drop_a_visit(plan: Plan) -> Iterator[Plan]:
    """Leave a visit out, or a reason, and say nothing about it."""
    for number, index, _stop in list_stops(plan, "dwell", "pass", "sweep"):
        yield cut_stop(number, index)(plan)
    for item in plan.unvisited:
        yield replace(plan, unvisited=tuple(other for other in plan.unvisited if other != item))


def close_a_road(plan: Plan) -> Iterator[Plan]:
    """Close a road that a unit drives."""
    for loop in plan.loops:
        driven = [leg.edges for leg in loop.legs]
        driven += [stop.drive.edges for stop in loop.stops if stop.drive]
        for edge in sorted({abs(edge) for edges in driven for edge in edges}):
            closure = Closure("K9", "Jalan", ways=(1,), edges=(edge,))
            yield replace(plan, closures=(*plan.closures, closure))


def give_to_another(plan: Plan) -> Iterator[Plan]:
    """Keep a hotspot for a unit that is not the one that visits it."""
    for number, _index, stop in list_stops(plan, "dwell", "pass", "sweep"):
        for unit in plan.units:
            if unit.id != plan.loops[number].unit_id:
                hotspots = tuple(
                    replace(rated, hotspot=replace(rated.hotspot, unit=unit.id))
                    if rated.hotspot.id == stop.hotspot_id
                    else rated
                    for rated in plan.hotspots
                )
                yield replace(plan, hotspots=hotspots)


def assert_caught(spoil: Spoil, inputs: Inputs, data: st.DataObject, rules: set[str]) -> None:
    """Spoil the plan of a shift in one way of many: one of the rules has to be broken."""
    plan = plan_shift(inputs)
    spoilt = list(spoil(plan))
    assume(spoilt)
    broken = find_violations(data.draw(st.sampled_from(spoilt)), inputs.network)
    assert rules & {violation.rule for violation in broken}


rich = shifts(least_hotspots=3)


@given(inputs=rich, data=st.data())
@FEW
def test_two_stops_swapped_are_caught(inputs: Inputs, data: st.DataObject) -> None:
    assert_caught(swap_two_stops, inputs, data, {"route"})


@given(inputs=rich, data=st.data())
@FEW
def test_a_shifted_time_is_caught(inputs: Inputs, data: st.DataObject) -> None:
    assert_caught(shift_a_time, inputs, data, {"drive", "order"})


@given(inputs=rich, data=st.data())
@FEW
def test_a_break_that_is_cut_is_caught(inputs: Inputs, data: st.DataObject) -> None:
    assert_caught(cut_a_break, inputs, data, {"break"})


@given(inputs=rich, data=st.data())
@FEW
def test_a_border_that_is_crossed_is_caught(inputs: Inputs, data: st.DataObject) -> None:
    assert_caught(cross_a_border, inputs, data, {"jurisdiction"})


@given(inputs=rich, data=st.data())
@FEW
def test_a_meeting_that_is_moved_is_caught(inputs: Inputs, data: st.DataObject) -> None:
    assert_caught(move_a_meeting, inputs, data, {"meeting"})


@given(inputs=rich, data=st.data())
@FEW
def test_a_visit_that_is_dropped_is_caught(inputs: Inputs, data: st.DataObject) -> None:
    assert_caught(drop_a_visit, inputs, data, {"account"})


@given(inputs=rich, data=st.data())
@FEW
def test_a_road_that_is_closed_is_caught(inputs: Inputs, data: st.DataObject) -> None:
    assert_caught(close_a_road, inputs, data, {"closed"})


@given(inputs=rich, data=st.data())
@FEW
def test_a_visit_by_the_wrong_unit_is_caught(inputs: Inputs, data: st.DataObject) -> None:
    assert_caught(give_to_another, inputs, data, {"pinned"})
