"""Reading roads: every kind of file ends in the same arrays, and bad files are told apart."""

from __future__ import annotations

import bz2
import gzip
import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import shapely
from grids import measure_km

from routeplan.errors import InputError
from routeplan.model import RoadSource
from routeplan.roads.raw import RawRoads, RoadCollector, make_raw_roads
from routeplan.roads.sources import read_roads

SOURCE = RoadSource("real", "test", "osm")
STREET = {"highway": "residential"}

# Three nodes in a row, 0.001 degrees (about 111 m) apart, one street, one building.
XML = """<?xml version='1.0' encoding='UTF-8'?>
<osm version="0.6" generator="{generator}" timestamp="2024-11-01T00:00:00Z">
  <node id="1" lat="-8.200" lon="113.100"/>
  <node id="2" lat="-8.200" lon="113.101"/>
  <node id="3" lat="-8.200" lon="113.102"/>
  <way id="10"><nd ref="1"/><nd ref="2"/><nd ref="3"/>
    <tag k="highway" v="residential"/><tag k="name" v="Jalan Jarit"/></way>
  <way id="11"><nd ref="1"/><nd ref="2"/><tag k="building" v="yes"/></way>
</osm>
"""
ANSWER = {
    "version": 0.6,
    "osm3s": {"timestamp_osm_base": "2024-11-01T00:00:00Z"},
    "elements": [
        {"type": "node", "id": 1, "lat": -8.200, "lon": 113.100},
        {"type": "node", "id": 2, "lat": -8.200, "lon": 113.101},
        {"type": "node", "id": 3, "lat": -8.200, "lon": 113.102},
        {"type": "way", "id": 10, "nodes": [1, 2, 3], "tags": {**STREET, "name": "Jalan Jarit"}},
        {"type": "way", "id": 11, "nodes": [1, 2], "tags": {"building": "yes"}},
    ],
}


def write_xml(path: Path, generator: str = "test") -> Path:
    text = XML.format(generator=generator).encode()
    if path.suffix == ".gz":
        text = gzip.compress(text)
    elif path.suffix == ".bz2":
        text = bz2.compress(text)
    path.write_bytes(text)
    return path


def assert_same_roads(a: RawRoads, b: RawRoads) -> None:
    for name in ("node_id", "lon", "lat", "way_id", "way_start", "way_nodes"):
        np.testing.assert_array_equal(getattr(a, name), getattr(b, name), err_msg=name)
    assert [dict(tags) for tags in a.way_tags] == [dict(tags) for tags in b.way_tags]


@pytest.mark.parametrize("name", ["a.osm", "a.osm.gz", "a.gz", "a.osm.bz2", "a.bz2"])
def test_osm_xml_plain_or_packed_gives_the_roads_of_the_overpass_answer(
    tmp_path: Path, name: str
) -> None:
    answer = tmp_path / "answer.json"
    answer.write_text(json.dumps(ANSWER), encoding="utf-8")
    raw = read_roads(write_xml(tmp_path / name))
    assert_same_roads(raw, read_roads(answer))
    assert raw.way_id.tolist() == [10]
    assert raw.way_tags[0] == {"highway": "residential", "name": "Jalan Jarit"}
    # 0.002 degrees at latitude 8.2 south: 0.002 * 111.195 km * cos(8.2) = 0.2201 km
    assert measure_km(raw) == pytest.approx(0.2201, abs=1e-4)
    assert raw.source == RoadSource("real", name, "osm", "2024-11-01T00:00:00Z")


def test_a_file_that_says_it_is_a_sample_is_never_taken_for_real_roads(tmp_path: Path) -> None:
    path = write_xml(tmp_path / "copied.osm.gz", generator="routeplan build_sample")
    assert read_roads(path).source.kind == "sample"


