"""The roads of an area as a light background that is useful without internet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from routeplan.export.drawing.lines import TOLERANCE_M, FloatArray, cut_lines, simplify_lines

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


def collect_roads(
    network: Network, *, tolerance_m: float = TOLERANCE_M, sight: FloatArray | None = None
) -> list[RoadClass]:
    """Return the roads by rank, from narrow to wide; ranks without roads are left out.

    The edges of a way that follow each other become one line again, simplified so that no point
    moves by more than `tolerance_m` metres.

    Parameters
    ----------
    sight
        South-western and north-eastern corner, (2, 2) degrees: roads that are certainly outside
        are left out. None keeps all.
    """
    first_edges = _find_chain_starts(network)
    ranks = _rank_ways(network)[network.edge_way[first_edges]]
    joined = _join_edges(network, first_edges)
    if sight is not None:
        seen = _find_seen(joined, sight)
        joined, ranks = [joined[n] for n in seen], ranks[seen]
    lines = simplify_lines(joined, tolerance_m=tolerance_m)
    by_rank = [
        RoadClass(rank, tuple(line for line, r in zip(lines, ranks, strict=True) if r == rank))
        for rank in range(len(RANKS))
    ]
    return [roads for roads in by_rank if roads.lines]


def _find_seen(lines: list[FloatArray], sight: FloatArray) -> IntArray:
    """Return the indices of the lines whose surrounding rectangle reaches into `sight`."""
    if not lines:
        return np.array([], dtype=np.int64)
    starts = np.cumsum([0, *map(len, lines[:-1])])
    points = np.concatenate(lines)
    low, high = np.minimum.reduceat(points, starts), np.maximum.reduceat(points, starts)
    return np.flatnonzero(np.all((low <= sight[1]) & (high >= sight[0]), axis=1))


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
    return cut_lines(points[keep], breaks)


def _rank_ways(network: Network) -> IntArray:
    rank_of = {name: rank for rank, names in enumerate(RANKS) for name in names}
    ranks = [rank_of.get(tags.get("highway", ""), 0) for tags in network.way_tags]
    return np.array(ranks, dtype=np.int64)
