"""A map starts with the area in sight, or with the loops where the area is far larger."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from plan_examples import SOUTH, STEP, WEST, make_plan_example

from routeplan.export.drawing.extent import MUCH_LARGER, find_extent
from routeplan.model import Plan

# The example's hotspots lie 1 to 4 steps east and 1 to 6 steps north of the base; its area begins
# one step west and south of the base and ends eight steps east and north of it.
AREA = [[SOUTH - STEP, WEST - STEP], [SOUTH + 8 * STEP, WEST + 8 * STEP]]
CONTENT = [[SOUTH, WEST], [SOUTH + 6 * STEP, WEST + 4 * STEP]]


def make_square(width: float) -> dict[str, Any]:
    east, north = WEST + width, SOUTH + width
    ring = [[WEST, SOUTH], [east, SOUTH], [east, north], [WEST, north], [WEST, SOUTH]]
    return {"type": "Polygon", "coordinates": [ring]}


def with_boundary(plan: Plan, boundary: dict[str, Any]) -> Plan:
    return replace(plan, area=replace(plan.area, boundary=boundary))


def approx(extent: list[list[float]]) -> list[Any]:
    return [pytest.approx(corner) for corner in extent]


def test_the_whole_area_is_shown() -> None:
    assert find_extent(make_plan_example()) == approx(AREA)


def test_loops_that_leave_the_area_are_shown_too() -> None:
    plan = with_boundary(make_plan_example(), make_square(2 * STEP))
    assert find_extent(plan) == approx(CONTENT)


def test_an_area_much_larger_than_loops_and_hotspots_is_not_shown_whole() -> None:
    plan = make_plan_example()
    limit = MUCH_LARGER * 6 * STEP
    assert find_extent(with_boundary(plan, make_square(1.01 * limit))) == approx(CONTENT)
    shown = find_extent(with_boundary(plan, make_square(0.99 * limit)))
    assert shown[1] == pytest.approx([SOUTH + 0.99 * limit, WEST + 0.99 * limit])


def test_a_hotspot_outside_the_area_moves_nothing() -> None:
    plan = make_plan_example()
    moved = tuple(
        replace(rated, hotspot=replace(rated.hotspot, lon=8.7, lat=49.4))
        if rated.hotspot.id == "u-outside_area"
        else rated
        for rated in plan.hotspots
    )
    assert moved != plan.hotspots
    assert find_extent(replace(plan, hotspots=moved)) == approx(AREA)


def test_a_plan_of_nothing_shows_its_area() -> None:
    plan = replace(make_plan_example(), hotspots=(), loops=(), unvisited=())
    assert find_extent(plan) == approx(AREA)
