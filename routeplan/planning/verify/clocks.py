"""Judging whether hours and clock times make sense at all, before anything is worked out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time

from routeplan.i18n import _
from routeplan.model import ClockWindow, Plan, Stop
from routeplan.planning.verify.violations import Violation, name_stop

# Beyond these no date arithmetic is tried.
FIRST_YEAR, LAST_YEAR = 1900, 2999
LONGEST_STAY_S = 86_400


def check_hours(plan: Plan) -> Iterator[Violation]:
    """Yield what keeps hours from being worked out at all."""
    shift = plan.shift
    if not all(FIRST_YEAR <= moment.year <= LAST_YEAR for moment in (shift.start, shift.end)):
        yield Violation("clock", None, _("shift"), _("Its year makes no sense."))
    for item in plan.replans:
        if item.moment.tzinfo is None or not FIRST_YEAR <= item.moment.year <= LAST_YEAR:
            problem = _("The moment of a replanning has no time zone, or its year makes no sense.")
            yield Violation("clock", None, _("replanning"), problem)
    if 60 * (shift.briefing_min + shift.reporting_min) > shift.length_s:
        problem = _("Briefing and report take longer than the shift.")
        yield Violation("hours", None, _("shift"), problem)
    for place, minutes in _list_minutes(plan):
        if 60 * minutes > LONGEST_STAY_S:
            problem = _("It asks for a stay of more than a day.")
            yield Violation("clock", None, place, problem)
    zoned = (place for place, clock in _list_clocks(plan) if clock is not None and clock.tzinfo)
    for place in dict.fromkeys(zoned):
        problem = _("Hours of the day are those of the plan's zone and have none of their own.")
        yield Violation("clock", None, place, problem)


def check_clocks(plan: Plan) -> Iterator[Violation]:
    """Yield the times of stops that nothing further can be worked out from."""
    for loop in plan.loops:
        for index, stop in enumerate(loop.stops):
            place = name_stop(loop, index)
            if stop.arrive.tzinfo is None or stop.depart.tzinfo is None:
                yield Violation("clock", loop.unit_id, place, _("Its times have no time zone."))
            elif not all(FIRST_YEAR <= m.year <= LAST_YEAR for m in (stop.arrive, stop.depart)):
                yield Violation("clock", loop.unit_id, place, _("Its year makes no sense."))
            if not _has_sensible_stay(stop):
                problem = _("It waits or dwells for less than no time or more than a day.")
                yield Violation("clock", loop.unit_id, place, problem)


def _has_sensible_stay(stop: Stop) -> bool:
    return 0 <= stop.wait_s <= LONGEST_STAY_S and 0 <= stop.dwell_s <= LONGEST_STAY_S


def _list_minutes(plan: Plan) -> Iterator[tuple[str, int]]:
    """Yield every length of a stay or gap in minutes, with whose it is."""
    for rated in plan.hotspots:
        yield rated.hotspot.id, rated.hotspot.dwell_min
        yield rated.hotspot.id, rated.hotspot.min_gap_min or 0
    for unit in plan.units:
        for rest in unit.breaks:
            yield unit.id, rest.minutes
    for meeting in plan.meetings:
        yield meeting.id, meeting.minutes
    for item in plan.replans:
        yield from ((incident.id, incident.minutes) for incident in item.incidents)


def _list_clocks(plan: Plan) -> Iterator[tuple[str, time | None]]:
    """Yield every hour of the day, with whose it is."""
    for unit in plan.units:
        yield from ((unit.id, clock) for clock in (unit.start, unit.end, unit.latest_return))
    for rated in plan.hotspots:
        yield rated.hotspot.id, rated.hotspot.appointment
    for place, window in _list_windows(plan):
        yield from ((place, clock) for clock in (window.start, window.end))


def _list_windows(plan: Plan) -> Iterator[tuple[str, ClockWindow]]:
    for unit in plan.units:
        yield from ((unit.id, rest.window) for rest in unit.breaks)
    for rated in plan.hotspots:
        yield from ((rated.hotspot.id, window) for window in rated.hotspot.windows)
        yield from ((rated.hotspot.id, hour.window) for hour in rated.hours)
    for closure in plan.closures:
        yield from ((closure.id, window) for window in closure.windows)
    yield from ((meeting.id, meeting.window) for meeting in plan.meetings)
