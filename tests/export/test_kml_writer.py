"""KML and KMZ hold the plan's names, places and times, and other programs read them.

Read by fastkml, by GDAL and, where it is there, by ogrinfo, whose reader is Google's libkml. The
schema is that of the Open Geospatial Consortium, which fastkml brings along.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

import pyogrio
import pytest
from fastkml import KML
from patrol_plan import make_patrol_plan
from PIL import Image
from plan_examples import NASTY_NAMES, make_plan_example
from shift_inputs import make_blocks
from two_patrols_plan import make_patrol_plan as make_two_patrols

from routeplan.export.content.reader import PlanReader, number_stops
from routeplan.export.content.tracks import trace_rounds
from routeplan.export.formats import ExportOptions
from routeplan.export.writers.kml import make_kml, render_kml
from routeplan.export.writers.kmz import make_kmz
from routeplan.i18n import use_language
from routeplan.model import Plan
from routeplan.wording import sample_warning

PLANS = (make_plan_example, make_patrol_plan, make_two_patrols)
NS = {"k": "http://www.opengis.net/kml/2.2", "gx": "http://www.google.com/kml/ext/2.2"}


def read_document(text: str) -> Any:
    """Return a document as fastkml reads it."""
    declaration, _end, content = text.partition("\n")
    assert declaration == '<?xml version="1.0" encoding="UTF-8"?>'
    (document,) = KML.from_string(content).features
    return document


def read_folders(plan: Plan) -> list[Any]:
    return list(read_document(render_kml(plan)).features)


def list_placemarks(folder: Any, kind: str) -> list[Any]:
    return [item for item in folder.features if read_data(item).get("kind") == kind]


def read_data(placemark: Any) -> dict[str, str]:
    table = placemark.extended_data
    return {item.name: item.value for item in table.elements} if table else {}


def list_away(plan: Plan, number: int) -> list[tuple[str, Any]]:
    """Return titles and stops of a loop, as they are expected."""
    reader = PlanReader(plan)
    return [
        (" ".join(reader.title_stop(stop, n).split()), stop)
        for n, stop in number_stops(plan.loops[number].stops)
    ]


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def parse(plan: Plan) -> ET.Element:
    return ET.fromstring(render_kml(plan))


@pytest.mark.parametrize("make_plan", PLANS)
def test_the_file_is_valid_by_the_schema(make_plan: Callable[[], Plan], tmp_path: Path) -> None:
    xmllint = shutil.which("xmllint")
    if xmllint is None:
        pytest.skip("xmllint is not installed")
    path = tmp_path / "plan.kml"
    path.write_text(render_kml(make_plan(), network=make_blocks()), encoding="utf-8")
    with resources.as_file(resources.files("fastkml").joinpath("schema")) as folder:
        command = [
            xmllint,
            "--nonet",
            "--noout",
            "--schema",
            str(folder / "kml22gx.xsd"),
            str(path),
        ]
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize("make_plan", PLANS)
def test_fastkml_reads_the_stops_with_names_places_and_times(
    make_plan: Callable[[], Plan],
) -> None:
    plan = make_plan()
    for number, folder in enumerate(read_folders(plan)[: len(plan.loops)]):
        assert folder.name == plan.units[number].name
        read = list_placemarks(folder, "stop")
        away = list_away(plan, number)
        assert [item.name for item in read] == [title for title, _stop in away]
        for item, (_title, stop) in zip(read, away, strict=True):
            assert (item.geometry.x, item.geometry.y) == pytest.approx(
                (stop.lon, stop.lat), abs=5e-7
            )
            assert (item.begin.dt, item.end.dt) == (stop.arrive, stop.depart)


def test_gdal_reads_the_lines_of_each_unit(tmp_path: Path) -> None:
    plan, path = make_two_patrols(), tmp_path / "plan.kml"
    path.write_text(render_kml(plan), encoding="utf-8")
    names = [name for name, _type in pyogrio.list_layers(path)]
    assert names == ["Regu P", "Regu Q", "Not visited", "Areas, closed roads, boundary"]
    frame = pyogrio.read_dataframe(path, layer="Regu P")
    lines = frame[frame.geometry.geom_type == "LineString"]
    loop = plan.loops[0]
    driven = [leg for leg in loop.legs if leg.metres] + [s.drive for s in loop.stops if s.drive]
    expected = {tuple((round(x, 6), round(y, 6)) for x, y in leg.geometry) for leg in driven}
    assert expected <= {tuple(point[:2] for point in line.coords) for line in lines.geometry}


def test_googles_own_reader_reads_places_and_times(tmp_path: Path) -> None:
    ogr2ogr = shutil.which("ogr2ogr")
    if ogr2ogr is None or "LIBKML" not in run([ogr2ogr, "--formats"]).stdout:
        pytest.skip("ogr2ogr with libkml is not installed")
    plan, path, copy = make_two_patrols(), tmp_path / "plan.kml", tmp_path / "copy.geojson"
    path.write_text(render_kml(plan), encoding="utf-8")
    answer = run([ogr2ogr, "-f", "GeoJSON", str(copy), str(path), "Regu P"])
    assert answer.returncode == 0, answer.stderr
    features = json.loads(copy.read_text(encoding="utf-8"))["features"]
    read = [item for item in features if item["properties"].get("kind") == "stop"]
    for item, (title, stop) in zip(read, list_away(plan, 0), strict=True):
        assert item["properties"]["Name"] == title
        assert item["properties"]["begin"].startswith(f"{stop.arrive:%Y-%m-%dT%H:%M:%S}")
        assert item["geometry"]["coordinates"][:2] == pytest.approx((stop.lon, stop.lat), abs=1e-6)


@pytest.mark.parametrize("make_plan", PLANS)
def test_a_track_plays_each_round(make_plan: Callable[[], Plan]) -> None:
    plan = make_plan()
    tracks = parse(plan).findall(".//gx:Track", NS)
    rounds = [points for loop in plan.loops for points in trace_rounds(loop)]
    assert len(tracks) == len(rounds)
    for track, points in zip(tracks, rounds, strict=True):
        whens = [item.text for item in track.findall("k:when", NS)]
        places = [(item.text or "").split()[:2] for item in track.findall("gx:coord", NS)]
        assert whens == [point.moment.isoformat() for point in points]
        assert [(float(lon), float(lat)) for lon, lat in places] == [
            (point.lon, point.lat) for point in points
        ]


def test_nasty_names_are_text_in_names_and_balloons() -> None:
    plan = make_plan_example()
    names = [
        item.name for folder in read_folders(plan)[:3] for item in list_placemarks(folder, "stop")
    ]
    flat = [" ".join(name.split()) for name in NASTY_NAMES]
    assert [name.partition(". ")[2] for name in names] == flat
    # Balloons show HTML: line breaks are all the markup that a description has.
    texts = [item.text or "" for item in parse(plan).iter(f"{{{NS['k']}}}description")]
    assert any("&lt;img src=x" in text for text in texts)
    assert {tag for text in texts for tag in re.findall("<[^>]*>", text)} == {"<br>"}


def test_colours_are_written_as_kml_wants_them() -> None:
    colours = {item.text for item in parse(make_plan_example()).iter(f"{{{NS['k']}}}color")}
    # The first loop is #0072B2: blue, green, red behind the opacity.
    assert "ffb27200" in colours


def test_pins_have_the_colour_of_their_unit() -> None:
    pins = {
        style.get("id"): style.findtext("k:IconStyle/k:color", namespaces=NS)
        for style in parse(make_plan_example()).iter(f"{{{NS['k']}}}Style")
    }
    assert pins["pin-0072B2"] == "ffb27200"


def test_every_style_that_is_used_is_there() -> None:
    for text in (render_kml(make_patrol_plan(), network=make_blocks()), read_kmz()[1]):
        root = ET.fromstring(text)
        used = {(item.text or "")[1:] for item in root.iter(f"{{{NS['k']}}}styleUrl")}
        assert used == {item.get("id") for item in root.iter(f"{{{NS['k']}}}Style")}


def test_nothing_is_loaded_from_elsewhere() -> None:
    names = set(NS.values())
    for text in (render_kml(make_plan_example()), read_kmz()[1]):
        assert set(re.findall(r"https?://[^\"<\s]*", text)) == names
    assert not list(parse(make_plan_example()).iter(f"{{{NS['k']}}}href"))


def test_what_is_left_out_areas_closed_roads_and_the_boundary_have_their_folders() -> None:
    missed, ground = read_folders(make_two_patrols())[-2:]
    assert len(missed.features) == 5
    assert [read_data(item)["kind"] for item in ground.features] == ["area", "closure", "boundary"]


def test_closed_roads_are_lines_where_the_network_is_known() -> None:
    text = render_kml(make_patrol_plan(), network=make_blocks())
    (closure,) = list_placemarks(read_document(text).features[-1], "closure")
    assert closure.name == "Jembatan utara"
    assert "Line" in closure.geometry.geom_type


def test_eight_units_stay_within_the_ten_layers_of_my_maps() -> None:
    plan = make_two_patrols()
    assert len(read_folders(replace(plan, loops=plan.loops * 4))) == 10


def test_a_sample_warns_and_a_real_network_is_credited() -> None:
    real, sample = (
        read_document(render_kml(make_plan_example(kind=kind))) for kind in ("real", "sample")
    )
    assert "© OpenStreetMap contributors, ODbL" in real.description
    assert sample.description.startswith(sample_warning())


def test_folders_speak_the_language_in_use() -> None:
    with use_language("id"):
        assert "JARINGAN CONTOH" in render_kml(make_plan_example(kind="sample"))


def read_kmz() -> tuple[zipfile.ZipFile, str]:
    (file,) = make_kmz(make_patrol_plan(), ExportOptions())
    archive = zipfile.ZipFile(io.BytesIO(file.data))
    return archive, archive.read("doc.kml").decode("utf-8")


def list_icons(text: str) -> Iterator[str]:
    return (item.text or "" for item in ET.fromstring(text).iter(f"{{{NS['k']}}}href"))


def test_the_archive_holds_each_picture_that_its_document_names() -> None:
    archive, text = read_kmz()
    assert archive.namelist()[0] == "doc.kml"
    assert set(list_icons(text)) == set(archive.namelist()[1:])
    for name in archive.namelist()[1:]:
        picture = Image.open(io.BytesIO(archive.read(name)))
        assert (picture.format, picture.size) == ("PNG", (48, 48))


def test_pictures_of_different_numbers_differ() -> None:
    archive, _text = read_kmz()
    pictures = [archive.read(name) for name in archive.namelist()[1:]]
    assert len(set(pictures)) == len(pictures)


@pytest.mark.parametrize("make_file", [make_kml, make_kmz])
def test_the_same_plan_gives_the_same_bytes(make_file: Any) -> None:
    first, second = (list(make_file(make_plan_example(), ExportOptions())) for _ in range(2))
    assert first == second
