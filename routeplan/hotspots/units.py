"""Files of units -> `Unit`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from routeplan.areas.names import fold_name
from routeplan.config import Config
from routeplan.hotspots import cells, moments
from routeplan.hotspots.kinds import UNITS
from routeplan.hotspots.positions import UNIT_PLACE, read_position
from routeplan.hotspots.records import join_notes, read_records
from routeplan.hotspots.row_reader import RowReader
from routeplan.hotspots.rows import CellValue
from routeplan.i18n import _
from routeplan.model import Unit

if TYPE_CHECKING:
    from routeplan.areas.districts import Area
    from routeplan.areas.gazetteer import Gazetteer


@dataclass(frozen=True)
class UnitTable:
    """The units of a file and what was not used of it; see `HotspotTable`."""

    units: tuple[Unit, ...]
    unplanned_columns: tuple[str, ...] = ()
    ignored_columns: tuple[str, ...] = ()
    approximate: int = 0


def read_units(
    path: Path, *, config: Config, area: Area | None = None, gazetteer: Gazetteer | None = None
) -> UnitTable:
    """Return the units of a table (CSV, XLSX) or map file (GeoJSON, KML, GPKG, SHP).

    Parameters
    ----------
    config
        Its shift says the other end of the hours of a unit that gives only one of its own.
    area
        Bases have to lie in it, or at most 1 km outside, and its kecamatan are those that a
        jurisdiction may name; None accepts any.
    gazetteer
        Where bases without coordinates are looked up by name.

    Raises
    ------
    InputFaults
        Naming row and column of everything that is wrong.
    InputError
        If the file cannot be read at all or holds no unit.
    """
    read = partial(_read_unit, config=config, area=area, gazetteer=gazetteer)
    return UnitTable(*read_records(path, UNITS, read, area=area))


def _read_unit(
    reader: RowReader,
    row_id: str,
    *,
    config: Config,
    area: Area | None,
    gazetteer: Gazetteer | None,
) -> Unit | None:
    position = read_position(reader, UNIT_PLACE, area=area, gazetteer=gazetteer)
    vehicle = reader.read_needed("vehicle", cells.parse_vehicle, _("Write R4, R2 or kaki."))
    name = reader.read("name", cells.parse_text, row_id)
    crew = reader.read("crew", cells.parse_count, 2)
    start = reader.read("shift_start", moments.parse_clock, None)
    end = reader.read("shift_end", moments.parse_clock, None)
    _check_hours(reader, start, end, config=config)
    max_km = reader.read("max_km", cells.parse_positive, None)
    anywhere: tuple[str, ...] = ()
    jurisdiction = reader.read("jurisdiction", _make_jurisdiction_parser(area), anywhere)
    base = reader.read("base", cells.parse_text, "")
    if reader.faulty or position is None or vehicle is None or not row_id:
        return None
    return Unit(
        id=row_id, name=name, vehicle=vehicle, lon=position.lon, lat=position.lat,
        base=join_notes(base, position.note), crew=crew, start=start, end=end,
        jurisdiction=jurisdiction, max_km=max_km, row=reader.row.number,
    )  # fmt: skip


def _check_hours(
    reader: RowReader, start: time | None, end: time | None, *, config: Config
) -> None:
    unreadable = [key for key, found in (("shift_start", start), ("shift_end", end))
                  if reader.has(key) and found is None]  # fmt: skip
    if unreadable:
        return
    shift = config.shifts.get(config.plan.shift)
    if shift is not None and (start is not None or end is not None):
        start = start or time.fromisoformat(shift.start)
        end = end or time.fromisoformat(shift.end)
    if start is not None and start == end:
        reader.add_fault(
            _("The shift starts and ends at {time}.").format(time=f"{start:%H:%M}"),
            _("Write two different times, or leave both empty for the hours of the shift."),
            key="shift_end" if reader.has("shift_end") else "shift_start",
        )


def _make_jurisdiction_parser(area: Area | None) -> Callable[[CellValue], tuple[str, ...]]:
    """Return a parser of lists of kecamatan, spelt as the area spells them."""
    known = {} if area is None else {fold_name(part.name): part.name for part in area.kecamatan}

    def parse(value: CellValue) -> tuple[str, ...]:
        names = cells.parse_list(value)
        if not known:
            return names
        offered = list(known.values())
        return tuple(
            cells.parse_name_of(known, name, kind=_("kecamatan"), offered=offered, fold=fold_name)
            for name in names
        )

    return parse
