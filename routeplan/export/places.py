"""Roads and areas to patrol, what of them is left out, and closed roads, as the map draws them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from routeplan.export.background import TOLERANCE_M, simplify_lines
from routeplan.export.details import Rows, describe_hotspot
from routeplan.export.polyline import FloatArray, encode_lines
from routeplan.export.reader import PlanReader
from routeplan.export.stops import Table, make_marker
from routeplan.i18n import _
from routeplan.model import Closure, RatedHotspot, Unvisited
from routeplan.wording import describe_closure, describe_unvisited, describe_vehicles

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
        lines = _trace_streets(network, closure.edges)
        place = _find_middle(lines) if lines else _find_place(closure)
        if place is None:
            continue
        marker = make_marker(*place, closure.name or closure.id, _describe_closed(closure))
        drawn.append({**marker, "hint": describe_closure(closure), **encode_lines(lines)})
    return drawn


def list_lines(geometry: dict[str, Any]) -> list[FloatArray]:
    """Return the lines of a GeoJSON geometry, or the rings around its areas, simplified."""
    from shapely import get_parts
    from shapely.geometry import shape

    if not geometry:
        return []
    lines = [
        np.array(line.coords, dtype=np.float64)[:, :2]
        for part in get_parts(shape(geometry))
        for line in _list_rings(part)
    ]
    return simplify_lines(lines, tolerance_m=TOLERANCE_M)


def _list_rings(part: Any) -> list[Any]:
    return [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]


def _draw_left_out(item: Unvisited, reader: PlanReader, network: Network | None) -> Table:
    rated = reader.hotspots[item.hotspot_id]
    spot = rated.hotspot
    part = reader.name_left_out(item)
    title = f"{spot.name}, {part}" if part else spot.name
    reason = describe_unvisited(item, units=reader.plan.units)
    rows = [(_("Not visited"), reason), *describe_hotspot(rated, reader)]
    lines = _trace_streets(network, _find_edges(rated, item.part_id))
    place = _find_middle(lines) if lines else (spot.lon, spot.lat)
    drawn: Table = {**make_marker(*place, title, rows), "hint": title}
    return {**drawn, **encode_lines(lines)} if lines else drawn


def _find_edges(rated: RatedHotspot, part_id: str | None) -> tuple[int, ...]:
    return next((part.edges for part in rated.parts if part.id == part_id), ())


def _trace_streets(network: Network | None, edges: Iterable[int]) -> list[FloatArray]:
    """Return the course of edges, counted from 1 whatever their sign, joined where they meet."""
    from shapely import MultiLineString, get_parts, line_merge

    numbers = sorted({abs(edge) - 1 for edge in edges})
    if network is None or not numbers:
        return []
    shapes = [np.column_stack(network.edge_shape(edge)) for edge in numbers]
    lines = get_parts(line_merge(MultiLineString(shapes)))
    return simplify_lines([np.array(line.coords) for line in lines], tolerance_m=TOLERANCE_M)


def _find_middle(lines: list[FloatArray]) -> tuple[float, float]:
    """Return a point in the middle of the middle line: one that lies on a road."""
    line = lines[len(lines) // 2]
    half = len(line) // 2
    point = line[half] if len(line) > 2 else line.mean(axis=0)
    return float(point[0]), float(point[1])


def _find_place(closure: Closure) -> tuple[float, float] | None:
    if closure.lon is None or closure.lat is None:
        lines = list_lines(closure.shape.geometry or {}) if closure.shape else []
        return _find_middle(lines) if lines else None
    return closure.lon, closure.lat


def _describe_closed(closure: Closure) -> Rows:
    vehicles = describe_vehicles(closure.vehicles) if closure.vehicles else _("all vehicles")
    rows = [(_("Closed to"), vehicles), (_("Reason"), closure.reason)]
    return [row for row in rows if row[1]]
