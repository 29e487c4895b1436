"""The judge on a unit with several breaks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from plan_edits import PATROL, edit_loop, edit_unit
from two_patrols_plan import make_window

from routeplan.model import Break, Plan
from routeplan.planning.verify.breaks import find_break_violations

LOOP = PATROL.loops[0]
STOP = next(stop for stop in LOOP.stops if stop.kind == "break")
(REST,) = PATROL.units[0].breaks


def shift_window(rest: Break, minutes: int) -> Break:
    """Return a break with a window of so many minutes that opens as that of the loop begins."""
    begin = STOP.arrive + timedelta(seconds=STOP.wait_s)
    end = begin + timedelta(minutes=minutes)
    return replace(rest, window=make_window(f"{begin:%H:%M}", f"{end:%H:%M}"))


def rest_twice(plan: Plan) -> Plan:
    """Return the plan with the break of the loop once more, right behind it."""
    later = replace(STOP, wait_s=0, arrive=STOP.depart, depart=STOP.depart + timedelta(minutes=10))
    stops, legs = (*LOOP.stops[:-1], later, LOOP.stops[-1]), (*LOOP.legs, LOOP.legs[-1])
    return edit_loop(0, stops=stops, legs=legs)(plan)


@pytest.mark.parametrize("order", [1, -1])
def test_breaks_with_overlapping_hours_are_told_apart_by_what_fits_both(order: int) -> None:
    wide, narrow = shift_window(REST, 40), shift_window(REST, 5)
    plan = edit_unit(0, breaks=(wide, narrow)[::order])(PATROL)
    plan = rest_twice(plan)
    assert list(find_break_violations(plan)) == []


def test_two_breaks_that_both_fit_one_break_only_are_a_fault() -> None:
    narrow = shift_window(REST, 5)
    plan = edit_unit(0, breaks=(narrow, narrow))(PATROL)
    plan = rest_twice(plan)
    (violation,) = find_break_violations(plan)
    assert "outside" in violation.problem
