"""Putting left-over visits into loops, and saying what is missing where they do not fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from routeplan.model import Detail, Duty, Unvisited, Visit
from routeplan.planning.schedule import (
    Roads,
    Stretch,
    Task,
    choose_options,
    join,
    make_base_stretch,
    make_task_stretch,
    measure_missing_m,
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
    position
        How many tasks of the loop come before the visit.
    option
        In which of its ways the visit is made, counted from 0.
    """

    missing_s: int
    missing_m: int
    metres: int
    unit_id: str
    position: int
    option: int

    @property
    def fits(self) -> bool:
        """Whether the loop keeps its limits."""
        return not self.missing_s and not self.missing_m


@dataclass(frozen=True)
class OpenLoop:
    """A loop with what comes `before` and `after` each gap in it, summed up once."""

    duty: Duty
    roads: Roads
    tasks: tuple[Task, ...]
    before: tuple[Stretch, ...]
    after: tuple[Stretch, ...]


def open_loop(duty: Duty, tasks: Sequence[Task], roads: Roads) -> OpenLoop:
    """Return a loop ready for insertions."""
    base = make_base_stretch(duty)
    stretches = [make_task_stretch(task) for task in tasks]
    before = accumulate(stretches, lambda done, task: join(done, task, roads), initial=base)
    after = accumulate(stretches[::-1], lambda rest, task: join(task, rest, roads), initial=base)
    return OpenLoop(duty, roads, tuple(tasks), tuple(before), tuple(after)[::-1])


def open_loops(
    loops: Loops, duties: Mapping[str, Duty], roads: Mapping[str, Roads]
) -> dict[str, OpenLoop]:
    """Return the loops ready for insertions; `roads` holds the matrices by unit."""
    return {
        unit_id: open_loop(duties[unit_id], tasks, roads[unit_id])
        for unit_id, tasks in loops.items()
    }


def complete_loops(
    loops: Loops,
    visits: Sequence[Visit],
    duties: Mapping[str, Duty],
    roads: Mapping[str, Roads],
) -> dict[str, tuple[Task, ...]]:
    """Return the loops with every left-over visit put in that still fits.

    The required come first, then the worthiest. `roads` holds the matrices by unit. Afterwards
    no left-over visit fits anywhere.
    """
    chosen = {
        unit_id: choose_options(duties[unit_id], tasks, roads[unit_id])
        for unit_id, tasks in loops.items()
    }
    filled = open_loops(chosen, duties, roads)
    left = sorted(_list_left_over(loops, visits), key=lambda v: (not v.required, -v.worth, v.id))
    # The fastest way need not be the shortest: a visit can make room for another in kilometres.
    inserted = True
    while inserted:
        inserted = False
        for visit in tuple(left):
            best = find_cheapest_insertion(visit, filled)
            if best is not None and best.fits:
                filled[best.unit_id] = _insert_visit(visit, filled[best.unit_id], best)
                left.remove(visit)
                inserted = True
    return {unit_id: loop.tasks for unit_id, loop in filled.items()}


def explain_left_out(
    loops: Loops, visits: Sequence[Visit], duties: Mapping[str, Duty], roads: Mapping[str, Roads]
) -> tuple[Unvisited, ...]:
    """Return for each visit left out the loop it would have cost least, and what was missing."""
    opened = open_loops(loops, duties, roads)
    left_out = []
    for visit in _list_left_over(loops, visits):
        best = find_cheapest_insertion(visit, opened)
        if best is None:
            raise RuntimeError(f"{visit.id}: a visit without units")
        detail: Detail = {"missing_s": best.missing_s, "unit": best.unit_id}
        if not best.missing_s:
            detail["missing_m"] = best.missing_m
        if visit.hotspot_id is not None:
            left_out.append(Unvisited(visit.hotspot_id, "no_time", detail, visit.part_id))
    return tuple(left_out)


def find_cheapest_insertion(visit: Visit, loops: Mapping[str, OpenLoop]) -> Insertion | None:
    """Return the insertion that misses least, then drives least; None if no unit may do it."""
    able = sorted(visit.units & loops.keys())
    found = (figures for unit_id in able for figures in _list_insertions(visit, loops[unit_id]))
    best = min(found, default=None)
    return None if best is None else Insertion(*best)


def _list_left_over(loops: Loops, visits: Sequence[Visit]) -> list[Visit]:
    done = {task.visit.id for tasks in loops.values() for task in tasks}
    return [visit for visit in visits if visit.id not in done]


def _insert_visit(visit: Visit, loop: OpenLoop, where: Insertion) -> OpenLoop:
    """Return the loop with the visit put in, all visits in the ways that suit it best."""
    task = Task(visit, visit.options[where.option])
    longer = (*loop.tasks[: where.position], task, *loop.tasks[where.position :])
    return open_loop(loop.duty, choose_options(loop.duty, longer, loop.roads), loop.roads)


def _list_insertions(visit: Visit, loop: OpenLoop) -> Iterator[tuple[int, int, int, str, int, int]]:
    """Yield the fields of every `Insertion`; plain tuples, because there are very many."""
    duty, roads = loop.duty, loop.roads
    for number, option in enumerate(visit.options):
        if duty.unit_id not in option.units:
            continue
        middle = make_task_stretch(Task(visit, option))
        for position, (before, after) in enumerate(zip(loop.before, loop.after, strict=True)):
            whole = join(join(before, middle, roads), after, roads)
            missing_s, missing_m = measure_missing_s(duty, whole), measure_missing_m(duty, whole)
            yield missing_s, missing_m, whole.metres, duty.unit_id, position, number
