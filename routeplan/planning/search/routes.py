"""Loops summed up from both ends, so that putting a task in anywhere is measured at once.

The sums are those of `routeplan.planning.schedule.join`, without lateness: nothing is ever put
where it would be late.
"""

from __future__ import annotations

from routeplan.planning.search.compiled import inlined, inner
from routeplan.planning.search.state import State
from routeplan.planning.search.tables import (
    BASE,
    BREAK,
    CLOSES,
    ENDS,
    ENTRY,
    EXIT,
    IS_FLAT,
    KIND,
    METRES,
    MOST_LOOPS,
    MOST_STOPS,
    OPENS,
    PROFILE,
    SERVICE,
    STARTS,
    STOP,
    UNLIMITED,
    VISIT,
    Tables,
)

# Columns of `State.before` and `State.after`.
LENGTH, EARLIEST, LATEST, DRIVEN = range(4)


@inner
def sum_route(t: Tables, s: State, u: int, ahead: int, behind: int) -> None:
    """Sum up the loop of unit `u`, of which the first and last tasks so many have not changed."""
    if t.units[u, IS_FLAT]:
        sum_flat(t, s, u)
    else:
        extend_before(t, s, u, ahead)
        extend_after(t, s, u, behind)
        close_route(t, s, u)
    if t.units[u, MOST_STOPS] < UNLIMITED:
        count_stops(t, s, u)


@inner
def sum_flat(t: Tables, s: State, u: int) -> None:
    """Sum up seconds and metres where no window binds."""
    k, place = t.units[u, PROFILE], t.units[u, BASE]
    length, driven = 0, 0
    for p in range(s.lengths[u]):
        o = s.routes[u, p]
        entry = t.options[o, ENTRY]
        length += t.seconds[k, place, entry] + t.options[o, SERVICE]
        driven += t.metres[k, place, entry] + t.options[o, METRES]
        place = t.options[o, EXIT]
    s.totals[u, 0] = length + t.seconds[k, place, t.units[u, BASE]]
    s.totals[u, 1] = driven + t.metres[k, place, t.units[u, BASE]]


@inner
def extend_before(t: Tables, s: State, u: int, ahead: int) -> None:
    """Sum up what comes before each gap behind the first `ahead` tasks."""
    k, place = t.units[u, PROFILE], t.units[u, BASE]
    if ahead:
        place = t.options[s.routes[u, ahead - 1], EXIT]
    else:
        s.before[u, 0, LENGTH], s.before[u, 0, DRIVEN] = 0, 0
        s.before[u, 0, EARLIEST], s.before[u, 0, LATEST] = t.units[u, STARTS], t.units[u, ENDS]
    for p in range(ahead, s.lengths[u]):
        o = s.routes[u, p]
        entry = t.options[o, ENTRY]
        passed = s.before[u, p, LENGTH] + t.seconds[k, place, entry]
        earliest, latest = s.before[u, p, EARLIEST], s.before[u, p, LATEST]
        wait = max(t.options[o, OPENS] - passed - latest, 0)
        s.before[u, p + 1, LENGTH] = passed + wait + t.options[o, SERVICE]
        s.before[u, p + 1, EARLIEST] = max(t.options[o, OPENS] - passed, earliest) - wait
        s.before[u, p + 1, LATEST] = min(t.options[o, CLOSES] - passed, latest)
        s.before[u, p + 1, DRIVEN] = (
            s.before[u, p, DRIVEN] + t.metres[k, place, entry] + t.options[o, METRES]
        )
        place = t.options[o, EXIT]


@inner
def extend_after(t: Tables, s: State, u: int, behind: int) -> None:
    """Sum up what comes after each gap before the last `behind` tasks."""
    n, k, place = s.lengths[u], t.units[u, PROFILE], t.units[u, BASE]
    if behind:
        place = t.options[s.routes[u, n - behind], ENTRY]
    else:
        s.after[u, 0, LENGTH], s.after[u, 0, DRIVEN] = 0, 0
        s.after[u, 0, EARLIEST], s.after[u, 0, LATEST] = t.units[u, STARTS], t.units[u, ENDS]
    for r in range(behind, n):
        o = s.routes[u, n - 1 - r]
        leave = t.options[o, EXIT]
        passed = t.options[o, SERVICE] + t.seconds[k, leave, place]
        earliest, latest = s.after[u, r, EARLIEST] - passed, s.after[u, r, LATEST] - passed
        wait = max(earliest - t.options[o, CLOSES], 0)
        s.after[u, r + 1, LENGTH] = passed + wait + s.after[u, r, LENGTH]
        s.after[u, r + 1, EARLIEST] = max(earliest, t.options[o, OPENS]) - wait
        s.after[u, r + 1, LATEST] = min(latest, t.options[o, CLOSES])
        s.after[u, r + 1, DRIVEN] = (
            s.after[u, r, DRIVEN] + t.metres[k, leave, place] + t.options[o, METRES]
        )
        place = t.options[o, ENTRY]


