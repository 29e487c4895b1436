"""Taking strings of visits that are near each other out of the loops."""

from __future__ import annotations

from routeplan.planning.search.compiled import draw, draw_below, inner
from routeplan.planning.search.routes import is_return, sum_route, touch
from routeplan.planning.search.state import State, Weights
from routeplan.planning.search.tables import MOST_STOPS, PARTNER, UNLIMITED, VISIT, Tables


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
        if u >= 0 and not s.touched[u]:
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
    n = s.lengths[u]
    position = 0
    for p in range(n):
        if t.options[s.routes[u, p], VISIT] == v:
            position = p
    length = min(int(draw(s.chance) * min(longest, n) + 1.0), n)
    spared = 0
    if 1 < length < n and draw(s.chance) < 0.5:
        spared = 1
        while length + spared < n and draw(s.chance) < 0.5:
            spared += 1
    whole = length + spared
    low, high = max(0, position - whole + 1), min(position, n - whole)
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
    """Move the tasks of a loop together over those taken out, and sum it up."""
    kept = 0
    for p in range(s.lengths[u]):
        o = s.routes[u, p]
        if is_return(t, o) or s.at[t.options[o, VISIT]] == u:
            s.routes[u, kept] = o
            kept += 1
    s.lengths[u] = kept
    sum_route(t, s, u, 0, 0)
    if t.units[u, MOST_STOPS] < UNLIMITED:
        drop_returns(t, s, u)


@inner
def drop_returns(t: Tables, s: State, u: int) -> None:
    """Take out returns to the base that the number of visits no longer asks for."""
    p = 0
    while p < s.lengths[u]:
        around = s.stops[u, p, 0] + s.stops[u, p + 1, 0]
        if is_return(t, s.routes[u, p]) and around <= t.units[u, MOST_STOPS]:
            for q in range(p, s.lengths[u] - 1):
                s.routes[u, q] = s.routes[u, q + 1]
            s.lengths[u] -= 1
            sum_route(t, s, u, 0, 0)
        else:
            p += 1
