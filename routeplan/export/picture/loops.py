"""Loops as coloured lines beside the road, and what is driven during stops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from routeplan.export.drawing.lines import FloatArray
from routeplan.export.drawing.palette import WHITE, LineStyle, pick_style
from routeplan.export.picture.canvas import Sheet
from routeplan.export.picture.frame import Frame
from routeplan.export.picture.lanes import place_arrows, shift_left
from routeplan.model import Leg, Loop, Plan

LANE = 1.8  # points between the middle of the road and the first line
NEXT_LANE, ALL_LANES = 2.6, 9.0  # points to the next line, and for all lines together at most
SINGLE_LANE = 2.3  # where only one loop is drawn
ARROW_SPACING = 52.0
PASS_WIDTH, SWEEP_WIDTH = 7.0, 2.4
SAME_POINT = 0.1  # points


@dataclass(frozen=True)
class DrawnLoop:
    """A loop that is drawn: its number among the loops of the plan, and its look.

    Parameters
    ----------
    shift
        Points between the middle of the road and its line.
    width
        Of its line, in points.
    """

    number: int
    loop: Loop
    style: LineStyle
    shift: float
    width: float


def pick_loops(plan: Plan, *, only: int | None) -> list[DrawnLoop]:
    """Return the loops to draw: all of them, or strongly the one of a number."""
    if only is not None:
        return [DrawnLoop(only, plan.loops[only], pick_style(only), SINGLE_LANE, 2.7)]
    count = len(plan.loops)
    lane = min(NEXT_LANE, ALL_LANES / max(count - 1, 1))
    width = 2.4 if count <= 4 else 2.0
    return [
        DrawnLoop(number, loop, pick_style(number), LANE + number * lane, width)
        for number, loop in enumerate(plan.loops)
    ]


def draw_loop(sheet: Sheet, frame: Frame, drawn: DrawnLoop) -> list[FloatArray]:
    """Draw the legs of a loop with arrows, and below them what is driven during stops.

    Returns the lines in points.
    """
    legs = [
        shift_left(_place_leg(leg, frame), drawn.shift) for leg in drawn.loop.legs if leg.metres
    ]
    passes, sweeps = (_place_drives(drawn.loop, kind, frame) for kind in ("pass", "sweep"))
    colour, box = drawn.style.colour, frame.box
    layer = 3 + drawn.number / 100
    sheet.draw_lines(
        passes, colour=colour, width=PASS_WIDTH, alpha=0.5, layer=2.8, butt=True, clip=box
    )
    sheet.draw_lines(legs, colour=WHITE, width=drawn.width + 1.4, layer=layer, clip=box)
    sheet.draw_lines(
        legs, colour=colour, width=drawn.width, dash=drawn.style.dash, layer=layer + 0.005,
        clip=box,
    )  # fmt: skip
    sheet.draw_lines(sweeps, colour=colour, width=SWEEP_WIDTH, alpha=0.85, layer=4, clip=box)
    sheet.draw_lines(sweeps, colour=WHITE, width=0.7, layer=4.1, clip=box)
    _draw_ways_off_road(sheet, frame, drawn)
    arrows = [*_space_arrows(legs), *_space_arrows(passes)]
    in_sight = [arrow for arrow in arrows if all(box.holds(*point) for point in arrow)]
    sheet.draw_areas(in_sight, fill=colour, edge=WHITE, width=0.5, layer=5)
    return [*legs, *passes, *sweeps]


def _draw_ways_off_road(sheet: Sheet, frame: Frame, drawn: DrawnLoop) -> None:
    """Draw from the road to each place that lies beside it."""
    ways = [
        frame.place(np.array([(stop.road_lon, stop.road_lat), (stop.lon, stop.lat)]))
        for stop in drawn.loop.stops
        if stop.off_road_m
    ]
    sheet.draw_lines(
        ways, colour=drawn.style.colour, width=1, dash="4 8", layer=4.2, clip=frame.box
    )


def _place_drives(loop: Loop, kind: str, frame: Frame) -> list[FloatArray]:
    """Return what is driven in stops of a kind, as one line where it goes on without a break."""
    lines: list[FloatArray] = []
    for stop in loop.stops:
        if stop.kind != kind or stop.drive is None or len(stop.drive.geometry) < 2:
            continue
        line = _place_leg(stop.drive, frame)
        if lines and np.hypot(*(line[0] - lines[-1][-1])) < SAME_POINT:
            lines[-1] = np.concatenate([lines[-1], line[1:]])
        else:
            lines.append(line)
    return lines


def _space_arrows(lines: Sequence[FloatArray]) -> list[FloatArray]:
    """Return arrows at even distances along lines that follow each other, one on each at least."""
    arrows: list[FloatArray] = []
    offset = ARROW_SPACING / 2
    for line in lines:
        length = float(np.hypot(*np.diff(line, axis=0).T).sum())
        if length > ARROW_SPACING / 2:
            first = min(offset, length / 3)  # in the middle a number may stand
            arrows += place_arrows(line, spacing=ARROW_SPACING, offset=first)
            offset = ARROW_SPACING - (length - first) % ARROW_SPACING
    return arrows


def _place_leg(leg: Leg, frame: Frame) -> FloatArray:
    return frame.place(np.array(leg.geometry, dtype=np.float64).reshape(-1, 2))
