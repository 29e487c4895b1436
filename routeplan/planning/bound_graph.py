"""The arcs of the relaxation behind the bound: what each unit could drive, and when.

Node 0 is the unit's base, the others are ways to make a visit. Every figure is chosen so that no
feasible loop is shut out: times are the least possible, windows the widest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

import numpy as np
import numpy.typing as npt

from routeplan.model import Duty, Option, TimeWindow, Visit
from routeplan.planning.problem import LoopProblem
from routeplan.roads.matrix import Matrix

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

SECONDS_PER_HOUR = 3600.0
METRES_PER_KM = 1000.0


@dataclass(frozen=True, eq=False)
class Nodes:
    """The ways to make the visits, from 1 on; entry 0 of each array stands for the base.

    Parameters
    ----------
    options
        The way of node ``k + 1``.
    visit
        Number of the visit of each node, -1 for the base.
    worth
        Own worth of each node, 0 for the base.
    series
        Nodes of each series of visits that repeat each other, with how many visits it has.
    is_stop
        Whether a node counts as a visit of a hotspot.
    """

    options: tuple[Option, ...]
    visit: IntArray
    worth: FloatArray
    series: tuple[tuple[IntArray, int], ...]
    is_stop: BoolArray


@dataclass(frozen=True, eq=False)
class UnitGraph:
    """Arcs between `k` nodes, the base among them, for one unit; in hours and kilometres.

    Parameters
    ----------
    hours, km
        (k, k), least from the beginning at one node to the beginning at the next, waiting that
        cannot be avoided included; of the base: from leaving it, and until coming back.
    allowed
        (k, k), whether a feasible loop may go from one node straight to the next.
    reached_h
        (k,) least hours from the first departure to the beginning at a node.
    least_h, most_h
        (k,) when a node may begin, in hours after the departure that `make_unit_graph` defines.
    due
        Nodes that the unit has to make if it leaves: each entry the nodes of one visit.
    longest_h, longest_km
        Limits of the whole shift.
    loops, stops
        At most so many times out, and visits of hotspots; None without a limit.
    """

    hours: FloatArray
    km: FloatArray
    allowed: BoolArray
    reached_h: FloatArray
    least_h: FloatArray
    most_h: FloatArray
    due: tuple[IntArray, ...]
    longest_h: float
    longest_km: float | None
    loops: int
    stops: int | None

    @cached_property
    def carried_h(self) -> FloatArray:
        """(k, k) the least hours at which the head of an arc can begin after its tail."""
        carried: FloatArray = np.maximum(self.reached_h[:, None] + self.hours, self.least_h)
        return carried


def list_nodes(problem: LoopProblem) -> Nodes:
    """Return the nodes of all visits.

    Ways that differ in nothing but window and candidate become one, with the hull of their
    windows: who may choose more loses nothing.
    """
    options: list[Option] = []
    visit: list[int] = [-1]
    for number, wanted in enumerate(problem.visits):
        merged = _merge_options(wanted.options)
        options += merged
        visit += [number] * len(merged)
    visits = np.array(visit)
    return Nodes(
        options=tuple(options),
        visit=visits,
        worth=np.array([0.0, *(option.worth for option in options)]),
        series=_list_series(problem.visits, visits),
        is_stop=np.array([n >= 0 and problem.visits[n].hotspot_id is not None for n in visit]),
    )


def _merge_options(options: Sequence[Option]) -> list[Option]:
    def describe(option: Option) -> tuple[object, ...]:
        return (
            option.entry, option.exit, option.service_s, option.worth, option.metres,
            sorted(option.units),
        )  # fmt: skip

    merged = []
    for _same, group in groupby(sorted(options, key=describe), key=describe):
        alike = list(group)
        hull = TimeWindow(
            min(option.window.start_s for option in alike),
            max(option.window.end_s for option in alike),
        )
        merged.append(replace(alike[0], window=hull))
    return merged


def _list_series(visits: Sequence[Visit], visit_of: IntArray) -> tuple[tuple[IntArray, int], ...]:
    members: dict[str, list[int]] = {}
    for number, visit in enumerate(visits):
        # a visit without a series is one by itself
        members.setdefault(visit.series or f"\n{visit.id}", []).append(number)
    return tuple(
        (np.flatnonzero(np.isin(visit_of, numbers)), len(numbers)) for numbers in members.values()
    )


def make_unit_graph(problem: LoopProblem, nodes: Nodes, duty: Duty) -> UnitGraph:
    """Return the arcs that a unit could drive.

    A loop that comes back at ``r`` may be taken to have begun at
    ``d = max(start of duty, r - longest)``: not after its true departure, and at most at
    ``max(start of duty, end of duty - longest)``. Hours of nodes are counted from ``d``.
    """
    matrix = problem.matrices[duty.profile]
    start, end = _find_clock(nodes, duty)
    seconds, km = _measure_arcs(matrix, nodes, duty)
    out = _find_shortest(seconds[0], seconds)
    back = _find_shortest(seconds[:, 0], seconds.T)

    longest = float(min(duty.max_loop_s, duty.window.length_s))
    earliest = np.maximum(start, duty.window.start_s + out)
    latest = np.minimum(end, duty.window.end_s - back)
    able = np.array([True, *(duty.unit_id in option.units for option in nodes.options)])
    able &= (earliest <= latest) & (out + back <= longest)

    # who begins at the latest moment here, and cannot begin there yet, has to wait
    wait = earliest[None, :] - latest[:, None]
    wait[0, :] = wait[:, 0] = 0.0
    lasting = np.maximum(seconds, wait)
    allowed = able[:, None] & able[None, :]
    allowed &= earliest[:, None] + seconds <= latest[None, :]
    allowed &= out[:, None] + lasting + back[None, :] <= longest
    allowed &= nodes.visit[:, None] != nodes.visit[None, :]
    last_start = max(duty.window.start_s, duty.window.end_s - longest)
    most = np.minimum(longest - back, latest - duty.window.start_s)
    least = np.maximum(out, earliest - last_start)
    least[0] = 0.0
    allowed &= np.maximum(out[:, None] + lasting, least[None, :]) <= most[None, :]
    return UnitGraph(
        hours=lasting / SECONDS_PER_HOUR,
        km=km,
        allowed=allowed,
        reached_h=out / SECONDS_PER_HOUR,
        least_h=least / SECONDS_PER_HOUR,
        most_h=most / SECONDS_PER_HOUR,
        due=_list_due(problem, nodes, duty, able),
        longest_h=longest / SECONDS_PER_HOUR,
        longest_km=None if duty.max_loop_m is None else duty.max_loop_m / METRES_PER_KM,
        loops=duty.loops,
        stops=None if duty.max_stops is None else duty.max_stops * duty.loops,
    )


def _find_clock(nodes: Nodes, duty: Duty) -> tuple[FloatArray, FloatArray]:
    windows = [duty.window, *(option.window for option in nodes.options)]
    return (
        np.array([float(window.start_s) for window in windows]),
        np.array([float(window.end_s) for window in windows]),
    )


def _measure_arcs(matrix: Matrix, nodes: Nodes, duty: Duty) -> tuple[FloatArray, FloatArray]:
    """Return seconds and kilometres from beginning at one node to beginning at the next."""
    entry = np.array([duty.place, *(option.entry for option in nodes.options)])
    leave = np.array([duty.place, *(option.exit for option in nodes.options)])
    service = np.array([0.0, *(option.service_s for option in nodes.options)])
    within = np.array([0.0, *(option.metres for option in nodes.options)])
    pairs = np.ix_(leave, entry)
    seconds = service[:, None] + matrix.seconds[pairs]
    km = (within[:, None] + matrix.metres[pairs]) / METRES_PER_KM
    return seconds, km


def _find_shortest(direct: FloatArray, lengths: FloatArray) -> FloatArray:
    """Return the shortest lengths from the base to each node over any others.

    Parameters
    ----------
    direct
        (k,) lengths of the arcs from the base; `lengths` (k, k) those of all arcs.
    """
    shortest = direct.copy()
    shortest[0] = 0.0
    while True:
        shorter = np.minimum(shortest, (shortest[:, None] + lengths).min(axis=0))
        if np.array_equal(shorter, shortest):
            return shortest
        shortest = shorter


def _list_due(
    problem: LoopProblem, nodes: Nodes, duty: Duty, able: BoolArray
) -> tuple[IntArray, ...]:
    due = []
    for number, visit in enumerate(problem.visits):
        if visit.required and visit.hotspot_id is None and visit.units == {duty.unit_id}:
            ways = np.flatnonzero((nodes.visit == number) & able)
            # one that cannot be kept at all makes the plan be refused: nothing is bounded then
            if len(ways):
                due.append(ways)
    return tuple(due)
