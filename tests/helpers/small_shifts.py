"""Shifts of at most seven visits with everything in them that makes visits hard to choose."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from random import Random
from typing import Any

from grids import place_at
from patrol_plan import make_line, make_square
from shift_inputs import BLOCK_M, make_hotspot, make_inputs, make_unit

from routeplan.model import Break, ClockWindow, Hotspot, Meeting, MeetingPlace, Unit
from routeplan.planning.inputs import Inputs

MOST_VISITS = 7
# An hour and a quarter on the road at most: with ten to twenty minutes at a place there is not
# time for everything.
HOURS = {"scarce": {"start": "23:00", "end": "00:45", "reserve_share": 0.15}}
WINDOWS = (
    (), (), (ClockWindow(time(22), time(23, 40)),),
    (ClockWindow(time(23, 10), time(23, 30)), ClockWindow(time(0), time(0, 20))),
)  # fmt: skip
CATEGORIES = ("pasar", "perumahan", "area_sepi", "sekolah")


def make_small_shift(seed: int, *, iterations: int) -> Inputs:
    """Return a random shift of one or two units on five by five streets."""
    random = Random(seed)
    units = [_make_unit(random, f"U{number}") for number in range(random.randint(1, 2))]
    hours = [
        {"windows": "23:00-23:45", "factor": random.choice([0.5, 1.5])},
    ]
    settings = {
        "shifts": HOURS,
        "plan": {"seed": seed},
        "visits": {
            "segment_m": 1000.0,
            "decay": random.choice([0.4, 0.6, 1.0]),
            "narrowest_min": 5,
        },
        "categories": {"sekolah": {"hours": hours}},
    }
    hotspots = _make_hotspots(random, [unit.id for unit in units])
    inputs = make_inputs(hotspots, units, shift="scarce", iterations=iterations, settings=settings)
    return replace(inputs, meetings=_make_meetings(random, units))


def _make_unit(random: Random, name: str) -> Unit:
    max_stops = random.choice([None, None, 1, 2])
    fields: dict[str, Any] = {
        "max_stops": max_stops,
        "loops": 1 if max_stops is None else random.randint(1, 3),
        "max_km": random.choice([None, None, 6.0, 9.0]),
        "breaks": random.choice([(), (Break(ClockWindow(time(23, 30), time(0, 15)), 15),)]),
        "latest_return": random.choice([None, None, time(0, 20)]),
    }
    return make_unit(name, BLOCK_M * random.randint(0, 4), 0, random.choice(["R4", "R2"]), **fields)


def _make_hotspots(random: Random, unit_ids: list[str]) -> list[Hotspot]:
    """Return places, visited once or twice, a road and an area."""
    made: list[Hotspot] = []
    left = random.randint(4, MOST_VISITS)
    while left > 0:
        name = f"h{len(made)}"
        east_m, north_m = (BLOCK_M * random.randint(0, 4) for _ in range(2))
        fields: dict[str, Any] = {
            "category": random.choice(CATEGORIES),
            "weight": random.choice([0.5, 1.0, 1.2, 2.0]),
            "unit": random.choice(["", "", "", *unit_ids]),
            "visits": 1,
        }
        kind = random.choice(["place", "place", "twice", "road", "area"])
        taken = 2 if kind in ("twice", "road") and left > 1 else 1
        if kind in ("place", "twice"):
            fields |= {"dwell_min": random.choice([8, 12, 20]), "windows": random.choice(WINDOWS)}
            fields |= {"visits": taken, "min_gap_min": 10}
        elif kind == "road":
            west_m = min(east_m, 3 * BLOCK_M)
            fields["shape"] = make_line((west_m, north_m), (west_m + BLOCK_M, north_m))
            fields["both_directions"] = taken == 2
        else:
            west_m, south_m = min(east_m, 3 * BLOCK_M) - 50, min(north_m, 3 * BLOCK_M) - 50
            fields |= {"shape": make_square(west_m, south_m, BLOCK_M + 100), "dwell_min": 10}
        made.append(make_hotspot(name, east_m, north_m, **fields))
        left -= taken
    return made


def _make_meetings(random: Random, units: list[Unit]) -> tuple[Meeting, ...]:
    if len(units) < 2 or random.random() < 0.5:
        return ()
    corners = [
        MeetingPlace(name, *place_at(500 * k, 500)) for k, name in enumerate(("barat", "timur"))
    ]
    window = ClockWindow(time(23, 40), time(23, 50))
    first, second = (unit.id for unit in units)
    return (Meeting("M1", "Titik singgung", (first, second), window, 10, tuple(corners)),)
