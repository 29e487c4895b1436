"""Roads, areas, breaks, meetings and closures of a plan are on its map and beside it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import time
from typing import Any

import pytest
from patrol_plan import make_patrol_plan
from shift_inputs import make_blocks

from routeplan.export import render_map
from routeplan.export.content.details import describe_hotspot
from routeplan.export.content.reader import PlanReader, list_rounds, number_stops
from routeplan.export.webmap.mapdata import build_map_data
from routeplan.export.webmap.panel import build_page_context
from routeplan.i18n import use_language
from routeplan.model import ClockWindow, Closure, HourFactor, Plan, Unvisited

Data = dict[str, Any]


@pytest.fixture(scope="module")
def plan() -> Plan:
    return make_patrol_plan()


@pytest.fixture(scope="module")
def data(plan: Plan) -> Data:
    with use_language("en"):
        return build_map_data(plan, network=make_blocks())


def list_stops(data: Data, kind: str) -> list[Data]:
    return [stop for unit in data["units"] for stop in unit["stops"] if stop["kind"] == kind]


def leave_out(plan: Plan, part_id: str) -> Plan:
    """Return the plan as if a part had not been visited for want of time."""
    item = Unvisited(part_id.partition("/")[0], "no_time", {"missing_s": 60, "unit": "A"}, part_id)
    return replace(plan, unvisited=(*plan.unvisited, item))


def test_passes_and_sweeps_are_lines_and_places_are_not(data: Data) -> None:
    assert {bool(stop.get("drive")) for stop in list_stops(data, "dwell")} == {False}
    drives = [stop["drive"] for kind in ("pass", "sweep") for stop in list_stops(data, kind)]
    assert len(drives) == 4 + 2
    assert all(drive["points"] for drive in drives)


def test_the_popup_of_a_pass_tells_its_section_and_what_is_driven(data: Data) -> None:
    stop = list_stops(data, "pass")[0]
    assert stop["title"] == "1. Pasar sand, section km 0.0–0.5"
    rows = dict(stop["rows"])
    assert rows["Kind"] == "pass (melintas)"
    assert rows["Drives"] == "500 m, row 2"
    assert rows["Worth"] == "2.0"
    assert rows["In all"] == "4 of 4 visits"
    assert rows["Streets"] == "2.0 km of 2.0 km"


def test_repeated_visits_are_counted_in_the_order_of_time(plan: Plan, data: Data) -> None:
    market = [s for loop in plan.loops for s in loop.visits if s.hotspot_id == "market"]
    counted = [PlanReader(plan).count_visit(s) for s in sorted(market, key=lambda s: s.depart)]
    assert counted == ["1 of 3", "2 of 3", "3 of 3"]
    rows = [dict(s["rows"]) for s in list_stops(data, "dwell") if "market" in s["title"]]
    assert sorted(row["Visit"] for row in rows) == counted
    assert all("longest time without a visit" in row["Presence"] for row in rows)


def test_both_halves_of_a_meeting_name_the_other_unit_and_the_same_minute(data: Data) -> None:
    first, second = (dict(stop["rows"]) for stop in list_stops(data, "meeting"))
    assert (first["Unit"], first["Meets"]) == ("Regu A", "Regu B")
    assert (second["Unit"], second["Meets"]) == ("Regu B", "Regu A")
    assert first["Time"] == second["Time"]


def test_breaks_and_meetings_bear_no_number(plan: Plan, data: Data) -> None:
    assert [stop["number"] for stop in list_stops(data, "meeting")] == ["", ""]
    (rest,) = list_stops(data, "break")
    assert (rest["number"], rest["title"]) == ("", "break (istirahat): Polsek Contoh")
    numbers = [number for number, _stop in number_stops(plan.loops[0].stops) if number]
    assert numbers == ["1", "2", "3", "4", "5", "6", "7"]


def test_an_area_is_drawn_and_a_patrolled_road_is_drawn_by_its_passes(data: Data) -> None:
    (area,) = data["shapes"]
    assert (area["title"], area["area"]) == ("Pasar estate", True)


def test_a_road_that_nobody_can_patrol_is_drawn_as_the_user_drew_it(plan: Plan) -> None:
    bare = tuple(replace(rated, parts=()) for rated in plan.hotspots)
    data = build_map_data(replace(plan, hotspots=bare, loops=()))
    assert [item["title"] for item in data["shapes"]] == ["Pasar sand", "Pasar estate"]


def test_a_section_left_out_is_a_line_where_the_roads_are_known(plan: Plan) -> None:
    missed = leave_out(plan, "sand/3")
    item = build_map_data(missed, network=make_blocks())["unvisited"][-1]
    assert item["title"] == "Pasar sand, section km 1.0–1.5"
    assert "1 min too long" in dict(item["rows"])["Not visited"]
    # the middle of the third block of row 2: 1,250 m east, 1,000 m north
    assert item["at"] == [pytest.approx(0.008993, abs=1e-6), pytest.approx(113.011241, abs=1e-6)]
    assert item["points"]
    without_roads = build_map_data(missed)["unvisited"][-1]
    assert "points" not in without_roads


def test_a_closed_road_is_drawn_with_its_reason_and_the_vehicles(data: Data) -> None:
    (closure,) = data["closures"]
    assert closure["title"] == "Jembatan utara"
    assert closure["rows"][:2] == [("Closed to", "car (R4)"), ("Reason", "jembatan rusak")]
    assert closure["points"]


def test_a_closed_bridge_is_marked_without_the_roads_too(plan: Plan) -> None:
    bridge = Closure("K2", "Jembatan", lon=113.01, lat=0.01, radius_m=30)
    (closure,) = build_map_data(replace(plan, closures=(bridge,)))["closures"]
    assert (closure["at"], closure["points"]) == ([0.01, 113.01], "")
    assert closure["rows"][0] == ("Closed to", "all vehicles")


def test_the_panel_tells_what_a_plan_is_for_and_what_it_reaches(plan: Plan) -> None:
    page = " ".join(re.sub(r"<[^>]+>", " ", render_map(plan)).split())
    assert "Truk Pasir Kami menjaga jalan tambang." in page
    assert "Worth 39.7 of 55.7." in page
    assert "Active time on duty: from 6% to 14% by unit." in page
    assert "only 40% of the visits, 90% wished for." in page
    assert "Jembatan utara: closed to car (R4) (jembatan rusak)." in page
    # from 03:32:17, when car B leaves the market, to 07:00
    assert "3 of 3 visits, longest time without a visit 3 h 28 min" in page


def test_kilometres_outside_the_jurisdiction_are_told_only_where_there_are_any(plan: Plan) -> None:
    assert "outside the units" not in render_map(plan)
    far = replace(plan, totals=replace(plan.totals, outside_m=2300))
    assert "2.3 km are driven outside" in render_map(far)


def test_the_itinerary_tells_kinds_meetings_and_waiting(plan: Plan) -> None:
    cards = build_page_context(plan)["cards"]
    lines = {line.kind: line for line in cards[0].lines}
    assert lines["sweep"].notes.startswith("sweep (penyisiran) · ")
    assert lines["meeting"].notes == "meets Regu B"
    assert lines["break"].notes == "break (istirahat) · waits 1 h 43 min"
    assert [line.position for line in cards[0].lines] == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0]


def test_the_legend_says_where_what_is_left_out_is_only_a_part(plan: Plan) -> None:
    assert build_map_data(plan)["labels"]["unvisited"] == "Not visited"
    partly = build_map_data(leave_out(plan, "sand/3"))
    assert partly["labels"]["unvisited"] == "Not or only partly visited"


def test_the_parts_of_a_hotspot_left_out_stand_under_its_name(plan: Plan) -> None:
    missed = leave_out(leave_out(plan, "sand/3"), "sand/4")
    (whole, _mill_and_bank), (heading, (road,)) = build_page_context(missed)["left_out"]
    assert (whole, heading) == ("Not visited", "Partly visited")
    assert road.name == "Pasar sand"
    assert road.items == (2, 3)
    assert [part for part, _reason in road.texts] == ["section km 1.0–1.5", "section km 1.5–2.0"]


def test_every_departure_from_the_base_is_told(plan: Plan) -> None:
    loop = plan.loops[2]
    middle = replace(loop.stops[0], arrive=loop.stops[1].depart, depart=loop.stops[1].depart)
    stops = (*loop.stops[:2], middle, *loop.stops[2:])
    twice = replace(loop, stops=stops, legs=(*loop.legs, loop.legs[-1]))
    assert len(list_rounds(twice)) == 2
    data = build_map_data(replace(plan, loops=(twice,)))
    names = [name for name, _value in data["units"][0]["base"]["rows"]]
    assert (names.count("Leaves"), names.count("Back")) == (2, 2)
    (card,) = build_page_context(replace(plan, loops=(twice,)))["cards"]
    assert [line.notes for line in card.lines if line.kind == "base"] == [
        "", "back at the base", "",
    ]  # fmt: skip


def test_of_repeated_visits_left_out_it_is_told_how_many(plan: Plan) -> None:
    item = Unvisited("market", "no_time", {"missing_s": 60, "unit": "A"}, "market", visits=2)
    assert PlanReader(plan).name_left_out(item) == "2 of 3 visits"
    once = Unvisited("lane", "no_time", {"missing_s": 60, "unit": "A"}, "lane")
    assert PlanReader(plan).name_left_out(once) == ""


def test_the_popup_of_a_hotspot_tells_what_the_user_asks_for(plan: Plan) -> None:
    rated = PlanReader(plan).hotspots["market"]
    spot = replace(
        rated.hotspot, windows=(ClockWindow(time(23), time(4)),), required=True, unit="A",
        appointment=time(0, 30),
    )  # fmt: skip
    hours = (HourFactor(ClockWindow(time(1), time(3)), 1.5, "truk"),)
    asked = replace(rated, hotspot=spot, hours=hours, programmes=("truk", "other"))
    rows = dict(describe_hotspot(asked, PlanReader(plan)))
    assert rows["Hours"] == "23:00-04:00"
    assert rows["Required"] == "yes"
    assert rows["Only for unit"] == "Regu A"
    assert rows["Appointment"] == "00:30"
    assert rows["By the hour"] == "01:00-03:00 × 1.50 (truk)"
    assert rows["Programme"] == "Truk Pasir, other"
    assert "Required" not in dict(describe_hotspot(rated, PlanReader(plan)))
