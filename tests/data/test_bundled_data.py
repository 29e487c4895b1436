"""The data that comes with routeplan: examples, credits, and how they were made."""

from __future__ import annotations

import csv
import runpy
import shutil
import subprocess
import sys
import tomllib
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from routeplan.areas import load_district, load_gazetteer
from routeplan.config import load_config
from routeplan.geo import great_circle_m
from routeplan.hotspots.phases import find_phases, load_phases
from routeplan.hotspots.readers import HotspotTable, read_hotspots
from routeplan.hotspots.units import read_units
from routeplan.model import Hotspot, Unit

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
DISTRICTS = ("lumajang", "jember", "pasuruan", "pasuruan-kota")


def read_rows(name: str) -> list[dict[str, str]]:
    with (DATA / "examples" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_example_table(district: str) -> HotspotTable:
    return read_hotspots(
        DATA / "examples" / f"{district}_hotspots.csv",
        config=load_config(),
        area=load_district(district),
        gazetteer=load_gazetteer(),
    )


def read_examples(district: str) -> tuple[Hotspot, ...]:
    return read_example_table(district).hotspots


def is_line(spot: Hotspot) -> bool:
    return spot.shape is not None and spot.shape.kind == "line"


@pytest.mark.parametrize("district", DISTRICTS)
def test_example_hotspots_are_read_without_a_fault(district: str) -> None:
    table = read_example_table(district)
    assert 25 <= len(table.hotspots) <= 40
    assert not table.unplanned_columns
    assert not table.ignored_columns


@pytest.mark.parametrize("district", DISTRICTS)
def test_every_example_hotspot_says_it_is_an_approximate_example_in_its_district(
    district: str,
) -> None:
    area = load_district(district)
    for spot in read_examples(district):
        assert area.contains(spot.lon, spot.lat), spot.id
        assert spot.name.endswith("(posisi perkiraan)")
        assert spot.note.startswith("CONTOH, ganti dengan data sendiri. Posisi perkiraan: titik ")


@pytest.mark.parametrize("district", DISTRICTS)
def test_every_example_hotspot_is_within_300_m_of_the_village_it_names(district: str) -> None:
    gazetteer = load_gazetteer()
    for spot in read_examples(district):
        # "... titik Desa Jarit (Kec. Candipuro) di gazetteer, ..."
        village, _, rest = spot.note.partition("titik ")[2].partition(" (Kec. ")
        (found,) = gazetteer.find(village, kecamatan=rest.partition(")")[0])
        places = np.array([(found.lon, found.lat), (spot.lon, spot.lat)])
        (apart,) = great_circle_m(*places[:1].T, *places[1:].T)
        # a line is shown at its middle, which lies somewhere along the road by the village
        assert apart < (2000 if is_line(spot) else 300), spot.id


@pytest.mark.parametrize("district", DISTRICTS)
def test_the_examples_show_roads_areas_repeats_appointments_and_hours(district: str) -> None:
    spots = read_examples(district)
    kinds = {spot.shape.kind for spot in spots if spot.shape is not None}
    assert {"street", "line", "area"} <= kinds
    assert any(spot.visits and spot.visits > 1 for spot in spots)
    assert sum(spot.appointment is not None for spot in spots) == 1
    assert any(spot.windows for spot in spots)


@pytest.mark.parametrize("district", DISTRICTS)
def test_what_is_invented_of_an_example_is_called_so_in_its_note(district: str) -> None:
    for row in read_rows(f"{district}_hotspots.csv"):
        if row["geometry"] or row["appointment"]:
            assert "rekaan" in row["note"], row["id"]
        if row["street"]:
            assert "contoh" in row["street"]
            assert "bukan jalan sebenarnya" in row["note"], row["id"]
        if row.get("days"):
            assert "usulan" in row["note"], row["id"]


def test_the_sand_trucks_of_lumajang_have_routes_one_of_them_driven_both_ways() -> None:
    routes = [
        spot for spot in read_examples("lumajang") if spot.shape and spot.shape.kind == "route"
    ]
    assert {spot.category for spot in routes} == {"truk_pasir"}
    assert sorted(spot.both_directions for spot in routes) == [False, True]


def read_example_units(district: str) -> tuple[Unit, ...]:
    path = DATA / "examples" / f"{district}_units.csv"
    area = load_district(district)
    return read_units(path, config=load_config(), area=area, gazetteer=load_gazetteer()).units


@pytest.mark.parametrize("district", DISTRICTS)
def test_example_units_are_read_without_a_fault(district: str) -> None:
    units = read_example_units(district)
    assert 4 <= len(units) <= 6
    assert any(not unit.jurisdiction for unit in units)  # one serves the whole district
    assert all("posisi perkiraan" in unit.base for unit in units)
    assert any(unit.breaks for unit in units)
    assert any(unit.max_km for unit in units)


@pytest.mark.parametrize("district", DISTRICTS)
def test_one_officer_alone_has_something_safe_to_visit(district: str) -> None:
    (alone,) = (unit for unit in read_example_units(district) if unit.crew == 1)
    kecamatan = {
        row["note"].partition("(Kec. ")[2].partition(")")[0]
        for row in read_rows(f"{district}_hotspots.csv")
        if row["level"] == "aman"
    }
    assert kecamatan & set(alone.jurisdiction)


def test_the_places_that_the_reports_name_are_among_the_examples() -> None:
    names = {d: " ".join(row["name"] for row in read_rows(f"{d}_hotspots.csv")) for d in DISTRICTS}
    for place in ("Jarit", "Sudimoro", "Sumberwuluh", "Pasar Kunir", "Obyek vital Kunir"):
        assert place in names["lumajang"]
    for place in ("Kantor KPU Jember", "Kantor Bawaslu Jember", "TPS Bandealit", "Area sepi"):
        assert place in names["jember"]
    assert "Permukiman Desa Kraton" in names["pasuruan-kota"]


def test_uncertain_jurisdictions_say_so() -> None:
    tables = tomllib.loads((DATA / "jurisdictions.toml").read_text(encoding="utf-8"))
    assert "Grati is recalled (L)" in tables["districts"]["pasuruan-kota"]["note"]
    assert {entry["certainty"] for entry in tables["districts"].values()} <= {"H", "M", "L"}


# What the bundled stages may do together at most: more would drown everything else of a shift.
LARGEST_PRODUCT = 4


def list_phase_products(day: date) -> dict[str, float]:
    """Return what the bundled stages multiply each category by on a date."""
    phases = find_phases(load_phases(load_config()), day)
    products: dict[str, float] = {}
    for phase in phases:
        for category in phase.categories:
            products[category] = products.get(category, 1) * phase.factor
    return products


@pytest.mark.parametrize(
    ("day", "names"),
    [
        ("2024-02-14", ["Pemungutan suara Pemilu 2024"]),
        ("2024-08-18", []),
        ("2024-08-27", ["Operasi Mantap Praja Semeru 2024", "Pendaftaran calon Pilkada 2024"]),
        ("2024-09-22", ["Operasi Mantap Praja Semeru 2024", "Penetapan calon Pilkada 2024"]),
        ("2024-11-23", ["Operasi Mantap Praja Semeru 2024", "Kampanye Pilkada 2024"]),
        ("2024-11-26", ["Operasi Mantap Praja Semeru 2024", "Masa tenang Pilkada 2024"]),
        ("2024-11-27", ["Operasi Mantap Praja Semeru 2024", "Pemungutan suara Pilkada 2024"]),
        ("2024-12-16", ["Operasi Mantap Praja Semeru 2024", "Penghitungan suara Pilkada 2024"]),
        ("2024-12-17", ["Operasi Mantap Praja Semeru 2024"]),
        ("2025-01-01", []),
    ],
)
def test_the_stages_of_2024_hold_on_their_dates(day: str, names: list[str]) -> None:
    phases = find_phases(load_phases(load_config()), date.fromisoformat(day))
    assert list(dict.fromkeys(phase.name for phase in phases)) == names


def test_stages_that_overlap_do_not_multiply_beyond_measure() -> None:
    days = (date(2024, 1, 1) + timedelta(days=n) for n in range(366))
    highest = max(max(list_phase_products(day).values(), default=1) for day in days)
    assert 2 < highest <= LARGEST_PRODUCT


def test_every_bundled_stage_calls_its_factor_a_proposal_and_says_where_to_check_it() -> None:
    for phase in load_phases(load_config()):
        assert phase.reason.startswith("usulan: ")
        assert "periksa" in phase.source


def test_the_sources_are_credited() -> None:
    text = (DATA / "CREDITS.md").read_text(encoding="utf-8")
    assert "cahyadsn/wilayah_boundaries" in text
    assert "Copyright (c) 2024 Cahya DSN" in text
    assert "The above copyright notice and this permission notice shall be included" in text
    assert "Open Database License" in text


def test_rebuilding_the_boundaries_gives_the_same_bytes(real_data: Path, tmp_path: Path) -> None:
    copy = tmp_path / "project"
    (copy / "data").mkdir(parents=True)
    (copy / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "build_boundaries", copy / "scripts")
    shutil.copy(DATA / "jurisdictions.toml", copy / "data")
    script = copy / "scripts" / "build_boundaries"
    subprocess.run([sys.executable, str(script), str(real_data)], check=True)
    built = ["gazetteer.csv", "main_roads.csv", *(f"boundaries/{d}.geojson" for d in DISTRICTS)]
    for name in built:
        assert (copy / "data" / name).read_bytes() == (DATA / name).read_bytes(), name


def test_build_boundaries_explains_itself_without_a_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "argv", ["build_boundaries"])
    with pytest.raises(SystemExit, match="scripts/build_boundaries FOLDER"):
        runpy.run_path(str(ROOT / "scripts" / "build_boundaries"), run_name="__main__")
