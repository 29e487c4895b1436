"""A plan with its stops, hotspots and units looked up: what the outputs of a plan read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from routeplan.i18n import _
from routeplan.model import Coverage, Loop, Plan, RatedHotspot, Stop, StopKind, Unit, Unvisited
from routeplan.wording import (
    describe_kind,
    describe_part,
    describe_village,
    describe_visits,
    format_begin,
    format_clock,
    name_stop,
)

# The form of patrol of a stop that is driven through, whatever that of its hotspot.
_DRIVEN_FORMS: dict[StopKind, str] = {"pass": "melintas", "sweep": "penyisiran"}
# What a unit does on its rounds beside the visits of hotspots.
DUTIES: tuple[StopKind, ...] = ("break", "meeting", "position", "incident")


@dataclass(frozen=True, eq=False)
class PlanReader:
    """Looks up what belongs to the stops of a plan."""

    plan: Plan

    @cached_property
    def hotspots(self) -> dict[str, RatedHotspot]:
        """The hotspots by their ids."""
        return {rated.hotspot.id: rated for rated in self.plan.hotspots}

    @cached_property
    def units(self) -> dict[str, Unit]:
        """The units by their ids."""
        return {unit.id: unit for unit in self.plan.units}

    @cached_property
    def coverage(self) -> dict[str, Coverage]:
        """What the plan does for each hotspot of its area, by their ids."""
        return {item.hotspot_id: item for item in self.plan.coverage}

    @cached_property
    def visits(self) -> dict[str | None, list[Stop]]:
        """The visits of each part in the order of time."""
        made: defaultdict[str | None, list[Stop]] = defaultdict(list)
        for loop in self.plan.loops:
            for stop in loop.visits:
                made[stop.part_id].append(stop)
        return {part: sorted(stops, key=lambda stop: stop.depart) for part, stops in made.items()}

    @cached_property
    def left_out_label(self) -> str:
        """What stands in a legend for all that is left out: hotspots, or some of their visits."""
        visited = {stop.hotspot_id for loop in self.plan.loops for stop in loop.visits}
        if any(item.hotspot_id in visited for item in self.plan.unvisited):
            return _("Not or only partly visited")
        return _("Not visited")

    def name_unit(self, unit_id: str) -> str:
        """Return the name of a unit, else its id."""
        return self.units[unit_id].title

    def find_hotspot(self, stop: Stop) -> RatedHotspot | None:
        """Return the hotspot that a stop visits, None where it visits none."""
        return None if stop.hotspot_id is None else self.hotspots[stop.hotspot_id]

    def name_stop(self, stop: Stop) -> str:
        """Return the name of a stop with the part of its hotspot."""
        return name_stop(stop, self.find_hotspot(stop))

    def title_stop(self, stop: Stop, number: str) -> str:
        """Return the name of a stop with its number, e.g. "3. Pasar Kunir", or with its kind."""
        name = self.name_stop(stop)
        return f"{number}. {name}" if number else f"{describe_kind(stop.kind)}: {name}"

    def title_base(self, loop: Loop) -> str:
        """Return the name of the base that a loop begins at."""
        return loop.stops[0].name or self.units[loop.unit_id].base or _("Base")

    def title_left_out(self, item: Unvisited) -> str:
        """Return the name of a hotspot and what of it is left out."""
        parts = (self.hotspots[item.hotspot_id].hotspot.name, self.name_left_out(item))
        return ", ".join(filter(None, parts))

    def name_left_out(self, item: Unvisited) -> str:
        """Return the part that is left out and, where several are wished, how many visits."""
        rated = self.hotspots[item.hotspot_id]
        wished = max((part.visits for part in rated.parts if part.id == item.part_id), default=1)
        several = describe_visits(item.visits, wished) if wished > 1 else ""
        return ", ".join(text for text in (describe_part(rated, item.part_id), several) if text)

    def name_partner(self, stop: Stop, unit_id: str) -> str:
        """Return the name of the unit that another one meets at a stop."""
        units = {
            unit for item in self.plan.meetings if item.id == stop.meeting_id for unit in item.units
        }
        return ", ".join(self.name_unit(unit) for unit in sorted(units - {unit_id}))

    def count_visit(self, stop: Stop) -> str:
        """Return which of how many visits a stop is, e.g. ``2 of 3``; empty for a single one."""
        rated = self.find_hotspot(stop)
        wished = {part.id: part.visits for part in rated.parts} if rated else {}
        if wished.get(stop.part_id or "", 1) < 2:
            return ""
        number = self.visits[stop.part_id].index(stop) + 1
        return _("{n} of {wished}").format(n=number, wished=wished[stop.part_id or ""])

    def tell_form(self, rated: RatedHotspot) -> str:
        """Return the form in which a hotspot is visited, by default that of its category."""
        rule = self.plan.config.get("categories", {}).get(rated.hotspot.category, {})
        return rated.form or str(rule.get("form", ""))

    def find_form(self, stop: Stop) -> str:
        """Return the form of patrol of a stop; empty where it visits nothing."""
        rated = self.find_hotspot(stop)
        return "" if rated is None else _DRIVEN_FORMS.get(stop.kind) or self.tell_form(rated)

    def tell_kind(self, stop: Stop, unit_id: str) -> str:
        """Return what a unit does at a stop that is not just a stay at a place."""
        if stop.kind == "meeting":
            return _("meets {unit}").format(unit=self.name_partner(stop, unit_id))
        return "" if stop.kind in ("dwell", "base") else describe_kind(stop.kind)


def number_stops(stops: Iterable[Stop]) -> Iterator[tuple[str, Stop]]:
    """Yield what a unit does away from its base: visits with their number, others without."""
    number = 0
    for stop in stops:
        if stop.kind in DUTIES:
            yield "", stop
        elif stop.kind != "base":
            number += 1
            yield str(number), stop


def find_numbers(loop: Loop) -> dict[int, str]:
    """Return the numbers of `number_stops` by the `id` of each stop: equal stops may recur."""
    return {id(stop): number for number, stop in number_stops(loop.stops)}


def name_village(rated: RatedHotspot | None) -> str:
    """Return in which village and kecamatan a hotspot lies, as far as that is known."""
    if rated is None or not rated.village:
        return ""
    return describe_village(", ".join(filter(None, (rated.village, rated.kecamatan))))


def format_times(stop: Stop) -> str:
    """Return from when to when a unit is at a stop; at a meeting when both begin it."""
    start = format_begin(stop) if stop.kind == "meeting" else format_clock(stop.arrive)
    end = format_clock(stop.depart)
    return end if stop.kind == "position" and start == end else f"{start}–{end}"


def list_rounds(loop: Loop) -> list[tuple[Stop, Stop]]:
    """Return departure from and return to the base for each time a unit leaves it.

    Who falls out on the way ends the last of them where that is.
    """
    last = len(loop.stops) - 1
    ends = [stop for n, stop in enumerate(loop.stops) if stop.kind == "base" or n == last]
    return list(pairwise(ends))
