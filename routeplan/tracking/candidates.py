"""Candidates: points of edges that a fix may stand for, the nearest ones of each fix."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from routeplan.roads.graph import VehicleGraph
from routeplan.roads.network import FloatArray, IntArray
from routeplan.roads.plane import draw_edges, find_in_box, make_plane

# Of more edges near a fix the farther ones are not worth their time.
MOST_PER_FIX = 8
# Metres around all fixes within which ways are looked for.
MARGIN_M = 1000.0


@dataclass(frozen=True, eq=False)
class Candidates:
    """Points of edges near `n` fixes, (k,) each, in the order of the fixes, the nearest first.

    Parameters
    ----------
    fix
        Number of the fix.
    edge
        Number of the edge in the network.
    offset_m, length_m
        From the edge's `u` to the point, and to its `v`.
    away_m
        From the fix to the point.
    """

    fix: IntArray
    edge: IntArray
    offset_m: FloatArray
    length_m: FloatArray
    away_m: FloatArray


def find_edges_around(graph: VehicleGraph, lon: FloatArray, lat: FloatArray) -> IntArray:
    """Return the edges open to the vehicle, in any direction, around some fixes."""
    box = float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())
    near = find_in_box(graph.network, box, margin_m=MARGIN_M)
    return near[graph.edge_ms[near] > 0]


def find_candidates(
    graph: VehicleGraph, edges: IntArray, lon: FloatArray, lat: FloatArray, *, reach_m: float
) -> Candidates:
    """Return the points of `edges` that (n,) fixes may stand for, at most `reach_m` away."""
    import shapely

    network = graph.network
    plane = make_plane(network)
    lines = draw_edges(network, edges, plane)
    points = shapely.points(*plane.transform(lon, lat))
    fix, near = shapely.STRtree(lines).query(points, predicate="dwithin", distance=reach_m)
    away_m = shapely.distance(lines[near], points[fix])
    order = np.lexsort((near, away_m, fix))
    fix, near, away_m = fix[order], near[order], away_m[order]
    first = np.searchsorted(fix, fix)
    kept = np.arange(len(fix)) - first < MOST_PER_FIX
    fix, near, away_m = fix[kept], near[kept], away_m[kept]
    share = shapely.line_locate_point(lines[near], points[fix], normalized=True)
    length_m = network.edge_mm[edges[near]] / 1000
    return Candidates(fix, edges[near], np.nan_to_num(share) * length_m, length_m, away_m)
