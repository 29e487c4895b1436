"""Judging the reasons: whether what is left out had to be, as far as that is cheap to tell.

A reason is called untrue only where no reading of it is true. That a hotspot found no time is
taken on trust once the unit named could have served it and something is said to be missing: to
tell more would be to plan again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from routeplan.hotspots.calendar import is_valid_on, matches_days
from routeplan.i18n import _
from routeplan.model import Detail, Plan, RatedHotspot, Reason, Unit, Vehicle
from routeplan.planning.verify.area import may_lie_outside, read_border
from routeplan.planning.verify.hours import add_seconds, find_duty, find_hours, opens_between
from routeplan.planning.verify.roads import Roads
from routeplan.planning.verify.units import is_responsible, may_enter
from routeplan.planning.verify.violations import Violation, map_hotspots

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True)
class Case:
    """A hotspot left out.

    Parameters
    ----------
    detail
        The figures of the reason given.
    border
        The outline of the plan's area, or None where it cannot be read.
    near
        Vehicles that have a road within reach of it, or None where the roads are not known.
    """

    plan: Plan
    rated: RatedHotspot
    detail: Detail
    border: BaseGeometry | None
    near: frozenset[Vehicle] | None

    def can_serve(self, unit: Unit) -> bool:
        """Tell whether nothing is known that keeps the unit from the hotspot."""
        is_near = self.near is None or unit.vehicle in self.near
        return is_near and may_enter(unit, self.rated.hotspot) and is_responsible(unit, self.rated)


def find_reason_violations(plan: Plan, roads: Roads | None) -> Iterator[Violation]:
    """Yield hotspots left out for a reason that is not true.

    Parameters
    ----------
    roads
        None where the roads are not known; what depends on them is then believed.
    """
    hotspots, border = map_hotspots(plan), read_border(plan)
    for item in plan.unvisited:
        rated, may_be_true = hotspots.get(item.hotspot_id), MAY_BE_TRUE.get(item.reason)
        if rated is None:
            continue
        case = Case(plan, rated, item.detail, border, _find_near(rated, roads))
        if may_be_true is None or not may_be_true(case):
            problem = _("It is said to be left out because of {reason}, which is not so.")
            yield Violation("reason", None, item.hotspot_id, problem.format(reason=item.reason))


def _find_near(rated: RatedHotspot, roads: Roads | None) -> frozenset[Vehicle] | None:
    """Return the vehicles that have a road within reach of a hotspot, None without roads."""
    if roads is None:
        return None
    place = rated.hotspot.lon, rated.hotspot.lat
    spots = roads.spots.items()
    return frozenset(v for v, spot in spots if spot[place].distance_m <= roads.refuse_m)


def _may_be_outside_area(case: Case) -> bool:
    return may_lie_outside(case.plan, case.rated, case.border)


def _may_lack_road(case: Case) -> bool:
    near, hotspot = case.near, case.rated.hotspot
    return near is None or not any(
        unit.vehicle in near and may_enter(unit, hotspot) for unit in case.plan.units
    )


def _may_lie_outside_jurisdictions(case: Case) -> bool:
    units = case.plan.units
    if all(is_responsible(unit, case.rated) for unit in units):
        return False
    return case.near is None or not any(case.can_serve(unit) for unit in units)


def _may_be_closed(case: Case) -> bool:
    return bool(case.rated.hotspot.windows) and not _opens_on_duty(case)


def _may_be_off_date(case: Case) -> bool:
    shift, hotspot = case.plan.shift, case.rated.hotspot
    days = [shift.date + timedelta(days=k) for k in range((shift.end.date() - shift.date).days + 1)]
    all_allowed = all(matches_days(hotspot.days, d) and is_valid_on(hotspot, d) for d in days)
    return not all_allowed and not _opens_on_duty(case)


def _may_lack_worth(case: Case) -> bool:
    return case.rated.risk == 0


def _may_lack_time(case: Case) -> bool:
    plan, hotspot = case.plan, case.rated.hotspot
    if not _lacks_something(case):
        return False
    spans = [(plan.shift.start, plan.shift.end)]
    spans += [find_hours(plan.shift, unit) for unit in plan.units]
    opens = any(opens_between(hotspot, *span) for span in spans)
    return opens and (case.rated.risk > 0 or hotspot.required)


def _lacks_something(case: Case) -> bool:
    """Tell whether seconds or, of a unit that has a limit, metres are missing in its loop."""
    seconds, metres = (case.detail.get(key, 0) for key in ("missing_s", "missing_m"))
    limits = [
        u.max_km for u in case.plan.units if u.id == case.detail.get("unit") and case.can_serve(u)
    ]
    if not limits or isinstance(seconds, str) or isinstance(metres, str):
        return False
    return seconds > 0 or (seconds == 0 and metres > 0 and limits[0] is not None)


def _opens_on_duty(case: Case) -> bool:
    """Tell whether a unit that can serve the hotspot could begin and end a visit on duty."""
    hotspot = case.rated.hotspot
    for unit in filter(case.can_serve, case.plan.units):
        earliest, latest = find_duty(case.plan.shift, unit)
        if opens_between(hotspot, earliest, add_seconds(latest, -60 * hotspot.dwell_min)):
            return True
    return False


MAY_BE_TRUE: dict[Reason, Callable[[Case], bool]] = {
    "outside_area": _may_be_outside_area,
    "no_road": _may_lack_road,
    "vehicle_cannot_reach": _may_lack_road,
    "outside_jurisdiction": _may_lie_outside_jurisdictions,
    "window_closed": _may_be_closed,
    "not_on_date": _may_be_off_date,
    "no_worth": _may_lack_worth,
    "no_time": _may_lack_time,
}
