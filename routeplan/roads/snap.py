"""Snapping: from a place to the nearest point on an edge that the vehicle can use."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from routeplan.geo import great_circle_m
from routeplan.roads.graph import VehicleGraph
from routeplan.roads.network import FloatArray, IntArray, Network
from routeplan.roads.plane import Drawing, make_drawing


@dataclass(frozen=True, eq=False)
class Snaps:
    """Where `k` places meet the road.

    Parameters
    ----------
    edge
        (k,) index of the nearest edge.
    offset_mm
        (k,) millimetres from the edge's start `u` to the point, 0 to the edge's length.
    lon, lat
        (k,) the point on the edge.
    distance_m
        (k,) great-circle metres from the place to the point.
    """

    edge: IntArray
    offset_mm: IntArray
    lon: FloatArray
    lat: FloatArray
    distance_m: FloatArray

    def take(self, numbers: IntArray) -> Snaps:
        """Return the places of some numbers, in that order."""
        columns = (field.name for field in fields(Snaps))
        return Snaps(*(getattr(self, name)[numbers] for name in columns))


def snap_to_graph(graph: VehicleGraph, lon: FloatArray, lat: FloatArray) -> Snaps:
    """Snap places to the edges on which the vehicle can come and go (`graph.routable`)."""
    return _snap(graph.network, graph.drawing, lon, lat)


def snap_to_edges(network: Network, edges: IntArray, lon: FloatArray, lat: FloatArray) -> Snaps:
    """Snap places to the nearest of `edges`; of several equally near, to the first.

    Nearest is measured in the plane of the UTM zone of the network's middle; the distance
    reported is a great circle.
    """
    return _snap(network, make_drawing(network, edges), lon, lat)


def _snap(network: Network, drawing: Drawing, lon: FloatArray, lat: FloatArray) -> Snaps:
    import shapely

    transformer, lines = drawing.plane, drawing.lines
    points = shapely.points(*transformer.transform(lon, lat))

    # all nearest edges of each place; keep the lowest number, so that ties do not depend on luck
    place, found = drawing.tree.query_nearest(points, all_matches=True)
    order = np.lexsort((found, place))
    place, found = place[order], found[order]
    found = found[np.unique(place, return_index=True)[1]]

    along = shapely.line_locate_point(lines[found], points)
    on_road = shapely.line_interpolate_point(lines[found], along)
    road_lon, road_lat = transformer.transform(
        shapely.get_x(on_road), shapely.get_y(on_road), direction="INVERSE"
    )
    length = shapely.length(lines[found])
    share = np.divide(along, length, out=np.zeros_like(along), where=length > 0)
    edge = drawing.edges[found]
    return Snaps(
        edge=edge,
        offset_mm=np.rint(share * network.edge_mm[edge]).astype(np.int64),
        lon=road_lon,
        lat=road_lat,
        distance_m=great_circle_m(lon, lat, road_lon, road_lat),
    )


def snap_to_nodes(graph: VehicleGraph, nodes: IntArray) -> Snaps:
    """Return places that are junctions: each at the end of a routable edge that meets it.

    Of several such edges it is the first. A junction where the vehicle cannot come and go has
    an infinite distance, and stands at the start of the first routable edge.
    """
    network = graph.network
    routable = np.flatnonzero(graph.routable)
    # the routable edge ends of every node, the lowest edge first
    owner = np.concatenate([network.edge_u[routable], network.edge_v[routable]])
    order = np.lexsort((np.tile(routable, 2), owner))
    place = np.searchsorted(owner[order], nodes)
    here = np.minimum(place, len(order) - 1)
    met = (place < len(order)) & (owner[order][here] == nodes)
    edge = np.where(met, np.tile(routable, 2)[order][here], routable[0])
    at_end = met & (network.edge_u[edge] != nodes)
    stand = np.where(met, nodes, network.edge_u[edge])
    return Snaps(
        edge=edge,
        offset_mm=np.where(at_end, network.edge_mm[edge], 0),
        lon=network.node_lon[stand],
        lat=network.node_lat[stand],
        distance_m=np.where(met, 0.0, np.inf),
    )


def join_snaps(*parts: Snaps) -> Snaps:
    """Return the places of several snaps, one after another."""
    columns = (field.name for field in fields(Snaps))
    return Snaps(*(np.concatenate([getattr(part, name) for part in parts]) for name in columns))
