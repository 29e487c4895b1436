"""Workbooks with a header row, formats and drop-down lists, as Excel users expect them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from routeplan.files import replacing
from routeplan.spreadsheets import NUMBER_FORMATS, SheetColumn, write_cell, write_header

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_LIST_SHEET = "Daftar"


def write_workbook(
    path: Path,
    *,
    sheet: str,
    columns: Sequence[SheetColumn],
    rows: Sequence[Sequence[str | float | date | None]],
    spare_rows: int = 0,
    guide: Sequence[Sequence[str]] = (),
) -> None:
    """Write an XLSX workbook, all or nothing.

    Parameters
    ----------
    spare_rows
        Empty rows below the last that are formatted and have lists, too.
    guide
        Rows of a second sheet, "Petunjuk"; none without them.
    """
    import openpyxl

    book = openpyxl.Workbook()
    table = book.active
    table.title = sheet
    write_header(table, columns)
    for number, row in enumerate(rows, 2):
        for place, value in enumerate(row, 1):
            write_cell(table.cell(number, place), value)
    last_row = len(rows) + 1 + spare_rows
    for place, column in enumerate(columns, 1):
        for number in range(2, last_row + 1):
            table.cell(number, place).number_format = NUMBER_FORMATS[column.kind]
    if guide:
        _write_guide(book.create_sheet("Petunjuk"), guide)
    _add_choices(book, table, columns, last_row)
    with replacing(path) as part:
        book.save(part)


def _write_guide(sheet: Worksheet, guide: Sequence[Sequence[str]]) -> None:
    from openpyxl.styles import Alignment, Font

    for number, row in enumerate(guide, 1):
        for place, text in enumerate(row, 1):
            cell = sheet.cell(number, place, text)
            cell.alignment = Alignment(vertical="top", wrap_text=len(row) > 1)
            cell.font = Font(bold=len(row) > 1 and place == 1)
    sheet.column_dimensions["A"].width = 22
    sheet.column_dimensions["B"].width = 100


def _add_choices(
    book: Any, table: Worksheet, columns: Sequence[SheetColumn], last_row: int
) -> None:
    """Offer the choices of each column as a list kept on a sheet of its own.

    A list inside the rule itself may hold 255 characters only.
    """
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    with_choices = [(place, c) for place, c in enumerate(columns, 1) if c.choices]
    if not with_choices:
        return
    lists = book.create_sheet(_LIST_SHEET)
    for list_place, (place, column) in enumerate(with_choices, 1):
        lists.cell(1, list_place, column.header)
        for number, choice in enumerate(column.choices, 2):
            lists.cell(number, list_place, choice)
        letter = get_column_letter(list_place)
        rule = DataValidation(
            type="list", formula1=f"{_LIST_SHEET}!${letter}$2:${letter}${len(column.choices) + 1}",
            allow_blank=True, showErrorMessage=True, errorStyle="warning",
        )  # fmt: skip
        target = get_column_letter(place)
        rule.add(f"{target}2:{target}{last_row}")
        table.add_data_validation(rule)
