"""Scale bar, north arrow, credit and watermark of a picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from routeplan.export.drawing.lettering import measure_text
from routeplan.export.drawing.lines import FloatArray
from routeplan.export.drawing.palette import RED, WHITE
from routeplan.export.picture.canvas import HINTED, INK, SOFT, Sheet
from routeplan.export.picture.frame import Box, Frame
from routeplan.i18n import _
from routeplan.wording import format_metres

LAYER = 7.7  # below the marks: none may be hidden
ROUND_STEPS = (1, 2, 5)
LONGEST_SHARE = 0.24  # of the width of the map
EDGE = 6.0
SCALE_SIZE, CREDIT_SIZE = 7.0, 5.5
CREDIT_HEIGHT = 8.5
WATERMARK_ANGLE = 24.0


def draw_furniture(sheet: Sheet, frame: Frame, *, credit: str, crowd: FloatArray) -> list[Box]:
    """Draw credit, scale bar and north arrow into corners; return the boxes that they take.

    Parameters
    ----------
    crowd
        (n, 2) points where something is drawn: the corners with the fewest are taken.
    """
    taken = [_draw_credit(sheet, frame, credit)] if credit else []
    taken.append(_draw_north(sheet, frame, crowd, taken))
    return [*taken, _draw_scale(sheet, frame, crowd, taken)]


def pick_scale_m(frame: Frame) -> int:
    """Return the largest round number of metres whose bar takes at most a part of the map."""
    room_m = frame.box.width * LONGEST_SHARE / frame.points_per_metre
    lengths = [step * 10**power for power in range(7) for step in ROUND_STEPS]
    return max((length for length in lengths if length <= room_m), default=1)


def _draw_scale(sheet: Sheet, frame: Frame, crowd: FloatArray, taken: Sequence[Box]) -> Box:
    metres = pick_scale_m(frame)
    length = metres * frame.points_per_metre
    label = format_metres(metres) if metres < 1000 else f"{metres // 1000} km"
    width = max(length, measure_text(label, size=SCALE_SIZE, style="Bold"))
    corners = _list_corners(frame.box, width + 8, 18.5)
    back = _pick_corner(corners, crowd, taken)
    left, bottom = back.left + 4, back.bottom + 3.5
    sheet.draw_box(back, fill=WHITE, alpha=0.85, corner=2, layer=LAYER)
    for number, colour in enumerate((INK, WHITE)):
        start = left + number * length / 2
        half = Box(start, bottom, start + length / 2, bottom + 3)
        sheet.draw_box(half, fill=colour, edge=INK, width=0.6, layer=LAYER + 0.1)
    sheet.write(left, bottom + 6, label, size=SCALE_SIZE, style="Bold", layer=LAYER + 0.1)
    return back


def _draw_north(sheet: Sheet, frame: Frame, crowd: FloatArray, taken: Sequence[Box]) -> Box:
    corners = _list_corners(frame.box, 18, 30)
    back = _pick_corner(corners[::-1], crowd, taken)
    x, top = back.middle[0], back.top
    sheet.draw_box(back, fill=WHITE, alpha=0.85, corner=9, layer=LAYER)
    tip, foot = top - 3, top - 18
    left = np.array([(x, tip), (x - 5, foot), (x, foot + 3.5)])
    right = np.array([(x, tip), (x + 5, foot), (x, foot + 3.5)])
    sheet.draw_area(left, fill=INK, edge=INK, width=0.5, layer=LAYER + 0.1)
    sheet.draw_area(right, fill=WHITE, edge=INK, width=0.5, layer=LAYER + 0.1)
    sheet.write(x, top - 27, _("North")[0], size=8, style="Bold", align="center", layer=LAYER + 0.1)
    return back


def _draw_credit(sheet: Sheet, frame: Frame, credit: str) -> Box:
    """Write whose data it is into the lower right corner."""
    needed = measure_text(credit, size=CREDIT_SIZE) * HINTED + 0.1
    width = min(needed, frame.box.width - 6)
    right, bottom = frame.box.right, frame.box.bottom
    back = Box(right - width - 6, bottom, right, bottom + CREDIT_HEIGHT)
    sheet.draw_box(back, fill=WHITE, alpha=0.8, layer=LAYER)
    sheet.write(
        right - 3, bottom + 2.4, credit, size=CREDIT_SIZE, colour=SOFT, align="right", space=width,
        layer=LAYER + 0.1,
    )  # fmt: skip
    return back


def _list_corners(box: Box, width: float, height: float) -> list[Box]:
    """Return boxes in the lower left, lower right, upper left and upper right corner."""
    inner = box.shrink(EDGE)
    low = inner.bottom + CREDIT_HEIGHT
    return [
        Box(inner.left, inner.bottom, inner.left + width, inner.bottom + height),
        Box(inner.right - width, low, inner.right, low + height),
        Box(inner.left, inner.top - height, inner.left + width, inner.top),
        Box(inner.right - width, inner.top - height, inner.right, inner.top),
    ]


def _pick_corner(corners: Sequence[Box], crowd: FloatArray, taken: Sequence[Box]) -> Box:
    """Return the first of the corners that hide the least."""

    def count(corner: Box) -> int:
        if any(corner.overlaps(other) for other in taken):
            return len(crowd) + 1
        x, y = crowd.T
        wide = corner.shrink(-EDGE)
        is_hidden = (x > wide.left) & (x < wide.right) & (y > wide.bottom) & (y < wide.top)
        return int(is_hidden.sum())

    return min(corners, key=count)


def draw_watermark(sheet: Sheet, box: Box, text: str) -> None:
    """Write a warning across the map, above the lines and below the numbers."""
    angle = np.radians(WATERMARK_ANGLE)
    wide = measure_text(text, size=1, style="Bold")
    room = min(box.width / np.cos(angle), box.height / np.sin(angle)) * 0.86
    x, y = box.middle
    sheet.write(
        x, y, text, size=float(room / wide), style="Bold", colour=RED, alpha=0.2,
        align="center", centred=True, angle=WATERMARK_ANGLE, layer=7.5,
    )  # fmt: skip
