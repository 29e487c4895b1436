"""Meetings: whether both units were there at once."""

from __future__ import annotations

from collections.abc import Sequence

from routeplan.config import EvaluationRule
from routeplan.model import MeetingResult, MeetingState, Plan, StopResult, UnitResult


def judge_meetings(
    plan: Plan, units: Sequence[UnitResult], rule: EvaluationRule
) -> tuple[MeetingResult, ...]:
    """Return what became of each meeting of the plan that its loops keep."""
    names = {meeting.id: meeting.name for meeting in plan.meetings}
    halves: dict[str, list[tuple[str, StopResult]]] = {}
    for unit in units:
        for stop in unit.stops:
            if stop.meeting_id is not None:
                halves.setdefault(stop.meeting_id, []).append((unit.unit_id, stop))
    return tuple(
        _judge_meeting(meeting_id, names.get(meeting_id) or own[0][1].name, own, rule)
        for meeting_id, own in halves.items()
    )


def _judge_meeting(
    meeting_id: str, name: str, halves: Sequence[tuple[str, StopResult]], rule: EvaluationRule
) -> MeetingResult:
    planned = max((stop.planned_begin for _unit, stop in halves))
    planned_s = min(stop.planned_s for _unit, stop in halves)
    result = {
        "meeting_id": meeting_id, "name": name, "planned_begin": planned, "planned_s": planned_s,
        "unit_ids": tuple(unit for unit, _stop in halves),
    }  # fmt: skip
    begins = [stop.begin for _unit, stop in halves if stop.begin is not None]
    ends = [stop.end for _unit, stop in halves if stop.end is not None]
    if len(begins) < len(halves):
        unknown = any(stop.state == "no_recording" for _unit, stop in halves)
        missed = any(stop.state == "missed" for _unit, stop in halves)
        state: MeetingState = "no_recording" if unknown and not missed else "missed"
        return MeetingResult(**result, state=state)  # type: ignore[arg-type]
    begin, end = max(begins), min(ends)
    together_s = round((end - begin).total_seconds())
    is_hidden = any(_is_hidden(stop, rule) for _unit, stop in halves)
    if together_s <= 0:
        state = "no_recording" if is_hidden else "missed"
        return MeetingResult(**result, state=state)  # type: ignore[arg-type]
    is_short = together_s < rule.short_share * planned_s and not is_hidden
    is_late = any(stop.late for _unit, stop in halves)
    state = "short" if is_short else "late" if is_late else "held"
    return MeetingResult(**result, state=state, begin=begin, together_s=together_s)  # type: ignore[arg-type]


def _is_hidden(stop: StopResult, rule: EvaluationRule) -> bool:
    """Tell whether a pause of the recording may hide a part of a stop: it is not called short."""
    return not stop.short and stop.dwell_s < rule.short_share * stop.planned_s
