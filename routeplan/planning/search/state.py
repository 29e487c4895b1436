"""What the search works on: the loops as they are, as they were, and the best so far."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from routeplan.planning.search.compiled import UIntArray
from routeplan.planning.search.tables import MOST_LOOPS, Tables
from routeplan.roads.network import FloatArray, IntArray

BoolArray = npt.NDArray[np.bool_]

# Places of `State.figures`.
VALUE, REQUIRED_MADE, WORTH, MISSED, COST, IDLEST = range(6)


class Weights(NamedTuple):
    """What counts how much; worths are in units of the mean worth of a visit.

    Parameters
    ----------
    worth, required, metre
        What a worth of 1 gains, a required visit more, and a metre loses.
    share_s, excess_m
        A second of a loop above `share_s` costs as much as `excess_m` metres.
    cost_s, cost_m, cost_worth
        What an insertion costs by second and metre; by worth that its option has.
    fair_limit, fair
        Most distance between active shares, and what a distance of 1 above it costs.
    wish
        What a distance of 1 from a wished share costs.
    removed
        Mean number of visits that are taken out at once.
    longest_string
        Most visits that are taken out of a loop.
    blink
        Share of the places that are overlooked when a visit is put in.
    is_full
        Whether all visits fit, so that what is left to gain is driving.
    """

    worth: float
    required: float
    metre: float
    share_s: int
    excess_m: float
    cost_s: float
    cost_m: float
    cost_worth: float
    fair_limit: float
    fair: float
    wish: float
    removed: float
    longest_string: float
    blink: float
    is_full: bool


class State(NamedTuple):
    """Loops and scratch space; `u` units, `v` visits, at most `n` tasks in a loop.

    Parameters
    ----------
    routes, lengths
        (u, n) options in order, of which the first (u,) count.
    before, after
        (u, n + 1, 4): shortest time, earliest and latest begin, and metres of the first k tasks
        from the base on, and of the last k tasks to the base.
    totals
        (u, 2): seconds and metres of each loop.
    stops
        (u, n + 1, 2): of the gap before task k, the visits in the loop between two returns, and
        those of them that come before it.
    at, way
        (v,): unit that makes a visit, -1 if none does, and in which option.
    was_at
        (v,): `at` before the last change.
    old_routes, old_lengths, touched
        The loops before the last change, where touched.
    best_routes, best_lengths
        The best so far.
    figures, best_figures
        (6,): VALUE, REQUIRED_MADE, WORTH, MISSED (of wishes), COST of the present loops and the
        best; IDLEST, the least active share of a unit, where work has to be shared.
    keys, order, scratch
        (v,).
    chance
        (1,).
    """

    routes: IntArray
    lengths: IntArray
    before: IntArray
    after: IntArray
    totals: IntArray
    stops: IntArray
    at: IntArray
    way: IntArray
    was_at: IntArray
    old_routes: IntArray
    old_lengths: IntArray
    touched: BoolArray
    best_routes: IntArray
    best_lengths: IntArray
    figures: FloatArray
    best_figures: FloatArray
    keys: FloatArray
    order: IntArray
    scratch: FloatArray
    chance: UIntArray


def make_state(tables: Tables, *, seed: tuple[int, ...]) -> State:
    """Return the state in which no unit has left its base."""
    units, visits = len(tables.units), len(tables.visits)
    most = visits + int(min(tables.units[:, MOST_LOOPS].max(), visits + 1)) + 1

    def zeros(*shape: int) -> IntArray:
        return np.zeros(shape, dtype=np.int64)

    (word,) = np.random.SeedSequence(seed).generate_state(1, np.uint64)
    return State(
        routes=zeros(units, most),
        lengths=zeros(units),
        before=zeros(units, most + 1, 4),
        after=zeros(units, most + 1, 4),
        totals=zeros(units, 2),
        stops=zeros(units, most + 1, 2),
        at=np.full(visits, -1, dtype=np.int64),
        way=zeros(visits),
        was_at=np.full(visits, -1, dtype=np.int64),
        old_routes=zeros(units, most),
        old_lengths=zeros(units),
        touched=np.zeros(units, dtype=np.bool_),
        best_routes=zeros(units, most),
        best_lengths=zeros(units),
        figures=np.full(6, -np.inf),
        best_figures=np.full(6, -np.inf),
        keys=np.zeros(visits),
        order=zeros(visits),
        scratch=np.zeros(visits + 1),
        chance=np.array([word or 1], dtype=np.uint64),
    )
