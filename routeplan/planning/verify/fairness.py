"""Judging wished shares of categories and how evenly the work is shared."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

from routeplan.config import Config
from routeplan.i18n import _
from routeplan.model import Plan
from routeplan.planning.verify.hours import find_duty, seconds_between
from routeplan.planning.verify.sums import compare_figures
from routeplan.planning.verify.violations import SAME_SHARE, Violation, list_made


def find_fairness_violations(plan: Plan, config: Config) -> Iterator[Violation]:
    """Yield wishes and balances that are missing or wrong, and limits that are not kept."""
    yield from _check_wishes(plan, config.fairness.wishes)
    # what happens in a shift is not even: nothing is asked of a plan that was replanned
    yield from _check_balance(plan, None if plan.replans else config.fairness.limit)


def _check_wishes(plan: Plan, wishes: dict[str, float]) -> Iterator[Violation]:
    told = Counter(wish.category for wish in plan.wishes)
    for category in dict.fromkeys([*wishes, *told]):
        if told[category] != (category in wishes):
            problem = _("Its wish is told {n} times.").format(n=told[category])
            yield Violation("wish", None, category, problem)
    made = Counter(visit.rated.hotspot.category for visit in list_made(plan))
    for wish in plan.wishes:
        figures = {
            "wished": wishes.get(wish.category, wish.wished),
            "share": made[wish.category] / made.total() if made else 0.0,
        }
        yield from compare_figures("wish", None, wish, figures, of=wish.category)


def _check_balance(plan: Plan, limit: float | None) -> Iterator[Violation]:
    place = "balance"
    if plan.balance is None:
        if limit is not None:
            problem = _("It is not told, though the units may only differ by {limit:g}.")
            yield Violation("balance", None, place, problem.format(limit=limit))
        return
    shares = _list_active_shares(plan)
    if shares:
        figures = {"least": min(shares), "most": max(shares)}
        yield from compare_figures("balance", None, plan.balance, figures, of=place)
    if plan.balance.limit != limit:
        problem = _("Its limit is not that of the settings.")
        yield Violation("balance", None, place, problem)
    if not (math.isfinite(plan.balance.cost) and plan.balance.cost >= 0):
        yield Violation("balance", None, place, _("What it costs is less than nothing."))
    if limit is not None and shares and max(shares) - min(shares) > limit + SAME_SHARE:
        problem = _("The busiest and the idlest unit differ by {given:.3f}, more than {limit:g}.")
        problem = problem.format(given=max(shares) - min(shares), limit=limit)
        yield Violation("balance", None, place, problem)


def _list_active_shares(plan: Plan) -> list[float]:
    """Return active seconds over seconds on duty of every unit that has any of these."""
    active: Counter[str] = Counter()
    for loop in plan.loops:
        stays = sum(stop.dwell_s for stop in loop.stops if stop.kind != "break")
        active[loop.unit_id] += sum(leg.seconds for leg in loop.legs) + stays
    lengths = {unit.id: seconds_between(*find_duty(plan.shift, unit)) for unit in plan.units}
    return [active[name] / length for name, length in lengths.items() if length > 0]
