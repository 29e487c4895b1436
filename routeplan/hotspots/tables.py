"""Table files -> rows: which reader reads which kind of file, CSV and XLSX."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from routeplan.errors import InputError
from routeplan.hotspots import map_tables
from routeplan.hotspots.rows import (
    CellTrouble,
    CellValue,
    Columns,
    Grid,
    Table,
    find_header,
    make_table,
)
from routeplan.i18n import _

_DELIMITERS = (";", "\t", ",")
_COMPUTED = re.compile(r"'*[=+\-@]")
_ESCAPED = re.compile(r"'+[=+\-@]")


def read_table(path: Path, *, columns: Columns) -> Table:
    """Return the rows of a table or map file under the known `columns`.

    Raises
    ------
    InputError
        If the file is not there, is empty, has no header row, or cannot be read as what its
        name says it is.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        message = _("{file}: files of this kind are not read. Save it as one of: {kinds}.")
        raise InputError(message.format(file=path, kinds=", ".join(READERS)))
    if not path.is_file():
        raise InputError(_("{file}: no such file.").format(file=path))
    try:
        if path.stat().st_size == 0:
            raise InputError(_("{file} is empty.").format(file=path))
        return reader(path, columns)
    except OSError as error:
        raise InputError(
            _("{file} cannot be read: {error}.").format(file=path, error=error)
        ) from None


def read_csv(path: Path, columns: Columns) -> Table:
    """Return the rows of a CSV file: UTF-8, separated by semicolons, tabs or commas."""
    text = _decode(path)
    if not text.strip():
        raise InputError(_("{file} is empty.").format(file=path))
    # The separator is the one under which some row names the most known columns.
    grids = [_split_csv(text, delimiter) for delimiter in _DELIMITERS]
    best = max((grid or [] for grid in grids), key=lambda grid: find_header(grid, columns)[0])
    if None in grids and not find_header(best, columns)[0]:
        message = _("{file}: a quotation mark is opened and not closed. Save it again as CSV.")
        raise InputError(message.format(file=path))
    return make_table(path, best, columns)


def _decode(path: Path) -> str:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        message = _(
            "{file} is not UTF-8 text (row {row}). In Excel choose Save As, "
            "CSV UTF-8 (Comma delimited), or save it as XLSX."
        )
        raise InputError(message.format(file=path, row=row)) from None
    if "\0" in text:
        message = _("{file} is not UTF-8 text. Save it as CSV UTF-8 or as XLSX.")
        raise InputError(message.format(file=path))
    return text


def _split_csv(text: str, delimiter: str) -> Grid | None:
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return [(n, [unescape_text(cell) for cell in line]) for n, line in enumerate(lines, 1)]
    except csv.Error:
        return None


def unescape_text(text: str) -> str:
    """Return `text` without the apostrophe that keeps a spreadsheet from computing it."""
    return text[1:] if _ESCAPED.match(text) else text


def escape_text(text: str) -> str:
    """Return `text` so that no spreadsheet takes it for a formula; see `unescape_text`.

    References
    ----------
    https://owasp.org/www-community/attacks/CSV_Injection
    """
    return f"'{text}" if _COMPUTED.match(text) else text


def read_xlsx(path: Path, columns: Columns) -> Table:
    """Return the rows of the sheet of a workbook that has the best header row."""
    sheets = list(_read_sheets(path))
    if not any(value is not None for grid in sheets for _n, cells in grid for value in cells):
        raise InputError(_("{file} is empty.").format(file=path))
    return make_table(path, max(sheets, key=lambda g: find_header(g, columns)[0]), columns)


def _read_sheets(path: Path) -> Iterator[Grid]:
    import warnings
    from xml.etree.ElementTree import ParseError
    from zipfile import BadZipFile

    import openpyxl

    try:
        with warnings.catch_warnings():
            # openpyxl warns of styles and extensions that it does not know: no concern of ours.
            warnings.simplefilter("ignore", UserWarning)
            book = openpyxl.load_workbook(path, read_only=True)
            try:
                for sheet in book.worksheets:
                    sheet.reset_dimensions()
                    yield [(n, _sheet_row(cells)) for n, cells in enumerate(sheet.iter_rows(), 1)]
            finally:
                book.close()
    except (BadZipFile, KeyError, ParseError, ValueError):
        message = _("{file} is no XLSX workbook or is damaged. Save it again as XLSX.")
        raise InputError(message.format(file=path)) from None


def _sheet_row(cells: Sequence[object]) -> list[CellValue]:
    return [_sheet_value(cell) for cell in cells]


def _sheet_value(cell: object) -> CellValue:
    kind = getattr(cell, "data_type", "n")
    value: CellValue = getattr(cell, "value", None)
    if kind == "f":
        return CellTrouble(_("The cell holds a formula."))
    if kind == "e":
        return CellTrouble(_("The cell holds the error {value}.").format(value=value))
    return value


READERS: dict[str, Callable[[Path, Columns], Table]] = {
    ".csv": read_csv, ".tsv": read_csv, ".txt": read_csv,
    ".xlsx": read_xlsx, ".xlsm": read_xlsx,
    **map_tables.READERS,
}  # fmt: skip
