"""Blocks of a paper as paragraphs and tables of Word.

Every function returns the paragraphs of the block's last line: those that stay with what follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch
from io import BytesIO

from docx.document import Document
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph as Text

from routeplan.export.content.plain import join_lines
from routeplan.export.papers.blocks import (
    Fields,
    Heading,
    Items,
    Letterhead,
    Paragraph,
    Picture,
    PictureRow,
    Signature,
    Signatures,
    Table,
    WritingLines,
)
from routeplan.export.typeset.docx_styles import (
    CELL,
    CELL_HEAD,
    GAP,
    LARGE_CELL,
    LETTERHEAD,
    LISTED,
    SMALL,
    add_list,
)
from routeplan.export.typeset.docx_text import add_dots, add_text
from routeplan.export.typeset.docx_xml import (
    bind_row,
    set_cell_margins,
    set_list,
    shade_cell,
)
from routeplan.export.typeset.measures import (
    AFTER_PT,
    CELL_MM,
    COLON_MM,
    GAP_MM,
    HEAD_COLOUR,
    HEADING_ROOM_MM,
    INDENT_MM,
    LEADING,
    LINE_MM,
    SHADE_COLOUR,
    SIGNATURE_MM,
    TEXT_SIZE,
    WHOLE_LINES,
    Sheet,
    fill_dots,
    fit_picture,
    measure_columns,
    measure_letterhead,
    measure_names,
)

_ALIGNMENTS = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


def set_letterhead(lines: tuple[str, ...], document: Document, sheet: Sheet) -> None:
    """Add the lines at the top left, centred upon each other, the last one underlined."""
    for line in lines:
        paragraph = document.add_paragraph(style=LETTERHEAD)
        width = measure_letterhead(lines, sheet)
        paragraph.paragraph_format.right_indent = Mm(sheet.text_width - width)
        add_text(paragraph, line, underline=line is lines[-1] or None)
    if lines:
        paragraph.paragraph_format.space_after = Pt(12)


def begin_page(document: Document) -> None:
    """Let what follows begin a new page."""
    document.add_paragraph(style=GAP).paragraph_format.page_break_before = True


@singledispatch
def set_block(block: object, _document: Document, _sheet: Sheet) -> list[Text]:
    """Add a block to the document; `sheet` gives the room that it has."""
    raise TypeError(f"no block of a paper: {block!r}")


@set_block.register
def _set_heading(block: Heading, document: Document, _sheet: Sheet) -> list[Text]:
    return [add_text(document.add_paragraph(style=f"Heading {block.level}"), block.text)]


@set_block.register
def _set_letterhead(block: Letterhead, document: Document, sheet: Sheet) -> list[Text]:
    set_letterhead(block.lines, document, sheet)
    return []


@set_block.register
def _set_paragraph(block: Paragraph, document: Document, _sheet: Sheet) -> list[Text]:
    paragraph = document.add_paragraph(style=SMALL if block.small else None)
    paragraph.alignment = _ALIGNMENTS[block.align]
    return [add_text(paragraph, block.text, bold=block.bold or None)]


@set_block.register
def _set_fields(block: Fields, document: Document, sheet: Sheet) -> list[Text]:
    names = measure_names(block.rows, sheet)
    widths = (names, COLON_MM, sheet.text_width - names - COLON_MM)
    table = _add_table(document, len(block.rows), widths, padding=(0, 0.5))
    last: list[Text] = []
    for row, (name, value) in zip(table.rows, block.rows, strict=True):
        last = [cell.paragraphs[0] for cell in row.cells]
        add_text(last[0], name)
        add_text(last[1], ":")
        _write_or_dot(last[2], value, widths[2])
    return [*last, _add_gap(document)]


@set_block.register
def _set_items(block: Items, document: Document, sheet: Sheet) -> list[Text]:
    number = add_list(document, numbered=block.numbered)
    last: list[Text] = []
    for text in block.texts:
        paragraph = document.add_paragraph(style=LISTED)
        set_list(paragraph, number)
        paragraph.paragraph_format.left_indent = Mm(INDENT_MM)
        paragraph.paragraph_format.first_line_indent = -Mm(INDENT_MM)
        last = [_write_or_dot(paragraph, text, sheet.text_width)]
    for paragraph in last:
        paragraph.paragraph_format.space_after = Pt(AFTER_PT)
    return last


@set_block.register
def _set_table(block: Table, document: Document, sheet: Sheet) -> list[Text]:
    widths = measure_columns(block, sheet)
    rows = (block.head, *block.rows)
    table = _add_table(document, len(rows), widths, padding=CELL_MM, style="Table Grid")
    # Set by their ids, for python-docx looks a name up among all styles, cell by cell.
    names = (LARGE_CELL if block.large else CELL, CELL_HEAD)
    text_style, head_style = (document.styles[name].style_id for name in names)
    for index, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
        shaded = index - 1 in block.shaded
        if index and block.row_mm and not shaded:
            row.height, row.height_rule = Mm(block.row_mm), WD_ROW_HEIGHT_RULE.AT_LEAST
        for column, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            paragraph = add_text(cell.paragraphs[0], text)
            paragraph._p.style = text_style if index else head_style
            if index and column in block.right:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            if not index or shaded:
                shade_cell(cell, SHADE_COLOUR if index else HEAD_COLOUR)
    bind_row(table.rows[0], head=True)
    return [*_list_paragraphs(table.rows[-1].cells), _add_gap(document)]


@set_block.register
def _set_picture(block: Picture, document: Document, sheet: Sheet) -> list[Text]:
    room = (sheet.text_width, sheet.text_height - HEADING_ROOM_MM)
    paragraph = document.add_paragraph()
    _show(block, paragraph, room)
    if block.caption:
        paragraph.paragraph_format.keep_with_next = True
        paragraph = add_text(document.add_paragraph(style="Caption"), block.caption)
    paragraph.paragraph_format.space_after = Mm(GAP_MM)
    return [paragraph]


@set_block.register
def _set_picture_row(block: PictureRow, document: Document, sheet: Sheet) -> list[Text]:
    if not block.pictures:
        return []
    share = sheet.text_width / len(block.pictures)
    room = (share, sheet.text_height - HEADING_ROOM_MM)
    table = _add_table(document, 1, [share] * len(block.pictures), padding=(0, 0.5))
    for cell, picture in zip(table.rows[0].cells, block.pictures, strict=True):
        _show(picture, cell.paragraphs[0], room)
        if picture.caption:
            add_text(cell.add_paragraph(style="Caption"), picture.caption)
    return [*_list_paragraphs(table.rows[0].cells), _add_gap(document)]


def _show(picture: Picture, paragraph: Text, room: tuple[float, float]) -> None:
    """Put a picture, with its description for those who do not see it, into a paragraph."""
    width, height = fit_picture(picture.png, picture.width_mm, room=room)
    shape = paragraph.add_run().add_picture(BytesIO(picture.png), Mm(width), Mm(height))
    inline = shape._inline
    for side in ("distT", "distB", "distL", "distR"):
        inline.set(side, "0")
    inline.docPr.set("descr", join_lines(picture.alt))
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(2)


@set_block.register
def _set_writing_lines(block: WritingLines, document: Document, sheet: Sheet) -> list[Text]:
    label = [add_text(document.add_paragraph(), block.label)] if block.label else []
    lines = [add_dots(document.add_paragraph(), sheet.text_width) for _number in range(block.count)]
    for paragraph in (*label, *lines):
        layout = paragraph.paragraph_format
        layout.space_after = Pt(0)
        layout.keep_with_next = block.count <= WHOLE_LINES or None
    for paragraph in lines:
        paragraph.paragraph_format.space_before = Mm(LINE_MM) - Pt(TEXT_SIZE * LEADING)
    last = [*label, *lines][-1:]
    for paragraph in last:
        paragraph.paragraph_format.keep_with_next = None
        paragraph.paragraph_format.space_after = Mm(GAP_MM)
    return last


@set_block.register
def _set_signatures(block: Signatures, document: Document, sheet: Sheet) -> list[Text]:
    # A single signature stands in the right half.
    columns = max(2, len(block.persons))
    width = sheet.text_width / columns
    placed = any(person.place_date for person in block.persons)
    table = _add_table(document, 4 + placed, [width] * columns, padding=(1, 0.2))
    for paragraph in _list_paragraphs([cell for row in table.rows for cell in row.cells]):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.keep_with_next = True
    cells_of = [row.cells[-len(block.persons) :] for row in table.rows]
    for column, person in enumerate(block.persons):
        _sign(person, [cells[column] for cells in cells_of[placed:]], fill_dots(0.75 * width))
        if placed:
            add_text(cells_of[0][column].paragraphs[0], person.place_date)
    table.rows[-3].height = Mm(SIGNATURE_MM)
    return [_add_gap(document)]


def _sign(person: Signature, cells: Sequence[_Cell], dots: str) -> None:
    """Write position, room, name and rank of a signer into cells that stand upon each other."""
    position, _room, name, rank = (cell.paragraphs[0] for cell in cells)
    add_text(position, person.position or dots)
    add_text(name, person.name or dots, bold=True, underline=bool(person.name) or None)
    add_text(rank, person.rank or dots)


def _add_table(
    document: Document,
    rows: int,
    widths: Sequence[float],
    *,
    padding: tuple[float, float],
    style: str | None = None,
) -> WordTable:
    """Add a table with columns of fixed widths, millimetres, whose rows are never broken."""
    table: WordTable = document.add_table(rows, len(widths), style)
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    set_cell_margins(table, beside=padding[0], above=padding[1])
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        bind_row(row)
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
    return table


def _add_gap(document: Document) -> Text:
    """Add the space below a table, without which Word would join it with the next one."""
    paragraph = document.add_paragraph(style=GAP)
    paragraph.paragraph_format.space_after = Mm(GAP_MM)
    return paragraph


def _write_or_dot(paragraph: Text, text: str, width: float) -> Text:
    return add_text(paragraph, text) if text else add_dots(paragraph, width)


def _list_paragraphs(cells: Sequence[_Cell]) -> list[Text]:
    return [paragraph for cell in cells for paragraph in cell.paragraphs]
