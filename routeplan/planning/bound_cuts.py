"""Sets of nodes that the relaxation serves more than it enters them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, connected_components, maximum_flow

from routeplan.planning.bound_graph import BoolArray, FloatArray, IntArray, Nodes, UnitGraph
from routeplan.planning.bound_prices import EntryCut, Prices

# Flows are whole numbers for the search of the least cut; less than this share is not looked at.
WHOLE = 10**6
LEAST_MADE = 0.02
LEAST_SHORT = 0.02


def renew_cuts(
    nodes: Nodes,
    graphs: Sequence[UnitGraph],
    flows: Sequence[FloatArray],
    cuts: Sequence[Sequence[EntryCut]],
    prices: Prices,
) -> list[list[EntryCut]]:
    """Return the cuts of each unit that had a price, and those that any unit's flow breaks.

    What one unit may not do the others try next, so each gets all of them.
    """
    found = [cut for flow in flows for cut in find_entry_cuts(nodes, flow)]
    renewed = []
    for graph, own, own_prices in zip(graphs, cuts, prices.units, strict=True):
        kept = [cut for cut, price in zip(own, own_prices.entry, strict=True) if price > 0]
        able: BoolArray = np.any(graph.allowed, axis=0)
        own_found = [c for c in found if able[c.inside & (nodes.visit == c.visit)].any()]
        renewed.append(
            list({(c.visit, c.inside.tobytes()): c for c in [*kept, *own_found]}.values())
        )
    return renewed


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
        if cut.flow_value < (made[visit] * (1 - LEAST_SHORT) - 1e-3) * WHOLE:
            yield _find_side(capacity - cut.flow, int(visit))


def _find_side(residual: csr_array, visit: int) -> BoolArray:
    """Return the nodes from which the visit can still be reached."""
    left = csr_array(residual)
    left.data[left.data < 0] = 0
    left.eliminate_zeros()
    reached: IntArray = breadth_first_order(left.T.tocsr(), visit, return_predecessors=False)
    side = np.zeros(left.shape[0], dtype=bool)
    side[reached] = True
    return side
