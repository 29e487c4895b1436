"""Out and back again over less than the noise is nothing that anybody drove."""

from __future__ import annotations

import pytest

from routeplan.tracking.spurs import Piece, cut_spurs


def go(edge: int, start: float, end: float) -> Piece:
    return edge, start, end, 0.0, 0.0


def show(pieces: list[Piece]) -> list[tuple[int, float, float]]:
    return [piece[:3] for piece in pieces]


def test_a_way_straight_on_stays_as_it_is() -> None:
    way = [go(1, 0, 100), go(2, 50, 0), go(3, 0, 80)]
    assert cut_spurs(way, longest_m=40) == way


def test_a_short_way_into_a_side_street_and_out_is_cut() -> None:
    way = [go(1, 0, 100), go(7, 0, 15), go(7, 15, 0), go(2, 0, 100)]
    assert show(cut_spurs(way, longest_m=40)) == [(1, 0, 100), (2, 0, 100)]


def test_a_way_to_the_end_of_a_street_and_back_was_driven() -> None:
    way = [go(1, 0, 100), go(7, 0, 60), go(7, 60, 0), go(2, 0, 100)]
    assert cut_spurs(way, longest_m=40) == way


def test_back_and_forth_on_one_street_is_the_way_forth() -> None:
    # 70 m ahead, 10 back, 40 ahead again: 100 m
    way = [go(1, 0, 70), go(1, 70, 60), go(1, 60, 100)]
    assert show(cut_spurs(way, longest_m=40)) == [(1, 0, 60), (1, 60, 100)]


def test_a_spur_round_a_corner_is_cut_whole() -> None:
    way = [go(1, 0, 100), go(7, 0, 10), go(8, 0, 12), go(8, 12, 0), go(7, 10, 0), go(2, 0, 50)]
    assert show(cut_spurs(way, longest_m=40)) == [(1, 0, 100), (2, 0, 50)]


def test_spurs_upon_spurs_are_cut() -> None:
    way = [
        go(1, 0, 100), go(7, 0, 10), go(7, 10, 5), go(7, 5, 10), go(7, 10, 0), go(2, 0, 50),
    ]  # fmt: skip
    assert show(cut_spurs(way, longest_m=40)) == [(1, 0, 100), (2, 0, 50)]


@pytest.mark.parametrize("way", [[], [go(1, 0, 5)], [go(1, 0, 5), go(1, 5, 0)]])
def test_what_is_only_a_spur_leaves_nothing_or_itself(way: list[Piece]) -> None:
    assert len(cut_spurs(way, longest_m=40)) == len(way) % 2
