"""What workbooks have in common: summary, tables, heights of rows, paper, bytes without a clock."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from routeplan.export.archives import pack_files, unpack_files
from routeplan.export.content.plain import join_lines, keep_lines
from routeplan.export.content.summary import Line
from routeplan.export.content.tables import Cell, Table
from routeplan.i18n import _
from routeplan.model import Plan
from routeplan.spreadsheets import FONT, NUMBER_FORMATS, write_cell, write_header
from routeplan.wording import describe_planned_shift, describe_source, sample_warning

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

WARNING_COLOUR = "C00000"
_RULE_COLOUR = "BFBFBF"
_A4 = 9
_LINE_HEIGHT, _MAX_HEIGHT = 14.5, 409  # in points; no row of Excel is higher
# Excel refuses a header or a footer of more than 255 letters; its three parts share them.
_LONGEST_PART = 150


def make_plan_workbook(plan: Plan, summary: Sequence[Line], tables: Iterable[Table]) -> bytes:
    """Return a workbook with a sheet for the summary and one for each of the tables.

    Its heading tells area and shift of the plan; its date is that of the shift.
    """
    import openpyxl

    book = openpyxl.Workbook()
    _write_summary(book.active, summary)
    for table in tables:
        write_table(book.create_sheet(table.title), table)
    for sheet in book.worksheets:
        set_up_print(
            sheet,
            head=f"{plan.area.title} · {describe_planned_shift(plan)}",
            foot=describe_source(plan),
            warning=sample_warning() if plan.is_sample else "",
        )
    return save_workbook(book, title=plan.area.title, moment=plan.shift.start)


def _write_summary(sheet: Worksheet, lines: Sequence[Line]) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.title = _("Summary")
    widths = (26, 104)
    for number, line in enumerate(lines, 1):
        texts = (keep_lines(line.label), keep_lines(line.text))
        is_figure = line.kind == "figure"
        for place, text in enumerate(texts, 1):
            cell = sheet.cell(number, place)
            write_cell(cell, text or None)
            cell.alignment = Alignment(vertical="top", wrap_text=is_figure)
            colour = WARNING_COLOUR if line.kind == "warning" else None
            size = 11 if is_figure else 14
            cell.font = Font(name=FONT, size=size, bold=place == 1, color=colour)
        sheet.row_dimensions[number].height = _find_height(texts, widths) if is_figure else 21
    for letter, width in zip("AB", widths, strict=True):
        sheet.column_dimensions[letter].width = width


def write_table(sheet: Worksheet, table: Table) -> None:
    """Fill a sheet with a table that can be filtered and sorted, its head in view and printed."""
    from openpyxl.styles import Alignment, Border, Side
    from openpyxl.utils import get_column_letter

    write_header(sheet, table.columns)
    widths = [column.width for column in table.columns]
    sheet.row_dimensions[1].height = _find_height([c.header for c in table.columns], widths)
    text = Alignment("left", "top", wrap_text=True, indent=1)
    figure = Alignment("right", "top", wrap_text=True)
    sides = [text if column.kind == "text" else figure for column in table.columns]
    for place, side in enumerate(sides, 1):
        sheet.cell(1, place).alignment = side
    rule = Border(bottom=Side("hair", color=_RULE_COLOUR))
    for number, row in enumerate(table.rows, 2):
        for place, (value, column) in enumerate(zip(row, table.columns, strict=True), 1):
            cell = sheet.cell(number, place)
            write_cell(cell, _localise(value))
            cell.number_format = NUMBER_FORMATS[column.kind]
            cell.alignment = sides[place - 1]
            cell.border = rule
        sheet.row_dimensions[number].height = _find_height(row, widths)
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    # Positions, the last columns, are for programs; paper is too narrow for them.
    printed = sum(column.kind != "position" for column in table.columns)
    sheet.print_area = f"A1:{get_column_letter(printed)}{len(table.rows) + 1}"


def _find_height(cells: Sequence[Cell], widths: Sequence[float]) -> float:
    """Return how high a row has to be, in points, for the most lines that a text of it breaks into.

    Not every program finds that out by itself. Some of the width is kept in hand for wide letters.
    """
    lines = max(
        _count_lines(cell, letters=int(0.92 * width) - 1) if isinstance(cell, str) else 1
        for cell, width in zip(cells, widths, strict=True)
    )
    return min(_LINE_HEIGHT * lines + 1, _MAX_HEIGHT)


def _count_lines(text: str, *, letters: int) -> int:
    return sum(len(wrap(line, letters)) or 1 for line in text.split("\n"))


def _localise(value: Cell) -> Cell:
    """Return a moment as the clock on the wall shows it: a workbook knows no zones."""
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


def set_up_print(
    sheet: Worksheet, *, head: str, foot: str, warning: str = "", portrait: bool = False
) -> None:
    """Set a sheet to A4 across, as high as it needs, with heading and page numbers.

    Parameters
    ----------
    head, foot
        Texts at the left above and below.
    warning
        Stands in red beside the head.
    """
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation = "portrait" if portrait else "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.8
    sheet.oddHeader.left.text = _escape_part(head)
    sheet.oddHeader.right.text = "&A"
    if warning:
        sheet.oddHeader.left.text += f" · &K{WARNING_COLOUR}{_escape_part(warning)}"
    sheet.oddFooter.left.text = _escape_part(foot)
    sheet.oddFooter.right.text = _("Page {page} of {pages}").format(page="&P", pages="&N")


def _escape_part(text: str) -> str:
    """Return a text as a part of a header: on one line, its middle left out if it is too long."""
    line = join_lines(text)
    half = _LONGEST_PART // 2
    short = line if len(line) <= _LONGEST_PART else f"{line[:half]}…{line[-half:]}"
    return short.replace("&", "&&")


def save_workbook(book: Workbook, *, title: str, moment: datetime) -> bytes:
    """Return a workbook with an aware moment of its content in the place of that of writing."""
    made = moment.astimezone(UTC).replace(tzinfo=None)
    book.properties.creator = "routeplan"
    book.properties.title = join_lines(title)
    book.properties.created = made
    data = io.BytesIO()
    book.save(data)
    files = unpack_files(data.getvalue())
    core = "docProps/core.xml"
    files[core] = _set_modified(files[core], made)
    return pack_files(files)


def _set_modified(core: bytes, made: Any) -> bytes:
    stamp = f"{made.isoformat(timespec='seconds')}Z".encode()
    return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, core, count=1)
