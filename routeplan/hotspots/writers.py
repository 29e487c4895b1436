"""Hotspots -> tables that `routeplan.hotspots.readers` reads back."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from routeplan.errors import InputError
from routeplan.files import write_bytes
from routeplan.hotspots.cells import clean_text
from routeplan.hotspots.columns import HOTSPOT_HEADERS
from routeplan.hotspots.courses import TRUNK_ROAD
from routeplan.hotspots.shapes import write_wkt
from routeplan.hotspots.workbooks import write_workbook
from routeplan.i18n import _
from routeplan.model import Hotspot
from routeplan.spreadsheets import LONGEST_CELL, SheetColumn, escape_text

CellOut = str | float | date | None

_FORMATS = {
    "lat": "degrees", "lon": "degrees", "weight": "number", "dwell_min": "number",
    "visits": "number", "min_gap_min": "number", "per_month": "number",
    "valid_from": "date", "valid_to": "date",
}  # fmt: skip
_WIDTHS = {"name": 36, "category": 16, "note": 60}
_VEHICLE_WORDS = {"foot": "kaki"}


def write_hotspots(path: Path, hotspots: Sequence[Hotspot]) -> None:
    """Write hotspots to a CSV or XLSX file, by its suffix.

    Columns in which no hotspot says anything are left out.

    Raises
    ------
    InputError
        If the suffix is neither, or a workbook cannot hold a shape.
    OutputError
        If the file cannot be written.
    """
    check_suffix(path)
    rows = [_list_cells(hotspot) for hotspot in hotspots]
    keys = [key for key in HOTSPOT_HEADERS if any(row.get(key) is not None for row in rows)]
    WRITERS[path.suffix.lower()](
        path, keys, [[_clean_cell(row.get(key)) for key in keys] for row in rows]
    )


def check_suffix(path: Path) -> None:
    """Raise `InputError` if hotspots are not written to files of this suffix."""
    if path.suffix.lower() not in WRITERS:
        message = _("{file}: hotspots are written to files ending in {suffixes}.")
        raise InputError(message.format(file=path, suffixes=", ".join(WRITERS)))


def _list_cells(hotspot: Hotspot) -> Mapping[str, CellOut]:
    """Return the cells of a hotspot by column; None where the reader's default says the same."""
    access = [_VEHICLE_WORDS.get(vehicle, vehicle) for vehicle in hotspot.access]
    return {
        "id": hotspot.id,
        "name": hotspot.name,
        "category": hotspot.category,
        **_list_place(hotspot),
        "both_directions": "ya" if hotspot.both_directions else None,
        "level": hotspot.level,
        "weight": hotspot.weight,
        "dwell_min": hotspot.dwell_min,
        "visits": hotspot.visits,
        "min_gap_min": hotspot.min_gap_min,
        "per_month": hotspot.per_month,
        "windows": _join(hotspot.windows),
        "appointment": f"{hotspot.appointment:%H:%M}" if hotspot.appointment is not None else None,
        "days": _join(hotspot.days),
        "valid_from": hotspot.valid_from,
        "valid_to": hotspot.valid_to,
        "required": "ya" if hotspot.required else None,
        "forbidden": "ya" if hotspot.forbidden else None,
        "unit": hotspot.unit or None,
        "access": _join(access),
        "programmes": _join(hotspot.programmes),
        "note": hotspot.note or None,
    }


def _list_place(hotspot: Hotspot) -> Mapping[str, CellOut]:
    """Return the cells that say where a hotspot is; a drawn shape says it by itself."""
    shape = hotspot.shape
    if shape is not None and shape.geometry is not None:
        return {"geometry": write_wkt(shape)}
    place: dict[str, CellOut] = {"lat": hotspot.lat, "lon": hotspot.lon}
    if shape is None:
        return place
    if shape.kind == "street":
        return {**place, "street": shape.street, "kecamatan": shape.kecamatan}
    if shape.to_lon is None or shape.to_lat is None:
        return {**place, "route_to": TRUNK_ROAD}
    # Never in powers of ten, which no reader of coordinates takes.
    lat, lon = (f"{Decimal(repr(degrees)):f}" for degrees in (shape.to_lat, shape.to_lon))
    return {**place, "route_to": f"{lat}, {lon}"}


def _join(parts: Sequence[object]) -> str | None:
    return "; ".join(str(part) for part in parts) or None


def _clean_cell(cell: CellOut) -> CellOut:
    """Return text without the control characters that no spreadsheet can hold."""
    return clean_text(cell) if isinstance(cell, str) else cell


def write_csv(path: Path, keys: Sequence[str], rows: Sequence[Sequence[CellOut]]) -> None:
    """Write a CSV file as Indonesian Excel does: BOM, semicolons, decimal commas."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([HOTSPOT_HEADERS[key] for key in keys])
    writer.writerows([_format_csv(cell) for cell in row] for row in rows)
    write_bytes(path, text.getvalue().encode("utf-8-sig"))


def _format_csv(cell: CellOut) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return repr(cell).replace(".", ",")
    return escape_text(cell) if isinstance(cell, str) else str(cell)


def write_xlsx(path: Path, keys: Sequence[str], rows: Sequence[Sequence[CellOut]]) -> None:
    """Write an XLSX workbook."""
    if any(isinstance(cell, str) and len(cell) > LONGEST_CELL for row in rows for cell in row):
        message = _("{file}: a shape has too many points for a cell of a workbook. Write a .csv.")
        raise InputError(message.format(file=path))
    columns = [
        SheetColumn(HOTSPOT_HEADERS[key], _WIDTHS.get(key, 14), _FORMATS.get(key, "text"))
        for key in keys
    ]
    write_workbook(path, sheet="Titik rawan", columns=columns, rows=rows)


WRITERS: Mapping[str, Callable[[Path, Sequence[str], Sequence[Sequence[CellOut]]], None]] = {
    ".csv": write_csv,
    ".xlsx": write_xlsx,
}
