"""A course knows how often it was recorded, and how far its fixes stray."""

from __future__ import annotations

import numpy as np
import pytest

from routeplan.tracking.course import estimate_noise_m, find_pause_s


@pytest.mark.parametrize(
    ("every_s", "pause_s"),
    [(1, 60), (5, 60), (24, 60), (60, 150), (120, 300), (600, 300)],
)
def test_a_pause_is_longer_than_the_usual_steps_of_the_phone(every_s: int, pause_s: float) -> None:
    assert find_pause_s(np.arange(0.0, 7200.0, every_s)) == pause_s


def test_a_few_long_pauses_do_not_change_what_is_usual() -> None:
    moment_s = np.concatenate([np.arange(0.0, 600.0, 5), np.arange(3000.0, 3600.0, 5), [9000.0]])
    assert find_pause_s(moment_s) == 60
    assert find_pause_s(np.zeros(1)) == 60


@pytest.mark.parametrize("noise_m", [10.0, 20.0])
def test_how_far_fixes_stray_is_told_from_their_neighbours(noise_m: float) -> None:
    rng = np.random.default_rng(1)
    moment_s = np.arange(0.0, 10_000.0, 5)
    x, y = 8 * moment_s + rng.normal(0, noise_m, len(moment_s)), rng.normal(0, noise_m, 2000)
    assert estimate_noise_m(moment_s, x, y) == pytest.approx(noise_m, rel=0.1)
    # within limits, and the least of them where fixes are too rare to tell
    assert estimate_noise_m(moment_s, x * 10, y * 10) == 30
    assert estimate_noise_m(moment_s * 20, x, y) == 8
