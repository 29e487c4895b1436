"""The geometry of shapes: lines, polygons, and where a street is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routeplan.areas.districts import Area
from routeplan.areas.names import is_among
from routeplan.model import Shape

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Line = list[tuple[float, float]]


def list_lines(shape: Shape) -> list[Line]:
    """Return the lines of a drawn road: longitudes and latitudes of their points."""
    geometry = shape.geometry or {}
    lines = geometry["coordinates"]
    if geometry["type"] == "LineString":
        lines = [lines]
    return [[(float(point[0]), float(point[1])) for point in line] for line in lines]


def make_polygon(shape: Shape) -> BaseGeometry:
    """Return the polygon or multipolygon of an area, in lon, lat."""
    from shapely.geometry import shape as make_geometry

    return make_geometry(shape.geometry)


def find_outline(shape: Shape, district: Area) -> BaseGeometry:
    """Return where a street is meant: its kecamatan, or all of a district that does not have it."""
    named = (k.polygon for k in district.kecamatan if is_among(k.name, [shape.kecamatan]))
    return next(named, district.boundary)
