"""Putting a plan together: sums, notices, and where it all comes from."""

from __future__ import annotations

from collections.abc import Sequence

from routeplan.config import dump_config
from routeplan.model import (
    Loop,
    Notice,
    Plan,
    PlanArea,
    PlanSource,
    RatedHotspot,
    Totals,
    Unit,
    Unvisited,
)
from routeplan.planning.inputs import Inputs
from routeplan.planning.planfile import SCHEMA_VERSION
from routeplan.roads.stats import NOT_HONOURED, digest_network


def assemble_plan(
    inputs: Inputs,
    *,
    units: tuple[Unit, ...],
    rated: tuple[RatedHotspot, ...],
    loops: tuple[Loop, ...],
    unvisited: tuple[Unvisited, ...],
    notices: tuple[Notice, ...],
) -> Plan:
    """Return the plan of a shift; the unvisited in the order of the hotspots."""
    network, area, config = inputs.network, inputs.area, inputs.config
    order = {spot.hotspot.id: n for n, spot in enumerate(rated)}
    return Plan(
        schema_version=SCHEMA_VERSION,
        source=PlanSource(
            network=network.name,
            digest=digest_network(network),
            kind=network.source.kind,
            origin=network.source.origin,
            osm_timestamp=network.source.osm_timestamp,
            not_honoured=NOT_HONOURED,
        ),
        area=PlanArea(
            id=area.id,
            title=area.title,
            boundary=area.geojson(),
            kecamatan=tuple(k.name for k in area.kecamatan),
        ),
        shift=inputs.shift,
        zone=config.zone,
        seed=config.plan.seed,
        config=dump_config(config),
        units=units,
        hotspots=rated,
        loops=loops,
        unvisited=tuple(sorted(unvisited, key=lambda u: order[u.hotspot_id])),
        totals=sum_up(rated, loops, unvisited),
        notices=notices,
    )


def sum_up(
    rated: Sequence[RatedHotspot], loops: Sequence[Loop], unvisited: Sequence[Unvisited]
) -> Totals:
    """Return the sums over all loops, and over the hotspots inside the area."""
    outside = {item.hotspot_id for item in unvisited if item.reason == "outside_area"}
    inside = [spot for spot in rated if spot.hotspot.id not in outside]
    available = sum(spot.risk for spot in inside)
    worth = sum(loop.worth for loop in loops)
    return Totals(
        worth=worth,
        worth_available=available,
        risk_share=worth / available if available else 0.0,
        hotspots=len(inside),
        visited=sum(len(loop.visits) for loop in loops),
        metres=sum(loop.metres for loop in loops),
        driving_s=sum(loop.driving_s for loop in loops),
        dwell_s=sum(loop.dwell_s for loop in loops),
        waiting_s=sum(loop.waiting_s for loop in loops),
        stops=sum(len(loop.visits) for loop in loops),
        bound=available,
    )


def list_notices(inputs: Inputs, units: Sequence[Unit], loops: Sequence[Loop]) -> list[Notice]:
    """Return what the reader of the plan must know about its stops, units and roads."""
    warn_m = inputs.config.snap.warn_m
    # names repeat, and a base stands in its loop twice
    far = {
        (loop.unit_id, stop.hotspot_id): stop
        for loop in loops
        for stop in loop.stops
        if stop.off_road_m > warn_m
    }
    busy = {loop.unit_id for loop in loops}
    notices = [
        Notice("off_road", {"name": stop.name, "distance_m": stop.off_road_m})
        for stop in far.values()
    ]
    notices += [Notice("unit_idle", {"unit": u.name or u.id}) for u in units if u.id not in busy]
    if inputs.network.source.kind == "sample":
        notices.append(Notice("sample_network"))
    return notices
