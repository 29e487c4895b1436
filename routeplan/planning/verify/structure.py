"""Judging what a plan consists of: loops, bases, and every hotspot exactly once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from routeplan.i18n import _
from routeplan.model import NOT_DUE, Loop, Plan, Unit
from routeplan.planning.verify.violations import Violation, map_hotspots, map_units, name_stop

# A position may have been rounded in the seventh decimal place.
SAME_DEG = 1e-6


def find_structure_violations(plan: Plan) -> Iterator[Violation]:
    """Yield what is wrong with units, loops, stops and the account of the hotspots."""
    yield from _check_ids(plan)
    yield from _check_hotspots(plan)
    units = map_units(plan)
    for loop in plan.loops:
        unit = units.get(loop.unit_id)
        if unit is not None:
            yield from _check_bases(loop, unit)
        yield from _check_visits(plan, loop)


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


def _check_hotspots(plan: Plan) -> Iterator[Violation]:
    """Yield hotspots that are not either visited once or left out once with a reason."""
    known = map_hotspots(plan)
    visited = Counter(stop.hotspot_id for loop in plan.loops for stop in loop.visits)
    left_out = Counter(item.hotspot_id for item in plan.unvisited)
    not_due = {item.hotspot_id for item in plan.unvisited if item.reason in NOT_DUE}
    for name in dict.fromkeys(chain(visited, left_out)):
        if name not in known:
            problem = _("The plan has no hotspot of this id.")
            yield Violation("hotspot", None, str(name), problem)
    for rated in known.values():
        name = rated.hotspot.id
        yield from _check_account(name, visited[name], left_out[name])
        if rated.hotspot.required and not visited[name] and name not in not_due:
            problem = _("It is required and not visited.")
            yield Violation("required", None, name, problem)


def _check_account(name: str, visited: int, left_out: int) -> Iterator[Violation]:
    if visited + left_out == 1:
        return
    if visited and left_out:
        problem = _("It is both visited and left out.")
    elif visited:
        problem = _("It is visited {n} times instead of once.").format(n=visited)
    elif left_out:
        problem = _("It is left out {n} times.").format(n=left_out)
    else:
        problem = _("It is neither visited nor left out with a reason.")
    yield Violation("account", None, name, problem)


def _check_bases(loop: Loop, unit: Unit) -> Iterator[Violation]:
    """Yield what keeps a loop from beginning and ending at the unit's base."""
    if len(loop.stops) == 1:
        problem = _("A loop leaves its base and comes back to it.")
        yield Violation("base", loop.unit_id, name_stop(loop, 0), problem)
    for index in (0, len(loop.stops) - 1):
        stop = loop.stops[index]
        if stop.kind != "base" or stop.hotspot_id is not None:
            problem = _("A loop begins and ends at its base.")
            yield Violation("base", loop.unit_id, name_stop(loop, index), problem)
        elif not _is_same_place(stop.lon, stop.lat, unit.lon, unit.lat):
            problem = _("It lies elsewhere than the base of the unit.")
            yield Violation("base", loop.unit_id, name_stop(loop, index), problem)


def _check_visits(plan: Plan, loop: Loop) -> Iterator[Violation]:
    """Yield stops between the bases that are no visits, or lie elsewhere than their hotspot."""
    hotspots = map_hotspots(plan)
    for index in range(1, len(loop.stops) - 1):
        stop = loop.stops[index]
        if stop.kind != "dwell" or stop.hotspot_id is None:
            problem = _("A stop between the bases visits a hotspot.")
            yield Violation("stop", loop.unit_id, name_stop(loop, index), problem)
        elif stop.hotspot_id in hotspots:
            hotspot = hotspots[stop.hotspot_id].hotspot
            if not _is_same_place(stop.lon, stop.lat, hotspot.lon, hotspot.lat):
                problem = _("It lies elsewhere than its hotspot.")
                yield Violation("stop", loop.unit_id, name_stop(loop, index), problem)


def _is_same_place(lon1: float, lat1: float, lon2: float, lat2: float) -> bool:
    return abs(lon1 - lon2) <= SAME_DEG and abs(lat1 - lat2) <= SAME_DEG
