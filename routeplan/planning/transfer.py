"""The same loops in another shift: what was planned, as far as it fits there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from routeplan.model import Duty, Option, Visit
from routeplan.planning.insertion import complete_loops
from routeplan.planning.problem import LoopProblem
from routeplan.planning.schedule import Roads, Task, keeps_limits, make_return

Orders = Mapping[str, tuple[Task, ...]]


def transfer_orders(orders: Orders, problem: LoopProblem) -> dict[str, tuple[Task, ...]]:
    """Return the loops of a like problem as loops of `problem`, then filled as far as they can be.

    Each task becomes the same visit there, else one of the same part, in the most similar way
    that fits behind those before it: what no longer fits, or would repeat the visit before it at
    once, is dropped. Breaks and meetings that are lacking then are put in again.
    """
    book = _VisitBook(problem.visits)
    loops = {
        unit_id: _transfer_loop(orders.get(unit_id, ()), duty, problem.roads[unit_id], book)
        for unit_id, duty in problem.duty_of.items()
    }
    return complete_loops(
        loops, problem.visits, problem.duty_of, problem.roads,
        decay=problem.decay, fair_limit=problem.fair_limit,
    )  # fmt: skip


class _VisitBook:
    """Visits by their ids and parts, each given out once."""

    def __init__(self, visits: Sequence[Visit]) -> None:
        self._by_id = {visit.id: visit for visit in visits}
        self._by_part: defaultdict[str, list[Visit]] = defaultdict(list)
        for visit in visits:
            if visit.part_id is not None:
                self._by_part[visit.part_id].append(visit)
        self._taken: set[str] = set()

    def list_like(self, visit: Visit) -> list[Visit]:
        """Return the visits that could stand for one: itself, then others of its part."""
        same = [self._by_id[visit.id]] if visit.id in self._by_id else []
        others = [v for v in self._by_part.get(visit.part_id or "", ()) if v.id != visit.id]
        return [found for found in (*same, *others) if found.id not in self._taken]

    def take(self, visit: Visit) -> None:
        """Give a visit out."""
        self._taken.add(visit.id)


def _transfer_loop(
    tasks: Sequence[Task], duty: Duty, roads: Roads, book: _VisitBook
) -> tuple[Task, ...]:
    done: list[Task] = []
    returns = 0
    for task in tasks:
        if task.visit.kind == "base":
            returns += 1
            ways = [make_return(duty, returns)]
        else:
            ways = _list_ways(task, duty.unit_id, book)
        fitting = next((way for way in ways if keeps_limits(duty, [*done, way], roads)), None)
        if fitting is not None:
            done.append(fitting)
            book.take(fitting.visit)
    return tuple(done)


def _list_ways(task: Task, unit_id: str, book: _VisitBook) -> list[Task]:
    """Return the ways in which a unit could make a visit, the most similar first."""
    return [
        Task(visit, option)
        for visit in book.list_like(task.visit)
        for option in sorted(visit.options, key=lambda o: (_differs(task, o), -o.worth))
        if unit_id in option.units
    ]


def _differs(task: Task, option: Option) -> tuple[bool, bool, bool]:
    own = task.option
    return (
        option.candidate != own.candidate,
        option.edges != own.edges,
        option.window != own.window,
    )
