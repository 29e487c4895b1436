"""The cells of one row, read one by one; what is wrong with them is gathered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from routeplan.errors import Fault
from routeplan.hotspots.cells import CellFault
from routeplan.hotspots.rows import CellTrouble, CellValue, Row
from routeplan.i18n import _

T = TypeVar("T")

_LONGEST_PROBLEM = 200


class RowReader:
    """Reads the cells of one row and gathers what is wrong with them.

    `faulty` says that something is, `is_approximate` that the row tells its position by the name
    of a village only.

    Parameters
    ----------
    headers
        Header as the file writes it, by key of the column.
    faults
        List to which faults are added.
    """

    def __init__(self, row: Row, headers: Mapping[str, str], faults: list[Fault]) -> None:
        self.row = row
        self._headers = headers
        self._faults = faults
        self.faulty = False
        self.is_approximate = False

    def has(self, key: str) -> bool:
        """Tell whether the cell holds something."""
        return key in self.row.cells

    def has_column(self, key: str) -> bool:
        """Tell whether the file has the column at all."""
        return key in self._headers

    def header_of(self, key: str) -> str:
        """Return the header of a column as the file writes it."""
        return self._headers.get(key, key)

    def read(self, key: str, parse: Callable[[CellValue], T], default: T) -> T:
        """Return the parsed cell; the default where it is empty or wrong."""
        value = self.row.cells.get(key)
        if value is None:
            return default
        if isinstance(value, CellTrouble):
            self.add_fault(str(value), _("Put the plain value into the cell."), key=key)
            return default
        try:
            return parse(value)
        except CellFault as fault:
            self.add_fault(fault.problem, fault.remedy, key=key)
            return default

    def read_needed(self, key: str, parse: Callable[[CellValue], T], remedy: str) -> T | None:
        """Return the parsed cell; None and a fault where it is empty or wrong.

        Where the whole column is missing the row is faulty, and the fault is the file's.
        """
        if not self.has_column(key):
            self.faulty = True
            return None
        if not self.has(key):
            self.add_fault(_("The cell is empty."), remedy, key=key)
            return None
        return self.read(key, parse, None)

    def add_fault(
        self, problem: str, remedy: str = "", *, key: str, make: Callable[..., Fault] = Fault
    ) -> None:
        """Add a fault of the column `key` of this row, made by `make`."""
        self.faulty = True
        fault = make(_shorten(problem), remedy, row=self.row.number, column=self.header_of(key))
        self._faults.append(fault)


def check_dates(reader: RowReader, first: date | None, last: date | None) -> None:
    """Add a fault to the row if its last date is before its first."""
    if first and last and first > last:
        reader.add_fault(
            _("The last date is before the first."), _("Swap the two dates."), key="valid_to"
        )


def _shorten(text: str) -> str:
    """Return `text`, without its middle where it quotes a very long cell."""
    if len(text) <= _LONGEST_PROBLEM:
        return text
    half = _LONGEST_PROBLEM // 2
    return f"{text[:half]} ... {text[-half:]}"
