"""In which kecamatan places lie."""

from __future__ import annotations

import numpy as np
import shapely

from routeplan.areas.districts import Area, Kecamatan
from routeplan.areas.gazetteer import Gazetteer, Village
from routeplan.areas.lookup import find_kecamatan

LONS, LATS = np.array([113.05, 113.15, 113.095, 113.8]), np.array([-8.2, -8.2, -8.2, -8.2])
BOXES = (shapely.box(113.0, -8.3, 113.1, -8.1), shapely.box(113.09, -8.3, 113.2, -8.1))
NAMES = ("Kunir", "Tempeh")
KECAMATAN = tuple(
    Kecamatan("", name, "Lumajang", box) for name, box in zip(NAMES, BOXES, strict=True)
)
VILLAGES = Gazetteer(
    tuple(
        Village("", "Desa", kecamatan, "Lumajang", lon, -8.2, is_seat=False)
        for kecamatan, lon in (("Pasirian", 113.04), ("Yosowilangun", 113.16))
    )
)


def make_area(*kecamatan: Kecamatan) -> Area:
    return Area("a", "Area A", kecamatan, shapely.union_all(BOXES))


def test_the_outlines_say_the_kecamatan_and_where_two_overlap_the_first() -> None:
    area = make_area(*KECAMATAN)
    found = find_kecamatan(LONS, LATS, area=area, gazetteer=VILLAGES)
    assert found == ("Kunir", "Tempeh", "Kunir", None)


def test_many_places_have_the_kecamatan_that_each_has_alone() -> None:
    area = make_area(*KECAMATAN)
    rng = np.random.default_rng(1)
    lons, lats = rng.uniform(112.98, 113.22, 300), rng.uniform(-8.32, -8.08, 300)
    alone = [area.kecamatan_at(lon, lat) for lon, lat in zip(lons, lats, strict=True)]
    assert list(area.kecamatan_of(lons, lats)) == alone
    assert {"Kunir", "Tempeh", None} == set(alone)


def test_without_outlines_the_nearest_village_says_it() -> None:
    found = find_kecamatan(LONS, LATS, area=make_area(), gazetteer=VILLAGES)
    assert found == ("Pasirian", "Yosowilangun", "Pasirian", None)
    assert find_kecamatan(LONS, LATS, area=make_area(), gazetteer=Gazetteer(())) == (None,) * 4


def test_no_places_have_no_kecamatan() -> None:
    nowhere = np.empty(0)
    assert make_area(*KECAMATAN).kecamatan_of(nowhere, nowhere) == ()
