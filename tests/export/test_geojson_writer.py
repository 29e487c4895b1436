"""GeoJSON keeps RFC 7946 and the plan's names, places and times; a style for QGIS is beside it.

QGIS itself does not run in tests: its style is checked for what it names.
"""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from patrol_plan import make_patrol_plan
from plan_examples import NASTY_NAMES, make_plan_example
from shapely.geometry import shape
from shift_inputs import make_blocks
from two_patrols_plan import make_patrol_plan as make_two_patrols

from routeplan.export.content.reader import number_stops
from routeplan.export.formats import ExportOptions
from routeplan.export.writers.geojson import make_geojson
from routeplan.i18n import use_language
from routeplan.model import Plan
from routeplan.wording import sample_warning

PLANS = (make_plan_example, make_patrol_plan, make_two_patrols)


def read_collection(plan: Plan, **options: Any) -> dict[str, Any]:
    file, _style = make_geojson(plan, ExportOptions(**options))
    collection: dict[str, Any] = json.loads(file.data)
    return collection


def list_kind(collection: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [item for item in collection["features"] if item["properties"]["kind"] == kind]


def read_style() -> ET.Element:
    _file, style = make_geojson(make_plan_example(), ExportOptions())
    return ET.fromstring(style.data)


@pytest.mark.parametrize("make_plan", PLANS)
def test_stops_have_the_places_and_times_of_the_plan(make_plan: Callable[[], Plan]) -> None:
    plan = make_plan()
    stops = [stop for loop in plan.loops for _n, stop in number_stops(loop.stops)]
    found = list_kind(read_collection(plan), "stop")
    for item, stop in zip(found, stops, strict=True):
        properties = item["properties"]
        assert item["geometry"]["type"] == "Point"
        assert item["geometry"]["coordinates"] == [round(stop.lon, 6), round(stop.lat, 6)]
        times = [datetime.fromisoformat(properties[key]) for key in ("begin", "end")]
        assert times == [stop.arrive, stop.depart]
        assert properties["begin"].endswith("+07:00")
        assert properties["dwell_s"] == stop.dwell_s


@pytest.mark.parametrize("make_plan", PLANS)
def test_legs_and_drives_are_lines_along_the_roads(make_plan: Callable[[], Plan]) -> None:
    plan, collection = make_plan(), read_collection(make_plan())
    legs = [leg for loop in plan.loops for leg in loop.legs if leg.metres]
    drives = [stop.drive for loop in plan.loops for stop in loop.stops if stop.drive]
    for kind, expected in (("leg", legs), ("drive", drives)):
        for item, leg in zip(list_kind(collection, kind), expected, strict=True):
            line = [[round(lon, 6), round(lat, 6)] for lon, lat in leg.geometry]
            assert item["geometry"] == {"type": "LineString", "coordinates": line}
            assert item["properties"]["metres"] == leg.metres


@pytest.mark.parametrize("make_plan", PLANS)
def test_geometries_are_valid_and_outer_rings_run_counterclockwise(
    make_plan: Callable[[], Plan],
) -> None:
    for item in read_collection(make_plan())["features"]:
        geometry = shape(item["geometry"])
        assert geometry.is_valid
        if geometry.geom_type == "Polygon":
            assert geometry.exterior.is_ccw


def test_a_boundary_drawn_clockwise_is_turned() -> None:
    plan = make_plan_example()
    (ring,) = plan.area.boundary["coordinates"]
    area = replace(plan.area, boundary={"type": "Polygon", "coordinates": [ring[::-1]]})
    (boundary,) = list_kind(read_collection(replace(plan, area=area)), "boundary")
    assert shape(boundary["geometry"]).exterior.is_ccw


def test_names_stay_as_they_are() -> None:
    names = [
        item["properties"]["name"]
        for item in list_kind(read_collection(make_plan_example()), "stop")
    ]
    assert [name.partition(". ")[2] for name in names] == list(NASTY_NAMES)


def test_half_a_letter_does_not_break_the_file() -> None:
    plan = make_plan_example()
    area = replace(plan.area, title="Polres \ud800 Contoh")
    (boundary,) = list_kind(read_collection(replace(plan, area=area)), "boundary")
    assert boundary["properties"]["name"] == "Polres ? Contoh"


def test_what_is_left_out_tells_its_reason() -> None:
    plan = make_plan_example()
    missed = list_kind(read_collection(plan), "not_visited")
    assert [item["properties"]["code"] for item in missed] == [i.reason for i in plan.unvisited]
    assert all(item["properties"]["reason"] for item in missed)


def test_streets_left_out_and_closed_are_lines_where_the_network_is_known() -> None:
    plan = make_patrol_plan()
    kinds = {
        item["geometry"]["type"]
        for item in list_kind(read_collection(plan, network=make_blocks()), "closure")
    }
    assert kinds == {"MultiLineString"}
    assert list_kind(read_collection(plan), "closure")[0]["geometry"]["type"] == "Point"


def test_areas_are_polygons() -> None:
    (area,) = list_kind(read_collection(make_two_patrols()), "area")
    assert area["geometry"]["type"] == "Polygon"
    assert area["properties"]["hotspot"] == "A"


def test_every_feature_has_its_colour_by_simplestyle() -> None:
    for item in read_collection(make_two_patrols())["features"]:
        key = "marker-color" if item["geometry"]["type"] == "Point" else "stroke"
        assert item["properties"][key].startswith("#")


def test_the_collection_names_source_and_licence_and_a_sample_warns() -> None:
    real = read_collection(make_plan_example())["routeplan"]
    sample = read_collection(make_plan_example(kind="sample"))["routeplan"]
    assert "© OpenStreetMap contributors, ODbL" in real["description"]
    assert real["licence"] == "https://opendatacommons.org/licenses/odbl/1-0/"
    assert sample["sample"] is True
    assert sample["description"].startswith(sample_warning())
    assert "licence" not in sample


def test_the_style_has_a_rule_for_every_kind_with_a_symbol_that_is_there() -> None:
    style = read_style()
    kinds = {item["properties"]["kind"] for item in read_collection(make_two_patrols())["features"]}
    rules = style.findall("renderer-v2/rules/rule")
    assert {rule.get("filter") for rule in rules} == {f"\"kind\" = '{kind}'" for kind in kinds}
    symbols = {item.get("name") for item in style.findall("renderer-v2/symbols/symbol")}
    assert {rule.get("symbol") for rule in rules} == symbols


def test_the_style_takes_colours_and_labels_from_fields_that_are_there() -> None:
    features = read_collection(make_two_patrols())["features"]
    fields = {key for item in features for key in item["properties"]}
    style = read_style()
    named = {item.get("value") for item in style.iter("Option") if item.get("name") == "field"}
    labels = {item.get("fieldName") for item in style.iter("text-style")}
    assert named == {"stroke", "marker-color"}
    assert named | labels <= fields


def test_the_style_speaks_the_language_in_use() -> None:
    with use_language("id"):
        rules = read_style().findall("renderer-v2/rules/rule")
    assert "Batas wilayah" in {rule.get("label") for rule in rules}


def test_the_same_plan_gives_the_same_bytes() -> None:
    first, second = (list(make_geojson(make_plan_example(), ExportOptions())) for _ in range(2))
    assert [file.name for file in first] == ["plan.geojson", "plan.qml"]
    assert first == second
