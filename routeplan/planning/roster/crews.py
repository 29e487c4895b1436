"""Who works when: a rest between shifts, days off, enough units in each, the work shared.

The weeks are arranged one after the other (`routeplan.planning.roster.crew_week`): what a week
leaves uneven or undone the next one makes up for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from routeplan.config import RosterRule
from routeplan.errors import Fault, InputFaults
from routeplan.i18n import _, ngettext
from routeplan.model import Shift, Unit
from routeplan.model.hours import find_duty_hours
from routeplan.planning.roster.crew_week import WEEK_DAYS, Week
from routeplan.planning.shifts import find_duty_window


@dataclass(frozen=True)
class Demand:
    """Visits in the days of a roster that depend on who is on duty.

    Parameters
    ----------
    needed
        How many.
    chances
        By number of the shift, how many could be made in it by one of some units.
    enough
        So many units in a shift make as many times that; more make no more.
    weight
        What it counts that one of them is missed.
    """

    needed: float
    chances: Mapping[int, tuple[float, frozenset[str]]]
    enough: int = 1
    weight: float = 1.0


@dataclass(frozen=True)
class Field:
    """What some units can get to in a shift: one of them is enough for its share of the risk."""

    number: int
    units: frozenset[str]
    share: float


@dataclass(frozen=True, eq=False)
class CrewRoom:
    """When each unit could work.

    Parameters
    ----------
    shifts
        In the order of their starts; their numbers count from 0.
    units
        Ids in the order of their table.
    hours
        By unit and number of the shift, from when to when it would be on duty.
    """

    shifts: tuple[Shift, ...]
    units: tuple[str, ...]
    hours: Mapping[tuple[str, int], tuple[datetime, datetime]]


def find_room(
    shifts: Sequence[Shift],
    units: Sequence[Unit],
    rule: RosterRule,
    *,
    names: Mapping[str, str],
    days_off: Mapping[str, Sequence[date]],
    zone: ZoneInfo,
) -> CrewRoom:
    """Return when each unit could work: on duty by its hours, not off, a shift that it takes.

    Parameters
    ----------
    names
        By unit, under which name `rule` speaks of it.
    days_off
        By unit, dates on which no shift of it starts.
    """
    hours = {}
    for unit in units:
        own = rule.units.get(names.get(unit.id, ""))
        for number, shift in enumerate(shifts):
            is_taken = own is None or not own.shifts or shift.name in own.shifts
            is_off = shift.date in days_off.get(unit.id, ())
            if is_taken and not is_off and find_duty_window(unit, shift, zone) is not None:
                hours[unit.id, number] = find_duty_hours(unit, shift, zone)
    return CrewRoom(tuple(shifts), tuple(unit.id for unit in units), hours)


def assign_crews(
    room: CrewRoom,
    rule: RosterRule,
    *,
    demands: Sequence[Demand],
    fields: Sequence[Field],
    seed: int,
) -> tuple[tuple[str, ...], ...]:
    """Return the units that work each shift, in the order of their table.

    Raises
    ------
    InputFaults
        Naming every shift for which no way was found to have enough units.
    """
    worked: list[tuple[str, int]] = []
    lacking: dict[int, int] = {}
    for numbers in _list_weeks(room.shifts):
        week = Week(room, rule, numbers, tuple(worked), seed)
        chosen, short = week.arrange(_share_demands(demands, numbers, worked), fields)
        worked += chosen
        lacking |= short
    _refuse_shortages(room, lacking)
    on_duty = set(worked)
    return tuple(
        tuple(unit for unit in room.units if (unit, number) in on_duty)
        for number in range(len(room.shifts))
    )


def _list_weeks(shifts: Sequence[Shift]) -> list[range]:
    """Return the numbers of the shifts of each week from the first date on."""
    first = shifts[0].date
    weeks = [(shift.date - first) // timedelta(days=WEEK_DAYS) for shift in shifts]
    runs = [list(run) for _week, run in groupby(range(len(shifts)), key=lambda n: weeks[n])]
    return [range(run[0], run[-1] + 1) for run in runs]


def _share_demands(
    demands: Sequence[Demand], numbers: range, worked: Sequence[tuple[str, int]]
) -> list[Demand]:
    """Return what a week has to do of the demands: as much of what is left as of the chances."""
    shared, done = [], set(worked)
    for demand in demands:
        made = [
            count * min(sum((unit, number) in done for unit in units), demand.enough)
            for number, (count, units) in demand.chances.items()
        ]
        left = {n: chance for n, chance in demand.chances.items() if n >= numbers.start}
        own = {n: chance for n, chance in left.items() if n in numbers}
        needed = demand.needed - sum(made)
        if own and needed > 0:
            part = sum(count for count, _units in own.values())
            total = sum(count for count, _units in left.values())
            shared.append(replace(demand, needed=needed * part / total, chances=own))
    return shared


def _refuse_shortages(room: CrewRoom, lacking: Mapping[int, int]) -> None:
    faults = []
    for number, missing in lacking.items():
        if missing:
            shift = room.shifts[number]
            able = sum((unit, number) in room.hours for unit in room.units)
            problem = ngettext(
                "{date}, shift {shift}: {n} unit is lacking.",
                "{date}, shift {shift}: {n} units are lacking.",
                missing,
            ).format(date=shift.date.isoformat(), shift=shift.name, n=missing)
            remedy = (
                _("By hours and days off {able} of {all} could work it.")
                if able
                else _("None works at these hours: leave the shift out, or correct their hours.")
            )
            faults.append(Fault(problem, remedy.format(able=able, all=len(room.units))))
    if faults:
        head = _(
            "Not enough units (rest_h, most_per_week, least_units, shifts, days_off under "
            "[roster]; hours in the table of units)"
        )
        raise InputFaults(head, faults)
