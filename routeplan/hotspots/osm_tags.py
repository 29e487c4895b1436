"""Hotspots out of OpenStreetMap: which tags make which category.

References
----------
https://wiki.openstreetmap.org/wiki/Tag:amenity=marketplace
https://wiki.openstreetmap.org/wiki/Tag:office=government
https://wiki.openstreetmap.org/wiki/Tag:amenity=police
https://wiki.openstreetmap.org/wiki/Tag:amenity=bank
https://wiki.openstreetmap.org/wiki/Tag:amenity=atm
https://wiki.openstreetmap.org/wiki/Tag:amenity=fuel
https://wiki.openstreetmap.org/wiki/Tag:amenity=townhall
https://wiki.openstreetmap.org/wiki/Tag:amenity=school
https://wiki.openstreetmap.org/wiki/Tag:railway=station
https://wiki.openstreetmap.org/wiki/Tag:amenity=bus_station
https://wiki.openstreetmap.org/wiki/Tag:amenity=place_of_worship
https://wiki.openstreetmap.org/wiki/Tag:tourism=attraction
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from routeplan.config import Config
from routeplan.hotspots.osm_places import OsmPlace
from routeplan.hotspots.osm_repeats import drop_repeated_nodes
from routeplan.model import Hotspot

if TYPE_CHECKING:
    from routeplan.areas.districts import Area
    from routeplan.areas.gazetteer import Gazetteer

# Key, value and category, in the order in which they are looked at.
TAG_CATEGORIES = (
    ("amenity", "marketplace", "pasar"),
    ("amenity", "police", "kantor_polisi"),
    ("amenity", "bank", "bank"),
    ("amenity", "atm", "bank"),
    ("amenity", "fuel", "spbu"),
    ("amenity", "townhall", "balai_desa"),
    ("amenity", "school", "sekolah"),
    ("railway", "station", "stasiun"),
    ("amenity", "bus_station", "terminal"),
    ("amenity", "place_of_worship", "tempat_ibadah"),
    ("tourism", "attraction", "wisata"),
)

# Offices have no tag of their own: words of their names, looked for in government offices and
# named buildings.
NAME_CATEGORIES = (
    ("bawaslu", ("bawaslu", "badan pengawas pemilu", "badan pengawas pemilihan umum")),
    ("kpu", ("kpu", "kpud", "komisi pemilihan umum")),
    ("balai_desa", ("balai desa", "kantor desa", "kantor kepala desa", "kelurahan")),
)
_VILLAGE_ADMIN_LEVELS = ("7",)

# Keys that places of interest have; a file is searched for them first.
KEYS = ("amenity", "office", "railway", "tourism", "building")

ATTRIBUTION = "(c) OpenStreetMap contributors"

_NAMES = {
    category: re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)
    for category, words in NAME_CATEGORIES
}


def find_category(tags: Mapping[str, str]) -> str | None:
    """Return the category of a place with these tags, or None."""
    is_office = tags.get("office") == "government"
    if is_office or "building" in tags:
        for category, pattern in _NAMES.items():
            if pattern.search(tags.get("name", "")):
                return category
    for key, value, category in TAG_CATEGORIES:
        if tags.get(key) == value:
            return category
    if is_office and tags.get("admin_level") in _VILLAGE_ADMIN_LEVELS:
        return "balai_desa"
    return None


def is_interesting(tags: Mapping[str, str]) -> bool:
    """Tell whether a place with these tags belongs to a category."""
    return find_category(tags) is not None


def make_query() -> str:
    """Return the Overpass query that finds what `find_category` knows, ``{bbox}`` left open."""
    values: dict[str, list[str]] = {}
    for key, value, _category in TAG_CATEGORIES:
        values.setdefault(key, []).append(value)
    words = "|".join(word for _category, words in NAME_CATEGORIES for word in words)
    parts = [f'nwr["{key}"~"^({"|".join(found)})$"]({{bbox}});' for key, found in values.items()]
    parts.append('nwr["office"="government"]({bbox});')
    parts.append(f'nwr["building"]["name"~"{words}",i]({{bbox}});')
    return f"({''.join(parts)});out geom;"


def derive_hotspots(
    places: Iterable[OsmPlace],
    *,
    config: Config,
    area: Area | None = None,
    gazetteer: Gazetteer | None = None,
) -> tuple[Hotspot, ...]:
    """Return the places as hotspots, sorted by category, name and id.

    Nodes that repeat a way or relation are left out, see `drop_repeated_nodes`.

    Parameters
    ----------
    area
        Places outside it are left out; None keeps all.
    gazetteer
        Says the village by which a place without a name is called.
    """
    kept = [p for p in places if area is None or area.contains(p.lon, p.lat)]
    kept = drop_repeated_nodes(kept, find_category=find_category)
    villages = _find_villages(kept, gazetteer)
    hotspots = []
    for place, village in zip(kept, villages, strict=True):
        category = find_category(place.tags)
        if category is None:
            continue
        rule = config.categories[category]
        name = place.tags.get("name") or ", ".join(filter(None, (rule.label, village)))
        hotspots.append(
            Hotspot(
                id=f"OSM-{place.kind[0]}{place.osm_id}", name=" ".join(name.split()),
                category=category, lon=place.lon, lat=place.lat, dwell_min=rule.dwell_min,
                note=f"OSM {place.kind} {place.osm_id}, {ATTRIBUTION}",
            )
        )  # fmt: skip
    return tuple(sorted(hotspots, key=lambda h: (h.category, h.name, h.id)))


def _find_villages(places: list[OsmPlace], gazetteer: Gazetteer | None) -> tuple[str | None, ...]:
    if gazetteer is None or not places:
        return (None,) * len(places)
    lons = np.array([place.lon for place in places])
    lats = np.array([place.lat for place in places])
    return tuple(v.name if v else None for v in gazetteer.nearest_many(lons, lats))
