"""Shortest times between places: our matrix against networkx, on the same graph."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from measure import Facts, Measurement, Work, measure

if TYPE_CHECKING:
    from routeplan.roads.matrix import Router

SEED = 1


def measure_matrix(file: Path, *, places: int) -> Iterator[Measurement]:
    """Measure the matrix of random places on the roads of a file, for a car."""
    yield measure("routeplan", "matrix:prepare_ours", file, places)
    yield measure("networkx", "matrix:prepare_networkx", file, places)


def prepare_ours(file: str, places: str) -> Work:
    """Compute times, and the lengths of the paths, which networkx is spared."""
    from routeplan.roads.matrix import compute_matrix

    router = _make_router(file, int(places))

    def work() -> Facts:
        return _describe(router, int(compute_matrix(router).ms.sum()))

    return work


def prepare_networkx(file: str, places: str) -> Work:
    """Compute times from each place to all with networkx."""
    import networkx as nx

    router = _make_router(file, int(places))
    graph = nx.from_scipy_sparse_array(router.times, create_using=nx.DiGraph)
    nodes = [router.node_of(place) for place in range(router.place_count)]

    def work() -> Facts:
        total = 0
        for source in nodes:
            times = nx.single_source_dijkstra_path_length(graph, source)
            total += sum(int(times[node]) for node in nodes)
        return _describe(router, total)

    return work


def _make_router(file: str, places: int) -> Router:
    import numpy as np

    from routeplan.config import load_config
    from routeplan.roads.graph import make_vehicle_graph
    from routeplan.roads.matrix import make_router
    from routeplan.roads.network import build_network
    from routeplan.roads.snap import snap_to_graph
    from routeplan.roads.sources import read_roads

    network = build_network(read_roads(Path(file)), name="bench")
    graph = make_vehicle_graph(network, "R4", load_config().profiles["R4"])
    rng = np.random.default_rng(SEED)
    nodes = rng.choice(network.node_count, places, replace=False)
    snaps = snap_to_graph(graph, network.node_lon[nodes], network.node_lat[nodes])
    return make_router(graph, snaps)


def _describe(router: Router, total_ms: int) -> Facts:
    return {
        "nodes": router.times.shape[0],
        "arcs": router.times.nnz,
        "places": router.place_count,
        "hours in the matrix": round(total_ms / 3_600_000, 3),
    }
