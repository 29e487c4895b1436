"""A prepared road network: one row per street piece between junctions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from routeplan.model import RoadSource

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]
ByteArray = npt.NDArray[np.uint8]

FORWARD, BACKWARD = 1, 2


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
        (w, 3) for each vehicle of `routeplan.model.VEHICLES`: `FORWARD` | `BACKWARD`.
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
