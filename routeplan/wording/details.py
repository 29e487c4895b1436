"""The figures of reasons and notices as they are written in sentences."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from routeplan.model import Detail, Level
from routeplan.wording.dates import translate_weekdays
from routeplan.wording.figures import format_metres, format_minutes, format_share, format_worth
from routeplan.wording.names import describe_level, describe_vehicles

# Figures whose key tells how they are written.
_FORMATS: dict[str, Callable[[float], str]] = {
    "distance_m": format_metres,
    "least_s": format_minutes,
    "limit_m": format_metres,
    "missing_m": format_metres,
    "missing_s": format_minutes,
    "share": format_share,
    "worth": format_worth,
}


def word_detail(detail: Detail) -> dict[str, str]:
    """Return the figures of a reason or a notice as text."""
    return {key: _word_figure(key, value) for key, value in detail.items()}


def _word_figure(key: str, value: float | str) -> str:
    if key == "vehicles":  # codes joined by commas
        return describe_vehicles(str(value).split(", "))
    if key in ("rule", "windows"):  # days as they stand in tables, beside hours and dates
        return translate_weekdays(str(value))
    if key == "level":
        return describe_level(cast("Level", value))
    formatter = _FORMATS.get(key)
    return str(value) if formatter is None or isinstance(value, str) else formatter(value)
