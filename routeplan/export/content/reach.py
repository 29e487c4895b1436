"""What a plan reaches: its sums against what is possible, and what it does for each hotspot."""

from __future__ import annotations

from routeplan.export.content.reader import PlanReader
from routeplan.i18n import _
from routeplan.model import Plan
from routeplan.wording import (
    describe_balance,
    describe_bound,
    describe_coverage,
    describe_outside,
    describe_wish,
    format_share,
    format_worth,
    name_category,
)


def list_results(plan: Plan) -> list[str]:
    """Return sentences on worth and bound, then those of `list_conditions`."""
    totals = plan.totals
    worth = _("Worth {worth} of {available}.").format(
        worth=format_worth(totals.worth), available=format_worth(totals.worth_available)
    )
    return [f"{worth} {describe_bound(totals)}", *list_conditions(plan)]


def list_conditions(plan: Plan) -> list[str]:
    """Return sentences on the reserve, fairness, wishes and other districts."""
    sentences = []
    if plan.shift.reserve_share:
        sentences.append(
            _("{share} of each unit's time is kept free for 110 calls.").format(
                share=format_share(plan.shift.reserve_share)
            )
        )
    if plan.balance and len(plan.units) > 1:
        sentences.append(describe_balance(plan.balance))
    sentences += [
        describe_wish(wish, label=name_category(plan, wish.category)) for wish in plan.wishes
    ]
    if plan.totals.outside_m:
        sentences.append(describe_outside(plan.totals.outside_m))
    return sentences


def list_coverage(reader: PlanReader) -> list[tuple[str, str]]:
    """Return name and coverage of each hotspot that is visited, the least visited first."""
    visited = [item for item in reader.plan.coverage if item.visits]
    return [
        (reader.hotspots[item.hotspot_id].hotspot.name, describe_coverage(item))
        for item in sorted(visited, key=lambda item: -item.longest_gap_s)
    ]
