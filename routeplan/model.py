"""The nouns of routeplan: frozen value objects that check themselves.

Coordinates are WGS 84 degrees, longitude first. A suffix names the unit of a number: ``_s``
seconds, ``_min`` minutes, ``_m`` metres, ``_kmh``. Everything from `Plan` down is what
``plan.json`` holds, field by field.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from routeplan.geo import is_lonlat

Vehicle = Literal["R4", "R2", "foot"]
VEHICLES: tuple[Vehicle, ...] = ("R4", "R2", "foot")

Level = Literal["aman", "rawan", "sangat_rawan"]
LEVELS: tuple[Level, ...] = ("aman", "rawan", "sangat_rawan")

WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
PASARAN = ("Legi", "Pahing", "Pon", "Wage", "Kliwon")

Detail = dict[str, str | int | float]


# ---------------------------------------------------------------------------------- times


@dataclass(frozen=True, slots=True)
class TimeWindow:
    """A span of whole seconds from the shift's start, both ends included."""

    start_s: int
    end_s: int

    def __post_init__(self) -> None:
        if self.start_s > self.end_s:
            raise ValueError(f"window ends ({self.end_s} s) before it starts ({self.start_s} s)")

    def __contains__(self, moment_s: int) -> bool:
        return self.start_s <= moment_s <= self.end_s

    @property
    def length_s(self) -> int:
        return self.end_s - self.start_s

    def intersect(self, other: TimeWindow) -> TimeWindow | None:
        """Return the common part, or None."""
        start, end = max(self.start_s, other.start_s), min(self.end_s, other.end_s)
        return TimeWindow(start, end) if start <= end else None


@dataclass(frozen=True, slots=True)
class ClockWindow:
    """Hours of the day; an end at or before the start lies on the next day."""

    start: time
    end: time

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"

    def on(self, day: date, zone: Any) -> tuple[datetime, datetime]:
        """Return the aware start and end of the window that begins on `day`."""
        start = datetime.combine(day, self.start, zone)
        end_day = day if self.end > self.start else day + timedelta(days=1)
        return start, datetime.combine(end_day, self.end, zone)


@dataclass(frozen=True, slots=True)
class DayRule:
    """Days on which a hotspot matters: a weekday, a market day, or both together.

    ``DayRule("Sabtu", "Legi")`` is a Saturday that is also Legi.
    """

    weekday: str | None = None
    pasaran: str | None = None

    def __post_init__(self) -> None:
        if self.weekday is None and self.pasaran is None:
            raise ValueError("a day rule names a weekday, a market day, or both")
        if self.weekday is not None and self.weekday not in WEEKDAYS:
            raise ValueError(f"unknown weekday {self.weekday!r}")
        if self.pasaran is not None and self.pasaran not in PASARAN:
            raise ValueError(f"unknown market day {self.pasaran!r}")

    def __str__(self) -> str:
        return " ".join(part for part in (self.weekday, self.pasaran) if part)


@dataclass(frozen=True)
class Shift:
    """One tour of duty.

    Parameters
    ----------
    name
        Name of the shift in the configuration, e.g. ``malam``.
    start, end
        Aware datetimes; the end after the start and at most a day later.
    briefing_min, reporting_min
        Minutes before the first departure and after the last return.
    reserve_share
        Share of the time between them left unplanned for 110 calls, 0 to below 1.
    speed_factor
        Multiplies every road speed in this shift, above 0.
    """

    name: str
    start: datetime
    end: datetime
    briefing_min: int = 15
    reporting_min: int = 15
    reserve_share: float = 0.0
    speed_factor: float = 1.0

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("shift times need a time zone")
        if not self.start < self.end <= self.start + timedelta(days=1):
            raise ValueError("a shift ends after it starts and within a day")
        if not 0 <= self.reserve_share < 1:
            raise ValueError("reserve_share is at least 0 and below 1")
        if self.briefing_min < 0 or self.reporting_min < 0 or self.speed_factor <= 0:
            raise ValueError("minutes are not negative and the speed factor is above 0")

    @property
    def date(self) -> date:
        return self.start.date()

    @property
    def length_s(self) -> int:
        return int((self.end - self.start).total_seconds())

    def seconds(self, moment: datetime) -> int:
        """Return whole seconds from the shift's start to `moment`."""
        return round((moment - self.start).total_seconds())

    def moment(self, seconds: int) -> datetime:
        """Return the aware datetime `seconds` after the shift's start."""
        return self.start + timedelta(seconds=seconds)


# ------------------------------------------------------------------- what is to be patrolled


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
        A plan that leaves it out is refused.
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
        if self.max_km is not None and self.max_km <= 0:
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
        if self.worth < 0 or self.dwell_s < 0 or not self.windows:
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


# ----------------------------------------------------------------------------------- plan


@dataclass(frozen=True)
class RoadSource:
    """Where a road network comes from.

    Parameters
    ----------
    kind
        ``real`` for OpenStreetMap data, ``sample`` for an invented network.
    origin
        File name or server.
    format
        ``overpass``, ``pbf``, ``osm``, ``graphml`` …
    osm_timestamp
        ISO 8601 moment of the OSM data, or None where the source does not say.
    clip
        Name of the area it was clipped to, or None.
    """

    kind: Literal["real", "sample"]
    origin: str
    format: str
    osm_timestamp: str | None = None
    clip: str | None = None


