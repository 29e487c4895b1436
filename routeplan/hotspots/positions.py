"""Where a row says it is: coordinates, a drawn shape, or the name of a village."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from routeplan.hotspots.cells import CellFault, parse_number, parse_text
from routeplan.hotspots.coordinates import Position, parse_lat_lon
from routeplan.hotspots.named_places import find_village
from routeplan.hotspots.outside import OutsideFault
from routeplan.hotspots.place_checks import OutsideArea, check_place, check_shape
from routeplan.hotspots.row_reader import RowReader
from routeplan.hotspots.rows import CellValue
from routeplan.hotspots.shapes import explain_shape, holds_geometry, holds_shape, parse_geometry
from routeplan.i18n import _

if TYPE_CHECKING:
    from routeplan.areas.districts import Area
    from routeplan.areas.gazetteer import Gazetteer

_DEGREES = re.compile(r"\s*[-+−]?\d")


@dataclass(frozen=True)
class PlaceKeys:
    """Keys of the columns that tell a position in a table.

    Parameters
    ----------
    village
        Of the name of a village, None where such a table names none.
    others
        Of further columns that tell where a row is, read elsewhere.
    takes_shapes
        Whether it may be a line or an area.
    """

    lat: str
    lon: str
    village: str | None
    kecamatan: str | None
    cell: str = "coordinates"
    wkt: str = "geometry"
    others: tuple[str, ...] = ()
    takes_shapes: bool = True

    @property
    def own(self) -> tuple[str, ...]:
        """Those that `read_position` reads; one of them has to be filled in."""
        return self.lat, self.lon, self.cell, self.wkt, *((self.village,) if self.village else ())

    @property
    def keys(self) -> tuple[str, ...]:
        """Those of which one has to be there."""
        return *self.own, *self.others


HOTSPOT_PLACE = PlaceKeys("lat", "lon", "village", "kecamatan", others=("street",))
UNIT_PLACE = PlaceKeys("base_lat", "base_lon", "base", None, takes_shapes=False)
CLOSURE_PLACE = PlaceKeys("lat", "lon", None, "kecamatan", others=("street", "ways"))


def read_position(
    reader: RowReader, keys: PlaceKeys, *, area: Area | None, gazetteer: Gazetteer | None
) -> Position | None:
    """Return the position that a row tells, or None with a fault added."""
    key, position = _find_position(reader, keys, area=area, gazetteer=gazetteer)
    if position is None:
        return None
    reader.is_approximate = bool(position.note)
    try:
        _check_position(position, keys, area=area)
    except OutsideArea as fault:
        make = partial(OutsideFault, lon=position.lon, lat=position.lat)
        reader.add_fault(fault.problem, fault.remedy, key=key, make=make)
        return None
    except CellFault as fault:
        reader.add_fault(fault.problem, fault.remedy, key=key)
        return None
    return position


def find_place(
    text: str, *, area: Area | None, gazetteer: Gazetteer | None, forms: str = ""
) -> Position:
    """Return the place that a text such as ``-8.1335, 113.2246`` or ``Jarit, Candipuro`` names.

    Parameters
    ----------
    forms
        What the text can be, said where it is no place that is known by its name.

    Raises
    ------
    CellFault
        If it names none, or one outside the area.
    """
    if holds_geometry(text) or _DEGREES.match(text):
        position = _parse_place(text)
        if position.shape is not None:
            raise CellFault(*explain_shape(position.shape))
    else:
        try:
            position = _find_named(text, "", area=area, gazetteer=gazetteer)
        except CellFault as fault:
            raise CellFault(fault.problem, f"{fault.remedy} {forms}".strip()) from None
    check_place(position, area=area)
    return position


def _find_position(
    reader: RowReader, keys: PlaceKeys, *, area: Area | None, gazetteer: Gazetteer | None
) -> tuple[str, Position | None]:
    """Return the column that tells the position, and the position unless it is wrong."""
    # A line or an area says more than the place that may be told beside it.
    if keys.takes_shapes and holds_shape(reader.row.cells.get(keys.wkt)):
        return keys.wkt, reader.read(keys.wkt, parse_geometry, None)
    if reader.has(keys.lat) or reader.has(keys.lon):
        remedy = _("Write degrees such as -8.2061 and 113.0941.")
        lat = reader.read_needed(keys.lat, parse_number, remedy)
        lon = reader.read_needed(keys.lon, parse_number, remedy)
        return keys.lat, None if lat is None or lon is None else Position(lon, lat)
    for key, parse in ((keys.cell, _parse_place), (keys.wkt, parse_geometry)):
        if reader.has(key):
            return key, reader.read(key, parse, None)
    if keys.village is None or not reader.has(keys.village):
        return _refuse_unplaced(reader, keys), None
    kecamatan = reader.read(keys.kecamatan, parse_text, "") if keys.kecamatan else ""

    def look_up(value: CellValue) -> Position:
        return _find_named(parse_text(value), kecamatan, area=area, gazetteer=gazetteer)

    return keys.village, reader.read(keys.village, look_up, None)


def _parse_place(value: CellValue) -> Position:
    return parse_geometry(value) if holds_geometry(value) else parse_lat_lon(value)


def _find_named(
    name: str, kecamatan: str, *, area: Area | None, gazetteer: Gazetteer | None
) -> Position:
    first, _comma, second = (part.strip() for part in name.partition(","))
    return find_village(gazetteer, first, kecamatan or second or None, area=area)


def _check_position(position: Position, keys: PlaceKeys, *, area: Area | None) -> None:
    if position.shape is None:
        check_place(position, area=area)
        return
    if not keys.takes_shapes:
        raise CellFault(*explain_shape(position.shape))
    # First whether its corners are possible at all, then where it lies.
    check_shape(position.shape, area=None)
    check_place(position, area=area)
    check_shape(position.shape, area=area)


def _refuse_unplaced(reader: RowReader, keys: PlaceKeys) -> str:
    """Return the column in which the position is missed.

    Where the file has none at all the row is faulty, and the fault is the file's.
    """
    key = next((key for key in keys.keys if reader.has_column(key)), None)
    if key is None:
        reader.faulty = True
        return keys.lat
    remedy = _("Fill in latitude and longitude, or the name of a place.")
    reader.add_fault(_("The row tells no position."), remedy, key=key)
    return key
