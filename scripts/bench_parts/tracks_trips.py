"""The round trip: nights are driven as planned, or otherwise on purpose, and evaluated."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tracks_drives import make_recording, simulate_tracks

if TYPE_CHECKING:
    import numpy as np

    from routeplan.model import Evaluation, Plan, Stop, StopState
    from routeplan.roads.network import Network

    StopKey = tuple[str, int]
    Wanted = dict[StopKey, frozenset[StopState]]
    Choose = Callable[[Plan, np.random.Generator], "Change"]

MINUTES_HIDDEN = 10


@dataclass(frozen=True)
class Change:
    """How a night is driven: options of `simulate_tracks`, and what is to be told of its stops."""

    options: Mapping[str, Any] = field(default_factory=dict)
    wanted: Wanted = field(default_factory=dict)


def drive_as_planned(_plan: Plan, _rng: np.random.Generator) -> Change:
    """Return a night without any change."""
    return Change()


def record_rarely(plan: Plan, _rng: np.random.Generator) -> Change:
    """Return a night as planned, of which rare fixes need not tell every street."""
    keys = [
        (loop.unit_id, n)
        for loop in plan.loops
        for n, stop in enumerate(loop.stops)
        if stop.drive is not None
    ]
    return Change({}, dict.fromkeys(keys, frozenset({"visited", "no_recording"})))


def skip_a_place(plan: Plan, rng: np.random.Generator) -> Change:
    """Return a night in which each unit drives by one of its places."""
    keys = _choose_stops(plan, rng, lambda stop: stop.kind == "dwell")
    return Change({"skip": keys}, dict.fromkeys(keys, frozenset({"missed"})))


def skip_streets(plan: Plan, rng: np.random.Generator) -> Change:
    """Return a night in which each unit goes round a road or an area, if it has any."""
    keys = _choose_stops(plan, rng, lambda stop: stop.drive is not None)
    return Change({"skip": keys}, dict.fromkeys(keys, frozenset({"missed"})))


def cut_a_stay(plan: Plan, rng: np.random.Generator) -> Change:
    """Return a night in which each unit leaves a place after half the time."""
    keys = _choose_stops(plan, rng, lambda stop: stop.kind == "dwell" and not stop.wait_s)
    return Change({"shorten": dict.fromkeys(keys, 0.5)}, dict.fromkeys(keys, frozenset({"short"})))


def hide_twice(plan: Plan, rng: np.random.Generator) -> Change:
    """Return a night in which each phone records nothing twice: of stops then, nobody knows."""
    hours = (plan.shift.end - plan.shift.start).total_seconds()
    gaps = {
        loop.unit_id: [
            (begin, begin + 60 * MINUTES_HIDDEN) for begin in rng.uniform(0, hours, 2).tolist()
        ]
        for loop in plan.loops
    }
    known: frozenset[StopState] = frozenset({"visited", "no_recording"})
    keys = [(loop.unit_id, n) for loop in plan.loops for n in range(1, len(loop.stops) - 1)]
    return Change({"gaps": gaps}, dict.fromkeys(keys, known))


def _choose_stops(
    plan: Plan, rng: np.random.Generator, suits: Callable[[Stop], bool]
) -> list[StopKey]:
    """Return one of the stops of each loop that suit; none of a loop without."""
    keys = []
    for loop in plan.loops:
        numbers = [n for n, stop in enumerate(loop.stops) if stop.kind != "base" and suits(stop)]
        if numbers:
            keys.append((loop.unit_id, int(rng.choice(numbers))))
    return keys


@dataclass(frozen=True)
class Trip:
    """A way to drive nights, and how they are recorded."""

    title: str
    choose: Choose
    noise_m: float
    drift_m: float = 0.0
    every_s: float = 5.0


WAYS: tuple[tuple[str, Choose], ...] = (
    ("as planned", drive_as_planned),
    ("one place of each unit skipped", skip_a_place),
    ("one place of each unit left at half time", cut_a_stay),
    ("one road or area of each unit left out", skip_streets),
    ("twice 10 min of each unit not recorded", hide_twice),
)
TRIPS = (
    *(Trip(f"{title}, 8 m", choose, 8.0) for title, choose in WAYS),
    *(Trip(f"{title}, 20 m", choose, 20.0) for title, choose in WAYS[:3]),
    Trip("as planned, 8 m and 20 m of slow drift", drive_as_planned, 8.0, 20.0),
    Trip("as planned, 8 m, a fix every 15 s", record_rarely, 8.0, every_s=15.0),
    Trip("as planned, 8 m, a fix every minute", record_rarely, 8.0, every_s=60.0),
)


def read_back_stops(
    trip: Trip, nights: Mapping[int, Plan], network: Network, *, drives: int
) -> list[object]:
    """Return the cells of a row: how many stops are told as they were driven."""
    import numpy as np

    from routeplan.config import load_config
    from routeplan.tracking.evaluate import evaluate_plan

    config, rng = load_config(), np.random.default_rng(1)
    counts = np.zeros(4, dtype=np.int64)
    shares: list[float] = []
    seconds = 0.0
    for plan in nights.values():
        for drive in range(1, drives + 1):
            change = trip.choose(plan, rng)
            tracks = simulate_tracks(
                plan, noise_m=trip.noise_m, drift_m=trip.drift_m, every_s=trip.every_s, seed=drive,
                network=network, **change.options,
            )  # fmt: skip
            recordings = [make_recording(track) for track in tracks.values()]
            start = time.process_time()
            found = evaluate_plan(plan, recordings, config, network=network)
            seconds += time.process_time() - start
            counts += count_stops(found, change.wanted)
            shares += [unit.metres / unit.planned_m for unit in found.units]
    stops, right, late, unplanned = counts.tolist()
    count = len(nights) * drives
    return [
        trip.title, count, stops, right, f"{100 * right / stops:.2f}", late, unplanned,
        f"{min(shares):.3f}–{max(shares):.3f}", f"{seconds / count:.1f}",
    ]  # fmt: skip


def count_stops(found: Evaluation, wanted: Wanted) -> tuple[int, int, int, int]:
    """Return planned stops, those told right, those late though none was, unplanned stops.

    Of what is not among those wanted it has to be told that it was visited.
    """
    visited: frozenset[StopState] = frozenset({"visited"})
    told = {(unit.unit_id, stop.number): stop.state for unit in found.units for stop in unit.stops}
    right = sum(state in wanted.get(key, visited) for key, state in told.items())
    late = sum(state == "late" for state in told.values())
    return len(told), right, late, sum(len(unit.unplanned) for unit in found.units)
