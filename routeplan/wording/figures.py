"""Clock times, lengths, shares and other figures in the language in use.

Decimal marks and the grouping of thousands are those of Unicode's CLDR.

Times are shown in whole minutes by one rule, so that a reader can add them up: a clock is rounded
to the nearest minute, and a length of time between two moments is the difference of their clocks
as shown. Only a length that stands alone (time that is missing) is rounded up.
"""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

from routeplan.i18n import _, get_language, ngettext
from routeplan.model import Loop, Stop


def format_clock(moment: datetime) -> str:
    """Return the time of day of an aware `moment`, in its own zone, to the nearest minute."""
    nearest = datetime.fromtimestamp(60 * _round_to_minutes(moment), moment.tzinfo)
    return f"{nearest:%H:%M}"


def format_minutes(seconds: float) -> str:
    """Return a length of time that stands alone, rounded up to minutes, e.g. ``1 h 05 min``."""
    return _word_minutes(-int(-seconds // 60))


def format_span(start: datetime, end: datetime) -> str:
    """Return the time between two aware moments as their clocks show it, e.g. ``3 min``."""
    minutes = _count_minutes(start, end)
    return _word_minutes(minutes) if minutes or start == end else _("< 1 min")


def format_wait(stop: Stop) -> str:
    """Return how long a unit waits at a stop until its window opens; empty below a minute."""
    minutes = _count_minutes(stop.arrive, stop.begin)
    return _word_minutes(minutes) if minutes else ""


def format_stay(*stops: Stop) -> str:
    """Return how long units stay at `stops`, the sum of their stays as shown."""
    return _word_minutes(count_stay(*stops))


def count_stay(*stops: Stop) -> int:
    """Return the minutes that units stay at `stops`, the sum of their stays as shown."""
    return sum(_count_minutes(stop.begin, stop.depart) for stop in stops)


def format_begin(stop: Stop) -> str:
    """Return the clock time at which a stop begins, when its waiting is over."""
    return format_clock(stop.begin.astimezone(stop.depart.tzinfo))


def format_driving(*loops: Loop) -> str:
    """Return the time driven in `loops`, the sum of their legs as shown."""
    return _word_minutes(count_driving(*loops))


def count_driving(*loops: Loop) -> int:
    """Return the minutes driven in `loops`, the sum of their legs as shown."""
    pairs = [pair for loop in loops for pair in pairwise(loop.stops)]
    return sum(_count_minutes(here.depart, there.arrive) for here, there in pairs)


def format_km(metres: float) -> str:
    """Return a length in kilometres with one decimal, e.g. ``12.3 km``."""
    return f"{format_number(metres / 1000, decimals=1)} km"


def format_metres(metres: float) -> str:
    """Return a length in whole metres below a kilometre, in kilometres from there on."""
    return f"{metres:.0f} m" if round(metres) < 1000 else format_km(metres)


def format_number(value: float, *, decimals: int = 0) -> str:
    """Return a number with marks of the language in use, e.g. ``1,234.5``."""
    from babel.numbers import format_decimal

    return format_decimal(value, _make_pattern(decimals), locale=get_language())


def format_share(share: float, *, decimals: int = 0) -> str:
    """Return a share from 0 to 1 as a percentage, e.g. ``82%``."""
    from babel.numbers import format_percent

    return format_percent(share, f"{_make_pattern(decimals)}%", locale=get_language())


def format_worth(worth: float) -> str:
    """Return what a visit is worth, or the sum over several, with one decimal."""
    return format_number(worth, decimals=1)


def format_stops(count: int) -> str:
    """Return a number of stops, e.g. ``12 stops``."""
    return ngettext("{n} stop", "{n} stops", count).format(n=count)


def _make_pattern(decimals: int) -> str:
    """Return the pattern of CLDR for a number with so many decimals."""
    return "#,##0" + ("." + decimals * "0" if decimals else "")


def _round_to_minutes(moment: datetime) -> int:
    """Return the nearest whole minutes since 1970, half a minute counting as a whole one."""
    return int(moment.timestamp() + 30) // 60


def _count_minutes(start: datetime, end: datetime) -> int:
    return _round_to_minutes(end) - _round_to_minutes(start)


def _word_minutes(minutes: int) -> str:
    hours, minutes = divmod(minutes, 60)
    if hours:
        return _("{hours} h {minutes:02d} min").format(hours=hours, minutes=minutes)
    return _("{minutes} min").format(minutes=minutes)
