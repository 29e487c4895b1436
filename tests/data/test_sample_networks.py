"""The invented sample networks: the same bytes again, connected, and like what they stand for."""

from __future__ import annotations

import csv
import gzip
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from routeplan.areas import Village, load_district, load_gazetteer
from routeplan.config import load_config
from routeplan.roads.graph import make_vehicle_graph
from routeplan.roads.network import build_network
from routeplan.roads.sources import read_roads

ROOT = Path(__file__).resolve().parents[2]
NETWORKS = ROOT / "data" / "networks"
DISTRICTS = ("lumajang", "jember", "pasuruan", "pasuruan-kota")


@dataclass(frozen=True)
class Sample:
    """Nodes and ways of a sample network, read without routeplan."""

    district: str
    nodes: dict[str, tuple[float, float]]
    ways: list[tuple[dict[str, str], list[str]]]

    def pieces(self, classes: set[str] | None = None) -> Iterator[tuple[str, str]]:
        for tags, refs in self.ways:
            if classes is None or tags["highway"] in classes:
                yield from pairwise(refs)


def find_components(pieces: Iterator[tuple[str, str]]) -> dict[str, str]:
    parent: dict[str, str] = {}

    def find(item: str) -> str:
        while parent.setdefault(item, item) != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for a, b in pieces:
        parent[find(a)] = find(b)
    return {item: find(item) for item in list(parent)}


@pytest.fixture(scope="module", params=DISTRICTS)
def sample(request: pytest.FixtureRequest) -> Sample:
    path = NETWORKS / f"{request.param}_sample.osm.gz"
    root = ET.fromstring(gzip.decompress(path.read_bytes()))
    nodes = {
        n.get("id", ""): (float(n.get("lon", "")), float(n.get("lat", "")))
        for n in root.iter("node")
    }
    ways = [
        (
            {tag.get("k", ""): tag.get("v", "") for tag in way.iter("tag")},
            [ref.get("ref", "") for ref in way.iter("nd")],
        )
        for way in root.iter("way")
    ]
    return Sample(request.param, nodes, ways)


def test_rebuilding_gives_the_same_networks(tmp_path: Path) -> None:
    script = ROOT / "scripts" / "build_sample"
    subprocess.run([sys.executable, str(script), str(tmp_path)], check=True, capture_output=True)
    for district in DISTRICTS:
        name = f"{district}_sample.osm.gz"
        built, kept = (tmp_path / name).read_bytes(), (NETWORKS / name).read_bytes()
        # What is inside is compared: another zlib may pack the same text into other bytes.
        assert gzip.decompress(built) == gzip.decompress(kept), name


@pytest.mark.parametrize("district", DISTRICTS)
def test_a_file_is_small_and_says_that_it_is_invented(district: str) -> None:
    data = (NETWORKS / f"{district}_sample.osm.gz").read_bytes()
    assert len(data) < 300_000
    assert data[4:8] == bytes(4)  # no time of packing
    root = ET.fromstring(gzip.decompress(data))
    assert root.get("generator") == "routeplan build_sample"
    assert "INVENTED SAMPLE" in (root.findtext("note") or "")


def test_every_name_says_that_it_is_an_example(sample: Sample) -> None:
    names = {tags["name"] for tags, _refs in sample.ways if "name" in tags}
    assert names
    assert all("Contoh" in name and name.endswith("(contoh)") for name in names)


def test_nearly_all_hangs_together_and_one_island_does_not(sample: Sample) -> None:
    sizes = Counter(find_components(sample.pieces()).values()).most_common()
    assert len(sizes) == 2
    assert sizes[0][1] / sum(size for _root, size in sizes) > 0.95
    assert sizes[1][1] == 12  # three rows of four corners


def test_a_few_thousand_junctions_lie_in_the_district(sample: Sample) -> None:
    degree = Counter(node for piece in sample.pieces() for node in piece)
    assert 1500 < sum(count > 2 for count in degree.values()) < 8000
    area = load_district(sample.district)
    places = list(sample.nodes.values())[::20]
    inside = [area.contains(lon, lat, margin_m=1000) for lon, lat in places]
    # Lanes may cut a corner of the neighbour between two villages of the district.
    assert sum(inside) / len(inside) > 0.97


def test_main_roads_join_the_seats_that_the_table_says(sample: Sample) -> None:
    classes = ["trunk", "primary", "secondary", "tertiary"]
    area = load_district(sample.district)
    seats = {
        part.name: village
        for part in area.kecamatan
        if (village := load_gazetteer().find_seat(part.name)) is not None
    }
    with (ROOT / "data" / "main_roads.csv").open(encoding="utf-8", newline="") as file:
        links = [row for row in csv.DictReader(file) if row["from"] in seats and row["to"] in seats]
    assert links
    for highway in classes:
        # A lesser road may run along a greater one for a while. All meet at the roundabout.
        allowed = {*classes[: classes.index(highway) + 1], "primary"}
        component = find_components(sample.pieces(allowed))
        for link in links:
            if link["highway"] == highway:
                ends = [find_nearest(sample, component, seats[link[end]]) for end in ("from", "to")]
                assert component[ends[0]] == component[ends[1]], link


def find_nearest(sample: Sample, component: dict[str, str], village: Village) -> str:
    lon, lat = village.lon, village.lat
    ids = list(component)
    places = np.array([sample.nodes[node] for node in ids])
    apart = np.hypot(places[:, 0] - lon, places[:, 1] - lat)
    assert apart.min() < 0.0004, village  # 44 m: the ring of the roundabout is 30 m wide
    return ids[int(apart.argmin())]


def test_one_roundabout_is_driven_clockwise_as_traffic_keeps_left(sample: Sample) -> None:
    rings = [refs for tags, refs in sample.ways if tags.get("junction") == "roundabout"]
    assert len(rings) == 1
    assert rings[0][0] == rings[0][-1]
    points = [sample.nodes[ref] for ref in rings[0]]
    # Twice the signed area: negative for a ring that runs clockwise.
    assert sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(points)) < 0


def test_some_streets_are_one_way(sample: Sample) -> None:
    streets = [t for t, _ in sample.ways if t.get("oneway") == "yes" and t["highway"] != "motorway"]
    assert len(streets) >= 2


def test_only_pasuruan_has_a_toll_road_with_two_carriageways(sample: Sample) -> None:
    motorways = [refs for tags, refs in sample.ways if tags["highway"] == "motorway"]
    assert len(motorways) == (2 if sample.district == "pasuruan" else 0)


@pytest.mark.parametrize("district", DISTRICTS)
def test_a_car_reaches_nearly_all_of_it_and_every_village(district: str) -> None:
    raw = read_roads(NETWORKS / f"{district}_sample.osm.gz", kind="sample")
    network = build_network(raw, name=district)
    graph = make_vehicle_graph(network, "R4", load_config().profiles["R4"])
    assert graph.connected.mean() > 0.95
    open_nodes = np.column_stack([network.node_lon, network.node_lat])[graph.connected]
    kecamatan = {(part.regency, part.name) for part in load_district(district).kecamatan}
    for village in load_gazetteer().villages:
        if (village.regency, village.kecamatan) in kecamatan:
            apart = np.hypot(open_nodes[:, 0] - village.lon, open_nodes[:, 1] - village.lat)
            assert apart.min() < 0.003, village  # 330 m
