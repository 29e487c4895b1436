"""Judging the clock: order, drives, staying and waiting, hours and the reserve."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

from routeplan.i18n import _
from routeplan.model import Loop, Plan, Unit
from routeplan.planning.verify.hours import find_duty, seconds_between
from routeplan.planning.verify.replans import list_overdue
from routeplan.planning.verify.violations import Violation, map_units, name_leg, name_stop
from routeplan.wording import format_clock


def find_time_violations(plan: Plan) -> Iterator[Violation]:
    """Yield what is wrong with the clock of each loop, where its times make sense."""
    units = map_units(plan)
    for loop in plan.loops:
        yield from _check_stays(plan, loop)
        yield from _check_drives(loop)
        if loop.unit_id in units:
            yield from _check_hours(plan, units[loop.unit_id], loop)


def _check_stays(plan: Plan, loop: Loop) -> Iterator[Violation]:
    """Yield stops whose departure does not fit the clock."""
    for index, stop in enumerate(loop.stops):
        stay = seconds_between(stop.arrive, stop.depart)
        if stay != stop.wait_s + stop.dwell_s:
            problem = _("It stays {stay} s, but waits {wait} s and dwells {dwell} s.")
            problem = problem.format(stay=_word(stay), wait=stop.wait_s, dwell=stop.dwell_s)
            yield Violation("stay", loop.unit_id, name_stop(loop, index), problem)
        may_wait = any(stop.arrive <= item.moment <= stop.depart for item in plan.replans)
        if stop.kind == "base" and (stop.dwell_s or (stop.wait_s and not may_wait)):
            problem = _("A unit neither waits nor dwells at its base.")
            yield Violation("stay", loop.unit_id, name_stop(loop, index), problem)


def _check_drives(loop: Loop) -> Iterator[Violation]:
    """Yield legs whose length does not fit the clock."""
    for index, leg in enumerate(loop.legs):
        drive = seconds_between(loop.stops[index].depart, loop.stops[index + 1].arrive)
        if drive < 0:
            problem = _("It ends before it begins.")
            yield Violation("order", loop.unit_id, name_leg(loop, index), problem)
        if drive != leg.seconds:
            problem = _("The clock allows {drive} s, the leg takes {leg} s.")
            problem = problem.format(drive=_word(drive), leg=leg.seconds)
            yield Violation("drive", loop.unit_id, name_leg(loop, index), problem)


def _check_hours(plan: Plan, unit: Unit, loop: Loop) -> Iterator[Violation]:
    """Yield departures before the briefing ends, late returns and a used-up reserve.

    The reserve is there for what happens: a plan that was replanned may use it.
    """
    shift = plan.shift
    earliest, latest = find_duty(shift, unit)
    leave, back = loop.stops[0].depart, loop.stops[-1].arrive
    if leave < earliest:
        problem = _("It leaves at {leave}, before its briefing is over at {earliest}.")
        problem = problem.format(leave=format_clock(leave), earliest=format_clock(earliest))
        yield Violation("hours", loop.unit_id, name_stop(loop, 0), problem)
    if back > latest and unit.id not in list_overdue(plan):
        problem = _("It is back at {back}, later than it may be: at {latest}.")
        problem = problem.format(back=format_clock(back), latest=format_clock(latest))
        yield Violation("hours", loop.unit_id, name_stop(loop, len(loop.stops) - 1), problem)
    # the share as it is written in the file, not as its nearest binary fraction
    usable = (1 - Fraction(repr(float(shift.reserve_share)))) * round(
        seconds_between(earliest, latest)
    )
    length = seconds_between(leave, back)
    if length > math.floor(usable) and not plan.replans:
        problem = _("The loop takes {length} s; the reserve leaves {usable} s of the shift.")
        problem = problem.format(length=_word(length), usable=math.floor(usable))
        yield Violation("reserve", loop.unit_id, _("loop"), problem)


def _word(seconds: float) -> str:
    return f"{seconds:g}" if seconds % 1 else f"{seconds:.0f}"
