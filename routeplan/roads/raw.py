"""Raw roads: what every source ends in, before any routing decision.

The nodes and the road ways of OpenStreetMap, as arrays. `routeplan.roads.sources` makes them,
`routeplan.roads.network` builds the prepared network from them.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from routeplan.model import RoadSource

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]
Bounds = tuple[float, float, float, float]  # west, south, east, north in degrees

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
    "highway", "name", "ref", "oneway", "oneway:motorcar", "oneway:motorcycle",
    "oneway:motor_vehicle", "oneway:vehicle", "oneway:foot",
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


def make_raw_roads(
    nodes: Mapping[int, tuple[float, float]],
    ways: Mapping[int, tuple[Mapping[str, str], Sequence[int]]],
    source: RoadSource,
) -> RawRoads:
    """Return the arrays of `nodes` (id to lon, lat) and `ways` (id to tags, node ids).

    See `RoadCollector` for what is left out.
    """
    collector = RoadCollector()
    for node_id, (lon, lat) in nodes.items():
        collector.add_node(node_id, lon, lat)
    for way_id, (tags, refs) in ways.items():
        collector.add_way(way_id, tags, refs)
    return collector.build(source)


class RoadCollector:
    """Gathers nodes and ways in any order and makes `RawRoads` of them.

    Ways that are no roads are left out, a node or way that comes twice counts once. A node
    that is missing (cut off at the border of an extract) ends the piece before it; pieces of
    fewer than two nodes are left out; further pieces of a cut way keep the way's id. Nodes
    repeated in a row are merged.
    """

    def __init__(self) -> None:
        self._node_id, self._lon, self._lat = array("q"), array("d"), array("d")
        self._way_id, self._way_size, self._refs = array("q"), array("q"), array("q")
        self._way_tags: list[Mapping[str, str]] = []

    def add_node(self, node_id: int, lon: float, lat: float) -> None:
        """Add a node."""
        self._node_id.append(node_id)
        self._lon.append(lon)
        self._lat.append(lat)

    def add_way(self, way_id: int, tags: Mapping[str, str], refs: Iterable[int]) -> None:
        """Add a way with the ids of its nodes, if it is a road."""
        if not is_road(tags):
            return
        before = len(self._refs)
        self._refs.extend(refs)
        self._way_id.append(way_id)
        self._way_size.append(len(self._refs) - before)
        self._way_tags.append(_keep_tags(tags))

    @property
    def way_count(self) -> int:
        """Number of roads added so far."""
        return len(self._way_id)

    def node_ids(self) -> IntArray:
        """Return the ids of the nodes added so far, sorted."""
        return np.unique(np.array(self._node_id, dtype=np.int64))

    def node_refs(self) -> IntArray:
        """Return the ids of all nodes that the roads added so far use, sorted."""
        return np.unique(np.array(self._refs, dtype=np.int64))

    def build(
        self,
        source: RoadSource,
        *,
        keep: Callable[[FloatArray, FloatArray], npt.NDArray[np.bool_]] | None = None,
    ) -> RawRoads:
        """Return the arrays of what was added.

        Parameters
        ----------
        keep
            Takes longitudes and latitudes and tells which nodes to keep; the others count as
            missing. None keeps all.
        """
        node_id, first = np.unique(np.array(self._node_id, dtype=np.int64), return_index=True)
        lon, lat = np.array(self._lon)[first], np.array(self._lat)[first]
        if keep is not None:
            kept = keep(lon, lat)
            node_id, lon, lat = node_id[kept], lon[kept], lat[kept]
        way, nodes = self._locate_refs(node_id)
        way, nodes, starts = _split_pieces(way, nodes)
        used, way_nodes = np.unique(nodes, return_inverse=True)
        way = way[starts]
        return RawRoads(
            node_id=node_id[used],
            lon=lon[used],
            lat=lat[used],
            way_id=np.array(self._way_id, dtype=np.int64)[way],
            way_tags=tuple(self._way_tags[i] for i in way),
            way_start=np.append(starts, len(nodes)).astype(np.int64),
            way_nodes=way_nodes.astype(np.int64),
            source=source,
        )

    def _locate_refs(self, node_id: IntArray) -> tuple[IntArray, IntArray]:
        """Return way and node index of every reference, ways by id, -1 for missing nodes."""
        sizes = np.array(self._way_size, dtype=np.int64)
        offsets = np.cumsum(sizes) - sizes
        order = np.unique(np.array(self._way_id, dtype=np.int64), return_index=True)[1]
        sizes, offsets = sizes[order], offsets[order]
        way = np.repeat(order, sizes)
        position = np.arange(len(way)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        refs = np.array(self._refs, dtype=np.int64)[np.repeat(offsets, sizes) + position]
        found = np.searchsorted(node_id, refs)
        found[found == len(node_id)] = -1
        missing = node_id[found] != refs if len(node_id) else np.ones(len(refs), dtype=bool)
        return way, np.where(missing, -1, found)


def _split_pieces(way: IntArray, nodes: IntArray) -> tuple[IntArray, IntArray, IntArray]:
    """Drop missing nodes (-1), repetitions and pieces of one node; also return the starts."""
    # Of a run of one node in one way only the first stays.
    first = np.ones(len(way), dtype=bool)
    first[1:] = (way[1:] != way[:-1]) | (nodes[1:] != nodes[:-1])
    way, nodes = way[first], nodes[first]
    begins = np.ones(len(way), dtype=bool)
    begins[1:] = (way[1:] != way[:-1]) | (nodes[:-1] < 0)
    present = nodes >= 0
    piece = np.cumsum(begins)[present]
    way, nodes = way[present], nodes[present]
    # What is left is cut into pieces; those of one node go.
    _piece, inverse, size = np.unique(piece, return_inverse=True, return_counts=True)
    long_enough = (size > 1)[inverse]
    way, nodes, piece = way[long_enough], nodes[long_enough], piece[long_enough]
    starts = np.flatnonzero(np.diff(piece, prepend=-1))
    return way, nodes, starts


def _keep_tags(tags: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType({key: tags[key] for key in KEPT_TAGS if key in tags})
