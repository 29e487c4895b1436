"""What loops are worth to the search."""

from __future__ import annotations

from routeplan.planning.search.compiled import inlined, inner
from routeplan.planning.search.routes import measure_active_s
from routeplan.planning.search.state import (
    COST,
    IDLEST,
    MISSED,
    REQUIRED_MADE,
    VALUE,
    WORTH,
    State,
    Weights,
)
from routeplan.planning.search.tables import (
    BREAK,
    CATEGORY,
    END,
    ENDS,
    FIRST,
    KIND,
    MEETING,
    OTHER,
    PARTNER,
    REQUIRED,
    STARTS,
    STOP,
    VISIT,
    Tables,
)

# Worths that differ by less are the same.
SAME = 1e-9


@inner
def measure(t: Tables, w: Weights, s: State) -> bool:
    """Fill in `State.figures`; tell whether the loops may be driven as they are.

    They may not if a break is missing from a loop, half a meeting is alone, or work is shared less
    evenly than it must be: that costs more than anything gains.
    """
    worth, required = add_worths(t, s), count_required(t, s)
    cost = add_costs(t, w, s)
    broken = count_broken(t, s)
    value = w.worth * worth + w.required * required - w.metre * cost
    missed = 0.0
    if w.wish > 0.0:
        missed = measure_wishes(t, s)
        value -= w.wish * missed
    value -= broken * w.required * (len(s.at) + 1)
    uneven = 0.0
    if w.fair > 0.0:
        most, least = measure_shares(t, s)
        s.figures[IDLEST] = least
        uneven = max(most - least - w.fair_limit, 0.0)
        value -= w.fair * uneven
    s.figures[VALUE], s.figures[REQUIRED_MADE] = value, required
    s.figures[WORTH], s.figures[MISSED], s.figures[COST] = worth, missed, cost
    return broken == 0 and uneven <= 0.0


@inlined
def is_best(s: State) -> bool:
    """Tell whether the loops are better than the best so far: required, worth, wishes, cost."""
    if s.figures[REQUIRED_MADE] != s.best_figures[REQUIRED_MADE]:
        return s.figures[REQUIRED_MADE] > s.best_figures[REQUIRED_MADE]
    more = s.figures[WORTH] - s.best_figures[WORTH]
    if abs(more) > SAME:
        return more > 0.0
    nearer = s.best_figures[MISSED] - s.figures[MISSED]
    if abs(nearer) > SAME:
        return nearer > 0.0
    return s.figures[COST] < s.best_figures[COST]


@inner
def add_worths(t: Tables, s: State) -> float:
    """Return what the visits made are worth together."""
    worth = 0.0
    for series in range(len(t.starts) - 1):
        first, end = t.starts[series], t.starts[series + 1]
        if end == first + 1:
            v = t.members[first]
            if s.at[v] >= 0:
                worth += t.worths[s.way[v]]
        else:
            worth += add_series(t, s, first, end)
    return worth


@inner
def add_series(t: Tables, s: State, first: int, end: int) -> float:
    """Return what the visits made of one series are worth, the best counting whole."""
    count = 0
    for q in range(first, end):
        v = t.members[q]
        if s.at[v] >= 0:
            worth, place = t.worths[s.way[v]], count
            while place > 0 and s.scratch[place - 1] < worth:
                s.scratch[place] = s.scratch[place - 1]
                place -= 1
            s.scratch[place] = worth
            count += 1
    total, factor = 0.0, 1.0
    for q in range(count):
        total += factor * s.scratch[q]
        factor *= t.decay
    return total


@inner
def count_required(t: Tables, s: State) -> int:
    """Return how many required visits and meetings are made; breaks do not count."""
    count = 0
    for v in range(len(s.at)):
        if s.at[v] >= 0 and t.visits[v, REQUIRED] and t.visits[v, KIND] != BREAK:
            count += 1
    return count


@inner
def is_driven(t: Tables, s: State, u: int) -> bool:
    """Tell whether a unit has a visit or a meeting: for breaks alone nobody leaves the base."""
    for p in range(s.lengths[u]):
        v = t.options[s.routes[u, p], VISIT]
        if v >= 0 and t.visits[v, KIND] != BREAK:
            return True
    return False


@inner
def add_costs(t: Tables, w: Weights, s: State) -> float:
    """Return the metres of all loops, and what those pay that are too long."""
    cost = 0.0
    for u in range(len(s.lengths)):
        if s.lengths[u] and is_driven(t, s, u):
            cost += s.totals[u, 1] + w.excess_m * max(s.totals[u, 0] - w.share_s, 0)
    return cost


@inner
def count_broken(t: Tables, s: State) -> int:
    """Return how many breaks are missing from loops that are driven, and halves of meetings."""
    count = 0
    for v in range(len(s.at)):
        if t.visits[v, KIND] == STOP or t.visits[v, KIND] == OTHER:
            continue
        if t.visits[v, KIND] == MEETING:
            partner = t.visits[v, PARTNER]
            count += s.at[v] >= 0 and (partner < 0 or s.at[partner] < 0)
        elif s.at[v] < 0:
            for u in range(len(s.lengths)):
                if may_make(t, v, u) and is_driven(t, s, u):
                    count += 1
    return count


@inner
def may_make(t: Tables, v: int, u: int) -> bool:
    """Tell whether a unit may make a visit in some way."""
    for o in range(t.visits[v, FIRST], t.visits[v, END]):
        if t.able[o, u]:
            return True
    return False


@inner
def measure_shares(t: Tables, s: State) -> tuple[float, float]:
    """Return the active shares of the busiest unit and of the idlest."""
    most, least = 0.0, 1.0
    for u in range(len(s.lengths)):
        active = 0.0
        if is_driven(t, s, u):
            active = measure_active_s(t, s, u) / max(t.units[u, ENDS] - t.units[u, STARTS], 1)
        most, least = max(most, active), min(least, active)
    return most, least


@inner
def measure_wishes(t: Tables, s: State) -> float:
    """Return how far the shares of categories are from those wished, added up."""
    made = 0
    for c in range(len(t.wishes)):
        s.scratch[c] = 0.0
    for v in range(len(s.at)):
        if s.at[v] >= 0 and t.visits[v, KIND] == STOP:
            s.scratch[t.visits[v, CATEGORY]] += 1.0
            made += 1
    missed = 0.0
    for c in range(len(t.wishes)):
        if t.wishes[c] >= 0.0:
            missed += abs(s.scratch[c] / max(made, 1) - t.wishes[c])
    return missed
