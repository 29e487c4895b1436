"""Hotspots that nobody reaches because roads are closed, and would reach if none were."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from routeplan.model import Hotspot, RatedHotspot, Shape, Unit, Unvisited
from routeplan.planning.barriers import find_candidates, may_enter
from routeplan.planning.courses import find_course
from routeplan.planning.outlines import make_polygon
from routeplan.planning.parts import find_routable
from routeplan.planning.traffic import Traffic, list_profiles
from routeplan.roads.graph import VehicleGraph
from routeplan.roads.snap import snap_to_graph
from routeplan.roads.sweeps import find_area_edges


@dataclass(frozen=True, eq=False)
class ClosedRoads:
    """The closures of a shift, and the roads as they would be without them."""

    traffic: Traffic
    units: Sequence[Unit]

    def explain(self, left_out: Unvisited, spot: RatedHotspot) -> Unvisited:
        """Return what is left out with the closures in its detail if they alone cut it off.

        A part of a hotspot is returned as it is: others of its parts can be reached.
        """
        is_far = left_out.reason in ("no_road", "vehicle_cannot_reach")
        is_whole = spot.hotspot.shape is None or left_out.part_id is None
        if not (self.traffic.closures and is_far and is_whole):
            return left_out
        hotspot = spot.hotspot
        units = [unit for unit in find_candidates(hotspot, self.units) if may_enter(unit, hotspot)]
        names = self.name_closures(units)
        if not names or not self._would_reach(hotspot, units):
            return left_out
        return replace(left_out, detail={**left_out.detail, "closures": names})

    def name_closures(self, units: Sequence[Unit], among: Collection[str] | None = None) -> str:
        """Return the names of the closures that concern the vehicles of some units.

        `among` are ids of closures; None for all.
        """
        vehicles = {unit.vehicle for unit in units}
        return ", ".join(
            closure.name or closure.id
            for closure in self.traffic.closures
            if (among is None or closure.id in among)
            and closure.edges
            and vehicles.intersection(closure.vehicles or vehicles)
        )

    @cached_property
    def _open(self) -> Traffic:
        return Traffic(self.traffic.inputs, ())

    @cached_property
    def _graphs(self) -> dict[str, VehicleGraph]:
        return self._open.make_graphs(self.units)

    def _would_reach(self, hotspot: Hotspot, units: Sequence[Unit]) -> bool:
        """Tell whether some of the units, at least one, would have a road to a hotspot."""
        graphs = [self._graphs[profile] for profile in list_profiles(units)]
        if hotspot.shape is not None:
            return self._would_find(hotspot, hotspot.shape, graphs)
        limit_m = self.traffic.inputs.config.snap.refuse_m
        place = np.array([hotspot.lon]), np.array([hotspot.lat])
        return any(snap_to_graph(graph, *place).distance_m[0] <= limit_m for graph in graphs)

    def _would_find(self, hotspot: Hotspot, shape: Shape, graphs: Sequence[VehicleGraph]) -> bool:
        """Tell whether there would be anything to patrol of a road or an area."""
        if shape.kind == "area":
            polygon = make_polygon(shape)
            return any(len(find_area_edges(graph, polygon)) for graph in graphs)
        return bool(find_course(hotspot, shape, self._open, among=find_routable(graphs)).chains)
