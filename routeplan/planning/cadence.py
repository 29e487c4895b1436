"""How often a place is visited in a shift, and within which hours each of its visits begins.

The visits of a place are given windows of their own, so far apart that whatever moments are
chosen in them, nobody comes back before the gap has passed. Their borders are drawn by the seed:
whoever watches the place cannot tell when the next visit comes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from routeplan.geo import FloatArray
from routeplan.model import TimeWindow

Windows = tuple[TimeWindow, ...]

# Drawn borders that do not fit between closed hours are drawn in half as far, so many times.
HALVINGS = 6


def make_generator(seed: int, name: str) -> np.random.Generator:
    """Return the random numbers of one thing in a plan: the same in every process."""
    digest = hashlib.sha256(name.encode("utf-8")).digest()
    return np.random.default_rng([seed, int.from_bytes(digest[:8], "big")])


def count_visits(windows: Sequence[TimeWindow], cadence_min: int | None) -> int:
    """Return how many visits a cadence makes of the open time: at least 1, 1 without a cadence."""
    if cadence_min is None:
        return 1
    return max(sum(window.length_s for window in windows) // (60 * cadence_min), 1)


def spread_visits(
    windows: Sequence[TimeWindow],
    count: int,
    *,
    apart_s: int,
    narrowest_s: int,
    rng: np.random.Generator,
) -> tuple[Windows, ...]:
    """Return the windows of each visit, as many as fit of those wished for.

    Parameters
    ----------
    windows
        When a visit may begin: sorted, apart from each other, at least one.
    count
        Visits wished for, at least 1.
    apart_s
        Least seconds from the latest moment of one to the earliest of the next: the longest stay
        and the gap.
    narrowest_s
        Each of several visits can begin within so many open seconds at least; above 0.
    """
    open_s = sum(window.length_s for window in windows)
    span_s = windows[-1].end_s - windows[0].start_s
    most = min(count, open_s // narrowest_s, span_s // (narrowest_s + apart_s) + 1)
    for number in range(most, 1, -1):
        width = _find_widest(windows, number, apart_s)
        if width is not None and width >= narrowest_s:
            # every way of sharing out what is above the narrowest is as likely: no hour of a night
            # lies between two visits so often that it stands out over the nights
            shares = number * rng.dirichlet(np.ones(number))
            # a second is kept back for rounding
            moves = np.cumsum(shares - 1.0) * max(width - narrowest_s - 1, 0)
            return _draw_visits(windows, width, moves, apart_s=apart_s)
    return (tuple(windows),)


def _find_widest(windows: Sequence[TimeWindow], number: int, apart_s: int) -> int | None:
    """Return the most open seconds that so many visits of equal width can have, None for none."""
    low, high = -1, sum(window.length_s for window in windows) // number
    while low < high:
        middle = (low + high + 1) // 2
        if _place_visits(windows, [middle] * number, apart_s) is None:
            high = middle - 1
        else:
            low = middle
    return None if low < 0 else low


def _draw_visits(
    windows: Sequence[TimeWindow], width: int, moves: FloatArray, *, apart_s: int
) -> tuple[Windows, ...]:
    """Return visits of about `width`, the end of each moved, or moved less if that is too far."""
    ends = np.arange(1, len(moves) + 1) * width
    for scale in [0.5**n for n in range(HALVINGS)]:
        borders = np.rint(ends + moves * scale).astype(np.int64)
        placed = _place_visits(windows, np.diff(borders, prepend=0).tolist(), apart_s)
        if placed is not None:
            return placed
    placed = _place_visits(windows, [width] * len(moves), apart_s)
    if placed is None:
        raise RuntimeError("visits of equal width fit")
    return placed


def _place_visits(
    windows: Sequence[TimeWindow], widths: Sequence[int], apart_s: int
) -> tuple[Windows, ...] | None:
    """Return visits of some open widths in a row, the last to the end; None if too long."""
    placed = []
    start = windows[0].start_s
    for number, width in enumerate(widths):
        is_last = number == len(widths) - 1
        taken = _take(windows, start, None if is_last else width)
        if sum(window.length_s for window in taken) < width or not taken:
            return None
        placed.append(taken)
        start = taken[-1].end_s + apart_s
    return tuple(placed)


def _take(windows: Sequence[TimeWindow], start_s: int, width: int | None) -> Windows:
    """Return the open time from a moment on, at most `width` seconds of it."""
    taken: list[TimeWindow] = []
    left = width
    for window in windows:
        if window.end_s < start_s or (left == 0 and taken):
            continue
        first = max(window.start_s, start_s)
        last = window.end_s if left is None else min(window.end_s, first + left)
        taken.append(TimeWindow(first, last))
        left = None if left is None else left - (last - first)
    return tuple(taken)
