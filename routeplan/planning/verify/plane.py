"""A plane for the judge: metres east and north of a place, exact enough for a district."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import TYPE_CHECKING, Any

import numpy as np

from routeplan.geo import EARTH_RADIUS_M, FloatArray, great_circle_m, is_lonlat
from routeplan.roads.network import IntArray, Network

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Place = tuple[float, float]


def distance_m(one: Place, other: Place) -> float:
    """Return great-circle metres between two places given as longitude and latitude."""
    lon1, lat1, lon2, lat2 = (np.array([value]) for value in (*one, *other))
    return float(great_circle_m(lon1, lat1, lon2, lat2)[0])


def read_geometry(tables: Any) -> BaseGeometry | None:
    """Return a GeoJSON geometry in lon, lat, or None if it is none to be worked with."""
    import shapely

    try:
        geometry = shapely.from_geojson(json.dumps(tables))
    except (shapely.errors.ShapelyError, ValueError, TypeError, RecursionError):
        return None
    if geometry is None or geometry.is_empty:
        return None
    geometry = shapely.force_2d(geometry)
    corners = shapely.get_coordinates(geometry).tolist()
    return geometry if all(is_lonlat(*corner) for corner in corners) else None


@dataclass(frozen=True)
class Plane:
    """Metres east and north of `origin`, a longitude and latitude."""

    origin: Place

    @property
    def scale(self) -> FloatArray:
        """Metres of a degree of longitude and of one of latitude, (2,)."""
        degree_m = radians(1) * EARTH_RADIUS_M
        return np.array([degree_m * cos(radians(self.origin[1])), degree_m])

    def flatten(self, lonlat: FloatArray) -> FloatArray:
        """Return (n, 2) degrees as metres."""
        flat: FloatArray = (lonlat - np.array(self.origin)) * self.scale
        return flat

    def read(self, tables: Any) -> BaseGeometry | None:
        """Return a GeoJSON geometry in metres, or None if it is none to be worked with."""
        import shapely

        geometry = read_geometry(tables)
        if geometry is None:
            return None
        flat = shapely.transform(geometry, self.flatten)
        return flat if flat.is_valid else shapely.make_valid(flat)

    def draw(self, network: Network, edges: Sequence[int] | IntArray) -> FloatArray:
        """Return the lines of some edges, counted from 0, as shapely geometries."""
        import shapely

        index = np.array(edges, dtype=np.int64)
        if not len(index):
            return np.empty(0, dtype=object)
        first, counts = network.shape_start[index], np.diff(network.shape_start)[index]
        owner = np.repeat(np.arange(len(index)), counts)
        points = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts - first, counts)
        lonlat = np.column_stack([network.shape_lon[points], network.shape_lat[points]])
        lines: FloatArray = shapely.linestrings(self.flatten(lonlat), indices=owner)
        return lines


def make_plane(network: Network) -> Plane:
    """Return the plane around the middle of a network."""
    return Plane((float(np.mean(network.node_lon)), float(np.mean(network.node_lat))))
