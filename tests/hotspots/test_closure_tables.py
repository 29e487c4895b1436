"""Files of closed roads: what is accepted, and how each kind of fault is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest

from routeplan.areas.districts import Area
from routeplan.config import Config
from routeplan.errors import InputError, InputFaults
from routeplan.hotspots.closures import ClosureTable, read_closure_table, read_closures
from routeplan.model import ClockWindow, Closure, DayRule, Shape

ReadRow = Callable[..., Closure]
ReadText = Callable[..., ClosureTable]


@pytest.fixture
def read_text(tmp_path: Path, config: Config, lumajang: Area) -> ReadText:
    def read(text: str, *, name: str = "tutup.csv") -> ClosureTable:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return read_closure_table(path, config=config, area=lumajang)

    return read


@pytest.fixture
def read_row(read_text: ReadText) -> ReadRow:
    def read(**cells: str) -> Closure:
        row = {"nama": "Jembatan", **cells}
        return read_text(";".join(row) + "\n" + ";".join(row.values()) + "\n").closures[0]

    return read


def test_every_column_of_a_closure_is_read(read_text: ReadText) -> None:
    text = (
        "ID;Nama;Koordinat;Radius (m);Kendaraan;Berlaku dari;Berlaku sampai;Hari;Jam;Alasan;Catatan\n"
        "T1;Jembatan;-8.2061, 113.0941;40;R4; 2024-11-01;30/04/2025;Senin; 06:00-08:00;banjir;lewat timur\n"
    )  # fmt: skip
    assert read_text(text).closures == (
        Closure(
            "T1", "Jembatan", vehicles=("R4",), valid_from=date(2024, 11, 1),
            valid_to=date(2025, 4, 30), days=(DayRule("Senin"),),
            windows=(ClockWindow(time(6), time(8)),), reason="banjir; lewat timur",
            lon=113.0941, lat=-8.2061, radius_m=40.0, row=2,
        ),
    )  # fmt: skip


def test_a_point_without_a_radius_takes_that_of_the_settings(
    read_row: ReadRow, config: Config
) -> None:
    closure = read_row(koordinat="-8.2061, 113.0941")
    assert closure.radius_m == config.visits.closure_m
    assert (closure.vehicles, closure.valid_from, closure.days) == ((), None, ())


def test_a_closed_street_is_told_by_its_name_and_kecamatan(read_row: ReadRow) -> None:
    closure = read_row(jalan="Jl. Pasar", kecamatan="kunir")
    assert closure.shape == Shape("street", street="Jl. Pasar", kecamatan="Kunir")
    assert closure.lon is None


def test_closed_ways_are_told_by_their_numbers(read_row: ReadRow) -> None:
    assert read_row(way="23456789, way/34567890, 23456789").ways == (23456789, 34567890)


@pytest.mark.parametrize(
    ("wkt", "kind"),
    [
        ("LINESTRING (113.09 -8.2, 113.1 -8.21)", "line"),
        ("POLYGON ((113.09 -8.2, 113.1 -8.2, 113.1 -8.21, 113.09 -8.2))", "area"),
    ],
)
def test_a_closure_may_be_drawn(read_row: ReadRow, wkt: str, kind: str) -> None:
    shape = read_row(geometri=wkt).shape
    assert shape is not None
    assert shape.kind == kind


def test_closures_are_read_from_map_files(read_text: ReadText) -> None:
    line = {"type": "LineString", "coordinates": [[113.09, -8.2], [113.1, -8.21]]}
    feature = {"type": "Feature", "geometry": line, "properties": {"nama": "Semeru"}}
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    (closure,) = read_text(text, name="tutup.geojson").closures
    assert closure.shape is not None


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"nama": "", "koordinat": "-8.2, 113.1"}, "column nama: The cell is empty. Say what is closed."),
        ({"koordinat": ""}, "column koordinat: The row does not say which road is closed. Fill in a street and its kecamatan, a point"),
        ({"koordinat": "-8.17, 113.70"}, "column koordinat: (-8.17, 113.7) lies "),
        ({"koordinat": "-8.2, 113.1", "radius": "9000"}, "column radius: A radius of 9000 m is too large. Write metres, at most 5000, or draw"),
        ({"koordinat": "-8.2, 113.1", "radius": "0"}, "column radius: 0 is not above 0."),
        ({"koordinat": "-8.2, 113.1", "jalan": "Jl. Pasar", "kecamatan": "Kunir"}, "column jalan: The row says more than once which road is closed: jalan, koordinat. Keep one"),
        ({"koordinat": "-8.2, 113.1", "way": "12"}, "column way: The row says more than once which road is closed: way, koordinat."),
        ({"jalan": "Jl. Pasar", "kecamatan": ""}, "column kecamatan: The kecamatan of the street is missing."),
        ({"way": "Jl. Pasar"}, "column way: Jl. Pasar is no number of an OSM way. Write numbers"),
        ({"way": "0"}, "column way: 0 is no number of an OSM way."),
        ({"way": "12", "radius": "30"}, "column radius: A radius belongs to a point, and the row tells of none."),
        ({"geometri": "LINESTRING (113.09 -8.2, 113.1 -8.21)", "radius": "30"}, "column radius: A radius belongs to a point, and the row draws a shape. Empty the cell."),
        ({"koordinat": "-8.2, 113.1", "kendaraan": "truk"}, "column kendaraan: Unknown vehicle: truk."),
        ({"koordinat": "-8.2, 113.1", "jam": "pagi"}, "column jam: pagi is no window of time."),
        ({"koordinat": "-8.2, 113.1", "berlaku dari": "2024-11-02", "berlaku sampai": "2024-11-01"}, "column berlaku sampai: The last date is before the first."),
    ],
)  # fmt: skip
def test_a_wrong_cell_of_a_closure_is_told_with_its_remedy(
    read_row: ReadRow, cells: dict[str, str], message: str
) -> None:
    with pytest.raises(InputFaults) as caught:
        read_row(**cells)
    (fault,) = caught.value.faults
    assert str(fault).startswith(f"row 2, {message}")
    assert fault.remedy


def test_a_table_that_says_nowhere_where_names_the_ways_to_say_it(read_text: ReadText) -> None:
    with pytest.raises(InputFaults) as caught:
        read_text("nama;alasan\nJembatan;banjir\n")
    assert str(caught.value.faults[0]) == (
        "No column tells where the places are. "
        "Add Koordinat, or Lintang and Bujur, or one of: Jalan, Way OSM."
    )


def test_hotspots_given_as_closures_are_recognised(read_text: ReadText) -> None:
    with pytest.raises(InputError, match="looks like a table of hotspots"):
        read_text("nama;kategori;koordinat\nPasar;pasar;-8.2061, 113.0941\n")


def test_columns_that_nobody_knows_are_named(
    read_text: ReadText, tmp_path: Path, config: Config
) -> None:
    table = read_text("nama;koordinat;pelapor\nJembatan;-8.2061, 113.0941;Budi\n")
    assert table.ignored_columns == ("pelapor",)
    assert read_closures(tmp_path / "tutup.csv", config=config) == table.closures
