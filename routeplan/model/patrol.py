"""What is to be patrolled, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from routeplan.geo import is_lonlat
from routeplan.model.times import ClockWindow, DayRule, TimeWindow

Vehicle = Literal["R4", "R2", "foot"]
VEHICLES: tuple[Vehicle, ...] = ("R4", "R2", "foot")

Level = Literal["aman", "rawan", "sangat_rawan"]
LEVELS: tuple[Level, ...] = ("aman", "rawan", "sangat_rawan")


@dataclass(frozen=True)
class Hotspot:
    """A vulnerable place (titik rawan), as read from the user's file.

    Parameters
    ----------
    id
        Unique within a file.
    lon, lat
        WGS 84 degrees.
    level
        Vulnerability of the AAP sheet.
    weight
        The user's own factor, at least 0.
    dwell_min
        Minutes a unit stays, above 0.
    windows
        Hours in which a visit may start; empty means any hour.
    days
        Any of these rules makes it a day to visit; empty means every day.
    valid_from, valid_to
        First and last date it matters, or None.
    required
        A plan that leaves it out is refused, unless it is not due in the shift at all
        (`routeplan.model.plan.NOT_DUE`).
    access
        Vehicles that can get there; empty means all.
    visits, min_gap_min, per_month, programmes
        Read and kept, not planned for yet.
    row
        Row in the file it came from, or None.
    """

    id: str
    name: str
    category: str
    lon: float
    lat: float
    level: Level = "rawan"
    weight: float = 1.0
    dwell_min: int = 12
    windows: tuple[ClockWindow, ...] = ()
    days: tuple[DayRule, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    required: bool = False
    access: tuple[Vehicle, ...] = ()
    visits: int = 1
    min_gap_min: int | None = None
    per_month: int | None = None
    programmes: tuple[str, ...] = ()
    note: str = ""
    row: int | None = None

    def __post_init__(self) -> None:
        if not self.id or not self.name:
            raise ValueError("a hotspot has an id and a name")
        if not is_lonlat(self.lon, self.lat):
            raise ValueError(f"{self.id}: ({self.lon}, {self.lat}) is no longitude and latitude")
        if self.level not in LEVELS:
            raise ValueError(f"{self.id}: unknown level {self.level!r}")
        if not 0 <= self.weight < float("inf"):
            raise ValueError(f"{self.id}: weight is at least 0")
        if self.dwell_min <= 0:
            raise ValueError(f"{self.id}: dwell_min is above 0")
        if self.valid_from and self.valid_to and self.valid_from > self.valid_to:
            raise ValueError(f"{self.id}: valid_from is after valid_to")


@dataclass(frozen=True)
class Unit:
    """A patrol unit (regu), as read from the user's file.

    Parameters
    ----------
    vehicle
        R4 car, R2 motorcycle, or foot.
    crew
        Number of officers, at least 1.
    lon, lat
        The base it leaves from and returns to.
    start, end
        Its own hours where they differ from the shift's, or None.
    jurisdiction
        Names of the kecamatan whose hotspots it may serve; empty means all.
    max_km
        Longest loop in kilometres, or None.
    """

    id: str
    name: str
    vehicle: Vehicle
    lon: float
    lat: float
    base: str = ""
    crew: int = 2
    start: time | None = None
    end: time | None = None
    jurisdiction: tuple[str, ...] = ()
    max_km: float | None = None
    row: int | None = None

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError("a unit has an id")
        if self.vehicle not in VEHICLES:
            raise ValueError(f"{self.id}: unknown vehicle {self.vehicle!r}")
        if not is_lonlat(self.lon, self.lat):
            raise ValueError(f"{self.id}: ({self.lon}, {self.lat}) is no longitude and latitude")
        if self.crew < 1:
            raise ValueError(f"{self.id}: a crew has at least one officer")
        if self.max_km is not None and not self.max_km > 0:
            raise ValueError(f"{self.id}: max_km is above 0")


@dataclass(frozen=True)
class RiskFactor:
    """One factor of a risk: where it comes from, its value and the reason given for it."""

    name: str
    value: float
    reason: str = ""


@dataclass(frozen=True)
class RatedHotspot:
    """A hotspot with its risk in this shift: the product of its factors, at least 0."""

    hotspot: Hotspot
    risk: float
    factors: tuple[RiskFactor, ...] = ()
    kecamatan: str | None = None
    village: str | None = None


@dataclass(frozen=True)
class Visit:
    """Something a unit could do: be at a place for a while.

    Parameters
    ----------
    id
        Unique among the visits of a plan; the hotspot's id where it is visited once.
    place
        Row and column of the visit in the matrices.
    worth
        What the plan gains by it, at least 0.
    windows
        When it may start; at least one, sorted and apart from each other.
    units
        Ids of the units that may do it.
    """

    id: str
    hotspot_id: str
    place: int
    worth: float
    dwell_s: int
    windows: tuple[TimeWindow, ...]
    units: frozenset[str]
    required: bool = False

    def __post_init__(self) -> None:
        if not self.worth >= 0 or self.dwell_s < 0 or not self.windows:
            raise ValueError(f"{self.id}: worth and dwell are not negative, one window at least")


@dataclass(frozen=True)
class Duty:
    """What a unit may do in this shift.

    Parameters
    ----------
    place
        Row and column of its base in the matrices.
    window
        Earliest departure and latest return.
    max_loop_s
        Longest loop, from departure to return, the reserve taken off.
    max_loop_m
        Longest loop in metres, or None.
    """

    unit_id: str
    vehicle: Vehicle
    place: int
    window: TimeWindow
    max_loop_s: int
    max_loop_m: int | None = None
