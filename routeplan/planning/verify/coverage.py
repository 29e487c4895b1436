"""Judging what the plan says of each hotspot: worth, visits, metres and gaps between visits."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator

from routeplan.i18n import _
from routeplan.model import Coverage, Part, Plan, RatedHotspot, Shift, Stop
from routeplan.planning.verify.hours import find_begin, seconds_between
from routeplan.planning.verify.sums import compare_figures, list_inside
from routeplan.planning.verify.violations import Made, Violation, list_made

# Means are rounded to the second, lengths to the metre.
ROUNDING_S = ROUNDING_M = 1.0


def find_coverage_violations(plan: Plan) -> Iterator[Violation]:
    """Yield hotspots inside the area whose coverage is missing, given twice or wrong."""
    inside = {rated.hotspot.id: rated for rated in list_inside(plan)}
    counts = Counter(item.hotspot_id for item in plan.coverage)
    for name in dict.fromkeys([*inside, *counts]):
        if (name in inside) != counts[name]:
            problem = _("Its coverage is told {n} times.").format(n=counts[name])
            yield Violation("coverage", None, name, problem)
    visits: dict[str, list[Made]] = {}
    for visit in list_made(plan):
        visits.setdefault(visit.rated.hotspot.id, []).append(visit)
    for item in plan.coverage:
        if item.hotspot_id not in inside:
            continue
        rated, made = inside[item.hotspot_id], visits.get(item.hotspot_id, [])
        passed = {visit.part.id: visit.part for visit in made}
        figures: dict[str, float] = {
            "worth": sum(visit.stop.worth for visit in made),
            "worth_available": rated.worth,
            "visits": len(made),
            "wished": sum(part.visits for part in rated.parts),
            "metres": _measure_streets(passed.values()),
        }
        yield from compare_figures("coverage", None, item, figures, of=item.hotspot_id)
        yield from _check_available(item, rated)
        yield from _check_gaps(plan.shift, item, [visit.stop for visit in made])


def _check_available(item: Coverage, rated: RatedHotspot) -> Iterator[Violation]:
    """Yield streets in all that do not fit the parts; of an area some may be in no part."""
    metres: float = _measure_streets(rated.parts)
    shares = math.fsum(part.share for part in rated.parts)
    if any(part.kind == "sweep" for part in rated.parts) and 0 < shares < 1:
        metres /= shares
    if not abs(item.metres_available - metres) <= ROUNDING_M:
        problem = _("All of its streets are {metres:.0f} m long, not {given} m.")
        problem = problem.format(metres=metres, given=item.metres_available)
        yield Violation("coverage", None, f"{item.hotspot_id} metres_available", problem)


def _measure_streets(parts: Iterable[Part]) -> int:
    """Return the metres of streets of some parts; one driven there and back is one street."""
    streets = {frozenset(map(abs, part.edges)) or part.id: part.metres for part in parts}
    return sum(streets.values())


def _check_gaps(shift: Shift, item: Coverage, stops: list[Stop]) -> Iterator[Violation]:
    gaps = _list_gaps(shift, stops)
    longest, mean = max(gaps), sum(gaps) / len(gaps)
    if item.longest_gap_s != longest:
        problem = _("Nobody is there for {longest:.0f} s at the longest, not {given} s.")
        problem = problem.format(longest=longest, given=item.longest_gap_s)
        yield Violation("coverage", None, f"{item.hotspot_id} longest_gap_s", problem)
    if abs(item.mean_gap_s - mean) > ROUNDING_S:
        problem = _("Nobody is there for {mean:.0f} s on average, not {given} s.")
        problem = problem.format(mean=mean, given=item.mean_gap_s)
        yield Violation("coverage", None, f"{item.hotspot_id} mean_gap_s", problem)


def _list_gaps(shift: Shift, stops: Iterable[Stop]) -> list[float]:
    """Return the seconds of the shift before, between and after the presences, at least one.

    Those before and after count even where they have no length.
    """
    length = float(shift.length_s)
    spans = sorted(
        (seconds_between(shift.start, find_begin(stop)), seconds_between(shift.start, stop.depart))
        for stop in stops
    )
    gaps, left = list[float](), None
    for begin, end in ((max(a, 0.0), min(b, length)) for a, b in spans):
        if left is None or begin > left:
            gaps.append(begin - (left or 0.0))
        left = max(left or 0.0, end)
    return [*gaps, length - (left or 0.0)]
