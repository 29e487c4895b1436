"""Coming back to the base between two loops."""

from __future__ import annotations

from collections.abc import Sequence

from routeplan.model import Duty
from routeplan.planning.gaps import OpenLoop, open_loop
from routeplan.planning.schedule import Task, count_stops, keeps_limits, make_return


def list_splits(loop: OpenLoop) -> tuple[OpenLoop, ...]:
    """Return the loop with one more return to the base, at every place where it can be driven.

    There are none where the unit may not leave again, or no loop of it is full.
    """
    duty, counts = loop.duty, count_stops(loop.tasks)
    if duty.max_stops is None or len(counts) >= duty.loops or max(counts) < duty.max_stops:
        return ()
    stop = make_return(duty, len(counts))
    split = (
        number_returns(duty, (*loop.tasks[:n], stop, *loop.tasks[n:]))
        for n in range(loop.begun, len(loop.tasks) + 1)
    )
    return tuple(
        open_loop(duty, tasks, loop.roads)
        for tasks in split
        if keeps_limits(duty, tasks, loop.roads)
    )


def number_returns(duty: Duty, tasks: Sequence[Task]) -> tuple[Task, ...]:
    """Return the tasks with their returns to the base counted from 1."""
    count = 0
    numbered = []
    for task in tasks:
        is_return = task.visit.kind == "base"
        count += is_return
        numbered.append(make_return(duty, count) if is_return else task)
    return tuple(numbered)


def drop_idle_returns(duty: Duty, tasks: Sequence[Task]) -> tuple[Task, ...]:
    """Return the tasks without returns between which, or the ends, nothing else is done."""
    kept: list[Task] = []
    for task in tasks:
        if task.visit.kind == "base" and (not kept or kept[-1].visit.kind == "base"):
            continue
        kept.append(task)
    while kept and kept[-1].visit.kind == "base":
        kept.pop()
    return number_returns(duty, kept)
