"""What the map's search finds, and the weights that its layer of heat shows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from patrol_plan import make_patrol_inputs, make_patrol_plan
from plan_examples import NASTY_NAMES, SOUTH, STEP, WEST, make_plan_example

from routeplan.export.content.reader import PlanReader
from routeplan.export.webmap.heat import list_weights
from routeplan.export.webmap.search import list_finds
from routeplan.model import Plan, Unit


def find_all(plan: Plan, kind: str) -> list[dict[str, Any]]:
    return [find for find in list_finds(PlanReader(plan)) if find["kind"] == kind]


def test_visited_hotspots_lead_to_their_stop() -> None:
    finds = find_all(make_plan_example(), "hotspot")
    assert [find["name"] for find in finds] == list(NASTY_NAMES)
    assert [(find["unit"], find["stop"]) for find in finds] == [
        (0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1),
    ]  # fmt: skip
    assert finds[0]["about"] == "Pasar · Ds. Contoh, Kec. Contoh"


def test_a_hotspot_visited_several_times_leads_to_its_first_visit() -> None:
    plan = make_patrol_plan()
    (market,) = (find for find in find_all(plan, "hotspot") if find["name"] == "Pasar market")
    loop = plan.loops[market["unit"]]
    stop = [stop for stop in loop.stops if stop.kind != "base"][market["stop"]]
    visits = [s for loop in plan.loops for s in loop.visits if s.hotspot_id == "market"]
    assert len(visits) > 1
    assert stop.arrive == min(visit.arrive for visit in visits)


def test_hotspots_that_stay_out_are_marked_and_lead_to_their_reason() -> None:
    plan = make_plan_example()
    finds = find_all(plan, "missed")
    assert [find["missed"] for find in finds] == list(range(len(plan.unvisited)))
    assert all(find["about"].endswith(" · not visited") for find in finds)


def test_villages_are_found_at_the_middle_of_their_hotspots() -> None:
    # Six visited hotspots in columns 1, 2, 3, 4, 1, 2 and rows 1, 1, 2, 2, 3, 3, and twelve
    # others all in column 3 and row 6: 49 / 18 columns and 84 / 18 rows on the mean.
    (village,) = find_all(make_plan_example(), "village")
    assert village["name"] == "Contoh"
    assert village["about"] == "village in Contoh · approximate place"
    assert village["at"] == pytest.approx([SOUTH + STEP * 84 / 18, WEST + STEP * 49 / 18], abs=1e-5)


def test_a_village_without_hotspots_is_found_where_a_leg_goes_through_it() -> None:
    plan = make_plan_example()
    loop = plan.loops[0]
    leg = replace(loop.legs[0], villages=("Awal, Contoh", "Jauh, Tempeh", "Akhir, Contoh"))
    plan = replace(plan, loops=(replace(loop, legs=(leg, *loop.legs[1:])), *plan.loops[1:]))
    finds = {find["name"]: find["at"] for find in find_all(plan, "village")}
    lon, lat = leg.geometry[1]  # the middle of three points, for the middle of three villages
    assert finds["Jauh"] == pytest.approx([lat, lon], abs=1e-5)


def test_streets_are_found_once() -> None:
    (street,) = find_all(make_plan_example(), "street")
    assert street["name"] == "Jalan Raya"
    assert street["about"] == "street · approximate place"


def test_units_are_found_and_those_without_a_loop_at_their_base() -> None:
    idle = Unit("r9", "Regu cadangan", "R2", 113.135, -8.205, base="Pos")
    plan = make_plan_example()
    finds = find_all(replace(plan, units=(*plan.units, idle)), "unit")
    assert [find.get("unit") for find in finds] == [0, 1, 2, None]
    assert finds[-1] == {
        "name": "Regu cadangan", "kind": "unit", "about": "Pos", "at": [-8.205, 113.135],
    }  # fmt: skip


def test_a_place_carries_its_whole_risk_whether_it_is_visited_or_not() -> None:
    plan = make_plan_example()
    points = list_weights(PlanReader(plan), network=None)
    assert len(points) == len(plan.hotspots)
    assert points[0] == (SOUTH + STEP, WEST + STEP, 8.0)
    assert {weight for _lat, _lon, weight in points} == {8.0}


def test_a_hotspot_without_risk_carries_nothing() -> None:
    plan = make_plan_example()
    first, *others = plan.hotspots
    plan = replace(plan, hotspots=(replace(first, risk=0.0), *others))
    assert len(list_weights(PlanReader(plan), network=None)) == len(others)


@pytest.mark.parametrize("knows_roads", [True, False])
def test_a_road_carries_its_risk_along_its_course(knows_roads: bool) -> None:
    # The sand road runs along row 2 for 2 km: two points 250 m apart in each of four sections.
    plan = make_patrol_plan()
    network = make_patrol_inputs().network if knows_roads else None
    road = next(rated for rated in plan.hotspots if rated.hotspot.id == "sand")
    points = list_weights(PlanReader(replace(plan, hotspots=(road,))), network=network)
    assert len(points) == 8
    assert {round(lat, 4) for lat, _lon, _weight in points} == {round(road.hotspot.lat, 4)}
    assert max(p[1] for p in points) - min(p[1] for p in points) > 0.0155  # 1750 m
    total = road.risk * sum(part.share for part in road.parts)
    assert sum(weight for *_place, weight in points) == pytest.approx(total, abs=0.02)


def test_an_area_carries_its_risk_on_its_streets() -> None:
    plan = make_patrol_plan()
    area = next(rated for rated in plan.hotspots if rated.hotspot.id == "estate")
    network = make_patrol_inputs().network
    points = list_weights(PlanReader(replace(plan, hotspots=(area,))), network=network)
    total = area.risk * sum(part.share for part in area.parts)
    assert len({lat for lat, _lon, _weight in points}) > 2
    assert sum(weight for *_place, weight in points) == pytest.approx(total, abs=0.05)
