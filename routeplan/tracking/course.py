"""A unit's course in the plane: positions at moments, smoothed, with speeds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from routeplan.geo import FloatArray
from routeplan.tracking.clean import CleanTrack

if TYPE_CHECKING:
    from pyproj import Transformer

IntArray = npt.NDArray[np.int64]

# Fixes that follow each other faster than this are averaged.
STEP_S = 5.0
# A position is the median of those within this time before and after it.
SMOOTH_S = 15.0
# A speed is that from this time before to this time after; from twice that where medians of so
# few fixes still stray by more than some metres.
SPEED_S = 15.0
MOST_STRAY_M = 10.0
# Fixes stray by a normal distribution whose deviation is estimated, within these metres.
LEAST_NOISE_M, MOST_NOISE_M = 8.0, 30.0
# A longer time without a fix is a pause; of a phone that saves its battery one that is longer than
# so many of its usual steps, within a limit.
PAUSE_S, LONGEST_PAUSE_S = 60.0, 300.0
PAUSE_STEPS = 2.5


@dataclass(frozen=True, eq=False)
class Course:
    """Where a unit was, (n,) each, in metres of `plane` (a transformer from lon, lat).

    Parameters
    ----------
    moment_s
        Seconds since 1970, strictly increasing.
    pause_s
        A longer time without a position is a pause.
    """

    plane: Transformer
    moment_s: FloatArray
    x: FloatArray
    y: FloatArray
    pause_s: float = PAUSE_S

    def __len__(self) -> int:
        return len(self.moment_s)

    @cached_property
    def lonlat(self) -> tuple[FloatArray, FloatArray]:
        """Longitudes and latitudes."""
        lon, lat = self.plane.transform(self.x, self.y, direction="INVERSE")
        return lon, lat

    @cached_property
    def smooth(self) -> tuple[FloatArray, FloatArray]:
        """Positions freed of single fixes that stray."""
        low = np.searchsorted(self.moment_s, self.moment_s - SMOOTH_S)
        high = np.searchsorted(self.moment_s, self.moment_s + SMOOTH_S, side="right")
        return _take_medians(self.x, low, high), _take_medians(self.y, low, high)

    @cached_property
    def speed_m_s(self) -> FloatArray:
        """Metres a second in a straight line, over half a minute to a minute."""
        count = len(self)
        number = np.arange(count)
        half_s = SPEED_S * (1 if self._stray_m <= MOST_STRAY_M else 2)
        low = np.searchsorted(self.moment_s, self.moment_s - half_s)
        high = np.searchsorted(self.moment_s, self.moment_s + half_s, side="right") - 1
        # where fixes are rarer than that, to the neighbours
        low = np.minimum(low, np.maximum(number - 1, 0))
        high = np.maximum(high, np.minimum(number + 1, count - 1))
        x, y = self.smooth
        seconds = np.maximum(self.moment_s[high] - self.moment_s[low], 1.0)
        speed: FloatArray = np.hypot(x[high] - x[low], y[high] - y[low]) / seconds
        return speed

    @cached_property
    def _stray_m(self) -> float:
        """How far smoothed positions stray, roughly."""
        step = np.diff(self.moment_s)
        every_s = float(np.median(step)) if len(step) else SMOOTH_S
        fixes = max(2 * SMOOTH_S / max(every_s, 1.0), 1.0)
        return estimate_noise_m(self.moment_s, self.x, self.y) / float(np.sqrt(fixes))

    @cached_property
    def weight_s(self) -> FloatArray:
        """Seconds that each position stands for, half of the time to its neighbours."""
        half = np.minimum(np.diff(self.moment_s), self.pause_s) / 2
        before = np.concatenate([[0.0], half])
        weight: FloatArray = before + np.concatenate([half, [0.0]])
        return weight

    def list_pauses(self, *, longer_s: float) -> list[int]:
        """Return the numbers of the positions behind which nothing is told for a while."""
        found: list[int] = np.flatnonzero(np.diff(self.moment_s) > longer_s).tolist()
        return found

    def locate(self, moment_s: float) -> tuple[float, float]:
        """Return the smoothed position at a moment, between its neighbours in a straight line."""
        x, y = self.smooth
        return (
            float(np.interp(moment_s, self.moment_s, x)),
            float(np.interp(moment_s, self.moment_s, y)),
        )


def make_course(tracks: Sequence[CleanTrack], plane: Transformer) -> Course:
    """Return the course that the recordings of one unit tell together."""
    moment_s, lon, lat = (
        np.concatenate([getattr(track, name) for track in tracks] or [np.zeros(0)])
        for name in ("moment_s", "lon", "lat")
    )
    order = np.argsort(moment_s, kind="stable")
    x, y = plane.transform(lon[order], lat[order])
    averaged = _average(moment_s[order], np.asarray(x), np.asarray(y))
    return Course(plane, *averaged, pause_s=find_pause_s(averaged[0]))


def find_pause_s(moment_s: FloatArray) -> float:
    """Return which time without a fix is a pause, by the usual time from fix to fix."""
    if len(moment_s) < 2:
        return PAUSE_S
    usual_s = float(np.median(np.diff(moment_s)))
    return float(np.clip(PAUSE_STEPS * usual_s, PAUSE_S, LONGEST_PAUSE_S))


def _average(
    moment_s: FloatArray, x: FloatArray, y: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return fixes with those of each span of `STEP_S` averaged."""
    if len(moment_s) < 2:
        return moment_s, x, y
    span = np.floor((moment_s - moment_s[0]) / STEP_S)
    first = np.flatnonzero(np.diff(span, prepend=-1.0))
    count = np.diff(np.append(first, len(span)))
    averages = [np.add.reduceat(values, first) / count for values in (moment_s, x, y)]
    return averages[0], averages[1], averages[2]


def _take_medians(values: FloatArray, low: IntArray, high: IntArray) -> FloatArray:
    """Return the median of `values` from each `low` up to its `high`."""
    width = int((high - low).max()) if len(values) else 1
    number = low[:, None] + np.arange(width)
    table = np.where(number < high[:, None], values[np.minimum(number, len(values) - 1)], np.nan)
    medians: FloatArray = np.nanmedian(table, axis=1) if len(values) else values
    return medians


def estimate_noise_m(moment_s: FloatArray, x: FloatArray, y: FloatArray) -> float:
    """Return how far fixes stray, by how much they leave the line between their neighbours.

    Of three fixes at even times the middle one strays from the middle of the others by 1.5 times
    the variance of one. What vehicles do between them is small beside it, most of the time.
    """
    step = np.diff(moment_s)
    even = (np.abs(np.diff(step)) < 1) & (step[1:] < SMOOTH_S)
    if not even.any():
        return LEAST_NOISE_M
    off = [(values[1:-1] - (values[:-2] + values[2:]) / 2)[even] for values in (x, y)]
    deviation = 1.4826 * float(np.median(np.abs(np.concatenate(off))))
    return float(np.clip(deviation / np.sqrt(1.5), LEAST_NOISE_M, MOST_NOISE_M))
