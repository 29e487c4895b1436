"""What the map's script draws: markers, lines and their popups, as plain tables for JSON.

All text is ready to be shown; the script inserts it as text, never as HTML.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from routeplan.export.background import TOLERANCE_M, encode_roads, simplify_lines
from routeplan.export.extent import find_extent
from routeplan.export.palette import pick_style
from routeplan.export.polyline import FloatArray, encode_lines
from routeplan.i18n import _
from routeplan.model import Leg, Loop, Plan, RatedHotspot, Stop, Unit, Unvisited
from routeplan.wording import (
    describe_form,
    describe_leg,
    describe_level,
    describe_unvisited,
    describe_vehicle,
    format_clock,
    format_km,
    format_metres,
    format_number,
    format_span,
    format_stay,
    format_wait,
)

if TYPE_CHECKING:
    from routeplan.roads.network import Network

Table = dict[str, Any]
Rows = list[tuple[str, str]]

TILE_URL = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"  # allowed by the page in frame.py
SAME_PLACE_DECIMALS = 4  # of a degree: markers within about 11 m are set side by side


def build_map_data(plan: Plan, *, network: Network | None = None, tiles: bool = False) -> Table:
    """Return everything the script needs to draw `plan`."""
    hotspots = {rated.hotspot.id: rated for rated in plan.hotspots}
    units = {unit.id: unit for unit in plan.units}
    loops = [
        _draw_loop(loop, units[loop.unit_id], index, hotspots, plan)
        for index, loop in enumerate(plan.loops)
    ]
    unvisited = [_draw_unvisited(item, hotspots[item.hotspot_id], plan) for item in plan.unvisited]
    idle = [_draw_idle(unit) for unit in plan.idle_units]
    markers = [marker for loop in loops for marker in (loop["base"], *loop["stops"])]
    _set_side_by_side([*markers, *idle, *unvisited])
    return {
        "labels": _translate_labels(),
        "bounds": find_extent(plan),
        "boundary": encode_lines(_outline(plan.area.boundary)),
        "roads": [] if network is None else encode_roads(network),
        "units": loops,
        "idle": idle,
        "unvisited": unvisited,
        "tiles": TILE_URL if tiles else None,
        "osm": tiles or not plan.is_sample,
    }


def _draw_loop(
    loop: Loop, unit: Unit, index: int, hotspots: dict[str, RatedHotspot], plan: Plan
) -> Table:
    style = pick_style(index)
    name = unit.name or unit.id
    return {
        "name": name,
        "colour": style.colour,
        "ink": style.ink,
        "dash": style.dash,
        "base": _draw_base(loop, unit),
        "stops": [
            _draw_stop(stop, number, name, hotspots[stop.hotspot_id or ""], plan)
            for number, stop in enumerate(loop.visits, 1)
        ],
        "legs": [
            _draw_leg(leg, name, start, end)
            for leg, start, end in zip(loop.legs, loop.stops, loop.stops[1:], strict=False)
            if leg.metres
        ],
    }


def _draw_base(loop: Loop, unit: Unit) -> Table:
    first, last = loop.stops[0], loop.stops[-1]
    rows = [
        (_("Unit"), unit.name or unit.id),
        (_("Leaves"), format_clock(first.depart)),
        (_("Back"), format_clock(last.arrive)),
        (_("Vehicle"), describe_vehicle(unit.vehicle)),
        (_("Loop"), format_km(loop.metres)),
    ]
    return _make_marker(first.lon, first.lat, first.name or unit.base or _("Base"), rows)


def _draw_idle(unit: Unit) -> Table:
    rows = [
        (_("Unit"), unit.name or unit.id),
        (_("Vehicle"), describe_vehicle(unit.vehicle)),
        (_("Loop"), _("no stops")),
    ]
    return _make_marker(unit.lon, unit.lat, unit.base or _("Base"), rows)


def _draw_stop(stop: Stop, number: int, unit_name: str, rated: RatedHotspot, plan: Plan) -> Table:
    rows = [
        (_("Time"), f"{format_clock(stop.arrive)} – {format_clock(stop.depart)}"),
        (_("Stay"), format_stay(stop)),
    ]
    wait = format_wait(stop)
    if wait:
        rows.append((_("Wait"), wait))
    rows += [(_("Unit"), unit_name), *_describe_hotspot(rated, plan)]
    if stop.place:
        rows.append((_("Place"), stop.place))
    if stop.off_road_m:
        rows.append((_("From the road"), format_metres(stop.off_road_m)))
    marker = _make_marker(stop.lon, stop.lat, f"{number}. {stop.name}", rows)
    return {
        **marker,
        "number": number,
        "hint": f"{format_clock(stop.arrive)} {stop.name}",
        "road": [stop.road_lat, stop.road_lon],
    }


def _draw_unvisited(item: Unvisited, rated: RatedHotspot, plan: Plan) -> Table:
    spot = rated.hotspot
    reason = describe_unvisited(item, units=plan.units)
    rows = [(_("Not visited"), reason), *_describe_hotspot(rated, plan)]
    return {**_make_marker(spot.lon, spot.lat, spot.name, rows), "hint": spot.name}


def _draw_leg(leg: Leg, unit_name: str, start: Stop, end: Stop) -> Table:
    line = np.array(leg.geometry, dtype=np.float64).reshape(-1, 2)
    rows = [
        (_("Unit"), unit_name),
        (_("Time"), f"{format_clock(start.depart)} – {format_clock(end.arrive)}"),
        (_("Length"), f"{format_metres(leg.metres)}, {format_span(start.depart, end.arrive)}"),
        (_("By way of"), describe_leg(leg)),
    ]
    return {**encode_lines([line]), "title": f"{start.name} → {end.name}", "rows": rows}


def _describe_hotspot(rated: RatedHotspot, plan: Plan) -> Rows:
    spot = rated.hotspot
    rule = plan.config.get("categories", {}).get(spot.category, {})
    rows = [(_("Category"), str(rule.get("label", spot.category)))]
    if "form" in rule:
        rows.append((_("Form of visit"), describe_form(str(rule["form"]))))
    rows += [
        (_("Level"), describe_level(spot.level)),
        (_("Risk"), format_number(rated.risk, decimals=1)),
    ]
    if spot.note:
        rows.append((_("Note"), spot.note))
    return rows


def _make_marker(lon: float, lat: float, title: str, rows: Rows) -> Table:
    position = (_("Position"), f"{lat:.5f}, {lon:.5f}")
    return {"at": [lat, lon], "title": title, "rows": [*rows, position]}


def _set_side_by_side(markers: Iterable[Table]) -> None:
    """Give each marker its `shift`: places to the right of the middle of those at one place."""
    groups: defaultdict[tuple[float, float], list[Table]] = defaultdict(list)
    for marker in markers:
        lat, lon = marker["at"]
        groups[round(lat, SAME_PLACE_DECIMALS), round(lon, SAME_PLACE_DECIMALS)].append(marker)
    for group in groups.values():
        for position, marker in enumerate(group):
            marker["shift"] = position - (len(group) - 1) / 2


def _outline(geometry: Table) -> list[FloatArray]:
    from shapely.geometry import shape

    if not geometry:
        return []
    parts = getattr(shape(geometry), "geoms", None) or [shape(geometry)]
    rings = [
        np.array(ring.coords, dtype=np.float64)[:, :2]
        for part in parts
        for ring in (part.exterior, *part.interiors)
    ]
    return simplify_lines(rings, tolerance_m=TOLERANCE_M)


def _translate_labels() -> dict[str, str]:
    return {
        "attribution": _("© OpenStreetMap contributors, ODbL"),
        "boundary": _("Boundary"),
        "close": _("Close"),
        "layers": _("Layers"),
        "roads": _("Roads"),
        "tiles": _("Map tiles"),
        "unvisited": _("Not visited"),
        "zoom_in": _("Zoom in"),
        "zoom_out": _("Zoom out"),
    }
