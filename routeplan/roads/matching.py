"""Matching: from a line drawn by hand to the streets that it follows.

The line is sampled every few metres, each sample may lie on any edge near it, and of all ways
along the edges the likeliest is taken: the one that keeps near the line and whose steps are as
long as those of the line (`routeplan.roads.line_walks`). A line drawn beside a road stays on it
where another road passes, because changing over and back would be a way around.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from routeplan.roads.line_walks import LONGEST_EXTRA, Streets, Walk, find_walks, list_spots
from routeplan.roads.network import IntArray, Network
from routeplan.roads.plane import Lines, draw_edges, find_in_box, make_plane

if TYPE_CHECKING:
    from pyproj import Transformer

# Metres between samples of the line.
STEP_M = 25.0
# Less than this share of an edge covered, or of the line on roads, does not count.
HALF = 0.5


@dataclass(frozen=True)
class MatchedLine:
    """The streets that a line follows.

    Parameters
    ----------
    chains
        Signed edges (counted from 1, negative against their direction) in driving order. Each
        chain is continuous; a line across a gap in the roads has several.
    off_road
        Share of the line's length without a road within the tolerance, 0 to 1.
    """

    chains: tuple[tuple[int, ...], ...]
    off_road: float

    @property
    def edges(self) -> IntArray:
        """The edges of all chains, counted from 0, sorted, each once."""
        signed = np.array([edge for chain in self.chains for edge in chain], dtype=np.int64)
        return np.unique(np.abs(signed) - 1)


def match_line(
    network: Network,
    line: Sequence[tuple[float, float]],
    *,
    tolerance_m: float,
    among: IntArray | None = None,
) -> MatchedLine:
    """Return the streets along a line, whatever their one-way rules.

    An edge at an end of the line, or one that the line enters and leaves again by the same end,
    counts if more than half of it is covered. A line that lies on roads, but covers half of
    none, gets the edge of which it covers most.

    Parameters
    ----------
    line
        Longitudes and latitudes of at least two points.
    tolerance_m
        Farthest that a street may lie from the line, above 0.
    among
        The edges that come into question, each once; None for all.
    """
    plane = make_plane(network)
    samples, length_m = _sample_line(line, plane)
    lonlat = np.array(line)
    box = (*lonlat.min(axis=0).tolist(), *lonlat.max(axis=0).tolist())
    edges = find_in_box(network, box, margin_m=tolerance_m * (1 + LONGEST_EXTRA))
    edges = edges if among is None else np.intersect1d(edges, among, assume_unique=True)
    lines = draw_edges(network, edges, plane)
    spots = list_spots(network, edges, lines, samples, tolerance_m=tolerance_m)
    if not spots:
        return MatchedLine((), 1.0)
    streets, step_m = Streets(network, edges), length_m / (len(samples) - 1)
    walks = find_walks(streets, spots, step_m=step_m, tolerance_m=tolerance_m)
    stays = [_list_stays(streets, walk) for walk in walks]
    return MatchedLine(_choose_chains(stays, length_m), 1.0 - len(spots) / len(samples))


def _sample_line(line: Sequence[tuple[float, float]], plane: Transformer) -> tuple[Lines, float]:
    """Return points evenly along a line, both ends included, and its length, all in metres."""
    import shapely

    drawn = shapely.LineString(np.column_stack(plane.transform(*np.array(line).T)))
    count = max(int(np.ceil(drawn.length / STEP_M)), 1) + 1
    samples: Lines = shapely.line_interpolate_point(drawn, np.linspace(0.0, drawn.length, count))
    return samples, float(drawn.length)


@dataclass
class _Stay:
    """A stay of a walk on one edge.

    `enter` and `leave` are the ends (0 `u`, 1 `v`) it comes and goes by, None where the walk
    begins and ends; `passed` are the signed edges from there to the next stay.
    """

    edge: int
    length_m: float
    enter: int | None
    low_m: float
    high_m: float
    is_ahead: bool = True
    leave: int | None = None
    passed: tuple[int, ...] = ()

    @property
    def covered_m(self) -> float:
        return self.high_m - self.low_m

    def cover(self, offset_m: float) -> None:
        self.low_m, self.high_m = min(self.low_m, offset_m), max(self.high_m, offset_m)

    def list_edges(self) -> tuple[int, ...]:
        """Return the signed edges to count: of an edge driven in part, only if half of it is."""
        ahead, back = (self.edge + 1,), (-(self.edge + 1),)
        is_through = None not in {self.enter, self.leave} and self.enter != self.leave
        if not is_through and self.covered_m <= HALF * self.length_m:
            return ()
        if self.enter is None and self.leave is None:
            return ahead if self.is_ahead else back
        into = {None: (), 0: ahead, 1: back}[self.enter]
        out = {None: (), 0: back, 1: ahead}[self.leave]
        return into if is_through else into + out


def _list_stays(streets: Streets, walk: Walk) -> list[_Stay]:
    def begin(edge: int, enter: int | None, offset_m: float) -> _Stay:
        return _Stay(edge, streets.measure_m(edge), enter, offset_m, offset_m)

    stays = [begin(walk.spots[0].edge, None, walk.spots[0].offset_m)]
    for before, spot, link in zip(walk.spots[:-1], walk.spots[1:], walk.links, strict=True):
        stay = stays[-1]
        if link.leave is None or link.enter is None:
            stay.is_ahead = spot.offset_m >= before.offset_m
        else:
            stay.leave = link.leave
            stay.cover(link.leave * stay.length_m)
            ends = streets.get_end(stay.edge, link.leave), streets.get_end(spot.edge, link.enter)
            stay.passed = streets.trace_between(*ends, limit_m=link.limit_m)
            stay = begin(spot.edge, link.enter, link.enter * streets.measure_m(spot.edge))
            stays.append(stay)
        stay.cover(spot.offset_m)
    return stays


def _choose_chains(walks: list[list[_Stay]], length_m: float) -> tuple[tuple[int, ...], ...]:
    chains = [
        tuple(edge for stay in stays for edge in (*stay.list_edges(), *stay.passed))
        for stays in walks
    ]
    found = tuple(chain for chain in chains if chain)
    every = [stay for stays in walks for stay in stays]
    if not found and sum(stay.covered_m for stay in every) > HALF * length_m:
        longest = max(every, key=lambda stay: stay.covered_m)
        found = ((longest.edge + 1,) if _leads_ahead(longest) else (-(longest.edge + 1),),)
    return found


def _leads_ahead(stay: _Stay) -> bool:
    """Tell whether the line follows an edge from `u` to `v`."""
    if stay.enter is None and stay.leave is None:
        return stay.is_ahead
    return stay.enter == 0 or stay.leave == 1
