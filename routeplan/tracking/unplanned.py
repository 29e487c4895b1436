"""Stays that the plan of a unit does not have."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from routeplan.model import RatedHotspot, UnplannedStop
from routeplan.tracking.naming import Namer
from routeplan.tracking.stays import NO_SITE, Stay
from routeplan.tracking.unit_day import UnitDay


def list_unplanned(day: UnitDay, used: Collection[int], namer: Namer) -> tuple[UnplannedStop, ...]:
    """Return the stays that made no planned stop, those at the unit's base left out.

    Parameters
    ----------
    used
        Numbers of the stays that made planned stops.
    """
    least_s = 60.0 * day.rule.unplanned_min
    stays = [
        stay
        for number, stay in enumerate(day.stays)
        if number not in used and stay.site != day.sites.base and stay.length_s >= least_s
    ]
    if not stays:
        return ()
    lon, lat = day.course.plane.transform(
        [stay.x for stay in stays], [stay.y for stay in stays], direction="INVERSE"
    )
    places = namer.name_places(np.array(lon), np.array(lat))
    return tuple(
        _make_stop(day, stay, (round(x, 6), round(y, 6)), place)
        for stay, x, y, place in zip(stays, lon, lat, places, strict=True)
    )


def _make_stop(day: UnitDay, stay: Stay, lonlat: tuple[float, float], place: str) -> UnplannedStop:
    spots = [rated for rated in day.plan.hotspots if rated.hotspot.shape is None]
    away = _measure(day, stay, spots)
    nearest = int(np.argmin(away)) if spots else None
    at_site = day.sites.hotspots.get(stay.site, ()) if stay.site != NO_SITE else ()
    here = [n for n, rated in enumerate(spots) if rated.hotspot.id in at_site]
    visited = min(here, key=lambda n: float(away[n]), default=None)
    return UnplannedStop(
        begin=day.to_moment(stay.begin_s), end=day.to_moment(stay.end_s),
        lon=lonlat[0], lat=lonlat[1], place=place,
        hotspot_id=None if visited is None else spots[visited].hotspot.id,
        nearest_id=None if nearest is None else spots[nearest].hotspot.id,
        nearest_m=None if nearest is None else round(float(away[nearest])),
    )  # fmt: skip


def _measure(day: UnitDay, stay: Stay, spots: list[RatedHotspot]) -> np.typing.NDArray[np.float64]:
    x, y = day.course.plane.transform(
        [rated.hotspot.lon for rated in spots], [rated.hotspot.lat for rated in spots]
    )
    away: np.typing.NDArray[np.float64] = np.hypot(np.array(x) - stay.x, np.array(y) - stay.y)
    return away
