"""Shortest times, their lengths and paths: by hand, against networkx, on real roads."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from grids import ROW_WAY, make_grid, make_network
from hypothesis import given, settings
from hypothesis import strategies as st
from routing_oracle import check_path, draw_places, find_oracle_times, place_snaps
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from routeplan.config import load_config
from routeplan.model import Vehicle
from routeplan.roads.graph import VehicleGraph, make_vehicle_graph
from routeplan.roads.matrix import (
    Matrix,
    PathPiece,
    Router,
    compute_matrix,
    find_paths,
    make_router,
    partial_ms,
)
from routeplan.roads.network import Network, build_network
from routeplan.roads.sources import read_roads

PROFILES = load_config().profiles
STREET = {"highway": "residential"}
ONEWAY = STREET | {"oneway": "yes"}


def route_cars(network: Network, *places: tuple[int, int]) -> tuple[Router, Matrix]:
    """Put places (edge, millimetres from its start) on the roads; a car drives 20 km/h."""
    graph = make_vehicle_graph(network, "R4", PROFILES["R4"])
    router = make_router(graph, place_snaps(graph, list(places)))
    return router, compute_matrix(router)


def edge_between(network: Network, u: int, v: int) -> int:
    """Return the edge that runs from one OSM node to another."""
    ends = zip(network.node_id[network.edge_u], network.node_id[network.edge_v], strict=True)
    return list(ends).index((u, v))


def test_times_on_a_grid_are_those_counted_by_hand() -> None:
    # Nodes of the grid by OSM id, 100 m = 18 s apart:
    #   21 22 23 24 25
    #   16 17 18 19 20      A in the middle of 1-2, B 25 m up 6-11, C 10 m past 23 to 24
    #   11 12 13 14 15      A-B: 50 + 100 + 25 = 175 m
    #    6  7  8  9 10      A-C: 50 m to 2, 1 east, 4 north = 500, 10 m: 560 m
    #    1  2  3  4  5      B-C: 75 m to 11, 2 east, 2 north = 400, 10 m: 485 m
    network = make_grid(5, 5)
    a, b, c = (edge_between(network, *ends) for ends in ((1, 2), (6, 11), (23, 24)))
    _router, matrix = route_cars(network, (a, 50_000), (b, 25_000), (c, 10_000))
    metres = [[0, 175, 560], [175, 0, 485], [560, 485, 0]]
    assert matrix.mm.tolist() == [[1000 * m for m in row] for row in metres]
    # 20 km/h are 180 ms per metre
    assert matrix.ms.tolist() == [[180 * m for m in row] for row in metres]


def test_a_oneway_street_makes_the_way_back_a_way_around() -> None:
    # row 0 runs only east: from B back to A over row 1
    #   4 5 6
    #   1 A B 3   A 30 m and B 70 m past 1 on 1-2
    #   A to B 40 m; B to A 30 to 2, 100 north, 100 west, 100 south, 30 east: 360 m
    network = make_grid(2, 3, oneway=["row 0"])
    edge = edge_between(network, 1, 2)
    _router, matrix = route_cars(network, (edge, 30_000), (edge, 70_000))
    assert matrix.mm.tolist() == [[0, 40_000], [360_000, 0]]


def test_of_parallel_streets_the_faster_is_taken_and_places_may_lie_on_either() -> None:
    # 80 m straight (edge 0) and 100 m around (edge 1) join the same two junctions
    network = make_network(
        {1: (0, 0), 2: (80, 0), 3: (40, 30)}, {10: (STREET, [1, 2]), 11: (STREET, [1, 3, 2])}
    )
    # both middles: 40 + 50 = 90 m either way round; end to end: 80 m
    _router, matrix = route_cars(network, (0, 40_000), (1, 50_000), (1, 0), (1, 100_000))
    assert matrix.mm.tolist() == [
        [0, 90_000, 40_000, 40_000],
        [90_000, 0, 50_000, 50_000],
        [40_000, 50_000, 0, 80_000],
        [40_000, 50_000, 80_000, 0],
    ]


def test_parallel_streets_without_places_do_not_add_up() -> None:
    # the same two streets lie between the ends 4 and 5, 100 m before and after them
    network = make_network(
        {4: (-100, 0), 1: (0, 0), 2: (80, 0), 3: (40, 30), 5: (180, 0)},
        {10: (STREET, [1, 2]), 11: (STREET, [1, 3, 2]), 12: (STREET, [4, 1]), 13: (STREET, [2, 5])},
    )
    router, matrix = route_cars(network, (2, 0), (3, 100_000))
    assert matrix.mm.tolist() == [[0, 280_000], [280_000, 0]]
    assert [piece.edge for piece in find_paths(router, [(0, 1)])[0]] == [2, 0, 3]


@pytest.mark.parametrize(
    ("tags", "metres"),
    [
        # a loop 2-3-4-2 of 30 + 40 + 50 m, driven from 2; A at 10 m, B at 100 m of it
        (STREET, [[0, 30], [30, 0]]),  # A to B backwards over 2: 10 + 20
        (ONEWAY, [[0, 90], [30, 0]]),  # A to B forwards 90, B to A onwards over 2: 20 + 10
    ],
)
def test_a_loop_can_be_driven_over_its_junction(
    tags: Mapping[str, str], metres: list[list[int]]
) -> None:
    network = make_network(
        {1: (-100, 0), 2: (0, 0), 3: (30, 0), 4: (30, 40)},
        {10: (STREET, [1, 2]), 11: (tags, [2, 3, 4, 2])},
    )
    _router, matrix = route_cars(network, (1, 10_000), (1, 100_000))
    assert (matrix.mm // 1000).tolist() == metres


def test_the_only_place_on_a_loop_is_left_and_reached_by_the_shorter_side() -> None:
    network = make_network(
        {1: (-100, 0), 2: (0, 0), 3: (30, 0), 4: (30, 40)},
        {10: (STREET, [1, 2]), 11: (STREET, [2, 3, 4, 2])},
    )
    # 100 of 120 m along the loop is 20 m before its end; 50 m before the junction: 70 m
    router, matrix = route_cars(network, (0, 50_000), (1, 100_000))
    assert matrix.mm.tolist() == [[0, 70_000], [70_000, 0]]
    there, back = find_paths(router, [(0, 1), (1, 0)])
    assert there == (
        PathPiece(0, 50_000, 100_000, backward=False),
        PathPiece(1, 120_000, 100_000, backward=True),
    )
    assert back == (
        PathPiece(1, 100_000, 120_000, backward=False),
        PathPiece(0, 100_000, 50_000, backward=True),
    )


@pytest.mark.parametrize(("vehicle", "metres"), [("R4", 200), ("R2", 400), ("foot", 400)])
def test_only_cars_take_the_motorway(vehicle: Vehicle, metres: int) -> None:
    #   4 ---- 3     3-4 is 200 m of motorway each way, 1-2 a street, 1-4 and 2-3 100 m each
    #   1 ---- 2     from 4 to 3: 200 m, or 100 + 200 + 100
    motorway = {"highway": "motorway", "oneway": "no"}
    network = make_network(
        {1: (0, 0), 2: (200, 0), 3: (200, 100), 4: (0, 100)},
        {10: (STREET, [4, 1]), 11: (STREET, [1, 2]), 12: (STREET, [2, 3]), 13: (motorway, [3, 4])},
    )
    graph = make_vehicle_graph(network, vehicle, PROFILES[vehicle])
    ends = [(edge_between(network, 4, 1), 0), (edge_between(network, 2, 3), 100_000)]
    matrix = compute_matrix(make_router(graph, place_snaps(graph, ends)))
    assert matrix.mm[0, 1] == metres * 1000


def test_places_at_one_spot_of_a_oneway_street_are_no_drive_apart() -> None:
    network = make_grid(2, 2, oneway=["row 0"])
    edge = edge_between(network, 1, 2)
    router, matrix = route_cars(network, *[(edge, 50_000)] * 3)
    assert not matrix.ms.any()
    assert not matrix.mm.any()
    assert find_paths(router, [(2, 0), (0, 0)]) == [(), ()]


def test_a_place_at_a_junction_can_be_left_by_every_street_there() -> None:
    # A at the very end of the one-way 1-2 is at junction 2, B at the beginning of 2-4 too;
    # from A to C, in the middle of 2-4: 50 m. From A back to 1: 2-4-3-1, 300 m.
    #   3 4
    #   1 2
    network = make_grid(2, 2, oneway=["row 0"])
    along, up = edge_between(network, 1, 2), edge_between(network, 2, 4)
    places = [(along, 100_000), (up, 0), (up, 50_000), (along, 0)]
    router, matrix = route_cars(network, *places)
    assert (matrix.mm // 1000).tolist() == [
        [0, 0, 50, 300],
        [0, 0, 50, 300],
        [50, 50, 0, 250],
        [100, 100, 150, 0],
    ]
    assert find_paths(router, [(0, 2)]) == [(PathPiece(up, 0, 50_000, backward=False),)]


def test_scipy_takes_an_arc_without_weight_for_an_arc() -> None:
    # 0 -> 1 costs nothing, 1 -> 2 costs 5; a zero read as "no arc" would leave 1 and 2 unreached
    arcs = csr_array((np.array([0.0, 5.0]), np.array([1, 2]), np.array([0, 1, 2, 2])), shape=(3, 3))
    assert arcs.nnz == 2
    assert dijkstra(arcs, indices=0).tolist() == [0.0, 0.0, 5.0]


def test_pieces_too_short_for_a_millisecond_can_still_be_driven() -> None:
    # at 20 km/h a millimetre takes 0.18 ms, rounded to none
    network = make_grid(2, 2)
    router, matrix = route_cars(network, (0, 50_000), (0, 50_001), (0, 50_002))
    assert matrix.ms.tolist() == [[0, 0, 0], [0, 0, 0], [0, 0, 0]]
    assert matrix.mm.tolist() == [[0, 1, 2], [1, 0, 1], [2, 1, 0]]
    assert find_paths(router, [(2, 0)]) == [(PathPiece(0, 50_002, 50_000, backward=True),)]


def test_other_places_on_the_way_do_not_cut_a_path_in_pieces() -> None:
    network = make_grid(2, 2)
    router, _matrix = route_cars(network, (0, 10_000), (0, 40_000), (0, 40_000), (0, 90_000))
    assert find_paths(router, [(0, 3), (3, 0)]) == [
        (PathPiece(0, 10_000, 90_000, backward=False),),
        (PathPiece(0, 90_000, 10_000, backward=True),),
    ]


def test_parts_of_an_edge_add_up_to_it_and_halves_are_rounded_up() -> None:
    assert [partial_ms(3, 4, offset) for offset in range(5)] == [0, 1, 2, 2, 3]
    assert [partial_ms(1, 2, offset) for offset in range(3)] == [0, 1, 1]


def test_seconds_and_metres_are_rounded_up_once_per_leg() -> None:
    numbers = np.array([[0, 1], [1000, 1001]])
    matrix = Matrix(ms=numbers, mm=numbers)
    assert matrix.seconds.tolist() == matrix.metres.tolist() == [[0, 1], [1, 2]]


def test_no_places_make_an_empty_matrix() -> None:
    router, matrix = route_cars(make_grid(2, 2))
    assert matrix.ms.shape == (0, 0)
    assert find_paths(router, []) == []


def test_more_places_than_one_run_takes_give_the_same_times() -> None:
    graph = make_vehicle_graph(make_grid(5, 5, oneway=["row 2"]), "R4", PROFILES["R4"])
    places = draw_places(graph, 70, seed=1)
    many = compute_matrix(make_router(graph, place_snaps(graph, places)))
    few = compute_matrix(make_router(graph, place_snaps(graph, places[60:])))
    assert np.array_equal(many.mm[60:, 60:], few.mm)


@st.composite
def draw_networks(draw: st.DrawFn) -> Network:
    """Return a few junctions in a row, so that all are connected, and random ways between them."""
    count = draw(st.integers(2, 7))
    coordinate = st.integers(0, 40).map(lambda step: step * 25)
    nodes = {node: (draw(coordinate), draw(coordinate)) for node in range(1, count + 1)}
    ways: dict[int, tuple[Mapping[str, str], list[int]]] = {1: (STREET, list(nodes))}
    oneway = st.sampled_from(["yes", "-1", "no"])
    refs = st.lists(st.sampled_from(list(nodes)), min_size=2, max_size=5)
    for way in range(ROW_WAY, ROW_WAY + draw(st.integers(0, 5))):
        ways[way] = (STREET | {"oneway": draw(oneway)}, draw(refs))
    return make_network(nodes, ways)


@settings(deadline=None, max_examples=60)
@given(network=draw_networks(), seed=st.integers(0, 2**16))
def test_random_streets_give_the_times_of_networkx_and_paths_that_fit(
    network: Network, seed: int
) -> None:
    graph = make_vehicle_graph(network, "R4", PROFILES["R4"])
    places = draw_places(graph, 6, seed=seed)
    router = make_router(graph, place_snaps(graph, places))
    matrix = compute_matrix(router)
    expected = find_oracle_times(graph, places, range(6))
    assert matrix.ms.tolist() == [expected[source] for source in range(6)]
    pairs = [(a, b) for a in range(6) for b in range(6)]
    for (a, b), path in zip(pairs, find_paths(router, pairs), strict=True):
        check_path(router, matrix, a, b, path)


@settings(deadline=None, max_examples=60)
@given(network=draw_networks(), seed=st.integers(0, 2**16))
def test_no_detour_over_a_third_place_is_faster_than_the_direct_way(
    network: Network, seed: int
) -> None:
    graph = make_vehicle_graph(network, "R4", PROFILES["R4"])
    ms = compute_matrix(make_router(graph, place_snaps(graph, draw_places(graph, 6, seed=seed)))).ms
    assert (ms[:, None, :] <= ms[:, :, None] + ms[None, :, :]).all()


@settings(deadline=None, max_examples=60)
@given(network=draw_networks(), seed=st.integers(0, 2**16))
def test_on_foot_the_way_back_takes_as_long_as_the_way_there(network: Network, seed: int) -> None:
    graph = make_vehicle_graph(network, "foot", PROFILES["foot"])
    ms = compute_matrix(make_router(graph, place_snaps(graph, draw_places(graph, 6, seed=seed)))).ms
    assert np.array_equal(ms, ms.T)


@pytest.fixture(scope="module")
def probolinggo(real_data: Path) -> Network:
    return build_network(read_roads(real_data / "roads" / "probolinggo.osm.pbf"), name="p")


@pytest.mark.parametrize("vehicle", ["R4", "R2", "foot"])
def test_two_thousand_pairs_in_a_city_are_those_of_networkx_and_break_no_rule(
    probolinggo: Network, vehicle: Vehicle
) -> None:
    graph = make_vehicle_graph(probolinggo, vehicle, PROFILES[vehicle])
    places = draw_places(graph, 90, seed=2024)
    router = make_router(graph, place_snaps(graph, places))
    matrix = compute_matrix(router)
    sources, targets = range(50), range(50, 90)
    expected = find_oracle_times(graph, places, sources)
    pairs = [(a, b) for a in sources for b in targets]
    assert len(pairs) == 2000
    assert [int(matrix.ms[a, b]) for a, b in pairs] == [expected[a][b] for a, b in pairs]
    paths = find_paths(router, pairs)
    for (a, b), path in zip(pairs, paths, strict=True):
        check_path(router, matrix, a, b, path)
    pieces = {piece for path in paths for piece in path}
    assert_no_rule_is_broken(graph, vehicle, pieces)
    # the pairs are worth something only if they lead through one-way streets
    oneways = {p.edge for p in pieces if probolinggo.edge_tags(p.edge).get("oneway") == "yes"}
    assert len(oneways) > 20


def assert_no_rule_is_broken(graph: VehicleGraph, vehicle: Vehicle, pieces: set[PathPiece]) -> None:
    """Hold the driven pieces against the raw tags, read here once more and plainly."""
    open_classes = PROFILES[vehicle].speeds_kmh
    for piece in pieces:
        tags = graph.network.edge_tags(piece.edge)
        assert tags["highway"] in open_classes
        assert tags.get("access") not in {"no", "private"}
        if vehicle == "foot":
            continue
        assert vehicle == "R4" or not tags["highway"].startswith("motorway")
        if tags.get("oneway") == "yes" or tags.get("junction") == "roundabout":
            assert not piece.backward
        if tags.get("oneway") == "-1":
            assert piece.backward
