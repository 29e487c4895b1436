"""The hours of units and hotspots, worked out for the judge alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from routeplan.hotspots.calendar import is_valid_on, matches_days
from routeplan.model import Hotspot, Shift, Unit

ONE_DAY = timedelta(days=1)


def seconds_between(start: datetime, end: datetime) -> float:
    """Return the seconds that really pass, whatever clocks are put forward or back."""
    return (end.astimezone(UTC) - start.astimezone(UTC)).total_seconds()


def add_seconds(moment: datetime, seconds: float) -> datetime:
    """Return the moment that many seconds later, in the same zone."""
    return (moment.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(moment.tzinfo)


def find_hours(shift: Shift, unit: Unit) -> tuple[datetime, datetime]:
    """Return when a unit comes on duty and when it goes off.

    Its own start is the one nearest to the shift's hours: inside them if any is, else the
    nearest to their beginning. Its own end is the next such time after its start.
    """
    start, end = shift.start, shift.end
    if unit.start is not None:
        around = [_combine(shift.date + k * ONE_DAY, unit.start, start.tzinfo) for k in (-1, 0, 1)]
        inside = [moment for moment in around if shift.start <= moment < shift.end]
        start = inside[0] if inside else min(around, key=lambda m: abs(m - shift.start))
    if unit.end is not None:
        around = [_combine(start.date() + k * ONE_DAY, unit.end, start.tzinfo) for k in (0, 1)]
        end = next(moment for moment in around if moment > start)
    return start, end


def find_duty(shift: Shift, unit: Unit) -> tuple[datetime, datetime]:
    """Return a unit's earliest departure, after the briefing, and latest return."""
    start, end = find_hours(shift, unit)
    return add_seconds(start, 60 * shift.briefing_min), add_seconds(end, -60 * shift.reporting_min)


def list_openings(
    hotspot: Hotspot, start: datetime, end: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """Yield the hours, both ends included, in which a visit may start and that touch a span.

    A window counts for the day on which it begins. Without windows the whole day is open, to
    its last second.
    """
    zone = start.tzinfo
    day = start.date() - ONE_DAY
    while day <= end.date():
        if matches_days(hotspot.days, day) and is_valid_on(hotspot, day):
            whole = _combine(day, time(0), zone), _combine(day, time(23, 59, 59), zone)
            hours = [window.on(day, zone) for window in hotspot.windows] or [whole]
            yield from (span for span in hours if span[0] <= end and span[1] >= start)
        day += ONE_DAY


def is_open(hotspot: Hotspot, moment: datetime) -> bool:
    """Tell whether a visit may start at a whole second."""
    return any(True for _span in list_openings(hotspot, moment, moment))


def opens_between(hotspot: Hotspot, start: datetime, end: datetime) -> bool:
    """Tell whether a visit may start anywhere in a span, both ends included."""
    return start <= end and any(True for _span in list_openings(hotspot, start, end))


def _combine(day: date, clock: time, zone: tzinfo | None) -> datetime:
    return datetime.combine(day, clock, zone)
