"""Which edges a closure means."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from grids import COLUMN_WAY, ROW_WAY, make_grid, make_network, place_at

from routeplan.roads.closures import find_closed_edges
from routeplan.roads.network import Network, build_network
from routeplan.roads.plane import find_edges_near
from routeplan.roads.sources import read_roads

# the grid of 3 x 3 junctions, 100 m apart, of edges by row, then by column:
#     +-4-+-5-+
#     7   9   11
#     +-2-+-3-+
#     6   8   10
#     +-0-+-1-+


@pytest.fixture
def grid() -> Network:
    return make_grid(3, 3)


def close(network: Network, **names: Any) -> list[int]:
    edges: list[int] = find_closed_edges(network, **names).tolist()
    return edges


def test_ways_are_closed_with_all_their_edges(grid: Network) -> None:
    assert close(grid, way_ids=[ROW_WAY, COLUMN_WAY + 2, 99]) == [0, 1, 10, 11]
    assert close(grid, way_ids=[]) == []


def test_a_place_closes_what_lies_within_its_radius(grid: Network) -> None:
    bridge = place_at(150, 100)
    assert close(grid, place=bridge, radius_m=10) == [3]
    # 50 m to the edges that end at both junctions of the bridge, at 49 m not yet
    assert close(grid, place=bridge, radius_m=49) == [3]
    assert close(grid, place=bridge, radius_m=51) == [2, 3, 8, 9, 10, 11]


def test_a_line_along_a_street_closes_what_it_follows(grid: Network) -> None:
    assert close(grid, line=[place_at(0, 8), place_at(200, 8)]) == [0, 1]


def test_a_line_across_streets_closes_what_it_crosses() -> None:
    network = make_network(
        {1: (0, 0), 2: (1000, 0), 3: (0, 30), 4: (1000, 30)},
        {10: ({"highway": "trunk"}, [1, 2]), 11: ({"highway": "trunk"}, [3, 4])},
    )
    assert close(network, line=[place_at(500, -10), place_at(500, 40)]) == [0, 1]
    assert close(network, line=[place_at(500, -10), place_at(500, 10)]) == [0]


def test_an_area_closes_every_street_that_it_touches(grid: Network) -> None:
    market = shapely.box(*place_at(60, 60), *place_at(140, 140))
    assert close(grid, polygon=market) == [2, 3, 8, 9]


def test_a_street_is_closed_by_its_name_where_it_lies_inside(grid: Network) -> None:
    assert close(grid, street="Jl. Row 2") == [4, 5]
    west = shapely.box(*place_at(-10, -10), *place_at(110, 210))
    assert close(grid, street="row 2", inside=west) == [4]


def test_what_is_not_in_the_network_closes_nothing(grid: Network) -> None:
    far = place_at(9000, 9000)
    assert close(grid, place=far, radius_m=20) == []
    assert close(grid, line=[far, place_at(9100, 9000)]) == []
    assert close(grid, polygon=shapely.box(*far, *place_at(9100, 9100))) == []
    assert close(grid, street="Jalan Lain") == []


@pytest.mark.parametrize("names", [{}, {"street": "row 1", "way_ids": [1]}])
def test_a_closure_is_named_in_one_way(grid: Network, names: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="one"):
        close(grid, **names)


def test_edges_near_a_place_are_those_that_a_search_of_all_finds(real_data: Path) -> None:
    network = build_network(read_roads(real_data / "roads" / "pancer_village.osm"), name="pancer")
    place = shapely.Point(float(np.median(network.node_lon)), float(np.median(network.node_lat)))
    found = set(find_edges_near(network, place, within_m=150).tolist())
    # a degree is about 111,195 m, and east-west less by the cosine of the latitude
    scale = [111_195 * np.cos(np.radians(place.y)), 111_195]
    distances = [
        shapely.LineString((np.column_stack(network.edge_shape(edge)) - [place.x, place.y]) * scale)
        .distance(shapely.Point(0, 0))
        for edge in range(network.edge_count)
    ]  # fmt: skip
    near = {edge for edge, metres in enumerate(distances) if metres <= 150}
    doubtful = {edge for edge, metres in enumerate(distances) if 149 <= metres <= 151}
    assert len(near) > 5
    assert found ^ near <= doubtful
