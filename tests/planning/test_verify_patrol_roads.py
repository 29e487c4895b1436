"""The judge on the roads of a patrol: passes, sweeps, closures, borders, shapes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from plan_edits import (
    PATROL,
    STREETS,
    Change,
    both,
    broken_rules,
    edit_area,
    edit_closure,
    edit_drive,
    edit_hotspot,
    edit_leg,
    edit_loop,
    edit_part,
    edit_rated,
    edit_reason,
    edit_stop,
    edit_unit,
)
from streets_plan import to_lonlat
from two_patrols_plan import BASE_P, BASE_Q, BLOCK, draw_box, draw_line, make_drive

from routeplan.model import Closure, Outline, Part, Shape, Unvisited
from routeplan.planning.verify import find_violations
from routeplan.planning.verify.courses import _check_shares

LOOP_P, LOOP_Q = PATROL.loops
SWEEP, PASS = 2, 6


def edit_shape(name: str, **fields: Any) -> Change:
    return edit_hotspot(name, shape=Shape(**fields))


def add_closure(**fields: Any) -> Change:
    closure = Closure("K2", "Jalan tertutup", **fields)
    return lambda plan: replace(plan, closures=(*plan.closures, closure))


def move_border(east_m: float) -> Change:
    outlines = (
        Outline("Barat", draw_box(-100, -100, east_m, 2100)),
        Outline("Timur", draw_box(east_m, -100, 2100, 2100)),
    )
    return edit_area(outlines=outlines)


# The block the other way round, and without its northern side.
TURNED = make_drive(
    2000, 400, (22, 9, -26, -5), (0, 500), (0, 1000), (500, 1000), (500, 500), (0, 500)
)
OPEN = make_drive(1500, 300, BLOCK[:3], (0, 500), (500, 500), (500, 1000), (0, 1000))
AND_BACK = make_drive(
    2000, 400, (5, 26, -26, -5), (0, 500), (500, 500), (500, 1000), (500, 500), (0, 500)
)

COURSES: dict[str, tuple[Change, set[str]]] = {
    "a pass of another segment": (
        edit_drive(0, PASS, edges=(29,)),
        {"course", "position", "off_road", "geometry", "route"},
    ),
    "a pass that goes on": (
        edit_drive(0, PASS, edges=(25, 26)),
        {"course", "seconds", "metres", "geometry", "route"},
    ),
    "a pass in the other direction of two": (
        # it would be that of the part that is left out
        edit_stop(1, 1, part_id="D/1<"),
        {"course", "account"},
    ),
    "a pass driven faster than it is": (edit_drive(0, PASS, seconds=99), {"dwell", "seconds"}),
    "a pass a metre longer": (
        edit_drive(0, PASS, metres=501),
        {"metres", "loop_sum", "total", "max_km"},
    ),
    "a pass whose line is elsewhere": (
        edit_drive(0, PASS, geometry=(to_lonlat(500, 0), to_lonlat(600, 500))),
        {"geometry"},
    ),
    "a pass of no edges": (edit_drive(0, PASS, edges=()), {"edges"}),
    "a pass of unknown edges": (edit_drive(0, PASS, edges=(41,)), {"edges"}),
    "a sweep that does not come back": (
        edit_stop(0, SWEEP, drive=OPEN, dwell_s=300),
        {"course", "stay", "route", "loop_sum", "total", "balance"},
    ),
    "a sweep that leaves out a street": (edit_stop(0, SWEEP, drive=AND_BACK), {"course"}),
    "a sweep with a gap": (
        edit_drive(0, SWEEP, edges=(5, -9, 26, -22)),
        {"route"},
    ),
    "a leg that begins where the pass did": (
        edit_leg(0, 6, edges=(2, 29)),
        {"route"},
    ),
    "a leg whose line begins where the pass did": (
        edit_leg(0, 6, geometry=(to_lonlat(500, 0), *LOOP_P.legs[6].geometry)),
        {"geometry"},
    ),
}  # fmt: skip

SHAPES: dict[str, tuple[Change, set[str]]] = {
    "a segment far from its line": (
        edit_shape("L", kind="line", geometry=draw_line((600, 0), (600, 1000))),
        {"shape"},
    ),
    "streets outside their area": (
        edit_shape("A", kind="area", geometry=draw_box(-50, 450, 550, 900)),
        {"shape"},
    ),
    "a shape that is none": (
        edit_shape("L", kind="line", geometry={"type": "LineString", "coordinates": [[1]]}),
        {"shape"},
    ),
    "a street of another name": (
        edit_shape("L", kind="street", street="Jl. Kolom 2", kecamatan="Barat"),
        {"shape"},
    ),
    "a place with segments": (
        edit_hotspot("L", shape=None),
        {"part"},
    ),
    "an area with segments": (
        edit_shape("L", kind="area", geometry=draw_box(450, -50, 550, 1050)),
        {"part"},
    ),
    "segments of a route that do not meet": (
        both(
            edit_shape("L", kind="route"),
            edit_part("L", "L/2", edges=(27,)),
        ),
        {"part"},
    ),
    "a segment with a gap": (
        both(edit_part("L", "L/2", edges=(26, 28), metres=1000, to_m=1500)),
        {"part", "share", "coverage"},
    ),
    "a segment of unknown edges": (edit_part("L", "L/2", edges=(99,)), {"part"}),
    "a segment a little longer": (edit_part("L", "L/2", metres=503, to_m=1003), {"part", "coverage"}),
    "a segment elsewhere along its road": (edit_part("L", "L/2", to_m=900), {"part"}),
    "a street that is counted twice": (
        edit_part("A", "A", edges=(5, 9, 22, 26, 26), metres=2500),
        {"part", "coverage"},
    ),
}  # fmt: skip

CLOSURES: dict[str, tuple[Change, set[str]]] = {
    "a closure that leaves the bridge open": (edit_closure(edges=()), {"closure"}),
    "a closure of another road too": (edit_closure(edges=(11, 35)), {"closure"}),
    "a closure of unknown edges": (edit_closure(edges=(11, 0)), {"closure"}),
    "a closed way of which one edge is open": (
        edit_closure(lon=None, lat=None, ways=(103,), edges=(9, 10, 11)),
        # cars may not drive the northern side of the block any more
        {"closure", "closed"},
    ),
    "a closed area that does not close its roads": (
        add_closure(shape=Shape("area", geometry=draw_box(1300, 1300, 1450, 1700))),
        {"closure"},
    ),
    "a closed line far from its road": (
        add_closure(shape=Shape("line", geometry=draw_line((1250, 1400), (1250, 1600))), edges=(18,)),
        {"closure"},
    ),
    "a closed street of another name": (
        add_closure(shape=Shape("street", street="Baris 3", kecamatan="Timur"), edges=(18,)),
        {"closure"},
    ),
    "a leg on a closed road": (
        add_closure(lon=to_lonlat(750, 500)[0], lat=to_lonlat(750, 500)[1], radius_m=10, edges=(6,)),
        {"closed", "seconds"},
    ),
    "a pass on a closed road": (
        add_closure(lon=to_lonlat(500, 250)[0], lat=to_lonlat(500, 250)[1], radius_m=10, edges=(25,)),
        {"closed"},
    ),
}  # fmt: skip

BORDERS: dict[str, tuple[Change, set[str]]] = {
    "no outlines": (edit_area(outlines=()), {"outline"}),
    "metres outside not told": (edit_loop(1, outside_m=400), {"outside", "total"}),
    "metres outside of a unit of everywhere": (
        both(edit_unit(1, jurisdiction=()), edit_reason("C", "crew_too_small")),
        {"outside"},
    ),
    "metres outside of a unit that stays inside": (
        edit_loop(0, outside_m=100),
        {"outside", "total"},
    ),
    "a border that cuts off the column of the meeting": (
        move_border(990),
        # that road is 500 m that P must not drive; not even the meeting's place is on its roads
        {"strict", "outside", "position", "off_road", "closed", "seconds", "metres"},
    ),
    "a border that leaves a segment outside": (
        both(move_border(1600), edit_unit(0, strict=False)),
        # and neither is it for want of time that Q does not come back through it
        {"jurisdiction", "outside", "reason"},
    ),
}  # fmt: skip

CASES = COURSES | SHAPES | CLOSURES | BORDERS


@pytest.mark.parametrize(("change", "rules"), CASES.values(), ids=CASES.keys())
def test_each_fault_of_the_roads_of_a_patrol_breaks_its_rule_and_no_other(
    change: Change, rules: set[str]
) -> None:
    assert broken_rules(change(PATROL)) == rules


def test_a_sweep_may_go_either_way_round() -> None:
    assert broken_rules(edit_stop(0, SWEEP, drive=TURNED)(PATROL)) == set()


@pytest.mark.parametrize("sign", [">", "<"])
def test_a_direction_is_that_of_its_part(sign: str) -> None:
    """Both parts of D name their edges in the direction that they are driven in."""
    (rated,) = (r for r in PATROL.hotspots if r.hotspot.id == "D")
    (part,) = (p for p in rated.parts if p.id.endswith(sign))
    assert part.edges == ((33,) if sign == ">" else (-33,))


def test_a_closure_for_other_vehicles_closes_nothing_to_a_car() -> None:
    only_bikes = add_closure(
        vehicles=("R2",), lon=to_lonlat(750, 500)[0], lat=to_lonlat(750, 500)[1], radius_m=10,
        edges=(6,),
    )  # fmt: skip
    assert broken_rules(only_bikes(PATROL)) == set()


def test_a_closure_past_midnight_is_in_force() -> None:
    later = edit_closure(valid_from=date(2024, 11, 21))
    assert broken_rules(later(PATROL)) == set()


def test_a_street_is_known_by_its_name_however_it_is_written() -> None:
    street = edit_shape("L", kind="street", street="JL. KOLOM 1", kecamatan="Barat")
    assert broken_rules(street(PATROL)) == set()


def test_a_strict_unit_driven_across_its_border_is_named_with_the_street() -> None:
    """P goes home from V by way of column 3: 1,500 m more, all of it in Timur."""
    found = find_violations(move_border(990)(PATROL), STREETS)
    problems = [v.problem for v in found if v.rule == "strict"]
    assert problems == [
        "It drives Jalan Kolom 2 (OSM way 203), outside its jurisdiction, which it may not leave."
    ]


def test_what_no_vehicle_may_drive_may_be_left_out_for_that() -> None:
    closed = add_closure(
        lon=to_lonlat(500, 750)[0], lat=to_lonlat(500, 750)[1], radius_m=10, edges=(26,)
    )
    plan = both(closed, edit_reason("L", "vehicle_cannot_reach", {"vehicles": "R4"}))(PATROL)
    # the block has lost a side as well
    assert broken_rules(plan) == {"closed"}
    assert broken_rules(edit_reason("L", "no_time")(plan)) == {"closed", "reason"}


def test_a_segment_in_nobodys_jurisdiction_may_be_left_out_for_that() -> None:
    nobody = edit_unit(0, jurisdiction=("Selatan",), strict=False)
    outlines = (*PATROL.area.outlines, Outline("Selatan", draw_box(-100, -3000, 2100, -2000)))
    plan = both(nobody, edit_area(outlines=outlines), edit_reason("L", "outside_jurisdiction", {}))(
        PATROL
    )
    assert "reason" not in broken_rules(plan)
    assert "reason" in broken_rules(edit_reason("D", "outside_jurisdiction", {})(plan))


def test_a_hotspot_without_parts_is_left_out_as_a_whole() -> None:
    area = edit_shape("F", kind="area", geometry=draw_box(5000, 0, 5500, 500))
    plan = both(area, edit_hotspot("F", forbidden=False), edit_reason("F", "no_road", {}))(PATROL)
    assert broken_rules(plan) == set()
    twice = replace(plan, unvisited=(*plan.unvisited, Unvisited("F", "no_road")))
    assert broken_rules(twice) == {"account"}


def test_bases_lie_on_the_streets_that_they_are_said_to_lie_on() -> None:
    for loop, base in ((LOOP_P, BASE_P), (LOOP_Q, BASE_Q)):
        assert (loop.stops[0].road_lon, loop.stops[0].road_lat) == to_lonlat(*base)


def test_worth_without_parts_does_not_add_up() -> None:
    bare = edit_rated("L", parts=())
    assert broken_rules(bare(PATROL)) >= {"part", "account"}


def test_a_segment_of_one_direction_counts_as_much_as_both_directions_of_another() -> None:
    # 200 m both ways and 200 m one way: a quarter for each direction, half for the other segment
    both = [
        Part(f"D/1{way}", "pass", 0.25, metres=200, edges=edges)
        for way, edges in ((">", (1, 2)), ("<", (-2, -1)))
    ]
    one_way = Part("D/2", "pass", 0.5, metres=200, edges=(3,))
    spot = replace(PATROL.hotspots[0], parts=(*both, one_way))
    assert not list(_check_shares(spot))
    lessened = replace(spot, parts=(*both, replace(one_way, share=0.33)))
    assert [found.rule for found in _check_shares(lessened)].count("share") > 0
