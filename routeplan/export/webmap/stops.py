"""Stops of all kinds as the map draws them, with their popups and what is driven during them."""

from __future__ import annotations

from typing import Any

import numpy as np

from routeplan.export.content.details import Rows, describe_base, describe_drive, describe_stop
from routeplan.export.content.reader import PlanReader, number_stops
from routeplan.export.webmap.polyline import encode_lines
from routeplan.i18n import _
from routeplan.model import Leg, Loop, Stop
from routeplan.wording import format_begin

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


def draw_base(loop: Loop, reader: PlanReader) -> Table:
    """Return the base of a loop, with every departure and return."""
    first = loop.stops[0]
    return make_marker(first.lon, first.lat, reader.title_base(loop), describe_base(loop, reader))


def make_marker(lon: float, lat: float, title: str, rows: Rows) -> Table:
    """Return a place to be marked, with its popup."""
    position = (_("Position"), f"{lat:.5f}, {lon:.5f}")
    return {"at": [lat, lon], "title": title, "rows": [*rows, position]}


def _draw_stop(stop: Stop, number: str, loop: Loop, reader: PlanReader) -> Table:
    title = reader.title_stop(stop, number)
    table = {
        **make_marker(stop.lon, stop.lat, title, describe_stop(stop, loop, reader)),
        "kind": stop.kind,
        "number": number,
        "hint": f"{format_begin(stop)} {reader.name_stop(stop)}",
        "road": [stop.road_lat, stop.road_lon],
    }
    if stop.drive is not None:
        line = np.array(stop.drive.geometry, dtype=np.float64).reshape(-1, 2)
        table["drive"] = encode_lines([line])
    return table


def _draw_leg(leg: Leg, unit_name: str, start: Stop, end: Stop) -> Table:
    line = np.array(leg.geometry, dtype=np.float64).reshape(-1, 2)
    rows = describe_drive(leg, start, end, unit_name=unit_name)
    return {**encode_lines([line]), "title": f"{start.name} → {end.name}", "rows": rows}
