"""Plans of shifts of at most seven visits, against the best of all plans."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pytest
from problems import find_best_value
from small_shifts import MOST_VISITS, make_small_shift

from routeplan.model import Plan
from routeplan.planning.bound import find_bound
from routeplan.planning.pipeline import plan_shift
from routeplan.planning.prepare import prepare_shift
from routeplan.planning.problem import LoopProblem

SEEDS = range(30)


@dataclass(frozen=True)
class Solved:
    """A shift, its plan, and what the best of all plans is worth."""

    problem: LoopProblem
    plan: Plan
    best: float


@pytest.fixture(scope="module")
def shifts() -> tuple[Solved, ...]:
    """Return the shifts of all seeds, solved."""
    solved = []
    for seed in SEEDS:
        inputs = make_small_shift(seed, iterations=1000)
        problem = prepare_shift(inputs).problem
        _required, best = find_best_value(problem)
        solved.append(Solved(problem, plan_shift(inputs), best))
    return tuple(solved)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_plan_is_worth_as_much_as_the_best_of_all(
    shifts: tuple[Solved, ...], seed: int
) -> None:
    visits = [v for v in shifts[seed].problem.visits if v.hotspot_id is not None]
    assert 0 < len(visits) <= MOST_VISITS
    assert shifts[seed].plan.totals.worth == pytest.approx(shifts[seed].best)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_bound_is_never_below_the_best(shifts: tuple[Solved, ...], seed: int) -> None:
    best = shifts[seed].best
    assert best - 1e-9 <= find_bound(shifts[seed].problem) < math.inf
    assert best - 1e-9 <= shifts[seed].plan.totals.bound < math.inf


def test_most_of_these_shifts_leave_no_time_for_everything(shifts: tuple[Solved, ...]) -> None:
    """Otherwise the best would not be hard to find."""
    scarce = [s for s in shifts if s.best < s.plan.totals.worth_available - 1e-9]
    assert len(scarce) > len(SEEDS) / 2
