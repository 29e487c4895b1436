"""The plan: what ``plan.json`` holds, field by field."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from routeplan.model.patrol import RatedHotspot, Unit
from routeplan.model.times import Shift

Detail = dict[str, str | int | float]


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


# Reasons that say a hotspot is no matter of this shift: even a required one may stay out.
NOT_DUE: frozenset[Reason] = frozenset({"outside_area", "window_closed", "not_on_date"})


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
                                  cheapest insertion, ``unit``: id of whose loop that
                                  is, ``missing_m``: metres missing in it, given where
                                  no seconds are
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
    """Sums over a plan.

    Parameters
    ----------
    worth, worth_available
        Risk of the hotspots visited, and of all hotspots inside the plan's area.
    risk_share
        The one over the other, 0 to 1.
    hotspots, visited
        Number of hotspots inside the plan's area, and of those visited.
    """

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
        """Whether it was made on an invented network."""
        return self.source.kind == "sample"

    @property
    def idle_units(self) -> tuple[Unit, ...]:
        """The units on duty that drive no loop."""
        busy = {loop.unit_id for loop in self.loops}
        return tuple(unit for unit in self.units if unit.id not in busy)
