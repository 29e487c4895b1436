"""On which days a hotspot matters."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from routeplan.model import DayRule, Hotspot, find_pasaran, find_weekday


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
