"""Shortest times once more, by networkx and without any code of the router."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise

import networkx as nx
import numpy as np

from routeplan.roads.graph import VehicleGraph
from routeplan.roads.matrix import Matrix, PathPiece, Router
from routeplan.roads.snap import Snaps

Spot = tuple[str, int] | tuple[int, int]


def place_snaps(graph: VehicleGraph, places: list[tuple[int, int]]) -> Snaps:
    """Return snaps at given edges and offsets; where they are on the map does not matter."""
    edge, offset = np.array(places, dtype=np.int64).reshape(-1, 2).T
    nowhere = np.zeros(len(edge))
    return Snaps(edge, offset, nowhere, nowhere, nowhere)


def draw_places(graph: VehicleGraph, count: int, *, seed: int) -> list[tuple[int, int]]:
    """Return random points on the routable edges, a fifth of them at an end of their edge."""
    rng = np.random.default_rng(seed)
    edges = rng.choice(np.flatnonzero(graph.routable), count)
    places = []
    for edge in edges:
        length = int(graph.network.edge_mm[edge])
        offset = rng.choice([0, length]) if rng.random() < 0.2 else rng.integers(0, length + 1)
        places.append((int(edge), int(offset)))
    return places


def find_spot(graph: VehicleGraph, edge: int, offset_mm: int) -> Spot:
    """Return the junction, or else the edge and offset, of a point on an edge."""
    network = graph.network
    if offset_mm == 0:
        return "junction", int(network.edge_u[edge])
    if offset_mm == network.edge_mm[edge]:
        return "junction", int(network.edge_v[edge])
    return edge, offset_mm


def find_moment(graph: VehicleGraph, edge: int, offset_mm: int) -> int:
    """Return the milliseconds from the start of an edge to a point on it, rounded half up."""
    exact = Fraction(int(graph.edge_ms[edge]) * offset_mm, int(graph.network.edge_mm[edge]))
    return math.floor(exact + Fraction(1, 2))


def build_oracle(graph: VehicleGraph, places: list[tuple[int, int]]) -> nx.MultiDiGraph:
    """Return the roads with every place as a node: junctions, and spots on the edges."""
    network = graph.network
    spots = defaultdict(set)
    for edge, offset in places:
        spots[edge].add(offset)
    oracle = nx.MultiDiGraph()
    for edge in range(network.edge_count):
        stops = sorted({0, int(network.edge_mm[edge])} | spots[edge])
        for low, high in pairwise(stops):
            ms = find_moment(graph, edge, high) - find_moment(graph, edge, low)
            a, b = find_spot(graph, edge, low), find_spot(graph, edge, high)
            if graph.forward[edge]:
                oracle.add_edge(a, b, ms=ms, mm=high - low)
            if graph.backward[edge]:
                oracle.add_edge(b, a, ms=ms, mm=high - low)
    return oracle


def find_oracle_times(
    graph: VehicleGraph, places: list[tuple[int, int]], sources: range
) -> Mapping[int, list[int]]:
    """Return for each source (a number of a place) the milliseconds to every place."""
    oracle = build_oracle(graph, places)
    spots = [find_spot(graph, *place) for place in places]
    times = {}
    for source in sources:
        reached = nx.single_source_dijkstra_path_length(oracle, spots[source], weight="ms")
        times[source] = [reached[spot] for spot in spots]
    return times


def check_path(
    router: Router, matrix: Matrix, start: int, end: int, path: tuple[PathPiece, ...]
) -> None:
    """Fail unless the path leads on without a gap and is as long as the matrix says."""
    graph, snaps = router.graph, router.snaps
    spots = [find_spot(graph, int(snaps.edge[i]), int(snaps.offset_mm[i])) for i in (start, end)]
    at, ms, mm = spots[0], 0, 0
    for piece in path:
        assert find_spot(graph, piece.edge, piece.from_mm) == at
        assert piece.from_mm != piece.to_mm
        assert piece.backward == (piece.to_mm < piece.from_mm)
        allowed = graph.backward if piece.backward else graph.forward
        assert allowed[piece.edge]
        moments = [find_moment(graph, piece.edge, mm) for mm in (piece.from_mm, piece.to_mm)]
        ms += abs(moments[1] - moments[0])
        mm += abs(piece.to_mm - piece.from_mm)
        at = find_spot(graph, piece.edge, piece.to_mm)
    assert at == spots[1]
    assert (ms, mm) == (matrix.ms[start, end], matrix.mm[start, end])
