"""WKT or GeoJSON in a cell -> a point, a line or an area, checked and rounded."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import shapely

from routeplan.hotspots.cells import CellFault
from routeplan.hotspots.coordinates import Position
from routeplan.hotspots.rows import CellValue
from routeplan.i18n import N_, _
from routeplan.model import Shape

# Decimals of a degree that are kept: a centimetre.
DECIMALS = 7

_WKT = re.compile(
    r"\s*(?:SRID=4326;)?\s*((?:MULTI)?(?:POINT|LINESTRING|POLYGON)|GEOMETRYCOLLECTION)"
    r"\s*(?:ZM|Z|M)?\s*(?:\(|EMPTY)",
    re.IGNORECASE,
)
_GEOJSON = re.compile(r"\s*\{.*[\"']type[\"']", re.DOTALL)
_LINES = ("LineString", "MultiLineString")
_AREAS = ("Polygon", "MultiPolygon")

_TWO_POINTS = (N_("A line needs two points apart."), N_("Draw it again from one end to the other."))
_THREE_POINTS = (
    N_("An area needs three corners that do not lie on one line."),
    N_("Draw its outline again."),
)
_OPEN = (
    N_("The outline of the area is not closed."),
    N_("Repeat its first point at the end."),
)
# What GEOS says of a geometry that it does not build.
_REFUSALS = (
    ("point array must contain", _TWO_POINTS),
    ("LinearRing found", _THREE_POINTS),
    ("closed linestring", _OPEN),
)
_PLACE = re.compile(r"\[([-+.\deE]+) ([-+.\deE]+)")


def holds_geometry(value: CellValue) -> bool:
    """Tell whether a cell seems to hold WKT or GeoJSON."""
    return bool(isinstance(value, str) and (_WKT.match(value) or _GEOJSON.match(value)))


def holds_shape(value: CellValue) -> bool:
    """Tell whether a cell seems to hold the WKT or GeoJSON of a line or an area."""
    return holds_geometry(value) and "point" not in str(value).casefold()


@np.errstate(invalid="ignore", over="ignore")  # what is no number is told below
def parse_geometry(value: CellValue) -> Position:
    """Return the place that WKT or GeoJSON tells, with its shape where it is more than a point.

    Longitude comes first in both. The place of a line is its middle (of its longest piece), that
    of an area a point inside it.
    """
    geometry = _round(_build_geometry(str(value)))
    if geometry.is_empty:
        raise CellFault(_("The geometry is empty."), _example())
    if not np.isfinite(shapely.get_coordinates(geometry)).all():
        raise CellFault(_("The geometry holds something that is no number."), _example())
    if geometry.geom_type == "MultiPoint" and len(geometry.geoms) == 1:
        geometry = geometry.geoms[0]
    if geometry.geom_type == "Point":
        return Position(geometry.x, geometry.y)
    if geometry.geom_type in _LINES:
        return _locate_line(geometry)
    if geometry.geom_type in _AREAS:
        return _locate_area(geometry)
    raise CellFault(
        _("This is a {kind}: a row is one point, one line or one area.").format(
            kind=geometry.geom_type
        ),
        _("Give every place a row of its own."),
    )


def explain_shape(shape: Shape) -> tuple[str, str]:
    """Return problem and remedy of a line or an area where only a point will do."""
    kind = _("line") if shape.kind == "line" else _("area")
    return _("This is a {kind}, not a point.").format(kind=kind), _("Give a point instead.")


def write_wkt(shape: Shape) -> str:
    """Return the WKT of a line or an area, which `parse_geometry` reads back."""
    geometry = shapely.from_geojson(json.dumps(shape.geometry))
    return str(shapely.to_wkt(geometry, rounding_precision=DECIMALS, trim=True))


def _example() -> str:
    return _(
        "Write it as POINT (113.0941 -8.2061) or LINESTRING (113.0941 -8.2061, 113.1012 -8.2103), "
        "longitude first."
    )


def _build_geometry(text: str) -> Any:
    try:
        if match := _WKT.match(text):
            return shapely.from_wkt(text[match.start(1) :])
        if _GEOJSON.match(text):
            return shapely.from_geojson(text)
    except shapely.errors.ShapelyError as error:
        for said, (problem, remedy) in _REFUSALS:
            if said in str(error):
                raise CellFault(_(problem), _(remedy)) from None
    except UnicodeDecodeError:  # GEOS quotes half a letter
        pass
    raise CellFault(_("{value} is no geometry that can be read.").format(value=text), _example())


def _round(geometry: Any) -> Any:
    plane = shapely.force_2d(geometry)
    return shapely.transform(plane, lambda points: np.round(points, DECIMALS))


def _locate_line(line: Any) -> Position:
    if (shapely.length(shapely.get_parts(line)) == 0).any():
        raise CellFault(*map(_, _TWO_POINTS))
    pieces = shapely.get_parts(shapely.line_merge(line))
    longest = pieces[int(np.argmax(shapely.length(pieces)))]
    middle = _round(shapely.line_interpolate_point(longest, 0.5, normalized=True))
    return Position(middle.x, middle.y, shape=Shape("line", _list_coordinates(line)))


def _locate_area(area: Any) -> Position:
    if shapely.is_empty(shapely.get_rings(area)).any():
        raise CellFault(_("The geometry is empty."), _example())
    if (shapely.area(shapely.convex_hull(shapely.get_parts(area))) == 0).any():
        raise CellFault(*map(_, _THREE_POINTS))
    if not area.is_valid:
        raise CellFault(*_explain_invalid(shapely.is_valid_reason(area)))
    inside = _round(shapely.point_on_surface(area))
    return Position(inside.x, inside.y, shape=Shape("area", _list_coordinates(area)))


def _list_coordinates(geometry: Any) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(shapely.to_geojson(geometry))
    return plain


def _explain_invalid(reason: str) -> tuple[str, str]:
    """Return problem and remedy of an outline, from what GEOS says, e.g. Self-intersection[1 2]."""
    match = _PLACE.search(reason)
    lon, lat = (float(match[1]), float(match[2])) if match else (0.0, 0.0)
    if "Self-intersection" in reason:
        problem = _("The outline of the area crosses or touches itself near {lat:.4f}, {lon:.4f}.")
        remedy = _("Draw it so that no two of its sides meet, or make two areas of it.")
    else:
        problem = _("A hole or piece of the area lies where it cannot, near {lat:.4f}, {lon:.4f}.")
        remedy = _("Draw holes inside the outline, and pieces side by side.")
    return problem.format(lat=lat, lon=lon), remedy
