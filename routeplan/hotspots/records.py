"""Tables of any kind -> what their rows stand for; every fault of a file is told at once."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from routeplan.errors import Fault, InputFaults
from routeplan.hotspots.cells import parse_text
from routeplan.hotspots.kinds import TableKind, read_table_of
from routeplan.hotspots.outside import merge_outside
from routeplan.hotspots.row_reader import RowReader
from routeplan.hotspots.rows import Table
from routeplan.i18n import _

if TYPE_CHECKING:
    from routeplan.areas.districts import Area

T = TypeVar("T")


class Records(NamedTuple, Generic[T]):
    """What the rows of a file stand for, and what was not used of it; see `HotspotTable`."""

    found: tuple[T, ...]
    unplanned_columns: tuple[str, ...]
    ignored_columns: tuple[str, ...]
    approximate: int
    has_ids: bool


def read_records(
    path: Path,
    kind: TableKind,
    read_record: Callable[[RowReader, str], T | None],
    *,
    area: Area | None,
) -> Records[T]:
    """Return what `read_record` makes of each row and its id.

    Parameters
    ----------
    read_record
        Returns None for a row in which it found a fault.
    area
        Where places have to lie; where most lie in another one, a single fault says so.

    Raises
    ------
    InputFaults
        Naming row and column of everything that is wrong.
    InputError
        If the file cannot be read at all.
    """
    table = read_table_of(path, kind)
    faults = list(table.faults)
    ids = _read_ids(table, faults, prefix=kind.prefix)
    found = []
    approximate = 0
    for row, row_id in zip(table.rows, ids, strict=True):
        reader = RowReader(row, table.headers, faults)
        record = read_record(reader, row_id)
        if record is not None:
            found.append(record)
            approximate += reader.is_approximate
    if faults:
        faults = merge_outside(faults, count=len(table.rows), area=area)
        raise InputFaults(table.file, sorted(faults, key=lambda fault: fault.row or 0))
    unplanned = tuple(table.headers[key] for key in table.list_filled(kind.unplanned))
    has_ids = "id" in table.headers
    return Records(tuple(found), unplanned, table.ignored, approximate, has_ids)


def _read_ids(table: Table, faults: list[Fault], *, prefix: str) -> Sequence[str]:
    """Return the id of each row; where the table has no ids, ``H001`` and so on.

    Faults of missing and repeated ids are added to `faults`.
    """
    if "id" not in table.headers:
        return [f"{prefix}{number:03}" for number in range(1, len(table.rows) + 1)]
    used = {parse_text(row.cells.get("id")) for row in table.rows}
    first_row: dict[str, int] = {}
    ids = []
    for place, row in enumerate(table.rows, 1):
        reader = RowReader(row, table.headers, faults)
        row_id = reader.read("id", parse_text, "")
        if not reader.has("id"):
            new = _make_free_id(used, prefix, place)
            reader.add_fault(
                _("The cell is empty."), _("Give it an id such as {id}.").format(id=new), key="id"
            )
        elif row_id in first_row:
            reader.add_fault(
                _("The id {id} is already used in row {row}.").format(
                    id=row_id, row=first_row[row_id]
                ),
                _("Give it another, such as {id}.").format(id=_make_free_id(used, prefix, place)),
                key="id",
            )
        first_row.setdefault(row_id, row.number)
        ids.append(row_id)
    return ids


def _make_free_id(used: Container[str], prefix: str, number: int) -> str:
    while f"{prefix}{number:03}" in used:
        number += 1
    return f"{prefix}{number:03}"


def join_notes(*notes: str) -> str:
    """Return the notes that say something, separated by semicolons, none of them twice."""
    joined = ""
    for note in notes:
        if note and note not in joined:
            joined = f"{joined}; {note}" if joined else note
    return joined
