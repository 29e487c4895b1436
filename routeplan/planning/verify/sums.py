"""Judging the figures: risks, and the sums of loops and plan."""

from __future__ import annotations

import math
from collections.abc import Iterator

from routeplan.i18n import _
from routeplan.model import Loop, Plan
from routeplan.planning.verify.violations import (
    SAME_SHARE,
    Violation,
    map_hotspots,
    name_stop,
)


def find_sum_violations(plan: Plan) -> Iterator[Violation]:
    """Yield risks that are not the product of their factors and sums that do not add up."""
    for rated in plan.hotspots:
        product = math.prod(factor.value for factor in rated.factors)
        if not _is_same(rated.risk, product):
            problem = _("Its risk is {risk:g}, the product of its factors {product:g}.")
            problem = problem.format(risk=rated.risk, product=product)
            yield Violation("risk", None, rated.hotspot.id, problem)
    for loop in plan.loops:
        yield from _check_worths(plan, loop)
        yield from _check_loop(plan, loop)
    yield from _check_totals(plan)


def _check_worths(plan: Plan, loop: Loop) -> Iterator[Violation]:
    hotspots = map_hotspots(plan)
    for index, stop in enumerate(loop.stops):
        rated = hotspots.get(stop.hotspot_id)
        worth = rated.risk if rated is not None else 0.0
        if not _is_same(stop.worth, worth):
            problem = _("Its worth is {worth:g}, the risk of its hotspot {risk:g}.")
            problem = problem.format(worth=stop.worth, risk=worth)
            yield Violation("worth", loop.unit_id, name_stop(loop, index), problem)


def _check_loop(plan: Plan, loop: Loop) -> Iterator[Violation]:
    sums = {
        "metres": sum(leg.metres for leg in loop.legs),
        "driving_s": sum(leg.seconds for leg in loop.legs),
        "dwell_s": sum(stop.dwell_s for stop in loop.stops),
        "waiting_s": sum(stop.wait_s for stop in loop.stops),
        "worth": _sum_worth(plan, loop),
    }
    yield from _compare("loop_sum", loop.unit_id, loop, sums)


def _check_totals(plan: Plan) -> Iterator[Violation]:
    worth = math.fsum(_sum_worth(plan, loop) for loop in plan.loops)
    outside = {item.hotspot_id for item in plan.unvisited if item.reason == "outside_area"}
    inside = [rated for rated in plan.hotspots if rated.hotspot.id not in outside]
    available = math.fsum(rated.risk for rated in inside)
    stops = [stop for loop in plan.loops for stop in loop.stops]
    legs = [leg for loop in plan.loops for leg in loop.legs]
    sums: dict[str, float] = {
        "worth": worth,
        "worth_available": available,
        "hotspots": len(inside),
        "visited": sum(len(loop.visits) for loop in plan.loops),
        "metres": sum(leg.metres for leg in legs),
        "driving_s": sum(leg.seconds for leg in legs),
        "dwell_s": sum(stop.dwell_s for stop in stops),
        "waiting_s": sum(stop.wait_s for stop in stops),
    }
    # of nothing at all, any share is covered
    if available > 0:
        sums["risk_share"] = worth / available
    yield from _compare("total", None, plan.totals, sums)


def _sum_worth(plan: Plan, loop: Loop) -> float:
    hotspots = map_hotspots(plan)
    return math.fsum(
        hotspots[stop.hotspot_id].risk for stop in loop.visits if stop.hotspot_id in hotspots
    )


def _compare(
    rule: str, unit_id: str | None, written: object, sums: dict[str, float]
) -> Iterator[Violation]:
    """Yield the fields of `written` that differ from what they add up to."""
    for name, value in sums.items():
        given = getattr(written, name)
        if not _is_same(given, value):
            problem = _("It says {given:.12g}; its parts add up to {value:.12g}.")
            yield Violation(rule, unit_id, name, problem.format(given=given, value=value))


def _is_same(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=SAME_SHARE, abs_tol=SAME_SHARE)
