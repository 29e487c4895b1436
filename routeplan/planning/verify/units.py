"""Judging who goes where: vehicles, crews, jurisdictions, pins, kilometres and loops."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from routeplan.areas.names import is_among
from routeplan.i18n import _
from routeplan.model import Hotspot, Loop, Plan, RatedHotspot, Unit
from routeplan.planning.verify.replans import list_overdue
from routeplan.planning.verify.violations import (
    Violation,
    is_unit,
    map_hotspots,
    map_units,
    name_stop,
)
from routeplan.wording import describe_vehicle, format_km

# The only places where an officer may be alone.
SAFE_LEVEL = "aman"


def find_unit_violations(plan: Plan) -> Iterator[Violation]:
    """Yield stops that their unit may not make, and loops that are too long for it."""
    units, hotspots = map_units(plan), map_hotspots(plan)
    since = {name for item in plan.replans for name in item.forbidden}
    for loop in plan.loops:
        unit = units.get(loop.unit_id)
        if unit is None:
            continue
        for index, stop in enumerate(loop.stops):
            if stop.hotspot_id in hotspots:
                for rule, problem in _list_faults(unit, hotspots[stop.hotspot_id], since):
                    yield Violation(rule, loop.unit_id, name_stop(loop, index), problem)
        yield from _check_loop(plan, loop, unit)


def may_enter(unit: Unit, hotspot: Hotspot) -> bool:
    """Tell whether the unit's vehicle is among those that can get to the hotspot."""
    return not hotspot.access or unit.vehicle in hotspot.access


def is_manned(unit: Unit, hotspot: Hotspot) -> bool:
    """Tell whether the unit has officers enough for the hotspot."""
    return unit.crew > 1 or hotspot.level == SAFE_LEVEL


def is_meant(unit: Unit, hotspot: Hotspot) -> bool:
    """Tell whether the hotspot is not for another unit alone."""
    return not hotspot.unit or is_unit(unit, hotspot.unit)


def is_responsible(unit: Unit, rated: RatedHotspot) -> bool:
    """Tell whether the hotspot lies in the unit's jurisdiction.

    A hotspot whose kecamatan is unknown lies outside every jurisdiction that is named.
    """
    return not unit.jurisdiction or is_among(rated.kecamatan, unit.jurisdiction)


def _list_faults(
    unit: Unit, rated: RatedHotspot, since: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Yield why a unit may not visit a hotspot.

    Parameters
    ----------
    since
        Hotspots that were forbidden in the middle of the shift: they might be visited before.
    """
    hotspot = rated.hotspot
    if hotspot.forbidden and hotspot.id not in since:
        yield "forbidden", _("No unit may visit it.")
    if not is_meant(unit, hotspot):
        yield "pinned", _("Only {unit} may visit it.").format(unit=hotspot.unit)
    if not may_enter(unit, hotspot):
        problem = _("{vehicle} cannot get there.")
        yield "access", problem.format(vehicle=describe_vehicle(unit.vehicle))
    if not is_manned(unit, hotspot):
        yield "crew", _("An officer alone may only visit what is safe.")
    # parts of roads and areas may lie elsewhere than the middle of all of it
    if hotspot.shape is None and not is_responsible(unit, rated):
        problem = _("Kecamatan {kecamatan} is outside the jurisdiction of the unit.")
        yield "jurisdiction", problem.format(kecamatan=rated.kecamatan or "?")


def _check_loop(plan: Plan, loop: Loop, unit: Unit) -> Iterator[Violation]:
    metres = sum(leg.metres for leg in loop.legs)
    metres += sum(stop.drive.metres for stop in loop.stops if stop.drive is not None)
    is_excused = unit.id in list_overdue(plan)
    if unit.max_km is not None and metres > 1000 * unit.max_km and not is_excused:
        problem = _("It is {length} long; the unit may drive {limit}.")
        problem = problem.format(length=format_km(metres), limit=format_km(1000 * unit.max_km))
        yield Violation("max_km", loop.unit_id, _("loop"), problem)
    counts = [0]
    for stop in loop.stops[1:-1]:
        if stop.kind == "base":
            counts.append(0)
        else:
            counts[-1] += stop.hotspot_id is not None
    # whoever is back when the shift is replanned may be sent out once more
    if len(counts) > unit.loops + len(plan.replans):
        problem = _("It leaves its base {n} times; the unit may leave {limit} times.")
        problem = problem.format(n=len(counts), limit=unit.loops)
        yield Violation("loops", loop.unit_id, _("loop"), problem)
    if unit.max_stops is not None and max(counts) > unit.max_stops:
        problem = _("It makes {n} visits before it comes back; {limit} are allowed.")
        problem = problem.format(n=max(counts), limit=unit.max_stops)
        yield Violation("max_stops", loop.unit_id, _("loop"), problem)
