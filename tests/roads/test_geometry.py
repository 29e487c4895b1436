"""The shape of a path and the names along it."""

from __future__ import annotations

import pytest
from grids import make_network, place_at

from routeplan.roads.geometry import list_streets, merge_neighbours, trace_points
from routeplan.roads.matrix import PathPiece
from routeplan.roads.network import Network


def make_bend() -> Network:
    """Return one street of 300 m that bends after 100 m and after 200 m: edge 0."""
    nodes = {1: (0, 0), 2: (100, 0), 3: (100, 100), 4: (200, 100)}
    return make_network(
        nodes, {10: ({"highway": "residential", "name": "Jalan Raya"}, [1, 2, 3, 4])}
    )


def trace(*pieces: tuple[int, int, bool]) -> list[tuple[float, float]]:
    """Trace pieces of the bend: metres from, metres to, backward."""
    made = [PathPiece(0, start * 1000, end * 1000, back) for start, end, back in pieces]
    return trace_points(make_bend(), made)


def near(*metres: tuple[float, float]) -> list[object]:
    """Return the places that points should be at, to a centimetre."""
    return [pytest.approx(place_at(*place), abs=1e-7) for place in metres]


def test_a_whole_edge_has_all_its_points() -> None:
    assert trace((0, 300, False)) == near((0, 0), (100, 0), (100, 100), (200, 100))


def test_an_edge_driven_backward_has_its_points_backward() -> None:
    assert trace((300, 0, True)) == near((200, 100), (100, 100), (100, 0), (0, 0))


def test_an_edge_is_cut_where_the_path_begins_and_ends() -> None:
    assert trace((50, 150, False)) == near((50, 0), (100, 0), (100, 50))


def test_an_edge_is_cut_backward_too() -> None:
    assert trace((250, 50, True)) == near((150, 100), (100, 100), (100, 0), (50, 0))


def test_a_piece_within_a_straight_has_two_points() -> None:
    assert trace((20, 30, False)) == near((20, 0), (30, 0))


def test_a_piece_that_ends_in_a_bend_has_it_once() -> None:
    assert trace((50, 100, False)) == near((50, 0), (100, 0))


def test_the_point_where_two_pieces_meet_stands_there_once() -> None:
    assert trace((0, 100, False), (100, 0, True)) == near((0, 0), (100, 0), (0, 0))


def test_a_path_without_pieces_has_no_points() -> None:
    assert trace() == []


def make_streets(*named: tuple[dict[str, str], int]) -> tuple[Network, list[PathPiece]]:
    """Return streets one after another to the east, given by tags and metres, driven through."""
    nodes, east = {1: (0.0, 0.0)}, 0
    ways = {}
    for number, (tags, metres) in enumerate(named, start=1):
        east += metres
        nodes[number + 1] = (east, 0.0)
        ways[number] = ({"highway": "residential", **tags}, [number, number + 1])
    pieces = [PathPiece(n, 0, metres * 1000, False) for n, (_tags, metres) in enumerate(named)]
    return make_network(nodes, ways), pieces


def name_streets(*named: tuple[dict[str, str], int]) -> tuple[str, ...]:
    return list_streets(*make_streets(*named))


A, B, C = {"name": "Jalan A"}, {"name": "Jalan B"}, {"name": "Jalan C"}


def test_streets_stand_in_the_order_they_are_driven() -> None:
    assert name_streets((A, 200), (B, 300), (C, 100)) == ("Jalan A", "Jalan B", "Jalan C")


def test_pieces_of_one_street_are_named_once() -> None:
    assert name_streets((A, 200), (A, 300), (B, 100)) == ("Jalan A", "Jalan B")


def test_a_street_driven_again_later_is_named_again() -> None:
    assert name_streets((A, 200), (B, 300), (A, 100)) == ("Jalan A", "Jalan B", "Jalan A")


def test_a_street_without_a_name_is_called_by_its_number_or_not_at_all() -> None:
    assert name_streets((A, 200), ({}, 300), ({"ref": "1"}, 100)) == ("Jalan A", "Rute 1")


def test_a_street_hardly_driven_is_left_out() -> None:
    assert name_streets((A, 200), (B, 59), (C, 60)) == ("Jalan A", "Jalan C")


def test_both_sides_of_a_street_hardly_driven_are_one_street() -> None:
    assert name_streets((A, 200), (B, 59), (A, 200)) == ("Jalan A",)


def test_short_pieces_of_one_street_are_counted_together() -> None:
    assert name_streets((A, 40), (A, 40), (B, 500)) == ("Jalan A", "Jalan B")


def test_where_all_streets_are_short_all_are_named() -> None:
    assert name_streets((A, 20), (B, 30)) == ("Jalan A", "Jalan B")


def test_only_what_is_driven_of_a_street_counts() -> None:
    network, pieces = make_streets((A, 200), (B, 300))
    pieces[1] = PathPiece(1, 0, 50_000, False)
    assert list_streets(network, pieces) == ("Jalan A",)


def test_a_path_on_nameless_roads_has_no_streets() -> None:
    assert name_streets(({}, 200), ({}, 300)) == ()


def test_runs_of_equal_names_are_merged() -> None:
    assert merge_neighbours(["a", "a", "b", "a"]) == ("a", "b", "a")
    assert merge_neighbours([]) == ()
