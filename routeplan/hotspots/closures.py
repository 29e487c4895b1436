"""Files of closed roads -> `Closure`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from routeplan.config import Config
from routeplan.hotspots import cells, moments
from routeplan.hotspots.courses import read_street
from routeplan.hotspots.kinds import CLOSURES
from routeplan.hotspots.positions import CLOSURE_PLACE, read_position
from routeplan.hotspots.records import join_notes, read_records
from routeplan.hotspots.row_reader import RowReader, check_dates
from routeplan.hotspots.rows import CellValue
from routeplan.i18n import _
from routeplan.model import Closure

if TYPE_CHECKING:
    from routeplan.areas.districts import Area

# A wider circle is taken for a slip of the pen: what floods so far is drawn as an area.
LARGEST_RADIUS_M = 5000

_WAY = re.compile(r"[1-9]\d{0,17}", re.ASCII)


@dataclass(frozen=True)
class ClosureTable:
    """The closures of a file and what was not used of it; see `HotspotTable`."""

    closures: tuple[Closure, ...]
    ignored_columns: tuple[str, ...] = ()


def read_closures(path: Path, *, config: Config, area: Area | None = None) -> tuple[Closure, ...]:
    """Return the closures of a table (CSV, XLSX) or map file (GeoJSON, KML, GPKG, SHP).

    Which of them are in force on a date is for the plan to say. For parameters and errors see
    `read_closure_table`.
    """
    return read_closure_table(path, config=config, area=area).closures


def read_closure_table(path: Path, *, config: Config, area: Area | None = None) -> ClosureTable:
    """Return the closures of a file, and its columns that nobody knows.

    Parameters
    ----------
    config
        Its `visits.closure_m` is the radius around a point where the file gives none.
    area
        Points and areas have to lie in it, or at most 1 km outside, and its kecamatan are those
        that a street may be in; None accepts any.

    Raises
    ------
    InputFaults
        Naming row and column of everything that is wrong.
    InputError
        If the file cannot be read at all.
    """
    read = partial(_read_closure, config=config, area=area)
    records = read_records(path, CLOSURES, read, area=area)
    return ClosureTable(records.found, records.ignored_columns)


def _read_closure(
    reader: RowReader, row_id: str, *, config: Config, area: Area | None
) -> Closure | None:
    name = reader.read_needed("name", cells.parse_text, _("Say what is closed."))
    parsers = {
        "vehicles": cells.parse_vehicles,
        "valid_from": moments.parse_date,
        "valid_to": moments.parse_date,
        "days": moments.parse_days,
        "windows": moments.parse_windows,
    }
    fields: dict[str, Any] = {
        key: reader.read(key, parse, None) for key, parse in parsers.items() if reader.has(key)
    }
    check_dates(reader, fields.get("valid_from"), fields.get("valid_to"))
    reason = reader.read("reason", cells.parse_text, "")
    note = reader.read("note", cells.parse_text, "")
    where = _read_where(reader, config=config, area=area)
    if reader.faulty or not (row_id and name):
        return None
    return Closure(
        row_id, name, **fields, **where, reason=join_notes(reason, note), row=reader.row.number
    )


def _read_where(reader: RowReader, *, config: Config, area: Area | None) -> dict[str, Any]:
    """Return the fields that say which road is closed: one way of the three, or a fault."""
    told = [
        key
        for key in ("ways", "street", next(filter(reader.has, CLOSURE_PLACE.own), ""))
        if reader.has(key)
    ]
    if len(told) > 1:
        reader.add_fault(
            _("The row says more than once which road is closed: {columns}.").format(
                columns=", ".join(map(reader.header_of, told))
            ),
            _("Keep one of them."),
            key=told[0],
        )
        return {}
    if told and told[0] != "ways" and told[0] != "street":
        return _read_place(reader, config=config, area=area)
    if reader.has("radius_m"):
        reader.add_fault(
            _("A radius belongs to a point, and the row tells of none."),
            _("Empty the cell, or fill in latitude and longitude."),
            key="radius_m",
        )
    if told == ["ways"]:
        return {"ways": reader.read("ways", parse_ways, None)}
    if told == ["street"]:
        return {"shape": read_street(reader, area=area)}
    _refuse_unplaced(reader)
    return {}


def _refuse_unplaced(reader: RowReader) -> None:
    """Add a fault to a row that tells no road, unless the file has no column for one."""
    key = next(filter(reader.has_column, CLOSURE_PLACE.keys), None)
    if key is None:
        reader.faulty = True
        return
    reader.add_fault(
        _("The row does not say which road is closed."),
        _("Fill in a street and its kecamatan, a point, a shape, or numbers of ways."),
        key=key,
    )


def _read_place(reader: RowReader, *, config: Config, area: Area | None) -> dict[str, Any]:
    """Return the fields of a point with its radius, of a line, or of an area."""
    position = read_position(reader, CLOSURE_PLACE, area=area, gazetteer=None)
    radius_m = reader.read("radius_m", _parse_radius, config.visits.closure_m)
    if position is None:
        return {}
    if position.shape is None:
        return {"lon": position.lon, "lat": position.lat, "radius_m": radius_m}
    if reader.has("radius_m"):
        reader.add_fault(
            _("A radius belongs to a point, and the row draws a shape."),
            _("Empty the cell."),
            key="radius_m",
        )
    return {"shape": position.shape}


def parse_ways(value: CellValue) -> tuple[int, ...]:
    """Return the OSM ids of a list of ways such as ``23456789; 34567890``."""
    text = cells.parse_text(value)
    return tuple(dict.fromkeys(map(_parse_way, cells.parse_list(text))))


def _parse_way(text: str) -> int:
    digits = text.removeprefix("way/")
    if not _WAY.fullmatch(digits):
        raise cells.CellFault(
            _("{value} is no number of an OSM way.").format(value=text),
            _("Write numbers such as 23456789, as openstreetmap.org shows them."),
        )
    return int(digits)


def _parse_radius(value: CellValue) -> float:
    radius = cells.parse_positive(value)
    if radius > LARGEST_RADIUS_M:
        raise cells.CellFault(
            _("A radius of {n} m is too large.").format(n=f"{radius:g}"),
            _("Write metres, at most {n}, or draw an area.").format(n=LARGEST_RADIUS_M),
        )
    return radius
