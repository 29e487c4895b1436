"""The likeliest walk along a line drawn by hand: samples of the line put onto edges (Viterbi).

References
----------
P. Newson, J. Krumm: Hidden Markov Map Matching Through Noise and Sparseness. ACM GIS 2009.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from routeplan.roads.network import IntArray, Network
from routeplan.roads.plane import Lines

if TYPE_CHECKING:
    from networkx import Graph

# Samples stray from the road by a normal distribution of this share of the tolerance.
SPREAD = 1 / 3
# Metres by which the way along the road may differ from the line before it is e times unlikelier.
DETOUR_M = 10.0
# From sample to sample the road may be longer than the line by this factor, and by this many
# tolerances: beyond that the road is taken to end, and another to begin.
LONGEST_DETOUR, LONGEST_EXTRA = 2.0, 4.0


@dataclass(frozen=True)
class Spot:
    """A point of an edge, metres from its `u`, that a sample of the line may stand for."""

    sample: int
    edge: int
    offset_m: float
    away_m: float


@dataclass(frozen=True)
class Link:
    """The way from a spot to the next.

    Parameters
    ----------
    leave, enter
        End of the first edge it leaves by and end of the second it enters by, 0 for `u` and 1
        for `v`; both None where it stays on one edge.
    limit_m
        The longest way that was looked for.
    """

    metres: float
    limit_m: float
    leave: int | None = None
    enter: int | None = None


@dataclass(frozen=True)
class Walk:
    """Spots in the order of the line, and the `links` between them, one fewer."""

    spots: tuple[Spot, ...]
    links: tuple[Link, ...]


Step = tuple[float, int, Link]


def list_spots(
    network: Network, edges: IntArray, lines: Lines, samples: Lines, *, tolerance_m: float
) -> list[list[Spot]]:
    """Return the spots of each sample that has any, on edges within the tolerance."""
    import shapely

    tree = shapely.STRtree(lines)
    sample, near = tree.query(samples, predicate="dwithin", distance=tolerance_m)
    order = np.lexsort((near, sample))
    sample, near = sample[order], near[order]
    share = shapely.line_locate_point(lines[near], samples[sample], normalized=True)
    offset_m = np.nan_to_num(share) * network.edge_mm[edges[near]] / 1000
    away_m = shapely.distance(lines[near], samples[sample])
    spots: dict[int, list[Spot]] = {}
    for row in zip(
        sample.tolist(), edges[near].tolist(), offset_m.tolist(), away_m.tolist(), strict=True
    ):
        spots.setdefault(row[0], []).append(Spot(*row))
    return list(spots.values())


class Streets:
    """Shortest ways between the ends of edges, one-way rules aside, searched when asked for."""

    def __init__(self, network: Network, edges: IntArray) -> None:
        self.network = network
        self._graph = _make_graph(network, edges)
        self._trees: dict[tuple[int, float], tuple[dict[int, float], dict[int, list[int]]]] = {}

    def get_end(self, edge: int, end: int) -> int:
        """Return the node at `u` (0) or `v` (1) of an edge."""
        return int((self.network.edge_v if end else self.network.edge_u)[edge])

    def measure_m(self, edge: int) -> float:
        """Return the length of an edge in metres."""
        return float(self.network.edge_mm[edge]) / 1000

    def find_link(self, start: Spot, to: Spot, *, limit_m: float) -> Link | None:
        """Return the shortest way between two spots, or None where it is longer than the limit."""
        links = []
        if start.edge == to.edge:
            links.append(Link(abs(to.offset_m - start.offset_m), limit_m))
        for leave in (0, 1):
            out_m = abs(leave * self.measure_m(start.edge) - start.offset_m)
            metres, _paths = self._find_tree(self.get_end(start.edge, leave), limit_m)
            for enter in (0, 1):
                between_m = metres.get(self.get_end(to.edge, enter))
                in_m = abs(enter * self.measure_m(to.edge) - to.offset_m)
                if between_m is not None:
                    links.append(Link(out_m + between_m + in_m, limit_m, leave, enter))
        within = [link for link in links if link.metres <= limit_m]
        return min(within, key=lambda link: link.metres, default=None)

    def trace_between(self, start: int, to: int, *, limit_m: float) -> tuple[int, ...]:
        """Return the signed edges from node to node that a link was measured along."""
        _metres, paths = self._find_tree(start, limit_m)
        nodes, found = paths[to], []
        for tail, head in pairwise(nodes):
            edge = self._graph[tail][head]["edge"]
            found.append(edge + 1 if self.network.edge_u[edge] == tail else -(edge + 1))
        return tuple(found)

    def _find_tree(
        self, node: int, limit_m: float
    ) -> tuple[dict[int, float], dict[int, list[int]]]:
        import networkx as nx

        if (node, limit_m) not in self._trees:
            self._trees[node, limit_m] = nx.single_source_dijkstra(
                self._graph, node, cutoff=limit_m, weight="metres"
            )
        return self._trees[node, limit_m]


def _make_graph(network: Network, edges: IntArray) -> Graph:
    import networkx as nx

    graph = nx.Graph()
    # the last of parallel edges stays: the shortest, of equally long ones the first
    for edge in edges[np.lexsort((-edges, -network.edge_mm[edges]))].tolist():
        ends = int(network.edge_u[edge]), int(network.edge_v[edge])
        graph.add_edge(*ends, edge=edge, metres=float(network.edge_mm[edge]) / 1000)
    return graph


def find_walks(
    streets: Streets, spots: list[list[Spot]], *, step_m: float, tolerance_m: float
) -> list[Walk]:
    """Return the likeliest walk through the spots, in pieces where no way joins them.

    Parameters
    ----------
    spots
        For each sample that has any, in the order of the line.
    step_m
        Metres from sample to sample.
    """
    walks, passed = [], list[tuple[list[Spot], list[Step | None]]]()
    layer = spots[0]
    costs = [_rate_spot(spot, tolerance_m) for spot in layer]
    for ahead in spots[1:]:
        gap_m = (ahead[0].sample - layer[0].sample) * step_m
        limit_m = LONGEST_DETOUR * gap_m + LONGEST_EXTRA * tolerance_m
        steps = [
            _find_step(streets, layer, costs, spot, gap_m=gap_m, limit_m=limit_m) for spot in ahead
        ]
        if any(steps):
            passed.append((layer, steps))
            costs = [np.inf if step is None else step[0] for step in steps]
        else:
            walks.append(_trace_walk(passed, layer, costs))
            passed, costs = [], [0.0] * len(ahead)
        costs = [
            cost + _rate_spot(spot, tolerance_m) for cost, spot in zip(costs, ahead, strict=True)
        ]
        layer = ahead
    return [*walks, _trace_walk(passed, layer, costs)]


def _rate_spot(spot: Spot, tolerance_m: float) -> float:
    """Return minus the logarithm of the likelihood that a sample strays so far."""
    return (spot.away_m / (tolerance_m * SPREAD)) ** 2 / 2


def _find_step(
    streets: Streets,
    layer: list[Spot],
    costs: list[float],
    spot: Spot,
    *,
    gap_m: float,
    limit_m: float,
) -> Step | None:
    """Return the least cost at which a spot is come to, from which spot of the layer, and how."""
    best: Step | None = None
    for number, before in enumerate(layer):
        if best is not None and costs[number] >= best[0]:
            continue
        link = streets.find_link(before, spot, limit_m=limit_m) if costs[number] < np.inf else None
        if link is not None:
            cost = costs[number] + abs(link.metres - gap_m) / DETOUR_M
            best = (cost, number, link) if best is None or cost < best[0] else best
    return best


def _trace_walk(
    passed: list[tuple[list[Spot], list[Step | None]]], layer: list[Spot], costs: list[float]
) -> Walk:
    at = costs.index(min(costs))
    spots, links = [layer[at]], list[Link]()
    for earlier, steps in reversed(passed):
        step = steps[at]
        if step is None:  # costs of such spots are infinite: no walk leads over them
            break
        at = step[1]
        spots.append(earlier[at])
        links.append(step[2])
    return Walk(tuple(reversed(spots)), tuple(reversed(links)))
