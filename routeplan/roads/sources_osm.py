"""Files of OpenStreetMap, read by pyosmium."""

from __future__ import annotations

import bz2
import gzip
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from routeplan.errors import InputError
from routeplan.i18n import _
from routeplan.roads.raw import Bounds, IntArray, RoadCollector

T = TypeVar("T")

HEAD_BYTES = 4096
BATCH = 50_000
SAMPLE_MARK = b'generator="routeplan build_sample"'


def read_osm(path: Path, collector: RoadCollector, bounds: Bounds | None) -> str | None:
    """Add the roads of an OSM file to `collector` and return the moment of its data.

    The file is read twice. With `bounds`, the nodes within come first and then the ways that
    use any of them; without, the roads come first and then the nodes they use. Either way
    nothing is held in memory but what is kept.

    Parameters
    ----------
    bounds
        West, south, east, north in degrees, or None for the whole file.

    Raises
    ------
    InputError
        If the file is damaged or of another kind than its name says.
    """
    import osmium

    try:
        if bounds is None:
            _collect_ways(path, collector)
            _collect_nodes(path, collector)
        else:
            _collect_within(path, collector, bounds)
        return _read_timestamp(path)
    # what pyosmium and the unpackers raise; an invalid location is one beyond the globe, or none
    except (osmium.InvalidLocationError, RuntimeError, OSError, EOFError) as error:
        message = _(
            "{file} cannot be read as an OSM file: {error}. It may be cut off or of another kind "
            "than its name says. Download it again."
        )
        raise InputError(message.format(file=path, error=error)) from error


def is_sample_file(path: Path) -> bool:
    """Tell whether an OSM XML file says of itself that it holds the invented roads of a sample."""
    return SAMPLE_MARK in _read_head(path)


def _collect_ways(path: Path, collector: RoadCollector) -> None:
    for way in _list_ways(path):
        collector.add_way(*way)


def _collect_nodes(path: Path, collector: RoadCollector) -> None:
    """Add the nodes that the roads in `collector` use."""
    import osmium

    wanted = collector.node_refs()
    nodes = ((node.id, node.lon, node.lat) for node in open_osm(path, osmium.osm.NODE))
    for batch in _cut_batches(nodes):
        ids = np.array([node_id for node_id, _lon, _lat in batch], dtype=np.int64)
        for i in np.flatnonzero(_are_among(ids, wanted)):
            collector.add_node(*batch[i])


def _collect_within(path: Path, collector: RoadCollector, bounds: Bounds) -> None:
    """Add the nodes within `bounds` and the roads that use any of them."""
    import osmium

    west, south, east, north = bounds
    for node in open_osm(path, osmium.osm.NODE):
        lon, lat = node.lon, node.lat
        if west <= lon <= east and south <= lat <= north:
            collector.add_node(node.id, lon, lat)
    inside = collector.node_ids()
    for batch in _cut_batches(_list_ways(path)):
        owner = np.repeat(np.arange(len(batch)), [len(refs) for _id, _tags, refs in batch])
        refs = np.array([ref for _id, _tags, refs in batch for ref in refs], dtype=np.int64)
        for i in np.unique(owner[_are_among(refs, inside)]):
            collector.add_way(*batch[i])


def _list_ways(path: Path) -> Iterator[tuple[int, dict[str, str], list[int]]]:
    """Yield id, tags and node ids of the ways with the key highway."""
    import osmium

    tagged = osmium.filter.KeyFilter("highway")
    for way in open_osm(path, osmium.osm.WAY).with_filter(tagged):
        yield way.id, dict(way.tags), [node.ref for node in way.nodes]


def _are_among(ids: IntArray, known: IntArray) -> npt.NDArray[np.bool_]:
    """Tell which `ids` are among the sorted `known`: np.isin would sort them for every batch."""
    if not len(known):
        return np.zeros(len(ids), dtype=bool)
    found: npt.NDArray[np.bool_] = known[np.searchsorted(known, ids) % len(known)] == ids
    return found


def _cut_batches(items: Iterable[T]) -> Iterator[list[T]]:
    # pyosmium's own IdFilter and IdTracker are bitmaps over all ids of OSM: 500 MB for any extract.
    items = iter(items)
    while batch := list(islice(items, BATCH)):
        yield batch


def open_osm(path: Path, entities: Any) -> Any:
    """Return a reader of some entities; a plain .gz or .bz2 is taken for packed OSM XML."""
    import osmium

    packed = path.suffix.lower() in {".gz", ".bz2"}
    file = osmium.io.File(str(path), f"osm{path.suffix.lower()}" if packed else "")
    return osmium.FileProcessor(file, entities)


def _read_timestamp(path: Path) -> str | None:
    import osmium

    if path.suffix.lower() == ".pbf":
        with osmium.io.Reader(str(path)) as reader:
            header = reader.header()
        return header.get("osmosis_replication_timestamp") or header.get("timestamp") or None
    # pyosmium does not hand on what the root of the XML says.
    for pattern in (rb'osm_base="([^"]+)"', rb'<osm\b[^>]*\btimestamp="([^"]+)"'):
        found = re.search(pattern, _read_head(path))
        if found:
            return found[1].decode("utf-8", "replace")
    return None


def _read_head(path: Path) -> bytes:
    suffix = path.suffix.lower()
    if suffix == ".gz":
        with gzip.open(path) as unzipped:
            return unzipped.read(HEAD_BYTES)
    if suffix == ".bz2":
        with bz2.open(path) as unpacked:
            return unpacked.read(HEAD_BYTES)
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)
