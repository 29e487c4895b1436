"""Rows of cells under known columns, whatever kind of file they come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from routeplan.errors import Fault, InputError
from routeplan.hotspots.columns import find_column, suggest_column
from routeplan.i18n import _, ngettext

CellValue = str | int | float | bool | datetime | date | time | timedelta | None
Columns = Mapping[str, Sequence[str]]
Grid = list[tuple[int, Sequence[CellValue]]]

# A header row names at least this many known columns and stands within the first rows.
_ENOUGH_COLUMNS = 2
_HEADER_WITHIN_ROWS = 30


@dataclass(frozen=True)
class Row:
    """A row that holds something; empty cells are left out.

    Parameters
    ----------
    number
        1-based row as a spreadsheet shows it, or number of the feature in a map file.
    cells
        Values by key of their column.
    """

    number: int
    cells: Mapping[str, CellValue]


@dataclass(frozen=True)
class Table:
    """Rows of a file.

    Parameters
    ----------
    file
        Name of the file, for messages.
    headers
        Header as the file writes it, by key of the column.
    ignored
        Headers of columns that nobody knows.
    faults
        What is wrong with the table itself.
    sheets
        Headers of the sheets of a workbook that hold rows below some known header, by title.
    """

    file: str
    headers: Mapping[str, str]
    rows: tuple[Row, ...]
    ignored: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = field(default=())
    sheets: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def list_filled(self, keys: Sequence[str]) -> tuple[str, ...]:
        """Return those of the columns `keys` that hold a value in some row."""
        return tuple(key for key in keys if any(key in row.cells for row in self.rows))


class CellTrouble(str):
    """The value of a cell that cannot be read, such as a formula: the text says why."""

    __slots__ = ()


def make_table(path: Path, grid: Grid, columns: Columns) -> Table:
    """Return the rows of `grid` below its header row.

    Raises
    ------
    InputError
        If no row names enough known columns.
    """
    known, index = find_header(grid, columns)
    if known < _ENOUGH_COLUMNS:
        message = _("{file} has no header row: no row names columns such as {columns}.")
        first = [f"{key} ({names[0]})" for key, names in list(columns.items())[:5]]
        raise InputError(message.format(file=path, columns=", ".join(first)))
    header_row, header = grid[index]
    headers, places, ignored, faults = _read_header(header_row, header, columns)
    rows = []
    for number, cells in grid[index + 1 :]:
        filled = {i: v for i, v in enumerate(cells) if not _is_blank(v)}
        stray = [i for i in filled if i >= len(header) or _is_blank(header[i])]
        if stray:
            message = ngettext(
                "There is {n} cell without a header above it.",
                "There are {n} cells without a header above them.",
                len(stray),
            )
            faults.append(Fault(
                message.format(n=len(stray)),
                _("Give the column a header, empty the cells, or put text that holds the "
                  "separator in quotation marks."), row=number,
            ))  # fmt: skip
        row = {places[i]: v for i, v in filled.items() if i in places}
        if row:
            rows.append(Row(number, row))
    if not rows and not faults:
        raise InputError(_("{file} has a header row and nothing below it.").format(file=path))
    return Table(str(path), headers, tuple(rows), tuple(ignored), tuple(faults))


def find_header(grid: Grid, columns: Columns) -> tuple[int, int]:
    """Return how many known columns the header row names, and its index.

    The header is the first row that names enough columns, so that no row of data below it can
    be taken for it; a row of titles or an empty one above it is passed over. Where there is none
    it is the first whose headers seem to misspell enough of them.
    """
    for find in (find_column, _guess_column):
        for index, (_number, cells) in enumerate(grid[:_HEADER_WITHIN_ROWS]):
            keys = {find(str(cell), columns) for cell in cells if not _is_blank(cell)} - {None}
            if len(keys) >= _ENOUGH_COLUMNS:
                return len(keys), index
    return 0, 0


def _guess_column(header: str, columns: Columns) -> str | None:
    near = suggest_column(header, columns)
    return find_column(near or header, columns)


def _read_header(
    number: int, header: Sequence[CellValue], columns: Columns
) -> tuple[dict[str, str], dict[int, str], list[str], list[Fault]]:
    """Return headers by key, keys by place, unknown headers, and what is wrong with them."""
    headers: dict[str, str] = {}
    places: dict[int, str] = {}
    ignored: list[str] = []
    faults: list[Fault] = []
    for i, cell in enumerate(header):
        text = "" if _is_blank(cell) else str(cell).strip()
        key = find_column(text, columns)
        if key is None:
            ignored += [text] if text else []
        elif key in headers:
            message = _("The columns {first} and {second} mean the same.")
            faults.append(Fault(
                message.format(first=headers[key], second=text), _("Remove one of them."),
                row=number, column=text,
            ))  # fmt: skip
        else:
            headers[key] = text
            places[i] = key
    for text in ignored:
        near = suggest_column(text, columns)
        # Beside a column of the right name it is no slip but a column of the user's own.
        if near is not None and find_column(near, columns) not in headers:
            remedy = _("Did you mean {names}?").format(names=near)
            faults.append(Fault(_("No column has this name."), remedy, row=number, column=text))
    return headers, places, ignored, faults


def _is_blank(value: CellValue) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
