"""The judge drives every leg again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plan_edits import (
    LOOP_A,
    PLAN,
    STREETS,
    TWO_METRES,
    Change,
    both,
    broken_rules,
    edit_config,
    edit_hotspot,
    edit_leg,
    edit_shift,
    edit_stop,
    line,
)
from streets_plan import CORNERS, POINTS, to_lonlat

from routeplan.planning.verify import find_violations

ROADS: dict[str, tuple[Change, set[str]]] = {
    "an invented network called real": (
        lambda p: replace(p, source=replace(p.source, kind="sample")),
        {"source"},
    ),
    "another network": (lambda p: replace(p, source=replace(p.source, digest="0")), {"network"}),
    "no settings": (lambda p: replace(p, config={}), {"config"}),
    "no speeds for the vehicle": (lambda p: replace(p, config={**p.config, "profiles": {}}), {"config"}),
    "a speed factor that is no number": (edit_shift(speed_factor=float("inf")), {"config"}),
    "a speed factor beyond all sense": (edit_shift(speed_factor=1e308), {"config"}),
    "roads driven too fast": (edit_shift(speed_factor=0.9), {"seconds"}),
    "a vehicle that has no road": (
        edit_config("profiles", R4={"speeds_kmh": {"motorway": 80.0}}),
        {"closed", "reason"},
    ),
    "a point that is not the nearest on the road": (
        both(
            edit_stop(0, 1, road_lon=LOOP_A.stops[1].road_lon + TWO_METRES),
            edit_leg(0, 0, geometry=(*LOOP_A.legs[0].geometry[:-1], line((502, 250))[0])),
            edit_leg(0, 1, geometry=(line((502, 250))[0], *LOOP_A.legs[1].geometry[1:])),
        ),
        {"position", "geometry"},
    ),
    "a position that is none": (edit_stop(0, 1, road_lat=float("nan")), {"position"}),
    "a road that is farther than told": (edit_stop(0, 1, off_road_m=2), {"off_road"}),
    "a road out of reach": (
        both(
            edit_hotspot("h1", lon=to_lonlat(530, 250)[0]),
            edit_stop(0, 1, lon=to_lonlat(530, 250)[0], off_road_m=30),
            edit_config("snap", refuse_m=20.0),
        ),
        # "late" lies 100 m from its road: not for want of time is it left out
        {"off_road", "reason"},
    ),
    "an edge beyond the last": (edit_leg(0, 0, edges=(1, 41)), {"edges"}),
    "an edge of no number": (edit_leg(0, 0, edges=(0,)), {"edges"}),
    "no edges between two places": (edit_leg(0, 0, edges=()), {"route"}),
    "a leg that begins elsewhere": (edit_leg(0, 0, edges=(25,)), {"route"}),
    "a leg that ends elsewhere": (edit_leg(0, 0, edges=(1, 2)), {"route"}),
    "a leg with a gap": (edit_leg(0, 1, edges=(25, 10)), {"route"}),
    "a first edge driven away": (edit_leg(0, 0, edges=(-1, 25)), {"route"}),
    "one edge driven away": (edit_leg(0, 2, edges=(-10,)), {"route"}),
    "a street against its one-way": (
        edit_leg(
            1, 1, edges=(16, -39, -12, -34),
            geometry=line(POINTS["h4"], CORNERS[3, 4], CORNERS[2, 4], CORNERS[2, 3], POINTS["B"]),
        ),
        {"one_way", "seconds", "metres", "geometry"},
    ),
    "a street closed to cars": (
        edit_leg(
            1, 1, edges=(16, 40, -20, -36, -35, -34),
            geometry=line(
                POINTS["h4"], CORNERS[3, 4], CORNERS[4, 4], CORNERS[4, 3], CORNERS[3, 3], POINTS["B"]
            ),
        ),
        {"closed", "seconds", "metres", "geometry"},
    ),
    "a leg a metre too long": (edit_leg(0, 0, metres=651), {"metres", "loop_sum", "total"}),
    "a line that ends short of the stop": (
        edit_leg(0, 1, geometry=(*LOOP_A.legs[1].geometry[:-1], line((748.4, 1000))[0])),
        {"geometry"},
    ),
    "a line along other streets of the same length": (
        edit_leg(0, 1, geometry=line(POINTS["h1"], (750.4, 250), POINTS["h2"])),
        {"geometry"},
    ),
    "a line that goes back and forth": (
        edit_leg(0, 2, geometry=line(POINTS["h2"], POINTS["h3"], POINTS["h2"], POINTS["h3"])),
        {"geometry"},
    ),
    "no line": (edit_leg(0, 0, geometry=()), {"geometry"}),
    "a line through nowhere": (edit_leg(0, 0, geometry=((113.0, 91.0),)), {"geometry"}),
}  # fmt: skip


@pytest.mark.parametrize(("change", "rules"), ROADS.values(), ids=ROADS.keys())
def test_each_fault_of_the_roads_breaks_its_rule_and_no_other(
    change: Change, rules: set[str]
) -> None:
    assert broken_rules(change(PLAN)) == rules


def test_a_street_is_named_with_its_osm_way() -> None:
    change, _rules = ROADS["a street against its one-way"]
    problems = [v.problem for v in find_violations(change(PLAN), STREETS) if v.rule == "one_way"]
    assert problems == ["It drives Jalan Kolom 4 (OSM way 205) against its one-way."]


@given(st.sampled_from([0, 1]), st.integers(0, 3), st.integers(0, 3))
def test_no_edge_can_be_driven_backward(loop: int, leg: int, edge: int) -> None:
    legs = PLAN.loops[loop].legs
    edges = list(legs[leg % len(legs)].edges)
    edges[edge % len(edges)] *= -1
    assert "route" in broken_rules(edit_leg(loop, leg % len(legs), edges=tuple(edges))(PLAN))
