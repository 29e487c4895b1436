"""How often each hotspot has to be visited in the days of a roster, and whether it can be."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from routeplan.model import NOT_DUE, Detail, Hotspot, Minimum
from routeplan.model.roster import ROUNDING, MinimumReason
from routeplan.planning.roster.crews import Demand
from routeplan.planning.roster.outlook import Outlook, choose_reason

# What the table calls a month: four weeks, in which every weekday comes as often.
MONTH_DAYS = 28

# What it counts that a required hotspot has no second unit, against its having none.
SPARE_WEIGHT = 0.1


def count_needed(hotspot: Hotspot, default: int, days: int) -> int:
    """Return the visits that a hotspot needs in so many days: per 28 days, rounded down."""
    per_month = default if hotspot.per_month is None else hotspot.per_month
    return per_month * days // MONTH_DAYS


def list_demands(
    hotspots: Sequence[Hotspot], needed: Mapping[str, int], outlooks: Sequence[Outlook]
) -> tuple[Demand, ...]:
    """Return what the month asks of the crews; of hotspots that ask for the same, the most.

    A required hotspot asks for a unit that can visit it in every shift in which it is due, and if
    it may be for a second one: the first may be needed elsewhere.
    """
    demands: dict[object, Demand] = {}
    for hotspot in hotspots:
        chances = {
            number: (outlook.measure_chance(hotspot.id, units), units)
            for number, outlook in enumerate(outlooks)
            if (units := outlook.list_units(hotspot.id))
        }
        asked = [Demand(needed.get(hotspot.id, 0), chances)]
        if hotspot.is_required:
            due = {number: (1.0, units) for number, (_count, units) in chances.items()}
            asked.append(Demand(len(due), due))
            asked.append(Demand(2 * len(due), due, enough=2, weight=SPARE_WEIGHT))
        for demand in asked:
            key = tuple(demand.chances.items()), demand.enough
            if demand.needed > (demands[key].needed if key in demands else 0):
                demands[key] = demand
    return tuple(demands.values())


def list_minimums(
    hotspots: Sequence[Hotspot],
    needed: Mapping[str, int],
    *,
    chances: Mapping[str, Sequence[float]],
    outlooks: Sequence[Outlook],
) -> tuple[Minimum, ...]:
    """Return the minimum of each hotspot that has one, and why it cannot be met.

    Without a number of its own in the table, a hotspot has none in days on which it does not
    matter at all.

    Parameters
    ----------
    chances
        By hotspot and shift, what those on duty could do.
    """
    return tuple(
        minimum
        for hotspot in hotspots
        if needed.get(hotspot.id, 0)
        for minimum in _find_minimum(hotspot, needed[hotspot.id], chances[hotspot.id], outlooks)
    )


def _find_minimum(
    hotspot: Hotspot, needed: int, chances: Sequence[float], outlooks: Sequence[Outlook]
) -> Iterator[Minimum]:
    possible = round(math.fsum(chances), 6)
    if possible >= needed - ROUNDING:
        yield Minimum(hotspot.id, needed, possible)
        return
    barred = [o.barred[hotspot.id] for o in outlooks if hotspot.id in o.barred]
    in_all = len(barred) == len(outlooks)
    is_due = not in_all or any(item.reason not in NOT_DUE for item in barred)
    if not is_due and hotspot.per_month is None:
        return
    reason: MinimumReason = "too_few_chances"
    detail: Detail = {"possible": possible}
    if in_all:
        lasting = [item for item in barred if item.reason not in NOT_DUE]
        chosen = choose_reason(lasting or barred)
        reason, detail = chosen.reason, chosen.detail
    yield Minimum(hotspot.id, needed, possible, reason, detail)
