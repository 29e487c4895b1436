"""A plan -> the visits that it plans, as they are remembered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from routeplan.errors import Fault, InputFaults
from routeplan.i18n import _
from routeplan.model import Notice, Plan, RatedHotspot, Stop, VisitRecord
from routeplan.planning.history.store import ShiftKey, VisitBatch
from routeplan.planning.references import read_coherent_plan


def read_planned_visits(file: Path) -> VisitBatch:
    """Return the visits of a plan file, all that is planned in its shift.

    Raises
    ------
    InputError
        If the file cannot be read or is no plan.
    InputFaults
        Naming everything in it that does not belong together.
    """
    plan = read_coherent_plan(file)
    faults = list(_find_faults(plan))
    if faults:
        raise InputFaults(str(file), faults)
    shift = ShiftKey(plan.area.id, plan.shift.date, plan.shift.name)
    notices = (Notice("sample_visits"),) if plan.is_sample else ()
    return VisitBatch(list_planned_visits(plan), (shift,), notices)


def list_planned_visits(plan: Plan) -> tuple[VisitRecord, ...]:
    """Return the visits of all loops of a plan, loop by loop in their order.

    Raises
    ------
    ValueError
        If a visit is of a part that the plan does not have, or ends before it begins.
    """
    hotspots = {rated.hotspot.id: rated for rated in plan.hotspots}
    return tuple(
        _remember(stop, loop.unit_id, plan, hotspots.get(stop.hotspot_id or ""))
        for loop in plan.loops
        for stop in loop.visits
    )


def _remember(stop: Stop, unit_id: str, plan: Plan, rated: RatedHotspot | None) -> VisitRecord:
    share = None if rated is None else rated.find_share(stop.part_id)
    if rated is None or share is None or stop.part_id is None:
        raise ValueError(f"{stop.name}: the plan does not have the part {stop.part_id}")
    return VisitRecord(
        area=plan.area.id,
        date=plan.shift.date,
        shift=plan.shift.name,
        unit_id=unit_id,
        hotspot_id=rated.hotspot.id,
        part_id=stop.part_id,
        share=share,
        begin=stop.begin.astimezone(plan.shift.start.tzinfo),
        end=stop.depart,
        state="planned",
    )


def _find_faults(plan: Plan) -> Iterator[Fault]:
    """Yield what keeps visits of a plan from being remembered."""
    hotspots = {rated.hotspot.id: rated for rated in plan.hotspots}
    for i, loop in enumerate(plan.loops):
        for j, stop in enumerate(loop.stops):
            if stop.hotspot_id is None:
                continue
            place = f"loops[{i}].stops[{j}]"
            if hotspots[stop.hotspot_id].find_share(stop.part_id) is None:
                problem = _("The hotspot has no part of this id.")
                yield Fault(problem, setting=f"{place}.part_id")
            if stop.dwell_s < 0:
                yield Fault(_("The visit ends before it begins."), setting=f"{place}.dwell_s")
