"""Breaks and meetings that are still due, and those that can no longer be kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from routeplan.model import Duty, Meeting, Shift, Stop, TimeWindow, Unit, Visit
from routeplan.planning.commitments import open_duty
from routeplan.planning.obligations import OnDuty, list_moments, make_option
from routeplan.planning.places import PlaceTable, Reach
from routeplan.planning.replan.standing import Standing
from routeplan.planning.schedule import Roads, Task
from routeplan.planning.windows import cut_windows, find_clock_windows


@dataclass(frozen=True, eq=False)
class Due:
    """What units owe beside their hotspots.

    Parameters
    ----------
    visits
        Breaks and halves of meetings that may be kept.
    lost
        Those that cannot be, whatever the units do.
    """

    visits: tuple[Visit, ...]
    lost: tuple[Visit, ...]


def name_break(unit: Unit, number: int) -> str:
    """Return the id of a break, counted from 1."""
    return f"break:{unit.id}:{number}"


def find_taken(unit: Unit, stops: Iterable[Stop], shift: Shift, on_duty: OnDuty) -> dict[int, Stop]:
    """Return which of a unit's breaks some stops are, by number."""
    taken: dict[int, Stop] = {}
    for stop in stops:
        if stop.kind != "break":
            continue
        begin_s = shift.seconds(stop.depart) - stop.dwell_s
        for number, rest in enumerate(unit.breaks, 1):
            windows = find_clock_windows([rest.window], shift, on_duty.zone)
            is_then = any(begin_s in window for window in windows)
            if number not in taken and is_then and stop.dwell_s == 60 * rest.minutes:
                taken[number] = stop
                break
    return taken


@dataclass(frozen=True, eq=False)
class DutyFinder:
    """Finds breaks and meetings that are still due.

    Parameters
    ----------
    on_duty
        The units that can still do something, with their duties of the whole shift.
    """

    on_duty: OnDuty
    now_s: int
    seed: int
    table: PlaceTable

    # ----------------------------------------------------------------------------------- breaks

    def find_breaks(self, standings: Sequence[Standing], reach: Reach) -> Due:
        """Return the breaks that units have not taken."""
        by_unit = {standing.unit.id: standing for standing in standings}
        due, lost = list[Visit](), list[Visit]()
        for unit, duty in zip(self.on_duty.units, self.on_duty.duties, strict=True):
            stops = by_unit[unit.id].stops
            taken = find_taken(unit, stops, self.on_duty.shift, self.on_duty)
            for number, rest in enumerate(unit.breaks, 1):
                windows = self.on_duty.find_beginnings(rest.window, rest.minutes, [duty])
                if number in taken or not windows:
                    continue
                place = self._locate(unit, number, duty)
                left = cut_windows(windows, TimeWindow(self.now_s, self._end_s))
                options = tuple(
                    make_option(place, window, rest.minutes, unit.id) for window in left or windows
                )
                visit = Visit(name_break(unit, number), options, kind="break", required=True)
                is_open = bool(left) and reach.reaches(duty.profile, place)
                (due if is_open else lost).append(visit)
        return Due(tuple(due), tuple(lost))

    def _locate(self, unit: Unit, number: int, duty: Duty) -> int:
        rest = unit.breaks[number - 1]
        if rest.lon is None or rest.lat is None:
            return duty.place
        return self.table.add_point(rest.lon, rest.lat)

    @property
    def _end_s(self) -> int:
        return max(self.on_duty.shift.length_s, self.now_s)

    # --------------------------------------------------------------------------------- meetings

    def find_meetings(
        self, meetings: Iterable[Meeting], standings: Sequence[Standing], reach: Reach
    ) -> Due:
        """Return the halves of the meetings that have not been held."""
        duty_of = {duty.unit_id: duty for duty in self.on_duty.duties}
        came = Counter(stop.meeting_id for standing in standings for stop in standing.stops)
        due, lost = list[Visit](), list[Visit]()
        for meeting in meetings:
            if came[meeting.id] == len(meeting.units):
                continue
            duties = [duty_of[unit_id] for unit_id in meeting.units if unit_id in duty_of]
            candidates: list[tuple[int, int]] = []
            # where one unit has been there alone, it does not come again
            if len(duties) == len(meeting.units) and not came[meeting.id]:
                candidates = self._list_candidates(meeting, duties, standings, reach)
            if candidates:
                due += [_make_half(meeting, duty.unit_id, candidates) for duty in duties]
            else:
                lost += [_make_half(meeting, unit_id, [(0, 0)]) for unit_id in meeting.units[:1]]
        return Due(tuple(due), tuple(lost))

    def _list_candidates(
        self, meeting: Meeting, duties: Sequence[Duty], standings: Sequence[Standing], reach: Reach
    ) -> list[tuple[int, int]]:
        """Return the places and moments at which a meeting may be: first of all as planned."""
        windows = self.on_duty.find_beginnings(meeting.window, meeting.minutes, duties)
        left = cut_windows(windows, TimeWindow(self.now_s, self._end_s))
        numbers = {
            (place.lon, place.lat): self.table.add_point(place.lon, place.lat)
            for place in meeting.places
        }
        shift = self.on_duty.shift
        planned = [
            (numbers[stop.lon, stop.lat], shift.seconds(stop.depart) - stop.dwell_s)
            for standing in standings
            for stop in standing.ahead
            if stop.meeting_id == meeting.id and (stop.lon, stop.lat) in numbers
        ]
        others = [
            (place, moment_s)
            for place in dict.fromkeys(numbers.values())
            for window in left
            for moment_s in list_moments(window, f"{meeting.id}:{place}", self.seed)
        ]
        return [
            (place, moment_s)
            for place, moment_s in dict.fromkeys([*planned, *others])
            if all(reach.reaches(duty.profile, place) for duty in duties)
            and any(moment_s in window for window in left)
        ]


def _make_half(meeting: Meeting, unit_id: str, candidates: Sequence[tuple[int, int]]) -> Visit:
    return Visit(
        id=f"meeting:{meeting.id}:{unit_id}",
        kind="meeting",
        required=True,
        meeting=meeting.id,
        options=tuple(
            make_option(place, TimeWindow(moment_s, moment_s), meeting.minutes, unit_id, number)
            for number, (place, moment_s) in enumerate(candidates)
        ),
    )


def part_breaks(
    breaks: Iterable[Visit], duty: Duty, begun: Sequence[Task], roads: Roads
) -> tuple[list[Visit], list[Visit]]:
    """Return which breaks a unit can keep at least if it does nothing else, and which it cannot."""
    kept, lost = list[Visit](), list[Visit]()
    for visit in breaks:
        if open_duty(duty, [*kept, visit], roads, begun=begun) is None:
            lost.append(visit)
        else:
            kept.append(visit)
    return kept, lost
