"""When a unit is on duty."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from routeplan.model.patrol import Unit
from routeplan.model.times import Shift


def find_duty_hours(unit: Unit, shift: Shift, zone: tzinfo) -> tuple[datetime, datetime]:
    """Return from when to when a unit is on duty in a shift.

    Of its own hours on the day before, the same and the next day those count that overlap the
    shift most; where none do, the end is not after the start.
    """
    if unit.start is None and unit.end is None:
        return shift.start, shift.end
    start_time = unit.start or shift.start.timetz().replace(tzinfo=None)
    end_time = unit.end or shift.end.timetz().replace(tzinfo=None)
    overlaps = []
    for days in (-1, 0, 1):
        day = shift.date + timedelta(days=days)
        start = datetime.combine(day, start_time, zone)
        end_day = day if end_time > start_time else day + timedelta(days=1)
        end = datetime.combine(end_day, end_time, zone)
        overlaps.append((max(start, shift.start), min(end, shift.end)))
    return max(overlaps, key=lambda hours: shift.seconds(hours[1]) - shift.seconds(hours[0]))
