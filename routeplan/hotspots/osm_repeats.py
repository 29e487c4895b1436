"""Places that OSM has twice: as a building or compound, and as a node in it.

References
----------
https://wiki.openstreetmap.org/wiki/One_feature,_one_OSM_element
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import shapely

from routeplan.geo import metric_transformer
from routeplan.hotspots.osm_places import OsmPlace

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

# Signs and entrances are often mapped just outside the outline.
MARGIN_M = 30.0


def drop_repeated_nodes(
    places: Sequence[OsmPlace], *, find_category: Callable[[Mapping[str, str]], str | None]
) -> list[OsmPlace]:
    """Return the places in their order, without the nodes that repeat a way or relation.

    A node does so if it has the same category, the same name (in any case) or none, and lies
    within `MARGIN_M` of the outline or inside it.
    """
    nodes = [i for i, place in enumerate(places) if place.kind == "node"]
    shaped = [i for i, place in enumerate(places) if place.kind != "node"]
    if not nodes or not shaped:
        return list(places)
    points = [shapely.Point(places[i].lon, places[i].lat) for i in nodes]
    shapes = [_make_shape(places[i]) for i in shaped]
    first = places[shaped[0]]
    transformer = metric_transformer(first.lon, first.lat)
    metric_points, metric_shapes = (
        shapely.transform(np.array(found), transformer.transform, interleaved=False)
        for found in (points, shapes)
    )
    pairs = shapely.STRtree(metric_shapes).query(
        metric_points, predicate="dwithin", distance=MARGIN_M
    )
    repeated = {
        nodes[n]
        for n, s in pairs.T.tolist()
        if _is_same(places[nodes[n]], places[shaped[s]], find_category)
    }
    return [place for i, place in enumerate(places) if i not in repeated]


def _make_shape(place: OsmPlace) -> BaseGeometry:
    """Return the outline with what it encloses; the centre where the outline is not known."""
    if not place.lines:
        return shapely.Point(place.lon, place.lat)
    lines = shapely.MultiLineString(place.lines)
    # Rings may be open, or cross: what encloses nothing stays a line.
    enclosed = shapely.build_area(shapely.node(lines))
    return shapely.GeometryCollection([lines, enclosed])


def _is_same(
    node: OsmPlace, other: OsmPlace, find_category: Callable[[Mapping[str, str]], str | None]
) -> bool:
    name = _fold_name(node)
    same_name = not name or name == _fold_name(other)
    return same_name and find_category(node.tags) == find_category(other.tags)


def _fold_name(place: OsmPlace) -> str:
    return " ".join(place.tags.get("name", "").casefold().split())
