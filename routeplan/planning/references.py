"""Plan files whose loops name only what the plan holds, as the outputs of a plan need it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from routeplan.errors import Fault, InputFaults
from routeplan.i18n import _
from routeplan.model import Plan
from routeplan.planning.planfile import read_plan


def read_coherent_plan(path: Path) -> Plan:
    """Return the plan of a file, as `read_plan` does, if every id in it belongs to something.

    Raises
    ------
    InputError
        If the file cannot be read or is no plan.
    InputFaults
        Naming every field that is missing or wrong, or names a unit or a hotspot that the plan
        does not have.
    """
    plan = read_plan(path)
    faults = [*_find_unknown_units(plan), *_find_unknown_hotspots(plan)]
    if faults:
        raise InputFaults(str(path), faults)
    return plan


def _find_unknown_units(plan: Plan) -> Iterator[Fault]:
    known = {unit.id for unit in plan.units}
    for i, loop in enumerate(plan.loops):
        if loop.unit_id not in known:
            yield Fault(_("The plan has no unit of this id."), setting=f"loops[{i}].unit_id")


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
