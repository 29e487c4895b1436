"""Villages by name and by place."""

from __future__ import annotations

import numpy as np
import pytest

from routeplan.areas import Gazetteer, list_districts, load_district, load_gazetteer


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def test_the_gazetteer_has_all_villages_and_a_seat_per_kecamatan(gazetteer: Gazetteer) -> None:
    assert len(gazetteer.villages) == 852
    seats = [village for village in gazetteer.villages if village.is_seat]
    assert len({(seat.regency, seat.kecamatan) for seat in seats}) == len(seats) == 80


@pytest.mark.parametrize(
    "written", ["Jarit", "JARIT", "Desa Jarit", "ds. jarit", "Ds.Jarit", " jarit "]
)
def test_a_village_is_found_however_it_is_written(gazetteer: Gazetteer, written: str) -> None:
    (village,) = gazetteer.find(written)
    assert (village.kecamatan, village.lon, village.lat) == ("Candipuro", 113.0941, -8.2061)


def test_a_prefix_is_only_taken_off_where_it_stands_apart(gazetteer: Gazetteer) -> None:
    (village,) = gazetteer.find("Kel. Kepatihan", kecamatan="Kaliwates")
    assert village.name == "Kepatihan"
    assert gazetteer.find("Kelkepatihan") == ()


def test_a_name_that_repeats_gives_all_its_villages(gazetteer: Gazetteer) -> None:
    found = gazetteer.find("Karanganyar")
    assert {(village.kecamatan, village.regency) for village in found} == {
        ("Yosowilangun", "Kabupaten Lumajang"),
        ("Ambulu", "Kabupaten Jember"),
        ("Kraton", "Kabupaten Pasuruan"),
        ("Panggungrejo", "Kota Pasuruan"),
    }
    (village,) = gazetteer.find("Karanganyar", kecamatan="Kec. Ambulu")
    assert village.regency == "Kabupaten Jember"


def test_an_unknown_name_finds_nothing_and_suggests_the_nearest(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("Jaritt") == ()
    assert gazetteer.suggest("Jaritt")[0] == "Jarit (Candipuro)"


def test_the_seat_of_a_kecamatan_is_found(gazetteer: Gazetteer) -> None:
    seat = gazetteer.find_seat("kunir")
    assert seat is not None
    assert seat.name == "Kunir Kidul"
    assert gazetteer.find_seat("Nowhere") is None


def test_the_nearest_village_is_within_the_distance_or_none(gazetteer: Gazetteer) -> None:
    near = gazetteer.nearest(113.0951, -8.2061)
    assert near is not None
    assert near.name == "Jarit"
    assert gazetteer.nearest(113.0941, -9.5) is None  # in the Indian Ocean
    # 0.01 degrees of longitude are 1102 m here.
    assert gazetteer.nearest(113.0941, -8.2061, max_km=0.001) is not None
    assert gazetteer.nearest(113.1041, -8.2061, max_km=0.5) is None


def test_many_places_give_what_one_at_a_time_gives(gazetteer: Gazetteer) -> None:
    lons, lats = np.array([113.0941, 112.85, 113.7]), np.array([-8.2061, -7.65, -9.5])
    many = gazetteer.nearest_many(lons, lats)
    assert many == tuple(gazetteer.nearest(*place) for place in zip(lons, lats, strict=True))
    assert many[2] is None


def test_the_villages_of_an_area_lie_in_its_kecamatan(gazetteer: Gazetteer) -> None:
    district = load_district("lumajang")
    inside = gazetteer.within(district)
    assert len(inside.villages) == 205
    assert {village.kecamatan for village in inside.villages} == {
        k.name for k in district.kecamatan
    }


def test_an_empty_gazetteer_finds_nothing() -> None:
    empty = Gazetteer(())
    assert empty.find("Jarit") == ()
    assert empty.nearest(113.0, -8.0) is None


def test_every_village_lies_in_or_near_the_outline_of_its_kecamatan(gazetteer: Gazetteer) -> None:
    outlines = {
        (part.regency, part.name): district.narrowed([part.name])
        for district in map(load_district, list_districts())
        for part in district.kecamatan
    }
    for village in gazetteer.villages:
        outline = outlines[village.regency, village.kecamatan]
        assert outline.contains(village.lon, village.lat, margin_m=500), village
