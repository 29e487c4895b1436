"""What tables for spreadsheets have in common: columns, header rows, text that stays text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

# Letters that a cell of a workbook holds.
LONGEST_CELL = 32_767
# Text keeps a spreadsheet from making fractions of times and dates of numbers.
NUMBER_FORMATS: Mapping[str, str] = {
    "text": "@",
    "number": "General",
    "integer": "0",
    "decimal": "0.0",
    "fine": "0.00",
    "share": "0.0%",
    "degrees": "0.0000##",
    "position": "0.000000",
    "date": "yyyy-mm-dd",
    "clock": "hh:mm:ss",
}
# The font of a workbook's cells unless another is named.
FONT = "Calibri"
_HEADER_COLOUR = "1F3864"
# Spreadsheets take what begins so for a formula; Asian ones also the full-width letters.
_COMPUTED = re.compile("'*[=+\\-@\\t\\r\uff1d\uff0b\uff0d\uff20]")
_ESCAPED = re.compile("'+[=+\\-@\\t\\r\uff1d\uff0b\uff0d\uff20]")


@dataclass(frozen=True)
class SheetColumn:
    """A column of a sheet.

    Parameters
    ----------
    width
        In characters.
    kind
        A key of `NUMBER_FORMATS`.
    choices
        Offered as a drop-down list; other values are accepted after a warning.
    """

    header: str
    width: float = 14
    kind: str = "text"
    choices: tuple[str, ...] = ()


def escape_text(text: str) -> str:
    """Return `text` so that no spreadsheet takes it for a formula; see `unescape_text`.

    References
    ----------
    https://owasp.org/www-community/attacks/CSV_Injection
    """
    return f"'{text}" if _COMPUTED.match(text) else text


def unescape_text(text: str) -> str:
    """Return `text` without the apostrophe that keeps a spreadsheet from computing it."""
    return text[1:] if _ESCAPED.match(text) else text


def write_header(sheet: Worksheet, columns: Sequence[SheetColumn]) -> None:
    """Write the first row of a sheet, which stays in view, and set the widths of its columns."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for place, column in enumerate(columns, 1):
        cell = sheet.cell(1, place, column.header)
        cell.font = Font(name=FONT, bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", start_color=_HEADER_COLOUR)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    sheet.freeze_panes = "A2"


def write_cell(cell: Any, value: str | float | date | None) -> None:
    """Put a value into a cell of a workbook; text stays text, also where somebody edits it."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = _COMPUTED.match(value) is not None
