"""The network handed out in the convention of osmnx."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import osmnx as ox
import pytest
from grids import make_grid, make_network, place_at

from routeplan.config import load_config
from routeplan.errors import InputError
from routeplan.roads.handout import to_multidigraph
from routeplan.roads.network import Network, build_network
from routeplan.roads.sources import read_roads

PROFILES = load_config().profiles


@pytest.fixture
def street() -> Network:
    """Return a bent one-way street 1-2-3 of 200 m, and a private one 3-4 of 100 m."""
    return make_network(
        {1: (0, 0), 2: (100, 0), 3: (100, 100), 4: (200, 100)},
        {
            10: ({"highway": "residential", "oneway": "-1", "name": "Jalan Ijen"}, [1, 2, 3]),
            11: ({"highway": "service", "access": "private"}, [3, 4]),
            12: ({"highway": "residential"}, [1, 3]),
        },
    )


def test_edges_run_the_way_one_may_drive_and_carry_what_osmnx_expects(street: Network) -> None:
    graph = to_multidigraph(street)
    assert graph.graph["crs"] == "EPSG:4326"
    assert set(graph.nodes) == {1, 3, 4}
    assert (graph.nodes[4]["x"], graph.nodes[4]["y"]) == place_at(200, 100)
    # way 10 is one-way against its own direction: from 3 to 1
    (edge,) = [data for _u, _v, data in graph.edges(data=True) if data["osmid"] == 10]
    assert [(u, v) for u, v, data in graph.edges(data=True) if data["osmid"] == 10] == [(3, 1)]
    points = list(edge.pop("geometry").coords)
    assert points == [place_at(100, 100), place_at(100, 0), place_at(0, 0)]
    assert edge == {
        "osmid": 10,
        "highway": "residential",
        "name": "Jalan Ijen",
        "length": 200.0,
        "oneway": True,
        "reversed": True,
    }


def test_without_a_vehicle_every_road_is_handed_out(street: Network) -> None:
    edges = {(u, v, osmid) for u, v, osmid in to_multidigraph(street).edges(data="osmid")}
    assert edges == {(3, 1, 10), (3, 4, 11), (4, 3, 11), (1, 3, 12), (3, 1, 12)}


def test_for_a_vehicle_only_its_roads_come_with_their_travel_times(street: Network) -> None:
    graph = to_multidigraph(street, vehicle="R4", rule=PROFILES["R4"])
    times = {(u, v, data["osmid"]): data["travel_time"] for u, v, data in graph.edges(data=True)}
    # 20 km/h: 200 m in 36 s, the diagonal of 141.421 m in 25.456 s
    assert times == {(3, 1, 10): 36.0, (1, 3, 12): 25.456, (3, 1, 12): 25.456}


def test_walkers_go_both_ways(street: Network) -> None:
    graph = to_multidigraph(street, vehicle="foot", rule=PROFILES["foot"])
    assert {(1, 3), (3, 1)} == {(u, v) for u, v, way in graph.edges(data="osmid") if way == 10}
    assert not any(oneway for _u, _v, oneway in graph.edges(data="oneway"))


def test_a_vehicle_without_its_rule_is_refused(street: Network) -> None:
    with pytest.raises(InputError, match="together"):
        to_multidigraph(street, vehicle="R4")


def test_streets_per_node_are_counted_as_osmnx_does(street: Network) -> None:
    graph = to_multidigraph(street)
    assert dict(graph.nodes(data="street_count")) == {1: 2, 3: 3, 4: 1}
    assert dict(graph.nodes(data="street_count")) == ox.stats.count_streets_per_node(graph)


def test_osmnx_counts_a_grid_right() -> None:
    stats = ox.stats.basic_stats(to_multidigraph(make_grid(5, 5)))
    # 40 street pieces of 100 m; 25 crossings of which all have two streets or more
    assert stats["street_segment_count"] == 40
    assert stats["street_length_total"] == pytest.approx(4000.0)
    assert stats["intersection_count"] == 25
    assert stats["m"] == 80


def test_osmnx_saves_loads_and_measures_a_real_network(real_data: Path, tmp_path: Path) -> None:
    network = build_network(read_roads(real_data / "roads" / "pancer_village.osm"), name="pancer")
    graph = to_multidigraph(network, vehicle="R4", rule=PROFILES["R4"])
    ox.save_graphml(graph, tmp_path / "pancer.graphml")
    loaded = ox.load_graphml(tmp_path / "pancer.graphml")
    assert sorted(loaded.edges(data="osmid")) == sorted(graph.edges(data="osmid"))
    assert sorted(loaded.edges(data="travel_time")) == sorted(graph.edges(data="travel_time"))
    assert loaded.nodes(data="x") == graph.nodes(data="x")
    stats = ox.stats.basic_stats(loaded)
    assert stats["n"] == network.node_count
    assert stats["street_length_total"] == pytest.approx(network.edge_mm.sum() / 1000)
    nodes, edges = ox.graph_to_gdfs(loaded)
    assert (len(nodes), len(edges)) == (len(graph), len(graph.edges))


@pytest.mark.parametrize("file", ["pancer_village.osm", "probolinggo.osm.pbf"])
def test_what_is_handed_out_can_be_read_back(real_data: Path, tmp_path: Path, file: str) -> None:
    graph = to_multidigraph(build_network(read_roads(real_data / "roads" / file), name=file))
    ox.save_graphml(graph, tmp_path / "roads.graphml")
    again = build_network(read_roads(tmp_path / "roads.graphml"), name="again")
    assert list_lengths(to_multidigraph(again)) == list_lengths(graph)


def list_lengths(graph: nx.MultiDiGraph) -> list[tuple[int, int, float]]:
    return sorted(graph.edges(data="length"))
