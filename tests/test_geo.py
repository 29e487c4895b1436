"""Distances and coordinate systems, against libraries that know them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from osmnx.distance import great_circle
from pyproj import CRS, Geod

from routeplan.geo import EARTH_RADIUS_M, great_circle_m, is_lonlat, metric_transformer, utm_crs

JARIT = (113.0941, -8.2061)
KUNIR_KIDUL = (113.2233, -8.2289)

Lons = st.floats(-180, 180)
Lats = st.floats(-90, 90)


def distance_m(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the distance of two points by the function under test."""
    return float(great_circle_m(*(np.array([value]) for value in (*a, *b)))[0])


def test_a_degree_of_latitude_is_a_360th_of_the_circumference() -> None:
    assert distance_m((113, -8), (113, -7)) == pytest.approx(2 * math.pi * EARTH_RADIUS_M / 360)


def test_distances_are_those_of_pyproj_on_the_same_sphere() -> None:
    rng = np.random.default_rng(1)
    lon1, lon2 = rng.uniform(-180, 180, (2, 500))
    lat1, lat2 = rng.uniform(-90, 90, (2, 500))
    *_azimuths, expected = Geod(a=EARTH_RADIUS_M, b=EARTH_RADIUS_M).inv(lon1, lat1, lon2, lat2)
    np.testing.assert_allclose(great_circle_m(lon1, lat1, lon2, lat2), expected, rtol=1e-9)


def test_distances_are_those_of_osmnx() -> None:
    rng = np.random.default_rng(2)
    lon1, lon2 = rng.uniform(112.5, 114, (2, 500))
    lat1, lat2 = rng.uniform(-8.5, -7.5, (2, 500))
    expected = great_circle(lat1, lon1, lat2, lon2)
    np.testing.assert_allclose(great_circle_m(lon1, lat1, lon2, lat2), expected, rtol=1e-9)


def test_the_sphere_is_within_0_6_percent_of_the_ellipsoid_in_the_area() -> None:
    *_azimuths, ellipsoid = Geod(ellps="WGS84").inv(*JARIT, *KUNIR_KIDUL)
    assert distance_m(JARIT, KUNIR_KIDUL) == pytest.approx(ellipsoid, rel=0.006)


@given(Lons, Lats, Lons, Lats)
def test_a_distance_is_the_same_both_ways_and_at_most_half_round(
    lon1: float, lat1: float, lon2: float, lat2: float
) -> None:
    there = distance_m((lon1, lat1), (lon2, lat2))
    assert 0 <= there <= math.pi * EARTH_RADIUS_M * (1 + 1e-12)
    assert there == pytest.approx(distance_m((lon2, lat2), (lon1, lat1)))
    assert distance_m((lon1, lat1), (lon1, lat1)) == 0


@pytest.mark.parametrize(
    ("lon", "lat", "right"),
    [
        (113.09, -8.2, True),
        (180.0, 90.0, True),
        (-8.2, 113.09, False),  # swapped: no latitude is 113
        (180.1, 0.0, False),
        (math.nan, -8.2, False),
        (113.09, math.inf, False),
    ],
)
def test_longitude_and_latitude_have_a_range(lon: float, lat: float, right: bool) -> None:
    assert is_lonlat(lon, lat) is right


def test_east_java_is_in_zone_49_south() -> None:
    assert utm_crs(*JARIT) == "EPSG:32749"


@given(Lons, st.floats(-80, 84))
def test_every_place_lies_in_the_zone_it_is_given(lon: float, lat: float) -> None:
    area = CRS(utm_crs(lon, lat)).area_of_use
    assert area is not None
    assert area.west - 1e-9 <= lon <= area.east + 1e-9
    assert area.south <= lat <= area.north


def test_metres_of_the_zone_are_metres_on_the_ground() -> None:
    to_metres = metric_transformer(*JARIT)
    (x1, y1), (x2, y2) = to_metres.transform(*JARIT), to_metres.transform(*KUNIR_KIDUL)
    *_azimuths, ground = Geod(ellps="WGS84").inv(*JARIT, *KUNIR_KIDUL)
    assert math.hypot(x2 - x1, y2 - y1) == pytest.approx(ground, rel=0.001)
