"""Loops with clock times, roads and names of places."""

from __future__ import annotations

from datetime import time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from grids import make_network, place_at
from shift_inputs import make_hotspot, make_inputs, make_unit, make_village

from routeplan.model import ClockWindow, Loop, Plan
from routeplan.planning.journeys import name_village
from routeplan.planning.pipeline import plan_shift

SPOTS = (
    make_hotspot("a", 750, 20),
    make_hotspot("b", 1980, 1250),
    make_hotspot("c", 500, 1730),
    make_hotspot("d", 700, 20),
)
JARIT = make_village("Jarit", "Candipuro", 1000, 0)
KUNIR = make_village("Kunir", "Kunir", 1500, 2000)


def make_loop(*hotspots: Any, **given: Any) -> Loop:
    (loop,) = plan_shift(make_inputs(hotspots or SPOTS, [make_unit("A", 250, -30)], **given)).loops
    return loop


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plan_shift(make_inputs(SPOTS, [make_unit("A", 250, -30, base="Polres")]))


@pytest.fixture
def loop(plan: Plan) -> Loop:
    return plan.loops[0]


def test_a_loop_begins_and_ends_at_the_base(loop: Loop) -> None:
    for stop in (loop.stops[0], loop.stops[-1]):
        assert (stop.kind, stop.hotspot_id, stop.name) == ("base", None, "Polres")
        assert (stop.lon, stop.lat) == place_at(250, -30)
        assert (stop.road_lon, stop.road_lat) == pytest.approx(place_at(250, 0), abs=2e-6)
        assert stop.off_road_m == 30
        assert (stop.dwell_s, stop.wait_s, stop.worth) == (0, 0, 0.0)
        assert stop.arrive == stop.depart


def test_a_base_without_a_name_is_called_like_its_unit() -> None:
    assert make_loop().stops[0].name == "Regu A"


def test_each_leg_runs_from_stop_to_stop(loop: Loop) -> None:
    for (start, end), leg in zip(pairwise(loop.stops), loop.legs, strict=True):
        assert leg.geometry[0] == (start.road_lon, start.road_lat)
        assert leg.geometry[-1] == (end.road_lon, end.road_lat)
        assert len(leg.geometry) >= 2


def test_the_clock_is_filled_by_driving_waiting_and_dwelling(loop: Loop) -> None:
    for (start, end), leg in zip(pairwise(loop.stops), loop.legs, strict=True):
        assert end.arrive == start.depart + timedelta(seconds=leg.seconds)
        assert end.depart == end.arrive + timedelta(seconds=end.wait_s + end.dwell_s)


def test_a_stop_tells_where_its_hotspot_is_and_where_its_road(loop: Loop) -> None:
    (stop,) = (stop for stop in loop.visits if stop.hotspot_id == "a")
    assert (stop.name, stop.kind, stop.dwell_s, stop.worth) == ("Pasar a", "dwell", 600, 8.0)
    assert (stop.lon, stop.lat) == place_at(750, 20)
    assert (stop.road_lon, stop.road_lat) == pytest.approx(place_at(750, 0), abs=2e-6)
    assert stop.off_road_m == 20


def test_the_sums_of_a_loop_are_those_of_its_legs_and_stops(loop: Loop) -> None:
    assert loop.metres == sum(leg.metres for leg in loop.legs)
    assert loop.driving_s == sum(leg.seconds for leg in loop.legs)
    assert loop.dwell_s == 600 * len(SPOTS)
    assert loop.worth == 8.0 * len(SPOTS)


def test_a_leg_names_its_streets_in_order() -> None:
    # 350 m to the west along row 0, then north along column 0, or round the other way
    (leg, _back) = make_loop(make_hotspot("n", 0, 900)).legs
    assert leg.streets == ("row 0", "column 0")
    assert leg.villages == ()


def test_a_leg_lists_the_edges_it_drives_with_their_direction() -> None:
    # rows are stored eastward: out along edge 1 (row 0), back against it
    out, back = make_loop(make_hotspot("x", 450, 0)).legs
    assert (out.edges, back.edges) == ((1,), (-1,))


def test_two_hotspots_at_one_spot_have_a_leg_that_goes_nowhere() -> None:
    loop = make_loop(make_hotspot("x", 750, 20), make_hotspot("y", 750, -20))
    leg = loop.legs[1]
    assert (leg.metres, leg.seconds, leg.edges, leg.streets) == (0, 0, (), ())
    assert len(set(leg.geometry)) == 1


def test_a_leg_lists_the_villages_it_comes_by_in_order() -> None:
    loop = make_loop(make_hotspot("e", 2000, 2000), villages=[JARIT, KUNIR])
    assert loop.legs[0].villages == ("Jarit, Candipuro", "Kunir, Kunir")
    assert loop.legs[1].villages == ("Kunir, Kunir", "Jarit, Candipuro")


def test_a_village_out_of_sight_is_not_named() -> None:
    far = make_village("Jauh", "Senduro", 0, -3200)
    loop = make_loop(make_hotspot("e", 0, 2000), villages=[far])
    assert all(leg.villages == () for leg in loop.legs)


def test_a_place_is_named_by_street_and_village() -> None:
    loop = make_loop(make_hotspot("x", 750, 20), villages=[JARIT])
    assert loop.visits[0].place == "row 0, Jarit, Candipuro"


def test_a_place_on_a_nameless_road_is_named_by_its_village_or_not_at_all() -> None:
    street = make_network({1: (0, 0), 2: (2000, 0)}, {10: ({"highway": "residential"}, [1, 2])})
    spot = make_hotspot("x", 750, 20)
    assert make_loop(spot, network=street, villages=[JARIT]).visits[0].place == "Jarit, Candipuro"
    assert make_loop(spot, network=street).visits[0].place == ""


def test_a_village_is_named_with_its_kecamatan() -> None:
    assert name_village(JARIT) == "Jarit, Candipuro"


def test_loops_stand_in_the_order_of_the_units_and_idle_ones_are_missing() -> None:
    units = [make_unit("B", vehicle="R2"), make_unit("C", vehicle="foot"), make_unit("A")]
    spots = [
        make_hotspot("car", 500, 0, access=("R4",)),
        make_hotspot("bike", 0, 500, access=("R2",)),
    ]
    loops = plan_shift(make_inputs(spots, units)).loops
    assert [loop.unit_id for loop in loops] == ["B", "A"]


def test_a_unit_waits_at_the_place_until_its_hours_begin() -> None:
    # "early" closes at 23:30, "late" opens at 02:00: nobody can leave so late as not to wait
    clock = [time(23), time(23, 30), time(2), time(3)]
    early = make_hotspot("early", 500, 0, windows=(ClockWindow(*clock[:2]),))
    late = make_hotspot("late", 1500, 0, windows=(ClockWindow(*clock[2:]),))
    loop = make_loop(early, late)
    first, second = loop.visits
    # begun at 23:30, ten minutes there, 1000 m at 10 m a second
    assert (first.hotspot_id, f"{first.depart:%H:%M}", first.wait_s) == ("early", "23:40", 0)
    assert f"{second.arrive:%H:%M:%S}" == "23:41:40"
    assert second.wait_s == loop.waiting_s == (2 * 60 + 18) * 60 + 20
    assert f"{second.depart:%H:%M}" == "02:10"
