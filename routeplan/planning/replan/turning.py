"""Where a unit can turn: how its loop goes on from where it stands if it goes another way."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from routeplan.errors import InputError
from routeplan.i18n import _
from routeplan.model import Leg, Report, Stop
from routeplan.planning.journeys import draw_leg
from routeplan.planning.replan.cutting import (
    Path,
    Spot,
    cut_drive,
    find_way_out,
    join_spots,
    measure_path,
    stand_at,
)
from routeplan.planning.replan.positions import (
    Place,
    Point,
    Scene,
    find_point,
    locate_entry,
    locate_exit,
    make_left_base,
    make_position,
    snap_places,
)
from routeplan.planning.replan.standing import Standing, Way
from routeplan.planning.traffic import name_profile
from routeplan.roads.chains import get_ends
from routeplan.roads.corridors import find_patrol_ms
from routeplan.roads.geometry import trace_points
from routeplan.roads.graph import VehicleGraph
from routeplan.roads.matrix import find_paths, make_router

# A point of a drive has to be found again by its coordinates, which may mean a road that crosses
# there: then the unit is taken to be where it was so many seconds before.
BACK_S = (0.5, 2.0, 5.0, 15.0, 40.0)

UNLIMITED_S = 10**9


@dataclass(frozen=True, eq=False)
class Turn:
    """How a loop goes on from where its unit stands, up to where it is free to choose.

    Parameters
    ----------
    place, ready_s
        Where it goes on from, and when.
    stops, legs
        Positions on the way there, each with the leg that leads to it; before them its base,
        where it had not left that by the plan.
    is_cut_off
        Whether no open road leads away from there.
    report
        Where its position had to be told as if it had.
    """

    place: Place
    ready_s: int
    stops: tuple[Stop, ...] = ()
    legs: tuple[Leg, ...] = ()
    is_cut_off: bool = False
    report: Report | None = None


@dataclass(frozen=True)
class _Cut:
    """What a unit has driven of a leg or of a drive, and where its end is found again."""

    path: Path
    point: Point
    spot: Spot

    @property
    def is_sure(self) -> bool:
        return self.path[-1].edge == self.spot.edge


def find_turns(
    standings: Sequence[Standing], scene: Scene, *, gone: Collection[str] = ()
) -> list[Turn]:
    """Return for each unit how its loop goes on from where it stands.

    Parameters
    ----------
    gone
        Ids of the units that do nothing more: not even leave a road that has been closed.

    Raises
    ------
    InputError
        Naming every unit whose position is too far from the roads that it may drive.
    """
    _check_told(standings, scene)
    return [
        _Turner(standing, scene, is_gone=standing.unit.id in gone).turn() for standing in standings
    ]


def _check_told(standings: Sequence[Standing], scene: Scene) -> None:
    message = _(
        "{unit} is said to be {distance} m from the nearest road that it may drive (at most "
        "{limit} m). Correct its position."
    )
    problems = []
    for standing in standings:
        if standing.way is None or standing.way.told is None:
            continue
        (spot,) = snap_places(scene.before[name_profile(standing.unit)], [standing.way.told])
        if spot.distance_m > scene.refuse_m:
            figures = {"distance": round(spot.distance_m), "limit": round(scene.refuse_m)}
            problems.append(message.format(unit=standing.unit.title, **figures))
    if problems:
        raise InputError("\n".join(problems))


class _Turner:
    """Works out the turn of one unit."""

    def __init__(self, standing: Standing, scene: Scene, *, is_gone: bool) -> None:
        self.standing, self.scene, self.is_gone = standing, scene, is_gone
        profile = name_profile(standing.unit)
        self.graph: VehicleGraph = scene.before[profile]
        self.after: VehicleGraph = scene.after[profile]

    @property
    def start_place(self) -> Place:
        """Where the unit left its last stop, or its base."""
        stops, unit = self.standing.stops, self.standing.unit
        return locate_exit(stops[-1], self.scene.network) if stops else (unit.lon, unit.lat)

    def turn(self) -> Turn:
        """Return the turn."""
        if self.standing.way_out is not None:
            return self._go_out(*self.standing.way_out)
        standing, way = self.standing, self.standing.way
        if way is None:
            here = Turn(self.start_place, standing.ready_s)
            return here if not standing.has_left or standing.is_back else self._leave(here)
        if way.told is not None:
            return self._leave(self._go_to(way.told))
        if way.stop is not None:
            return self._leave(self._stay_at(way.stop, way.leg))
        return self._leave(self._turn_on_way(way))

    def _go_out(self, leg: Leg, stop: Stop) -> Turn:
        """Return the turn of a unit that was to leave a closed road anyway, now or as planned."""
        network, way, shift = self.scene.network, self.standing.way, self.scene.shift
        here = Turn(self.start_place, self.standing.ready_s)
        if way is not None and way.stop is not None:
            here = self._stay_at(way.stop, way.leg)
        if self.is_gone:
            return here
        away_s = here.ready_s + leg.seconds
        moment = shift.moment(away_s)
        out = replace(
            here,
            place=get_ends(network, leg.edges[-1])[1],
            ready_s=away_s,
            stops=(*here.stops, replace(stop, arrive=moment, depart=moment)),
            legs=(*here.legs, leg),
        )
        return self._leave(out)

    def _turn_on_way(self, way: Way) -> Turn:
        """Return the turn of a unit that is on a leg or a drive."""
        (start,) = snap_places(self.graph, [self.start_place])
        cuts = list(self._list_cuts(way, start))
        sure = next((cut for cut in cuts if cut.is_sure), None)
        if sure is None:
            # as if the unit had said so: where it is is known, its way there is not
            told = cuts[0].point
            return replace(self._go_to(told), report=Report(self.standing.unit.id, *told))
        path = (*sure.path[:-1], replace(sure.path[-1], to_mm=sure.spot.offset_mm))
        if way.leg is not None and way.drive is not None:
            network = self.scene.network
            whole = cut_drive(network, self.graph.edge_ms, way.leg.edges, start, UNLIMITED_S)
            path = (*whole, *path)
        leg = self._draw(path, start, sure.spot)
        span_s = self._left_s + leg.seconds, self.standing.ready_s
        position = make_position(sure.point, sure.spot, span_s, self.scene)
        return Turn(sure.point, self.standing.ready_s, (position,), (leg,))

    def _list_cuts(self, way: Way, start: Spot) -> Iterator[_Cut]:
        """Yield what the unit has driven since it began its leg or drive, the likeliest first."""
        network, edge_ms = self.scene.network, self.graph.edge_ms
        edges: tuple[int, ...] = ()
        if way.drive is not None:
            kmh = self.scene.patrol_kmh[self.graph.vehicle]
            edges, edge_ms = way.drive.edges, find_patrol_ms(self.graph, patrol_kmh=kmh)
            start = stand_at(network, edges[0])
        elif way.leg is not None:
            edges = way.leg.edges
        spans = dict.fromkeys(max(1000 * (way.driven_s - back_s), 1.0) for back_s in BACK_S)
        paths = [cut_drive(network, edge_ms, edges, start, ms) for ms in spans]
        ends = [trace_points(network, path[-1:])[-1] for path in paths if path]
        yield from map(_Cut, filter(None, paths), ends, snap_places(self.graph, ends))

    def _go_to(self, told: Point) -> Turn:
        """Return the turn at the place where a unit says that it is."""
        standing, scene = self.standing, self.scene
        start, end = snap_places(self.graph, [self.start_place, told])
        path = self._find_path(start, end)
        base: tuple[Stop, ...] = ()
        left_s = self._left_s
        if not standing.stops:
            _metres, takes_s = measure_path(path, scene.network, self.graph.edge_ms)
            left_s = max(scene.earliest_s[standing.unit.id], standing.ready_s - takes_s)
            base = (make_left_base(standing.unit, start, left_s, scene),)
        leg = self._draw(path, start, end, at_most_s=standing.ready_s - left_s)
        position = make_position(told, end, (left_s + leg.seconds, standing.ready_s), scene)
        return Turn(told, standing.ready_s, (*base, position), (leg,))

    def _stay_at(self, stop: Stop, leg: Leg | None) -> Turn:
        """Return the turn at a stop where a unit waits, or has been waiting since it made it."""
        network, shift, ready_s = self.scene.network, self.scene.shift, self.standing.ready_s
        place = locate_exit(stop, network) if leg is None else locate_entry(stop, network)
        arrive_s = shift.seconds(stop.depart if leg is None else stop.arrive)
        (spot,) = snap_places(self.graph, [place])
        leg = leg or self._draw((), spot, spot)
        point = find_point(place, network)
        position = make_position(point, spot, (arrive_s, ready_s), self.scene, name=stop.name)
        return Turn(place, ready_s, (position,), (leg,))

    def _leave(self, turn: Turn) -> Turn:
        """Return a turn that leads off a road which has been closed, or is cut off."""
        if self.after is self.graph or self.is_gone:
            return turn
        (spot,) = snap_places(self.graph, [turn.place])
        if self.after.routable[spot.edge]:
            return turn
        path = find_way_out(self.graph, self.after, spot)
        if not path:
            return turn if path == () else replace(turn, is_cut_off=True)
        network, last = self.scene.network, path[-1]
        node = get_ends(network, -(last.edge + 1) if last.backward else last.edge + 1)[1]
        point = find_point(node, network)
        end = Spot(last.edge, last.to_mm, *point)
        leg = self._draw(path, spot, end)
        away_s = turn.ready_s + leg.seconds
        stop = make_position(point, end, (away_s, away_s), self.scene)
        return replace(
            turn, place=node, ready_s=away_s, stops=(*turn.stops, stop), legs=(*turn.legs, leg)
        )

    @property
    def _left_s(self) -> int:
        """When the unit left its last stop."""
        stops = self.standing.stops
        return self.scene.shift.seconds(stops[-1].depart) if stops else self.standing.ready_s

    def _find_path(self, start: Spot, end: Spot) -> Path:
        """Return the fastest way between two spots as the roads were."""
        router = make_router(self.graph, join_spots([start, end]))
        (path,) = find_paths(router, [(0, 1)])
        return path

    def _draw(self, path: Path, start: Spot, end: Spot, *, at_most_s: int = UNLIMITED_S) -> Leg:
        network = self.scene.network
        metres, seconds = measure_path(path, network, self.graph.edge_ms)
        first, last = ((round(spot.lon, 7), round(spot.lat, 7)) for spot in (start, end))
        points = [first, *trace_points(network, path)[1:-1], last]
        figures = metres, min(seconds, at_most_s)
        return draw_leg(network, path, points, figures, self.scene.gazetteer)
