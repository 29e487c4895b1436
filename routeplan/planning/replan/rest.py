"""From a plan and what has happened to a loop problem of what is left of the shift."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from routeplan.model import Plan, RatedHotspot, Unvisited, Visit
from routeplan.planning.barriers import Crews
from routeplan.planning.closed_off import ClosedRoads
from routeplan.planning.obligations import OnDuty
from routeplan.planning.parts import PartFinder
from routeplan.planning.places import PlaceTable
from routeplan.planning.prepare import check_appointments
from routeplan.planning.problem import LoopProblem
from routeplan.planning.replan.beginnings import Beginnings, VisitNames, list_tasks
from routeplan.planning.replan.disturbance import Disturbance
from routeplan.planning.replan.duties import DutyFinder, part_breaks
from routeplan.planning.replan.known import KnownParts, list_drives
from routeplan.planning.replan.moment import (
    Moment,
    break_all_off,
    find_cut_off,
    list_incidents,
    open_moment,
    stand_units,
)
from routeplan.planning.replan.openings import (
    OpeningFinder,
    Openings,
    Prospects,
    find_prospects,
    group_by_part,
    mark_demands,
    rate_added,
)
from routeplan.planning.replan.slots import PlannedVisit
from routeplan.planning.replan.states import State, find_states
from routeplan.planning.replan.table import Ground, lay_ground, start_table
from routeplan.planning.visits import VisitMaker
from routeplan.roads.network import Network


@dataclass(frozen=True, eq=False)
class Rest:
    """What is left of a shift, ready to be put in order.

    Parameters
    ----------
    states
        Of the units of the plan, in their order.
    problem
        Loops in it begin with what lies behind each unit.
    lost
        Breaks and meetings that nobody can keep any more.
    cut_off
        Units that no open road leads away from, or to their base.
    """

    moment: Moment
    ground: Ground
    states: tuple[State, ...]
    openings: Openings
    problem: LoopProblem
    lost: tuple[Visit, ...]
    cut_off: frozenset[str]

    @property
    def plan(self) -> Plan:
        """The plan as it was."""
        return self.moment.plan


def prepare_rest(plan: Plan, network: Network, disturbance: Disturbance) -> Rest:
    """Return what is left of a shift.

    Raises
    ------
    InputError
        If a position is too far from any road, or a new hotspot cannot be.
    PlanRefusedError
        If nobody can go to an incident.
    """
    moment = open_moment(plan, network, disturbance)
    stays = stand_units(moment)
    incidents = list_incidents(stays, moment)
    cut_off = find_cut_off(stays, moment)
    is_urgent = bool(incidents or disturbance.out or cut_off)
    leaves = break_all_off(stays, moment) if is_urgent else stays
    table = start_table(moment, [*stays, *leaves], incidents)
    prospects = _find_prospects(moment, table)
    _add_duty_places(moment, table)
    ground = lay_ground(moment, table)
    states = find_states(moment, stays, leaves, incidents=incidents, cut_off=cut_off, ground=ground)
    return _RestMaker(moment, ground, states, cut_off).make(prospects)


def _find_prospects(moment: Moment, table: PlaceTable) -> Prospects:
    """Return the hotspots of the plan and the new ones with their parts."""
    plan, disturbance = moment.plan, moment.disturbance
    check_appointments(disturbance.hotspots)
    drives = list_drives(
        (stop.part_id, stop.drive.edges)
        for loop in plan.loops
        for stop in loop.stops
        if stop.kind == "sweep" and stop.drive is not None
    )
    finder = PartFinder(moment.traffic, moment.scene.after, table)
    added = rate_added(moment.inputs, disturbance.hotspots)
    # what could not be visited at all, but has to be now, is looked at anew
    anew = [s for s in plan.hotspots if not s.parts and s.hotspot.id in disturbance.require]
    known = [spot for spot in plan.hotspots if spot not in anew]
    return find_prospects(
        _mark(known, disturbance), _mark([*anew, *added], disturbance),
        parts=KnownParts(finder, drives), on_duty=moment.on_duty,
    )  # fmt: skip


def _mark(rated: Sequence[RatedHotspot], disturbance: Disturbance) -> tuple[RatedHotspot, ...]:
    return mark_demands(rated, require=disturbance.require, forbid=disturbance.forbid)


def _add_duty_places(moment: Moment, table: PlaceTable) -> None:
    """Add the places of breaks and meetings to a table."""
    for unit in moment.plan.units:
        for rest in unit.breaks:
            if rest.lon is not None and rest.lat is not None:
                table.add_point(rest.lon, rest.lat)
    for meeting in moment.plan.meetings:
        for place in meeting.places:
            table.add_point(place.lon, place.lat)


@dataclass(frozen=True, eq=False)
class _RestMaker:
    moment: Moment
    ground: Ground
    states: Sequence[State]
    cut_off: frozenset[str]

    @property
    def active(self) -> frozenset[str]:
        """The units that can still do something."""
        return frozenset(s.unit.id for s in self.states if not s.past.is_over)

    def make(self, prospects: Prospects) -> Rest:
        """Return the rest."""
        planned = list(self._list_planned())
        openings = self._find_openings(prospects, planned)
        due, lost = self._find_due()
        beginnings = self._begin(openings)
        config = self.moment.inputs.config
        problem = LoopProblem(
            visits=(*beginnings.visits, *openings.visits, *due),
            duties=tuple(state.past.duty for state in self.states),
            matrices=beginnings.extend_matrices(),
            decay=config.visits.decay,
            wishes=config.fairness.wishes,
        )
        problem, more_lost = _drop_breaks(problem)
        return Rest(
            self.moment, self.ground, tuple(self.states), openings, problem,
            (*lost, *more_lost), self.cut_off,
        )  # fmt: skip

    def _list_planned(self) -> Iterator[PlannedVisit]:
        """Yield the visits that units have made, and those that they were to make."""
        shift = self.moment.plan.shift
        for state in self.states:
            for stops, is_done in ((state.standing.stops, True), (state.standing.ahead, False)):
                for stop in stops:
                    if stop.hotspot_id is not None:
                        begin_s = shift.seconds(stop.depart) - stop.dwell_s
                        yield PlannedVisit(state.unit.id, stop, begin_s, is_done)

    def _find_openings(self, prospects: Prospects, planned: Sequence[PlannedVisit]) -> Openings:
        moment = self.moment
        crews = Crews(moment.plan.units, self.ground.reach)
        duties = [state.past.duty for state in self.states]
        finder = OpeningFinder(
            shift=moment.plan.shift,
            now_s=moment.now_s,
            crews=crews,
            active=self.active,
            maker=VisitMaker(moment.inputs.config, moment.plan.shift, crews, duties),
            closed=ClosedRoads(moment.traffic, moment.plan.units),
            closed_now=frozenset(closure.id for closure in moment.disturbance.closures),
            planned=group_by_part(planned),
            left_out=_group_left_out(moment.plan),
        )
        return finder.find_openings(prospects)

    def _find_due(self) -> tuple[tuple[Visit, ...], tuple[Visit, ...]]:
        """Return the breaks and meetings that are still due, and those that are lost."""
        on_duty, plan = self.moment.on_duty, self.moment.plan
        active = self.active
        own = [
            (unit, duty)
            for unit, duty in zip(on_duty.units, on_duty.duties, strict=True)
            if unit.id in active
        ]
        finder = DutyFinder(
            on_duty=OnDuty(
                tuple(unit for unit, _duty in own), tuple(duty for _unit, duty in own),
                on_duty.shift, on_duty.zone,
            ),
            now_s=self.moment.now_s,
            seed=plan.seed,
            table=self.ground.table,
        )  # fmt: skip
        given_up = {name for item in plan.replans for name in item.given_up}
        meetings = [meeting for meeting in plan.meetings if meeting.id not in given_up]
        standings = [state.standing for state in self.states]
        breaks = finder.find_breaks(standings, self.ground.reach)
        meets = finder.find_meetings(meetings, standings, self.ground.reach)
        kept = (visit for visit in breaks.visits if visit.id not in given_up)
        return (*kept, *meets.visits), (*breaks.lost, *meets.lost)

    def _begin(self, openings: Openings) -> Beginnings:
        """Return what the loops begin with."""
        names = VisitNames(
            shift=self.moment.plan.shift,
            hotspots={spot.hotspot.id: spot for spot in openings.rated},
            visit_ids={
                (slot.planned.unit_id, slot.planned.begin_s): slot.id
                for slots in openings.slots.values()
                for slot in slots
                if slot.planned is not None and slot.planned.is_done
            },
        )
        beginnings = Beginnings(self.ground.matrices, names)
        for state in self.states:
            beginnings.add(state.past)
        return beginnings


def _group_left_out(plan: Plan) -> Mapping[str, Sequence[Unvisited]]:
    found: dict[str, list[Unvisited]] = {}
    for item in plan.unvisited:
        found.setdefault(item.hotspot_id, []).append(item)
    return found


def _drop_breaks(problem: LoopProblem) -> tuple[LoopProblem, list[Visit]]:
    """Return a problem without the breaks that a unit cannot keep even if it does nothing else."""
    lost: list[Visit] = []
    for duty in problem.duties:
        breaks = [v for v in problem.visits if v.kind == "break" and duty.unit_id in v.units]
        begun = list_tasks(problem.visits, duty.unit_id)
        if breaks:
            lost += part_breaks(breaks, duty, begun, problem.roads[duty.unit_id])[1]
    gone = {visit.id for visit in lost}
    kept = tuple(visit for visit in problem.visits if visit.id not in gone)
    return replace(problem, visits=kept), lost
