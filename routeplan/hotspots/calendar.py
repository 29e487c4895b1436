"""Weekdays and Javanese market days, and on which days a hotspot matters.

References
----------
The five-day market week (pasaran) runs Legi, Pahing, Pon, Wage, Kliwon without a break beside
the seven-day week. 17 August 1945 was Jumat Legi.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from routeplan.model import PASARAN, WEEKDAYS, DayRule, Hotspot

_A_LEGI = date(1945, 8, 17)


def find_weekday(day: date) -> str:
    """Return the Indonesian name of the weekday, e.g. ``Sabtu``."""
    return WEEKDAYS[day.weekday()]


def find_pasaran(day: date) -> str:
    """Return the Javanese market day, e.g. ``Legi``."""
    return PASARAN[(day - _A_LEGI).days % len(PASARAN)]


def matches_days(rules: Iterable[DayRule], day: date) -> bool:
    """Tell whether some rule holds on `day`; without any rule every day does."""
    rules = tuple(rules)
    return not rules or any(
        rule.weekday in (None, find_weekday(day)) and rule.pasaran in (None, find_pasaran(day))
        for rule in rules
    )


def is_valid_on(hotspot: Hotspot, day: date) -> bool:
    """Tell whether `day` lies within the dates between which the hotspot matters."""
    return (hotspot.valid_from or date.min) <= day <= (hotspot.valid_to or date.max)
