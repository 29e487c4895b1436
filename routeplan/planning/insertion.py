"""Putting left-over visits into loops, and saying what is missing where they do not fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from routeplan.model import Detail, Duty, Unvisited, Visit
from routeplan.planning.schedule import (
    Roads,
    Stretch,
    Task,
    choose_windows,
    join,
    make_base_stretch,
    make_task_stretch,
    measure_missing_s,
)

Loops = Mapping[str, tuple[Task, ...]]


@dataclass(frozen=True, order=True)
class Insertion:
    """A way to put a visit into a loop; the least is the best.

    Parameters
    ----------
    missing_s, missing_m
        Seconds and metres by which the loop would break its limits; both 0 where it fits.
    metres
        Length of the loop with the visit.
    """

    missing_s: int
    missing_m: int
    metres: int
    unit_id: str
    position: int
    window: int


def complete_loops(
    loops: Loops,
    visits: Sequence[Visit],
    duties: Mapping[str, Duty],
    roads: Mapping[str, Roads],
) -> dict[str, tuple[Task, ...]]:
    """Return the loops with every left-over visit put in that still fits, the worthiest first.

    `roads` holds the matrices by unit. Afterwards no left-over visit fits anywhere.
    """
    filled = {
        unit_id: choose_windows(duties[unit_id], tasks, roads[unit_id])
        for unit_id, tasks in loops.items()
    }
    done = {task.visit.id for tasks in loops.values() for task in tasks}
    left = sorted(
        (visit for visit in visits if visit.id not in done), key=lambda v: (-v.worth, v.id)
    )
    # The fastest way need not be the shortest: a visit can make room for another in kilometres.
    inserted = True
    while inserted:
        inserted = False
        for visit in tuple(left):
            best = find_cheapest_insertion(visit, filled, duties, roads)
            if best is not None and not best.missing_s and not best.missing_m:
                unit_id = best.unit_id
                longer = insert_visit(visit, filled[unit_id], best)
                filled[unit_id] = choose_windows(duties[unit_id], longer, roads[unit_id])
                left.remove(visit)
                inserted = True
    return filled


def insert_visit(visit: Visit, tasks: Sequence[Task], where: Insertion) -> tuple[Task, ...]:
    """Return the loop with the visit put in."""
    task = Task(visit, visit.windows[where.window])
    return (*tasks[: where.position], task, *tasks[where.position :])


def explain_left_out(
    loops: Loops, visits: Sequence[Visit], duties: Mapping[str, Duty], roads: Mapping[str, Roads]
) -> tuple[Unvisited, ...]:
    """Return for each visit left out the loop it would have cost least, and what was missing."""
    done = {task.visit.id for tasks in loops.values() for task in tasks}
    left_out = []
    for visit in visits:
        if visit.id not in done:
            best = find_cheapest_insertion(visit, loops, duties, roads)
            if best is None:
                raise RuntimeError(f"{visit.id}: a visit without units")
            detail: Detail = {"missing_s": best.missing_s, "unit": best.unit_id}
            left_out.append(Unvisited(visit.hotspot_id, "no_time", detail))
    return tuple(left_out)


def find_cheapest_insertion(
    visit: Visit, loops: Loops, duties: Mapping[str, Duty], roads: Mapping[str, Roads]
) -> Insertion | None:
    """Return the insertion that misses least, then drives least; None if no unit may do it."""
    able = sorted(visit.units & loops.keys())
    found = (
        insertion
        for unit_id in able
        for insertion in _list_insertions(visit, duties[unit_id], loops[unit_id], roads[unit_id])
    )
    return min(found, default=None)


def _list_insertions(
    visit: Visit, duty: Duty, tasks: tuple[Task, ...], roads: Roads
) -> Iterator[Insertion]:
    before = list(_sum_prefixes(duty, tasks, roads))
    after = list(_sum_suffixes(duty, tasks, roads))[::-1]
    for number, window in enumerate(visit.windows):
        middle = make_task_stretch(Task(visit, window))
        for position in range(len(tasks) + 1):
            loop = join(join(before[position], middle, roads), after[position], roads)
            limit_m = duty.max_loop_m
            missing_m = 0 if limit_m is None else max(loop.metres - limit_m, 0)
            missing_s = measure_missing_s(duty, loop)
            yield Insertion(missing_s, missing_m, loop.metres, duty.unit_id, position, number)


def _sum_prefixes(duty: Duty, tasks: Sequence[Task], roads: Roads) -> Iterator[Stretch]:
    stretch = make_base_stretch(duty)
    yield stretch
    for task in tasks:
        stretch = join(stretch, make_task_stretch(task), roads)
        yield stretch


def _sum_suffixes(duty: Duty, tasks: Sequence[Task], roads: Roads) -> Iterator[Stretch]:
    stretch = make_base_stretch(duty)
    yield stretch
    for task in reversed(tasks):
        stretch = join(make_task_stretch(task), stretch, roads)
        yield stretch
