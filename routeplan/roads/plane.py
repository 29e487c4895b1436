"""The network drawn in the plane, in metres of its UTM zone: for distances and areas."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from routeplan.geo import EARTH_RADIUS_M, metric_transformer
from routeplan.roads.network import FloatArray, IntArray, Network

if TYPE_CHECKING:
    from pyproj import Transformer
    from shapely import STRtree
    from shapely.geometry.base import BaseGeometry

Lines = npt.NDArray[np.object_]
Box = tuple[float, float, float, float]


def make_plane(network: Network) -> Transformer:
    """Return the transformer from lon, lat to metres of the UTM zone of the network's middle."""
    return metric_transformer(float(network.node_lon.mean()), float(network.node_lat.mean()))


def flatten(geometry: BaseGeometry, plane: Transformer) -> BaseGeometry:
    """Return a geometry in lon, lat as one in metres."""
    import shapely

    return shapely.transform(geometry, plane.transform, interleaved=False)


def draw_edges(network: Network, edges: IntArray, plane: Transformer) -> Lines:
    """Return the lines of some edges in metres, each from its `u` to its `v`."""
    import shapely

    counts = np.diff(network.shape_start)[edges]
    start = np.concatenate([[0], np.cumsum(counts)])
    points = np.arange(start[-1]) - np.repeat(start[:-1] - network.shape_start[edges], counts)
    x, y = plane.transform(network.shape_lon[points], network.shape_lat[points])
    owner = np.repeat(np.arange(len(edges)), counts)
    lines: Lines = shapely.linestrings(x, y, indices=owner)
    return lines


@dataclass(frozen=True, eq=False)
class Drawing:
    """Some edges as lines in metres, and what finds those near a place.

    Parameters
    ----------
    edges
        (k,) their numbers.
    lines
        (k,) each from its `u` to its `v`.
    """

    edges: IntArray
    lines: Lines
    plane: Transformer
    tree: STRtree


def make_drawing(network: Network, edges: IntArray) -> Drawing:
    """Return some edges drawn in the plane of the network's middle."""
    import shapely

    plane = make_plane(network)
    lines = draw_edges(network, edges, plane)
    return Drawing(edges, lines, plane, shapely.STRtree(lines))


def find_in_box(network: Network, box: Box, *, margin_m: float) -> IntArray:
    """Return the edges whose extent meets a box (west, south, east, north) with a margin."""
    west, south, east, north = box
    high = margin_m / (math.radians(1) * EARTH_RADIUS_M)
    wide = high / max(math.cos(math.radians(max(abs(south), abs(north)))), 0.01)
    first_lon, first_lat, last_lon, last_lat = network.extents
    meets = (first_lon <= east + wide) & (last_lon >= west - wide)
    meets &= (first_lat <= north + high) & (last_lat >= south - high)
    return np.flatnonzero(meets)


def find_inside(network: Network, edges: IntArray, polygon: BaseGeometry) -> IntArray:
    """Return those of `edges` with more than half of their length inside a polygon (lon, lat).

    Each of the edges is named once; those found are sorted.
    """
    import shapely

    in_box = find_in_box(network, polygon.bounds, margin_m=0.0)
    near = np.intersect1d(edges, in_box, assume_unique=True)
    plane = make_plane(network)
    lines = draw_edges(network, near, plane)
    flat = flatten(polygon, plane)
    shapely.prepare(flat)
    inside: npt.NDArray[np.bool_] = shapely.covers(flat, lines)
    # only lines that cross the border are measured
    cut = np.flatnonzero(~inside & shapely.intersects(flat, lines))
    within: FloatArray = shapely.length(shapely.intersection(lines[cut], flat))
    inside[cut] = within > shapely.length(lines[cut]) / 2
    return near[inside]


def find_edges_near(network: Network, geometry: BaseGeometry, *, within_m: float) -> IntArray:
    """Return the edges within some metres of a geometry (lon, lat); 0 for those that it meets."""
    import shapely

    near = find_in_box(network, geometry.bounds, margin_m=within_m)
    plane = make_plane(network)
    flat = flatten(geometry, plane)
    shapely.prepare(flat)
    found: IntArray = near[shapely.dwithin(flat, draw_edges(network, near, plane), within_m)]
    return found
