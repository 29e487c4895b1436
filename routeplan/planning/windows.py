"""When things hold in a shift: hours past midnight, days, appointments, factors by the hour.

Moments are whole seconds from the shift's start.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Protocol
from zoneinfo import ZoneInfo

from routeplan.hotspots.calendar import matches_days
from routeplan.hotspots.risk import find_hour_factor
from routeplan.model import ClockWindow, DayRule, HourFactor, Shift, TimeWindow

# Clocks, hours and shifts change at whole minutes.
MINUTE_S = 60


class Dated(Protocol):
    """What holds on some days and hours: a hotspot, a closure."""

    @property
    def windows(self) -> tuple[ClockWindow, ...]:
        """Hours of the day; without any, all day long."""

    @property
    def days(self) -> tuple[DayRule, ...]:
        """Rules of which one has to hold; without any, every day."""

    @property
    def valid_from(self) -> date | None:
        """First date."""

    @property
    def valid_to(self) -> date | None:
        """Last date."""


def find_windows(dated: Dated, shift: Shift, zone: ZoneInfo) -> tuple[TimeWindow, ...]:
    """Return when something holds in the shift: sorted, apart from each other, maybe none.

    Days and validity are those of the date on which a window begins, so that a window past
    midnight belongs to the evening before. What has no windows holds all day long.
    """
    moments: list[tuple[datetime, datetime]] = []
    for day in _list_days(shift):
        if matters_on(dated, day):
            moments += [window.on(day, zone) for window in dated.windows] or [_whole(day, zone)]
    return _cut_to_shift(moments, shift)


def find_clock_windows(
    windows: Iterable[ClockWindow], shift: Shift, zone: ZoneInfo
) -> tuple[TimeWindow, ...]:
    """Return when some hours of the day fall into the shift, as `find_windows` does."""
    days = _list_days(shift)
    return _cut_to_shift([window.on(day, zone) for window in windows for day in days], shift)


def find_appointments(
    dated: Dated, appointment: time, shift: Shift, zone: ZoneInfo
) -> tuple[TimeWindow, ...]:
    """Return the seconds at which the clock shows an appointment while something holds."""
    seconds = sorted(
        shift.seconds(datetime.combine(day, appointment, zone))
        for day in _list_days(shift)
        if matters_on(dated, day)
    )
    held = find_windows(dated, shift, zone) if dated.windows else (TimeWindow(0, shift.length_s),)
    return tuple(TimeWindow(s, s) for s in seconds if any(s in window for window in held))


def matters_on(dated: Dated, day: date) -> bool:
    """Tell whether something holds on a date, whatever its hours."""
    is_valid = (dated.valid_from or date.min) <= day <= (dated.valid_to or date.max)
    return is_valid and matches_days(dated.days, day)


def _list_days(shift: Shift) -> list[date]:
    """Return the dates on which a window that touches the shift may begin."""
    first, last = shift.date - timedelta(days=1), shift.end.date()
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _whole(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    # midnight at its end is the next day already
    return datetime.combine(day, time(), zone), datetime.combine(day, time(23, 59, 59), zone)


def _cut_to_shift(
    moments: Iterable[tuple[datetime, datetime]], shift: Shift
) -> tuple[TimeWindow, ...]:
    spans = [(shift.seconds(start), shift.seconds(end)) for start, end in moments]
    inside = TimeWindow(0, shift.length_s)
    # a window within the hour that clocks put forward leave out ends before it starts
    found = [TimeWindow(start, end).intersect(inside) for start, end in spans if start < end]
    return join_windows([window for window in found if window and window.length_s > 0])


def join_windows(windows: Iterable[TimeWindow]) -> tuple[TimeWindow, ...]:
    """Return windows sorted, those that overlap or follow each other put together."""
    joined: list[TimeWindow] = []
    for window in sorted(windows, key=lambda w: (w.start_s, w.end_s)):
        if joined and window.start_s <= joined[-1].end_s + 1:
            joined[-1] = TimeWindow(joined[-1].start_s, max(joined[-1].end_s, window.end_s))
        else:
            joined.append(window)
    return tuple(joined)


def cut_windows(windows: Iterable[TimeWindow], within: TimeWindow) -> tuple[TimeWindow, ...]:
    """Return what of the windows lies within another."""
    found = (window.intersect(within) for window in windows)
    return tuple(window for window in found if window is not None)


def find_peak(hours: Sequence[HourFactor], shift: Shift) -> float:
    """Return the largest factor of a shift, from its start to just before its end."""
    whole = TimeWindow(0, shift.length_s - 1)
    return max(factor for _window, factor in split_by_factor(whole, hours, shift))


def split_by_factor(
    window: TimeWindow, hours: Sequence[HourFactor], shift: Shift
) -> tuple[tuple[TimeWindow, float], ...]:
    """Return a window cut where the factor changes, each piece with its factor.

    Neighbours of the same factor are not parted.
    """
    if not hours:
        return ((window, 1.0),)
    factors = [
        (start, find_hour_factor(hours, shift.moment(start).time()))
        for start in _list_minutes(window)
    ]
    runs = [(next(run)[0], factor) for factor, run in groupby(factors, key=lambda item: item[1])]
    ends = [start - 1 for start, _factor in runs[1:]] + [window.end_s]
    return tuple(
        (TimeWindow(start, end), factor) for (start, factor), end in zip(runs, ends, strict=True)
    )


def drop_worthless(
    windows: Iterable[TimeWindow], hours: Sequence[HourFactor], shift: Shift
) -> tuple[TimeWindow, ...]:
    """Return what of the windows has a factor above 0, apart from each other.

    The moment at which the shift ends is none: no visit begins then.
    """
    pieces = (piece for window in windows for piece in split_by_factor(window, hours, shift))
    return join_windows(
        [window for window, factor in pieces if factor > 0 and window.start_s < shift.length_s]
    )


def _list_minutes(window: TimeWindow) -> Iterator[int]:
    """Yield the start of a window, and every whole minute of the shift after it."""
    yield window.start_s
    first_minute = window.start_s - window.start_s % MINUTE_S + MINUTE_S
    yield from range(first_minute, window.end_s + 1, MINUTE_S)
