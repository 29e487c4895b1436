"""Table files -> rows: which reader reads which kind of file, CSV and XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
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
from routeplan.spreadsheets import unescape_text

_DELIMITERS = (";", "\t", ",")


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
        message = _(
            "{file}: a quotation mark is opened and not closed, or a cell is too long. Save it "
            "again as CSV; give shapes of very many points in a GeoJSON file."
        )
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


def read_xlsx(path: Path, columns: Columns) -> Table:
    """Return the rows of the sheet of a workbook that has the best header row.

    Hidden sheets are passed over.
    """
    sheets = dict(_read_sheets(path))
    if not any(map(_holds_something, sheets.values())):
        raise InputError(_("{file} is empty.").format(file=path))
    known = {title: find_header(grid, columns) for title, grid in sheets.items()}
    most = max(count for count, _index in known.values())
    best = [title for title, (count, _index) in known.items() if count == most]
    # A sheet with nothing below its header is no second table.
    rows = {title: grid[known[title][1] + 1 :] for title, grid in sheets.items()}
    filled = [title for title in best if _holds_something(rows[title])]
    if most and len(filled) > 1:
        raise refuse_sheets(path, filled)
    headers = {
        title: [str(cell) for cell in sheets[title][index][1] if cell is not None]
        for title, (count, index) in known.items()
        if count and _holds_something(rows[title])
    }
    return replace(make_table(path, sheets[(filled or best)[0]], columns), sheets=headers)


def refuse_sheets(path: Path, names: Iterable[str]) -> InputError:
    """Return the error of a workbook that has a table of one kind on each of the sheets."""
    message = _(
        "{file} has such a table on several sheets: {names}. Keep one, and delete or hide the "
        "others."
    )
    return InputError(message.format(file=path, names=", ".join(names)))


def _holds_something(grid: Grid) -> bool:
    return any(value is not None for _number, cells in grid for value in cells)


def _read_sheets(path: Path) -> Iterator[tuple[str, Grid]]:
    """Yield title and rows of every sheet that is not hidden."""
    import warnings
    import zlib
    from xml.etree.ElementTree import ParseError
    from zipfile import BadZipFile

    import openpyxl

    try:
        with warnings.catch_warnings():
            # openpyxl warns of styles and extensions that it does not know: no concern of ours.
            warnings.simplefilter("ignore", UserWarning)
            book = openpyxl.load_workbook(path, read_only=True)
            try:
                for sheet in (s for s in book.worksheets if s.sheet_state == "visible"):
                    sheet.reset_dimensions()
                    rows = enumerate(sheet.iter_rows(), 1)
                    yield sheet.title, [(n, [_sheet_value(c) for c in cells]) for n, cells in rows]
            finally:
                book.close()
    except (  # what unpacking and openpyxl raise on what they do not understand
        BadZipFile, zlib.error, EOFError, ParseError,
        ValueError, LookupError, TypeError, AttributeError,
    ):  # fmt: skip
        message = _("{file} is no XLSX workbook or is damaged. Save it again as XLSX.")
        raise InputError(message.format(file=path)) from None


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
