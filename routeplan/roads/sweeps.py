"""Sweeps: closed walks over the streets of an area, each within a time budget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from routeplan.roads.arcs import Arcs, make_arcs
from routeplan.roads.chains import list_stops, measure_mm
from routeplan.roads.corridors import find_patrol_ms
from routeplan.roads.coverage import cover_most, find_passed, measure_ms
from routeplan.roads.graph import VehicleGraph
from routeplan.roads.network import IntArray, Network
from routeplan.roads.plane import find_in_box, find_inside
from routeplan.roads.portions import share_out
from routeplan.roads.postman import close_walk, find_ways, turn_walk

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

# Roads so far outside the streets may be used on the way; more of them where that is not enough.
FIRST_MARGIN_M = 500.0
MARGIN_GROWTH = 4.0


@dataclass(frozen=True)
class Sweep:
    """A closed walk over streets of an area.

    Parameters
    ----------
    edges
        The whole walk: signed edges, counted from 1, from `start_node` back to it.
    covered
        Edges of the area that this sweep covers, counted from 0, sorted; of several sweeps each
        edge belongs to one.
    metres, seconds
        Of the walk, rounded up.
    covered_metres
        Length of the covered edges, rounded down.
    """

    edges: tuple[int, ...]
    covered: tuple[int, ...]
    start_node: int
    metres: int
    covered_metres: int
    seconds: int

    def __post_init__(self) -> None:
        if not self.edges or not self.covered:
            raise ValueError("a sweep covers at least one edge")


def find_area_edges(graph: VehicleGraph, polygon: BaseGeometry) -> IntArray:
    """Return the routable edges with more than half of their length in a polygon (lon, lat)."""
    return find_inside(graph.network, np.flatnonzero(graph.routable), polygon)


def plan_sweeps(
    graph: VehicleGraph, edges: IntArray, *, budget_s: int, patrol_kmh: float, most: int
) -> tuple[Sweep, ...]:
    """Return sweeps over `edges`, as few as cover them all within the budget each, at most `most`.

    Where even `most` do not cover all, each takes what it can. There are none if no street can
    be driven there and back within the budget. The whole walk is driven at patrol speed; it may
    use other roads on the way.

    Parameters
    ----------
    edges
        Routable edges, each once (`find_area_edges`).
    budget_s
        Seconds for one sweep, from its start back to it.
    most
        At least 1.
    """
    if not len(edges):
        return ()
    edges = np.sort(edges)
    edge_ms = find_patrol_ms(graph, patrol_kmh=patrol_kmh)
    arcs = _make_near_arcs(graph, edges, edge_ms)
    shares = _share_walks(
        graph, arcs, edges, edge_ms, budget_ms=budget_s * 1000, most=min(most, len(edges))
    )
    covered = _share_covered(edges, shares)
    return tuple(
        _make_sweep(graph, walk, mine, edge_ms)
        for (_portion, walk), mine in zip(shares, covered, strict=True)
        if len(mine)
    )


def _make_near_arcs(graph: VehicleGraph, edges: IntArray, edge_ms: IntArray) -> Arcs:
    """Return the roads around some streets, so many that every street reaches every other."""
    network = graph.network
    ends = np.unique(np.concatenate([network.edge_u[edges], network.edge_v[edges]]))
    lon, lat = network.node_lon[ends], network.node_lat[ends]
    box = (float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max()))
    routable = np.flatnonzero(graph.routable)
    margin_m = FIRST_MARGIN_M
    while True:
        near = np.intersect1d(routable, find_in_box(network, box, margin_m=margin_m))
        near = np.union1d(near, edges)
        arcs = make_arcs(graph, near, edge_ms)
        if len(near) == len(routable) or _are_joined(arcs, ends):
            return arcs
        margin_m *= MARGIN_GROWTH


def _are_joined(arcs: Arcs, nodes: IntArray) -> bool:
    """Tell whether every one of some nodes reaches every other."""
    from scipy.sparse.csgraph import connected_components

    _count, piece = connected_components(arcs.times, directed=True, connection="strong")
    return len(np.unique(piece[np.searchsorted(arcs.nodes, nodes)])) == 1


def _share_walks(
    graph: VehicleGraph,
    arcs: Arcs,
    edges: IntArray,
    edge_ms: IntArray,
    *,
    budget_ms: int,
    most: int,
) -> list[tuple[IntArray, tuple[int, ...]]]:
    """Return portions of the streets, each with its walk: the fewest whose walks are in budget."""
    weights = edge_ms[edges]
    parts = min(-(-int(weights.sum()) // budget_ms), most)
    while True:
        portions = share_out(graph.network, arcs, edges, weights, parts=parts)
        if parts == most and int(weights.sum()) > most * budget_ms:
            walks = [()] * parts
            break
        walks = [close_walk(find_ways(graph, arcs, portion), portion) for portion in portions]
        times = [measure_ms(walk, edge_ms) for walk in walks]
        if parts == most or max(times) <= budget_ms:
            break
        parts = min(max(parts + 1, -(-sum(times) // budget_ms)), most)
    return [
        (
            portion,
            walk
            if walk and measure_ms(walk, edge_ms) <= budget_ms
            else cover_most(graph, arcs, portion, edge_ms, budget_ms=budget_ms),
        )
        for portion, walk in zip(portions, walks, strict=True)
    ]


def _share_covered(
    edges: IntArray, shares: list[tuple[IntArray, tuple[int, ...]]]
) -> list[IntArray]:
    """Return what each walk covers: of its own portion, then what no other covers already."""
    passed = [np.intersect1d(edges, find_passed(walk)) for _portion, walk in shares]
    covered = [
        np.intersect1d(portion, mine) for (portion, _walk), mine in zip(shares, passed, strict=True)
    ]
    for number, mine in enumerate(passed):
        taken = np.concatenate(covered)
        covered[number] = np.union1d(covered[number], np.setdiff1d(mine, taken))
    return covered


def _make_sweep(
    graph: VehicleGraph, walk: tuple[int, ...], covered: IntArray, edge_ms: IntArray
) -> Sweep:
    network = graph.network
    start = _choose_start(graph, walk)
    return Sweep(
        edges=turn_walk(network, walk, start),
        covered=tuple(covered.tolist()),
        start_node=start,
        metres=-(-measure_mm(network, walk) // 1000),
        covered_metres=int(network.edge_mm[covered].sum()) // 1000,
        seconds=-(-measure_ms(walk, edge_ms) // 1000),
    )


def _choose_start(graph: VehicleGraph, walk: tuple[int, ...]) -> int:
    """Return where a walk is best begun: its junction with the fastest road, then the lowest."""
    network = graph.network
    stops = np.unique(list_stops(network, walk))
    routable = np.flatnonzero(graph.routable)
    pace = graph.edge_ms[routable] / network.edge_mm[routable]
    fastest = np.full(network.node_count, np.inf)
    np.minimum.at(fastest, network.edge_u[routable], pace)
    np.minimum.at(fastest, network.edge_v[routable], pace)
    return int(stops[np.argmin(np.round(fastest[stops], 3))])


def measure_streets_m(network: Network, edges: IntArray) -> int:
    """Return the length of some edges in metres, rounded up."""
    return -(-int(network.edge_mm[edges].sum()) // 1000)
