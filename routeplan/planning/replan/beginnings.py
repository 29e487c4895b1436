"""What each loop begins with, whatever comes after it, as tasks of a loop problem.

What a unit has behind it becomes tasks at places of their own, added to the matrices: from each the
next is reached in exactly the time that it took. So the clock, the kilometres, the visits since
the last return and the worth of repeats go on from where they are, and nothing is put in between.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from routeplan.hotspots.risk import find_hour_factor
from routeplan.model import (
    Duty,
    Incident,
    Leg,
    Option,
    Part,
    RatedHotspot,
    Shift,
    Stop,
    TimeWindow,
    Visit,
)
from routeplan.planning.schedule import Task
from routeplan.roads.matrix import Matrix


@dataclass(frozen=True)
class Errand:
    """A unit's way to an incident: when it is there, and for how long."""

    incident: Incident
    place: int
    arrive_s: int

    @property
    def leave_s(self) -> int:
        """When it is over."""
        return self.arrive_s + 60 * self.incident.minutes


@dataclass(frozen=True, eq=False)
class Past:
    """What lies behind a unit, up to where it is free to choose.

    Parameters
    ----------
    stops, legs
        From its base on, a leg less than stops; empty where it has not left it.
    place
        Where it goes on from, as a number of the matrices.
    ready_s
        When.
    errands
        Incidents that it goes to first.
    is_over
        Whether it does nothing more.
    straight_on
        Place and second at which it would come to its next stop, or back, on the leg that it is
        on, None where it is on none.
    """

    duty: Duty
    stops: tuple[Stop, ...]
    legs: tuple[Leg, ...]
    place: int
    ready_s: int
    errands: tuple[Errand, ...] = ()
    is_over: bool = False
    straight_on: tuple[int, int] | None = None


@dataclass(frozen=True, eq=False)
class VisitNames:
    """What the visits that have been made are called and worth.

    Parameters
    ----------
    visit_ids
        By unit and second at which it began.
    """

    shift: Shift
    hotspots: Mapping[str, RatedHotspot]
    visit_ids: Mapping[tuple[str, int], str]

    def find_part(self, stop: Stop) -> tuple[RatedHotspot, Part] | None:
        """Return the hotspot and the part that a stop visits, None where it visits none."""
        rated = self.hotspots.get(stop.hotspot_id or "")
        parts = () if rated is None else rated.parts
        found = [part for part in parts if part.id == stop.part_id]
        return (rated, found[0]) if rated is not None and found else None

    def measure_worth(self, stop: Stop, rated: RatedHotspot, part: Part) -> float:
        """Return what a visit is worth by itself."""
        clock = self.shift.moment(self.begin_s(stop)).time()
        return rated.risk * part.share * find_hour_factor(rated.hours, clock)

    def begin_s(self, stop: Stop) -> int:
        """Return when a stop begins, after its waiting."""
        return self.shift.seconds(stop.depart) - stop.dwell_s


