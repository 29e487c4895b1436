"""The shift at the moment of replanning: its inputs, its roads before and after, its units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from routeplan.model import Closure, Duty, Incident, Plan, Unit
from routeplan.planning.inputs import Inputs
from routeplan.planning.obligations import OnDuty
from routeplan.planning.replan.disturbance import Disturbance, list_out
from routeplan.planning.replan.positions import Scene, snap_places
from routeplan.planning.replan.rebuild import rebuild_inputs
from routeplan.planning.replan.standing import Standing, break_off, find_standing
from routeplan.planning.replan.turning import Turn, find_turns
from routeplan.planning.shifts import assign_duties
from routeplan.planning.traffic import Traffic, find_closures
from routeplan.roads.network import Network


@dataclass(frozen=True, eq=False)
class Moment:
    """A shift at the moment of replanning.

    Parameters
    ----------
    inputs
        As of the plan.
    on_duty
        All units of the plan, with their duties of the whole shift.
    closures
        Those of the plan, then those from now on.
    traffic
        With all of these.
    """

    plan: Plan
    disturbance: Disturbance
    inputs: Inputs
    on_duty: OnDuty
    closures: tuple[Closure, ...]
    traffic: Traffic
    scene: Scene

    @property
    def now_s(self) -> int:
        """The moment, in seconds of the shift."""
        return self.scene.now_s

    @property
    def duty_of(self) -> dict[str, Duty]:
        """The duties of the whole shift by unit."""
        return {duty.unit_id: duty for duty in self.on_duty.duties}


@dataclass(frozen=True, eq=False)
class Stand:
    """Where a unit stands, and how its loop goes on from there if it gets another way to go.

    Parameters
    ----------
    pending
        Incidents that it has been sent to and not dealt with.
    """

    standing: Standing
    turn: Turn
    pending: tuple[Incident, ...] = ()

    @property
    def unit(self) -> Unit:
        """The unit."""
        return self.standing.unit


def open_moment(plan: Plan, network: Network, disturbance: Disturbance) -> Moment:
    """Return the shift of a plan at the moment of a disturbance.

    Raises
    ------
    InputError
        If the network is not the one of the plan.
    """
    inputs, shift = rebuild_inputs(plan, network), plan.shift
    duties, _notices = assign_duties(plan.units, shift, inputs.config.tzinfo)
    added = find_closures(replace(inputs, closures=disturbance.closures))
    closures = (*plan.closures, *added)
    traffic = Traffic(inputs, closures)
    after = traffic.make_graphs(plan.units)
    before = Traffic(inputs, plan.closures).make_graphs(plan.units) if added else after
    scene = Scene(
        network=network,
        before=before,
        after=after,
        shift=shift,
        gazetteer=inputs.gazetteer,
        patrol_kmh=inputs.config.visits.patrol_kmh,
        refuse_m=inputs.config.snap.refuse_m,
        now_s=shift.seconds(disturbance.moment),
        earliest_s={duty.unit_id: duty.window.start_s for duty in duties},
    )
    on_duty = OnDuty(plan.units, duties, shift, inputs.config.tzinfo)
    return Moment(plan, disturbance, inputs, on_duty, closures, traffic, scene)


def stand_units(moment: Moment) -> list[Stand]:
    """Return where units stand that finish what they are about.

    Raises
    ------
    InputError
        If what units say of themselves cannot be.
    """
    reports = {report.unit_id: report for report in moment.disturbance.reports}
    standings = [
        find_standing(
            moment.plan, unit, moment.now_s,
            report=reports.get(unit.id), warn_m=moment.inputs.config.snap.warn_m,
            earliest_s=moment.scene.earliest_s[unit.id],
        )
        for unit in moment.plan.units
    ]  # fmt: skip
    return _make_stands(standings, moment)


def break_all_off(stands: Sequence[Stand], moment: Moment) -> list[Stand]:
    """Return where units stand that leave at once."""
    least_share = moment.inputs.config.replan.least_stay_share
    standings = [
        break_off(stand.standing, moment.plan, moment.now_s, least_share=least_share)
        for stand in stands
    ]
    changed = [a for a, b in zip(standings, stands, strict=True) if a is not b.standing]
    turned = iter(_make_stands(changed, moment))
    return [
        stand if standing is stand.standing else next(turned)
        for standing, stand in zip(standings, stands, strict=True)
    ]


def _make_stands(standings: Sequence[Standing], moment: Moment) -> list[Stand]:
    sent = _find_sent(moment.plan)
    gone = list_out(moment.plan) | set(moment.disturbance.out)
    turns = find_turns(standings, moment.scene, gone=gone)
    return [
        Stand(
            standing=replace(
                standing, ahead=tuple(s for s in standing.ahead if s.kind != "incident")
            ),
            turn=turn,
            pending=tuple(sent[s.incident_id] for s in standing.ahead if s.incident_id in sent),
        )
        for standing, turn in zip(standings, turns, strict=True)
    ]


def _find_sent(plan: Plan) -> Mapping[str | None, Incident]:
    """Return the incidents of earlier replannings, by id; the last word on each counts."""
    return {incident.id: incident for item in plan.replans for incident in item.incidents}


def find_cut_off(stands: Sequence[Stand], moment: Moment) -> frozenset[str]:
    """Return the units that cannot get away from where they are, or not to or from their base."""
    scene = moment.scene
    cut_off = {stand.unit.id for stand in stands if stand.turn.is_cut_off}
    if scene.after is scene.before:
        return frozenset(cut_off)
    for stand in stands:
        unit, duty = stand.unit, moment.duty_of[stand.unit.id]
        (spot,) = snap_places(scene.after[duty.profile], [(unit.lon, unit.lat)])
        if spot.distance_m > scene.refuse_m:
            cut_off.add(unit.id)
    return frozenset(cut_off - list_out(moment.plan))


def list_incidents(stands: Sequence[Stand], moment: Moment) -> list[Incident]:
    """Return what units have to go to: first those who are on their way already, then the new.

    Where a unit falls out on its way, somebody else goes.
    """
    gone = set(moment.disturbance.out)
    pending = [
        replace(incident, unit_id="" if stand.unit.id in gone else stand.unit.id)
        for stand in stands
        for incident in stand.pending
    ]
    return [*pending, *moment.disturbance.incidents]
