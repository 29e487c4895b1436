"""Judging the drives: every leg, pass and sweep is driven again, edge by edge.

Nothing here searches for a way: a drive says which edges it takes, and they are checked and added
up in whole milliseconds and millimetres.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from routeplan.geo import is_lonlat
from routeplan.i18n import _
from routeplan.model import Leg, Loop, Part, Plan, RatedHotspot, Stop, Unit
from routeplan.planning.verify.legs import (
    Piece,
    Problem,
    Spot,
    find_nodes,
    find_pieces,
    measure_pieces,
    name_edge,
)
from routeplan.planning.verify.plane import Place, distance_m
from routeplan.planning.verify.replans import count_replans, find_report, is_passed, is_way_out
from routeplan.planning.verify.roads import Roads
from routeplan.planning.verify.shapes import find_shape_problems
from routeplan.planning.verify.stands import Drivers, Stand
from routeplan.planning.verify.violations import (
    Violation,
    find_part,
    map_units,
    name_leg,
    name_stop,
)
from routeplan.roads.graph import VehicleGraph
from routeplan.roads.network import Network

# Positions and distances in a plan are rounded.
SAME_M = 1.0


def find_drive_violations(plan: Plan, roads: Roads) -> Iterator[Violation]:
    """Yield what is wrong with the positions of stops and the drives at and between them."""
    drivers = Drivers(plan, roads)
    for loop in plan.loops:
        if loop.unit_id not in map_units(plan):
            continue
        if loop.unit_id not in drivers.units:
            problem = _("No road of the network is open to the unit.")
            yield Violation("closed", loop.unit_id, _("loop"), problem)
            continue
        nowhere = [i for i, stop in enumerate(loop.stops) if not _has_positions(stop)]
        for index in nowhere:
            problem = _("Its position is no longitude and latitude.")
            yield Violation("position", loop.unit_id, name_stop(loop, index), problem)
        if not nowhere:
            unit = drivers.units[loop.unit_id]
            stands = [drivers.find_stand(unit, stop) for stop in loop.stops]
            yield from _check_stops(loop, drivers, stands)
            yield from _check_legs(loop, drivers, stands)


def list_pieces(loop: Loop, unit: Unit, drivers: Drivers) -> Iterator[Piece]:
    """Yield all that a loop drives, as far as it can be followed."""
    own = drivers.roads.units[unit.id]
    stands = [drivers.find_stand(unit, stop) for stop in loop.stops]
    drives = [
        (leg, None if before is None else before.leave, None if after is None else after.enter)
        for leg, before, after in zip(loop.legs, stands[:-1], stands[1:], strict=True)
    ]
    drives += [
        (stop.drive, stand.enter, stand.leave)
        for stop, stand in zip(loop.stops, stands, strict=True)
        if stop.drive is not None and stand is not None
    ]
    for leg, start, end in drives:
        if start is not None and end is not None:
            # where it drives does not depend on what is open
            pieces, _problems = find_pieces(own.graph, leg.edges, start, end)
            yield from (piece for piece in pieces or () if piece.from_mm != piece.to_mm)


def _check_stops(
    loop: Loop, drivers: Drivers, stands: Sequence[Stand | None]
) -> Iterator[Violation]:
    roads = drivers.roads
    for index, (stop, stand) in enumerate(zip(loop.stops, stands, strict=True)):
        place = name_stop(loop, index)
        if stand is None:
            problem = _("What it drives are no edges of the network.")
            yield Violation("edges", loop.unit_id, place, problem)
            continue
        problems = list(_check_position(stop, stand.enter, roads.refuse_m))
        if stop.drive is not None:
            own = roads.find(loop.unit_id, count_replans(drivers.plan, stop.arrive))
            patrol = roads.units[loop.unit_id].patrol if own is None else own.patrol
            ends = _enter_at(stop), (stand.leave.lon, stand.leave.lat)
            problems += _check_drive(patrol, stop.drive, (stand.enter, stand.leave), ends)
            problems += _check_course(roads.network, stop, drivers.hotspots.get(stop.hotspot_id))
        for rule, problem in problems:
            yield Violation(rule, loop.unit_id, place, problem)


def _check_legs(
    loop: Loop, drivers: Drivers, stands: Sequence[Stand | None]
) -> Iterator[Violation]:
    plan, roads = drivers.plan, drivers.roads
    for index, leg in enumerate(loop.legs):
        start, end, there = stands[index], stands[index + 1], loop.stops[index + 1]
        if start is None or end is None:
            continue
        # on a closed road is who was there before it closed
        here = loop.stops[index]
        stages = [count_replans(plan, stop.arrive) for stop in (there, here)]
        own, before = (roads.find(loop.unit_id, stage) for stage in stages)
        ends = _leave_at(loop.stops[index], start), _enter_at(there)
        spots = start.leave, end.enter
        problems: list[Problem] = []
        is_off = is_way_out(plan, there)
        if own is not None and before is not None and is_passed(there) and not is_off:
            # replanned again in the very second in which the unit has come off
            is_off = _begins_on_closed(leg, before.graph, own.graph)
        if own is not None and before is not None and is_off:
            problems += _check_drive(before.graph, leg, spots, ends)
            problems += _check_way_out(own.graph, leg)
        elif own is not None:
            is_told = find_report(plan, loop, there) is not None
            problems += _check_drive(own.graph, leg, spots, ends, is_told=is_told)
        for rule, problem in problems:
            yield Violation(rule, loop.unit_id, name_leg(loop, index), problem)


def _begins_on_closed(leg: Leg, before: VehicleGraph, after: VehicleGraph) -> bool:
    """Tell whether a leg begins on a road that has been closed since."""
    return bool(leg.edges) and _is_open(before, leg.edges[0]) and not _is_open(after, leg.edges[0])


def _is_open(graph: VehicleGraph, number: int) -> bool:
    """Tell whether the network has an edge, and it may be driven in the direction of its sign."""
    allowed = graph.backward if number < 0 else graph.forward
    return 1 <= abs(number) <= len(allowed) and bool(allowed[abs(number) - 1])


def _check_way_out(graph: VehicleGraph, leg: Leg) -> Iterator[Problem]:
    """Yield a way off a closed road that drives on others."""
    for number in leg.edges:
        if _is_open(graph, number):
            problem = _("It drives {street}, which is open, before it is off the closed road.")
            yield "position", problem.format(street=name_edge(graph.network, abs(number) - 1))


def _has_positions(stop: Stop) -> bool:
    return is_lonlat(stop.lon, stop.lat) and is_lonlat(stop.road_lon, stop.road_lat)


def _enter_at(stop: Stop) -> Place:
    return stop.road_lon, stop.road_lat


def _leave_at(stop: Stop, stand: Stand) -> Place:
    return _enter_at(stop) if stop.drive is None else (stand.leave.lon, stand.leave.lat)


def _check_position(stop: Stop, spot: Spot, refuse_m: float) -> Iterator[Problem]:
    away = distance_m(_enter_at(stop), (spot.lon, spot.lat))
    if away > SAME_M:
        problem = _("Its point on the road is {away:.0f} m from where its road is nearest.")
        yield "position", problem.format(away=away)
    off_road = spot.distance_m
    if stop.drive is not None:
        # a road is come to at its end, wherever the middle of the hotspot lies
        off_road = distance_m((stop.lon, stop.lat), (spot.lon, spot.lat))
    elif off_road > refuse_m:
        problem = _("Its road is {distance:.0f} m away, farther than the limit of {limit:.0f} m.")
        yield "off_road", problem.format(distance=off_road, limit=refuse_m)
    if abs(stop.off_road_m - off_road) > SAME_M:
        problem = _("Its road is {distance:.0f} m away, not {given} m.")
        yield "off_road", problem.format(distance=off_road, given=stop.off_road_m)


def _check_drive(
    graph: VehicleGraph,
    leg: Leg,
    spots: tuple[Spot, Spot],
    ends: tuple[Place, Place],
    *,
    is_told: bool = False,
) -> list[Problem]:
    """Return what is wrong with a drive from spot to spot, whose line joins its `ends`.

    Parameters
    ----------
    is_told
        Whether the unit said that it was at the end of it: it may have come there sooner.
    """
    pieces, problems = find_pieces(graph, leg.edges, *spots)
    if pieces is not None:
        problems += _check_lengths(graph, leg, pieces, is_told=is_told)
        problems += find_shape_problems(graph.network, leg, pieces, ends)
    return problems


def _check_lengths(
    graph: VehicleGraph, leg: Leg, pieces: Sequence[Piece], *, is_told: bool
) -> Iterator[Problem]:
    seconds, metres = measure_pieces(graph, pieces)
    if leg.seconds != seconds and not (is_told and 0 <= leg.seconds < seconds):
        problem = _("It takes {given} s; its edges take {seconds} s.")
        yield "seconds", problem.format(given=leg.seconds, seconds=seconds)
    if leg.metres != metres:
        problem = _("It is {given} m long; its edges are {metres} m.")
        yield "metres", problem.format(given=leg.metres, metres=metres)


def _check_course(network: Network, stop: Stop, rated: RatedHotspot | None) -> Iterator[Problem]:
    """Yield what a pass drives besides its part, and what a sweep leaves out."""
    drive = stop.drive
    for part in find_part(rated, stop.part_id) if rated is not None else ():
        if drive is None:
            continue
        if part.kind == "pass" and drive.edges not in _list_ways(rated, part):
            yield "course", _("It does not drive its part of the road from one end to the other.")
        if part.kind == "sweep":
            ends = find_nodes(network, drive.edges[0])[0], find_nodes(network, drive.edges[-1])[1]
            if ends[0] != ends[1]:
                yield "course", _("It does not come back to where it begins.")
            left = {abs(edge) for edge in part.edges} - {abs(edge) for edge in drive.edges}
            if left:
                problem = _("It leaves out {n} of the streets that it is said to cover.")
                yield "course", problem.format(n=len(left))


def _list_ways(rated: RatedHotspot | None, part: Part) -> list[tuple[int, ...]]:
    """Return the ways in which a part of a road may be driven.

    Where both directions are parts of their own, that called ``<`` is driven against the other.
    """
    there, back = part.edges, tuple(-edge for edge in reversed(part.edges))
    if part.id.endswith(">"):
        return [there]
    if not part.id.endswith("<"):
        return [there, back]
    twin = next(find_part(rated, part.id[:-1] + ">"), None) if rated is not None else None
    if twin is None:
        return [there, back]
    return [tuple(-edge for edge in reversed(twin.edges))]
