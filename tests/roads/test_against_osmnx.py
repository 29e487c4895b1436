"""The network against osmnx on the same files: every edge that differs has a reason.

osmnx keeps every node where edges of different ways meet when it is told that ways differ, so
both cut ways at the same junctions. What is left are rules in which the two disagree on
purpose; each is a predicate below, and an edge that no rule explains fails the test.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import networkx as nx
import osmium
import osmnx as ox
import pytest
from grids import place_at

from routeplan.config import load_config
from routeplan.roads.handout import to_multidigraph
from routeplan.roads.network import build_network
from routeplan.roads.raw import is_road
from routeplan.roads.sources import read_roads

CARS = load_config().profiles["R4"]
DENIED = {"no", "private", "agricultural", "forestry", "agricultural;forestry", "military"}


class Way(NamedTuple):
    tags: Mapping[str, str]
    nodes: Sequence[int]

    @property
    def is_closed(self) -> bool:
        return self.nodes[0] == self.nodes[-1]


class Edge(NamedTuple):
    """A directed edge by OSM ids, its length in millimetres."""

    u: int
    v: int
    way: int
    mm: int


@dataclass(frozen=True)
class Difference:
    """Edges, with their multiplicity, that only one of the two has; and the ways they are on."""

    ours: Counter[Edge]
    theirs: Counter[Edge]
    ways: Mapping[int, Way]


def is_closed_to_cars(edge: Edge, difference: Difference) -> bool:
    """Osmnx reads every way of a file; a car may not drive on some."""
    tags = difference.ways[edge.way].tags
    keys = ("motorcar", "motor_vehicle", "vehicle", "access")
    access = next((tags[key] for key in keys if key in tags), None)
    return edge in difference.theirs and (
        access in DENIED or tags["highway"] not in CARS.speeds_kmh
    )


def is_ruled_for_cars(edge: Edge, difference: Difference) -> bool:
    """Osmnx does not read oneway:motorcar, which is more specific than oneway."""
    return "oneway:motorcar" in difference.ways[edge.way].tags


def is_motorway_by_nature(edge: Edge, difference: Difference) -> bool:
    """Without a tag a motorway is one-way; in osmnx it is not."""
    tags = difference.ways[edge.way].tags
    implied = tags["highway"] == "motorway" and "oneway" not in tags
    return edge in difference.theirs and implied


def is_circular_by_nature(edge: Edge, difference: Difference) -> bool:
    """Without a tag a circular junction is one-way; in osmnx only a roundabout is."""
    tags = difference.ways[edge.way].tags
    implied = tags.get("junction") == "circular" and "oneway" not in tags
    return edge in difference.theirs and implied


def is_roundabout_both_ways(edge: Edge, difference: Difference) -> bool:
    """Tagged oneway=no a roundabout is driven both ways; in osmnx no tag undoes a roundabout."""
    tags = difference.ways[edge.way].tags
    undone = tags.get("junction") == "roundabout" and tags.get("oneway") == "no"
    return edge in difference.ours and undone


def is_cut_at_seam(edge: Edge, difference: Difference) -> bool:
    """Osmnx joins a closed way where it begins and ends; ours is cut there."""
    way, seam = difference.ways[edge.way], difference.ways[edge.way].nodes[0]
    pieces = [piece for piece in difference.ours if piece.way == edge.way]
    return way.is_closed and any(
        edge in {one, two, whole}
        and (one.u, one.v, two.u, two.v) == (whole.u, seam, seam, whole.v)
        and abs(one.mm + two.mm - whole.mm) <= 1
        for whole in difference.theirs
        if whole.way == edge.way
        for one in pieces
        for two in pieces
    )


def is_lone_ring(edge: Edge, difference: Difference) -> bool:
    """Osmnx drops a closed way that no other road touches."""
    way = difference.ways[edge.way]
    if edge in difference.theirs or not way.is_closed:
        return False
    others = (other.nodes for number, other in difference.ways.items() if number != edge.way)
    return set(way.nodes).isdisjoint(node for nodes in others for node in nodes)


RULES: Mapping[str, Callable[[Edge, Difference], bool]] = {
    "closed to cars": is_closed_to_cars,
    "ruled for cars": is_ruled_for_cars,
    "motorway by nature": is_motorway_by_nature,
    "circular by nature": is_circular_by_nature,
    "roundabout both ways": is_roundabout_both_ways,
    "cut at the seam": is_cut_at_seam,
    "lone ring": is_lone_ring,
}


def explain(edge: Edge, difference: Difference) -> str | None:
    """Return the name of the first rule that explains why only one of the two has an edge."""
    return next((name for name, rule in RULES.items() if rule(edge, difference)), None)


def compare(file: Path) -> tuple[Difference, int]:
    """Return what differs between the two networks of an OSM XML file, and how much does not."""
    ours = list_edges(
        to_multidigraph(build_network(read_roads(file), name="x"), vehicle="R4", rule=CARS)
    )
    raw = ox.graph_from_xml(file, simplify=False, retain_all=True)
    theirs = list_edges(ox.simplify_graph(raw, edge_attrs_differ=["osmid"]))
    difference = Difference(ours - theirs, theirs - ours, read_ways(file))
    return difference, (ours & theirs).total()


def list_edges(graph: nx.MultiDiGraph) -> Counter[Edge]:
    edges = graph.edges(data=True)
    return Counter(Edge(u, v, data["osmid"], round(data["length"] * 1000)) for u, v, data in edges)


def read_ways(file: Path) -> dict[int, Way]:
    return {
        way.id: Way(dict(way.tags), [node.ref for node in way.nodes])
        for way in osmium.FileProcessor(str(file), osmium.osm.WAY)
        if isinstance(way, osmium.osm.Way)
    }


def unpack(file: Path, folder: Path) -> Path:
    """Write the roads of a PBF file as OSM XML, which osmnx reads.

    Ways of no class of ours (bridleways, roads under construction) stay out: osmnx would read
    them, too, and cut others where they cross.
    """
    target = folder / "roads.osm"
    with osmium.BackReferenceWriter(str(target), ref_src=str(file)) as writer:
        for way in osmium.FileProcessor(str(file), osmium.osm.WAY):
            if is_road(dict(way.tags)):
                writer.add(way)
    return target


def write_osm(
    file: Path, nodes: Mapping[int, tuple[float, float]], ways: Mapping[int, Way]
) -> Path:
    """Write OSM XML of nodes, in metres east and north, and ways."""
    with osmium.SimpleWriter(str(file)) as writer:
        for number, metres in nodes.items():
            writer.add_node(osmium.osm.mutable.Node(id=number, location=place_at(*metres)))
        for number, way in ways.items():
            writer.add_way(osmium.osm.mutable.Way(id=number, nodes=way.nodes, tags=dict(way.tags)))
    return file


@pytest.mark.parametrize(
    ("file", "rules"),
    [
        ("roads/pancer_village.osm", set()),
        ("roads/probolinggo.osm.pbf", {"ruled for cars", "cut at the seam"}),
        ("osm/liechtenstein.osm.pbf", {"closed to cars", "cut at the seam"}),
    ],
)
def test_every_edge_of_real_roads_that_differs_from_osmnx_has_a_reason(
    real_data: Path, tmp_path: Path, file: str, rules: set[str]
) -> None:
    source = real_data / file
    difference, same = compare(source if source.suffix == ".osm" else unpack(source, tmp_path))
    counts = Counter[str | None]()
    for edge, count in (difference.ours + difference.theirs).items():
        counts[explain(edge, difference)] += count
    print(f"{file}: {same} directed edges agree, differing by rule: {dict(counts)}")
    assert set(counts) == rules
    # of the edges that a car may use nearly all agree
    assert difference.ours.total() <= same / 100


SQUARE = {1: (0, 0), 2: (100, 0), 3: (100, 100), 4: (0, 100), 5: (-100, 0), 6: (200, 100)}
STRAIGHT, AROUND = (1, 2, 3), (1, 2, 3, 4, 1)
APPROACH = Way({"highway": "residential"}, (5, 1))
LEAVE = Way({"highway": "residential"}, (3, 6))


@pytest.mark.parametrize(
    ("rule", "tags", "nodes", "counts"),
    [
        # a plain street: no difference
        (None, {"highway": "residential"}, STRAIGHT, (0, 0)),
        (None, {"highway": "residential", "oneway": "-1"}, STRAIGHT, (0, 0)),
        (None, {"highway": "residential", "oneway": "reversible"}, STRAIGHT, (0, 0)),
        # a square entered where it begins: 1-3 and 3-1, one-way alike
        (None, {"highway": "residential", "junction": "roundabout"}, AROUND, (0, 0)),
        ("closed to cars", {"highway": "residential", "access": "private"}, STRAIGHT, (0, 2)),
        ("closed to cars", {"highway": "footway"}, STRAIGHT, (0, 2)),
        (
            "ruled for cars",
            {"highway": "residential", "oneway:motorcar": "yes"},
            STRAIGHT,
            (0, 1),
        ),
        ("motorway by nature", {"highway": "motorway"}, STRAIGHT, (0, 1)),
        ("circular by nature", {"highway": "primary", "junction": "circular"}, AROUND, (0, 2)),
        (
            "roundabout both ways",
            {"highway": "primary", "junction": "roundabout", "oneway": "no"},
            AROUND,
            (2, 0),
        ),
        # begun at 2, where nothing meets it: 2-3 and 1-2 of ours are one edge 1-3 of theirs
        ("cut at the seam", {"highway": "residential", "oneway": "yes"}, (2, 3, 4, 1, 2), (2, 1)),
    ],
)
def test_each_rule_explains_what_it_is_made_for(
    tmp_path: Path,
    rule: str | None,
    tags: Mapping[str, str],
    nodes: tuple[int, ...],
    counts: tuple[int, int],
) -> None:
    file = write_osm(tmp_path / "x.osm", SQUARE, {10: APPROACH, 11: LEAVE, 12: Way(tags, nodes)})
    difference, _same = compare(file)
    assert (difference.ours.total(), difference.theirs.total()) == counts
    reasons = {explain(edge, difference) for edge in difference.ours + difference.theirs}
    assert reasons == ({rule} if rule else set())


def test_an_edge_that_no_rule_knows_stays_unexplained() -> None:
    ways = {10: APPROACH, 11: Way({"highway": "residential"}, AROUND)}
    lost = [Edge(5, 1, 10, 100_000), Edge(1, 2, 11, 100_000)]
    for edge in lost:
        assert explain(edge, Difference(Counter(), Counter([edge]), ways)) is None
        assert explain(edge, Difference(Counter([edge]), Counter(), ways)) is None


def test_a_ring_on_its_own_is_an_edge_of_ours_alone(tmp_path: Path) -> None:
    ring = Way({"highway": "residential"}, (1, 2, 3, 4, 1))
    street = Way({"highway": "residential"}, (5, 6))
    difference, same = compare(write_osm(tmp_path / "x.osm", SQUARE, {10: ring, 11: street}))
    assert same == 2
    assert not difference.theirs
    # once in each direction, 400 m but for the seven decimals of OSM coordinates
    once, again = difference.ours.elements()
    assert once == again
    assert (once.u, once.v, once.way) == (1, 1, 10)
    assert abs(once.mm - 400_000) <= 20
    assert explain(once, difference) == "lone ring"
