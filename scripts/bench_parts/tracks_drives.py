"""Drives as phones would record them, simulated as in the tests."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from routeplan.tracking.raw import RawTrack

sys.path.append(str(Path(__file__).resolve().parents[2] / "tests" / "helpers"))

from driven_tracks import DrivenTrack, simulate_tracks

__all__ = ["make_recording", "simulate_tracks"]


def make_recording(track: DrivenTrack) -> RawTrack:
    """Return a simulated track as read from a file named after its unit."""
    return RawTrack(
        file=f"{track.unit_id}.gpx", device="", moment_s=track.moment_s, lon=track.lon,
        lat=track.lat, accuracy_m=np.full(len(track.lon), np.nan),
    )  # fmt: skip
