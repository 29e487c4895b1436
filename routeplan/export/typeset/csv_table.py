"""A table as plain text, for spreadsheets and other programs.

UTF-8 with a byte order mark, by which Excel knows it. Separator and decimal mark are those that
Excel expects in the country of the language: semicolon and comma in Indonesian.
"""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

from routeplan.export.content.tables import Cell, Table
from routeplan.i18n import _, get_language
from routeplan.model import Plan
from routeplan.spreadsheets import escape_text
from routeplan.wording import describe_source, sample_warning

_DECIMAL_COMMA = ("id",)
# Figures are told to a thousandth: metres of kilometres. Degrees are not rounded.
_DECIMALS = 3


def make_csv_table(table: Table, plan: Plan) -> bytes:
    """Return a table as CSV, with the source of the roads of its plan in the last column.

    A line above the header would keep programs from reading the table.
    """
    source = " · ".join((*([sample_warning()] if plan.is_sample else []), describe_source(plan)))
    has_comma = get_language() in _DECIMAL_COMMA
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";" if has_comma else ",", lineterminator="\r\n")
    writer.writerow([*(column.header for column in table.columns), _("Source")])
    for row in table.rows:
        cells = [
            _format(cell, kind=column.kind, has_comma=has_comma)
            for cell, column in zip(row, table.columns, strict=True)
        ]
        writer.writerow([*cells, escape_text(source)])
    return text.getvalue().encode("utf-8-sig")


def _format(cell: Cell, *, kind: str, has_comma: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return escape_text(cell)
    if isinstance(cell, datetime):
        # The header names the zone; Excel would take a moment with an offset for text.
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, date):
        return cell.isoformat()
    number = repr(cell if kind == "position" else round(cell, _DECIMALS))
    return number.replace(".", ",") if has_comma else number
