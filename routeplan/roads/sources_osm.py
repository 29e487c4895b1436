"""Files of OpenStreetMap, read by pyosmium."""

from __future__ import annotations

import bz2
import gzip
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from routeplan.errors import InputError
from routeplan.i18n import _
from routeplan.roads.raw import RoadCollector

if TYPE_CHECKING:
    from routeplan.roads.sources import Bounds

HEAD_BYTES = 4096
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
    try:
        if bounds is None:
            _collect_ways(path, collector)
            _collect_nodes(path, collector)
        else:
            _collect_within(path, collector, bounds)
        return _read_timestamp(path)
    except (RuntimeError, OSError, EOFError) as error:  # what pyosmium and the unpackers raise
        message = _(
            "{file} cannot be read as an OSM file: {error}. It may be cut off or of another kind "
            "than its name says. Download it again."
        )
        raise InputError(message.format(file=path, error=error)) from error


def is_sample_file(path: Path) -> bool:
    """Tell whether an OSM XML file says of itself that it holds the invented roads of a sample."""
    return SAMPLE_MARK in _read_head(path)


def _collect_ways(path: Path, collector: RoadCollector, *filters: Any) -> None:
    import osmium

    ways = _open(path, osmium.osm.WAY).with_filter(osmium.filter.KeyFilter("highway"))
    for extra in filters:
        ways.with_filter(extra)
    for way in ways:
        collector.add_way(way.id, dict(way.tags), [node.ref for node in way.nodes])


def _collect_nodes(path: Path, collector: RoadCollector) -> None:
    import osmium

    wanted = osmium.filter.IdFilter(collector.node_refs().tolist())
    for node in _open(path, osmium.osm.NODE).with_filter(wanted):
        collector.add_node(node.id, node.lon, node.lat)


def _collect_within(path: Path, collector: RoadCollector, bounds: Bounds) -> None:
    import osmium

    west, south, east, north = bounds
    inside = osmium.IdTracker()
    for node in _open(path, osmium.osm.NODE):
        lon, lat = node.lon, node.lat
        if west <= lon <= east and south <= lat <= north:
            inside.add_node(node.id)
            collector.add_node(node.id, lon, lat)
    _collect_ways(path, collector, inside.contains_filter())


def _open(path: Path, entities: Any) -> Any:
    """Return pyosmium's reader; a plain .gz or .bz2 is taken for packed OSM XML."""
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
