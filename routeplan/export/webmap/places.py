"""Roads and areas to patrol, what of them is left out, and closed roads, as the map draws them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routeplan.export.content.details import describe_closed, describe_hotspot
from routeplan.export.content.reader import PlanReader
from routeplan.export.drawing.lines import find_middle, list_lines, trace_streets
from routeplan.export.webmap.polyline import encode_lines
from routeplan.export.webmap.stops import Table, make_marker
from routeplan.i18n import _
from routeplan.model import Closure, RatedHotspot, Unvisited
from routeplan.wording import describe_closure, describe_unvisited

if TYPE_CHECKING:
    from routeplan.roads.network import Network


def draw_shapes(reader: PlanReader) -> list[Table]:
    """Return the extent of every area, and the course of a road that nobody can patrol."""
    drawn = []
    for rated in reader.plan.hotspots:
        shape = rated.hotspot.shape
        if shape is None or shape.geometry is None or (shape.kind == "line" and rated.parts):
            continue
        rows = describe_hotspot(rated, reader)
        lines = list_lines(shape.geometry)
        drawn.append(
            {
                **encode_lines(lines),
                "area": shape.kind == "area",
                "title": rated.hotspot.name,
                "rows": rows,
            }
        )
    return drawn


def draw_unvisited(reader: PlanReader, *, network: Network | None) -> list[Table]:
    """Return what is left out, in the order of the plan.

    A marker, or lines along the streets of a road or an area where the network is known.
    """
    return [_draw_left_out(item, reader, network) for item in reader.plan.unvisited]


def draw_closures(reader: PlanReader, *, network: Network | None) -> list[Table]:
    """Return the closed roads as lines where the network is known, each with a marker."""
    drawn = []
    for closure in reader.plan.closures:
        lines = trace_streets(network, closure.edges)
        place = find_middle(lines) if lines else _find_place(closure)
        if place is None:
            continue
        marker = make_marker(*place, closure.name or closure.id, describe_closed(closure))
        drawn.append({**marker, "hint": describe_closure(closure), **encode_lines(lines)})
    return drawn


def _draw_left_out(item: Unvisited, reader: PlanReader, network: Network | None) -> Table:
    rated = reader.hotspots[item.hotspot_id]
    spot = rated.hotspot
    part = reader.name_left_out(item)
    title = f"{spot.name}, {part}" if part else spot.name
    reason = describe_unvisited(item, units=reader.plan.units)
    rows = [(_("Not visited"), reason), *describe_hotspot(rated, reader)]
    lines = trace_streets(network, _find_edges(rated, item.part_id))
    place = find_middle(lines) if lines else (spot.lon, spot.lat)
    drawn: Table = {**make_marker(*place, title, rows), "hint": title}
    return {**drawn, **encode_lines(lines)} if lines else drawn


def _find_edges(rated: RatedHotspot, part_id: str | None) -> tuple[int, ...]:
    return next((part.edges for part in rated.parts if part.id == part_id), ())


def _find_place(closure: Closure) -> tuple[float, float] | None:
    if closure.lon is None or closure.lat is None:
        lines = list_lines(closure.shape.geometry or {}) if closure.shape else []
        return find_middle(lines) if lines else None
    return closure.lon, closure.lat
