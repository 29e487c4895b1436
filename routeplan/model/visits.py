"""What the planner puts in order: visits, the ways to make them, and what units may do."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from routeplan.model.times import TimeWindow

VisitKind = Literal["dwell", "pass", "sweep", "break", "meeting", "base", "incident", "done"]


@dataclass(frozen=True, slots=True)
class Option:
    """One way to make a visit.

    Parameters
    ----------
    entry, exit
        Rows and columns of the matrices: where it begins and where it ends.
    window
        When it may begin.
    service_s
        Seconds from its beginning to its end.
    worth
        What the plan gains by it, at least 0.
    units
        Ids of the units that may do it.
    metres
        Driven within it.
    edges
        Driven within it, as in `routeplan.model.Leg`.
    candidate
        Of a meeting: number of the place and minute; both units choose the same.
    """

    entry: int
    exit: int
    window: TimeWindow
    service_s: int
    worth: float
    units: frozenset[str]
    metres: int = 0
    edges: tuple[int, ...] = ()
    candidate: int | None = None

    def __post_init__(self) -> None:
        if not self.worth >= 0 or self.service_s < 0 or self.metres < 0:
            raise ValueError("worth, seconds and metres of an option are not negative")


@dataclass(frozen=True)
class Visit:
    """Something a unit could do; it is done in one of its `options`, or not at all.

    Parameters
    ----------
    id
        Unique among the visits of a plan.
    hotspot_id, part_id
        What of which hotspot is visited, None for breaks and meetings.
    series
        Visits of one series repeat each other: the k-th worthiest of those made counts
        ``decay ** (k - 1)`` of its worth (`LoopProblem.decay`).
    required
        A plan without it is refused; a break only where its unit leaves the base.
    meeting
        Id of the meeting whose other half the other unit does, or None.
    category
        Of its hotspot, for wished shares.
    fixed
        Its unit has done it, is about it, or does it first of all: its loop begins with it. Such
        visits are required, have one option of one unit, and those of a unit are in order. Of
        kind ``done`` is what counts neither as a visit of a hotspot nor as a return any more.
    """

    id: str
    options: tuple[Option, ...]
    kind: VisitKind = "dwell"
    hotspot_id: str | None = None
    part_id: str | None = None
    series: str = ""
    required: bool = False
    meeting: str | None = None
    category: str = ""
    fixed: bool = False

    def __post_init__(self) -> None:
        if not self.options:
            raise ValueError(f"{self.id}: a visit can be made in one way at least")
        if self.fixed and not (self.required and len(self.options) == len(self.units) == 1):
            raise ValueError(f"{self.id}: what is fixed is required, and of one unit in one way")

    @cached_property
    def units(self) -> frozenset[str]:
        """Ids of the units that may make it in some way."""
        return frozenset[str]().union(*(option.units for option in self.options))

    @cached_property
    def worth(self) -> float:
        """What it is worth in the best way."""
        return max(option.worth for option in self.options)


@dataclass(frozen=True)
class Duty:
    """What a unit may do in this shift.

    Parameters
    ----------
    profile
        Key of the matrices that it drives by.
    place
        Row and column of its base in the matrices.
    window
        Earliest departure and latest return.
    max_loop_s
        Most seconds from the first departure to the last return, the reserve taken off.
    max_loop_m
        Most metres in the shift, or None.
    loops, max_stops
        At most `loops` times out and back, with at most `max_stops` visits of hotspots each.
    """

    unit_id: str
    profile: str
    place: int
    window: TimeWindow
    max_loop_s: int
    max_loop_m: int | None = None
    loops: int = 1
    max_stops: int | None = None
