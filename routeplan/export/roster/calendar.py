"""The days of a roster as its calendar shows them, and who works on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from routeplan.export.drawing.palette import LineStyle
from routeplan.export.roster.reader import RosterReader
from routeplan.i18n import _, ngettext
from routeplan.model import RosterShift, Watch, find_pasaran
from routeplan.wording import (
    describe_hours,
    format_km,
    format_number,
    format_short_day,
    name_weekday,
)

SUNDAY = 6
OFF = "–"
# Any Monday: its week gives the names of the weekdays.
A_MONDAY = date(2024, 1, 1)


@dataclass(frozen=True)
class UnitChip:
    """A unit as a coloured sign."""

    id: str
    title: str
    style: LineStyle


@dataclass(frozen=True)
class WatchEntry:
    """A shift on its day; `number` among the planned ones, None where it is not planned yet."""

    number: int | None
    name: str
    hours: str
    units: tuple[UnitChip, ...]
    sums: str
    waived: str


@dataclass(frozen=True)
class DayEntry:
    """A day of the calendar; `column` is where its week begins on the sheet, 0 for the next free.

    Parameters
    ----------
    off
        Ids of the units that are off.
    """

    iso: str
    name: str
    weekday: str
    short: str
    day: str
    pasaran: str
    column: int
    phases: tuple[str, ...]
    watches: tuple[WatchEntry, ...]
    off: str
    is_free: bool


@dataclass(frozen=True)
class DutyRow:
    """A unit with what it does on each day."""

    id: str
    title: str
    style: LineStyle
    cells: tuple[str, ...]


def list_days(reader: RosterReader, phases: Mapping[date, Sequence[str]]) -> tuple[DayEntry, ...]:
    """Return the days of a roster.

    Parameters
    ----------
    phases
        Names of what raises or lowers risks on a date, as far as it is known; each is named on the
        day on which it begins.
    """
    numbers = {key: number for number, key in enumerate(reader.planned)}
    return tuple(
        DayEntry(
            iso=day.isoformat(),
            name=format_short_day(day),
            weekday=name_weekday(day),
            short=name_weekday(day, short=True),
            day=str(day.day),
            pasaran=find_pasaran(day),
            column=day.weekday() + 1 if day == reader.roster.first else 0,
            phases=tuple(_list_new_phases(day, phases)),
            watches=tuple(_tell_watch(w, numbers, reader) for w in reader.watches.get(day, ())),
            off=", ".join(_list_off(day, reader)),
            is_free=day.weekday() == SUNDAY,
        )
        for day in reader.days
    )


def list_phases(days: Sequence[date], phases: Mapping[date, Sequence[str]]) -> list[str]:
    """Return what raises or lowers risks, each from when to when in the days of a roster."""
    found: dict[str, list[date]] = {}
    for day in days:
        for name in phases.get(day, ()):
            found.setdefault(name, []).append(day)
    return [f"{name} ({_word_span(own[0], own[-1])})" for name, own in found.items()]


def _word_span(first: date, last: date) -> str:
    start, end = format_short_day(first), format_short_day(last)
    return start if first == last else f"{start} – {end}"


def _list_new_phases(day: date, phases: Mapping[date, Sequence[str]]) -> list[str]:
    before = phases.get(day - timedelta(days=1), ())
    return [name for name in phases.get(day, ()) if name not in before]


def list_weekdays() -> tuple[str, ...]:
    """Return the names of the weekdays from Monday on."""
    return tuple(name_weekday(A_MONDAY + timedelta(days=n)) for n in range(7))


def list_duties(reader: RosterReader, shown: Mapping[str, str]) -> tuple[DutyRow, ...]:
    """Return what each unit does on each day: its shifts, a dash where it is off, or nothing.

    Parameters
    ----------
    shown
        How each shift is called, by its name.
    """
    return tuple(
        DutyRow(
            unit.id,
            unit.title,
            reader.styles[unit.id],
            tuple(_tell_duty(unit.id, day, reader, shown) for day in reader.days),
        )
        for unit in reader.roster.units
    )


def abbreviate_names(names: Sequence[str]) -> dict[str, str]:
    """Return each name as its shortest beginning that no other one has, in capital letters.

    Names of which one begins with another stay whole.
    """
    short = {}
    for name in names:
        others = [other for other in names if other != name]
        lengths = range(1, len(name))
        found = next(
            (n for n in lengths if not any(o.upper().startswith(name[:n].upper()) for o in others)),
            len(name),
        )
        short[name] = name[:found].upper()
    return short


def list_choices(reader: RosterReader) -> list[tuple[str, list[tuple[int, str]]]]:
    """Return the planned shifts to choose from, under the weeks that they lie in."""
    weeks: dict[date, list[tuple[int, str]]] = {}
    for number, planned in enumerate(reader.roster.shifts):
        day = planned.shift.date
        monday = day - timedelta(days=day.weekday())
        text = f"{name_weekday(day, short=True)} {format_short_day(day)} · {planned.shift.name}"
        weeks.setdefault(monday, []).append((number, text))
    return [(_name_week(monday), items) for monday, items in weeks.items()]


def word_shift(planned: RosterShift) -> str:
    """Return the sums of a shift, e.g. ``45 visits · 350.2 km``."""
    count = len(planned.visits)
    visits = ngettext("{n} visit", "{n} visits", count).format(n=format_number(count))
    return f"{visits} · {format_km(planned.metres)}"


def _name_week(monday: date) -> str:
    days = f"{format_short_day(monday)} – {format_short_day(monday + timedelta(days=6))}"
    return _("Week {days}").format(days=days)


def _tell_watch(
    watch: Watch, numbers: Mapping[tuple[date, str], int], reader: RosterReader
) -> WatchEntry:
    key = (watch.shift.date, watch.shift.name)
    planned = reader.planned.get(key)
    return WatchEntry(
        number=numbers.get(key),
        name=watch.shift.name,
        hours=describe_hours(watch.shift),
        units=tuple(make_chips(watch.units, reader)),
        sums=word_shift(planned) if planned else _("not planned yet"),
        waived=_word_waived(planned) if planned else "",
    )


def make_chips(ids: Iterable[str], reader: RosterReader) -> list[UnitChip]:
    """Return the signs of some units."""
    return [UnitChip(name, reader.name_unit(name), reader.styles[name]) for name in ids]


def _word_waived(planned: RosterShift) -> str:
    count = len(planned.waived)
    if not count:
        return ""
    text = ngettext("{n} required not kept", "{n} required not kept", count)
    return text.format(n=count)


def _list_off(day: date, reader: RosterReader) -> list[str]:
    return [unit.id for unit in reader.roster.units if day in reader.days_off.get(unit.id, ())]


def _tell_duty(unit_id: str, day: date, reader: RosterReader, shown: Mapping[str, str]) -> str:
    names = [
        shown[watch.shift.name] for watch in reader.watches.get(day, ()) if unit_id in watch.units
    ]
    if not names and day in reader.days_off.get(unit_id, ()):
        return OFF
    return " ".join(names)
