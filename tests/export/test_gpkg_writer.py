"""The GeoPackage holds the plan's names, places and times, and a style for each of its layers.

QGIS itself does not run in tests: its styles are checked for what they name.
"""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyogrio
import pytest
from patrol_plan import make_patrol_plan
from plan_examples import NASTY_NAMES, make_plan_example
from shift_inputs import make_blocks
from two_patrols_plan import make_patrol_plan as make_two_patrols

from routeplan.export.content.reader import number_stops
from routeplan.export.formats import ExportOptions
from routeplan.export.writers.gpkg import make_gpkg
from routeplan.geo import LONLAT_CRS
from routeplan.i18n import use_language
from routeplan.model import Plan

PLANS = (make_plan_example, make_patrol_plan, make_two_patrols)
SLD = "{http://www.opengis.net/sld}"


def write_file(plan: Plan, folder: Path, **options: Any) -> Path:
    (file,) = make_gpkg(plan, ExportOptions(**options))
    path = folder / file.name
    path.write_bytes(file.data)
    return path


def ask(path: Path, question: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as database:
        return list(database.execute(question))


@pytest.mark.parametrize("make_plan", PLANS)
def test_stops_have_the_places_and_times_of_the_plan(
    make_plan: Callable[[], Plan], tmp_path: Path
) -> None:
    plan = make_plan()
    stops = [stop for loop in plan.loops for _n, stop in number_stops(loop.stops)]
    frame = pyogrio.read_dataframe(write_file(plan, tmp_path), layer="stops")
    assert frame.crs == LONLAT_CRS
    assert list(frame["begin"]) == [stop.arrive for stop in stops]
    assert list(frame["end"]) == [stop.depart for stop in stops]
    assert list(frame["dwell_s"]) == [stop.dwell_s for stop in stops]
    places = [(point.x, point.y) for point in frame.geometry]
    assert places == [(round(stop.lon, 6), round(stop.lat, 6)) for stop in stops]


@pytest.mark.parametrize("make_plan", PLANS)
def test_legs_and_drives_are_lines_along_the_roads(
    make_plan: Callable[[], Plan], tmp_path: Path
) -> None:
    plan = make_plan()
    legs = [leg for loop in plan.loops for leg in loop.legs if leg.metres]
    drives = [stop.drive for loop in plan.loops for stop in loop.stops if stop.drive]
    frame = pyogrio.read_dataframe(write_file(plan, tmp_path), layer="legs")
    for kind, expected in (("leg", legs), ("drive", drives)):
        rows = frame[frame["kind"] == kind]
        assert list(rows["metres"]) == [leg.metres for leg in expected]
        for line, leg in zip(rows.geometry, expected, strict=True):
            assert list(line.coords) == [(round(x, 6), round(y, 6)) for x, y in leg.geometry]


def test_every_hotspot_every_reason_and_every_unit_has_its_row(tmp_path: Path) -> None:
    plan = make_two_patrols()
    path = write_file(plan, tmp_path)
    counts = {
        name: pyogrio.read_info(path, layer=name)["features"]
        for name in ("boundary", "areas", "closures", "units", "hotspots", "not_visited", "bases")
    }
    assert counts == {
        "boundary": 1, "areas": 1, "closures": 1, "units": 2, "hotspots": 8, "not_visited": 5,
        "bases": 2,
    }  # fmt: skip
    hotspots = pyogrio.read_dataframe(path, layer="hotspots").set_index("hotspot")
    assert hotspots.loc["R", "visits"] == 2
    assert hotspots.loc["F", "visits"] == 0


def test_a_unit_is_one_line_of_a_part_for_each_round(tmp_path: Path) -> None:
    frame = pyogrio.read_dataframe(write_file(make_two_patrols(), tmp_path), layer="units")
    assert list(frame["name"]) == ["Regu P", "Regu Q"]
    assert list(frame["metres"]) == [8500, 2500]
    assert [len(line.geoms) for line in frame.geometry] == [2, 1]


def test_names_stay_as_they_are(tmp_path: Path) -> None:
    frame = pyogrio.read_dataframe(write_file(make_plan_example(), tmp_path), layer="stops")
    assert [name.partition(". ")[2] for name in frame["name"]] == list(NASTY_NAMES)


def test_half_a_letter_does_not_break_the_file(tmp_path: Path) -> None:
    plan = make_plan_example()
    plan = replace(plan, area=replace(plan.area, title="Polres \ud800 Contoh"))
    frame = pyogrio.read_dataframe(write_file(plan, tmp_path), layer="boundary")
    assert list(frame["name"]) == ["Polres ? Contoh"]


def test_closed_roads_are_lines_where_the_network_is_known(tmp_path: Path) -> None:
    path = write_file(make_patrol_plan(), tmp_path, network=make_blocks())
    (line,) = pyogrio.read_dataframe(path, layer="closures").geometry
    assert line.geom_type == "MultiLineString"


def test_each_layer_has_a_default_style_that_draws_its_features(tmp_path: Path) -> None:
    path = write_file(make_two_patrols(), tmp_path)
    rows = ask(path, "SELECT f_table_name, styleQML, styleSLD, useAsDefault FROM layer_styles")
    tables = [name for name, _type in pyogrio.list_layers(path) if name != "layer_styles"]
    assert [name for name, *_rest in rows] == tables
    for name, qml, sld, is_default in rows:
        fields = set(pyogrio.read_info(path, layer=name)["fields"])
        style = ET.fromstring(qml)
        assert is_default == 1
        assert style.findall("renderer-v2/rules/rule")
        assert {item.get("fieldName") for item in style.iter("text-style")} <= fields
        named = {i.get("value") for i in style.iter("Option") if i.get("name") == "field"}
        assert named <= {"colour"} <= fields
        assert ET.fromstring(sld).findtext(f"{SLD}NamedLayer/{SLD}Name") == name


def test_the_file_names_the_source_of_the_roads(tmp_path: Path) -> None:
    path = write_file(make_plan_example(), tmp_path)
    abouts = {about for (about,) in ask(path, "SELECT description FROM gpkg_contents")}
    assert len(abouts) == 1
    assert "© OpenStreetMap contributors, ODbL" in abouts.pop()


def test_a_sample_warns_in_the_language_in_use(tmp_path: Path) -> None:
    with use_language("id"):
        path = write_file(make_plan_example(kind="sample"), tmp_path)
    (about,) = ask(path, "SELECT description FROM gpkg_contents")[0]
    assert about.startswith("JARINGAN CONTOH")


def test_ogrinfo_finds_the_layers_without_a_warning(tmp_path: Path) -> None:
    ogrinfo = shutil.which("ogrinfo")
    if ogrinfo is None:
        pytest.skip("ogrinfo is not installed")
    path = write_file(make_two_patrols(), tmp_path)
    command = [ogrinfo, "-ro", "-q", "-al", str(path)]
    answer = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.count("OGRFeature(stops)") == 9


def test_the_wall_clock_is_nowhere_in_the_file(tmp_path: Path) -> None:
    path = write_file(make_plan_example(), tmp_path)
    moments = ask(path, "SELECT last_change FROM gpkg_contents")
    moments += ask(path, "SELECT update_time FROM layer_styles")
    assert set(moments) == {("2024-11-20T16:00:00.000Z",)}


def test_the_same_plan_gives_the_same_bytes() -> None:
    first, second = (list(make_gpkg(make_plan_example(), ExportOptions())) for _ in range(2))
    assert first == second
