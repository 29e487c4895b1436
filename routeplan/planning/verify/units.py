"""Judging who goes where: vehicles, jurisdictions and kilometres."""

from __future__ import annotations

from collections.abc import Iterator

from routeplan.areas.names import is_among
from routeplan.i18n import _
from routeplan.model import Hotspot, Loop, Plan, RatedHotspot, Unit
from routeplan.planning.verify.violations import Violation, map_hotspots, map_units, name_stop
from routeplan.wording import describe_vehicle, format_km


def find_unit_violations(plan: Plan) -> Iterator[Violation]:
    """Yield stops that their unit may not make, and loops that are too long for it."""
    units, hotspots = map_units(plan), map_hotspots(plan)
    for loop in plan.loops:
        unit = units.get(loop.unit_id)
        if unit is None:
            continue
        for index, stop in enumerate(loop.stops):
            if stop.hotspot_id in hotspots:
                yield from _check_stop(loop, index, unit, hotspots[stop.hotspot_id])
        yield from _check_distance(loop, unit)


def may_enter(unit: Unit, hotspot: Hotspot) -> bool:
    """Tell whether the unit's vehicle is among those that can get to the hotspot."""
    return not hotspot.access or unit.vehicle in hotspot.access


def is_responsible(unit: Unit, rated: RatedHotspot) -> bool:
    """Tell whether the hotspot lies in the unit's jurisdiction.

    A hotspot whose kecamatan is unknown lies outside every jurisdiction that is named.
    """
    return not unit.jurisdiction or is_among(rated.kecamatan, unit.jurisdiction)


def _check_stop(loop: Loop, index: int, unit: Unit, rated: RatedHotspot) -> Iterator[Violation]:
    if not may_enter(unit, rated.hotspot):
        problem = _("{vehicle} cannot get there.")
        problem = problem.format(vehicle=describe_vehicle(unit.vehicle))
        yield Violation("access", loop.unit_id, name_stop(loop, index), problem)
    if not is_responsible(unit, rated):
        problem = _("Kecamatan {kecamatan} is outside the jurisdiction of the unit.")
        problem = problem.format(kecamatan=rated.kecamatan or "?")
        yield Violation("jurisdiction", loop.unit_id, name_stop(loop, index), problem)


def _check_distance(loop: Loop, unit: Unit) -> Iterator[Violation]:
    metres = sum(leg.metres for leg in loop.legs)
    if unit.max_km is not None and metres > 1000 * unit.max_km:
        problem = _("It is {length} long; the unit may drive {limit}.")
        problem = problem.format(length=format_km(metres), limit=format_km(1000 * unit.max_km))
        yield Violation("max_km", loop.unit_id, _("loop"), problem)
