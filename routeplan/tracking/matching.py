"""Matching: from the fixes of a track to the streets that were driven, and when.

A hidden Markov model: each fix may lie on any street near it, the farther the unlikelier; from
fix to fix the way along the streets is likely to be as long as the straight line between them.
The likeliest sequence is found by Viterbi's algorithm. Fixes too near to the one before say
nothing new and are passed over; where the recording has a gap, or no way leads on, matching
begins anew.

References
----------
P. Newson, J. Krumm: Hidden Markov Map Matching Through Noise and Sparseness. ACM GIS 2009.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from routeplan.geo import great_circle_m
from routeplan.roads.graph import VehicleGraph
from routeplan.roads.network import FloatArray, IntArray
from routeplan.tracking.candidates import Candidates, find_candidates, find_edges_around
from routeplan.tracking.links import Links, find_links, make_streets
from routeplan.tracking.spurs import Piece, cut_spurs
from routeplan.tracking.tracing import Lattice, trace_links

# Fixes stray by a normal distribution; nearer to the one before than this many deviations they
# are passed over.
APART = 2.0
# The way may be longer than the straight line by this many deviations before it is e times
# unlikelier.
DETOUR = 1.2
# Streets within so many deviations come into question, and at least this far.
REACH, LEAST_REACH_M = 4.0, 50.0
# From fix to fix the way may be longer than the straight line by this factor and these metres.
LONGEST_DETOUR, LONGEST_EXTRA_M = 2.0, 150.0
# Out and back over so many deviations is taken for noise.
SPUR = 2.5
# No shorter time between fixes is a gap.
PAUSE_S = 120.0


@dataclass(frozen=True, eq=False)
class DrivenRoads:
    """Pieces of edges in the order in which they were driven, (k,) each.

    Parameters
    ----------
    edge
        Number in the network, counted from 0.
    from_m, to_m
        Metres from the edge's `u`; `to_m` is the smaller one against its direction.
    begin_s, end_s
        Seconds since 1970.
    """

    edge: IntArray
    from_m: FloatArray
    to_m: FloatArray
    begin_s: FloatArray
    end_s: FloatArray

    @property
    def metres(self) -> FloatArray:
        """Length of each piece."""
        return np.abs(self.to_m - self.from_m)


@dataclass(frozen=True, eq=False)
class MatchedTrack:
    """Streets driven, and the way along them.

    Parameters
    ----------
    driven
        All of them. Noise adds the beginnings of some side streets.
    way
        Without what is out and back over no more than noise: its length is that of the way.
    """

    driven: DrivenRoads
    way: DrivenRoads


def match_track(
    graph: VehicleGraph,
    moment_s: FloatArray,
    lon: FloatArray,
    lat: FloatArray,
    *,
    noise_m: float,
    pause_s: float = PAUSE_S,
) -> MatchedTrack:
    """Return the streets along (n,) fixes in the order of time.

    Parameters
    ----------
    noise_m
        How far fixes stray, see `routeplan.tracking.course.estimate_noise_m`.
    pause_s
        A longer time between fixes is a gap, in which nobody knows what was driven; no less than
        two minutes are.
    """
    kept = _thin(lon, lat, apart_m=APART * noise_m)
    moment_s, lon, lat = moment_s[kept], lon[kept], lat[kept]
    pieces = (
        _find_pieces(graph, moment_s, lon, lat, noise_m=noise_m, pause_s=max(pause_s, PAUSE_S))
        if len(lon) > 1
        else []
    )
    way = cut_spurs(pieces, longest_m=SPUR * noise_m)
    return MatchedTrack(make_driven(pieces), make_driven(way))


def make_driven(pieces: Sequence[Piece]) -> DrivenRoads:
    """Return pieces in the order in which they are driven."""
    columns = np.array(pieces, dtype=np.float64).reshape(-1, 5).T
    return DrivenRoads(columns[0].astype(np.int64), *columns[1:])


def _find_pieces(
    graph: VehicleGraph,
    moment_s: FloatArray,
    lon: FloatArray,
    lat: FloatArray,
    *,
    noise_m: float,
    pause_s: float,
) -> list[Piece]:
    edges = find_edges_around(graph, lon, lat)
    if not len(edges):
        return []
    reach_m = max(REACH * noise_m, LEAST_REACH_M)
    candidates = find_candidates(graph, edges, lon, lat, reach_m=reach_m)
    fixes = np.unique(candidates.fix)
    joined = np.column_stack([fixes[:-1], fixes[1:]])
    joined = joined[np.diff(moment_s[joined], axis=1)[:, 0] <= pause_s]
    if not len(joined):
        return []
    one, other = joined.T
    straight_m = great_circle_m(lon[one], lat[one], lon[other], lat[other])
    streets = make_streets(graph, edges)
    links, trees = find_links(
        streets, candidates, joined=joined, limit_m=LONGEST_DETOUR * straight_m + LONGEST_EXTRA_M
    )
    pair = np.searchsorted(joined[:, 0], candidates.fix[links.first])
    change = np.abs(links.metres - straight_m[pair]) / (DETOUR * noise_m)
    stray = (candidates.away_m / noise_m) ** 2 / 2
    bounds = np.searchsorted(pair, np.arange(len(joined) + 1))
    best = _find_best(links, bounds, stray=stray, change=change)
    lattice = Lattice(streets, trees, candidates, links, moment_s)
    return trace_links(lattice, _trace_back(candidates, links, *best))


def _thin(lon: FloatArray, lat: FloatArray, *, apart_m: float) -> IntArray:
    """Return the numbers of fixes each at least some metres from the last one kept."""
    kept = [0] if len(lon) else []
    low = 1
    while kept and low < len(lon):
        # look ahead in blocks: most fixes of a moving unit are far enough away
        block = slice(low, low + 64)
        away = great_circle_m(lon[kept[-1]], lat[kept[-1]], lon[block], lat[block])
        far = np.flatnonzero(away >= apart_m)
        if len(far):
            kept.append(low + int(far[0]))
            low = kept[-1] + 1
        else:
            low += 64
    return np.array(kept, dtype=np.int64)


def _find_best(
    links: Links, bounds: IntArray, *, stray: FloatArray, change: FloatArray
) -> tuple[FloatArray, IntArray]:
    """Return the least cost of each candidate, and the link that leads to it at that, else -1.

    Parameters
    ----------
    bounds
        Where the links of each pair of fixes begin, and where the last ones end.
    stray, change
        Costs of the candidates, and of the links.
    """
    costs = np.array(stray)
    best_link = np.full(len(stray), -1, dtype=np.int64)
    for low, high in pairwise(bounds.tolist()):
        first, second = links.first[low:high], links.second[low:high]
        start, end = int(second[0]), int(second[-1]) + 1
        width = end - start
        total = (costs[first] + change[low:high]).reshape(-1, width)
        at = total.argmin(axis=0)
        reached = total[at, np.arange(width)]
        joins = np.isfinite(reached)
        if joins.any():  # else matching begins anew with the second fix
            costs[start:end] = reached + stray[start:end]
            best_link[start:end] = np.where(joins, low + at * width + np.arange(width), -1)
    return costs, best_link


def _trace_back(
    candidates: Candidates, links: Links, costs: FloatArray, best_link: IntArray
) -> list[int]:
    """Return the links that lead to the cheapest candidate of each last fix of a chain."""
    chosen: list[int] = []
    number = len(costs) - 1
    while number >= 0:
        low = int(np.searchsorted(candidates.fix, candidates.fix[number]))
        at = low + int(np.argmin(costs[low : number + 1]))
        while best_link[at] >= 0:
            chosen.append(int(best_link[at]))
            at = int(links.first[best_link[at]])
        number = int(np.searchsorted(candidates.fix, candidates.fix[at])) - 1
    return chosen[::-1]
