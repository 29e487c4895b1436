"""Positions of units on the road: where they are found, and how they stand in a loop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from routeplan.areas.gazetteer import Gazetteer
from routeplan.model import Shift, Stop, Unit, Vehicle
from routeplan.planning.replan.cutting import Spot
from routeplan.planning.stops import name_road_point
from routeplan.roads.chains import get_ends
from routeplan.roads.graph import VehicleGraph
from routeplan.roads.network import Network
from routeplan.roads.snap import Snaps, join_snaps, snap_to_graph, snap_to_nodes

Point = tuple[float, float]
# A place by longitude and latitude, or a junction of the network by its number.
Place = Point | int


@dataclass(frozen=True, eq=False)
class Scene:
    """The roads at the moment of replanning.

    Parameters
    ----------
    before, after
        By profile what may be driven up to the moment, and from then on.
    patrol_kmh
        By vehicle.
    refuse_m
        Farther than this from its road no unit is.
    now_s
        The moment, in seconds of the shift.
    earliest_s
        By unit when it may leave its base, in seconds of the shift.
    """

    network: Network
    before: Mapping[str, VehicleGraph]
    after: Mapping[str, VehicleGraph]
    shift: Shift
    gazetteer: Gazetteer
    patrol_kmh: Mapping[Vehicle, float]
    refuse_m: float
    now_s: int
    earliest_s: Mapping[str, int] = field(default_factory=dict)


def locate_exit(stop: Stop, network: Network) -> Place:
    """Return the place where a unit leaves a stop: that itself, or the end of what it drives."""
    if stop.drive is None:
        return stop.lon, stop.lat
    return get_ends(network, stop.drive.edges[-1])[1]


def locate_entry(stop: Stop, network: Network) -> Place:
    """Return the place where a unit comes to a stop."""
    if stop.drive is None:
        return stop.lon, stop.lat
    return get_ends(network, stop.drive.edges[0])[0]


def find_point(place: Place, network: Network) -> Point:
    """Return longitude and latitude of a place."""
    if isinstance(place, tuple):
        return place
    return float(network.node_lon[place]), float(network.node_lat[place])


def snap_places(graph: VehicleGraph, places: Sequence[Place]) -> list[Spot]:
    """Return where places meet the roads, in their order."""
    points = [(n, place) for n, place in enumerate(places) if isinstance(place, tuple)]
    nodes = [(n, place) for n, place in enumerate(places) if isinstance(place, int)]
    parts = []
    if points:
        lon, lat = np.array([place for _n, place in points], dtype=np.float64).T
        parts.append(snap_to_graph(graph, lon, lat))
    if nodes:
        parts.append(snap_to_nodes(graph, np.array([place for _n, place in nodes])))
    if not parts:
        return []
    order = np.argsort([n for n, _place in (*points, *nodes)])
    return list(map(Spot, *_list_columns(join_snaps(*parts).take(order))))


def _list_columns(snaps: Snaps) -> list[list[float]]:
    columns = (snaps.edge, snaps.offset_mm, snaps.lon, snaps.lat, snaps.distance_m)
    return [column.tolist() for column in columns]


def make_position(
    point: Point, spot: Spot, span_s: tuple[int, int], scene: Scene, *, name: str = ""
) -> Stop:
    """Return the position of a unit from one second of the shift to another.

    Parameters
    ----------
    point
        Where it is, or says to be; `spot` is where that meets the road.
    name
        What it is called; else by its street and village.
    """
    arrive_s, until_s = span_s
    road = round(spot.lon, 7), round(spot.lat, 7)
    place = name_road_point(scene.network, spot.edge, road, scene.gazetteer)
    return Stop(
        kind="position",
        hotspot_id=None,
        name=name or place or f"{point[1]:.5f}, {point[0]:.5f}",
        arrive=scene.shift.moment(arrive_s),
        depart=scene.shift.moment(until_s),
        wait_s=until_s - arrive_s,
        dwell_s=0,
        lon=point[0],
        lat=point[1],
        road_lon=road[0],
        road_lat=road[1],
        off_road_m=round(spot.distance_m),
        place=place,
    )


def make_left_base(unit: Unit, spot: Spot, left_s: int, scene: Scene) -> Stop:
    """Return the base that a unit has left at a second of the shift."""
    stop = make_position((unit.lon, unit.lat), spot, (left_s, left_s), scene)
    return replace(stop, kind="base", name=unit.base or unit.name)
