"""Why visits that could be made are left out: what is missing, and what would have to go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from routeplan.model import Detail, Duty, Unvisited, Visit
from routeplan.planning.commitments import (
    Loops,
    force_breaks,
    list_breaks,
    open_duty,
    remove_tasks,
)
from routeplan.planning.gaps import OpenLoop, open_loop
from routeplan.planning.insertion import (
    Insertion,
    find_cheapest_insertions,
)
from routeplan.planning.schedule import Roads, Task

Instead = tuple[Task, float]


def explain_left_out(
    loops: Loops,
    visits: Sequence[Visit],
    duties: Mapping[str, Duty],
    roads: Mapping[str, Roads],
    *,
    worth_of: Mapping[str, float],
    names: Mapping[str, str],
) -> tuple[Unvisited, ...]:
    """Return the visits of hotspots that are left out, each with the loop it comes nearest to.

    Of the repeats of one part that are left out, the one that comes nearest stands for all.

    Parameters
    ----------
    roads
        The matrices by unit.
    worth_of
        What the visits made are worth in the plan, by their ids.
    names
        Names of the hotspots, by their ids.
    """
    done = {task.visit.id for tasks in loops.values() for task in tasks}
    left = [v for v in visits if v.hotspot_id is not None and v.id not in done]
    opened = _open_with_breaks(loops, visits, duties, roads)
    nearest = _find_nearest_of_parts(left, opened)
    instead = _find_displacers(nearest, opened, worth_of)
    counts: defaultdict[str, int] = defaultdict(int)
    for visit in left:
        counts[_part_of(visit)] += 1
    return tuple(
        _word_out(visit, insertion, counts[_part_of(visit)], instead.get(visit.id), names)
        for visit, insertion in nearest
    )


def _part_of(visit: Visit) -> str:
    return visit.part_id or visit.id


def _open_with_breaks(
    loops: Loops, visits: Sequence[Visit], duties: Mapping[str, Duty], roads: Mapping[str, Roads]
) -> dict[str, OpenLoop]:
    """Return the loops, those of idle units with the breaks that they would have to take."""
    breaks = list_breaks(visits)
    opened: dict[str, OpenLoop] = {}
    for unit_id, tasks in loops.items():
        duty, ways, own = duties[unit_id], roads[unit_id], breaks.get(unit_id, ())
        if tasks:
            opened[unit_id] = open_loop(duty, tasks, ways)
        else:
            opened[unit_id] = open_duty(duty, own, ways) or force_breaks(duty, own, ways)
    return opened


def _find_nearest_of_parts(
    left: Sequence[Visit], opened: Mapping[str, OpenLoop]
) -> list[tuple[Visit, Insertion]]:
    """Return of each part the visit that comes nearest to fit, and where."""
    best: dict[str, tuple[Visit, Insertion]] = {}
    for visit, found in zip(left, find_cheapest_insertions(left, opened), strict=True):
        if found is None:
            raise RuntimeError(f"{visit.id}: a visit without units, or without worth")
        key = _part_of(visit)
        if key not in best or found < best[key][1]:
            best[key] = visit, found
    return list(best.values())


def _find_displacers(
    nearest: Sequence[tuple[Visit, Insertion]],
    opened: Mapping[str, OpenLoop],
    worth_of: Mapping[str, float],
) -> dict[str, Instead]:
    """Return by visit the least worth one of its nearest loop that it would fit in instead of.

    Required visits, and others of the same hotspot, are not given up for it.
    """
    waiting: defaultdict[str, list[Visit]] = defaultdict(list)
    for visit, insertion in nearest:
        if not insertion.fits:
            waiting[insertion.unit_id].append(visit)
    found: dict[str, Instead] = {}
    for unit_id, visits in waiting.items():
        loop = opened[unit_id]
        stops = [task for task in loop.tasks if task.is_stop and not task.visit.required]
        for task in sorted(stops, key=lambda t: (worth_of[t.visit.id], t.visit.id)):
            shorter = {unit_id: remove_tasks(loop, {task.visit.id})}
            open_to = [
                visit
                for visit in visits
                if visit.id not in found and visit.hotspot_id != task.visit.hotspot_id
            ]
            for visit, way in zip(open_to, find_cheapest_insertions(open_to, shorter), strict=True):
                if way is not None and way.fits:
                    found[visit.id] = task, worth_of[task.visit.id]
    return found


def _word_out(
    visit: Visit,
    insertion: Insertion,
    count: int,
    instead: Instead | None,
    names: Mapping[str, str],
) -> Unvisited:
    detail: Detail = {"missing_s": insertion.missing_s, "unit": insertion.unit_id}
    if not insertion.missing_s and insertion.missing_m:
        detail["missing_m"] = insertion.missing_m
    elif not insertion.missing_s and insertion.missing_stops:
        detail["missing_stops"] = insertion.missing_stops
    elif not insertion.missing_s and insertion.waits:
        detail["waits"] = 1
    elif insertion.fits:
        detail["uneven"] = 1
    if instead is not None:
        task, worth = instead
        detail |= {"instead": names[task.visit.hotspot_id or ""], "worth": worth}
    return Unvisited(visit.hotspot_id or "", "no_time", detail, visit.part_id, count)
