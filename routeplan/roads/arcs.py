"""Shortest ways from junction to junction, for part of the network and any times."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from routeplan.roads.graph import VehicleGraph
from routeplan.roads.network import FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class Arcs:
    """Some edges of a vehicle's graph as arcs between `k` junctions, without parallels.

    Parameters
    ----------
    nodes
        (k,) the network's nodes, sorted; a junction's number here is its place in this array.
    times
        (k, k) sparse, milliseconds.
    key, signed
        For each arc, sorted: tail times k plus head, and its edge, counted from 1 and negative
        against its direction.
    """

    nodes: IntArray
    times: csr_array
    key: IntArray
    signed: IntArray


def make_arcs(graph: VehicleGraph, edges: IntArray, edge_ms: IntArray) -> Arcs:
    """Return the arcs of `edges` in the directions open to the vehicle.

    Parameters
    ----------
    edge_ms
        (m,) milliseconds to drive each edge of the network.
    """
    network = graph.network
    ahead, back = edges[graph.forward[edges]], edges[graph.backward[edges]]
    nodes = np.unique(np.concatenate([network.edge_u[edges], network.edge_v[edges]]))
    tail = np.searchsorted(nodes, np.concatenate([network.edge_u[ahead], network.edge_v[back]]))
    head = np.searchsorted(nodes, np.concatenate([network.edge_v[ahead], network.edge_u[back]]))
    signed = np.concatenate([ahead + 1, -(back + 1)])
    ms = edge_ms[np.abs(signed) - 1]

    # of parallel arcs keep the fastest, then the first
    size = len(nodes)
    order = np.lexsort((np.abs(signed), ms, head, tail))
    key = tail[order] * size + head[order]
    order = order[np.concatenate([[True], key[1:] != key[:-1]])]
    start = np.concatenate([[0], np.cumsum(np.bincount(tail[order], minlength=size))])
    times = csr_array((ms[order].astype(np.float64), head[order], start), shape=(size, size))
    return Arcs(nodes, times, tail[order] * size + head[order], signed[order])


def find_trees(arcs: Arcs, sources: IntArray) -> tuple[FloatArray, npt.NDArray[np.int32]]:
    """Return times from some junctions to all, and the junction before each on the way there."""
    from scipy.sparse.csgraph import dijkstra

    times, before = dijkstra(arcs.times, indices=sources, return_predecessors=True)
    return times, before


def trace_arcs(arcs: Arcs, before: npt.NDArray[np.int32], end: int) -> tuple[int, ...]:
    """Return the signed edges from the source of one tree (a row of `find_trees`) to `end`."""
    found: list[int] = []
    node = end
    while (previous := int(before[node])) >= 0:
        arc = np.searchsorted(arcs.key, previous * len(arcs.nodes) + node)
        found.append(int(arcs.signed[arc]))
        node = previous
    return tuple(reversed(found))
