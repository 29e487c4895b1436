"""Closed walks by searching all of them: for a handful of streets of equal length."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from routeplan.roads.graph import VehicleGraph

Arcs = dict[int, list[tuple[int, int]]]


def count_shortest(graph: VehicleGraph, edges: Sequence[int]) -> int:
    """Return how many edges the shortest closed walk over all of `edges` drives."""
    start = int(graph.network.edge_u[edges[0]])
    everything = (1 << len(edges)) - 1
    for driven, node, covered in _walk(_list_arcs(graph), edges, start):
        if node == start and covered == everything:
            return driven
    raise AssertionError("a street cannot be driven there and back")


def count_coverable(graph: VehicleGraph, edges: Sequence[int], *, budget: int) -> int:
    """Return how many of `edges` a closed walk of at most `budget` edges can cover."""
    network, arcs = graph.network, _list_arcs(graph)
    most = 0
    for start in np.unique([network.edge_u[edges], network.edge_v[edges]]).tolist():
        for driven, node, covered in _walk(arcs, edges, start):
            if driven > budget:
                break
            if node == start:
                most = max(most, covered.bit_count())
    return most


def _list_arcs(graph: VehicleGraph) -> Arcs:
    arcs: Arcs = defaultdict(list)
    for edge in np.flatnonzero(graph.routable).tolist():
        u, v = int(graph.network.edge_u[edge]), int(graph.network.edge_v[edge])
        if graph.forward[edge]:
            arcs[u].append((v, edge))
        if graph.backward[edge]:
            arcs[v].append((u, edge))
    return arcs


def _walk(arcs: Arcs, edges: Sequence[int], start: int) -> Iterator[tuple[int, int, int]]:
    """Yield edges driven, node and set of covered edges (as bits), the shortest walks first."""
    bit = {int(edge): 1 << number for number, edge in enumerate(edges)}
    best = {(start, 0): 0}
    waiting = [(0, start, 0)]
    while waiting:
        driven, node, covered = heapq.heappop(waiting)
        if driven > best[node, covered]:
            continue
        yield driven, node, covered
        for head, edge in arcs[node]:
            state = head, covered | bit.get(edge, 0)
            if driven + 1 < best.get(state, driven + 2):
                best[state] = driven + 1
                heapq.heappush(waiting, (driven + 1, *state))
