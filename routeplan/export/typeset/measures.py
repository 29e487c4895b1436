"""Sizes, distances and colours that a DOCX and its PDF share."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from datetime import UTC, datetime

from routeplan.export.drawing.lettering import Style, measure_text, show_missing
from routeplan.export.papers.blocks import Paper, Table
from routeplan.i18n import get_language

POINT_MM = 25.4 / 72

# Sizes of letters in points.
TEXT_SIZE = 10.5
TITLE_SIZE = 12.0
SMALL_SIZE = 8.5
TABLE_SIZE = 9.0
FOOTER_SIZE = 8.0
# A line of Arial is 1.15 times its size; a little more reads better in print.
LINE_SPACING = 1.05
LEADING = 1.15 * LINE_SPACING
AFTER_PT = 4.0  # below a paragraph
ITEM_AFTER_PT = 2.0  # between the items of a list

# Millimetres.
INDENT_MM = 7.0  # of a list's text
COLON_MM = 4.0  # of the colons between names and values
GAP_MM = 2.5  # below a table or picture
CELL_MM = (1.5, 0.7)  # from a cell's line to its text: beside, above and below
LINE_MM = 8.0  # between lines to write on
WHOLE_LINES = 12  # as many of them, or fewer, stay on one page
SIGNATURE_MM = 20.0  # for a signature and a stamp
HEADING_ROOM_MM = 35.0  # that a picture of a full page leaves to headings and its caption

LINE_PT = 0.5
LINE_COLOUR = "404040"
HEAD_COLOUR = "D9D9D9"
SHADE_COLOUR = "F0F0F0"
WARNING_COLOUR = "9C0006"
WARNING_GROUND = "FDECEA"

# The same plan gives the same bytes, so that papers do not carry the time of their printing.
MADE = datetime(2000, 1, 1, tzinfo=UTC)
_LANGUAGE_TAGS = {"id": "id-ID", "en": "en-US"}
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Sheet:
    """An A4 page and its margins, millimetres."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float

    @property
    def text_width(self) -> float:
        """Width between the margins."""
        return self.width - self.left - self.right

    @property
    def text_height(self) -> float:
        """Height between the margins, warning and footer included."""
        return self.height - self.top - self.bottom


def measure_sheet(paper: Paper) -> Sheet:
    """Return the page of a paper; the side to be punched has the wide margin.

    That is the left one of a page that stands, and the upper one of a page that lies, for it is
    turned to be filed with the others.
    """
    if paper.landscape:
        return Sheet(297, 210, left=15, right=15, top=22, bottom=10)
    return Sheet(210, 297, left=25, right=15, top=13, bottom=10)


def find_language_tag() -> str:
    """Return the language in use as a tag of BCP 47."""
    return _LANGUAGE_TAGS[get_language()]


def measure_line(text: str, *, size: float, style: Style = "Regular") -> float:
    """Return the width of the longest line of a text, millimetres."""
    lines = text.splitlines() or [""]
    return POINT_MM * max(
        measure_text(show_missing(line), size=size, style=style) for line in lines
    )


def measure_letterhead(lines: tuple[str, ...], sheet: Sheet) -> float:
    """Return the width of the block that holds a letterhead, at most 60 % of the text's."""
    widest = max(measure_line(line, size=TEXT_SIZE) for line in lines)
    return min(widest + 2, 0.6 * sheet.text_width)


def measure_names(rows: tuple[tuple[str, str], ...], sheet: Sheet) -> float:
    """Return the width of the column of names before the colons, at most 40 % of the text's."""
    widest = max((measure_line(name, size=TEXT_SIZE) for name, _value in rows), default=0.0)
    return min(widest + 3, 0.4 * sheet.text_width)


def measure_columns(table: Table, sheet: Sheet) -> list[float]:
    """Return the widths of a table's columns: their shares, and room for their longest words.

    A column that is too narrow for a word takes room from those that have it to spare. Words
    longer than a fifth of the page are broken.
    """
    shares = [share * sheet.text_width for share in table.widths]
    needs = [
        min(_measure_words(table, column) + 2 * CELL_MM[0] + 0.5, sheet.text_width / 5)
        for column in range(len(shares))
    ]
    lacks = [max(0.0, need - share) for need, share in zip(needs, shares, strict=True)]
    spares = [max(0.0, share - need) for need, share in zip(needs, shares, strict=True)]
    moved = min(sum(lacks), sum(spares))
    if not moved:
        return shares
    return [
        share + lack * moved / sum(lacks) - spare * moved / sum(spares)
        for share, lack, spare in zip(shares, lacks, spares, strict=True)
    ]


def _measure_words(table: Table, column: int) -> float:
    """Return the width of the longest word in a column, millimetres."""
    head = "\n".join(table.head[column].split())
    words = "\n".join({word for row in table.rows for word in row[column].split()})
    return max(
        measure_line(head, size=TABLE_SIZE, style="Bold"),
        measure_line(words, size=find_row_size(table)),
    )


def find_row_size(table: Table) -> float:
    """Return the size of the letters in a table's rows, points."""
    return TEXT_SIZE if table.large else TABLE_SIZE


def fit_picture(png: bytes, width: float, *, room: tuple[float, float]) -> tuple[float, float]:
    """Return width and height of a picture, scaled down to `room` if need be; millimetres.

    Raises
    ------
    ValueError
        If the picture is no PNG.
    """
    if not png.startswith(_PNG):
        raise ValueError("a picture of a paper is a PNG")
    columns, rows = struct.unpack(">II", png[16:24])
    scale = min(1.0, room[0] / width, room[1] / (width * rows / columns))
    return width * scale, width * scale * rows / columns


def fill_dots(width: float, *, size: float = TEXT_SIZE) -> str:
    """Return as many dots as fit into a width of millimetres, to write on."""
    return "." * int(width / POINT_MM / measure_text(".", size=size))


def split_template(template: str) -> list[str]:
    """Return the parts of a text with {fields}: text and names by turns, beginning with text.

    Examples
    --------
    >>> split_template("Page {page} of {pages}")
    ['Page ', 'page', ' of ', 'pages', '']
    """
    return re.split(r"{(\w+)}", template)
