"""Tracks are put on the streets that were driven: on grids, on one-way streets, across gaps."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from grids import make_grid, make_network, place_at
from hypothesis import given
from hypothesis import strategies as st

from routeplan.config import load_config
from routeplan.model import Vehicle
from routeplan.roads.graph import VehicleGraph, make_vehicle_graph
from routeplan.roads.network import Network
from routeplan.tracking.matching import MatchedTrack, match_track

GRID = make_grid(5, 5, spacing_m=200.0)
SPEED_M_S, EVERY_S = 10.0, 5.0
CORNERS = [(east, north) for east in range(5) for north in range(5)]


def make_graph(network: Network, vehicle: Vehicle = "R4") -> VehicleGraph:
    return make_vehicle_graph(network, vehicle, load_config().profiles[vehicle])


GRAPH = make_graph(GRID)


def drive(
    places: Sequence[tuple[float, float]], *, noise_m: float = 0.0, seed: int = 0
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return moments, longitudes and latitudes along places in metres, at 10 m/s."""
    corners = np.array(places, dtype=np.float64)
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(corners, axis=0).T))])
    moment_s = np.arange(0.0, along[-1] / SPEED_M_S + EVERY_S, EVERY_S)
    rng = np.random.default_rng(seed)
    x, y = (
        np.interp(moment_s * SPEED_M_S, along, corners[:, k]) + rng.normal(0, 1, len(moment_s))
        * noise_m
        for k in (0, 1)
    )  # fmt: skip
    lon, lat = np.array([place_at(*pair) for pair in zip(x.tolist(), y.tolist(), strict=True)]).T
    return moment_s, lon, lat


def match(
    places: Sequence[tuple[float, float]], graph: VehicleGraph = GRAPH, **options: float
) -> MatchedTrack:
    noise_m = max(options.get("noise_m", 0.0), 8.0)
    return match_track(graph, *drive(places, **options), noise_m=noise_m)  # type: ignore[arg-type]


def list_names(matched: MatchedTrack, network: Network = GRID) -> list[str]:
    """Return the names of the streets in the order in which they are driven, neighbours merged."""
    names = [network.edge_tags(int(edge))["name"] for edge in matched.way.edge]
    return [name for n, name in enumerate(names) if not n or names[n - 1] != name]


def measure(matched: MatchedTrack) -> float:
    return float(matched.way.metres.sum())


def test_a_way_round_the_block_is_found_street_by_street() -> None:
    matched = match([(0, 0), (400, 0), (400, 600), (0, 600), (0, 0)])
    assert list_names(matched) == ["row 0", "column 2", "row 3", "column 0"]
    assert measure(matched) == pytest.approx(2000, abs=25)
    # timed by the way: halfway after half of the time
    middle = int(np.searchsorted(matched.way.begin_s, 100))
    assert matched.way.begin_s[middle] == pytest.approx(100, abs=6)


@pytest.mark.parametrize("seed", range(5))
def test_noise_does_not_lead_astray(seed: int) -> None:
    matched = match([(100, 0), (400, 0), (400, 600), (100, 600)], noise_m=15, seed=seed)
    assert list_names(matched) == ["row 0", "column 2", "row 3"]
    assert measure(matched) == pytest.approx(1200, rel=0.05)


def test_of_two_carriageways_the_one_in_the_right_direction_is_taken() -> None:
    """Two one-way streets 14 m apart, joined at both ends."""
    nodes = {1: (0, 0), 2: (800, 0), 3: (800, 14), 4: (0, 14)}
    ways = {
        1: ({"highway": "primary", "name": "east", "oneway": "yes"}, [1, 2]),
        2: ({"highway": "primary", "name": "turn"}, [2, 3]),
        3: ({"highway": "primary", "name": "west", "oneway": "yes"}, [3, 4]),
        4: ({"highway": "primary", "name": "back"}, [4, 1]),
    }
    network = make_network(nodes, ways)
    graph = make_graph(network)
    # in the middle between the two, only the direction tells
    there = match([(20, 7), (780, 7)], graph, noise_m=4)
    back = match([(780, 7), (20, 7)], graph, noise_m=4)
    assert list_names(there, network) == ["east"]
    assert list_names(back, network) == ["west"]


def test_whoever_drives_against_a_one_way_street_did_drive_it() -> None:
    network = make_grid(3, 3, spacing_m=300.0, oneway=["row 1"])
    matched = match([(600, 300), (0, 300)], make_graph(network), noise_m=5)
    assert list_names(matched, network) == ["row 1"]
    assert (matched.way.to_m < matched.way.from_m).all()


def test_a_pause_of_some_fixes_is_bridged_and_a_long_one_is_not() -> None:
    moment_s, lon, lat = drive([(0, 0), (800, 0), (800, 800)])
    short = (moment_s < 40) | (moment_s > 80)
    bridged = match_track(GRAPH, moment_s[short], lon[short], lat[short], noise_m=8)
    assert measure(bridged) == pytest.approx(1600, abs=25)
    late = np.where(moment_s > 80, moment_s + 600, moment_s)
    cut = match_track(GRAPH, late[short], lon[short], lat[short], noise_m=8)
    # of the 500 m between the fixes at 35 s and at 85 s nothing is known
    assert measure(cut) == pytest.approx(1100, abs=25)


def test_what_lies_far_from_all_streets_is_matched_with_none() -> None:
    matched = match([(5000, 5000), (6000, 5000)])
    assert len(matched.way.edge) == 0
    one = match_track(GRAPH, *(values[:1] for values in drive([(0, 0), (100, 0)])), noise_m=8)
    assert len(one.driven.edge) == 0


@st.composite
def draw_ways(draw: st.DrawFn) -> list[tuple[float, float]]:
    """Return a walk over junctions of the grid that does not turn back at once."""
    place = draw(st.sampled_from(CORNERS))
    way = [place]
    for _step in range(draw(st.integers(2, 9))):
        steps = [
            (way[-1][0] + dx, way[-1][1] + dy) for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1))
        ]
        ahead = [
            one for one in steps if one in CORNERS and one != (way[-2] if len(way) > 1 else None)
        ]
        way.append(draw(st.sampled_from(ahead)))
    return [(200.0 * east, 200.0 * north) for east, north in way]


@given(draw_ways())
def test_without_noise_the_way_driven_is_the_way_found(way: list[tuple[float, float]]) -> None:
    matched = match(way)
    length = sum(abs(x2 - x1) + abs(y2 - y1) for (x1, y1), (x2, y2) in pairwise(way))
    assert measure(matched) == pytest.approx(length, abs=30)
    # no piece begins elsewhere than the one before it ends
    ends = [(int(e), float(f), float(t)) for e, f, t in
            zip(matched.driven.edge, matched.driven.from_m, matched.driven.to_m, strict=True)]  # fmt: skip
    for (edge, _from, to), (after, start, _to) in pairwise(ends):
        assert _locate(edge, to) == pytest.approx(_locate(after, start), abs=0.5)


def _locate(edge: int, along_m: float) -> tuple[float, float]:
    """Return metres east and north of a place on an edge of the grid."""
    lon, lat = GRID.edge_shape(edge)
    share = along_m / (GRID.edge_mm[edge] / 1000)
    metres = 111_195.0  # a degree at the equator, as in `grids`
    return (
        (lon[0] + share * (lon[-1] - lon[0]) - 113) * metres,
        (lat[0] + share * (lat[-1] - lat[0])) * metres,
    )
