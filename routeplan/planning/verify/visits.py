"""Judging when visits begin and how long they take: windows, appointments, waiting, gaps."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from routeplan.config import Config
from routeplan.i18n import _
from routeplan.model import Plan, Shift
from routeplan.planning.verify.hours import (
    add_seconds,
    find_begin,
    is_open,
    opens_between,
    seconds_between,
)
from routeplan.planning.verify.replans import is_broken_off
from routeplan.planning.verify.violations import Made, Violation, list_made, name_stop
from routeplan.planning.verify.worth import find_hour_factor
from routeplan.wording import format_clock


def find_visit_violations(plan: Plan, config: Config | None) -> Iterator[Violation]:
    """Yield wrong stays, visits outside their hours, waiting without need, and what comes too soon.

    Parameters
    ----------
    config
        The plan's settings, or None where they cannot be read: gaps that depend on them are
        then not judged.
    """
    made = list_made(plan)
    for visit in made:
        yield from _check_stay(plan, visit, config)
        yield from _check_windows(plan.shift, visit)
        yield from _check_begin(plan.shift, visit)
    yield from _check_gaps(made, None if config is None else config.visits.min_gap_min)
    yield from _check_neighbours(made)


def _check_stay(plan: Plan, visit: Made, config: Config | None) -> Iterator[Violation]:
    """Yield a wrong dwell: fixed at a place, as long as it is driven along a road.

    A visit that is broken off counts from a share of its minutes on.
    """
    stop, asked_s = visit.stop, 60 * visit.rated.hotspot.dwell_min
    place = name_stop(visit.loop, visit.index)
    if stop.drive is not None and stop.dwell_s != stop.drive.seconds:
        problem = _("It takes {dwell} s, but is driven in {drive} s.")
        problem = problem.format(dwell=stop.dwell_s, drive=stop.drive.seconds)
        yield Violation("dwell", visit.loop.unit_id, place, problem)
    least_s = asked_s if config is None else config.replan.least_stay_share * asked_s
    is_cut = least_s <= stop.dwell_s < asked_s and is_broken_off(plan, visit.loop, stop)
    if stop.kind == "dwell" and stop.dwell_s != asked_s and not is_cut:
        problem = _("It dwells {dwell} s; the hotspot asks for {asked} s.")
        problem = problem.format(dwell=stop.dwell_s, asked=asked_s)
        yield Violation("dwell", visit.loop.unit_id, place, problem)
    if stop.kind == "sweep" and stop.dwell_s > asked_s:
        problem = _("The sweep takes {dwell} s, more than the {asked} s that it may.")
        problem = problem.format(dwell=stop.dwell_s, asked=asked_s)
        yield Violation("dwell", visit.loop.unit_id, place, problem)


def _check_windows(shift: Shift, visit: Made) -> Iterator[Violation]:
    """Yield a repeated visit that begins in none of the windows of its part."""
    part, begin_s = visit.part, seconds_between(shift.start, find_begin(visit.stop))
    windows = [window for own in part.windows for window in own]
    if windows and not any(window.start_s <= begin_s <= window.end_s for window in windows):
        problem = _("It begins outside the windows that its part has for repeated visits.")
        place = name_stop(visit.loop, visit.index)
        yield Violation("window", visit.loop.unit_id, place, problem)


def _check_begin(shift: Shift, visit: Made) -> Iterator[Violation]:
    """Yield a start outside the hotspot's hours, and waiting without need."""
    stop, hotspot = visit.stop, visit.rated.hotspot
    place = name_stop(visit.loop, visit.index)
    begin = find_begin(stop).astimezone(shift.start.tzinfo)
    if hotspot.appointment is not None and begin.time() != hotspot.appointment:
        problem = _("Its visit begins at {begin}, its appointment is at {asked:%H:%M}.")
        problem = problem.format(begin=format_clock(begin), asked=hotspot.appointment)
        yield Violation("appointment", visit.loop.unit_id, place, problem)
    elif not is_open(hotspot, begin):
        problem = _("Its visit begins at {begin}, outside its days and hours.")
        problem = problem.format(begin=format_clock(begin))
        yield Violation("window", visit.loop.unit_id, place, problem)
    elif stop.wait_s and not _may_wait(shift, visit):
        problem = _("It waits {wait} s, longer than until it may begin.")
        problem = problem.format(wait=stop.wait_s)
        yield Violation("wait", visit.loop.unit_id, place, problem)


def _may_wait(shift: Shift, visit: Made) -> bool:
    """Tell whether every second waited may have been needed.

    It is where the hotspot opens at its end, or becomes worth more. Repeated visits wait for
    times that the seed has drawn, which the plan does not tell.
    """
    if visit.part.visits > 1:
        return True
    stop, hotspot = visit.stop, visit.rated.hotspot
    arrive = stop.arrive.astimezone(shift.start.tzinfo)
    begin = find_begin(stop).astimezone(shift.start.tzinfo)
    last = add_seconds(begin, -1)
    before, after = (find_hour_factor(visit.rated, moment) for moment in (last, begin))
    return after > before or not opens_between(hotspot, arrive, last)


def _check_gaps(made: list[Made], min_gap_min: int | None) -> Iterator[Violation]:
    """Yield visits that begin too soon after another of the same part, whosever it is."""
    series: dict[str, list[Made]] = {}
    for visit in made:
        series.setdefault(visit.part.id, []).append(visit)
    for visits in series.values():
        gap_min = visits[0].rated.hotspot.min_gap_min
        gap_min = min_gap_min if gap_min is None else gap_min
        if gap_min is None:
            continue
        in_order = sorted(visits, key=lambda visit: find_begin(visit.stop))
        for before, visit in pairwise(in_order):
            gap = seconds_between(before.stop.depart, find_begin(visit.stop))
            if gap < 60 * gap_min:
                problem = _("It begins {gap:.0f} s after the visit of {unit}; {asked} s are asked.")
                problem = problem.format(gap=gap, unit=before.loop.unit_id, asked=60 * gap_min)
                place = name_stop(visit.loop, visit.index)
                yield Violation("gap", visit.loop.unit_id, place, problem)


def _check_neighbours(made: list[Made]) -> Iterator[Violation]:
    """Yield visits of the part that the unit visited just before: it has not come back."""
    for before, visit in pairwise(made):
        is_next = visit.loop is before.loop and visit.index == before.index + 1
        if is_next and visit.part is before.part:
            problem = _("The unit visited it just before and did nothing else in between.")
            place = name_stop(visit.loop, visit.index)
            yield Violation("gap", visit.loop.unit_id, place, problem)
