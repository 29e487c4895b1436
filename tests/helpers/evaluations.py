"""Plans that are driven, and what an evaluation makes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import numpy as np
from driven_tracks import DrivenTrack, StopKey
from patrol_plan import make_patrol_plan
from shift_inputs import make_blocks

from routeplan.config import Config, load_config
from routeplan.model import Evaluation, Plan, StopResult, StopState
from routeplan.roads.network import Network
from routeplan.tracking.evaluate import evaluate_plan
from routeplan.tracking.raw import RawTrack


@cache
def make_night() -> Plan:
    """Return the night of `patrol_plan`, made once.

    Car A: sand road and estate, market (7), meeting (8), a break at its base (9). Car B: meeting
    (1), market (2) after five hours of waiting. Motorcycle C: market (1), lane (2).
    """
    return make_patrol_plan()


@cache
def get_blocks() -> Network:
    """Return the streets of the night."""
    return make_blocks()


@cache
def get_config() -> Config:
    """Return the settings that come with the program."""
    return load_config()


def record(tracks: Mapping[str, DrivenTrack] | Iterable[DrivenTrack]) -> list[RawTrack]:
    """Return tracks as read from files named after their units."""
    driven = tracks.values() if isinstance(tracks, Mapping) else tracks
    return [make_recording(track) for track in driven]


def make_recording(track: DrivenTrack, **fields: Any) -> RawTrack:
    """Return a track as read from a file; `fields` are those of `RawTrack`."""
    given: dict[str, Any] = {"file": f"{track.unit_id}.gpx", "device": ""} | fields
    unknown = np.full(len(track.lon), np.nan)
    return RawTrack(
        moment_s=track.moment_s, lon=track.lon, lat=track.lat, accuracy_m=unknown, **given
    )


def evaluate_night(
    tracks: Mapping[str, DrivenTrack] | Iterable[DrivenTrack],
    *,
    plan: Plan | None = None,
    **options: Any,
) -> Evaluation:
    """Return what became of the night, or of another plan; `options` as of `evaluate_plan`."""
    given: dict[str, Any] = {"network": get_blocks()} | options
    return evaluate_plan(plan or make_night(), record(tracks), get_config(), **given)


def list_exceptions(evaluation: Evaluation) -> dict[StopKey, StopState]:
    """Return the planned stops that are anything but visited."""
    return {
        key: stop.state for key, stop in map_stops(evaluation).items() if stop.state != "visited"
    }


def map_stops(evaluation: Evaluation) -> dict[StopKey, StopResult]:
    """Return the results of all stops by unit and number."""
    return {(unit.unit_id, s.number): s for unit in evaluation.units for s in unit.stops}
