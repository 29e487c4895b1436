"""The network as the units of a plan see it: their speeds, closures, borders and places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from routeplan.config import Config
from routeplan.errors import InputError
from routeplan.geo import is_lonlat
from routeplan.i18n import _
from routeplan.model import Plan, Unit
from routeplan.planning.verify.borders import Borders, find_middles, make_borders
from routeplan.planning.verify.closures import list_closed
from routeplan.planning.verify.legs import Spot
from routeplan.planning.verify.plane import Place
from routeplan.planning.verify.violations import Violation, map_units
from routeplan.roads.graph import VehicleGraph, make_vehicle_graph
from routeplan.roads.network import IntArray, Network
from routeplan.roads.snap import snap_to_graph
from routeplan.roads.stats import digest_network

MS_PER_MM_AT_1_KMH = 3.6


@dataclass(frozen=True, eq=False)
class UnitRoads:
    """The network as one unit sees it.

    Parameters
    ----------
    graph, patrol
        With the speeds of the shift, and with those of patrolling.
    spots
        Where each place of the plan, as longitude and latitude, meets the road.
    """

    graph: VehicleGraph
    patrol: VehicleGraph
    spots: Mapping[Place, Spot]


@dataclass(frozen=True, eq=False)
class Roads:
    """The network as the units of a plan see it, by id; one without any road is missing.

    Parameters
    ----------
    refuse_m
        Places farther than this from the road are out of reach.
    earlier
        As it was before the first replanning, the second and so on; `units` is how it is last.
    """

    network: Network
    units: Mapping[str, UnitRoads]
    borders: Borders
    refuse_m: float
    earlier: tuple[Mapping[str, UnitRoads], ...] = ()

    def find(self, unit_id: str, replans: int) -> UnitRoads | None:
        """Return the network as a unit sees it after so many replannings."""
        known = (*self.earlier, self.units)
        return known[min(replans, len(known) - 1)].get(unit_id)


def check_source(plan: Plan, network: Network) -> Iterator[Violation]:
    """Yield differences between the network and the one that the plan was made on."""
    if plan.source.kind != network.source.kind:
        problem = _("The plan says its roads are {plan}, the network is {network}.")
        problem = problem.format(plan=plan.source.kind, network=network.source.kind)
        yield Violation("source", None, network.name, problem)
    if plan.source.digest != digest_network(network):
        problem = _("The network is not the one the plan was made on; the roads are not checked.")
        yield Violation("network", None, network.name, problem)


def make_roads(plan: Plan, config: Config, network: Network) -> Roads:
    """Return the roads as the units of a plan see them."""
    borders = make_borders(plan, network)
    places = _list_places(plan)
    made: dict[tuple[tuple[str, ...], tuple[str, ...]], UnitRoads | None] = {}
    stages: list[dict[str, UnitRoads]] = []
    for stage in _list_stages(plan):
        units: dict[str, UnitRoads] = {}
        for unit in map_units(plan).values():
            is_strict = unit.strict and borders.knows(unit)
            own = (unit.vehicle, *sorted(unit.jurisdiction)) if is_strict else (unit.vehicle,)
            key = own, tuple(closure.id for closure in stage.closures)
            if key not in made:
                closed = list_closed(stage, unit.vehicle, network)
                if is_strict:
                    closed = np.union1d(closed, _find_strictly_closed(network, borders, unit))
                graph = _make_graph(plan, config, network, unit, closed=closed)
                made[key] = None if graph is None else _make_unit_roads(config, graph, places)
            roads = made[key]
            if roads is not None:
                units[unit.id] = roads
        stages.append(units)
    return Roads(network, stages[-1], borders, config.snap.refuse_m, tuple(stages[:-1]))


def _list_stages(plan: Plan) -> Iterator[Plan]:
    """Yield the plan with the closures in force before its first replanning, and after each."""
    for number in range(len(plan.replans) + 1):
        later = {name for item in plan.replans[number:] for name in item.closures}
        closures = tuple(closure for closure in plan.closures if closure.id not in later)
        yield replace(plan, closures=closures)


def _find_strictly_closed(network: Network, borders: Borders, unit: Unit) -> IntArray:
    """Return the edges that a unit may not drive because they lie outside its jurisdiction."""
    every = np.arange(network.edge_count)
    surely, _maybe = borders.find_outside(unit, find_middles(network, every))
    return np.flatnonzero(surely)


def _make_graph(
    plan: Plan, config: Config, network: Network, unit: Unit, *, closed: IntArray
) -> VehicleGraph | None:
    """Return what a unit may drive, None if no road is open to it."""
    try:
        return make_vehicle_graph(
            network,
            unit.vehicle,
            config.profiles[unit.vehicle],
            speed_factor=plan.shift.speed_factor,
            closed=closed,
        )
    except InputError:  # no road at all is open to it
        return None


def _make_unit_roads(config: Config, graph: VehicleGraph, places: Sequence[Place]) -> UnitRoads:
    kmh = config.visits.patrol_kmh[graph.vehicle]
    slowly = np.rint(graph.network.edge_mm * MS_PER_MM_AT_1_KMH / kmh).astype(np.int64)
    patrol = replace(graph, edge_ms=np.maximum(graph.edge_ms, slowly))
    return UnitRoads(graph, patrol, _snap_places(graph, places))


def _list_places(plan: Plan) -> list[Place]:
    """Return the positions of bases, breaks, meetings, hotspots and stops, each once."""
    places = {(unit.lon, unit.lat) for unit in plan.units}
    places |= {(rated.hotspot.lon, rated.hotspot.lat) for rated in plan.hotspots}
    places |= {(place.lon, place.lat) for meeting in plan.meetings for place in meeting.places}
    places |= {
        (rest.lon, rest.lat)
        for unit in plan.units
        for rest in unit.breaks
        if rest.lon is not None and rest.lat is not None
    }
    places |= {(stop.lon, stop.lat) for loop in plan.loops for stop in loop.stops}
    return sorted(place for place in places if is_lonlat(*place))


def _snap_places(graph: VehicleGraph, places: Sequence[Place]) -> dict[Place, Spot]:
    lon, lat = np.array(places, dtype=float).reshape(-1, 2).T
    snaps = snap_to_graph(graph, lon, lat)
    columns = (snaps.edge, snaps.offset_mm, snaps.lon, snaps.lat, snaps.distance_m)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return {place: Spot(*row) for place, row in zip(places, rows, strict=True)}
