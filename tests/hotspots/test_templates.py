"""The files to begin with are read back without faults and look as promised."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from routeplan.areas.districts import Area
from routeplan.areas.gazetteer import Gazetteer
from routeplan.config import Config, load_config
from routeplan.errors import InputError
from routeplan.hotspots.closures import read_closure_table
from routeplan.hotspots.columns import find_column, normalise_header
from routeplan.hotspots.kinds import KINDS, TableKind
from routeplan.hotspots.readers import read_hotspots
from routeplan.hotspots.templates import write_templates
from routeplan.hotspots.units import read_units
from routeplan.planning.meetings import Known, resolve_meetings


@pytest.fixture
def folder(tmp_path: Path, config: Config) -> Path:
    write_templates(tmp_path / "patroli", config=config)
    return tmp_path / "patroli"


def test_the_examples_are_read_without_faults_and_marked(
    folder: Path, lumajang: Area, gazetteer: Gazetteer
) -> None:
    config = load_config(folder / "patrol.toml")
    table = read_hotspots(
        folder / "hotspots.xlsx", config=config, area=lumajang, gazetteer=gazetteer
    )
    assert len(table.hotspots) == 5
    assert table.ignored_columns == table.unplanned_columns == ()
    for hotspot in table.hotspots:
        assert "CONTOH" in hotspot.id
        assert "CONTOH" in hotspot.name
        assert "perkiraan" in hotspot.note
    assert table.hotspots[2].valid_to == date(2024, 11, 27)
    shapes = [hotspot.shape.kind if hotspot.shape else None for hotspot in table.hotspots]
    assert shapes == [None, None, None, "route", "area"]


def test_the_units_are_read_without_faults(
    folder: Path, config: Config, lumajang: Area, gazetteer: Gazetteer
) -> None:
    table = read_units(folder / "units.xlsx", config=config, area=lumajang, gazetteer=gazetteer)
    assert [unit.vehicle for unit in table.units] == ["R4", "R2"]
    assert [len(unit.breaks) for unit in table.units] == [0, 1]
    assert table.ignored_columns == table.unplanned_columns == ()


def test_the_closures_are_read_without_faults_and_marked(
    folder: Path, config: Config, lumajang: Area
) -> None:
    table = read_closure_table(folder / "closures.xlsx", config=config, area=lumajang)
    assert table.ignored_columns == ()
    assert [closure.radius_m for closure in table.closures] == [30.0, 0.0]
    assert all("CONTOH" in closure.id + closure.reason for closure in table.closures)


def test_example_positions_are_those_of_the_gazetteer(
    folder: Path, config: Config, gazetteer: Gazetteer
) -> None:
    table = read_hotspots(folder / "hotspots.xlsx", config=config, gazetteer=gazetteer)
    known = {(village.lon, village.lat) for village in gazetteer.villages}
    places = [hotspot for hotspot in table.hotspots if hotspot.category != "area_sepi"]
    assert all((hotspot.lon, hotspot.lat) in known for hotspot in places)


def test_the_settings_load_and_name_the_tables(folder: Path, config: Config) -> None:
    own = load_config(folder / "patrol.toml")
    assert (own.plan.hotspots, own.plan.units) == ("hotspots.xlsx", "units.xlsx")
    # Apart from them it says what the defaults say.
    assert own.shifts.keys() == config.shifts.keys()
    assert own.categories == config.categories


def test_settings_that_are_commented_out_load_once_the_hash_is_gone(folder: Path) -> None:
    path = folder / "patrol.toml"
    config = uncomment(path)
    assert config.plan.district == "lumajang"
    assert config.categories["tambak"].base == 5
    assert config.categories["kpu"].base == 15
    assert config.plan.closures == "closures.xlsx"
    assert config.programmes["ronda"].label == "Sambang Ronda"
    assert config.plan.programmes == ("Polisi Ketok",)
    assert len(config.phases) == 1
    assert (config.fairness.limit, len(config.fairness.wishes)) == (0.2, 2)
    assert config.papers.order_date == "2024-11-19"
    assert len(config.papers.acting) == 4
    assert config.papers.signer.position == "KASAT SAMAPTA"


def test_the_meeting_that_is_commented_out_is_one_of_the_example_units(
    folder: Path, lumajang: Area, gazetteer: Gazetteer
) -> None:
    config = uncomment(folder / "patrol.toml")
    files: dict[str, Any] = {"area": lumajang, "gazetteer": gazetteer, "config": config}
    units = read_units(folder / "units.xlsx", **files).units
    hotspots = read_hotspots(folder / "hotspots.xlsx", **files).hotspots
    (meeting,) = resolve_meetings(config, Known(units, hotspots, lumajang, gazetteer))
    assert set(meeting.units) == {unit.id for unit in units}
    assert len(meeting.places) == 2


def test_the_settings_of_rosters_are_the_defaults_and_load_once_the_hash_is_gone(
    folder: Path, config: Config, lumajang: Area, gazetteer: Gazetteer
) -> None:
    patrol, path = folder / "patrol.toml", folder / "roster.toml"
    written = load_config(patrol, more=[path]).roster
    assert replace(written, shifts=()) == config.roster
    assert written.shifts == tuple(load_config(patrol).shifts)
    own = uncomment(path).roster
    assert replace(own, shifts=(), least_units={}, units={}) == config.roster
    assert own.least_units == {"malam": 2}
    units = read_units(folder / "units.xlsx", config=config, area=lumajang, gazetteer=gazetteer)
    assert set(own.units) == {unit.id for unit in units.units}


def uncomment(path: Path) -> Config:
    """Return the settings of a file once the hash before each of them is gone."""
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"^# (?=\[|[\w-]+ = )", "", text, flags=re.MULTILINE), encoding="utf-8")
    return load_config(path)


@pytest.mark.parametrize("name", ["hotspots.xlsx", "units.xlsx", "closures.xlsx"])
def test_the_header_is_frozen_and_every_column_is_explained(folder: Path, name: str) -> None:
    book = openpyxl.load_workbook(folder / name)
    table, guide = book.worksheets[0], book["Petunjuk"]
    assert table.freeze_panes == "A2"
    headers = [cell.value for cell in table[1]]
    explained = {row[0]: row[1] for row in guide.iter_rows(values_only=True) if row[1]}
    assert list(explained) == headers
    assert all(text.endswith((".", ").")) for text in explained.values())


@pytest.mark.parametrize("name", ["hotspots.xlsx", "units.xlsx"])
def test_one_cell_of_coordinates_is_offered_before_two(folder: Path, name: str) -> None:
    table = openpyxl.load_workbook(folder / name).worksheets[0]
    headers = [cell.value for cell in table[1]]
    assert headers.index("Koordinat") == headers.index("Lintang") - 1
    assert table.cell(100, headers.index("Koordinat") + 1).number_format == "@"


def test_what_google_maps_copies_is_read_from_the_template(
    folder: Path, config: Config, lumajang: Area
) -> None:
    for name in ("hotspots.xlsx", "units.xlsx"):
        book = openpyxl.load_workbook(folder / name)
        table = book.worksheets[0]
        headers = [cell.value for cell in table[1]]
        table.delete_rows(2, 10)
        row = {"ID": "A", "Nama": "A", "Kategori": "pasar", "Kendaraan": "R4",
               "Koordinat": "-8.2061, 113.0941"}  # fmt: skip
        for header in set(headers) & row.keys():
            table.cell(2, headers.index(header) + 1, row[header])
        book.save(folder / name)
    (hotspot,) = read_hotspots(folder / "hotspots.xlsx", config=config, area=lumajang).hotspots
    (unit,) = read_units(folder / "units.xlsx", config=config, area=lumajang).units
    assert (hotspot.lat, hotspot.lon) == (unit.lat, unit.lon) == (-8.2061, 113.0941)


def test_drop_down_lists_offer_what_the_reader_knows(folder: Path, config: Config) -> None:
    book = openpyxl.load_workbook(folder / "hotspots.xlsx")
    table = book.worksheets[0]
    offered = {}
    for rule in table.data_validations.dataValidation:
        sheet, cells = rule.formula1.split("!")
        header = table[str(rule.sqref).split(":")[0][:-1] + "1"].value
        offered[header] = [row[0].value for row in book[sheet][cells.replace("$", "")]]
    assert offered["Kategori"] == list(config.categories)
    assert offered["Tingkat kerawanan"] == ["aman", "rawan", "sangat_rawan"]
    assert offered["Wajib"] == ["ya", "tidak"]
    assert "R2; kaki" in offered["Akses"]


def test_empty_rows_keep_times_as_text(folder: Path) -> None:
    table = openpyxl.load_workbook(folder / "units.xlsx").worksheets[0]
    headers = [cell.value for cell in table[1]]
    for header in ("Mulai", "Selesai", "ID", "Kembali paling lambat", "Istirahat"):
        assert table.cell(100, headers.index(header) + 1).number_format == "@"


def test_a_template_saved_as_csv_by_a_spreadsheet_is_still_read(
    folder: Path, config: Config, lumajang: Area, gazetteer: Gazetteer
) -> None:
    table = openpyxl.load_workbook(folder / "hotspots.xlsx").worksheets[0]
    path = folder / "hotspots.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        for row in table.iter_rows(values_only=True):
            writer.writerow([str(v).replace(".", ",") if isinstance(v, float) else v for v in row])
    both = [
        read_hotspots(folder / name, config=config, area=lumajang, gazetteer=gazetteer)
        for name in ("hotspots.xlsx", "hotspots.csv")
    ]
    assert both[0] == both[1]


def test_existing_files_are_named_and_left_alone(folder: Path, config: Config) -> None:
    (folder / "units.xlsx").unlink()
    (folder / "patrol.toml").write_text("# punya saya", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        write_templates(folder, config=config)
    assert "patrol.toml" in str(caught.value)
    assert "hotspots.xlsx" in str(caught.value)
    assert "units.xlsx" not in str(caught.value)
    assert (folder / "patrol.toml").read_text(encoding="utf-8") == "# punya saya"
    assert not (folder / "units.xlsx").exists()


def test_force_overwrites(folder: Path, config: Config) -> None:
    (folder / "patrol.toml").write_text("# punya saya", encoding="utf-8")
    write_templates(folder, config=config, force=True)
    assert "[plan]" in (folder / "patrol.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.prefix)
def test_every_header_that_is_written_is_read_as_its_column(kind: TableKind) -> None:
    found = {key: find_column(header, kind.columns) for key, header in kind.headers.items()}
    assert found == {key: key for key in kind.headers}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.prefix)
def test_no_header_means_two_columns(kind: TableKind) -> None:
    owners: dict[str, set[str]] = {}
    for key, synonyms in kind.columns.items():
        for name in (key, *synonyms):
            owners.setdefault(normalise_header(name), set()).add(key)
    assert {name: keys for name, keys in owners.items() if len(keys) > 1} == {}
