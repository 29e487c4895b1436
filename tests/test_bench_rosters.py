"""The benchmark of rosters: what the observer guesses, and what hours are worth to him."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

PARTS = Path(__file__).resolve().parent.parent / "scripts" / "bench_parts"
NIGHT = ((0, 7200),)


@pytest.fixture(scope="module")
def observer() -> Any:
    """Give the module of the observer."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(PARTS))
        import rosters_observer

        return SimpleNamespace(**vars(rosters_observer))


def make_nights(observer: Any, moments: Sequence[int]) -> Any:
    """Return nights with one visit of a market each."""
    return {"malam": [[observer.Visit("A", moment, NIGHT)] for moment in moments]}


def test_whoever_comes_at_the_same_minute_is_met_every_time(observer: Any) -> None:
    nights = make_nights(observer, [3600] * 25)
    assert observer.measure_hits(nights, observer.guess_usual) == (1.0, 5)


def test_a_guess_hits_within_a_quarter_of_an_hour_and_not_beyond(observer: Any) -> None:
    # most visits were seen at 3600: the half hour from there on has its middle at 4500
    seen = [3600] * 20
    assert observer.guess_usual([3600, 3600, 100], NIGHT) == 4500
    for begin, hit in ((3600, 1.0), (5400, 1.0), (3599, 0.0), (5401, 0.0)):
        nights = make_nights(observer, [*seen, begin])
        assert observer.measure_hits(nights, observer.guess_usual) == (hit, 1)


def test_the_other_guess_is_where_nobody_was_seen(observer: Any) -> None:
    # seen in the first hour only: the farthest moment from all is the end of the night
    assert observer.guess_quiet([0, 1800, 3600], NIGHT) == 7200


def test_what_was_never_seen_is_not_guessed(observer: Any) -> None:
    nights = make_nights(observer, [3600] * 20)
    nights["malam"].append([observer.Visit("B", 3600, NIGHT)])
    assert observer.measure_hits(nights, observer.guess_usual) == (0.0, 0)


def test_four_half_hours_are_two_bits_and_one_is_none(observer: Any) -> None:
    assert observer.measure_entropy(make_nights(observer, [0, 1800, 3600, 5400]), 1800) == 2.0
    assert observer.measure_entropy(make_nights(observer, [0, 100, 200]), 1800) == 0.0
    # the same four in slots of an hour: two of two
    assert observer.measure_entropy(make_nights(observer, [0, 1800, 3600, 5400]), 3600) == 1.0


def test_random_times_are_open_ones_and_all_of_them_come(observer: Any) -> None:
    spans = ((0, 1), (10, 11))
    nights = {"malam": [[observer.Visit("A", 0, spans)] for _n in range(200)]}
    drawn = observer.draw_uniform(nights, np.random.default_rng(1))
    assert {visit.begin_s for night in drawn["malam"] for visit in night} == {0, 1, 10, 11}
