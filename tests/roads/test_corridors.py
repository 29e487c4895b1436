"""Corridors: the fastest way between places, segments and their directions."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from grids import make_grid, make_network, place_at
from hypothesis import given
from hypothesis import strategies as st

from routeplan.config import load_config
from routeplan.errors import InputError
from routeplan.model import Vehicle
from routeplan.roads.chains import list_stops, reverse_chain
from routeplan.roads.corridors import (
    LONGEST_SHARE,
    can_drive,
    cut_segments,
    find_corridor,
    find_corridor_to_class,
    find_junction,
    find_segment_directions,
    measure_drive_ms,
)
from routeplan.roads.graph import VehicleGraph, make_vehicle_graph
from routeplan.roads.matrix import compute_matrix, make_router
from routeplan.roads.network import Network, build_network
from routeplan.roads.snap import snap_to_nodes
from routeplan.roads.sources import read_roads

PROFILES = load_config().profiles
STREET = {"highway": "residential"}
ONEWAY = STREET | {"oneway": "yes"}


def drive(network: Network, vehicle: Vehicle = "R4") -> VehicleGraph:
    return make_vehicle_graph(network, vehicle, PROFILES[vehicle])


def list_ids(network: Network, chain: tuple[int, ...]) -> list[int]:
    return [int(network.node_id[node]) for node in list_stops(network, chain)]


def make_road(*lengths_m: int, tags: dict[int, dict[str, str]] | None = None) -> Network:
    """Return a straight road of edges of these lengths, each a way of its own numbered from 1."""
    ends = np.concatenate([[0], np.cumsum(lengths_m)]).tolist()
    nodes = {i + 1: (float(end), 0.0) for i, end in enumerate(ends)}
    ways = {i + 1: ((tags or {}).get(i + 1, STREET), [i + 1, i + 2]) for i in range(len(lengths_m))}
    return make_network(nodes, ways)


def cut_metres(network: Network, chain: tuple[int, ...], **options: float) -> list[int]:
    return [segment.metres for segment in cut_segments(network, chain, **options)]


def test_a_corridor_is_the_fastest_way_not_the_shortest() -> None:
    # from 1 to 3: 200 m of residential street at 20 km/h = 36 s; over 4 on a trunk road 283 m
    network = make_network(
        {1: (0, 0), 2: (100, 0), 3: (200, 0), 4: (100, 100)},
        {10: (STREET, [1, 2]), 11: (STREET, [2, 3]), 12: ({"highway": "trunk"}, [1, 4, 3])},
    )
    chain = find_corridor(drive(network), place_at(-5, 3), place_at(205, 3))
    assert chain == (3,)


def test_a_corridor_obeys_one_way_streets() -> None:
    # row 0 runs only east: back from 3 to 1 the way leads over row 1
    #   4 5 6
    #   1 2 3
    network = make_grid(2, 3, oneway=["row 0"])
    graph = drive(network)
    there = find_corridor(graph, place_at(0, 0), place_at(200, 0))
    back = find_corridor(graph, place_at(200, 0), place_at(0, 0))
    assert list_ids(network, there) == [1, 2, 3]
    assert list_ids(network, back) == [3, 6, 5, 4, 1]


def test_places_at_one_junction_have_no_corridor_between_them() -> None:
    graph = drive(make_grid(2, 2))
    assert find_corridor(graph, place_at(0, 0), place_at(-20, -20)) == ()


def test_the_junction_of_a_place_is_the_nearer_end_of_its_road() -> None:
    # at 600 m along the road of 1,000 m the end is nearer, even with another junction close by
    network = make_network(
        {1: (0, 0), 2: (1000, 0), 3: (600, 150), 4: (0, 150)},
        {10: (STREET, [1, 2]), 11: (STREET, [3, 4]), 12: (STREET, [4, 1])},
    )
    assert network.node_id[find_junction(drive(network), place_at(600, 20))] == 2
    assert network.node_id[find_junction(drive(network), place_at(500, 20))] == 1


def test_to_a_trunk_road_the_way_ends_where_it_first_meets_one() -> None:
    network = make_network(
        {1: (0, 0), 2: (100, 0), 3: (200, 0), 4: (300, 0)},
        {
            10: (STREET, [1, 2]),
            11: (STREET, [2, 3]),
            12: ({"highway": "trunk"}, [3, 4]),
            13: ({"highway": "primary"}, [4, 3]),
        },
    )
    graph = drive(network)
    assert find_corridor_to_class(graph, place_at(0, 0)) == (1, 2)
    assert find_corridor_to_class(graph, place_at(310, 0)) == ()
    with pytest.raises(InputError, match="no road of the classes motorway, secondary for R4"):
        find_corridor_to_class(graph, place_at(0, 0), classes=("secondary", "motorway"))


def test_ten_edges_of_a_hundred_metres_are_two_segments() -> None:
    network = make_road(*[100] * 10)
    segments = cut_segments(network, tuple(range(1, 11)))
    assert [segment.edges for segment in segments] == [(1, 2, 3, 4, 5), (6, 7, 8, 9, 10)]
    assert [(segment.from_m, segment.to_m) for segment in segments] == [(0, 500), (500, 1000)]
    ends = [network.node_id[[s.start_node, s.end_node]].tolist() for s in segments]
    assert ends == [[1, 6], [6, 11]]


@pytest.mark.parametrize(
    ("lengths", "segments"),
    [
        ([300], [300]),
        # 700 once misses 500 by 200; twice 350 miss it by 150: 200^2 = 40,000 < 2 x 150^2 = 45,000
        ([350, 350], [700]),
        # 800: 300^2 = 90,000 > 2 x 100^2 = 20,000
        ([400, 400], [400, 400]),
        # a short end joins its neighbour; a long edge stays whole
        ([500, 40], [540]),
        ([1600, 400], [1600, 400]),
        ([900, 900], [900, 900]),
    ],
)
def test_segments_differ_from_the_wished_length_as_little_as_possible(
    lengths: list[int], segments: list[int]
) -> None:
    network = make_road(*lengths)
    assert cut_metres(network, tuple(range(1, len(lengths) + 1))) == segments


def test_one_way_streets_that_meet_head_on_are_not_in_one_segment() -> None:
    # 1 -> 2 -> 3 <- 4: east of the third edge the way is against the chain
    network = make_road(100, 100, 100, tags={1: ONEWAY, 3: ONEWAY | {"oneway": "-1"}})
    assert cut_metres(network, (1, 2, 3)) in ([200, 100], [100, 200])
    assert cut_metres(network, (-3, -2, -1)) == cut_metres(network, (1, 2, 3))[::-1]


def test_no_chain_has_no_segments() -> None:
    assert cut_segments(make_road(100), ()) == ()


@given(
    lengths=st.lists(st.integers(5, 1500), min_size=1, max_size=25),
    length_m=st.integers(100, 900),
)
def test_segments_part_the_chain_and_its_reverse_at_the_same_junctions(
    lengths: list[int], length_m: int
) -> None:
    network = make_road(*lengths)
    chain = tuple(range(1, len(lengths) + 1))
    segments = cut_segments(network, chain, length_m=length_m)
    assert tuple(edge for segment in segments for edge in segment.edges) == chain
    for one, other in pairwise(segments):
        assert (one.end_node, one.to_m) == (other.start_node, other.from_m)
    turned = cut_segments(network, reverse_chain(chain), length_m=length_m)
    assert [reverse_chain(segment.edges) for segment in reversed(turned)] == [
        segment.edges for segment in segments
    ]
    # two neighbours are never better as one, unless that were too long for a segment
    for one, other in pairwise(segments):
        if one.metres + other.metres > LONGEST_SHARE * length_m:
            continue
        apart = (one.metres - length_m) ** 2 + (other.metres - length_m) ** 2
        assert (one.metres + other.metres - length_m) ** 2 >= apart - 4 * max(length_m, 3000)


def test_directions_of_segments_follow_the_vehicle() -> None:
    # edge 1 both ways, edge 2 only east, edge 3 a path that no car may drive; a road back
    network = make_network(
        {1: (0, 0), 2: (100, 0), 3: (200, 0), 4: (300, 0), 5: (100, 100)},
        {
            1: (STREET, [1, 2]),
            2: (ONEWAY, [2, 3]),
            3: ({"highway": "footway"}, [3, 4]),
            4: (STREET, [3, 5, 2]),
        },
    )
    segments = [cut_segments(network, (edge,))[0] for edge in (1, 2, 3, -2)]
    car = [find_segment_directions(drive(network), segment) for segment in segments]
    assert car == [(True, True), (True, False), (False, False), (False, True)]
    walker = [find_segment_directions(drive(network, "foot"), segment) for segment in segments]
    assert walker == [(True, True)] * 4


def test_a_one_way_that_cannot_be_returned_from_is_not_to_be_driven() -> None:
    network = make_network(
        {1: (0, 0), 2: (100, 0), 3: (200, 0)}, {1: (STREET, [1, 2]), 2: (ONEWAY, [2, 3])}
    )
    assert not can_drive(drive(network), (2,))


def test_patrol_speed_holds_only_where_the_street_is_faster() -> None:
    # 100 m: residential at 20 km/h 18 s; trunk slowed to patrol speed
    network = make_road(100, 100, tags={2: {"highway": "trunk"}})
    graph = drive(network)
    assert measure_drive_ms(graph, (1, -2), patrol_kmh=10) == 36_000 + 36_000
    assert measure_drive_ms(graph, (1, -2), patrol_kmh=20) == 18_000 + 18_000
    assert measure_drive_ms(graph, (1, -2), patrol_kmh=900) == graph.edge_ms.sum()
    assert measure_drive_ms(graph, (), patrol_kmh=20) == 0


def test_a_real_corridor_takes_the_time_that_the_matrix_says(real_data: Path) -> None:
    network = build_network(read_roads(real_data / "roads" / "probolinggo.osm.pbf"), name="p")
    graph = drive(network)
    places = (113.2, -7.77), (113.22, -7.75)
    chain = find_corridor(graph, *places)
    ends = np.array([find_junction(graph, place) for place in places])
    matrix = compute_matrix(make_router(graph, snap_to_nodes(graph, ends)))
    assert measure_drive_ms(graph, chain, patrol_kmh=900) == matrix.ms[0, 1]
    stops = list_stops(network, chain)
    assert [stops[0], stops[-1]] == ends.tolist()
    assert can_drive(graph, chain)
    segments = cut_segments(network, chain)
    assert all(find_segment_directions(graph, segment)[0] for segment in segments)
    assert all(300 <= segment.metres <= 750 for segment in segments)
