"""Many-to-many shortest times and distances between places, and the paths themselves.

Each place is put into the vehicle's graph as a node of its own that splits its edge, so that
part of an edge counts in both directions and everything is an ordinary shortest path between
nodes. Times are whole milliseconds and lengths whole millimetres; sums are exact.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from routeplan.roads.graph import VehicleGraph
from routeplan.roads.network import IntArray
from routeplan.roads.snap import Snaps

# Dijkstra from this many places at a time bounds the memory of the distance tables.
SOURCES_AT_ONCE = 32


@dataclass(frozen=True, eq=False)
class Matrix:
    """Shortest times between `k` places and the lengths of those very paths, both (k, k)."""

    ms: IntArray
    mm: IntArray

    @property
    def seconds(self) -> IntArray:
        """Whole seconds, rounded up once per leg."""
        return -(-self.ms // 1000)

    @property
    def metres(self) -> IntArray:
        """Whole metres, rounded up once per leg."""
        return -(-self.mm // 1000)


@dataclass(frozen=True)
class PathPiece:
    """An edge of a path, driven from one offset to another, in millimetres from its `u`."""

    edge: int
    from_mm: int
    to_mm: int
    backward: bool


@dataclass(frozen=True, eq=False)
class Router:
    """A vehicle's graph with `k` places in it.

    The places are the nodes after those of the network. Arcs are sorted by tail and head,
    without parallels; `arc_of` finds them.
    """

    graph: VehicleGraph
    snaps: Snaps
    times: csr_array
    arc_key: IntArray
    arc_mm: IntArray
    arc_edge: IntArray
    arc_backward: npt.NDArray[np.bool_]
    offset_at: dict[tuple[int, int], int]

    @property
    def place_count(self) -> int:
        """Number of places."""
        return len(self.snaps.edge)

    def node_of(self, place: int) -> int:
        """Return the node that stands for a place."""
        return self.graph.network.node_count + place


def make_router(graph: VehicleGraph, snaps: Snaps) -> Router:
    """Return the graph with the snapped places put into it."""
    network = graph.network
    busy = np.unique(snaps.edge)
    plain = np.ones(network.edge_count, dtype=bool)
    plain[busy] = False
    plain_edges = np.flatnonzero(plain)
    split = np.array(list(_split_edges(graph, snaps, busy)), dtype=np.int64).reshape(-1, 5)

    edge = np.concatenate([plain_edges, split[:, 0]])
    tail = np.concatenate([network.edge_u[plain_edges], split[:, 1]])
    head = np.concatenate([network.edge_v[plain_edges], split[:, 2]])
    ms = np.concatenate([graph.edge_ms[plain_edges], split[:, 3]])
    mm = np.concatenate([network.edge_mm[plain_edges], split[:, 4]])

    # a piece without length joins places at one spot, or one at a junction: no one-way rule there
    still = mm == 0
    forward, backward = graph.forward[edge] | still, graph.backward[edge] | still
    return _assemble(
        graph,
        snaps,
        tail=np.concatenate([tail[forward], head[backward]]),
        head=np.concatenate([head[forward], tail[backward]]),
        ms=np.concatenate([ms[forward], ms[backward]]),
        mm=np.concatenate([mm[forward], mm[backward]]),
        edge=np.concatenate([edge[forward], edge[backward]]),
        backward=np.repeat([False, True], [forward.sum(), backward.sum()]),
    )


def _split_edges(
    graph: VehicleGraph, snaps: Snaps, busy: IntArray
) -> Iterator[tuple[int, int, int, int, int]]:
    """Yield edge, tail, head, ms, mm of the pieces of edges that carry places."""
    network = graph.network
    order = np.lexsort((np.arange(len(snaps.edge)), snaps.offset_mm, snaps.edge))
    bounds = np.searchsorted(snaps.edge[order], busy)
    for edge, places in zip(busy, np.split(order, bounds)[1:], strict=True):
        length, time = int(network.edge_mm[edge]), int(graph.edge_ms[edge])
        nodes = [
            int(network.edge_u[edge]),
            *(network.node_count + places),
            int(network.edge_v[edge]),
        ]
        offsets = [0, *snaps.offset_mm[places].tolist(), length]
        moments = [partial_ms(time, length, offset) for offset in offsets]
        for i in range(len(nodes) - 1):
            yield (
                int(edge),
                int(nodes[i]),
                int(nodes[i + 1]),
                moments[i + 1] - moments[i],
                offsets[i + 1] - offsets[i],
            )


def partial_ms(edge_ms: int, edge_mm: int, offset_mm: int) -> int:
    """Return the milliseconds from an edge's start to an offset on it, rounded half up."""
    return (2 * edge_ms * offset_mm + edge_mm) // (2 * edge_mm)


def _assemble(
    graph: VehicleGraph,
    snaps: Snaps,
    *,
    tail: IntArray,
    head: IntArray,
    ms: IntArray,
    mm: IntArray,
    edge: IntArray,
    backward: npt.NDArray[np.bool_],
) -> Router:
    size = graph.network.node_count + len(snaps.edge)
    # of parallel arcs keep the fastest, then the shortest, then the first
    order = np.lexsort((backward, edge, mm, ms, head, tail))
    key = tail[order] * size + head[order]
    order = order[np.concatenate([[True], key[1:] != key[:-1]])]
    tail, head, ms = tail[order], head[order], ms[order]
    indptr = np.concatenate([[0], np.cumsum(np.bincount(tail, minlength=size))])
    times = csr_array((ms.astype(np.float64), head, indptr), shape=(size, size))
    offsets = {
        (int(e), graph.network.node_count + place): int(mm)
        for place, (e, mm) in enumerate(zip(snaps.edge, snaps.offset_mm, strict=True))
    }
    return Router(
        graph=graph,
        snaps=snaps,
        times=times,
        arc_key=tail * size + head,
        arc_mm=mm[order],
        arc_edge=edge[order],
        arc_backward=backward[order],
        offset_at=offsets,
    )


