"""From lines drawn by hand to streets."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import shapely
from grids import make_grid, make_network, place_at
from hypothesis import given
from hypothesis import strategies as st

from routeplan.roads.chains import get_ends, reverse_chain
from routeplan.roads.matching import MatchedLine, match_line
from routeplan.roads.network import IntArray, Network, build_network
from routeplan.roads.sources import read_roads

STREET = {"highway": "residential"}


def draw(*places: tuple[float, float]) -> list[tuple[float, float]]:
    """Return a line given in metres east and north."""
    return [place_at(*place) for place in places]


def match(network: Network, *places: tuple[float, float], tolerance_m: float = 60) -> MatchedLine:
    return match_line(network, draw(*places), tolerance_m=tolerance_m)


def list_stops(network: Network, chain: tuple[int, ...]) -> list[int]:
    """Return the OSM ids of the junctions along a chain, complaining of a gap in it."""
    ends = [get_ends(network, edge) for edge in chain]
    assert all(one[1] == other[0] for one, other in pairwise(ends))
    return [int(network.node_id[node]) for node in (ends[0][0], *(head for _tail, head in ends))]


@pytest.fixture
def streets() -> Network:
    """Return a straight street 1-2-3-4-5 eastwards with a junction each 100 m, and side streets up."""
    nodes = {i: (100.0 * (i - 1), 0.0) for i in range(1, 6)}
    nodes |= {10 + i: (100.0 * (i - 1), 80.0) for i in range(1, 6)}
    sides = {100 + i: (STREET, [i, 10 + i]) for i in range(2, 5)}
    return make_network(nodes, {10: (STREET, [1, 2, 3, 4, 5]), **sides})


def test_a_line_beside_a_street_follows_it_past_the_side_streets(streets: Network) -> None:
    # 30 m north of the street and across three side streets
    found = match(streets, (0, 30), (400, 30))
    assert [list_stops(streets, chain) for chain in found.chains] == [[1, 2, 3, 4, 5]]
    assert found.off_road == 0


def test_a_line_drawn_the_other_way_is_driven_the_other_way(streets: Network) -> None:
    there = match(streets, (0, 30), (400, 30))
    back = match(streets, (400, 30), (0, 30))
    assert back.chains == tuple(reverse_chain(chain) for chain in there.chains)


@pytest.mark.parametrize(("east", "first"), [(40, 1), (60, 2)])
def test_an_edge_begun_in_its_middle_counts_if_more_than_half_is_covered(
    streets: Network, east: int, first: int
) -> None:
    # from 40 m on, 60 of the 100 m from 1 to 2 are covered; from 60 m on only 40
    found = match(streets, (east, 5), (300, 5))
    assert list_stops(streets, found.chains[0])[0] == first


def test_a_line_up_a_side_street_and_back_drives_it_twice(streets: Network) -> None:
    found = match(streets, (0, 0), (200, 0), (200, 80), (200, 0), (400, 0))
    assert list_stops(streets, found.chains[0]) == [1, 2, 3, 13, 3, 4, 5]


def test_a_short_line_in_a_long_edge_is_that_edge() -> None:
    network = make_network({1: (0, 0), 2: (1000, 0)}, {10: (STREET, [1, 2])})
    assert match(network, (200, 10), (400, 10)).chains == ((1,),)
    assert match(network, (400, 10), (200, 10)).chains == ((-1,),)


def test_a_line_across_a_street_follows_nothing() -> None:
    network = make_network({1: (0, 0), 2: (1000, 0)}, {10: (STREET, [1, 2])})
    assert match(network, (500, -40), (500, 40)) == MatchedLine((), 0.0)


def test_a_line_far_from_any_road_is_all_off_road(streets: Network) -> None:
    assert match(streets, (0, 3000), (400, 3000)) == MatchedLine((), 1.0)


def test_a_parallel_street_nearer_for_a_while_is_not_changed_to() -> None:
    # streets 60 m apart, joined every 100 m; the line wanders from 10 m to 40 m off the southern
    # one (20 m off the northern one) and back
    nodes = {i + 1: (100.0 * i, 0.0) for i in range(7)} | {
        i + 11: (100.0 * i, 60.0) for i in range(7)
    }
    ways = {10: (STREET, list(range(1, 8))), 11: (STREET, list(range(11, 18)))}
    ways |= {100 + i: (STREET, [i + 1, i + 11]) for i in range(7)}
    network = make_network(nodes, ways)
    found = match(network, (0, 5), (200, 10), (300, 40), (400, 10), (600, 5))
    assert list_stops(network, found.chains[0]) == [1, 2, 3, 4, 5, 6, 7]


def test_a_gap_in_the_roads_makes_two_chains_and_is_told() -> None:
    # 0-500 and 1000-1500 m east, nothing between: of 1,500 m the 400 m between 550 and 950 are
    # more than 50 m from a road's end
    network = make_network(
        {1: (0, 0), 2: (500, 0), 3: (1000, 0), 4: (1500, 0)},
        {10: (STREET, [1, 2]), 11: (STREET, [3, 4])},
    )
    found = match(network, (0, 10), (1500, 10), tolerance_m=50)
    assert found.chains == ((1,), (2,))
    assert found.off_road == pytest.approx(400 / 1500, abs=0.03)


def test_a_bend_cut_by_the_line_is_followed_all_the_same() -> None:
    # the line leaves out a bend 100 m deep: its middle has no road within 60 m, yet one way on
    network = make_network(
        {1: (0, 0), 2: (300, 0), 3: (350, 100), 4: (400, 0), 5: (700, 0)},
        {10: (STREET, [1, 2]), 11: (STREET, [2, 3, 4]), 12: (STREET, [4, 5])},
    )
    assert match(network, (0, 0), (700, 0)).chains == ((1, 2, 3),)


def test_only_the_edges_asked_for_come_into_question(streets: Network) -> None:
    main = np.flatnonzero(streets.way_id[streets.edge_way] != 10)
    found = match_line(streets, draw((0, 0), (400, 0)), tolerance_m=60, among=main)
    assert not set(found.edges.tolist()) - set(main.tolist())


@given(
    bends=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), min_size=2, max_size=5),
)
def test_whatever_is_drawn_the_chains_are_continuous(bends: list[tuple[int, int]]) -> None:
    network = make_grid(5, 5)
    found = match(network, *bends)
    assert 0 <= found.off_road <= 1
    for chain in found.chains:
        assert len(list_stops(network, chain)) == len(chain) + 1


def scatter(network: Network, edges: IntArray, *, seed: int) -> list[tuple[float, float]]:
    """Return a line along edges that follow each other: a point each 100 m, 20 m off."""
    rng = np.random.default_rng(seed)
    shapes = [network.edge_shape(int(edge)) for edge in edges]
    line = shapely.LineString(np.concatenate([np.column_stack(shape) for shape in shapes]))
    count = max(int(network.edge_mm[edges].sum() / 100_000), 2) + 1
    points = shapely.line_interpolate_point(line, np.linspace(0, 1, count), normalized=True)
    noise = rng.normal(0, 20 / 111_195, (count, 2))
    places = np.column_stack([shapely.get_x(points), shapely.get_y(points)]) + noise
    return [(float(lon), float(lat)) for lon, lat in places]


@pytest.mark.parametrize("file", ["probolinggo.osm.pbf", "trenggalek_rural_overpass.json"])
def test_streets_traced_with_20_m_of_noise_are_found_again(real_data: Path, file: str) -> None:
    network = build_network(read_roads(real_data / "roads" / file), name=file)
    by_way = np.split(np.arange(network.edge_count), np.flatnonzero(np.diff(network.edge_way)) + 1)
    long_ways = [edges for edges in by_way if network.edge_mm[edges].sum() > 1_000_000][:20]
    missed = extra = total = 0
    for seed, edges in enumerate(long_ways):
        line = scatter(network, edges, seed=seed)
        found = match_line(network, line, tolerance_m=60).edges
        missed += network.edge_mm[np.setdiff1d(edges, found)].sum()
        extra += network.edge_mm[np.setdiff1d(found, edges)].sum()
        total += network.edge_mm[edges].sum()
    assert len(long_ways) == 20
    assert missed < 0.02 * total
    assert extra < 0.02 * total


def test_a_line_that_follows_no_street_for_long_is_matched(real_data: Path) -> None:
    network = build_network(read_roads(real_data / "roads" / "probolinggo.osm.pbf"), name="p")
    # five kilometres straight through the town
    line = [(113.19, -7.757), (113.235, -7.757)]
    found = match_line(network, line, tolerance_m=60)
    assert found.chains
