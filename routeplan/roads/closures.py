"""Closures: which edges a closed place, line, area or street takes out of the network."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import numpy as np

from routeplan.roads.matching import match_line
from routeplan.roads.network import IntArray, Network
from routeplan.roads.plane import find_edges_near
from routeplan.roads.streets import find_street

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

LonLat = tuple[float, float]


def find_closed_edges(
    network: Network,
    *,
    way_ids: Collection[int] | None = None,
    place: LonLat | None = None,
    radius_m: float = 0.0,
    line: Sequence[LonLat] | None = None,
    tolerance_m: float = 25.0,
    polygon: BaseGeometry | None = None,
    street: str | None = None,
    inside: BaseGeometry | None = None,
) -> IntArray:
    """Return the edges that a closure means, sorted; none if there is no road of it here.

    Parameters
    ----------
    way_ids
        OSM ids of ways: all of their edges.
    place, radius_m
        A place such as a bridge: every edge within the radius in metres.
    line, tolerance_m
        A line along streets: those it follows, at most so many metres away. A line that follows
        none, such as one across a road: every edge that it crosses.
    polygon
        An area: every edge that has a part in it.
    street, inside
        The name of a street (`routeplan.roads.streets.find_street`) and the area where it counts.

    Raises
    ------
    ValueError
        Unless the closure is named in exactly one of the five ways.
    """
    import shapely

    ways = (way_ids, place, line, polygon, street)
    if sum(way is not None for way in ways) != 1:
        raise ValueError("a closure is named by way_ids, place, line, polygon or street: one")
    if way_ids is not None:
        return np.flatnonzero(np.isin(network.way_id[network.edge_way], sorted(way_ids)))
    if place is not None:
        return find_edges_near(network, shapely.Point(place), within_m=radius_m)
    if line is not None:
        along = match_line(network, line, tolerance_m=tolerance_m).edges
        return (
            along if len(along) else find_edges_near(network, shapely.LineString(line), within_m=0)
        )
    if polygon is not None:
        return find_edges_near(network, polygon, within_m=0)
    return find_street(network, street or "", inside=inside)
