"""Texts and cells -> moments, as devices write them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, tzinfo

from routeplan.hotspots.cells import CellFault
from routeplan.hotspots.moments import parse_date
from routeplan.hotspots.rows import CellValue
from routeplan.i18n import _

# Numbers above the first are seconds since 1970 (from 1973 on), above the second milliseconds.
LEAST_SECONDS, LEAST_MILLISECONDS = 1e8, 1e11
_MOMENT = re.compile(
    r"(?P<day>\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4})[T ,]+(?P<clock>\d{1,2}[:.]\d{2}.*)", re.IGNORECASE
)
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?(?:[.,](?P<part>\d{1,9}))?"
    r"\s*(?P<half>[AP]M)?\s*(?P<zone>Z|UTC|GMT|WIB|WITA|WIT|[-+]\d{2}:?(?:\d{2})?)?",
    re.IGNORECASE,
)
# Hours that the zones of Indonesia are ahead of UTC.
_ZONES = {"Z": 0, "UTC": 0, "GMT": 0, "WIB": 7, "WITA": 8, "WIT": 9}


def parse_moment(value: CellValue, *, zone: tzinfo, day: date | None = None) -> tuple[float, bool]:
    """Return seconds since 1970, and whether no zone was told so that `zone` was taken.

    Read are ISO 8601, ``20/11/2024 23:15:02``, ``20-11-2024 23.15``, with AM or PM and with Z,
    UTC, WIB, WITA, WIT or an offset; numbers are seconds or milliseconds since 1970.

    Parameters
    ----------
    day
        The date, where the cell holds only the time of day.

    Raises
    ------
    CellFault
        If it is written otherwise.
    """
    if isinstance(value, datetime):
        return _count_seconds(value, zone)
    if isinstance(value, time) and day is not None:
        return _count_seconds(datetime.combine(day, value), zone)
    text = str(value).strip()
    if day is None and (number := _read_number(text)) is not None:
        return number, False
    try:
        return _count_seconds(_read_text(text, day), zone)
    except (ValueError, OverflowError):
        raise CellFault(
            _("{value} is no moment.").format(value=value),
            _("Write it as 2024-11-20T23:15:02+07:00 or 20/11/2024 23:15:02."),
        ) from None


def _read_text(text: str, day: date | None) -> datetime:
    """Return the moment that a text tells; a `CellFault` is a ValueError, too."""
    if day is not None:
        return _read_clock(text, day)
    try:
        return _read_iso(text)
    except ValueError:
        found = _MOMENT.fullmatch(text)
        return _read_clock(
            found["clock"] if found else "", parse_date(found["day"] if found else "")
        )


def _read_number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    if LEAST_SECONDS <= number < LEAST_MILLISECONDS:
        return number
    return number / 1000 if LEAST_MILLISECONDS <= number < LEAST_MILLISECONDS * 1000 else None


def _read_iso(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if len(text) <= len("2024-11-20"):  # a date alone
        raise ValueError(text)
    return found


def _read_clock(text: str, day: date) -> datetime:
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    hour, minute, second = (int(found[key] or 0) for key in ("hour", "minute", "second"))
    if found["half"]:
        hour = hour % 12 + 12 * (found["half"].upper() == "PM")
    part = int((found["part"] or "0")[:6].ljust(6, "0"))
    moment = datetime(day.year, day.month, day.day, hour, minute, second, part)  # noqa: DTZ001
    return moment if not found["zone"] else _move_to_utc(moment, found["zone"].upper())


def _move_to_utc(moment: datetime, zone: str) -> datetime:
    if zone in _ZONES:
        offset = f"+{_ZONES[zone]:02}:00"
    else:
        digits = zone[1:].replace(":", "").ljust(4, "0")
        offset = f"{zone[0]}{digits[:2]}:{digits[2:]}"
    return datetime.fromisoformat(f"{moment.isoformat()}{offset}").astimezone(UTC)


def _count_seconds(moment: datetime, zone: tzinfo) -> tuple[float, bool]:
    is_local = moment.tzinfo is None
    aware = moment.replace(tzinfo=zone) if is_local else moment
    return aware.timestamp(), is_local
