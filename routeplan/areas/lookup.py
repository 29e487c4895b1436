"""In which kecamatan places lie."""

from __future__ import annotations

from routeplan.areas.districts import Area
from routeplan.areas.gazetteer import Gazetteer
from routeplan.geo import FloatArray


def find_kecamatan(
    lons: FloatArray, lats: FloatArray, *, area: Area, gazetteer: Gazetteer
) -> tuple[str | None, ...]:
    """Return the kecamatan of each of (n,) places, None where nobody knows.

    The outlines of the area say it; where it has none, the nearest village does.
    """
    if area.kecamatan:
        return area.kecamatan_of(lons, lats)
    villages = gazetteer.nearest_many(lons, lats)
    return tuple(village.kecamatan if village else None for village in villages)
