"""Fixes are put in order, and what cannot be right is left out and counted."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from evaluations import get_config
from hypothesis import given
from hypothesis import strategies as st

from routeplan.model import RejectReason
from routeplan.tracking.clean import CleanTrack, clean_track, drop_told
from routeplan.tracking.raw import UNKNOWN, make_raw_track

RULE = get_config().evaluation
METRE = 1 / 111_195  # of latitude, in degrees


def clean(*rows: tuple[float, float, float], **fields: Any) -> CleanTrack:
    """Return the clean track of moments, and metres east and north of a place on the equator."""
    fixes = [(moment, 113 + x * METRE, y * METRE, UNKNOWN) for moment, x, y in rows]
    return clean_track(make_raw_track("t.gpx", "", fixes, **fields), RULE)


def count(track: CleanTrack) -> dict[RejectReason, int]:
    return {item.reason: item.fixes for item in track.rejected}


def test_fixes_out_of_order_are_put_in_order_and_counted() -> None:
    track = clean((10, 0, 0), (0, 1, 0), (20, 2, 0), (5, 3, 0))
    assert track.moment_s.tolist() == [0, 5, 10, 20]
    assert track.out_of_order == 2
    assert count(track) == {}


def test_what_lacks_a_time_or_a_place_repeats_or_is_inaccurate_is_counted() -> None:
    rows = [
        (0.0, 113.0, -8.0, 5.0), (0.0, 113.0, -8.0, 5.0), (5.0, UNKNOWN, UNKNOWN, 5.0),
        (UNKNOWN, 113.0, -8.0, 5.0), (10.0, 0.0, 0.0, 5.0), (15.0, 113.0, -8.0, 500.0),
        (20.0, 113.0, -8.0, UNKNOWN),
    ]  # fmt: skip
    track = clean_track(make_raw_track("t.gpx", "", rows), RULE)
    assert track.moment_s.tolist() == [0, 20]
    assert count(track) == {"no_position": 2, "no_time": 1, "inaccurate": 1, "duplicate": 1}


def test_a_single_fix_far_away_is_a_jump() -> None:
    # 3 km in 5 s and back: 2,160 km/h
    track = clean(*((5.0 * n, 3000.0 if n == 4 else 50.0 * n, 0.0) for n in range(10)))
    assert count(track) == {"jump": 1}
    assert 20.0 not in track.moment_s


def test_a_while_at_a_wrong_place_is_a_jump_however_long_it_seems_to_stand_there() -> None:
    wrong = range(20, 29)
    track = clean(*((5.0 * n, 9000.0 if n in wrong else 50.0 * n, 0.0) for n in range(60)))
    assert count(track) == {"jump": len(wrong)}


def test_noise_and_fast_driving_are_no_jumps() -> None:
    # 120 km/h is 167 m in 5 s, with 60 m of noise to both sides
    track = clean(*((5.0 * n, 167.0 * n, 60.0 * (-1) ** n) for n in range(50)))
    assert count(track) == {}


def test_a_journey_without_a_signal_is_no_jump() -> None:
    # 20 km in half an hour
    track = clean(*((5.0 * n, 10.0 * n, 0.0) for n in range(20)),
                  *((1900 + 5.0 * n, 20000 + 10.0 * n, 0.0) for n in range(5)))  # fmt: skip
    assert count(track) == {}


@given(st.permutations(range(12)))
def test_the_order_of_points_in_a_file_does_not_matter(order: list[int]) -> None:
    rows = [(5.0 * n, 9000.0 if n == 7 else 40.0 * n, 3.0 * n) for n in range(12)]
    straight, mixed = clean(*rows), clean(*(rows[n] for n in order))
    np.testing.assert_array_equal(straight.moment_s, mixed.moment_s)
    np.testing.assert_array_equal(straight.lon, mixed.lon)
    assert straight.rejected == mixed.rejected


def test_a_second_device_of_a_unit_fills_the_pauses_of_the_first() -> None:
    first = clean(*((float(t), 0.0, 0.0) for t in (*range(0, 100, 10), *range(300, 400, 10))))
    second = clean(*((float(t), 0.0, 0.0) for t in range(5, 450, 10)))
    kept = drop_told(second, [first.moment_s], pause_s=60)
    # from the last fix before the pause (90 s) to the first after it (300 s), and from the end on
    assert kept.moment_s.tolist() == [*range(95, 300, 10), *range(395, 450, 10)]
    assert count(kept) == {"other_device": len(second) - len(kept)}


@pytest.mark.parametrize("rows", [[], [(UNKNOWN, 113.0, -8.0, UNKNOWN)]])
def test_a_recording_of_nothing_is_empty(rows: list[tuple[float, float, float, float]]) -> None:
    assert len(clean_track(make_raw_track("t.gpx", "", rows), RULE)) == 0
