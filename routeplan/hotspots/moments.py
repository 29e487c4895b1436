"""Cells -> dates, times of day, windows and days; each parser raises `CellFault`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from routeplan.errors import nearest_names
from routeplan.hotspots.cells import CellFault, parse_list, parse_text
from routeplan.hotspots.rows import CellValue
from routeplan.i18n import _
from routeplan.model import PASARAN, WEEKDAYS, ClockWindow, DayRule

_WEEKDAY_WORDS: Mapping[str, str] = {
    **{day.casefold(): day for day in WEEKDAYS},
    "jum'at": "Jumat", "jum’at": "Jumat", "ahad": "Minggu",
    **dict(zip(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), WEEKDAYS,
        strict=True,
    )),
}  # fmt: skip
_PASARAN_WORDS: Mapping[str, str] = {
    **{day.casefold(): day for day in PASARAN}, "paing": "Pahing", "manis": "Legi",
}  # fmt: skip
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?:[:.]\d{2})?")
_DMY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_DATED = re.compile(r"(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4})[T ]+(\S.*)")
_SECONDS_A_DAY = 86_400


def parse_date(value: CellValue) -> date:
    """Return a date: a date cell, ``2024-11-27`` or ``27/11/2024`` (day first)."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value).strip()
    try:
        if match := _DMY.fullmatch(text):
            day, month, year = map(int, match.groups())
            return date(year, month, day)
        return datetime.fromisoformat(text.replace("/", "-")).date()
    except ValueError:
        raise CellFault(
            _("{value} is no date.").format(value=text),
            _("Write it as 2024-11-27 or 27/11/2024."),
        ) from None


def parse_clock(value: CellValue) -> time:
    """Return a time of day: a time cell, ``19:00``, ``19.00`` or ``19``."""
    if isinstance(value, datetime):
        value = value.time()
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0)
    if isinstance(value, timedelta):
        value = value.total_seconds() / _SECONDS_A_DAY
    # Spreadsheets keep a time as a fraction of a day.
    if isinstance(value, float) and 0 < value <= 1:
        minutes = round(value * 24 * 60) % (24 * 60)
        return time(minutes // 60, minutes % 60)
    match = _CLOCK.fullmatch(parse_text(value))
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (99, 0)
    try:
        return time(0 if (hour, minute) == (24, 0) else hour, minute)
    except ValueError:
        raise CellFault(
            _("{value} is no time of day.").format(value=value), _("Write it as 19:00.")
        ) from None


def parse_moment(value: CellValue) -> datetime | time:
    """Return a date with its time of day, or a time of day alone, each as the cell writes it.

    Understood are what `parse_clock` understands, with or without one of the dates of `parse_date`
    before it, and ISO 8601 with its offset: ``2024-11-21 02:15:00+07:00``.
    """
    if isinstance(value, datetime):
        return value
    dated = _DATED.fullmatch(parse_text(value))
    if dated is None:
        return parse_clock(value)
    try:
        return datetime.fromisoformat(f"{dated[1]}T{dated[2]}")
    except ValueError:
        return datetime.combine(parse_date(dated[1]), parse_clock(dated[2]))


def parse_windows(value: CellValue) -> tuple[ClockWindow, ...]:
    """Return the windows of a cell such as ``19:00-22:00; 01:00-04:00``."""
    if not isinstance(value, str):
        raise _window_fault(value)
    return tuple(parse_window(part) for part in parse_list(value))


def is_within(window: ClockWindow, moment: time) -> bool:
    """Tell whether a time of day lies in a window, both ends included."""
    if window.start < window.end:
        return window.start <= moment <= window.end
    return moment >= window.start or moment <= window.end


def parse_window(text: str) -> ClockWindow:
    """Return the window of a text such as ``19:00-22:00``."""
    ends = re.split(r"\s*(?:-|–|s/d|sd|sampai)\s*", text)
    if len(ends) != 2:  # a start and an end
        raise _window_fault(text)
    start, end = parse_clock(ends[0]), parse_clock(ends[1])
    if start == end:
        raise CellFault(
            _("The window {value} has no length.").format(value=text),
            _("Leave the cell empty for any hour."),
        )
    return ClockWindow(start, end)


def _window_fault(value: CellValue) -> CellFault:
    return CellFault(
        _("{value} is no window of time.").format(value=value),
        _("Write it as 19:00-22:00; 01:00-04:00."),
    )


def parse_days(value: CellValue) -> tuple[DayRule, ...]:
    """Return the rules of a cell: ``Sabtu Legi`` is both together, ``Senin; Legi`` either."""
    return tuple(_parse_day(part) for part in parse_list(value))


def _parse_day(text: str) -> DayRule:
    weekdays, markets = [], []
    for word in text.casefold().split():
        if word in _WEEKDAY_WORDS:
            weekdays.append(_WEEKDAY_WORDS[word])
        elif word in _PASARAN_WORDS:
            markets.append(_PASARAN_WORDS[word])
        else:
            near = nearest_names(word, [*WEEKDAYS, *PASARAN], limit=1)
            remedy = _("Did you mean {names}?").format(names=near[0]) if near else _(
                "Write days such as Senin, Legi or Sabtu Legi."
            )  # fmt: skip
            raise CellFault(_("{value} is no day.").format(value=word), remedy)
    if len(weekdays) > 1 or len(markets) > 1:
        raise CellFault(
            _("{value} cannot be one day.").format(value=text),
            _("Put a semicolon between days of which any will do."),
        )
    return DayRule(weekdays[0] if weekdays else None, markets[0] if markets else None)
