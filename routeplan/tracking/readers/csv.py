"""CSV and workbooks: a row for each fix, with a column of devices where there are several."""

from __future__ import annotations

from datetime import tzinfo
from pathlib import Path

from routeplan.hotspots.tables import read_table
from routeplan.tracking.raw import RawTrack
from routeplan.tracking.readers.columns import TRACK_COLUMNS
from routeplan.tracking.readers.rows import read_rows


def read_csv(path: Path, *, zone: tzinfo) -> list[RawTrack]:
    """Return the recordings of a table, one for each device; see `read_rows`."""
    return read_rows(read_table(path, columns=TRACK_COLUMNS), zone=zone)
