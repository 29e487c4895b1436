"""Scale bar, north arrow, credit and watermark of a picture."""

from __future__ import annotations

import numpy as np

from routeplan.export.drawing.lettering import measure_text
from routeplan.export.drawing.palette import WHITE
from routeplan.export.picture.canvas import INK, SOFT, Sheet
from routeplan.export.picture.frame import Box, Frame
from routeplan.wording import format_metres

LAYER = 12.0
ROUND_STEPS = (1, 2, 5)
LONGEST_SHARE = 0.24  # of the width of the map
EDGE = 6.0
WATERMARK_ANGLE = 24.0


def pick_scale_m(frame: Frame) -> int:
    """Return the largest round number of metres whose bar takes at most a part of the map."""
    room_m = frame.box.width * LONGEST_SHARE / frame.points_per_metre
    lengths = [step * 10**power for power in range(7) for step in ROUND_STEPS]
    return max((length for length in lengths if length <= room_m), default=1)


def draw_scale(sheet: Sheet, frame: Frame) -> Box:
    """Draw the scale bar in the lower left corner; return the box that it takes."""
    metres = pick_scale_m(frame)
    length = metres * frame.points_per_metre
    label = format_metres(metres) if metres < 1000 else f"{metres // 1000} km"
    left, bottom = frame.box.left + EDGE + 3, frame.box.bottom + EDGE + 3
    width = max(length, measure_text(label, size=7, style="Bold"))
    back = Box(left - 4, bottom - 3.5, left + width + 4, bottom + 15)
    sheet.draw_box(back, fill=WHITE, alpha=0.85, corner=2, layer=LAYER)
    for number, colour in enumerate((INK, WHITE)):
        half = Box(left + number * length / 2, bottom, left + (number + 1) * length / 2, bottom + 3)
        sheet.draw_box(half, fill=colour, edge=INK, width=0.6, layer=LAYER + 0.1)
    sheet.write(left, bottom + 6, label, size=7, style="Bold", layer=LAYER + 0.1)
    return back


def draw_north(sheet: Sheet, frame: Frame) -> Box:
    """Draw the north arrow in the upper right corner; return the box that it takes."""
    x, top = frame.box.right - EDGE - 9, frame.box.top - EDGE
    back = Box(x - 9, top - 30, x + 9, top)
    sheet.draw_box(back, fill=WHITE, alpha=0.85, corner=9, layer=LAYER)
    tip, foot = top - 3, top - 18
    left = np.array([(x, tip), (x - 5, foot), (x, foot + 3.5)])
    right = np.array([(x, tip), (x + 5, foot), (x, foot + 3.5)])
    sheet.draw_area(left, fill=INK, edge=INK, width=0.5, layer=LAYER + 0.1)
    sheet.draw_area(right, fill=WHITE, edge=INK, width=0.5, layer=LAYER + 0.1)
    sheet.write(x, top - 27, "N", size=8, style="Bold", align="center", layer=LAYER + 0.1)
    return back


def draw_credit(sheet: Sheet, frame: Frame, credit: str, *, taken: Box) -> Box:
    """Write whose data it is into the lower right corner, clear of what is `taken`."""
    size = 5.5
    room = frame.box.right - taken.right - 10
    width = min(measure_text(credit, size=size), room)
    right, bottom = frame.box.right, frame.box.bottom
    back = Box(right - width - 6, bottom, right, bottom + 8.5)
    sheet.draw_box(back, fill=WHITE, alpha=0.8, layer=LAYER)
    sheet.write(
        right - 3, bottom + 2.4, credit, size=size, colour=SOFT, align="right", space=width + 0.1,
        layer=LAYER + 0.1,
    )  # fmt: skip
    return back


def draw_watermark(sheet: Sheet, box: Box, text: str) -> None:
    """Write a warning across the map, above the lines and below the numbers."""
    angle = np.radians(WATERMARK_ANGLE)
    wide = measure_text(text, size=1, style="Bold")
    room = min(box.width / np.cos(angle), box.height / np.sin(angle)) * 0.86
    x, y = box.middle
    sheet.write(
        x, y, text, size=float(room / wide), style="Bold", colour="#b00020", alpha=0.2,
        align="center", centred=True, angle=WATERMARK_ANGLE, layer=7.5,
    )  # fmt: skip
