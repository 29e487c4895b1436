"""From places to the nearest point on a road."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from grids import make_grid, make_network, place_at

from routeplan.config import load_config
from routeplan.geo import great_circle_m
from routeplan.roads.graph import VehicleGraph, make_vehicle_graph
from routeplan.roads.matrix import compute_matrix, find_paths, make_router
from routeplan.roads.network import IntArray, Network, build_network
from routeplan.roads.snap import (
    Snaps,
    join_snaps,
    snap_to_edges,
    snap_to_graph,
    snap_to_nodes,
)
from routeplan.roads.sources import read_roads

PROFILES = load_config().profiles
STREET = {"highway": "residential"}
# the plane of UTM differs from the sphere by up to 0.6 %, more than a metre in 200
ON_THE_GROUND = 0.006


def snap_metres(graph: VehicleGraph, *places: tuple[float, float]) -> Snaps:
    """Snap places given in metres east and north."""
    lon, lat = np.array([place_at(*place) for place in places]).T
    return snap_to_graph(graph, lon, lat)


@pytest.fixture
def straight() -> VehicleGraph:
    """Two edges in line: 0 to 400 m and 400 to 1,000 m east."""
    network = make_network(
        {1: (0, 0), 2: (400, 0), 3: (1000, 0)}, {10: (STREET, [1, 2]), 11: (STREET, [2, 3])}
    )
    return make_vehicle_graph(network, "R4", PROFILES["R4"])


def test_distance_and_offset_are_those_of_the_foot_of_the_perpendicular(
    straight: VehicleGraph,
) -> None:
    snaps = snap_metres(straight, (100, 50), (500, -200))
    assert snaps.edge.tolist() == [0, 1]
    # 100 m of the first edge, 500 - 400 = 100 m of the second
    assert snaps.offset_mm.tolist() == [100_000, 100_000]
    assert snaps.distance_m == pytest.approx([50, 200], rel=1e-6)
    assert [snaps.lon[0], snaps.lat[0]] == pytest.approx(place_at(100, 0), abs=1e-9)


def test_beyond_the_end_of_the_road_its_end_is_nearest(straight: VehicleGraph) -> None:
    snaps = snap_metres(straight, (-30, 40), (1030, 40))
    assert snaps.edge.tolist() == [0, 1]
    assert snaps.offset_mm.tolist() == [0, 600_000]
    assert snaps.distance_m == pytest.approx([50, 50], rel=ON_THE_GROUND)


def test_of_roads_equally_near_the_first_is_taken() -> None:
    # three streets leave their junction at 0, 0 southwards; north of it all are 25 m away
    network = make_network(
        {1: (0, 0), 2: (-100, -100), 3: (0, -100), 4: (100, -100)},
        {10: (STREET, [2, 1]), 11: (STREET, [1, 3]), 12: (STREET, [4, 1])},
    )
    graph = make_vehicle_graph(network, "R4", PROFILES["R4"])
    snaps = snap_metres(graph, (0, 25))
    assert snaps.edge.tolist() == [0]
    assert snaps.offset_mm.tolist() == [network.edge_mm[0]]


def test_only_the_edges_given_are_looked_at(straight: VehicleGraph) -> None:
    lon, lat = np.array([place_at(400, 25)]).T
    snaps = snap_to_edges(straight.network, np.array([1]), lon, lat)
    assert (snaps.edge.tolist(), snaps.offset_mm.tolist()) == ([1], [0])


def test_an_offset_runs_along_the_bends() -> None:
    # 100 m east, then north: 30 m up the second leg are 130 m from the start
    network = make_network({1: (0, 0), 2: (100, 0), 3: (100, 100)}, {10: (STREET, [1, 2, 3])})
    graph = make_vehicle_graph(network, "R4", PROFILES["R4"])
    snaps = snap_metres(graph, (120, 30))
    assert snaps.offset_mm.tolist() == pytest.approx([130_000], rel=ON_THE_GROUND)


def test_a_far_place_is_snapped_too_and_its_distance_told(straight: VehicleGraph) -> None:
    snaps = snap_metres(straight, (500, 20_000))
    assert snaps.distance_m == pytest.approx([20_000], rel=1e-4)


def test_an_island_of_road_is_passed_over() -> None:
    # the island at 10 m north is nearer than the street, but leads nowhere
    network = make_network(
        {1: (0, 0), 2: (100, 0), 3: (200, 0), 8: (0, 10), 9: (100, 10)},
        {10: (STREET, [1, 2]), 11: (STREET, [2, 3]), 12: (STREET, [8, 9])},
    )
    snaps = snap_metres(make_vehicle_graph(network, "R4", PROFILES["R4"]), (50, 12))
    assert (snaps.edge.tolist(), snaps.offset_mm.tolist()) == ([0], [50_000])
    assert snaps.distance_m == pytest.approx([12], rel=1e-6)


def test_a_road_closed_to_the_vehicle_is_passed_over() -> None:
    network = make_network(
        {1: (0, 0), 2: (100, 0), 3: (0, 30), 4: (100, 30)},
        {
            10: (STREET, [1, 2]),
            11: ({"highway": "steps"}, [3, 4]),
            12: ({"highway": "footway"}, [1, 3]),
        },
    )
    lengths = {
        vehicle: snap_metres(make_vehicle_graph(network, vehicle, PROFILES[vehicle]), (50, 40))
        for vehicle in ("R4", "foot")
    }
    assert lengths["R4"].distance_m == pytest.approx([40], rel=1e-6)
    assert lengths["foot"].distance_m == pytest.approx([10], rel=1e-6)


def test_an_edge_whose_ends_lie_at_one_place_can_be_snapped_to() -> None:
    network = make_network(
        {1: (0, 0), 2: (0, 0), 3: (100, 0)}, {10: (STREET, [1, 2]), 11: (STREET, [2, 3])}
    )
    snaps = snap_metres(make_vehicle_graph(network, "R4", PROFILES["R4"]), (-5, 0))
    assert (snaps.edge.tolist(), snaps.offset_mm.tolist()) == ([0], [0])


def find_nodes(network: Network, *ids: int) -> IntArray:
    return np.searchsorted(network.node_id, ids)


def test_a_junction_is_the_end_of_the_first_street_that_meets_it(straight: VehicleGraph) -> None:
    snaps = snap_to_nodes(straight, find_nodes(straight.network, 3, 1, 2))
    assert snaps.edge.tolist() == [1, 0, 0]
    assert snaps.offset_mm.tolist() == [600_000, 0, 400_000]
    assert snaps.distance_m.tolist() == [0, 0, 0]
    assert [snaps.lon[0], snaps.lat[0]] == pytest.approx(place_at(1000, 0), abs=1e-12)


def test_a_junction_that_leads_nowhere_is_infinitely_far() -> None:
    network = make_network(
        {1: (0, 0), 2: (100, 0), 3: (200, 0), 8: (0, 10), 9: (100, 10)},
        {10: (STREET, [1, 2]), 11: (STREET, [2, 3]), 12: (STREET, [8, 9])},
    )
    graph = make_vehicle_graph(network, "R4", PROFILES["R4"])
    snaps = snap_to_nodes(graph, find_nodes(network, 9, 2))
    assert snaps.distance_m.tolist() == [np.inf, 0]
    assert graph.routable[snaps.edge].all()


def test_ways_between_junctions_and_places_are_those_counted_by_hand() -> None:
    # on the grid of 3 x 3, 100 m = 18 s apart, with row 0 one-way east:
    #   7 8 9
    #   4 5 6     from 3 to 1: 100 up, 200 west, 100 down; from P, 30 m past 1, to 5: 170 m
    #   1P2 3
    network = make_grid(3, 3, oneway=["row 0"])
    graph = make_vehicle_graph(network, "R4", PROFILES["R4"])
    junctions = snap_to_nodes(graph, find_nodes(network, 1, 3, 5))
    places = join_snaps(junctions, snap_metres(graph, (30, -4)))
    router = make_router(graph, places)
    matrix = compute_matrix(router)
    assert matrix.mm.tolist() == [
        [0, 200_000, 200_000, 30_000],
        [400_000, 0, 200_000, 430_000],
        [200_000, 200_000, 0, 230_000],
        [370_000, 170_000, 170_000, 0],
    ]
    assert (matrix.ms == matrix.mm * 180 // 1000).all()
    paths = find_paths(router, [(1, 0), (2, 3), (0, 0)])
    metres = [sum(abs(piece.to_mm - piece.from_mm) for piece in path) for path in paths]
    assert metres == [400_000, 230_000, 0]
    assert all(piece.from_mm != piece.to_mm for path in paths for piece in path)


def test_no_places_give_no_snaps() -> None:
    graph = make_vehicle_graph(make_grid(2, 2), "R4", PROFILES["R4"])
    assert len(snap_to_graph(graph, np.array([]), np.array([])).edge) == 0


def test_snaps_on_real_roads_agree_with_a_search_of_every_edge(real_data: Path) -> None:
    network = build_network(read_roads(real_data / "roads" / "pancer_village.osm"), name="pancer")
    graph = make_vehicle_graph(network, "R2", PROFILES["R2"])
    rng = np.random.default_rng(5)
    lon = rng.uniform(network.node_lon.min(), network.node_lon.max(), 60)
    lat = rng.uniform(network.node_lat.min(), network.node_lat.max(), 60)
    snaps = snap_to_graph(graph, lon, lat)
    assert graph.routable[snaps.edge].all()
    for place in range(len(lon)):
        distance = min(
            _measure_to_edge(graph, int(edge), lon[place], lat[place])
            for edge in np.flatnonzero(graph.routable)
        )
        assert snaps.distance_m[place] == pytest.approx(distance, rel=ON_THE_GROUND, abs=0.05)


def _measure_to_edge(graph: VehicleGraph, edge: int, lon: float, lat: float) -> float:
    """Return metres from a place to an edge, in a plane of degrees scaled at the place."""
    x, y = graph.network.edge_shape(edge)
    scale = np.array([np.cos(np.radians(lat)), 1.0])
    points = (np.column_stack([x, y]) - [lon, lat]) * scale
    step = np.diff(points, axis=0)
    squares = (step**2).sum(axis=1)
    share = np.clip(-(points[:-1] * step).sum(axis=1) / np.where(squares > 0, squares, 1), 0, 1)
    near = points[:-1] + share[:, None] * step
    dx, dy = near[np.argmin((near**2).sum(axis=1))] / scale
    here = np.array([lon]), np.array([lat])
    return float(great_circle_m(*here, here[0] + dx, here[1] + dy)[0])
