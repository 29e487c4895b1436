"""Roads and areas to patrol, what of them is left out, and closed roads, as the map draws them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routeplan.export.content.details import describe_closed, describe_hotspot, describe_left_out
from routeplan.export.content.reader import PlanReader
from routeplan.export.drawing.lines import find_middle, list_lines
from routeplan.export.drawing.surroundings import list_outlines, locate_closure, trace_left_out
from routeplan.export.webmap.polyline import encode_lines
from routeplan.export.webmap.stops import Table, make_marker
from routeplan.model import Unvisited
from routeplan.wording import describe_closure

if TYPE_CHECKING:
    from routeplan.roads.network import Network


def draw_shapes(reader: PlanReader) -> list[Table]:
    """Return the extent of every area, and the course of a road that nobody can patrol."""
    return [
        {
            **encode_lines(list_lines(shape.geometry or {})),
            "area": shape.kind == "area",
            "title": rated.hotspot.name,
            "rows": describe_hotspot(rated, reader),
        }
        for rated, shape in list_outlines(reader.plan.hotspots)
    ]


def draw_unvisited(reader: PlanReader, *, network: Network | None) -> list[Table]:
    """Return what is left out, in the order of the plan.

    A marker, or lines along the streets of a road or an area where the network is known.
    """
    return [_draw_left_out(item, reader, network) for item in reader.plan.unvisited]


def draw_closures(reader: PlanReader, *, network: Network | None) -> list[Table]:
    """Return the closed roads as lines where the network is known, each with a marker."""
    drawn = []
    for closure in reader.plan.closures:
        lines, place = locate_closure(closure, network)
        if place is None:
            continue
        marker = make_marker(*place, closure.name or closure.id, describe_closed(closure))
        drawn.append({**marker, "hint": describe_closure(closure), **encode_lines(lines)})
    return drawn


def _draw_left_out(item: Unvisited, reader: PlanReader, network: Network | None) -> Table:
    rated = reader.hotspots[item.hotspot_id]
    spot = rated.hotspot
    title = reader.title_left_out(item)
    lines = trace_left_out(item, rated, network)
    place = find_middle(lines) if lines else (spot.lon, spot.lat)
    drawn: Table = {**make_marker(*place, title, describe_left_out(item, reader)), "hint": title}
    return {**drawn, **encode_lines(lines)} if lines else drawn
