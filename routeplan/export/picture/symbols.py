"""How marks look: house, numbered badge, pause, meeting, crossed diamond, no entry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from routeplan.export.drawing.lines import FloatArray
from routeplan.export.drawing.palette import WHITE
from routeplan.export.picture.canvas import Sheet
from routeplan.export.picture.frame import Box
from routeplan.export.picture.marks import NUMBER_SIZES, RADII, Mark

MARK_LAYER = 8.0
SHADOW = "#8a8a8a"
# Corners of a house in a square from 0 to 1, anticlockwise from the top of its roof.
HOUSE = np.array([
    (0.5, 1), (0, 0.54), (0.14, 0.54), (0.14, 0), (0.4, 0), (0.4, 0.38), (0.6, 0.38), (0.6, 0),
    (0.86, 0), (0.86, 0.54), (1, 0.54),
])  # fmt: skip
# A leader tells where a mark belongs that was moved by more than this share of its size.
MOVED = 1.0


def draw_marks(sheet: Sheet, marks: Sequence[Mark], middles: FloatArray) -> None:
    """Draw marks at their middles, the first on top, with a line to the place of a moved one."""
    for mark, (x, y) in zip(marks, middles, strict=True):
        if max(abs(x - mark.x) / mark.half_width, abs(y - mark.y) / mark.half_height) > MOVED:
            _draw_leader(sheet, mark, float(x), float(y))
    for order, (mark, (x, y)) in enumerate(zip(marks, middles, strict=True)):
        layer = MARK_LAYER + 1 - order / len(marks)
        draw_mark(sheet, replace(mark, x=float(x), y=float(y)), layer=layer)


def draw_mark(sheet: Sheet, mark: Mark, *, layer: float) -> None:
    """Draw a mark at its place."""
    if mark.kind == "unvisited":
        _draw_diamond(sheet, mark, layer)
        return
    _draw_badge(sheet, mark, layer)
    if inner := SIGNS.get(mark.kind):
        inner(sheet, mark, layer + 0.0004)
    elif mark.text:
        size = NUMBER_SIZES[mark.kind] * mark.half_height / RADII[mark.kind]
        sheet.write(
            mark.x, mark.y, mark.text, size=size, style="Bold", colour=mark.ink, align="center",
            centred=True, layer=layer + 0.0004,
        )  # fmt: skip


def _draw_leader(sheet: Sheet, mark: Mark, x: float, y: float) -> None:
    line = np.array([(mark.x, mark.y), (x, y)])
    colour = mark.ink if mark.kind == "unvisited" else mark.colour
    sheet.draw_lines([line], colour=WHITE, width=1.8, layer=7)
    sheet.draw_lines([line], colour=colour, width=0.8, layer=7.1)
    dot = Box(mark.x - 1.3, mark.y - 1.3, mark.x + 1.3, mark.y + 1.3)
    sheet.draw_box(dot, fill=colour, edge=WHITE, width=0.5, corner=1.3, layer=7.2)


def _draw_badge(sheet: Sheet, mark: Mark, layer: float) -> None:
    rounds = {"pass": 0.4, "base": 0.4, "break": 0.5}
    corner = mark.half_height * rounds.get(mark.kind, 1.0)
    box = mark.cover(mark.x, mark.y)
    sheet.draw_box(box.shrink(-0.4), fill=SHADOW, layer=layer, corner=corner + 0.4, alpha=0.6)
    sheet.draw_box(
        box.shrink(0.4), fill=mark.colour, edge=WHITE, width=1.0, layer=layer + 0.0002,
        corner=corner - 0.4,
    )  # fmt: skip


def _draw_house(sheet: Sheet, mark: Mark, layer: float) -> None:
    size = 1.15 * mark.half_height
    corner = np.array([mark.x - size / 2, mark.y - size / 2])
    sheet.draw_area(HOUSE * size + corner, fill=mark.ink, layer=layer)


def _draw_pause(sheet: Sheet, mark: Mark, layer: float) -> None:
    step, width = 0.3 * mark.half_height, 0.26 * mark.half_height
    for x in (mark.x - step, mark.x + step):
        bar = Box(x - width / 2, mark.y - 1.6 * step, x + width / 2, mark.y + 1.6 * step)
        sheet.draw_box(bar, fill=mark.ink, layer=layer)


def _draw_meeting(sheet: Sheet, mark: Mark, layer: float) -> None:
    turn = np.linspace(0, 2 * np.pi, 25)
    ring = 0.32 * mark.half_height * np.column_stack([np.cos(turn), np.sin(turn)])
    step = np.array([0.22 * mark.half_height, 0])
    middle = np.array([mark.x, mark.y])
    rings = [ring + middle + step, ring + middle - step]
    sheet.draw_lines(rings, colour=mark.ink, width=0.16 * mark.half_height, layer=layer)


def _draw_exclamation(sheet: Sheet, mark: Mark, layer: float) -> None:
    width, top, gap = 0.15 * mark.half_height, 0.58 * mark.half_height, 0.1 * mark.half_height
    x, y = mark.x, mark.y
    sheet.draw_box(Box(x - width, y - gap, x + width, y + top), fill=mark.ink, layer=layer)
    sheet.draw_box(Box(x - width, y - top, x + width, y - 3 * gap), fill=mark.ink, layer=layer)


def _draw_no_entry(sheet: Sheet, mark: Mark, layer: float) -> None:
    w, h = 0.55 * mark.half_height, 0.16 * mark.half_height
    sheet.draw_box(Box(mark.x - w, mark.y - h, mark.x + w, mark.y + h), fill=mark.ink, layer=layer)


def _draw_diamond(sheet: Sheet, mark: Mark, layer: float) -> None:
    r, middle = mark.half_height, np.array([mark.x, mark.y])
    corners = np.array([(0, r), (r, 0), (0, -r), (-r, 0)])
    sheet.draw_area(middle + corners, fill=mark.colour, edge=mark.ink, width=0.9, layer=layer)
    arm = 0.27 * r
    cross = [np.array([(-arm, -arm), (arm, arm)]), np.array([(-arm, arm), (arm, -arm)])]
    sheet.draw_lines(
        [middle + line for line in cross], colour=mark.ink, width=0.9, layer=layer + 0.0002
    )


SIGNS: dict[str, Callable[[Sheet, Mark, float], None]] = {
    "base": _draw_house,
    "break": _draw_pause,
    "meeting": _draw_meeting,
    "incident": _draw_exclamation,
    "closed": _draw_no_entry,
}
