"""OSM files and answers -> the tagged places in them, each as one point."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Literal

from routeplan.errors import InputError
from routeplan.i18n import _
from routeplan.roads.answers import Element, read_answer
from routeplan.roads.sources_osm import open_osm

Kind = Literal["node", "way", "relation"]
Point = tuple[float, float]
Line = tuple[Point, ...]
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
    lines
        What a way or relation is drawn with, longitude and latitude in degrees; empty for a
        node, and where the source tells the centre only.
    """

    kind: Kind
    osm_id: int
    lon: float
    lat: float
    tags: Mapping[str, str]
    lines: tuple[Line, ...] = ()


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
    import osmium

    try:
        return _read_osm(path, keys, wanted)
    # what pyosmium and the unpackers raise; an invalid location is one beyond the globe, or none
    except (osmium.InvalidLocationError, RuntimeError, OSError, EOFError) as error:
        message = _("{file} cannot be read as an OSM file: {error}. Download it again.")
        raise InputError(message.format(file=path, error=error)) from None


def find_places(elements: Iterable[Element], *, wanted: Wanted) -> tuple[OsmPlace, ...]:
    """Return the wanted places among the elements of an Overpass answer.

    Ways and relations need their geometry, a ``center``, or the nodes they are made of among
    the elements.

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
            "out geom; at the end."
        )
        raise InputError(message.format(error=error)) from None


def _find_places(elements: Sequence[Element], wanted: Wanted) -> Iterator[OsmPlace]:
    nodes = {e["id"]: (e["lon"], e["lat"]) for e in elements if e["type"] == "node"}
    ways = {e["id"]: e.get("nodes", ()) for e in elements if e["type"] == "way"}
    for element in elements:
        tags = element.get("tags", {})
        if element["type"] not in _KIND_LETTERS.values() or not wanted(tags):
            continue
        lines, points = _draw_element(element, nodes, ways)
        if "center" in element:
            point: Point | None = (element["center"]["lon"], element["center"]["lat"])
        else:
            point = _average(points)
        if point is not None:
            yield OsmPlace(element["type"], element["id"], *point, tags, lines)


def _draw_element(
    element: Element, nodes: Mapping[int, Point], ways: Mapping[int, Sequence[int]]
) -> tuple[tuple[Line, ...], list[Point]]:
    """Return the lines of an element and all its points."""
    if element["type"] == "node":
        return (), [nodes[element["id"]]]
    # A way is drawn like a relation whose only member it is.
    members = element.get("members", ()) if element["type"] == "relation" else (element,)
    lines = []
    points = []
    for member in members:
        ref = member["ref"] if "ref" in member else member["id"]
        if member["type"] == "node" and "lon" in member:
            points.append((member["lon"], member["lat"]))
        elif member["type"] == "node":
            points.extend(_find_points((ref,), nodes))
        elif "geometry" in member:
            lines.append(tuple((p["lon"], p["lat"]) for p in member["geometry"] if p))
        elif member["type"] == "way":
            lines.append(_find_points(ways.get(ref, ()), nodes))
    return _keep_lines(lines), [*points, *(point for line in lines for point in line)]


def _find_points(refs: Iterable[int], nodes: Mapping[int, Point]) -> Line:
    return tuple(nodes[ref] for ref in refs if ref in nodes)


def _keep_lines(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(line for line in lines if len(line) > 1)


def _average(points: Iterable[Point]) -> Point | None:
    """Return the mean of the distinct points, to 7 digits as OSM has them."""
    distinct = sorted(set(points))
    if not distinct:
        return None
    lon = sum(point[0] for point in distinct) / len(distinct)
    lat = sum(point[1] for point in distinct) / len(distinct)
    return round(lon, 7), round(lat, 7)


def _read_osm(path: Path, keys: Sequence[str], wanted: Wanted) -> tuple[OsmPlace, ...]:
    """Read the file up to three times: tagged objects, ways of relations, nodes of both."""
    import osmium

    found: list[tuple[Kind, int, dict[str, str], list[Member]]] = []
    for item in open_osm(path, osmium.osm.ALL).with_filter(osmium.filter.KeyFilter(*keys)):
        tags = dict(item.tags)
        if wanted(tags):
            found.append((_KIND_LETTERS[item.type_str()], item.id, tags, _list_parts(item)))
    parts = {part for _kind, _id, _tags, listed in found for part in listed}
    ways = _read_ways(path, {ref for kind, ref in parts if kind == "way"})
    refs = {ref for kind, ref in parts if kind == "node"}.union(*ways.values())
    nodes = _read_nodes(path, refs)
    places = []
    for kind, osm_id, tags, listed in found:
        lone = [ref for part, ref in listed if part == "node"]
        drawn = [ways.get(ref, []) for part, ref in listed if part == "way"]
        lines = [_find_points(refs, nodes) for refs in ([lone] if kind == "way" else drawn)]
        point = _average([*_find_points(lone, nodes), *chain.from_iterable(lines)])
        if point is not None:
            places.append(OsmPlace(kind, osm_id, *point, tags, _keep_lines(lines)))
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
    ways = open_osm(path, osmium.osm.WAY).with_filter(by_id)
    return {way.id: [node.ref for node in way.nodes] for way in ways}


def _read_nodes(path: Path, ids: set[int]) -> dict[int, Point]:
    import osmium

    if not ids:
        return {}
    by_id = osmium.filter.IdFilter(sorted(ids))
    nodes = open_osm(path, osmium.osm.NODE).with_filter(by_id)
    return {node.id: (node.lon, node.lat) for node in nodes}
