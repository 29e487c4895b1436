"""Places out of OSM files and answers: nodes, ways and relations, each as one point."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from routeplan.errors import InputError
from routeplan.hotspots.osm_places import OsmPlace, find_places, read_places
from routeplan.roads.answers import Element

# A square market (way 10), a relation of that way and a node of its own, and a lone node.
OSM = """<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6">
 <node id="1" lat="0.0" lon="0.0"/>
 <node id="2" lat="0.0" lon="0.4"/>
 <node id="3" lat="0.2" lon="0.4"/>
 <node id="4" lat="0.2" lon="0.0"/>
 <node id="5" lat="1.0" lon="1.0"/>
 <node id="6" lat="2.0" lon="3.0"><tag k="amenity" v="marketplace"/></node>
 <node id="7" lat="2.0" lon="3.0"><tag k="amenity" v="bench"/></node>
 <way id="10"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="1"/>
  <tag k="amenity" v="marketplace"/><tag k="name" v="Pasar"/></way>
 <way id="11"><nd ref="1"/><nd ref="3"/></way>
 <relation id="20"><member type="way" ref="11" role=""/><member type="node" ref="5" role=""/>
  <tag k="amenity" v="marketplace"/></relation>
 <relation id="21"><member type="way" ref="99" role=""/>
  <tag k="amenity" v="marketplace"/></relation>
</osm>
"""


def is_market(tags: Mapping[str, str]) -> bool:
    return tags.get("amenity") == "marketplace"


def locate(places: tuple[OsmPlace, ...]) -> dict[tuple[str, int], tuple[float, float]]:
    return {(place.kind, place.osm_id): (place.lon, place.lat) for place in places}


def test_ways_and_relations_stand_where_the_mean_of_their_distinct_nodes_is(
    tmp_path: Path,
) -> None:
    """Way 10: (0, 0), (0.4, 0), (0.4, 0.2), (0, 0.2), the repeated first node counted once.

    Relation 20: way 11 with (0, 0) and (0.4, 0.2), and node 5 with (1, 1): mean (1.4, 1.2) / 3.
    Relation 21 has no member in the file and is nowhere.
    """
    path = tmp_path / "peta.osm"
    path.write_text(OSM, encoding="utf-8")
    assert locate(read_places(path, keys=("amenity",), wanted=is_market)) == {
        ("node", 6): (3.0, 2.0),
        ("way", 10): (0.2, 0.1),
        ("relation", 20): (0.4666667, 0.4),
    }


def test_an_overpass_answer_gives_the_same_as_the_file() -> None:
    market = {"amenity": "marketplace"}
    corners = {1: (0.0, 0.0), 2: (0.4, 0.0), 3: (0.4, 0.2), 4: (0.0, 0.2), 5: (1.0, 1.0)}
    elements: list[Element] = [
        {"type": "node", "id": n, "lon": lon, "lat": lat} for n, (lon, lat) in corners.items()
    ]
    elements += [
        {"type": "node", "id": 6, "lon": 3.0, "lat": 2.0, "tags": market},
        {"type": "way", "id": 10, "nodes": [1, 2, 3, 4, 1], "tags": market},
        {"type": "way", "id": 11, "nodes": [1, 3]},
        {"type": "way", "id": 12, "center": {"lon": 5.0, "lat": 6.0}, "tags": market},
        {"type": "relation", "id": 20, "tags": market,
         "members": [{"type": "way", "ref": 11}, {"type": "node", "ref": 5}]},
        {"type": "relation", "id": 21, "tags": market, "members": [{"type": "way", "ref": 99}]},
    ]  # fmt: skip
    assert locate(find_places(elements, wanted=is_market)) == {
        ("node", 6): (3.0, 2.0),
        ("way", 10): (0.2, 0.1),
        ("way", 12): (5.0, 6.0),
        ("relation", 20): (0.4666667, 0.4),
    }


def test_an_answer_with_geometry_needs_no_nodes() -> None:
    """The square of `OSM` again; the relation has its west side, two corners, and a node."""
    market = {"amenity": "marketplace"}
    corners = [{"lon": x, "lat": y} for x, y in ((0.0, 0.0), (0.4, 0.0), (0.4, 0.2), (0.0, 0.2))]
    elements: list[Element] = [
        {"type": "way", "id": 10, "tags": market, "geometry": [*corners, corners[0]]},
        {"type": "relation", "id": 20, "tags": market, "members": [
            {"type": "way", "ref": 11, "geometry": [corners[0], corners[3], None]},
            {"type": "node", "ref": 5, "lon": 0.3, "lat": 0.4},
        ]},
    ]  # fmt: skip
    way, relation = find_places(elements, wanted=is_market)
    assert (way.lon, way.lat) == (0.2, 0.1)
    assert way.lines == (((0.0, 0.0), (0.4, 0.0), (0.4, 0.2), (0.0, 0.2), (0.0, 0.0)),)
    assert (relation.lon, relation.lat) == (0.1, 0.2)
    assert relation.lines == (((0.0, 0.0), (0.0, 0.2)),)


def test_a_file_tells_the_lines_of_its_ways_and_relations(tmp_path: Path) -> None:
    path = tmp_path / "peta.osm"
    path.write_text(OSM, encoding="utf-8")
    places = read_places(path, keys=("amenity",), wanted=is_market)
    square = ((0.0, 0.0), (0.4, 0.0), (0.4, 0.2), (0.0, 0.2), (0.0, 0.0))
    diagonal = ((0.0, 0.0), (0.4, 0.2))
    lines = {place.kind: place.lines for place in places}
    assert lines == {"node": (), "way": (square,), "relation": (diagonal,)}


@pytest.mark.parametrize("element", [{"type": "node", "id": 1}, {"id": 1}, 7])
def test_an_element_that_lacks_something_is_refused(element: Element) -> None:
    with pytest.raises(InputError, match="out geom; at the end"):
        find_places([element], wanted=is_market)


def test_files_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    def read(name: str) -> None:
        read_places(tmp_path / name, keys=("amenity",), wanted=is_market)

    with pytest.raises(InputError, match="no such file"):
        read("tidak-ada.osm")
    (tmp_path / "peta.shp").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match=r"files ending in \.pbf"):
        read("peta.shp")
    (tmp_path / "peta.osm.pbf").write_bytes(b"\x00\x00\x00\x0d cut")
    with pytest.raises(InputError, match="cannot be read as an OSM file"):
        read("peta.osm.pbf")
    (tmp_path / "peta.osm").write_text(OSM[:300], encoding="utf-8")
    with pytest.raises(InputError, match="cannot be read as an OSM file"):
        read("peta.osm")
    nowhere = '<node id="1"><tag k="amenity" v="marketplace"/></node>'
    (tmp_path / "letak.osm").write_text(f'<osm version="0.6">{nowhere}</osm>', encoding="utf-8")
    with pytest.raises(InputError, match="cannot be read as an OSM file"):
        read("letak.osm")


def test_a_pbf_cut_in_half_is_refused(tmp_path: Path, real_data: Path) -> None:
    whole = (real_data / "osm" / "liechtenstein.osm.pbf").read_bytes()
    path = tmp_path / "half.osm.pbf"
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match="cannot be read as an OSM file"):
        read_places(path, keys=("amenity",), wanted=is_market)
