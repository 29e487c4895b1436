"""Every way to put tasks into a loop, measured at once.

Between any two neighbours of a loop is a gap. What a task would cost in a gap follows from the
stretches before and after it (`routeplan.planning.schedule.join`), here worked out for many tasks
and all gaps together in arrays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from routeplan.model import Duty, Visit
from routeplan.planning.schedule import (
    Roads,
    Stretch,
    Task,
    count_begun,
    count_stops,
    is_driven,
    is_repeat,
    join,
    make_base_stretch,
    make_task_stretch,
)
from routeplan.roads.network import FloatArray, IntArray

BoolArray = npt.NDArray[np.bool_]

# More than any figure of a loop.
BEYOND = np.iinfo(np.int64).max


class Stretches(NamedTuple):
    """Many `Stretch` at once, field by field."""

    length_s: IntArray
    late_s: IntArray
    earliest_s: IntArray
    latest_s: IntArray
    first: IntArray
    last: IntArray
    metres: IntArray


@dataclass(frozen=True)
class OpenLoop:
    """A loop with what comes `before` and `after` each gap in it, summed up once."""

    duty: Duty
    roads: Roads
    tasks: tuple[Task, ...]
    before: tuple[Stretch, ...]
    after: tuple[Stretch, ...]

    @property
    def whole(self) -> Stretch:
        """The loop from base to base."""
        return join(self.before[-1], self.after[-1], self.roads)

    @property
    def is_driven(self) -> bool:
        """Whether it has a visit or a meeting: for breaks alone nobody leaves the base."""
        return is_driven(self.tasks)

    @cached_property
    def begun(self) -> int:
        """How many tasks it begins with, before which and between which nothing is put."""
        return count_begun(self.tasks)

    @cached_property
    def sides(self) -> tuple[Stretches, Stretches]:
        """`before` and `after` as arrays with a place for each gap."""
        return stack_stretches(self.before), stack_stretches(self.after)

    @cached_property
    def excess_stops(self) -> IntArray:
        """For each gap how many visits of hotspots are too many with one more in it."""
        limit = self.duty.max_stops
        gaps = np.zeros(len(self.before), dtype=np.int64)
        if limit is None:
            return gaps
        counts: IntArray = np.array(count_stops(self.tasks), dtype=np.int64)
        returns = np.cumsum([0, *(task.visit.kind == "base" for task in self.tasks)])
        over = int(np.maximum(counts - limit, 0).sum())
        full = (counts >= limit)[returns]
        excess: IntArray = gaps + over + full
        return excess

    @cached_property
    def repeats(self) -> IntArray:
        """For each gap how many repeats would follow at once with something else in it."""
        inner = [is_repeat(task, behind) for task, behind in pairwise(self.tasks)]
        at_once = np.zeros(len(self.before), dtype=np.int64)
        at_once[1:-1] = inner
        left: IntArray = at_once.sum() - at_once
        return left


@dataclass(frozen=True)
class Choices:
    """The ways to make some visits, one row each.

    Parameters
    ----------
    is_stop
        1 where a hotspot is visited, (n,).
    series, series_numbers
        Number of the series of each row, (n,), 0 for none; and by name those of all series that
        ever were among the rows.
    """

    tasks: tuple[Task, ...]
    stretches: Stretches
    is_stop: IntArray
    series: IntArray
    series_numbers: Mapping[str, int]

    @cached_property
    def worths(self) -> FloatArray:
        """What each row is worth by itself, (n,)."""
        return np.array([task.option.worth for task in self.tasks], dtype=np.float64)

    @cached_property
    def rows_of(self) -> dict[str, list[int]]:
        """The rows of each series."""
        rows: dict[str, list[int]] = {}
        for row, task in enumerate(self.tasks):
            if task.visit.series:
                rows.setdefault(task.visit.series, []).append(row)
        return rows

    def select(self, rows: IntArray) -> Choices:
        """Return some of the rows."""
        columns = (column[rows] for column in self.stretches)
        tasks = tuple(self.tasks[row] for row in rows)
        return Choices(
            tasks, Stretches(*columns), self.is_stop[rows], self.series[rows], self.series_numbers
        )

    def count_repeats(self, loop: OpenLoop) -> IntArray | None:
        """Return how many repeats follow at once with a row in a gap, (n, gaps).

        None where there are none whatever is put in where.
        """
        numbers = [self.series_numbers.get(task.visit.series, 0) for task in loop.tasks]
        is_met = np.zeros(len(self.series_numbers) + 1, dtype=bool)
        is_met[numbers] = True
        is_met[0] = False
        rows = np.flatnonzero(is_met[self.series])
        if not len(rows) and not loop.repeats.any():
            return None
        repeats = np.tile(loop.repeats, (len(self.tasks), 1))
        own = self.series[rows][:, None]
        before, after = np.array([0, *numbers]), np.array([*numbers, 0])
        repeats[rows] += (own == before).astype(np.int64) + (own == after)
        return repeats


@dataclass(frozen=True)
class Cheapest:
    """For each row the gap in which it misses least, then adds least, then comes first; (n,).

    Parameters
    ----------
    missing_s, missing_m, missing_stops
        By how much the loop would break its limits; all 0 where the row fits.
    waits
        How often the unit would only wait between two visits of one part; 0 where the row fits.
    added_m
        Metres that the loop grows by.
    position
        How many tasks of the loop come before the gap.
    """

    missing_s: IntArray
    missing_m: IntArray
    missing_stops: IntArray
    waits: IntArray
    added_m: IntArray
    position: IntArray

    @property
    def fits(self) -> BoolArray:
        """Whether each row fits."""
        missing = self.missing_s + self.missing_m + self.missing_stops + self.waits
        fits: BoolArray = missing == 0
        return fits


def open_loop(duty: Duty, tasks: Sequence[Task], roads: Roads) -> OpenLoop:
    """Return a loop ready for insertions."""
    base = make_base_stretch(duty)
    stretches = [make_task_stretch(task) for task in tasks]
    before = accumulate(stretches, lambda done, task: join(done, task, roads), initial=base)
    after = accumulate(stretches[::-1], lambda rest, task: join(task, rest, roads), initial=base)
    return OpenLoop(duty, roads, tuple(tasks), tuple(before), tuple(after)[::-1])


def list_choices(visits: Sequence[Visit]) -> Choices:
    """Return every way to make the visits, in their order.

    Those that gain nothing are left out, unless the visit is required.
    """
    tasks = tuple(
        Task(visit, option)
        for visit in visits
        for option in visit.options
        if visit.required or option.worth > 0
    )
    is_stop = np.array([int(task.is_stop) for task in tasks], dtype=np.int64)
    names = dict.fromkeys(task.visit.series for task in tasks if task.visit.series)
    numbers = {name: number for number, name in enumerate(names, 1)}
    series = np.array([numbers.get(task.visit.series, 0) for task in tasks], dtype=np.int64)
    stretches = stack_stretches([make_task_stretch(task) for task in tasks])
    return Choices(tasks, stretches, is_stop, series, numbers)


def list_able(choices: Choices, unit_id: str) -> IntArray:
    """Return the rows of `choices` that a unit may do."""
    able = [unit_id in task.option.units for task in choices.tasks]
    return np.flatnonzero(able)


def stack_stretches(stretches: Sequence[Stretch]) -> Stretches:
    """Return stretches as arrays."""
    table = np.array(stretches, dtype=np.int64).reshape(-1, len(Stretch._fields))
    return Stretches(*np.ascontiguousarray(table.T))


def join_many(a: Stretches, b: Stretches, roads: Roads) -> Stretches:
    """Return the stretches of driving each `a`, the road between, then its `b`.

    As `routeplan.planning.schedule.join`, for arrays whose shapes broadcast.
    """
    seconds, metres = roads.tables
    drive = seconds[a.last, b.first]
    passed = drive + (a.length_s - a.late_s)
    wait = np.maximum(b.earliest_s - passed - a.latest_s, 0)
    late = np.maximum(a.earliest_s + passed - b.latest_s, 0)
    return Stretches(
        length_s=a.length_s + b.length_s + drive + wait,
        late_s=a.late_s + b.late_s + late,
        earliest_s=np.maximum(b.earliest_s - passed, a.earliest_s) - wait,
        latest_s=np.minimum(b.latest_s - passed, a.latest_s) + late,
        first=a.first,
        last=b.last,
        metres=a.metres + b.metres + metres[a.last, b.first],
    )


def find_cheapest(loop: OpenLoop, choices: Choices) -> Cheapest:
    """Return for each row of `choices` the gap of the loop that suits it best.

    Whether the unit may do it is not asked.
    """
    duty, (before, after) = loop.duty, loop.sides
    rows = Stretches(*(column[:, None] for column in choices.stretches))
    whole = join_many(join_many(before, rows, loop.roads), after, loop.roads)
    over_s = np.maximum(whole.length_s - whole.late_s - duty.max_loop_s, 0)
    limit_m = BEYOND if duty.max_loop_m is None else min(duty.max_loop_m, BEYOND)
    over_stops = loop.excess_stops * choices.is_stop[:, None]
    repeats = choices.count_repeats(loop)
    figures = (
        whole.late_s + over_s,
        np.maximum(whole.metres - limit_m, 0),
        over_stops,
        repeats,
        whole.metres - loop.whole.metres,
    )
    # of the gaps that are best by the figures so far, those that are best by the next
    best = np.ones(whole.metres.shape, dtype=bool)
    best[:, : loop.begun] = False
    for figure in figures:
        if figure is not None:
            best &= figure == np.where(best, figure, BEYOND).min(axis=1)[:, None]
    position = best.argmax(axis=1)
    row, none = np.arange(len(position)), np.zeros(len(position), dtype=np.int64)
    missing_s, missing_m, missing_stops, waits, added_m = (
        none if figure is None else figure[row, position] for figure in figures
    )
    return Cheapest(missing_s, missing_m, missing_stops, waits, added_m, position)
