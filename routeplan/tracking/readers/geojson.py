"""GeoJSON: lines with an array of times, and points with a time among their properties.

The arrays are those of the common converters: ``coordTimes`` and ``times`` (togeojson of Mapbox),
``coordinateProperties.times`` (@tmcw/togeojson). A fourth figure of a position that is a number
of seconds or milliseconds since 1970 is its time, too.

References
----------
https://github.com/tmcw/togeojson
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import tzinfo
from pathlib import Path
from typing import Any

from routeplan.errors import Fault, InputError, InputFaults
from routeplan.geo import is_lonlat
from routeplan.hotspots.cells import CellFault
from routeplan.hotspots.columns import find_column
from routeplan.hotspots.rows import Row, Table
from routeplan.i18n import _
from routeplan.tracking.raw import UNKNOWN, FixRow, RawTrack, make_raw_track
from routeplan.tracking.readers.columns import TRACK_COLUMNS
from routeplan.tracking.readers.moments import parse_moment
from routeplan.tracking.readers.rows import read_rows

TIMES_KEYS = ("coordTimes", "times", "coordinateTimes")
# Position of the time in a coordinate of longitude, latitude, height and time.
TIME_PLACE = 3


def read_geojson(path: Path, *, zone: tzinfo) -> list[RawTrack]:
    """Return the recordings of a GeoJSON file: one for each line, one for each device of points.

    Raises
    ------
    InputError
        If it is no GeoJSON.
    InputFaults
        Naming every time and position that cannot be read, by the number of the feature.
    """
    faults: list[Fault] = []
    tracks: list[RawTrack] = []
    points: list[Row] = []
    headers: dict[str, str] = {}
    try:
        for number, feature in enumerate(_list_features(_load(path)), 1):
            geometry = feature.get("geometry") or {}
            properties = feature.get("properties") or {}
            kind, coordinates = geometry.get("type"), geometry.get("coordinates") or []
            if kind == "Point":
                points.append(_make_row(number, properties, coordinates, headers))
            elif kind in ("LineString", "MultiLineString"):
                lines = [coordinates] if kind == "LineString" else coordinates
                times = _find_times(properties, lines, is_one=kind == "LineString")
                line = _LineReader(zone, faults, number)
                rows = [row for one, own in zip(lines, times, strict=True)
                        for row in line.read(one, own)]  # fmt: skip
                device = _find_device(properties)
                tracks.append(make_raw_track(str(path), device, rows, is_local=line.is_local))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        message = _("{file} is no GeoJSON or is damaged. Export it again.")
        raise InputError(message.format(file=path)) from None
    if faults:
        raise InputFaults(str(path), faults)
    if points:
        tracks += read_rows(Table(str(path), headers, tuple(points)), zone=zone)
    return tracks


def _load(path: Path) -> Mapping[str, Any]:
    document: Mapping[str, Any] = json.loads(path.read_bytes().decode("utf-8-sig"))
    return document


def _list_features(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if document["type"] == "FeatureCollection":
        yield from document["features"]
    elif document["type"] == "Feature":
        yield document
    else:
        yield {"geometry": document, "properties": {}}


def _make_row(
    number: int, properties: Mapping[str, Any], position: Sequence[float], headers: dict[str, str]
) -> Row:
    """Return a point as a row; columns that it has are added to the headers."""
    row: dict[str, Any] = {}
    for name, value in properties.items():
        key = find_column(str(name), TRACK_COLUMNS)
        if key is not None and value not in (None, "") and not isinstance(value, (list, dict)):
            row[key] = value
            headers.setdefault(key, str(name))
    headers.setdefault("lon", "lon")
    headers.setdefault("lat", "lat")
    row |= {"lon": float(position[0]), "lat": float(position[1])} if position else {}
    return Row(number, row)


def _find_device(properties: Mapping[str, Any]) -> str:
    for name, value in properties.items():
        if find_column(str(name), TRACK_COLUMNS) == "device" and isinstance(value, (str, int)):
            return str(value).strip()
    return ""


def _find_times(
    properties: Mapping[str, Any], lines: Sequence[Sequence[Any]], *, is_one: bool
) -> list[Sequence[Any]]:
    """Return the times of each line, empty where none are told."""
    nested = properties.get("coordinateProperties") or {}
    for table in (properties, nested):
        for key in TIMES_KEYS:
            times = table.get(key)
            if isinstance(times, list) and times:
                return [times] if is_one else list(times)
    return [() for _line in lines]


class _LineReader:
    """Reads the fixes of a feature and gathers what is wrong with them."""

    def __init__(self, zone: tzinfo, faults: list[Fault], number: int) -> None:
        self.zone, self.faults, self.number = zone, faults, number
        self.is_local = False

    def read(self, line: Sequence[Any], times: Sequence[Any]) -> Iterator[FixRow]:
        """Yield the fixes of a line."""
        if times and len(times) != len(line):
            problem = _("The line has {places} positions and {times} times.")
            self._add(problem.format(places=len(line), times=len(times)), _("Export it again."))
            return
        for place, position in enumerate(line):
            lon, lat = float(position[0]), float(position[1])
            if not is_lonlat(lon, lat):
                problem = _("{lat}, {lon} is no latitude and longitude.")
                self._add(problem.format(lat=lat, lon=lon))
            told = times[place] if times else (list(position) + [None] * 4)[TIME_PLACE]
            yield self._read_moment(told), lon, lat, UNKNOWN

    def _read_moment(self, value: Any) -> float:
        if value in (None, ""):
            return UNKNOWN
        try:
            moment_s, is_local = parse_moment(value, zone=self.zone)
        except CellFault as fault:
            self._add(fault.problem, fault.remedy)
            return UNKNOWN
        self.is_local |= is_local
        return moment_s

    def _add(self, problem: str, remedy: str = "") -> None:
        self.faults.append(Fault(problem, remedy, row=self.number))
