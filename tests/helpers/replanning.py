"""Replanning in tests: a disturbance by the clock, and what a plan says of units and hotspots."""

from __future__ import annotations

from typing import Any

from grids import place_at

from routeplan.model import Incident, Loop, Plan, Report, Stop, UnitChange, Unvisited
from routeplan.planning.inputs import Inputs
from routeplan.planning.replan.disturbance import Disturbance
from routeplan.planning.replan.pipeline import replan_shift
from routeplan.planning.replan.texts import read_moment


def replan(plan: Plan, inputs: Inputs, now: str, **what: Any) -> Plan:
    """Return a plan changed at a clock time; `what` as the fields of a `Disturbance`."""
    moment = read_moment(now, plan.shift)
    return replan_shift(plan, inputs.network, Disturbance(moment, **what))


def report_at(unit_id: str, east_m: float, north_m: float, done: int | None = None) -> Report:
    """Return a unit that says that it is at a place of the grid."""
    return Report(unit_id, *place_at(east_m, north_m), done=done)


def make_incident(
    east_m: float, north_m: float, minutes: int = 30, unit_id: str = "", name: str = "I1"
) -> Incident:
    """Return an incident at a place of the grid."""
    return Incident(name, f"Kejadian {name}", *place_at(east_m, north_m), minutes, unit_id)


def find_loop(plan: Plan, unit_id: str) -> Loop:
    """Return the loop of a unit."""
    (loop,) = (loop for loop in plan.loops if loop.unit_id == unit_id)
    return loop


def list_kinds(plan: Plan, unit_id: str) -> list[str]:
    """Return what a unit does: the ids of hotspots, and the kinds of other stops."""
    return [stop.hotspot_id or stop.kind for stop in find_loop(plan, unit_id).stops]


def list_clocks(plan: Plan, unit_id: str) -> list[tuple[str, str]]:
    """Return what a unit does with its arrivals."""
    loop = find_loop(plan, unit_id)
    return [(s.hotspot_id or s.kind, f"{s.arrive:%H:%M:%S}") for s in loop.stops]


def find_stop(plan: Plan, name: str) -> tuple[str, Stop]:
    """Return who visits a hotspot, or attends an incident, and the stop."""
    ((unit_id, stop),) = (
        (loop.unit_id, stop)
        for loop in plan.loops
        for stop in loop.stops
        if name in (stop.hotspot_id, stop.incident_id)
    )
    return unit_id, stop


def find_left_out(plan: Plan, hotspot_id: str) -> Unvisited:
    """Return what the plan says of a hotspot that is left out."""
    (item,) = (item for item in plan.unvisited if item.hotspot_id == hotspot_id)
    return item


def find_change(plan: Plan, unit_id: str) -> UnitChange:
    """Return what the last replanning changed for a unit."""
    (change,) = (c for c in plan.replans[-1].changes if c.unit_id == unit_id)
    return change
