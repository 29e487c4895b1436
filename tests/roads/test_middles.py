"""Middles of streets."""

from __future__ import annotations

import numpy as np
import pytest
from grids import make_network, place_at

from routeplan.roads.middles import find_chain_middle, find_middles, find_streets_middle

STREET = {"highway": "residential"}


def test_the_middle_of_an_edge_is_half_way_along_its_bends() -> None:
    # 300 m east, then 100 m north: 200 m from the start; and a straight street of 400 m
    network = make_network(
        {1: (0, 0), 2: (300, 0), 3: (300, 100), 4: (300, 500)},
        {10: (STREET, [1, 2, 3]), 11: (STREET, [3, 4])},
    )
    lon, lat = find_middles(network, np.arange(network.edge_count))
    assert list(zip(lon, lat, strict=True)) == [
        pytest.approx(place_at(200, 0)), pytest.approx(place_at(300, 300)),
    ]  # fmt: skip


def test_the_middle_of_a_chain_is_the_same_from_both_ends() -> None:
    # 100 m, then 400 m: 150 m along the second, from which side it may be driven
    network = make_network(
        {1: (0, 0), 2: (100, 0), 3: (100, 400)}, {10: (STREET, [1, 2]), 11: (STREET, [3, 2])}
    )
    assert find_chain_middle(network, (1, -2)) == pytest.approx(place_at(100, 150))
    assert find_chain_middle(network, (2, -1)) == pytest.approx(place_at(100, 150))


def test_the_middle_of_two_equal_edges_is_the_junction_between() -> None:
    network = make_network(
        {1: (0, 0), 2: (100, 0), 3: (200, 0), 4: (100, 50)},
        {10: (STREET, [1, 2, 3]), 11: (STREET, [2, 4])},
    )
    assert find_chain_middle(network, (1, 2)) == pytest.approx(place_at(100, 0))


def test_the_middle_of_streets_weighs_their_length() -> None:
    # middles at 50 m and 250 m east, 100 m and 300 m long: (50 + 3 x 250) / 4 = 200
    network = make_network(
        {1: (0, 0), 2: (100, 0), 3: (400, 0)}, {10: (STREET, [1, 2]), 11: (STREET, [2, 3])}
    )
    assert find_streets_middle(network, np.array([0, 1])) == pytest.approx(place_at(200, 0))
