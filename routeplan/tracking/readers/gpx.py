"""GPX: the tracks of a file, each of a device of its own; routes and waypoints are no recordings.

GPX says that its times are UTC. A file that breaks off, as when the battery is empty, is read up
to there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, tzinfo
from pathlib import Path
from typing import Any

from routeplan.errors import InputError
from routeplan.i18n import _
from routeplan.tracking.raw import UNKNOWN, FixRow, RawTrack, make_raw_track

# What our own exports name themselves.
OWN_CREATOR = "routeplan"
# Metres of error for a dilution of precision of 1, roughly those of a phone.
METRES_PER_HDOP = 5.0
_LAST_POINT = "</trkpt>"
_EMPTY_TIME = re.compile(r"<time\s*/>|<time>\s*</time>")


def read_gpx(path: Path, *, zone: tzinfo) -> list[RawTrack]:
    """Return the recordings of a GPX file.

    Raises
    ------
    InputError
        If it is no GPX file, or one that `routeplan export` made of a plan.
    """
    del zone  # GPX has its own
    gpx = _parse(path)
    if (gpx.creator or "").strip() == OWN_CREATOR:
        message = _(
            "{file} is the track of a plan, exported by routeplan, and no recording. Give what the "
            "phone or the GPS device has recorded."
        )
        raise InputError(message.format(file=path))
    return [
        make_raw_track(str(path), (track.name or "").strip(), _list_fixes(track))
        for track in gpx.tracks
        if any(segment.points for segment in track.segments)
    ]


def _parse(path: Path) -> Any:
    import gpxpy
    from gpxpy.gpx import GPXException

    data = path.read_bytes()
    text = _EMPTY_TIME.sub("", data.decode("utf-8-sig", errors="replace"))
    try:
        return gpxpy.parse(text)
    except (GPXException, ValueError, LookupError, TypeError):
        pass
    # A recording that breaks off has points, and no end.
    last = text.rfind(_LAST_POINT)
    if last >= 0 and "</gpx>" not in text:
        whole = f"{text[: last + len(_LAST_POINT)]}</trkseg></trk></gpx>"
        try:
            return gpxpy.parse(whole)
        except (GPXException, ValueError, LookupError, TypeError):
            pass
    message = _("{file} is no GPX file or is damaged. Export it again.")
    raise InputError(message.format(file=path)) from None


def _list_fixes(track: Any) -> Iterator[FixRow]:
    for segment in track.segments:
        for point in segment.points:
            moment = point.time
            if moment is not None and moment.tzinfo is None:
                moment = moment.replace(tzinfo=UTC)
            hdop = point.horizontal_dilution
            yield (
                UNKNOWN if moment is None else moment.timestamp(),
                float(point.longitude),
                float(point.latitude),
                UNKNOWN if hdop is None else float(hdop) * METRES_PER_HDOP,
            )
