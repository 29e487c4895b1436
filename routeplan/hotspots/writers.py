"""Hotspots -> tables that `routeplan.hotspots.readers` reads back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from routeplan.errors import InputError
from routeplan.hotspots.columns import HOTSPOT_HEADERS
from routeplan.hotspots.courses import TRUNK_ROAD
from routeplan.hotspots.shapes import write_wkt
from routeplan.hotspots.table_writers import WRITERS, CellOut, write_table
from routeplan.i18n import _
from routeplan.model import Hotspot
from routeplan.spreadsheets import SheetColumn

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
    columns = [
        SheetColumn(HOTSPOT_HEADERS[key], _WIDTHS.get(key, 14), _FORMATS.get(key, "text"))
        for key in keys
    ]
    cells = [[row.get(key) for key in keys] for row in rows]
    write_table(path, sheet="Titik rawan", columns=columns, rows=cells)


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