def compute_matrix(router: Router) -> Matrix:
    """Return shortest times between all places of the router, and the lengths of the paths.

    Every place lies on a routable edge, so every pair is connected.
    """
    k, first = router.place_count, router.node_of(0)
    ms = np.zeros((k, k), dtype=np.int64)
    mm = np.zeros((k, k), dtype=np.int64)
    for low in range(0, k, SOURCES_AT_ONCE):
        sources = np.arange(low, min(low + SOURCES_AT_ONCE, k)) + first
        times, before = _run_dijkstra(router, sources)
        ms[low : low + len(sources)] = times[:, first:].astype(np.int64)
        mm[low : low + len(sources)] = _measure_paths(router, before)
    return Matrix(ms, mm)


def _run_dijkstra(
    router: Router, sources: IntArray
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int32]]:
    from scipy.sparse.csgraph import dijkstra

    times, before = dijkstra(router.times, indices=sources, return_predecessors=True)
    return times, before


def _measure_paths(router: Router, before: npt.NDArray[np.int32]) -> IntArray:
    """Return the length of the path from each source to each place.

    The paths from one source form a tree. All trees are added up at once by doubling: every node
    knows the length from an ancestor, and in each round takes over the ancestor of that ancestor.
    """
    size = router.times.shape[0]
    base = np.arange(len(before))[:, None] * size
    places = (base + router.node_of(0) + np.arange(router.place_count)).ravel()
    nodes, number = _collect_ancestors(before, places)

    previous = before.ravel()[nodes].astype(np.int64)
    is_source = previous < 0
    inner = np.flatnonzero(~is_source)
    arc = np.searchsorted(router.arc_key, previous[inner] * size + nodes[inner] % size)
    length = np.zeros(len(nodes), dtype=np.int64)
    length[inner] = router.arc_mm[arc]
    ancestor = np.arange(len(nodes))
    ancestor[inner] = number[(nodes - nodes % size + previous)[inner]]
    while not is_source[ancestor].all():
        length += length[ancestor]
        ancestor = ancestor[ancestor]
    measured: IntArray = length[number[places]].reshape(len(before), -1)
    return measured


def _collect_ancestors(
    before: npt.NDArray[np.int32], places: IntArray
) -> tuple[IntArray, IntArray]:
    """Return the nodes on the way back from the places, and at each node its number among them.

    Nodes of row r of `before` are counted from r times its length.
    """
    size, back = before.shape[1], before.ravel()
    number = np.full(before.size, -1, dtype=np.int64)
    found: list[IntArray] = []
    count, at = 0, places
    while len(at):
        at = at[number[at] < 0]
        # of walkers that meet at a node, one goes on
        mine = np.arange(count, count + len(at))
        number[at] = mine
        at = at[number[at] == mine]
        number[at] = np.arange(count, count + len(at))
        count += len(at)
        found.append(at)
        previous = back[at]
        at = (at - at % size + previous)[previous >= 0]
    return np.concatenate(found), number


def find_paths(router: Router, pairs: list[tuple[int, int]]) -> list[tuple[PathPiece, ...]]:
    """Return the path of each (from place, to place), the same that the matrix measured.

    A path between places at one spot has no pieces.
    """
    paths: dict[tuple[int, int], tuple[PathPiece, ...]] = {}
    for source in sorted({start for start, _end in pairs}):
        _times, before = _run_dijkstra(router, np.array([router.node_of(source)]))
        for start, end in pairs:
            if start == source:
                paths[start, end] = _trace_path(router, before[0], end)
    return [paths[pair] for pair in pairs]


def _trace_path(router: Router, before: npt.NDArray[np.int32], end: int) -> tuple[PathPiece, ...]:
    size = router.times.shape[0]
    pieces: list[PathPiece] = []
    node = router.node_of(end)
    while (previous := int(before[node])) >= 0:
        arc = int(np.searchsorted(router.arc_key, previous * size + node))
        edge, backward = int(router.arc_edge[arc]), bool(router.arc_backward[arc])
        piece = PathPiece(
            edge=edge,
            from_mm=_offset_on(router, edge, previous, at_end=backward),
            to_mm=_offset_on(router, edge, node, at_end=not backward),
            backward=backward,
        )
        if piece.from_mm != piece.to_mm:
            pieces.append(piece)
        node = previous
    return _merge_pieces(pieces[::-1])


def _offset_on(router: Router, edge: int, node: int, *, at_end: bool) -> int:
    if node >= router.graph.network.node_count:
        return router.offset_at[edge, node]
    return int(router.graph.network.edge_mm[edge]) if at_end else 0


def _merge_pieces(pieces: list[PathPiece]) -> tuple[PathPiece, ...]:
    """Join pieces of one edge that other places only cut in two."""
    merged: list[PathPiece] = []
    for piece in pieces:
        last = merged[-1] if merged else None
        if last is not None and _continues(last, piece):
            merged[-1] = PathPiece(piece.edge, last.from_mm, piece.to_mm, piece.backward)
        else:
            merged.append(piece)
    return tuple(merged)


def _continues(last: PathPiece, piece: PathPiece) -> bool:
    same_edge = (last.edge, last.backward) == (piece.edge, piece.backward)
    return same_edge and last.to_mm == piece.from_mm
