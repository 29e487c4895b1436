"""Dates, weekdays and Javanese market days in the language in use."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from routeplan.i18n import _, get_language
from routeplan.model import WEEKDAYS, find_pasaran

_WEEKDAY = re.compile(rf"\b({'|'.join(WEEKDAYS)})\b")


def format_date(day: date) -> str:
    """Return a date with weekday and market day: ``Wednesday (Legi), 20 November 2024``."""
    return _("{weekday} ({pasaran}), {date}").format(
        weekday=_name_weekday(day.weekday()), pasaran=find_pasaran(day), date=format_day(day)
    )


def format_day(day: date) -> str:
    """Return a date alone, as in the head of a letter: ``20 November 2024``."""
    from babel import dates

    return dates.format_date(day, "d MMMM y", locale=get_language())


def format_short_day(day: date) -> str:
    """Return a date that is short: ``20 Nov``."""
    from babel import dates

    return dates.format_date(day, "d MMM", locale=get_language())


def name_weekday(day: date, *, short: bool = False) -> str:
    """Return the name of the weekday of a date: ``Wednesday``, or ``Wed``."""
    return _name_weekday(day.weekday(), width="abbreviated" if short else "wide")


def translate_weekdays(text: str) -> str:
    """Return `text` with its Indonesian weekdays in the language in use: ``Saturday Legi``."""
    return _WEEKDAY.sub(lambda match: _name_weekday(WEEKDAYS.index(match[0])), text)


def _name_weekday(number: int, *, width: Literal["wide", "abbreviated"] = "wide") -> str:
    """Return the name of a weekday, counted from 0 on Monday."""
    from babel import dates

    name: str = dates.get_day_names(width, locale=get_language())[number]
    return name
