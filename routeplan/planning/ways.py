"""In which way each visit of a loop is made: its direction, its hours."""

from __future__ import annotations

from dataclasses import replace

from routeplan.planning.gaps import OpenLoop, open_loop
from routeplan.planning.schedule import Task, is_feasible, join, make_task_stretch


def choose_options(loop: OpenLoop) -> OpenLoop:
    """Return a feasible loop with each visit made in the way that is worth most and shortest.

    Of ways that are as good the first is chosen, so that nobody waits at an open place for
    hours that come later. A meeting stays where and when it is.
    """
    while True:
        better = _find_better_option(loop)
        if better is None:
            return loop
        number, task = better
        tasks = (*loop.tasks[:number], task, *loop.tasks[number + 1 :])
        loop = open_loop(loop.duty, tasks, loop.roads)


def _find_better_option(loop: OpenLoop) -> tuple[int, Task] | None:
    """Return the task whose other way improves the loop most, by its number; None if none does."""
    duty, roads, now_s = loop.duty, loop.roads, loop.whole.length_s
    best: tuple[float, int, int] = (0.0, 0, 0)
    found = None
    for number, task in enumerate(loop.tasks):
        option = task.option
        for other in task.visit.options if len(task.visit.options) > 1 else ():
            gain = other.worth - option.worth
            if other == option or gain < 0 or other.candidate != option.candidate:
                continue
            if duty.unit_id not in other.units:
                continue
            changed = replace(task, option=other)
            before = join(loop.before[number], make_task_stretch(changed), roads)
            whole = join(before, loop.after[number + 1], roads)
            later_s = other.window.start_s - option.window.start_s
            rank = (-gain, whole.length_s - now_s, later_s)
            if rank < best and is_feasible(duty, whole):
                best, found = rank, (number, changed)
    return found
