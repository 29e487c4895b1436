"""The roster as a workbook: the schedule to print and sign, and all tables to filter and sort."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from routeplan.export.content.month_hours import Outcomes
from routeplan.export.content.plain import join_lines, keep_lines
from routeplan.export.content.tables import Table
from routeplan.export.formats import ExportFile
from routeplan.export.roster.calendar import OFF, list_days, list_duties
from routeplan.export.roster.cover_tables import list_coverage
from routeplan.export.roster.page import describe_period
from routeplan.export.roster.reader import RosterReader
from routeplan.export.roster.tables import (
    list_crews,
    list_figure_table,
    list_minimums,
    list_places,
    list_shifts,
    list_visits,
)
from routeplan.export.workbook import WARNING_COLOUR, save_workbook, set_up_print, write_table
from routeplan.i18n import _
from routeplan.model import Roster
from routeplan.spreadsheets import FONT, write_cell
from routeplan.wording import describe_hours, describe_source, sample_warning

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_HEAD_COLOUR, _FREE_COLOUR = "1F3864", "E7E6E6"
# Pale grounds that keep black letters readable, one for each name of shift in turn.
_SHIFT_COLOURS = ("DDEBF7", "FCE4D6", "E2EFDA", "FFF2CC", "EDEDED")
_NAME_WIDTH, _DAY_WIDTH, _SUM_WIDTH = 28, 6.5, 9
# The whole month on one sheet across is shrunk to about half: letters are large before that.
_SIZE = 12
# Rows of the schedule: title, period, warning or nothing, a row left free, then weekday and date.
_WEEKDAY_ROW, _DATE_ROW = 5, 6


def make_workbook(reader: RosterReader) -> Iterator[ExportFile]:
    """Yield ``roster.xlsx``."""
    import openpyxl

    book = openpyxl.Workbook()
    _write_schedule(book.active, reader)
    tables = [
        list_shifts(reader), list_visits(reader), list_crews(reader), list_minimums(reader),
        list_places(reader), *list_coverage(reader), list_figure_table(reader),
    ]  # fmt: skip
    yield ExportFile("roster.xlsx", _finish(book, tables, reader), _("Tables of the roster"))


def make_coverage_workbook(
    reader: RosterReader, outcomes: Outcomes | None = None
) -> Iterator[ExportFile]:
    """Yield ``coverage.xlsx``: what is covered, and what a history tells of it if there is one."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    tables = [*list_coverage(reader, outcomes), list_places(reader)]
    yield ExportFile("coverage.xlsx", _finish(book, tables, reader), _("Tables of the coverage"))


def _finish(book: Workbook, tables: Sequence[Table], reader: RosterReader) -> bytes:
    """Return a workbook with some tables added, each on a sheet, made ready to be printed."""
    roster = reader.roster
    for table in tables:
        write_table(book.create_sheet(table.title), table)
    for sheet in book.worksheets:
        set_up_print(
            sheet,
            head=f"{roster.area_title} · {describe_period(roster)}",
            foot=describe_source(roster),
            warning=sample_warning() if roster.is_sample else "",
        )
    moments = [watch.shift.start for watch in roster.watches]
    title = _("Roster: {area}").format(area=join_lines(roster.area_title))
    return save_workbook(book, title=title, moment=min(moments))


def _write_schedule(sheet: Worksheet, reader: RosterReader) -> None:
    """Fill a sheet with a row for each unit and a column for each day."""
    from openpyxl.utils import get_column_letter

    sheet.title = _("Schedule")
    _write_title(sheet, reader.roster)
    days, crews = list_days(reader, {}), list_crews(reader)
    sums = [column.header for column in crews.columns][2:]
    last_day = 1 + len(days)
    _write_heads(sheet, reader, sums)
    names = {name: name for name in reader.shift_names}
    duties = list_duties(reader, names)
    for number, (duty, row) in enumerate(zip(duties, crews.rows, strict=True), _DATE_ROW + 1):
        _write_row(sheet, number, [duty.title, *duty.cells, *row[2:]], last_day, names)
        for place, day in enumerate(days, 2):
            if day.is_free and not duty.cells[place - 2]:
                _fill(sheet.cell(number, place), _FREE_COLOUR)
    _write_key(sheet, reader, _DATE_ROW + len(duties) + 2)
    widths = [_NAME_WIDTH, *[_find_width(names)] * len(days), *[_SUM_WIDTH] * len(sums)]
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = sheet.cell(_DATE_ROW + 1, 2)
    sheet.print_title_cols = "A:A"


