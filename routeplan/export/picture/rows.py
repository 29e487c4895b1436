"""Rows of text and signs in columns, as many as there is room for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from routeplan.export.picture.canvas import SOFT, Sheet
from routeplan.export.picture.frame import Box
from routeplan.i18n import _

LAYER = 15.0
COLUMN_GAP = 12.0
MORE_HEIGHT = 10.0
ROUNDING = 1e-6
TIGHTEST = 0.84  # closer together than this, lines would touch


@dataclass(frozen=True)
class Row:
    """A row `height` points high that is drawn into a box of that height."""

    height: float
    draw: Callable[[Sheet, Box], None]


def draw_rows(sheet: Sheet, rows: Sequence[Row], box: Box, *, columns: int = 1) -> None:
    """Draw rows one below the other, column by column; say how many there is no room for.

    They move a little closer together where that makes room for all of them.
    """
    width = (box.width - (columns - 1) * COLUMN_GAP) / columns
    rows = _squeeze_rows(rows, box.height, columns)
    placed = _split_rows(rows, box.height, columns)
    shown = sum(map(len, placed))
    if shown < len(rows):  # the last ones make room for the words that there are more
        placed = _split_rows(rows, box.height - MORE_HEIGHT, columns)
        shown = sum(map(len, placed))
        more = _("and {n} more").format(n=len(rows) - shown)
        left = box.left + (columns - 1) * (width + COLUMN_GAP)
        sheet.write(left, box.bottom + 2, more, size=7, style="Italic", colour=SOFT, layer=LAYER)
    for column, members in enumerate(placed):
        left, top = box.left + column * (width + COLUMN_GAP), box.top
        for row in members:
            row.draw(sheet, Box(left, top - row.height, left + width, top))
            top -= row.height


def measure_rows(rows: Sequence[Row], *, columns: int) -> float:
    """Return the least height in which all rows fit into some columns."""
    low, high = max((row.height for row in rows), default=0.0), sum(row.height for row in rows)
    while high - low > 0.5:
        middle = (low + high) / 2
        fits = sum(map(len, _split_rows(rows, middle, columns))) == len(rows)
        low, high = (low, middle) if fits else (middle, high)
    return high


def _squeeze_rows(rows: Sequence[Row], height: float, columns: int) -> list[Row]:
    needed = measure_rows(rows, columns=columns)
    share = min(1.0, height / needed) if needed else 1.0
    if share < TIGHTEST:
        return list(rows)
    return [replace(row, height=row.height * share) for row in rows]


def _split_rows(rows: Sequence[Row], height: float, columns: int) -> list[list[Row]]:
    """Return the rows of each column; what has no room is left out."""
    split: list[list[Row]] = [[]]
    room = height
    for row in rows:
        if row.height > room + ROUNDING:
            if len(split) == columns or row.height > height + ROUNDING:
                break
            split.append([])
            room = height
        split[-1].append(row)
        room -= row.height
    return split
