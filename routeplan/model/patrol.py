"""What is to be patrolled, and by whom."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Literal

from routeplan.geo import is_lonlat
from routeplan.model.times import ClockWindow, DayRule, TimeWindow

Vehicle = Literal["R4", "R2", "foot"]
VEHICLES: tuple[Vehicle, ...] = ("R4", "R2", "foot")

Level = Literal["aman", "rawan", "sangat_rawan"]
LEVELS: tuple[Level, ...] = ("aman", "rawan", "sangat_rawan")


@dataclass(frozen=True)
class Shape:
    """The course of a road or the extent of an area, where a hotspot is more than a point.

    Parameters
    ----------
    kind
        ``line`` drawn by the user, ``street`` by its name, ``route`` from the hotspot's position
        to another place by truck, or ``area``.
    geometry
        GeoJSON LineString or MultiLineString of a line, Polygon or MultiPolygon of an area.
    street, kecamatan
        Name of a street, and the kecamatan in which it is meant.
    to_lon, to_lat
        Where a route ends; None for the nearest trunk or primary road.
    """

    kind: Literal["line", "street", "route", "area"]
    geometry: dict[str, Any] | None = None
    street: str = ""
    kecamatan: str = ""
    to_lon: float | None = None
    to_lat: float | None = None

    def __post_init__(self) -> None:
        if self.kind in ("line", "area") and self.geometry is None:
            raise ValueError(f"the shape of a {self.kind} has a geometry")
        if self.kind == "street" and not (self.street and self.kecamatan):
            raise ValueError("a street has a name and a kecamatan")
        if (self.to_lon is None) != (self.to_lat is None):
            raise ValueError("a route ends at a longitude and a latitude")


@dataclass(frozen=True)
class Hotspot:
    """A vulnerable place (titik rawan), as read from the user's file.

    Parameters
    ----------
    id
        Unique within a file.
    lon, lat
        WGS 84 degrees; of a road or an area a place on it.
    level
        Vulnerability of the AAP sheet.
    weight
        The user's own factor, at least 0.
    dwell_min
        Minutes a unit stays, above 0; of an area the longest sweep.
    windows
        Hours in which a visit may start; empty means any hour.
    appointment
        The minute at which a visit has to begin; it is required then.
    days
        Any of these rules makes it a day to visit; empty means every day.
    valid_from, valid_to
        First and last date it matters, or None.
    required
        A plan that leaves it out is refused, unless it is not due in the shift at all
        (`routeplan.model.unvisited.NOT_DUE`).
    access
        Vehicles that can get there; empty means all.
    visits
        Visits wished for in a shift; None leaves it to the cadence of its level.
    min_gap_min
        Minutes between two visits, from departure to the beginning of the next; None for the
        configured ones.
    programmes
        Names of the programmes it belongs to, whatever its category.
    unit
        Id of the only unit that may visit it; empty means any.
    forbidden
        No unit may visit it.
    shape
        Its course or extent, None for a point.
    both_directions
        Whether a road has to be driven in both directions.
    per_month
        Least visits in 28 days of a roster; of no account in a single shift.
    waived
        It is required, but a roster found no way to keep that in this shift.
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
    visits: int | None = None
    min_gap_min: int | None = None
    per_month: int | None = None
    programmes: tuple[str, ...] = ()
    note: str = ""
    row: int | None = None
    appointment: time | None = None
    unit: str = ""
    forbidden: bool = False
    shape: Shape | None = None
    both_directions: bool = False
    waived: bool = False

    @property
    def is_required(self) -> bool:
        """Whether it is required, by itself or because of its appointment."""
        is_asked = self.required or self.appointment is not None
        return is_asked and not self.forbidden and not self.waived

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
class Break:
    """A rest of a unit: `minutes` that begin within `window`, at a place or at the base.

    Parameters
    ----------
    place
        Name of the place; empty for the base.
    lon, lat
        Where it is, None for the base.
    """

    window: ClockWindow
    minutes: int
    place: str = ""
    lon: float | None = None
    lat: float | None = None

    def __post_init__(self) -> None:
        if self.minutes <= 0:
            raise ValueError("a break takes more than no time")
        if (self.lon is None) != (self.lat is None):
            raise ValueError("a break is at a longitude and a latitude, or at the base")


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
        Most kilometres in the shift, or None.
    latest_return
        Back at its base by then, where that is before its report is due; or None.
    breaks
        Rests it has to take if it leaves its base at all.
    loops, max_stops
        It comes back to its base after at most `max_stops` visits, and leaves at most `loops`
        times; `max_stops` of None means no limit.
    strict
        Whether it may not even drive outside its jurisdiction.
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
    latest_return: time | None = None
    breaks: tuple[Break, ...] = ()
    loops: int = 1
    max_stops: int | None = None
    strict: bool = False

    @property
    def title(self) -> str:
        """What it is called: its name, else its id."""
        return self.name or self.id

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError("a unit has an id")
        if self.loops < 1 or (self.max_stops is not None and self.max_stops < 1):
            raise ValueError(f"{self.id}: at least one loop, at least one stop in each")
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
class HourFactor:
    """What the worth of a visit that begins within `window` is multiplied by, at least 0."""

    window: ClockWindow
    factor: float
    reason: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.factor < float("inf"):
            raise ValueError("an hour's factor is at least 0")


