"""An evaluation -> the visits that it confirms or finds missed, as they are remembered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from routeplan.model import (
    Evaluation,
    StopResult,
    UnitResult,
    UnplannedStop,
    VisitRecord,
    VisitState,
)


def list_visits(evaluation: Evaluation) -> tuple[VisitRecord, ...]:
    """Return the visits of all units with a recording, unit by unit in the order of their plan.

    A stop that was made is confirmed, with its own times, also where it was late or short; of a
    road or an area the share that was driven counts. So is an unplanned stop at a hotspot of the
    plan. What was missed is told with the times planned. What nobody knows, for want of a
    recording at its time, stays planned; of a unit without any recording nothing is told.
    """
    return tuple(
        record
        for unit in evaluation.units
        if unit.is_recorded
        for record in _list_unit(unit, evaluation)
    )


def _list_unit(unit: UnitResult, evaluation: Evaluation) -> Iterator[VisitRecord]:
    for stop in unit.stops:
        if stop.hotspot_id is not None and stop.part_id is not None:
            yield _remember_stop(stop, unit, evaluation)
    for visit in unit.unplanned:
        if visit.hotspot_id is not None:
            yield _remember_unplanned(visit, unit, evaluation)


def _remember_stop(stop: StopResult, unit: UnitResult, evaluation: Evaluation) -> VisitRecord:
    what = stop.hotspot_id or "", stop.part_id or ""
    share = evaluation.shares.get(what[1], 1.0)
    if stop.begin is None or stop.end is None:
        state: VisitState = "missed" if stop.state == "missed" else "planned"
        span = stop.planned_begin, stop.planned_end
        return _make_record(unit, evaluation, *what, share=share, span=span, state=state)
    share *= stop.share if stop.metres else 1.0
    span = stop.begin, stop.end
    return _make_record(unit, evaluation, *what, share=share, span=span, state="confirmed")


def _remember_unplanned(
    visit: UnplannedStop, unit: UnitResult, evaluation: Evaluation
) -> VisitRecord:
    spot, span = visit.hotspot_id or "", (visit.begin, visit.end)
    return _make_record(unit, evaluation, spot, spot, share=1.0, span=span, state="confirmed")


def _make_record(
    unit: UnitResult,
    evaluation: Evaluation,
    hotspot_id: str,
    part_id: str,
    *,
    share: float,
    span: tuple[datetime, datetime],
    state: VisitState,
) -> VisitRecord:
    shift = evaluation.shift
    return VisitRecord(
        area=evaluation.area.id, date=shift.date, shift=shift.name, unit_id=unit.unit_id,
        hotspot_id=hotspot_id, part_id=part_id, share=share, begin=span[0], end=span[1],
        state=state,
    )  # fmt: skip
