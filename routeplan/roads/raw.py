"""Raw roads: what every source ends in, before any routing decision.

The nodes and the road ways of OpenStreetMap, as arrays. `routeplan.roads.sources` makes them,
`routeplan.roads.network` builds the prepared network from them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from routeplan.geo import great_circle_m
from routeplan.model import RoadSource

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]

# Classes of the OSM key "highway" that some vehicle of ours may use.
# https://wiki.openstreetmap.org/wiki/Key:highway
MOTOR_CLASSES = (
    "motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link",
    "secondary", "secondary_link", "tertiary", "tertiary_link", "unclassified", "residential",
    "living_street", "road", "service", "track",
)  # fmt: skip
NARROW_CLASSES = ("path", "cycleway", "footway", "pedestrian", "steps")
ROAD_CLASSES = MOTOR_CLASSES + NARROW_CLASSES

# Tags kept with a way: what profiles decide on, what is shown, what is not honoured yet.
KEPT_TAGS = (
    "highway", "name", "ref", "oneway", "oneway:motorcar", "oneway:motorcycle", "oneway:foot",
    "junction", "maxspeed", "access", "vehicle", "motor_vehicle", "motorcar", "motorcycle",
    "foot", "service", "toll", "surface", "tracktype", "bridge", "tunnel", "layer", "ford",
    "area", "incline", "width",
)  # fmt: skip


def is_road(tags: Mapping[str, str]) -> bool:
    """Tell whether a way with these tags is a road that routeplan reads."""
    return tags.get("highway") in ROAD_CLASSES and tags.get("area") != "yes"


@dataclass(frozen=True, eq=False)
class RawRoads:
    """Nodes and road ways of an area, straight from OSM.

    Parameters
    ----------
    node_id, lon, lat
        Arrays of one length: OSM id and WGS 84 degrees of the nodes that the ways use,
        sorted by id, each once.
    way_id
        OSM ids of the ways, sorted.
    way_tags
        Their tags, limited to `KEPT_TAGS`.
    way_start
        Offsets into `way_nodes`, one longer than `way_id`.
    way_nodes
        Indices into the node arrays; every way has at least two.
    source
        Where they come from.
    """

    node_id: IntArray
    lon: FloatArray
    lat: FloatArray
    way_id: IntArray
    way_tags: tuple[Mapping[str, str], ...]
    way_start: IntArray
    way_nodes: IntArray
    source: RoadSource

    @property
    def length_km(self) -> float:
        """Great-circle length of all ways."""
        a, b = self.segments()
        return float(great_circle_m(self.lon[a], self.lat[a], self.lon[b], self.lat[b]).sum()) / 1e3

    def segments(self) -> tuple[IntArray, IntArray]:
        """Return the node indices at both ends of every piece between neighbouring nodes."""
        starts = np.ones(len(self.way_nodes), dtype=bool)
        starts[self.way_start[:-1]] = False
        second = np.flatnonzero(starts)
        return self.way_nodes[second - 1], self.way_nodes[second]


def make_raw_roads(
    nodes: Mapping[int, tuple[float, float]],
    ways: Mapping[int, tuple[Mapping[str, str], Sequence[int]]],
    source: RoadSource,
) -> RawRoads:
    """Return the arrays of `nodes` (id to lon, lat) and `ways` (id to tags, node ids).

    Ways that are no roads are left out. A node that `nodes` lacks (cut off at the border of
    an extract) ends the piece before it; pieces of fewer than two nodes are left out; further
    pieces of a cut way keep the way's id. Nodes repeated in a row are merged.
    """
    pieces: list[tuple[int, list[int]]] = []
    for way_id in sorted(ways):
        tags, refs = ways[way_id]
        if is_road(tags):
            pieces.extend((way_id, piece) for piece in _split_at_gaps(refs, nodes))
    used = sorted({ref for _way, piece in pieces for ref in piece})
    index = {ref: i for i, ref in enumerate(used)}
    coordinates = np.array([nodes[ref] for ref in used], dtype=np.float64).reshape(-1, 2)
    start = np.cumsum([0, *(len(piece) for _way, piece in pieces)], dtype=np.int64)
    return RawRoads(
        node_id=np.array(used, dtype=np.int64),
        lon=coordinates[:, 0].copy(),
        lat=coordinates[:, 1].copy(),
        way_id=np.array([way_id for way_id, _piece in pieces], dtype=np.int64),
        way_tags=tuple(_keep_tags(ways[way_id][0]) for way_id, _piece in pieces),
        way_start=start,
        way_nodes=np.array([index[r] for _way, piece in pieces for r in piece], dtype=np.int64),
        source=source,
    )


def _split_at_gaps(refs: Sequence[int], nodes: Mapping[int, object]) -> list[list[int]]:
    pieces: list[list[int]] = [[]]
    for ref in refs:
        if ref not in nodes:
            pieces.append([])
        elif not pieces[-1] or pieces[-1][-1] != ref:
            pieces[-1].append(ref)
    return [piece for piece in pieces if len(piece) > 1]


def _keep_tags(tags: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType({key: tags[key] for key in KEPT_TAGS if key in tags})