@dataclass(frozen=True)
class Part:
    """What of a hotspot is visited at a time: the place itself, a segment of road, a sweep.

    Parameters
    ----------
    id
        The hotspot's id where it has one part, else that with the number of the part,
        e.g. ``H3/2``.
    share
        Of the hotspot's worth, above 0; the shares of its parts sum to 1 at most (less where some
        of it has no road).
    visits
        How many visits the shift wishes for, at least 1.
    metres
        Length of its streets, 0 for a place.
    from_m, to_m
        Where a segment begins and ends along the course of its hotspot.
    edges
        Of a segment the edges from its one end to the other, as in `routeplan.model.Leg`; of a
        sweep the streets it covers, in no direction.
    windows
        Where several visits are wished for, the seconds of the shift within which each of them
        begins, so far apart that they keep their gap; empty for the hours of the hotspot.
    walk
        Of a sweep the edges of a closed walk that covers its streets in time, as in
        `routeplan.model.Leg`.
    """

    id: str
    kind: Literal["dwell", "pass", "sweep"] = "dwell"
    share: float = 1.0
    visits: int = 1
    metres: int = 0
    from_m: int = 0
    to_m: int = 0
    edges: tuple[int, ...] = ()
    windows: tuple[tuple[TimeWindow, ...], ...] = ()
    walk: tuple[int, ...] = ()


@dataclass(frozen=True)
class RatedHotspot:
    """A hotspot with its risk in this shift: the product of its factors, at least 0.

    Parameters
    ----------
    hours
        Factors by the hour at which a visit begins; the first that holds counts, else 1.
    parts
        What is visited of it; empty where it cannot be visited at all.
    worth
        The most that visits of this shift could gain by it.
    form, programmes
        How it is visited in this shift, and the programmes that it is visited for.
    days_since_visit
        Full days from the shift of its last visit to this one, at least 0; None where the history
        knows of no visit, or none is in use.
    """

    hotspot: Hotspot
    risk: float
    factors: tuple[RiskFactor, ...] = ()
    kecamatan: str | None = None
    village: str | None = None
    hours: tuple[HourFactor, ...] = ()
    parts: tuple[Part, ...] = ()
    worth: float = 0.0
    form: str = ""
    programmes: tuple[str, ...] = ()
    days_since_visit: int | None = None

    def find_share(self, part_id: str | None) -> float | None:
        """Return the share of a part in all parts, above 0 to 1; None where it is none of them.

        Of a road half of which nobody can drive, a part may be all of what can be visited.
        """
        total = math.fsum(part.share for part in self.parts)
        found = next((part.share for part in self.parts if part.id == part_id), 0.0)
        return min(1.0, found / total) if found > 0 else None
