"""Judging the worth: of each visit among those of its part, and of each hotspot at most."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import datetime

from routeplan.config import Config
from routeplan.i18n import _
from routeplan.model import Plan, RatedHotspot, Shift
from routeplan.planning.verify.hours import ONE_DAY, find_begin
from routeplan.planning.verify.violations import (
    SAME_SHARE,
    Made,
    Violation,
    list_made,
    name_stop,
)

# Worths that differ less than in this decimal are equally good: the earlier visit counts more.
SAME_DECIMALS = 9
# More visits of one part than this add nothing that could be seen.
MOST_VISITS = 10_000


def find_hour_factor(rated: RatedHotspot, moment: datetime) -> float:
    """Return what a visit that begins at `moment`, in the plan's zone, is multiplied by."""
    clock = moment.time()
    return next((hour.factor for hour in rated.hours if clock in hour.window), 1.0)


def find_worth_violations(plan: Plan, config: Config) -> Iterator[Violation]:
    """Yield stops that are worth something else than they say, and hotspots as well."""
    decay = config.visits.decay
    shares = _share_worth(plan, decay)
    for loop in plan.loops:
        for index, stop in enumerate(loop.stops):
            worth = shares.get((id(loop), index), 0.0)
            if not is_same(stop.worth, worth):
                problem = _("It says to be worth {given:g}; it is worth {worth:g}.")
                problem = problem.format(given=stop.worth, worth=worth)
                yield Violation("worth", loop.unit_id, name_stop(loop, index), problem)
    for rated in plan.hotspots:
        most = _find_most(plan.shift, rated, decay)
        if not is_same(rated.worth, most):
            problem = _("It says that at most {given:g} can be gained by it, it is {worth:g}.")
            problem = problem.format(given=rated.worth, worth=most)
            yield Violation("worth", None, rated.hotspot.id, problem)


def is_same(one: float, other: float) -> bool:
    """Tell whether two figures are the same but for rounding; no figure is the same as none."""
    return math.isclose(one, other, rel_tol=SAME_SHARE, abs_tol=SAME_SHARE)


def _share_worth(plan: Plan, decay: float) -> dict[tuple[int, int], float]:
    """Return the worth of each visit by its loop and stop: less with every better repeat."""
    series: dict[str, list[tuple[float, datetime, Made]]] = {}
    for visit in list_made(plan):
        begin = find_begin(visit.stop).astimezone(plan.shift.start.tzinfo)
        own = visit.rated.risk * visit.part.share * find_hour_factor(visit.rated, begin)
        series.setdefault(visit.part.id, []).append((own, begin, visit))
    shares = {}
    for visits in series.values():
        best_first = sorted(visits, key=lambda item: (-round(item[0], SAME_DECIMALS), item[1]))
        for k, (own, _begin, visit) in enumerate(best_first):
            shares[id(visit.loop), visit.index] = own * decay**k
    return shares


def _find_most(shift: Shift, rated: RatedHotspot, decay: float) -> float:
    """Return what all visits of a hotspot would gain at its best hour of the shift."""
    if not rated.parts:
        return rated.risk * _find_peak(shift, rated)
    shares = (part.share * _sum_decay(decay, part.visits) for part in rated.parts)
    return rated.risk * _find_peak(shift, rated) * math.fsum(shares)


def _sum_decay(decay: float, visits: int) -> float:
    count = max(0, min(visits, MOST_VISITS))
    return float(count) if decay == 1 else (1 - decay**count) / (1 - decay)


def _find_peak(shift: Shift, rated: RatedHotspot) -> float:
    """Return the highest factor of an hour of the shift; it changes where a window ends."""
    zone = shift.start.tzinfo
    changes = [shift.start]
    for hour in rated.hours:
        for days in (-1, 0, 1):
            changes += hour.window.on(shift.date + days * ONE_DAY, zone)
    inside = [moment for moment in changes if shift.start <= moment < shift.end]
    return max(find_hour_factor(rated, moment) for moment in inside)
