"""What units owe before any hotspot: their breaks, and meetings with each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from routeplan.model import Duty, Visit
from routeplan.planning.gaps import (
    OpenLoop,
    find_cheapest,
    list_choices,
    open_loop,
)
from routeplan.planning.schedule import Roads, Task, drop_repeats

Loops = Mapping[str, tuple[Task, ...]]
Opened = Mapping[str, OpenLoop]


def keep_commitments(
    loops: Loops, visits: Sequence[Visit], duties: Mapping[str, Duty], roads: Mapping[str, Roads]
) -> dict[str, OpenLoop]:
    """Return the loops with the breaks and meetings that they lack, as far as these can be kept.

    An empty loop gets its breaks too, so that what is put in later leaves room for them. A unit
    whose breaks cannot be kept even without any visit is missing from the result: it must not
    leave its base. Where breaks do not fit into what a loop already does, that is given up.
    A meeting of which one half cannot be kept loses the other too. Of two visits of one part that
    follow each other at once, one is given up.
    """
    breaks = list_breaks(visits)
    opened: dict[str, OpenLoop] = {}
    for unit_id, tasks in loops.items():
        duty, ways = duties[unit_id], roads[unit_id]
        own = breaks.get(unit_id, ())
        begun = open_loop(duty, drop_repeats(tasks), ways)
        fixed = tasks[: begun.begun]
        loop = _add_breaks(begun, own) or open_duty(duty, own, ways, begun=fixed)
        if loop is not None:
            opened[unit_id] = loop
    for halves in list_meetings(visits):
        opened |= _keep_meeting(halves, opened)
    return opened


def open_duty(
    duty: Duty, breaks: Sequence[Visit], roads: Roads, *, begun: Sequence[Task] = ()
) -> OpenLoop | None:
    """Return a loop of nothing but the breaks of a unit, or None if they cannot be kept.

    Parameters
    ----------
    begun
        What the loop begins with all the same.
    """
    return _add_breaks(open_loop(duty, begun, roads), breaks)


def force_breaks(duty: Duty, breaks: Sequence[Visit], roads: Roads) -> OpenLoop:
    """Return the breaks of a unit in the order of their hours, whether they can be kept or not."""
    return open_loop(duty, [Task(visit, visit.options[0]) for visit in breaks], roads)


def list_breaks(visits: Sequence[Visit]) -> dict[str, tuple[Visit, ...]]:
    """Return the breaks by unit, those that begin first in front."""
    breaks: defaultdict[str, list[Visit]] = defaultdict(list)
    for visit in visits:
        if visit.kind == "break":
            (unit_id,) = visit.units
            breaks[unit_id].append(visit)
    return {unit_id: tuple(sorted(own, key=_begin)) for unit_id, own in breaks.items()}


def list_meetings(visits: Sequence[Visit]) -> list[tuple[Visit, Visit]]:
    """Return both halves of each meeting, the meetings that begin first in front."""
    halves: defaultdict[str, list[Visit]] = defaultdict(list)
    for visit in visits:
        if visit.meeting is not None:
            halves[visit.meeting].append(visit)
    pairs = [(first, second) for first, second in halves.values()]
    return sorted(pairs, key=lambda pair: _begin(pair[0]))


def _begin(visit: Visit) -> tuple[int, int, str]:
    spans = [option.window for option in visit.options]
    return min(w.start_s for w in spans), max(w.end_s for w in spans), visit.id


def _add_breaks(loop: OpenLoop, breaks: Sequence[Visit]) -> OpenLoop | None:
    """Return the loop with the breaks it lacks, or None if one does not fit."""
    done = {task.visit.id for task in loop.tasks}
    for visit in breaks:
        if visit.id in done:
            continue
        choices = list_choices([visit])
        cheapest = find_cheapest(loop, choices)
        ways = [
            (int(cheapest.added_m[row]), row)
            for row in range(len(choices.tasks))
            if cheapest.fits[row]
        ]
        if not ways:
            return None
        _added_m, row = min(ways)
        loop = insert_task(loop, choices.tasks[row], int(cheapest.position[row]))
    return loop


def insert_task(loop: OpenLoop, task: Task, position: int) -> OpenLoop:
    """Return the loop with a task put in behind the first `position` tasks."""
    tasks = (*loop.tasks[:position], task, *loop.tasks[position:])
    return open_loop(loop.duty, tasks, loop.roads)


def remove_tasks(loop: OpenLoop, ids: set[str]) -> OpenLoop:
    """Return the loop without the visits of these ids."""
    kept = [task for task in loop.tasks if task.visit.id not in ids]
    return loop if len(kept) == len(loop.tasks) else open_loop(loop.duty, kept, loop.roads)


def _leave_no_repeats(loop: OpenLoop) -> OpenLoop:
    """Return the loop without repeats that follow at once."""
    kept = drop_repeats(loop.tasks)
    return loop if len(kept) == len(loop.tasks) else open_loop(loop.duty, kept, loop.roads)


def _keep_meeting(halves: tuple[Visit, Visit], opened: Opened) -> dict[str, OpenLoop]:
    """Return the loops of both units with the meeting; without it if one cannot come."""
    units = [next(iter(half.units)) for half in halves]
    candidates = [
        {t.option.candidate for t in opened[unit].tasks if t.visit.id == half.id}
        for unit, half in zip(units, halves, strict=True)
        if unit in opened
    ]
    if len(candidates) == 2 and candidates[0] and candidates[0] == candidates[1]:
        return {}
    ids = {half.id for half in halves}
    loops = {
        unit: _leave_no_repeats(remove_tasks(opened[unit], ids)) for unit in units if unit in opened
    }
    if len(loops) < 2:
        return loops
    first, second = (
        _list_fits(loops[unit], half) for unit, half in zip(units, halves, strict=True)
    )
    shared = [
        (first[candidate][0] + second[candidate][0], candidate)
        for candidate in first.keys() & second.keys()
    ]
    if not shared:
        return loops
    _added_m, best = min(shared)
    return {
        unit: insert_task(loops[unit], task, position)
        for unit, (_cost, task, position) in zip(units, (first[best], second[best]), strict=True)
    }


def _list_fits(loop: OpenLoop, half: Visit) -> dict[int, tuple[int, Task, int]]:
    """Return by candidate the added metres, the task and the position where the half fits."""
    choices = list_choices([half])
    cheapest = find_cheapest(loop, choices)
    found: dict[int, tuple[int, Task, int]] = {}
    for row, task in enumerate(choices.tasks):
        candidate = task.option.candidate
        if candidate is None or not cheapest.fits[row]:
            continue
        way = int(cheapest.added_m[row]), task, int(cheapest.position[row])
        if candidate not in found or way[0] < found[candidate][0]:
            found[candidate] = way
    return found
