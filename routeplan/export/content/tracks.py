"""Where a unit is at what time: the course of its loop with interpolated times."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from routeplan.geo import great_circle_m
from routeplan.model import Loop, Stop

# Of a degree: 0.1 m.
DECIMALS = 6


@dataclass(frozen=True)
class TrackPoint:
    """A place of a loop, and the whole second (UTC) in which its unit is there."""

    lon: float
    lat: float
    moment: datetime


def trace_rounds(loop: Loop) -> list[list[TrackPoint]]:
    """Return the course of a loop, one list for each time its unit leaves the base.

    Times never decrease. On the road they follow the distance driven since the last stop; a stay
    has a point at its beginning and one at its end, at the place on the road.
    """
    rounds: list[list[TrackPoint]] = [[]]
    for position, stop in enumerate(loop.stops):
        if stop.kind == "base" and 0 < position < len(loop.legs):
            rounds[-1].append(_place(stop, stop.arrive))
            rounds.append([_place(stop, stop.depart)])
        else:
            rounds[-1] += _trace_stop(stop)
        if position < len(loop.legs):
            end = loop.stops[position + 1].arrive
            rounds[-1] += trace_drive(loop.legs[position].geometry, stop.depart, end)
    return [list(_drop_repeats(points)) for points in rounds]


def trace_drive(
    geometry: Sequence[tuple[float, float]], start: datetime, end: datetime
) -> Iterator[TrackPoint]:
    """Yield the points of a drive between two moments, with times by the distance driven."""
    if not geometry:
        return
    lon, lat = np.array(geometry, dtype=np.float64).T
    driven = np.concatenate(
        [[0.0], np.cumsum(great_circle_m(lon[:-1], lat[:-1], lon[1:], lat[1:]))]
    )
    begin = start.astimezone(UTC)
    seconds = (end.astimezone(UTC) - begin).total_seconds()
    shares = driven / driven[-1] if driven[-1] else np.linspace(0.0, 1.0, len(driven))
    # A share that is short of a whole second by the computer's rounding counts as that second.
    for x, y, after in zip(lon, lat, np.floor(shares * seconds + 1e-6), strict=True):
        yield TrackPoint(
            round(float(x), DECIMALS), round(float(y), DECIMALS), begin + timedelta(seconds=after)
        )


def _trace_stop(stop: Stop) -> Iterator[TrackPoint]:
    yield _place(stop, stop.arrive)
    if stop.drive is None:
        yield _place(stop, stop.depart)
        return
    yield from trace_drive(stop.drive.geometry, stop.begin, stop.depart)


def _place(stop: Stop, moment: datetime) -> TrackPoint:
    lon, lat = round(stop.road_lon, DECIMALS), round(stop.road_lat, DECIMALS)
    return TrackPoint(lon, lat, moment.astimezone(UTC))


def _drop_repeats(points: Sequence[TrackPoint]) -> Iterator[TrackPoint]:
    before = None
    for point in points:
        if point != before:
            yield point
        before = point
