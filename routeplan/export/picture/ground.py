"""What lies under the loops: roads, boundary, areas to sweep, roads that are closed or left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from routeplan.export.drawing.lines import FloatArray, cut_lines, list_lines, trace_streets
from routeplan.export.drawing.palette import DARK, RED
from routeplan.export.drawing.roads import collect_roads
from routeplan.export.drawing.surroundings import list_outlines, trace_left_out
from routeplan.export.picture.canvas import Sheet
from routeplan.export.picture.frame import Frame
from routeplan.model import Plan, RatedHotspot

if TYPE_CHECKING:
    from routeplan.roads.network import Network

PAPER = "#f6f4ee"
# Colour of each rank of roads, and its width in points where a kilometre is 6 and 60 points long.
ROAD_STYLES = (
    ("#dfdbd1", 0.25, 0.8),
    ("#d5cfc3", 0.4, 1.5),
    ("#c8bfac", 0.7, 2.0),
    ("#b8ac91", 1.1, 2.6),
    ("#ac9e7f", 1.5, 3.2),
    ("#a08f6b", 1.8, 3.6),
)
FAR, NEAR = 0.006, 0.06  # points per metre
BOUNDARY = "#6b5f8a"
AREA_EDGE, AREA_FILL = "#7a5a00", "#e8b93c"
# Roads are simplified to this many points of the picture.
ROAD_TOLERANCE = 0.15


def draw_roads(sheet: Sheet, frame: Frame, network: Network) -> None:
    """Draw the roads in sight, the narrow ones below the wide ones."""
    nearness = np.log(frame.points_per_metre / FAR) / np.log(NEAR / FAR)
    share = float(np.clip(nearness, 0, 1))
    tolerance = ROAD_TOLERANCE / frame.points_per_metre
    for roads in collect_roads(network, tolerance_m=tolerance, sight=frame.sight):
        colour, far, near = ROAD_STYLES[roads.rank]
        width = far + (near - far) * share
        sheet.draw_lines(
            _place_lines(roads.lines, frame),
            colour=colour, width=width, layer=1 + roads.rank / 10, clip=frame.box,
        )  # fmt: skip


def draw_boundary(sheet: Sheet, frame: Frame, plan: Plan) -> None:
    """Draw the boundary of the area, and those of the kecamatan that bind units."""
    lines = _place_lines(list_lines(plan.area.boundary), frame)
    sheet.draw_lines(
        lines, colour=BOUNDARY, width=5, layer=2, alpha=0.16, butt=True, clip=frame.box
    )
    sheet.draw_lines(
        lines, colour=BOUNDARY, width=1.1, layer=2.1, dash="24 12 6 12", clip=frame.box
    )
    for outline in plan.area.outlines:
        rings = _place_lines(list_lines(outline.boundary), frame)
        sheet.draw_lines(rings, colour=BOUNDARY, width=0.6, layer=2, alpha=0.4, clip=frame.box)


def draw_outlines(sheet: Sheet, frame: Frame, spots: Sequence[RatedHotspot]) -> None:
    """Draw the extents of areas to be swept, and roads that nobody can patrol."""
    for _rated, shape in list_outlines(spots):
        lines = _place_lines(list_lines(shape.geometry or {}), frame)
        is_area = shape.kind == "area"
        for line in lines if is_area else ():
            sheet.draw_area(line, fill=AREA_FILL, alpha=0.18, layer=2.2, clip=frame.box)
        width = 1.0 if is_area else 2.6
        sheet.draw_lines(
            lines, colour=AREA_EDGE, width=width, layer=2.3, dash="12 12", clip=frame.box
        )


def draw_closed_streets(sheet: Sheet, frame: Frame, plan: Plan, network: Network | None) -> None:
    """Draw closed roads as lines with bars across them."""
    for closure in plan.closures:
        lines = _place_lines(trace_streets(network, closure.edges), frame)
        sheet.draw_lines(lines, colour=RED, width=1.8, layer=6, butt=True, clip=frame.box)
        sheet.draw_lines(lines, colour=RED, width=7, layer=6.1, dash="1.2 3.4", clip=frame.box)


def draw_left_out_streets(sheet: Sheet, frame: Frame, plan: Plan, network: Network | None) -> None:
    """Draw the streets that are left out of roads and areas to be patrolled."""
    spots = {rated.hotspot.id: rated for rated in plan.hotspots}
    for item in plan.unvisited:
        lines = trace_left_out(item, spots[item.hotspot_id], network)
        sheet.draw_lines(
            _place_lines(lines, frame),
            colour=DARK, width=1.6, layer=2.6, dash="10 6", clip=frame.box,
        )  # fmt: skip


def _place_lines(lines: Sequence[FloatArray], frame: Frame) -> list[FloatArray]:
    if not lines:
        return []
    starts = np.cumsum([0, *map(len, lines[:-1])])
    return cut_lines(frame.place(np.concatenate(lines)), starts)
