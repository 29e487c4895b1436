"""Judging the sums of loops and plan, and the risks."""

from __future__ import annotations

import math
from collections.abc import Iterator

from routeplan.i18n import _
from routeplan.model import Loop, Plan, RatedHotspot, Stop
from routeplan.planning.verify.violations import SAME_SHARE, Violation
from routeplan.planning.verify.worth import is_same


def find_sum_violations(plan: Plan) -> Iterator[Violation]:
    """Yield risks that are not the product of their factors and sums that do not add up."""
    for rated in plan.hotspots:
        product = math.prod(factor.value for factor in rated.factors)
        if not is_same(rated.risk, product):
            problem = _("Its risk is {risk:g}, the product of its factors {product:g}.")
            problem = problem.format(risk=rated.risk, product=product)
            yield Violation("risk", None, rated.hotspot.id, problem)
    for loop in plan.loops:
        yield from compare_figures("loop_sum", loop.unit_id, loop, _sum_loop(loop))
    yield from compare_figures("total", None, plan.totals, _sum_plan(plan))
    if not plan.totals.worth <= plan.totals.bound * (1 + SAME_SHARE) + SAME_SHARE:
        problem = _("The plan is worth {worth:g}, more than its own upper bound {bound:g}.")
        problem = problem.format(worth=plan.totals.worth, bound=plan.totals.bound)
        yield Violation("bound", None, "bound", problem)


def list_inside(plan: Plan) -> list[RatedHotspot]:
    """Return the hotspots inside the area of the plan, as it tells itself."""
    outside = {item.hotspot_id for item in plan.unvisited if item.reason == "outside_area"}
    return [rated for rated in plan.hotspots if rated.hotspot.id not in outside]


def compare_figures(
    rule: str, unit_id: str | None, written: object, sums: dict[str, float], *, of: str = ""
) -> Iterator[Violation]:
    """Yield the fields of `written` that differ from what they are worked out to be.

    Parameters
    ----------
    of
        What the figures tell of; empty for sums.
    """
    for name, value in sums.items():
        given = getattr(written, name)
        if not is_same(given, value):
            sentence = (
                _("It says {given:.12g}; worked out again it is {value:.12g}.")
                if of
                else _("It says {given:.12g}; its parts add up to {value:.12g}.")
            )
            problem = sentence.format(given=given, value=value)
            yield Violation(rule, unit_id, f"{of} {name}".strip(), problem)


def _sum_loop(loop: Loop) -> dict[str, float]:
    return {
        "metres": sum(leg.metres for leg in loop.legs) + sum(map(_drive_m, loop.stops)),
        "driving_s": sum(leg.seconds for leg in loop.legs),
        "dwell_s": sum(stop.dwell_s for stop in loop.stops if stop.kind != "break"),
        "break_s": sum(stop.dwell_s for stop in loop.stops if stop.kind == "break"),
        "waiting_s": sum(stop.wait_s for stop in loop.stops),
        "worth": math.fsum(stop.worth for stop in loop.stops),
    }


def _drive_m(stop: Stop) -> int:
    return 0 if stop.drive is None else stop.drive.metres


def _sum_plan(plan: Plan) -> dict[str, float]:
    loops = [_sum_loop(loop) for loop in plan.loops]
    visits = [stop for loop in plan.loops for stop in loop.visits]
    inside = list_inside(plan)
    worth = math.fsum(sums["worth"] for sums in loops)
    available = math.fsum(rated.worth for rated in inside)
    sums: dict[str, float] = {
        "worth": worth,
        "worth_available": available,
        "hotspots": len(inside),
        "visited": len({stop.hotspot_id for stop in visits}),
        "stops": len(visits),
        "outside_m": sum(loop.outside_m for loop in plan.loops),
    }
    for name in ("metres", "driving_s", "dwell_s", "waiting_s"):
        sums[name] = sum(loop[name] for loop in loops)
    # of nothing at all, any share is covered
    if available > 0:
        sums["risk_share"] = worth / available
    return sums
