"""GPX files hold the plan's places and times, by the rules of GPX 1.1, and other programs read them.

``tests/schemas/gpx11.xsd`` is the schema of https://www.topografix.com/GPX/1/1/gpx.xsd, unchanged.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import gpxpy
import gpxpy.gpx
import pytest
from lxml import etree
from patrol_plan import make_patrol_plan
from plan_examples import NASTY_NAMES, make_plan_example
from two_patrols_plan import make_patrol_plan as make_two_patrols

from routeplan.config import PaperRule
from routeplan.export.content.tracks import trace_drive, trace_rounds
from routeplan.export.formats import ExportOptions
from routeplan.export.writers.gpx import make_gpx
from routeplan.i18n import use_language
from routeplan.model import Plan
from routeplan.wording import describe_acting, sample_warning

SCHEMA = Path(__file__).parent.parent / "schemas" / "gpx11.xsd"
PLANS = (make_plan_example, make_patrol_plan, make_two_patrols)


def read_files(plan: Plan) -> list[gpxpy.gpx.GPX]:
    return [gpxpy.parse(file.data.decode("utf-8")) for file in make_gpx(plan, ExportOptions())]


def write_files(plan: Plan, folder: Path) -> list[Path]:
    paths = []
    for file in make_gpx(plan, ExportOptions()):
        paths.append(folder / file.name)
        paths[-1].write_bytes(file.data)
    return paths


def list_moments(segment: gpxpy.gpx.GPXTrackSegment) -> list[datetime]:
    return [point.time for point in segment.points if point.time is not None]


def run(command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def find_program(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is not installed")
    return path


def open_schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMA))


@pytest.mark.parametrize("make_plan", PLANS)
def test_files_are_valid_by_the_schema_of_gpx_1_1(make_plan: Callable[[], Plan]) -> None:
    schema = open_schema()
    for file in make_gpx(make_plan(), ExportOptions()):
        schema.assertValid(etree.fromstring(file.data))


def test_the_schema_refuses_what_gpx_1_1_does_not_know() -> None:
    schema = open_schema()
    good = next(iter(make_gpx(make_plan_example(), ExportOptions()))).data.decode("utf-8")
    broken = (
        good.replace('lat="-8.2"', 'lat="-98.2"'),
        good.replace("<rtept", "<trkpt").replace("</rtept", "</trkpt"),
        good.replace("<sym>Police Station</sym>", "<sym>Police Station</sym><desc>late</desc>"),
    )
    for text in broken:
        assert text != good
        assert not schema.validate(etree.fromstring(text.encode()))


@pytest.mark.parametrize("make_plan", PLANS)
def test_waypoints_are_the_stops_with_the_times_of_the_plan(make_plan: Callable[[], Plan]) -> None:
    plan = make_plan()
    for loop, gpx in zip(plan.loops, read_files(plan), strict=True):
        away = [stop for stop in loop.stops if stop.kind != "base"]
        base, *places = gpx.waypoints
        assert base.time == loop.stops[0].depart
        assert [point.time for point in places] == [stop.arrive for stop in away]
        for point, stop in zip(places, away, strict=True):
            assert point.longitude == pytest.approx(stop.lon, abs=5e-7)
            assert point.latitude == pytest.approx(stop.lat, abs=5e-7)


@pytest.mark.parametrize("make_plan", PLANS)
def test_the_route_leads_from_stop_to_stop_on_the_road(make_plan: Callable[[], Plan]) -> None:
    plan = make_plan()
    for loop, gpx in zip(plan.loops, read_files(plan), strict=True):
        (route,) = gpx.routes
        assert [point.time for point in route.points] == [stop.arrive for stop in loop.stops]
        for point, stop in zip(route.points, loop.stops, strict=True):
            assert point.longitude == pytest.approx(stop.road_lon, abs=5e-7)
            assert point.latitude == pytest.approx(stop.road_lat, abs=5e-7)


@pytest.mark.parametrize("make_plan", PLANS)
def test_the_times_of_the_track_never_decrease(make_plan: Callable[[], Plan]) -> None:
    for gpx in read_files(make_plan()):
        moments = [moment for segment in gpx.tracks[0].segments for moment in list_moments(segment)]
        assert len(moments) > 4
        assert all(before <= after for before, after in pairwise(moments))


@pytest.mark.parametrize("make_plan", PLANS)
def test_the_track_is_at_every_stop_when_the_unit_comes_and_when_it_leaves(
    make_plan: Callable[[], Plan],
) -> None:
    plan = make_plan()
    for loop in plan.loops:
        points = {
            (point.lon, point.lat, point.moment) for part in trace_rounds(loop) for point in part
        }
        for stop in loop.stops:
            place = (round(stop.road_lon, 6), round(stop.road_lat, 6))
            assert (*place, stop.arrive.astimezone(UTC)) in points
            end = stop.drive.geometry[-1] if stop.drive else place
            leaves = (round(end[0], 6), round(end[1], 6), stop.depart.astimezone(UTC))
            assert leaves in points


def test_a_drive_takes_its_time_by_the_distance() -> None:
    # A quarter of the way north, then the rest: 25 of 100 s.
    line = ((113.0, -8.0), (113.0, -7.99), (113.0, -7.96))
    start = datetime(2024, 11, 20, 23, 0, tzinfo=UTC)
    points = list(trace_drive(line, start, start.replace(minute=1, second=40)))
    assert [(point.moment - start).total_seconds() for point in points] == [0, 25, 100]


def test_a_unit_that_leaves_twice_has_two_segments_that_begin_and_end_at_its_base() -> None:
    plan = make_two_patrols()
    first, second = trace_rounds(plan.loops[0])
    base = plan.loops[0].stops[0]
    place = (round(base.road_lon, 6), round(base.road_lat, 6))
    ends = [(point.lon, point.lat) for part in (first, second) for point in (part[0], part[-1])]
    assert ends == [place] * 4


def test_what_is_driven_during_a_sweep_is_part_of_the_track() -> None:
    loop = make_two_patrols().loops[0]
    sweep = next(stop for stop in loop.stops if stop.kind == "sweep")
    assert sweep.drive is not None
    driven = {(round(lon, 6), round(lat, 6)) for lon, lat in sweep.drive.geometry}
    during = {
        (point.lon, point.lat)
        for part in trace_rounds(loop)
        for point in part
        if sweep.arrive <= point.moment <= sweep.depart
    }
    assert driven <= during


def test_nasty_names_come_back_as_they_were_on_one_line() -> None:
    names = [point.name for gpx in read_files(make_plan_example()) for point in gpx.waypoints[1:]]
    numbered = [(n % 2 + 1, name) for n, name in enumerate(NASTY_NAMES)]
    assert names == [f"{number}. {' '.join(name.split())}" for number, name in numbered]


def test_characters_that_xml_forbids_are_left_out() -> None:
    plan = make_plan_example()
    loop = plan.loops[0]
    stops = tuple(replace(stop, name="Pa\x00sar\x1b\ud800 Kunir") for stop in loop.stops)
    plan = replace(plan, loops=(replace(loop, stops=stops),))
    assert read_files(plan)[0].waypoints[1].name == "1. Pasar Kunir"


def test_the_description_says_what_there_is_to_know() -> None:
    text = read_files(make_two_patrols())[0].waypoints[3].description or ""
    assert "Time: 23:36 – 23:50" in text
    assert "Stay: 10 min\nWait: 4 min" in text
    assert "Appointment: 23:40" in text
    assert text.endswith(describe_acting("dialogis"))


def test_the_users_own_words_say_how_to_act() -> None:
    own = ExportOptions(papers=PaperRule(acting={"dialogis": "Sapa warga."}))
    file = next(iter(make_gpx(make_two_patrols(), own)))
    text = gpxpy.parse(file.data.decode("utf-8")).waypoints[1].description or ""
    assert text.endswith("Sapa warga.")


def test_source_and_licence_stand_in_the_file_and_a_sample_warns() -> None:
    real, sample = (read_files(make_plan_example(kind=kind))[0] for kind in ("real", "sample"))
    assert "© OpenStreetMap contributors, ODbL" in (real.description or "")
    assert real.copyright_author == "OpenStreetMap contributors"
    assert (sample.description or "").startswith(sample_warning())
    assert sample.copyright_author is None
    assert real.time == make_plan_example().shift.start


def test_the_same_plan_gives_the_same_bytes() -> None:
    first, second = (list(make_gpx(make_plan_example(), ExportOptions())) for _ in range(2))
    assert [file.name for file in first] == ["unit-1.gpx", "unit-2.gpx", "unit-3.gpx"]
    assert first == second


def test_the_file_speaks_the_language_in_use() -> None:
    with use_language("id"):
        gpx = read_files(make_plan_example(kind="sample"))[0]
        assert (gpx.description or "").startswith("JARINGAN CONTOH")


def test_gpsbabel_reads_places_and_times(tmp_path: Path) -> None:
    gpsbabel, plan = find_program("gpsbabel"), make_two_patrols()
    (path, *_more), table = write_files(plan, tmp_path), tmp_path / "places.csv"
    answer = run([gpsbabel, "-i", "gpx", "-f", path, "-o", "unicsv,utc=0", "-F", table])
    assert answer.returncode == 0, answer.stderr
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    away = [stop for stop in plan.loops[0].stops if stop.kind != "base"]
    assert len(rows) == 1 + len(away)
    for row, stop in zip(rows[1:], away, strict=True):
        assert float(row["Longitude"]) == pytest.approx(stop.lon, abs=1e-6)
        assert float(row["Latitude"]) == pytest.approx(stop.lat, abs=1e-6)
        day = row["Date"].replace("/", "-")
        assert datetime.fromisoformat(f"{day}T{row['Time']}+00:00") == stop.arrive


def test_gpsbabel_passes_the_track_on_unchanged(tmp_path: Path) -> None:
    gpsbabel = find_program("gpsbabel")
    path, copy = write_files(make_two_patrols(), tmp_path)[0], tmp_path / "copy.gpx"
    answer = run([gpsbabel, "-t", "-i", "gpx", "-f", path, "-o", "gpx", "-F", copy])
    assert answer.returncode == 0, answer.stderr
    ours, theirs = (gpxpy.parse(file.read_text(encoding="utf-8")) for file in (path, copy))
    assert list_points(ours) == list_points(theirs)


def list_points(gpx: gpxpy.gpx.GPX) -> list[tuple[float, float, datetime | None]]:
    return [
        (point.longitude, point.latitude, point.time)
        for segment in gpx.tracks[0].segments
        for point in segment.points
    ]
