"""A roster with its hotspots, units and figures looked up: what its outputs read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from routeplan.export.content.month_coverage import MonthCoverage, measure_coverage
from routeplan.export.content.month_hours import (
    HourCoverage,
    measure_heat,
    measure_hours,
    order_hours,
)
from routeplan.export.drawing.palette import LineStyle, pick_style
from routeplan.i18n import _
from routeplan.model import (
    Minimum,
    PlaceFigures,
    Roster,
    RosterHotspot,
    RosterShift,
    Unit,
    Watch,
)
from routeplan.model.hours import find_duty_hours
from routeplan.wording import describe_village, name_category


@dataclass(frozen=True, eq=False)
class RosterReader:
    """Looks up what belongs to the shifts of a roster."""

    roster: Roster

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone in which its hours are told."""
        return ZoneInfo(self.roster.zone)

    @cached_property
    def spots(self) -> dict[str, RosterHotspot]:
        """The hotspots by their ids."""
        return {spot.id: spot for spot in self.roster.hotspots}

    @cached_property
    def units(self) -> dict[str, Unit]:
        """The units by their ids."""
        return {unit.id: unit for unit in self.roster.units}

    @cached_property
    def styles(self) -> dict[str, LineStyle]:
        """The colour of each unit, the same in every shift, by their ids."""
        return {unit.id: pick_style(number) for number, unit in enumerate(self.roster.units)}

    @cached_property
    def places(self) -> dict[str, PlaceFigures]:
        """How well the visits of each hotspot can be foretold; empty until all is planned."""
        figures = self.roster.figures
        return {place.hotspot_id: place for place in figures.places} if figures else {}

    @cached_property
    def minimums(self) -> dict[str, Minimum]:
        """What each hotspot has to have, by their ids."""
        return {minimum.hotspot_id: minimum for minimum in self.roster.minimums}

    @cached_property
    def coverage(self) -> MonthCoverage:
        """What its shifts cover."""
        return measure_coverage(self.roster)

    @cached_property
    def hours(self) -> tuple[HourCoverage, ...]:
        """What its shifts cover in each hour in which there are some, as a night goes."""
        return order_hours(measure_hours(self.roster))

    @cached_property
    def heat(self) -> dict[str, tuple[float, ...]]:
        """Visits by kecamatan and hour."""
        return measure_heat(self.roster)

    @cached_property
    def planned(self) -> dict[tuple[date, str], RosterShift]:
        """The planned shifts by date and name."""
        return {(item.shift.date, item.shift.name): item for item in self.roster.shifts}

    @cached_property
    def days(self) -> tuple[date, ...]:
        """Its dates."""
        return tuple(self.roster.first + timedelta(days=n) for n in range(self.roster.days))

    @cached_property
    def watches(self) -> dict[date, list[Watch]]:
        """The shifts that start on a date, planned or not."""
        found: defaultdict[date, list[Watch]] = defaultdict(list)
        for watch in self.roster.watches:
            found[watch.shift.date].append(watch)
        return found

    @cached_property
    def days_off(self) -> dict[str, frozenset[date]]:
        """On which dates a unit is off, by their ids."""
        return {item.unit_id: frozenset(item.days) for item in self.roster.days_off}

    @cached_property
    def shift_names(self) -> tuple[str, ...]:
        """The names of its shifts."""
        return tuple(dict.fromkeys(watch.shift.name for watch in self.roster.watches))

    def name_units(self, ids: Sequence[str]) -> str:
        """Return the names of some units, separated by commas."""
        return ", ".join(self.name_unit(unit_id) for unit_id in ids)

    def name_unit(self, unit_id: str) -> str:
        """Return the name of a unit, else its id."""
        return self.units[unit_id].title if unit_id in self.units else unit_id

    def name_spot(self, hotspot_id: str) -> str:
        """Return the name of a hotspot; empty where it is none."""
        return self.spots[hotspot_id].name if hotspot_id in self.spots else ""

    def name_category(self, category: str) -> str:
        """Return the label of a category."""
        return name_category(self.roster, category)

    def measure_duty(self, unit_id: str) -> float:
        """Return the hours that a unit is on duty in all shifts that it works."""
        unit = self.units[unit_id]
        spans = [
            find_duty_hours(unit, watch.shift, self.zone)
            for watch in self.roster.watches
            if unit_id in watch.units
        ]
        return sum((end - start).total_seconds() for start, end in spans) / 3600


def name_kecamatan(name: str) -> str:
    """Return the name of a kecamatan for readers; hotspots that lie in none have a name, too."""
    return name or _("not known")


def name_place(spot: RosterHotspot) -> str:
    """Return in which village and kecamatan a hotspot lies, as far as that is known."""
    if not spot.village:
        return spot.kecamatan or ""
    return describe_village(", ".join(filter(None, (spot.village, spot.kecamatan))))
