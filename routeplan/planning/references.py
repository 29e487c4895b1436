"""Plan files that can be drawn: their ids belong to something, their ways have points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from routeplan.errors import Fault, InputFaults
from routeplan.i18n import _
from routeplan.model import Plan
from routeplan.planning.planfile import read_plan


def read_coherent_plan(path: Path) -> Plan:
    """Return the plan of a file, as `read_plan` does, if all in it belongs together.

    Raises
    ------
    InputError
        If the file cannot be read or is no plan.
    InputFaults
        Naming every field that is missing or wrong, names a unit or a hotspot that the plan does
        not have, or lacks the points of a way or of the boundary.
    """
    plan = read_plan(path)
    faults = [
        *_find_unknown_units(plan),
        *_find_unknown_hotspots(plan),
        *_find_lonely_incidents(plan),
        *_find_missing_points(plan),
    ]
    if faults:
        raise InputFaults(str(path), faults)
    return plan


def _find_unknown_units(plan: Plan) -> Iterator[Fault]:
    known = {unit.id for unit in plan.units}
    for place, unit_id in _list_unit_ids(plan):
        if unit_id not in known:
            yield Fault(_("The plan has no unit of this id."), setting=place)


def _list_unit_ids(plan: Plan) -> Iterator[tuple[str, str]]:
    for i, loop in enumerate(plan.loops):
        yield f"loops[{i}].unit_id", loop.unit_id
    for i, item in enumerate(plan.replans):
        yield from ((f"replans[{i}].out", unit_id) for unit_id in item.out)
        yield from ((f"replans[{i}].overdue", unit_id) for unit_id in item.overdue)
        for j, incident in enumerate(item.incidents):
            yield f"replans[{i}].incidents[{j}].unit_id", incident.unit_id
        for j, report in enumerate(item.reports):
            yield f"replans[{i}].reports[{j}].unit_id", report.unit_id
        for j, change in enumerate(item.changes):
            place = f"replans[{i}].changes[{j}]"
            yield f"{place}.unit_id", change.unit_id
            others = [handover.other for handover in (*change.gained, *change.lost)]
            yield from ((place, other) for other in others if other)


def _find_unknown_hotspots(plan: Plan) -> Iterator[Fault]:
    known = {rated.hotspot.id for rated in plan.hotspots}
    for place, hotspot_id in _list_hotspot_ids(plan):
        if hotspot_id is not None and hotspot_id not in known:
            yield Fault(_("The plan has no hotspot of this id."), setting=f"{place}.hotspot_id")


def _list_hotspot_ids(plan: Plan) -> Iterator[tuple[str, str | None]]:
    for i, loop in enumerate(plan.loops):
        for j, stop in enumerate(loop.stops):
            yield f"loops[{i}].stops[{j}]", stop.hotspot_id
    for i, missed in enumerate(plan.unvisited):
        yield f"unvisited[{i}]", missed.hotspot_id
    for i, item in enumerate(plan.coverage):
        yield f"coverage[{i}]", item.hotspot_id
    for i, replan in enumerate(plan.replans):
        for j, change in enumerate(replan.changes):
            for handover in (*change.gained, *change.lost):
                yield f"replans[{i}].changes[{j}]", handover.hotspot_id
        for hotspot_id in replan.hotspots:
            yield f"replans[{i}]", hotspot_id


def _find_lonely_incidents(plan: Plan) -> Iterator[Fault]:
    attended = {stop.incident_id for loop in plan.loops for stop in loop.stops}
    for i, item in enumerate(plan.replans):
        for j, incident in enumerate(item.incidents):
            if incident.id not in attended:
                place = f"replans[{i}].incidents[{j}].id"
                yield Fault(_("No unit goes to this incident."), setting=place)


def _find_missing_points(plan: Plan) -> Iterator[Fault]:
    if not _has_points(plan.area.boundary):
        yield Fault(_("The boundary is no polygon with points."), setting="area.boundary")
    for i, loop in enumerate(plan.loops):
        if len(loop.stops) < 2:
            yield Fault(_("A loop begins and ends at its base."), setting=f"loops[{i}].stops")
        drives = [(f"stops[{j}].drive", stop.drive) for j, stop in enumerate(loop.stops)]
        legs = [(f"legs[{j}]", leg) for j, leg in enumerate(loop.legs)]
        for place, way in (*legs, *drives):
            if way is not None and not way.geometry:
                text = _("The way has no points.")
                yield Fault(text, setting=f"loops[{i}].{place}.geometry")


def _has_points(boundary: Mapping[str, Any]) -> bool:
    from shapely.errors import ShapelyError
    from shapely.geometry import shape

    try:
        return bool(shape(boundary).area > 0)
    except (ShapelyError, AttributeError, IndexError, KeyError, TypeError, ValueError):
        return False
