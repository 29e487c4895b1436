"""Links: the shortest ways between candidates of neighbouring fixes, all at once.

A way against a one-way rule counts as longer than it is: crews do drive so now and then, but of
two carriageways side by side the right one is likelier.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from routeplan.roads.graph import VehicleGraph
from routeplan.roads.network import FloatArray, IntArray
from routeplan.tracking.candidates import Candidates

# By this factor a street is longer against its one-way rule.
WRONG_WAY = 1.5
# Trees that are searched for at a time; bounds the memory.
SOURCES_AT_ONCE = 64
# The shortest radius of a tree in metres; others are this doubled again and again.
LEAST_RADIUS_M = 256.0


@dataclass(frozen=True, eq=False)
class Streets:
    """The edges around a track as arcs between `k` junctions.

    Parameters
    ----------
    nodes
        (k,) the network's nodes, sorted; a junction's number is its place in this array.
    arcs
        (k, k) sparse, metres as they count.
    key, signed
        Of each arc, sorted: tail times k plus head, and its edge, counted from 1 and negative
        against its direction.
    """

    graph: VehicleGraph
    nodes: IntArray
    arcs: csr_array
    key: IntArray
    signed: IntArray

    def weigh_ahead(self, edge: IntArray) -> FloatArray:
        """Return the factors by which edges are longer from `u` to `v`."""
        return np.where(self.graph.forward[edge], 1.0, WRONG_WAY)

    def weigh_back(self, edge: IntArray) -> FloatArray:
        """Return the factors by which edges are longer from `v` to `u`."""
        return np.where(self.graph.backward[edge], 1.0, WRONG_WAY)

    def locate(self, nodes: IntArray) -> IntArray:
        """Return the numbers of some of the network's nodes."""
        return np.searchsorted(self.nodes, nodes)


@dataclass(frozen=True, eq=False)
class Trees:
    """Shortest ways from some junctions to those around them.

    Parameters
    ----------
    key
        Sorted: junction of the start times k plus junction reached.
    metres
        As they count, from the start.
    before
        The junction before the one reached, itself at the start.
    """

    key: IntArray
    metres: FloatArray
    before: IntArray

    def measure(self, start: IntArray, end: IntArray, count: int) -> FloatArray:
        """Return the metres between pairs of junctions out of `count`, infinite where too far."""
        place = self._find(start, end, count)
        found = place >= 0
        metres = np.full(len(place), np.inf)
        metres[found] = self.metres[place[found]]
        return metres

    def trace(self, start: int, end: int, count: int) -> list[int]:
        """Return the junctions from `start` to `end`, which has to be reached."""
        nodes = [end]
        while nodes[-1] != start:
            place = int(np.searchsorted(self.key, start * count + nodes[-1]))
            nodes.append(int(self.before[place]))
        return nodes[::-1]

    def _find(self, start: IntArray, end: IntArray, count: int) -> IntArray:
        key = start * count + end
        place = np.minimum(np.searchsorted(self.key, key), len(self.key) - 1)
        found: IntArray = np.where(self.key[place] == key, place, -1)
        return found


@dataclass(frozen=True, eq=False)
class Links:
    """Ways from candidates to candidates of the next fix, (p,) each, by pairs of fixes.

    Parameters
    ----------
    first, second
        Numbers of the candidates.
    metres
        As they count; infinite where there is no way that is short enough.
    turn
        How it goes: 0 to 3 leaves by `v` (2, 3: by `u`) and enters at `u` (1, 3: at `v`); 4 and 5
        stay on one edge, ahead and back.
    """

    first: IntArray
    second: IntArray
    metres: FloatArray
    turn: IntArray


def make_streets(graph: VehicleGraph, edges: IntArray) -> Streets:
    """Return `edges`, at least one, as arcs in both directions; of parallel ones the shortest."""
    network = graph.network
    ends = network.edge_u[edges], network.edge_v[edges]
    nodes = np.unique(np.concatenate(ends))
    u, v = (np.searchsorted(nodes, end) for end in ends)
    length_m = network.edge_mm[edges] / 1000
    streets = Streets(graph, nodes, csr_array((1, 1)), edges, edges)
    metres = np.concatenate(
        [length_m * streets.weigh_ahead(edges), length_m * streets.weigh_back(edges)]
    )
    tail, head = np.concatenate([u, v]), np.concatenate([v, u])
    signed = np.concatenate([edges + 1, -(edges + 1)])
    size = len(nodes)
    order = np.lexsort((np.abs(signed), metres, head, tail))
    key = tail[order] * size + head[order]
    order = order[np.concatenate([[True], key[1:] != key[:-1]])]
    start = np.concatenate([[0], np.cumsum(np.bincount(tail[order], minlength=size))])
    arcs = csr_array((metres[order], head[order], start), shape=(size, size))
    return Streets(graph, nodes, arcs, tail[order] * size + head[order], signed[order])


