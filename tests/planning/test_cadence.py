"""How often places are visited, and windows that keep their visits apart."""

from __future__ import annotations

import itertools
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from problems import HOUR_S, NIGHT_S

from routeplan.model import TimeWindow
from routeplan.planning.cadence import Windows, count_visits, make_generator, spread_visits

HALF_S = HOUR_S // 2
NIGHT = (TimeWindow(0, NIGHT_S),)


def spread(
    windows: Windows, count: int, *, apart_s: int = HOUR_S, narrowest_s: int = HALF_S, seed: int = 1
) -> tuple[Windows, ...]:
    rng = np.random.default_rng(seed)
    return spread_visits(windows, count, apart_s=apart_s, narrowest_s=narrowest_s, rng=rng)


def measure_s(windows: Windows) -> int:
    return sum(window.length_s for window in windows)


@pytest.mark.parametrize(
    ("hours", "cadence_min", "visits"), [(8, 120, 4), (7, 120, 3), (1, 120, 1), (8, None, 1)]
)
def test_the_cadence_counts_the_visits_of_the_open_time(
    hours: int, cadence_min: int | None, visits: int
) -> None:
    assert count_visits([TimeWindow(600, 600 + hours * HOUR_S)], cadence_min) == visits


def test_the_cadence_counts_the_time_of_all_windows() -> None:
    windows = [TimeWindow(0, 2 * HOUR_S), TimeWindow(5 * HOUR_S, 7 * HOUR_S)]
    assert count_visits(windows, 120) == 2


def test_a_single_visit_keeps_all_its_windows() -> None:
    windows = (TimeWindow(0, 60), TimeWindow(4000, 4100))
    assert spread(windows, 1) == (windows,)


def test_visits_that_just_fit_stand_where_they_must() -> None:
    # three half hours with an hour between: 0:00-0:30, 1:30-2:00, 3:00-3:30
    tight = (TimeWindow(0, 7 * HALF_S),)
    assert spread(tight, 3) == (
        (TimeWindow(0, HALF_S),),
        (TimeWindow(3 * HALF_S, 4 * HALF_S),),
        (TimeWindow(6 * HALF_S, 7 * HALF_S),),
    )


def test_a_second_less_leaves_room_for_one_visit_fewer() -> None:
    assert len(spread((TimeWindow(0, 7 * HALF_S - 1),), 3)) == 2


def test_a_wish_beyond_all_measure_is_answered_at_once() -> None:
    assert spread(NIGHT, 10**15) == spread(NIGHT, 100)
    assert len(spread(NIGHT, 10**15)) > 1


def test_visits_do_not_stand_where_the_windows_are_closed() -> None:
    # one visit fits into each window, as the closed hours keep them apart
    windows = (TimeWindow(0, HALF_S), TimeWindow(5 * HOUR_S, 5 * HOUR_S + HALF_S))
    assert spread(windows, 2) == ((windows[0],), (windows[1],))


def test_the_time_that_is_to_spare_is_used() -> None:
    # 8 hours less two gaps of an hour are 6 hours for three visits
    visits = spread(NIGHT, 3)
    assert sum(map(measure_s, visits)) == 6 * HOUR_S
    assert (visits[0][0].start_s, visits[-1][-1].end_s) == (0, NIGHT_S)


def test_the_borders_are_drawn_by_the_seed_and_not_fixed_to_the_clock() -> None:
    borders = {spread(NIGHT, 3, seed=seed)[1][0].start_s for seed in range(20)}
    assert len(borders) > 15
    assert max(borders) - min(borders) > HALF_S


def test_no_moment_lies_between_two_visits_in_most_of_the_nights() -> None:
    """Whoever watches for weeks must not learn when nobody ever comes."""
    nights = [spread(NIGHT, 3, seed=seed) for seed in range(200)]
    for moment_s in range(0, NIGHT_S, 600):
        seen = [
            any(piece.start_s <= moment_s <= piece.end_s for visit in night for piece in visit)
            for night in nights
        ]
        assert sum(seen) > len(nights) / 2


PRINT_DRAW = (
    "from routeplan.planning.cadence import make_generator; "
    "print(make_generator(7, 'H3/2').integers(0, 10**9))"
)


def test_the_numbers_drawn_are_the_same_in_every_process() -> None:
    drawn = {
        subprocess.run(
            [sys.executable, "-c", PRINT_DRAW],
            env={"PYTHONHASHSEED": seed}, capture_output=True, check=True, text=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }  # fmt: skip
    assert drawn == {str(make_generator(7, "H3/2").integers(0, 10**9))}
    assert drawn != {str(make_generator(7, "H3/3").integers(0, 10**9))}


@st.composite
def open_hours(draw: st.DrawFn) -> Windows:
    """Return up to four windows apart from each other."""
    moments = draw(st.lists(st.integers(0, NIGHT_S), min_size=2, max_size=8, unique=True))
    pairs = zip(*[iter(sorted(moments))] * 2, strict=False)
    return tuple(TimeWindow(start, end) for start, end in pairs)


@given(
    windows=open_hours(),
    count=st.integers(1, 6),
    apart_s=st.integers(1, 2 * HOUR_S),
    narrowest_s=st.integers(1, HOUR_S),
    seed=st.integers(0, 99),
)
def test_whatever_moments_are_chosen_nobody_comes_back_too_soon(
    windows: Windows, count: int, apart_s: int, narrowest_s: int, seed: int
) -> None:
    visits = spread(windows, count, apart_s=apart_s, narrowest_s=narrowest_s, seed=seed)
    assert 1 <= len(visits) <= count
    for earlier, later in itertools.pairwise(visits):
        # the latest moment of one and the earliest of the next
        assert later[0].start_s - earlier[-1].end_s >= apart_s
    for piece in itertools.chain.from_iterable(visits):
        assert any(window.intersect(piece) == piece for window in windows)
    if len(visits) > 1:
        assert min(map(measure_s, visits)) >= narrowest_s
