"""Rows of tables and features of maps -> fixes by device."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, tzinfo
from functools import partial
from itertools import groupby
from typing import NamedTuple

from routeplan.errors import Fault, InputFaults
from routeplan.geo import is_lonlat
from routeplan.hotspots import cells
from routeplan.hotspots.coordinates import parse_lat_lon
from routeplan.hotspots.moments import parse_date
from routeplan.hotspots.row_reader import RowReader
from routeplan.hotspots.rows import Table
from routeplan.i18n import _
from routeplan.tracking.raw import UNKNOWN, FixRow, RawTrack, make_raw_track
from routeplan.tracking.readers.moments import parse_moment


class _Found(NamedTuple):
    device: str
    fix: FixRow
    is_local: bool


def read_rows(table: Table, *, zone: tzinfo) -> list[RawTrack]:
    """Return the recordings of a table with the columns of `TRACK_COLUMNS`, one for each device.

    A row without a time or a position is a fix that lacks it; a cell that cannot be read is a
    fault.

    Raises
    ------
    InputFaults
        Naming row and column of everything that is wrong.
    """
    from datetime import UTC

    faults = [*table.faults, *_list_missing(table)]
    zone = UTC if "time_utc" in table.headers else zone
    found = []
    for row in table.rows:
        reader = RowReader(row, table.headers, faults)
        moment_s, is_local = _read_moment(reader, zone)
        lon, lat = _read_place(reader)
        accuracy_m = reader.read("accuracy_m", cells.parse_not_negative, UNKNOWN)
        device = reader.read("device", cells.parse_text, "")
        is_local = is_local and zone is not UTC
        found.append(_Found(device, (moment_s, lon, lat, accuracy_m), is_local))
    if faults:
        raise InputFaults(table.file, sorted(faults, key=lambda fault: fault.row or 0))
    return _split_devices(table.file, found)


def _split_devices(file: str, found: Iterable[_Found]) -> list[RawTrack]:
    by_device = sorted(found, key=lambda one: one.device)
    groups = groupby(by_device, key=lambda one: one.device)
    tracks = []
    for device, group in groups:
        own = list(group)
        is_local = any(one.is_local for one in own)
        tracks.append(make_raw_track(file, device, (one.fix for one in own), is_local=is_local))
    return tracks


def _list_missing(table: Table) -> list[Fault]:
    """Return a fault for each thing that no column tells."""
    headers = table.headers
    missing = []
    if not ({"lat", "lon"} <= headers.keys() or "coordinates" in headers):
        remedy = _("Add the columns lat and lon (Lintang, Bujur).")
        missing.append(Fault(_("No column tells the position."), remedy))
    told = {"time", "time_utc"} & headers.keys() or {"date", "clock"} <= headers.keys()
    if not told:
        remedy = _("Add the column time (Waktu), e.g. 2024-11-20 23:15:02.")
        missing.append(Fault(_("No column tells the time."), remedy))
    return missing


def _read_moment(reader: RowReader, zone: tzinfo) -> tuple[float, bool]:
    nothing: tuple[float, bool] = (UNKNOWN, False)
    day: date | None = reader.read("date", parse_date, None)
    if reader.has("date") and day is None:
        return nothing
    for key in ("time_utc", "time", "clock"):
        if reader.has(key):
            return reader.read(key, partial(parse_moment, zone=zone, day=day), nothing)
    return nothing


def _read_place(reader: RowReader) -> tuple[float, float]:
    if reader.has("coordinates"):
        position = reader.read("coordinates", parse_lat_lon, None)
        lon, lat = (UNKNOWN, UNKNOWN) if position is None else (position.lon, position.lat)
        key = "coordinates"
    else:
        lon = reader.read("lon", cells.parse_number, UNKNOWN)
        lat = reader.read("lat", cells.parse_number, UNKNOWN)
        key = "lat"
    if lon == lon and lat == lat and not is_lonlat(lon, lat):  # noqa: PLR0124 - not a number
        reader.add_fault(
            _("{lat}, {lon} is no latitude and longitude.").format(lat=lat, lon=lon),
            _("Latitude goes from -90 to 90, longitude from -180 to 180."), key=key,
        )  # fmt: skip
        return UNKNOWN, UNKNOWN
    return lon, lat
