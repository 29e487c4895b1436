"""The roads of an area as a light background that is useful without internet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from routeplan.export.polyline import FloatArray, encode_lines

if TYPE_CHECKING:
    from routeplan.roads.network import Network

TOLERANCE_M = 4.0
METRES_PER_DEGREE = 111_195.0

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


def encode_roads(network: Network, *, tolerance_m: float = TOLERANCE_M) -> list[dict[str, Any]]:
    """Return the roads by rank, each ``{"rank": r, "sizes": ..., "points": ...}``.

    The edges of a way that follow each other become one line again, simplified so that no point
    moves by more than `tolerance_m` metres.
    """
    first_edges = _find_chain_starts(network)
    ranks = _rank_ways(network)[network.edge_way[first_edges]]
    lines = simplify_lines(_join_edges(network, first_edges), tolerance_m=tolerance_m)
    found = []
    for rank in range(len(RANKS)):
        chosen = [line for line, r in zip(lines, ranks, strict=True) if r == rank]
        if chosen:
            found.append({"rank": rank, **encode_lines(chosen)})
    return found


def simplify_lines(lines: list[FloatArray], *, tolerance_m: float) -> list[FloatArray]:
    """Return lines of (n, 2) degrees with the points left out that matter less than a tolerance.

    Rings narrower than the tolerance keep their two ends.
    """
    import shapely

    if not lines:
        return []
    points = np.concatenate(lines)
    # Degrees of longitude are shorter than those of latitude: scaled, both are alike.
    scale = np.array([np.cos(np.radians(points[:, 1].mean())), 1.0])
    number = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    shapes = shapely.simplify(
        shapely.linestrings(points * scale, indices=number),
        tolerance_m / METRES_PER_DEGREE,
        preserve_topology=False,
    )
    kept, owner = shapely.get_coordinates(shapes, return_index=True)
    return np.split(kept / scale, np.flatnonzero(np.diff(owner)) + 1)


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
