"""Loops can be told apart and the numbers on them read."""

from __future__ import annotations

from itertools import combinations

import pytest

from routeplan.export.drawing.palette import OKABE_ITO, contrast_ratio, pick_style


def test_contrast_is_that_of_wcag() -> None:
    assert contrast_ratio("#000000", "#ffffff") == pytest.approx(21)
    assert contrast_ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("index", range(len(OKABE_ITO)))
def test_numbers_on_every_colour_reach_the_contrast_for_small_text(index: int) -> None:
    style = pick_style(index)
    assert contrast_ratio(style.ink, style.colour) >= 4.5


def test_24_loops_differ_in_colour_or_dash() -> None:
    looks = [(pick_style(i).colour, pick_style(i).dash) for i in range(24)]
    assert all(first != second for first, second in combinations(looks, 2))


def test_the_first_six_loops_differ_in_colour() -> None:
    assert len({pick_style(i).colour for i in range(6)}) == 6
