"""Blocks of a paper as what reportlab puts on pages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch

from reportlab.lib.units import mm
from reportlab.platypus import Flowable
from reportlab.platypus import Paragraph as Text

from routeplan.export.drawing.lettering import Style
from routeplan.export.papers.blocks import (
    Fields,
    Heading,
    Items,
    Letterhead,
    Paragraph,
    Picture,
    PictureRow,
    Signatures,
    Table,
    WritingLines,
)
from routeplan.export.typeset.measures import (
    AFTER_PT,
    CELL_MM,
    COLON_MM,
    GAP_MM,
    HEAD_COLOUR,
    HEADING_ROOM_MM,
    INDENT_MM,
    ITEM_AFTER_PT,
    LINE_COLOUR,
    LINE_MM,
    LINE_PT,
    SHADE_COLOUR,
    SIGNATURE_MM,
    SMALL_SIZE,
    TABLE_SIZE,
    TEXT_SIZE,
    TITLE_SIZE,
    WHOLE_LINES,
    Sheet,
    fill_dots,
    find_row_size,
    fit_picture,
    measure_columns,
    measure_letterhead,
    measure_names,
)
from routeplan.export.typeset.pdf_grid import Row, make_grid
from routeplan.export.typeset.pdf_picture import PngPicture
from routeplan.export.typeset.pdf_text import colour, make_paragraph, make_style


class HeadingText(Text):  # type: ignore[misc]  # reportlab has no types
    """A heading that stands in the outline of the file.

    The parts of one that is longer than a page have no `words`, and do not stand there.
    """

    level: int = 1
    words: str = ""


def set_letterhead(lines: tuple[str, ...], sheet: Sheet) -> list[Flowable]:
    """Return the lines at the top left, centred upon each other, the last one underlined."""
    if not lines:
        return []
    right = (sheet.text_width - measure_letterhead(lines, sheet)) * mm
    style = make_style(align="center", after=0, rightIndent=right)
    last = make_style(align="center", after=12, rightIndent=right)
    return [
        *(make_paragraph(line, style) for line in lines[:-1]),
        make_paragraph(lines[-1], last, underline=True),
    ]


@singledispatch
def set_block(block: object, _sheet: Sheet) -> list[Flowable]:
    """Return what a block becomes; `sheet` gives the room that it has."""
    raise TypeError(f"no block of a paper: {block!r}")


@set_block.register
def _set_heading(block: Heading, _sheet: Sheet) -> list[Flowable]:
    if block.level == 1:
        style = make_style(font="Bold", size=TITLE_SIZE, align="center", before=4, after=6)
    else:
        font: Style = "Bold" if block.level == 2 else "Italic"
        style = make_style(font=font, before=6, after=3)
    made = make_paragraph(block.text, style, underline=block.level == 1)
    heading = HeadingText(made.text, style)
    heading.level, heading.words = block.level, block.text
    return [heading]


@set_block.register
def _set_letterhead(block: Letterhead, sheet: Sheet) -> list[Flowable]:
    return set_letterhead(block.lines, sheet)


@set_block.register
def _set_paragraph(block: Paragraph, _sheet: Sheet) -> list[Flowable]:
    style = make_style(
        font="Bold" if block.bold else "Regular",
        size=SMALL_SIZE if block.small else TEXT_SIZE,
        align=block.align,
    )
    return [make_paragraph(block.text, style)]


@set_block.register
def _set_fields(block: Fields, sheet: Sheet) -> list[Flowable]:
    names = measure_names(block.rows, sheet)
    widths = (names, COLON_MM, sheet.text_width - names - COLON_MM)
    style = make_style(after=0)
    name_style = make_style(after=0, rightIndent=mm)
    dots = fill_dots(widths[2])
    rows = [
        [make_paragraph(name, name_style)]
        + [make_paragraph(text, style) for text in (":", value or dots)]
        for name, value in block.rows
    ]
    if not rows:
        return []
    return [make_grid(rows, widths, limit=_limit(sheet), padding=(0, 0.5))]


@set_block.register
def _set_items(block: Items, sheet: Sheet) -> list[Flowable]:
    style = make_style(after=ITEM_AFTER_PT, leftIndent=INDENT_MM * mm, bulletIndent=0)
    dots = fill_dots(sheet.text_width - INDENT_MM)
    items = [
        make_paragraph(text or dots, style, bullet=f"{number}." if block.numbered else "–")
        for number, text in enumerate(block.texts, start=1)
    ]
    for item in items[-1:]:
        item.spaceAfter = AFTER_PT
    return items


@set_block.register
def _set_table(block: Table, sheet: Sheet) -> list[Flowable]:
    styles = [
        make_style(
            size=find_row_size(block), after=0, align="right" if column in block.right else "left"
        )
        for column in range(len(block.head))
    ]
    head_style = make_style(font="Bold", size=TABLE_SIZE, after=0, align="center")
    rows: list[Row] = [[make_paragraph(text, head_style) for text in block.head]]
    rows += [
        [make_paragraph(text, style) for text, style in zip(row, styles, strict=True)]
        for row in block.rows
    ]
    plain = [index not in block.shaded for index in range(len(block.rows))]
    grid = make_grid(
        rows,
        measure_columns(block, sheet),
        limit=_limit(sheet),
        padding=CELL_MM,
        least=[0.0, *(block.row_mm * each for each in plain)],
        head=True,
        grounds={0: HEAD_COLOUR, **{index + 1: SHADE_COLOUR for index in block.shaded}},
        style=[("GRID", (0, 0), (-1, -1), LINE_PT, colour(LINE_COLOUR))],
    )
    return [grid]


@set_block.register
def _set_picture(block: Picture, sheet: Sheet) -> list[Flowable]:
    return _set_pictures((block,), sheet)


@set_block.register
def _set_picture_row(block: PictureRow, sheet: Sheet) -> list[Flowable]:
    return _set_pictures(block.pictures, sheet)


def _set_pictures(pictures: Sequence[Picture], sheet: Sheet) -> list[Flowable]:
    if not pictures:
        return []
    share = sheet.text_width / len(pictures)
    room = (share, _limit(sheet) - HEADING_ROOM_MM)
    caption = make_style(size=SMALL_SIZE, align="center", after=0)
    rows: list[Row] = [[_load(picture, room) for picture in pictures]]
    if any(picture.caption for picture in pictures):
        rows.append([make_paragraph(picture.caption, caption) for picture in pictures])
    grid = make_grid(
        rows,
        [share] * len(pictures),
        limit=_limit(sheet),
        padding=(0, 0.5),
        whole=True,
        style=[("ALIGN", (0, 0), (-1, -1), "CENTER")],
    )
    return [grid]


def _load(picture: Picture, room: tuple[float, float]) -> PngPicture:
    width, height = fit_picture(picture.png, picture.width_mm, room=room)
    return PngPicture(picture.png, width_mm=width, height_mm=height)


@set_block.register
def _set_writing_lines(block: WritingLines, sheet: Sheet) -> list[Flowable]:
    style = make_style(after=0)
    dots = fill_dots(sheet.text_width)
    rows: list[Row] = [[make_paragraph(dots, style)] for _number in range(block.count)]
    least = [LINE_MM] * block.count
    if block.label:
        rows.insert(0, [make_paragraph(block.label, style)])
        least.insert(0, 0.0)
    if not rows:
        return []
    grid = make_grid(
        rows,
        [sheet.text_width],
        limit=_limit(sheet),
        least=least,
        whole=block.count <= WHOLE_LINES,
        style=[("VALIGN", (0, 0), (-1, -1), "BOTTOM")],
    )
    return [grid]


@set_block.register
def _set_signatures(block: Signatures, sheet: Sheet) -> list[Flowable]:
    # A single signature stands in the right half.
    columns = max(2, len(block.persons))
    width = sheet.text_width / columns
    dots = fill_dots(0.75 * width)
    plain = make_style(align="center", after=0)
    strong = make_style(font="Bold", align="center", after=0)
    rows: list[Row] = [
        [make_paragraph(person.place_date, plain) for person in block.persons],
        [make_paragraph(person.position or dots, plain) for person in block.persons],
        [make_paragraph("", plain) for _person in block.persons],
        [
            make_paragraph(person.name or dots, strong, underline=bool(person.name))
            for person in block.persons
        ],
        [make_paragraph(person.rank or dots, plain) for person in block.persons],
    ]
    if len(block.persons) == 1:
        rows = [[make_paragraph("", plain), *row] for row in rows]
    if not any(person.place_date for person in block.persons):
        del rows[0]
    least = [SIGNATURE_MM if index == len(rows) - 3 else 0.0 for index in range(len(rows))]
    grid = make_grid(
        rows,
        [width] * columns,
        limit=_limit(sheet),
        padding=(1, 0.2),
        least=least,
        whole=True,
    )
    grid.spaceBefore = AFTER_PT + GAP_MM * mm
    return [grid]


def _limit(sheet: Sheet) -> float:
    """Return the height that a row may have: a page without warning and footer."""
    return sheet.text_height - 30
