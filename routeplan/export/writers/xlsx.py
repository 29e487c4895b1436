"""``xlsx``: the tables of a plan as a workbook to filter, to sort and to print."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from routeplan.export.archives import pack_files, unpack_files
from routeplan.export.content.hotspot_tables import list_hotspots, list_not_visited
from routeplan.export.content.plain import join_lines, keep_lines
from routeplan.export.content.reader import PlanReader
from routeplan.export.content.summary import Line, list_summary
from routeplan.export.content.tables import Cell, Table, list_stops, list_units
from routeplan.export.formats import ExportFile, ExportOptions
from routeplan.i18n import _
from routeplan.model import Plan
from routeplan.spreadsheets import NUMBER_FORMATS, write_cell, write_header
from routeplan.wording import describe_shift, describe_source, sample_warning

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_RULE_COLOUR = "BFBFBF"
_WARNING_COLOUR = "C00000"
_A4 = 9
# Excel refuses a header or a footer of more than 255 letters; its three parts share them.
_LONGEST_PART = 110


def make_xlsx(plan: Plan, options: ExportOptions) -> Iterator[ExportFile]:
    """Yield ``tables.xlsx``."""
    del options  # the same for all
    import openpyxl

    reader = PlanReader(plan)
    book = openpyxl.Workbook()
    _write_summary(book.active, list_summary(reader))
    for table in (
        list_stops(reader), list_units(reader), list_hotspots(reader), list_not_visited(reader),
    ):  # fmt: skip
        _write_table(book.create_sheet(table.title), table)
    for sheet in book.worksheets:
        _set_up_print(sheet, plan)
    yield ExportFile("tables.xlsx", _save(book, plan), _("Tables"))


def _write_summary(sheet: Worksheet, lines: Sequence[Line]) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.title = _("Summary")
    for number, line in enumerate(lines, 1):
        for place, text in enumerate((line.label, line.text), 1):
            cell = sheet.cell(number, place)
            write_cell(cell, keep_lines(text) or None)
            cell.alignment = Alignment(vertical="top", wrap_text=place > 1)
            cell.font = Font(bold=place == 1)
        if line.kind != "figure":
            colour = _WARNING_COLOUR if line.kind == "warning" else None
            sheet.cell(number, 1).font = Font(bold=True, size=14, color=colour)
    sheet.column_dimensions["A"].width = 26
    sheet.column_dimensions["B"].width = 96


def _write_table(sheet: Worksheet, table: Table) -> None:
    from openpyxl.styles import Alignment, Border, Side

    write_header(sheet, table.columns)
    rule = Border(bottom=Side("hair", color=_RULE_COLOUR))
    wrapped = Alignment(vertical="top", wrap_text=True)
    plain = Alignment(vertical="top")
    for number, row in enumerate(table.rows, 2):
        for place, (value, column) in enumerate(zip(row, table.columns, strict=True), 1):
            cell = sheet.cell(number, place)
            write_cell(cell, _localise(value))
            cell.number_format = NUMBER_FORMATS[column.kind]
            cell.alignment = wrapped if column.kind == "text" else plain
            cell.border = rule
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"


def _localise(value: Cell) -> Cell:
    """Return a moment as the clock on the wall shows it: a workbook knows no zones."""
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


def _set_up_print(sheet: Worksheet, plan: Plan) -> None:
    """Set a sheet to A4 across, as high as it needs, with heading and page numbers."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.7
    head, foot = sheet.oddHeader, sheet.oddFooter
    head.left.text = _escape_part(f"{plan.area.title} · {describe_shift(plan.shift)}")
    head.right.text = "&A"
    if plan.is_sample:
        head.center.text = _escape_part(sample_warning())
        head.center.color = _WARNING_COLOUR
    foot.left.text = _escape_part(describe_source(plan))
    foot.right.text = _("Page {page} of {pages}").format(page="&P", pages="&N")


def _escape_part(text: str) -> str:
    """Return a text as a part of a header: on one line, not too long, its ampersands doubled."""
    line = join_lines(text)
    short = line if len(line) <= _LONGEST_PART else f"{line[: _LONGEST_PART - 1]}…"
    return short.replace("&", "&&")


def _save(book: Workbook, plan: Plan) -> bytes:
    """Return a workbook with the moment of the shift in the place of that of writing."""
    made = plan.shift.start.astimezone(UTC).replace(tzinfo=None)
    book.properties.creator = "routeplan"
    book.properties.title = join_lines(plan.area.title)
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
