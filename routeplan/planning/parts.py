"""What of a hotspot is visited at a time, and how each vehicle does it.

A place is one part; a road is cut into segments that are driven through, an area into sweeps of
its streets.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np

from routeplan.areas.lookup import find_kecamatan
from routeplan.model import Detail, Notice, Part, RatedHotspot, Reason, Shape
from routeplan.planning.courses import Course, find_course
from routeplan.planning.pass_parts import PassPart, make_pass_parts
from routeplan.planning.places import PlaceTable
from routeplan.planning.sweep_parts import SweepPart, SweepPlanner
from routeplan.planning.traffic import Traffic
from routeplan.roads.chains import get_ends, measure_mm
from routeplan.roads.corridors import can_drive, measure_drive_ms
from routeplan.roads.graph import VehicleGraph
from routeplan.roads.middles import find_chain_middle, find_streets_middle
from routeplan.roads.network import IntArray
from routeplan.roads.snap import snap_to_graph

# Less than this share of a road or an area that nobody can patrol is not worth a notice.
LEAST_SHARE = 0.01


@dataclass(frozen=True)
class Way:
    """A way to do a part by all vehicles of a profile.

    Parameters
    ----------
    entry, exit
        Places where it begins and ends.
    edges
        Driven within it, as in `routeplan.model.Leg`.
    """

    profile: str
    entry: int
    exit: int
    service_s: int
    metres: int = 0
    edges: tuple[int, ...] = ()


@dataclass(frozen=True)
class FoundPart:
    """A part of a hotspot, where it lies, and every way to do it."""

    part: Part
    kecamatan: str | None
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class FoundHotspot:
    """A hotspot with its parts.

    Parameters
    ----------
    rated
        At the middle of what was found of a street or a route.
    barrier
        Why there are no parts, None where there are some.
    """

    rated: RatedHotspot
    parts: tuple[FoundPart, ...]
    barrier: tuple[Reason, Detail] | None = None
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, eq=False)
class PartFinder:
    """Finds the parts of hotspots; the places they need are added to `table`.

    Parameters
    ----------
    graphs
        By profile of the units on duty.
    """

    traffic: Traffic
    graphs: Mapping[str, VehicleGraph]
    table: PlaceTable

    def find_parts(
        self, rated: RatedHotspot, profiles: Sequence[str], *, leading: Sequence[str]
    ) -> FoundHotspot:
        """Return a hotspot with its parts and the ways that units of some profiles have.

        Parameters
        ----------
        leading
            Those of the profiles that an area is cut up for; the others join where they can.
        """
        shape = rated.hotspot.shape
        if shape is None:
            return self._find_dwell(rated, profiles)
        if shape.kind == "area":
            return self._find_sweeps(rated, shape, profiles, leading)
        return self._find_passes(rated, shape, profiles)

    def _find_dwell(self, rated: RatedHotspot, profiles: Sequence[str]) -> FoundHotspot:
        hotspot = rated.hotspot
        place = self.table.add_point(hotspot.lon, hotspot.lat)
        ways = tuple(Way(profile, place, place, 60 * hotspot.dwell_min) for profile in profiles)
        return FoundHotspot(rated, (FoundPart(Part(hotspot.id), rated.kecamatan, ways),))

    # ------------------------------------------------------------------------------- roads

    def _find_passes(
        self, rated: RatedHotspot, shape: Shape, profiles: Sequence[str]
    ) -> FoundHotspot:
        hotspot = rated.hotspot
        graphs = [self.graphs[profile] for profile in profiles]
        among = find_routable(graphs)
        course = find_course(hotspot, shape, self.traffic, among=among)
        if not course.chains:
            is_closed = bool(find_course(hotspot, shape, self.traffic).chains)
            return self._bar(rated, shape, profiles, is_closed=is_closed)
        if shape.kind != "line":
            rated = self._move(rated, course)
        parts = [
            self.add_ways(found, profiles)
            for found in make_pass_parts(hotspot, course, graphs, self.traffic)
        ]
        share: Detail = {"name": hotspot.name, "share": course.off_road}
        is_worth_telling = course.off_road >= LEAST_SHARE
        notices = (Notice("line_off_road", share),) if is_worth_telling else ()
        return FoundHotspot(rated, tuple(parts), notices=notices)

    def _move(self, rated: RatedHotspot, course: Course) -> RatedHotspot:
        """Return a hotspot at the middle of the longest of its roads."""
        inputs = self.traffic.inputs
        longest = max(course.chains, key=lambda chain: measure_mm(inputs.network, chain))
        lon, lat = find_chain_middle(inputs.network, longest)
        village = inputs.gazetteer.nearest(lon, lat)
        return replace(
            rated,
            hotspot=replace(rated.hotspot, lon=round(lon, 7), lat=round(lat, 7)),
            kecamatan=self.find_kecamatan(lon, lat),
            village=village.name if village else None,
        )

    def add_ways(self, found: PassPart, profiles: Sequence[str]) -> FoundPart:
        """Return a segment with the ways in which units of some profiles can drive it."""
        network = self.traffic.inputs.network
        kmh = self.traffic.inputs.config.visits.patrol_kmh
        middle = find_chain_middle(network, found.part.edges)
        ways = []
        for profile in profiles:
            graph = self.graphs[profile]
            for edges in found.directions:
                if not can_drive(graph, edges):
                    continue
                drive_ms = measure_drive_ms(graph, edges, patrol_kmh=kmh[graph.vehicle])
                way = Way(
                    profile=profile,
                    entry=self.table.add_node(get_ends(network, edges[0])[0]),
                    exit=self.table.add_node(get_ends(network, edges[-1])[1]),
                    service_s=-(-drive_ms // 1000),
                    metres=found.part.metres,
                    edges=edges,
                )
                ways.append(way)
        return FoundPart(found.part, self.find_kecamatan(*middle), tuple(ways))

    # ------------------------------------------------------------------------------- areas

    def _find_sweeps(
        self,
        rated: RatedHotspot,
        shape: Shape,
        profiles: Sequence[str],
        leading: Sequence[str],
    ) -> FoundHotspot:
        hotspot, rule = rated.hotspot, self.traffic.inputs.config.visits
        graphs = {profile: self.graphs[profile] for profile in profiles}
        sweeps = SweepPlanner(hotspot, graphs, rule).find_parts(shape, leading=leading)
        if not sweeps:
            return self._bar(rated, shape, profiles, is_closed=False)
        parts = tuple(self._add_walks(sweep) for sweep in sweeps)
        left_out = 1 - math.fsum(sweep.part.share for sweep in sweeps)
        share: Detail = {"name": hotspot.name, "share": left_out}
        notices = (Notice("area_not_covered", share),) if left_out >= LEAST_SHARE else ()
        return FoundHotspot(rated, parts, notices=notices)

    def _add_walks(self, found: SweepPart) -> FoundPart:
        ways = []
        for profile, walk in found.walks.items():
            place = self.table.add_node(walk.start_node)
            ways.append(Way(profile, place, place, walk.seconds, walk.metres, walk.edges))
        covered = np.array(found.part.edges, dtype=np.int64) - 1
        middle = find_streets_middle(self.traffic.inputs.network, covered)
        return FoundPart(found.part, self.find_kecamatan(*middle), tuple(ways))

    # ------------------------------------------------------------------------------ reasons

    def _bar(
        self, rated: RatedHotspot, shape: Shape, profiles: Sequence[str], *, is_closed: bool
    ) -> FoundHotspot:
        """Return a hotspot of which nothing was found, with the reason."""
        hotspot, config = rated.hotspot, self.traffic.inputs.config
        vehicles = sorted({self.graphs[profile].vehicle for profile in profiles})
        if is_closed:
            return FoundHotspot(
                rated, (), ("vehicle_cannot_reach", {"vehicles": ", ".join(vehicles)})
            )
        place = np.array([hotspot.lon]), np.array([hotspot.lat])
        distance_m = min(
            float(snap_to_graph(self.graphs[profile], *place).distance_m[0]) for profile in profiles
        )
        limit_m = {"line": config.visits.line_tolerance_m, "area": 0.0}
        detail: Detail = {
            "distance_m": round(distance_m),
            "limit_m": round(limit_m.get(shape.kind, config.snap.refuse_m)),
        }
        if shape.kind == "street":
            detail |= {"street": shape.street, "kecamatan": shape.kecamatan}
        return FoundHotspot(rated, (), ("no_road", detail))

    def find_kecamatan(self, lon: float, lat: float) -> str | None:
        """Return the kecamatan of a place, None where nobody knows."""
        inputs = self.traffic.inputs
        place = np.array([lon]), np.array([lat])
        return find_kecamatan(*place, area=inputs.district, gazetteer=inputs.gazetteer)[0]


def find_routable(graphs: Sequence[VehicleGraph]) -> IntArray:
    """Return the edges on which some vehicle can come and go."""
    return np.flatnonzero(reduce(np.logical_or, (graph.routable for graph in graphs)))
