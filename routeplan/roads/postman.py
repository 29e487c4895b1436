"""Closed walks: from a junction over all of some streets and back, driving little twice.

The rural postman problem on streets of both kinds, one-way and not, solved in the steps of
Frederickson: connect the pieces, pair the junctions where an odd number of streets meet, choose
directions, and drive extra where one-way streets leave no other choice.

References
----------
G. N. Frederickson: Approximation Algorithms for Some Postman Problems. JACM 26 (1979).
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from routeplan.roads.arcs import Arcs, find_trees, trace_arcs
from routeplan.roads.chains import get_ends
from routeplan.roads.graph import VehicleGraph
from routeplan.roads.network import FloatArray, IntArray, Network

# An odd junction is paired with one of so many nearest ones.
NEIGHBOURS = 10

# From node to node.
Link = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Ways:
    """The shortest ways between the `k` junctions of some streets.

    Parameters
    ----------
    nodes
        (k,) the network's nodes, sorted.
    ms
        (k, k) shortest times in milliseconds; every one reaches every other.
    """

    graph: VehicleGraph
    arcs: Arcs
    nodes: IntArray
    ms: FloatArray
    before: npt.NDArray[np.int32]

    def find(self, nodes: IntArray) -> IntArray:
        """Return the numbers of nodes among the junctions."""
        found: IntArray = np.searchsorted(self.nodes, nodes)
        return found

    def trace(self, link: Link) -> tuple[int, ...]:
        """Return the signed edges of the shortest way from one junction to another."""
        tail, head = link
        row = self.before[np.searchsorted(self.nodes, tail)]
        return trace_arcs(self.arcs, row, int(np.searchsorted(self.arcs.nodes, head)))


def find_ways(graph: VehicleGraph, arcs: Arcs, edges: IntArray) -> Ways:
    """Return the shortest ways along `arcs` between the junctions of some edges."""
    network = graph.network
    nodes = np.unique(np.concatenate([network.edge_u[edges], network.edge_v[edges]]))
    places = np.searchsorted(arcs.nodes, nodes)
    times, before = find_trees(arcs, places)
    return Ways(graph, arcs, nodes, times[:, places], before)


def close_walk(ways: Ways, edges: IntArray) -> tuple[int, ...]:
    """Return a short closed walk of signed edges over all of `edges`.

    Parameters
    ----------
    edges
        Routable edges whose junctions are among those of `ways`, at least one.
    """
    network = ways.graph.network
    streets = list(zip(network.edge_u[edges].tolist(), network.edge_v[edges].tolist(), strict=True))
    links = _connect_pieces(ways, streets)
    links += _pair_odd(ways, _find_odd(streets + links))
    signed, links = _choose_directions(ways, edges, links)
    links += _balance(ways, [*(get_ends(network, edge) for edge in signed), *links])
    driven = Counter([*signed, *(edge for link in links for edge in ways.trace(link))])
    return _string_up(ways, _drop_returns(driven))


def _connect_pieces(ways: Ways, streets: list[Link]) -> list[Link]:
    """Return the links of a shortest tree that joins the pieces the streets fall into."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components, minimum_spanning_tree

    ends = ways.find(np.array(streets))
    used, at = np.unique(ends, return_inverse=True)
    at = at.reshape(-1, 2)
    shape = (len(used), len(used))
    joined = coo_array((np.ones(len(at)), (at[:, 0], at[:, 1])), shape=shape)
    count, piece = connected_components(joined, directed=False)
    if count == 1:
        return []
    ms = _measure_both_ways(ways, used)
    order = np.argsort(piece, kind="stable")
    first = np.searchsorted(piece[order], np.arange(count))
    by_row = np.minimum.reduceat(ms[np.ix_(order, order)], first, axis=0)
    tree = minimum_spanning_tree(np.triu(np.minimum.reduceat(by_row, first, axis=1), 1)).tocoo()
    links = []
    for one, other in zip(tree.row.tolist(), tree.col.tolist(), strict=True):
        here, there = np.flatnonzero(piece == one), np.flatnonzero(piece == other)
        best = np.unravel_index(np.argmin(ms[np.ix_(here, there)]), (len(here), len(there)))
        pair = ways.nodes[used[[here[best[0]], there[best[1]]]]]
        links.append((int(pair[0]), int(pair[1])))
    return links


def _measure_both_ways(ways: Ways, places: IntArray) -> FloatArray:
    """Return the time there and back between some junctions."""
    ms = ways.ms[np.ix_(places, places)]
    both: FloatArray = ms + ms.T
    return both


def _find_odd(links: Iterable[Link]) -> IntArray:
    """Return the nodes at which an odd number of ends meet, sorted."""
    degree = Counter(node for link in links for node in link)
    return np.array(sorted(node for node, count in degree.items() if count % 2), dtype=np.int64)


def _pair_odd(ways: Ways, nodes: IntArray, *, neighbours: int = NEIGHBOURS) -> list[Link]:
    """Return links that pair an even number of nodes at about the least time in all.

    The cheapest matching is exact among each node's nearest neighbours; what these leave over is
    paired among itself.
    """
    import networkx as nx

    if not len(nodes):
        return []
    ms = _measure_both_ways(ways, ways.find(nodes))
    np.fill_diagonal(ms, np.inf)
    nearest = np.argsort(ms, axis=1, kind="stable")[:, : min(neighbours, len(nodes) - 1)]
    near = nx.Graph()
    near.add_nodes_from(range(len(nodes)))
    for one, row in enumerate(nearest.tolist()):
        near.add_weighted_edges_from((one, other, int(ms[one, other])) for other in row)
    pairs = sorted(sorted(pair) for pair in nx.min_weight_matching(near))
    links = [(int(nodes[one]), int(nodes[other])) for one, other in pairs]
    left = np.setdiff1d(nodes, np.array(links, dtype=np.int64))
    return links + _pair_odd(ways, left, neighbours=len(left))


