"""What a plan does for each hotspot, each category and each unit."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from routeplan.model import (
    Balance,
    Coverage,
    Duty,
    Hotspot,
    Loop,
    Part,
    RatedHotspot,
    Shift,
    Stop,
    TimeWindow,
    Wish,
)


def measure_coverage(
    rated: Iterable[RatedHotspot], loops: Iterable[Loop], shift: Shift
) -> tuple[Coverage, ...]:
    """Return what the loops do for each hotspot, in their order."""
    stops: defaultdict[str | None, list[Stop]] = defaultdict(list)
    for loop in loops:
        for stop in loop.visits:
            stops[stop.hotspot_id].append(stop)
    return tuple(_cover(spot, stops[spot.hotspot.id], shift) for spot in rated)


def _cover(spot: RatedHotspot, stops: Sequence[Stop], shift: Shift) -> Coverage:
    visited = {stop.part_id for stop in stops}
    gaps = list_gaps([_find_presence(stop, shift) for stop in stops], shift)
    return Coverage(
        hotspot_id=spot.hotspot.id,
        worth=math.fsum(stop.worth for stop in stops),
        worth_available=spot.worth,
        visits=len(stops),
        wished=sum(part.visits for part in spot.parts),
        metres=_sum_metres([part for part in spot.parts if part.id in visited]),
        metres_available=_measure_streets(spot.parts),
        longest_gap_s=max(gaps),
        mean_gap_s=round(sum(gaps) / len(gaps)),
    )


def _find_presence(stop: Stop, shift: Shift) -> TimeWindow:
    end_s = shift.seconds(stop.depart)
    return TimeWindow(end_s - stop.dwell_s, end_s)


def list_gaps(presences: Iterable[TimeWindow], shift: Shift) -> list[int]:
    """Return the seconds of each span of the shift in which nobody is there.

    The times before the first and after the last presence are spans too, whatever their length;
    presences that touch or overlap have none between them.
    """
    gaps, left_s = [], 0
    for number, presence in enumerate(sorted(presences, key=lambda p: (p.start_s, p.end_s))):
        if number == 0 or presence.start_s > left_s:
            gaps.append(presence.start_s - left_s)
        left_s = max(left_s, presence.end_s)
    return [*gaps, shift.length_s - left_s]


def _measure_streets(parts: Sequence[Part]) -> int:
    """Return the length of all streets of a hotspot, of an area those in no sweep included."""
    metres = _sum_metres(parts)
    if not any(part.kind == "sweep" for part in parts):
        return metres
    return round(metres / min(math.fsum(part.share for part in parts), 1.0))


def _sum_metres(parts: Iterable[Part]) -> int:
    """Return the length of the streets of parts; both directions of one are one street."""
    streets = {frozenset(map(abs, part.edges)) or part.id: part.metres for part in parts}
    return sum(streets.values())


def measure_wishes(
    wished: Mapping[str, float], hotspots: Iterable[Hotspot], loops: Iterable[Loop]
) -> tuple[Wish, ...]:
    """Return for each category with a wished share of the visits the share that it has."""
    category_of = {hotspot.id: hotspot.category for hotspot in hotspots}
    made = [category_of[stop.hotspot_id or ""] for loop in loops for stop in loop.visits]
    return tuple(
        Wish(category, share, made.count(category) / len(made) if made else 0.0)
        for category, share in wished.items()
    )


def measure_balance(
    duties: Iterable[Duty],
    loops: Iterable[Loop],
    *,
    limit: float | None,
    free_worth: float | None,
) -> Balance:
    """Return how evenly the units on duty share the work; those that stay are idle.

    Parameters
    ----------
    limit, free_worth
        As of `routeplan.planning.problem.LoopProblem.fair_limit` and
        `routeplan.planning.problem.Solution`.
    """
    loops = tuple(loops)
    active_s = {loop.unit_id: loop.driving_s + loop.dwell_s for loop in loops}
    shares = [active_s.get(duty.unit_id, 0) / duty.window.length_s for duty in duties]
    worth = math.fsum(loop.worth for loop in loops)
    cost = 0.0 if free_worth is None else max(free_worth - worth, 0.0)
    return Balance(least=min(shares), most=max(shares), limit=limit, cost=cost)
