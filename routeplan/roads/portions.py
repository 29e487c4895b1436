"""Portions: some streets shared out into parts that lie together, or taken from their midst."""

from __future__ import annotations

import numpy as np

from routeplan.roads.arcs import Arcs
from routeplan.roads.network import FloatArray, IntArray, Network

# Junctions tried as the middle of the densest part.
MIDDLES = 16


def share_out(
    network: Network, arcs: Arcs, edges: IntArray, weights: IntArray, *, parts: int
) -> list[IntArray]:
    """Return edges in parts of about equal weight, each in one piece where the streets allow it.

    Halved again and again between two junctions far apart: the streets nearer to the one by road
    are in one piece with it, since so is all that lies on the way to it.

    Parameters
    ----------
    edges
        Edges of `arcs`, at least `parts`.
    weights
        Of each of `edges`, above 0.
    parts
        At least 1.
    """
    if parts == 1:
        return [edges]
    first = network.edge_u[edges[:1]]
    one = _find_farthest(network, arcs, edges, first)
    other = _find_farthest(network, arcs, edges, one)
    near_one = _measure_from(network, arcs, edges, one)
    near_other = _measure_from(network, arcs, edges, other)
    order = np.lexsort((edges, near_one, near_one - near_other))
    fewer = parts // 2
    along = np.cumsum(weights[order])
    cut = int(np.argmin(np.abs(along - along[-1] * fewer / parts))) + 1
    cut = min(max(cut, fewer), len(edges) - (parts - fewer))
    halves = (np.sort(order[:cut]), fewer), (np.sort(order[cut:]), parts - fewer)
    return [
        part
        for half, count in halves
        for part in share_out(network, arcs, edges[half], weights[half], parts=count)
    ]


def order_from_densest(
    network: Network, arcs: Arcs, edges: IntArray, weights: IntArray, *, budget: int
) -> IntArray:
    """Return edges by the distance from where the most of them lie together.

    That is the junction, of some spread over the streets, around which streets of the weight
    `budget` are nearest.
    """
    picked = edges[np.unique(np.linspace(0, len(edges) - 1, MIDDLES).astype(np.int64))]
    found = []
    for middle in np.unique(network.edge_u[picked]):
        away = _measure_from(network, arcs, edges, np.array([middle]))
        order = np.lexsort((edges, away))
        reach = int(np.searchsorted(np.cumsum(weights[order]), budget))
        found.append((float(away[order[min(reach, len(order) - 1)]]), edges[order]))
    _radius, nearest = min(found, key=lambda pair: pair[0])
    return nearest


def _measure_from(network: Network, arcs: Arcs, edges: IntArray, node: IntArray) -> FloatArray:
    """Return the time from a node to both ends of each edge added up, one-way rules aside."""
    from scipy.sparse.csgraph import dijkstra

    source = np.searchsorted(arcs.nodes, node)[0]
    times = dijkstra(arcs.times, directed=False, indices=source)
    ends = np.searchsorted(arcs.nodes, [network.edge_u[edges], network.edge_v[edges]])
    away: FloatArray = times[ends].sum(axis=0)
    return away


def _find_farthest(network: Network, arcs: Arcs, edges: IntArray, node: IntArray) -> IntArray:
    """Return the start of the edge that is farthest from a node."""
    at = int(np.argmax(_measure_from(network, arcs, edges, node)))
    return network.edge_u[edges[at : at + 1]]