def test_probolinggo_has_its_published_counts_from_json_and_from_pbf(real_data: Path) -> None:
    answer = read_roads(real_data / "roads/probolinggo_overpass.json")
    pbf = read_roads(real_data / "roads/probolinggo.osm.pbf")
    assert_same_roads(answer, pbf)
    assert answer.source.osm_timestamp == pbf.source.osm_timestamp == "2024-06-25T19:37:40Z"
    classes = Counter(tags["highway"] for tags in pbf.way_tags)
    assert (len(pbf.node_id), len(pbf.way_id)) == (22_666, 4_207)
    assert (classes["residential"], classes["trunk"], classes["motorway"]) == (3_678, 104, 14)
    assert round(measure_km(pbf), 1) == 680.8
    assert sum(tags.get("oneway") == "yes" for tags in pbf.way_tags) == 118


@pytest.mark.parametrize(
    ("file", "nodes", "ways", "km"),
    [
        ("roads/pancer_village_overpass.json", 734, 93, 28.9),
        ("roads/pancer_village.osm", 734, 93, 28.9),
        ("roads/trenggalek_rural_overpass.json", 41_964, 1_696, 794.2),
    ],
)
def test_east_java_extracts_have_their_published_counts(
    real_data: Path, file: str, nodes: int, ways: int, km: float
) -> None:
    raw = read_roads(real_data / file)
    assert (len(raw.node_id), len(raw.way_id), round(measure_km(raw), 1)) == (nodes, ways, km)


def test_a_clip_while_reading_equals_a_clip_of_what_was_read(real_data: Path) -> None:
    box = shapely.box(113.18, -7.78, 113.22, -7.74)
    pbf = read_roads(real_data / "roads/probolinggo.osm.pbf", clip=box)
    answer = read_roads(real_data / "roads/probolinggo_overpass.json", clip=box)
    assert_same_roads(pbf, answer)
    assert 0 < len(pbf.way_id) < 4_207
    # 1 km of margin is 0.0091 degrees of longitude here
    assert pbf.lon.min() == pytest.approx(113.18 - 0.0091, abs=5e-4)
    assert pbf.source.clip == "the polygon"


def test_a_graph_of_osmnx_has_the_streets_it_was_made_from(real_data: Path, tmp_path: Path) -> None:
    import osmnx

    osm = real_data / "roads/pancer_village.osm"
    graph = osmnx.graph_from_xml(osm, simplify=True, retain_all=True)
    osmnx.save_graphml(graph, tmp_path / "simple.graphml")
    osmnx.save_graphml(osmnx.project_graph(graph), tmp_path / "projected.graphml")
    plain, projected = (
        read_roads(tmp_path / f"{name}.graphml") for name in ("simple", "projected")
    )
    assert measure_km(plain) == pytest.approx(measure_km(read_roads(osm)), abs=1e-6)
    assert len(plain.node_id) == 734
    # both directions of a street are one way
    assert len(plain.way_id) == len(graph.edges) / 2
    assert {tags["oneway"] for tags in plain.way_tags} == {"no"}
    np.testing.assert_allclose(np.sort(projected.lon), np.sort(plain.lon), atol=1e-9)


def test_a_one_way_street_of_osmnx_stays_one_way_in_its_direction(tmp_path: Path) -> None:
    import networkx as nx
    import osmnx

    graph = nx.MultiDiGraph(crs="epsg:4326")
    graph.add_node(1, x=113.100, y=-8.2)
    graph.add_node(2, x=113.101, y=-8.2)
    graph.add_edge(2, 1, osmid=[7, 8], oneway=True, length=110.0, highway=["primary", "secondary"])
    osmnx.save_graphml(graph, tmp_path / "one.graphml")
    raw = read_roads(tmp_path / "one.graphml")
    assert raw.node_id[raw.way_nodes].tolist() == [2, 1]
    assert raw.way_tags[0] == {"highway": "primary", "oneway": "yes"}


