"""Timing of a loop: can it be driven, when does it leave, how much is missing.

A stretch of a loop is summed up by four numbers, and two stretches are joined in constant time,
so that inserting a visit anywhere is checked without walking the loop. The method is that of
Vidal, Crainic, Gendreau and Prins (2013), "A hybrid genetic algorithm with adaptive diversity
management for a large class of vehicle routing problems with time-windows", section 4.5.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from routeplan.model import Duty, Option, TimeWindow, Visit
from routeplan.roads.network import IntArray


@dataclass(frozen=True, slots=True)
class Task:
    """A visit made in one of its ways."""

    visit: Visit
    option: Option


def make_return(duty: Duty, number: int) -> Task:
    """Return the task of coming back to the base between two loops, for the `number`-th time."""
    whole = TimeWindow(duty.window.start_s, duty.window.end_s)
    option = Option(duty.place, duty.place, whole, 0, 0.0, frozenset({duty.unit_id}))
    return Task(Visit(f"base:{duty.unit_id}:{number}", (option,), kind="base"), option)


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


def choose_options(duty: Duty, tasks: Sequence[Task], roads: Roads) -> tuple[Task, ...]:
    """Return a feasible loop with each visit made in the way that is worth most and shortest.

    Of ways that are as good the first is chosen, so that nobody waits at an open place for
    hours that come later.
    """
    chosen = tuple(tasks)
    while True:
        others = (loop for loop in _list_other_options(duty, chosen) if _fits(duty, loop, roads))
        best = min([chosen, *others], key=lambda loop: _rank_options(duty, loop, roads))
        if best == chosen:
            return chosen
        chosen = best


def _list_other_options(duty: Duty, tasks: tuple[Task, ...]) -> Iterator[tuple[Task, ...]]:
    for n, task in enumerate(tasks):
        for option in task.visit.options:
            is_same_meeting = option.candidate == task.option.candidate
            if option != task.option and duty.unit_id in option.units and is_same_meeting:
                yield (*tasks[:n], Task(task.visit, option), *tasks[n + 1 :])


def _fits(duty: Duty, tasks: Sequence[Task], roads: Roads) -> bool:
    return is_feasible(duty, sum_loop(duty, tasks, roads))


def _rank_options(duty: Duty, tasks: Sequence[Task], roads: Roads) -> tuple[float, int, list[int]]:
    starts = [task.option.window.start_s for task in tasks]
    worth = sum(task.option.worth for task in tasks)
    return -worth, sum_loop(duty, tasks, roads).length_s, starts


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
        option = task.option
        now += roads.seconds[place][option.entry]
        arrivals.append(now)
        now = max(now, option.window.start_s)
        starts.append(now)
        now += option.service_s
        place = option.exit
    back = now + roads.seconds[place][duty.place]
    return Timing(loop.earliest_s, tuple(arrivals), tuple(starts), back)
