"""A network as a networkx graph in the convention of osmnx, for whoever works with that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from routeplan.config import ProfileRule
from routeplan.errors import InputError
from routeplan.geo import LONLAT_CRS
from routeplan.i18n import _
from routeplan.model import Vehicle
from routeplan.roads.graph import BoolArray, make_vehicle_graph
from routeplan.roads.network import IntArray, Network
from routeplan.roads.profiles import BACKWARD, FORWARD, find_oneway

if TYPE_CHECKING:
    import networkx as nx

MM_PER_M = MS_PER_S = 1000

# Tags that osmnx, too, keeps on an edge.
HANDED_TAGS = (
    "highway", "name", "ref", "maxspeed", "access", "service", "junction", "bridge", "tunnel",
    "width",
)  # fmt: skip


def to_multidigraph(
    network: Network, *, vehicle: Vehicle | None = None, rule: ProfileRule | None = None
) -> nx.MultiDiGraph:
    """Return `network` in the convention of osmnx: one edge for each direction of travel.

    Nodes are keyed by OSM id and carry ``x`` and ``y`` in degrees and ``street_count``. Edges
    carry ``osmid`` of their way, ``length`` in metres, ``oneway``, ``reversed``, ``geometry`` in
    the direction of travel, and the `HANDED_TAGS` that the way has.

    Parameters
    ----------
    vehicle, rule
        Give both to get only what is open to this vehicle, with ``travel_time`` in seconds.
        Without them every road is handed out, one-way as for cars, whatever its access.

    Raises
    ------
    InputError
        If only one of `vehicle` and `rule` is given, or no road is open to the vehicle.

    References
    ----------
    https://osmnx.readthedocs.io/en/stable/user-reference.html
    """
    import networkx as nx

    forward, backward, edge_ms = _find_arcs(network, vehicle, rule)
    graph = nx.MultiDiGraph(crs=LONLAT_CRS, simplified=True, name=network.name)
    _add_nodes(graph, network, np.flatnonzero(forward | backward))
    ends = network.node_id[np.column_stack([network.edge_u, network.edge_v])].tolist()
    for edge in np.flatnonzero(forward | backward).tolist():
        attributes = _describe_edge(network, edge)
        attributes["oneway"] = not (forward[edge] and backward[edge])
        if edge_ms is not None:
            attributes["travel_time"] = int(edge_ms[edge]) / MS_PER_S
        u, v = ends[edge]
        if forward[edge]:
            graph.add_edge(u, v, **attributes, reversed=False)
        if backward[edge]:
            attributes["geometry"] = attributes["geometry"].reverse()
            graph.add_edge(v, u, **attributes, reversed=True)
    return graph


def _add_nodes(graph: nx.MultiDiGraph, network: Network, edges: IntArray) -> None:
    ends = np.concatenate([network.edge_u[edges], network.edge_v[edges]])
    streets = np.bincount(ends, minlength=network.node_count)
    rows = zip(network.node_id, network.node_lon, network.node_lat, streets, strict=True)
    for node, lon, lat, count in rows:
        graph.add_node(int(node), x=float(lon), y=float(lat), street_count=int(count))


def _find_arcs(
    network: Network, vehicle: Vehicle | None, rule: ProfileRule | None
) -> tuple[BoolArray, BoolArray, IntArray | None]:
    if vehicle is not None and rule is not None:
        graph = make_vehicle_graph(network, vehicle, rule)
        return graph.forward, graph.backward, graph.edge_ms
    if vehicle is not None or rule is not None:
        raise InputError(_("Give a vehicle and its rule together, or neither."))
    bits = np.array([find_oneway(tags, "R4") for tags in network.way_tags])[network.edge_way]
    return (bits & FORWARD) > 0, (bits & BACKWARD) > 0, None


def _describe_edge(network: Network, edge: int) -> dict[str, Any]:
    from shapely import linestrings

    tags = network.edge_tags(edge)
    return {
        "osmid": int(network.way_id[network.edge_way[edge]]),
        "length": int(network.edge_mm[edge]) / MM_PER_M,
        "geometry": linestrings(*network.edge_shape(edge)),
    } | {key: tags[key] for key in HANDED_TAGS if key in tags}
