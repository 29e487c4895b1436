"""Judging the drives: every leg is driven again, edge by edge, on the network itself.

Nothing here searches for a way: a leg says which edges it takes, and they are checked and added
up in whole milliseconds and millimetres.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import TypeAdapter, ValidationError

from routeplan.config import Config, SpeedFactor
from routeplan.errors import InputError
from routeplan.geo import is_lonlat
from routeplan.i18n import _
from routeplan.model import VEHICLES, Leg, Loop, Plan, Stop, Vehicle
from routeplan.planning.verify.legs import Piece, Spot, find_pieces, measure_pieces
from routeplan.planning.verify.shapes import distance_m, find_shape_problems
from routeplan.planning.verify.violations import (
    Violation,
    map_hotspots,
    map_units,
    name_leg,
    name_stop,
)
from routeplan.roads.graph import VehicleGraph, make_vehicle_graph
from routeplan.roads.network import Network
from routeplan.roads.snap import snap_to_graph
from routeplan.roads.stats import digest_network

# Positions and distances in a plan are rounded.
SAME_M = 1.0

Place = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Roads:
    """The network as the vehicles of a plan see it, with the plan's own speeds and limits.

    Parameters
    ----------
    graphs
        By vehicle; one that has no road to come and go on is missing.
    spots
        By vehicle, where each place of the plan, as longitude and latitude, meets the road.
    refuse_m
        Places farther than this from the road are out of reach.
    """

    graphs: Mapping[Vehicle, VehicleGraph]
    spots: Mapping[Vehicle, Mapping[Place, Spot]]
    refuse_m: float


def check_source(plan: Plan, network: Network) -> Iterator[Violation]:
    """Yield differences between the network and the one that the plan was made on."""
    if plan.source.kind != network.source.kind:
        problem = _("The plan says its roads are {plan}, the network is {network}.")
        problem = problem.format(plan=plan.source.kind, network=network.source.kind)
        yield Violation("source", None, network.name, problem)
    if plan.source.digest != digest_network(network):
        problem = _("The network is not the one the plan was made on; the roads are not checked.")
        yield Violation("network", None, network.name, problem)


def make_roads(plan: Plan, network: Network) -> Roads | Violation:
    """Return the roads as the plan's vehicles see them, or why they cannot be told."""
    place = "config"
    try:
        config = TypeAdapter(Config).validate_python(plan.config)
        TypeAdapter(SpeedFactor).validate_python(plan.shift.speed_factor)
    except ValidationError as error:
        problem = _("The settings in the plan are not valid ({n} faults).")
        return Violation("config", None, place, problem.format(n=error.error_count()))
    graphs = {}
    used = {unit.vehicle for unit in plan.units}
    for vehicle in (vehicle for vehicle in VEHICLES if vehicle in used):
        if vehicle not in config.profiles:
            problem = _("The settings in the plan have no speeds for {vehicle}.")
            return Violation("config", None, place, problem.format(vehicle=vehicle))
        try:
            graph = make_vehicle_graph(
                network, vehicle, config.profiles[vehicle], speed_factor=plan.shift.speed_factor
            )
        except InputError:  # no road at all is open to it
            continue
        if graph.routable.any():
            graphs[vehicle] = graph
    places = _list_places(plan)
    spots = {vehicle: _snap_places(graph, places) for vehicle, graph in graphs.items()}
    return Roads(graphs, spots, config.snap.refuse_m)


def find_road_violations(plan: Plan, roads: Roads) -> Iterator[Violation]:
    """Yield what is wrong with the positions of stops and the drives between them."""
    units = map_units(plan)
    for loop in plan.loops:
        unit = units.get(loop.unit_id)
        if unit is None:
            continue
        if unit.vehicle not in roads.graphs:
            problem = _("No road of the network is open to the unit.")
            yield Violation("closed", loop.unit_id, _("loop"), problem)
            continue
        nowhere = [i for i, stop in enumerate(loop.stops) if not _has_positions(stop)]
        for index in nowhere:
            problem = _("Its position is no longitude and latitude.")
            yield Violation("position", loop.unit_id, name_stop(loop, index), problem)
        if not nowhere:
            spots = [roads.spots[unit.vehicle][place] for place in _locate_stops(plan, loop)]
            yield from _check_loop(loop, roads.graphs[unit.vehicle], roads.refuse_m, spots)