def _write_title(sheet: Worksheet, roster: Roster) -> None:
    from openpyxl.styles import Font

    title = _("Roster: {area}").format(area=roster.area_title)
    lines: list[tuple[str, int, str | None]] = [
        (title, 14, None),
        (describe_period(roster), 11, None),
    ]
    if roster.is_sample:
        lines.append((sample_warning(), 12, WARNING_COLOUR))
    for row, (text, size, colour) in enumerate(lines, 1):
        cell = sheet.cell(row, 1)
        write_cell(cell, keep_lines(text))
        cell.font = Font(name=FONT, size=size, bold=row != 2, color=colour)


def _write_heads(sheet: Worksheet, reader: RosterReader, sums: Sequence[str]) -> None:
    from openpyxl.styles import Alignment, Font

    days = list_days(reader, {})
    above = ["", *(f"{day.short}\n{day.pasaran}" for day in days), *[""] * len(sums)]
    below: list[Any] = [_("Unit"), *reader.days, *sums]
    for row, texts in ((_WEEKDAY_ROW, above), (_DATE_ROW, below)):
        for place, text in enumerate(texts, 1):
            cell = sheet.cell(row, place)
            write_cell(cell, text or None)
            cell.font = Font(name=FONT, bold=True, color="FFFFFF", size=_SIZE - 1)
            cell.alignment = Alignment("left" if place == 1 else "center", "center", wrap_text=True)
            _fill(cell, _HEAD_COLOUR)
            if 1 < place <= 1 + len(days) and row == _DATE_ROW:
                cell.number_format = "d/m"
    sheet.row_dimensions[_WEEKDAY_ROW].height = 34
    sheet.row_dimensions[_DATE_ROW].height = 32


def _write_row(
    sheet: Worksheet, number: int, values: Sequence[Any], last_day: int, names: dict[str, str]
) -> None:
    from openpyxl.styles import Alignment, Border, Font, Side

    colours = dict(zip(names, _SHIFT_COLOURS * len(names), strict=False))
    side = Side("thin", color="BFBFBF")
    for place, value in enumerate(values, 1):
        cell = sheet.cell(number, place)
        is_day = 1 < place <= last_day
        shown = _("off") if is_day and value == OFF else value
        write_cell(cell, keep_lines(shown) if isinstance(shown, str) else shown)
        if shown == "":
            cell.value = None
        cell.font = Font(name=FONT, bold=place == 1, size=_SIZE)
        cell.alignment = Alignment("left" if place == 1 else "center", "center", wrap_text=True)
        cell.border = Border(side, side, side, side)
        if is_day and value in colours:
            _fill(cell, colours[value])
        elif is_day and value == OFF:
            _fill(cell, _FREE_COLOUR)
        if isinstance(value, float):
            cell.number_format = "0.0"
    sheet.row_dimensions[number].height = 34


def _write_key(sheet: Worksheet, reader: RosterReader, row: int) -> None:
    """Write below the schedule what the names of its shifts mean, and where it is signed."""
    from openpyxl.styles import Font

    shifts = {watch.shift.name: watch.shift for watch in reversed(reader.roster.watches)}
    for number, name in enumerate(reader.shift_names):
        cell = sheet.cell(row + number, 1)
        write_cell(cell, f"{keep_lines(name)}: {describe_hours(shifts[name])}")
        cell.font = Font(name=FONT, size=_SIZE)


def _find_width(names: dict[str, str]) -> float:
    """Return how wide a day has to be for the longest name of a shift."""
    return max(_DAY_WIDTH, *(min(len(name) + 1.5, 14) for name in names))


def _fill(cell: Any, colour: str) -> None:
    from openpyxl.styles import PatternFill

    cell.fill = PatternFill("solid", start_color=colour)
