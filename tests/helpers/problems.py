"""Small loop problems, and the slow and sure ways to solve them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from random import Random

import numpy as np

from routeplan.config import SolverRule
from routeplan.model import Duty, Option, TimeWindow, Visit
from routeplan.planning.insertion import Insertion, complete_loops
from routeplan.planning.problem import LoopProblem
from routeplan.planning.schedule import (
    Roads,
    Stretch,
    Task,
    is_feasible,
    join,
    make_base_stretch,
    make_task_stretch,
    measure_missing_m,
    measure_missing_s,
    measure_missing_stops,
    sum_loop,
)
from routeplan.roads.matrix import Matrix

HOUR_S = 3600
NIGHT_S = 8 * HOUR_S
METRES_PER_S = 10

Spans = Sequence[tuple[int, int]]
Loops = dict[str, tuple[Task, ...]]


def make_rules(*, iterations: int = 400, restarts: int = 4) -> SolverRule:
    """Return settings of the optimiser that do not depend on the clock."""
    return SolverRule(
        seconds=1, restarts=restarts, neighbours=20, penalty_updates=50, iterations=iterations
    )


def make_visit(
    name: str,
    place: int,
    *,
    worth: float = 1.0,
    dwell_s: int = 600,
    windows: Spans = ((0, NIGHT_S),),
    units: Sequence[str] = ("A",),
    required: bool = False,
) -> Visit:
    """Return a visit that unit A may make at any time of the night."""
    options = tuple(
        Option(place, place, TimeWindow(*span), dwell_s, worth, frozenset(units))
        for span in windows
    )
    return Visit(name, options, hotspot_id=name, part_id=name, series=name, required=required)


def make_duty(
    unit_id: str = "A",
    place: int = 0,
    *,
    window: tuple[int, int] = (0, NIGHT_S),
    max_loop_s: int | None = None,
    max_loop_m: int | None = None,
    profile: str = "R4",
    loops: int = 1,
    max_stops: int | None = None,
) -> Duty:
    """Return the duty of a unit for the whole night, without a reserve."""
    span = TimeWindow(*window)
    longest = span.length_s if max_loop_s is None else max_loop_s
    return Duty(unit_id, profile, place, span, longest, max_loop_m, loops, max_stops)


def make_matrix(seconds: Sequence[Sequence[int]], metres: object = None) -> Matrix:
    """Return a matrix of whole seconds, and ten metres for each unless `metres` says others."""
    table = np.array(seconds, dtype=np.int64)
    lengths = table * METRES_PER_S if metres is None else np.array(metres, dtype=np.int64)
    return Matrix(table * 1000, lengths * 1000)


def make_line_matrix(*positions_s: int) -> Matrix:
    """Return the matrix of places along one road, given by their seconds from its start."""
    return make_matrix([[abs(a - b) for b in positions_s] for a in positions_s])


def make_problem(
    visits: Sequence[Visit], duties: Sequence[Duty], matrix: Matrix | Mapping[str, Matrix]
) -> LoopProblem:
    """Return the problem; one matrix serves all profiles."""
    profiles = {duty.profile for duty in duties}
    matrices = dict.fromkeys(profiles, matrix) if isinstance(matrix, Matrix) else matrix
    return LoopProblem(tuple(visits), tuple(duties), matrices)


def make_random_problem(seed: int, *, visits: int, units: int) -> LoopProblem:
    """Return a problem in which time, windows, permissions and kilometres are all scarce."""
    random = Random(seed)
    size = units + visits
    ids = "ABC"[:units]
    seconds = _close([[random.randint(60, 1500) for _ in range(size)] for _ in range(size)])
    made = [
        make_visit(
            f"v{n}",
            units + n,
            worth=random.choice([0.5, 1, 2, 3, 5, 8]) * random.choice([1, 1.2]),
            dwell_s=random.choice([600, 900, 1500]),
            windows=_draw_windows(random),
            units=random.sample(ids, random.randint(1, units)),
            required=random.random() < 0.25,
        )
        for n in range(visits)
    ]
    duties = [
        make_duty(
            unit_id,
            place,
            window=(random.randint(0, HOUR_S), random.randint(2 * HOUR_S, 4 * HOUR_S)),
            max_loop_s=random.randint(HOUR_S, 3 * HOUR_S),
            max_loop_m=random.choice([None, 30_000, 60_000]),
        )
        for place, unit_id in enumerate(ids)
    ]
    return make_problem(made, duties, make_matrix(seconds))


def _draw_windows(random: Random) -> list[tuple[int, int]]:
    first = random.randint(0, 2 * HOUR_S)
    gap = first + random.randint(600, HOUR_S)
    later = gap + random.randint(600, HOUR_S)
    windows = [(0, NIGHT_S)], [(first, gap)], [(first, gap), (later, later + 900)]
    return random.choice(windows)


def _close(seconds: list[list[int]]) -> list[list[int]]:
    """Return shortest times: no way round is faster than the way itself (Floyd, Warshall)."""
    size = len(seconds)
    table = [[0 if a == b else seconds[a][b] for b in range(size)] for a in range(size)]
    for via, a, b in product(range(size), repeat=3):
        table[a][b] = min(table[a][b], table[a][via] + table[via][b])
    return table


def find_feasible_sets(problem: LoopProblem, duty: Duty) -> set[frozenset[str]]:
    """Return every set of visits that one unit can make in some order and some windows."""
    roads = problem.roads[duty.unit_id]
    mine = [visit for visit in problem.visits if duty.unit_id in visit.units]
    return set(_grow(make_base_stretch(duty), frozenset(), mine, duty, roads))


def _grow(
    stretch: Stretch, done: frozenset[str], visits: Sequence[Visit], duty: Duty, roads: Roads
) -> Iterator[frozenset[str]]:
    if is_feasible(duty, join(stretch, make_base_stretch(duty), roads)):
        yield done
    for visit in visits:
        for option in visit.options if visit.id not in done else ():
            longer = join(stretch, make_task_stretch(Task(visit, option)), roads)
            if not longer.late_s:
                yield from _grow(longer, done | {visit.id}, visits, duty, roads)


def find_best_value(problem: LoopProblem) -> tuple[int, float]:
    """Return how many required visits and how much worth the best loops hold, by trying all."""
    together = {frozenset[str]()}
    for duty in problem.duties:
        own = find_feasible_sets(problem, duty)
        together = {a | b for a in together for b in own if not a & b}
    return max(_value(problem, ids) for ids in together)


def measure_value(problem: LoopProblem, loops: Mapping[str, Sequence[Task]]) -> tuple[int, float]:
    """Return how many required visits and how much worth these loops hold."""
    return _value(problem, {task.visit.id for tasks in loops.values() for task in tasks})


def _value(problem: LoopProblem, ids: set[str] | frozenset[str]) -> tuple[int, float]:
    made = [visit for visit in problem.visits if visit.id in ids]
    return sum(v.required for v in made), round(sum(v.worth for v in made), 6)


def list_broken_loops(problem: LoopProblem, loops: Mapping[str, Sequence[Task]]) -> list[str]:
    """Return the units whose loop breaks a limit, a window or a permission."""
    return [
        unit_id
        for unit_id, tasks in loops.items()
        if not is_feasible(
            problem.duty_of[unit_id],
            sum_loop(problem.duty_of[unit_id], tasks, problem.roads[unit_id]),
        )
        or any(unit_id not in task.visit.units for task in tasks)
        or any(task.option not in task.visit.options for task in tasks)
    ]


def complete(
    problem: LoopProblem, loops: Loops | None = None, *, fair_limit: float | None = None
) -> Loops:
    """Return the loops, empty ones if none are given, with all that fits put in."""
    loops = dict.fromkeys(problem.duty_of, ()) if loops is None else loops
    return complete_loops(
        loops, problem.visits, problem.duty_of, problem.roads,
        decay=problem.decay, fair_limit=fair_limit,
    )  # fmt: skip


def list_left_over(problem: LoopProblem, loops: Loops) -> list[Visit]:
    """Return the visits that are in none of the loops."""
    done = {task.visit.id for tasks in loops.values() for task in tasks}
    return [visit for visit in problem.visits if visit.id not in done]


def try_all_places(problem: LoopProblem, loops: Loops, visit: Visit) -> list[Insertion]:
    """Return every way to put a visit into the loops, each loop summed up from its start."""
    found = []
    for unit_id in visit.units:
        duty, tasks = problem.duty_of[unit_id], loops[unit_id]
        for number, option in enumerate(visit.options):
            for position in range(len(tasks) + 1):
                longer = (*tasks[:position], Task(visit, option), *tasks[position:])
                loop = sum_loop(duty, longer, problem.roads[unit_id])
                missing = (
                    measure_missing_s(duty, loop),
                    measure_missing_m(duty, loop),
                    measure_missing_stops(duty, longer),
                )
                before = sum_loop(duty, tasks, problem.roads[unit_id])
                added_m = loop.metres - before.metres
                found.append(Insertion(*missing, added_m, unit_id, position, number))
    return found