@dataclass
class Beginnings:
    """The tasks that loops begin with, and the matrices with the places of these tasks.

    Parameters
    ----------
    matrices
        By profile, as they are without these tasks.
    """

    matrices: Mapping[str, Matrix]
    names: VisitNames
    visits: list[Visit] = field(default_factory=list)
    _links: list[tuple[str, int, int, int, int]] = field(default_factory=list)
    _stand_ins: list[int] = field(default_factory=list)

    def add(self, past: Past) -> None:
        """Add what lies behind a unit."""
        unit_id, duty = past.duty.unit_id, past.duty
        place, left_s = duty.place, 0
        if past.stops:
            left_s = self.names.shift.seconds(past.stops[0].depart)
        round_from = max((n for n, stop in enumerate(past.stops) if stop.kind == "base"), default=0)
        for number, (stop, leg) in enumerate(zip(past.stops[1:], past.legs, strict=True), 1):
            own = self._add_place(past.place)
            begin_s = self.names.begin_s(stop)
            self._links.append((duty.profile, place, own, begin_s - left_s, leg.metres))
            is_last = number == len(past.legs)
            free = duty.place if past.is_over else past.place
            option = Option(
                entry=own,
                exit=free if is_last and not past.errands else own,
                window=TimeWindow(begin_s, begin_s),
                service_s=(past.ready_s if is_last else self._depart_s(stop)) - begin_s,
                worth=0.0,
                units=frozenset({unit_id}),
                metres=0 if stop.drive is None else stop.drive.metres,
            )
            self._add_visit(stop, option, f"{unit_id}:{number}", counts=number > round_from)
            place, left_s = own, self._depart_s(stop)
        self._add_errands(past, place if past.stops[1:] else None)
        if past.straight_on is not None:
            to, at_s = past.straight_on
            self._links.append((duty.profile, past.place, to, at_s - past.ready_s, -1))

    def _add_errands(self, past: Past, behind: int | None) -> None:
        """Add the way to incidents, from place to place."""
        for number, errand in enumerate(past.errands):
            option = Option(
                entry=errand.place,
                exit=errand.place,
                window=TimeWindow(errand.arrive_s, errand.arrive_s),
                service_s=errand.leave_s - errand.arrive_s,
                worth=0.0,
                units=frozenset({past.duty.unit_id}),
            )
            name = f"incident:{errand.incident.id}"
            self.visits.append(Visit(name, (option,), kind="incident", required=True, fixed=True))
            if number == 0 and behind is not None:
                # from the last of what is behind it as from where it is
                metres = int(self.matrices[past.duty.profile].metres[past.place, errand.place])
                way_s = errand.arrive_s - past.ready_s
                self._links.append((past.duty.profile, behind, errand.place, way_s, metres))

    def _add_place(self, stand_in: int) -> int:
        self._stand_ins.append(stand_in)
        first = len(next(iter(self.matrices.values())).ms)
        return first + len(self._stand_ins) - 1

    def _add_visit(self, stop: Stop, option: Option, name: str, *, counts: bool) -> None:
        """Add a stop as a task; only visits since the last return count against a limit."""
        found = self.names.find_part(stop)
        if found is None:
            self.visits.append(
                Visit(f"done:{name}", (option,), kind="done", required=True, fixed=True)
            )
            return
        rated, part = found
        unit_id = next(iter(option.units))
        option = replace(option, worth=self.names.measure_worth(stop, rated, part))
        self.visits.append(
            Visit(
                id=self.names.visit_ids[unit_id, option.window.start_s],
                options=(option,),
                kind=part.kind if counts else "done",
                hotspot_id=rated.hotspot.id if counts else None,
                part_id=part.id,
                series=part.id,
                required=True,
                category=rated.hotspot.category,
                fixed=True,
            )
        )

    def _depart_s(self, stop: Stop) -> int:
        return self.names.shift.seconds(stop.depart)

    def extend_matrices(self) -> dict[str, Matrix]:
        """Return the matrices with the places of the tasks, each like its stand-in otherwise."""
        return {name: self._extend(name, matrix) for name, matrix in self.matrices.items()}

    def _extend(self, profile: str, matrix: Matrix) -> Matrix:
        count = len(matrix.ms)
        like = np.array([*range(count), *self._stand_ins], dtype=np.int64)
        ms, mm = (table[np.ix_(like, like)].copy() for table in (matrix.ms, matrix.mm))
        for own, start, end, seconds, metres in self._links:
            if own == profile:
                ms[start, end] = 1000 * seconds
                if metres >= 0:
                    mm[start, end] = 1000 * metres
        return Matrix(ms, mm)


def list_tasks(visits: Sequence[Visit], unit_id: str) -> tuple[Task, ...]:
    """Return the tasks that the loop of a unit begins with."""
    return tuple(
        Task(visit, visit.options[0])
        for visit in visits
        if visit.fixed and unit_id in visit.options[0].units
    )
