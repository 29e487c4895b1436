"""The road background keeps the shape of the roads and stays small."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from plan_examples import make_plan_example

from routeplan.export.drawing.lines import simplify_lines
from routeplan.export.drawing.roads import collect_roads
from routeplan.export.webmap.mapdata import build_map_data
from routeplan.model import RoadSource
from routeplan.roads.network import Network, build_network
from routeplan.roads.raw import make_raw_roads
from routeplan.roads.sources import read_roads

# A street of three nodes crossed in its middle by a main road of three nodes:
#        4
#        |
#   1 -- 2 -- 3
#        |
#        5
NODES = {
    1: (113.10, -8.20), 2: (113.11, -8.20), 3: (113.12, -8.20), 4: (113.11, -8.19),
    5: (113.11, -8.21),
}  # fmt: skip
WAYS = {10: ({"highway": "residential"}, [1, 2, 3]), 11: ({"highway": "primary"}, [4, 2, 5])}


def make_cross() -> Network:
    raw = make_raw_roads(NODES, WAYS, RoadSource("real", "cross", "osm"))
    return build_network(raw, name="cross")


def test_the_pieces_of_a_way_are_one_line_again() -> None:
    # Four edges, two ways; node 2 stands on a straight line and is left out of both.
    residential, primary = collect_roads(make_cross())
    assert (residential.rank, primary.rank) == (1, 4)
    (street,), (main_road,) = residential.lines, primary.lines
    np.testing.assert_allclose(street, [NODES[1], NODES[3]])
    np.testing.assert_allclose(main_road, [NODES[4], NODES[5]])


def test_points_that_matter_stay_and_the_others_go() -> None:
    # The second point is 0.00001 degrees (1.1 m) beside the middle of its neighbours, the third
    # about 100 m off the line between first and last.
    line = np.array([[113.0, -8.0], [113.01, -8.00051], [113.02, -8.001], [113.03, -8.0]])
    (kept,) = simplify_lines([line], tolerance_m=10)
    np.testing.assert_allclose(kept, line[[0, 2, 3]], atol=1e-9)


def test_the_points_of_one_line_never_run_into_the_next() -> None:
    lines = [np.array([[113.0, -8.0], [113.1, -8.0]]), np.array([[113.1, -8.0], [113.2, -8.1]])]
    kept = simplify_lines(lines, tolerance_m=10)
    assert [len(line) for line in kept] == [2, 2]
    np.testing.assert_allclose(kept[1], lines[1], atol=1e-9)


def test_a_real_town_of_43_000_edges_takes_less_than_half_a_megabyte(real_data: Path) -> None:
    network = build_network(read_roads(real_data / "osm/heidelberg.osm.pbf"), name="heidelberg")
    roads = build_map_data(make_plan_example(), network=network)["roads"]
    assert network.edge_count > 40_000
    assert [item["rank"] for item in roads] == [0, 1, 2, 3, 4, 5]
    assert len(json.dumps(roads)) < 500_000


def test_roads_beyond_what_is_shown_are_left_out() -> None:
    # It begins 220 m east of the main road: only the street reaches into it.
    beside = np.array([(113.112, -8.22), (113.15, -8.195)])
    (street,) = collect_roads(make_cross(), sight=beside)
    assert street.rank == 1
    np.testing.assert_allclose(street.lines[0], [NODES[1], NODES[3]])
    assert len(collect_roads(make_cross(), sight=beside - [0.002, 0])) == 2
    assert collect_roads(make_cross(), sight=beside + 1) == []
