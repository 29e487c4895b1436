"""Where a row says it is: coordinates in one or two cells, or the name of a village."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from routeplan.geo import great_circle_m, is_lonlat
from routeplan.hotspots.cells import CellFault, parse_number, parse_text
from routeplan.hotspots.coordinates import Position, parse_lat_lon, parse_wkt_point
from routeplan.hotspots.outside import MARGIN_M, OutsideFault
from routeplan.hotspots.row_reader import RowReader
from routeplan.hotspots.rows import CellValue
from routeplan.i18n import _

if TYPE_CHECKING:
    from routeplan.areas.districts import Area
    from routeplan.areas.gazetteer import Gazetteer, Village

_SEAT = re.compile(r"\s*(?:kecamatan|kec|polsek|polres(?:ta)?)\b", re.IGNORECASE)
_SUGGESTIONS = 3


class OutsideArea(CellFault):
    """The place is possible but lies outside the area."""


@dataclass(frozen=True)
class PlaceKeys:
    """Keys of the columns that tell a position in a table."""

    lat: str
    lon: str
    village: str
    kecamatan: str | None
    cell: str = "coordinates"
    wkt: str = "geometry"

    @property
    def keys(self) -> tuple[str, ...]:
        """Those of which one has to be there."""
        return self.lat, self.lon, self.cell, self.wkt, self.village


HOTSPOT_PLACE = PlaceKeys("lat", "lon", "village", "kecamatan")
UNIT_PLACE = PlaceKeys("base_lat", "base_lon", "base", None)


def read_position(
    reader: RowReader, keys: PlaceKeys, *, area: Area | None, gazetteer: Gazetteer | None
) -> Position | None:
    """Return the position that a row tells, or None with a fault added."""
    key, position = _find_position(reader, keys, area=area, gazetteer=gazetteer)
    if position is None:
        return None
    reader.is_approximate = bool(position.note)
    try:
        check_place(position, area=area)
    except OutsideArea as fault:
        make = partial(OutsideFault, lon=position.lon, lat=position.lat)
        reader.add_fault(fault.problem, fault.remedy, key=key, make=make)
        return None
    except CellFault as fault:
        reader.add_fault(fault.problem, fault.remedy, key=key)
        return None
    return position


def _find_position(
    reader: RowReader, keys: PlaceKeys, *, area: Area | None, gazetteer: Gazetteer | None
) -> tuple[str, Position | None]:
    """Return the column that tells the position, and the position unless it is wrong."""
    if reader.has(keys.lat) or reader.has(keys.lon):
        remedy = _("Write degrees such as -8.2061 and 113.0941.")
        lat = reader.read_needed(keys.lat, parse_number, remedy)
        lon = reader.read_needed(keys.lon, parse_number, remedy)
        return keys.lat, None if lat is None or lon is None else Position(lon, lat)
    for key, parse in ((keys.cell, parse_lat_lon), (keys.wkt, parse_wkt_point)):
        if reader.has(key):
            return key, reader.read(key, parse, None)
    if not reader.has(keys.village):
        return _refuse_unplaced(reader, keys), None
    kecamatan = reader.read(keys.kecamatan, parse_text, "") if keys.kecamatan else ""

    def look_up(value: CellValue) -> Position:
        name = parse_text(value)
        first, _comma, second = (part.strip() for part in name.partition(","))
        return find_village(gazetteer, first, kecamatan or second or None, area=area)

    return keys.village, reader.read(keys.village, look_up, None)


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


def find_village(
    gazetteer: Gazetteer | None, name: str, kecamatan: str | None, *, area: Area | None = None
) -> Position:
    """Return the approximate position of a village, or of the seat of a kecamatan, by its name.

    A name with "Kecamatan", "Polsek" or "Polres" before it, and one that no village has, means
    the seat of a kecamatan.

    Raises
    ------
    CellFault
        If there is no such village, there are several of that name, or there is no gazetteer.
    """
    if gazetteer is None:
        raise CellFault(
            _("Names of places cannot be looked up here."), _("Fill in latitude and longitude.")
        )
    seat = gazetteer.find_seat(name) if kecamatan is None else None
    if seat is not None and _SEAT.match(name):
        return _approximate(seat)
    found = gazetteer.find(name, kecamatan=kecamatan)
    inside = [v for v in found if area is None or area.contains(v.lon, v.lat, margin_m=MARGIN_M)]
    villages = inside or list(found)
    if len(villages) > 1:
        places = ", ".join(sorted({_name_place(v, villages) for v in villages}))
        raise CellFault(
            _("There are {n} villages called {name}.").format(n=len(villages), name=name),
            _("Say which one by its kecamatan: {places}.").format(places=places),
        )
    if villages:
        return _approximate(villages[0])
    if seat is not None:
        return _approximate(seat)
    raise CellFault(*_explain_missing(gazetteer, name, kecamatan))


def _approximate(village: Village) -> Position:
    note = _("approximate position: a point in {village}, {kecamatan}").format(
        village=village.name, kecamatan=village.kecamatan
    )
    return Position(village.lon, village.lat, note)


def _name_place(village: Village, others: list[Village]) -> str:
    same = [other for other in others if other.kecamatan == village.kecamatan]
    return f"{village.kecamatan} ({village.regency})" if len(same) > 1 else village.kecamatan


def _explain_missing(gazetteer: Gazetteer, name: str, kecamatan: str | None) -> tuple[str, str]:
    elsewhere = gazetteer.find(name) if kecamatan else ()
    if elsewhere:
        places = ", ".join(sorted({village.kecamatan for village in elsewhere}))
        return (
            _("There is no village {name} in {kecamatan}.").format(name=name, kecamatan=kecamatan),
            _("There is one in: {places}.").format(places=places),
        )
    near = gazetteer.suggest(name)[:_SUGGESTIONS]
    remedy = (
        _("Did you mean {names}?").format(names=", ".join(near))
        if near
        else _("Fill in latitude and longitude.")
    )
    return _("No village is called {name}.").format(name=name), remedy


def check_place(position: Position, *, area: Area | None) -> None:
    """Raise `CellFault` if the position is impossible or swapped, `OutsideArea` if outside."""
    lon, lat = position.lon, position.lat
    if not is_lonlat(lon, lat):
        if is_lonlat(lat, lon):
            raise _swapped(position)
        raise CellFault(
            _("({lat}, {lon}) is no latitude and longitude.").format(lat=lat, lon=lon),
            _("Check the decimal sign: latitudes here are about -8.2, longitudes about 113.1."),
        )
    if area is None or area.contains(lon, lat, margin_m=MARGIN_M):
        return
    if is_lonlat(lat, lon) and area.contains(lat, lon, margin_m=MARGIN_M):
        raise _swapped(position)
    if area.contains(lon, -lat, margin_m=MARGIN_M):
        raise CellFault(
            _("The latitude lacks its minus sign: the south is negative.")
            if lat > 0
            else _("The latitude has a minus sign too many: the north is positive."),
            _("Write latitude {lat}.").format(lat=-lat),
        )
    raise OutsideArea(
        _("({lat}, {lon}) lies {km} km outside {area}.").format(
            lat=lat,
            lon=lon,
            km=f"{_measure_distance_m(area, lon, lat) / 1000:.1f}",
            area=area.title,
        ),
        _("Check the coordinates, or choose the district that the place belongs to."),
    )


def _measure_distance_m(area: Area, lon: float, lat: float) -> float:
    import shapely

    # UTM is of no use for a place on the other side of the earth: the nearest point is looked for
    # in degrees, those of longitude shortened as they are at the latitude of the area.
    _west, south, _east, north = area.bounds
    shorten = np.array([math.cos(math.radians((south + north) / 2)), 1.0])
    boundary = shapely.transform(area.boundary, lambda points: points * shorten)
    line = shapely.shortest_line(boundary, shapely.Point([lon, lat] * shorten))
    (lons, lats) = (shapely.get_coordinates(line) / shorten).T
    return float(great_circle_m(lons[:1], lats[:1], lons[1:], lats[1:])[0])


def _swapped(position: Position) -> CellFault:
    return CellFault(
        _("Latitude and longitude are swapped."),
        _("Write latitude {lat} and longitude {lon}.").format(lat=position.lon, lon=position.lat),
    )
