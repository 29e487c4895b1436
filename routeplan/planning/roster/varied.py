"""A shift's problem with chance in it, so that its best loops differ every time it is solved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from routeplan.model import Option, TimeWindow, Visit
from routeplan.planning.problem import LoopProblem
from routeplan.planning.schedule import Task

Orders = Mapping[str, tuple[Task, ...]]
# How often visits of a part began within some windows of shifts of this kind.
Seen = Callable[[str, Sequence[TimeWindow]], int]

# So much of the open time of a visit is favoured, wherever it lies.
FAVOURED = 0.5


@dataclass(frozen=True, eq=False)
class VariedProblem:
    """A problem with worths that are not its own, and the tasks that its options stand for."""

    problem: LoopProblem
    tasks: Mapping[tuple[str, Option], Task]

    def restore(self, orders: Orders) -> dict[str, tuple[Task, ...]]:
        """Return loops with the tasks that they stand for in the problem before."""
        return {
            unit_id: tuple(
                task if task.visit.kind == "base" else self.tasks[task.visit.id, task.option]
                for task in tasks
            )
            for unit_id, tasks in orders.items()
        }


def require_hotspots(problem: LoopProblem, due: Mapping[str, int]) -> LoopProblem:
    """Return the problem in which some hotspots have to be visited in all their parts.

    Parameters
    ----------
    due
        How often, by hotspot. Of the visits of a part those with the longest windows are required.
    """
    series: dict[str, list[Visit]] = {}
    for visit in problem.visits:
        if visit.hotspot_id in due:
            series.setdefault(visit.series, []).append(visit)
    chosen = {
        visit.id
        for visits in series.values()
        for visit in sorted(visits, key=_measure_open, reverse=True)[
            : due[visits[0].hotspot_id or ""]
        ]
    }
    visits = tuple(
        replace(visit, required=True) if visit.id in chosen else visit for visit in problem.visits
    )
    return replace(problem, visits=visits)


def _measure_open(visit: Visit) -> int:
    return sum(window.length_s for window in {option.window for option in visit.options})


def favour_hours(
    problem: LoopProblem, rng: np.random.Generator, *, outside: float, seen: Seen
) -> VariedProblem:
    """Return the problem with hours drawn for each visit, out of which it is worth less.

    Parameters
    ----------
    outside
        What a visit counts that begins at other hours than those drawn, 0 to 1.
    seen
        Of two draws that is taken in which a part was seen less.
    """
    visits: list[Visit] = []
    tasks: dict[tuple[str, Option], Task] = {}
    for visit in problem.visits:
        if visit.hotspot_id is None:
            visits.append(visit)
            tasks |= {(visit.id, option): Task(visit, option) for option in visit.options}
            continue
        draws = [_draw_hours(visit, rng) for _draw in range(2)]
        favoured = min(draws, key=lambda hours: seen(visit.part_id or "", hours))
        options = []
        for option in visit.options:
            for piece in _cut(option, favoured, outside):
                options.append(piece)
                tasks[visit.id, piece] = Task(visit, option)
        visits.append(replace(visit, options=tuple(options)))
    return VariedProblem(replace(problem, visits=tuple(visits)), tasks)


def _draw_hours(visit: Visit, rng: np.random.Generator) -> list[TimeWindow]:
    """Return a share of a visit's time from a drawn moment on; behind its end it begins anew."""
    first = min(option.window.start_s for option in visit.options)
    last = max(option.window.end_s for option in visit.options)
    start = int(rng.integers(first, last + 1))
    end = start + round(FAVOURED * (last - first))
    if end <= last:
        return [TimeWindow(start, end)]
    return [TimeWindow(first, end - 1 - last + first), TimeWindow(start, last)]


def _cut(option: Option, favoured: list[TimeWindow], outside: float) -> Iterator[Option]:
    """Yield the pieces of an option within and without the favoured hours."""
    at = option.window.start_s
    for hours in favoured:
        inside = hours.intersect(option.window)
        if inside is None:
            continue
        if at < inside.start_s:
            window = TimeWindow(at, inside.start_s - 1)
            yield replace(option, window=window, worth=option.worth * outside)
        yield replace(option, window=inside)
        at = inside.end_s + 1
    if at <= option.window.end_s:
        window = TimeWindow(at, option.window.end_s)
        yield replace(option, window=window, worth=option.worth * outside)
