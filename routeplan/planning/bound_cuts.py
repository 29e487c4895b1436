"""Cuts that a flow of the relaxation breaks: entries into sets of nodes, and clocks of sets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, connected_components, maximum_flow

from routeplan.planning.bound_graph import BoolArray, FloatArray, IntArray, Nodes, UnitGraph
from routeplan.planning.bound_prices import EntryCut, Prices, UnitCuts

# Flows are whole numbers for the search of the least cut.
WHOLE = 10**6
# As shares of one visit, and in hours: what is less is not looked at.
LEAST_MADE = 0.02
LEAST_SHORT = 0.02
LEAST_BEHIND_H = 0.01
# Cuts whose price is below this share of the worthiest visit are given up.
LEAST_PRICE = 2e-4


def renew_cuts(
    nodes: Nodes,
    graphs: Sequence[UnitGraph],
    flows: Sequence[FloatArray],
    cuts: Sequence[UnitCuts],
    prices: Prices,
) -> list[UnitCuts]:
    """Return the cuts of each unit that had a price, and those that its flow (k, k) breaks.

    An entry that one unit shirks the others try next, so each gets those of all.
    """
    entries = [cut for flow in flows for cut in find_entry_cuts(nodes, flow)]
    sets = [cut.inside for cut in entries]
    for graph, flow in zip(graphs, flows, strict=True):
        sets += find_clock_sets(graph, flow)
    least = LEAST_PRICE * float(nodes.worth.max())
    renewed = []
    for graph, flow, own, paid in zip(graphs, flows, cuts, prices.units, strict=True):
        able: BoolArray = np.any(graph.allowed, axis=0)
        all_entries = [
            c for c, price in zip(own.entries, paid.entries, strict=True) if price > least
        ]
        all_entries += [c for c in entries if able[c.inside & (nodes.visit == c.visit)].any()]
        clocks = [s for s, price in zip(own.clocks, paid.clocks, strict=True) if price > least]
        clocks += [s for s in sets if measure_behind_h(graph, flow, s) > LEAST_BEHIND_H]
        renewed.append(
            UnitCuts(
                tuple({(c.visit, c.inside.tobytes()): c for c in all_entries}.values()),
                tuple({inside.tobytes(): inside for inside in clocks}.values()),
            )
        )
    return renewed


def weigh_clock(
    graph: UnitGraph, inside: BoolArray, tails: IntArray, heads: IntArray
) -> FloatArray:
    """Return the hours by which each arc puts the clock of a set behind: spent, in, less out."""
    leaves, enters = inside[tails], inside[heads]
    weights: FloatArray = leaves * graph.hours[tails, heads]
    weights += (enters & ~leaves) * graph.carried_h[tails, heads]
    weights -= (leaves & ~enters) * graph.most_h[heads]
    return weights


def measure_behind_h(graph: UnitGraph, flow: FloatArray, inside: BoolArray) -> float:
    """Return the hours that a flow (k, k) spends from a set and cannot carry out of it."""
    tails, heads = np.nonzero(flow)
    return float(flow[tails, heads] @ weigh_clock(graph, inside, tails, heads))


def find_entry_cuts(nodes: Nodes, flow: FloatArray) -> tuple[EntryCut, ...]:
    """Return cuts that the flow (k, k) of a unit breaks, each set of nodes once.

    For each visit that is made in part, the least flow from the base to it shows a set that is
    entered less than the visit is made (max-flow min-cut).
    """
    # visits instead of nodes, the base as number 0
    place = nodes.visit + 1
    count = int(place.max()) + 1
    tails, heads = np.nonzero(flow > 1.0 / WHOLE)
    whole = np.round(flow[tails, heads] * WHOLE).astype(np.int32)
    capacity = csr_array((whole, (place[tails], place[heads])), shape=(count, count))
    made = np.asarray(capacity.sum(axis=0)).ravel() / WHOLE
    found: dict[bytes, EntryCut] = {}
    for inside in _list_sets(capacity, made):
        best = int(np.argmax(np.where(inside, made, -1.0)))
        found.setdefault(inside.tobytes(), EntryCut(inside[place], best - 1))
    return tuple(found.values())


def _list_sets(capacity: csr_array, made: FloatArray) -> Iterator[BoolArray]:
    _count, part = connected_components(capacity, directed=False)
    order = np.argsort(-made, kind="stable")
    for visit in order[(made[order] > LEAST_MADE) & (order > 0)]:
        if part[visit] != part[0]:
            yield part == part[visit]
            continue
        cut = maximum_flow(capacity, 0, int(visit))
        if cut.flow_value < (made[visit] - LEAST_SHORT) * WHOLE:
            # from where the visit can still be reached
            yield _find_reached((capacity - cut.flow).T, int(visit))


def find_clock_sets(graph: UnitGraph, flow: FloatArray) -> list[BoolArray]:
    """Return sets of nodes (k,) whose clock a flow (k, k) puts behind, maybe none.

    Hours that arcs carry beyond the least are a flow from nodes that spend more than arcs bring
    in to those that spend less and to the base. Where it cannot be sent, the least cut shows the
    set (Hoffman's circulation theorem); its connected parts are returned as well.
    """
    size = len(flow)
    tails, heads = np.nonzero(flow > 1.0 / WHOLE)
    driven, least = flow[tails, heads], graph.carried_h[tails, heads]
    lacking = np.bincount(tails, driven * (graph.hours[tails, heads] - least), minlength=size)
    lacking += np.bincount(heads, driven * least, minlength=size)
    lacking[0] = 0.0
    nodes = np.arange(size)
    source, sink = size, size + 1
    absorbed = np.maximum(-lacking, 0.0)
    absorbed[0] = np.maximum(lacking, 0.0).sum()
    hours = np.concatenate(
        [driven * (graph.most_h[heads] - least), np.maximum(lacking, 0.0), absorbed]
    )
    ends = (
        np.concatenate([tails, np.full(size, source), nodes]),
        np.concatenate([heads, nodes, np.full(size, sink)]),
    )
    whole = np.round(np.maximum(hours, 0.0) * WHOLE).astype(np.int32)
    capacity = csr_array((whole, ends), shape=(size + 2, size + 2))
    capacity.eliminate_zeros()
    sent = maximum_flow(capacity, source, sink)
    if sent.flow_value >= (absorbed[0] - LEAST_BEHIND_H) * WHOLE:
        return []
    behind = _find_reached(capacity - sent.flow, source)[:size]
    return [behind, *_list_parts(behind, flow)]


def _find_reached(residual: csr_array, start: int) -> BoolArray:
    """Return the nodes that can be reached by what is left of the capacities."""
    left = csr_array(residual)
    left.data[left.data < 0] = 0
    left.eliminate_zeros()
    reached = np.zeros(left.shape[0], dtype=bool)
    reached[breadth_first_order(left, start, return_predecessors=False)] = True
    return reached


def _list_parts(inside: BoolArray, flow: FloatArray) -> list[BoolArray]:
    members = np.flatnonzero(inside)
    count, part = connected_components(csr_array(flow[np.ix_(members, members)]), directed=False)
    parts = []
    for number in range(count if count > 1 else 0):
        own = np.zeros(len(inside), dtype=bool)
        own[members[part == number]] = True
        parts.append(own)
    return parts
