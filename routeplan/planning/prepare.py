"""From inputs to what the optimiser solves: duties, roads by profile, visits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from routeplan.hotspots.phases import find_phases
from routeplan.hotspots.risk import rate_hotspots
from routeplan.model import Closure, Meeting, Notice, RatedHotspot, Unit, Unvisited
from routeplan.planning.inputs import Inputs
from routeplan.planning.places import PlaceTable, Reach, check_bases, make_routers
from routeplan.planning.problem import LoopProblem
from routeplan.planning.shifts import assign_duties
from routeplan.planning.visits import make_visits
from routeplan.roads.graph import VehicleGraph, make_vehicle_graph
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


def prepare_shift(inputs: Inputs) -> Preparation:
    """Return the visits that could be made and the matrices between them.

    Raises
    ------
    InputError
        If no unit is on duty, or one cannot leave its base.
    """
    config, shift, network = inputs.config, inputs.shift, inputs.network
    rated = rate_hotspots(
        inputs.hotspots,
        config=config,
        phases=find_phases(inputs.phases, shift.date),
        area=inputs.district,
        gazetteer=inputs.gazetteer,
    )
    duties, off_duty = assign_duties(inputs.units, shift, config.tzinfo)
    units = tuple(u for u in inputs.units if u.id in {d.unit_id for d in duties})
    graphs: dict[str, VehicleGraph] = {
        vehicle: make_vehicle_graph(
            network, vehicle, config.profiles[vehicle], speed_factor=shift.speed_factor
        )
        for vehicle in sorted({unit.vehicle for unit in units})
    }
    table = PlaceTable([(unit.lon, unit.lat) for unit in units])
    places = [table.add_point(hotspot.lon, hotspot.lat) for hotspot in inputs.hotspots]
    routers = make_routers(graphs, table)
    reach = Reach(
        {profile: router.snaps for profile, router in routers.items()}, config.snap.refuse_m
    )
    check_bases(routers, units, duties, reach)
    visits, barred = make_visits(
        rated, area=inputs.area, shift=shift, zone=config.tzinfo,
        units=units, places=places, reach=reach,
    )  # fmt: skip
    problem = LoopProblem(
        visits, duties, {profile: compute_matrix(router) for profile, router in routers.items()}
    )
    notices = (*inputs.notices, *off_duty)
    return Preparation(inputs, units, rated, routers, problem, barred, notices)
