"""Where a row says it is: coordinates in one cell, WKT, and names of villages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from routeplan.areas.gazetteer import Gazetteer, Village
from routeplan.errors import InputFaults
from routeplan.hotspots.cells import CellFault
from routeplan.hotspots.coordinates import parse_lat_lon
from routeplan.hotspots.named_places import find_village
from routeplan.hotspots.readers import HotspotTable

ReadText = Callable[..., HotspotTable]


def make_village(name: str, kecamatan: str, *, regency: str = "Lumajang") -> Village:
    return Village("", name, kecamatan, regency, 113.1, -8.1, is_seat=False)


@pytest.mark.parametrize(
    "text",
    [
        "-8.2061, 113.0941",
        "-8.2061 113.0941",
        "-8.2061;113.0941",
        "-8,2061; 113,0941",
        "-8,2061, 113,0941",
        "−8.2061, 113.0941",
        "8.2061°S 113.0941°E",
        "8,2061° LS, 113,0941° BT",
    ],
)
def test_one_cell_holds_latitude_and_longitude_in_many_spellings(text: str) -> None:
    position = parse_lat_lon(text)
    assert position.lat == pytest.approx(-8.2061)
    assert position.lon == pytest.approx(113.0941)


def test_degrees_minutes_and_seconds_are_added_up() -> None:
    """8 + 12/60 + 22/3600 = 8.20611; 113 + 5/60 + 39/3600 = 113.09417."""
    position = parse_lat_lon("8°12'22\"S 113°5'39\"E")
    assert position.lat == pytest.approx(-8.20611, abs=5e-6)
    assert position.lon == pytest.approx(113.09417, abs=5e-6)


@pytest.mark.parametrize(
    "text",
    ["Jarit", "-8.2061", "-8,2061 113.0941, 5", "8°12' 113°5'", "8°S 7°S", "8.2°S", "-8,2061,113"],
)
def test_a_cell_that_could_mean_anything_is_refused(text: str) -> None:
    with pytest.raises(CellFault) as caught:
        parse_lat_lon(text)
    assert caught.value.remedy == "Write it as -8.2061, 113.0941."


def test_a_coordinate_column_is_read_and_checked_like_two(read_text: ReadText) -> None:
    head = "nama,kategori,koordinat\n"
    (hotspot,) = read_text(head + 'Jarit,pasar,"-8.2061, 113.0941"\n').hotspots
    assert (hotspot.lon, hotspot.lat) == (113.0941, -8.2061)
    with pytest.raises(InputFaults, match="row 2, column koordinat: Latitude and longitude are sw"):
        read_text(head + 'Jarit,pasar,"113.0941, -8.2061"\n')


def test_a_village_gives_an_approximate_position_and_the_note_says_so(read_text: ReadText) -> None:
    text = "nama;kategori;desa;kecamatan;catatan\nPasar;pasar;Ds. Jarit;Candipuro;ramai\n"
    (hotspot,) = read_text(text).hotspots
    assert (hotspot.lon, hotspot.lat) == (113.0941, -8.2061)
    assert hotspot.note == "ramai; approximate position: a point in Jarit, Candipuro"


def test_a_village_name_that_exists_twice_asks_for_the_kecamatan(read_text: ReadText) -> None:
    with pytest.raises(InputFaults) as caught:
        read_text("nama;kategori;desa\nX;pasar;Sumberejo\n")
    assert str(caught.value.faults[0]) == (
        "row 2, column desa: There are 2 villages called Sumberejo. "
        "Say which one by its kecamatan: Candipuro, Sukodono."
    )


def test_the_kecamatan_decides_between_villages_of_one_name(read_text: ReadText) -> None:
    (hotspot,) = read_text("nama;kategori;desa;kec\nX;pasar;Sumberejo;Kec. Sukodono\n").hotspots
    assert "Sumberejo, Sukodono" in hotspot.note


def test_a_village_in_the_wrong_kecamatan_names_the_right_ones(read_text: ReadText) -> None:
    with pytest.raises(InputFaults) as caught:
        read_text("nama;kategori;desa;kec\nX;pasar;Jarit;Kunir\n")
    assert str(caught.value.faults[0]) == (
        "row 2, column desa: There is no village Jarit in Kunir. There is one in: Candipuro."
    )


def test_a_misspelt_village_offers_the_nearest(read_text: ReadText) -> None:
    with pytest.raises(InputFaults, match=r"No village is called Jaritt. Did you mean Jarit \(C"):
        read_text("nama;kategori;desa;kec\nX;pasar;Jaritt;Candipuro\n")


def test_villages_of_one_name_in_kecamatan_of_one_name_are_told_apart_by_regency() -> None:
    twins = Gazetteer((make_village("A", "K"), make_village("A", "K", regency="Jember")))
    with pytest.raises(CellFault) as caught:
        find_village(twins, "A", "K")
    assert "K (Jember), K (Lumajang)" in caught.value.remedy


def test_without_a_gazetteer_names_cannot_be_looked_up() -> None:
    with pytest.raises(CellFault) as caught:
        find_village(None, "Jarit", None)
    assert caught.value.remedy == "Fill in latitude and longitude."


def test_a_polsek_stands_for_the_seat_of_its_kecamatan(gazetteer: Gazetteer) -> None:
    seat = gazetteer.find_seat("Kunir")
    assert seat is not None
    position = find_village(gazetteer, "Polsek Kunir", None)
    assert (position.lon, position.lat) == (seat.lon, seat.lat)
    assert seat.name in position.note


def test_a_row_without_any_position_says_what_to_fill_in(read_text: ReadText) -> None:
    with pytest.raises(InputFaults) as caught:
        read_text("nama;kategori;desa\nX;pasar;\n")
    assert str(caught.value.faults[0]) == (
        "row 2, column desa: The row tells no position. "
        "Fill in latitude and longitude, or the name of a place."
    )
