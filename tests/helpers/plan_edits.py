"""Changes that spoil the plans of `streets_plan` and `two_patrols_plan`, and the rules then broken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

from streets_plan import make_streets, make_streets_plan, to_lonlat
from two_patrols_plan import make_patrol_plan

from routeplan.model import ClockWindow, Detail, Plan, Reason, Unvisited
from routeplan.planning.verify import find_violations
from routeplan.roads.stats import digest_network

STREETS = make_streets()
PLAN = make_streets_plan(digest=digest_network(STREETS))
PATROL = make_patrol_plan(digest=digest_network(STREETS))

Change = Callable[[Plan], Plan]


def broken_rules(plan: Plan) -> set[str]:
    """Return the names of the rules that a plan breaks."""
    return {violation.rule for violation in find_violations(plan, STREETS)}


def edit_loop(index: int, **fields: Any) -> Change:
    def change(plan: Plan) -> Plan:
        loops = list(plan.loops)
        loops[index] = replace(loops[index], **fields)
        return replace(plan, loops=tuple(loops))

    return change


def edit_stop(loop: int, index: int, **fields: Any) -> Change:
    def change(plan: Plan) -> Plan:
        stops = list(plan.loops[loop].stops)
        stops[index] = replace(stops[index], **fields)
        return edit_loop(loop, stops=tuple(stops))(plan)

    return change


def edit_leg(loop: int, index: int, **fields: Any) -> Change:
    def change(plan: Plan) -> Plan:
        legs = list(plan.loops[loop].legs)
        legs[index] = replace(legs[index], **fields)
        return edit_loop(loop, legs=tuple(legs))(plan)

    return change


def edit_unit(index: int, **fields: Any) -> Change:
    def change(plan: Plan) -> Plan:
        units = list(plan.units)
        units[index] = replace(units[index], **fields)
        return replace(plan, units=tuple(units))

    return change


def edit_area(**fields: Any) -> Change:
    return lambda plan: replace(plan, area=replace(plan.area, **fields))


def edit_rated(name: str, **fields: Any) -> Change:
    def change(plan: Plan) -> Plan:
        rated = (replace(r, **fields) if r.hotspot.id == name else r for r in plan.hotspots)
        return replace(plan, hotspots=tuple(rated))

    return change


def edit_hotspot(name: str, **fields: Any) -> Change:
    def change(plan: Plan) -> Plan:
        hotspot = next(r.hotspot for r in plan.hotspots if r.hotspot.id == name)
        return edit_rated(name, hotspot=replace(hotspot, **fields))(plan)

    return change


def edit_part(name: str, part_id: str, **fields: Any) -> Change:
    def change(plan: Plan) -> Plan:
        parts = next(r.parts for r in plan.hotspots if r.hotspot.id == name)
        edited = (replace(part, **fields) if part.id == part_id else part for part in parts)
        return edit_rated(name, parts=tuple(edited))(plan)

    return change


def edit_drive(loop: int, index: int, **fields: Any) -> Change:
    """Change what is driven during a stop."""

    def change(plan: Plan) -> Plan:
        drive = plan.loops[loop].stops[index].drive
        assert drive is not None
        return edit_stop(loop, index, drive=replace(drive, **fields))(plan)

    return change


def edit_break(unit: int, **fields: Any) -> Change:
    def change(plan: Plan) -> Plan:
        (rest,) = plan.units[unit].breaks
        return edit_unit(unit, breaks=(replace(rest, **fields),))(plan)

    return change


def edit_meeting(**fields: Any) -> Change:
    return lambda plan: replace(plan, meetings=(replace(plan.meetings[0], **fields),))


def edit_closure(**fields: Any) -> Change:
    return lambda plan: replace(plan, closures=(replace(plan.closures[0], **fields),))


def edit_totals(**fields: Any) -> Change:
    return lambda plan: replace(plan, totals=replace(plan.totals, **fields))


def edit_coverage(index: int, **fields: Any) -> Change:
    def change(plan: Plan) -> Plan:
        coverage = list(plan.coverage)
        coverage[index] = replace(coverage[index], **fields)
        return replace(plan, coverage=tuple(coverage))

    return change


def cut_stop(loop: int, index: int) -> Change:
    """Take a stop out of a loop, with the leg that leads to it."""

    def change(plan: Plan) -> Plan:
        stops, legs = list(plan.loops[loop].stops), list(plan.loops[loop].legs)
        del stops[index], legs[index - 1]
        return edit_loop(loop, stops=tuple(stops), legs=tuple(legs))(plan)

    return change


def shift_stop(loop: int, index: int, seconds: int) -> Change:
    """Move arrival and departure of a stop."""

    def change(plan: Plan) -> Plan:
        stop, later = plan.loops[loop].stops[index], timedelta(seconds=seconds)
        moved = {"arrive": stop.arrive + later, "depart": stop.depart + later}
        return edit_stop(loop, index, **moved)(plan)

    return change


def edit_reason(name: str, reason: Reason, detail: Detail | None = None) -> Change:
    def edit(item: Unvisited) -> Unvisited:
        if item.hotspot_id != name:
            return item
        return replace(item, reason=reason, detail=item.detail if detail is None else detail)

    def change(plan: Plan) -> Plan:
        return replace(plan, unvisited=tuple(map(edit, plan.unvisited)))

    return change


def count_out(name: str) -> Change:
    """Take a hotspot off the totals and the coverage."""

    def change(plan: Plan) -> Plan:
        (risk,) = (rated.risk for rated in plan.hotspots if rated.hotspot.id == name)
        available = plan.totals.worth_available - risk
        coverage = tuple(item for item in plan.coverage if item.hotspot_id != name)
        totals = replace(
            plan.totals, hotspots=plan.totals.hotspots - 1, worth_available=available,
            risk_share=plan.totals.worth / available,
        )  # fmt: skip
        return replace(plan, totals=totals, coverage=coverage)

    return change


def edit_shift(**fields: Any) -> Change:
    return lambda plan: replace(plan, shift=replace(plan.shift, **fields))


def edit_config(section: str, **fields: Any) -> Change:
    return lambda plan: replace(
        plan, config={**plan.config, section: {**plan.config[section], **fields}}
    )


def both(*changes: Change) -> Change:
    def change(plan: Plan) -> Plan:
        for one in changes:
            plan = one(plan)
        return plan

    return change


def window(start: str, end: str) -> tuple[ClockWindow, ...]:
    return (ClockWindow(time.fromisoformat(start), time.fromisoformat(end)),)


def line(*points: tuple[float, float]) -> tuple[tuple[float, float], ...]:
    return tuple(to_lonlat(*point) for point in points)


# two metres east, in degrees
TWO_METRES = 2 / 111_000
LOOP_A, LOOP_B = PLAN.loops
