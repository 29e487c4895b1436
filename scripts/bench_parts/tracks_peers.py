"""Other libraries on the same fixes, as contenders of `measure`.

Leuven: W. Meert, M. Verbeke: HMM with Non-Emitting States for Map Matching. ECDA 2018.
trackintel: H. Martin et al.: Trackintel. Computers, Environment and Urban Systems 101, 2023; stays
by the sliding window of Q. Li et al. (2008).
"""

from __future__ import annotations

import logging
import warnings
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from tracks_matching import list_moving, open_drive, tell_streets
from tracks_stays import LEAST_S, tell_stays

if TYPE_CHECKING:
    from measure import Facts, Work

    from routeplan.roads.graph import VehicleGraph

# The widest lattice with which it ends within minutes; wider ones find no more here.
LATTICE_WIDTH = 10
FARTHEST_M = 100.0
# Of the two that were tried, 60 m and 100 m, the one that finds more stays.
STAY_M = 100.0


def prepare_leuvenmapmatching(*words: str) -> Work:
    """Return the matching of Leuven: its own model, edges only, in the plane."""
    import numpy as np
    from leuvenmapmatching.matcher.distance import DistanceMatcher

    drive, noise_m = open_drive(*words), float(words[-1])
    graph, plane = drive.graph, drive.day.course.plane
    roads, edge_of = _make_leuven_map(graph, plane)
    _moment_s, lon, lat = list_moving(drive)
    x, y = plane.transform(lon, lat)
    path = _thin(np.column_stack([y, x]), apart_m=2 * noise_m)
    logging.getLogger("be.kuleuven.cs.dtai.mapmatching").setLevel(logging.ERROR)

    def work() -> Facts:
        matcher = DistanceMatcher(
            roads, max_dist=FARTHEST_M, max_dist_init=FARTHEST_M, obs_noise=noise_m,
            obs_noise_ne=2 * noise_m, dist_noise=20, non_emitting_states=True, only_edges=True,
            max_lattice_width=LATTICE_WIDTH,
        )  # fmt: skip
        states, last = matcher.match(path)
        driven = np.unique([edge_of[state] for state in states if state in edge_of])
        facts = tell_streets(drive, driven.astype(np.int64))
        return facts | {"fixes given": len(path), "of them matched": last + 1}

    return work


def _make_leuven_map(graph: VehicleGraph, plane: Any) -> tuple[Any, dict[tuple[int, int], int]]:
    """Return the streets of a vehicle as a map, and the edge of each pair of its nodes.

    Its streets are straight, so that each point of a shape is a node.
    """
    from leuvenmapmatching.map.inmem import InMemMap

    network = graph.network
    roads = InMemMap("bench", use_latlon=False, use_rtree=True, index_edges=True)
    edge_of: dict[tuple[int, int], int] = {}
    count = len(network.node_lon)
    for edge in range(len(network.edge_mm)):
        x, y = plane.transform(*network.edge_shape(edge))
        inner = list(range(count, count + len(x) - 2))
        count += len(inner)
        nodes = [int(network.edge_u[edge]), *inner, int(network.edge_v[edge])]
        for node, east, north in zip(nodes, x, y, strict=True):
            roads.add_node(node, (float(north), float(east)))
        for a, b in pairwise(nodes):
            for pair, is_open in (((a, b), graph.forward[edge]), ((b, a), graph.backward[edge])):
                if is_open:
                    roads.add_edge(*pair)
                    edge_of[pair] = edge
    return roads, edge_of


def _thin(points: Any, *, apart_m: float) -> list[tuple[float, float]]:
    """Return points so far apart that each says something new, as its authors advise."""
    import numpy as np

    kept = [0]
    for number in range(1, len(points)):
        if np.hypot(*(points[number] - points[kept[-1]])) > apart_m:
            kept.append(number)
    return [(float(y), float(x)) for y, x in points[kept]]


def prepare_trackintel(*words: str) -> Work:
    """Return the stays that trackintel finds, with the thresholds that suit it best here."""
    warnings.simplefilter("ignore")
    import geopandas
    import numpy as np
    import pandas as pd
    from trackintel import Positionfixes

    drive = open_drive(*words)
    course = drive.day.course
    lon, lat = course.plane.transform(course.x, course.y, direction="INVERSE")
    table = pd.DataFrame({
        "tracked_at": pd.to_datetime(course.moment_s, unit="s", utc=True),
        "user_id": np.ones(len(course), dtype=np.int64),
    })  # fmt: skip
    points = geopandas.points_from_xy(lon, lat)
    frame = geopandas.GeoDataFrame(table, geometry=points, crs=4326).rename_geometry("geom")

    def work() -> Facts:
        _fixes, stays = Positionfixes(frame).generate_staypoints(
            method="sliding", dist_threshold=STAY_M, time_threshold=LEAST_S / 60,
            gap_threshold=90.0, include_last=True,
        )  # fmt: skip
        found = [
            (row.started_at.timestamp(), row.finished_at.timestamp(), row.geom.x, row.geom.y)
            for row in stays.itertuples()
        ]
        return tell_stays(drive, found)

    return work
