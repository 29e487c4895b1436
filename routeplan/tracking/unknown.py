"""Whether a stop could have been made while nothing was recorded."""

from __future__ import annotations

import numpy as np

from routeplan.model import Stop
from routeplan.tracking.calls import Presence
from routeplan.tracking.course import PAUSE_S
from routeplan.tracking.unit_day import UnitDay

# Before and after its time a stop may have been made by so much.
SLACK_S = 900.0
# Metres a second that can be driven to it and back, in a straight line.
FASTEST_M_S = 14.0
# Fixes that are farther apart do not tell which of several streets were driven.
SPARSE_S = 16.0
# What begins or ends so near to a pause of the recording may begin or end in it.
EDGE_S = 60.0


def may_be_unrecorded(day: UnitDay, stop: Stop, *, least_s: float) -> bool:
    """Tell whether some pause of the recording, be it a usual one, had room for a stop.

    Parameters
    ----------
    least_s
        Seconds that it takes at least.
    """
    if not day.is_recorded:
        return True
    begin_s, end_s = _find_span(stop)
    return any(
        _measure_room_s(day, stop, silence) >= least_s
        for silence in day.list_silences(longer_s=PAUSE_S)
        if silence[0] < end_s and silence[1] > begin_s and not _is_at_base(day, stop, silence)
    )


def measure_hidden_s(day: UnitDay, stop: Stop, presence: Presence) -> tuple[float, float]:
    """Return how much earlier a presence may have begun, and how much later ended, in seconds.

    That is what the pauses of the recording right before and after it leave beside driving; 0
    where there are none.
    """
    before = [silence for silence in day.silences if abs(silence[1] - presence.begin_s) <= EDGE_S]
    after = [silence for silence in day.silences if abs(silence[0] - presence.end_s) <= EDGE_S]
    earlier_s, later_s = (
        max((_measure_room_s(day, stop, silence) for silence in near), default=0.0)
        for near in (before, after)
    )
    return max(earlier_s, 0.0), max(later_s, 0.0)


def is_interrupted(day: UnitDay, presence: Presence) -> bool:
    """Tell whether the recording pauses during a presence, or right before or after it."""
    return any(
        begin_s <= presence.end_s + EDGE_S and end_s >= presence.begin_s - EDGE_S
        for begin_s, end_s in day.silences
    )


def is_sparse(day: UnitDay, presence: Presence) -> bool:
    """Tell whether the fixes of a presence are too rare to tell all streets that were driven."""
    moment_s = day.course.moment_s
    first = int(np.searchsorted(moment_s, presence.begin_s, side="right")) - 1
    last = int(np.searchsorted(moment_s, presence.end_s))
    steps = np.diff(moment_s[max(first, 0) : last + 1])
    return not len(steps) or float(np.median(steps)) > SPARSE_S


def _find_span(stop: Stop) -> tuple[float, float]:
    """Return from when to when a stop may have been made."""
    return stop.begin.timestamp() - SLACK_S, stop.depart.timestamp() + SLACK_S


def _measure_room_s(day: UnitDay, stop: Stop, silence: tuple[float, float]) -> float:
    """Return the seconds of a pause that driving to a stop and on from there leaves.

    Before and after the recording only the time in which it may have been made counts.
    """
    begin_s, end_s = _find_span(stop)
    (east,), (north,) = day.course.plane.transform([stop.road_lon], [stop.road_lat])
    room_s = min(silence[1], max(end_s, silence[0])) - max(silence[0], min(begin_s, silence[1]))
    if all(map(np.isfinite, silence)):
        room_s = silence[1] - silence[0]
    numbers = [
        int(np.searchsorted(day.course.moment_s, moment)) for moment in silence
        if np.isfinite(moment)
    ]  # fmt: skip
    for number in numbers:
        metres = np.hypot(day.course.x[number] - east, day.course.y[number] - north)
        room_s -= float(metres) / FASTEST_M_S
    return room_s


def _is_at_base(day: UnitDay, stop: Stop, silence: tuple[float, float]) -> bool:
    """Tell whether a unit surely is at its base before or after what is recorded.

    It is where the recording begins there before the stop is due, or ends there afterwards.
    """
    at_base = day.away_m[[0, -1], day.sites.base] <= day.rule.radius_m
    if not np.isfinite(silence[0]):
        return bool(at_base[0] and silence[1] <= stop.begin.timestamp())
    if not np.isfinite(silence[1]):
        return bool(at_base[1] and silence[0] >= stop.depart.timestamp())
    return False
