"""Google Maps links that lead along the stops of a loop, and their QR codes.

Google chooses its own roads between the points of a link. Whoever opens a link tells Google
where the patrol will be.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from urllib.parse import quote, urlencode

from routeplan.export.content.reader import find_numbers
from routeplan.i18n import _
from routeplan.model import Leg, Loop, Stop, Unit, Vehicle
from routeplan.wording import format_clock

# Points between origin and destination: in the app and on a desk, and in a phone's browser.
# Further ones are left out by Google without a word.
APP_WAYPOINTS = 9
BROWSER_WAYPOINTS = 3

# Google would choose another way along what is driven in one go for longer than this.
_LONG_DRIVE_M = 1000
_TRAVEL_MODES: dict[Vehicle, str] = {"R4": "driving", "R2": "two-wheeler", "foot": "walking"}

# Longitude and latitude in millionths of a degree: as exact as they are written.
_Point = tuple[int, int]


@dataclass(frozen=True)
class Link:
    """Directions for a part of a loop.

    Parameters
    ----------
    title
        Which part, when, and the numbers of its visits: "Part 1 of 3, 23:15–01:20, stops 1–7".
    url
        Opens Google Maps, in its app where that is installed.
    stops
        From where the link begins to where it ends, both included.
    """

    title: str
    url: str
    stops: tuple[Stop, ...]


def list_links(loop: Loop, unit: Unit, *, max_waypoints: int = APP_WAYPOINTS) -> tuple[Link, ...]:
    """Return the links that lead along a loop in order, each beginning where the last one ended.

    Empty for a loop that never leaves its base.

    Parameters
    ----------
    unit
        Whose loop it is.
    max_waypoints
        Points between the ends of a link: from `BROWSER_WAYPOINTS` to `APP_WAYPOINTS`.

    References
    ----------
    https://developers.google.com/maps/documentation/urls/get-started#directions-action
    """
    if not BROWSER_WAYPOINTS <= max_waypoints <= APP_WAYPOINTS:
        raise ValueError(f"{BROWSER_WAYPOINTS} to {APP_WAYPOINTS} waypoints: {max_waypoints}")
    numbers = find_numbers(loop)
    parts = _split_stops(loop.stops, max_points=max_waypoints + 2)
    return tuple(
        Link(
            title=_title_part(part, numbers, place=place, count=len(parts)),
            url=_make_url(points, travel_mode=_TRAVEL_MODES[unit.vehicle]),
            stops=tuple(part),
        )
        for place, (part, points) in enumerate(parts, 1)
    )


@lru_cache(maxsize=256)  # sheets of every format show the same ones
def draw_qr(url: str) -> bytes:
    """Return the QR code of an address as PNG: with its quiet zone, a module 8 pixels wide."""
    import segno

    data = io.BytesIO()
    segno.make(url, error="m", micro=False).save(data, kind="png", scale=8, border=4)
    return data.getvalue()


def _split_stops(
    stops: Sequence[Stop], *, max_points: int
) -> list[tuple[list[Stop], list[_Point]]]:
    """Return the stops and the points of each link; a pass or a sweep is never cut."""
    part, points = [stops[0]], list(_list_points(stops[0]))
    parts = [(part, points)]
    for stop in stops[1:]:
        if len(_merge(points, _list_points(stop))) > max_points:
            part, points = [part[-1]], [points[-1]]
            parts.append((part, points))
        part.append(stop)
        points[:] = _merge(points, _list_points(stop))
    return [(part, points) for part, points in parts if len(points) > 1]


def _merge(points: Sequence[_Point], more: Sequence[_Point]) -> list[_Point]:
    """Return the points of both, those left out that are the same as the one before."""
    merged = list(points)
    for point in more:
        if point != merged[-1]:
            merged.append(point)
    return merged


def _list_points(stop: Stop) -> list[_Point]:
    """Return where a stop is on the road; of a drive where it begins, its middle and its end."""
    points = [(stop.road_lon, stop.road_lat)]
    if stop.drive:
        is_long = stop.drive.metres > _LONG_DRIVE_M
        points += [_find_halfway(stop.drive)] * is_long
        points.append(stop.drive.geometry[-1])
    return [(round(lon * 1e6), round(lat * 1e6)) for lon, lat in points]


def _find_halfway(drive: Leg) -> tuple[float, float]:
    """Return the point of a drive's course that is nearest to half of its length."""
    squeeze = math.cos(math.radians(drive.geometry[0][1]))
    course = [(lon * squeeze, lat) for lon, lat in drive.geometry]
    driven = [0.0]
    for here, there in pairwise(course):
        driven.append(driven[-1] + math.dist(here, there))
    nearest = min(range(len(driven)), key=lambda i: abs(driven[i] - driven[-1] / 2))
    return drive.geometry[nearest]


def _make_url(points: Sequence[_Point], *, travel_mode: str) -> str:
    origin, *between, destination = (f"{lat / 1e6:.6f},{lon / 1e6:.6f}" for lon, lat in points)
    query = {"api": "1", "origin": origin, "destination": destination}
    if between:
        query["waypoints"] = "|".join(between)
    query["travelmode"] = travel_mode
    return f"https://www.google.com/maps/dir/?{urlencode(query, quote_via=quote, safe='')}"


def _title_part(stops: Sequence[Stop], numbers: dict[int, str], *, place: int, count: int) -> str:
    first, last = stops[0], stops[-1]
    # The link leads on to where a pass or a sweep ends.
    end = last.depart if last.drive else last.arrive
    words = [_("Part {n} of {count}").format(n=place, count=count)] if count > 1 else []
    words.append(f"{format_clock(first.depart)}–{format_clock(end)}")
    # The first stop is the last of the part before.
    found = [numbers[id(stop)] for stop in stops[1:] if numbers.get(id(stop))]
    if len(found) == 1:
        words.append(_("stop {n}").format(n=found[0]))
    elif found:
        words.append(_("stops {first}–{last}").format(first=found[0], last=found[-1]))
    return ", ".join(words)
