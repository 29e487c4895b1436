"""The hours of units, hotspots, closures, breaks and meetings, worked out for the judge alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from routeplan.hotspots.calendar import matches_days
from routeplan.model import Break, ClockWindow, Closure, Hotspot, Shift, Stop, Unit

ONE_DAY = timedelta(days=1)

Span = tuple[datetime, datetime]


def seconds_between(start: datetime, end: datetime) -> float:
    """Return the seconds that really pass, whatever clocks are put forward or back."""
    return (end.astimezone(UTC) - start.astimezone(UTC)).total_seconds()


def add_seconds(moment: datetime, seconds: float) -> datetime:
    """Return the moment that many seconds later, in the same zone."""
    return (moment.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(moment.tzinfo)


def find_begin(stop: Stop) -> datetime:
    """Return when a visit, break or meeting begins: after the waiting."""
    return add_seconds(stop.arrive, stop.wait_s)


def find_hours(shift: Shift, unit: Unit) -> Span:
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


def find_duty(shift: Shift, unit: Unit) -> Span:
    """Return a unit's earliest departure, after the briefing, and latest return."""
    start, end = find_hours(shift, unit)
    latest = [add_seconds(end, -60 * shift.reporting_min)]
    if unit.latest_return is not None:
        days = (start.date() + k * ONE_DAY for k in (0, 1))
        clocks = [_combine(day, unit.latest_return, start.tzinfo) for day in days]
        latest.append(next((moment for moment in clocks if moment > start), clocks[-1]))
    earliest = add_seconds(start, 60 * shift.briefing_min)
    return earliest, min(latest, key=lambda moment: moment.astimezone(UTC))


def is_due(shift: Shift, unit: Unit, rest: Break) -> bool:
    """Tell whether a unit can take a break while it is on duty."""
    earliest, latest = find_duty(shift, unit)
    last = add_seconds(latest, -60 * rest.minutes)
    return earliest <= last and any(True for _span in list_spans(rest.window, earliest, last))


def list_spans(window: ClockWindow, start: datetime, end: datetime) -> Iterator[Span]:
    """Yield the spans of a window of every day, both ends included, that touch a span."""
    for day in _list_days(start, end):
        span = window.on(day, start.tzinfo)
        if _touches(span, start, end):
            yield span


def list_openings(place: Hotspot | Closure, start: datetime, end: datetime) -> Iterator[Span]:
    """Yield the hours, both ends included, that hold for a place and that touch a span.

    A window counts for the day on which it begins. Without windows the whole day holds, to its
    last second. An appointment is a minute within these hours, of a day that holds itself.
    """
    spans = list(_list_all_openings(place, start, end))
    if isinstance(place, Hotspot) and place.appointment is not None:
        minutes = [
            _combine(day, place.appointment, start.tzinfo)
            for day in _list_days(start, end)
            if matches_days(place.days, day) and is_valid_on(place, day)
        ]
        spans = [(m, m) for m in minutes if any(span[0] <= m <= span[1] for span in spans)]
    yield from (span for span in spans if _touches(span, start, end))


def _list_all_openings(place: Hotspot | Closure, start: datetime, end: datetime) -> Iterator[Span]:
    zone = start.tzinfo
    for day in _list_days(start, end):
        if matches_days(place.days, day) and is_valid_on(place, day):
            whole = _combine(day, time(0), zone), _combine(day, time(23, 59, 59), zone)
            hours = [window.on(day, zone) for window in place.windows] or [whole]
            # a window within the hour that clocks put forward leave out is none
            yield from (span for span in hours if seconds_between(*span) > 0)


def is_open(hotspot: Hotspot, moment: datetime) -> bool:
    """Tell whether a visit may start at a whole second."""
    return opens_between(hotspot, moment, moment)


def opens_between(place: Hotspot | Closure, start: datetime, end: datetime) -> bool:
    """Tell whether the hours of a place touch a span, both ends included."""
    return start <= end and any(True for _span in list_openings(place, start, end))


def is_valid_on(place: Hotspot | Closure, day: date) -> bool:
    """Tell whether `day` lies within the dates between which a place matters."""
    return (place.valid_from or date.min) <= day <= (place.valid_to or date.max)


def _list_days(start: datetime, end: datetime) -> Iterator[date]:
    """Yield the dates on which something may begin that touches a span."""
    day = start.date() - ONE_DAY
    while day <= end.date():
        yield day
        day += ONE_DAY


def _touches(span: Span, start: datetime, end: datetime) -> bool:
    return span[0] <= end and span[1] >= start


def _combine(day: date, clock: time, zone: tzinfo | None) -> datetime:
    return datetime.combine(day, clock, zone)
