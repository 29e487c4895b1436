"""A night with everything a plan can hold, on five by five streets; by greedy insertion.

Two cars and a motorcycle at the station in the south-western corner. The sand road is row 2 from
column 0 to column 4, 2 km; the estate the four blocks around junction (1, 1) to (3, 3) is too
large for one sweep of half an hour. The market is to be visited three times. Car A rests for half
an hour, and meets car B at the post office. The bridge is closed to cars: column 3 between row 3
and row 4. Somebody forbade the mill, and only the day shift can visit the bank.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import Any

from grids import place_at
from shift_inputs import BLOCK_M, make_hotspot, make_inputs, make_unit
from shift_plans import insert_greedily

from routeplan.model import (
    Break,
    ClockWindow,
    Closure,
    Hotspot,
    Meeting,
    MeetingPlace,
    Plan,
    PlanProgramme,
    Shape,
    Unit,
    Wish,
)
from routeplan.planning.inputs import Inputs

SETTINGS: dict[str, Any] = {
    "fairness": {"limit": 0.9, "wishes": {"pasar": 0.8}},
}


def make_line(*places: tuple[float, float]) -> Shape:
    """Return a road drawn through places in metres."""
    points = [list(place_at(*place)) for place in places]
    return Shape("line", {"type": "LineString", "coordinates": points})


def make_square(west_m: float, south_m: float, size_m: float) -> Shape:
    """Return a square area."""
    east_m, north_m = west_m + size_m, south_m + size_m
    corners = (
        (west_m, south_m), (east_m, south_m), (east_m, north_m), (west_m, north_m),
        (west_m, south_m),
    )  # fmt: skip
    ring = [list(place_at(*corner)) for corner in corners]
    return Shape("area", {"type": "Polygon", "coordinates": [ring]})


def make_patrol_hotspots() -> tuple[Hotspot, ...]:
    """Return a road, an area, a market visited three times, and two that stay out."""
    row_2 = 2 * BLOCK_M
    return (
        make_hotspot(
            "sand", BLOCK_M, row_2, shape=make_line((0, row_2), (4 * BLOCK_M, row_2)),
        ),
        make_hotspot(
            "estate", 2 * BLOCK_M, 2 * BLOCK_M, dwell_min=15,
            shape=make_square(BLOCK_M - 100, BLOCK_M - 100, 2 * BLOCK_M + 200),
        ),
        make_hotspot("market", 3 * BLOCK_M, 200, visits=3),
        make_hotspot("mill", 200, 4 * BLOCK_M, forbidden=True, visits=1),
        make_hotspot(
            "bank", 3.5 * BLOCK_M, BLOCK_M, windows=(ClockWindow(time(9), time(15)),), visits=1
        ),
        make_hotspot("lane", 4 * BLOCK_M, 3.5 * BLOCK_M, access=("R2",), visits=1),
    )  # fmt: skip


def make_patrol_units() -> tuple[Unit, ...]:
    """Return two cars, the first with a break, and a motorcycle that leaves twice."""
    rest = Break(ClockWindow(time(2), time(3)), 30)
    return (
        make_unit("A", base="Polsek Contoh", breaks=(rest,)),
        make_unit("B", base="Polsek Contoh"),
        make_unit("C", vehicle="R2", base="Polsek Contoh", loops=2, max_stops=2),
    )


def make_patrol_inputs(**options: Any) -> Inputs:
    """Return the inputs of the night; `options` as of `make_inputs`."""
    office = MeetingPlace("Kantor pos", *place_at(BLOCK_M, 0))
    meeting = Meeting(
        "M1", "Titik singgung", ("A", "B"), ClockWindow(time(0), time(1)), 10, (office,)
    )
    bridge = Closure(
        "K1", "Jembatan utara", vehicles=("R4",), reason="jembatan rusak",
        shape=make_line((3 * BLOCK_M, 3 * BLOCK_M), (3 * BLOCK_M, 4 * BLOCK_M)),
    )  # fmt: skip
    inputs = make_inputs(make_patrol_hotspots(), make_patrol_units(), settings=SETTINGS, **options)
    return replace(inputs, meetings=(meeting,), closures=(bridge,))


def make_patrol_plan() -> Plan:
    """Return the plan of the night, with a programme and a wish that is missed."""
    plan, _ready, _solution = insert_greedily(make_patrol_inputs())
    return replace(
        plan,
        programmes=(PlanProgramme("truk", "Truk Pasir", "Kami menjaga jalan tambang."),),
        wishes=(Wish("pasar", 0.9, 0.4),),
    )
