"""The parts of the hotspots of a plan, and the ways in which they can be visited from now on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from routeplan.model import Part, RatedHotspot
from routeplan.planning.parts import FoundHotspot, FoundPart, PartFinder, Way
from routeplan.planning.pass_parts import PassPart
from routeplan.roads.chains import get_ends, measure_mm, reverse_chain
from routeplan.roads.corridors import can_drive, measure_drive_ms
from routeplan.roads.middles import find_streets_middle

Edges = tuple[int, ...]


@dataclass(frozen=True, eq=False)
class KnownParts:
    """Finds the ways to visit parts that a plan has cut already.

    Parameters
    ----------
    finder
        With the roads as they are now.
    drives
        By part the walks by which the plan sweeps it.
    """

    finder: PartFinder
    drives: Mapping[str, Sequence[Edges]]

    def find_parts(self, rated: RatedHotspot, profiles: Sequence[str]) -> FoundHotspot:
        """Return a hotspot with its parts in the plan; some may have no way any more."""
        return FoundHotspot(rated, tuple(self._find(part, rated, profiles) for part in rated.parts))

    def _find(self, part: Part, rated: RatedHotspot, profiles: Sequence[str]) -> FoundPart:
        if part.kind == "pass":
            return self.finder.add_ways(PassPart(part, list_directions(part)), profiles)
        if part.kind == "sweep":
            return self._find_walks(part, rated, profiles)
        hotspot = rated.hotspot
        place = self.finder.table.add_point(hotspot.lon, hotspot.lat)
        ways = (Way(profile, place, place, 60 * hotspot.dwell_min) for profile in profiles)
        return FoundPart(part, rated.kecamatan, tuple(ways))

    def _find_walks(self, part: Part, rated: RatedHotspot, profiles: Sequence[str]) -> FoundPart:
        inputs, table = self.finder.traffic.inputs, self.finder.table
        known = [walk for walk in (part.walk, *self.drives.get(part.id, ())) if walk]
        kmh = inputs.config.visits.patrol_kmh
        ways = []
        for profile in profiles:
            graph = self.finder.graphs[profile]
            for walk in dict.fromkeys(known):
                if not can_drive(graph, walk):
                    continue
                walk_ms = measure_drive_ms(graph, walk, patrol_kmh=kmh[graph.vehicle])
                if walk_ms > 60_000 * rated.hotspot.dwell_min:
                    continue
                place = table.add_node(get_ends(inputs.network, walk[0])[0])
                metres = -(-measure_mm(inputs.network, walk) // 1000)
                ways.append(Way(profile, place, place, -(-walk_ms // 1000), metres, walk))
        covered = np.array(part.edges, dtype=np.int64) - 1
        middle = find_streets_middle(inputs.network, covered)
        return FoundPart(part, self.finder.find_kecamatan(*middle), tuple(ways))


def list_directions(part: Part) -> tuple[Edges, ...]:
    """Return the directions in which a segment of road counts as visited when it is driven."""
    if part.id.endswith((">", "<")):
        return (part.edges,)
    return part.edges, reverse_chain(part.edges)


def list_drives(drives: Iterable[tuple[str | None, Edges]]) -> dict[str, list[Edges]]:
    """Return walks by the ids of the parts that they sweep."""
    found: dict[str, list[Edges]] = {}
    for part_id, edges in drives:
        if part_id is not None:
            found.setdefault(part_id, []).append(edges)
    return found
