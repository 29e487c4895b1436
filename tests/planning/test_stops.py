"""Stops of every kind: repeats, passes, sweeps, appointments, breaks, meetings, returns."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from itertools import pairwise
from typing import Any

import pytest
import shapely
from grids import place_at
from shift_inputs import make_hotspot, make_inputs, make_unit
from shift_plans import insert_greedily

from routeplan.areas.districts import Area, Kecamatan
from routeplan.model import (
    Break,
    ClockWindow,
    Loop,
    Meeting,
    MeetingPlace,
    Plan,
    Shape,
    Stop,
)


def draw(kind: str, *corners: tuple[float, float]) -> dict[str, Any]:
    """Return a GeoJSON line or ring through places in metres."""
    points = [list(place_at(*corner)) for corner in corners]
    return {"type": kind, "coordinates": points if kind == "LineString" else [points]}


# Row 2 is a road to patrol in both directions, the streets around (1500, 250) are an area.
ROAD = Shape("line", draw("LineString", (0, 1000), (2000, 1000)))
AREA = Shape(
    "area", draw("Polygon", (900, -100), (2100, -100), (2100, 600), (900, 600), (900, -100))
)
SPOTS = (
    make_hotspot("market", 750, 20, level="sangat_rawan"),
    make_hotspot("road", 0, 1000, shape=ROAD, both_directions=True),
    make_hotspot("zone", 1500, 0, shape=AREA, dwell_min=20),
    make_hotspot("hall", 1500, 2000, appointment=time(1, 10)),
)
AT_BASE = Break(ClockWindow(time(2), time(4)), 30)
AWAY = Break(ClockWindow(time(3), time(4)), 20, "Warung", *place_at(1000, 2000))
UNITS = (
    make_unit("A", 250, -30, base="Polres", breaks=(AT_BASE,), max_stops=4, loops=3),
    make_unit("B", 2000, 2000, "R2", breaks=(AWAY,)),
)
MEETING = Meeting(
    "M1", "Titik singgung", ("A", "B"), ClockWindow(time(1, 30), time(3)), 10,
    (MeetingPlace("Balai", *place_at(1000, 1000)),),
)  # fmt: skip


@pytest.fixture(scope="module")
def plan() -> Plan:
    plan, _ready, _solution = insert_greedily(
        replace(make_inputs(SPOTS, UNITS), meetings=(MEETING,))
    )
    return plan


def list_stops(plan: Plan, kind: str) -> list[tuple[Loop, Stop]]:
    return [(loop, stop) for loop in plan.loops for stop in loop.stops if stop.kind == kind]


def test_a_pass_is_driven_along_its_segment_at_patrol_speed(plan: Plan) -> None:
    # 500 m at 20 km/h are 90 s; row 2 has the edges 9 to 12, from west to east
    passes = [stop for _loop, stop in list_stops(plan, "pass")]
    assert {stop.part_id for stop in passes} == {f"road/{n}{way}" for n in "1234" for way in "<>"}
    for stop in passes:
        assert stop.drive is not None
        assert (stop.dwell_s, stop.drive.seconds, stop.drive.metres) == (90, 90, 500)
        assert stop.drive.streets == ("row 2",)
        number = int(str(stop.part_id)[-2])
        assert stop.drive.edges == ((8 + number) * (1 if str(stop.part_id)[-1] == ">" else -1),)
        begin = place_at(500 * (number - (str(stop.part_id)[-1] == ">")), 1000)
        assert (stop.road_lon, stop.road_lat) == pytest.approx(begin, abs=2e-6)
        assert (stop.lon, stop.lat, stop.off_road_m) == (stop.road_lon, stop.road_lat, 0)


def test_a_sweep_ends_where_it_begins_and_takes_as_long_as_its_drive(plan: Plan) -> None:
    ((_loop, stop),) = list_stops(plan, "sweep")
    assert stop.drive is not None
    assert stop.drive.geometry[0] == stop.drive.geometry[-1] == (stop.road_lon, stop.road_lat)
    assert stop.dwell_s == stop.drive.seconds <= 20 * 60
    assert stop.drive.metres > 0


def test_the_way_goes_on_where_a_stop_ends(plan: Plan) -> None:
    for loop in plan.loops:
        for (here, there), leg in zip(pairwise(loop.stops), loop.legs, strict=True):
            end = here.drive.geometry[-1] if here.drive else (here.road_lon, here.road_lat)
            assert leg.geometry[0] == end
            assert leg.geometry[-1] == (there.road_lon, there.road_lat)
            assert there.arrive == here.depart + timedelta(seconds=leg.seconds)


def test_units_that_meet_stand_at_one_place_in_the_same_minutes(plan: Plan) -> None:
    (loop_a, first), (loop_b, second) = list_stops(plan, "meeting")
    assert (loop_a.unit_id, loop_b.unit_id) == ("A", "B")
    for stop in (first, second):
        assert (stop.name, stop.meeting_id, stop.hotspot_id) == ("Balai", "M1", None)
        assert (stop.lon, stop.lat) == place_at(1000, 1000)
        assert stop.dwell_s == 600
    assert first.depart == second.depart
    assert time(1, 40) <= first.depart.time() <= time(3, 10)


def test_a_break_is_taken_at_the_base_or_at_its_place_within_its_hours(plan: Plan) -> None:
    (loop_a, first), (loop_b, second) = list_stops(plan, "break")
    assert (loop_a.unit_id, first.name, first.dwell_s) == ("A", "Polres", 1800)
    assert (first.lon, first.lat) == place_at(250, -30)
    assert time(2) <= (first.depart - timedelta(minutes=30)).time() <= time(4)
    assert (loop_b.unit_id, second.name, second.dwell_s) == ("B", "Warung", 1200)
    assert (second.lon, second.lat) == place_at(1000, 2000)
    assert time(3) <= (second.depart - timedelta(minutes=20)).time() <= time(4)
    assert (loop_a.break_s, loop_b.break_s) == (1800, 1200)
    assert (first.hotspot_id, first.worth) == (None, 0.0)


def test_an_appointment_begins_at_its_minute(plan: Plan) -> None:
    (stop,) = [s for loop in plan.loops for s in loop.visits if s.hotspot_id == "hall"]
    assert f"{stop.depart - timedelta(seconds=stop.dwell_s):%H:%M:%S}" == "01:10:00"


def test_a_unit_whose_loop_is_full_comes_back_to_its_base_in_between(plan: Plan) -> None:
    (loop,) = (loop for loop in plan.loops if loop.unit_id == "A")
    between = [stop for stop in loop.stops[1:-1] if stop.kind == "base"]
    # at most three loops of four stops each
    assert 4 < len(loop.visits) <= 12
    assert 1 <= len(between) <= 2
    assert {(s.name, s.dwell_s, s.wait_s, s.worth) for s in between} == {("Polres", 0, 0, 0.0)}


def test_a_repeat_counts_less_the_worse_it_is_among_the_others(plan: Plan) -> None:
    # 8 x 2 for a market that is very vulnerable, then 0.6 of that each time, the first the most
    made = [stop for loop in plan.loops for stop in loop.visits if stop.hotspot_id == "market"]
    made.sort(key=lambda stop: stop.arrive)
    assert [stop.worth for stop in made] == pytest.approx([16 * 0.6**k for k in range(len(made))])
    assert len(made) == 4


def test_the_sums_of_a_loop_hold_what_is_driven_during_its_stops(plan: Plan) -> None:
    for loop in plan.loops:
        drives = [stop.drive for stop in loop.stops if stop.drive]
        assert loop.metres == sum(leg.metres for leg in (*loop.legs, *drives))
        assert loop.driving_s == sum(leg.seconds for leg in loop.legs)
        resting = sum(stop.dwell_s for stop in loop.stops if stop.kind == "break")
        assert loop.dwell_s + resting == sum(stop.dwell_s for stop in loop.stops)
    assert plan.totals.stops == 14
    assert plan.totals.visited == 4


def make_halves() -> Area:
    """Return the blocks as two kecamatan, with the border at 1000 m east."""
    west, east = (
        Kecamatan("", name, "Lumajang", shapely.box(*place_at(low, -500), *place_at(high, 2500)))
        for name, low, high in (("Barat", -500, 1000), ("Timur", 1000, 2500))
    )
    return Area("halves", "Two Halves", (west, east), shapely.union(west.polygon, east.polygon))


def test_metres_on_streets_outside_the_jurisdiction_are_told_with_its_outline() -> None:
    # out of the base at 1250 m east to 1000 m and back: 250 m each way on a street whose middle
    # lies at 1250 m; the streets farther west belong to the jurisdiction
    halves = make_halves()
    unit = make_unit("A", 1250, 0, jurisdiction=("Barat",))
    inputs = replace(make_inputs([make_hotspot("a", 250, 0)], [unit]), area=halves, district=halves)
    plan, _ready, _solution = insert_greedily(inputs)
    assert plan.loops[0].metres == pytest.approx(2000, abs=2)
    assert plan.loops[0].outside_m == plan.totals.outside_m == pytest.approx(500, abs=1)
    (outline,) = plan.area.outlines
    assert outline.kecamatan == "Barat"
    assert shapely.geometry.shape(outline.boundary).equals(halves.kecamatan[0].polygon)


def test_a_unit_responsible_for_all_drives_nowhere_outside() -> None:
    halves = make_halves()
    inputs = make_inputs([make_hotspot("a", 250, 0)], [make_unit("A", 1250, 0)])
    plan, _ready, _solution = insert_greedily(replace(inputs, area=halves, district=halves))
    assert plan.loops[0].outside_m == 0
    assert plan.area.outlines == ()
