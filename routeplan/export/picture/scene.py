"""The map of a picture: ground, loops, marks and what helps to read them, in a box."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from routeplan.export.content.credits import credit_roads
from routeplan.export.drawing.extent import MUCH_LARGER, find_extent
from routeplan.export.drawing.lines import FloatArray
from routeplan.export.picture.canvas import Sheet
from routeplan.export.picture.frame import Box, Frame, fit_frame
from routeplan.export.picture.furniture import (
    draw_furniture,
    draw_watermark,
)
from routeplan.export.picture.ground import (
    PAPER,
    draw_boundary,
    draw_closed_streets,
    draw_left_out_streets,
    draw_outlines,
    draw_roads,
)
from routeplan.export.picture.loops import DrawnLoop, draw_loop, pick_loops
from routeplan.export.picture.marks import Mark, list_marks
from routeplan.export.picture.names import draw_names
from routeplan.export.picture.placing import spread_marks
from routeplan.export.picture.symbols import draw_marks
from routeplan.model import Loop, Plan, RatedHotspot
from routeplan.wording import sample_warning

if TYPE_CHECKING:
    from routeplan.roads.network import Network

MARGIN = 14.0  # points around what is fitted: room for a badge
EDGE_COLOUR = "#b9b4a6"
# Marks that would cover more than this share of the map are drawn smaller.
CROWDED = 0.06
LEAST_SCALE = 0.68


@dataclass(frozen=True, eq=False)
class Scene:
    """What a map shows.

    Parameters
    ----------
    only
        Number of the only loop that is drawn, None for all.
    """

    plan: Plan
    network: Network | None
    only: int | None

    @property
    def loops(self) -> list[DrawnLoop]:
        """The loops to draw, with their looks."""
        return pick_loops(self.plan, only=self.only)

    @property
    def spots(self) -> list[RatedHotspot]:
        """The hotspots that matter to it."""
        if self.only is None:
            return list(self.plan.hotspots)
        visited = {stop.hotspot_id for stop in self.plan.loops[self.only].visits}
        return [rated for rated in self.plan.hotspots if rated.hotspot.id in visited]


def find_places(scene: Scene) -> FloatArray:
    """Return (n, 2) places that must be in sight.

    The area is one of them unless it is much larger than what is driven: a picture cannot be
    enlarged like a map on a screen.
    """
    driven = np.array([place for drawn in scene.loops for place in _list_places(drawn.loop)])
    if scene.only is not None:
        return driven
    (south, west), (north, east) = find_extent(scene.plan)
    whole = np.array([(west, south), (east, north)])
    if not len(driven) or np.ptp(whole, axis=0).max() <= MUCH_LARGER * np.ptp(driven, axis=0).max():
        return whole
    return driven


def draw_scene(sheet: Sheet, box: Box, scene: Scene) -> None:
    """Draw the map into a box."""
    frame = fit_frame(find_places(scene), box, margin=MARGIN)
    _draw_ground(sheet, frame, scene)
    lines = [line for drawn in scene.loops for line in draw_loop(sheet, frame, drawn)]
    marks = _list_scaled_marks(scene, frame)
    middles = spread_marks(marks, box)
    draw_marks(sheet, marks, middles)
    furniture = draw_furniture(
        sheet, frame, credit=credit_roads(scene.plan), crowd=np.concatenate([middles, *lines])
    )
    if scene.plan.is_sample:
        draw_watermark(sheet, box, sample_warning())
    signs = [mark.cover(*middle) for mark, middle in zip(marks, middles, strict=True)]
    draw_names(sheet, frame, scene.spots, taken=[*furniture, *signs], fine=scene.only is not None)
    sheet.draw_box(box, fill="none", edge=EDGE_COLOUR, width=0.8, layer=13)


def _draw_ground(sheet: Sheet, frame: Frame, scene: Scene) -> None:
    plan, network = scene.plan, scene.network
    sheet.draw_box(frame.box, fill=PAPER, layer=0)
    if network is not None:
        draw_roads(sheet, frame, network)
    draw_boundary(sheet, frame, plan)
    draw_outlines(sheet, frame, scene.spots)
    if scene.only is None:
        draw_left_out_streets(sheet, frame, plan, network)
    draw_closed_streets(sheet, frame, plan, network)


def _list_scaled_marks(scene: Scene, frame: Frame) -> list[Mark]:
    """Return the marks in sight, smaller where there are many."""

    def find(scale: float) -> list[Mark]:
        return list_marks(
            scene.plan, scene.loops, frame, network=scene.network,
            with_others=scene.only is None, scale=scale,
        )  # fmt: skip

    marks = find(1.0)
    covered = sum(4 * mark.half_width * mark.half_height for mark in marks)
    share = covered / (frame.box.width * frame.box.height)
    if share <= CROWDED:
        return marks
    return find(max(LEAST_SCALE, (CROWDED / share) ** 0.5))


def _list_places(loop: Loop) -> list[tuple[float, float]]:
    drives = [stop.drive for stop in loop.stops if stop.drive]
    return [
        *((stop.lon, stop.lat) for stop in loop.stops),
        *(point for leg in (*loop.legs, *drives) for point in leg.geometry),
    ]
