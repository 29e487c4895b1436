"""Hotspots that are areas: the sweeps over their streets, and who can walk each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np

from routeplan.config import VisitRule
from routeplan.model import Hotspot, Part, Shape
from routeplan.planning.outlines import make_polygon
from routeplan.roads.corridors import can_drive, find_patrol_ms, measure_drive_ms
from routeplan.roads.graph import VehicleGraph
from routeplan.roads.network import IntArray
from routeplan.roads.sweeps import Sweep, find_area_edges, plan_sweeps

# Where all profiles may drive at least this share of an area's streets, sweeps keep to those:
# one footpath shall not keep the cars out of a housing estate.
COMMON_SHARE = 0.9


@dataclass(frozen=True)
class SweepPart:
    """A part of an area, with the walk of each profile that can make it in time."""

    part: Part
    walks: Mapping[str, Sweep]


@dataclass(frozen=True, eq=False)
class SweepPlanner:
    """Plans the sweeps of one area.

    Parameters
    ----------
    graphs
        By profile of the units that may serve the hotspot, at least one.
    """

    hotspot: Hotspot
    graphs: Mapping[str, VehicleGraph]
    rule: VisitRule

    def find_parts(self, shape: Shape, *, leading: Sequence[str]) -> tuple[SweepPart, ...]:
        """Return the sweeps of one profile; none if nothing can be swept.

        Shares are of the length of all streets of the area that some profile may drive. The
        other profiles get a walk of their own over the same streets where they have the time.

        Parameters
        ----------
        leading
            Profiles of which one is chosen, that with the most streets in reach, if it can sweep
            any.
        """
        polygon = make_polygon(shape)
        streets = {profile: find_area_edges(g, polygon) for profile, g in self.graphs.items()}
        edge_mm = next(iter(self.graphs.values())).network.edge_mm
        total_mm = int(edge_mm[reduce(np.union1d, streets.values())].sum())
        common = reduce(np.intersect1d, streets.values())
        if int(edge_mm[common].sum()) >= COMMON_SHARE * total_mm:
            streets = dict.fromkeys(streets, common)
        best, sweeps = self._find_best(streets, leading)
        return tuple(
            SweepPart(
                part=Part(
                    id=self.hotspot.id if len(sweeps) == 1 else f"{self.hotspot.id}/{number}",
                    kind="sweep",
                    share=int(edge_mm[list(sweep.covered)].sum()) / total_mm,
                    metres=sweep.covered_metres,
                    edges=tuple(edge + 1 for edge in sweep.covered),
                    walk=sweep.edges,
                ),
                walks=self._list_walks(best, sweep),
            )
            for number, sweep in enumerate(sweeps, 1)
        )

    def _find_best(
        self, streets: Mapping[str, IntArray], leading: Sequence[str]
    ) -> tuple[str, tuple[Sweep, ...]]:
        """Return the profile that could cover most if it drove nothing twice, and its sweeps.

        Of equally good ones it is the first. Where it can sweep nothing the next one is tried.
        """
        most_m = {profile: self._bound_metres(profile, edges) for profile, edges in streets.items()}
        order = sorted(streets, key=lambda profile: (profile not in leading, -most_m[profile]))
        for profile in order:
            sweeps = self._plan(profile, streets[profile], most=self.rule.most_sweeps)
            if sweeps:
                return profile, sweeps
        return order[0], ()

    def _bound_metres(self, profile: str, edges: IntArray) -> int:
        """Return more metres of street than a profile can cover in all its sweeps."""
        graph = self.graphs[profile]
        patrol_ms = self._find_patrol_ms(profile)[edges]
        edge_mm = graph.network.edge_mm[edges]
        # the fastest streets first, each driven once
        order = np.argsort(patrol_ms / edge_mm)
        in_time = np.cumsum(patrol_ms[order]) <= self.rule.most_sweeps * self._budget_ms
        fitting = int(in_time.sum())
        return int(edge_mm[order][: fitting + 1].sum()) // 1000

    def _list_walks(self, best: str, sweep: Sweep) -> dict[str, Sweep]:
        found = {profile: self._find_walk(profile, sweep) for profile in self.graphs}
        walks = {profile: walk for profile, walk in found.items() if walk is not None}
        return walks | {best: sweep}

    def _find_walk(self, profile: str, sweep: Sweep) -> Sweep | None:
        """Return a walk over the streets of a sweep by another profile, None without one in time.

        The same walk is taken where the profile may drive it in time.
        """
        graph = self.graphs[profile]
        covered = np.array(sweep.covered, dtype=np.int64)
        least_ms = int(self._find_patrol_ms(profile)[covered].sum())
        if not graph.routable[covered].all() or least_ms > self._budget_ms:
            return None
        if can_drive(graph, sweep.edges):
            kmh = self.rule.patrol_kmh[graph.vehicle]
            walk_ms = measure_drive_ms(graph, sweep.edges, patrol_kmh=kmh)
            if walk_ms <= self._budget_ms:
                return replace(sweep, seconds=-(-walk_ms // 1000))
        own = self._plan(profile, covered, most=1)
        return own[0] if own and own[0].covered == sweep.covered else None

    def _plan(self, profile: str, edges: IntArray, *, most: int) -> tuple[Sweep, ...]:
        graph = self.graphs[profile]
        return plan_sweeps(
            graph,
            edges,
            budget_s=self._budget_ms // 1000,
            patrol_kmh=self.rule.patrol_kmh[graph.vehicle],
            most=most,
        )

    def _find_patrol_ms(self, profile: str) -> IntArray:
        graph = self.graphs[profile]
        return find_patrol_ms(graph, patrol_kmh=self.rule.patrol_kmh[graph.vehicle])

    @property
    def _budget_ms(self) -> int:
        return 60_000 * self.hotspot.dwell_min
