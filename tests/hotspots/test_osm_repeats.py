"""A place that OSM has as a building and as a node becomes one hotspot."""

from __future__ import annotations

from typing import Any

import pytest

from routeplan.areas.districts import Area
from routeplan.config import Config
from routeplan.hotspots.osm_places import OsmPlace
from routeplan.hotspots.osm_repeats import drop_repeated_nodes
from routeplan.hotspots.osm_tags import derive_hotspots, find_category

# A school of 0.001 degrees each way, about 110 m, in Kunir.
WEST, SOUTH = 113.2230, -8.2290
RING = tuple(
    (WEST + x / 1000, SOUTH + y / 1000) for x, y in ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))
)
SCHOOL = {"amenity": "school", "name": "SDN 1 Kunir"}
COMPOUND = OsmPlace("way", 1, WEST + 0.0005, SOUTH + 0.0005, SCHOOL, (RING,))


def make_node(x: float, y: float, **tags: str) -> OsmPlace:
    """Return a node `x` and `y` thousandths of a degree from the south-west corner."""
    return OsmPlace("node", 2, WEST + x / 1000, SOUTH + y / 1000, tags)


def keep(*places: OsmPlace) -> list[tuple[str, int]]:
    kept = drop_repeated_nodes(places, find_category=find_category)
    return [(place.kind, place.osm_id) for place in kept]


@pytest.mark.parametrize(
    ("node", "repeats"),
    [
        (make_node(0.1, 0.1, **SCHOOL), True),  # inside
        (make_node(0.5, 0.5, amenity="school", name="sdn 1  KUNIR"), True),
        (make_node(0.5, 0.5, amenity="school"), True),  # without a name
        (make_node(1.2, 0.5, **SCHOOL), True),  # 0.0002 degrees outside: 22 m
        (make_node(1.4, 0.5, **SCHOOL), False),  # 44 m
        (make_node(0.5, 0.5, amenity="school", name="TK Melati"), False),
        (make_node(0.5, 0.5, amenity="place_of_worship"), False),
    ],
)
def test_a_node_repeats_a_building_of_its_category_and_name_that_is_near(
    node: OsmPlace, repeats: bool
) -> None:
    assert keep(node, COMPOUND) == ([("way", 1)] if repeats else [("node", 2), ("way", 1)])


@pytest.mark.parametrize(
    "lines",
    [
        (RING[:3], RING[2:]),  # a multipolygon of two pieces
        (RING[:4],),  # a ring that is not closed: its west side is missing
        (((WEST, SOUTH), (WEST + 0.001, SOUTH + 0.001)), ((WEST, SOUTH + 0.001), RING[1])),
    ],
)
def test_relations_of_pieces_and_open_lines_have_a_shape_too(lines: Any) -> None:
    """The node lies 11 m inside the south side, or on the diagonal."""
    relation = OsmPlace("relation", 3, WEST, SOUTH, SCHOOL, lines)
    assert keep(make_node(0.1, 0.1, **SCHOOL), relation) == [("relation", 3)]


def test_without_an_outline_the_centre_counts() -> None:
    centre = OsmPlace("way", 1, COMPOUND.lon, COMPOUND.lat, SCHOOL)
    assert keep(make_node(0.5, 0.6, **SCHOOL), centre) == [("way", 1)]
    assert keep(make_node(0.1, 0.1, **SCHOOL), centre) == [("node", 2), ("way", 1)]


def test_nodes_and_buildings_never_repeat_their_like() -> None:
    other = OsmPlace("way", 4, COMPOUND.lon, COMPOUND.lat, SCHOOL, (RING,))
    assert keep(COMPOUND, other) == [("way", 1), ("way", 4)]
    node = make_node(0.5, 0.5, **SCHOOL)
    assert keep(node, node) == [("node", 2), ("node", 2)]


def test_hotspots_are_derived_without_the_repeated_nodes(config: Config, lumajang: Area) -> None:
    hotspots = derive_hotspots(
        [make_node(0.1, 0.1, **SCHOOL), COMPOUND], config=config, area=lumajang
    )
    assert [hotspot.id for hotspot in hotspots] == ["OSM-w1"]
