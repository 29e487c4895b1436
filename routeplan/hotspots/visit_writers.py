"""Visits -> tables that `routeplan.hotspots.visit_tables` reads back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from routeplan.errors import InputError
from routeplan.hotspots.columns import VISIT_HEADERS
from routeplan.hotspots.table_writers import WRITERS, CellOut, write_table
from routeplan.i18n import _
from routeplan.model import VisitRecord, VisitState
from routeplan.spreadsheets import SheetColumn

# What became of a visit, as Indonesian tables say it.
STATES: Mapping[VisitState, str] = {
    "planned": "rencana", "confirmed": "terlaksana", "missed": "tidak terlaksana",
}  # fmt: skip

_FORMATS = {"date": "date", "share": "number"}
_WIDTHS = {"name": 36, "begin": 27, "end": 27, "state": 18}


def check_visit_suffix(path: Path) -> None:
    """Raise `InputError` if visits are not written to files of this suffix."""
    if path.suffix.lower() not in WRITERS:
        message = _("{file}: visits are written to files ending in {suffixes}.")
        raise InputError(message.format(file=path, suffixes=", ".join(WRITERS)))


def write_visit_table(
    path: Path, visits: Sequence[VisitRecord], *, names: Mapping[str, str] | None = None
) -> None:
    """Write visits to a CSV or XLSX file, by its suffix; `read_visit_table` reads it back.

    Parameters
    ----------
    names
        Names of hotspots by their id, for people who read the table; None leaves them out.

    Raises
    ------
    InputError
        If the suffix is neither.
    OutputError
        If the file cannot be written.
    """
    check_visit_suffix(path)
    readers: dict[str, Callable[[VisitRecord], CellOut]] = {
        "date": lambda visit: visit.date,
        "shift": lambda visit: visit.shift,
        "unit": lambda visit: visit.unit_id,
        "hotspot": lambda visit: visit.hotspot_id,
        "name": lambda visit: (names or {}).get(visit.hotspot_id),
        "begin": lambda visit: visit.begin.isoformat(sep=" "),
        "end": lambda visit: visit.end.isoformat(sep=" "),
        "state": lambda visit: STATES[visit.state],
        "part": lambda visit: visit.part_id,
        "share": lambda visit: visit.share,
        "area": lambda visit: visit.area,
    }
    keys = [key for key in VISIT_HEADERS if key != "name" or names]
    columns = [
        SheetColumn(VISIT_HEADERS[key], _WIDTHS.get(key, 14), _FORMATS.get(key, "text"))
        for key in keys
    ]
    rows = [[readers[key](visit) for key in keys] for visit in visits]
    write_table(path, sheet="Riwayat kunjungan", columns=columns, rows=rows)
