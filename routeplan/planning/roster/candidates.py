"""The set of near-best plans that a shift is drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from routeplan.config import Config
from routeplan.planning.insertion import complete_loops
from routeplan.planning.optimise import solve_loops
from routeplan.planning.problem import LoopProblem
from routeplan.planning.roster.varied import Orders, Seen, favour_hours, require_hotspots
from routeplan.planning.schedule import sum_worth

# The best plans are searched with so many times the changes of each other one.
BEST_EFFORT = 2.0

# What a visit outside the hours drawn for it counts at least and at most.
OUTSIDE = 0.4, 0.8


@dataclass(frozen=True, eq=False)
class Candidate:
    """Loops of a shift, and what they are worth."""

    orders: Orders
    worth: float


@dataclass(frozen=True, eq=False)
class NearBest:
    """The plans that a shift can be drawn from, and the best one.

    Parameters
    ----------
    best
        With nothing in mind but worth.
    candidates
        At least one; all make what is due, as far as the best one that has to does.
    """

    best: Candidate
    candidates: tuple[Candidate, ...]


def find_near_best(
    problem: LoopProblem, *, due: Mapping[str, int], seen: Seen, config: Config, seed: int
) -> NearBest:
    """Return loops that gain nearly as much as the best ones, each at hours drawn anew.

    Parameters
    ----------
    due
        Hotspots that have to be visited, and how often, beside what the problem itself requires.
    seen
        What the shifts of this kind have shown so far.
    seed
        The same seed gives the same loops, in however many threads.
    """
    rule = config.roster
    finder = CandidateFinder(problem, require_hotspots(problem, due), seen, config, seed)
    with ThreadPoolExecutor(max_workers=config.solver.processes) as pool:
        free = pool.submit(finder.find_best, problem)
        bound = pool.submit(finder.find_best, finder.asked) if due else free
        drawn = list(pool.map(finder.draw, range(rule.plans)))
        best, leader = free.result(), bound.result()
    made = finder.count_required(leader)
    kept = [
        candidate
        for candidate in drawn
        if candidate.worth >= (1 - rule.epsilon) * leader.worth
        and finder.count_required(candidate) >= made
    ]
    return NearBest(best, tuple(kept) or (leader,))


@dataclass(frozen=True, eq=False)
class CandidateFinder:
    """Solves the problem of a shift over and over; `asked` requires what is due too."""

    problem: LoopProblem
    asked: LoopProblem
    seen: Seen
    config: Config
    seed: int

    def find_best(self, problem: LoopProblem) -> Candidate:
        """Return the best loops found with nothing else in mind."""
        orders = self._solve(problem, self.seed, effort=BEST_EFFORT)
        return self._judge(orders)

    def draw(self, number: int) -> Candidate:
        """Return loops that are good at hours drawn by lot, completed by what else fits."""
        rng = np.random.default_rng([self.seed, number])
        outside = float(rng.uniform(*OUTSIDE))
        varied = favour_hours(self.asked, rng, outside=outside, seen=self.seen)
        found = varied.restore(self._solve(varied.problem, self.seed + number + 1, effort=1.0))
        orders = complete_loops(
            found, self.asked.visits, self.asked.duty_of, self.asked.roads,
            decay=self.asked.decay, fair_limit=self.asked.fair_limit,
        )  # fmt: skip
        return self._judge(orders)

    def count_required(self, candidate: Candidate) -> int:
        """Return how many of the required visits loops make."""
        required = {visit.id for visit in self.asked.visits if visit.required}
        return sum(
            task.visit.id in required for tasks in candidate.orders.values() for task in tasks
        )

    def _solve(self, problem: LoopProblem, seed: int, *, effort: float) -> Orders:
        changes = round(self.config.roster.iterations * effort)
        rules = replace(self.config.solver, iterations=changes, processes=1)
        return solve_loops(problem, rules=rules, seed=seed).orders

    def _judge(self, orders: Orders) -> Candidate:
        tasks = [task for tasks in orders.values() for task in tasks]
        return Candidate(orders, sum_worth(tasks, self.problem.decay))
