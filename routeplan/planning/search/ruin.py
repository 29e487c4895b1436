"""Taking strings of visits that are near each other out of the loops."""

from __future__ import annotations

from routeplan.planning.search.compiled import draw, draw_below, inner
from routeplan.planning.search.routes import sum_route, touch
from routeplan.planning.search.state import State, Weights
from routeplan.planning.search.tables import (
    BEGUN,
    FIXED,
    MOST_STOPS,
    PARTNER,
    SERIES,
    UNLIMITED,
    VISIT,
    Tables,
)


@inner
def ruin(t: Tables, w: Weights, s: State) -> int:
    """Take strings out of some loops near a visit drawn by lot; return that visit."""
    units, visits = len(s.lengths), len(s.at)
    filled, busy = 0, 0
    for u in range(units):
        filled += s.lengths[u]
        busy += s.lengths[u] > 0
    longest = min(w.longest_string, max(1.0, filled / max(busy, 1)))
    most = 4.0 * w.removed / (1.0 + longest) - 1.0
    strings = int(draw(s.chance) * most + 1.0)
    seed = draw_below(s.chance, visits)
    for a in range(visits):
        if strings <= 0:
            break
        v = t.near[seed, a]
        u = s.at[v]
        if u >= 0 and not s.touched[u] and not t.visits[v, FIXED]:
            touch(s, u)
            remove_string(t, s, v, longest)
            strings -= 1
    for u in range(units):
        if s.touched[u]:
            close_gaps(t, s, u)
    return seed


@inner
def remove_string(t: Tables, s: State, v: int, longest: float) -> None:
    """Take visit `v` and neighbours in its loop out, half of the time sparing some in between."""
    u = s.at[v]
    n, begun, position = s.lengths[u], t.units[u, BEGUN], 0
    for p in range(n):
        if t.options[s.routes[u, p], VISIT] == v:
            position = p
    free = n - begun
    length = min(int(draw(s.chance) * min(longest, free) + 1.0), free)
    spared = 0
    if 1 < length < free and draw(s.chance) < 0.5:
        spared = 1
        while length + spared < free and draw(s.chance) < 0.5:
            spared += 1
    whole = length + spared
    low, high = max(begun, position - whole + 1), min(position, n - whole)
    first = low + draw_below(s.chance, high - low + 1)
    spare_from = first + 1 + draw_below(s.chance, length)
    for p in range(first, first + whole):
        if not (spared > 0 and spare_from <= p < spare_from + spared):
            remove_task(t, s, u, p)


@inner
def remove_task(t: Tables, s: State, u: int, p: int) -> None:
    """Mark a task as taken out, and the other half of a meeting with it; returns stay for now."""
    v = t.options[s.routes[u, p], VISIT]
    if v < 0:
        return
    s.at[v] = -1
    partner = t.visits[v, PARTNER]
    if partner >= 0 and s.at[partner] >= 0:
        touch(s, s.at[partner])
        s.at[partner] = -1


@inner
def close_gaps(t: Tables, s: State, u: int) -> None:
    """Move the tasks of a loop together over those taken out, and sum it up.

    Where this brings two visits of one series together, the later is taken out too.
    """
    kept = 0
    for p in range(s.lengths[u]):
        o = s.routes[u, p]
        v = t.options[o, VISIT]
        if v >= 0 and s.at[v] == u and kept > 0 and are_repeats(t, s.routes[u, kept - 1], o):
            s.at[v] = -1
        if v < 0 or s.at[v] == u:
            s.routes[u, kept] = o
            kept += 1
    s.lengths[u] = kept
    sum_route(t, s, u, 0, 0)
    if t.units[u, MOST_STOPS] < UNLIMITED:
        drop_returns(t, s, u)


@inner
def are_repeats(t: Tables, o: int, other: int) -> bool:
    """Tell whether two options are visits of one series."""
    v, w = t.options[o, VISIT], t.options[other, VISIT]
    return v >= 0 and w >= 0 and t.visits[v, SERIES] == t.visits[w, SERIES]


@inner
def drop_returns(t: Tables, s: State, u: int) -> None:
    """Take out returns to the base that the number of visits no longer asks for."""
    p = 0
    while p < s.lengths[u]:
        around = s.stops[u, p, 0] + s.stops[u, p + 1, 0]
        is_inside = 0 < p < s.lengths[u] - 1
        parts = is_inside and are_repeats(t, s.routes[u, p - 1], s.routes[u, p + 1])
        if t.options[s.routes[u, p], VISIT] < 0 and around <= t.units[u, MOST_STOPS] and not parts:
            for q in range(p, s.lengths[u] - 1):
                s.routes[u, q] = s.routes[u, q + 1]
            s.lengths[u] -= 1
            sum_route(t, s, u, 0, 0)
        else:
            p += 1
