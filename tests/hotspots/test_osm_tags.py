"""Which OSM tags make which category, and the hotspots that come of it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import osmium
import pytest

from routeplan.areas.districts import area_around
from routeplan.areas.gazetteer import Gazetteer
from routeplan.config import Config
from routeplan.hotspots.osm_places import OsmPlace, read_places
from routeplan.hotspots.osm_tags import (
    KEYS,
    NAME_CATEGORIES,
    TAG_CATEGORIES,
    derive_hotspots,
    find_category,
    is_interesting,
    make_query,
)

OFFICE = {"office": "government"}
BUILDING = {"building": "yes"}


@pytest.mark.parametrize(
    ("tags", "category"),
    [
        ({"amenity": "marketplace"}, "pasar"),
        ({"amenity": "police", "building": "yes", "name": "Polsek Kunir"}, "kantor_polisi"),
        ({"amenity": "atm"}, "bank"),
        ({"amenity": "fuel"}, "spbu"),
        ({"amenity": "townhall"}, "balai_desa"),
        ({"railway": "station"}, "stasiun"),
        ({"amenity": "bus_station"}, "terminal"),
        ({"amenity": "place_of_worship"}, "tempat_ibadah"),
        ({"tourism": "attraction"}, "wisata"),
        ({**OFFICE, "name": "Kantor KPU Kabupaten Jember"}, "kpu"),
        ({**OFFICE, "name": "Komisi Pemilihan Umum"}, "kpu"),
        ({**BUILDING, "name": "KPU Lumajang"}, "kpu"),
        ({**OFFICE, "name": "BAWASLU Kab. Jember"}, "bawaslu"),
        ({**OFFICE, "name": "Badan Pengawas Pemilihan Umum"}, "bawaslu"),
        ({**BUILDING, "name": "Kantor Desa Jarit"}, "balai_desa"),
        ({**OFFICE, "name": "Kelurahan Tompokersan"}, "balai_desa"),
        ({**OFFICE, "admin_level": "7"}, "balai_desa"),
        ({**OFFICE, "admin_level": "5", "name": "Dinas Pendidikan"}, None),
        ({**BUILDING, "name": "Toko Kpuk"}, None),
        ({"name": "Jalan KPU", "highway": "residential"}, None),
        ({"shop": "supermarket"}, None),
        ({}, None),
    ],
)
def test_tags_decide_the_category(tags: dict[str, str], category: str | None) -> None:
    assert find_category(tags) == category
    assert is_interesting(tags) is (category is not None)


def test_every_category_is_configured_and_every_key_searched_for(config: Config) -> None:
    categories = {category for _key, _value, category in TAG_CATEGORIES}
    categories |= {category for category, _words in NAME_CATEGORIES}
    assert categories <= config.categories.keys()
    assert {key for key, _value, _category in TAG_CATEGORIES} | {"office", "building"} == set(KEYS)


def test_the_query_asks_for_every_tag_in_an_open_rectangle() -> None:
    query = make_query()
    assert all(value in query for _key, value, _category in TAG_CATEGORIES)
    assert query.count("({bbox})") == len(KEYS)
    assert query.endswith("out geom;")


def test_a_hotspot_names_its_osm_object_and_the_contributors(config: Config) -> None:
    place = OsmPlace("way", 7, 113.2, -8.2, {"amenity": "school", "name": "SDN  1 Kunir"})
    (hotspot,) = derive_hotspots([place], config=config)
    assert (hotspot.id, hotspot.name, hotspot.category) == ("OSM-w7", "SDN 1 Kunir", "sekolah")
    assert hotspot.note == "OSM way 7, (c) OpenStreetMap contributors"
    assert hotspot.dwell_min == config.categories["sekolah"].dwell_min


def test_a_place_without_a_name_is_called_by_its_category_and_village(
    config: Config, gazetteer: Gazetteer
) -> None:
    place = OsmPlace("node", 1, 113.0941, -8.2061, {"amenity": "marketplace"})
    assert derive_hotspots([place], config=config)[0].name == "Pasar"
    assert derive_hotspots([place], config=config, gazetteer=gazetteer)[0].name == "Pasar, Jarit"


def test_places_outside_are_left_out_and_the_order_does_not_depend_on_the_file(
    config: Config,
) -> None:
    area = area_around(np.array([113.2]), np.array([-8.2]), id="x", title="X", margin_m=1000)
    places = [
        OsmPlace("node", n, lon, -8.2, {"amenity": kind})
        for n, lon, kind in ((3, 113.2, "school"), (2, 113.2, "fuel"), (1, 113.3, "fuel"),
                             (4, 113.2, "fuel"))
    ]  # fmt: skip
    hotspots = derive_hotspots(places, config=config, area=area)
    assert [hotspot.id for hotspot in hotspots] == ["OSM-n3", "OSM-n2", "OSM-n4"]
    assert derive_hotspots(places[::-1], config=config, area=area) == hotspots


class TagCounter(osmium.SimpleHandler):
    """Counts the tags of every object by pyosmium's other interface, without any filter."""

    def __init__(self) -> None:
        super().__init__()
        self.counts: Counter[str] = Counter()

    def _count(self, item: Any) -> None:
        tags = dict(item.tags)
        self.counts.update(f"{key}={tags[key]}" for key in ("amenity", "railway", "tourism")
                           if key in tags)  # fmt: skip

    node = way = relation = _count


def test_all_of_liechtenstein_is_found_as_an_independent_count_says(
    real_data: Path, config: Config
) -> None:
    path = real_data / "osm" / "liechtenstein.osm.pbf"
    counter = TagCounter()
    counter.apply_file(str(path))
    counts = counter.counts
    hotspots = derive_hotspots(read_places(path, keys=KEYS, wanted=is_interesting), config=config)
    found = Counter(hotspot.category for hotspot in hotspots)
    # One station is both a node and a building: Nendeln.
    assert found == {
        "tempat_ibadah": counts["amenity=place_of_worship"],
        "sekolah": counts["amenity=school"],
        "spbu": counts["amenity=fuel"],
        "bank": counts["amenity=bank"] + counts["amenity=atm"],
        "balai_desa": counts["amenity=townhall"],
        "wisata": counts["tourism=attraction"],
        "stasiun": counts["railway=station"] - 1,
        "kantor_polisi": counts["amenity=police"],
        "terminal": counts["amenity=bus_station"],
    }
    assert found["tempat_ibadah"] == 21
    assert all(9.4 < h.lon < 9.7 and 47.0 < h.lat < 47.3 for h in hotspots)
