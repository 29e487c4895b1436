"""Which visits each unit makes, and in which order.

The problem is a team orienteering problem with time windows on an asymmetric matrix: gain the
most worth, then drive the least. It is solved by ruin and recreate: strings of visits that are
near each other are taken out of the loops and whatever fits is put in again, over and over.
The method is that of Christiaens, J., Vanden Berghe, G. (2020), "Slack Induction by String
Removals for Vehicle Routing Problems", Transportation Science 54(2),
https://doi.org/10.1287/trsc.2019.0914; `routeplan.planning.search` holds it as compiled code.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from routeplan.config import SolverRule
from routeplan.model import Duty
from routeplan.planning.filling import measure_spread
from routeplan.planning.insertion import complete_loops, open_loops
from routeplan.planning.problem import LoopProblem, Solution
from routeplan.planning.returns import number_returns
from routeplan.planning.schedule import (
    Roads,
    Task,
    drop_repeats,
    is_driven,
    keeps_limits,
    rank_task,
    sum_loop,
    sum_worth,
)
from routeplan.planning.search.run import (
    HOTTEST,
    Clock,
    Effort,
    Routes,
    make_effort,
    run_beside,
)
from routeplan.planning.search.state import Weights
from routeplan.planning.search.tables import Encoding, encode_problem
from routeplan.planning.search.weights import METRES_PER_S, weigh_driving, weigh_worth

Loops = dict[str, tuple[Task, ...]]
Start = Mapping[str, Sequence[Task]]

# Share of the effort for a first look whether every visit can be made.
FIRST_LOOK = 0.05


def solve_loops(
    problem: LoopProblem,
    *,
    rules: SolverRule,
    seed: int,
    start: Start | None = None,
    clock: Clock = "wall",
    hottest: float = HOTTEST,
) -> Solution:
    """Return for each unit the visits of its loop in order; units may stay without any.

    The best of `rules.restarts` seeded runs that share the time or the iterations. With an
    iteration limit the same input and seed give the same loops. No visit that is left out
    would fit into any loop as it stands. Where every visit can be made, the runs share
    the work: a second of a loop above the mean counts as much as `METRES_PER_S` of driving.

    Parameters
    ----------
    start
        Loops to be bettered, by unit; what of them can still be done is not given up for less.
    clock
        Whether `rules.seconds` are those on the wall, or those that a processor works in each
        of `rules.processes` threads.
    hottest
        How much worth a change may lose at first, 1 the mean worth of a visit: the less, the nearer
        the loops stay to `start`.
    """
    encoding = encode_problem(problem)
    if encoding is None:
        return Solution(dict.fromkeys(problem.duty_of, ()))
    optimiser = Optimiser(problem, encoding, rules, seed)
    effort = make_effort(rules, clock, hottest=hottest)
    starts = [] if start is None else [start]
    if problem.fair_limit is None:
        return Solution(optimiser.find_best(effort, starts=starts))
    free = optimiser.find_best(effort.take(1 / 2), starts=starts)
    best = optimiser.find_best(
        effort.take(1 / 2), starts=[*starts, free], fair_limit=problem.fair_limit
    )
    worths = [sum_worth(chain.from_iterable(o.values()), problem.decay) for o in (free, best)]
    return Solution(best, max(worths))


@dataclass(frozen=True, eq=False)
class Optimiser:
    """A problem, with or without its limit of fairness."""

    problem: LoopProblem
    encoding: Encoding
    rules: SolverRule
    seed: int

    def find_best(
        self, effort: Effort, *, starts: Sequence[Start], fair_limit: float | None = None
    ) -> Loops:
        """Return the best loops that an effort finds."""
        known = [loops for start in starts for loops in self._take_over(start, fair_limit)]
        weights = weigh_worth(self.encoding, fair_limit=fair_limit)
        found = known + self._run(weights, effort.take(FIRST_LOOK), [0])
        share_s: int | None = None
        best = max(found, key=self._rank)
        if self._makes_all(best):
            share_s = _find_mean_loop_s(self.problem, best)
            weights = weigh_driving(self.encoding, share_s=share_s, fair_limit=fair_limit)
        rest = effort.take(1 - FIRST_LOOK)
        found += self._run(weights, rest, range(1, self.rules.restarts + 1), start=best)
        best = max(found, key=lambda loops: self._rank(loops, share_s))
        longer = self._complete(best, fair_limit)
        return max(longer, best, key=lambda loops: self._rank(loops, share_s))

    def _run(
        self, weights: Weights, effort: Effort, runs: Sequence[int], *, start: Loops | None = None
    ) -> list[Loops]:
        """Return what some runs find, each loop confirmed by our own timing."""
        routes = None if start is None else self.encoding.encode_loops(start)
        found = run_beside(
            self.encoding, weights, effort,
            seeds=[(self.seed, run) for run in runs], workers=self.rules.processes, start=routes,
        )  # fmt: skip
        return [self._decode(best) for best in found]

    def _decode(self, routes: Routes) -> Loops:
        loops: Loops = {}
        for unit, duty in enumerate(self.problem.duties):
            tasks = number_returns(duty, [self.encoding.tasks[option] for option in routes[unit]])
            if not keeps_limits(duty, tasks, self.problem.roads[duty.unit_id]):
                raise RuntimeError(f"the loop found for {duty.unit_id} breaks its limits")
            loops[duty.unit_id] = tasks if is_driven(tasks) else ()
        return loops

    def _complete(self, loops: Loops, fair_limit: float | None) -> Loops:
        problem = self.problem
        return complete_loops(
            loops, problem.visits, problem.duty_of, problem.roads,
            decay=problem.decay, fair_limit=fair_limit,
        )  # fmt: skip

    def _take_over(self, start: Start, fair_limit: float | None) -> list[Loops]:
        """Return what of given loops can still be done, nothing if it is not even enough."""
        problem = self.problem
        known = {(task.visit.id, task.option) for task in self.encoding.tasks}
        loops: Loops = {}
        for unit_id, duty in problem.duty_of.items():
            tasks = [
                task
                for task in start.get(unit_id, ())
                if task.visit.kind == "base" or (task.visit.id, task.option) in known
            ]
            loops[unit_id] = _shorten(duty, tasks, problem.roads[unit_id])
        loops = self._complete(loops, None)
        opened = open_loops(loops, problem.duty_of, problem.roads)
        if fair_limit is not None and measure_spread(opened, problem.duty_of) > fair_limit:
            return []
        return [loops]

    def _makes_all(self, loops: Loops) -> bool:
        made = {task.visit.id for tasks in loops.values() for task in tasks}
        return all(
            visit.id in made
            for visit in self.problem.visits
            if visit.kind != "break" and (visit.required or visit.worth > 0)
        )

    def _rank(self, loops: Loops, share_s: int | None = None) -> tuple[int, float, float, int]:
        """Return what makes loops better: required visits, worth, wishes, little driving."""
        made = [task for tasks in loops.values() for task in tasks]
        # as a share, because weights may be of any size
        all_worth = math.fsum(visit.worth for visit in self.problem.visits) or 1.0
        share = sum_worth(made, self.problem.decay) / all_worth
        cost = 0
        for unit_id, tasks in loops.items():
            if tasks:
                loop = sum_loop(self.problem.duty_of[unit_id], tasks, self.problem.roads[unit_id])
                excess_s = 0 if share_s is None else max(loop.length_s - share_s, 0)
                cost += loop.metres + METRES_PER_S * excess_s
        required = sum(task.visit.required and task.visit.kind != "break" for task in made)
        return required, round(share, 9), -round(self._measure_wishes(made), 9), -cost

    def _measure_wishes(self, made: Sequence[Task]) -> float:
        """Return how far the shares of categories are from those wished, added up."""
        categories = [task.visit.category for task in made if task.is_stop]
        return math.fsum(
            abs(categories.count(category) / max(len(categories), 1) - share)
            for category, share in self.problem.wishes.items()
        )


def _shorten(duty: Duty, tasks: Sequence[Task], roads: Roads) -> tuple[Task, ...]:
    """Return the tasks of a loop that keep its limits, the least worth given up first."""
    kept = drop_repeats(tasks)
    while not keeps_limits(duty, kept, roads):
        least = min(kept, key=rank_task)
        kept = drop_repeats([task for task in kept if task is not least])
    return kept


def _find_mean_loop_s(problem: LoopProblem, loops: Loops) -> int:
    """Return the mean seconds of the loops, those of units that stay among them."""
    lengths = [
        sum_loop(problem.duty_of[unit_id], tasks, problem.roads[unit_id]).length_s if tasks else 0
        for unit_id, tasks in loops.items()
    ]
    return sum(lengths) // len(lengths)
