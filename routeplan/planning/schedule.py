"""Timing and worth of loops: can they be driven, when, how much is missing, what is gained.

A stretch of a loop is summed up by four numbers, and two stretches are joined in constant time,
so that inserting a visit anywhere is checked without walking the loop. The method is that of
Vidal, Crainic, Gendreau and Prins (2013), "A hybrid genetic algorithm with adaptive diversity
management for a large class of vehicle routing problems with time-windows", section 4.5.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from routeplan.model import Duty, Option, TimeWindow, Visit, VisitKind
from routeplan.roads.network import IntArray

# What a unit leaves its base for, beside visits of hotspots.
_LEADING_OUT: tuple[VisitKind, ...] = ("meeting", "incident", "done")


@dataclass(frozen=True, slots=True)
class Task:
    """A visit made in one of its ways."""

    visit: Visit
    option: Option

    @property
    def is_stop(self) -> bool:
        """Whether it visits a hotspot: these are counted against `Duty.max_stops`."""
        return self.visit.hotspot_id is not None


def is_driven(tasks: Iterable[Task]) -> bool:
    """Tell whether a unit leaves its base for some tasks: for breaks alone nobody does."""
    return any(task.is_stop or task.visit.kind in _LEADING_OUT for task in tasks)


def count_begun(tasks: Iterable[Task]) -> int:
    """Return how many tasks a loop begins with that stay where they are."""
    return sum(task.visit.fixed for task in tasks)


def make_return(duty: Duty, number: int) -> Task:
    """Return the task of coming back to the base between two loops, for the `number`-th time."""
    whole = TimeWindow(duty.window.start_s, duty.window.end_s)
    option = Option(duty.place, duty.place, whole, 0, 0.0, frozenset({duty.unit_id}))
    return Task(Visit(f"base:{duty.unit_id}:{number}", (option,), kind="base"), option)


class Stretch(NamedTuple):
    """Part of a loop, in whole seconds; a tuple, because very many are made.

    Parameters
    ----------
    length_s
        Shortest time from its first to its last moment, waiting included.
    late_s
        Seconds by which it misses its windows all together, however it is timed.
    earliest_s, latest_s
        When it may begin so that both are least.
    first, last
        Places it begins and ends at.
    metres
        Driven within it.
    """

    length_s: int
    late_s: int
    earliest_s: int
    latest_s: int
    first: int
    last: int
    metres: int


@dataclass(frozen=True)
class Roads:
    """Seconds and metres between places for one vehicle, as nested lists for fast reading."""

    seconds: list[list[int]]
    metres: list[list[int]]

    @classmethod
    def from_arrays(cls, seconds: IntArray, metres: IntArray) -> Roads:
        """Return the matrices as lists."""
        return cls(seconds.tolist(), metres.tolist())

    @cached_property
    def tables(self) -> tuple[IntArray, IntArray]:
        """The same as arrays, for looking up many at once."""
        return np.array(self.seconds, dtype=np.int64), np.array(self.metres, dtype=np.int64)


@dataclass(frozen=True)
class Timing:
    """Clock of a loop that can be driven, in seconds from the shift's start."""

    depart_s: int
    arrive_s: tuple[int, ...]
    start_s: tuple[int, ...]
    return_s: int


def make_task_stretch(task: Task) -> Stretch:
    """Return the stretch of one visit alone."""
    option = task.option
    return Stretch(
        length_s=option.service_s,
        late_s=0,
        earliest_s=option.window.start_s,
        latest_s=option.window.end_s,
        first=option.entry,
        last=option.exit,
        metres=option.metres,
    )


def make_base_stretch(duty: Duty) -> Stretch:
    """Return the stretch of standing at the base, ready to leave or back in time."""
    window, place = duty.window, duty.place
    return Stretch(0, 0, window.start_s, window.end_s, place, place, 0)


