"""Coverage: the closed walk over as many streets as a time budget allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from routeplan.roads.arcs import Arcs
from routeplan.roads.chains import get_ends, list_stops
from routeplan.roads.graph import VehicleGraph
from routeplan.roads.network import FloatArray, IntArray
from routeplan.roads.portions import order_from_densest
from routeplan.roads.postman import Ways, close_walk, find_ways
from routeplan.roads.service_order import cut_down, join_services, list_services, shorten_walk

# Streets are looked at around the densest place up to this many budgets of driving.
REACH = 1.5
# Times that a walk is changed in part to see whether it gets better.
TRIALS = 20
# The largest part given up at a time, and the most budgets a walk is led on to before it is cut.
LARGEST_PART = 1 / 3
FARTHEST = 1.8


def cover_most(
    graph: VehicleGraph, arcs: Arcs, edges: IntArray, edge_ms: IntArray, *, budget_ms: int
) -> tuple[int, ...]:
    """Return a closed walk within the budget over much of `edges`, or an empty one.

    The better of two: over the streets around where they are densest, as many as fit; and over
    more than fit, cut down to the budget. Then by turns a part of the walk is given up and
    others are looked for, or it is led on beyond the budget and cut down again; what covers more
    is kept. The parts are drawn from a fixed sequence, so that the walk is always the same.

    Parameters
    ----------
    edges
        Edges of `arcs`, at least one.
    edge_ms
        (m,) milliseconds to drive each edge of the network.
    """
    ordered = order_from_densest(graph.network, arcs, edges, edge_ms[edges], budget=budget_ms)
    along = np.cumsum(edge_ms[ordered])
    near = ordered[: max(int(np.searchsorted(along, REACH * budget_ms)), 1)]
    # no walk covers more than fits without any driving in between
    fitting = near[: int(np.searchsorted(along, budget_ms, side="right"))]
    search = _Search(find_ways(graph, arcs, near), near, edge_ms, budget_ms)
    walk = search.choose(
        search.fill(_close_longest(search, fitting)),
        search.cut(close_walk(search.ways, np.sort(near))),
    )
    draws = np.random.default_rng(0)
    for trial in range(TRIALS if walk else 0):
        order = list_services(walk, near)
        if trial % 2:
            order = np.roll(order, draws.integers(len(order)))
            given_up = 1 + draws.integers(max(int(LARGEST_PART * len(order)), 1))
            other = search.fill(join_services(search.ways, order[given_up:]))
        else:
            most_ms = int(draws.uniform(1.0, FARTHEST) * budget_ms)
            other = search.cut(search.lead_on(walk, budget_ms=most_ms))
        walk = search.choose(walk, other)
    return walk


@dataclass(frozen=True, eq=False)
class _Search:
    """Streets to cover the most of, `edges`, whose junctions are those of `ways`."""

    ways: Ways
    edges: IntArray
    edge_ms: IntArray
    budget_ms: int

    def lead_on(self, walk: tuple[int, ...], *, budget_ms: int) -> tuple[int, ...]:
        """Return the walk with detours to further streets."""
        return add_detours(self.ways, walk, self.edges, self.edge_ms, budget_ms)

    def fill(self, walk: tuple[int, ...]) -> tuple[int, ...]:
        """Return the walk with detours, made shorter, and with what detours then fit."""
        longer = self.lead_on(walk, budget_ms=self.budget_ms)
        if not longer:
            return ()
        return self.lead_on(self.shorten(longer), budget_ms=self.budget_ms)

    def cut(self, walk: tuple[int, ...]) -> tuple[int, ...]:
        """Return a walk over the best of a walk that takes too long."""
        if not walk:
            return ()
        order = list_services(self.shorten(walk), self.edges)
        kept = cut_down(self.ways, order, self.edge_ms, budget_ms=self.budget_ms)
        return self.fill(join_services(self.ways, kept))

    def shorten(self, walk: tuple[int, ...]) -> tuple[int, ...]:
        """Return a shorter walk over what a walk covers."""
        return shorten_walk(self.ways, walk, np.intersect1d(self.edges, find_passed(walk)))

    def choose(self, *walks: tuple[int, ...]) -> tuple[int, ...]:
        """Return the walk that covers most, then takes least time, then comes first."""
        return max(walks, key=self._rate)

    def _rate(self, walk: tuple[int, ...]) -> tuple[int, int]:
        covered = np.intersect1d(self.edges, find_passed(walk))
        covered_mm = int(self.ways.graph.network.edge_mm[covered].sum())
        return covered_mm, -measure_ms(walk, self.edge_ms)


def cover_all(ways: Ways, edges: IntArray) -> tuple[int, ...]:
    """Return a short closed walk over all of `edges`, at least one, with junctions of `ways`."""
    return shorten_walk(ways, close_walk(ways, edges), edges)


def measure_ms(walk: Sequence[int], edge_ms: IntArray) -> int:
    """Return the time of signed edges in milliseconds."""
    return int(edge_ms[np.abs(np.array(walk, dtype=np.int64)) - 1].sum())


def find_passed(walk: Sequence[int]) -> IntArray:
    """Return the edges of a walk, counted from 0, sorted, each once."""
    return np.unique(np.abs(np.array(walk, dtype=np.int64)) - 1)


def _close_longest(search: _Search, ordered: IntArray) -> tuple[int, ...]:
    """Return the closed walk over the most of the first streets that is within the budget."""
    best: tuple[int, ...] = ()
    low, high = 0, len(ordered)
    while low < high:
        middle = (low + high + 1) // 2
        walk = close_walk(search.ways, np.sort(ordered[:middle]))
        if measure_ms(walk, search.edge_ms) <= search.budget_ms:
            best, low = walk, middle
        else:
            high = middle - 1
    return best


def add_detours(
    ways: Ways, walk: tuple[int, ...], edges: IntArray, edge_ms: IntArray, budget_ms: int
) -> tuple[int, ...]:
    """Return the walk with detours to streets it leaves out, while they fit in the budget."""
    network = ways.graph.network
    left = np.setdiff1d(edges, find_passed(walk))
    spare_ms = budget_ms - measure_ms(walk, edge_ms)
    while len(left):
        stops = _list_known_stops(ways, walk) if walk else ways.nodes
        cost, at, signed = _rate_detours(ways, left, stops, edge_ms)
        worth = np.where(cost <= spare_ms, network.edge_mm[left] / cost, -1.0)
        best = int(np.argmax(worth))
        if worth[best] < 0:
            break
        walk = _insert(ways, walk, int(stops[at[best]]), int(signed[best]))
        spare_ms = budget_ms - measure_ms(walk, edge_ms)
        left = np.setdiff1d(left, find_passed(walk))
    return walk


def _list_known_stops(ways: Ways, walk: tuple[int, ...]) -> IntArray:
    """Return the nodes of a walk that are among the junctions of `ways`, sorted."""
    return np.intersect1d(list_stops(ways.graph.network, walk), ways.nodes)


def _rate_detours(
    ways: Ways, edges: IntArray, stops: IntArray, edge_ms: IntArray
) -> tuple[FloatArray, IntArray, IntArray]:
    """Return for each edge the time of the quickest detour, its stop's number, the signed edge."""
    graph, network = ways.graph, ways.graph.network
    here = ways.find(stops)
    u, v = ways.find(network.edge_u[edges]), ways.find(network.edge_v[edges])
    ahead = ways.ms[np.ix_(here, u)] + ways.ms[np.ix_(v, here)].T
    back = ways.ms[np.ix_(here, v)] + ways.ms[np.ix_(u, here)].T
    ahead[:, ~graph.forward[edges]] = np.inf
    back[:, ~graph.backward[edges]] = np.inf
    is_ahead = ahead.min(axis=0) <= back.min(axis=0)
    times = np.where(is_ahead, ahead, back)
    at = times.argmin(axis=0)
    cost: FloatArray = times[at, np.arange(len(edges))] + edge_ms[edges]
    return cost, at, np.where(is_ahead, edges + 1, -(edges + 1))


def _insert(ways: Ways, walk: tuple[int, ...], stop: int, signed: int) -> tuple[int, ...]:
    """Return the walk with a detour from a stop over a signed edge and back to the stop."""
    tail, head = get_ends(ways.graph.network, signed)
    detour = (*ways.trace((stop, tail)), signed, *ways.trace((head, stop)))
    if not walk:
        return detour
    at = list_stops(ways.graph.network, walk).index(stop)
    return (*walk[:at], *detour, *walk[at:])
