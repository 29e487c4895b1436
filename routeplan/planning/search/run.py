"""Runs of the search: how long, how hot, how many beside each other."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

import numpy as np

from routeplan.config import SolverRule
from routeplan.planning.search.anneal import anneal
from routeplan.planning.search.compiled import keeps_code
from routeplan.planning.search.state import State, Weights, make_state
from routeplan.planning.search.tables import VISIT, Encoding

Clock = Literal["wall", "cpu"]
Routes = Sequence[Sequence[int]]

CLOCKS: Mapping[Clock, Callable[[], float]] = {"wall": time.perf_counter, "cpu": time.thread_time}

# The temperature falls from the first to the last; 1 is the mean worth of a visit.
HOTTEST, COLDEST = 1.0, 0.01

# It is lowered so often.
STEPS = 100

# Changes between two looks at the clock, at first.
FIRST_CHANGES = 20


@dataclass(frozen=True)
class Effort:
    """How long a run takes: changes if they are given, else seconds of a clock; how hot it begins.

    Parameters
    ----------
    hottest
        Temperature at first, at least `COLDEST`: the lower, the nearer it stays to its start.
    """

    seconds: float
    iterations: int | None
    clock: Clock
    hottest: float = HOTTEST

    def take(self, share: float) -> Effort:
        """Return a share of the effort."""
        changes = None if self.iterations is None else max(round(self.iterations * share), 1)
        return replace(self, seconds=self.seconds * share, iterations=changes)


def make_effort(rules: SolverRule, clock: Clock, *, hottest: float = HOTTEST) -> Effort:
    """Return the whole effort that the settings allow."""
    return Effort(rules.seconds, rules.iterations, clock, hottest)


def is_prepared() -> bool:
    """Tell whether the search has been compiled on this machine, as it is now."""
    return keeps_code(anneal)


def run_beside(
    encoding: Encoding,
    weights: Weights,
    effort: Effort,
    *,
    seeds: Sequence[tuple[int, ...]],
    workers: int,
    start: Routes | None = None,
) -> list[Routes]:
    """Return the best loops of several runs that share an effort, in the order of their seeds.

    The runs take turns in `workers` threads: compiled code does not wait for other threads.
    """
    is_prepared()  # removes what is out of date
    count = len(seeds) if effort.iterations is not None else -(-len(seeds) // workers)
    each = effort.take(1 / count)
    with ThreadPoolExecutor(max_workers=workers) as pool:
        return list(
            pool.map(
                lambda seed: run_search(encoding, weights, each, seed=seed, start=start), seeds
            )
        )


def run_search(
    encoding: Encoding,
    weights: Weights,
    effort: Effort,
    *,
    seed: tuple[int, ...],
    start: Routes | None = None,
) -> Routes:
    """Return the best loops of one run.

    Parameters
    ----------
    start
        Feasible loops to start from; else from nothing but what loops begin with.
    """
    state = make_state(encoding.tables, seed=seed)
    for unit, options in enumerate(encoding.begun if start is None else start):
        state.lengths[unit] = len(options)
        state.routes[unit, : len(options)] = options
        for option in options:
            visit = encoding.tables.options[option, VISIT]
            if visit >= 0:
                state.at[visit], state.way[visit] = unit, option
    # the first call compiles, which is nobody's time to search
    anneal(encoding.tables, weights, state, 0, HOTTEST)
    if effort.iterations is None:
        _cool_by_clock(encoding, weights, state, effort)
    else:
        _cool_by_count(encoding, weights, state, effort, effort.iterations)
    return [
        state.best_routes[unit, :length].tolist()
        for unit, length in enumerate(state.best_lengths.tolist())
    ]


def find_temperature(done: float, hottest: float = HOTTEST) -> float:
    """Return the temperature when so much of a run is done, from 0 to 1."""
    return float(hottest * (COLDEST / hottest) ** done)


def _cool_by_count(
    encoding: Encoding, weights: Weights, state: State, effort: Effort, changes: int
) -> None:
    borders = np.linspace(0, changes, STEPS + 1).round().astype(int).tolist()
    for step, (low, high) in enumerate(pairwise(borders)):
        temperature = find_temperature(step / STEPS, effort.hottest)
        anneal(encoding.tables, weights, state, high - low, temperature)


def _cool_by_clock(encoding: Encoding, weights: Weights, state: State, effort: Effort) -> None:
    read = CLOCKS[effort.clock]
    first, count, changes, done = read(), 0, FIRST_CHANGES, 0.0
    while done < 1:
        anneal(encoding.tables, weights, state, changes, find_temperature(done, effort.hottest))
        count += changes
        passed = max(read() - first, 1e-6)
        done = passed / effort.seconds
        left = count * (1 - done) / done
        changes = max(1, min(int(count / done / STEPS), int(left) + 1))
