"""From the order of visits to loops with clock times, roads and names of places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from routeplan.areas.gazetteer import Gazetteer, Village
from routeplan.model import Duty, Leg, Loop, RatedHotspot, Shift, Stop, Unit
from routeplan.planning.schedule import Roads, Task, Timing, time_loop
from routeplan.roads.geometry import Point, list_streets, merge_neighbours, trace_points
from routeplan.roads.matrix import PathPiece, Router, find_paths

# Villages along a leg are looked up at points this far apart, a few streets' length.
VILLAGE_STEP_M = 400.0
# A village is named only this near its point.
VILLAGE_WITHIN_KM = 3.0


@dataclass(frozen=True, eq=False)
class Surroundings:
    """What the itinerary looks things up in; places as in the matrices."""

    shift: Shift
    routers: Mapping[str, Router]
    gazetteer: Gazetteer
    hotspots: Mapping[str, RatedHotspot]


def make_loops(
    orders: Mapping[str, tuple[Task, ...]],
    *,
    units: Sequence[Unit],
    duties: Sequence[Duty],
    roads: Mapping[str, Roads],
    around: Surroundings,
) -> tuple[Loop, ...]:
    """Return the loops of all units that make visits, in the order of the units."""
    return tuple(
        _make_loop(unit, duty, orders[unit.id], roads[unit.id], around)
        for unit, duty in zip(units, duties, strict=True)
        if orders[unit.id]
    )


def _make_loop(
    unit: Unit, duty: Duty, tasks: tuple[Task, ...], roads: Roads, around: Surroundings
) -> Loop:
    timing = time_loop(duty, tasks, roads)
    router = around.routers[unit.vehicle]
    exits = [duty.place, *(task.option.exit for task in tasks)]
    entries = [*(task.option.entry for task in tasks), duty.place]
    pairs = list(zip(exits, entries, strict=True))
    paths = find_paths(router, pairs)
    legs = tuple(
        _make_leg(router, pair, path, roads, around)
        for pair, path in zip(pairs, paths, strict=True)
    )
    stops = (
        _make_base(unit, duty, router, timing.depart_s, around),
        *_make_visit_stops(tasks, timing, router, around),
        _make_base(unit, duty, router, timing.return_s, around),
    )
    return Loop(
        unit_id=unit.id,
        stops=stops,
        legs=legs,
        metres=sum(leg.metres for leg in legs),
        driving_s=sum(leg.seconds for leg in legs),
        dwell_s=sum(stop.dwell_s for stop in stops),
        waiting_s=sum(stop.wait_s for stop in stops),
        worth=sum(stop.worth for stop in stops),
    )


def _make_leg(
    router: Router,
    pair: tuple[int, int],
    path: tuple[PathPiece, ...],
    roads: Roads,
    around: Surroundings,
) -> Leg:
    start, end = pair
    network = router.graph.network
    points = [
        _road_point(router, start),
        *trace_points(network, path)[1:-1],
        _road_point(router, end),
    ]
    return Leg(
        metres=roads.metres[start][end],
        seconds=roads.seconds[start][end],
        streets=list_streets(network, path),
        villages=_list_villages(points, around.gazetteer),
        geometry=tuple(points),
        edges=tuple(-(piece.edge + 1) if piece.backward else piece.edge + 1 for piece in path),
    )


def _road_point(router: Router, place: int) -> Point:
    return (
        round(float(router.snaps.lon[place]), 7),
        round(float(router.snaps.lat[place]), 7),
    )


def _list_villages(points: Sequence[Point], gazetteer: Gazetteer) -> tuple[str, ...]:
    """Return the villages along a line of points, as "Jarit, Candipuro"."""
    lon, lat = np.array(points).T
    found = gazetteer.nearest_many(*_sample_line(lon, lat), max_km=VILLAGE_WITHIN_KM)
    return merge_neighbours([name_village(village) for village in found if village])


def _sample_line(
    lon: np.ndarray[tuple[int], np.dtype[np.float64]],
    lat: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> tuple[
    np.ndarray[tuple[int], np.dtype[np.float64]], np.ndarray[tuple[int], np.dtype[np.float64]]
]:
    from routeplan.geo import great_circle_m

    steps = great_circle_m(lon[:-1], lat[:-1], lon[1:], lat[1:])
    along = np.concatenate([[0.0], np.cumsum(steps)])
    marks = np.linspace(0, along[-1], int(along[-1] / VILLAGE_STEP_M) + 2)
    return np.interp(marks, along, lon), np.interp(marks, along, lat)


def name_village(village: Village) -> str:
    """Return a village with its kecamatan, because names repeat."""
    return f"{village.name}, {village.kecamatan}"


def _make_base(unit: Unit, duty: Duty, router: Router, moment_s: int, around: Surroundings) -> Stop:
    moment = around.shift.moment(moment_s)
    lon, lat = _road_point(router, duty.place)
    return Stop(
        kind="base",
        hotspot_id=None,
        name=unit.base or unit.name,
        arrive=moment,
        depart=moment,
        wait_s=0,
        dwell_s=0,
        lon=unit.lon,
        lat=unit.lat,
        road_lon=lon,
        road_lat=lat,
        off_road_m=round(float(router.snaps.distance_m[duty.place])),
        place=_name_place(router, duty.place, around),
    )


def _make_visit_stops(
    tasks: Sequence[Task], timing: Timing, router: Router, around: Surroundings
) -> list[Stop]:
    stops = []
    for task, arrive_s, start_s in zip(tasks, timing.arrive_s, timing.start_s, strict=True):
        rated = around.hotspots[task.visit.hotspot_id or ""]
        option = task.option
        lon, lat = _road_point(router, option.entry)
        stop = Stop(
            kind="dwell",
            hotspot_id=rated.hotspot.id,
            name=rated.hotspot.name,
            arrive=around.shift.moment(arrive_s),
            depart=around.shift.moment(start_s + option.service_s),
            wait_s=start_s - arrive_s,
            dwell_s=option.service_s,
            lon=rated.hotspot.lon,
            lat=rated.hotspot.lat,
            road_lon=lon,
            road_lat=lat,
            off_road_m=round(float(router.snaps.distance_m[option.entry])),
            place=_name_place(router, option.entry, around),
            worth=option.worth,
            part_id=task.visit.part_id,
        )
        stops.append(stop)
    return stops


def _name_place(router: Router, place: int, around: Surroundings) -> str:
    """Return the street a place snaps to, else its village, else nothing."""
    edge = int(router.snaps.edge[place])
    street = router.graph.network.edge_tags(edge).get("name", "")
    village = around.gazetteer.nearest(
        float(router.snaps.lon[place]), float(router.snaps.lat[place]), max_km=VILLAGE_WITHIN_KM
    )
    return ", ".join(part for part in (street, name_village(village) if village else "") if part)
