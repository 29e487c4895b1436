"""Title, figures and warning above a picture; the source of the roads below it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from routeplan.export.drawing.lettering import measure_text
from routeplan.export.drawing.palette import NAVY, WHITE
from routeplan.export.picture.canvas import SOFT, Sheet
from routeplan.export.picture.frame import Box

PALE = "#c9d6e3"
WARN, BLACK = "#ffc72c", "#1b1b1b"
EDGE = 9.0
TITLE_SIZE, TEXT_SIZE = 13.0, 8.0
BAND_HEIGHT, FOOT_HEIGHT = 15.0, 10.0
STRIPE = 9.0


def draw_heading(sheet: Sheet, box: Box, lines: Sequence[str]) -> float:
    """Write a title and lines below it along the top of a box; return the height it takes."""
    height = 2 * EDGE + TITLE_SIZE + (TEXT_SIZE + 3.5) * (len(lines) - 1) - 3
    sheet.draw_box(Box(box.left, box.top - height, box.right, box.top), fill=NAVY, layer=14)
    room = box.width - 2 * EDGE
    y = box.top - EDGE - TITLE_SIZE * 0.74
    for number, line in enumerate(lines):
        sheet.write(
            box.left + EDGE, y, line,
            size=TEXT_SIZE if number else TITLE_SIZE, style="Regular" if number else "Bold",
            colour=PALE if number else WHITE, space=room, layer=14.1,
        )  # fmt: skip
        y -= TEXT_SIZE + (3.5 if number else 5.0)
    return height


def draw_band(sheet: Sheet, box: Box, text: str) -> float:
    """Write a warning on black and yellow along the top of a box; return the height it takes."""
    band = Box(box.left, box.top - BAND_HEIGHT, box.right, box.top)
    sheet.draw_box(band, fill=WARN, layer=14)
    stripes = np.arange(band.left - STRIPE * 2, band.right + STRIPE * 2, 2 * STRIPE)
    for x in stripes:
        corners = [(x, band.bottom), (x + STRIPE, band.bottom)]
        lean = [(px + BAND_HEIGHT, band.top) for px, _py in reversed(corners)]
        sheet.draw_area(np.array(corners + lean), fill=BLACK, layer=14.1, clip=band)
    size = 8.5
    half = measure_text(text, size=size, style="Bold") / 2 + 8
    x, y = band.middle
    sheet.draw_box(Box(x - half, band.bottom, x + half, band.top), fill=WARN, layer=14.2)
    sheet.write(
        x, y, text, size=size, style="Bold", colour=BLACK, align="center", centred=True, layer=14.3
    )
    return BAND_HEIGHT


def draw_foot(sheet: Sheet, box: Box, text: str) -> float:
    """Write the source along the bottom of a box; return the height it takes."""
    sheet.write(
        box.left + EDGE, box.bottom + 3, text, size=5.5, colour=SOFT, space=box.width - 2 * EDGE,
        layer=14,
    )  # fmt: skip
    return FOOT_HEIGHT