def test_a_way_cut_at_the_border_becomes_pieces_of_one_id() -> None:
    # node 3 is missing, node 4 comes twice in a row, node 9 is alone behind the gap at 8
    nodes = {i: (113.0 + i / 1000, -8.0) for i in (1, 2, 4, 5, 9)}
    raw = make_raw_roads(nodes, {70: (STREET, [1, 2, 3, 4, 4, 5, 8, 9])}, SOURCE)
    assert raw.way_id.tolist() == [70, 70]
    assert raw.node_id.tolist() == [1, 2, 4, 5]
    assert raw.way_start.tolist() == [0, 2, 4]


def test_what_comes_twice_counts_once_whatever_the_order() -> None:
    collector = RoadCollector()
    for _tile in range(2):
        collector.add_way(6, STREET, [2, 3])
        collector.add_way(5, STREET, [1, 2])
        for node in (3, 1, 2):
            collector.add_node(node, 113.0 + node / 1000, -8.0)
    raw = collector.build(SOURCE)
    assert raw.way_id.tolist() == [5, 6]
    assert raw.node_id[raw.way_nodes].tolist() == [1, 2, 2, 3]


@pytest.mark.parametrize("share", [0.2, 0.5, 0.99])
@pytest.mark.parametrize(
    "file",
    [
        "roads/probolinggo.osm.pbf",
        "roads/pancer_village.osm",
        "osm/andorra.osm.gz",
        "roads/pancer_village_overpass.json",
    ],
)
def test_a_file_cut_off_is_refused(
    real_data: Path, tmp_path: Path, file: str, share: float
) -> None:
    body = (real_data / file).read_bytes()
    cut = tmp_path / Path(file).name
    cut.write_bytes(body[: int(len(body) * share)])
    with pytest.raises(InputError, match="cut off"):
        read_roads(cut)


def test_a_cut_off_bz2_is_refused(tmp_path: Path) -> None:
    path = write_xml(tmp_path / "a.osm.bz2")
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(InputError, match="cut off"):
        read_roads(path)


FOREIGN_GRAPHML = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="w" for="edge" attr.name="weight" attr.type="double"/>
  <graph edgedefault="undirected"><node id="a"/><node id="b"/>
    <edge source="a" target="b"><data key="w">1.0</data></edge></graph>
</graphml>
"""
OSMNX_GRAPHML = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="c" for="graph" attr.name="crs" attr.type="string"/>
  <key id="x" for="node" attr.name="x" attr.type="string"/>
  <key id="y" for="node" attr.name="y" attr.type="string"/>
  <key id="i" for="edge" attr.name="osmid" attr.type="string"/>
  <key id="o" for="edge" attr.name="oneway" attr.type="string"/>
  <key id="l" for="edge" attr.name="length" attr.type="string"/>
  <key id="h" for="edge" attr.name="highway" attr.type="string"/>
  <graph edgedefault="directed"><data key="c">epsg:4326</data>
    <node id="1"><data key="x">113.100</data><data key="y">-8.2</data></node>
    <node id="2"><data key="x">113.101</data><data key="y">-8.2</data></node>
    <edge source="1" target="2"><data key="i">5</data><data key="o">False</data>
      <data key="l">110.0</data><data key="h">residential</data></edge></graph>
</graphml>
"""


def answer_with(tags: str, *, lon: str = "113.1") -> bytes:
    """Return an Overpass answer of one way with these tags, as JSON."""
    return (
        f'{{"elements": [{{"type": "node", "id": 1, "lon": {lon}, "lat": -8.2}}, '
        '{"type": "node", "id": 2, "lon": 113.2, "lat": -8.2}, '
        f'{{"type": "way", "id": 3, "nodes": [1, 2], "tags": {tags}}}]}}'
    ).encode()


def osm_with(first: str) -> bytes:
    """Return OSM XML of one way whose first node has these attributes."""
    return (
        f'<osm version="0.6"><node id="1" {first}/><node id="2" lat="-8.2" lon="113.2"/>'
        '<way id="3"><nd ref="1"/><nd ref="2"/><tag k="highway" v="road"/></way></osm>'
    ).encode()


