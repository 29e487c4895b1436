"""Putting visits that are in no loop back in, one after another, each where it costs least."""

from __future__ import annotations

from routeplan.planning.search.compiled import draw, draw_below, inlined, inner
from routeplan.planning.search.places import ANY, find_place
from routeplan.planning.search.routes import put_in
from routeplan.planning.search.ruin import close_gaps
from routeplan.planning.search.state import State, Weights
from routeplan.planning.search.tables import (
    CANDIDATE,
    CLOSES,
    END,
    ENTRY,
    FIRST,
    KIND,
    MEETING,
    PARTNER,
    REQUIRED,
    SERIES,
    SERVICE,
    STOP,
    Tables,
)

# Keys of breaks, meetings, and what else is required: all before any other.
URGENT = (0.0, 3e15, 2e15)
DUE = 1e15


@inlined
def recreate(t: Tables, w: Weights, s: State, near: int) -> None:
    """Put in whatever fits, in an order drawn by lot from several kinds.

    What was left out before the ruin is tried only in the loops that have changed.
    """
    count = rank_absent(t, w, s, near)
    sort_absent(s, count)
    for q in range(count):
        v = s.order[q]
        while v >= 0:
            v = put_visit(t, w, s, v)


@inner
def sort_absent(s: State, count: int) -> None:
    """Sort `State.order` by its keys, by the method of Shell (1959): short and fast enough."""
    gap = 1
    while 3 * gap < count:
        gap = 3 * gap + 1
    while gap > 0:
        for q in range(gap, count):
            key, v, place = s.keys[q], s.order[q], q
            while place >= gap and s.keys[place - gap] > key:
                s.keys[place], s.order[place] = s.keys[place - gap], s.order[place - gap]
                place -= gap
            s.keys[place], s.order[place] = key, v
        gap //= 3


@inner
def rank_absent(t: Tables, w: Weights, s: State, near: int) -> int:
    """List the visits that are in no loop with their keys; return how many there are."""
    kind = draw_below(s.chance, 10)
    count = 0
    for v in range(len(s.at)):
        if s.at[v] < 0:
            s.order[count] = v
            if w.is_full:
                key = find_plain_key(t, s, v, near, kind)
            else:
                key = find_key(t, s, v, near, kind)
            if t.visits[v, KIND] != STOP:
                key -= URGENT[t.visits[v, KIND]]
            elif t.visits[v, REQUIRED]:
                key -= DUE
            s.keys[count] = key
            count += 1
    return count


@inner
def find_key(t: Tables, s: State, v: int, near: int, kind: int) -> float:
    """Return the key of a visit: the least comes first."""
    if kind < 3:
        return draw(s.chance)
    o = t.visits[v, FIRST]
    noise = 0.7 + 0.6 * draw(s.chance)
    if kind == 6:
        return t.options[o, CLOSES] * noise
    if kind == 7:
        return float(t.seconds[0, t.options[t.visits[near, FIRST], ENTRY], t.options[o, ENTRY]])
    if kind == 9:
        return -t.far[v]
    worth = 0.0
    for q in range(o, t.visits[v, END]):
        worth = max(worth, t.worths[q])
    worth *= t.decay ** count_series(t, s, v)
    if kind == 5:
        worth /= t.options[o, SERVICE] + 200.0
    elif kind == 8:
        worth /= t.far[v] + 1.0
    return -worth * noise


@inner
def find_plain_key(t: Tables, s: State, v: int, near: int, kind: int) -> float:
    """Return the key of a visit where all of them fit and worth does not matter."""
    o = t.visits[v, FIRST]
    if kind < 3:
        return draw(s.chance)
    if kind < 6:
        return -t.options[o, SERVICE] * (0.7 + 0.6 * draw(s.chance))
    entry = t.options[o, ENTRY]
    if kind in (6, 8):
        return -t.far[v]
    return float(t.metres[0, t.options[t.visits[near, FIRST], ENTRY], entry])


@inner
def count_series(t: Tables, s: State, v: int) -> int:
    """Return how many visits of the series of `v` are made."""
    series = t.visits[v, SERIES]
    made = 0
    for q in range(t.starts[series], t.starts[series + 1]):
        made += s.at[t.members[q]] >= 0
    return made


@inlined
def put_visit(t: Tables, w: Weights, s: State, v: int) -> int:
    """Put a visit in at the place that costs least; return the other half of a meeting, or -1."""
    if s.at[v] >= 0:
        return -1
    is_half = t.visits[v, KIND] == MEETING
    candidate = choose_candidate(t, s, v) if is_half else ANY
    _cost, u, p, o, back = find_place(t, w, s, v, candidate)
    if u >= 0:
        put_in(t, s, u, p, o)
        if back:
            put_in(t, s, u, p + back - 1, len(t.options) - len(t.units) + u)
    other = t.visits[v, PARTNER]
    if is_half and u < 0:
        take_out(t, s, other)
        other = -1
    return other


@inner
def choose_candidate(t: Tables, s: State, v: int) -> int:
    """Return at which place and minute a meeting is to be: that of the other half, if it is in.

    Else half of the time as it was before, half of the time drawn by lot.
    """
    other, first = t.visits[v, PARTNER], t.visits[v, FIRST]
    o = s.way[v]
    if s.at[other] >= 0:
        o = s.way[other]
    elif o < first or draw(s.chance) < 0.5:
        o = first + draw_below(s.chance, t.visits[v, END] - first)
    return t.options[o, CANDIDATE]


@inner
def take_out(t: Tables, s: State, v: int) -> None:
    """Take a half of a meeting out to which the other half cannot be put."""
    u = s.at[v]
    if u >= 0:
        s.at[v] = -1
        close_gaps(t, s, u)
