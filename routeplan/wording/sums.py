"""What a plan reaches as a whole: its bound, wishes, fairness, and what it does per hotspot."""

from __future__ import annotations

from routeplan.i18n import _, ngettext
from routeplan.model import Balance, Closure, Coverage, Plan, Roster, Totals, Wish
from routeplan.wording.figures import (
    format_km,
    format_metres,
    format_minutes,
    format_share,
    format_worth,
)
from routeplan.wording.names import describe_vehicles

# A gap below half a per mille is none as it is shown.
SHOWN_GAP = 0.0005


def describe_bound(totals: Totals) -> str:
    """Return the worth that no plan can exceed, and how much of it the plan has."""
    share = totals.worth / totals.bound if totals.bound else 1.0
    if 1 - share < SHOWN_GAP:
        return _("No plan can gain more.")
    text = _("No plan can gain more than {bound}; this one has {share} of that.")
    return text.format(bound=format_worth(totals.bound), share=format_share(share, decimals=1))


def describe_wish(wish: Wish, *, label: str = "") -> str:
    """Return which share of the visits a category has, and which was wished for."""
    name = label or wish.category
    figures = {"share": format_share(wish.share), "wished": format_share(wish.wished)}
    if wish.share >= wish.wished:
        return _("{name}: {share} of the visits, {wished} wished for.").format(name=name, **figures)
    return _("{name}: only {share} of the visits, {wished} wished for.").format(
        name=name, **figures
    )


def describe_balance(balance: Balance) -> str:
    """Return how evenly the work is shared, and what keeping the limit costs."""
    text = _("Active time on duty: from {least} to {most} by unit.").format(
        least=format_share(balance.least), most=format_share(balance.most)
    )
    if balance.limit is None:
        return text
    limit = _("They are to differ by at most {limit}; that costs {cost} of worth.").format(
        limit=format_share(balance.limit), cost=format_worth(balance.cost)
    )
    return f"{text} {limit}"


def describe_outside(metres: int) -> str:
    """Return how far units drive outside their jurisdictions; empty where they do not."""
    if not metres:
        return ""
    return _("{km} are driven outside the units' own jurisdictions.").format(km=format_km(metres))


def describe_visits(visits: int, wished: int) -> str:
    """Return how many of the wished visits are made, e.g. ``2 of 3 visits``."""
    return ngettext("{n} of {wished} visit", "{n} of {wished} visits", wished).format(
        n=visits, wished=wished
    )


def describe_coverage(coverage: Coverage) -> str:
    """Return what a plan does for a hotspot: visits, streets, longest time without a visit."""
    parts = [describe_visits(coverage.visits, coverage.wished)]
    if coverage.metres_available:
        parts.append(
            _("{covered} of {length} of street").format(
                covered=format_metres(coverage.metres),
                length=format_metres(coverage.metres_available),
            )
        )
    if coverage.visits:
        parts.append(describe_gap(coverage))
    return ", ".join(parts)


def describe_gap(coverage: Coverage) -> str:
    """Return the longest and the mean time of the shift without a visit."""
    return _("longest time without a visit {longest}, on average {mean}").format(
        longest=format_minutes(coverage.longest_gap_s), mean=format_minutes(coverage.mean_gap_s)
    )


def describe_closure(closure: Closure) -> str:
    """Return what is closed to whom, and why; or that no road is, where none was found."""
    if not closure.edges:
        return _("{name}: no such road was found, so NOTHING is closed. Check its row.").format(
            name=closure.name or closure.id
        )
    if closure.vehicles:
        text = _("{name}: closed to {vehicles}").format(
            name=closure.name or closure.id, vehicles=describe_vehicles(closure.vehicles)
        )
    else:
        text = _("{name}: closed to all vehicles").format(name=closure.name or closure.id)
    return f"{text} ({closure.reason})." if closure.reason else f"{text}."


def sample_warning() -> str:
    """Return the warning that stands across everything made on a sample network."""
    return _("SAMPLE NETWORK - not for operations")


def name_category(plan: Plan | Roster, category: str) -> str:
    """Return the label of a category in the settings of a plan or a roster."""
    rule = plan.config.get("categories", {}).get(category, {})
    return str(rule.get("label", category))
