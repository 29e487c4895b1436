"""Which of the visits wished for of a part each stop of a plan is.

A part that is visited more than once has windows of its own for each visit, so far apart that its
gap is kept whatever moments are chosen in them: the plan tells them, and they stay as they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from routeplan.model import Part, Stop, TimeWindow
from routeplan.planning.cadence import Windows


@dataclass(frozen=True)
class PlannedVisit:
    """A visit that a unit has made, or was to make.

    Parameters
    ----------
    begin_s
        In seconds of the shift.
    """

    unit_id: str
    stop: Stop
    begin_s: int
    is_done: bool


@dataclass(frozen=True)
class Slot:
    """One of the visits wished for of a part.

    Parameters
    ----------
    id
        Of the visit.
    windows
        When it may begin in the whole shift; none where nobody can tell.
    planned
        Who has made it, or was to make it; None where it is left out.
    """

    id: str
    windows: Windows
    planned: PlannedVisit | None


def list_slots(part: Part, hours: Windows, planned: Iterable[PlannedVisit]) -> list[Slot]:
    """Return the visits wished for of a part.

    Parameters
    ----------
    hours
        When its hotspot may be visited.
    planned
        The stops of the plan at this part.
    """
    windows = _list_windows(part, hours)
    taken: dict[int, PlannedVisit] = {}
    strays = []
    for visit in sorted(planned, key=lambda visit: visit.begin_s):
        number = _find_window(windows, visit.begin_s, taken)
        if number is None:
            strays.append(visit)
        else:
            taken[number] = visit
    slots = [
        Slot(_name_visit(part, number), own, taken.get(number))
        for number, own in enumerate(windows)
    ]
    return _seat_strays(slots, strays)


def _name_visit(part: Part, number: int) -> str:
    return part.id if part.visits == 1 else f"{part.id}#{number + 1}"


def _list_windows(part: Part, hours: Windows) -> Sequence[Windows]:
    if part.visits == 1:
        return [hours]
    if len(part.windows) == part.visits:
        return part.windows
    return [()] * part.visits  # a plan of version 2.0 does not tell them


def _find_window(
    windows: Sequence[Windows], begin_s: int, taken: Mapping[int, PlannedVisit]
) -> int | None:
    for number, own in enumerate(windows):
        if number not in taken and any(begin_s in window for window in own):
            return number
    return None


def _seat_strays(slots: list[Slot], strays: Sequence[PlannedVisit]) -> list[Slot]:
    """Give visits that lie in no window one of their own: they stay when they are, or go."""
    free = [n for n, slot in enumerate(slots) if slot.planned is None]
    for visit, number in zip(strays, free, strict=False):
        moment = TimeWindow(visit.begin_s, visit.begin_s)
        slots[number] = Slot(slots[number].id, (moment,), visit)
    return slots
