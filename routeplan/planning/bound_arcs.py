"""Which arcs the linear program looks at: near ones first, then all that pay at its prices."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from routeplan.planning.bound_graph import BoolArray, FloatArray, Nodes, UnitGraph

# To and from each node: so many at first, and at most so many more in each round.
NEAREST = 8
PRICED = 8

# As shares of the worthiest visit: an arc pays above the first, and is dropped below the second.
PAYS = 1e-4
DROPPED = -0.05


def choose_nearest(graph: UnitGraph) -> BoolArray:
    """Return (k, k) the arcs that take least time to and from each node, and all of the base."""
    chosen = _mark_best(np.where(graph.allowed, -graph.hours, -np.inf), NEAREST)
    chosen |= _mark_best(np.where(graph.allowed, -graph.hours, -np.inf).T, NEAREST).T
    chosen[0, :] = chosen[:, 0] = True
    return chosen & graph.allowed


def renew_arcs(
    nodes: Nodes,
    rewards: Sequence[FloatArray],
    arcs: Sequence[BoolArray],
    nearest: Sequence[BoolArray],
) -> list[BoolArray]:
    """Return the arcs of each unit with those that pay at the last prices, without the hopeless.

    Parameters
    ----------
    rewards
        (k, k) of each unit, what its arcs bring at these prices.
    """
    visit = nodes.visit[1:]
    made = np.zeros(int(visit.max()) + 1)
    for own, chosen in zip(rewards, arcs, strict=True):
        reached = np.where(chosen, own, 0.0)[:, 1:].max(axis=0)
        np.maximum.at(made, visit, reached)
    price = np.concatenate([[0.0], made[visit]])
    worthiest = float(nodes.worth.max())
    renewed = []
    for own, chosen, near in zip(rewards, arcs, nearest, strict=True):
        extra = (own - price) / worthiest
        kept = chosen & ((extra > DROPPED) | near)
        paying = np.where(chosen | (extra <= PAYS), -np.inf, extra)
        renewed.append(kept | (_mark_best(paying.T, PRICED).T & (paying > -np.inf)))
    return renewed


def _mark_best(table: FloatArray, count: int) -> BoolArray:
    """Mark the greatest entries of each row."""
    marks = np.zeros(table.shape, dtype=bool)
    best = np.argsort(-table, axis=1, kind="stable")[:, :count]
    np.put_along_axis(marks, best, True, axis=1)
    return marks