def find_links(
    streets: Streets, candidates: Candidates, *, joined: IntArray, limit_m: FloatArray
) -> tuple[Links, Trees]:
    """Return the ways between the candidates of pairs of fixes, and the trees they are cut from.

    Parameters
    ----------
    joined
        (q, 2) pairs of fixes, in their order; each has a candidate.
    limit_m
        (q,) the longest ways looked for.
    """
    pairs, of_pair = _pair_candidates(candidates, joined)
    limits = limit_m[of_pair]
    first, second = pairs[:, 0], pairs[:, 1]
    network, count = streets.graph.network, len(streets.nodes)
    edge, to_edge = candidates.edge[first], candidates.edge[second]
    leave = [streets.locate(ends[edge]) for ends in (network.edge_v, network.edge_u)]
    enter = [streets.locate(ends[to_edge]) for ends in (network.edge_u, network.edge_v)]
    trees = _grow_trees(streets, np.concatenate(leave), np.tile(limits, 2))

    offset, length = candidates.offset_m[first], candidates.length_m[first]
    to_offset, to_length = candidates.offset_m[second], candidates.length_m[second]
    out = (length - offset) * streets.weigh_ahead(edge), offset * streets.weigh_back(edge)
    into = (
        to_offset * streets.weigh_ahead(to_edge),
        (to_length - to_offset) * streets.weigh_back(to_edge),
    )
    ways = [
        out[a] + trees.measure(leave[a], enter[b], count) + into[b] for a in (0, 1) for b in (0, 1)
    ]
    ahead = to_offset - offset
    same = edge == to_edge
    ways.append(np.where(same & (ahead >= 0), ahead * streets.weigh_ahead(edge), np.inf))
    ways.append(np.where(same & (ahead < 0), -ahead * streets.weigh_back(edge), np.inf))
    table = np.array(ways)
    turn = table.argmin(axis=0)
    metres = table[turn, np.arange(len(turn))]
    return Links(first, second, np.where(metres <= limits, metres, np.inf), turn), trees


def _pair_candidates(candidates: Candidates, joined: IntArray) -> tuple[IntArray, IntArray]:
    """Return all pairs of candidates of joined fixes, and the number of the pair of fixes."""
    low = np.searchsorted(candidates.fix, joined)
    high = np.searchsorted(candidates.fix, joined, side="right")
    many = high - low
    sizes = many[:, 0] * many[:, 1]
    of_pair = np.repeat(np.arange(len(joined)), sizes)
    number = np.arange(len(of_pair)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    first = low[of_pair, 0] + number // many[of_pair, 1]
    second = low[of_pair, 1] + number % many[of_pair, 1]
    return np.column_stack([first, second]), of_pair


def _grow_trees(streets: Streets, starts: IntArray, limit_m: FloatArray) -> Trees:
    """Return the trees from some junctions, each as large as the longest limit there."""
    from scipy.sparse.csgraph import dijkstra

    count = len(streets.nodes)
    radius = np.zeros(count)
    np.maximum.at(radius, starts, limit_m)
    steps = np.ceil(np.log2(np.maximum(radius, LEAST_RADIUS_M) / LEAST_RADIUS_M)).astype(np.int64)
    keys, metres, befores = [], [], []
    for step in np.unique(steps[radius > 0]).tolist():
        sources = np.flatnonzero((radius > 0) & (steps == step))
        for low in range(0, len(sources), SOURCES_AT_ONCE):
            some = sources[low : low + SOURCES_AT_ONCE]
            reached, before = dijkstra(
                streets.arcs, indices=some, limit=LEAST_RADIUS_M * 2**step,
                return_predecessors=True,
            )  # fmt: skip
            row, node = np.nonzero(np.isfinite(reached))
            keys.append(some[row] * count + node)
            metres.append(reached[row, node])
            befores.append(np.where(before[row, node] < 0, node, before[row, node]))
    key = np.concatenate(keys)
    order = np.argsort(key)
    return Trees(key[order], np.concatenate(metres)[order], np.concatenate(befores)[order])
