"""From chosen links to the pieces of edges that they lead along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from routeplan.roads.network import FloatArray
from routeplan.tracking.candidates import Candidates
from routeplan.tracking.links import Links, Streets, Trees
from routeplan.tracking.spurs import Piece

# Links up to this turn leave an edge by its `v`; beyond the second one they stay on it.
LAST_BY_V, LAST_LEAVING = 1, 3


@dataclass(frozen=True, eq=False)
class Lattice:
    """All ways that come into question for the fixes of a track, with the moments of the fixes."""

    streets: Streets
    trees: Trees
    candidates: Candidates
    links: Links
    moment_s: FloatArray


def trace_links(lattice: Lattice, chosen: Sequence[int]) -> list[Piece]:
    """Return the pieces of edges along some links, timed by the way between their fixes."""
    pieces: list[Piece] = []
    for link in chosen:
        way = list(_trace_link(lattice, link))
        ends = lattice.candidates.fix[[lattice.links.first[link], lattice.links.second[link]]]
        begin_s, end_s = lattice.moment_s[ends].tolist()
        along = np.concatenate([[0.0], np.cumsum([abs(to - start) for _edge, start, to in way])])
        times = begin_s + (end_s - begin_s) * (along / along[-1] if along[-1] else along)
        pieces += [
            (edge, start, to, float(first), float(second))
            for (edge, start, to), (first, second) in zip(way, pairwise(times), strict=True)
            if start != to
        ]
    return pieces


def _trace_link(lattice: Lattice, link: int) -> Iterator[tuple[int, float, float]]:
    """Yield edge, from and to of the pieces of a link."""
    candidates, streets = lattice.candidates, lattice.streets
    first, second = int(lattice.links.first[link]), int(lattice.links.second[link])
    edge, to_edge = int(candidates.edge[first]), int(candidates.edge[second])
    offset, to_offset = float(candidates.offset_m[first]), float(candidates.offset_m[second])
    turn = int(lattice.links.turn[link])
    if turn > LAST_LEAVING:
        yield edge, offset, to_offset
        return
    leaves_at_v, enters_at_v = turn <= LAST_BY_V, bool(turn % 2)
    network = streets.graph.network
    start = (network.edge_v if leaves_at_v else network.edge_u)[edge]
    end = (network.edge_v if enters_at_v else network.edge_u)[to_edge]
    yield edge, offset, float(candidates.length_m[first]) if leaves_at_v else 0.0
    yield from _trace_nodes(lattice, *streets.locate(np.array([start, end])).tolist())
    yield to_edge, float(candidates.length_m[second]) if enters_at_v else 0.0, to_offset


def _trace_nodes(lattice: Lattice, start: int, end: int) -> Iterator[tuple[int, float, float]]:
    """Yield the whole edges on the shortest way between two junctions."""
    streets, count = lattice.streets, len(lattice.streets.nodes)
    for tail, head in pairwise(lattice.trees.trace(start, end, count)):
        signed = int(streets.signed[np.searchsorted(streets.key, tail * count + head)])
        length_m = float(streets.graph.network.edge_mm[abs(signed) - 1]) / 1000
        yield (abs(signed) - 1, *((0.0, length_m) if signed > 0 else (length_m, 0.0)))
