"""What is new in a loop moves to where it puts off least of what was to be done anyway.

Insertions add as little driving as they can. Where what is put in has to wait for its hour, that
may keep a unit from its next visits for hours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from routeplan.planning.problem import LoopProblem
from routeplan.planning.replan.repair import Orders
from routeplan.planning.schedule import Task, count_begun, keeps_limits, time_loop

Planned = Mapping[tuple[str, str], int]


def calm_loops(problem: LoopProblem, orders: Orders, planned: Planned) -> Orders:
    """Return loops in which visits that were planned are put off less, or the same ones.

    Parameters
    ----------
    planned
        By unit and visit, in seconds from the shift's start, when it was to begin.
    """
    return {unit: _calm_loop(problem, unit, tasks, planned) for unit, tasks in orders.items()}


def _calm_loop(
    problem: LoopProblem, unit: str, tasks: tuple[Task, ...], planned: Planned
) -> tuple[Task, ...]:
    begun = count_begun(tasks)
    rest = tasks[begun:]
    if all(_is_new(task, unit, planned) for task in rest):
        return tasks
    best, cost = tasks, None
    for first, last in _list_blocks(rest, unit, planned):
        block, others = rest[first:last], (*rest[:first], *rest[last:])
        cost = _measure(problem, unit, best, planned) if cost is None else cost
        for place in range(len(others) + 1):
            moved = (*tasks[:begun], *others[:place], *block, *others[place:])
            if place != first and keeps_limits(problem.duty_of[unit], moved, problem.roads[unit]):
                found = _measure(problem, unit, moved, planned)
                if found < cost:
                    best, cost = moved, found
    return best


def _is_new(task: Task, unit: str, planned: Planned) -> bool:
    return (unit, task.visit.id) not in planned


def _list_blocks(rest: tuple[Task, ...], unit: str, planned: Planned) -> Iterator[tuple[int, int]]:
    """Yield where what is new begins and ends: visits in a row with their returns, and each."""
    numbered = list(enumerate(rest))
    for is_new, group in groupby(numbered, key=lambda item: _is_new(item[1], unit, planned)):
        run = list(group)
        visits = [number for number, task in run if task.visit.kind != "base"]
        if not is_new or not visits:
            continue
        if len(run) > 1:
            yield run[0][0], run[-1][0] + 1
        yield from ((number, number + 1) for number in visits)


def _measure(problem: LoopProblem, unit: str, tasks: tuple[Task, ...], planned: Planned) -> int:
    """Return the seconds by which visits that were planned are moved, and those that are driven."""
    timing = time_loop(problem.duty_of[unit], tasks, problem.roads[unit])
    stood_s = sum(
        start_s + task.option.service_s - arrive_s
        for task, arrive_s, start_s in zip(tasks, timing.arrive_s, timing.start_s, strict=True)
    )
    moved = (
        abs(start_s - planned[unit, task.visit.id])
        for task, start_s in zip(tasks, timing.start_s, strict=True)
        if (unit, task.visit.id) in planned
    )
    return sum(moved) + timing.return_s - timing.depart_s - stood_s
