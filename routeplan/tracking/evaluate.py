"""From a plan and recordings to what became of it: the pipeline of ``routeplan evaluate``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from routeplan.areas.gazetteer import load_gazetteer
from routeplan.config import Config
from routeplan.geo import FloatArray, metric_transformer
from routeplan.model import EvaluatedArea, Evaluation, Plan, Recording, Unit
from routeplan.roads.graph import make_vehicle_graph
from routeplan.tracking.assign import Assigned, assign_tracks
from routeplan.tracking.clean import clean_track, drop_told
from routeplan.tracking.course import PAUSE_S, make_course
from routeplan.tracking.evaluation_file import SCHEMA_VERSION
from routeplan.tracking.matching import MatchedTrack, make_driven
from routeplan.tracking.meetings import judge_meetings
from routeplan.tracking.naming import Namer
from routeplan.tracking.notices import list_notices
from routeplan.tracking.pieces import join_pieces
from routeplan.tracking.raw import RawTrack
from routeplan.tracking.roads import list_road_results
from routeplan.tracking.sites import list_sites
from routeplan.tracking.streets import (
    Streets,
    approach_streets,
    list_network_streets,
    list_planned_streets,
    match_course,
)
from routeplan.tracking.totals import sum_up
from routeplan.tracking.unit_day import UnitDay
from routeplan.tracking.units import judge_unit

if TYPE_CHECKING:
    from pyproj import Transformer

    from routeplan.roads.network import Network


def evaluate_plan(
    plan: Plan,
    recordings: Sequence[RawTrack],
    config: Config,
    *,
    network: Network | None = None,
    given: Mapping[str, str] | None = None,
    clocks: Mapping[str, int] | None = None,
) -> Evaluation:
    """Return what became of a plan, as recordings tell.

    Parameters
    ----------
    config
        Its ``[evaluation]`` says when a stop was made; its profiles which streets are open.
    network
        The one that the plan was made on; None judges passes and sweeps by how near a course
        came to the ways planned.
    given
        Id of the unit by the name of a file, as the user says.
    clocks
        Seconds to be added to the times of the recordings of a unit, as the user says.
    """
    plane = _make_plane(plan)
    raw = join_pieces(recordings, plan.units)
    cleaned = [clean_track(track, config.evaluation) for track in raw]
    assigned = assign_tracks(
        cleaned, plan, plane, config.evaluation, given=given or {}, clocks=clocks or {}
    )
    assigned = _drop_repeated(assigned)
    days = [_make_day(plan, unit, assigned, config, plane) for unit in plan.units]
    streets = (
        list_planned_streets(plan, plane)
        if network is None
        else list_network_streets(plan, network.edge_mm)
    )
    matched = _match_days(days, streets, config, network)
    namer = Namer(load_gazetteer(), network)
    units = tuple(judge_unit(day, streets, matched[day.unit.id], namer) for day in days)
    shown = tuple(unit for unit in units if unit.stops or unit.is_recorded)
    driven = {day.unit.id: matched[day.unit.id].driven for day in days if day.is_recorded}
    told = tuple(_make_recording(one, plan) for one in assigned)
    roads = list_road_results(plan, streets, driven)
    return Evaluation(
        schema_version=SCHEMA_VERSION,
        source=plan.source,
        area=EvaluatedArea(plan.area.id, plan.area.title),
        shift=plan.shift,
        zone=plan.zone,
        rules=asdict(config.evaluation),
        roads_matched=streets.is_matched,
        recordings=told,
        units=shown,
        roads=roads,
        meetings=judge_meetings(plan, shown, config.evaluation),
        totals=sum_up(plan, shown),
        shares=_list_shares(plan),
        notices=tuple(list_notices(plan, told, shown, is_matched=streets.is_matched)),
    )


def _list_shares(plan: Plan) -> dict[str, float]:
    """Return the share of its hotspot of each part that the plan visits."""
    visited = {stop.part_id for loop in plan.loops for stop in loop.visits}
    parts = (part for rated in plan.hotspots for part in rated.parts)
    return {part.id: min(part.share, 1.0) for part in parts if part.id in visited}


def _make_plane(plan: Plan) -> Transformer:
    """Return the plane in which everything is measured: that of the middle of the area."""
    from shapely.geometry import shape

    middle = shape(plan.area.boundary).centroid
    return metric_transformer(middle.x, middle.y)


def _drop_repeated(assigned: Sequence[Assigned]) -> list[Assigned]:
    """Return the recordings so that no two of a unit tell of the same time, in their order.

    The one with the most fixes stays whole; of the others what lies in its pauses is kept.
    """
    kept = list(assigned)
    numbers = sorted(range(len(kept)), key=lambda n: (-len(kept[n].track), n))
    told: dict[str, list[FloatArray]] = {}
    for number in numbers:
        one = kept[number]
        if one.unit_id is None:
            continue
        before = told.setdefault(one.unit_id, [])
        track = drop_told(one.track, before, pause_s=PAUSE_S)
        kept[number] = replace(one, track=track)
        before.append(track.moment_s)
    return kept


def _make_day(
    plan: Plan, unit: Unit, assigned: Sequence[Assigned], config: Config, plane: Transformer
) -> UnitDay:
    loop = next((loop for loop in plan.loops if loop.unit_id == unit.id), None)
    tracks = [one.track for one in assigned if one.unit_id == unit.id]
    return UnitDay(
        plan, unit, loop, make_course(tracks, plane), list_sites(plan, unit, loop, plane),
        config.evaluation,
    )  # fmt: skip


def _match_days(
    days: Sequence[UnitDay], streets: Streets, config: Config, network: Network | None
) -> dict[str, MatchedTrack]:
    """Return the streets that each unit drove, by its id."""
    graphs = {
        vehicle: make_vehicle_graph(network, vehicle, config.profiles[vehicle])
        for vehicle in {day.unit.vehicle for day in days if day.is_recorded}
        if network is not None
    }
    matched = {}
    for day in days:
        graph = graphs.get(day.unit.vehicle) if day.is_recorded else None
        if not day.is_recorded:
            nothing = make_driven([])
            matched[day.unit.id] = MatchedTrack(nothing, nothing)
        elif graph is None:
            near = approach_streets(day.course, streets, noise_m=day.noise_m)
            matched[day.unit.id] = MatchedTrack(near, near)
        else:
            matched[day.unit.id] = match_course(day.filled, day.stands, graph, noise_m=day.noise_m)
    return matched


def _make_recording(one: Assigned, plan: Plan) -> Recording:
    track, zone = one.track, plan.shift.start.tzinfo
    ends = [datetime.fromtimestamp(round(float(track.moment_s[n])), zone) for n in (0, -1)
            if len(track)]  # fmt: skip
    begin, end = ends or (None, None)
    return Recording(
        file=Path(track.file).name, device=track.device, fixes=len(track), rejected=track.rejected,
        begin=begin, end=end, unit_id=one.unit_id, assignment=one.assignment,
        fit=round(one.fit, 3), rival=one.rival, clock=one.clock, clock_s=one.clock_s,
        is_local=track.is_local, out_of_order=track.out_of_order,
    )  # fmt: skip
