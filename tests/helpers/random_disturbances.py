"""Hypothesis strategies: what happens to a plan of `random_shifts`, as `Disturbance`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from grids import place_at
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from random_shifts import BLOCK_M, FAR_M, SIZE, places
from shift_inputs import make_hotspot

from routeplan.model import Closure, Incident, Plan, Report, Vehicle
from routeplan.planning.replan.disturbance import Disturbance

KINDS = ("out", "incident", "closure", "hotspot", "done", "position", "demand")


@st.composite
def disturbances(draw: DrawFn, plan: Plan, *, first_s: int = 0) -> Disturbance:
    """Return up to three things that happen at once at a second of the shift.

    Parameters
    ----------
    first_s
        Not before this second.
    """
    shift = plan.shift
    moment = shift.moment(draw(st.integers(first_s, shift.length_s)))
    disturbance = Disturbance(moment)
    for kind in draw(st.lists(st.sampled_from(KINDS), max_size=3, unique=True)):
        disturbance = replace(disturbance, **draw(_DRAWS[kind](plan, disturbance)))
    return replace(disturbance, use_reserve=draw(st.booleans()))


def draw_units(plan: Plan) -> st.SearchStrategy[str]:
    """Return the id of a unit that has not fallen out."""
    gone = {unit_id for item in plan.replans for unit_id in item.out}
    return st.sampled_from([unit.id for unit in plan.units if unit.id not in gone] or [""])


@st.composite
def _draw_out(draw: DrawFn, plan: Plan, disturbance: Disturbance) -> dict[str, Any]:
    unit_id = draw(draw_units(plan))
    named = {report.unit_id for report in disturbance.reports}
    named |= {incident.unit_id for incident in disturbance.incidents}
    return {"out": (unit_id,)} if unit_id and unit_id not in named else {}


@st.composite
def _draw_incident(draw: DrawFn, plan: Plan, disturbance: Disturbance) -> dict[str, Any]:
    number = len(plan.replans) + 1
    unit_id = draw(st.sampled_from(["", draw(draw_units(plan))]))
    unit_id = "" if unit_id in disturbance.out else unit_id
    incidents = tuple(
        Incident(f"I{number}.{n}", f"Kejadian {n}", *place_at(*place), minutes, unit_id)
        for n, (place, minutes) in enumerate(
            draw(st.lists(st.tuples(places, st.sampled_from([5, 20])), min_size=1, max_size=2))
        )
    )
    return {"incidents": incidents}


@st.composite
def _draw_closure(draw: DrawFn, plan: Plan, _disturbance: Disturbance) -> dict[str, Any]:
    """Return a closed piece of any street, the ring included, or all of one junction."""
    number = len(plan.replans) + 1
    row, column = draw(st.integers(0, SIZE - 1)), draw(st.integers(0, SIZE - 1))
    offset = draw(st.sampled_from([(0.0, 0.5), (0.5, 0.0), (0.0, 0.0)]))
    lon, lat = place_at((column + offset[0]) * BLOCK_M, (row + offset[1]) * BLOCK_M)
    barred: list[tuple[Vehicle, ...]] = [(), (), ("R4",)]
    vehicles = draw(st.sampled_from(barred))
    closure = Closure(f"T{number}", "Banjir", vehicles=vehicles, lon=lon, lat=lat, radius_m=30.0)
    return {"closures": (closure,)}


@st.composite
def _draw_hotspot(draw: DrawFn, plan: Plan, _disturbance: Disturbance) -> dict[str, Any]:
    number = len(plan.replans) + 1
    east_m, north_m = draw(places)
    visits = draw(st.sampled_from([1, 2]))
    spot = make_hotspot(
        f"new{number}", east_m, north_m, visits=visits, required=draw(st.booleans())
    )
    return {"hotspots": (spot,)}


@st.composite
def _draw_done(draw: DrawFn, plan: Plan, disturbance: Disturbance) -> dict[str, Any]:
    """Return a unit that has made fewer visits than it has begun by the plan."""
    begun = {
        loop.unit_id: sum(stop.arrive <= disturbance.moment for stop in loop.visits)
        for loop in plan.loops
        if loop.unit_id not in disturbance.out
        and not any(loop.unit_id in item.out for item in plan.replans)
        and loop.stops[0].depart < disturbance.moment
    }
    if not begun:
        return {}
    unit_id = draw(st.sampled_from(sorted(begun)))
    return {"reports": (Report(unit_id, done=draw(st.integers(0, begun[unit_id]))),)}


@st.composite
def _draw_position(draw: DrawFn, plan: Plan, disturbance: Disturbance) -> dict[str, Any]:
    """Return a unit that is anywhere on the grid."""
    moving = [
        loop.unit_id
        for loop in plan.loops
        if loop.stops[0].depart < disturbance.moment
        and not any(loop.unit_id in item.out for item in plan.replans)
    ]
    if not moving:
        return {}
    unit_id = draw(st.sampled_from(moving))
    lon, lat = place_at(*draw(st.tuples(*[st.integers(0, int(FAR_M))] * 2)))
    known = {report.unit_id: report for report in disturbance.reports}
    report = replace(known.get(unit_id, Report(unit_id)), lon=lon, lat=lat)
    return {"reports": tuple((known | {unit_id: report}).values())}


@st.composite
def _draw_demand(draw: DrawFn, plan: Plan, _disturbance: Disturbance) -> dict[str, Any]:
    name = draw(st.sampled_from([rated.hotspot.id for rated in plan.hotspots]))
    return {draw(st.sampled_from(["require", "forbid"])): (name,)}


_DRAWS = {
    "out": _draw_out,
    "incident": _draw_incident,
    "closure": _draw_closure,
    "hotspot": _draw_hotspot,
    "done": _draw_done,
    "position": _draw_position,
    "demand": _draw_demand,
}
