"""What each shift of a roster could visit, whoever works it: looked up before any is planned."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from routeplan.hotspots.phases import find_phases
from routeplan.model import RatedHotspot, Reason, Shift, TimeWindow, Unvisited
from routeplan.planning.inputs import Inputs
from routeplan.planning.prepare import Preparation, prepare_shift
from routeplan.planning.roster.crews import Field
from routeplan.planning.shifts import find_duty_window
from routeplan.planning.windows import Dated, find_windows

Crew = frozenset[str]


@dataclass(frozen=True, eq=False)
class Outlook:
    """What a shift could do for each hotspot if all units worked in it.

    Parameters
    ----------
    chances
        By hotspot, for each of its visits its share of the hotspot and the units that may make it.
    barred
        By hotspot that nobody could visit, why.
    """

    chances: Mapping[str, tuple[tuple[float, Crew], ...]]
    barred: Mapping[str, Unvisited]

    def measure_chance(self, hotspot_id: str, units: Collection[str]) -> float:
        """Return how many visits of a hotspot some units could make, its parts added up."""
        on_duty = frozenset(units)
        shares = (share for share, able in self.chances.get(hotspot_id, ()) if able & on_duty)
        return round(math.fsum(shares), 6)

    def list_units(self, hotspot_id: str) -> Crew:
        """Return the units that could visit a hotspot or a part of it."""
        return frozenset[str]().union(*(able for _share, able in self.chances.get(hotspot_id, ())))


class OutlookBook:
    """Looks shifts up, each kind of them once: most days of a month are like another one."""

    def __init__(self, inputs: Inputs) -> None:
        self._inputs = inputs
        self._known: dict[object, Outlook] = {}

    def look_up(self, shift: Shift) -> Outlook:
        """Return the outlook of a shift; nothing can be done in one that no unit may work."""
        zone, units = self._inputs.config.tzinfo, self._inputs.units
        if all(find_duty_window(unit, shift, zone) is None for unit in units):
            return Outlook({}, {})
        key = self._find_kind(shift)
        if key not in self._known:
            self._known[key] = _survey(prepare_shift(replace(self._inputs, shift=shift)))
        return self._known[key]

    def _find_kind(self, shift: Shift) -> object:
        """Return what decides what can be done in a shift, beside what is the same in all."""
        inputs = self._inputs
        zone = inputs.config.tzinfo

        def list_hours(things: Sequence[Dated]) -> tuple[tuple[TimeWindow, ...], ...]:
            return tuple(find_windows(thing, shift, zone) for thing in things)

        return (
            shift.name,
            shift.length_s,
            list_hours(inputs.hotspots),
            list_hours(inputs.closures),
            find_phases(inputs.phases, shift.date),
        )


def _survey(ready: Preparation) -> Outlook:
    shares = {part.id: part.share for rated in ready.rated for part in rated.parts}
    chances: defaultdict[str, list[tuple[float, Crew]]] = defaultdict(list)
    for visit in ready.problem.visits:
        if visit.hotspot_id is not None and visit.part_id is not None:
            chances[visit.hotspot_id].append((shares[visit.part_id], visit.units))
    barred = {item.hotspot_id: item for item in ready.barred if item.part_id is None}
    return Outlook({name: tuple(own) for name, own in chances.items()}, barred)


def choose_reason(barred: Sequence[Unvisited]) -> Unvisited:
    """Return of the reasons in many shifts the one that is given most often, the first of them."""
    counts: Counter[Reason] = Counter(item.reason for item in barred)
    reason, _count = counts.most_common(1)[0]
    return next(item for item in barred if item.reason == reason)


def list_inside(rated: Sequence[RatedHotspot], outlooks: Sequence[Outlook]) -> list[RatedHotspot]:
    """Return the hotspots that lie inside the area."""
    outside = {
        name
        for outlook in outlooks
        for name, item in outlook.barred.items()
        if item.reason == "outside_area"
    }
    return [spot for spot in rated if spot.hotspot.id not in outside]


def list_fields(rated: Sequence[RatedHotspot], outlooks: Sequence[Outlook]) -> tuple[Field, ...]:
    """Return what the units can get to in each shift, as shares of the risk that is due in it."""
    fields = []
    for number, outlook in enumerate(outlooks):
        risks: defaultdict[Crew, float] = defaultdict(float)
        for spot in rated:
            units = outlook.list_units(spot.hotspot.id)
            if units:
                risks[units] += spot.risk
        total = sum(risks.values())
        fields += [Field(number, units, risk / total) for units, risk in risks.items() if risk]
    return tuple(fields)
