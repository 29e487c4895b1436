"""The new loops: what is done as it was, then what is driven now.

A loop to which nothing happened stays as it is, and so does every leg that still leads from one
stop to the next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from routeplan.model import Leg, Loop, Stop
from routeplan.planning.journeys import draw_leg, make_leg, measure_outside_m
from routeplan.planning.replan.beginnings import Past
from routeplan.planning.replan.cutting import is_open, list_pieces
from routeplan.planning.replan.positions import (
    Scene,
    find_point,
    locate_entry,
    locate_exit,
    make_position,
    snap_places,
)
from routeplan.planning.replan.standing import Standing
from routeplan.planning.replan.turning import Turn
from routeplan.planning.schedule import Roads, Task, Timing, time_loop
from routeplan.planning.stops import Clock, Driver, make_base, make_stop
from routeplan.planning.surroundings import Surroundings
from routeplan.roads.matrix import find_paths


@dataclass(frozen=True, eq=False)
class LoopMaker:
    """Puts the new loop of one unit together.

    Parameters
    ----------
    driver
        With the duty that its order of tasks was found for.
    old
        Its loop in the plan, None where it had none.
    roads
        The matrices, with the places of what lies behind.
    """

    driver: Driver
    old: Loop | None
    standing: Standing
    turn: Turn
    past: Past
    roads: Roads
    scene: Scene
    around: Surroundings

    def make(self, tasks: Sequence[Task], *, depart_s: int | None = None) -> Loop | None:
        """Return the loop of a unit that does some tasks, None where it stays at its base.

        `depart_s` is when it leaves its base, see `routeplan.planning.schedule.time_loop`.
        """
        standing = self.standing
        if self.past.is_over:
            if self.old is None or standing.is_back or not standing.has_left:
                return self.old if standing.is_back else None
            return self._settle(*self._end())
        if not tasks:
            return None
        timing = time_loop(self.driver.duty, tasks, self.roads, depart_s=depart_s)
        behind = sum(task.visit.fixed and task.visit.kind != "incident" for task in tasks)
        ahead = self._list_ahead(tasks, timing, behind)
        if self._is_unchanged(ahead):
            return self.old
        return self._settle(*self._go_on(tasks[behind:], ahead, timing))

    # ---------------------------------------------------------------------------------- its end

    def _end(self) -> tuple[list[Stop], list[Leg]]:
        """Return the stops and legs of a unit that ends where it is."""
        stops = [*self.standing.stops, *self.turn.stops]
        legs = [*self.standing.legs, *self.turn.legs]
        if stops[-1].kind == "position":
            return stops, legs
        last, scene = stops[-1], self.scene
        place = locate_exit(last, scene.network)
        (spot,) = snap_places(scene.before[self.driver.duty.profile], [place])
        here = round(spot.lon, 7), round(spot.lat, 7)
        leg = draw_leg(scene.network, (), [here, here], (0, 0), scene.gazetteer)
        left_s = scene.shift.seconds(last.depart)
        point = find_point(place, scene.network)
        end = make_position(point, spot, (left_s, left_s), scene, name=last.name)
        return [*stops, end], [*legs, leg]

    # ------------------------------------------------------------------------------ what follows

    def _list_ahead(self, tasks: Sequence[Task], timing: Timing, behind: int) -> list[Stop]:
        """Return the stops that come after what is behind, the base last."""
        clocks = list(map(Clock, timing.arrive_s, timing.start_s))
        own = zip(tasks[behind:], clocks[behind:], strict=True)
        stops = [make_stop(task, self.driver, clock, self.around) for task, clock in own]
        back = Clock(timing.return_s, timing.return_s)
        return [*stops, make_base(self.driver, back, self.around)]

    def _is_unchanged(self, ahead: Sequence[Stop]) -> bool:
        """Tell whether the loop goes on as it was, by roads that are open."""
        old, standing = self.old, self.standing
        if old is None:
            return False
        if standing.is_back:
            return len(ahead) == 1
        if standing.way is not None and (standing.way.told or standing.way.leg is None):
            return False
        rest = old.stops[len(standing.stops) or 1 :]
        if len(rest) != len(ahead) or not self._keeps_behind():
            return False
        if not all(_is_same(one, other) for one, other in zip(rest, ahead, strict=True)):
            return False
        first = max(len(standing.stops) - 1, 0)
        return all(self._is_open(leg) for leg in old.legs[first:])

    def _keeps_behind(self) -> bool:
        """Tell whether what is behind the unit is as the plan says: nothing is broken off."""
        stops = self.standing.stops
        return self.old is not None and stops == self.old.stops[: len(stops)]

    def _is_open(self, leg: Leg) -> bool:
        return is_open(self.scene.after[self.driver.duty.profile], leg.edges)

    def _go_on(
        self, tasks: Sequence[Task], ahead: list[Stop], timing: Timing
    ) -> tuple[list[Stop], list[Leg]]:
        """Return the stops and legs of a loop that goes on otherwise than it was."""
        standing, turn = self.standing, self.turn
        stops, legs = list(standing.stops), list(standing.legs)
        pairs = self._list_pairs(tasks)
        straight = self._find_straight(ahead[0], pairs[0][1])
        if straight is not None:
            leg, ahead[0] = straight
            legs.append(leg)
        else:
            stops, legs = [*stops, *turn.stops], [*legs, *turn.legs]
        if not stops:
            left = Clock(timing.depart_s, timing.depart_s)
            stops.append(make_base(self.driver, left, self.around))
        if straight is None and stops[-1].kind == "base" and len(stops) > 1:
            drive_s = self.roads.seconds[pairs[0][0]][pairs[0][1]]
            stops[-1], ahead[0] = self._wait_at_base(stops[-1], ahead[0], drive_s)
        joints = list(pairwise([stops[-1], *ahead]))
        skipped = 0 if straight is None else 1
        legs += self._make_legs(joints[skipped:], pairs[skipped:])
        return [*stops, *ahead], legs

    def _find_straight(self, first: Stop, place: int) -> tuple[Leg, Stop] | None:
        """Return the leg that a unit is on and where it leads, if that is where it goes now."""
        way, straight = self.standing.way, self.past.straight_on
        if way is None or way.leg is None or straight is None or straight[0] != place:
            return None
        if way.stop is None:
            return way.leg, first
        # it waits there already
        waited_s = self.past.ready_s - self.scene.shift.seconds(way.stop.arrive)
        return way.leg, replace(first, arrive=way.stop.arrive, wait_s=first.wait_s + waited_s)

    def _wait_at_base(self, base: Stop, first: Stop, drive_s: int) -> tuple[Stop, Stop]:
        """Return the base that a unit leaves again, not before it has to, and its first stop."""
        shift = self.scene.shift
        leave_s = shift.seconds(first.begin) - drive_s
        waited_s = leave_s - shift.seconds(base.arrive)
        base = replace(base, depart=shift.moment(leave_s), wait_s=waited_s)
        begin = shift.moment(shift.seconds(first.begin))
        return base, replace(first, arrive=begin, wait_s=0)

    # -------------------------------------------------------------------------------------- legs

    def _list_pairs(self, tasks: Sequence[Task]) -> list[tuple[int, int]]:
        base = self.driver.duty.place
        exits = [self.past.place, *(task.option.exit for task in tasks)]
        entries = [*(task.option.entry for task in tasks), base]
        return list(zip(exits, entries, strict=True))

    def _make_legs(
        self, joints: Sequence[tuple[Stop, Stop]], pairs: Sequence[tuple[int, int]]
    ) -> list[Leg]:
        """Return the legs between stops: those of the plan where they lead there and are open."""
        kept = [self._find_leg(*joint) for joint in joints]
        needed = [pair for pair, leg in zip(pairs, kept, strict=True) if leg is None]
        router = self.driver.router
        paths = dict(zip(needed, find_paths(router, needed), strict=True))
        roads = self.roads
        return [
            leg
            or make_leg(
                router, pair, paths[pair],
                (roads.metres[pair[0]][pair[1]], roads.seconds[pair[0]][pair[1]]), self.around,
            )
            for pair, leg in zip(pairs, kept, strict=True)
        ]  # fmt: skip

    def _find_leg(self, here: Stop, there: Stop) -> Leg | None:
        """Return the leg of the plan between two stops, None if it has none that is open."""
        if self.old is None:
            return None
        for (one, other), leg in zip(pairwise(self.old.stops), self.old.legs, strict=True):
            is_it = _is_same_place(one, here) and _is_same_place(other, there)
            if is_it and self._is_open(leg):
                return leg
        return None

    # -------------------------------------------------------------------------------------- sums

    def _settle(self, stops: Sequence[Stop], legs: Sequence[Leg]) -> Loop:
        drives = [stop.drive for stop in stops if stop.drive is not None]
        return Loop(
            unit_id=self.driver.unit.id,
            stops=tuple(stops),
            legs=tuple(legs),
            metres=sum(leg.metres for leg in (*legs, *drives)),
            driving_s=sum(leg.seconds for leg in legs),
            dwell_s=sum(stop.dwell_s for stop in stops if stop.kind != "break"),
            waiting_s=sum(stop.wait_s for stop in stops),
            worth=0.0,
            break_s=sum(stop.dwell_s for stop in stops if stop.kind == "break"),
            outside_m=self._measure_outside(stops, legs),
        )

    def _measure_outside(self, stops: Sequence[Stop], legs: Sequence[Leg]) -> int:
        """Return the metres driven outside the jurisdiction of the unit."""
        if not self.driver.unit.jurisdiction:
            return 0
        network, profile = self.scene.network, self.driver.duty.profile
        places = [
            place
            for stop in stops
            for place in (locate_entry(stop, network), locate_exit(stop, network))
        ]
        now_s, shift = self.scene.now_s, self.scene.shift
        behind = sum(shift.seconds(stop.arrive) <= now_s for stop in stops)
        earlier = snap_places(self.scene.before[profile], places[: 2 * behind])
        spots = [*earlier, *snap_places(self.scene.after[profile], places[2 * behind :])]
        paths = [
            list_pieces(network, leg.edges, spots[2 * n + 1], spots[2 * n + 2])
            for n, leg in enumerate(legs)
        ]
        paths += [
            list_pieces(network, stop.drive.edges, spots[2 * n], spots[2 * n + 1])
            for n, stop in enumerate(stops)
            if stop.drive is not None
        ]
        return measure_outside_m(network, paths, self.driver.unit, self.around)


def _is_same(one: Stop, other: Stop) -> bool:
    """Tell whether two stops are the same at the same time."""
    times = (one.begin, one.depart) == (other.begin, other.depart)
    return times and _is_same_place(one, other)


def _is_same_place(one: Stop, other: Stop) -> bool:
    """Tell whether two stops are the same but for their times."""
    return _describe(one) == _describe(other)


def _describe(stop: Stop) -> tuple[object, ...]:
    edges = None if stop.drive is None else stop.drive.edges
    ids = stop.part_id, stop.meeting_id, stop.incident_id
    # its road may be another one where that one has been closed
    return stop.kind, *ids, stop.lon, stop.lat, stop.road_lon, stop.road_lat, edges


def set_worths(
    loop: Loop,
    worth_of: Mapping[str, float],
    visit_ids: Mapping[tuple[str, int], str],
    scene: Scene,
) -> Loop:
    """Return a loop whose visits are worth what they are among all visits now made.

    Parameters
    ----------
    visit_ids
        By unit and second at which it began, the id of each visit.
    """
    shift = scene.shift
    stops = tuple(
        stop
        if stop.hotspot_id is None
        else replace(
            stop,
            worth=worth_of[visit_ids[loop.unit_id, shift.seconds(stop.depart) - stop.dwell_s]],
        )
        for stop in loop.stops
    )
    return replace(loop, stops=stops, worth=sum(stop.worth for stop in stops))
