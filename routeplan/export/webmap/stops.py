"""Stops of all kinds as the map draws them, with their popups and what is driven during them."""

from __future__ import annotations

from typing import Any

import numpy as np

from routeplan.export.content.details import Rows, describe_hotspot
from routeplan.export.content.reader import PlanReader, format_times, list_rounds, number_stops
from routeplan.export.webmap.polyline import encode_lines
from routeplan.i18n import _
from routeplan.model import Leg, Loop, Stop, Unit
from routeplan.wording import (
    describe_kind,
    describe_leg,
    describe_vehicle,
    format_begin,
    format_clock,
    format_km,
    format_metres,
    format_span,
    format_stay,
    format_wait,
    format_worth,
)

Table = dict[str, Any]


def draw_stops(loop: Loop, reader: PlanReader) -> list[Table]:
    """Return the stops of a loop away from its base, in their order."""
    return [_draw_stop(stop, number, loop, reader) for number, stop in number_stops(loop.stops)]


def draw_legs(loop: Loop, reader: PlanReader) -> list[Table]:
    """Return the drives of a loop that lead somewhere, each `to` one of its drawn stops or None."""
    name = reader.name_unit(loop.unit_id)
    places = {id(stop): place for place, (_number, stop) in enumerate(number_stops(loop.stops))}
    return [
        {**_draw_leg(leg, name, start, end), "to": places.get(id(end))}
        for leg, start, end in zip(loop.legs, loop.stops, loop.stops[1:], strict=False)
        if leg.metres
    ]


def draw_base(loop: Loop, unit: Unit) -> Table:
    """Return the base of a loop, with every departure and return."""
    first = loop.stops[0]
    rows = [(_("Unit"), unit.name or unit.id)]
    for leaves, back in list_rounds(loop):
        rows += [(_("Leaves"), format_clock(leaves.depart)), (_("Back"), format_clock(back.arrive))]
    rows += [(_("Vehicle"), describe_vehicle(unit.vehicle)), (_("Loop"), format_km(loop.metres))]
    if loop.outside_m:
        rows.append((_("Outside its jurisdiction"), format_km(loop.outside_m)))
    return make_marker(first.lon, first.lat, first.name or unit.base or _("Base"), rows)


def make_marker(lon: float, lat: float, title: str, rows: Rows) -> Table:
    """Return a place to be marked, with its popup."""
    position = (_("Position"), f"{lat:.5f}, {lon:.5f}")
    return {"at": [lat, lon], "title": title, "rows": [*rows, position]}


def _draw_stop(stop: Stop, number: str, loop: Loop, reader: PlanReader) -> Table:
    name = reader.name_stop(stop)
    title = f"{number}. {name}" if number else f"{describe_kind(stop.kind)}: {name}"
    table = {
        **make_marker(stop.lon, stop.lat, title, _describe_stop(stop, loop, reader)),
        "kind": stop.kind,
        "number": number,
        "hint": f"{format_begin(stop)} {name}",
        "road": [stop.road_lat, stop.road_lon],
    }
    if stop.drive is not None:
        line = np.array(stop.drive.geometry, dtype=np.float64).reshape(-1, 2)
        table["drive"] = encode_lines([line])
    return table


def _describe_stop(stop: Stop, loop: Loop, reader: PlanReader) -> Rows:
    rated = reader.find_hotspot(stop)
    drive = stop.drive
    rows = [
        (_("Kind"), describe_kind(stop.kind) if drive else ""),
        (_("Time"), format_times(stop).replace("–", " – ")),
        (_("Stay") if drive is None else _("Takes"), format_stay(stop)),
        (_("Wait"), format_wait(stop)),
        (_("Unit"), reader.name_unit(loop.unit_id)),
        (_("Meets"), reader.name_partner(stop, loop.unit_id)),
        (_("Visit"), reader.count_visit(stop)),
        (_("Worth"), format_worth(stop.worth) if rated else ""),
        (_("Drives"), f"{format_metres(drive.metres)}, {describe_leg(drive)}" if drive else ""),
        *(describe_hotspot(rated, reader) if rated else ()),
        (_("Place"), stop.place),
        (_("From the road"), format_metres(stop.off_road_m) if stop.off_road_m else ""),
    ]
    return [row for row in rows if row[1]]


def _draw_leg(leg: Leg, unit_name: str, start: Stop, end: Stop) -> Table:
    line = np.array(leg.geometry, dtype=np.float64).reshape(-1, 2)
    rows = [
        (_("Unit"), unit_name),
        (_("Time"), f"{format_clock(start.depart)} – {format_clock(end.arrive)}"),
        (_("Length"), f"{format_metres(leg.metres)}, {format_span(start.depart, end.arrive)}"),
        (_("By way of"), describe_leg(leg)),
    ]
    return {**encode_lines([line]), "title": f"{start.name} → {end.name}", "rows": rows}
