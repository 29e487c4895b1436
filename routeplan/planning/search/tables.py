"""A loop problem as flat arrays that compiled code reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from routeplan.model import Duty, Option, Visit
from routeplan.planning.commitments import list_breaks, open_duty
from routeplan.planning.problem import LoopProblem
from routeplan.planning.schedule import Task, is_feasible, make_return, sum_loop
from routeplan.roads.network import FloatArray, IntArray

BoolArray = npt.NDArray[np.bool_]
# Half as wide as other numbers, so that what is looked up over and over stays near the processor.
RoadArray = npt.NDArray[np.int32]

# Columns of `Tables.options`.
ENTRY, EXIT, OPENS, CLOSES, SERVICE, METRES, VISIT, CANDIDATE = range(8)
# Columns of `Tables.visits`.
FIRST, END, SERIES, KIND, PARTNER, REQUIRED, CATEGORY, FIXED = range(8)
# Columns of `Tables.units`.
PROFILE, BASE, STARTS, ENDS, LONGEST_S, LONGEST_M, MOST_STOPS, MOST_LOOPS = range(8)
IS_FLAT, BEGUN = 8, 9
# What column `KIND` holds; OTHER is what a unit begins with that is none of them.
STOP, BREAK, MEETING, OTHER = range(4)

# More seconds, metres or visits than any loop has.
UNLIMITED = 2**60


class Tables(NamedTuple):
    """A problem with `v` visits, `o` ways to make them and `u` units.

    Parameters
    ----------
    options
        (o + u, 8); the last `u` are the returns of the units to their bases.
    worths
        (o + u,), of each option by itself; 1 is the mean of the visits.
    able
        (o + u, u), whether a unit may take an option and could do it if it did nothing else.
    visits
        (v, 8); options FIRST to below END are its own, FIXED ones stay where loops begin.
    starts, members
        The visits of series `s` are ``members[starts[s] : starts[s + 1]]``.
    decay
        What the next visit of a series is worth of the one before.
    units
        (u, 10); IS_FLAT where no window but that of the duty can bind, and there is one loop;
        before the first BEGUN tasks of a loop, and between them, nothing is put in or taken out.
    seconds, metres
        (profiles, places, places), of the places that occur.
    seconds_to
        `seconds` with origin and destination exchanged: the ways to one place lie side by side.
    near
        (v, v), by visit all visits, the nearest first.
    far
        (v,), way from the nearest base of a unit that may make the visit and back: seconds, or
        metres where no drive takes time.
    wishes
        (categories,), wished share of each category, -1 where there is none.
    """

    options: IntArray
    worths: FloatArray
    able: BoolArray
    visits: IntArray
    starts: IntArray
    members: IntArray
    decay: float
    units: IntArray
    seconds: RoadArray
    metres: RoadArray
    seconds_to: RoadArray
    near: IntArray
    far: FloatArray
    wishes: FloatArray


@dataclass(frozen=True, eq=False)
class Encoding:
    """The tables of a problem, and what their rows stand for.

    Parameters
    ----------
    tasks
        By option; returns of the units come last.
    worth_unit
        What a worth of 1 in the tables is in the problem.
    leg_s, leg_m
        What lies between a visit and the nearest other one, on average; above 0.
    """

    tables: Tables
    tasks: tuple[Task, ...]
    worth_unit: float
    leg_s: float
    leg_m: float

    @property
    def begun(self) -> list[list[int]]:
        """The options that each loop begins with, in the order of the units."""
        fixed = [n for n, task in enumerate(self.tasks) if task.visit.fixed]
        able = self.tables.able
        return [[n for n in fixed if able[n, unit]] for unit in range(len(self.tables.units))]

    def encode_loops(self, loops: Mapping[str, Sequence[Task]]) -> list[list[int]]:
        """Return loops, in the order of the units, as numbers of options."""
        numbers = {(t.visit.id, t.option): n for n, t in enumerate(self.tasks)}
        first_return = len(self.tasks) - len(self.tables.units)
        return [
            [
                first_return + unit if t.visit.kind == "base" else numbers[t.visit.id, t.option]
                for t in tasks
            ]
            for unit, tasks in enumerate(loops.values())
        ]


def encode_problem(problem: LoopProblem) -> Encoding | None:
    """Return a problem as arrays, without what no unit can do even by itself; None if all is."""
    tasks = tuple(Task(visit, option) for visit in problem.visits for option in visit.options)
    returns = tuple(make_return(duty, 1) for duty in problem.duties)
    able = _find_able(problem, tasks + returns)
    can_be_done = np.asarray(able.any(axis=1))
    can_be_done[len(tasks) :] = True
    able = able[can_be_done]
    tasks = tuple(task for task, is_able in zip(tasks, can_be_done, strict=False) if is_able)
    chosen = _group_options(tasks)
    if not chosen:
        return None
    numbers = {visit.id: number for number, visit in enumerate(chosen)}
    worths = [visit.worth for visit in problem.visits if visit.worth > 0]
    unit = sum(worths) / len(worths) if worths else 1.0
    profiles = sorted(problem.matrices)
    options = np.array([_describe_option(t, numbers) for t in tasks + returns], dtype=np.int64)
    visits = _describe_visits(chosen)
    starts, members = _group_series(visits)
    units = _describe_units(problem, profiles, options, able)
    places, numbered = np.unique(options[:, [ENTRY, EXIT]], return_inverse=True)
    options[:, [ENTRY, EXIT]] = numbered.reshape(-1, 2)
    units[:, BASE] = options[len(tasks) :, ENTRY]
    seconds = _cut([problem.matrices[p].seconds for p in profiles], places)
    metres = _cut([problem.matrices[p].metres for p in profiles], places)
    gaps_s, gaps_m = (
        _measure_gaps(table[0], options[visits[:, FIRST]]) for table in (seconds, metres)
    )
    leg_s, leg_m = _measure_leg(gaps_s), _measure_leg(gaps_m)
    tables = Tables(
        options=options,
        worths=np.array([t.option.worth / unit for t in tasks + returns]),
        able=able,
        visits=visits,
        starts=starts,
        members=members,
        decay=float(problem.decay),
        units=units,
        seconds=seconds,
        metres=metres,
        seconds_to=np.ascontiguousarray(seconds.swapaxes(1, 2)),
        near=np.argsort(gaps_s / leg_s + gaps_m / leg_m, axis=1, kind="stable"),
        far=_measure_far(seconds if seconds.any() else metres, options, able, visits, units),
        wishes=_list_wishes(chosen, problem.wishes),
    )
    return Encoding(tables, tasks + returns, unit, leg_s, leg_m)


def _group_options(tasks: Sequence[Task]) -> list[Visit]:
    """Return the visits of tasks, each with the options that are among them."""
    options: dict[str, list[Option]] = {}
    for task in tasks:
        options.setdefault(task.visit.id, []).append(task.option)
    first = {task.visit.id: task.visit for task in reversed(tasks)}
    return [replace(first[name], options=tuple(own)) for name, own in options.items()]


def _describe_option(task: Task, numbers: Mapping[str, int]) -> tuple[int, ...]:
    option = task.option
    candidate = -1 if option.candidate is None else option.candidate
    return (
        option.entry, option.exit, option.window.start_s, option.window.end_s, option.service_s,
        option.metres, numbers.get(task.visit.id, -1), candidate,
    )  # fmt: skip


def _describe_visits(visits: Sequence[Visit]) -> IntArray:
    """Return `Tables.visits`."""
    series = _number([visit.series or visit.id for visit in visits])
    categories = _number([visit.category for visit in visits])
    kinds = {"break": BREAK, "meeting": MEETING, "done": OTHER, "incident": OTHER}
    partners = _find_partners(visits)
    rows, end = [], 0
    for number, visit in enumerate(visits):
        first, end = end, end + len(visit.options)
        kind = kinds.get(visit.kind, STOP)
        rows.append(
            (
                first, end, series[number], kind, partners[number], visit.required,
                categories[number], visit.fixed,
            )
        )  # fmt: skip
    return np.array(rows, dtype=np.int64)


def _number(names: Sequence[str]) -> list[int]:
    """Return for each name the number of its first appearance among the different ones."""
    numbers: dict[str, int] = {}
    return [numbers.setdefault(name, len(numbers)) for name in names]


def _find_partners(visits: Sequence[Visit]) -> list[int]:
    """Return for each visit the other half of its meeting, -1 where it is none."""
    partners = [-1] * len(visits)
    first: dict[str, int] = {}
    for number, visit in enumerate(visits):
        if visit.meeting in first:
            other = first[visit.meeting]
            partners[number], partners[other] = other, number
        elif visit.meeting is not None:
            first[visit.meeting] = number
    return partners


def _group_series(visits: IntArray) -> tuple[IntArray, IntArray]:
    """Return `Tables.starts` and `Tables.members`."""
    sizes = np.bincount(visits[:, SERIES])
    starts = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
    return starts, np.argsort(visits[:, SERIES], kind="stable")


def _find_able(problem: LoopProblem, tasks: Sequence[Task]) -> BoolArray:
    """Return `Tables.able`.

    Nobody makes what is worth nothing and not required, and a unit whose breaks cannot be kept
    does nothing but what it has begun.
    """
    breaks = list_breaks(problem.visits)
    able = np.zeros((len(tasks), len(problem.duties)), dtype=np.bool_)
    for column, duty in enumerate(problem.duties):
        roads, begun = problem.roads[duty.unit_id], problem.begun[duty.unit_id]
        able[:, column] = [task.visit.fixed and duty.unit_id in task.option.units for task in tasks]
        if open_duty(duty, breaks.get(duty.unit_id, ()), roads, begun=begun) is None:
            continue
        able[:, column] |= [
            duty.unit_id in task.option.units
            and not task.visit.fixed
            and (task.option.worth > 0 or task.visit.required or task.visit.kind == "base")
            and not (task.is_stop and duty.max_stops == 0)
            and is_feasible(duty, sum_loop(duty, [*begun, task], roads))
            for task in tasks
        ]
    return able


def _describe_units(
    problem: LoopProblem, profiles: Sequence[str], options: IntArray, able: BoolArray
) -> IntArray:
    """Return `Tables.units`."""
    rows = [
        (
            profiles.index(duty.profile), duty.place, duty.window.start_s, duty.window.end_s,
            min(duty.max_loop_s, duty.window.length_s),
            UNLIMITED if duty.max_loop_m is None else min(duty.max_loop_m, UNLIMITED),
            UNLIMITED if duty.max_stops is None else duty.max_stops,
            duty.loops, _is_flat(duty, options[able[:, column]]),
            len(problem.begun[duty.unit_id]),
        )
        for column, duty in enumerate(problem.duties)
    ]  # fmt: skip
    return np.array(rows, dtype=np.int64)


def _cut(matrices: Sequence[IntArray], places: IntArray) -> RoadArray:
    """Return matrices of some places, one behind the other."""
    table = np.stack([matrix[np.ix_(places, places)] for matrix in matrices])
    return np.minimum(table, np.iinfo(np.int32).max).astype(np.int32)


def _is_flat(duty: Duty, options: IntArray) -> bool:
    """Tell whether no window binds a unit that is back in time, and it has one loop."""
    opens = options[:, OPENS] <= duty.window.start_s
    closes = options[:, CLOSES] >= duty.window.end_s - options[:, SERVICE]
    is_open = bool(np.all(opens & closes))
    return is_open and (duty.loops == 1 or duty.max_stops is None)


def _measure_gaps(table: RoadArray, options: IntArray) -> FloatArray:
    """Return from visit to visit what lies between them there and back, (v, v)."""
    there = table[np.ix_(options[:, EXIT], options[:, ENTRY])].astype(np.float64)
    gaps: FloatArray = there + there.T
    return gaps


def _measure_far(
    table: RoadArray, options: IntArray, able: BoolArray, visits: IntArray, units: IntArray
) -> FloatArray:
    """Return `Tables.far`; 0 for what nobody can do."""
    k, bases = units[:, PROFILE], units[:, BASE]
    entries, exits = options[:, ENTRY, None], options[:, EXIT, None]
    there = table[k, bases, entries].astype(np.float64) + table[k, exits, bases]
    nearest = np.where(able, there, np.inf).min(axis=1)[visits[:, FIRST]]
    return np.where(np.isfinite(nearest), nearest, 0.0)


def _measure_leg(gaps: FloatArray) -> float:
    """Return the mean way from a visit to the nearest that is not at the same place."""
    apart = np.where(gaps > 0, gaps, np.inf).min(axis=1)
    apart = apart[np.isfinite(apart)]
    return float(apart.mean()) / 2 if len(apart) else 1.0


def _list_wishes(visits: Sequence[Visit], wishes: Mapping[str, float]) -> FloatArray:
    """Return `Tables.wishes`."""
    categories = dict.fromkeys(visit.category for visit in visits)
    return np.array([wishes.get(category, -1.0) for category in categories])
