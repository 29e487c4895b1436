"""Where bases and hotspots meet the roads, and which bases nobody can leave."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from grids import make_network, place_at
from shift_inputs import make_hotspot, make_inputs, make_unit

from routeplan.config import load_config
from routeplan.errors import InputError
from routeplan.model import Unit
from routeplan.planning.places import PlaceTable
from routeplan.planning.prepare import prepare_shift
from routeplan.roads.graph import make_vehicle_graph
from routeplan.roads.network import Network

STREET = {"highway": "residential"}
PATH = {"highway": "footway"}


def make_town() -> Network:
    """Return a town around the corner, an island of road 5 km east, a footway 3 km north of it."""
    nodes = {
        1: (0, 0), 2: (1000, 0), 3: (1000, 1000),
        11: (5000, 0), 12: (5100, 0),
        21: (0, 3000), 22: (500, 3000), 23: (0, 1500), 24: (0, 0),
    }  # fmt: skip
    ways = {
        101: (STREET, [1, 2]),
        104: (STREET, [2, 3]),
        102: (STREET, [11, 12]),
        103: (PATH, [1, 23, 21, 22]),
    }
    return make_network(nodes, ways)


def prepare(*units: Unit, **given: Any) -> Any:
    inputs = make_inputs([make_hotspot("a", 500, 0)], units, network=make_town(), **given)
    return prepare_shift(inputs)


def test_a_base_within_reach_of_a_road_is_accepted() -> None:
    assert len(prepare(make_unit("A", 0, -990)).units) == 1


def test_a_base_far_from_any_road_is_refused_with_its_distance() -> None:
    with pytest.raises(
        InputError,
        match=r"base of unit Regu A is 2000 m from the nearest road for R4 \(at most 1000",
    ):
        prepare(make_unit("A", 0, -2000))


def test_a_base_on_an_island_of_road_is_refused_as_cut_off() -> None:
    with pytest.raises(InputError, match=r"cut off from the rest.*for R4 is 4000 m away") as caught:
        prepare(make_unit("A", 5000, 0))
    assert "Move the base" in str(caught.value)


def test_a_car_s_base_at_a_footway_is_far_from_its_road_not_cut_off() -> None:
    # the street's end is 1000 m to the east and 2000 m to the south
    with pytest.raises(InputError, match=r"is 2236 m from the nearest road for R4"):
        prepare(make_unit("A", 0, 3000))


def test_who_walks_may_start_where_a_car_may_not() -> None:
    assert len(prepare(make_unit("A", 0, 3000, "foot")).units) == 1


def test_every_base_that_cannot_be_left_is_named() -> None:
    with pytest.raises(InputError, match=r"unit Regu B is 3000 m.*\n.*unit Regu C is 4000 m"):
        prepare(make_unit("A"), make_unit("B", 0, -3000), make_unit("C", 0, -4000))


def test_the_base_of_a_unit_off_duty_does_not_matter() -> None:
    from datetime import time

    off_duty = make_unit("B", 0, -3000, start=time(8), end=time(12))
    ready = prepare(off_duty, make_unit("A"))
    assert [unit.id for unit in ready.units] == ["A"]
    assert [duty.place for duty in ready.problem.duties] == [0]
    assert [visit.options[0].entry for visit in ready.problem.visits] == [1]


def test_a_base_that_cannot_be_left_is_found_again_by_its_row() -> None:
    with pytest.raises(InputError, match=r"The base of unit Regu A \(row 7\) is 2000 m"):
        prepare(make_unit("A", 0, -2000, row=7))


def test_the_distance_to_refuse_is_a_setting() -> None:
    far = {"snap": {"refuse_m": 2500}}
    assert len(prepare(make_unit("A", 0, -2000), settings=far).units) == 1


def test_hotspots_do_not_snap_onto_an_island_of_road() -> None:
    hotspot = make_hotspot("island", 5050, 0)
    inputs = make_inputs([hotspot], [make_unit("A")], network=make_town())
    (barred,) = prepare_shift(inputs).barred
    assert (barred.reason, barred.detail) == ("no_road", {"distance_m": 4050, "limit_m": 1000})


def test_there_is_one_router_for_each_vehicle_on_duty() -> None:
    ready = prepare(make_unit("A"), make_unit("B", vehicle="foot"), make_unit("C", vehicle="foot"))
    assert sorted(ready.routers) == ["R4", "foot"]
    assert {router.place_count for router in ready.routers.values()} == {4}


def test_the_speed_factor_of_the_shift_is_that_of_the_roads() -> None:
    def measure(factor: float) -> int:
        rule = {"shifts": {"malam": {"start": "23:00", "end": "07:00", "speed_factor": factor}}}
        return int(prepare(make_unit("A"), settings=rule).problem.matrices["R4"].ms[0, 1])

    # 500 m at 20 km/h take 90 s
    assert measure(1.0) == 90_000
    assert measure(0.5) == 180_000


def test_a_place_added_twice_keeps_its_number() -> None:
    table = PlaceTable([(113.0, 0.0), (113.0, 0.0)])
    numbers = [
        table.add_point(113.1, 0.0), table.add_node(7), table.add_point(113.2, 0.0),
        table.add_node(7), table.add_point(113.1, 0.0), table.add_point(113.0, 0.0),
    ]  # fmt: skip
    # two units share a base, but each has a number; other places there have that of the first
    assert numbers == [2, 3, 4, 3, 2, 0]
    assert len(table) == 5


def test_places_are_snapped_in_the_order_of_their_numbers() -> None:
    network = make_town()
    graph = make_vehicle_graph(network, "R4", load_config().profiles["R4"])
    table = PlaceTable([place_at(0, 10)])
    table.add_node(int(np.flatnonzero(network.node_id == 3)[0]))
    table.add_point(*place_at(500, 20))
    table.add_node(int(np.flatnonzero(network.node_id == 11)[0]))
    snaps = table.snap(graph)
    # the last is a junction on the island, where a car cannot come and go
    assert snaps.distance_m == pytest.approx([10, 0, 20, np.inf], abs=1e-3)
    assert list(zip(snaps.lon, snaps.lat, strict=True))[:3] == [
        pytest.approx(place_at(0, 0)), pytest.approx(place_at(1000, 1000)),
        pytest.approx(place_at(500, 0)),
    ]  # fmt: skip
