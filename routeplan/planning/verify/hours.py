"""The hours of units and hotspots, worked out for the judge alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from routeplan.hotspots.calendar import is_valid_on, matches_days
from routeplan.model import ClockWindow, Hotspot, Shift, Unit

ONE_DAY = timedelta(days=1)


def seconds_between(start: datetime, end: datetime) -> float:
    """Return the seconds that really pass, whatever clocks are put forward or back."""
    return (end.astimezone(UTC) - start.astimezone(UTC)).total_seconds()


def add_seconds(moment: datetime, seconds: float) -> datetime:
    """Return the moment that many seconds later, in the same zone."""
    return (moment.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(moment.tzinfo)


def find_hours(shift: Shift, unit: Unit) -> tuple[datetime, datetime]:
    """Return when a unit comes on duty in a shift and when it goes off.

    Own hours are a clock window of every day; of the shift, the one that covers most of it
    counts, cut to the shift. A unit with no hours in the shift goes off before it comes on.
    """
    if unit.start is None and unit.end is None:
        return shift.start, shift.end
    zone = shift.start.tzinfo
    end = shift.end.astimezone(zone).time() if unit.end is None else unit.end
    hours = ClockWindow(shift.start.time() if unit.start is None else unit.start, end)
    days = (hours.on(shift.date + k * ONE_DAY, zone) for k in (-1, 0, 1))
    inside = [(max(first, shift.start), min(last, shift.end)) for first, last in days]
    return max(inside, key=lambda span: seconds_between(*span))


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
            # a window within the hour that clocks put forward leave out is none
            real = (span for span in hours if seconds_between(*span) > 0)
            yield from (span for span in real if span[0] <= end and span[1] >= start)
        day += ONE_DAY


def is_open(hotspot: Hotspot, moment: datetime) -> bool:
    """Tell whether a visit may start at a whole second."""
    return any(True for _span in list_openings(hotspot, moment, moment))


def opens_between(hotspot: Hotspot, start: datetime, end: datetime) -> bool:
    """Tell whether a visit may start anywhere in a span, both ends included."""
    return start <= end and any(True for _span in list_openings(hotspot, start, end))


def _combine(day: date, clock: time, zone: tzinfo | None) -> datetime:
    return datetime.combine(day, clock, zone)
