"""Hotspots that closures cut off. A road leads east over a bridge from 500 to 1000 m."""

from __future__ import annotations

from dataclasses import replace

import pytest
from grids import make_network
from patrol_plan import make_line, make_square
from shift_inputs import SPEEDS, make_hotspot, make_inputs, make_unit

from routeplan.model import Closure, Hotspot, Shape, Unvisited, Vehicle
from routeplan.planning.prepare import prepare_shift
from routeplan.wording import describe_unvisited

PLAIN = {"highway": "residential"}
BEYOND = {"highway": "residential", "name": "Jalan Sungai"}
FAR_SHAPES: tuple[Shape | None, ...] = (
    None,
    make_line((1500, 0), (2000, 0)),
    make_square(1400, -100, 700),
    Shape("street", street="Jalan Sungai", kecamatan="Candipuro"),
)


def leave_out(hotspot: Hotspot, *vehicles: Vehicle) -> Unvisited:
    """Return what a car cannot visit while the bridge is closed to these vehicles, or to all."""
    network = make_network(
        {1: (0, 0), 2: (500, 0), 3: (1000, 0), 4: (2000, 0), 5: (0, 300)},
        {10: (PLAIN, [5, 1, 2]), 11: (PLAIN, [2, 3]), 12: (BEYOND, [3, 4])},
    )
    closure = Closure("K1", "Jembatan Gantung", vehicles=vehicles, ways=(11,))
    elsewhere = Closure("K2", "Jembatan Lama", ways=(99,))
    inputs = make_inputs([hotspot], [make_unit("A")], network=network, settings=SPEEDS)
    ready = prepare_shift(replace(inputs, closures=(closure, elsewhere)))
    (left_out,) = ready.barred
    return left_out


@pytest.mark.parametrize("shape", FAR_SHAPES)
def test_what_lies_beyond_the_only_bridge_is_left_out_because_that_is_closed(
    shape: Shape | None,
) -> None:
    left_out = leave_out(make_hotspot("a", 2000, 0, shape=shape), "R4")
    assert left_out.reason in ("no_road", "vehicle_cannot_reach")
    assert (
        describe_unvisited(left_out) == "Cut off by what is closed in this shift: Jembatan Gantung."
    )


def test_a_place_that_has_no_road_anyway_is_not_left_out_because_of_a_closure() -> None:
    left_out = leave_out(make_hotspot("a", 0, -1200))
    assert left_out.detail == {"distance_m": 1200, "limit_m": 1000}


def test_a_place_for_other_vehicles_is_not_left_out_because_of_a_closure() -> None:
    left_out = leave_out(make_hotspot("a", 500, 0, access=("foot",)))
    assert (left_out.reason, left_out.detail) == ("vehicle_cannot_reach", {"vehicles": "R4"})
