"""Hypothesis strategies: shifts of all kinds on small networks, as `Inputs`.

The streets are four by four, half a kilometre apart, driven at 10 m a second. The outer ring is
always open to everybody in both directions, so that what a unit has to do - its breaks, its
meeting - can be done whatever is drawn: a plan of these shifts is never refused.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import time
from typing import Any

from grids import make_network, place_at
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from patrol_plan import make_line, make_square
from shift_inputs import SPEEDS, make_hotspot, make_inputs, make_unit, outline_kecamatan

from routeplan.config import merge_tables
from routeplan.model import (
    LEVELS,
    VEHICLES,
    Break,
    ClockWindow,
    Closure,
    DayRule,
    Hotspot,
    Meeting,
    MeetingPlace,
    Shape,
    Unit,
    Vehicle,
)
from routeplan.planning.inputs import Inputs
from routeplan.roads.network import Network

SIZE = 4
BLOCK_M = 500.0
FAR_M = (SIZE - 1) * BLOCK_M
INNER = range(1, SIZE - 1)

# Within these hours there is time for what a unit has to do even in the shortest shift.
MIDDLE = ClockWindow(time(23, 30), time(1, 15))
SHIFTS: dict[str, Any] = {
    "scarce": {"start": "23:00", "end": "00:45"},
    "short": {"start": "23:00", "end": "02:00"},
    "malam": {"start": "23:00", "end": "07:00", "reserve_share": 0.15},
}
BORDER_M = 820.0
BOXES = {
    "Barat": (-600.0, -600.0, BORDER_M, FAR_M + 600),
    "Timur": (BORDER_M, -600.0, FAR_M + 600, FAR_M + 600),
}

WINDOWS = tuple(
    map(ClockWindow.parse, ("22:00-00:20", "00:10-03:00", "01:00-01:20", "05:00-23:30"))
)
DAYS = (DayRule("Rabu"), DayRule("Kamis"), DayRule(pasaran="Legi"))


def rarely(some: SearchStrategy[list[Any]]) -> SearchStrategy[tuple[Any, ...]]:
    """Return nothing, or now and then some."""
    nothing: SearchStrategy[list[Any]] = st.just([])
    return st.one_of(nothing, nothing, some).map(tuple)


junctions = st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1))
places = st.tuples(*[st.integers(-300, int(FAR_M) + 300)] * 2)


@st.composite
def networks(draw: DrawFn) -> Network:
    """Return the grid: its inner streets may be one-way, footpaths, or partly missing."""
    nodes = {
        SIZE * row + column + 1: (BLOCK_M * column, BLOCK_M * row)
        for row in range(SIZE)
        for column in range(SIZE)
    }
    ways: dict[int, tuple[dict[str, str], list[int]]] = {}
    for i in range(SIZE):
        for number, line, name in (
            (100 + i, [SIZE * i + k + 1 for k in range(SIZE)], f"row {i}"),
            (200 + i, [SIZE * k + i + 1 for k in range(SIZE)], f"column {i}"),
        ):
            tags = {"highway": "residential", "name": name}
            first = 0
            if i in INNER:
                tags |= draw(st.sampled_from([{}, {}, {"oneway": "yes"}, {"motor_vehicle": "no"}]))
                first = draw(st.integers(0, 1))
            ways[number] = (tags, line[first:])
    return make_network(nodes, ways)


@st.composite
def points(draw: DrawFn, name: str) -> Hotspot:
    """Return a place, sometimes far from any road."""
    fields: dict[str, Any] = {
        "dwell_min": draw(st.sampled_from([5, 10, 15])),
        "visits": draw(st.sampled_from([None, 1, 1, 2, 3])),
        "min_gap_min": draw(st.sampled_from([None, 20])),
        "weight": draw(st.sampled_from([0.0, 1.0, 1.0, 2.5])),
        **draw(_common()),
    }
    east_m, north_m = draw(places | st.just((700, 3200)))
    return make_hotspot(name, east_m, north_m, **fields)


@st.composite
def roads(draw: DrawFn, name: str) -> Hotspot:
    """Return a road: drawn along a street of the grid, or named."""
    i = draw(st.integers(0, SIZE - 1))
    length_m = draw(st.sampled_from([BLOCK_M, 2 * BLOCK_M, FAR_M]))
    if draw(st.booleans()):
        shape = make_line((0, i * BLOCK_M), (length_m, i * BLOCK_M))
    else:
        shape = Shape("street", street=f"column {i}", kecamatan=draw(st.sampled_from(list(BOXES))))
    fields = draw(_common()) | {"both_directions": draw(st.booleans())}
    fields |= {"visits": draw(st.sampled_from([1, 1, 2]))}
    return make_hotspot(name, length_m / 2, i * BLOCK_M, shape=shape, **fields)


@st.composite
def areas(draw: DrawFn, name: str) -> Hotspot:
    """Return a square of some blocks, for sweeps of so many minutes."""
    west_m, south_m = (BLOCK_M * k - 100 for k in draw(junctions))
    size_m = draw(st.sampled_from([200.0, BLOCK_M + 200]))
    fields = draw(_common()) | {"dwell_min": draw(st.sampled_from([8, 20])), "visits": 1}
    shape = make_square(west_m, south_m, size_m)
    return make_hotspot(name, west_m + size_m / 2, south_m + size_m / 2, shape=shape, **fields)


@st.composite
def _common(draw: DrawFn) -> dict[str, Any]:
    return {
        "category": draw(st.sampled_from(["pasar", "perumahan", "truk_pasir", "area_sepi"])),
        "level": draw(st.sampled_from(LEVELS)),
        "windows": draw(rarely(st.lists(st.sampled_from(WINDOWS), max_size=2, unique=True))),
        "days": draw(rarely(st.sampled_from(DAYS).map(lambda rule: [rule]))),
        "access": draw(rarely(st.lists(st.sampled_from(VEHICLES), max_size=2, unique=True))),
        "forbidden": draw(st.sampled_from([False] * 9 + [True])),
        "unit": draw(st.sampled_from([""] * 6 + ["U0", "U1"])),
    }


def hotspots(*, least: int, most: int) -> SearchStrategy[list[Hotspot]]:
    """Return hotspots of all kinds."""
    kinds = st.sampled_from([points, points, roads, areas])

    @st.composite
    def draw_all(draw: DrawFn) -> list[Hotspot]:
        chosen = draw(st.lists(kinds, min_size=least, max_size=most))
        return [draw(kind(f"h{number}")) for number, kind in enumerate(chosen)]

    return draw_all()


@st.composite
def make_crew(draw: DrawFn, name: str) -> Unit:
    """Return a unit with its base on the ring."""
    east_m, north_m = draw(st.sampled_from([(0, 0), (FAR_M, 0), (0, FAR_M), (800, FAR_M)]))
    here = "Barat" if east_m < BORDER_M else "Timur"
    max_stops = draw(st.sampled_from([None, None, 1, 3]))
    fields: dict[str, Any] = {
        "crew": draw(st.sampled_from([1, 2, 2])),
        "max_stops": max_stops,
        "loops": 1 if max_stops is None else draw(st.integers(1, 3)),
        "max_km": draw(st.sampled_from([None, None, 15.0])),
        "breaks": draw(st.sampled_from([(), (), (Break(MIDDLE, 20),)])),
        "latest_return": draw(st.sampled_from([None, None, time(1, 40)])),
        "jurisdiction": draw(st.sampled_from([(), (), (), (here,), ("Barat", "Timur")])),
    }
    fields["strict"] = fields["jurisdiction"] == (here,) and draw(st.booleans())
    return make_unit(name, east_m, north_m, draw(st.sampled_from(VEHICLES)), **fields)


@st.composite
def _closures(draw: DrawFn) -> tuple[Closure, ...]:
    """Return nothing, or a street that is closed between two junctions of the inner grid."""
    if draw(st.booleans()):
        return ()
    row = draw(st.sampled_from(INNER))
    lon, lat = place_at((draw(st.integers(0, SIZE - 2)) + 0.5) * BLOCK_M, row * BLOCK_M)
    barred: list[tuple[Vehicle, ...]] = [(), ("R4",), ("R2", "foot")]
    vehicles = draw(st.sampled_from(barred))
    return (Closure("K1", "Jembatan", vehicles=vehicles, lon=lon, lat=lat, radius_m=30.0),)


def _meet(units: list[Unit]) -> tuple[Meeting, ...]:
    """Return a meeting of the first two units that may be anywhere, at one of two corners."""
    free = [unit.id for unit in units if not unit.strict]
    if len(free) < 2:
        return ()
    corners = (
        MeetingPlace("barat daya", *place_at(0, 0)),
        MeetingPlace("utara", *place_at(700, FAR_M)),
    )
    return (Meeting("M1", "Titik singgung", (free[0], free[1]), MIDDLE, 10, corners),)


class DrawnInputs(Inputs):
    """Inputs of which Hypothesis prints what was drawn, and not all the settings."""

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        drawn = (
            *self.network.way_tags, *self.hotspots, *self.units, *self.closures, *self.meetings,
            self.shift, self.config.fairness, self.config.plan, self.config.visits,
        )  # fmt: skip
        printer.text("\n".join(map(repr, drawn)))


@st.composite
def shifts(
    draw: DrawFn,
    *,
    least_hotspots: int = 1,
    most_hotspots: int = 6,
    most_units: int = 3,
    hours: Sequence[str] = ("short", "malam"),
    iterations: int = 8,
    is_fair: bool = True,
) -> Inputs:
    """Return a shift with everything that a user may ask for, without what cannot be kept.

    Parameters
    ----------
    hours
        Keys of `SHIFTS` to draw from.
    is_fair
        Whether a limit of fairness, or a wished share, may be asked for.
    """
    fairness = [{}, {}, {"limit": 0.4}, {"wishes": {"pasar": 0.5}}] if is_fair else [{}]
    units = [draw(make_crew(f"U{n}")) for n in range(draw(st.integers(1, most_units)))]
    settings = {
        "shifts": SHIFTS,
        "visits": {"segment_m": draw(st.sampled_from([500.0, 1000.0]))},
        "fairness": draw(st.sampled_from(fairness)),
        "plan": {"seed": draw(st.integers(0, 3))},
    }
    inputs = make_inputs(
        draw(hotspots(least=least_hotspots, most=most_hotspots)),
        units,
        network=draw(networks()),
        shift=draw(st.sampled_from(hours)),
        iterations=iterations,
        settings=merge_tables(SPEEDS, settings),
    )
    meetings = _meet(units) if draw(st.booleans()) else ()
    outlined = outline_kecamatan(inputs, BOXES)
    drawn = {field.name: getattr(outlined, field.name) for field in dataclasses.fields(outlined)}
    return DrawnInputs(**drawn | {"closures": draw(_closures()), "meetings": meetings})


@st.composite
def demanding_shifts(draw: DrawFn) -> Inputs:
    """Return a shift of which some hotspots are required, and may be impossible to keep."""
    inputs = draw(shifts(most_hotspots=4))
    return dataclasses.replace(inputs, hotspots=tuple(map(draw, map(_demand, inputs.hotspots))))


@st.composite
def _demand(draw: DrawFn, hotspot: Hotspot) -> Hotspot:
    appointment = None
    if hotspot.shape is None:
        appointment = draw(st.sampled_from([None, None, time(23, 50), time(0, 30)]))
    required = draw(st.booleans())
    forbidden = hotspot.forbidden and not required and appointment is None
    return dataclasses.replace(
        hotspot, required=required, appointment=appointment, forbidden=forbidden
    )