def _list_places(plan: Plan) -> list[Place]:
    """Return the positions of all bases, hotspots and stops, each once."""
    places = {(unit.lon, unit.lat) for unit in plan.units}
    places |= {(rated.hotspot.lon, rated.hotspot.lat) for rated in plan.hotspots}
    places |= {(s.lon, s.lat) for loop in plan.loops for s in loop.stops if _has_positions(s)}
    return sorted(places)


def _snap_places(graph: VehicleGraph, places: Sequence[Place]) -> dict[Place, Spot]:
    lon, lat = np.array(places, dtype=float).reshape(-1, 2).T
    snaps = snap_to_graph(graph, lon, lat)
    columns = (snaps.edge, snaps.offset_mm, snaps.lon, snaps.lat, snaps.distance_m)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return {place: Spot(*row) for place, row in zip(places, rows, strict=True)}


def _has_positions(stop: Stop) -> bool:
    return is_lonlat(stop.lon, stop.lat) and is_lonlat(stop.road_lon, stop.road_lat)


def _locate_stops(plan: Plan, loop: Loop) -> Iterator[Place]:
    """Yield the exact places of a loop: those of its hotspots and base rather than its stops'."""
    hotspots, unit = map_hotspots(plan), map_units(plan)[loop.unit_id]
    for stop in loop.stops:
        if stop.hotspot_id is None:
            yield unit.lon, unit.lat
        elif stop.hotspot_id in hotspots:
            hotspot = hotspots[stop.hotspot_id].hotspot
            yield hotspot.lon, hotspot.lat
        else:
            yield stop.lon, stop.lat


def _check_loop(
    loop: Loop, graph: VehicleGraph, refuse_m: float, spots: Sequence[Spot]
) -> Iterator[Violation]:
    for index, spot in enumerate(spots):
        for rule, problem in _check_position(loop.stops[index], spot, refuse_m):
            yield Violation(rule, loop.unit_id, name_stop(loop, index), problem)
    for index, leg in enumerate(loop.legs):
        pieces, problems = find_pieces(graph, leg.edges, spots[index], spots[index + 1])
        if pieces is not None:
            problems += _check_lengths(graph, leg, pieces)
            ends = loop.stops[index], loop.stops[index + 1]
            problems += find_shape_problems(graph.network, leg, pieces, ends)
        for rule, problem in problems:
            yield Violation(rule, loop.unit_id, name_leg(loop, index), problem)


def _check_position(stop: Stop, spot: Spot, refuse_m: float) -> Iterator[tuple[str, str]]:
    if spot.distance_m > refuse_m:
        problem = _("Its road is {distance:.0f} m away, farther than the limit of {limit:.0f} m.")
        yield "off_road", problem.format(distance=spot.distance_m, limit=refuse_m)
    if abs(stop.off_road_m - spot.distance_m) > SAME_M:
        problem = _("Its road is {distance:.0f} m away, not {given} m.")
        yield "off_road", problem.format(distance=spot.distance_m, given=stop.off_road_m)
    away = distance_m((stop.road_lon, stop.road_lat), (spot.lon, spot.lat))
    if away > SAME_M:
        problem = _("Its point on the road is {away:.0f} m from where its road is nearest.")
        yield "position", problem.format(away=away)


def _check_lengths(graph: VehicleGraph, leg: Leg, pieces: Sequence[Piece]) -> list[tuple[str, str]]:
    seconds, metres = measure_pieces(graph, pieces)
    problems = []
    if leg.seconds != seconds:
        problem = _("It takes {given} s; its edges take {seconds} s.")
        problems.append(("seconds", problem.format(given=leg.seconds, seconds=seconds)))
    if leg.metres != metres:
        problem = _("It is {given} m long; its edges are {metres} m.")
        problems.append(("metres", problem.format(given=leg.metres, metres=metres)))
    return problems
