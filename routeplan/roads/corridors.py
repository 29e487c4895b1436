"""Corridors: roads to be patrolled along their length, and the segments they are cut into.

A corridor is a chain: edges counted from 1, negative against the direction they are stored in,
each beginning where the one before ends. Chains come from a drawn line
(`routeplan.roads.matching`), from a street's name (`routeplan.roads.streets`) or from here, as
the fastest way between two places.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from routeplan.errors import InputError
from routeplan.i18n import _
from routeplan.roads.arcs import Arcs, find_trees, make_arcs, trace_arcs
from routeplan.roads.chains import find_oneways, get_ends, reverse_chain
from routeplan.roads.graph import MS_PER_MM_AT_1_KMH, VehicleGraph
from routeplan.roads.network import IntArray, Network
from routeplan.roads.snap import snap_to_graph

LonLat = tuple[float, float]
# No segment of a sensible cut is longer than so many targets, unless it is one edge.
LONGEST_SHARE = 3.0


@dataclass(frozen=True)
class Segment:
    """A piece of a corridor that is driven through in one go.

    Parameters
    ----------
    edges
        Signed edges along the corridor, at least one.
    start_node, end_node
        Nodes of the network at both ends.
    metres
        Length, rounded up.
    from_m, to_m
        Where it lies along the corridor, rounded; segments meet.
    """

    edges: tuple[int, ...]
    start_node: int
    end_node: int
    metres: int
    from_m: int
    to_m: int

    def __post_init__(self) -> None:
        if not self.edges:
            raise ValueError("a segment has at least one edge")


def find_corridor(graph: VehicleGraph, start: LonLat, end: LonLat) -> tuple[int, ...]:
    """Return the fastest way between the junctions nearest to two places (lon, lat).

    The junction of a place is the nearer end of the nearest road on which the vehicle can come
    and go, however far that is. The way is empty where both places have the same junction.
    """
    source, target = find_junction(graph, start), find_junction(graph, end)
    arcs = _make_all_arcs(graph)
    return _find_fastest(arcs, source, np.array([target]))


def find_corridor_to_class(
    graph: VehicleGraph, start: LonLat, *, classes: Collection[str] = ("trunk", "primary")
) -> tuple[int, ...]:
    """Return the fastest way from a place (lon, lat) to a road of some classes.

    Parameters
    ----------
    classes
        Values of the tag ``highway``. The way ends at the first junction on such a road.

    Raises
    ------
    InputError
        If the vehicle can come and go on no road of these classes.
    """
    network = graph.network
    is_wanted = np.array([tags.get("highway") in classes for tags in network.way_tags])
    edges = np.flatnonzero(graph.routable & is_wanted[network.edge_way])
    if not len(edges):
        message = _("The network {name} has no road of the classes {classes} for {vehicle}.")
        raise InputError(
            message.format(
                name=network.name, classes=", ".join(sorted(classes)), vehicle=graph.vehicle
            )
        )
    targets = np.unique(np.concatenate([network.edge_u[edges], network.edge_v[edges]]))
    return _find_fastest(_make_all_arcs(graph), find_junction(graph, start), targets)


def find_junction(graph: VehicleGraph, place: LonLat) -> int:
    """Return the nearer end of the road nearest to a place (lon, lat), along the road."""
    network = graph.network
    snap = snap_to_graph(graph, np.array([place[0]]), np.array([place[1]]))
    edge, offset = int(snap.edge[0]), int(snap.offset_mm[0])
    is_near_start = 2 * offset <= int(network.edge_mm[edge])
    return int((network.edge_u if is_near_start else network.edge_v)[edge])


def _make_all_arcs(graph: VehicleGraph) -> Arcs:
    return make_arcs(graph, np.flatnonzero(graph.routable), graph.edge_ms)


def _find_fastest(arcs: Arcs, source: int, targets: IntArray) -> tuple[int, ...]:
    """Return the way from a node to the target that is soonest reached, then lowest."""
    times, before = find_trees(arcs, np.searchsorted(arcs.nodes, [source]))
    ends = np.searchsorted(arcs.nodes, targets)
    return trace_arcs(arcs, before[0], int(ends[np.argmin(times[0, ends])]))


def cut_segments(
    network: Network, chain: Sequence[int], *, length_m: float = 500.0
) -> tuple[Segment, ...]:
    """Return a chain cut at junctions into segments of about `length_m`, in order.

    Of all cuts it is the one whose lengths differ least from `length_m` (least squares), so an
    edge is never split and short ends are joined to their neighbours. No segment holds one-way
    edges of both directions: nobody could drive it. A chain and its reverse are cut at the same
    junctions.
    """
    if not chain:
        return ()
    turned = reverse_chain(chain)
    if turned > tuple(chain):
        cuts = _find_cuts(network, turned, length_m)
        cuts = [len(chain) - cut for cut in reversed(cuts)]
    else:
        cuts = _find_cuts(network, chain, length_m)
    along = _measure_along(network, chain)
    return tuple(
        Segment(
            edges=tuple(chain[low:high]),
            start_node=get_ends(network, chain[low])[0],
            end_node=get_ends(network, chain[high - 1])[1],
            metres=-(-int(along[high] - along[low]) // 1000),
            from_m=round(int(along[low]) / 1000),
            to_m=round(int(along[high]) / 1000),
        )
        for low, high in pairwise(cuts)
    )


def _measure_along(network: Network, chain: Sequence[int]) -> IntArray:
    """Return millimetres from the chain's start to each of its junctions."""
    edges = np.abs(np.array(chain, dtype=np.int64)) - 1
    along: IntArray = np.concatenate([[0], np.cumsum(network.edge_mm[edges])])
    return along


