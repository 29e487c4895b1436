"""A recording as it stands in a file, before anything is cleaned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from routeplan.geo import FloatArray

# A fix as a reader finds it: seconds since 1970, longitude, latitude, accuracy in metres.
# What is not told is not a number.
FixRow = tuple[float, float, float, float]
UNKNOWN = float("nan")


@dataclass(frozen=True, eq=False)
class RawTrack:
    """Fixes of one device in the order of its file, (n,) each.

    Parameters
    ----------
    file
        Name of the file, for messages.
    device
        What the file calls the device or the track; empty where it does not.
    moment_s
        Seconds since 1970, not a number where no time is told.
    lon, lat
        Degrees, not a number where no position is told.
    accuracy_m
        How far off a fix may be, as it says itself; not a number where it does not.
    is_local
        Whether its times said no zone and were taken as those of the plan's.
    """

    file: str
    device: str
    moment_s: FloatArray
    lon: FloatArray
    lat: FloatArray
    accuracy_m: FloatArray
    is_local: bool = False

    @property
    def span_s(self) -> tuple[float, float] | None:
        """The first and the last moment told, None without any."""
        told = self.moment_s[np.isfinite(self.moment_s)]
        return (float(told.min()), float(told.max())) if len(told) else None


def make_raw_track(
    file: str, device: str, rows: Iterable[FixRow], *, is_local: bool = False
) -> RawTrack:
    """Return the track of some fixes."""
    moment_s, lon, lat, accuracy_m = np.array(list(rows), dtype=np.float64).reshape(-1, 4).T
    return RawTrack(file, device, moment_s, lon, lat, accuracy_m, is_local)