BAD_FILES = {
    "empty.osm.pbf": (b"", "is empty"),
    "page.osm.pbf": (b"<html>404 Not Found</html>", "cannot be read as an OSM file"),
    "text.osm.gz": (b"this is not packed", "cannot be read as an OSM file"),
    "roads.shp": (b"\x00\x00\x27\x0a", "not read from this kind of file"),
    "area.json": (b'{"type": "FeatureCollection", "features": []}', "no list of elements"),
    "list.json": (b"[1, 2]", "no list of elements"),
    "latin.json": ("Jalan Pañcur".encode("latin-1"), "not whole JSON"),
    "slow.json": (
        b'{"elements": [], "remark": "runtime error: Query timed out"}',
        "the Overpass server says: runtime error: Query timed out.",
    ),
    "void.json": (b'{"elements": []}', "has no roads"),
    "geom.json": (
        b'{"elements": [{"type": "way", "id": 1, "tags": {"highway": "road"}}]}',
        "'nodes'",
    ),
    "tags.json": (answer_with('["highway"]'), "An element of the Overpass answer cannot be used"),
    "deep.json": (b"[" * 100_000, "not whole JSON"),
    "digits.json": (b'{"elements": [' + b"9" * 5_000 + b"]}", "not whole JSON"),
    "nan.json": (
        answer_with('{"highway": "road"}', lon="NaN"),
        "(nan, -8.2) is no longitude and latitude",
    ),
    "metres.json": (
        answer_with('{"highway": "road"}', lon="705000"),
        "(705000.0, -8.2) is no longitude and latitude",
    ),
    "nowhere.osm": (osm_with(""), "cannot be read as an OSM file"),
    "metres.osm": (osm_with('lat="-8.2" lon="705000"'), "cannot be read as an OSM file"),
    "foreign.graphml": (FOREIGN_GRAPHML.encode(), "not a road graph of osmnx"),
    "no_x.graphml": (
        OSMNX_GRAPHML.replace('<data key="x">113.100</data>', "").encode(),
        "not a road graph of osmnx, or it was changed: 'x'",
    ),
    "no_oneway.graphml": (
        OSMNX_GRAPHML.replace('<data key="o">False</data>', "").encode(),
        "not a road graph of osmnx, or it was changed: 'oneway'",
    ),
    "crs.graphml": (
        OSMNX_GRAPHML.replace("epsg:4326", "epsg:nonsense").encode(),
        "not a road graph of osmnx, or it was changed",
    ),
    "cut.graphml": (FOREIGN_GRAPHML.encode()[:200], "may be cut off"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, name: str) -> None:
    body, message = BAD_FILES[name]
    (tmp_path / name).write_bytes(body)
    with pytest.raises(InputError) as caught:
        read_roads(tmp_path / name)
    assert message in str(caught.value)
    assert len(str(caught.value)) < 600


def test_the_graph_that_the_bad_ones_are_made_from_is_read(tmp_path: Path) -> None:
    (tmp_path / "good.graphml").write_text(OSMNX_GRAPHML, encoding="utf-8")
    assert len(read_roads(tmp_path / "good.graphml").way_id) == 1


def test_tags_that_are_numbers_are_read_as_text_and_none_as_no_tags(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(answer_with('{"highway": "road", "maxspeed": 40}'))
    assert read_roads(tmp_path / "a.json").way_tags[0] == {"highway": "road", "maxspeed": "40"}
    (tmp_path / "b.json").write_bytes(answer_with("null"))
    with pytest.raises(InputError, match="has no roads"):
        read_roads(tmp_path / "b.json")


def test_a_file_name_that_no_system_takes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_roads(tmp_path / f"{'a' * 300}.osm")


def test_a_file_that_is_missing_or_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_roads(tmp_path / "java.osm.pbf")
    with pytest.raises(InputError, match="not a file"):
        read_roads(tmp_path)


def test_an_extract_of_another_place_is_refused(tmp_path: Path) -> None:
    porto = shapely.box(-8.7, 41.1, -8.5, 41.2)
    with pytest.raises(InputError, match="no roads within the polygon"):
        read_roads(write_xml(tmp_path / "jarit.osm"), clip=porto)
