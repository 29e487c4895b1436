"""What a plan tells of its replannings, for the judge: what was so, and since when.

What lies before a moment of replanning is a fact. Its clock, its places and its counts are judged
as any other; what a unit reported of itself is believed, and closures count from their moment on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from routeplan.i18n import _
from routeplan.model import Incident, Loop, Plan, Replan, Report, Stop
from routeplan.planning.verify.hours import find_begin
from routeplan.planning.verify.violations import (
    Violation,
    is_same_place,
    map_hotspots,
    map_units,
    name_stop,
)
from routeplan.wording import format_clock

# What a unit may do on its way to an incident, or straight back.
ON_THE_WAY = ("position", "incident", "base")


def count_replans(plan: Plan, moment: datetime) -> int:
    """Return how many replannings lie before a moment; all of them where no clock tells."""
    known = [item.moment for item in plan.replans]
    if moment.tzinfo is None or any(other.tzinfo is None for other in known):
        return len(known)
    return sum(other < moment for other in known)


def find_replan(plan: Plan, moment: datetime) -> Replan | None:
    """Return the last replanning at a moment, None where there was none."""
    found = [item for item in plan.replans if item.moment == moment]
    return found[-1] if found else None


def list_given_up(plan: Plan) -> frozenset[str]:
    """Return the ids of what was required and could no longer be kept."""
    return frozenset(name for item in plan.replans for name in item.given_up)


def list_out(plan: Plan) -> frozenset[str]:
    """Return the ids of the units that fell out."""
    return frozenset(unit_id for item in plan.replans for unit_id in item.out)


def list_overdue(plan: Plan) -> frozenset[str]:
    """Return the ids of the units that are said to come back late, or to drive too far."""
    return frozenset(unit_id for item in plan.replans for unit_id in item.overdue)


def map_incidents(plan: Plan) -> Mapping[str | None, tuple[Replan, Incident]]:
    """Return the incidents by id, each with the replanning that had the last word on it."""
    return {incident.id: (item, incident) for item in plan.replans for incident in item.incidents}


def find_report(plan: Plan, loop: Loop, stop: Stop) -> Report | None:
    """Return what a unit reported when it was at a position, None where it did not."""
    for item in plan.replans:
        for report in item.reports:
            if (
                report.unit_id == loop.unit_id
                and stop.kind == "position"
                and item.moment == stop.depart
                and (report.lon, report.lat) == (stop.lon, stop.lat)
            ):
                return report
    return None


def is_way_out(plan: Plan, stop: Stop) -> bool:
    """Tell whether a stop is a position that a unit passes on its way off a closed road."""
    return is_passed(stop) and find_replan(plan, stop.depart) is None


def is_passed(stop: Stop) -> bool:
    """Tell whether a stop is a position at which a unit does not even wait."""
    return stop.kind == "position" and stop.arrive == stop.depart


def is_broken_off(plan: Plan, loop: Loop, stop: Stop) -> bool:
    """Tell whether a unit left a stop because it fell out or went to an incident."""
    return any(
        item.moment == stop.depart
        and (
            loop.unit_id in item.out
            or any(incident.unit_id == loop.unit_id for incident in item.incidents)
        )
        for item in plan.replans
    )


def find_replan_violations(plan: Plan) -> Iterator[Violation]:
    """Yield replannings that cannot be, and what does not follow from them."""
    yield from _check_records(plan)
    incidents = map_incidents(plan)
    for item, incident in incidents.values():
        yield from _check_incident(plan, item, incident)
    for loop in plan.loops:
        for index, stop in enumerate(loop.stops):
            if stop.kind == "incident" and stop.incident_id not in incidents:
                problem = _("The plan has no incident of this id.")
                yield Violation("incident", loop.unit_id, name_stop(loop, index), problem)
            if stop.kind == "position":
                yield from _check_position(plan, loop, index)
    yield from _check_out(plan)
    yield from _check_overdue(plan)
    yield from _check_since(plan)


def _check_records(plan: Plan) -> Iterator[Violation]:
    """Yield moments out of order or outside the shift, and ids that nobody knows."""
    units, hotspots = map_units(plan), map_hotspots(plan)
    closures = {closure.id for closure in plan.closures}
    last = plan.shift.start
    for number, item in enumerate(plan.replans, 1):
        place = _("replanning {n}").format(n=number)
        if not last <= item.moment <= plan.shift.end:
            problem = _("It was at {time}, outside the shift or before an earlier one.")
            problem = problem.format(time=format_clock(item.moment))
            yield Violation("replan", None, place, problem)
        last = max(last, item.moment)
        named = [
            *item.out, *item.overdue, *item.cut_off, *(r.unit_id for r in item.reports),
            *(i.unit_id for i in item.incidents), *(c.unit_id for c in item.changes),
        ]  # fmt: skip
        unknown = [name for name in named if name not in units]
        unknown += [name for name in item.closures if name not in closures]
        unknown += [
            name
            for name in (*item.hotspots, *item.required, *item.forbidden)
            if name not in hotspots
        ]
        for name in dict.fromkeys(unknown):
            problem = _("It names {name}, which the plan does not have.").format(name=name)
            yield Violation("replan", None, place, problem)


def _check_incident(plan: Plan, item: Replan, incident: Incident) -> Iterator[Violation]:
    """Yield an incident that nobody goes to at once, or not for as long as it takes."""
    came = [
        (loop, index)
        for loop in plan.loops
        for index, stop in enumerate(loop.stops)
        if stop.kind == "incident" and stop.incident_id == incident.id
    ]
    if [loop.unit_id for loop, _index in came] != [incident.unit_id]:
        problem = _("It is not attended once, by the unit that is sent.")
        yield Violation("incident", None, incident.id, problem)
        return
    ((loop, index),) = came
    stop, place = loop.stops[index], name_stop(loop, index)
    if not is_same_place(stop.lon, stop.lat, incident.lon, incident.lat):
        yield Violation("incident", loop.unit_id, place, _("It lies elsewhere."))
    asked_s = 60 * incident.minutes
    if stop.dwell_s != asked_s and not (stop.dwell_s < asked_s and is_broken_off(plan, loop, stop)):
        problem = _("The unit stays {dwell} s instead of {minutes} minutes.")
        problem = problem.format(dwell=stop.dwell_s, minutes=incident.minutes)
        yield Violation("incident", loop.unit_id, place, problem)
    between = [one for one in loop.stops[1:index] if one.depart > item.moment]
    is_straight = all(one.kind in ON_THE_WAY for one in between)
    if find_begin(stop) < item.moment or stop.wait_s or not is_straight:
        problem = _("The unit does not go there at once.")
        yield Violation("incident", loop.unit_id, place, problem)


def _check_position(plan: Plan, loop: Loop, index: int) -> Iterator[Violation]:
    """Yield a position at which a unit is at no moment of replanning.

    On the way off a road that has been closed it passes one afterwards.
    """
    stop = loop.stops[index]
    before = loop.stops[index - 1] if index else stop
    closed_since = any(item.closures and item.moment <= before.depart for item in plan.replans)
    is_known = find_replan(plan, stop.depart) is not None
    if not is_known and not (is_way_out(plan, stop) and closed_since):
        problem = _("The shift was not replanned while the unit was there.")
        yield Violation("position", loop.unit_id, name_stop(loop, index), problem)
    if stop.dwell_s:
        problem = _("A unit does nothing at a position.")
        yield Violation("position", loop.unit_id, name_stop(loop, index), problem)


def _check_out(plan: Plan) -> Iterator[Violation]:
    """Yield what units do after they have fallen out, but to get off a road that was closed."""
    for item in plan.replans:
        for loop in plan.loops:
            if loop.unit_id not in item.out:
                continue
            late = [
                index
                for index, stop in enumerate(loop.stops)
                if stop.depart > item.moment
                and not (is_way_out(plan, stop) and loop.stops[index - 1].depart <= item.moment)
            ]
            if late:
                problem = _("The unit fell out at {time} and does nothing more.")
                problem = problem.format(time=format_clock(item.moment))
                yield Violation("out", loop.unit_id, name_stop(loop, late[0]), problem)


def _check_overdue(plan: Plan) -> Iterator[Violation]:
    """Yield what units do that could not even be back in time if they did nothing more."""
    for item in plan.replans:
        for loop in plan.loops:
            if loop.unit_id not in item.overdue:
                continue
            for index, stop in enumerate(loop.stops):
                if find_begin(stop) > item.moment and stop.kind not in ON_THE_WAY:
                    problem = _("The unit is overdue, but does not go straight back.")
                    yield Violation("replan", loop.unit_id, name_stop(loop, index), problem)


def _check_since(plan: Plan) -> Iterator[Violation]:
    """Yield visits of hotspots before they were known, and after they were forbidden."""
    # what was required again afterwards is forbidden no more
    forbidden = {name for name, rated in map_hotspots(plan).items() if rated.hotspot.forbidden}
    for item in plan.replans:
        for loop in plan.loops:
            for index, stop in enumerate(loop.stops):
                begin = find_begin(stop)
                if stop.hotspot_id in item.hotspots and begin < item.moment:
                    problem = _("It is visited before anybody knew of it.")
                    yield Violation("replan", loop.unit_id, name_stop(loop, index), problem)
                is_new = begin > item.moment and stop.arrive > item.moment
                if stop.hotspot_id in item.forbidden and stop.hotspot_id in forbidden and is_new:
                    problem = _("No unit may visit it any more.")
                    yield Violation("forbidden", loop.unit_id, name_stop(loop, index), problem)
