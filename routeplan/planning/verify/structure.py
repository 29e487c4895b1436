"""Judging what a plan consists of: units, loops, bases, and stops of every kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from routeplan.i18n import _
from routeplan.model import Loop, Plan, RatedHotspot, Stop, Unit
from routeplan.planning.verify.replans import list_out
from routeplan.planning.verify.violations import (
    VISITS,
    Violation,
    find_part,
    is_same_place,
    map_hotspots,
    map_units,
    name_stop,
)

# What a unit leaves its base for, beside visits.
LEADING_OUT = ("meeting", "incident", "position")


def find_structure_violations(plan: Plan) -> Iterator[Violation]:
    """Yield what is wrong with units, loops, bases and the kinds of stops."""
    yield from _check_ids(plan)
    units, hotspots = map_units(plan), map_hotspots(plan)
    for loop in plan.loops:
        yield from _check_bases(
            loop, units.get(loop.unit_id), is_out=loop.unit_id in list_out(plan)
        )
        for index in range(1, len(loop.stops) - 1):
            stop = loop.stops[index]
            problem = _find_stop_problem(stop, hotspots.get(stop.hotspot_id))
            if problem:
                yield Violation("stop", loop.unit_id, name_stop(loop, index), problem)


def _check_ids(plan: Plan) -> Iterator[Violation]:
    """Yield ids given twice, loops of unknown units and units with two loops."""
    for name, count in Counter(unit.id for unit in plan.units).items():
        if count > 1:
            yield Violation("unit", name, name, _("This id is given to several units."))
    for name, count in Counter(rated.hotspot.id for rated in plan.hotspots).items():
        if count > 1:
            yield Violation("hotspot", None, name, _("This id is given to several hotspots."))
    units = map_units(plan)
    for unit_id, count in Counter(loop.unit_id for loop in plan.loops).items():
        if unit_id not in units:
            yield Violation("unit", unit_id, unit_id, _("The plan has no unit of this id."))
        if count > 1:
            problem = _("The unit has {n} loops instead of one.").format(n=count)
            yield Violation("unit", unit_id, unit_id, problem)


def _check_bases(loop: Loop, unit: Unit | None, *, is_out: bool) -> Iterator[Violation]:
    """Yield what is wrong where a loop begins, ends and comes back to its base in between.

    Parameters
    ----------
    is_out
        Whether the unit fell out, so that its loop may end at its position.
    """
    if len(loop.stops) == 1:
        problem = _("A loop leaves its base and comes back to it.")
        yield Violation("base", loop.unit_id, name_stop(loop, 0), problem)
    elif all(stop.hotspot_id is None and stop.kind not in LEADING_OUT for stop in loop.stops):
        problem = _("It visits nothing and meets nobody: the unit could stay at its base.")
        yield Violation("base", loop.unit_id, _("loop"), problem)
    last = len(loop.stops) - 1
    for index, stop in enumerate(loop.stops):
        place = name_stop(loop, index)
        if index == last > 0 and is_out and stop.kind == "position":
            continue
        if index in (0, last) and (stop.kind != "base" or stop.hotspot_id is not None):
            problem = _("A loop begins and ends at its base.")
            yield Violation("base", loop.unit_id, place, problem)
        elif stop.kind == "base" and unit is not None and not _is_at_base(stop, unit):
            problem = _("It lies elsewhere than the base of the unit.")
            yield Violation("base", loop.unit_id, place, problem)
    for index, (before, stop) in enumerate(pairwise(loop.stops)):
        if before.kind == stop.kind == "base" and last > 1:
            problem = _("The unit comes from its base and goes to its base.")
            yield Violation("base", loop.unit_id, name_stop(loop, index + 1), problem)


def _is_at_base(stop: Stop, unit: Unit) -> bool:
    return is_same_place(stop.lon, stop.lat, unit.lon, unit.lat)


def _find_stop_problem(stop: Stop, rated: RatedHotspot | None) -> str | None:
    """Return what makes a stop between departure and return none of its kind, or None."""
    if (stop.kind == "incident") != (stop.incident_id is not None):
        return _("An incident has an id, and no other stop has one.")
    if stop.kind in VISITS:
        return _find_visit_problem(stop, rated)
    if stop.hotspot_id is not None or stop.part_id is not None:
        return _("A stop of this kind is no visit of a hotspot.")
    if stop.drive is not None:
        return _("Nothing is driven during a stop of this kind.")
    if (stop.kind == "meeting") != (stop.meeting_id is not None):
        return _("A meeting has an id, and no other stop has one.")
    return None


def _find_visit_problem(stop: Stop, rated: RatedHotspot | None) -> str | None:
    if stop.hotspot_id is None or stop.meeting_id is not None:
        return _("A visit is one of a hotspot, and no meeting.")
    if (stop.drive is None) != (stop.kind == "dwell"):
        return _("During a pass or a sweep a road is driven, during no other visit.")
    if rated is None:
        return None
    hotspot = rated.hotspot
    if any(part.kind != stop.kind for part in find_part(rated, stop.part_id)):
        return _("Its kind is not that of the part that it visits.")
    if stop.kind == "dwell" and not is_same_place(stop.lon, stop.lat, hotspot.lon, hotspot.lat):
        return _("It lies elsewhere than its hotspot.")
    return None
