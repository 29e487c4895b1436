"""Which visits each unit makes, and in which order: the only module that knows PyVRP.

The problem is a team orienteering problem with time windows on an asymmetric matrix: gain the
most worth, then drive the least. PyVRP (Wouda, Lan and Kool 2024, "PyVRP: a high-performance
VRP solver package", https://doi.org/10.1287/ijoc.2023.0055) solves it as a prize-collecting
vehicle routing problem by iterated local search.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyvrp
from pyvrp import stop as pyvrp_stop
from pyvrp.search import NeighbourhoodParams

from routeplan.config import SolverRule
from routeplan.model import Duty
from routeplan.planning.insertion import complete_loops
from routeplan.planning.problem import LoopProblem, Solution
from routeplan.planning.schedule import Stretch, Task, is_feasible, sum_loop

# PyVRP's stubs name array types that numpy's cannot express
PyVRPArray = Any

# A drive that no shift can hold keeps a unit away from what it may not do; in s and in m.
FORBIDDEN = 10**7
UNLIMITED = int(np.iinfo(np.int64).max)

# The least worth must outweigh the longest detour and its overtime this many times; required
# visits outweigh all other worth together.
PRIZE_OVER_DETOUR = 4

# The most that the worths together are taken to be times the least, and the most that a second
# too long may cost: with both, all sums stay within the whole numbers that PyVRP counts in, and
# a required visit cannot pay for breaking a limit.
LARGEST_RATIO = 10**6
MAX_PENALTY = 1e8

# PyVRP's seeds are below this.
SEEDS = 2**32

# Where everything can be visited, a second above the mean loop weighs as much as this driving:
# about what is driven in it.
METRES_PER_S = 10


def solve_loops(problem: LoopProblem, *, rules: SolverRule, seed: int) -> Solution:
    """Return for each unit the visits of its loop in order; units may stay without any.

    The best of `rules.restarts` seeded runs that share the time or the iterations. With an
    iteration limit the same input and seed give the same loops. No visit that is left out
    would fit into any loop as it stands. Once a run makes every visit, the later ones share
    the work: a second of a loop above the mean counts as much as `METRES_PER_S` of driving.
    """
    options = [Task(visit, option) for visit in problem.visits for option in visit.options]
    best: dict[str, tuple[Task, ...]] = dict.fromkeys(problem.duty_of, ())
    if not options:
        return Solution(best)
    share_s: int | None = None
    for run in range(rules.restarts):
        result = pyvrp.solve(
            _make_data(problem, options, share_s=share_s),
            stop=_make_stop(rules),
            seed=(seed * rules.restarts + run) % SEEDS,
            collect_stats=False,
            params=_make_params(rules),
        )
        loops = _decode(problem, options, result.best)
        loops = complete_loops(loops, problem.visits, problem.duty_of, problem.roads)
        best = max(best, loops, key=lambda found: _rank(problem, found, share_s))
        if share_s is None and sum(map(len, best.values())) == len(problem.visits):
            share_s = _find_mean_loop_s(problem, best)
    return Solution(best)


def _find_mean_loop_s(problem: LoopProblem, loops: Mapping[str, tuple[Task, ...]]) -> int:
    lengths = [loop.length_s for loop in _sum_loops(problem, loops)]
    return sum(lengths) // len(lengths)


def _sum_loops(problem: LoopProblem, loops: Mapping[str, tuple[Task, ...]]) -> list[Stretch]:
    return [
        sum_loop(problem.duty_of[unit_id], tasks, problem.roads[unit_id])
        for unit_id, tasks in loops.items()
    ]


def _rank(
    problem: LoopProblem, loops: Mapping[str, tuple[Task, ...]], share_s: int | None
) -> tuple[int, float, int]:
    """Return what makes loops better: required visits, worth, little driving, work shared."""
    made = [task for tasks in loops.values() for task in tasks]
    # as a share, because weights may be of any size
    all_worth = math.fsum(visit.worth for visit in problem.visits) or 1.0
    share = math.fsum(task.option.worth for task in made) / all_worth
    cost = sum(
        loop.metres + METRES_PER_S * (0 if share_s is None else max(loop.length_s - share_s, 0))
        for loop in _sum_loops(problem, loops)
    )
    return sum(task.visit.required for task in made), round(share, 9), -cost


def _make_params(rules: SolverRule) -> pyvrp.SolveParams:
    return pyvrp.SolveParams(
        penalty=pyvrp.PenaltyParams(
            solutions_between_updates=rules.penalty_updates, max_penalty=MAX_PENALTY
        ),
        neighbourhood=NeighbourhoodParams(num_neighbours=rules.neighbours),
    )


def _make_stop(rules: SolverRule) -> pyvrp_stop.StoppingCriterion:
    if rules.iterations is not None:
        return pyvrp_stop.MaxIterations(max(rules.iterations // rules.restarts, 1))
    return pyvrp_stop.MaxRuntime(rules.seconds / rules.restarts)


def _make_data(
    problem: LoopProblem, options: Sequence[Task], *, share_s: int | None
) -> pyvrp.ProblemData:
    """Return the problem as PyVRP knows it: depots first, then one client per option.

    A visit with several ways to make it is a group of clients of which at most one is served. Loops
    longer than `share_s` pay for it as overtime.
    """
    duties = problem.duties
    profiles = [_make_profile(problem, duty, options) for duty in duties]
    prizes = _scale_prizes(problem, options)
    groups, group_of = _make_groups(options)
    clients = [
        pyvrp.Client(
            location=len(duties) + number,
            service_duration=task.option.service_s,
            tw_early=task.option.window.start_s,
            tw_late=task.option.window.end_s,
            prize=prizes[number],
            required=False,
            group=group_of[number],
            name=task.visit.id,
        )
        for number, task in enumerate(options)
    ]
    return pyvrp.ProblemData(
        locations=[pyvrp.Location(0, 0)] * (len(duties) + len(options)),
        clients=clients,
        depots=[pyvrp.Depot(number) for number in range(len(duties))],
        vehicle_types=[_make_vehicle(n, duty, share_s) for n, duty in enumerate(duties)],
        distance_matrices=[metres for _seconds, metres in profiles],
        duration_matrices=[seconds for seconds, _metres in profiles],
        groups=groups,
    )


def _make_vehicle(number: int, duty: Duty, share_s: int | None) -> pyvrp.VehicleType:
    usual_s = duty.max_loop_s if share_s is None else min(share_s, duty.max_loop_s)
    return pyvrp.VehicleType(
        start_depot=number,
        end_depot=number,
        tw_early=duty.window.start_s,
        tw_late=duty.window.end_s,
        shift_duration=usual_s,
        max_overtime=duty.max_loop_s - usual_s,
        unit_overtime_cost=METRES_PER_S,
        profile=number,
        max_distance=UNLIMITED if duty.max_loop_m is None else min(duty.max_loop_m, UNLIMITED),
        name=duty.unit_id,
    )


def _make_profile(
    problem: LoopProblem, duty: Duty, options: Sequence[Task]
) -> tuple[PyVRPArray, PyVRPArray]:
    """Return the seconds and metres of one unit, prohibitive where it may not go."""
    matrix = problem.matrices[duty.profile]
    bases = [other.place for other in problem.duties]
    entries = bases + [task.option.entry for task in options]
    exits = bases + [task.option.exit for task in options]
    within = np.array([0] * len(bases) + [task.option.metres for task in options])
    seconds = matrix.seconds[np.ix_(exits, entries)].copy()
    metres = matrix.metres[np.ix_(exits, entries)] + within[:, None]
    closed = [
        len(problem.duties) + number
        for number, task in enumerate(options)
        if duty.unit_id not in task.option.units
    ]
    for table in (seconds, metres):
        table[closed, :] = FORBIDDEN
        table[:, closed] = FORBIDDEN
        np.fill_diagonal(table, 0)
    return seconds, metres


def _scale_prizes(problem: LoopProblem, options: Sequence[Task]) -> list[int]:
    """Return whole prizes that outweigh driving and overtime: these only break ties."""
    metres = max(int(matrix.metres.max()) for matrix in problem.matrices.values())
    seconds = max(int(matrix.seconds.max()) for matrix in problem.matrices.values())
    stay_s = max(task.option.service_s for task in options)
    detour = metres + METRES_PER_S * (seconds + stay_s)
    worths = [visit.worth for visit in problem.visits if visit.worth > 0]
    least = max(min(worths, default=1.0), sum(worths) / LARGEST_RATIO)
    unit = PRIZE_OVER_DETOUR * detour / least
    dominating = round(unit * sum(worths)) + 1
    return [
        round(task.option.worth * unit) + (dominating if task.visit.required else 0)
        for task in options
    ]


def _make_groups(
    options: Sequence[Task],
) -> tuple[list[pyvrp.ClientGroup], list[int | None]]:
    numbers: dict[str, list[int]] = {}
    for number, task in enumerate(options):
        numbers.setdefault(task.visit.id, []).append(number)
    groups: list[pyvrp.ClientGroup] = []
    group_of: list[int | None] = [None] * len(options)
    for members in numbers.values():
        if len(members) > 1:
            for member in members:
                group_of[member] = len(groups)
            groups.append(pyvrp.ClientGroup(members, required=False))
    return groups, group_of


def _decode(
    problem: LoopProblem, options: Sequence[Task], solution: pyvrp.Solution
) -> dict[str, tuple[Task, ...]]:
    """Return the loops of a solution, each confirmed by our own timing; none if it has faults."""
    loops: dict[str, tuple[Task, ...]] = {duty.unit_id: () for duty in problem.duties}
    if not solution.is_feasible():
        return loops
    for route in solution.routes():
        duty = problem.duties[route.vehicle_type()]
        tasks = tuple(options[step.idx] for step in route if step.is_client())
        if not is_feasible(duty, sum_loop(duty, tasks, problem.roads[duty.unit_id])):
            raise RuntimeError(f"PyVRP's loop of {duty.unit_id} breaks its limits")
        loops[duty.unit_id] = tasks
    return loops
