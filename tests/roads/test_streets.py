"""Streets by name, and the chains they are put together to."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import shapely
from grids import make_grid, make_network, place_at
from hypothesis import given
from hypothesis import strategies as st

from routeplan.roads.chains import get_ends, list_stops, make_chains
from routeplan.roads.network import IntArray, Network, build_network
from routeplan.roads.sources import read_roads
from routeplan.roads.streets import find_street, fold_street, match_street

AHMAD_YANI = {"highway": "primary", "name": "Jalan Ahmad Yani"}
OTHER = {"highway": "residential", "name": "Gang Mawar"}


def list_ids(network: Network, chain: tuple[int, ...]) -> list[int]:
    return [int(network.node_id[node]) for node in list_stops(network, chain)]


@pytest.mark.parametrize(
    "name", ["Jl. Ahmad Yani", "jln ahmad yani", "JALAN AHMAD-YANI", "Jl.Ahmad Yani", "Ahmad Yani"]
)
def test_a_street_is_found_however_its_name_is_written(name: str) -> None:
    network = make_network(
        {1: (0, 0), 2: (100, 0), 3: (100, 100)},
        {10: (AHMAD_YANI, [1, 2]), 11: (OTHER, [2, 3])},
    )
    assert match_street(network, name) == ((1,),)


def test_lanes_are_not_streets_of_the_same_name() -> None:
    assert fold_street("Gg. Mawar") == fold_street("Gang Mawar")
    assert fold_street("Gg. Mawar") != fold_street("Jl. Mawar")
    assert fold_street("Jlarang") == "jlarang"


@pytest.mark.parametrize("name", ["", "Jalan Tidak Ada"])
def test_a_name_that_no_street_has_gives_no_chain(name: str) -> None:
    network = make_network(
        {1: (0, 0), 2: (100, 0), 3: (200, 0)},
        {10: (AHMAD_YANI, [1, 2]), 11: ({"highway": "service"}, [2, 3])},
    )
    assert match_street(network, name) == ()


def test_only_what_lies_mostly_inside_is_taken() -> None:
    # the area ends 60 m along the second edge and 40 m along the same edge
    network = make_network({1: (0, 0), 2: (100, 0), 3: (200, 0)}, {
        10: (AHMAD_YANI, [1, 2]), 11: (AHMAD_YANI, [2, 3]),
    })  # fmt: skip
    for east, edges in ((160, [0, 1]), (140, [0])):
        area = shapely.box(*place_at(-10, -10), *place_at(east, 10))
        assert find_street(network, "Ahmad Yani", inside=area).tolist() == edges


def test_pieces_are_put_in_order_and_in_one_direction() -> None:
    # 1-2, 3-2, 3-4: most of it is stored eastwards
    network = make_network(
        {1: (0, 0), 2: (100, 0), 3: (200, 0), 4: (300, 0)},
        {10: (AHMAD_YANI, [1, 2]), 11: (AHMAD_YANI, [3, 2]), 12: (AHMAD_YANI, [3, 4])},
    )
    assert match_street(network, "Ahmad Yani") == ((1, -2, 3),)


def test_a_branch_is_a_chain_of_its_own_and_the_street_goes_straight_on() -> None:
    network = make_network(
        {1: (0, 0), 2: (100, 0), 3: (200, 0), 4: (100, 90)},
        {10: (AHMAD_YANI, [2, 4]), 11: (AHMAD_YANI, [1, 2]), 12: (AHMAD_YANI, [2, 3])},
    )
    chains = match_street(network, "Ahmad Yani")
    assert [list_ids(network, chain) for chain in chains] == [[1, 2, 3], [2, 4]]


def test_the_two_carriageways_of_a_street_are_two_chains() -> None:
    oneway = AHMAD_YANI | {"oneway": "yes"}
    network = make_network(
        {1: (0, 0), 2: (100, 5), 3: (200, 5), 4: (300, 0), 5: (200, -5), 6: (100, -5)},
        {10: (oneway, [4, 3, 2, 1]), 11: (oneway, [1, 6, 5, 4])},
    )
    chains = match_street(network, "Ahmad Yani")
    # at both ends the one arrives where the other leaves: one ring that can be driven
    assert [list_ids(network, chain) for chain in chains] == [[4, 1, 4]]


def test_a_ring_is_joined_to_the_street_that_meets_it() -> None:
    network = make_network(
        {1: (0, 0), 2: (100, 0), 3: (150, 50), 4: (150, -50)},
        {10: (AHMAD_YANI, [1, 2]), 11: (AHMAD_YANI, [2, 3]), 12: (AHMAD_YANI, [3, 4, 2])},
    )
    chains = match_street(network, "Ahmad Yani")
    assert len(chains) == 1
    assert sorted(list_ids(network, chains[0])) == [1, 2, 2, 3]


@given(st.sets(st.integers(0, 23), min_size=1))
def test_chains_are_continuous_and_hold_each_edge_once_in_the_fewest_pieces(
    picked: set[int],
) -> None:
    network = make_grid(4, 4)
    edges = np.array(sorted(picked), dtype=np.int64)
    chains = make_chains(network, edges)
    assert sorted(abs(edge) - 1 for chain in chains for edge in chain) == sorted(picked)
    for chain in chains:
        assert all(
            get_ends(network, one)[1] == get_ends(network, other)[0]
            for one, other in pairwise(chain)
        )
    assert len(chains) == count_fewest(network, edges)


def count_fewest(network: Network, edges: IntArray) -> int:
    """Return Euler's number: per piece half the junctions where odd numbers meet, at least 1."""
    import networkx as nx

    town = nx.MultiGraph(
        list(zip(network.edge_u[edges].tolist(), network.edge_v[edges].tolist(), strict=True))
    )
    pieces = [town.subgraph(nodes) for nodes in nx.connected_components(town)]
    odd = [sum(degree % 2 for _node, degree in piece.degree()) for piece in pieces]
    return sum(max(1, count // 2) for count in odd)


def test_a_real_main_street_is_a_few_long_chains(real_data: Path) -> None:
    network = build_network(read_roads(real_data / "roads" / "probolinggo.osm.pbf"), name="p")
    chains = match_street(network, "jl soekarno hatta")
    assert len(chains) == 1
    assert network.edge_mm[[abs(edge) - 1 for edge in chains[0]]].sum() == 3_381_331
