"""The judge drives legs again: it agrees with the router, though it shares nothing with it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streets_plan import BLOCK_M, SIZE, make_streets, to_lonlat

from routeplan.config import ProfileRule
from routeplan.planning.verify.legs import Spot, find_pieces, measure_pieces
from routeplan.roads.graph import make_vehicle_graph
from routeplan.roads.matrix import compute_matrix, find_paths, make_router
from routeplan.roads.snap import snap_to_graph

# 27 km/h: 500 m take 66,666.67 ms, so that parts of edges have to be rounded
GRAPH = make_vehicle_graph(make_streets(), "R4", ProfileRule({"residential": 27.0}))


def spot_on(edge: int, offset_m: float) -> Spot:
    """Return the place so many metres along an edge, counted from 1."""
    return Spot(edge - 1, round(offset_m * 1000), 0.0, 0.0, 0.0)


def list_problems(edges: tuple[int, ...], start: Spot, end: Spot) -> list[str]:
    return [rule for rule, _problem in find_pieces(GRAPH, edges, start, end)[1]]


def drive(edges: tuple[int, ...], start: Spot, end: Spot) -> tuple[int, int]:
    pieces, problems = find_pieces(GRAPH, edges, start, end)
    assert pieces is not None
    assert problems == []
    return measure_pieces(GRAPH, pieces)


# on and beside junctions and streets, often on the same street or spot
steps = st.sampled_from([0.0, 0.001, 100.0, 250.2, 499.999, 500.0, 777.7, 1000.0, 1500.5, 2000.0])
offsets = st.tuples(steps, st.integers(0, SIZE - 2), st.booleans())


@settings(max_examples=60, deadline=None)
@given(st.lists(offsets, min_size=2, max_size=5))
def test_what_the_router_finds_passes_the_judge_with_the_same_figures(
    offsets: list[tuple[float, int, bool]],
) -> None:
    places = [
        to_lonlat(*((along, BLOCK_M * line) if is_row else (BLOCK_M * line, along)))
        for along, line, is_row in offsets
    ]
    lon, lat = np.array(places).T
    router = make_router(GRAPH, snap_to_graph(GRAPH, lon, lat))
    matrix, snaps = compute_matrix(router), router.snaps
    spots = [
        Spot(int(edge), int(offset_mm), 0.0, 0.0, 0.0)
        for edge, offset_mm in zip(snaps.edge, snaps.offset_mm, strict=True)
    ]
    pairs = [(a, b) for a in range(len(places)) for b in range(len(places)) if a != b]
    for (a, b), path in zip(pairs, find_paths(router, pairs), strict=True):
        edges = tuple(-piece.edge - 1 if piece.backward else piece.edge + 1 for piece in path)
        assert drive(edges, spots[a], spots[b]) == (matrix.seconds[a, b], matrix.metres[a, b])


def test_parts_of_edges_are_rounded_half_up_and_the_leg_once() -> None:
    # 500 m take 66,667 ms: 100 m are passed after 13,333.4, 437.5 m after 58,333.6 ms
    assert drive((1,), spot_on(1, 100), spot_on(1, 437.5)) == (46, 338)  # 45,001 ms
    assert drive((-1,), spot_on(1, 437.5), spot_on(1, 100)) == (46, 338)
    # 337.5 m are passed after 45,000.2 ms, which are 45 whole seconds; 4 mm on it is one more
    assert drive((1,), spot_on(1, 0), spot_on(1, 337.5)) == (45, 338)
    assert drive((1,), spot_on(1, 0), spot_on(1, 337.504)) == (46, 338)
    # three edges in a row take 3 x 66,667 = 200,001 ms
    assert drive((1, 2, 3), spot_on(1, 0), spot_on(3, 500)) == (201, 1500)


def test_a_leg_may_stay_in_place() -> None:
    assert drive((), spot_on(1, 100), spot_on(1, 100)) == (0, 0)
    assert drive((1,), spot_on(1, 100), spot_on(1, 100)) == (0, 0)
    # the end of row 0's first edge is the beginning of column 1's
    assert drive((), spot_on(1, 500), spot_on(25, 0)) == (0, 0)
    assert list_problems((), spot_on(1, 100), spot_on(1, 101)) == ["route"]


def test_a_place_at_a_junction_may_be_left_and_reached_by_any_of_its_streets() -> None:
    assert drive((25,), spot_on(1, 500), spot_on(25, 250)) == (34, 250)
    assert drive((-25,), spot_on(25, 250), spot_on(2, 0)) == (34, 250)
    # by its own edge it is not driven on, however it is said
    assert drive((1, 25), spot_on(1, 500), spot_on(25, 250)) == (34, 250)
    assert list_problems((26,), spot_on(1, 500), spot_on(26, 250)) == ["route"]


def test_a_leg_may_come_back_to_the_street_it_left() -> None:
    # from 400 m along row 0's first edge round the block to 100 m along it
    start, end = spot_on(1, 400), spot_on(1, 100)
    assert drive((1, 25, -5, -21, 1), start, end)[1] == 100 + 3 * 500 + 100
    assert list_problems((1,), start, end) == ["route"]


@pytest.mark.parametrize("edges", [(37,), (37, 38)])
def test_a_one_way_street_is_driven_its_own_way_only(edges: tuple[int, ...]) -> None:
    start, end = spot_on(edges[0], 100), spot_on(edges[-1], 300)
    assert list_problems(edges, start, end) == []
    back = tuple(-edge for edge in reversed(edges))
    assert set(list_problems(back, end, start)) == {"one_way"}


def test_a_closed_street_is_closed_both_ways() -> None:
    assert list_problems((17,), spot_on(17, 100), spot_on(17, 300)) == ["closed"]
    assert list_problems((-17,), spot_on(17, 300), spot_on(17, 100)) == ["closed"]
