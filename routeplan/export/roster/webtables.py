"""Tables as the page shows them: every cell a text, with what it is sorted by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from routeplan.export.content.tables import Cell, Table
from routeplan.wording import format_clock, format_number, format_share, format_short_day

DECIMALS = {"integer": 0, "decimal": 1, "fine": 2}


@dataclass(frozen=True)
class WebCell:
    """A cell: its text, the `kind` of its column, and the number that it is sorted by, if any."""

    text: str
    kind: str
    key: float | None = None


@dataclass(frozen=True)
class WebTable:
    """A table whose cells in the column `head_column` say what their row is of."""

    title: str
    heads: tuple[WebCell, ...]
    rows: tuple[tuple[WebCell, ...], ...]
    head_column: int


def show_table(table: Table, *, without: frozenset[str] = frozenset()) -> WebTable:
    """Return a table for the page.

    Parameters
    ----------
    without
        Headers of columns that the page leaves out.
    """
    kept = [n for n, column in enumerate(table.columns) if column.header not in without]
    kinds = [column.kind for column in table.columns]
    return WebTable(
        title=table.title,
        heads=tuple(WebCell(table.columns[n].header, kinds[n]) for n in kept),
        rows=tuple(tuple(_show_cells(row, kinds, kept)) for row in table.rows),
        head_column=0,
    )


def _show_cells(row: tuple[Cell, ...], kinds: list[str], kept: list[int]) -> Iterator[WebCell]:
    for n in kept:
        value = row[n]
        key = float(value) if isinstance(value, int | float) else None
        yield WebCell(show_value(value, kinds[n]), kinds[n], key)


def show_value(value: Cell, kind: str) -> str:
    """Return the text of a value in the language in use; empty where there is none."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return format_clock(value)
    if isinstance(value, date):
        return format_short_day(value)
    if isinstance(value, str):
        return value
    if kind == "share":
        return format_share(value, decimals=1)
    return format_number(value, decimals=DECIMALS.get(kind, 0))
