"""Pieces: the tracks of one file that a single device recorded one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from routeplan.model import Unit
from routeplan.tracking.names import find_named_unit
from routeplan.tracking.raw import RawTrack

# Tracks that overlap by more were recorded by different devices.
OVERLAP_S = 60.0


def join_pieces(tracks: Sequence[RawTrack], units: Sequence[Unit]) -> list[RawTrack]:
    """Return the tracks with those of a file joined that belong to one device.

    They do where they have the same name; and all of a file do where none of them overlap and
    their names name no two units: some apps begin a new track at every stop.
    """
    joined: list[RawTrack] = []
    for file in dict.fromkeys(track.file for track in tracks):
        own = [track for track in tracks if track.file == file]
        named = {find_named_unit([track.device], units) for track in own} - {None}
        if len(named) < 2 and not _overlap(own):
            devices = [track.device for track in own]
            joined.append(_join(own, devices[0] if len(set(devices)) == 1 else ""))
            continue
        devices = list(dict.fromkeys(track.device for track in own))
        joined += [_join([t for t in own if t.device == device], device) for device in devices]
    return joined


def _overlap(tracks: Sequence[RawTrack]) -> bool:
    spans = sorted(track.span_s for track in tracks if track.span_s is not None)
    return any(end - begin > OVERLAP_S for (_b, end), (begin, _e) in pairwise(spans))


def _join(tracks: Sequence[RawTrack], device: str) -> RawTrack:
    if len(tracks) == 1:
        return replace(tracks[0], device=device)
    return RawTrack(
        tracks[0].file, device,
        moment_s=np.concatenate([track.moment_s for track in tracks]),
        lon=np.concatenate([track.lon for track in tracks]),
        lat=np.concatenate([track.lat for track in tracks]),
        accuracy_m=np.concatenate([track.accuracy_m for track in tracks]),
        is_local=any(track.is_local for track in tracks),
    )  # fmt: skip
