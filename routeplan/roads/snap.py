"""Snapping: from a place to the nearest point on an edge that the vehicle can use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from routeplan.geo import great_circle_m, metric_transformer
from routeplan.roads.graph import VehicleGraph
from routeplan.roads.network import FloatArray, IntArray, Network

if TYPE_CHECKING:
    from pyproj import Transformer


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


def snap_to_graph(graph: VehicleGraph, lon: FloatArray, lat: FloatArray) -> Snaps:
    """Snap places to the edges on which the vehicle can come and go (`graph.routable`)."""
    return snap_to_edges(graph.network, np.flatnonzero(graph.routable), lon, lat)


def snap_to_edges(network: Network, edges: IntArray, lon: FloatArray, lat: FloatArray) -> Snaps:
    """Snap places to the nearest of `edges`; of several equally near, to the first.

    Nearest is measured in the plane of the UTM zone of the network's middle; the distance
    reported is a great circle.
    """
    import shapely

    transformer = metric_transformer(float(network.node_lon.mean()), float(network.node_lat.mean()))
    lines = _make_lines(network, edges, transformer)
    points = shapely.points(*transformer.transform(lon, lat))

    # all nearest edges of each place; keep the lowest number, so that ties do not depend on luck
    place, found = shapely.STRtree(lines).query_nearest(points, all_matches=True)
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
    edge = edges[found]
    return Snaps(
        edge=edge,
        offset_mm=np.rint(share * network.edge_mm[edge]).astype(np.int64),
        lon=road_lon,
        lat=road_lat,
        distance_m=great_circle_m(lon, lat, road_lon, road_lat),
    )


def _make_lines(
    network: Network, edges: IntArray, transformer: Transformer
) -> npt.NDArray[np.object_]:
    import shapely

    counts = np.diff(network.shape_start)[edges]
    start = np.concatenate([[0], np.cumsum(counts)])
    points = np.arange(start[-1]) - np.repeat(start[:-1] - network.shape_start[edges], counts)
    x, y = transformer.transform(network.shape_lon[points], network.shape_lat[points])
    owner = np.repeat(np.arange(len(edges)), counts)
    lines: npt.NDArray[np.object_] = shapely.linestrings(x, y, indices=owner)
    return lines
