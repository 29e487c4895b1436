"""Reading an OSM file into a network of junctions and streets: ours against osmnx."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from measure import Facts, Measurement, Work, measure


def measure_roads(file: Path) -> Iterator[Measurement]:
    """Measure both on the same OSM XML file, which holds the roads of `file` and nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        roads = Path(folder) / "roads.osm"
        measure("", "roads:prepare_extract", file, roads)
        yield measure("routeplan, XML", "roads:prepare_ours", roads)
        yield measure("osmnx, XML", "roads:prepare_osmnx", roads)
    yield measure(f"routeplan, {file.name} itself", "roads:prepare_ours", file)


def prepare_extract(source: str, target: str) -> Work:
    """Write the roads of an OSM file, which osmnx would not tell from other ways, to a file."""
    import osmium

    from routeplan.roads.raw import is_road

    def work() -> Facts:
        count = 0
        ways = osmium.FileProcessor(source, osmium.osm.WAY)
        with osmium.BackReferenceWriter(target, ref_src=source) as writer:
            for way in ways.with_filter(osmium.filter.KeyFilter("highway")):
                if is_road({tag.k: tag.v for tag in way.tags}):
                    writer.add(way)
                    count += 1
        return {"ways": count}

    return work


def prepare_ours(file: str) -> Work:
    """Read and build a `Network`."""
    from routeplan.roads.network import build_network
    from routeplan.roads.sources import read_roads

    def work() -> Facts:
        network = build_network(read_roads(Path(file)), name="bench")
        km = round(int(network.edge_mm.sum()) / 1e6, 1)
        return {"junctions": network.node_count, "streets": network.edge_count, "km": km}

    return work


def prepare_osmnx(file: str) -> Work:
    """Read and simplify a graph, both directions of a street as edges of their own."""
    import osmnx

    def work() -> Facts:
        graph = osmnx.graph_from_xml(file, bidirectional=False, retain_all=True)
        streets = osmnx.convert.to_undirected(graph)
        km = round(sum(m for _u, _v, m in streets.edges(data="length")) / 1e3, 1)
        return {"junctions": len(graph), "streets": streets.number_of_edges(), "km": km}

    return work
