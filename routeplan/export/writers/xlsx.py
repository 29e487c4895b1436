"""``xlsx``: the tables of a plan as a workbook to filter, to sort and to print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from routeplan.export.content.hotspot_tables import list_hotspots, list_not_visited
from routeplan.export.content.plain import keep_lines
from routeplan.export.content.reader import PlanReader
from routeplan.export.content.summary import Line, list_summary
from routeplan.export.content.tables import list_stops, list_units
from routeplan.export.formats import ExportFile, ExportOptions
from routeplan.export.workbook import (
    WARNING_COLOUR,
    find_height,
    save_workbook,
    set_up_print,
    write_table,
)
from routeplan.i18n import _
from routeplan.model import Plan
from routeplan.spreadsheets import FONT, write_cell
from routeplan.wording import describe_shift, describe_source, sample_warning

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


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
        write_table(book.create_sheet(table.title), table)
    for sheet in book.worksheets:
        set_up_print(
            sheet,
            head=f"{plan.area.title} · {describe_shift(plan.shift)}",
            foot=describe_source(plan),
            warning=sample_warning() if plan.is_sample else "",
        )
    data = save_workbook(book, title=plan.area.title, moment=plan.shift.start)
    yield ExportFile("tables.xlsx", data, _("Tables"))


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
        sheet.row_dimensions[number].height = find_height(texts, widths) if is_figure else 21
    for letter, width in zip("AB", widths, strict=True):
        sheet.column_dimensions[letter].width = width
