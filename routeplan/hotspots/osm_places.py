"""OSM files and answers -> the tagged places in them, each as one point."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from routeplan.errors import InputError
from routeplan.i18n import _
from routeplan.roads.answers import Element, read_answer

Kind = Literal["node", "way", "relation"]
Point = tuple[float, float]
Member = tuple[str, int]
Wanted = Callable[[Mapping[str, str]], bool]

_OSM_SUFFIXES = (".pbf", ".osm", ".gz", ".bz2")
_KIND_LETTERS: Mapping[str, Kind] = {"n": "node", "w": "way", "r": "relation"}


@dataclass(frozen=True)
class OsmPlace:
    """A tagged node, or a way or relation as the mean of its distinct nodes.

    Parameters
    ----------
    kind, osm_id
        What OSM calls it, e.g. ``node`` 123.
    lon, lat
        WGS 84 degrees.
    """

    kind: Kind
    osm_id: int
    lon: float
    lat: float
    tags: Mapping[str, str]


def read_places(path: Path, *, keys: Sequence[str], wanted: Wanted) -> tuple[OsmPlace, ...]:
    """Return the places of a file that have one of the `keys` and are `wanted`.

    Parameters
    ----------
    path
        OSM file (.pbf, .osm, .gz, .bz2) or the JSON answer of an Overpass server.
    keys
        OSM keys; everything without any of them is skipped quickly.
    wanted
        Decides on the tags of the rest.

    Raises
    ------
    InputError
        If the file is missing, damaged, or of another kind.
    """
    if not path.is_file():
        raise InputError(_("{file}: no such file.").format(file=path))
    suffix = path.suffix.lower()
    if suffix == ".json":
        return find_places(read_answer(path).elements, wanted=wanted)
    if suffix not in _OSM_SUFFIXES:
        message = _("{file}: OSM data is read from files ending in {suffixes}.")
        known = ", ".join((*_OSM_SUFFIXES, ".json"))
        raise InputError(message.format(file=path, suffixes=known))
    try:
        return _read_osm(path, keys, wanted)
    except (RuntimeError, OSError, EOFError) as error:  # what pyosmium and the unpackers raise
        message = _("{file} cannot be read as an OSM file: {error}. Download it again.")
        raise InputError(message.format(file=path, error=error)) from None


def find_places(elements: Iterable[Element], *, wanted: Wanted) -> tuple[OsmPlace, ...]:
    """Return the wanted places among the elements of an Overpass answer.

    Ways and relations need a ``center``, or the nodes they are made of among the elements.

    Raises
    ------
    InputError
        If an element lacks what it must have.
    """
    try:
        return tuple(_find_places(tuple(elements), wanted))
    except (KeyError, TypeError, AttributeError) as error:
        message = _(
            "An element of the Overpass answer cannot be used ({error}). Ask the server with "
            "out center; at the end."
        )
        raise InputError(message.format(error=error)) from None


def _find_places(elements: Sequence[Element], wanted: Wanted) -> Iterator[OsmPlace]:
    nodes = {e["id"]: (e["lon"], e["lat"]) for e in elements if e["type"] == "node"}
    ways = {e["id"]: e.get("nodes", ()) for e in elements if e["type"] == "way"}
    for element in elements:
        tags = element.get("tags", {})
        if element["type"] not in _KIND_LETTERS.values() or not wanted(tags):
            continue
        point = _locate_element(element, nodes, ways)
        if point is not None:
            yield OsmPlace(element["type"], element["id"], *point, tags)


def _locate_element(
    element: Element, nodes: Mapping[int, Point], ways: Mapping[int, Sequence[int]]
) -> Point | None:
    if element["type"] == "node":
        return nodes[element["id"]]
    if "center" in element:
        return element["center"]["lon"], element["center"]["lat"]
    if element["type"] == "way":
        return _average(ways[element["id"]], nodes)
    members = [(m["type"], m["ref"]) for m in element.get("members", ())]
    return _average(_list_nodes(members, ways), nodes)


def _list_nodes(members: Iterable[Member], ways: Mapping[int, Sequence[int]]) -> list[int]:
    refs: list[int] = []
    for kind, ref in members:
        if kind == "node":
            refs.append(ref)
        elif kind == "way":
            refs.extend(ways.get(ref, ()))
    return refs


def _average(refs: Iterable[int], nodes: Mapping[int, Point]) -> Point | None:
    """Return the mean of the distinct nodes that are known, to 7 digits as OSM has them."""
    points = [nodes[ref] for ref in sorted(set(refs)) if ref in nodes]
    if not points:
        return None
    lon = sum(point[0] for point in points) / len(points)
    lat = sum(point[1] for point in points) / len(points)
    return round(lon, 7), round(lat, 7)


def _read_osm(path: Path, keys: Sequence[str], wanted: Wanted) -> tuple[OsmPlace, ...]:
    """Read the file up to three times: tagged objects, ways of relations, nodes of both."""
    import osmium

    found: list[tuple[Kind, int, dict[str, str], list[Member]]] = []
    for item in _open(path, osmium.osm.ALL).with_filter(osmium.filter.KeyFilter(*keys)):
        tags = dict(item.tags)
        if wanted(tags):
            found.append((_KIND_LETTERS[item.type_str()], item.id, tags, _list_parts(item)))
    parts = {part for _kind, _id, _tags, listed in found for part in listed}
    ways = _read_ways(path, {ref for kind, ref in parts if kind == "way"})
    refs = {ref for kind, ref in parts if kind == "node"}.union(*ways.values())
    nodes = _read_nodes(path, refs)
    places = []
    for kind, osm_id, tags, listed in found:
        point = _average(_list_nodes(listed, ways), nodes)
        if point is not None:
            places.append(OsmPlace(kind, osm_id, *point, tags))
    return tuple(places)


def _list_parts(item: Any) -> list[Member]:
    """Return what a place is the mean of: itself, the nodes of a way, the members of a relation."""
    if item.is_node():
        return [("node", item.id)]
    if item.is_way():
        return [("node", node.ref) for node in item.nodes]
    return [(_KIND_LETTERS[member.type], member.ref) for member in item.members]


def _read_ways(path: Path, ids: set[int]) -> dict[int, list[int]]:
    import osmium

    if not ids:
        return {}
    by_id = osmium.filter.IdFilter(sorted(ids))
    ways = _open(path, osmium.osm.WAY).with_filter(by_id)
    return {way.id: [node.ref for node in way.nodes] for way in ways}


def _read_nodes(path: Path, ids: set[int]) -> dict[int, Point]:
    import osmium

    if not ids:
        return {}
    by_id = osmium.filter.IdFilter(sorted(ids))
    nodes = _open(path, osmium.osm.NODE).with_filter(by_id)
    return {node.id: (node.lon, node.lat) for node in nodes}


def _open(path: Path, entities: Any) -> Any:
    """Return pyosmium's reader; a plain .gz or .bz2 is taken for packed OSM XML."""
    import osmium

    packed = path.suffix.lower() in {".gz", ".bz2"}
    file = osmium.io.File(str(path), f"osm{path.suffix.lower()}" if packed else "")
    return osmium.FileProcessor(file, entities)
