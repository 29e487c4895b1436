"""The search that moves a visit only for a gain, and the order that is kept where it can be."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from routeplan.config import SolverRule
from routeplan.model import Option, Visit
from routeplan.planning.gaps import open_loop
from routeplan.planning.insertion import find_cheapest_insertions
from routeplan.planning.optimise import solve_loops
from routeplan.planning.problem import LoopProblem
from routeplan.planning.replan.repair import Orders
from routeplan.planning.schedule import Task, is_feasible, keeps_limits, sum_loop, sum_worth


@dataclass(frozen=True, eq=False)
class Owners:
    """Who was to make which visit, and whom something has happened to.

    Parameters
    ----------
    unit_of
        By visit the unit that was to make it; visits that were left out are missing.
    affected
        Units to which something has happened.
    free
        Visits that anybody may take: new ones.
    """

    unit_of: Mapping[str, str]
    affected: Collection[str]
    free: Collection[str]

    def may_make(self, visit: Visit, unit_id: str) -> bool:
        """Tell whether a unit may make a visit.

        A unit to which nothing has happened keeps its own visits, and may take what others had to
        do and can no longer, and what is new. The others may take anything.
        """
        owner = self.unit_of.get(visit.id)
        if unit_id in self.affected or owner == unit_id or visit.id in self.free:
            return True
        return owner is not None and owner in self.affected


class LoyalProblem:
    """A problem in which a visit is worth more to the unit that was to make it.

    Parameters
    ----------
    share
        By which share of its worth; that is what moving it has to gain.
    """

    def __init__(
        self, problem: LoopProblem, owners: Owners, share: float, keep: Mapping[str, Option]
    ) -> None:
        self.true = problem
        self._original: dict[tuple[str, Option], Task] = {}
        self._loyal: dict[tuple[str, Option, str], Task] = {}
        visits = [
            loyal
            for visit in problem.visits
            if (loyal := self._make(visit, owners, share, keep.get(visit.id))) is not None
        ]
        self.problem = replace(problem, visits=tuple(visits))

    def _make(
        self, visit: Visit, owners: Owners, share: float, keep: Option | None
    ) -> Visit | None:
        """Return a visit with its options by unit, None where nobody may make it."""
        if visit.fixed or visit.hotspot_id is None:
            chosen = visit.options if keep is None else (keep,)
            options = [(option, option, unit) for option in chosen for unit in option.units]
        else:
            owner = owners.unit_of.get(visit.id)
            options = []
            for option in visit.options:
                units = {unit for unit in option.units if owners.may_make(visit, unit)}
                mine = units & {owner}
                for group, factor in ((units - mine, 1.0), (mine, 1.0 + share)):
                    if group:
                        worth = option.worth * factor
                        loyal = replace(option, units=frozenset(group), worth=worth)
                        options += [(option, loyal, unit) for unit in group]
        if not options:
            return None
        distinct = tuple(dict.fromkeys(loyal for _option, loyal, _unit in options))
        made = replace(visit, options=distinct)
        for option, loyal, unit in options:
            self._original[visit.id, loyal] = Task(visit, option)
            self._loyal[visit.id, option, unit] = Task(made, loyal)
        return made

    def to_loyal(self, orders: Orders) -> Orders:
        """Return loops of the true problem as loops of this one."""
        return {
            unit: tuple(
                task if task.visit.kind == "base" else self._loyal[task.visit.id, task.option, unit]
                for task in tasks
                if task.visit.kind == "base" or (task.visit.id, task.option, unit) in self._loyal
            )
            for unit, tasks in orders.items()
        }

    def to_true(self, orders: Mapping[str, Sequence[Task]]) -> Orders:
        """Return loops of this problem as loops of the true one."""
        return {
            unit: tuple(
                task if task.visit.kind == "base" else self._original[task.visit.id, task.option]
                for task in tasks
            )
            for unit, tasks in orders.items()
        }


def improve_loops(
    loyal: LoyalProblem, orders: Orders, *, rules: SolverRule, seed: int, share: float
) -> Orders:
    """Return loops that gain more than they change, in the order that they had where they can.

    Parameters
    ----------
    orders
        Those to be bettered, of the true problem.
    share
        What a change of order has to gain, as a share of the worth of what it moves.
    """
    start = loyal.to_loyal(orders)
    found = solve_loops(loyal.problem, rules=rules, seed=seed, start=start).orders
    if _rank(loyal.problem, found) <= _rank(loyal.problem, start):
        return orders
    better = {
        unit: _restore_order(loyal.true, unit, orders[unit], tasks, share)
        for unit, tasks in loyal.to_true(found).items()
    }
    required, worth = _rank(loyal.problem, loyal.to_loyal(better))
    moved = (task for unit in better for task in _list_moved(orders[unit], better[unit]))
    price = share * sum(task.option.worth for task in moved)
    is_worth_it = (required, worth - price) > _rank(loyal.problem, start)
    return better if is_worth_it else orders


def _rank(problem: LoopProblem, orders: Mapping[str, Sequence[Task]]) -> tuple[int, float]:
    tasks = list(chain.from_iterable(orders.values()))
    required = sum(task.visit.required and task.visit.kind != "break" for task in tasks)
    return required, round(sum_worth(tasks, problem.decay), 6)


def _restore_order(
    problem: LoopProblem, unit: str, before: Sequence[Task], after: tuple[Task, ...], share: float
) -> tuple[Task, ...]:
    """Return a new loop in the order of the old one, unless that loses more than it is worth."""
    kept = {task.visit.id: task for task in after}
    if [t.visit.id for t in before if t.visit.id in kept] == [
        t.visit.id for t in after if t.visit.id in {b.visit.id for b in before}
    ]:
        return after
    restored = _rebuild(problem, unit, before, after)
    if restored is None:
        return after
    lost = sum_worth(after, problem.decay) - sum_worth(restored, problem.decay)
    moved = _list_moved(before, after)
    price = share * sum(task.option.worth for task in moved)
    return after if lost > price else restored


def _rebuild(
    problem: LoopProblem, unit: str, before: Sequence[Task], after: Sequence[Task]
) -> tuple[Task, ...] | None:
    """Return the tasks of a new loop in the order of the old one, those added as far as they fit.

    None where what is kept does not fit in that order.
    """
    duty, roads = problem.duty_of[unit], problem.roads[unit]
    chosen = {task.visit.id: task for task in after}
    old = {task.visit.id for task in before}
    # a meeting is when and where the other unit comes, the rest may be made as it was
    tasks = [
        chosen[task.visit.id] if task.visit.kind == "meeting" else task
        for task in before
        if task.visit.id in chosen
    ]
    if not is_feasible(duty, sum_loop(duty, tasks, roads)):
        return None
    loop = open_loop(duty, tasks, roads)
    for task in after:
        if task.visit.id in old:
            continue
        (way,) = find_cheapest_insertions([replace_options(task)], {unit: loop})
        if way is None or not way.fits:
            continue
        position = way.position
        inserted = (*loop.tasks[:position], task, *loop.tasks[position:])
        loop = open_loop(duty, inserted, roads)
    return loop.tasks if keeps_limits(duty, loop.tasks, roads) else None


def replace_options(task: Task) -> Visit:
    """Return the visit of a task as one that can only be made in its way."""
    return replace(task.visit, options=(task.option,))


def _list_moved(before: Iterable[Task], after: Sequence[Task]) -> list[Task]:
    """Return the fewest tasks that stand elsewhere among those of both loops."""
    place = {task.visit.id: number for number, task in enumerate(before)}
    common = [task for task in after if task.visit.id in place]
    kept = find_longest_rise([place[task.visit.id] for task in common])
    return [task for number, task in enumerate(common) if number not in kept]


def find_longest_rise(numbers: Sequence[int]) -> set[int]:
    """Return the positions of a longest rising subsequence of different numbers (Fredman 1975)."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for position, number in enumerate(numbers):
        length = bisect_left(tails, number)
        before.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [number]
        ends[length : length + 1] = [position]
    chosen = set[int]()
    position = ends[-1] if ends else -1
    while position >= 0:
        chosen.add(position)
        position = before[position]
    return chosen
