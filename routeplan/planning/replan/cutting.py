"""A drive cut where its unit is at a moment, and the way off a road that has been closed."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from itertools import count

import numpy as np

from routeplan.roads.chains import get_ends
from routeplan.roads.graph import VehicleGraph
from routeplan.roads.matrix import PathPiece, partial_ms
from routeplan.roads.network import IntArray, Network
from routeplan.roads.snap import Snaps

Path = tuple[PathPiece, ...]


@dataclass(frozen=True)
class Spot:
    """A point of the road: `offset_mm` from the start of an edge, counted from 0."""

    edge: int
    offset_mm: int
    lon: float
    lat: float
    distance_m: float = 0.0


def join_spots(spots: Sequence[Spot]) -> Snaps:
    """Return spots as places of a router."""
    columns = zip(*map(astuple, spots), strict=True)
    edge, offset_mm, lon, lat, distance_m = (np.array(column) for column in columns)
    return Snaps(edge, offset_mm, lon, lat, distance_m)


def stand_at(network: Network, signed: int) -> Spot:
    """Return the junction at which a signed edge begins."""
    node, edge = get_ends(network, signed)[0], abs(signed) - 1
    offset_mm = int(network.edge_mm[edge]) if signed < 0 else 0
    return Spot(edge, offset_mm, float(network.node_lon[node]), float(network.node_lat[node]))


def cut_drive(
    network: Network, edge_ms: IntArray, edges: Sequence[int], start: Spot, until_ms: float
) -> Path:
    """Return what is driven of signed edges, from a spot on, in so many milliseconds.

    Parameters
    ----------
    edge_ms
        What each edge of the network takes, (m,).
    """
    pieces: list[PathPiece] = []
    left = until_ms
    for number, signed in enumerate(edges):
        edge, backward = abs(signed) - 1, signed < 0
        length, whole = int(network.edge_mm[edge]), int(edge_ms[edge])
        begin, end = (length, 0) if backward else (0, length)
        if number == 0 and not stands_at(network, start, get_ends(network, signed)[0]):
            begin = start.offset_mm
        takes = abs(partial_ms(whole, length, end) - partial_ms(whole, length, begin))
        if takes > left:
            share = max(left, 0.0) / takes
            end = begin + round((end - begin) * share)
        if begin != end:
            pieces.append(PathPiece(edge, begin, end, backward))
        if takes > left:
            break
        left -= takes
    return tuple(pieces)


def list_pieces(network: Network, edges: Sequence[int], start: Spot, end: Spot) -> Path:
    """Return what is driven of signed edges from one spot to another."""
    pieces = []
    for number, signed in enumerate(edges):
        edge, backward = abs(signed) - 1, signed < 0
        length = int(network.edge_mm[edge])
        low, high = (length, 0) if backward else (0, length)
        first, last = get_ends(network, signed)
        if number == 0 and not stands_at(network, start, first):
            low = start.offset_mm
        if number == len(edges) - 1 and not stands_at(network, end, last):
            high = end.offset_mm
        pieces.append(PathPiece(edge, low, high, backward))
    return tuple(pieces)


def stands_at(network: Network, spot: Spot, node: int) -> bool:
    """Tell whether a spot is a junction."""
    if spot.offset_mm == 0:
        return int(network.edge_u[spot.edge]) == node
    if spot.offset_mm == int(network.edge_mm[spot.edge]):
        return int(network.edge_v[spot.edge]) == node
    return False


def measure_path(path: Path, network: Network, edge_ms: IntArray) -> tuple[int, int]:
    """Return the whole metres and seconds of a path, each rounded up once."""
    mm = ms = 0
    for piece in path:
        length, whole = int(network.edge_mm[piece.edge]), int(edge_ms[piece.edge])
        ends = (partial_ms(whole, length, at) for at in (piece.from_mm, piece.to_mm))
        first, last = ends
        ms += abs(last - first)
        mm += abs(piece.to_mm - piece.from_mm)
    return -(-mm // 1000), -(-ms // 1000)


def is_open(graph: VehicleGraph, edges: Sequence[int]) -> bool:
    """Tell whether all of some signed edges may be driven in their direction."""
    signed = np.array(edges, dtype=np.int64)
    index = np.abs(signed) - 1
    return bool(np.where(signed > 0, graph.forward[index], graph.backward[index]).all())


def find_way_out(before: VehicleGraph, after: VehicleGraph, start: Spot) -> Path | None:
    """Return the fastest way from a spot on a road that has been closed to one that is open.

    It drives on roads that have been closed only: nobody crosses a closed road to get away. None
    where the spot is on no such road, or they lead nowhere.

    Parameters
    ----------
    before, after
        The roads as they were, and as they are now.
    """
    closed = (before.forward & ~after.forward) | (before.backward & ~after.backward)
    if not closed[start.edge]:
        return None
    arcs = _list_arcs(before, np.flatnonzero(closed))
    number = count()  # of ways that are as fast to the same junction, the first found comes first
    queue = [(ms, node, next(number), path) for ms, node, path in _leave_edge(before, start)]
    heapq.heapify(queue)
    seen = set[int]()
    while queue:
        ms, node, _number, path = heapq.heappop(queue)
        if after.connected[node]:
            return path
        if node in seen:
            continue
        seen.add(node)
        for piece, end in arcs[node]:
            longer_ms = ms + int(before.edge_ms[piece.edge])
            heapq.heappush(queue, (longer_ms, end, next(number), (*path, piece)))
    return None


def _leave_edge(graph: VehicleGraph, start: Spot) -> Iterator[tuple[int, int, Path]]:
    """Yield time, end and way from a spot to the ends of its edge."""
    edge, length = start.edge, int(graph.network.edge_mm[start.edge])
    for is_allowed, end_mm, node in (
        (graph.forward[edge], length, int(graph.network.edge_v[edge])),
        (graph.backward[edge], 0, int(graph.network.edge_u[edge])),
    ):
        # to stand at an end is to be there
        if not is_allowed and end_mm != start.offset_mm:
            continue
        whole = int(graph.edge_ms[edge])
        here, there = (partial_ms(whole, length, at) for at in (start.offset_mm, end_mm))
        piece = PathPiece(edge, start.offset_mm, end_mm, end_mm == 0)
        yield abs(there - here), node, (piece,) if end_mm != start.offset_mm else ()


def _list_arcs(graph: VehicleGraph, edges: IntArray) -> dict[int, list[tuple[PathPiece, int]]]:
    """Return by junction the edges that may be driven from there, each with where it ends."""
    network = graph.network
    arcs: defaultdict[int, list[tuple[PathPiece, int]]] = defaultdict(list)
    for edge in edges.tolist():
        u, v = int(network.edge_u[edge]), int(network.edge_v[edge])
        length = int(network.edge_mm[edge])
        if graph.forward[edge]:
            arcs[u].append((PathPiece(edge, 0, length, backward=False), v))
        if graph.backward[edge]:
            arcs[v].append((PathPiece(edge, length, 0, backward=True), u))
    return arcs
