"""Files of hotspots -> `Hotspot`; every fault of a file is reported at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from routeplan.config import LONGEST_STAY_MIN, Config
from routeplan.hotspots import cells, moments
from routeplan.hotspots.courses import check_both_directions, read_course
from routeplan.hotspots.kinds import HOTSPOTS
from routeplan.hotspots.records import join_notes, read_records
from routeplan.hotspots.row_reader import RowReader, check_dates
from routeplan.hotspots.rows import CellValue
from routeplan.i18n import _
from routeplan.model import ClockWindow, Hotspot, Shape

if TYPE_CHECKING:
    from routeplan.areas.districts import Area
    from routeplan.areas.gazetteer import Gazetteer

# A shift is shorter than a day.
LONGEST_GAP_MIN = 1440
MOST_VISITS = 100


@dataclass(frozen=True)
class HotspotTable:
    """The hotspots of a file and what was not used of it.

    Parameters
    ----------
    unplanned_columns
        Headers of known columns that hold values and that no plan of a shift takes into account.
    ignored_columns
        Headers that nobody knows.
    approximate
        How many positions are a point in the village that the row names.
    has_ids
        Whether the ids are those of the file, and not numbers of its rows.
    """

    hotspots: tuple[Hotspot, ...]
    unplanned_columns: tuple[str, ...] = ()
    ignored_columns: tuple[str, ...] = ()
    approximate: int = 0
    has_ids: bool = True


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
    read = partial(_read_hotspot, config=config, area=area, gazetteer=gazetteer)
    return HotspotTable(*read_records(path, HOTSPOTS, read, area=area))


def _read_hotspot(
    reader: RowReader,
    row_id: str,
    *,
    config: Config,
    area: Area | None,
    gazetteer: Gazetteer | None,
) -> Hotspot | None:
    categories = config.categories
    position = read_course(reader, area=area, gazetteer=gazetteer)
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
    nothing: tuple[str, ...] = ()
    fields["programmes"] = reader.read("programmes", _make_programme_parser(config), nothing)
    check_dates(reader, fields.get("valid_from"), fields.get("valid_to"))
    _check_duties(reader, fields)
    if position is not None and fields.get("appointment"):
        _check_appointment(reader, position.shape, fields.get("visits") or 1)
    if position is not None and fields.get("both_directions"):
        check_both_directions(reader, position.shape)
    if reader.faulty or position is None or not (row_id and name and category):
        return None
    is_area = position.shape is not None and position.shape.kind == "area"
    usual_min = config.visits.sweep_min if is_area else categories[category].dwell_min
    fields.setdefault("dwell_min", usual_min)
    fields["note"] = join_notes(fields.get("note", ""), position.note)
    return Hotspot(
        row_id, name, category, position.lon, position.lat, **fields,
        shape=position.shape, row=reader.row.number,
    )  # fmt: skip


def _check_duties(reader: RowReader, fields: Mapping[str, Any]) -> None:
    """Add a fault for what a hotspot cannot be at the same time."""
    appointment: time | None = fields.get("appointment")
    if fields.get("forbidden") and (fields.get("required") or appointment is not None):
        reader.add_fault(
            _("The place is forbidden and has to be visited."),
            _("Keep one of them: empty the cell, or take away what makes the visit necessary."),
            key="forbidden",
        )
    windows: tuple[ClockWindow, ...] = fields.get("windows", ())
    if appointment is None or not windows:
        return
    if not any(moments.is_within(window, appointment) for window in windows):
        reader.add_fault(
            _("The appointment at {time} lies outside the hours of visits.").format(
                time=f"{appointment:%H:%M}"
            ),
            _("Change one of the two, or leave the hours empty."),
            key="appointment",
        )


def _check_appointment(reader: RowReader, shape: Shape | None, visits: int) -> None:
    """Add a fault for an appointment with what cannot begin at one moment."""
    if shape is not None:
        reader.add_fault(
            _("A road or an area has no appointment: its parts cannot all begin at one moment."),
            _("Give the place of the appointment a row of its own."),
            key="appointment",
        )
    if visits > 1:
        reader.add_fault(
            _("An appointment is one visit, and {n} are wished for.").format(n=visits),
            _("Give the other visits a row of their own."),
            key="visits",
        )


def _make_programme_parser(config: Config) -> Callable[[CellValue], tuple[str, ...]]:
    """Return a parser of lists of programmes, each told by its id or label."""

    def find(name: str) -> str:
        found = config.find_programme(name)
        if found is None:
            labels = [rule.label for rule in config.programmes.values()]
            raise cells.refuse_name(name, kind=_("programme"), offered=labels)
        return found

    return lambda value: tuple(dict.fromkeys(map(find, cells.parse_list(value))))


def _parse_dwell(value: CellValue) -> int:
    minutes = cells.parse_count(value)
    if minutes > LONGEST_STAY_MIN:
        raise cells.CellFault(
            _("{n} minutes at one place are too long.").format(n=minutes),
            _("Write minutes, at most {n}; 10 to 16 deter best.").format(n=LONGEST_STAY_MIN),
        )
    return minutes


def _parse_gap(value: CellValue) -> int:
    minutes = cells.parse_count(value)
    if minutes > LONGEST_GAP_MIN:
        raise cells.CellFault(
            _("A gap of {n} minutes is longer than a day.").format(n=minutes),
            _("Write the minutes between two visits within one shift."),
        )
    return minutes


def _parse_visits(value: CellValue) -> int:
    count = cells.parse_count(value)
    if count > MOST_VISITS:
        raise cells.CellFault(
            _("{n} visits in one shift are too many.").format(n=count),
            _("Write at most {n}.").format(n=MOST_VISITS),
        )
    return count


# Cells that may be empty: the category says the minutes then, the model everything else.
_OPTIONAL_CELLS: Mapping[str, Callable[[CellValue], Any]] = {
    "level": cells.parse_level,
    "weight": cells.parse_not_negative,
    "dwell_min": _parse_dwell,
    "windows": moments.parse_windows,
    "appointment": moments.parse_clock,
    "days": moments.parse_days,
    "valid_from": moments.parse_date,
    "valid_to": moments.parse_date,
    "required": cells.parse_yes_no,
    "both_directions": cells.parse_yes_no,
    "forbidden": cells.parse_yes_no,
    "unit": cells.parse_text,
    "access": cells.parse_vehicles,
    "visits": _parse_visits,
    "min_gap_min": _parse_gap,
    "per_month": cells.parse_count,
    "note": cells.parse_text,
}
