"""A week of crews as an integer programme.

First of all no shift has too few units, then what is asked of the week can be done, then shifts
have evenly many units, which can get to much of the risk, and units evenly much work of each kind,
in blocks of the same shift.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from routeplan.config import RosterRule
from routeplan.planning.cadence import make_generator
from routeplan.planning.roster.programme import Programme, Terms

if TYPE_CHECKING:
    from routeplan.planning.roster.crews import CrewRoom, Demand, Field

WEEK_DAYS = 7

# What it costs: a unit too few, and a visit of the week that nobody on duty could make.
SHORT, MISSED = 1000.0, 100.0
# What the first unit beyond the least of a shift gains; each further one half of that.
MORE = 8.0
# What it gains that somebody on duty in a shift can get to all of the risk.
REACH = 6.0
# What it costs that the busiest and the idlest unit are one shift apart, and that a unit works
# another kind of shift on the next day.
UNEVEN, CHANGE = 1.0, 0.2
# Among schedules that are as good, the seed chooses.
CHANCE = 0.02

# The search ends this near to the best, or after so many branches: the same schedule each time.
GAP, NODES = 0.03, 20


@dataclass(frozen=True, eq=False)
class Week:
    """The shifts of a week, after those worked before it.

    Parameters
    ----------
    numbers
        Of its shifts.
    worked
        Units and shifts before it.
    """

    room: CrewRoom
    rule: RosterRule
    numbers: range
    worked: tuple[tuple[str, int], ...]
    seed: int

    def arrange(
        self, demands: Sequence[Demand], fields: Sequence[Field]
    ) -> tuple[list[tuple[str, int]], dict[int, int]]:
        """Return the units that work, each with its shift, and how many each shift lacks."""
        programme = Programme()
        columns = Columns(self, programme)
        shortages = columns.add_staffing()
        columns.keep_rest()
        columns.keep_weeks()
        columns.add_demands(demands)
        columns.add_fields(fields)
        columns.add_fairness()
        columns.add_changes()
        values = programme.solve(gap=GAP, nodes=NODES)
        chosen = [key for key, column in columns.works.items() if values[column] > 0.5]
        return chosen, {n: round(float(values[column])) for n, column in shortages.items()}

    def is_rested(self, unit: str, number: int) -> bool:
        """Tell whether a unit has had its rest after the shifts before the week."""
        rest = timedelta(hours=self.rule.rest_h)
        start, _end = self.room.hours[unit, number]
        ends = [self.room.hours[key][1] for key in self.worked if key[0] == unit]
        return all(end + rest <= start for end in ends[-2:])


@dataclass(frozen=True, eq=False)
class Columns:
    """Writes the programme of a week."""

    week: Week
    programme: Programme

    @cached_property
    def works(self) -> dict[tuple[str, int], int]:
        """The column of each unit and shift that it could work."""
        week = self.week
        keys = [
            (unit, number)
            for unit in week.room.units
            for number in week.numbers
            if (unit, number) in week.room.hours and week.is_rested(unit, number)
        ]
        rng = make_generator(week.seed, f"crews {week.numbers.start}")
        costs = rng.uniform(0, CHANCE, len(keys)).tolist()
        return {
            key: self.programme.add_column(cost, upper=1, whole=True)
            for key, cost in zip(keys, costs, strict=True)
        }

    def add_staffing(self) -> dict[int, int]:
        """Count the units of each shift; return the columns that say how many are lacking."""
        shortages = {}
        for number in self.week.numbers:
            shift = self.week.room.shifts[number]
            own = self._list_terms(self.week.room.units, number, 1.0)
            least = self.week.rule.least_units.get(shift.name, 1)
            short = self.programme.add_column(SHORT, upper=least)
            more = [
                (self.programme.add_column(-MORE * 0.5**k, upper=1), -1.0) for k in range(len(own))
            ]
            self.programme.add_row([*own, (short, 1.0), *more], lower=least, upper=least)
            shortages[number] = short
        return shortages

    def keep_rest(self) -> None:
        """Of all shifts that are not over, with the rest after them, when one starts, one is."""
        rest = timedelta(hours=self.week.rule.rest_h)
        for unit in self.week.room.units:
            hours = {n: self.week.room.hours[unit, n] for n in self._list_numbers(unit)}
            for start, _end in hours.values():
                near = [n for n, (first, end) in hours.items() if first <= start < end + rest]
                if len(near) > 1:
                    self.programme.add_row([(self.works[unit, n], 1.0) for n in near], upper=1)

    def keep_weeks(self) -> None:
        """Keep the most shifts of a unit in any seven days that end in this week."""
        dates = {n: shift.date for n, shift in enumerate(self.week.room.shifts)}
        for unit in self.week.room.units:
            before = [dates[n] for name, n in self.week.worked if name == unit]
            for last in sorted({dates[n] for n in self.week.numbers}):
                first = last - timedelta(days=WEEK_DAYS - 1)
                done = sum(first <= day <= last for day in before)
                own = [
                    (self.works[unit, n], 1.0)
                    for n in self._list_numbers(unit)
                    if first <= dates[n] <= last
                ]
                most = self.week.rule.most_per_week - done
                if len(own) > most:
                    self.programme.add_row(own, upper=max(most, 0))

    def add_demands(self, demands: Sequence[Demand]) -> None:
        """Let what is asked of the week be possible."""
        for demand in demands:
            cost = MISSED * demand.weight
            made: Terms = [(self.programme.add_column(cost, upper=demand.needed), 1.0)]
            for number, (count, units) in demand.chances.items():
                own = self._list_terms(sorted(units), number, -1.0)
                if own:
                    is_made = self.programme.add_column(0, upper=demand.enough)
                    self.programme.add_row([(is_made, 1.0), *own], upper=0)
                    made.append((is_made, count))
            self.programme.add_row(made, lower=demand.needed)

    def add_fields(self, fields: Sequence[Field]) -> None:
        """Let those on duty get to much of the risk."""
        for field in fields:
            own = self._list_terms(sorted(field.units), field.number, -1.0)
            if own:
                is_reached = self.programme.add_column(-REACH * field.share, upper=1)
                self.programme.add_row([(is_reached, 1.0), *own], upper=0)

    def add_fairness(self) -> None:
        """Let units work evenly often, in all and in shifts of each name, the past included."""
        names = [None, *dict.fromkeys(shift.name for shift in self.week.room.shifts)]
        for name in names:
            own = {unit: self._list_works(unit, name) for unit in self.week.room.units}
            # a unit that takes no such shift says nothing about the others
            own = {unit: terms for unit, terms in own.items() if terms}
            if len(own) > 1:
                most = self.programme.add_column(UNEVEN, upper=np.inf)
                least = self.programme.add_column(-UNEVEN, upper=np.inf)
                for unit, terms in own.items():
                    done = self._count_worked(unit, name)
                    self.programme.add_row([*terms, (most, -1.0)], upper=-done)
                    self.programme.add_row([*terms, (least, -1.0)], lower=-done)

    def _list_works(self, unit: str, name: str | None) -> Terms:
        """Return the terms of a unit's shifts, of those of a name if one is given."""
        shifts = self.week.room.shifts
        return [
            (self.works[unit, number], 1.0)
            for number in self._list_numbers(unit)
            if name in (None, shifts[number].name)
        ]

    def _count_worked(self, unit: str, name: str | None) -> int:
        shifts = self.week.room.shifts
        return sum(
            who == unit and name in (None, shifts[number].name) for who, number in self.week.worked
        )

    def add_changes(self) -> None:
        """Let units stay with a kind of shift from day to day."""
        for unit in self.week.room.units:
            for one, other in self._list_changes(unit):
                change = self.programme.add_column(CHANGE, upper=1)
                terms = [(self.works[unit, one], 1.0), (self.works[unit, other], 1.0)]
                self.programme.add_row([*terms, (change, -1.0)], upper=1)

    def _list_changes(self, unit: str) -> Iterator[tuple[int, int]]:
        """Yield the shifts of other names on a day and on the next."""
        shifts = self.week.room.shifts
        own = [(n, shifts[n]) for n in self._list_numbers(unit)]
        for one, shift in own:
            for other, after in own:
                if after.date - shift.date == timedelta(days=1) and after.name != shift.name:
                    yield one, other

    def _list_numbers(self, unit: str) -> list[int]:
        """Return the shifts that a unit could work."""
        return [number for number in self.week.numbers if (unit, number) in self.works]

    def _list_terms(self, units: Sequence[str], number: int, factor: float) -> Terms:
        """Return the terms of those who could work a shift."""
        return [
            (self.works[unit, number], factor) for unit in units if (unit, number) in self.works
        ]