@inner
def close_route(t: Tables, s: State, u: int) -> None:
    """Sum up the whole loop; the way back can always be driven without waiting."""
    n, k, place = s.lengths[u], t.units[u, PROFILE], t.units[u, BASE]
    if n:
        place = t.options[s.routes[u, n - 1], EXIT]
    s.totals[u, 0] = s.before[u, n, LENGTH] + t.seconds[k, place, t.units[u, BASE]]
    s.totals[u, 1] = s.before[u, n, DRIVEN] + t.metres[k, place, t.units[u, BASE]]


@inlined
def is_return(t: Tables, o: int) -> bool:
    """Tell whether an option is a return to the base."""
    return t.options[o, VISIT] < 0


@inlined
def is_stop(t: Tables, o: int) -> bool:
    """Tell whether an option counts against the most stops of a loop."""
    v = t.options[o, VISIT]
    return v >= 0 and t.visits[v, KIND] == STOP


@inner
def count_stops(t: Tables, s: State, u: int) -> None:
    """Count the visits around each gap between two returns to the base."""
    n, first, count = s.lengths[u], 0, 0
    for p in range(n + 1):
        s.stops[u, p, 1] = count
        if p == n or is_return(t, s.routes[u, p]):
            for q in range(first, p + 1):
                s.stops[u, q, 0] = count
            first, count = p + 1, 0
        elif is_stop(t, s.routes[u, p]):
            count += 1


@inner
def count_returns(t: Tables, s: State, u: int) -> int:
    """Return how often a unit comes back to its base to leave again."""
    count = 0
    if t.units[u, MOST_LOOPS] > 1:
        for p in range(s.lengths[u]):
            if is_return(t, s.routes[u, p]):
                count += 1
    return count


@inner
def touch(s: State, u: int) -> None:
    """Remember the loop of a unit before it changes."""
    if not s.touched[u]:
        s.touched[u] = True
        s.old_lengths[u] = s.lengths[u]
        for p in range(s.lengths[u]):
            s.old_routes[u, p] = s.routes[u, p]


@inner
def put_in(t: Tables, s: State, u: int, p: int, o: int) -> None:
    """Put an option into a loop behind its first `p` tasks."""
    touch(s, u)
    n = s.lengths[u]
    for q in range(n, p, -1):
        s.routes[u, q] = s.routes[u, q - 1]
    s.routes[u, p] = o
    s.lengths[u] = n + 1
    v = t.options[o, VISIT]
    if v >= 0:
        s.at[v], s.way[v] = u, o
    sum_route(t, s, u, p, n - p)


@inner
def undo(t: Tables, s: State) -> None:
    """Bring back the loops as they were before they were touched."""
    for u in range(len(s.lengths)):
        if s.touched[u]:
            for p in range(s.lengths[u]):
                v = t.options[s.routes[u, p], VISIT]
                if v >= 0:
                    s.at[v] = -1
    for u in range(len(s.lengths)):
        if s.touched[u]:
            s.lengths[u] = s.old_lengths[u]
            for p in range(s.lengths[u]):
                o = s.old_routes[u, p]
                v = t.options[o, VISIT]
                s.routes[u, p] = o
                if v >= 0:
                    s.at[v], s.way[v] = u, o
            sum_route(t, s, u, 0, 0)


@inner
def measure_active_s(t: Tables, s: State, u: int) -> int:
    """Return the seconds in which a unit drives, visits or meets."""
    k, place, active = t.units[u, PROFILE], t.units[u, BASE], 0
    for p in range(s.lengths[u]):
        o = s.routes[u, p]
        v = t.options[o, VISIT]
        active += t.seconds[k, place, t.options[o, ENTRY]]
        if v < 0 or t.visits[v, KIND] != BREAK:
            active += t.options[o, SERVICE]
        place = t.options[o, EXIT]
    return active + t.seconds[k, place, t.units[u, BASE]]
