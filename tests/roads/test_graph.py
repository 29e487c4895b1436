"""The network as one vehicle sees it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from grids import make_grid, make_network

from routeplan.config import load_config
from routeplan.errors import InputError
from routeplan.roads.graph import VehicleGraph, make_vehicle_graph
from routeplan.roads.network import build_network
from routeplan.roads.sources import read_roads

PROFILES = load_config().profiles
STREET = {"highway": "residential"}
ONEWAY = STREET | {"oneway": "yes"}


def list_connected(graph: VehicleGraph) -> set[int]:
    return set(graph.network.node_id[graph.connected].tolist())


def list_routable_ways(graph: VehicleGraph) -> set[int]:
    network = graph.network
    return set(network.way_id[network.edge_way[graph.routable]].tolist())


def test_a_hundred_metres_at_twenty_take_eighteen_seconds() -> None:
    graph = make_vehicle_graph(make_grid(2, 2), "R4", PROFILES["R4"])
    assert PROFILES["R4"].speeds_kmh["residential"] == 20
    assert set(graph.edge_ms.tolist()) == {18_000}


def test_half_the_speed_takes_twice_the_time() -> None:
    network = make_grid(2, 2)
    graph = make_vehicle_graph(network, "R4", PROFILES["R4"], speed_factor=0.5)
    assert set(graph.edge_ms.tolist()) == {36_000}


def test_the_shortest_edge_takes_a_millisecond() -> None:
    network = make_network(
        {1: (0, 0), 2: (0, 0), 3: (100, 0)}, {10: (STREET, [1, 2]), 11: (STREET, [2, 3])}
    )
    graph = make_vehicle_graph(network, "R4", PROFILES["R4"])
    assert sorted(graph.edge_ms.tolist()) == [1, 18_000]


def test_an_island_of_road_is_not_routable() -> None:
    # 1-2-3 is the larger piece, 8-9 an island
    network = make_network(
        {1: (0, 0), 2: (100, 0), 3: (200, 0), 8: (0, 50), 9: (100, 50)},
        {10: (STREET, [1, 2]), 11: (STREET, [2, 3]), 12: (STREET, [8, 9])},
    )
    graph = make_vehicle_graph(network, "R4", PROFILES["R4"])
    assert list_connected(graph) == {1, 2, 3}
    assert list_routable_ways(graph) == {10, 11}


def test_a_oneway_that_leads_nowhere_is_outside_and_so_is_one_that_comes_from_nowhere() -> None:
    # 1-2-3 both ways; 3 -> 4 cannot be returned from, 5 -> 1 cannot be reached
    network = make_network(
        {1: (0, 0), 2: (100, 0), 3: (200, 0), 4: (300, 0), 5: (-100, 0)},
        {10: (STREET, [1, 2, 3]), 11: (ONEWAY, [3, 4]), 12: (ONEWAY, [5, 1])},
    )
    graph = make_vehicle_graph(network, "R4", PROFILES["R4"])
    assert list_connected(graph) == {1, 3}
    assert list_routable_ways(graph) == {10}
    walker = make_vehicle_graph(network, "foot", PROFILES["foot"])
    assert list_routable_ways(walker) == {10, 11, 12}


def test_a_circle_of_oneways_is_routable() -> None:
    network = make_network(
        {1: (0, 0), 2: (100, 0), 3: (100, 100)},
        {10: (ONEWAY, [1, 2]), 11: (ONEWAY, [2, 3]), 12: (STREET | {"oneway": "-1"}, [1, 3])},
    )
    graph = make_vehicle_graph(network, "R4", PROFILES["R4"])
    assert list_connected(graph) == {1, 2, 3}
    assert graph.forward.tolist() == [True, True, False]
    assert graph.backward.tolist() == [False, False, True]


def test_a_closed_bridge_cuts_off_what_lies_behind_it() -> None:
    # 1-2-3 bridge 3-4, 4-5: with the bridge closed, 4 and 5 cannot be reached any more
    network = make_network(
        {i: (100.0 * i, 0.0) for i in range(1, 6)},
        {10: (STREET, [1, 2, 3]), 11: (STREET, [3, 4]), 12: (STREET, [4, 5])},
    )
    bridge = np.flatnonzero(network.way_id[network.edge_way] == 11)
    graph = make_vehicle_graph(network, "R4", PROFILES["R4"], closed=bridge)
    assert list_connected(graph) == {1, 3}
    assert list_routable_ways(graph) == {10}
    assert graph.edge_ms[bridge].tolist() == [0]
    assert list_routable_ways(make_vehicle_graph(network, "R4", PROFILES["R4"])) == {10, 11, 12}


def test_closed_edges_have_no_time_and_no_direction() -> None:
    network = make_network(
        {1: (0, 0), 2: (100, 0), 3: (200, 0)},
        {10: (STREET, [1, 2]), 11: ({"highway": "motorway"}, [2, 3])},
    )
    graph = make_vehicle_graph(network, "R2", PROFILES["R2"])
    assert graph.edge_ms.tolist() == [14_400, 0]
    assert not graph.forward[1]
    assert not graph.backward[1]


@pytest.mark.parametrize(
    "tags", [{"highway": "footway"}, STREET | {"access": "private"}, ONEWAY], ids=str
)
def test_a_network_without_a_road_to_come_and_go_on_is_refused(tags: dict[str, str]) -> None:
    network = make_network({1: (0, 0), 2: (100, 0)}, {10: (tags, [1, 2])})
    with pytest.raises(InputError, match="by hand has no roads on which R4 can come and go"):
        make_vehicle_graph(network, "R4", PROFILES["R4"])


def test_on_foot_nearly_all_of_probolinggo_hangs_together(real_data: Path) -> None:
    network = build_network(read_roads(real_data / "roads" / "probolinggo.osm.pbf"), name="p")
    graph = make_vehicle_graph(network, "foot", PROFILES["foot"])
    assert np.mean(graph.connected) > 0.95
    assert graph.routable.sum() < network.edge_count
