"""Which visits hang on the exact weights: planning again with every weight moved a little."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from routeplan.model import Plan
from routeplan.planning.inputs import Inputs
from routeplan.planning.optimise import solve_loops
from routeplan.planning.prepare import prepare_shift
from routeplan.planning.problem import LoopProblem

SHARE = 0.2
DRAWS = 5


@dataclass(frozen=True)
class SensitiveVisit:
    """A hotspot that is visited with some weights and not with others.

    Parameters
    ----------
    planned
        Whether the plan itself visits it.
    visited_in
        In how many of the `draws` with moved weights it is visited.
    """

    hotspot_id: str
    name: str
    planned: bool
    visited_in: int
    draws: int


def find_sensitive_visits(
    inputs: Inputs, plan: Plan, *, share: float = SHARE, draws: int = DRAWS
) -> tuple[SensitiveVisit, ...]:
    """Return the hotspots whose visit changes when every weight moves by up to `share`.

    Each draw multiplies every weight by its own factor between ``1 - share`` and ``1 + share``
    and solves the shift again with the limits of the configuration. Seeded by the plan's seed.
    """
    problem = prepare_shift(inputs).problem
    rng = np.random.default_rng(plan.seed)
    ids = sorted({visit.hotspot_id for visit in problem.visits if visit.hotspot_id is not None})
    counts: Counter[str] = Counter()
    for _draw in range(draws):
        factors = rng.uniform(1 - share, 1 + share, len(ids)).tolist()
        moved = _move_weights(problem, dict(zip(ids, factors, strict=True)))
        solution = solve_loops(moved, rules=inputs.config.solver, seed=plan.seed)
        counts.update(
            {
                task.visit.hotspot_id
                for tasks in solution.orders.values()
                for task in tasks
                if task.visit.hotspot_id is not None
            }
        )
    planned = {stop.hotspot_id for loop in plan.loops for stop in loop.visits}
    names = {spot.hotspot.id: spot.hotspot.name for spot in plan.hotspots}
    return tuple(
        SensitiveVisit(hotspot_id, name, hotspot_id in planned, counts[hotspot_id], draws)
        for hotspot_id, name in names.items()
        if counts[hotspot_id] != (draws if hotspot_id in planned else 0)
    )


def _move_weights(problem: LoopProblem, factors: Mapping[str, float]) -> LoopProblem:
    """Return the problem with every visit of a hotspot worth its factor of what it is worth."""
    visits = tuple(
        replace(
            visit,
            options=tuple(
                replace(option, worth=option.worth * factors.get(visit.hotspot_id or "", 1.0))
                for option in visit.options
            ),
        )
        for visit in problem.visits
    )
    return replace(problem, visits=visits)
