"""Files of hotspots -> `Hotspot`; every fault of a file is reported at once."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from routeplan.config import Config
from routeplan.errors import Fault, InputFaults
from routeplan.hotspots import cells, moments
from routeplan.hotspots.columns import UNPLANNED_HOTSPOT_COLUMNS
from routeplan.hotspots.kinds import HOTSPOTS, read_table_of
from routeplan.hotspots.outside import merge_outside
from routeplan.hotspots.positions import HOTSPOT_PLACE, read_position
from routeplan.hotspots.row_reader import RowReader
from routeplan.hotspots.rows import CellValue, Table
from routeplan.i18n import _
from routeplan.model import Hotspot

if TYPE_CHECKING:
    from routeplan.areas.districts import Area
    from routeplan.areas.gazetteer import Gazetteer

# Longer stays are taken for a slip of the pen: half an ordinary shift.
LONGEST_DWELL_MIN = 240


@dataclass(frozen=True)
class HotspotTable:
    """The hotspots of a file and what was not used of it.

    Parameters
    ----------
    unplanned_columns
        Headers of known columns that hold values and that no plan takes into account yet.
    ignored_columns
        Headers that nobody knows.
    approximate
        How many positions are a point in the village that the row names.
    """

    hotspots: tuple[Hotspot, ...]
    unplanned_columns: tuple[str, ...] = ()
    ignored_columns: tuple[str, ...] = ()
    approximate: int = 0


@dataclass(frozen=True)
class _Context:
    """What the rows of a file are read against."""

    config: Config
    area: Area | None
    gazetteer: Gazetteer | None


def read_hotspots(
    path: Path, *, config: Config, area: Area | None = None, gazetteer: Gazetteer | None = None
) -> HotspotTable:
    """Return the hotspots of a table (CSV, XLSX) or map file (GeoJSON, KML, GPKG, SHP).

    Parameters
    ----------
    area
        Every hotspot has to lie in it, or at most 1 km outside; None accepts any place.
    gazetteer
        Where rows without coordinates are looked up by village and kecamatan.

    Raises
    ------
    InputFaults
        Naming row and column of everything that is wrong.
    InputError
        If the file cannot be read at all.
    """
    table = read_table_of(path, HOTSPOTS)
    faults = list(table.faults)
    ids = read_ids(table, faults, prefix="H")
    context = _Context(config, area, gazetteer)
    hotspots = []
    approximate = 0
    for row, row_id in zip(table.rows, ids, strict=True):
        reader = RowReader(row, table.headers, faults)
        hotspot = _read_hotspot(reader, row_id, context)
        if hotspot is not None:
            hotspots.append(hotspot)
            approximate += reader.is_approximate
    if faults:
        faults = merge_outside(faults, count=len(table.rows), area=area)
        raise InputFaults(table.file, sorted(faults, key=lambda fault: fault.row or 0))
    unplanned = table.list_filled(UNPLANNED_HOTSPOT_COLUMNS)
    return HotspotTable(
        tuple(hotspots),
        tuple(table.headers[key] for key in unplanned),
        table.ignored,
        approximate,
    )


def read_ids(table: Table, faults: list[Fault], *, prefix: str) -> Sequence[str]:
    """Return the id of each row; where the table has no ids, ``H001`` and so on.

    Faults of missing and repeated ids are added to `faults`.
    """
    if "id" not in table.headers:
        return [f"{prefix}{number:03}" for number in range(1, len(table.rows) + 1)]
    used = {cells.parse_text(row.cells.get("id")) for row in table.rows}
    first_row: dict[str, int] = {}
    ids = []
    for place, row in enumerate(table.rows, 1):
        reader = RowReader(row, table.headers, faults)
        row_id = reader.read("id", cells.parse_text, "")
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


def _read_hotspot(reader: RowReader, row_id: str, context: _Context) -> Hotspot | None:
    categories = context.config.categories
    position = read_position(reader, HOTSPOT_PLACE, area=context.area, gazetteer=context.gazetteer)
    name = reader.read_needed("name", cells.parse_text, _("Give the place a name."))
    category = reader.read_needed(
        "category",
        cells.make_category_parser({key: rule.label for key, rule in categories.items()}),
        _("Known: {names}.").format(names=", ".join(sorted(categories))),
    )
    fields = {
        key: reader.read(key, parse, None)
        for key, parse in _OPTIONAL_CELLS.items()
        if reader.has(key)
    }
    first, last = fields.get("valid_from"), fields.get("valid_to")
    if first and last and first > last:
        reader.add_fault(
            _("The last date is before the first."), _("Swap the two dates."), key="valid_to"
        )
    if reader.faulty or position is None or not (row_id and name and category):
        return None
    fields.setdefault("dwell_min", categories[category].dwell_min)
    fields["note"] = join_notes(fields.get("note", ""), position.note)
    return Hotspot(
        row_id, name, category, position.lon, position.lat, **fields, row=reader.row.number
    )


def _parse_dwell(value: CellValue) -> int:
    minutes = cells.parse_count(value)
    if minutes > LONGEST_DWELL_MIN:
        raise cells.CellFault(
            _("{n} minutes at one place are too long.").format(n=minutes),
            _("Write minutes, at most {n}; 10 to 16 deter best.").format(n=LONGEST_DWELL_MIN),
        )
    return minutes


def join_notes(*notes: str) -> str:
    """Return the notes that say something, separated by semicolons, none of them twice."""
    joined = ""
    for note in notes:
        if note and note not in joined:
            joined = f"{joined}; {note}" if joined else note
    return joined


# Cells that may be empty: the category says the minutes then, the model everything else.
_OPTIONAL_CELLS: Mapping[str, Callable[[CellValue], Any]] = {
    "level": cells.parse_level,
    "weight": cells.parse_not_negative,
    "dwell_min": _parse_dwell,
    "windows": moments.parse_windows,
    "days": moments.parse_days,
    "valid_from": moments.parse_date,
    "valid_to": moments.parse_date,
    "required": cells.parse_yes_no,
    "access": cells.parse_vehicles,
    "visits": cells.parse_count,
    "min_gap_min": cells.parse_count,
    "per_month": cells.parse_count,
    "programmes": cells.parse_list,
    "note": cells.parse_text,
}
