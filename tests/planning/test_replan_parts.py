"""Parts of replanning by themselves: the order that is kept, slots of repeated visits, areas."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import combinations

import pytest
import shapely
from grids import place_at
from hypothesis import given
from hypothesis import strategies as st
from patrol_plan import make_patrol_inputs
from plan_examples import START, make_plan_example
from shift_inputs import make_hotspot, make_inputs, make_unit, outline_kecamatan
from shift_plans import insert_greedily

from routeplan.areas.districts import Area, load_district
from routeplan.model import Part, PlanArea, Stop, TimeWindow
from routeplan.planning.replan.loyalty import find_longest_rise
from routeplan.planning.replan.rebuild import rebuild_areas, rebuild_inputs
from routeplan.planning.replan.slots import PlannedVisit, Slot, list_slots

HOURS = (TimeWindow(0, 8 * 3600),)


# ------------------------------------------------------------------------------------ kept in order


@given(st.lists(st.integers(0, 20), max_size=7, unique=True))
def test_as_many_stay_in_their_order_as_can(numbers: list[int]) -> None:
    kept = [numbers[position] for position in sorted(find_longest_rise(numbers))]
    rising = [
        picked
        for size in range(len(numbers) + 1)
        for picked in combinations(numbers, size)
        if list(picked) == sorted(picked)
    ]
    assert kept == sorted(kept)
    assert len(kept) == max(map(len, rising))


# ----------------------------------------------------------------------------------- repeated visits


def make_part(visits: int, windows: tuple[tuple[TimeWindow, ...], ...] = ()) -> Part:
    """Return the part of a place that is visited so often."""
    (rated,) = insert_greedily(make_inputs([make_hotspot("m", 500, 0)], [make_unit("A")]))[
        0
    ].hotspots
    return replace(rated.parts[0], visits=visits, windows=windows)


def make_visit(begin_s: int, *, is_done: bool = False) -> PlannedVisit:
    moment = datetime.fromtimestamp(START.timestamp() + begin_s, START.tzinfo)
    stop = Stop("dwell", "m", "Pasar m", moment, moment, 0, 0, *place_at(500, 0), 113.0, 0.0, 0, "")
    return PlannedVisit("A", stop, begin_s, is_done)


def list_begins(slots: list[Slot]) -> list[int | None]:
    return [None if slot.planned is None else slot.planned.begin_s for slot in slots]


def test_a_visit_that_is_made_once_may_be_made_in_the_hours_of_its_place() -> None:
    (slot,) = list_slots(make_part(1), HOURS, [make_visit(3600)])
    assert (slot.id, slot.windows, list_begins([slot])) == ("m", HOURS, [3600])


def test_each_repeated_visit_keeps_its_window_and_the_one_left_out_its_own() -> None:
    thirds = ((TimeWindow(0, 3600),), (TimeWindow(7200, 9000),), (TimeWindow(14400, 18000),))
    slots = list_slots(make_part(3, thirds), HOURS, [make_visit(15000), make_visit(10)])
    assert [slot.id for slot in slots] == ["m#1", "m#2", "m#3"]
    assert [slot.windows for slot in slots] == list(thirds)
    assert list_begins(slots) == [10, None, 15000]


def test_without_windows_told_repeated_visits_stay_at_their_moments_or_go() -> None:
    """As in plans of version 2.0, which do not tell the windows."""
    slots = list_slots(make_part(3), HOURS, [make_visit(100), make_visit(9000)])
    assert [slot.windows for slot in slots] == [
        (TimeWindow(100, 100),), (TimeWindow(9000, 9000),), (),
    ]  # fmt: skip


# -------------------------------------------------------------------------------- inputs from a plan


def test_the_inputs_of_a_plan_are_found_again_in_it() -> None:
    inputs = make_patrol_inputs()
    plan, ready, _solution = insert_greedily(inputs)
    again = rebuild_inputs(plan, inputs.network)
    assert again.hotspots == inputs.hotspots
    assert again.units == ready.units
    assert again.meetings == inputs.meetings
    assert again.shift == inputs.shift
    assert again.config == inputs.config
    assert [closure.id for closure in again.closures] == ["K1"]
    assert again.area.boundary.equals(inputs.area.boundary)


def test_kecamatan_to_which_units_are_limited_are_where_the_plan_tells() -> None:
    boxes = {"Barat": (-500, -500, 1000, 2500), "Timur": (1000, -500, 2500, 2500)}
    units = [make_unit("A", jurisdiction=("Barat",)), make_unit("B", 2000, 0)]
    inputs = outline_kecamatan(make_inputs([make_hotspot("m", 500, 0)], units), boxes)
    plan = insert_greedily(inputs)[0]
    area, district = rebuild_areas(plan)
    west, east = shapely.Point(*place_at(500, 0)), shapely.Point(*place_at(2000, 0))
    (barat,) = (k for k in district.kecamatan if k.name == "Barat")
    assert barat.polygon.contains(west)
    assert not barat.polygon.contains(east)
    assert [k.name for k in area.kecamatan if k.polygon.contains(east)] == ["?"]


@pytest.mark.parametrize("kecamatan", [(), ("Candipuro", "Kunir")])
def test_a_district_that_comes_with_the_program_is_known_whole(kecamatan: tuple[str, ...]) -> None:
    whole = load_district("lumajang")
    area = whole.narrowed(kecamatan) if kecamatan else whole
    plan = replace(make_plan_example(), area=tell_area(area))
    found, district = rebuild_areas(plan)
    assert found.boundary.equals(area.boundary)
    assert [k.name for k in found.kecamatan] == [k.name for k in area.kecamatan]
    assert len(district.kecamatan) == len(whole.kecamatan)


def tell_area(area: Area) -> PlanArea:
    names = tuple(kecamatan.name for kecamatan in area.kecamatan)
    return PlanArea(area.id, area.title, area.geojson(), names)