def _choose_directions(
    ways: Ways, edges: IntArray, links: list[Link]
) -> tuple[list[int], list[Link]]:
    """Return the edges signed, and the links, so that what comes to a junction also leaves it.

    All are first driven as in a tour without one-way rules. Turning one-way streets around
    leaves junctions out of balance; turning a path of two-way streets between two of them helps
    both. What no such path can mend stays out of balance.
    """
    import networkx as nx

    graph, network = ways.graph, ways.graph.network
    town = nx.MultiGraph()
    for number, edge in enumerate(edges.tolist()):
        town.add_edge(int(network.edge_u[edge]), int(network.edge_v[edge]), number)
    for number, (tail, head) in enumerate(links):
        town.add_edge(tail, head, len(edges) + number)
    heading: dict[int, Link] = {
        number: (tail, head) for tail, head, number in nx.eulerian_circuit(town, keys=True)
    }
    fixed = set()
    for number, edge in enumerate(edges.tolist()):
        if not (graph.forward[edge] and graph.backward[edge]):
            fixed.add(number)
            heading[number] = get_ends(network, _sign(edge, ahead=bool(graph.forward[edge])))
    _turn_paths(heading, fixed)
    starts = network.edge_u[edges].tolist()
    signed = [
        _sign(
            edge, ahead=_runs_ahead(graph, edge, starts_at_u=heading[number][0] == starts[number])
        )
        for number, edge in enumerate(edges.tolist())
    ]
    return signed, [heading[len(edges) + number] for number in range(len(links))]


def _sign(edge: int, *, ahead: bool) -> int:
    return edge + 1 if ahead else -(edge + 1)


def _runs_ahead(graph: VehicleGraph, edge: int, *, starts_at_u: bool) -> bool:
    """Tell whether an edge is driven from `u`; of a ring of one-way street only its rule tells."""
    return bool(graph.forward[edge]) and (starts_at_u or not graph.backward[edge])


def _count_surplus(links: Iterable[Link]) -> Counter[int]:
    """Return for each node how many more leave it than come to it, where that is not none."""
    surplus: Counter[int] = Counter()
    for tail, head in links:
        surplus[tail] += 1
        surplus[head] -= 1
    return Counter({node: count for node, count in surplus.items() if count})


def _turn_paths(heading: dict[int, Link], fixed: set[int]) -> None:
    """Turn paths around that lead from where too many leave to where too many arrive."""
    surplus = _count_surplus(heading.values())
    for start in sorted(node for node, count in surplus.items() if count > 0):
        while surplus[start] > 0:
            path = _find_turnable(heading, fixed, start, surplus)
            if not path:
                break
            surplus[start] -= 2
            surplus[heading[path[-1]][1]] += 2
            for number in path:
                heading[number] = heading[number][::-1]


def _find_turnable(
    heading: dict[int, Link], fixed: set[int], start: int, surplus: Counter[int]
) -> list[int]:
    """Return a shortest path of two-way pieces to a node where too many arrive, or none."""
    leaving = defaultdict(list)
    for number, (tail, head) in heading.items():
        if number not in fixed:
            leaving[tail].append((number, head))
    came: dict[int, int | None] = {start: None}
    waiting = deque([start])
    while waiting:
        node = waiting.popleft()
        if surplus[node] < 0:
            path = []
            while (last := came[node]) is not None:
                path.append(last)
                node = heading[last][0]
            return path[::-1]
        for number, head in leaving[node]:
            if head not in came:
                came[head] = number
                waiting.append(head)
    return []


def _balance(ways: Ways, links: Iterable[Link]) -> list[Link]:
    """Return the quickest extra links that let every junction be left as often as come to."""
    from scipy.optimize import linear_sum_assignment

    surplus = _count_surplus(links)
    tails = np.array(sorted((-Counter(surplus)).elements()), dtype=np.int64)
    heads = np.array(sorted((+Counter(surplus)).elements()), dtype=np.int64)
    ms = ways.ms[np.ix_(ways.find(tails), ways.find(heads))]
    rows, columns = linear_sum_assignment(ms)
    return list(zip(tails[rows].tolist(), heads[columns].tolist(), strict=True))


def _drop_returns(driven: Counter[int]) -> Counter[int]:
    """Drop drives there and back on edges that are driven a third time anyway."""
    kept = Counter(driven)
    for edge in {abs(signed) for signed in driven}:
        while kept[edge] and kept[-edge] and kept[edge] + kept[-edge] > 2:
            kept[edge] -= 1
            kept[-edge] -= 1
    return kept


def _string_up(ways: Ways, driven: Counter[int]) -> tuple[int, ...]:
    """Return the signed edges as one closed walk (Euler)."""
    import networkx as nx

    tour = nx.MultiDiGraph()
    for number, signed in enumerate(sorted(driven.elements())):
        tour.add_edge(*get_ends(ways.graph.network, signed), key=number, signed=signed)
    circuit = nx.eulerian_circuit(tour, keys=True)
    return tuple(tour.edges[arc]["signed"] for arc in circuit)


def turn_walk(network: Network, walk: Sequence[int], start: int) -> tuple[int, ...]:
    """Return a closed walk begun at another of its nodes, the first time it is there."""
    tails = [get_ends(network, edge)[0] for edge in walk]
    at = tails.index(start)
    return (*walk[at:], *walk[:at])
