"""Days off as they are written in the settings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from routeplan.model import PASARAN, WEEKDAYS, DayRule, find_pasaran, find_weekday

DateSpan = tuple[date, date]


def parse_days_off(text: str) -> DayRule | DateSpan:
    """Return a rule of days, e.g. of ``Minggu`` or ``Sabtu Legi``, or a first and a last date.

    Dates are written ``2024-11-27``, spans of dates ``2024-11-11..2024-11-14``.

    Raises
    ------
    ValueError
        If it is none of these, or ends before it begins.
    """
    words = text.split()
    weekday = next((word for word in words if word in WEEKDAYS), None)
    pasaran = next((word for word in words if word in PASARAN), None)
    if words and len(words) == sum(found is not None for found in (weekday, pasaran)):
        return DayRule(weekday, pasaran)
    first, dots, last = (part.strip() for part in text.partition(".."))
    span = date.fromisoformat(first), date.fromisoformat(last if dots else first)
    if span[0] > span[1]:
        raise ValueError(f"{text} ends before it begins")
    return span


def find_days_off(texts: Iterable[str], days: Sequence[date]) -> tuple[date, ...]:
    """Return which of some days are off by any of the texts, in the order of the days."""
    rules = [parse_days_off(text) for text in texts]
    return tuple(day for day in days if any(_is_off(rule, day) for rule in rules))


def _is_off(rule: DayRule | DateSpan, day: date) -> bool:
    if isinstance(rule, DayRule):
        return rule.weekday in (None, find_weekday(day)) and rule.pasaran in (
            None,
            find_pasaran(day),
        )
    return rule[0] <= day <= rule[1]