def join(a: Stretch, b: Stretch, roads: Roads) -> Stretch:
    """Return the stretch of driving `a`, the road between, then `b`."""
    # unpacked and without max and min: this is the innermost step of every search
    a_length, a_late, a_earliest, a_latest, first, leave, a_metres = a
    b_length, b_late, b_earliest, b_latest, enter, last, b_metres = b
    drive = roads.seconds[leave][enter]
    passed = a_length - a_late + drive
    earliest, latest = b_earliest - passed, b_latest - passed
    wait = earliest - a_latest if earliest > a_latest else 0
    late = a_earliest - latest if a_earliest > latest else 0
    return Stretch(
        a_length + b_length + drive + wait,
        a_late + b_late + late,
        (earliest if earliest > a_earliest else a_earliest) - wait,  # noqa: FURB136
        (latest if latest < a_latest else a_latest) + late,  # noqa: FURB136
        first,
        last,
        a_metres + b_metres + roads.metres[leave][enter],
    )


def sum_loop(duty: Duty, tasks: Sequence[Task], roads: Roads) -> Stretch:
    """Return the stretch of a whole loop, from the base through the tasks to the base."""
    loop = base = make_base_stretch(duty)
    for task in tasks:
        loop = join(loop, make_task_stretch(task), roads)
    return join(loop, base, roads)


def measure_missing_s(duty: Duty, loop: Stretch) -> int:
    """Return the seconds by which a loop misses its windows and its longest duration."""
    return loop.late_s + max(loop.length_s - loop.late_s - duty.max_loop_s, 0)


def measure_missing_m(duty: Duty, loop: Stretch) -> int:
    """Return the metres by which a loop is longer than it may be."""
    return 0 if duty.max_loop_m is None else max(loop.metres - duty.max_loop_m, 0)


def is_feasible(duty: Duty, loop: Stretch) -> bool:
    """Tell whether a whole loop keeps every limit of the duty in time and length."""
    return not measure_missing_s(duty, loop) and not measure_missing_m(duty, loop)


def count_stops(tasks: Iterable[Task]) -> list[int]:
    """Return the visits of hotspots between one departure from the base and the next return."""
    counts = [0]
    for task in tasks:
        if task.visit.kind == "base":
            counts.append(0)
        else:
            counts[-1] += task.is_stop
    return counts


def measure_missing_stops(duty: Duty, tasks: Sequence[Task]) -> int:
    """Return how many visits of hotspots are more than the unit may make before it returns."""
    if duty.max_stops is None:
        return 0
    return sum(max(count - duty.max_stops, 0) for count in count_stops(tasks))


def is_repeat(task: Task, other: Task) -> bool:
    """Tell whether two tasks are visits of one part."""
    return bool(task.visit.series) and task.visit.series == other.visit.series


def repeats_at_once(tasks: Sequence[Task]) -> bool:
    """Tell whether two visits of one part follow each other with nothing done in between.

    A repeat is meant as leaving and coming back: a stop of 10 to 16 minutes deters for a while,
    a longer one hardly more (Koper 1995, "Just enough police presence",
    https://doi.org/10.1080/07418829500096231). A unit that waits on the spot until the next visit
    is due has made one long stop.
    """
    return any(is_repeat(task, behind) for task, behind in pairwise(tasks))


def drop_repeats(tasks: Sequence[Task]) -> tuple[Task, ...]:
    """Return the tasks with nothing that `repeats_at_once`.

    Of two neighbours the one that is not required goes, else the one worth less, else the later;
    what is fixed stays.
    """
    kept: list[Task] = []
    for task in tasks:
        if not kept or not is_repeat(kept[-1], task):
            kept.append(task)
        elif rank_task(task) > rank_task(kept[-1]):
            kept[-1] = task
    return tuple(kept)


def rank_task(task: Task) -> tuple[bool, bool, float]:
    """Return how hard it is to give up a task: the least goes first, what is fixed never."""
    return task.visit.fixed, task.visit.required, task.option.worth


