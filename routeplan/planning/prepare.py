"""From inputs to what the optimiser solves: duties, roads by profile, visits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from routeplan.config import Config
from routeplan.errors import InputError
from routeplan.hotspots.phases import find_phases
from routeplan.hotspots.risk import rate_hotspots
from routeplan.i18n import _
from routeplan.model import (
    Closure,
    Duty,
    Hotspot,
    Meeting,
    Notice,
    RatedHotspot,
    Unit,
    Unvisited,
    Visit,
)
from routeplan.planning.barriers import (
    Barrier,
    Crews,
    find_barrier,
    find_border,
    find_candidates,
    find_leaders,
    find_vehicle_barrier,
    may_enter,
)
from routeplan.planning.cadence import Windows
from routeplan.planning.closed_off import ClosedRoads
from routeplan.planning.inputs import Inputs
from routeplan.planning.obligations import (
    OnDuty,
    find_rendezvous,
    find_rests,
    make_breaks,
    make_meetings,
)
from routeplan.planning.parts import FoundHotspot, PartFinder
from routeplan.planning.places import PlaceTable, Reach, check_bases, make_routers
from routeplan.planning.problem import LoopProblem
from routeplan.planning.shifts import assign_duties
from routeplan.planning.traffic import Traffic, find_closures, list_profiles
from routeplan.planning.visits import HotspotVisits, VisitMaker
from routeplan.planning.windows import find_appointments, find_windows
from routeplan.roads.matrix import Router, compute_matrix


@dataclass(frozen=True, eq=False)
class Preparation:
    """A shift ready for the optimiser.

    Parameters
    ----------
    units
        Those on duty, in the order of the duties.
    routers
        By the profile of the duties; their places are the rows and columns of the matrices.
    barred
        Hotspots, or parts of them, that nobody can visit in this shift.
    notices
        What the reader of the plan must know, so far.
    closures
        Those in force, with the edges that they close.
    meetings
        Those that are due.
    meeting_places
        By their ids the rows and columns of their places, in the same order.
    """

    inputs: Inputs
    units: tuple[Unit, ...]
    rated: tuple[RatedHotspot, ...]
    routers: Mapping[str, Router]
    problem: LoopProblem
    barred: tuple[Unvisited, ...]
    notices: tuple[Notice, ...]
    closures: tuple[Closure, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    meeting_places: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def prepare_shift(inputs: Inputs) -> Preparation:
    """Return the visits that could be made and the matrices between them.

    Raises
    ------
    InputError
        If no unit is on duty, one cannot leave its base, a break or a meeting is at a place that
        cannot be reached, or a road or an area has an appointment.
    """
    config = inputs.config
    check_appointments(inputs.hotspots)
    on_duty, off_duty = _find_on_duty(inputs)
    traffic = Traffic(inputs, find_closures(inputs))
    graphs = traffic.make_graphs(on_duty.units)
    table = PlaceTable([(unit.lon, unit.lat) for unit in on_duty.units])
    found = [
        find_prospect(spot, PartFinder(traffic, graphs, table), on_duty) for spot in _rate(inputs)
    ]
    rests, no_rests = find_rests(on_duty, table)
    rendezvous, no_meetings = find_rendezvous(
        on_duty, inputs.meetings, known=inputs.units, table=table
    )

    routers = make_routers(graphs, table)
    snaps = {profile: router.snaps for profile, router in routers.items()}
    reach = Reach(snaps, config.snap.refuse_m)
    check_bases(routers, on_duty.units, on_duty.duties, reach)
    maker = VisitMaker(config, inputs.shift, Crews(on_duty.units, reach), on_duty.duties)
    made = [_make_visits(item, maker) for item in found]
    visits = (
        *(visit for item in made for visit in item.visits),
        *make_breaks(rests, reach),
        *make_meetings(rendezvous, reach, units=on_duty.units, seed=config.plan.seed),
    )
    notices = (notice for item in made for notice in item.notices)
    return Preparation(
        inputs=inputs,
        units=on_duty.units,
        rated=tuple(item.rated for item in made),
        routers=routers,
        problem=_make_problem(config, visits, on_duty.duties, routers),
        barred=_list_barred(made, ClosedRoads(traffic, on_duty.units)),
        notices=(*inputs.notices, *off_duty, *no_rests, *no_meetings, *notices),
        closures=traffic.closures,
        meetings=tuple(item.meeting for item in rendezvous),
        meeting_places={item.meeting.id: item.places for item in rendezvous},
    )


def _make_problem(
    config: Config,
    visits: tuple[Visit, ...],
    duties: tuple[Duty, ...],
    routers: Mapping[str, Router],
) -> LoopProblem:
    return LoopProblem(
        visits=visits,
        duties=duties,
        matrices={profile: compute_matrix(router) for profile, router in routers.items()},
        decay=config.visits.decay,
        wishes=config.fairness.wishes,
        fair_limit=config.fairness.limit,
    )


def _list_barred(made: Sequence[HotspotVisits], closed: ClosedRoads) -> tuple[Unvisited, ...]:
    return tuple(closed.explain(left_out, item.rated) for item in made for left_out in item.barred)


def check_appointments(hotspots: Sequence[Hotspot]) -> None:
    """Refuse appointments with roads and areas: their parts cannot all begin at one moment."""
    message = _(
        "{name} is a road or an area and has an appointment at {time}. Give the place of the "
        "appointment as a hotspot of its own."
    )
    problems = [
        message.format(name=hotspot.name, time=f"{hotspot.appointment:%H:%M}")
        for hotspot in hotspots
        if hotspot.appointment is not None and hotspot.shape is not None
    ]
    if problems:
        raise InputError("\n".join(problems))


def _find_on_duty(inputs: Inputs) -> tuple[OnDuty, tuple[Notice, ...]]:
    """Return who is on duty, and notices of the others."""
    zone = inputs.config.tzinfo
    duties, off_duty = assign_duties(inputs.units, inputs.shift, zone)
    on_duty = {duty.unit_id for duty in duties}
    units = tuple(unit for unit in inputs.units if unit.id in on_duty)
    return OnDuty(units, duties, inputs.shift, zone), off_duty


def _rate(inputs: Inputs) -> tuple[RatedHotspot, ...]:
    return rate_hotspots(
        inputs.hotspots,
        config=inputs.config,
        phases=find_phases(inputs.phases, inputs.shift.date),
        area=inputs.district,
        gazetteer=inputs.gazetteer,
        last_visits=inputs.last_visits,
        day=inputs.shift.date,
    )


@dataclass(frozen=True, eq=False)
class Prospect:
    """A hotspot with its parts and hours, or the reason why it is left out."""

    found: FoundHotspot
    windows: Windows
    barrier: Barrier | None


def find_prospect(spot: RatedHotspot, finder: PartFinder, on_duty: OnDuty) -> Prospect:
    """Return what is known of a hotspot before the roads between places are."""
    inputs = finder.traffic.inputs
    windows = find_hours(spot.hotspot, on_duty)
    barrier = find_barrier(spot, windows, area=inputs.area, shift=inputs.shift)
    barrier = barrier or find_vehicle_barrier(spot.hotspot, on_duty.units)
    if barrier is not None:
        return Prospect(FoundHotspot(spot, ()), windows, barrier)
    units = find_candidates(spot.hotspot, on_duty.units)
    if spot.hotspot.shape is not None:
        units = tuple(unit for unit in units if may_enter(unit, spot.hotspot))
    found = finder.find_parts(
        spot, list_profiles(units), leading=list_profiles(find_leaders(spot, units))
    )
    if found.barrier is not None:
        # roads that nobody may drive to say nothing about the road itself
        return Prospect(found, windows, find_border(spot.kecamatan, units) or found.barrier)
    # a street or a route may turn out to lie elsewhere than its row says
    barrier = find_barrier(found.rated, windows, area=inputs.area, shift=inputs.shift)
    return Prospect(found, windows, barrier)


def find_hours(hotspot: Hotspot, on_duty: OnDuty) -> Windows:
    """Return when a visit of a hotspot may begin in the shift."""
    if hotspot.appointment is None:
        return find_windows(hotspot, on_duty.shift, on_duty.zone)
    return find_appointments(hotspot, hotspot.appointment, on_duty.shift, on_duty.zone)


def _make_visits(item: Prospect, maker: VisitMaker) -> HotspotVisits:
    if item.barrier is not None:
        return maker.bar(item.found.rated, item.barrier)
    return maker.make_visits(item.found, item.windows)
