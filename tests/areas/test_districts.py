"""Police districts: jurisdictions, sizes and questions about places."""

from __future__ import annotations

import timeit

import numpy as np
import pytest
from shapely.geometry import shape

from routeplan.areas import (
    area_around,
    list_districts,
    list_regencies,
    load_district,
)
from routeplan.errors import UnknownNameError

DISTRICTS = ("lumajang", "jember", "pasuruan", "pasuruan-kota")
JARIT = (113.0941, -8.2061)  # Kecamatan Candipuro


def test_the_four_police_districts_come_with_routeplan() -> None:
    assert list_districts() == DISTRICTS


@pytest.mark.parametrize(
    ("name", "kecamatan"),
    [("lumajang", 21), ("jember", 31), ("pasuruan", 17), ("pasuruan-kota", 11)],
)
def test_a_district_has_its_kecamatan(name: str, kecamatan: int) -> None:
    district = load_district(name)
    assert len({part.name for part in district.kecamatan}) == kecamatan


def test_each_regency_sums_up_to_about_its_official_size() -> None:
    # The outlines are simplified by 400 m; 0.5 % is what that may cost.
    sums = dict.fromkeys((regency.name for regency in list_regencies()), 0.0)
    for name in DISTRICTS:
        for part in load_district(name).kecamatan:
            sums[part.regency] += part.km2
    for regency in list_regencies():
        assert sums[regency.name] == pytest.approx(regency.official_km2, rel=0.005)


def test_official_sizes_are_those_published() -> None:
    assert {regency.name: regency.official_km2 for regency in list_regencies()} == {
        "Kabupaten Lumajang": 1796.5,
        "Kabupaten Jember": 3314.4,
        "Kabupaten Pasuruan": 1493.2,
        "Kota Pasuruan": 39.1,
    }
    assert [regency.kecamatan for regency in list_regencies()] == [21, 31, 24, 4]


@pytest.mark.parametrize("name", DISTRICTS)
def test_a_district_is_as_large_as_its_kecamatan_together_and_has_no_slits(name: str) -> None:
    district = load_district(name)
    together = sum(part.km2 for part in district.kecamatan)
    assert district.km2 == pytest.approx(together, rel=0.001)
    assert district.boundary.is_valid
    parts = getattr(district.boundary, "geoms", [district.boundary])
    assert not any(len(part.interiors) for part in parts)


def test_kraton_belongs_to_pasuruan_kota_though_it_lies_in_the_kabupaten() -> None:
    kraton = next(k for k in load_district("pasuruan-kota").kecamatan if k.name == "Kraton")
    assert kraton.regency == "Kabupaten Pasuruan"
    assert "Kraton" not in {k.name for k in load_district("pasuruan").kecamatan}


def test_no_kecamatan_is_in_two_districts() -> None:
    codes = [part.code for name in DISTRICTS for part in load_district(name).kecamatan]
    assert len(codes) == len(set(codes)) == 80


@pytest.mark.parametrize(
    "written",
    ["pasuruan-kota", "Pasuruan Kota", "PASURUANKOTA", "Polres Pasuruan Kota", "Kota Pasuruan"],
)
def test_a_district_is_found_however_it_is_written(written: str) -> None:
    assert load_district(written).id == "pasuruan-kota"


def test_an_unknown_district_offers_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match=r"Unknown district: jembr\. Did you mean jember"):
        load_district("jembr")


def test_a_place_is_inside_or_outside_with_a_margin() -> None:
    lumajang = load_district("lumajang")
    assert lumajang.contains(*JARIT)
    assert not lumajang.contains(113.7, -8.17)  # the town of Jember, 30 km off
    _west, south, _east, _north = lumajang.bounds
    lowest = min(lumajang.boundary.exterior.coords, key=lambda point: point[1])
    below = (lowest[0], south - 0.005)  # 0.005 degrees of latitude are 553 m
    assert not lumajang.contains(*below)
    assert not lumajang.contains(*below, margin_m=500)
    assert lumajang.contains(*below, margin_m=600)


def test_the_kecamatan_of_a_place_is_the_nearest_within_the_margin() -> None:
    lumajang = load_district("lumajang")
    assert lumajang.kecamatan_at(*JARIT) == "Candipuro"
    assert lumajang.kecamatan_at(113.7, -8.17) is None
    lowest = min(lumajang.boundary.exterior.coords, key=lambda point: point[1])
    below = (lowest[0], lowest[1] - 0.005)
    assert lumajang.kecamatan_at(*below) == "Tempursari"
    assert lumajang.kecamatan_at(*below, margin_m=500) is None


def test_narrowing_keeps_the_named_kecamatan_only() -> None:
    narrow = load_district("lumajang").narrowed(["Polsek Candipuro", "KUNIR"])
    assert [part.name for part in narrow.kecamatan] == ["Candipuro", "Kunir"]
    assert narrow.id == "lumajang"
    assert narrow.title == "Polres Lumajang: Candipuro, Kunir"
    assert narrow.km2 == pytest.approx(sum(part.km2 for part in narrow.kecamatan), rel=0.001)
    assert not narrow.contains(113.2366, -8.1357)  # the town of Lumajang


def test_narrowing_to_an_unknown_kecamatan_offers_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match=r"Candipurro\. Did you mean Candipuro"):
        load_district("lumajang").narrowed(["Candipurro"])


def test_the_boundary_is_handed_out_as_geojson() -> None:
    district = load_district("pasuruan")
    geometry = district.geojson()
    assert shape(geometry).equals(district.boundary)
    assert isinstance(geometry["coordinates"], list)


def test_an_area_around_places_holds_them_with_a_margin() -> None:
    # A square of 0.1 degrees: about 11.0 x 11.1 km; with 500 m around it 12.0 x 12.1 km less corners.
    lons, lats = np.array([113.0, 113.1, 113.1, 113.0]), np.array([-8.2, -8.2, -8.1, -8.1])
    area = area_around(lons, lats, id="grid", title="Grid", margin_m=500)
    assert area.kecamatan == ()
    assert area.kecamatan_at(113.05, -8.15) is None
    assert area.contains(113.0 - 0.004, -8.15)  # 441 m west of it
    assert not area.contains(113.0 - 0.005, -8.15)  # 551 m
    assert area.km2 == pytest.approx(
        11.02 * 11.06 + 2 * 0.5 * (11.02 + 11.06) + 3.14 * 0.25, rel=0.01
    )


def test_an_area_around_a_single_place_is_a_disc() -> None:
    area = area_around(np.array([113.0]), np.array([-8.2]), id="one", title="One", margin_m=1000)
    assert area.km2 == pytest.approx(3.14, rel=0.02)


def test_a_district_loads_fast() -> None:
    # 0.01 s where it was measured; the best of some, since other work may run beside the tests
    assert min(timeit.repeat(lambda: load_district("jember"), number=1, repeat=5)) < 0.15
