"""Timing of a loop: can it be driven, when does it leave, how much is missing.

A stretch of a loop is summed up by four numbers, and two stretches are joined in constant time,
so that inserting a visit anywhere is checked without walking the loop. The method is that of
Vidal, Crainic, Gendreau and Prins (2013), "A hybrid genetic algorithm with adaptive diversity
management for a large class of vehicle routing problems with time-windows", section 4.5.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from routeplan.model import Duty, TimeWindow, Visit
from routeplan.roads.network import IntArray


@dataclass(frozen=True, slots=True)
class Task:
    """A visit in one of its windows."""

    visit: Visit
    window: TimeWindow

    @property
    def place(self) -> int:
        """Row and column of the visit in the matrices."""
        return self.visit.place


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a loop, in whole seconds.

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


@dataclass(frozen=True)
class Timing:
    """Clock of a loop that can be driven, in seconds from the shift's start."""

    depart_s: int
    arrive_s: tuple[int, ...]
    start_s: tuple[int, ...]
    return_s: int


def make_task_stretch(task: Task) -> Stretch:
    """Return the stretch of one visit alone."""
    window, place = task.window, task.place
    return Stretch(task.visit.dwell_s, 0, window.start_s, window.end_s, place, place, 0)


def make_base_stretch(duty: Duty) -> Stretch:
    """Return the stretch of standing at the base, ready to leave or back in time."""
    window, place = duty.window, duty.place
    return Stretch(0, 0, window.start_s, window.end_s, place, place, 0)


def join(a: Stretch, b: Stretch, roads: Roads) -> Stretch:
    """Return the stretch of driving `a`, the road between, then `b`."""
    drive = roads.seconds[a.last][b.first]
    passed = a.length_s - a.late_s + drive
    wait = max(b.earliest_s - passed - a.latest_s, 0)
    late = max(a.earliest_s + passed - b.latest_s, 0)
    return Stretch(
        length_s=a.length_s + b.length_s + drive + wait,
        late_s=a.late_s + b.late_s + late,
        earliest_s=max(b.earliest_s - passed, a.earliest_s) - wait,
        latest_s=min(b.latest_s - passed, a.latest_s) + late,
        first=a.first,
        last=b.last,
        metres=a.metres + b.metres + roads.metres[a.last][b.first],
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
    """Tell whether a whole loop keeps every limit of the duty."""
    return not measure_missing_s(duty, loop) and not measure_missing_m(duty, loop)


def choose_windows(duty: Duty, tasks: Sequence[Task], roads: Roads) -> tuple[Task, ...]:
    """Return a feasible loop with each visit in the window that makes it shortest.

    Of windows that are as good the first is chosen, so that nobody waits at an open place for
    hours that come later.
    """
    chosen = tuple(tasks)
    while True:
        options = [option for option in _list_other_windows(chosen) if _fits(duty, option, roads)]
        best = min([chosen, *options], key=lambda option: _rank_windows(duty, option, roads))
        if best == chosen:
            return chosen
        chosen = best


def _list_other_windows(tasks: tuple[Task, ...]) -> Iterator[tuple[Task, ...]]:
    for n, task in enumerate(tasks):
        for window in task.visit.windows:
            if window != task.window:
                yield (*tasks[:n], Task(task.visit, window), *tasks[n + 1 :])


def _fits(duty: Duty, tasks: Sequence[Task], roads: Roads) -> bool:
    return is_feasible(duty, sum_loop(duty, tasks, roads))


def _rank_windows(duty: Duty, tasks: Sequence[Task], roads: Roads) -> tuple[int, list[int]]:
    starts = [task.window.start_s for task in tasks]
    return sum_loop(duty, tasks, roads).length_s, starts


def time_loop(duty: Duty, tasks: Sequence[Task], roads: Roads) -> Timing:
    """Return the clock of a feasible loop that leaves as early as it can without waiting more.

    Raises
    ------
    ValueError
        If the loop keeps not every limit.
    """
    loop = sum_loop(duty, tasks, roads)
    if not is_feasible(duty, loop):
        raise ValueError(f"{duty.unit_id}: {measure_missing_s(duty, loop)} s are missing")
    now, place = loop.earliest_s, duty.place
    arrivals, starts = [], []
    for task in tasks:
        now += roads.seconds[place][task.place]
        arrivals.append(now)
        now = max(now, task.window.start_s)
        starts.append(now)
        now += task.visit.dwell_s
        place = task.place
    back = now + roads.seconds[place][duty.place]
    return Timing(loop.earliest_s, tuple(arrivals), tuple(starts), back)
