"""Small loop problems, and the slow and sure ways to solve them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, product
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
    count_stops,
    is_feasible,
    join,
    keeps_limits,
    make_base_stretch,
    make_return,
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
    return SolverRule(seconds=1, restarts=restarts, iterations=iterations)


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


def make_break(
    unit_id: str, place: int, *, minutes: int = 20, span: tuple[int, int] = (0, NIGHT_S),
    number: int = 1,
) -> Visit:  # fmt: skip
    """Return a break of a unit at a place that begins within `span`."""
    option = Option(place, place, TimeWindow(*span), 60 * minutes, 0.0, frozenset({unit_id}))
    return Visit(f"break:{unit_id}:{number}", (option,), kind="break", required=True)


def make_meeting(
    name: str, units: tuple[str, str], candidates: Sequence[tuple[int, int]], *, minutes: int = 10
) -> tuple[Visit, Visit]:
    """Return both halves of a meeting at one of some places and seconds."""
    first, second = (
        Visit(
            f"meeting:{name}:{unit_id}",
            tuple(
                Option(place, place, TimeWindow(at_s, at_s), 60 * minutes, 0.0,
                       frozenset({unit_id}), candidate=number)
                for number, (place, at_s) in enumerate(candidates)
            ),
            kind="meeting", required=True, meeting=name,
        )
        for unit_id in units
    )  # fmt: skip
    return first, second


def repeat_visit(visit: Visit, *spans: tuple[int, int]) -> list[Visit]:
    """Return one visit of the same place for each span in which it may begin."""
    return [
        replace(
            visit,
            id=f"{visit.id}#{number}",
            options=tuple(replace(o, window=TimeWindow(*span)) for o in visit.options[:1]),
        )
        for number, span in enumerate(spans, 1)
    ]


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
    visits: Sequence[Visit],
    duties: Sequence[Duty],
    matrix: Matrix | Mapping[str, Matrix],
    *,
    decay: float = 1.0,
) -> LoopProblem:
    """Return the problem; one matrix serves all profiles."""
    profiles = {duty.profile for duty in duties}
    matrices = dict.fromkeys(profiles, matrix) if isinstance(matrix, Matrix) else matrix
    return LoopProblem(tuple(visits), tuple(duties), matrices, decay)


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


def make_rich_problem(seed: int, *, visits: int, units: int) -> LoopProblem:
    """Return a random problem with repeats, hours worth more, breaks, a meeting and full loops."""
    random = Random(seed)
    plain = make_random_problem(seed, visits=visits, units=units)
    ids = [duty.unit_id for duty in plain.duties]
    series = [f"s{random.randrange(visits)}" for _visit in plain.visits]
    made = [
        replace(
            visit,
            series=name,
            options=tuple(
                replace(o, worth=o.worth * random.choice([1, 1, 1.5])) for o in visit.options
            ),
        )
        for visit, name in zip(plain.visits, series, strict=True)
    ]
    for unit_id in random.sample(ids, random.randint(0, units)):
        begin = random.randint(0, 2 * HOUR_S)
        made.append(make_break(unit_id, ids.index(unit_id), span=(begin, begin + HOUR_S)))
    if units > 1 and random.random() < 0.5:
        candidates = [(units, random.randint(2000, 6000)) for _ in range(2)]
        made += make_meeting("M1", (ids[0], ids[1]), candidates)
    duties = [
        replace(duty, max_stops=random.choice([None, 1, 2]), loops=random.choice([1, 2]))
        for duty in plain.duties
    ]
    return make_problem(made, duties, plain.matrices, decay=random.choice([0.5, 0.6, 1.0]))


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


# A visit made: its id, its own worth in the way it is made, and of a meeting the candidate.
Made = tuple[str, float, int | None]


def find_feasible_sets(problem: LoopProblem, duty: Duty) -> set[frozenset[Made]]:
    """Return every set of visits that one unit can make, in some order, ways and loops.

    Breaks are part of a set; without any visit or meeting a unit stays at its base.
    """
    roads = problem.roads[duty.unit_id]
    mine = [visit for visit in problem.visits if duty.unit_id in visit.units]
    breaks = {visit.id for visit in mine if visit.kind == "break"}
    sets = set(_grow(make_base_stretch(duty), (), mine, duty, roads))
    return {frozenset[Made]()} | {
        made for made in sets if breaks < {name for name, _worth, _candidate in made}
    }


def _grow(
    stretch: Stretch, tasks: tuple[Task, ...], visits: Sequence[Visit], duty: Duty, roads: Roads
) -> Iterator[frozenset[Made]]:
    if is_feasible(duty, join(stretch, make_base_stretch(duty), roads)):
        made = [task for task in tasks if task.visit.kind != "base"]
        yield frozenset((t.visit.id, t.option.worth, t.option.candidate) for t in made)
    done = {task.visit.id for task in tasks}
    ways = [
        Task(visit, option)
        for visit in visits
        if visit.id not in done and not (tasks and visits_same_part(tasks[-1].visit, visit))
        for option in visit.options
        if duty.unit_id in option.units
    ]
    counts = count_stops(tasks)
    if duty.max_stops is not None and len(counts) < duty.loops and counts[-1]:
        ways.append(make_return(duty, len(counts)))
    for task in ways:
        longer = join(stretch, make_task_stretch(task), roads)
        if not longer.late_s and not measure_missing_stops(duty, (*tasks, task)):
            yield from _grow(longer, (*tasks, task), visits, duty, roads)


def visits_same_part(visit: Visit, other: Visit) -> bool:
    """Tell whether one visit repeats the other."""
    return visit.series != "" and visit.series == other.series


def find_best_value(problem: LoopProblem) -> tuple[int, float]:
    """Return how many required visits and how much worth the best loops hold, by trying all.

    The limit of fairness and wished shares are not heeded.
    """
    together = {frozenset[Made]()}
    for duty in problem.duties:
        own = [(made, {m[0] for m in made}) for made in find_feasible_sets(problem, duty)]
        together = {
            others | made
            for others in together
            for made, ids in own
            if not any(other[0] in ids for other in others)
        }
    return max(_value(problem, made) for made in together if _keeps_meetings(problem, made))


def _keeps_meetings(problem: LoopProblem, made: frozenset[Made]) -> bool:
    """Tell whether of each meeting both halves are kept at one place and minute, or none."""
    chosen = {name: candidate for name, _worth, candidate in made}
    halves: dict[str, set[int | None]] = {}
    for visit in problem.visits:
        if visit.meeting is not None:
            halves.setdefault(visit.meeting, set()).add(chosen.get(visit.id, -1))
    return all(len(candidates) == 1 for candidates in halves.values())


def measure_value(problem: LoopProblem, loops: Mapping[str, Sequence[Task]]) -> tuple[int, float]:
    """Return how many required visits and how much worth these loops hold; breaks not counted."""
    made = [task for tasks in loops.values() for task in tasks if task.visit.kind != "base"]
    return _value(
        problem, frozenset((t.visit.id, t.option.worth, t.option.candidate) for t in made)
    )


def _value(problem: LoopProblem, made: frozenset[Made]) -> tuple[int, float]:
    visits = {visit.id: visit for visit in problem.visits}
    required = sum(visits[m[0]].required and visits[m[0]].kind != "break" for m in made)
    series: dict[str, list[float]] = {}
    for name, worth, _candidate in made:
        series.setdefault(visits[name].series or name, []).append(worth)
    worth = sum(
        worth * problem.decay**k
        for worths in series.values()
        for k, worth in enumerate(sorted(worths, reverse=True))
    )
    return required, round(worth, 6)


def list_broken_loops(problem: LoopProblem, loops: Mapping[str, Sequence[Task]]) -> list[str]:
    """Return the units whose tasks break a limit, a window, a permission, or lack a break."""
    broken = []
    for unit_id, tasks in loops.items():
        duty = problem.duty_of[unit_id]
        made = [task for task in tasks if task.visit.kind != "base"]
        ids = {task.visit.id for task in made}
        breaks = {v.id for v in problem.visits if v.kind == "break" and unit_id in v.units}
        keeps_all = (
            keeps_limits(duty, tasks, problem.roads[unit_id])
            and all(unit_id in task.option.units for task in made)
            and all(task.option in task.visit.options for task in made)
            and len(ids) == len(made)
            and (not tasks or breaks < ids)
            and not count_waits(tasks)
        )
        if not keeps_all:
            broken.append(unit_id)
    return broken


def count_waits(tasks: Sequence[Task]) -> int:
    """Return how often a unit has nothing to do between two visits of one part but to wait."""
    return sum(visits_same_part(a.visit, b.visit) for a, b in pairwise(tasks))


def list_broken_meetings(problem: LoopProblem, loops: Mapping[str, Sequence[Task]]) -> list[str]:
    """Return the meetings to which one unit comes alone, or to another place or minute."""
    found: dict[str, list[int | None]] = {}
    for task in (task for tasks in loops.values() for task in tasks if task.visit.meeting):
        found.setdefault(task.visit.meeting or "", []).append(task.option.candidate)
    return [
        meeting
        for meeting, candidates in found.items()
        if len(candidates) != 2 or len(set(candidates)) != 1
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
                    count_waits(longer),
                )
                before = sum_loop(duty, tasks, problem.roads[unit_id])
                added_m = loop.metres - before.metres
                found.append(Insertion(*missing, added_m, unit_id, position, number))
    return found
