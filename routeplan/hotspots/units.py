"""Files of units -> `Unit`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from routeplan.config import Config
from routeplan.hotspots import cells, moments
from routeplan.hotspots.breaks import read_breaks
from routeplan.hotspots.kinds import UNITS
from routeplan.hotspots.named_places import make_kecamatan_parser
from routeplan.hotspots.positions import UNIT_PLACE, read_position
from routeplan.hotspots.records import join_notes, read_records
from routeplan.hotspots.row_reader import RowReader
from routeplan.hotspots.rows import CellValue
from routeplan.i18n import _
from routeplan.model import ClockWindow, Unit

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
    records = read_records(path, UNITS, read, area=area)
    return UnitTable(
        records.found, records.unplanned_columns, records.ignored_columns, records.approximate
    )


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
    limits = _read_limits(reader)
    _check_return(reader, start, end, limits["latest_return"])
    breaks = read_breaks(reader, area=area, gazetteer=gazetteer)
    if reader.faulty or position is None or vehicle is None or not row_id:
        return None
    return Unit(
        id=row_id, name=name, vehicle=vehicle, lon=position.lon, lat=position.lat,
        base=join_notes(base, position.note), crew=crew, start=start, end=end,
        jurisdiction=jurisdiction, max_km=max_km, row=reader.row.number,
        breaks=breaks, **limits,
    )  # fmt: skip


def _check_return(
    reader: RowReader, start: time | None, end: time | None, latest: time | None
) -> None:
    if start is None or end is None or latest is None or start == end:
        return
    if not moments.is_within(ClockWindow(start, end), latest):
        reader.add_fault(
            _("{time} lies outside the hours of the unit.").format(time=f"{latest:%H:%M}"),
            _("Write a time between its beginning and its end, or empty the cell."),
            key="latest_return",
        )


def _read_limits(reader: RowReader) -> dict[str, Any]:
    """Return the fields that say when and how often a unit comes back, and where it may drive."""
    loops = reader.read("loops", cells.parse_count, 1)
    if loops > 1 and not reader.has("max_stops"):
        reader.add_fault(
            _("Of {n} loops nothing says when one ends.").format(n=loops),
            _("Fill in in the column max_stops (Maks titik) after how many places it comes back."),
            key="loops",
        )
    strict = reader.read("strict", cells.parse_yes_no, False)
    if strict and not reader.has("jurisdiction"):
        reader.add_fault(
            _("A unit without a jurisdiction cannot be kept inside it."),
            _("Fill in its kecamatan in the column jurisdiction (Wilayah hukum), or write tidak."),
            key="strict",
        )
    return {
        "loops": loops,
        "max_stops": reader.read("max_stops", cells.parse_count, None),
        "strict": strict,
        "latest_return": reader.read("latest_return", moments.parse_clock, None),
    }


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
    parse_name = make_kecamatan_parser(area)
    return lambda value: tuple(parse_name(name) for name in cells.parse_list(value))
