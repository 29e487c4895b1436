"""Road graphs saved by osmnx as GraphML."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from routeplan.errors import InputError
from routeplan.i18n import _
from routeplan.roads.raw import KEPT_TAGS, RoadCollector

if TYPE_CHECKING:
    import networkx as nx

# What osmnx always writes: of the graph, of its nodes, of its edges.
OSMNX_KEYS = {"crs", "x", "y", "osmid", "oneway", "length"}


def read_graphml(path: Path, collector: RoadCollector) -> None:
    """Add the roads of a GraphML file of osmnx to `collector`.

    The two directions of a street become one way. A graph holds less than OSM does, and this
    is lost: the ids of the ways (they are numbered -1, -2 ... by edge) and of the nodes between
    junctions (numbered likewise); tags that osmnx does not keep (it keeps a handful, see
    ``osmnx.settings.useful_tags_way``), among them access per vehicle and one-way rules for
    motorcycles; what the ``network_type`` of the download left out; of streets that osmnx
    merged, all values of a tag but the first; the moment of the data.

    Raises
    ------
    InputError
        If the file is damaged or was not written by osmnx.
    """
    import networkx as nx

    _check_keys(path)
    try:
        _collect_streets(_load_graph(path), collector)
    # what networkx, osmnx, pyproj (RuntimeError) and we raise for what lacks or is of another kind
    except (
        LookupError, ValueError, TypeError, AttributeError, SyntaxError, OverflowError,
        RuntimeError, nx.NetworkXError,
    ) as error:  # fmt: skip
        message = _("{file} is not a road graph of osmnx, or it was changed: {error}.")
        raise InputError(message.format(file=path, error=error)) from error


def _collect_streets(graph: nx.MultiDiGraph, collector: RoadCollector) -> None:
    for node, data in graph.nodes(data=True):
        collector.add_node(node, data["x"], data["y"])
    next_node = min([0, *graph.nodes]) - 1
    seen: set[Hashable] = set()
    for u, v, data in graph.edges(data=True):
        street = _identify_street(u, v, data)
        if street in seen:
            continue
        seen.add(street)
        between = list(data["geometry"].coords)[1:-1] if "geometry" in data else []
        ids = range(next_node, next_node - len(between), -1)
        next_node -= len(between)
        for node_id, (lon, lat) in zip(ids, between, strict=True):
            collector.add_node(node_id, lon, lat)
        collector.add_way(-len(seen), _get_tags(data), [u, *ids, v])


def _identify_street(u: int, v: int, data: Mapping[str, Any]) -> Hashable:
    """Return a key that an edge shares with its opposite direction only."""
    points = data["geometry"].coords if "geometry" in data else ()
    both = (tuple(points), tuple(points)[::-1])
    if data["oneway"]:
        return (u, v, str(data["osmid"]), both[0])
    return (min(u, v), max(u, v), *sorted(both))


def _get_tags(data: Mapping[str, Any]) -> dict[str, str]:
    tags = {}
    for key in KEPT_TAGS:
        value = data.get(key)
        if isinstance(value, list):
            value = value[0]
        if value is not None:
            tags[key] = str(value)
    # osmnx draws a one-way edge in the direction of travel, also where OSM says "-1".
    tags["oneway"] = "yes" if data["oneway"] else "no"
    return tags


def _check_keys(path: Path) -> None:
    keys = set()
    try:
        for _event, element in ET.iterparse(path):  # noqa: S314 - expat expands no external entity
            if element.tag.endswith("}key"):
                keys.add(element.get("attr.name"))
            element.clear()
    except ET.ParseError as error:
        message = _("{file} is not whole XML; it may be cut off ({error}).")
        raise InputError(message.format(file=path, error=error)) from None
    if not keys >= OSMNX_KEYS:
        message = _(
            "{file} is not a road graph of osmnx: it lacks {keys}. GraphML of other tools is not "
            "read; give an OSM file or save the graph with osmnx.save_graphml."
        )
        lacking = ", ".join(sorted(OSMNX_KEYS - keys))
        raise InputError(message.format(file=path, keys=lacking))


def _load_graph(path: Path) -> nx.MultiDiGraph:
    """Return the graph with lon, lat coordinates."""
    import osmnx

    graph = osmnx.load_graphml(path)
    if osmnx.projection.is_projected(graph.graph["crs"]):
        graph = osmnx.project_graph(graph, to_latlong=True)
    return graph