def _find_cuts(network: Network, chain: Sequence[int], length_m: float) -> list[int]:
    """Return the places of the cuts in a chain, its ends included, by dynamic programming."""
    along = _measure_along(network, chain) / 1000
    oneways = _list_oneways(network, chain)
    last = {0: -1, 1: -1, -1: -1}
    cost, before = np.full(len(along), np.inf), np.zeros(len(along), dtype=np.int64)
    cost[0] = 0.0
    for high in range(1, len(along)):
        last[oneways[high - 1]] = high - 1
        nearest = np.searchsorted(along, along[high] - LONGEST_SHARE * length_m)
        low = max(min(int(nearest), high - 1), min(last[1], last[-1]) + 1)
        found = cost[low:high] + (along[high] - along[low:high] - length_m) ** 2
        best = int(np.argmin(found))
        cost[high], before[high] = found[best], low + best
    cuts = [len(along) - 1]
    while cuts[-1]:
        cuts.append(int(before[cuts[-1]]))
    return cuts[::-1]


def _list_oneways(network: Network, chain: Sequence[int]) -> list[int]:
    """Return for each edge of a chain 1 if it is one-way along it, -1 if against it, else 0."""
    oneway = find_oneways(network, np.abs(np.array(chain, dtype=np.int64)) - 1)
    return [oneway.get(abs(edge) - 1, 0) * (1 if edge > 0 else -1) for edge in chain]


def find_segment_directions(graph: VehicleGraph, segment: Segment) -> tuple[bool, bool]:
    """Tell whether a vehicle may drive a segment along its corridor, and against it.

    Not where an edge is closed to it, or one-way against it, nor where it cannot come and go.
    """
    return can_drive(graph, segment.edges), can_drive(graph, reverse_chain(segment.edges))


def can_drive(graph: VehicleGraph, edges: Sequence[int]) -> bool:
    """Tell whether all signed edges are open in their direction, where a vehicle comes and goes."""
    signed = np.array(edges, dtype=np.int64)
    index = np.abs(signed) - 1
    is_open = np.where(signed > 0, graph.forward[index], graph.backward[index])
    return bool((is_open & graph.routable[index]).all())


def measure_drive_ms(graph: VehicleGraph, edges: Sequence[int], *, patrol_kmh: float) -> int:
    """Return the milliseconds to drive signed edges, each at its speed but not above patrol speed.

    The direction does not matter for the time.
    """
    index = np.abs(np.array(edges, dtype=np.int64)) - 1
    return int(_measure_patrol_ms(graph, index, patrol_kmh).sum())


def find_patrol_ms(graph: VehicleGraph, *, patrol_kmh: float) -> IntArray:
    """Return for each edge of the network the milliseconds at patrol speed or below, (m,)."""
    return _measure_patrol_ms(graph, np.arange(graph.network.edge_count), patrol_kmh)


def _measure_patrol_ms(graph: VehicleGraph, edges: IntArray, patrol_kmh: float) -> IntArray:
    at_patrol = graph.network.edge_mm[edges] * MS_PER_MM_AT_1_KMH / patrol_kmh
    patrol_ms: IntArray = np.maximum(graph.edge_ms[edges], np.rint(at_patrol).astype(np.int64))
    return patrol_ms
