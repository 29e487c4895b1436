"""The shifts of a roster and the days on which units are off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from routeplan.config import Config, find_days_off
from routeplan.errors import Fault, InputError, InputFaults
from routeplan.i18n import _
from routeplan.model import DayOff, Shift, Unit
from routeplan.planning.demands import find_unit
from routeplan.planning.shifts import make_shift

# A quarter of a year: beyond that nobody knows the calendar of events and of the crews.
MOST_DAYS = 92


def list_shifts(config: Config, first: date, days: int) -> tuple[Shift, ...]:
    """Return every shift that starts in some days, in the order of their starts.

    Raises
    ------
    InputError
        If there are no days, or more than `MOST_DAYS`, or a shift cannot be, or two of a day
        would be written to the same folder.
    """
    if not 1 <= days <= MOST_DAYS:
        message = _("A roster is for 1 to {most} days, not for {days}.")
        raise InputError(message.format(most=MOST_DAYS, days=days))
    names = dict.fromkeys(config.roster.shifts or config.shifts)
    shifts = [make_shift(config, name, day) for day in list_days(first, days) for name in names]
    _refuse_same_folder(shifts[: len(names)])
    return tuple(sorted(shifts, key=lambda shift: (shift.start, shift.end, shift.name)))


def name_folder(shift: Shift) -> str:
    """Return the name of the folder of a shift, of letters, digits and hyphens."""
    return re.sub(r"[^\w-]+", "-", f"{shift.date.isoformat()}-{shift.name}").strip("-")


def _refuse_same_folder(shifts: Sequence[Shift]) -> None:
    """Raise if two shifts of a day share a folder; on Windows and macOS capitals do not count."""
    names: dict[str, str] = {}
    for shift in shifts:
        other = names.setdefault(name_folder(shift).casefold(), shift.name)
        if other != shift.name:
            message = _("The shifts {first} and {second} have the same folder. Rename one of them.")
            raise InputError(message.format(first=other, second=shift.name))


def list_days(first: date, days: int) -> list[date]:
    """Return so many dates from the first on."""
    return [first + timedelta(days=n) for n in range(days)]


def list_days_off(
    config: Config, units: Sequence[Unit], days: Sequence[date]
) -> tuple[DayOff, ...]:
    """Return the days off of the units that have some.

    Raises
    ------
    InputFaults
        Naming every unit of the settings that nobody knows.
    """
    rules = resolve_units(config, units)
    found = {
        unit.id: find_days_off(config.roster.units[rules[unit.id]].days_off, days)
        for unit in units
        if unit.id in rules
    }
    return tuple(DayOff(unit_id, dates) for unit_id, dates in found.items() if dates)


def resolve_units(config: Config, units: Sequence[Unit]) -> dict[str, str]:
    """Return by the id of a unit the name under which the settings speak of it.

    Raises
    ------
    InputFaults
        Naming every unit of the settings that nobody knows, or that is named twice.
    """
    names: dict[str, str] = {}
    faults = []
    for name in config.roster.units:
        setting = f"roster.units.{name}"
        try:
            unit_id = find_unit(name, units).id
        except InputError as error:
            faults.append(Fault(str(error), setting=setting))
            continue
        if unit_id in names:
            problem = _("the same unit as roster.units.{other}.").format(other=names[unit_id])
            faults.append(Fault(problem, setting=setting))
        names[unit_id] = name
    if faults:
        raise InputFaults(_("settings"), faults)
    return names
