"""Two plans held against each other: figures, units, and what becomes of each hotspot.

Hotspots and units are the same where their ids are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from routeplan.model import Loop, Plan, RatedHotspot, Stop

# Begins of visits that lie further apart than this are said to have moved.
MOVED_AFTER = timedelta(minutes=15)

Change = Literal["gained", "lost", "unit", "moved", "same", "neither"]


@dataclass(frozen=True)
class PlannedVisit:
    """A visit of a hotspot and the id of the unit that makes it."""

    unit_id: str
    stop: Stop


@dataclass(frozen=True)
class HotspotChange:
    """What two plans do for one hotspot; visits are in the order of time.

    Parameters
    ----------
    change
        ``gained`` and ``lost`` are visits that only the second and only the first plan makes;
        ``unit``: by other units; ``moved``: as often, but some begins by more than `MOVED_AFTER`
        apart on the clock; ``neither`` visits it.
    """

    rated: RatedHotspot
    change: Change
    first: tuple[PlannedVisit, ...]
    second: tuple[PlannedVisit, ...]


@dataclass(frozen=True)
class UnitChange:
    """What a unit does in each plan; None where it drives no loop."""

    unit_id: str
    name: str
    first: Loop | None
    second: Loop | None


@dataclass(frozen=True)
class Comparison:
    """All that is told of two plans side by side."""

    first: Plan
    second: Plan
    hotspots: tuple[HotspotChange, ...]
    units: tuple[UnitChange, ...]

    def list_changed(self, change: Change) -> list[HotspotChange]:
        """Return the hotspots of one kind of change, the most vulnerable first."""
        found = [item for item in self.hotspots if item.change == change]
        return sorted(found, key=lambda item: -item.rated.risk)


def compare_plans(first: Plan, second: Plan) -> Comparison:
    """Return what is different between two plans, the second seen from the first."""
    before, after = _list_visits(first), _list_visits(second)
    rated = {item.hotspot.id: item for plan in (second, first) for item in plan.hotspots}
    hotspots = tuple(
        HotspotChange(
            rated[key],
            _name_change(before[key], after[key], day_shift=second.shift.start - first.shift.start),
            tuple(before[key]),
            tuple(after[key]),
        )
        for key in rated
    )
    return Comparison(first, second, hotspots, tuple(_compare_units(first, second)))


def _list_visits(plan: Plan) -> defaultdict[str, list[PlannedVisit]]:
    visits: defaultdict[str, list[PlannedVisit]] = defaultdict(list)
    for loop in plan.loops:
        for stop in loop.visits:
            if stop.hotspot_id is not None:
                visits[stop.hotspot_id].append(PlannedVisit(loop.unit_id, stop))
    for found in visits.values():
        found.sort(key=lambda visit: visit.stop.arrive)
    return visits


def _name_change(
    before: list[PlannedVisit], after: list[PlannedVisit], *, day_shift: timedelta
) -> Change:
    if not before and not after:
        return "neither"
    if len(before) != len(after):
        return "gained" if len(after) > len(before) else "lost"
    if sorted(visit.unit_id for visit in before) != sorted(visit.unit_id for visit in after):
        return "unit"
    # Nights of different dates are compared by the time since the shift began.
    apart = (
        abs(there.stop.arrive - here.stop.arrive - day_shift)
        for here, there in zip(before, after, strict=True)
    )
    return "moved" if max(apart) > MOVED_AFTER else "same"


def _compare_units(first: Plan, second: Plan) -> Iterable[UnitChange]:
    loops = [{loop.unit_id: loop for loop in plan.loops} for plan in (first, second)]
    names = {unit.id: unit.title for plan in (second, first) for unit in plan.units}
    for unit_id, name in names.items():
        yield UnitChange(unit_id, name, loops[0].get(unit_id), loops[1].get(unit_id))
