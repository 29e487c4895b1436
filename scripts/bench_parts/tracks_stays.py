"""Stays that a unit made, read back from its fixes, beside those that were planned and made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from measure import Facts, Work
    from tracks_matching import Drive

LEAST_S = 180.0
# A stay is found by one that covers so much of it, no farther from its place than this.
COVERED, FARTHEST_M = 0.8, 75.0

# Begin and end, in seconds since 1970, longitude and latitude.
FoundStay = tuple[float, float, float, float]


def prepare_ours(*words: str) -> Work:
    """Return our own search for stays as work to be measured."""
    from tracks_matching import open_drive

    drive = open_drive(*words)

    return lambda: tell_stays(drive, list_ours(drive))


def list_ours(drive: Drive) -> list[FoundStay]:
    """Return the stays that our own search finds."""
    stays = [stay for stay in drive.day.stays if stay.length_s >= LEAST_S]
    places = drive.day.course.plane.transform(
        [stay.x for stay in stays], [stay.y for stay in stays], direction="INVERSE"
    )
    return [
        (stay.begin_s, stay.end_s, lon, lat) for stay, lon, lat in zip(stays, *places, strict=True)
    ]


def tell_stays(drive: Drive, found: Sequence[FoundStay]) -> Facts:
    """Return how many of the stays planned are found, and how many of those found were not made."""
    loop = drive.day.loop
    stops = [] if loop is None else [stop for stop in loop.stops[1:-1] if stop.drive is None]
    made = [
        (stop.arrive.timestamp(), stop.depart.timestamp(), stop.road_lon, stop.road_lat)
        for stop in stops
        if (stop.depart - stop.arrive).total_seconds() >= LEAST_S
    ]
    hits = sum(any(is_found(one, stay) for stay in found) for one in made)
    # at the base the unit stands before and after its loop
    ends = [] if loop is None else [loop.stops[0].depart, loop.stops[-1].arrive]
    begin, end = (moment.timestamp() for moment in ends) if ends else (0.0, 0.0)
    invented = sum(
        stay[0] > begin and stay[1] < end and not any(_meet(one, stay) for one in made)
        for stay in found
    )
    return {"stays found": hits, "stays made": len(made), "invented": int(invented)}


def is_found(made: FoundStay, found: FoundStay) -> bool:
    """Return whether a stay that was found is one that was made."""
    import numpy as np

    from routeplan.geo import great_circle_m

    common = min(made[1], found[1]) - max(made[0], found[0])
    places = [np.array([degrees]) for degrees in (*made[2:], *found[2:])]
    away = float(great_circle_m(*places)[0])
    return common >= COVERED * (made[1] - made[0]) and away <= FARTHEST_M


def _meet(made: FoundStay, found: FoundStay) -> bool:
    return min(made[1], found[1]) > max(made[0], found[0])
