"""The mixed strategy: the worst-off place as well off as can be, hours as mixed as can be."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routeplan.geo import FloatArray
from routeplan.planning.roster.mixture import Exposure, draw_plan, measure_mixture, mix_plans


def make_exposure(
    covers: list[list[float]],
    idle: list[float],
    *,
    begins: FloatArray | None = None,
    seen: FloatArray | None = None,
) -> Exposure:
    """Return plans that cover some hotspots; without `begins` hours say nothing."""
    count = len(covers)
    begins = np.zeros((count, 1, 4)) if begins is None else begins
    seen = np.zeros(begins.shape[1:]) if seen is None else seen
    return Exposure(
        idle=np.array(idle),
        covers=np.array(covers),
        seen=seen,
        begins=begins,
        weights=np.ones(begins.shape[1]),
    )


def begin_in(*slots: int) -> FloatArray:
    """Return plans of which each makes one visit of the only place, in these half hours of four."""
    return np.eye(4)[list(slots)][:, None, :]


def test_a_single_plan_is_certain() -> None:
    assert mix_plans(make_exposure([[1.0]], [5.0]), likeliest=0.4).tolist() == [1.0]


def test_two_places_as_badly_off_are_each_covered_half_of_the_time() -> None:
    chances = mix_plans(make_exposure([[1, 0], [0, 1]], [3.0, 3.0]), likeliest=1.0)
    assert chances == pytest.approx([0.5, 0.5], abs=1e-3)


def test_a_place_twice_as_badly_off_is_covered_twice_as_often() -> None:
    # 2 (1 - p) = 1 - (1 - p): p = 2/3, both are off by 2/3 then
    chances = mix_plans(make_exposure([[1, 0], [0, 1]], [2.0, 1.0]), likeliest=1.0)
    assert chances == pytest.approx([2 / 3, 1 / 3], abs=1e-3)


def test_no_plan_is_likelier_than_the_limit_or_than_one_in_their_number() -> None:
    exposure = make_exposure([[1, 1, 1], [0, 0, 0], [0, 0, 0]], [1.0, 1.0, 1.0])
    assert mix_plans(exposure, likeliest=0.4).max() == pytest.approx(0.4, abs=1e-6)
    assert mix_plans(exposure, likeliest=0.1).max() == pytest.approx(1 / 3, abs=1e-6)


def test_hours_that_have_not_been_seen_are_likelier() -> None:
    # three visits in the first half hour so far; plans that come then, or an hour later
    seen = np.array([[3.0, 0.0, 0.0, 0.0]])
    exposure = make_exposure([[1], [1]], [1.0], begins=begin_in(0, 2), seen=seen)
    chances = mix_plans(exposure, likeliest=1.0)
    assert chances[1] > 0.9


def test_the_entropy_of_hours_is_largest_where_they_are_even() -> None:
    exposure = make_exposure([[1], [1]], [1.0], begins=begin_in(0, 1))
    even, uneven = (measure_mixture(exposure, np.array(p)) for p in ((0.5, 0.5), (0.9, 0.1)))
    # one visit in two half hours: ln 2, against ln 5 at most
    assert even == pytest.approx(np.log(2) / np.log(5))
    assert uneven < even


@given(st.integers(1, 8), st.integers(1, 6), st.integers(0, 10_000), st.floats(0.1, 1.0))
def test_chances_add_up_and_are_no_worse_than_an_even_mixture(
    plans: int, places: int, seed: int, likeliest: float
) -> None:
    rng = np.random.default_rng(seed)
    exposure = Exposure(
        idle=rng.uniform(0, 10, places),
        covers=rng.integers(0, 2, (plans, places)).astype(np.float64),
        seen=rng.integers(0, 4, (places, 6)).astype(np.float64),
        begins=rng.integers(0, 2, (plans, places, 6)).astype(np.float64),
        weights=rng.uniform(0.1, 5, places),
    )
    chances = mix_plans(exposure, likeliest=likeliest)
    assert chances.sum() == pytest.approx(1.0)
    assert chances.min() >= 0
    assert chances.max() <= max(likeliest, 1 / plans) + 1e-4
    even = np.full(plans, 1 / plans)
    assert value_of(exposure, chances) >= value_of(exposure, even) - 1e-4


def value_of(exposure: Exposure, chances: FloatArray) -> float:
    """Return what the strategy maximises, worked out anew."""
    off = exposure.idle * (1 - chances @ exposure.covers) / exposure.idle.max()
    return measure_mixture(exposure, chances) - float(off.max())


def test_the_draw_follows_the_chances() -> None:
    rng = np.random.default_rng(1)
    drawn = [draw_plan([0.7, 0.0, 0.3], rng) for _n in range(1000)]
    assert drawn.count(1) == 0
    assert 650 < drawn.count(0) < 750
