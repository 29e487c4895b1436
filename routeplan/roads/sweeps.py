"""Sweeps: closed walks over the streets of an area, each within a time budget."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from routeplan.roads.arcs import Arcs, make_arcs
from routeplan.roads.chains import list_stops, measure_mm
from routeplan.roads.corridors import find_patrol_ms
from routeplan.roads.coverage import add_detours, cover_all, cover_most, find_passed, measure_ms
from routeplan.roads.graph import VehicleGraph
from routeplan.roads.network import FloatArray, IntArray, Network
from routeplan.roads.plane import find_in_box, find_inside
from routeplan.roads.portions import share_out
from routeplan.roads.postman import Ways, find_ways, turn_walk

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

# Roads so far outside the streets may be used on the way; more of them where that is not enough.
FIRST_MARGIN_M = 500.0
MARGIN_GROWTH = 4.0
# Times that streets are shared out before another sweep is taken.
BALANCINGS = 4


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
    area = _Area(graph, arcs, edges, edge_ms, budget_s * 1000)
    shares = _share_walks(area, most=min(most, len(edges)))
    covered = _share_covered(edges, shares)
    return tuple(
        _make_sweep(area, share.walk, mine)
        for share, mine in zip(shares, covered, strict=True)
        if len(mine)
    )


@dataclass(frozen=True, eq=False)
class _Area:
    """What is to be swept, `edges`, on which roads, `arcs`, and in what time."""

    graph: VehicleGraph
    arcs: Arcs
    edges: IntArray
    edge_ms: IntArray
    budget_ms: int

    @property
    def total_ms(self) -> int:
        """Time to drive every street once."""
        return int(self.edge_ms[self.edges].sum())

    @cached_property
    def ways(self) -> Ways:
        """The ways between all junctions of the streets."""
        return find_ways(self.graph, self.arcs, self.edges)


@dataclass(frozen=True, eq=False)
class _Share:
    """A portion of the streets and the walk over them, empty where none is within the budget."""

    portion: IntArray
    walk: tuple[int, ...]


def _make_near_arcs(graph: VehicleGraph, edges: IntArray, edge_ms: IntArray) -> Arcs:
    """Return the roads around some streets, so many that every street reaches every other."""
    network = graph.network
    ends = np.unique(np.concatenate([network.edge_u[edges], network.edge_v[edges]]))
    lon, lat = network.node_lon[ends], network.node_lat[ends]
    box = (float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max()))
    routable = np.flatnonzero(graph.routable)
    margin_m = FIRST_MARGIN_M
    while True:
        in_box = find_in_box(network, box, margin_m=margin_m)
        near = np.intersect1d(routable, in_box, assume_unique=True)
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


def _share_walks(area: _Area, *, most: int) -> list[_Share]:
    """Return the fewest shares whose walks are all within the budget, or else the `most`."""
    parts = min(-(-area.total_ms // area.budget_ms), most)
    if area.total_ms > most * area.budget_ms:
        # too much for any walks: each takes the best of its portion
        portions = _share_streets(area, parts, np.ones(len(area.edges)))
        return [_Share(portion, _cover_most(area, portion)) for portion in portions]
    while True:
        shares = _balance_shares(area, parts)
        times = [measure_ms(share.walk, area.edge_ms) for share in shares]
        if max(times) <= area.budget_ms:
            return shares
        if parts == most or sum(times) <= parts * area.budget_ms:
            # what is too long for one may fit in the spare time of the others
            shares = _fill_up(area, [_fit(area, share) for share in shares])
            if parts == most or not len(_list_left(area, shares)):
                return shares
        parts = min(max(parts + 1, -(-sum(times) // area.budget_ms)), most)


def _share_streets(area: _Area, parts: int, factors: FloatArray) -> list[IntArray]:
    weights = np.maximum(np.rint(area.edge_ms[area.edges] * factors), 1).astype(np.int64)
    return share_out(area.graph.network, area.arcs, area.edges, weights, parts=parts)


def _balance_shares(area: _Area, parts: int) -> list[_Share]:
    """Return shares of streets with walks over all of them whose longest is short.

    A portion whose walk has to drive much twice is made smaller and walked again.
    """
    factors = np.ones(len(area.edges))
    best: list[_Share] = []
    longest_ms = 0
    for _attempt in range(BALANCINGS if parts > 1 else 1):
        portions = _share_streets(area, parts, factors)
        walks = [cover_all(area.ways, portion) for portion in portions]
        times = [measure_ms(walk, area.edge_ms) for walk in walks]
        if not best or max(times) < longest_ms:
            best = [_Share(*pair) for pair in zip(portions, walks, strict=True)]
            longest_ms = max(times)
        # balance is no help where the walks are too long in all
        if longest_ms <= area.budget_ms or sum(times) > parts * area.budget_ms:
            break
        for portion, time_ms in zip(portions, times, strict=True):
            mine = np.isin(area.edges, portion)
            factors[mine] = time_ms / int(area.edge_ms[portion].sum())
    return best


def _cover_most(area: _Area, portion: IntArray) -> tuple[int, ...]:
    return cover_most(area.graph, area.arcs, portion, area.edge_ms, budget_ms=area.budget_ms)


def _fit(area: _Area, share: _Share) -> _Share:
    """Return the share with a walk that is within the budget."""
    if measure_ms(share.walk, area.edge_ms) <= area.budget_ms:
        return share
    return _Share(share.portion, _cover_most(area, share.portion))


def _fill_up(area: _Area, shares: list[_Share]) -> list[_Share]:
    """Return the shares, the walks with time to spare led on to streets left out so far."""
    filled = list(shares)
    for number, share in enumerate(shares):
        left = _list_left(area, filled)
        walk = add_detours(area.ways, share.walk, left, area.edge_ms, area.budget_ms)
        filled[number] = _Share(share.portion, walk)
    return filled


def _list_left(area: _Area, shares: list[_Share]) -> IntArray:
    """Return the streets of the area that no walk passes."""
    return np.setdiff1d(area.edges, np.concatenate([find_passed(share.walk) for share in shares]))


def _share_covered(edges: IntArray, shares: list[_Share]) -> list[IntArray]:
    """Return what each walk covers: of its own portion, then what no other covers already."""
    passed = [np.intersect1d(edges, find_passed(share.walk)) for share in shares]
    covered = [
        np.intersect1d(share.portion, mine) for share, mine in zip(shares, passed, strict=True)
    ]
    for number, mine in enumerate(passed):
        taken = np.concatenate(covered)
        covered[number] = np.union1d(covered[number], np.setdiff1d(mine, taken))
    return covered


def _make_sweep(area: _Area, walk: tuple[int, ...], covered: IntArray) -> Sweep:
    network = area.graph.network
    start = _choose_start(area.graph, walk)
    return Sweep(
        edges=turn_walk(network, walk, start),
        covered=tuple(covered.tolist()),
        start_node=start,
        metres=-(-measure_mm(network, walk) // 1000),
        covered_metres=int(network.edge_mm[covered].sum()) // 1000,
        seconds=-(-measure_ms(walk, area.edge_ms) // 1000),
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
