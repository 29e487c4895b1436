"""Streets by their names, and routes from one place to another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from routeplan.areas.districts import Area
from routeplan.areas.gazetteer import Gazetteer
from routeplan.config import Config
from routeplan.errors import InputFaults
from routeplan.hotspots.readers import HotspotTable, read_hotspots
from routeplan.model import Hotspot, Shape

FaultOf = Callable[..., str]
ReadRow = Callable[..., Hotspot]
ReadText = Callable[..., HotspotTable]

STREET = "nama;kategori;jalan;kecamatan\n"


def test_a_street_needs_no_coordinates(read_text: ReadText, gazetteer: Gazetteer) -> None:
    table = read_text(f"{STREET}A;area_sepi;Jl. Raya Candipuro;Kec. candipuro\n")
    (hotspot,) = table.hotspots
    assert hotspot.shape == Shape("street", street="Jl. Raya Candipuro", kecamatan="Candipuro")
    seat = gazetteer.find_seat("Candipuro")
    assert seat is not None
    assert (hotspot.lon, hotspot.lat) == (seat.lon, seat.lat)
    assert hotspot.note == "approximate position, where the street is not found: Candipuro"
    assert table.approximate == 0  # it is the street that is looked for, not a village


def test_without_a_seat_a_street_is_in_the_middle_of_its_kecamatan(
    tmp_path: Path, config: Config, lumajang: Area
) -> None:
    path = tmp_path / "titik.csv"
    path.write_text(f"{STREET}A;area_sepi;Jl. Raya;Candipuro\n", encoding="utf-8")
    (hotspot,) = read_hotspots(path, config=config, area=lumajang).hotspots
    assert lumajang.kecamatan_at(hotspot.lon, hotspot.lat, margin_m=1) == "Candipuro"


def test_coordinates_beside_a_street_say_where_it_is(read_row: ReadRow) -> None:
    hotspot = read_row(street="Jl. Pasar", kecamatan="Kunir", both_directions="ya")
    assert (hotspot.lon, hotspot.lat) == (113.2233, -8.2289)
    assert hotspot.shape == Shape("street", street="Jl. Pasar", kecamatan="Kunir")
    assert hotspot.both_directions
    assert hotspot.note == ""


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("A;area_sepi;Jl. Raya;", "row 2, column kecamatan: The kecamatan of the street is missing. Fill in in which one it is looked for; an address"),
        ("A;area_sepi;Jl. Raya;Candpuro", "row 2, column kecamatan: Unknown kecamatan: Candpuro. Did you mean Candipuro"),
        ("A;area_sepi;;Candipuro", "row 2, column jalan: The row tells no position."),
    ],
)  # fmt: skip
def test_a_street_that_cannot_be_looked_for_is_told(
    read_text: ReadText, row: str, message: str
) -> None:
    with pytest.raises(InputFaults) as caught:
        read_text(f"{STREET}{row}\n")
    (fault,) = caught.value.faults
    assert str(fault).startswith(message)


def test_a_table_of_streets_without_any_kecamatan_is_told(read_text: ReadText) -> None:
    with pytest.raises(InputFaults, match="The kecamatan of the street is missing"):
        read_text("nama;kategori;jalan\nA;area_sepi;Jl. Raya\n")


def test_where_nothing_knows_the_kecamatan_a_street_asks_for_coordinates(
    tmp_path: Path, config: Config
) -> None:
    path = tmp_path / "titik.csv"
    path.write_text(f"{STREET}A;area_sepi;Rua Direita;Porto\n", encoding="utf-8")
    with pytest.raises(InputFaults, match=r"No kecamatan called Porto is known here\. Fill in lat"):
        read_hotspots(path, config=config)


@pytest.mark.parametrize(
    "words", ["jalan raya", "Jalan Nasional", "jl raya", "Jln. Raya", "trunk road"]
)
def test_a_route_may_lead_to_the_nearest_main_road(read_row: ReadRow, words: str) -> None:
    hotspot = read_row(route_to=words, both_directions="ya")
    assert hotspot.shape == Shape("route")
    assert (hotspot.lon, hotspot.lat) == (113.2233, -8.2289)
    assert hotspot.both_directions


def test_a_route_may_lead_to_coordinates(read_row: ReadRow) -> None:
    shape = read_row(route_to="-8.2061, 113.0941").shape
    assert shape == Shape("route", to_lon=113.0941, to_lat=-8.2061)


def test_a_route_may_lead_to_a_village(read_row: ReadRow, gazetteer: Gazetteer) -> None:
    hotspot = read_row(route_to="Jarit, Candipuro")
    (jarit,) = gazetteer.find("Jarit")
    assert hotspot.shape == Shape("route", to_lon=jarit.lon, to_lat=jarit.lat)
    assert hotspot.note == ("end of the route: approximate position: a point in Jarit, Candipuro")


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"route_to": "Jaritt"}, "row 2, column route_to: No village is called Jaritt. Did you mean Jarit"),
        ({"route_to": "pusat kota"}, "row 2, column route_to: No village is called pusat kota. Fill in latitude and longitude. A route leads to coordinates, a village, or jalan raya"),
        ({"route_to": "-8.17, 113.70"}, "row 2, column route_to: (-8.17, 113.7) lies "),
        ({"route_to": "113.0941, -8.2061"}, "row 2, column route_to: Latitude and longitude are swapped."),
        ({"route_to": "-8.2289, 113.2233"}, "row 2, column route_to: The route ends where it begins. Write where"),
        ({"route_to": "jalan raya", "street": "Jl. Pasar", "kecamatan": "Kunir"}, "row 2, column route_to: The row is a street, a line or an area already, and a route as well."),
        ({"street": "Jl. Pasar", "kecamatan": "Kunir", "lat": "", "lon": "", "geometry": "LINESTRING (113.1 -8.2, 113.11 -8.2)"}, "row 2, column street: The row names a street and draws a shape as well. Keep one"),
        ({"both_directions": "ya", "geometry": "POLYGON ((113.1 -8.2, 113.11 -8.2, 113.11 -8.21, 113.1 -8.2))"}, "row 2, column both_directions: Only a road has two directions"),
    ],
)  # fmt: skip
def test_a_wrong_course_is_told_with_its_remedy(
    fault_of: FaultOf, cells: dict[str, str], message: str
) -> None:
    assert fault_of(**cells).startswith(message)
