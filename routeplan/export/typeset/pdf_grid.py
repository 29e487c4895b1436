"""Tables of a PDF, whose rows are measured beforehand so that none is too high for a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Table

from routeplan.export.typeset.measures import GAP_MM
from routeplan.export.typeset.pdf_text import colour, name_font

Row = Sequence[Flowable]


class Grid(Table):  # type: ignore[misc]  # reportlab has no types
    """A table that knows the height without which it is not begun on a page, points."""

    least: float = 0.0


class SignedGrid(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A table and the signatures below it, which share a page with its last row at least.

    Parameters
    ----------
    page_height
        Of a page without warning and footer, points.
    """

    def __init__(self, grid: Grid, signatures: Grid, *, page_height: float) -> None:
        super().__init__()
        self.grid, self.signatures, self.page_height = grid, signatures, page_height
        self.gap = max(grid.getSpaceAfter(), signatures.getSpaceBefore())

    @property
    def least(self) -> float:
        """The height without which the table is not begun on a page, points."""
        return float(self.grid.least)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the size of both."""
        upper, lower = self.grid.wrap(width, height)[1], self.signatures.wrap(width, height)[1]
        self.width, self.height = width, upper + self.gap + lower
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """Return what fits into `height`, and the rest with the signatures."""
        rows = self.grid.wrap(width, height)[1]
        parts = self.grid.split(width, min(height, rows - 1))
        if len(parts) < 2:
            # On a page of its own: a single row too high to share one with its signatures.
            is_whole_page = height > self.page_height - 1
            return [self.grid, self.signatures] if is_whole_page else []
        return [parts[0], SignedGrid(parts[1], self.signatures, page_height=self.page_height)]

    def draw(self) -> None:
        """Draw the table, and the signatures below it."""
        self.grid.drawOn(self.canv, 0, self.height - self.grid.wrap(self.width, 0)[1])
        self.signatures.drawOn(self.canv, 0, 0)


def make_grid(
    rows: Sequence[Row],
    widths: Sequence[float],
    *,
    limit: float,
    padding: tuple[float, float] = (0.0, 0.0),
    least: Sequence[float] = (),
    head: bool = False,
    whole: bool = False,
    grounds: Mapping[int, str] | None = None,
    style: Sequence[tuple[object, ...]] = (),
) -> Grid:
    """Return a table as wide as the page; all lengths are millimetres.

    Parameters
    ----------
    limit
        Greatest height of a row together with the head; a higher row becomes several.
    padding
        Between a cell's line and its content: beside, above and below.
    least
        Least height of each row; empty where their text decides.
    head
        Whether the first row is repeated on every page.
    whole
        Whether the table is never split, provided that it fits on a page.
    grounds
        Colours of rows by their index.
    style
        Further commands of reportlab's `TableStyle`.
    """
    beside, above = padding
    room = [(width - 2 * beside) * mm for width in widths]
    head_mm = measure_row(rows[0], room) / mm + 2 * above if head else 0.0
    # A row that is too high becomes several, each of them with its colour and least height.
    parts = [
        (part, index)
        for index, row in enumerate(rows)
        for part in split_row(row, room, (limit - head_mm - 2 * above) * mm)
    ]
    heights = [
        max(measure_row(part, room) + 2 * above * mm, (least[index] if least else 0.0) * mm)
        for part, index in parts
    ]
    whole = whole and sum(heights) <= limit * mm
    grid = Grid(
        [[[cell] for cell in part] for part, _index in parts],
        colWidths=[width * mm for width in widths],
        rowHeights=heights,
        repeatRows=int(head),
        hAlign="LEFT",
        spaceAfter=GAP_MM * mm,
    )
    grid.setStyle([*_pad_cells(beside, above), *_paint_rows(parts, grounds or {}), *style])
    if whole:
        grid.setStyle([("NOSPLIT", (0, 0), (-1, -1))])
    grid.least = sum(heights if whole else heights[: 1 + head])
    return grid


def _pad_cells(beside: float, above: float) -> list[tuple[object, ...]]:
    cells = (0, 0), (-1, -1)
    return [
        # Otherwise reportlab names Helvetica, which is not embedded.
        ("FONTNAME", *cells, name_font("Regular")),
        ("VALIGN", *cells, "TOP"),
        ("LEFTPADDING", *cells, beside * mm),
        ("RIGHTPADDING", *cells, beside * mm),
        ("TOPPADDING", *cells, above * mm),
        ("BOTTOMPADDING", *cells, above * mm),
    ]


def _paint_rows(
    parts: Sequence[tuple[Row, int]], grounds: Mapping[int, str]
) -> list[tuple[object, ...]]:
    return [
        ("BACKGROUND", (0, place), (-1, place), colour(grounds[index]))
        for place, (_part, index) in enumerate(parts)
        if index in grounds
    ]


def measure_row(row: Row, widths: Sequence[float]) -> float:
    """Return the height of the highest cell, points."""
    return max(_measure(cell, width) for cell, width in zip(row, widths, strict=True))


def split_row(row: Row, widths: Sequence[float], limit: float) -> list[list[Flowable]]:
    """Return a row as rows that are not higher than `limit`; widths and limit are points."""
    columns = [_split(cell, width, limit) for cell, width in zip(row, widths, strict=True)]
    return [
        [
            _empty(column[0]) if cell is None else cell
            for cell, column in zip(part, columns, strict=True)
        ]
        for part in zip_longest(*columns)
    ]


def _split(cell: Flowable, width: float, limit: float) -> list[Flowable]:
    if not isinstance(cell, Paragraph):
        return [cell]
    parts: list[Flowable] = []
    rest: Flowable | None = cell
    while rest is not None:
        # A paragraph splits into what fits and the rest; it keeps its last line whole.
        top, *below = rest.split(width, limit) or [rest]
        parts.append(top)
        rest = below[0] if below else None
    return parts


def _empty(cell: Flowable) -> Paragraph:
    return Paragraph("", cell.style)


def _measure(cell: Flowable, width: float) -> float:
    return float(cell.wrap(width, 1e6)[1])
