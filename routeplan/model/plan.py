"""The plan: what ``plan.json`` holds, field by field."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from routeplan.model.events import Closure, Meeting, PlanProgramme
from routeplan.model.patrol import RatedHotspot, Unit
from routeplan.model.replanning import Replan
from routeplan.model.times import Shift
from routeplan.model.unvisited import Detail, Unvisited

StopKind = Literal[
    "base", "dwell", "pass", "sweep", "break", "meeting", "position", "incident"
]  # fmt: skip


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
class Outline:
    """A kecamatan to which some unit's jurisdiction is limited; `boundary` is GeoJSON."""

    kecamatan: str
    boundary: dict[str, Any]


@dataclass(frozen=True)
class PlanArea:
    """The area a plan is for; `boundary` is a GeoJSON geometry."""

    id: str
    title: str
    boundary: dict[str, Any]
    kecamatan: tuple[str, ...] = ()
    outlines: tuple[Outline, ...] = ()


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

    The first and the last stop of a loop are the base (`kind` ``base``, no hotspot); a unit
    that leaves several times comes back to it in between.

    Parameters
    ----------
    kind
        ``dwell`` at a hotspot, ``pass`` along a segment of road, ``sweep`` of streets, all of
        them visits of a hotspot; ``break``, or ``meeting`` with another unit. In a plan that
        was replanned ``position`` is where a unit was when it got another way to go, and
        ``incident`` what it was sent to.
    arrive, depart
        Aware datetimes. At a stop the unit waits from `arrive` for `wait_s` where its
        window is not open yet, then dwells for `dwell_s`.
    lon, lat
        Where the hotspot, base or place of the stop is; of a pass or a sweep where it begins.
    road_lon, road_lat
        The point of the road network that the unit drives to.
    off_road_m
        Distance between the two.
    place
        Street or village, for reading.
    worth
        What the plan gains by this visit, among the others of its part.
    part_id
        Of a visit, which part of its hotspot.
    meeting_id, incident_id
        Of a meeting, and of an incident, which.
    drive
        What is driven during a pass or a sweep, from the point `road_lon`, `road_lat` on; the
        next leg begins at its end.
    """

    kind: StopKind
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
    part_id: str | None = None
    meeting_id: str | None = None
    drive: Leg | None = None
    incident_id: str | None = None

    @property
    def begin(self) -> datetime:
        """When its waiting is over; in UTC, for a zone's own clock may be put back in between."""
        return self.depart.astimezone(UTC) - timedelta(seconds=self.dwell_s)


@dataclass(frozen=True)
class Loop:
    """What one unit does: `stops` one longer than `legs`, base first and last.

    The loop of a unit that fell out ends at its position.

    Parameters
    ----------
    metres
        Of its legs and of what is driven during stops.
    driving_s
        On its legs.
    dwell_s
        At or in visits, meetings and incidents, `break_s` in breaks.
    outside_m
        Driven outside the jurisdiction of its unit; 0 where that is everywhere.
    """

    unit_id: str
    stops: tuple[Stop, ...]
    legs: tuple[Leg, ...]
    metres: int
    driving_s: int
    dwell_s: int
    waiting_s: int
    worth: float
    break_s: int = 0
    outside_m: int = 0

    def __post_init__(self) -> None:
        if len(self.stops) != len(self.legs) + 1:
            raise ValueError(f"{self.unit_id}: a loop has one stop more than legs")

    @property
    def visits(self) -> tuple[Stop, ...]:
        """The stops that visit a hotspot."""
        return tuple(stop for stop in self.stops if stop.hotspot_id is not None)

    @property
    def comes_back(self) -> bool:
        """Whether it ends at the base: a unit that falls out ends where it is."""
        return self.stops[-1].kind == "base"


@dataclass(frozen=True)
class Notice:
    """Something the reader of a plan must know; `code` is worded by `routeplan.wording`."""

    code: str
    detail: Detail = field(default_factory=dict)


@dataclass(frozen=True)
class Coverage:
    """What the plan does for one hotspot inside its area.

    Parameters
    ----------
    worth, worth_available
        What its visits gain, and what they could gain at most in this shift.
    visits, wished
        Visits made and wished for, over all its parts.
    metres, metres_available
        Length of its streets that is driven along, and of all of them; 0 for a place.
    longest_gap_s, mean_gap_s
        Longest and mean time of the shift in which nobody is there, the times before the first
        and after the last visit included.
    """

    hotspot_id: str
    worth: float
    worth_available: float
    visits: int
    wished: int
    metres: int
    metres_available: int
    longest_gap_s: int
    mean_gap_s: int


@dataclass(frozen=True)
class Wish:
    """A wished share of the visits for a category, and the share that it has; 0 to 1."""

    category: str
    wished: float
    share: float


@dataclass(frozen=True)
class Balance:
    """How even the work is: active seconds over seconds on duty of each unit.

    Parameters
    ----------
    least, most
        Of the idlest and of the busiest unit, 0 to 1.
    limit
        The distance between them that was asked for, None where none was.
    cost
        Worth that keeping the limit costs against the best plan found without it.
    """

    least: float
    most: float
    limit: float | None = None
    cost: float = 0.0


@dataclass(frozen=True)
class Totals:
    """Sums over a plan.

    Parameters
    ----------
    worth, worth_available
        What the visits gain, and what those of all hotspots inside the area could gain.
    risk_share
        The one over the other, 0 to 1.
    bound
        No plan of this shift can gain more worth than this.
    hotspots, visited
        Number of hotspots inside the plan's area, and of those visited at least once.
    stops
        Number of visits.
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
    stops: int
    bound: float
    outside_m: int = 0


@dataclass(frozen=True)
class Plan:
    """A shift's patrol plan: the content of ``plan.json``.

    Parameters
    ----------
    replans
        How it was changed while it was driven, in the order of time; none of a plan as made.
    """

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
    closures: tuple[Closure, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    programmes: tuple[PlanProgramme, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    wishes: tuple[Wish, ...] = ()
    balance: Balance | None = None
    replans: tuple[Replan, ...] = ()

    @property
    def is_sample(self) -> bool:
        """Whether it was made on an invented network."""
        return self.source.kind == "sample"

    @property
    def idle_units(self) -> tuple[Unit, ...]:
        """The units on duty that drive no loop."""
        busy = {loop.unit_id for loop in self.loops}
        return tuple(unit for unit in self.units if unit.id not in busy)
