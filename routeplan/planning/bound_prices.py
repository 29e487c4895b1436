"""An upper bound out of any prices whatever: the relaxation's dual, evaluated on all arcs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from routeplan.planning.bound_graph import BoolArray, FloatArray, Nodes, UnitGraph


@dataclass(frozen=True, eq=False)
class EntryCut:
    """A unit that makes a visit within a set of nodes enters the set.

    Parameters
    ----------
    inside
        (k,) the nodes of the set, without the base.
    visit
        Number of the visit.
    """

    inside: BoolArray
    visit: int


@dataclass(frozen=True, eq=False)
class UnitCuts:
    """Cuts of a unit: entries, and (k,) sets of nodes whose clock may not run behind.

    From the nodes of a set without the base no more hours are spent than arcs carry out of it
    beyond those that they carry in: the sum of the clock's rule over the set.
    """

    entries: tuple[EntryCut, ...] = ()
    clocks: tuple[BoolArray, ...] = ()


@dataclass(frozen=True, eq=False)
class UnitPrices:
    """Prices of a unit's means, in worth; all but `passing` at least 0.

    Parameters
    ----------
    passing
        (k,) of arriving at a node, given back on leaving it; the base has 0.
    clocks
        Of an hour later in the set of each cut; a node pays for all sets that it is in.
    hour, km, loop, stop
        Of the shift's hours and kilometres, times out, and visits of hotspots.
    due
        Of each visit that the unit has to make if it leaves.
    entries
        Of each cut of entries.
    """

    passing: FloatArray
    clocks: FloatArray
    hour: float
    km: float
    loop: float
    stop: float
    due: FloatArray
    entries: FloatArray


@dataclass(frozen=True, eq=False)
class Prices:
    """What it is worth to make each node, and the prices of each unit with its cuts."""

    gain: FloatArray
    units: tuple[UnitPrices, ...]


def sum_bound(
    nodes: Nodes,
    graphs: Sequence[UnitGraph],
    prices: Prices,
    rewards: Sequence[FloatArray],
    *,
    decay: float,
) -> float:
    """Return the bound that the prices prove; see `routeplan.planning.bound`.

    Parameters
    ----------
    rewards
        Of each unit what `find_rewards` gives at these prices.
    """
    best = np.zeros(int(nodes.visit.max()) + 1)
    total = _sum_series(nodes, prices.gain, decay)
    for graph, own, table in zip(graphs, prices.units, rewards, strict=True):
        np.maximum.at(best, nodes.visit[1:], table[:, 1:].max(axis=0, initial=0.0))
        total += _sum_unit(graph, own, table)
    return float(total + best.sum())


def find_rewards(
    nodes: Nodes,
    graph: UnitGraph,
    cuts: UnitCuts,
    prices: UnitPrices,
    gain: FloatArray,
) -> FloatArray:
    """Return (k, k) what each arc of a unit brings at these prices, -inf where it is not allowed.

    The visit at the head counts as made by the arc.
    """
    passing = prices.passing
    rewards = gain[None, :] + passing[None, :] - passing[:, None]
    rewards = rewards - prices.hour * graph.hours - prices.km * graph.km
    rewards[0, :] -= prices.loop
    rewards[:, nodes.is_stop] -= prices.stop
    for ways, price in zip(graph.due, prices.due, strict=True):
        rewards[:, ways] += price
    for cut, price in zip(cuts.entries, prices.entries, strict=True):
        rewards[np.ix_(~cut.inside, cut.inside)] += price
        rewards[:, cut.inside & (nodes.visit == cut.visit)] -= price
    rewards += _price_clock(graph, cuts.clocks, prices.clocks)
    rewards[~graph.allowed] = -np.inf
    return rewards


def _price_clock(graph: UnitGraph, sets: Sequence[BoolArray], prices: FloatArray) -> FloatArray:
    """Return the most that an arc brings by the hours it carries from its tail to its head."""
    clock = np.zeros(len(graph.least_h))
    for inside, price in zip(sets, prices, strict=True):
        clock[inside] += price
    rise = clock[:, None] - clock[None, :]
    brought: FloatArray = np.maximum(rise * graph.carried_h, rise * graph.most_h)
    brought -= clock[:, None] * graph.hours
    return brought


def _sum_series(nodes: Nodes, gain: FloatArray, decay: float) -> float:
    total = 0.0
    for members, count in nodes.series:
        ranks = decay ** np.arange(count)
        above = nodes.worth[members][:, None] * ranks - gain[members][:, None]
        total += float(above.max(axis=0, initial=0.0).clip(min=0.0).sum())
    return total


def _sum_unit(graph: UnitGraph, prices: UnitPrices, rewards: FloatArray) -> float:
    """Return what the limits of a unit are worth, 0 if it had better stay."""
    back = max(float(rewards[:, 0].max()), 0.0)
    limits = prices.hour * graph.longest_h + graph.loops * (prices.loop + back)
    limits += prices.km * (graph.longest_km or 0.0) + prices.stop * (graph.stops or 0)
    return max(limits - float(prices.due.sum()), 0.0)
