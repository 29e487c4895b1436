"""Whether a place can be where a row says it is."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import numpy as np
import shapely

from routeplan.geo import great_circle_m, is_lonlat
from routeplan.hotspots.cells import CellFault
from routeplan.hotspots.coordinates import Position
from routeplan.hotspots.outside import MARGIN_M
from routeplan.i18n import _
from routeplan.model import Shape

if TYPE_CHECKING:
    from routeplan.areas.districts import Area


class OutsideArea(CellFault):
    """The place is possible but lies outside the area."""


def check_place(position: Position, *, area: Area | None) -> None:
    """Raise `CellFault` if the position is impossible or swapped, `OutsideArea` if outside."""
    lon, lat = position.lon, position.lat
    if not is_lonlat(lon, lat):
        if is_lonlat(lat, lon):
            raise _swapped(position)
        raise CellFault(
            _("({lat}, {lon}) is no latitude and longitude.").format(lat=lat, lon=lon),
            _("Check the decimal sign: latitudes here are about -8.2, longitudes about 113.1."),
        )
    if area is None or area.contains(lon, lat, margin_m=MARGIN_M):
        return
    if is_lonlat(lat, lon) and area.contains(lat, lon, margin_m=MARGIN_M):
        raise _swapped(position)
    if area.contains(lon, -lat, margin_m=MARGIN_M):
        raise CellFault(
            _("The latitude lacks its minus sign: the south is negative.")
            if lat > 0
            else _("The latitude has a minus sign too many: the north is positive."),
            _("Write latitude {lat}.").format(lat=-lat),
        )
    raise OutsideArea(
        _("({lat}, {lon}) lies {km} km outside {area}.").format(
            lat=lat,
            lon=lon,
            km=f"{_measure_distance_m(area, lon, lat) / 1000:.1f}",
            area=area.title,
        ),
        _("Check the coordinates, or choose the district that the place belongs to."),
    )


def check_shape(shape: Shape, *, area: Area | None) -> None:
    """Raise `CellFault` if a corner of a line or an area is impossible.

    A line may leave the area, an area may not by more than the margin.
    """
    corners = shapely.get_coordinates(shapely.from_geojson(json.dumps(shape.geometry)))
    for lon, lat in corners.tolist():
        check_place(Position(lon, lat), area=None)
    if area is None or shape.kind == "line":
        return
    for lon, lat in corners.tolist():
        if not area.contains(lon, lat, margin_m=MARGIN_M):
            raise CellFault(
                _("A part of it, at ({lat}, {lon}), lies {km} km outside {area}.").format(
                    lat=lat, lon=lon, km=f"{_measure_distance_m(area, lon, lat) / 1000:.1f}",
                    area=area.title,
                ),
                _("Draw only what lies inside."),
            )  # fmt: skip


def _measure_distance_m(area: Area, lon: float, lat: float) -> float:
    # UTM is of no use for a place on the other side of the earth: the nearest point is looked for
    # in degrees, those of longitude shortened as they are at the latitude of the area.
    _west, south, _east, north = area.bounds
    shorten = np.array([math.cos(math.radians((south + north) / 2)), 1.0])
    boundary = shapely.transform(area.boundary, lambda points: points * shorten)
    line = shapely.shortest_line(boundary, shapely.Point([lon, lat] * shorten))
    (lons, lats) = (shapely.get_coordinates(line) / shorten).T
    return float(great_circle_m(lons[:1], lats[:1], lons[1:], lats[1:])[0])


def _swapped(position: Position) -> CellFault:
    return CellFault(
        _("Latitude and longitude are swapped."),
        _("Write latitude {lat} and longitude {lon}.").format(lat=position.lon, lon=position.lat),
    )
