"""What a shift has to reckon with: closed roads, meetings of units, programmes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from routeplan.model.patrol import Shape, Vehicle
from routeplan.model.times import ClockWindow, DayRule


@dataclass(frozen=True)
class Closure:
    """A road that is closed on some days.

    Parameters
    ----------
    vehicles
        To whom it is closed; empty means to all.
    valid_from, valid_to, days, windows
        When, as of a `Hotspot`. Where it is closed for a part of a shift, it counts as closed
        for all of it.
    ways
        OSM ids of the ways it consists of, unless `shape` or the point says which road it is.
    lon, lat, radius_m
        A point on the road, and how far around it roads are closed: a bridge.
    edges
        In a plan: numbers of the edges that are closed, counted from 1.
    """

    id: str
    name: str
    vehicles: tuple[Vehicle, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    days: tuple[DayRule, ...] = ()
    windows: tuple[ClockWindow, ...] = ()
    reason: str = ""
    shape: Shape | None = None
    ways: tuple[int, ...] = ()
    lon: float | None = None
    lat: float | None = None
    radius_m: float = 0.0
    edges: tuple[int, ...] = ()
    row: int | None = None

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError("a closure has an id")
        if self.valid_from and self.valid_to and self.valid_from > self.valid_to:
            raise ValueError(f"{self.id}: valid_from is after valid_to")


@dataclass(frozen=True)
class MeetingPlace:
    """A place where two units may meet."""

    name: str
    lon: float
    lat: float


@dataclass(frozen=True)
class Meeting:
    """Two units meet (titik singgung): both begin within `window` at the same time and place.

    Parameters
    ----------
    minutes
        How long they are together.
    places
        Where it may be; the plan chooses one.
    """

    id: str
    name: str
    units: tuple[str, str]
    window: ClockWindow
    minutes: int
    places: tuple[MeetingPlace, ...]

    def __post_init__(self) -> None:
        if self.units[0] == self.units[1] or self.minutes <= 0 or not self.places:
            raise ValueError(f"{self.id}: two units meet for some minutes at a place")


@dataclass(frozen=True)
class PlanProgramme:
    """A programme that the shift works for, with its message to the public."""

    id: str
    label: str
    message: str = ""
