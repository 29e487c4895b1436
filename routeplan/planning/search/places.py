"""Where a visit is put into the loops best."""

from __future__ import annotations

from routeplan.planning.search.compiled import UIntArray, draw, inlined, inner
from routeplan.planning.search.routes import (
    DRIVEN,
    EARLIEST,
    LATEST,
    LENGTH,
    count_returns,
    measure_active_s,
)
from routeplan.planning.search.state import IDLEST, State, Weights
from routeplan.planning.search.tables import (
    BASE,
    BEGUN,
    BREAK,
    CANDIDATE,
    CLOSES,
    END,
    ENDS,
    ENTRY,
    EXIT,
    FIRST,
    IS_FLAT,
    KIND,
    LONGEST_M,
    LONGEST_S,
    METRES,
    MOST_LOOPS,
    MOST_STOPS,
    OPENS,
    PROFILE,
    SERIES,
    SERVICE,
    STARTS,
    STOP,
    UNLIMITED,
    VISIT,
    RoadArray,
    Tables,
)
from routeplan.roads.network import IntArray

# What no place costs.
NOWHERE = 1e300

# Any option of a visit.
ANY = -1


@inlined
def find_place(
    t: Tables, w: Weights, s: State, v: int, candidate: int
) -> tuple[float, int, int, int, int]:
    """Return where a visit is put in best: cost, unit, position, option, and a return with it.

    The cost is `NOWHERE` and the unit -1 where it fits nowhere. The return to the base is 0 for
    none, 1 for one before the visit, 2 for one behind it. Of a meeting only options of one
    `candidate` are tried, otherwise it is `ANY`. A visit that was left out before is tried only in
    loops that have changed: it did not fit into the others.
    """
    options, able, units = t.options, t.able, t.units
    seconds, seconds_to, metres, worths = t.seconds, t.seconds_to, t.metres, t.worths
    routes, lengths, totals = s.routes, s.lengths, s.totals
    before, after, stops, touched, chance = s.before, s.after, s.stops, s.touched, s.chance
    least, unit, position, option, back = NOWHERE, -1, -1, -1, 0
    tries_all = s.was_at[v] >= 0 or candidate != ANY
    is_visit = t.visits[v, KIND] == STOP
    is_repeated = t.starts[t.visits[v, SERIES] + 1] - t.starts[t.visits[v, SERIES]] > 1
    for o in range(t.visits[v, FIRST], t.visits[v, END]):
        if candidate not in (ANY, options[o, CANDIDATE]):
            continue
        bonus = w.cost_worth * worths[o]
        for u in range(len(lengths)):
            if not able[o, u] or not (tries_all or touched[u]):
                continue
            room = find_active_room(t, w, s, u)
            if t.visits[v, KIND] != BREAK:
                room -= options[o, SERVICE]
            if units[u, IS_FLAT]:
                cost, p = scan_flat(
                    options, t.visits, units, seconds, seconds_to, metres, routes, lengths,
                    totals, stops, chance, w, u, o, room, is_visit, is_repeated, least + bonus,
                )  # fmt: skip
            else:
                cost, p = scan_timed(
                    options, t.visits, units, seconds, seconds_to, metres, routes, lengths,
                    totals, stops, chance, before, after, w, u, o, room, is_visit,
                    is_repeated, least + bonus,
                )  # fmt: skip
            if p >= 0:
                least, unit, position, option, back = cost - bonus, u, p, o, 0
            if units[u, MOST_LOOPS] > 1 and is_visit and may_split(t, s, u):
                cost, p, way = scan_split(t, w, s, u, o, least + bonus)
                if p >= 0:
                    least, unit, position, option, back = cost - bonus, u, p, o, way
    return least, unit, position, option, back


@inner
def find_active_room(t: Tables, w: Weights, s: State, u: int) -> int:
    """Return the seconds that a unit may be more active without being too busy beside the idlest.

    The idlest as it was before the last change, so that all units get busier together.
    """
    if w.fair <= 0.0:
        return UNLIMITED
    most = (s.figures[IDLEST] + w.fair_limit) * (t.units[u, ENDS] - t.units[u, STARTS])
    return int(most) - measure_active_s(t, s, u)


