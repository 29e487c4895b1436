"""Plans in words: reasons, notices, legs, clock times and lengths in the language in use.

Every output (map, tables, papers, command line) words a plan through this module, so that the
same thing is called the same everywhere.

Times are shown in whole minutes by one rule, so that a reader can add them up: a clock is rounded
to the nearest minute, and a length of time between two moments is the difference of their clocks
as shown. Only a length that stands alone (time that is missing) is rounded up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import cast

from routeplan.i18n import N_, _, get_language, ngettext
from routeplan.model import (
    Detail,
    Leg,
    Level,
    Loop,
    Notice,
    Reason,
    Stop,
    Unit,
    Unvisited,
    Vehicle,
)

MAX_NAMES_SHOWN = 4
DASH = " – "
ELLIPSIS = "…"

_DECIMAL_MARK = {"id": ","}

_DAYS = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"),
    N_("Sunday"),
)  # fmt: skip
_MONTHS = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"),
    N_("August"), N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip

_VEHICLES: dict[Vehicle, str] = {
    "R4": N_("car (R4)"),
    "R2": N_("motorcycle (R2)"),
    "foot": N_("on foot"),
}
_LEVELS: dict[Level, str] = {
    "aman": N_("safe (aman)"),
    "rawan": N_("vulnerable (rawan)"),
    "sangat_rawan": N_("very vulnerable (sangat rawan)"),
}

_FORMS: dict[str, str] = {
    "dialogis": N_("talk (dialogis)"),
    "pemantauan": N_("watch (pemantauan)"),
    "penyisiran": N_("sweep (penyisiran)"),
    "melintas": N_("pass (melintas)"),
}

_REASONS: dict[Reason, str] = {
    "outside_area": N_("Lies outside {area}."),
    "no_road": N_("No usable road within {limit_m}: the nearest is {distance_m} away."),
    "vehicle_cannot_reach": N_("None of the vehicles on shift can get there: {vehicles}."),
    "outside_jurisdiction": N_(
        "No unit on shift that can get there is responsible for Kecamatan {kecamatan}."
    ),
    "window_closed": N_("Its hours lie outside the shift: {windows}."),
    "not_on_date": N_("Not to be visited on this date: {rule}."),
    "no_worth": N_("Its risk in this shift is 0."),
    "forbidden": N_("You have forbidden it."),
    "crew_too_small": N_(
        "One officer alone may only visit what is safe; this is {level}, and no larger crew on "
        "shift can go there."
    ),
    "unit_off_duty": N_("Only unit {unit} may visit it, which is not on duty in this shift."),
    "no_time": N_("No time left: the loop of {unit} would take {missing_s} too long."),
}
# Where a street is meant, but none is called so.
_NO_STREET = N_("No street that can be driven is called {street} in Kecamatan {kecamatan}.")
# Where the time would do, the kilometres of the unit do not.
_TOO_FAR = N_("Too far: the loop of {unit} would be {missing_m} longer than it may be.")

NOTICES: dict[str, str] = {
    "off_road": N_("{name} lies {distance_m} from the nearest usable road; check its position."),
    "not_planned_for": N_("Read but not planned for yet: {columns}."),
    "unit_idle": N_(
        "Unit {unit} has no stop in this plan: no hotspot is left that it could visit in its "
        "time and kilometres."
    ),
    "unit_off_duty": N_(
        "Unit {unit} is left out: its hours leave it less than {least_s} to patrol in the shift."
    ),
    "unit_left_out": N_("Unit {unit} is left out: it is not responsible for {area}."),
    "meeting_left_out": N_(
        "The meeting {meeting} is left out: one of its units is not responsible for {area}."
    ),
    "meeting_not_possible": N_(
        "The meeting {meeting} is left out: unit {unit} is not on duty in this shift."
    ),
    "meeting_not_due": N_(
        "The meeting {meeting} is left out: within its hours ({window}) its units are never on "
        "duty together for long enough."
    ),
    "break_not_due": N_("Unit {unit} takes no break at {window}: it is not on duty then."),
    "fewer_visits": N_(
        "{name}: {wished} visits are wished for, but with the time between them there is room for "
        "{planned} only."
    ),
    "line_off_road": N_("{name}: {share} of it has no road that can be patrolled."),
    "area_not_covered": N_(
        "{name}: {share} of its streets lie in no sweep; there is no time for them or no vehicle."
    ),
    "sample_network": N_("The roads are invented: this plan is for practice only."),
    "approximate": N_(
        "Positions found by the name of a village are approximate ({n} in the files): check them "
        "before going there."
    ),
}


def describe_unvisited(unvisited: Unvisited, *, units: Iterable[Unit] = ()) -> str:
    """Return the sentence that says why a hotspot is not visited.

    A unit is called by its name where it is among `units`, else by its id.
    """
    template = _REASONS[unvisited.reason]
    if unvisited.reason == "no_time" and not unvisited.detail["missing_s"]:
        template = _TOO_FAR
    if "street" in unvisited.detail:
        template = _NO_STREET
    words = _word_detail(unvisited.detail)
    if "unit" in words:
        names = {unit.id: unit.name for unit in units}
        words["unit"] = names.get(words["unit"]) or words["unit"]
    return _(template).format(**words)


def describe_notice(notice: Notice) -> str:
    """Return the sentence of a notice.

    Raises
    ------
    KeyError
        If the notice's code is unknown.
    """
    return _(NOTICES[notice.code]).format(**_word_detail(notice.detail))


def describe_leg(leg: Leg) -> str:
    """Return what a leg is driven on: its streets, else its villages."""
    if leg.streets:
        return join_names(leg.streets)
    if leg.villages:
        return DASH.join(_word_villages(shorten_names(leg.villages)))
    return _("unnamed road")


def describe_village(village: str, *, with_kecamatan: bool = True) -> str:
    """Return "Jarit, Candipuro" as "Ds. Jarit, Kec. Candipuro"."""
    name, _comma, kecamatan = village.partition(", ")
    if not kecamatan or not with_kecamatan:
        return _("Ds. {village}").format(village=name)
    return _("Ds. {village}, Kec. {kecamatan}").format(village=name, kecamatan=kecamatan)


def describe_vehicle(vehicle: Vehicle) -> str:
    """Return the name of a vehicle for readers."""
    return _(_VEHICLES[vehicle])


def describe_level(level: Level) -> str:
    """Return the name of a vulnerability level for readers."""
    return _(_LEVELS[level])


def describe_form(form: str) -> str:
    """Return the form of a visit for readers; one that nobody knows as it is."""
    return _(_FORMS[form]) if form in _FORMS else form


def join_names(names: Sequence[str], *, limit: int = MAX_NAMES_SHOWN) -> str:
    """Return `names` in order joined by dashes, a long list shortened."""
    return DASH.join(shorten_names(names, limit=limit))


def shorten_names(names: Sequence[str], *, limit: int = MAX_NAMES_SHOWN) -> list[str]:
    """Return at most `limit` of the `names`, an ellipsis for what is left out of the middle.

    The first and the last names stay, because they tell how a way begins and ends.
    """
    if len(names) <= limit:
        return list(names)
    return [*names[: limit - 1], ELLIPSIS, names[-1]]


def format_clock(moment: datetime) -> str:
    """Return the time of day of an aware `moment`, in its own zone, to the nearest minute."""
    nearest = datetime.fromtimestamp(60 * _round_to_minutes(moment), moment.tzinfo)
    return f"{nearest:%H:%M}"


def format_date(day: date) -> str:
    """Return a date with its weekday, e.g. ``Wednesday, 20 November 2024``."""
    return _("{weekday}, {day} {month} {year}").format(
        weekday=_(_DAYS[day.weekday()]), day=day.day, month=_(_MONTHS[day.month - 1]), year=day.year
    )


def format_minutes(seconds: float) -> str:
    """Return a length of time that stands alone, rounded up to minutes, e.g. ``1 h 05 min``."""
    return _word_minutes(-int(-seconds // 60))


def format_span(start: datetime, end: datetime) -> str:
    """Return the time between two aware moments as their clocks show it, e.g. ``3 min``."""
    minutes = _count_minutes(start, end)
    return _word_minutes(minutes) if minutes or start == end else _("< 1 min")


def format_wait(stop: Stop) -> str:
    """Return how long a unit waits at a stop until its window opens; empty below a minute."""
    minutes = _count_minutes(stop.arrive, _find_begin(stop))
    return _word_minutes(minutes) if minutes else ""


def format_stay(*stops: Stop) -> str:
    """Return how long units stay at `stops`, the sum of their stays as shown."""
    return _word_minutes(sum(_count_minutes(_find_begin(stop), stop.depart) for stop in stops))


def format_driving(loop: Loop) -> str:
    """Return the time driven in a loop, the sum of its legs as shown."""
    pairs = zip(loop.stops, loop.stops[1:], strict=False)
    return _word_minutes(sum(_count_minutes(here.depart, there.arrive) for here, there in pairs))


def format_km(metres: float) -> str:
    """Return a length in kilometres with one decimal, e.g. ``12.3 km``."""
    return f"{format_number(metres / 1000, decimals=1)} km"


def format_metres(metres: float) -> str:
    """Return a length in whole metres below a kilometre, in kilometres from there on."""
    return f"{metres:.0f} m" if round(metres) < 1000 else format_km(metres)


def format_number(value: float, *, decimals: int = 0) -> str:
    """Return a number with the decimal mark of the language in use."""
    return f"{value:.{decimals}f}".replace(".", _DECIMAL_MARK.get(get_language(), "."))


def format_share(share: float, *, decimals: int = 0) -> str:
    """Return a share from 0 to 1 as a percentage, e.g. ``82 %``."""
    return f"{format_number(100 * share, decimals=decimals)} %"


def format_stops(count: int) -> str:
    """Return a number of stops, e.g. ``12 stops``."""
    return ngettext("{n} stop", "{n} stops", count).format(n=count)


def sample_warning() -> str:
    """Return the warning that stands across everything made on a sample network."""
    return _("SAMPLE NETWORK - not for operations")


def _round_to_minutes(moment: datetime) -> int:
    """Return the nearest whole minutes since 1970, half a minute counting as a whole one."""
    return int(moment.timestamp() + 30) // 60


def _count_minutes(start: datetime, end: datetime) -> int:
    return _round_to_minutes(end) - _round_to_minutes(start)


def _find_begin(stop: Stop) -> datetime:
    # In UTC, because a zone's own clock may be put forward or back in between.
    return stop.depart.astimezone(UTC) - timedelta(seconds=stop.dwell_s)


def _word_minutes(minutes: int) -> str:
    hours, minutes = divmod(minutes, 60)
    if hours:
        return _("{hours} h {minutes:02d} min").format(hours=hours, minutes=minutes)
    return _("{minutes} min").format(minutes=minutes)


def _word_villages(villages: Sequence[str]) -> list[str]:
    """Name the kecamatan with the last of the neighbours that lie in it."""
    kecamatan = [village.partition(", ")[2] for village in villages]
    return [
        village
        if village == ELLIPSIS
        else describe_village(village, with_kecamatan=here != following)
        for village, here, following in zip(
            villages, kecamatan, [*kecamatan[1:], None], strict=True
        )
    ]


# Figures of a detail whose key tells how they are written.
_FORMATS: dict[str, Callable[[float], str]] = {
    "distance_m": format_metres,
    "limit_m": format_metres,
    "missing_s": format_minutes,
    "missing_m": format_metres,
    "least_s": format_minutes,
    "share": format_share,
}


def _word_detail(detail: Detail) -> dict[str, str]:
    return {key: _word_figure(key, value) for key, value in detail.items()}


def _word_figure(key: str, value: float | str) -> str:
    if key == "vehicles":  # codes joined by commas
        codes = str(value).split(", ")
        return ", ".join(_(name) for vehicle, name in _VEHICLES.items() if vehicle in codes)
    if key == "level":
        return describe_level(cast("Level", value))
    formatter = _FORMATS.get(key)
    return str(value) if formatter is None or isinstance(value, str) else formatter(value)
