"""A plan -> the visits that it plans, as they are remembered."""

from __future__ import annotations

from collections.abc import Iterator

from routeplan.model import Loop, Plan, RatedHotspot, VisitRecord


def list_planned_visits(plan: Plan) -> tuple[VisitRecord, ...]:
    """Return the visits of all loops of a plan, loop by loop in their order.

    Visits of hotspots or parts that the plan does not know are left out: the judge names them.
    """
    hotspots = {rated.hotspot.id: rated for rated in plan.hotspots}
    return tuple(record for loop in plan.loops for record in _list_visits(loop, plan, hotspots))


def _list_visits(
    loop: Loop, plan: Plan, hotspots: dict[str, RatedHotspot]
) -> Iterator[VisitRecord]:
    for stop in loop.visits:
        rated = hotspots.get(stop.hotspot_id or "")
        share = rated.find_share(stop.part_id) if rated else None
        if rated is None or share is None or stop.part_id is None:
            continue
        yield VisitRecord(
            area=plan.area.id,
            date=plan.shift.date,
            shift=plan.shift.name,
            unit_id=loop.unit_id,
            hotspot_id=rated.hotspot.id,
            part_id=stop.part_id,
            share=share,
            begin=stop.begin.astimezone(plan.shift.start.tzinfo),
            end=stop.depart,
            state="planned",
        )
