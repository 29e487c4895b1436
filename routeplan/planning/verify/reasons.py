"""Judging the reasons: whether what is left out had to be, as far as that is cheap to tell.

A reason is called untrue only where no reading of it is true. That a visit found no time is
taken on trust once the unit named could have made it and what is said to be missing makes sense:
to tell more would be to plan again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from routeplan.config import Config
from routeplan.hotspots.calendar import matches_days
from routeplan.i18n import _
from routeplan.model import Hotspot, Part, Plan, RatedHotspot, Reason, Unit, Unvisited
from routeplan.planning.verify.area import may_lie_outside
from routeplan.planning.verify.courses import knows_edges
from routeplan.planning.verify.hours import (
    add_seconds,
    find_duty,
    find_hours,
    is_valid_on,
    opens_between,
)
from routeplan.planning.verify.missing import tells_what_is_missing
from routeplan.planning.verify.plane import read_geometry
from routeplan.planning.verify.replans import list_out
from routeplan.planning.verify.roads import Roads
from routeplan.planning.verify.territory import lies_inside
from routeplan.planning.verify.units import (
    is_manned,
    is_meant,
    is_responsible,
    may_enter,
)
from routeplan.planning.verify.violations import Violation, find_part, map_hotspots
from routeplan.roads.graph import VehicleGraph

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True)
class Case:
    """A hotspot, or a part of one, that is left out.

    Parameters
    ----------
    item
        What the plan says of it.
    border
        The outline of the plan's area, or None where it cannot be read.
    roads
        None where the roads are not known; what depends on them is then believed.
    fair
        Whether the work is to be shared evenly, so that more than time may be missing.
    """

    plan: Plan
    rated: RatedHotspot
    part: Part | None
    item: Unvisited
    border: BaseGeometry | None
    roads: Roads | None
    fair: bool

    @property
    def hotspot(self) -> Hotspot:
        """The hotspot as it was read."""
        return self.rated.hotspot

    def reaches(self, unit: Unit) -> bool | None:
        """Tell whether the unit's vehicle can get there; None where that is not known."""
        if not may_enter(unit, self.hotspot):
            return False
        if self.roads is None or (self.hotspot.shape is not None and self.part is None):
            return None
        own = self.roads.units.get(unit.id)
        if own is None:
            return False
        if self.part is None or self.hotspot.shape is None:
            place = self.hotspot.lon, self.hotspot.lat
            return own.spots[place].distance_m <= self.roads.refuse_m
        return _can_drive(own.graph, self.part)

    def is_home(self, unit: Unit) -> bool | None:
        """Tell whether it lies in the jurisdiction of a unit; None where that is not known."""
        if self.hotspot.shape is None or not unit.jurisdiction:
            return is_responsible(unit, self.rated)
        if self.roads is None or self.part is None:
            return None
        return lies_inside(unit, self.part, self.roads)

    def serves(self, unit: Unit) -> bool | None:
        """Tell whether the unit could make a visit; None where that is not known."""
        hotspot = self.hotspot
        if hotspot.forbidden or not (is_manned(unit, hotspot) and is_meant(unit, hotspot)):
            return False
        known = self.reaches(unit), self.is_home(unit)
        return False if False in known else None if None in known else True


def find_reason_violations(
    plan: Plan, config: Config | None, roads: Roads | None
) -> Iterator[Violation]:
    """Yield visits left out for a reason that is not true.

    Parameters
    ----------
    config, roads
        None where they are not known; what depends on them is then believed.
    """
    fair = config is None or config.fairness.limit is not None
    hotspots, border = map_hotspots(plan), read_geometry(plan.area.boundary)
    for item in plan.unvisited:
        rated, may_be_true = hotspots.get(item.hotspot_id), MAY_BE_TRUE.get(item.reason)
        if rated is None:
            continue
        part = next(find_part(rated, item.part_id), None)
        case = Case(plan, rated, part, item, border, roads, fair)
        if may_be_true is None or not may_be_true(case):
            problem = _("It is said to be left out because of {reason}, which is not so.")
            problem = problem.format(reason=item.reason)
            yield Violation("reason", None, item.part_id or item.hotspot_id, problem)


def _can_drive(graph: VehicleGraph, part: Part) -> bool | None:
    """Tell whether a vehicle can drive a part from one end to the other; None of a sweep."""
    if part.kind != "pass" or not knows_edges(graph.network, part):
        return None
    numbers = [(abs(edge) - 1, edge > 0) for edge in part.edges]
    ways = [
        all((graph.forward if along == ahead else graph.backward)[edge] for edge, along in numbers)
        # a part of one direction is told in that direction
        for ahead in ((True,) if part.id.endswith((">", "<")) else (True, False))
    ]
    return any(ways) and all(graph.routable[edge] for edge, _along in numbers)


