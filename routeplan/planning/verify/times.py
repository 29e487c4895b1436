"""Judging the clock: order, drives, dwelling, waiting, hours, windows and the reserve."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

from routeplan.i18n import _
from routeplan.model import Hotspot, Loop, Plan, Shift, Stop, Unit
from routeplan.planning.verify.hours import (
    add_seconds,
    find_duty,
    is_open,
    list_openings,
    seconds_between,
)
from routeplan.planning.verify.violations import (
    Violation,
    map_hotspots,
    map_units,
    name_leg,
    name_stop,
)
from routeplan.wording import format_clock

# Beyond these no date arithmetic is tried.
FIRST_YEAR, LAST_YEAR = 1900, 2999
LONGEST_WAIT_S = 86_400


def find_time_violations(plan: Plan) -> Iterator[Violation]:
    """Yield what is wrong with the clock times of each loop, after `check_hours` found nothing."""
    units, hotspots = map_units(plan), map_hotspots(plan)
    for loop in plan.loops:
        nonsense = list(_check_sense(loop))
        yield from nonsense
        if nonsense:
            continue
        yield from _check_sequence(loop)
        if loop.unit_id in units:
            yield from _check_hours(plan.shift, units[loop.unit_id], loop)
        for index, stop in enumerate(loop.stops):
            if stop.hotspot_id in hotspots:
                hotspot = hotspots[stop.hotspot_id].hotspot
                yield from _check_visit(plan.shift, loop, index, hotspot)


def check_hours(plan: Plan) -> Iterator[Violation]:
    """Yield what keeps hours from being worked out at all."""
    shift = plan.shift
    if not all(FIRST_YEAR <= moment.year <= LAST_YEAR for moment in (shift.start, shift.end)):
        yield Violation("clock", None, _("shift"), _("Its year makes no sense."))
    if 60 * (shift.briefing_min + shift.reporting_min) > shift.length_s:
        problem = _("Briefing and report take longer than the shift.")
        yield Violation("hours", None, _("shift"), problem)
    for rated in plan.hotspots:
        if 60 * rated.hotspot.dwell_min > LONGEST_WAIT_S:
            problem = _("It asks for a stay of more than a day.")
            yield Violation("clock", None, rated.hotspot.id, problem)
    clocks = [(unit.id, clock) for unit in plan.units for clock in (unit.start, unit.end)]
    for rated in plan.hotspots:
        for window in rated.hotspot.windows:
            clocks += [(rated.hotspot.id, window.start), (rated.hotspot.id, window.end)]
    for place in dict.fromkeys(name for name, clock in clocks if clock and clock.tzinfo):
        problem = _("Hours of the day are those of the plan's zone and have none of their own.")
        yield Violation("clock", None, place, problem)


def _check_sense(loop: Loop) -> Iterator[Violation]:
    """Yield times that nothing further can be worked out from."""
    for index, stop in enumerate(loop.stops):
        place = name_stop(loop, index)
        if stop.arrive.tzinfo is None or stop.depart.tzinfo is None:
            yield Violation("clock", loop.unit_id, place, _("Its times have no time zone."))
        elif not all(FIRST_YEAR <= m.year <= LAST_YEAR for m in (stop.arrive, stop.depart)):
            yield Violation("clock", loop.unit_id, place, _("Its year makes no sense."))
        if not (0 <= stop.wait_s <= LONGEST_WAIT_S and 0 <= stop.dwell_s <= LONGEST_WAIT_S):
            problem = _("It waits or dwells for less than no time or more than a day.")
            yield Violation("clock", loop.unit_id, place, problem)


def _check_sequence(loop: Loop) -> Iterator[Violation]:
    """Yield stops whose departure, and legs whose length, does not fit the clock."""
    for index, stop in enumerate(loop.stops):
        stay = seconds_between(stop.arrive, stop.depart)
        if stay != stop.wait_s + stop.dwell_s:
            problem = _("It stays {stay} s, but waits {wait} s and dwells {dwell} s.")
            problem = problem.format(stay=_word(stay), wait=stop.wait_s, dwell=stop.dwell_s)
            yield Violation("stay", loop.unit_id, name_stop(loop, index), problem)
        if stop.kind == "base" and (stop.wait_s or stop.dwell_s):
            problem = _("A unit neither waits nor dwells at its base.")
            yield Violation("stay", loop.unit_id, name_stop(loop, index), problem)
    for index, leg in enumerate(loop.legs):
        drive = seconds_between(loop.stops[index].depart, loop.stops[index + 1].arrive)
        if drive < 0:
            problem = _("It ends before it begins.")
            yield Violation("order", loop.unit_id, name_leg(loop, index), problem)
        if drive != leg.seconds:
            problem = _("The clock allows {drive} s, the leg takes {leg} s.")
            problem = problem.format(drive=_word(drive), leg=leg.seconds)
            yield Violation("drive", loop.unit_id, name_leg(loop, index), problem)


def _check_hours(shift: Shift, unit: Unit, loop: Loop) -> Iterator[Violation]:
    """Yield departures before the briefing ends, late returns and a used-up reserve."""
    earliest, latest = find_duty(shift, unit)
    leave, back = loop.stops[0].depart, loop.stops[-1].arrive
    if leave < earliest:
        problem = _("It leaves at {leave}, before its briefing is over at {earliest}.")
        problem = problem.format(leave=format_clock(leave), earliest=format_clock(earliest))
        yield Violation("hours", loop.unit_id, name_stop(loop, 0), problem)
    if back > latest:
        problem = _("It is back at {back}, too late for its report at {latest}.")
        problem = problem.format(back=format_clock(back), latest=format_clock(latest))
        yield Violation("hours", loop.unit_id, name_stop(loop, len(loop.stops) - 1), problem)
    # the share as it is written in the file, not as its nearest binary fraction
    usable = (1 - Fraction(repr(float(shift.reserve_share)))) * round(
        seconds_between(earliest, latest)
    )
    length = seconds_between(leave, back)
    if length > math.floor(usable):
        problem = _("The loop takes {length} s; the reserve leaves {usable} s of the shift.")
        problem = problem.format(length=_word(length), usable=math.floor(usable))
        yield Violation("reserve", loop.unit_id, _("loop"), problem)


def _check_visit(shift: Shift, loop: Loop, index: int, hotspot: Hotspot) -> Iterator[Violation]:
    """Yield a wrong dwell, a start outside the hotspot's hours, and waiting without need."""
    stop, place = loop.stops[index], name_stop(loop, index)
    if stop.dwell_s != 60 * hotspot.dwell_min:
        problem = _("It dwells {dwell} s; the hotspot asks for {asked} s.")
        problem = problem.format(dwell=stop.dwell_s, asked=60 * hotspot.dwell_min)
        yield Violation("dwell", loop.unit_id, place, problem)
    begin = add_seconds(stop.arrive, stop.wait_s).astimezone(shift.start.tzinfo)
    if not is_open(hotspot, begin):
        problem = _("Its visit begins at {begin}, outside its days and hours.")
        problem = problem.format(begin=format_clock(begin))
        yield Violation("window", loop.unit_id, place, problem)
    elif stop.wait_s and not _must_wait(shift, stop, hotspot):
        problem = _("It waits {wait} s, longer than until it may begin.")
        yield Violation("wait", loop.unit_id, place, problem.format(wait=stop.wait_s))


def _must_wait(shift: Shift, stop: Stop, hotspot: Hotspot) -> bool:
    """Tell whether every second waited was needed: open at its end, closed until then."""
    arrive = stop.arrive.astimezone(shift.start.tzinfo)
    last = add_seconds(arrive, stop.wait_s - 1)
    return not any(True for _span in list_openings(hotspot, arrive, last))


def _word(seconds: float) -> str:
    return f"{seconds:g}" if seconds % 1 else f"{seconds:.0f}"