@dataclass(frozen=True)
class PlanSource:
    """The network a plan was made on."""

    network: str
    digest: str
    kind: Literal["real", "sample"]
    origin: str
    osm_timestamp: str | None = None
    not_honoured: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlanArea:
    """The area a plan is for; `boundary` is a GeoJSON geometry."""

    id: str
    title: str
    boundary: dict[str, Any]
    kecamatan: tuple[str, ...] = ()


@dataclass(frozen=True)
class Leg:
    """The drive from one stop of a loop to the next.

    Parameters
    ----------
    metres, seconds
        Rounded up once from the network's millimetres and milliseconds.
    streets
        Names of the streets in order, repeated neighbours merged; unnamed ones left out.
    villages
        Villages driven through, as "Jarit, Candipuro", in order.
    geometry
        Longitude and latitude of every point of the way driven.
    edges
        Numbers of the network's edges in order, counted from 1; negative against the
        direction they are stored in. First and last may be driven in part.
    """

    metres: int
    seconds: int
    streets: tuple[str, ...]
    villages: tuple[str, ...]
    geometry: tuple[tuple[float, float], ...]
    edges: tuple[int, ...]


@dataclass(frozen=True)
class Stop:
    """A place of a loop with its clock times.

    The first and the last stop of a loop are the base (`kind` ``base``, no hotspot).

    Parameters
    ----------
    arrive, depart
        Aware datetimes. At a stop the unit waits from `arrive` for `wait_s` where its
        window is not open yet, then dwells for `dwell_s`.
    lon, lat
        Where the hotspot or base is.
    road_lon, road_lat
        The point of the road network that the unit drives to.
    off_road_m
        Distance between the two.
    place
        Street or village, for reading.
    """

    kind: Literal["base", "dwell"]
    hotspot_id: str | None
    name: str
    arrive: datetime
    depart: datetime
    wait_s: int
    dwell_s: int
    lon: float
    lat: float
    road_lon: float
    road_lat: float
    off_road_m: int
    place: str
    worth: float = 0.0


@dataclass(frozen=True)
class Loop:
    """What one unit does: `stops` one longer than `legs`, base first and last."""

    unit_id: str
    stops: tuple[Stop, ...]
    legs: tuple[Leg, ...]
    metres: int
    driving_s: int
    dwell_s: int
    waiting_s: int
    worth: float

    def __post_init__(self) -> None:
        if len(self.stops) != len(self.legs) + 1:
            raise ValueError(f"{self.unit_id}: a loop has one stop more than legs")

    @property
    def visits(self) -> tuple[Stop, ...]:
        """The stops that are not the base."""
        return tuple(stop for stop in self.stops if stop.hotspot_id is not None)


Reason = Literal[
    "outside_area",
    "no_road",
    "vehicle_cannot_reach",
    "outside_jurisdiction",
    "window_closed",
    "not_on_date",
    "no_worth",
    "no_time",
]


@dataclass(frozen=True)
class Unvisited:
    """A hotspot that the plan leaves out, and why; `detail` holds the figures of the reason.

    ============================  =====================================================
    reason                        detail
    ============================  =====================================================
    outside_area                  ``area``: title of the area
    no_road                       ``distance_m`` to the nearest usable road, ``limit_m``
    vehicle_cannot_reach          ``vehicles``: those on shift
    outside_jurisdiction          ``kecamatan``
    window_closed                 ``windows``: as the user wrote them
    not_on_date                   ``rule``: days or validity that exclude the date
    no_worth                      (empty) its risk is 0
    no_time                       ``missing_s``: seconds missing in the loop with the
                                  cheapest insertion, ``unit``: whose loop that is
    ============================  =====================================================
    """

    hotspot_id: str
    reason: Reason
    detail: Detail = field(default_factory=dict)


@dataclass(frozen=True)
class Notice:
    """Something the reader of a plan must know; `code` is worded by `routeplan.wording`."""

    code: str
    detail: Detail = field(default_factory=dict)


@dataclass(frozen=True)
class Totals:
    """Sums over a plan; `risk_share` is the worth visited over the worth of all hotspots."""

    worth: float
    worth_available: float
    risk_share: float
    hotspots: int
    visited: int
    metres: int
    driving_s: int
    dwell_s: int
    waiting_s: int


@dataclass(frozen=True)
class Plan:
    """A shift's patrol plan: the content of ``plan.json``."""

    schema_version: str
    source: PlanSource
    area: PlanArea
    shift: Shift
    zone: str
    seed: int
    config: dict[str, Any]
    units: tuple[Unit, ...]
    hotspots: tuple[RatedHotspot, ...]
    loops: tuple[Loop, ...]
    unvisited: tuple[Unvisited, ...]
    totals: Totals
    notices: tuple[Notice, ...] = ()

    @property
    def is_sample(self) -> bool:
        return self.source.kind == "sample"
