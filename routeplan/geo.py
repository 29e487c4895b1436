"""The one place that knows coordinate reference systems and the order of lon and lat.

Coordinates outside the program are WGS 84 degrees (EPSG:4326), always longitude first in code.
Lengths are great-circle metres on a sphere of radius `EARTH_RADIUS_M`, the convention of osmnx,
which differs from the ellipsoid by at most 0.6 %. Nearest-point searches use metres of the UTM
zone of the place.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from pyproj import Transformer

LONLAT_CRS = "EPSG:4326"
EARTH_RADIUS_M = 6_371_009.0

FloatArray = npt.NDArray[np.float64]


def great_circle_m(
    lon1: FloatArray, lat1: FloatArray, lon2: FloatArray, lat2: FloatArray
) -> FloatArray:
    """Return great-circle distances in metres between arrays of points (haversine)."""
    phi1, phi2 = np.radians(lat1), np.radians(lat2)
    half_dphi = (phi2 - phi1) / 2
    half_dlambda = np.radians(lon2 - lon1) / 2
    h = np.sin(half_dphi) ** 2 + np.cos(phi1) * np.cos(phi2) * np.sin(half_dlambda) ** 2
    distance: FloatArray = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(h, 1.0)))
    return distance


def is_lonlat(lon: float, lat: float) -> bool:
    """Tell whether the pair is finite and within the range of longitude and latitude."""
    return math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90


def utm_crs(lon: float, lat: float) -> str:
    """Return the EPSG code of the UTM zone of a place, e.g. ``EPSG:32749`` for East Java."""
    zone = min(int((lon + 180) // 6) + 1, 60)
    return f"EPSG:{32600 + zone if lat >= 0 else 32700 + zone}"


def metric_transformer(lon: float, lat: float) -> Transformer:
    """Return a transformer from lon, lat to x, y in metres of the UTM zone of a place."""
    from pyproj import Transformer

    return Transformer.from_crs(LONLAT_CRS, utm_crs(lon, lat), always_xy=True)
