"""Cleaning: fixes in the order of time, without those that cannot be right; all are counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from routeplan.config import EvaluationRule
from routeplan.geo import FloatArray, great_circle_m
from routeplan.model import Rejected, RejectReason
from routeplan.tracking.raw import RawTrack

BoolArray = npt.NDArray[np.bool_]

# Beside its speed a fix may be off by so much before it counts as a jump.
NOISE_M = 100.0
# Where a receiver that knows nothing says it is: the origin of all coordinates.
NOWHERE_DEG = 1e-3
KMH_PER_M_S = 3.6


@dataclass(frozen=True, eq=False)
class CleanTrack:
    """Fixes of one device in the order of time, (n,) each, and what was left out.

    Parameters
    ----------
    moment_s
        Seconds since 1970, strictly increasing.
    out_of_order
        Fixes that stood behind a later one.
    """

    file: str
    device: str
    moment_s: FloatArray
    lon: FloatArray
    lat: FloatArray
    rejected: tuple[Rejected, ...]
    is_local: bool = False
    out_of_order: int = 0

    def __len__(self) -> int:
        return len(self.moment_s)

    def reject(self, reason: RejectReason, bad: BoolArray) -> CleanTrack:
        """Return the track without some fixes, and with their number told."""
        if not bad.any():
            return self
        kept = ~bad
        told = {item.reason: item.fixes for item in self.rejected}
        told[reason] = told.get(reason, 0) + int(bad.sum())
        return replace(
            self, moment_s=self.moment_s[kept], lon=self.lon[kept], lat=self.lat[kept],
            rejected=tuple(Rejected(key, count) for key, count in told.items()),
        )  # fmt: skip

    def shift_clock(self, seconds: float) -> CleanTrack:
        """Return the track with some seconds added to its times."""
        return replace(self, moment_s=self.moment_s + seconds)


def clean_track(raw: RawTrack, rule: EvaluationRule) -> CleanTrack:
    """Return the usable fixes of a recording in the order of time."""
    track = CleanTrack(raw.file, raw.device, raw.moment_s, raw.lon, raw.lat, (), raw.is_local)
    accuracy_m = raw.accuracy_m
    nowhere = ~(np.isfinite(track.lon) & np.isfinite(track.lat))
    nowhere |= (np.abs(track.lon) < NOWHERE_DEG) & (np.abs(track.lat) < NOWHERE_DEG)
    steps: list[tuple[RejectReason, BoolArray]] = [
        ("no_position", nowhere),
        ("no_time", ~np.isfinite(track.moment_s)),
        ("inaccurate", accuracy_m > rule.accuracy_m),
    ]
    done = np.zeros(len(track), dtype=bool)
    for reason, bad in steps:
        track = track.reject(reason, (bad & ~done)[~done])
        done |= bad
    before = np.maximum.accumulate(track.moment_s) if len(track) else track.moment_s
    late = int((track.moment_s < before).sum())
    order = np.argsort(track.moment_s, kind="stable")
    track = replace(
        track, moment_s=track.moment_s[order], lon=track.lon[order], lat=track.lat[order],
        out_of_order=late,
    )  # fmt: skip
    repeats = np.diff(track.moment_s, prepend=-np.inf) <= 0
    track = track.reject("duplicate", repeats)
    return track.reject("jump", find_jumps(track, fastest_kmh=rule.fastest_kmh))


def find_jumps(track: CleanTrack, *, fastest_kmh: float) -> BoolArray:
    """Tell which fixes cannot be driven to: those outside of the longest sequence that can.

    Each fix goes on with a sequence of fixes whose last one is near enough for the time between;
    one that fits with none begins another. A receiver that is lost for a while makes a sequence
    of its own, which is shorter than the true one.
    """
    reach = fastest_kmh / KMH_PER_M_S
    member = np.zeros(len(track), dtype=np.int64)
    last: list[int] = []
    sizes: list[int] = []
    moments = track.moment_s.tolist()
    for number in range(len(track)):
        chain = _find_chain(track, moments, last, number, reach)
        if chain is None:
            chain = len(last)
            last.append(number)
            sizes.append(0)
        last[chain] = number
        sizes[chain] += 1
        member[number] = chain
    if len(sizes) < 2:
        return np.zeros(len(track), dtype=bool)
    # sequences that can follow the longest, as after a journey without a signal, belong to it
    kept = _join_chains(track, member, sizes, reach)
    found: BoolArray = ~np.isin(member, kept)
    return found


def _find_chain(
    track: CleanTrack, moments: list[float], last: list[int], number: int, reach: float
) -> int | None:
    """Return the sequence, of the ones last added to first, that a fix can go on with."""
    for chain in sorted(range(len(last)), key=lambda chain: -last[chain]):
        before = last[chain]
        limit_m = reach * (moments[number] - moments[before]) + NOISE_M
        if _measure(track, before, number) <= limit_m:
            return chain
    return None


def _join_chains(
    track: CleanTrack, member: npt.NDArray[np.int64], sizes: list[int], reach: float
) -> list[int]:
    """Return the longest sequence, and all that lie before or after it and can be driven to."""
    spans = [np.flatnonzero(member == chain)[[0, -1]].tolist() for chain in range(len(sizes))]
    kept = [int(np.argmax(sizes))]
    for chain in sorted(range(len(sizes)), key=lambda chain: -sizes[chain]):
        first, last = spans[chain]
        fits = chain not in kept
        for other in kept:
            begin, end = spans[other]
            if last < begin:
                fits &= _can_drive(track, last, begin, reach)
            elif first > end:
                fits &= _can_drive(track, end, first, reach)
            else:
                fits = False
        if fits:
            kept.append(chain)
    return kept


def _can_drive(track: CleanTrack, first: int, second: int, reach: float) -> bool:
    seconds = float(track.moment_s[second] - track.moment_s[first])
    return _measure(track, first, second) <= reach * seconds + NOISE_M


def _measure(track: CleanTrack, first: int, second: int) -> float:
    return float(
        great_circle_m(track.lon[first], track.lat[first], track.lon[second], track.lat[second])
    )


def drop_told(track: CleanTrack, told: Sequence[FloatArray], *, pause_s: float) -> CleanTrack:
    """Return a track without what others of its unit tell: only what lies in their pauses.

    Parameters
    ----------
    told
        Moments of the others.
    pause_s
        A longer time without a moment is a pause.
    """
    moments = np.sort(np.concatenate([np.zeros(0), *told]))
    return track.reject("other_device", _find_told(track.moment_s, moments, pause_s))


def _find_told(moment_s: FloatArray, told: FloatArray, pause_s: float) -> BoolArray:
    """Tell which moments do not lie in a pause of those that are told already, or beside them."""
    if not len(told):
        return np.zeros(len(moment_s), dtype=bool)
    after = np.searchsorted(told, moment_s)
    before_s = np.concatenate([[-np.inf], told])[after]
    after_s = np.concatenate([told, [np.inf]])[after]
    is_told: BoolArray = (after_s - before_s <= pause_s) | (moment_s == after_s)
    return is_told