@inlined
def price(w: Weights, before: int, length: int, drive: int, stay: int, driven: int) -> float:
    """Return what an insertion costs that makes a loop so long and adds so much driving."""
    cost = w.cost_s * (0.5 * (length - before - stay) + drive) + w.cost_m * driven
    if w.excess_m > 0.0:
        excess = max(length - w.share_s, 0) - max(before - w.share_s, 0)
        cost += w.cost_m * w.excess_m * excess
    return cost


@inlined
def meets_repeat(
    options: IntArray, visits: IntArray, routes: IntArray, u: int, n: int, o: int, p: int
) -> bool:
    """Tell whether a neighbour of a gap is a visit of the same series: that is no repeat."""
    series, met = visits[options[o, VISIT], SERIES], False
    for q in range(max(p - 1, 0), min(p + 1, n)):
        v = options[routes[u, q], VISIT]
        met = met or (v >= 0 and visits[v, SERIES] == series)
    return met


@inlined
def scan_flat(
    options: IntArray, visits: IntArray, units: IntArray, seconds: RoadArray, seconds_to: RoadArray,
    metres: RoadArray, routes: IntArray, lengths: IntArray, totals: IntArray, stops: IntArray,
    chance: UIntArray, w: Weights, u: int, o: int, room: int, is_visit: bool, is_repeated: bool,
    least: float,
) -> tuple[float, int]:  # fmt: skip
    """Return cost and position of the best place below `least` where no window binds, else -1."""
    k, n, base = units[u, PROFILE], lengths[u], units[u, BASE]
    entry, leave, stay = options[o, ENTRY], options[o, EXIT], options[o, SERVICE]
    room_s = units[u, LONGEST_S] - totals[u, 0] - stay
    room_m = units[u, LONGEST_M] - totals[u, 1] - options[o, METRES]
    asks_m = w.cost_m > 0.0 or units[u, LONGEST_M] < UNLIMITED
    most = units[u, MOST_STOPS]
    place, best, driven = base, -1, 0
    for p in range(n + 1):
        last, place_after = place, base
        if p < n:
            place_after = options[routes[u, p], ENTRY]
            place = options[routes[u, p], EXIT]
        drive = (
            seconds_to[k, entry, last]
            + seconds[k, leave, place_after]
            - seconds[k, last, place_after]
        )
        if drive > min(room_s, room) or (is_visit and most < UNLIMITED and stops[u, p, 0] >= most):
            continue
        if asks_m:
            driven = (
                metres[k, last, entry] + metres[k, leave, place_after]
                - metres[k, last, place_after]
            )  # fmt: skip
            if driven > room_m:
                continue
        cost = price(w, totals[u, 0], totals[u, 0] + drive + stay, drive, stay, driven)
        if cost >= least or draw(chance) < w.blink:
            continue
        if not (is_repeated and meets_repeat(options, visits, routes, u, n, o, p)):
            least, best = cost, p
    return least, best


@inlined
def scan_timed(
    options: IntArray, visits: IntArray, units: IntArray, seconds: RoadArray, seconds_to: RoadArray,
    metres: RoadArray, routes: IntArray, lengths: IntArray, totals: IntArray, stops: IntArray,
    chance: UIntArray, before: IntArray, after: IntArray, w: Weights, u: int, o: int, room: int,
    is_visit: bool, is_repeated: bool, least: float,
) -> tuple[float, int]:  # fmt: skip
    """Return cost and position of the best place below `least`, -1 if there is none."""
    k, n, base = units[u, PROFILE], lengths[u], units[u, BASE]
    entry, leave, stay = options[o, ENTRY], options[o, EXIT], options[o, SERVICE]
    opens, closes = options[o, OPENS], options[o, CLOSES]
    most, begun = units[u, MOST_STOPS], units[u, BEGUN]
    place, best = base, -1
    if begun:
        place = options[routes[u, begun - 1], EXIT]
    for p in range(begun, n + 1):
        last, place_after = place, base
        if p < n:
            place_after = options[routes[u, p], ENTRY]
            place = options[routes[u, p], EXIT]
        there, onward = seconds_to[k, entry, last], stay + seconds[k, leave, place_after]
        passed = before[u, p, LENGTH] + there
        arrive = before[u, p, EARLIEST] + passed
        if arrive > closes:
            break
        if max(arrive, opens) + onward > after[u, n - p, LATEST]:
            continue
        reached = passed + max(opens - passed - before[u, p, LATEST], 0) + onward
        latest = min(closes - passed, before[u, p, LATEST])
        wait = max(after[u, n - p, EARLIEST] - reached - latest, 0)
        length = reached + wait + after[u, n - p, LENGTH]
        if length > units[u, LONGEST_S]:
            continue
        if is_visit and most < UNLIMITED and stops[u, p, 0] >= most:
            continue
        driven = (
            before[u, p, DRIVEN] + metres[k, last, entry] + options[o, METRES]
            + metres[k, leave, place_after] + after[u, n - p, DRIVEN]
        )  # fmt: skip
        if driven > units[u, LONGEST_M]:
            continue
        drive = there + onward - stay - seconds[k, last, place_after]
        if drive > room:
            continue
        cost = price(w, totals[u, 0], length, drive, stay, driven - totals[u, 1])
        if cost >= least or draw(chance) < w.blink:
            continue
        if not (is_repeated and meets_repeat(options, visits, routes, u, n, o, p)):
            least, best = cost, p
    return least, best


