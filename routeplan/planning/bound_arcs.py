"""Which arcs the linear program looks at: near ones first, then all that pay at its prices."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from routeplan.planning.bound_graph import BoolArray, FloatArray, Nodes, UnitGraph

# To and from each node: so many at first, and at most so many more in each round.
NEAREST = 4
PRICED = 10

# An arc pays that brings more than this share of the worthiest visit.
PAYS = 1e-4


def choose_nearest(graph: UnitGraph) -> BoolArray:
    """Return (k, k) the arcs that take least time to and from each node, and all of the base."""
    chosen = _mark_best(np.where(graph.allowed, -graph.hours, -np.inf), NEAREST)
    chosen |= _mark_best(np.where(graph.allowed, -graph.hours, -np.inf).T, NEAREST).T
    chosen[0, :] = chosen[:, 0] = True
    return chosen & graph.allowed


def add_arcs(
    nodes: Nodes, rewards: Sequence[FloatArray], arcs: Sequence[BoolArray]
) -> list[BoolArray]:
    """Return the arcs of each unit with those that pay at prices at which the others do not.

    Parameters
    ----------
    rewards
        (k, k) of each unit, what its arcs bring at these prices.
    """
    price = find_visit_prices(nodes, rewards, arcs)
    least = PAYS * float(nodes.worth.max())
    added = []
    for own, chosen in zip(rewards, arcs, strict=True):
        extra = np.where(chosen, -np.inf, own - price)
        added.append(chosen | (_mark_best(extra.T, PRICED).T & (extra > least)))
    return added


def settle_rewards(
    nodes: Nodes, rewards: Sequence[FloatArray], arcs: Sequence[BoolArray]
) -> list[FloatArray]:
    """Return the rewards at other prices of passing, at which fewer arcs pay.

    A node into which arcs pay, while none out of it does, takes so much more for passing, and the
    other way round: the prices of a linear program without these arcs say little about it.
    """
    price = find_visit_prices(nodes, rewards, arcs)
    settled = []
    for own in rewards:
        extra = own - price
        worst = np.maximum(extra.max(axis=0), extra.max(axis=1))
        for node in np.argsort(-worst[1:], kind="stable") + 1:
            into, out = extra[:, node].max(), extra[node].max()
            if into > 0 > out > -np.inf:
                shift = min(into, -out)
            elif out > 0 > into > -np.inf:
                shift = -min(out, -into)
            else:
                continue
            extra[:, node] -= shift
            extra[node] += shift
        settled.append(extra + price)
    return settled


def find_visit_prices(
    nodes: Nodes, rewards: Sequence[FloatArray], arcs: Sequence[BoolArray]
) -> FloatArray:
    """Return (k,) for each node the most that an arc of `arcs` into its visit brings."""
    visit = nodes.visit[1:]
    made = np.zeros(int(visit.max()) + 1)
    for own, chosen in zip(rewards, arcs, strict=True):
        np.maximum.at(made, visit, np.where(chosen, own, 0.0)[:, 1:].max(axis=0))
    return np.concatenate([[0.0], made[visit]])


def _mark_best(table: FloatArray, count: int) -> BoolArray:
    """Mark the greatest entries of each row."""
    marks = np.zeros(table.shape, dtype=bool)
    best = np.argsort(-table, axis=1, kind="stable")[:, :count]
    np.put_along_axis(marks, best, True, axis=1)
    return marks
