"""What becomes of each unit: it goes on, goes to an incident, or does nothing more."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from routeplan.model import Incident, Loop, TimeWindow, Unit
from routeplan.planning.replan.beginnings import Errand, Past
from routeplan.planning.replan.cutting import is_open
from routeplan.planning.replan.dispatch import Candidate, Dispatcher
from routeplan.planning.replan.disturbance import list_out
from routeplan.planning.replan.moment import Moment, Stand
from routeplan.planning.replan.positions import locate_entry
from routeplan.planning.replan.repair import measure_length_m
from routeplan.planning.replan.standing import Standing
from routeplan.planning.replan.table import Ground
from routeplan.planning.replan.turning import Turn


@dataclass(frozen=True, eq=False)
class State:
    """A unit at the moment, and what lies behind it as the beginning of its loop.

    Parameters
    ----------
    is_overdue
        Whether it is back too late, or has driven too far, even if it goes straight back.
    """

    unit: Unit
    standing: Standing
    turn: Turn
    past: Past
    is_overdue: bool = False


def find_states(
    moment: Moment,
    stays: Sequence[Stand],
    leaves: Sequence[Stand],
    *,
    incidents: Sequence[Incident],
    cut_off: Collection[str],
    ground: Ground,
) -> list[State]:
    """Return the state of each unit of the plan, in their order.

    Parameters
    ----------
    stays, leaves
        Where units stand if they finish what they are about, and if they break it off.

    Raises
    ------
    PlanRefusedError
        If nobody can go to an incident.
    """
    gone = {*list_out(moment.plan), *moment.disturbance.out, *cut_off}
    finder = _StateFinder(moment, ground, gone)
    errands = finder.send(incidents, leaves)
    return [
        finder.make(stay, leave, errands.get(stay.unit.id, ()))
        for stay, leave in zip(stays, leaves, strict=True)
    ]


@dataclass(frozen=True, eq=False)
class _StateFinder:
    moment: Moment
    ground: Ground
    gone: Collection[str]

    def send(
        self, incidents: Sequence[Incident], leaves: Sequence[Stand]
    ) -> Mapping[str, Sequence[Errand]]:
        """Return by unit the incidents that it goes to."""
        if not incidents:
            return {}
        places = {i.id: self.ground.find((i.lon, i.lat)) for i in incidents}
        dispatcher = Dispatcher(
            self.moment.plan.shift, self.ground.matrices, self.ground.reach, places
        )
        candidates = [self._make_candidate(s) for s in leaves if s.unit.id not in self.gone]
        return dispatcher.send(incidents, candidates)

    def _make_candidate(self, stand: Stand) -> Candidate:
        standing, turn = stand.standing, stand.turn
        return Candidate(
            unit=stand.unit,
            duty=self.moment.duty_of[stand.unit.id],
            place=self.ground.find(turn.place),
            ready_s=turn.ready_s,
            driven_m=_measure_driven(standing, turn),
            straight_on=self._find_straight_on(stand),
        )

    def make(self, stay: Stand, leave: Stand, errands: Sequence[Errand]) -> State:
        """Return the state of a unit."""
        is_gone = stay.unit.id in self.gone
        stand = leave if is_gone or errands else stay
        standing, turn = stand.standing, stand.turn
        duty, now_s = self.moment.duty_of[stand.unit.id], self.moment.now_s
        returns = _count_returns(standing)
        # whoever is back may be sent out once more
        loops = max(duty.loops - returns, 1)
        stops = (*standing.stops, *turn.stops)
        legs = (*standing.legs, *turn.legs)
        if not standing.has_left and is_gone:
            stops, legs = (), ()
        start_s = max(duty.window.start_s, now_s)
        if stops:
            start_s = self.moment.plan.shift.seconds(stops[0].depart)
        past = Past(
            duty=duty,
            stops=stops,
            legs=legs,
            place=self.ground.find(turn.place),
            ready_s=turn.ready_s,
            errands=tuple(errands),
            is_over=is_gone,
            straight_on=None if is_gone else self._find_straight_on(stand),
        )
        end_s, most_m, is_overdue = self._find_limits(past, is_back=standing.is_back)
        window = TimeWindow(min(start_s, end_s), end_s)
        duty = replace(
            duty,
            window=window,
            # what it waits at its base is no patrol
            max_loop_s=window.length_s
            if standing.is_back
            else min(duty.max_loop_s, window.length_s),
            max_loop_m=most_m,
            loops=loops,
            max_stops=None if is_gone else duty.max_stops,
        )
        return State(stand.unit, standing, turn, replace(past, duty=duty), is_overdue)

    def _find_limits(self, past: Past, *, is_back: bool) -> tuple[int, int | None, bool]:
        """Return latest return and most metres of a unit, and whether they are beyond its own.

        Of a unit that is back, and stays, nothing is beyond: its duty may well have ended before.
        """
        duty = past.duty
        end_s, most_m = duty.window.end_s, duty.max_loop_m
        if past.is_over:
            last_s = self.moment.plan.shift.seconds(past.stops[-1].depart) if past.stops else 0
            return max(end_s, past.ready_s, last_s), None, False
        if not past.stops:
            return end_s, most_m, False
        ready_s, place, metres = past.ready_s, past.place, measure_length_m(past.legs, past.stops)
        matrix = self.ground.matrices[duty.profile]
        for errand in past.errands:
            metres += int(matrix.metres[place, errand.place])
            ready_s, place = errand.leave_s, errand.place
        back_s = ready_s + int(matrix.seconds[place, duty.place])
        if past.straight_on is not None and past.straight_on[0] == duty.place:
            back_s = past.straight_on[1]
        metres += int(matrix.metres[place, duty.place])
        is_late = back_s > end_s
        is_far = most_m is not None and metres > most_m
        if is_far and most_m is not None:
            most_m = metres
        stays = is_back and not past.errands
        return max(end_s, back_s), most_m, (is_late or is_far) and not stays

    def _find_straight_on(self, stand: Stand) -> tuple[int, int] | None:
        """Return where and when a unit comes on the leg that it is on, if it is still open."""
        way, standing = stand.standing.way, stand.standing
        if way is None or way.leg is None or way.drive is not None or way.told is not None:
            return None
        if stand.turn.report is not None:
            return None
        profile = self.moment.duty_of[stand.unit.id].profile
        scene = self.moment.scene
        if not is_open(scene.after[profile], way.leg.edges):
            return None
        if way.stop is not None:
            return self.ground.find(stand.turn.place), stand.turn.ready_s
        arrive_s = scene.shift.seconds(standing.stops[-1].depart) + way.leg.seconds
        following = self._find_following(stand)
        return None if following is None else (following, arrive_s)

    def _find_following(self, stand: Stand) -> int | None:
        """Return the place that the leg leads to on which a unit is."""
        if stand.pending:
            first = stand.pending[0]
            return self.ground.find((first.lon, first.lat))
        if stand.standing.ahead:
            stop = stand.standing.ahead[0]
            return self.ground.find(locate_entry(stop, self.moment.scene.network))
        return self.moment.duty_of[stand.unit.id].place


def _count_returns(standing: Standing) -> int:
    """Return how often a unit has come back to its base."""
    return sum(stop.kind == "base" for stop in standing.stops[1:])


def _measure_driven(standing: Standing, turn: Turn) -> int:
    return measure_length_m((*standing.legs, *turn.legs), standing.stops)


def find_loop(moment: Moment, unit_id: str) -> Loop | None:
    """Return the loop of a unit in the plan."""
    return next((loop for loop in moment.plan.loops if loop.unit_id == unit_id), None)