@inner
def may_split(t: Tables, s: State, u: int) -> bool:
    """Tell whether one more return to the base may make room for a visit."""
    limited = t.units[u, MOST_STOPS] < UNLIMITED
    return limited and count_returns(t, s, u) + 1 < t.units[u, MOST_LOOPS]


@inner
def measure_pair(t: Tables, s: State, u: int, p: int, first: int, second: int) -> tuple[int, int]:
    """Return seconds and metres of a loop with two more tasks in one gap; -1 if it is late.

    Walks the tasks behind the gap, which is slow and seldom needed.
    """
    k, n, base = t.units[u, PROFILE], s.lengths[u], t.units[u, BASE]
    place = base if p == 0 else t.options[s.routes[u, p - 1], EXIT]
    earliest, latest = s.before[u, p, EARLIEST], s.before[u, p, LATEST]
    passed, driven = s.before[u, p, LENGTH], s.before[u, p, DRIVEN]
    for q in range(p, n + 2):
        o = first if q == p else second
        if q > p + 1:
            o = s.routes[u, q - 2]
        entry = t.options[o, ENTRY]
        passed += t.seconds[k, place, entry]
        driven += t.metres[k, place, entry] + t.options[o, METRES]
        if earliest + passed > t.options[o, CLOSES]:
            return -1, -1
        wait = max(t.options[o, OPENS] - passed - latest, 0)
        earliest = max(t.options[o, OPENS] - passed, earliest) - wait
        latest = min(t.options[o, CLOSES] - passed, latest)
        passed += wait + t.options[o, SERVICE]
        place = t.options[o, EXIT]
    passed += t.seconds[k, place, base]
    if earliest + passed > s.after[u, 0, LATEST]:
        return -1, -1
    return passed, driven + t.metres[k, place, base]


@inner
def starts_repeat(t: Tables, s: State, u: int, o: int, p: int) -> bool:
    """Tell whether task `p` of a loop, if there is one, is of the same series as an option."""
    if p < 0 or p >= s.lengths[u]:
        return False
    v = t.options[s.routes[u, p], VISIT]
    return v >= 0 and t.visits[v, SERIES] == t.visits[t.options[o, VISIT], SERIES]


@inner
def scan_split(
    t: Tables, w: Weights, s: State, u: int, o: int, least: float
) -> tuple[float, int, int]:
    """Return the best place below `least` for an option and a return: 1 before it, 2 behind it."""
    home = len(t.options) - len(t.units) + u
    most, best, back = t.units[u, MOST_STOPS], -1, 0
    for p in range(t.units[u, BEGUN], s.lengths[u] + 1):
        count, ahead = s.stops[u, p, 0], s.stops[u, p, 1]
        if count < most:
            continue
        for way in range(1, 3):
            left = ahead + way - 1
            right = count + 1 - left
            if min(left, right) < 1 or max(left, right) > most:
                continue
            if starts_repeat(t, s, u, o, p if way == 1 else p - 1):
                continue
            first, second = (home, o) if way == 1 else (o, home)
            length, driven = measure_pair(t, s, u, p, first, second)
            if length < 0 or length > t.units[u, LONGEST_S] or driven > t.units[u, LONGEST_M]:
                continue
            stay, before = t.options[o, SERVICE], s.totals[u, 0]
            more_m = driven - s.totals[u, 1]
            cost = price(w, before, length, length - before - stay, stay, more_m)
            if cost < least:
                least, best, back = cost, p, way
    return least, best, back