def keeps_limits(duty: Duty, tasks: Sequence[Task], roads: Roads) -> bool:
    """Tell whether a unit can do these tasks in this order, by every limit of its duty."""
    counts = count_stops(tasks)
    return (
        len(counts) <= duty.loops
        and not repeats_at_once(tasks)
        and not measure_missing_stops(duty, tasks)
        and is_feasible(duty, sum_loop(duty, tasks, roads))
    )


def measure_active_s(duty: Duty, tasks: Sequence[Task], roads: Roads) -> int:
    """Return the seconds in which a unit drives, visits or meets: no breaks, no waiting."""
    exits = [duty.place, *(task.option.exit for task in tasks)]
    entries = [*(task.option.entry for task in tasks), duty.place]
    driving = sum(roads.seconds[a][b] for a, b in zip(exits, entries, strict=True))
    return driving + sum(t.option.service_s for t in tasks if t.visit.kind != "break")


def sum_worth(tasks: Iterable[Task], decay: float) -> float:
    """Return what tasks are worth together; of a series the k-th best counts ``decay**(k-1)``."""
    series: defaultdict[str, list[float]] = defaultdict(list)
    for task in tasks:
        series[task.visit.series or task.visit.id].append(task.option.worth)
    return math.fsum(
        worth * decay**k
        for worths in series.values()
        for k, worth in enumerate(sorted(worths, reverse=True))
    )


def time_loop(
    duty: Duty, tasks: Sequence[Task], roads: Roads, *, depart_s: int | None = None
) -> Timing:
    """Return the clock of a feasible loop that waits no more than it has to.

    Parameters
    ----------
    depart_s
        When it leaves, between `Stretch.earliest_s` and `Stretch.latest_s` of the loop; None for
        as early as it can.

    Raises
    ------
    ValueError
        If the loop keeps not every limit, or leaves too early or too late.
    """
    loop = sum_loop(duty, tasks, roads)
    if not is_feasible(duty, loop):
        raise ValueError(f"{duty.unit_id}: {measure_missing_s(duty, loop)} s are missing")
    leave_s = loop.earliest_s if depart_s is None else depart_s
    if not loop.earliest_s <= leave_s <= loop.latest_s:
        raise ValueError(f"{duty.unit_id}: leaving after {leave_s} s, it would wait or be late")
    now, place = leave_s, duty.place
    arrivals, starts = [], []
    for task in tasks:
        option = task.option
        now += roads.seconds[place][option.entry]
        arrivals.append(now)
        now = max(now, option.window.start_s)
        starts.append(now)
        now += option.service_s
        place = option.exit
    back = now + roads.seconds[place][duty.place]
    return Timing(leave_s, tuple(arrivals), tuple(starts), back)


def share_worth(
    orders: Mapping[str, Sequence[Task]],
    duties: Mapping[str, Duty],
    roads: Mapping[str, Roads],
    decay: float,
    departures: Mapping[str, int] | None = None,
) -> dict[str, float]:
    """Return by visit its part in the worth of all loops, as `sum_worth` adds it up.

    Of repeats that are as good, the one that begins first counts most. `orders`, `duties`, `roads`
    and `departures` are by unit; see `time_loop`.
    """
    series: defaultdict[str, list[tuple[float, int, str]]] = defaultdict(list)
    for unit_id, tasks in orders.items():
        if not tasks:
            continue
        leave_s = (departures or {}).get(unit_id)
        starts = time_loop(duties[unit_id], tasks, roads[unit_id], depart_s=leave_s).start_s
        for task, start_s in zip(tasks, starts, strict=True):
            visit = task.visit
            series[visit.series or visit.id].append((-task.option.worth, start_s, visit.id))
    return {
        visit_id: -negative * decay**k
        for made in series.values()
        for k, (negative, _start_s, visit_id) in enumerate(sorted(made))
    }
