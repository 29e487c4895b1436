"""The roads of an area as a light background that is useful without internet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from routeplan.export.drawing.lines import TOLERANCE_M, FloatArray, simplify_lines

if TYPE_CHECKING:
    from routeplan.roads.network import Network

# Classes of roads from narrow to wide, drawn in this order; what is in none is drawn as the first.
RANKS: tuple[tuple[str, ...], ...] = (
    ("track", "path", "footway", "cycleway", "pedestrian", "steps", "service"),
    ("residential", "living_street", "unclassified", "road"),
    ("tertiary", "tertiary_link"),
    ("secondary", "secondary_link"),
    ("primary", "primary_link"),
    ("trunk", "trunk_link", "motorway", "motorway_link"),
)

IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True)
class RoadClass:
    """The roads of one rank of `RANKS`, each an (n, 2) array of longitude and latitude."""

    rank: int
    lines: tuple[FloatArray, ...]


def collect_roads(network: Network, *, tolerance_m: float = TOLERANCE_M) -> list[RoadClass]:
    """Return the roads by rank, from narrow to wide; ranks without roads are left out.

    The edges of a way that follow each other become one line again, simplified so that no point
    moves by more than `tolerance_m` metres.
    """
    first_edges = _find_chain_starts(network)
    ranks = _rank_ways(network)[network.edge_way[first_edges]]
    lines = simplify_lines(_join_edges(network, first_edges), tolerance_m=tolerance_m)
    by_rank = [
        RoadClass(rank, tuple(line for line, r in zip(lines, ranks, strict=True) if r == rank))
        for rank in range(len(RANKS))
    ]
    return [roads for roads in by_rank if roads.lines]


def _find_chain_starts(network: Network) -> IntArray:
    continues = (network.edge_way[1:] == network.edge_way[:-1]) & (
        network.edge_u[1:] == network.edge_v[:-1]
    )
    starts = np.ones(len(network.edge_way), dtype=bool)
    starts[1:] = ~continues
    return np.flatnonzero(starts)


def _join_edges(network: Network, first_edges: IntArray) -> list[FloatArray]:
    points = np.column_stack([network.shape_lon, network.shape_lat])
    # The first point of an edge that continues a line is the last one of the edge before.
    keep = np.ones(len(points), dtype=bool)
    keep[network.shape_start[:-1]] = False
    keep[network.shape_start[first_edges]] = True
    kept_before = np.concatenate([[0], np.cumsum(keep)])
    breaks = kept_before[network.shape_start[first_edges]]
    return np.split(points[keep], breaks[1:]) if len(first_edges) else []


def _rank_ways(network: Network) -> IntArray:
    rank_of = {name: rank for rank, names in enumerate(RANKS) for name in names}
    ranks = [rank_of.get(tags.get("highway", ""), 0) for tags in network.way_tags]
    return np.array(ranks, dtype=np.int64)
