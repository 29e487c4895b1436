"""Where units stand: how each stop of a loop meets the road."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from routeplan.model import Plan, RatedHotspot, Stop, Unit
from routeplan.planning.verify.breaks import locate_break
from routeplan.planning.verify.legs import Spot, stand_at_end
from routeplan.planning.verify.plane import Place
from routeplan.planning.verify.replans import count_replans
from routeplan.planning.verify.roads import Roads
from routeplan.planning.verify.violations import is_same_place, map_hotspots, map_units


@dataclass(frozen=True)
class Stand:
    """Where a unit comes to a stop and where it leaves it, on the road."""

    enter: Spot
    leave: Spot


@dataclass(frozen=True, eq=False)
class Drivers:
    """A plan on its roads: what finding the places of its stops needs."""

    plan: Plan
    roads: Roads

    @cached_property
    def units(self) -> Mapping[str, Unit]:
        """The units of the plan that have any road, by id."""
        return {k: unit for k, unit in map_units(self.plan).items() if k in self.roads.units}

    @cached_property
    def hotspots(self) -> Mapping[str | None, RatedHotspot]:
        """The hotspots of the plan by id."""
        return map_hotspots(self.plan)

    def find_stand(self, unit: Unit, stop: Stop) -> Stand | None:
        """Return where a stop meets the road, None if nobody can tell."""
        network = self.roads.network
        own = self.roads.find(unit.id, count_replans(self.plan, stop.arrive))
        if own is None:
            return None
        if stop.drive is None:
            spot = own.spots.get(self._locate_stop(unit, stop))
            return None if spot is None else Stand(spot, spot)
        edges = stop.drive.edges
        if not edges or not all(1 <= abs(edge) <= network.edge_count for edge in edges):
            return None
        begin, end = (edges[0], True), (edges[-1], False)
        return Stand(*(stand_at_end(network, edge, begin=first) for edge, first in (begin, end)))

    def _locate_stop(self, unit: Unit, stop: Stop) -> Place:
        """Return the exact place of a stop: that of its hotspot, base, break or meeting."""
        if stop.hotspot_id in self.hotspots:
            hotspot = self.hotspots[stop.hotspot_id].hotspot
            return hotspot.lon, hotspot.lat
        base = (unit.lon, unit.lat)
        known: list[Place] = [base]
        if stop.kind == "break":
            known = [locate_break(unit, rest) for rest in unit.breaks]
        if stop.kind == "meeting":
            known = [(p.lon, p.lat) for meeting in self.plan.meetings for p in meeting.places]
        near = (place for place in known if is_same_place(*place, stop.lon, stop.lat))
        told = base if stop.kind == "base" else (stop.lon, stop.lat)
        return next(near, told)
