"""Judging whether hotspots lie in the plan's area, as far as a plan can tell.

Plans may hold a simplified border, and places a little outside count as inside: between what is
surely inside and what is surely outside the judge believes the plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from routeplan.areas.names import is_among
from routeplan.i18n import _
from routeplan.model import Plan, RatedHotspot
from routeplan.planning.verify.plane import distance_m, read_geometry
from routeplan.planning.verify.violations import Violation, map_hotspots, name_stop

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

# A place this far inside the border is surely inside, one this far outside surely outside.
INSIDE_DEG = 0.001
OUTSIDE_M = 1500.0


def find_area_violations(plan: Plan) -> Iterator[Violation]:
    """Yield visits to hotspots outside the area."""
    hotspots, border = map_hotspots(plan), read_geometry(plan.area.boundary)
    for loop in plan.loops:
        for index, stop in enumerate(loop.stops):
            rated = hotspots.get(stop.hotspot_id)
            if rated is not None and not may_lie_inside(plan, rated, border):
                problem = _("It lies outside the area of the plan.")
                yield Violation("area", loop.unit_id, name_stop(loop, index), problem)


def may_lie_inside(plan: Plan, rated: RatedHotspot, border: BaseGeometry | None) -> bool:
    """Tell whether a hotspot is not surely outside the area."""
    import shapely

    # of what was added later the kecamatan may be unknown
    is_added = any(rated.hotspot.id in item.hotspots for item in plan.replans)
    is_told = rated.kecamatan is not None or not is_added
    if plan.area.kecamatan and is_told and not is_among(rated.kecamatan, plan.area.kecamatan):
        return False
    if border is None:
        return True
    place = shapely.Point(rated.hotspot.lon, rated.hotspot.lat)
    (near, _place) = shapely.get_coordinates(shapely.shortest_line(border, place)).tolist()
    return distance_m(tuple(near), (rated.hotspot.lon, rated.hotspot.lat)) <= OUTSIDE_M


def may_lie_outside(plan: Plan, rated: RatedHotspot, border: BaseGeometry | None) -> bool:
    """Tell whether a hotspot is not surely inside the area."""
    import shapely

    if plan.area.kecamatan and is_among(rated.kecamatan, plan.area.kecamatan):
        return False
    if border is None:
        return False
    place = shapely.Point(rated.hotspot.lon, rated.hotspot.lat)
    near_border = shapely.distance(shapely.boundary(border), place) < INSIDE_DEG
    return bool(near_border) or not border.covers(place)
