"""A prepared road network: one row per street piece between junctions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from routeplan.geo import great_circle_m
from routeplan.model import VEHICLES, RoadSource
from routeplan.roads.profiles import find_directions
from routeplan.roads.raw import RawRoads

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]
ByteArray = npt.NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Network:
    """Roads of one district, ready to route: `n` nodes, `m` edges, `w` ways.

    An edge is a piece of one OSM way between two junctions (nodes that ways share, or ends of
    ways), stored once for both directions.

    Parameters
    ----------
    node_id, node_lon, node_lat
        (n,) OSM id, WGS 84 degrees.
    edge_u, edge_v
        (m,) node indices at both ends, in the direction of the OSM way.
    edge_way
        (m,) index of its way.
    edge_mm
        (m,) length in whole millimetres, at least 1.
    shape_start, shape_lon, shape_lat
        (m + 1,) offsets into the points of the edges, both ends included.
    way_id, way_tags
        (w,) OSM id and the tags of `routeplan.roads.raw.KEPT_TAGS`.
    way_directions
        (w, 3) for each vehicle of `routeplan.model.VEHICLES` the bits of
        `routeplan.roads.profiles.find_directions`.
    """

    name: str
    source: RoadSource
    node_id: IntArray
    node_lon: FloatArray
    node_lat: FloatArray
    edge_u: IntArray
    edge_v: IntArray
    edge_way: IntArray
    edge_mm: IntArray
    shape_start: IntArray
    shape_lon: FloatArray
    shape_lat: FloatArray
    way_id: IntArray
    way_tags: tuple[Mapping[str, str], ...]
    way_directions: ByteArray

    @property
    def node_count(self) -> int:
        """Number of junctions and ends of ways."""
        return len(self.node_id)

    @property
    def edge_count(self) -> int:
        """Number of street pieces."""
        return len(self.edge_u)

    def edge_tags(self, edge: int) -> Mapping[str, str]:
        """Return the tags of the way an edge belongs to."""
        return self.way_tags[int(self.edge_way[edge])]

    def edge_shape(self, edge: int) -> tuple[FloatArray, FloatArray]:
        """Return longitudes and latitudes of the points of an edge, from `u` to `v`."""
        span = slice(self.shape_start[edge], self.shape_start[edge + 1])
        return self.shape_lon[span], self.shape_lat[span]

    @cached_property
    def shape_along_m(self) -> FloatArray:
        """Metres along the points of all edges, one after another; nothing between two edges."""
        lon, lat = self.shape_lon, self.shape_lat
        steps = great_circle_m(lon[:-1], lat[:-1], lon[1:], lat[1:])
        steps[self.shape_start[1:-1] - 1] = 0.0
        return np.concatenate([[0.0], np.cumsum(steps)])

    @cached_property
    def extents(self) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
        """West, south, east and north end of each edge, (m,) each."""
        start, lon, lat = self.shape_start[:-1], self.shape_lon, self.shape_lat
        return (
            np.minimum.reduceat(lon, start), np.minimum.reduceat(lat, start),
            np.maximum.reduceat(lon, start), np.maximum.reduceat(lat, start),
        )  # fmt: skip


def build_network(raw: RawRoads, *, name: str) -> Network:
    """Return the prepared network of `raw` roads.

    Ways are split where they meet: at nodes that are used more than once and at their ends.
    What lies between is one edge with its geometry.
    """
    is_junction = _find_junctions(raw)
    kept = np.flatnonzero(is_junction)
    node_index = np.cumsum(is_junction) - 1

    # an edge runs from one junction on a way to the next junction on the same way
    way_of = np.repeat(np.arange(len(raw.way_id)), np.diff(raw.way_start))
    stops = np.flatnonzero(is_junction[raw.way_nodes])
    same_way = way_of[stops[:-1]] == way_of[stops[1:]]
    first, last = stops[:-1][same_way], stops[1:][same_way]

    # the points of all edges, one after another; neighbours share their junction's point
    counts = last - first + 1
    start = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    points = raw.way_nodes[np.arange(start[-1]) - np.repeat(start[:-1] - first, counts)]

    return Network(
        name=name,
        source=raw.source,
        node_id=raw.node_id[kept],
        node_lon=raw.lon[kept],
        node_lat=raw.lat[kept],
        edge_u=node_index[raw.way_nodes[first]],
        edge_v=node_index[raw.way_nodes[last]],
        edge_way=way_of[first],
        edge_mm=_measure_edges(raw, first, last),
        shape_start=start,
        shape_lon=raw.lon[points],
        shape_lat=raw.lat[points],
        way_id=raw.way_id,
        way_tags=raw.way_tags,
        way_directions=_find_all_directions(raw.way_tags),
    )


def _find_junctions(raw: RawRoads) -> npt.NDArray[np.bool_]:
    uses = np.bincount(raw.way_nodes, minlength=len(raw.node_id))
    is_junction: npt.NDArray[np.bool_] = uses > 1
    is_junction[raw.way_nodes[raw.way_start[:-1]]] = True
    is_junction[raw.way_nodes[raw.way_start[1:] - 1]] = True
    return is_junction


def _measure_edges(raw: RawRoads, first: IntArray, last: IntArray) -> IntArray:
    lon, lat = raw.lon[raw.way_nodes], raw.lat[raw.way_nodes]
    pieces = great_circle_m(lon[:-1], lat[:-1], lon[1:], lat[1:])
    along = np.concatenate([[0.0], np.cumsum(pieces)])
    edge_mm: IntArray = np.maximum(np.rint((along[last] - along[first]) * 1000), 1).astype(np.int64)
    return edge_mm


def _find_all_directions(way_tags: tuple[Mapping[str, str], ...]) -> ByteArray:
    rows = [[find_directions(tags, vehicle) for vehicle in VEHICLES] for tags in way_tags]
    return np.array(rows, dtype=np.uint8).reshape(-1, len(VEHICLES))
