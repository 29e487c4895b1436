"""Closed walks over the streets of an area."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import shapely
from grids import make_grid, make_network, place_at
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry
from sweep_oracle import count_coverable, count_shortest

from routeplan.config import load_config
from routeplan.model import Vehicle
from routeplan.roads.chains import get_ends
from routeplan.roads.corridors import can_drive, measure_drive_ms
from routeplan.roads.graph import VehicleGraph, make_vehicle_graph
from routeplan.roads.network import IntArray, Network, build_network
from routeplan.roads.sources import read_roads
from routeplan.roads.sweeps import Sweep, find_area_edges, measure_streets_m, plan_sweeps

PROFILES = load_config().profiles
STREET = {"highway": "residential"}
ONEWAY = STREET | {"oneway": "yes"}
# more than any walk here takes
LONG_S = 100_000


def drive(network: Network, vehicle: Vehicle = "R4") -> VehicleGraph:
    return make_vehicle_graph(network, vehicle, PROFILES[vehicle])


def sweep_all(network: Network, **options: int) -> tuple[Sweep, ...]:
    """Sweep all streets of a network at 20 km/h: 18 s for 100 m."""
    graph = drive(network)
    edges = np.flatnonzero(graph.routable)
    given_options = {"budget_s": LONG_S, "most": 1} | options
    sweeps = plan_sweeps(graph, edges, patrol_kmh=20, **given_options)
    check_sweeps(graph, edges, sweeps, budget_s=given_options["budget_s"])
    return sweeps


def check_sweeps(
    graph: VehicleGraph, edges: IntArray, sweeps: Sequence[Sweep], *, budget_s: int
) -> None:
    """Complain of a sweep that is not closed, not allowed, too long or covers what it should not."""
    network = graph.network
    covered = [edge for sweep in sweeps for edge in sweep.covered]
    assert len(covered) == len(set(covered))
    assert set(covered) <= set(edges.tolist())
    for sweep in sweeps:
        ends = [get_ends(network, edge) for edge in sweep.edges]
        assert all(one[1] == other[0] for one, other in pairwise(ends))
        assert ends[0][0] == ends[-1][1] == sweep.start_node
        assert can_drive(graph, sweep.edges)
        assert set(sweep.covered) <= {abs(edge) - 1 for edge in sweep.edges}
        assert sweep.seconds <= budget_s
        assert sweep.seconds == -(-measure_drive_ms(graph, sweep.edges, patrol_kmh=20) // 1000)
        driven_mm = sum(int(network.edge_mm[abs(edge) - 1]) for edge in sweep.edges)
        assert sweep.metres == -(-driven_mm // 1000)
        assert sweep.covered_metres == int(network.edge_mm[list(sweep.covered)].sum()) // 1000


def disc(east_m: float, north_m: float, radius_m: float) -> BaseGeometry:
    return shapely.Point(place_at(east_m, north_m)).buffer(radius_m / 111_195)


def test_around_one_block_nothing_is_driven_twice() -> None:
    (sweep,) = sweep_all(make_grid(2, 2))
    assert (sweep.metres, sweep.covered_metres, sweep.seconds) == (400, 400, 72)


def test_four_blocks_need_two_ways_of_two_hundred_metres_twice() -> None:
    # 12 edges of 100 m; at the four junctions in the middle of the sides three streets meet, and
    # pairing two neighbours among them takes 200 m: 1,200 + 2 x 200 m
    (sweep,) = sweep_all(make_grid(3, 3))
    assert (sweep.metres, sweep.covered_metres, sweep.seconds) == (1600, 1200, 288)
    assert sweep.covered == tuple(range(12))


def test_a_dead_end_is_driven_there_and_back() -> None:
    network = make_network({1: (0, 0), 2: (100, 0)}, {10: (STREET, [1, 2])})
    (sweep,) = sweep_all(network)
    assert (sorted(sweep.edges), sweep.metres, sweep.covered_metres) == ([-1, 1], 200, 100)


def test_a_one_way_street_is_driven_its_way_however_far_around() -> None:
    # 1 -> 2 one-way, and the dead end 2-3; back from 2 to 1 over 4, 300 m
    #   4---+      block of 100 m: 400 m around, dead end 2 x 50 m
    #   |   |
    #   1-->2--3
    network = make_network(
        {1: (0, 0), 2: (100, 0), 3: (150, 0), 4: (0, 100), 5: (100, 100)},
        {10: (ONEWAY, [1, 2]), 11: (STREET, [2, 3]), 12: (STREET, [2, 5, 4, 1])},
    )
    (sweep,) = sweep_all(network)
    assert sweep.metres == 500
    assert 1 in sweep.edges
    assert -1 not in sweep.edges


def test_two_one_ways_abreast_need_the_way_back_twice() -> None:
    # two streets from 1 to 2, both one-way: the way back of 100 m is driven twice, 400 m
    network = make_network(
        {1: (0, 0), 2: (100, 0), 3: (50, 0.5), 4: (50, -0.5)},
        {10: (ONEWAY, [1, 3, 2]), 11: (ONEWAY, [1, 4, 2]), 12: (STREET, [2, 1])},
    )
    (sweep,) = sweep_all(network)
    assert sorted(sweep.edges) == [1, 2, 3, 3]


def test_a_street_that_is_a_ring_is_driven_its_way() -> None:
    network = make_network(
        {1: (0, 0), 2: (100, 0), 3: (150, 50), 4: (150, -50)},
        {10: (STREET, [1, 2]), 11: (ONEWAY, [2, 3, 4, 2])},
    )
    (sweep,) = sweep_all(network)
    assert sorted(sweep.edges) == [-1, 1, 2]


def test_streets_apart_are_joined_over_roads_outside_the_area() -> None:
    # a street of 100 m at both ends of a road of 300 m that is not of the area
    network = make_grid(2, 4)
    graph = drive(network)
    west, east = disc(0, 50, 60), disc(300, 50, 60)
    edges = find_area_edges(graph, shapely.union_all([west, east]))
    assert len(edges) == 2
    (sweep,) = plan_sweeps(graph, edges, budget_s=LONG_S, patrol_kmh=20, most=1)
    check_sweeps(graph, edges, [sweep], budget_s=LONG_S)
    assert (sweep.metres, sweep.covered_metres) == (800, 200)


def test_an_area_too_large_for_one_is_shared_by_as_few_as_can() -> None:
    # 40 streets of 100 m are 720 s without driving any twice
    assert len(sweep_all(make_grid(5, 5), budget_s=1000, most=6)) == 1
    halves = sweep_all(make_grid(5, 5), budget_s=550, most=6)
    assert len(halves) == 2
    assert sum(sweep.covered_metres for sweep in halves) == 4000
    assert [sweep.covered_metres for sweep in halves] == pytest.approx([2000, 2000], abs=200)


def test_with_too_little_time_each_takes_what_it_can() -> None:
    # 360 s are 2,000 m; what is covered is driven little twice
    (sweep,) = sweep_all(make_grid(6, 6), budget_s=360, most=1)
    assert sweep.covered_metres >= 1900
    pair = sweep_all(make_grid(6, 6), budget_s=360, most=2)
    assert sum(part.covered_metres for part in pair) >= 3800


def test_with_no_time_for_any_street_there_is_no_sweep() -> None:
    assert sweep_all(make_grid(3, 3), budget_s=30, most=3) == ()


def test_no_streets_need_no_sweep() -> None:
    graph = drive(make_grid(2, 2))
    nothing = np.array([], dtype=np.int64)
    assert plan_sweeps(graph, nothing, budget_s=60, patrol_kmh=20, most=3) == ()


def test_a_sweep_begins_where_the_fastest_road_is_met() -> None:
    network = make_network(
        {1: (0, 0), 2: (100, 0), 3: (100, 100), 4: (300, 100)},
        {10: (STREET, [1, 2]), 11: (STREET, [2, 3]), 12: ({"highway": "trunk"}, [3, 4])},
    )
    graph = drive(network)
    (sweep,) = plan_sweeps(graph, np.array([0, 1]), budget_s=LONG_S, patrol_kmh=20, most=1)
    assert network.node_id[sweep.start_node] == 3


def test_streets_of_an_area_are_those_with_more_than_half_inside() -> None:
    # the disc of 140 m around the middle of a grid of 3 x 3 holds 100 m north and 71 m of corners:
    # of the outer edges, from (100, 0) to (200, 0), what is nearer than 140 m: 98 m
    graph = drive(make_grid(3, 3))
    assert len(find_area_edges(graph, disc(100, 100, 140))) == 12
    # 55 m hold 55 of the 100 m of the inner four only, 45 m not even these
    assert find_area_edges(graph, disc(100, 100, 55)).tolist() == [2, 3, 8, 9]
    assert find_area_edges(graph, disc(100, 100, 45)).tolist() == []
    assert measure_streets_m(graph.network, np.array([2, 3])) == 200


def test_streets_that_the_vehicle_may_not_use_are_not_of_its_area() -> None:
    network = make_network(
        {1: (0, 0), 2: (100, 0), 3: (100, 100)},
        {10: (STREET, [1, 2]), 11: ({"highway": "footway"}, [2, 3])},
    )
    everywhere = disc(50, 50, 500)
    assert find_area_edges(drive(network), everywhere).tolist() == [0]
    assert find_area_edges(drive(network, "foot"), everywhere).tolist() == [0, 1]


@settings(max_examples=40)
@given(
    oneway=st.sets(
        st.sampled_from([f"{kind} {i}" for kind in ("row", "column") for i in range(4)])
    ),
    picked=st.sets(st.integers(0, 23), min_size=1),
    budget_s=st.integers(20, 900),
    most=st.integers(1, 4),
)
def test_whatever_the_streets_sweeps_are_closed_allowed_within_budget_and_apart(
    oneway: set[str], picked: set[int], budget_s: int, most: int
) -> None:
    # one row and one column stay two-way, so that every street can be left again
    network = make_grid(4, 4, oneway=sorted(oneway - {"row 0", "column 3"}))
    graph = drive(network)
    edges = np.intersect1d(np.flatnonzero(graph.routable), sorted(picked))
    sweeps = plan_sweeps(graph, edges, budget_s=budget_s, patrol_kmh=20, most=most)
    assert len(sweeps) <= most
    check_sweeps(graph, edges, sweeps, budget_s=budget_s)
    # with time enough nothing is left out
    rest = plan_sweeps(graph, edges, budget_s=LONG_S, patrol_kmh=20, most=most)
    assert [list(sweep.covered) for sweep in rest] == ([edges.tolist()] if len(edges) else [])


def draw_area(seed: int) -> tuple[VehicleGraph, IntArray]:
    """Return a grid of 3 x 3 junctions with some one-way streets, and some of its edges."""
    rng = np.random.default_rng(seed)
    streets = ["row 1", "row 2", "column 0", "column 1"]
    graph = drive(make_grid(3, 3, oneway=[name for name in streets if rng.random() < 0.4]))
    routable = np.flatnonzero(graph.routable)
    return graph, np.sort(rng.choice(routable, rng.integers(2, len(routable) + 1), replace=False))


def test_walks_over_a_few_streets_are_the_shortest_there_are() -> None:
    for seed in range(25):
        graph, edges = draw_area(seed)
        (sweep,) = plan_sweeps(graph, edges, budget_s=LONG_S, patrol_kmh=20, most=1)
        assert sweep.metres == 100 * count_shortest(graph, edges.tolist())


def test_what_a_budget_covers_is_nearly_the_most_that_can_be() -> None:
    covered = coverable = 0
    for seed in range(25):
        graph, edges = draw_area(seed)
        budget = 4 + seed % 8
        sweeps = plan_sweeps(graph, edges, budget_s=18 * budget, patrol_kmh=20, most=1)
        most = count_coverable(graph, edges.tolist(), budget=budget)
        mine = sum(len(sweep.covered) for sweep in sweeps)
        assert mine <= most
        covered, coverable = covered + mine, coverable + most
    assert covered >= 0.95 * coverable


@pytest.fixture(scope="module")
def town(real_data: Path) -> VehicleGraph:
    network = build_network(read_roads(real_data / "roads" / "probolinggo.osm.pbf"), name="p")
    return drive(network)


def test_a_real_quarter_is_swept_the_same_each_time(town: VehicleGraph) -> None:
    edges = find_area_edges(town, shapely.Point(113.2125, -7.756).buffer(700 / 111_195))
    assert 250 <= len(edges) <= 300
    sweeps = plan_sweeps(town, edges, budget_s=1200, patrol_kmh=20, most=6)
    check_sweeps(town, edges, sweeps, budget_s=1200)
    assert sweeps == plan_sweeps(town, edges[::-1], budget_s=1200, patrol_kmh=20, most=6)
    share = sum(sweep.covered_metres for sweep in sweeps) / measure_streets_m(town.network, edges)
    assert share > 0.9


def test_a_real_village_is_swept_whole_by_three(real_data: Path) -> None:
    network = build_network(read_roads(real_data / "roads" / "pancer_village.osm"), name="pancer")
    graph = drive(network)
    middle = float(np.median(network.node_lon)), float(np.median(network.node_lat))
    edges = find_area_edges(graph, shapely.Point(middle).buffer(1500 / 111_195))
    sweeps = plan_sweeps(graph, edges, budget_s=1200, patrol_kmh=20, most=6)
    check_sweeps(graph, edges, sweeps, budget_s=1200)
    assert sorted(edge for sweep in sweeps for edge in sweep.covered) == edges.tolist()
    assert len(sweeps) == 3
