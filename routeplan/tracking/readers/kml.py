"""KML and KMZ: gx:Track, gx:MultiTrack, and placemarks with a time stamp.

Read as XML: fastkml drops what it cannot parse without a word, stops at the empty ``coord`` that
stands for a fix without a position, and does not know the older namespaces of Google Earth.

References
----------
https://developers.google.com/kml/documentation/kmlreference#gxtrack
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import tzinfo
from pathlib import Path
from xml.etree import ElementTree as ET

from routeplan.errors import Fault, InputError, InputFaults
from routeplan.hotspots.cells import CellFault
from routeplan.i18n import _
from routeplan.tracking.raw import UNKNOWN, FixRow, RawTrack, make_raw_track
from routeplan.tracking.readers.moments import parse_moment

# A packed file larger than this, unpacked, is no recording.
LARGEST_KML = 200_000_000


def read_kml(path: Path, *, zone: tzinfo) -> list[RawTrack]:
    """Return the recordings of a KML file: one for each track, one for all placemarks together.

    Raises
    ------
    InputError
        If it is no KML file.
    InputFaults
        Naming every time and position that cannot be read.
    """
    return _read_document(path, path.read_bytes(), zone)


def read_kmz(path: Path, *, zone: tzinfo) -> list[RawTrack]:
    """Return the recordings of the first KML file in a KMZ archive."""
    try:
        data = _unpack(path)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError):
        message = _("{file} is no KMZ file or is damaged. Export it again.")
        raise InputError(message.format(file=path)) from None
    return _read_document(path, data, zone)


def _unpack(path: Path) -> bytes:
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        names = [name for name in archive.namelist() if name.lower().endswith(".kml")]
        if not names or archive.getinfo(names[0]).file_size > LARGEST_KML:
            raise zipfile.BadZipFile
        return archive.read(names[0])


def _read_document(path: Path, data: bytes, zone: tzinfo) -> list[RawTrack]:
    try:
        root = ET.fromstring(data)  # noqa: S314 - expat loads no external entities
    except (ET.ParseError, ValueError, LookupError):
        message = _("{file} is no KML file or is damaged. Export it again.")
        raise InputError(message.format(file=path)) from None
    reader = _KmlReader(zone)
    tracks = []
    marks: list[FixRow] = []
    for place, mark in enumerate(root.iterfind(".//{*}Placemark"), 1):
        name = (mark.findtext("{*}name") or "").strip()
        rows = [row for track in mark.iterfind(".//{*}Track") for row in reader.read(track, place)]
        if rows:
            tracks.append(make_raw_track(str(path), name, rows, is_local=reader.is_local))
        marks += reader.read_stamped(mark, place)
    if marks:
        tracks.append(make_raw_track(str(path), "", marks, is_local=reader.is_local))
    if reader.faults:
        raise InputFaults(str(path), reader.faults)
    return tracks


class _KmlReader:
    """Reads the fixes of placemarks and gathers what is wrong with them."""

    def __init__(self, zone: tzinfo) -> None:
        self.zone = zone
        self.is_local = False
        self.faults: list[Fault] = []

    def read(self, track: ET.Element, place: int) -> Iterator[FixRow]:
        """Yield the fixes of a track: its times and its positions belong together in order."""
        whens = [element.text or "" for element in track.iterfind("{*}when")]
        coords = [element.text or "" for element in track.iterfind("{*}coord")]
        if len(whens) != len(coords):
            problem = _("The track has {times} times and {places} positions.")
            self.faults.append(Fault(
                problem.format(times=len(whens), places=len(coords)), _("Export it again."),
                row=place,
            ))  # fmt: skip
            return
        for when, coord in zip(whens, coords, strict=True):
            yield self._make_fix(when, coord.split(), place)

    def read_stamped(self, mark: ET.Element, place: int) -> Iterator[FixRow]:
        """Yield the fix of a placemark that is a point; its time may be missing."""
        point = mark.findtext("{*}Point/{*}coordinates")
        when = mark.findtext("{*}TimeStamp/{*}when")
        if point is not None and when is not None:
            yield self._make_fix(when, point.strip().split(","), place)

    def _make_fix(self, when: str, position: list[str], place: int) -> FixRow:
        moment_s, lon, lat = UNKNOWN, UNKNOWN, UNKNOWN
        try:
            if when.strip():
                moment_s, is_local = parse_moment(when, zone=self.zone)
                self.is_local |= is_local
            if position and position[0].strip():
                lon, lat = float(position[0]), float(position[1])
        except CellFault as fault:
            self.faults.append(Fault(fault.problem, fault.remedy, row=place))
        except (ValueError, IndexError):
            problem = _("{value} is no position.").format(value=" ".join(position))
            self.faults.append(Fault(problem, row=place))
        return moment_s, lon, lat, UNKNOWN
