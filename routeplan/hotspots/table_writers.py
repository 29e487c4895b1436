"""Rows -> tables for spreadsheets, CSV and XLSX, that `routeplan.hotspots.tables` reads back."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from routeplan.errors import InputError
from routeplan.files import write_bytes
from routeplan.hotspots.cells import clean_text
from routeplan.hotspots.workbooks import write_workbook
from routeplan.i18n import _
from routeplan.spreadsheets import LONGEST_CELL, SheetColumn, escape_text

CellOut = str | float | date | None
Rows = Sequence[Sequence[CellOut]]


def write_table(path: Path, *, sheet: str, columns: Sequence[SheetColumn], rows: Rows) -> None:
    """Write rows to a CSV or XLSX file, by its suffix.

    Parameters
    ----------
    sheet
        Title of the sheet of a workbook.
    rows
        With a cell for each of the `columns`; text loses control characters.

    Raises
    ------
    InputError
        If a workbook cannot hold a text.
    KeyError
        If the suffix is none of `WRITERS`.
    OutputError
        If the file cannot be written.
    """
    clean = [[_clean_cell(cell) for cell in row] for row in rows]
    WRITERS[path.suffix.lower()](path, sheet, columns, clean)


def _clean_cell(cell: CellOut) -> CellOut:
    """Return text without the control characters that no spreadsheet can hold."""
    return clean_text(cell) if isinstance(cell, str) else cell


def write_csv(path: Path, _sheet: str, columns: Sequence[SheetColumn], rows: Rows) -> None:
    """Write a CSV file as Indonesian Excel does: BOM, semicolons, decimal commas."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.header for column in columns])
    writer.writerows([_format_csv(cell) for cell in row] for row in rows)
    write_bytes(path, text.getvalue().encode("utf-8-sig"))


def _format_csv(cell: CellOut) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return repr(cell).replace(".", ",")
    return escape_text(cell) if isinstance(cell, str) else str(cell)


def write_xlsx(path: Path, sheet: str, columns: Sequence[SheetColumn], rows: Rows) -> None:
    """Write an XLSX workbook."""
    if any(isinstance(cell, str) and len(cell) > LONGEST_CELL for row in rows for cell in row):
        message = _("{file}: a text or a shape is too long for a cell of a workbook. Write a .csv.")
        raise InputError(message.format(file=path))
    write_workbook(path, sheet=sheet, columns=columns, rows=rows)


WRITERS: Mapping[str, Callable[[Path, str, Sequence[SheetColumn], Rows], None]] = {
    ".csv": write_csv,
    ".xlsx": write_xlsx,
}
