"""Plans of shifts of at most seven visits, against the best of all plans."""

from __future__ import annotations

import math

import pytest
from problems import find_best_value
from small_shifts import MOST_VISITS, make_small_shift

from routeplan.model import Plan
from routeplan.planning.bound import find_bound
from routeplan.planning.inputs import Inputs
from routeplan.planning.pipeline import plan_shift
from routeplan.planning.prepare import prepare_shift

SEEDS = range(40)


@pytest.fixture(scope="module", params=SEEDS)
def solved(request: pytest.FixtureRequest) -> tuple[Inputs, Plan]:
    """Return a shift and its plan."""
    inputs = make_small_shift(request.param, iterations=1000)
    return inputs, plan_shift(inputs)


def test_the_plan_is_worth_as_much_as_the_best_of_all(solved: tuple[Inputs, Plan]) -> None:
    inputs, plan = solved
    problem = prepare_shift(inputs).problem
    assert sum(visit.hotspot_id is not None for visit in problem.visits) <= MOST_VISITS
    _required, best = find_best_value(problem)
    assert plan.totals.worth == pytest.approx(best)


def test_the_bound_is_never_below_the_best(solved: tuple[Inputs, Plan]) -> None:
    inputs, plan = solved
    problem = prepare_shift(inputs).problem
    _required, best = find_best_value(problem)
    assert best - 1e-9 <= find_bound(problem) < math.inf
    assert best - 1e-9 <= plan.totals.bound < math.inf


def test_most_of_these_shifts_leave_no_time_for_everything() -> None:
    """Otherwise the best would not be hard to find."""
    problems = [prepare_shift(make_small_shift(seed, iterations=1)).problem for seed in SEEDS]
    scarce = [p for p in problems if find_best_value(p)[1] < sum(visit.worth for visit in p.visits)]
    assert len(scarce) > len(SEEDS) / 2
