"""Tables that lack a column, and tables of the other kind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from routeplan.config import Config
from routeplan.errors import InputError, InputFaults
from routeplan.hotspots.closures import read_closures
from routeplan.hotspots.readers import HotspotTable, read_hotspots
from routeplan.hotspots.templates import write_templates
from routeplan.hotspots.units import read_units

ReadText = Callable[..., HotspotTable]

CATEGORY = (
    "column Kategori: The file has no such column. "
    "Add it; its header can be: category, kategori, jenis, tipe, type."
)


def list_faults(read_text: ReadText, text: str) -> list[str]:
    with pytest.raises(InputFaults) as caught:
        read_text(text)
    return [str(fault) for fault in caught.value.faults]


def test_a_missing_column_is_told_once_and_other_faults_beside_it(read_text: ReadText) -> None:
    rows = "A,-8.2289,113.2233\n" * 20 + "B,x,113.2233\n"
    assert list_faults(read_text, "name,lat,lon\n" + rows) == [
        CATEGORY, "row 22, column lat: x is no number. Write a number such as 1.5.",
    ]  # fmt: skip


def test_a_file_that_tells_no_positions_names_the_headers_that_would(read_text: ReadText) -> None:
    (fault,) = list_faults(read_text, "name,category\nA,pasar\nB,pasar\n")
    assert fault == (
        "No column tells where the places are. "
        "Add Koordinat, or Lintang and Bujur, or one of: Desa, Jalan."
    )


def test_a_latitude_without_a_column_of_longitudes_is_told_once(read_text: ReadText) -> None:
    (fault,) = list_faults(read_text, "name,category,lat\nA,pasar,-8.2\nB,pasar,-8.2\n")
    assert fault.startswith("column Bujur: The file has no such column.")


def test_an_empty_column_of_latitudes_needs_no_longitudes(read_text: ReadText) -> None:
    table = read_text("name,category,lat,desa\nA,pasar,,Jarit\n")
    assert table.approximate == 1


def test_a_misspelt_header_is_not_told_to_be_missing_as_well(read_text: ReadText) -> None:
    (fault,) = list_faults(read_text, "name,kategry,lat,lon\nA,pasar,-8.2289,113.2233\n")
    assert fault == "row 1, column kategry: No column has this name. Did you mean category?"


@pytest.mark.parametrize(
    "text",
    [
        "id,vehicle,base\nU1,R4,Jarit\n",  # one header known to tables of hotspots
        "ID;Nama;Kendaraan;Pangkalan;Lintang;Bujur\nU1;A;R4;;-8.2;113.1\n",
    ],
)
def test_units_given_as_hotspots_are_recognised(read_text: ReadText, text: str) -> None:
    with pytest.raises(InputError, match=r"looks like a table of units; give it with --units"):
        read_text(text)


def test_the_templates_are_told_apart(tmp_path: Path, config: Config) -> None:
    _settings, hotspots, units, closures, _roster = write_templates(tmp_path, config=config)
    with pytest.raises(InputError, match=r"looks like a table of units; give it with --units"):
        read_hotspots(units, config=config)
    with pytest.raises(InputError, match=r"a table of hotspots; give it with --hotspots"):
        read_units(hotspots, config=config)
    with pytest.raises(InputError, match=r"a table of closed roads; give it with --closures"):
        read_units(closures, config=config)
    with pytest.raises(InputError, match=r"a table of hotspots; give it with --hotspots"):
        read_closures(hotspots, config=config)


def test_units_that_only_lack_their_vehicle_are_not_taken_for_hotspots(
    tmp_path: Path, config: Config
) -> None:
    """Jenis is a header of tables of hotspots, too, but Pangkalan is one of units only."""
    path = tmp_path / "unit.csv"
    path.write_text("nama;jenis;pangkalan\nA;R4;Jarit\nB;R2;Jarit\n", encoding="utf-8")
    with pytest.raises(InputFaults) as caught:
        read_units(path, config=config)
    assert str(caught.value.faults[0]).startswith("column Kendaraan: The file has no such column.")


def test_a_calendar_given_as_hotspots_is_recognised(read_text: ReadText) -> None:
    head = "nama;berlaku dari;berlaku sampai;kategori;faktor;sumber\n"
    with pytest.raises(InputError, match="looks like a calendar; give it with --calendar"):
        read_text(head + "Masa tenang;2024-11-24;2024-11-26;kpu;2;KPU\n")


def test_closed_roads_given_as_hotspots_are_recognised(read_text: ReadText) -> None:
    with pytest.raises(InputError, match="looks like a table of closed roads; give it with --clos"):
        read_text("nama;koordinat;radius;alasan\nJembatan;-8.2061, 113.0941;30;banjir\n")


def test_units_in_a_map_file_given_as_hotspots_are_recognised(read_text: ReadText) -> None:
    text = (
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": '
        '{"type": "Point", "coordinates": [113.0941, -8.2061]}, '
        '"properties": {"kode": "U1", "kendaraan": "R4", "awak": 3}}]}'
    )
    with pytest.raises(InputError, match="looks like a table of units"):
        read_text(text, name="unit.geojson")
