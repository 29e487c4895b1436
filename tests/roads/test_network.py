"""From raw roads to the prepared network."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from grids import make_grid, make_network, measure_km

from routeplan.geo import great_circle_m
from routeplan.roads.network import Network, build_network
from routeplan.roads.sources import read_roads

STREET = {"highway": "residential"}


def list_edges(network: Network) -> set[tuple[int, int, int, int]]:
    """Return the edges as OSM ids of u, v and way, and millimetres."""
    u, v = network.node_id[network.edge_u], network.node_id[network.edge_v]
    ways = network.way_id[network.edge_way]
    rows = zip(u, v, ways, network.edge_mm, strict=True)
    return {(int(a), int(b), int(way), int(mm)) for a, b, way, mm in rows}


def test_a_grid_of_five_by_five_has_forty_streets_of_a_hundred_metres() -> None:
    network = make_grid(5, 5)
    # 5 rows of 4 pieces and 5 columns of 4 pieces
    assert (network.node_count, network.edge_count) == (25, 40)
    assert set(network.edge_mm.tolist()) == {100_000}


def test_bends_are_no_junctions_but_crossings_and_ends_are() -> None:
    #          5
    #          |
    # 1 - 2 - 3 - 4     node 2 is only a bend: 1-3 is one edge of 200 m
    network = make_network(
        {1: (0, 0), 2: (100, 0), 3: (200, 0), 4: (300, 0), 5: (200, 50)},
        {10: (STREET, [1, 2, 3, 4]), 11: (STREET, [5, 3])},
    )
    assert list_edges(network) == {(1, 3, 10, 200_000), (3, 4, 10, 100_000), (5, 3, 11, 50_000)}
    lon, _lat = network.edge_shape(0)
    assert len(lon) == 3


def test_two_ways_that_meet_end_to_end_stay_two_edges() -> None:
    network = make_network(
        {1: (0, 0), 2: (100, 0), 3: (200, 0)}, {10: (STREET, [1, 2]), 11: (STREET, [2, 3])}
    )
    assert list_edges(network) == {(1, 2, 10, 100_000), (2, 3, 11, 100_000)}


def test_parallel_streets_between_two_junctions_are_both_kept() -> None:
    # 1 - 2 straight, 80 m; around by 3, 40 m east and 30 m aside, 50 + 50 m
    network = make_network(
        {1: (0, 0), 2: (80, 0), 3: (40, 30)}, {10: (STREET, [1, 2]), 11: (STREET, [1, 3, 2])}
    )
    assert list_edges(network) == {(1, 2, 10, 80_000), (1, 2, 11, 100_000)}


def test_a_closed_way_is_split_where_it_begins_and_where_others_meet_it() -> None:
    # a square of 100 m that begins at 1; the road 3-5 leaves it at the opposite corner
    network = make_network(
        {1: (0, 0), 2: (100, 0), 3: (100, 100), 4: (0, 100), 5: (200, 100)},
        {10: (STREET, [1, 2, 3, 4, 1]), 11: (STREET, [3, 5])},
    )
    assert list_edges(network) == {(1, 3, 10, 200_000), (3, 1, 10, 200_000), (3, 5, 11, 100_000)}


def test_a_ring_on_its_own_is_one_edge_from_a_node_to_itself() -> None:
    network = make_network(
        {1: (0, 0), 2: (100, 0), 3: (100, 100), 4: (0, 100)}, {10: (STREET, [1, 2, 3, 4, 1])}
    )
    assert list_edges(network) == {(1, 1, 10, 400_000)}


def test_a_way_that_crosses_itself_is_split_at_the_crossing() -> None:
    # a bow: 1 -> 2 -> 3 -> 4 -> 2 -> 5 with a loop 2-3-4-2 of 30 + 40 + 50 m
    network = make_network(
        {1: (-100, 0), 2: (0, 0), 3: (30, 0), 4: (30, 40), 5: (0, -100)},
        {10: (STREET, [1, 2, 3, 4, 2, 5])},
    )
    assert list_edges(network) == {(1, 2, 10, 100_000), (2, 2, 10, 120_000), (2, 5, 10, 100_000)}


def test_nodes_at_one_place_still_make_an_edge_of_a_millimetre() -> None:
    network = make_network(
        {1: (0, 0), 2: (0, 0), 3: (100, 0)}, {10: (STREET, [1, 2]), 11: (STREET, [2, 3])}
    )
    assert (1, 2, 10, 1) in list_edges(network)


@pytest.mark.parametrize(
    "file", ["pancer_village.osm", "probolinggo.osm.pbf", "trenggalek_rural_overpass.json"]
)
def test_shapes_begin_and_end_at_the_nodes_and_are_as_long_as_the_edges(
    real_data: Path, file: str
) -> None:
    network = build_network(read_roads(real_data / "roads" / file), name=file)
    lon, lat, start = network.shape_lon, network.shape_lat, network.shape_start
    for ends, nodes in ((start[:-1], network.edge_u), (start[1:] - 1, network.edge_v)):
        assert np.array_equal(lon[ends], network.node_lon[nodes])
        assert np.array_equal(lat[ends], network.node_lat[nodes])
    for edge in range(network.edge_count):
        x, y = network.edge_shape(edge)
        length_mm = great_circle_m(x[:-1], y[:-1], x[1:], y[1:]).sum() * 1000
        assert abs(network.edge_mm[edge] - length_mm) <= 0.5 + 1e-3


def test_json_and_pbf_of_one_city_give_the_same_network(real_data: Path) -> None:
    files = [real_data / "roads" / f"probolinggo{end}" for end in ("_overpass.json", ".osm.pbf")]
    one, other = (build_network(read_roads(file), name="same") for file in files)
    assert list_edges(one) == list_edges(other)
    assert one.way_tags == other.way_tags
    assert np.array_equal(one.shape_lon, other.shape_lon)
    assert np.array_equal(one.shape_lat, other.shape_lat)


def test_lengths_of_real_edges_add_up_to_the_length_of_the_ways(real_data: Path) -> None:
    raw = read_roads(real_data / "roads" / "probolinggo.osm.pbf")
    network = build_network(raw, name="probolinggo")
    # every edge is rounded to a millimetre: at most half a millimetre each
    assert abs(network.edge_mm.sum() / 1e6 - measure_km(raw)) <= network.edge_count * 0.5e-6
    assert round(measure_km(raw), 1) == 680.8
