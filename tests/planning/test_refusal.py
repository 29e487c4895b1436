"""A refused plan names what is required, stays out, and what it collides with."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import time
from typing import Any

from grids import place_at
from shift_inputs import make_hotspot, make_inputs, make_unit
from shift_plans import insert_greedily

from routeplan.model import Break, ClockWindow, Meeting, MeetingPlace
from routeplan.planning.refusal import list_clashes

MEETING = Meeting(
    "M1", "Titik singgung", ("A", "B"), ClockWindow(time(1), time(1, 30)), 10,
    (MeetingPlace("Balai", *place_at(0, 0)),),
)  # fmt: skip
# an hour's talk from 00:50 on, so that who comes to it cannot meet anybody before 01:50
HALL = make_hotspot("hall", 2000, 2000, appointment=time(0, 50), dwell_min=60, unit="A")


def refuse(
    *hotspots: Any,
    without: Collection[str] = (),
    meetings: Collection[Meeting] = (MEETING,),
    **fields: Any,
) -> list[str]:
    units = [make_unit("A", **fields), make_unit("B", vehicle="R2")]
    inputs = replace(make_inputs(hotspots, units), meetings=tuple(meetings))
    plan, ready, solution = insert_greedily(inputs, without=without)
    return list(list_clashes(plan, ready, solution.orders))


def test_an_appointment_that_collides_with_a_meeting_names_it() -> None:
    (clash,) = refuse(HALL)
    assert clash.startswith("the appointment at Pasar hall at 00:50: No time left: the loop of ")
    assert clash.endswith(
        "Required in that loop as well: the meeting of Regu A and Regu B at 01:00-01:30."
    )


def test_a_meeting_that_collides_with_an_appointment_names_it() -> None:
    (clash,) = refuse(HALL, without=["meeting"])
    assert clash == (
        "the meeting of Regu A and Regu B at 01:00-01:30 cannot be kept. "
        "Required in that loop as well: the appointment at Pasar hall at 00:50."
    )


def test_a_break_that_a_loop_has_no_room_for_is_named() -> None:
    rest = Break(ClockWindow(time(1), time(1, 30)), 15)
    (clash,) = refuse(HALL, without=["break"], meetings=(), breaks=(rest,))
    assert clash == (
        "the break of Regu A at 01:00-01:30 cannot be kept. "
        "Required in that loop as well: the appointment at Pasar hall at 00:50."
    )


def test_the_breaks_of_a_unit_that_therefore_stays_are_named() -> None:
    # the break comes first: with it there is no time for the appointment
    rest = Break(ClockWindow(time(1), time(1, 30)), 15)
    (clash,) = refuse(HALL, meetings=(), breaks=(rest,))
    assert clash.endswith("Required in that loop as well: the break of Regu A at 01:00-01:30.")


def test_a_required_hotspot_that_nobody_can_reach_collides_with_nothing() -> None:
    (clash,) = refuse(make_hotspot("a", 500, 0, required=True, access=("foot",)), meetings=())
    assert (
        clash == "Pasar a: None of the vehicles on shift can get there: car (R4), motorcycle (R2)."
    )


def test_where_everything_required_is_kept_nothing_clashes() -> None:
    later = replace(HALL, appointment=time(2))
    assert refuse(later, make_hotspot("a", 500, 0)) == []


def test_a_required_place_may_be_visited_less_often_than_wished() -> None:
    # of 382 minutes on the road an appointment takes 330: one visit of 30 has room beside it
    talk = replace(HALL, dwell_min=330)
    twice = make_hotspot("a", 500, 0, required=True, visits=2, min_gap_min=30, dwell_min=30)
    inputs = make_inputs([talk, twice], [make_unit("A")])
    plan, ready, solution = insert_greedily(inputs)
    assert [(item.hotspot_id, item.visits) for item in plan.unvisited] == [("a", 1)]
    assert list(list_clashes(plan, ready, solution.orders)) == []
