"""Stays: from when to when a unit stood where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from routeplan.geo import FloatArray
from routeplan.tracking.course import Course
from routeplan.tracking.labels import FIRST_SITE, MOVING, IntArray
from routeplan.tracking.sites import Sites

NO_SITE = -1
# Shorter stays are none.
LEAST_STAY_S = 60.0
# Seconds by which a stay may begin or end other than its labels say.
EDGE_S = 60.0
# Officers who leave a place for so long, and are then seen within so many radii, walk around.
EXCURSION_S = 180.0
EXCURSION_RADII = 3.0
# The least radius in which a standing phone strays; a fix as far from the middle of a stand, or so
# many deviations, may be driven to, if that is fast enough for a vehicle (metres a second).
DRIFT_M = 30.0
STRAY_M, STRAY_DEVIATIONS = 40.0, 3.0
DRIVEN_M_S = 2.5


@dataclass(frozen=True)
class Stay:
    """A time in which a unit stands: at a site, or elsewhere (`NO_SITE`).

    Parameters
    ----------
    first, last
        Numbers of its positions in the course.
    begin_s, end_s
        Seconds since 1970.
    x, y
        The middle of its positions.
    """

    site: int
    first: int
    last: int
    begin_s: float
    end_s: float
    x: float
    y: float

    @property
    def length_s(self) -> float:
        """Seconds from its beginning to its end."""
        return self.end_s - self.begin_s


def split_stands(course: Course, stands: Sequence[Stay], *, noise_m: float) -> list[Stay]:
    """Return stands without the short drives in them: out and back within half a minute or so.

    They are too short to be told from a phone that strays by their speeds alone, but go farther.
    Of a stand what lies near its middle stays.
    """
    return [part for stand in stands for part in _split_stand(course, stand, noise_m)]


def _split_stand(course: Course, stand: Stay, noise_m: float) -> Iterator[Stay]:
    reach = max(STRAY_M, STRAY_DEVIATIONS * noise_m)
    span = np.arange(stand.first, stand.last + 1)
    away = np.hypot(course.x[span] - stand.x, course.y[span] - stand.y)
    change = np.flatnonzero(np.diff((away > reach).astype(np.int8), prepend=0, append=0))
    cuts = []
    for low, high in change.reshape(-1, 2).tolist():
        before, after = max(low - 1, 0), min(high, len(span) - 1)
        seconds = course.moment_s[span[after]] - course.moment_s[span[before]]
        ways = int(low > 0) + int(high < len(span))  # out, back, or both
        if high - low > 1 and ways * away[low:high].max() >= DRIVEN_M_S * seconds:
            cuts.append((low, high))
    low = 0
    for begin, end in [*cuts, (len(span), len(span))]:
        if begin > low:
            yield _make_stay(course, stand.site, int(span[low]), int(span[begin - 1]))
        low = end


def find_stays(
    course: Course, stands: Sequence[Stay], sites: Sites, *, radius_m: float, indoor_s: float
) -> list[Stay]:
    """Return the stays that stands of a course make, in the order of time.

    Parameters
    ----------
    stands
        See `list_stands`.
    indoor_s
        A pause of the recording up to this long belongs to the stay around it.
    """
    finder = _Finder(course, sites.measure(*course.smooth), radius_m, indoor_s)
    runs = [replace(stand, site=finder.find_site(stand)) for stand in stands]
    merged = finder.merge(finder.adopt(runs))
    drawn = [_draw_edges(course, run, radius_m=radius_m) for run in merged]
    return [stay for stay in drawn if stay.length_s >= LEAST_STAY_S]


def list_stands(course: Course, labels: IntArray, *, indoor_s: float) -> list[Stay]:
    """Return the times in which a unit does not move, one for each label in a row.

    They are cut where the recording pauses for longer than `indoor_s`.
    """
    return list(_list_runs(course, labels, indoor_s)) if len(labels) else []


def _list_runs(course: Course, labels: IntArray, indoor_s: float) -> Iterator[Stay]:
    breaks = np.diff(labels) != 0
    breaks |= np.diff(course.moment_s) > indoor_s
    bounds = [0, *(np.flatnonzero(breaks) + 1).tolist(), len(labels)]
    for low, high in pairwise(bounds):
        label = int(labels[low])
        if label != MOVING:
            site = label - FIRST_SITE if label >= FIRST_SITE else NO_SITE
            yield _make_stay(course, site, low, high - 1)


def _make_stay(course: Course, site: int, first: int, last: int) -> Stay:
    span = slice(first, last + 1)
    return Stay(
        site, first, last, float(course.moment_s[first]), float(course.moment_s[last]),
        float(np.median(course.x[span])), float(np.median(course.y[span])),
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class _Finder:
    """Finds out which stands are one stay; `away_m` are the metres (n, k) to each site."""

    course: Course
    away_m: FloatArray
    radius_m: float
    indoor_s: float

    def find_site(self, run: Stay) -> int:
        """Return the site of a run: its own, else that where it begins and ends.

        A vehicle is left there, while officers walk around, out of the radius of the place.
        """
        if run.site != NO_SITE:
            return run.site
        ends = np.maximum(self.away_m[run.first], self.away_m[run.last])
        farthest = self.away_m[run.first : run.last + 1].max(axis=0)
        ends = np.where(farthest <= EXCURSION_RADII * self.radius_m, ends, np.inf)
        nearest = int(ends.argmin())
        return nearest if ends[nearest] <= self.radius_m else NO_SITE

    def adopt(self, runs: list[Stay]) -> list[Stay]:
        """Give runs elsewhere that follow or precede one at a site, and lie near it, to it."""
        adopted = list(runs)
        for place, run in enumerate(adopted):
            beside = (adopted[n] for n in (place - 1, place + 1) if 0 <= n < len(adopted))
            near = (other for other in beside if self._belongs(run, other))
            adopted[place] = replace(run, site=next(near, run).site)
        return adopted

    def _belongs(self, run: Stay, other: Stay) -> bool:
        if run.site != NO_SITE or other.site == NO_SITE:
            return False
        between_s = max(other.begin_s - run.end_s, run.begin_s - other.end_s)
        farthest = float(self.away_m[run.first : run.last + 1, other.site].max())
        return between_s <= self.course.pause_s and farthest <= EXCURSION_RADII * self.radius_m

    def merge(self, runs: list[Stay]) -> list[Stay]:
        """Return the runs with those of one place joined that only a short walk parts."""
        merged: list[Stay] = []
        for run in runs:
            if merged and self._is_one(merged[-1], run):
                kept = merged.pop()
                merged.append(_make_stay(self.course, kept.site, kept.first, run.last))
            else:
                merged.append(run)
        return merged

    def _is_one(self, kept: Stay, run: Stay) -> bool:
        between = slice(kept.last, run.first + 1)
        longest_s = float(np.diff(self.course.moment_s[between]).max(initial=0.0))
        if kept.site != run.site or longest_s > self.indoor_s:
            return False
        # a pause of the recording says nothing of where the unit was: only what is told counts
        unknown_s = longest_s if longest_s > self.course.pause_s else 0.0
        walked_s = run.begin_s - kept.end_s - unknown_s
        if walked_s > EXCURSION_S:
            return False
        if kept.site == NO_SITE:
            return bool(np.hypot(run.x - kept.x, run.y - kept.y) <= self.radius_m)
        farthest = float(self.away_m[between, kept.site].max())
        return farthest <= EXCURSION_RADII * self.radius_m


def _draw_edges(course: Course, run: Stay, *, radius_m: float) -> Stay:
    """Return a run from when to when the unit was near its middle.

    Labels are late by some seconds, because speeds are those of a minute.
    """
    reach = min(max(DRIFT_M, 2 * measure_spread(course, run)), radius_m)
    x, y = course.smooth
    near = np.hypot(x - run.x, y - run.y) <= reach
    first, last = run.first, run.last
    early, late = run.begin_s - EDGE_S, run.end_s + EDGE_S
    while first > 0 and near[first - 1] and course.moment_s[first - 1] >= early:
        first -= 1
    while last < len(course) - 1 and near[last + 1] and course.moment_s[last + 1] <= late:
        last += 1
    begin_s = float(course.moment_s[first]) - _credit(course, first, first - 1)
    end_s = float(course.moment_s[last]) + _credit(course, last, last + 1)
    return replace(run, first=first, last=last, begin_s=begin_s, end_s=end_s)


def measure_spread(course: Course, run: Stay) -> float:
    """Return the median distance of its positions from their middle."""
    span = slice(run.first, run.last + 1)
    return float(np.median(np.hypot(course.x[span] - run.x, course.y[span] - run.y)))


def _credit(course: Course, edge: int, beyond: int) -> float:
    """Return half of the time from the `edge` to the fix beyond, in which the unit came or went."""
    if not 0 <= beyond < len(course):
        return 0.0
    pause_s = abs(float(course.moment_s[beyond] - course.moment_s[edge]))
    return pause_s / 2 if pause_s <= course.pause_s else 0.0
