"""Putting a plan together: sums, notices, and where it all comes from."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence

from shapely.geometry import mapping

from routeplan.areas.names import is_among
from routeplan.config import dump_config
from routeplan.hotspots.programmes import list_programmes
from routeplan.model import (
    Loop,
    Notice,
    Outline,
    Plan,
    PlanArea,
    PlanSource,
    RatedHotspot,
    Totals,
    Unit,
    Unvisited,
)
from routeplan.planning.coverage import measure_balance, measure_coverage, measure_wishes
from routeplan.planning.inputs import Inputs
from routeplan.planning.planfile import SCHEMA_VERSION
from routeplan.planning.prepare import Preparation
from routeplan.roads.stats import NOT_HONOURED, digest_network


def assemble_plan(
    ready: Preparation,
    *,
    loops: tuple[Loop, ...],
    crowded_out: Sequence[Unvisited],
    free_worth: float | None,
    bound: float,
) -> Plan:
    """Return the plan of a shift; what is unvisited in the order of the hotspots.

    Parameters
    ----------
    crowded_out
        What there is no time for, beside what nobody can visit.
    free_worth, bound
        Worth of the best loops found without a limit of fairness, or None; more than any plan
        can gain.
    """
    inputs, rated, units = ready.inputs, ready.rated, ready.units
    config, fairness = inputs.config, inputs.config.fairness
    order = {spot.hotspot.id: n for n, spot in enumerate(rated)}
    unvisited = sorted((*ready.barred, *crowded_out), key=lambda u: order[u.hotspot_id])
    inside = list_inside(rated, unvisited)
    return Plan(
        schema_version=SCHEMA_VERSION,
        source=name_source(inputs),
        area=_outline_area(inputs, units),
        shift=inputs.shift,
        zone=config.zone,
        seed=config.plan.seed,
        config=dump_config(config),
        units=units,
        hotspots=rated,
        loops=loops,
        unvisited=tuple(unvisited),
        totals=sum_up(inside, loops, bound=bound),
        notices=(*ready.notices, *list_notices(inputs, units, loops)),
        closures=ready.closures,
        meetings=ready.meetings,
        programmes=list_programmes(config),
        coverage=measure_coverage(inside, loops, inputs.shift),
        wishes=measure_wishes(fairness.wishes, inputs.hotspots, loops),
        balance=measure_balance(
            ready.problem.duties, loops, limit=fairness.limit, free_worth=free_worth
        ),
    )


def list_inside(
    rated: Sequence[RatedHotspot], unvisited: Sequence[Unvisited]
) -> list[RatedHotspot]:
    """Return the hotspots inside the area of the plan."""
    outside = {item.hotspot_id for item in unvisited if item.reason == "outside_area"}
    return [spot for spot in rated if spot.hotspot.id not in outside]


def sum_up(inside: Sequence[RatedHotspot], loops: Sequence[Loop], *, bound: float) -> Totals:
    """Return the sums over all loops, and over the hotspots inside the area."""
    available = math.fsum(spot.worth for spot in inside)
    visits = [stop for loop in loops for stop in loop.visits]
    worth = math.fsum(stop.worth for stop in visits)
    return Totals(
        worth=worth,
        worth_available=available,
        risk_share=worth / available if available else 0.0,
        hotspots=len(inside),
        visited=len({stop.hotspot_id for stop in visits}),
        metres=sum(loop.metres for loop in loops),
        driving_s=sum(loop.driving_s for loop in loops),
        dwell_s=sum(loop.dwell_s for loop in loops),
        waiting_s=sum(loop.waiting_s for loop in loops),
        stops=len(visits),
        bound=min(bound, available),
        outside_m=sum(loop.outside_m for loop in loops),
    )


def name_source(inputs: Inputs) -> PlanSource:
    """Return what a plan says of its roads."""
    network = inputs.network
    return PlanSource(
        network=network.name,
        digest=digest_network(network),
        kind=network.source.kind,
        origin=network.source.origin,
        osm_timestamp=network.source.osm_timestamp,
        not_honoured=NOT_HONOURED,
    )


def _outline_area(inputs: Inputs, units: Sequence[Unit]) -> PlanArea:
    """Return the area with the outlines of the kecamatan that units are limited to.

    Where a unit must not leave them, all of the district: a road between two outlines belongs to
    the nearer.
    """
    area = inputs.area
    named = [name for unit in units for name in unit.jurisdiction]
    if any(unit.strict and unit.jurisdiction for unit in units):
        named = [kecamatan.name for kecamatan in inputs.district.kecamatan]
    return PlanArea(
        id=area.id,
        title=area.title,
        boundary=area.geojson(),
        kecamatan=tuple(k.name for k in area.kecamatan),
        outlines=tuple(
            Outline(k.name, json.loads(json.dumps(mapping(k.polygon))))
            for k in inputs.district.kecamatan
            if is_among(k.name, named)
        ),
    )


def list_notices(inputs: Inputs, units: Sequence[Unit], loops: Sequence[Loop]) -> list[Notice]:
    """Return what the reader of the plan must know about its stops, units and roads."""
    warn_m = inputs.config.snap.warn_m
    # names repeat, a base stands in its loop twice and a hotspot may be visited more than once
    far = {
        (stop.hotspot_id or (loop.unit_id, stop.name)): stop
        for loop in loops
        for stop in loop.stops
        if stop.off_road_m > warn_m
    }
    busy = {loop.unit_id for loop in loops}
    notices = [
        Notice("off_road", {"name": stop.name, "distance_m": stop.off_road_m})
        for stop in far.values()
    ]
    notices += [Notice("unit_idle", {"unit": u.title}) for u in units if u.id not in busy]
    if inputs.network.source.kind == "sample":
        notices.append(Notice("sample_network"))
    return notices
