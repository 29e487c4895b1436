"""Stops at which a unit is to stand: what became of each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from routeplan.model import Stop, StopResult
from routeplan.tracking.calls import Presence
from routeplan.tracking.unit_day import UnitDay
from routeplan.tracking.unknown import may_be_unrecorded, measure_hidden_s


def judge_standing(day: UnitDay, number: int, presence: Presence | None) -> StopResult:
    """Return what became of a visit of a place, a break or a meeting."""
    stop = _get_stop(day, number)
    result = make_result(stop, number)
    if presence is None:
        least_s = day.rule.short_share * stop.dwell_s
        if may_be_unrecorded(day, stop, least_s=least_s):
            return result
        nearest_m = round(float(day.away_m[:, day.sites.of_stop[number]].min()))
        return replace(result, state="missed", nearest_m=nearest_m)
    longest_s = presence.end_s - presence.begin_s + sum(measure_hidden_s(day, stop, presence))
    is_short = round(longest_s) < day.rule.short_share * stop.dwell_s
    return judge_times(day, stop, result, presence, is_short=is_short)


def judge_times(
    day: UnitDay, stop: Stop, result: StopResult, presence: Presence, *, is_short: bool
) -> StopResult:
    """Return the result of a stop that was made, late or not.

    It is not called late where it may have begun in time, in a pause of the recording.
    """
    begin, end = day.to_moment(presence.begin_s), day.to_moment(presence.end_s)
    late_s = round(begin.timestamp() - stop.begin.timestamp())
    earlier_s, _later_s = measure_hidden_s(day, stop, presence)
    is_late = late_s - earlier_s > 60 * day.rule.late_min
    return replace(
        result,
        state="short" if is_short else "late" if is_late else "visited",
        late=is_late, short=is_short, begin=begin, end=end,
        dwell_s=round(end.timestamp() - begin.timestamp()), late_s=late_s,
    )  # fmt: skip


def make_result(stop: Stop, number: int, **more: Any) -> StopResult:
    """Return the result of a stop of which nothing is recorded."""
    return StopResult(
        number=number, kind=stop.kind, name=stop.name, place=stop.place, lon=stop.lon,
        lat=stop.lat, planned_begin=stop.begin.astimezone(stop.depart.tzinfo),
        planned_end=stop.depart, planned_s=stop.dwell_s, state="no_recording",
        hotspot_id=stop.hotspot_id, part_id=stop.part_id, meeting_id=stop.meeting_id, **more,
    )  # fmt: skip


def _get_stop(day: UnitDay, number: int) -> Stop:
    if day.loop is None:
        raise ValueError("a unit without a loop has no stops")
    return day.loop.stops[number]
