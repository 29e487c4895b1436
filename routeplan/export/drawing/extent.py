"""The part of the world that a map shows first."""

from __future__ import annotations

import numpy as np

from routeplan.export.drawing.lines import FloatArray
from routeplan.model import Plan, Stop

# An area this many times as wide or high as what happens in it is left out of the first view.
MUCH_LARGER = 2.5


def find_extent(plan: Plan) -> list[list[float]]:
    """Return south-west and north-east, latitude first, of the loops, hotspots and the area.

    Hotspots outside the area do not count: the position of some is a mistake. Nor does the area
    count where it is much larger than what lies in it.
    """
    from shapely.geometry import shape

    area = np.array(shape(plan.area.boundary).bounds).reshape(2, 2)
    points = _collect_points(plan)
    if points:
        content = np.array([np.min(points, axis=0), np.max(points, axis=0)])
        is_near = np.ptp(area, axis=0).max() <= MUCH_LARGER * np.ptp(content, axis=0).max()
        area = _unite(area, content) if is_near else content
    return [[float(lat), float(lon)] for lon, lat in area]


def _collect_points(plan: Plan) -> list[tuple[float, float]]:
    outside = {item.hotspot_id for item in plan.unvisited if item.reason == "outside_area"}
    spots = (rated.hotspot for rated in plan.hotspots if rated.hotspot.id not in outside)
    return [
        *((spot.lon, spot.lat) for spot in spots),
        *((stop.lon, stop.lat) for loop in plan.loops for stop in loop.stops),
        *(point for loop in plan.loops for leg in loop.legs for point in leg.geometry),
        *(point for loop in plan.loops for stop in loop.visits for point in _list_driven(stop)),
    ]


def _list_driven(stop: Stop) -> tuple[tuple[float, float], ...]:
    return stop.drive.geometry if stop.drive else ()


def _unite(first: FloatArray, second: FloatArray) -> FloatArray:
    return np.array([np.minimum(first[0], second[0]), np.maximum(first[1], second[1])])
