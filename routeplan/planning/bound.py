"""An upper bound on the worth of any plan, proved by prices on what plans are short of.

What is bounded: every choice of loops in which each loop keeps the limits of its duty, each visit
is made at most once in one of its ways by a unit that may do it within the way's window, and a
unit that leaves its base makes its breaks and its halves of meetings. Fairness and wished shares
only take choices away, and so do meetings at one moment and required hotspots: none is counted.

**The relaxation.** A node is a way to make a visit, the base is node 0, and a unit's plan a flow
``x[i, j]`` of 1 on the arcs it drives. For any plan that is feasible:

1. Each visit is made at most once: ``sum x[., j] <= 1`` over its ways j and all units.
2. What arrives leaves: ``sum x[., j] = sum x[j, .]``.
3. Own worths of the visits made of one series, in falling order, count ``decay**0, decay**1, ...``.
   They give each rank to one visit at most and each visit one rank at most, so their worth is at
   most that of the best such assignment (it is equal, by the rearrangement inequality).
4. Hours from the beginning at one node to that at the next are at least service and drive, and at
   least what cannot be waited away between two windows; together they are at most the longest
   loop. Kilometres, times out and visits of hotspots have their limits.
5. Clock: let ``g[i, j] = x[i, j] * (hours from the loop's departure to the beginning at j)``. What
   arcs carry out of a node is at least what they bring in and what is spent on them:
   ``sum g[j, .] >= sum g[., j] + sum hours[j, .] * x[j, .]``, and
   ``least * x <= g <= most * x`` by windows, the way there and the way back
   (`routeplan.planning.bound_graph.make_unit_graph`). This counts the travel to far-off places.
   It holds summed up over any set of nodes as well, and such sums are what is priced.
6. A unit that makes a visit within a set of nodes without the base enters the set at least once
   (`routeplan.planning.bound_prices.EntryCut`).
7. A unit that leaves makes what is due: ``sum of x[., ways of it] >= 1``.

Options are nodes of their own, so directions, hours and vehicles keep their own ends, windows and
worth. Each unit has its own arcs: its matrix, which need not be symmetric, and no node that it may
not do. Returns to the base between loops are arcs to node 0 and from it; the base alone has
no rule of the clock.

**The proof.** Multiply what each rule leaves over by a price of at least 0 (that of rule 2 may
have any sign) and add it to the worth: no feasible plan loses by it. What results is, for *any*
prices, a sum of terms of which each can be made greatest by itself: each rank of a series takes the
best ``worth * decay**rank - gain``, or nothing; each visit the one best arc into it over all units,
or none, with ``g`` at the end of its range that pays best; each unit leaves or stays. The sum of
these maxima is therefore at least the worth of every feasible plan (weak duality).
`routeplan.planning.bound_prices.sum_bound` adds it up over *all* arcs, whatever those are from
which the prices came. Prices come from a linear program on some arcs, whose exactness does not
matter: bad prices give a weak bound, never a wrong one.

The relaxation is that of team orienteering with time flows (Gavish and Graves 1978; Vansteenwegen,
Souffriau and Van Oudheusden 2011, "The orienteering problem: a survey",
https://doi.org/10.1016/j.ejor.2010.03.045) with generalised subtour elimination.
"""

from __future__ import annotations

import time

from routeplan.planning.bound_arcs import add_arcs, choose_nearest, settle_rewards
from routeplan.planning.bound_cuts import renew_cuts
from routeplan.planning.bound_graph import list_nodes, make_unit_graph
from routeplan.planning.bound_lp import solve_relaxation
from routeplan.planning.bound_prices import UnitCuts, find_rewards, sum_bound
from routeplan.planning.problem import LoopProblem
from routeplan.planning.schedule import Task, sum_worth

ROUNDS = 6

# Arcs in all linear programs together: so many take some seconds.
MOST_WORK = 90_000

# More than all rounding of sums in floating point, as a share.
ROUNDING = 1e-9


def find_bound(
    problem: LoopProblem, *, seconds: float | None = None, rounds: int = ROUNDS
) -> float:
    """Return a worth that no feasible plan can exceed; the module's text proves it.

    Each round solves a linear program and may lower the bound; without `seconds` the same problem
    gives the same bound. Memory grows with units times the square of the ways to make visits.

    Parameters
    ----------
    seconds
        Stop after about so much time, with the least bound found until then, or None.
    rounds
        At least 0; 0 gives the worth of all visits together.
    """
    deadline = None if seconds is None else time.monotonic() + seconds
    best = _sum_all(problem)
    if best <= 0:
        return 0.0
    nodes = list_nodes(problem)
    graphs = [make_unit_graph(problem, nodes, duty) for duty in problem.duties]
    arcs = [choose_nearest(graph) for graph in graphs]
    cuts = [UnitCuts()] * len(graphs)
    work = 0
    for number in range(rounds):
        left = None if deadline is None else deadline - time.monotonic()
        work += sum(int(chosen.sum()) for chosen in arcs)
        if work > MOST_WORK or (left is not None and left <= 0):
            break
        relaxed = solve_relaxation(nodes, graphs, arcs, cuts, decay=problem.decay, seconds=left)
        if relaxed is None:
            break
        prices = relaxed.prices
        rewards = [
            find_rewards(nodes, graph, own_cuts, own, prices.gain)
            for graph, own_cuts, own in zip(graphs, cuts, prices.units, strict=True)
        ]
        rewards = settle_rewards(nodes, rewards, arcs)
        best = min(best, sum_bound(nodes, graphs, prices, rewards, decay=problem.decay))
        if number == rounds - 1:
            break
        arcs = add_arcs(nodes, rewards, arcs)
        cuts = renew_cuts(nodes, graphs, relaxed.flows, cuts, prices)
    return best * (1 + ROUNDING)


def _sum_all(problem: LoopProblem) -> float:
    """Return what all visits are worth together, each made in its best way."""
    return sum_worth(
        (
            Task(visit, max(visit.options, key=lambda option: option.worth))
            for visit in problem.visits
        ),
        problem.decay,
    )