def _may_be_outside_area(case: Case) -> bool:
    return may_lie_outside(case.plan, case.rated, case.border)


def _may_lack_road(case: Case) -> bool:
    units = [unit for unit in case.plan.units if is_meant(unit, case.hotspot)]
    # one that may not leave its jurisdiction says nothing about places outside it
    free = [unit for unit in units if not unit.strict or case.is_home(unit) is not False]
    return not any(case.reaches(unit) for unit in free)


def _may_lie_outside_jurisdictions(case: Case) -> bool:
    units = [unit for unit in case.plan.units if is_meant(unit, case.hotspot)]
    if not any(case.is_home(unit) is not True for unit in units):
        return False
    return not any(case.reaches(unit) and case.is_home(unit) for unit in units)


def _may_be_closed(case: Case) -> bool:
    hotspot = case.hotspot
    return bool(hotspot.windows or hotspot.appointment) and not _opens_on_duty(case)


def _may_be_off_date(case: Case) -> bool:
    shift = case.plan.shift
    days = [shift.date + timedelta(days=k) for k in range((shift.end.date() - shift.date).days + 1)]
    return not all(_matters_on(case.hotspot, day) for day in days) and not _opens_on_duty(case)


def _matters_on(hotspot: Hotspot, day: date) -> bool:
    return matches_days(hotspot.days, day) and is_valid_on(hotspot, day)


def _may_lack_worth(case: Case) -> bool:
    rated = case.rated
    return rated.risk == 0 or any(hour.factor == 0 for hour in rated.hours)


def _may_be_forbidden(case: Case) -> bool:
    return case.hotspot.forbidden


def _may_lack_crew(case: Case) -> bool:
    units = [unit for unit in case.plan.units if is_meant(unit, case.hotspot)]
    is_short = any(not is_manned(unit, case.hotspot) for unit in units)
    return is_short and not any(case.serves(unit) for unit in units)


def _may_lack_unit(case: Case) -> bool:
    hotspot = case.hotspot
    return bool(hotspot.unit) and not any(is_meant(unit, hotspot) for unit in case.plan.units)


def _may_lack_time(case: Case) -> bool:
    plan, hotspot = case.plan, case.hotspot
    named = case.item.detail.get("unit")
    units = [u for u in plan.units if u.id == named and case.serves(u) is not False]
    item = case.item
    if not units or not tells_what_is_missing(
        plan, item.detail, units[0], part_id=item.part_id, fair=case.fair
    ):
        return False
    spans = [(plan.shift.start, plan.shift.end)]
    spans += [find_hours(plan.shift, unit) for unit in plan.units]
    opens = any(opens_between(hotspot, *span) for span in spans)
    return opens and (case.rated.risk > 0 or hotspot.is_required)


def _opens_on_duty(case: Case) -> bool:
    """Tell whether a unit that can serve the hotspot could begin and end a visit on duty."""
    hotspot = case.hotspot
    stay_s = _stay_s(case)
    for unit in filter(case.serves, case.plan.units):
        earliest, latest = find_duty(case.plan.shift, unit)
        if opens_between(hotspot, earliest, add_seconds(latest, -stay_s)):
            return True
    return False


def _may_be_too_late(case: Case) -> bool:
    plan = case.plan
    if not plan.replans:
        return False
    # within which hours repeated visits begin is drawn by lot
    if case.part is not None and case.part.visits > 1:
        return True
    moment = plan.replans[-1].moment
    return not any(
        opens_between(case.hotspot, max(earliest, moment), add_seconds(latest, -_stay_s(case)))
        for unit in plan.units
        if case.serves(unit) and unit.id not in list_out(plan)
        for earliest, latest in [find_duty(plan.shift, unit)]
    )


def _stay_s(case: Case) -> int:
    # a road may be driven faster than its minutes
    return 60 * case.hotspot.dwell_min if case.hotspot.shape is None else 0


MAY_BE_TRUE: dict[Reason, Callable[[Case], bool]] = {
    "outside_area": _may_be_outside_area,
    "no_road": _may_lack_road,
    "vehicle_cannot_reach": _may_lack_road,
    "outside_jurisdiction": _may_lie_outside_jurisdictions,
    "window_closed": _may_be_closed,
    "not_on_date": _may_be_off_date,
    "no_worth": _may_lack_worth,
    "forbidden": _may_be_forbidden,
    "crew_too_small": _may_lack_crew,
    "unit_off_duty": _may_lack_unit,
    "no_time": _may_lack_time,
    "too_late": _may_be_too_late,
}
