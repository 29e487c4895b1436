"""The stops of a loop: visits, breaks, meetings, and the base, each with its clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from routeplan.areas.gazetteer import Gazetteer
from routeplan.model import Break, Duty, Leg, Stop, StopKind, Unit, VisitKind
from routeplan.planning.journeys import find_road_point, make_drive, name_village
from routeplan.planning.schedule import Task
from routeplan.planning.surroundings import VILLAGE_WITHIN_KM, Surroundings
from routeplan.roads.matrix import Router
from routeplan.roads.network import Network

# What is done has its stops already.
_STOP_KINDS: Mapping[VisitKind, StopKind] = {
    "dwell": "dwell", "pass": "pass", "sweep": "sweep", "break": "break", "meeting": "meeting",
    "incident": "incident",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Driver:
    """Who makes a loop, and by which roads."""

    unit: Unit
    duty: Duty
    router: Router


@dataclass(frozen=True)
class Clock:
    """Seconds from the shift's start at which a stop is reached, and begins."""

    arrive_s: int
    start_s: int


def make_base(driver: Driver, clock: Clock, around: Surroundings) -> Stop:
    """Return the stop at the unit's base, where it stays no time."""
    unit, place = driver.unit, driver.duty.place
    return _make_stop(
        driver, place, clock, 0, around, named=(unit.base or unit.name, unit.lon, unit.lat)
    )


def make_stop(task: Task, driver: Driver, clock: Clock, around: Surroundings) -> Stop:
    """Return the stop of a task."""
    visit, option = task.visit, task.option
    if visit.kind == "base":
        return make_base(driver, clock, around)
    if visit.kind == "break":
        named = _name_break(find_break(visit.id, driver.unit), driver.unit)
    elif visit.kind == "meeting":
        number = around.meeting_places[visit.meeting or ""].index(option.entry)
        place = around.meetings[visit.meeting or ""].places[number]
        named = (place.name, place.lon, place.lat)
    elif visit.kind == "incident":
        incident = around.incidents[visit.id]
        named = (incident.name, incident.lon, incident.lat)
    else:
        spot = around.hotspots[visit.hotspot_id or ""].hotspot
        named = (spot.name, spot.lon, spot.lat)
    stop = _make_stop(driver, option.entry, clock, option.service_s, around, named=named)
    stop = replace(
        stop,
        kind=_STOP_KINDS[visit.kind],
        hotspot_id=visit.hotspot_id,
        worth=around.worth_of[visit.id],
        part_id=visit.part_id,
        meeting_id=visit.meeting,
        incident_id=around.incidents[visit.id].id if visit.id in around.incidents else None,
    )
    drive = make_drive(driver.router, option, around)
    return stop if drive is None else _add_drive(stop, drive)


def _make_stop(
    driver: Driver,
    place: int,
    clock: Clock,
    dwell_s: int,
    around: Surroundings,
    *,
    named: tuple[str, float, float],
) -> Stop:
    name, lon, lat = named
    road_lon, road_lat = find_road_point(driver.router, place)
    return Stop(
        kind="base",
        hotspot_id=None,
        name=name,
        arrive=around.shift.moment(clock.arrive_s),
        depart=around.shift.moment(clock.start_s + dwell_s),
        wait_s=clock.start_s - clock.arrive_s,
        dwell_s=dwell_s,
        lon=lon,
        lat=lat,
        road_lon=road_lon,
        road_lat=road_lat,
        off_road_m=round(float(driver.router.snaps.distance_m[place])),
        place=_name_place(driver.router, place, around),
    )


def _add_drive(stop: Stop, drive: Leg) -> Stop:
    """Return the stop of a pass or a sweep: it is where the drive begins, on its first street."""
    place = ", ".join([*drive.streets[:1], *drive.villages[:1]])
    return replace(
        stop, lon=stop.road_lon, lat=stop.road_lat, off_road_m=0, place=place, drive=drive
    )


def find_break(visit_id: str, unit: Unit) -> Break:
    """Return the break of a unit that a visit stands for: its id ends with the break's number."""
    return unit.breaks[int(visit_id.rpartition(":")[2]) - 1]


def _name_break(rest: Break, unit: Unit) -> tuple[str, float, float]:
    """Return name, longitude and latitude of where a break is taken."""
    if rest.lon is None or rest.lat is None:
        return unit.base or unit.name, unit.lon, unit.lat
    return rest.place, rest.lon, rest.lat


def _name_place(router: Router, place: int, around: Surroundings) -> str:
    snaps = router.snaps
    point = float(snaps.lon[place]), float(snaps.lat[place])
    return name_road_point(router.graph.network, int(snaps.edge[place]), point, around.gazetteer)


def name_road_point(
    network: Network, edge: int, point: tuple[float, float], gazetteer: Gazetteer
) -> str:
    """Return the street and the village of a point on an edge, as far as they have names."""
    street = network.edge_tags(edge).get("name", "")
    village = gazetteer.nearest(*point, max_km=VILLAGE_WITHIN_KM)
    return ", ".join(part for part in (street, name_village(village) if village else "") if part)
