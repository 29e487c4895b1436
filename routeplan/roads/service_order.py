"""The order in which a closed walk serves its streets, made shorter by local search.

A walk is reduced to the streets it serves, each once and in one direction, with the shortest way
from each to the next. Then blocks of streets are turned around or moved to where they cost less,
the best move first, until none saves time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from routeplan.roads.chains import get_ends
from routeplan.roads.network import FloatArray, IntArray
from routeplan.roads.postman import Ways

# Lengths of the blocks that are moved, in streets.
BLOCKS = (1, 2, 3, 5, 8)
# Bounds the search: moves times the square of the number of streets.
MOST_WORK = 4_000_000
# A move, by what it saves in milliseconds.
Move = tuple[float, IntArray]


def shorten_walk(ways: Ways, walk: Sequence[int], edges: IntArray) -> tuple[int, ...]:
    """Return a closed walk over `edges`, all of them in `walk`, that is no longer than it."""
    order = list_services(walk, edges)
    for _move in range(MOST_WORK // len(order) ** 2):
        saved, better = max(_list_moves(ways, order), key=lambda move: move[0])
        if saved < 1:
            break
        order = better
    return join_services(ways, order)


def join_services(ways: Ways, order: IntArray) -> tuple[int, ...]:
    """Return the closed walk over signed edges in this order, the shortest ways in between."""
    ends = [get_ends(ways.graph.network, signed) for signed in order.tolist()]
    return tuple(
        edge
        for number, signed in enumerate(order.tolist())
        for edge in (*ways.trace((ends[number - 1][1], ends[number][0])), signed)
    )


def list_services(walk: Sequence[int], edges: IntArray) -> IntArray:
    """Return those of `edges` that a walk passes, signed, in the order it first does."""
    signed = np.array(walk, dtype=np.int64)
    passed, first = np.unique(np.abs(signed) - 1, return_index=True)
    kept = np.sort(first[np.isin(passed, edges)])
    order: IntArray = signed[kept]
    return order


def cut_down(ways: Ways, order: IntArray, edge_ms: IntArray, *, budget_ms: int) -> IntArray:
    """Return signed edges, some of `order`, whose closed walk takes at most `budget_ms`.

    Left out are runs of streets, again and again the one that saves the most of the time that is
    too much for its length. There may be none left.
    """
    network = ways.graph.network
    while len(order):
        edges, count = np.abs(order) - 1, len(order)
        tour = _Tour(ways, order)
        ahead = tour.ms[tour.head, np.roll(tour.tail, -1)]
        excess_ms = ahead.sum() + edge_ms[edges].sum() - budget_ms
        if excess_ms <= 0:
            break
        # runs from each street (row), by their number of streets (column)
        first, size = np.arange(count)[:, None], np.arange(1, count + 1)
        before, after = first - 1, (first + size) % count
        driven = np.concatenate([[0.0], np.cumsum(np.tile(edge_ms[edges] + ahead, 2))])
        length = np.concatenate([[0], np.cumsum(np.tile(network.edge_mm[edges], 2))])
        saved = driven[first + size] - driven[first] + ahead[before]
        saved -= tour.ms[tour.head[before], tour.tail[after]]
        # without any street nothing is driven
        saved[:, -1] = excess_ms + budget_ms
        worth = np.minimum(saved, excess_ms) / (length[first + size] - length[first])
        row, column = np.unravel_index(np.argmax(worth), worth.shape)
        order = np.roll(order, -int(row))[int(column) + 1 :]
    return order


class _Tour:
    """Tails, heads and times between the streets of an order, as arrays over the order."""

    def __init__(self, ways: Ways, order: IntArray) -> None:
        network, graph = ways.graph.network, ways.graph
        edges = np.abs(order) - 1
        u, v = ways.find(network.edge_u[edges]), ways.find(network.edge_v[edges])
        self.order, self.ms = order, ways.ms
        self.tail, self.head = np.where(order > 0, u, v), np.where(order > 0, v, u)
        is_fixed = ~(graph.forward[edges] & graph.backward[edges])
        self.fixed = np.concatenate([[0], np.cumsum(is_fixed)])
        # ways inside blocks, driven on and driven the other way around, summed from the start
        on, around = self.ms[self.head[:-1], self.tail[1:]], self.ms[self.tail[1:], self.head[:-1]]
        self.on = np.concatenate([[0.0], np.cumsum(on)])
        self.around = np.concatenate([[0.0], np.cumsum(around)])

    def turn_costs(self, first: IntArray, last: IntArray) -> FloatArray:
        """Return what turning blocks costs inside them; infinite with a one-way street in them."""
        inside = (self.around[last] - self.around[first]) - (self.on[last] - self.on[first])
        costs: FloatArray = np.where(self.fixed[last + 1] > self.fixed[first], np.inf, inside)
        return costs


def _list_moves(ways: Ways, order: IntArray) -> Iterator[Move]:
    tour = _Tour(ways, order)
    yield _find_turn(tour)
    for size in BLOCKS:
        if size < len(order) - 1:
            yield _find_shift(tour, size)


def _find_turn(tour: _Tour) -> Move:
    """Return the best block to turn around where it is."""
    count = len(tour.order)
    first, last = np.triu_indices(count)
    before, after = first - 1, (last + 1) % count
    ms, tail, head = tour.ms, tour.tail, tour.head
    saved = ms[head[before], tail[first]] + ms[head[last], tail[after]]
    saved -= ms[head[before], head[last]] + ms[tail[first], tail[after]]
    saved -= tour.turn_costs(first, last)
    # a block of all streets has no before and after of its own
    saved[(first == 0) & (last == count - 1)] = -np.inf
    best = int(np.argmax(saved))
    low, high = int(first[best]), int(last[best]) + 1
    order = tour.order
    turned = np.concatenate([order[:low], -order[low:high][::-1], order[high:]])
    return float(saved[best]), turned


def _find_shift(tour: _Tour, size: int) -> Move:
    """Return the best block of some streets to move to another place, turned or not."""
    count = len(tour.order)
    first = np.arange(count - size + 1)
    last = first + size - 1
    before, after = first - 1, (last + 1) % count
    ms, tail, head = tour.ms, tour.tail, tour.head
    gone = ms[head[before], tail[first]] + ms[head[last], tail[after]]
    gone -= ms[head[before], tail[after]]

    # the cost of each block (row) between each street and the one after it (column)
    place = np.arange(count)
    following = (place + 1) % count
    closed = ms[head[place], tail[following]]
    kept = ms[np.ix_(head[place], tail[first])].T + ms[np.ix_(head[last], tail[following])]
    turned = ms[np.ix_(head[place], head[last])].T + ms[np.ix_(tail[first], tail[following])]
    turned += tour.turn_costs(first, last)[:, None]
    saved = gone[:, None] - (np.minimum(kept, turned) - closed)
    # not beside or inside itself
    inside = (place - (first[:, None] - 1)) % count <= size
    saved[inside] = -np.inf
    row, column = np.unravel_index(np.argmax(saved), saved.shape)
    low, high = int(first[row]), int(last[row]) + 1
    block = tour.order[low:high]
    if turned[row, column] < kept[row, column]:
        block = -block[::-1]
    rest = np.concatenate([tour.order[:low], tour.order[high:]])
    at = int(column) + 1 - (size if column >= high else 0)
    return float(saved[row, column]), np.concatenate([rest[:at], block, rest[at:]])
