"""Plans of shifts by greedy insertion alone: quick, the same every time, not judged."""

from __future__ import annotations

from collections.abc import Collection

from routeplan.model import Plan
from routeplan.planning.inputs import Inputs
from routeplan.planning.insertion import complete_loops
from routeplan.planning.pipeline import finish_plan
from routeplan.planning.prepare import Preparation, prepare_shift
from routeplan.planning.problem import Solution


def insert_greedily(
    inputs: Inputs, *, without: Collection[str] = ()
) -> tuple[Plan, Preparation, Solution]:
    """Return the plan, what it was made from, and its orders.

    Parameters
    ----------
    without
        Kinds of visits that are not made.
    """
    ready = prepare_shift(inputs)
    problem = ready.problem
    solution = Solution(
        complete_loops(
            dict.fromkeys(problem.duty_of, ()),
            [visit for visit in problem.visits if visit.kind not in without],
            problem.duty_of, problem.roads, decay=problem.decay,
        )
    )  # fmt: skip
    return finish_plan(ready, solution), ready, solution
