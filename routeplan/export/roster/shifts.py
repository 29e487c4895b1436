"""The planned shifts as the map of a roster draws them, as short as they can be told.

Ways and places that several shifts have in common are told once. Numbers are texts as of
`routeplan.export.webmap.polyline`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from routeplan.export.content.reader import PlanReader
from routeplan.export.content.totals import summarise_loop
from routeplan.export.drawing.lines import simplify_lines
from routeplan.export.roster.reader import RosterReader
from routeplan.export.webmap.polyline import encode_lines, encode_numbers
from routeplan.model import Leg, Loop, Plan, RosterShift, Stop, StopKind
from routeplan.wording import describe_notice, describe_shift

Table = dict[str, Any]

# A loop of the overview is looked at from further away than that of its own map.
TOLERANCE_M = 6.0
SECONDS_PER_MINUTE = 60


@dataclass(eq=False)
class Shelf:
    """Things that are told once and then meant by their number, counted from 1; 0 is nothing."""

    things: dict[Any, int] = field(default_factory=dict)

    def place(self, thing: Any) -> int:
        """Return the number of a thing."""
        return self.things.setdefault(thing, len(self.things) + 1)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.things)


@dataclass(frozen=True, eq=False)
class ShiftBook:
    """Collects what the map needs of plan after plan.

    Parameters
    ----------
    ways
        Texts of points, latitude before longitude.
    spots
        Where stops are: position of the stop, position on the road, street or village.
    titles
        Names of stops.
    shifts
        What is told of each shift, in their order.
    phases
        By date, the phases that raise or lower some risk on it.
    areas
        The first plan, for its outline; empty until one is added.
    known
        Numbers of ways by the digests of their points.
    """

    reader: RosterReader
    ways: Shelf = field(default_factory=Shelf)
    spots: Shelf = field(default_factory=Shelf)
    titles: Shelf = field(default_factory=Shelf)
    shifts: list[Table] = field(default_factory=list)
    phases: dict[Any, tuple[str, ...]] = field(default_factory=dict)
    areas: list[Plan] = field(default_factory=list)
    known: dict[bytes, int] = field(default_factory=dict)

    def add(self, planned: RosterShift, plan: Plan) -> None:
        """Take in the plan of a shift; of the plan itself only the first is kept."""
        if not self.areas:
            self.areas.append(plan)
        names = _list_phases(plan)
        self.phases[planned.shift.date] = tuple(
            dict.fromkeys((*self.phases.get(planned.shift.date, ()), *names))
        )
        reader = PlanReader(plan)
        self.shifts.append({
            "key": f"{planned.shift.date.isoformat()}-{planned.shift.name}",
            "title": describe_shift(planned.shift),
            "notes": [describe_notice(notice) for notice in plan.notices],
            "units": [self._tell_loop(loop, reader) for loop in plan.loops],
        })  # fmt: skip

    @property
    def common_notes(self) -> list[str]:
        """What is to be known of every shift."""
        if not self.shifts:
            return []
        first, *others = [told["notes"] for told in self.shifts]
        return [note for note in first if all(note in notes for notes in others)]

    def list_notes(self, told: Table) -> list[str]:
        """Return what is to be known of a shift, and not of all."""
        common = self.common_notes if len(self.shifts) > 1 else []
        return [note for note in told["notes"] if note not in common]

    def _tell_loop(self, loop: Loop, reader: PlanReader) -> Table:
        numbers = [unit.id for unit in self.reader.roster.units]
        return {
            "unit": numbers.index(loop.unit_id),
            "summary": " · ".join(summarise_loop(loop, reader)),
            "stopcode": encode_numbers(self._list_stops(loop, reader)),
            "legcode": encode_numbers(self._place_way(leg) for leg in loop.legs),
        }

    def _list_stops(self, loop: Loop, reader: PlanReader) -> Iterator[int]:
        """Yield seven numbers for each stop of a loop.

        Kind, hotspot counted from 1, title, place, way driven in it, and the minutes of its arrival
        and departure from the midnight before the shift.
        """
        order = {spot.id: n for n, spot in enumerate(self.reader.roster.hotspots, 1)}
        for stop in loop.stops:
            yield KINDS.index(stop.kind)
            yield order.get(stop.hotspot_id or "", 0)
            yield self.titles.place(reader.name_stop(stop))
            yield self.spots.place(_place_stop(stop))
            yield 0 if stop.drive is None else self._place_way(stop.drive)
            yield _count_minutes(stop, reader.plan, is_departure=False)
            yield _count_minutes(stop, reader.plan, is_departure=True)

    def _place_way(self, leg: Leg) -> int:
        if not leg.metres or len(leg.geometry) < 2:
            return 0
        line = np.array(leg.geometry, dtype=np.float64).reshape(-1, 2)
        key = hashlib.sha256(line.tobytes()).digest()  # to keep the points would take much room
        if key not in self.known:
            (short,) = simplify_lines([line], tolerance_m=TOLERANCE_M)
            self.known[key] = self.ways.place(encode_lines([short])["points"])
        return self.known[key]


KINDS: tuple[StopKind, ...] = ("base", "dwell", "pass", "sweep", "break", "meeting")


def _place_stop(stop: Stop) -> tuple[float, float, float, float, str]:
    where = (stop.lat, stop.lon, stop.road_lat, stop.road_lon)
    lat, lon, road_lat, road_lon = (round(value, 5) for value in where)
    return lat, lon, road_lat, road_lon, stop.place


def _count_minutes(stop: Stop, plan: Plan, *, is_departure: bool) -> int:
    """Return the minutes from midnight of the shift's date, rounded as clocks are shown."""
    moment = stop.depart if is_departure else stop.arrive
    start = plan.shift.start
    clock = 60 * start.hour + start.minute
    begun = int(start.timestamp()) // SECONDS_PER_MINUTE
    return clock + int(moment.timestamp() + 30) // SECONDS_PER_MINUTE - begun


def _list_phases(plan: Plan) -> Iterable[str]:
    names = (
        factor.name.removeprefix("phases.")
        for rated in plan.hotspots
        for factor in rated.factors
        if factor.name.startswith("phases.")
    )
    return dict.fromkeys(names)
