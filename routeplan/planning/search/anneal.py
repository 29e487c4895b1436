"""The search itself: ruin, recreate, and keep what is better, or by lot not much worse."""

from __future__ import annotations

import math

from routeplan.planning.search.compiled import compiled, draw, inlined, inner
from routeplan.planning.search.recreate import recreate
from routeplan.planning.search.routes import sum_route, touch, undo
from routeplan.planning.search.ruin import ruin
from routeplan.planning.search.state import IDLEST, REQUIRED_MADE, VALUE, State, Weights
from routeplan.planning.search.tables import Tables
from routeplan.planning.search.value import is_best, measure, measure_shares


@compiled
def anneal(t: Tables, w: Weights, s: State, iterations: int, temperature: float) -> None:
    """Change the loops so many times at one temperature; first of all complete them."""
    first = 0
    if s.figures[REQUIRED_MADE] < 0.0:
        first = -1
        begin(t, s)
    value, near = s.figures[VALUE], 0  # less than any at first
    idlest = s.figures[IDLEST]
    for number in range(first, iterations):
        if number >= 0:
            clear_marks(s)
            near = ruin(t, w, s)
        s.figures[IDLEST] = idlest
        recreate(t, w, s, near)
        is_valid = measure(t, w, s)
        if s.figures[VALUE] > value + temperature * math.log(draw(s.chance) + 1e-300):
            value, idlest = s.figures[VALUE], s.figures[IDLEST]
            if is_valid and is_best(s):
                keep_best(s)
        else:
            undo(t, s)
    s.figures[VALUE], s.figures[IDLEST] = value, idlest


@inlined
def keep_best(s: State) -> None:
    """Remember the loops as the best so far."""
    for u in range(len(s.lengths)):
        s.best_lengths[u] = s.lengths[u]
        for p in range(s.lengths[u]):
            s.best_routes[u, p] = s.routes[u, p]
    for f in range(len(s.figures)):
        s.best_figures[f] = s.figures[f]


@inner
def begin(t: Tables, s: State) -> None:
    """Sum up the loops that the search starts from; all of them may be added to."""
    for u in range(len(s.lengths)):
        sum_route(t, s, u, 0, 0)
        touch(s, u)
    s.figures[IDLEST] = measure_shares(t, s)[1]


@inlined
def clear_marks(s: State) -> None:
    """Forget the last change."""
    for u in range(len(s.touched)):
        s.touched[u] = False
    for v in range(len(s.at)):
        s.was_at[v] = s.at[v]
