"""What became of a plan, as recorded tracks tell: the content of ``evaluation.json``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from routeplan.geo import is_lonlat
from routeplan.model.plan import Notice, PlanSource, StopKind
from routeplan.model.recordings import Recording, RecordingGap
from routeplan.model.times import Shift

StopState = Literal["visited", "late", "short", "missed", "no_recording"]
MeetingState = Literal["held", "late", "short", "missed", "no_recording"]

# States of a stop that was made, and of one that somebody can judge at all.
MADE: frozenset[str] = frozenset({"visited", "late", "short"})


@dataclass(frozen=True)
class StopResult:
    """What became of a planned stop.

    Parameters
    ----------
    number
        Its place among the stops of its loop, the base at the start being 0.
    planned_begin, planned_end
        When it was to begin, its waiting over, and when to be left.
    planned_s
        Seconds to be spent there.
    state
        ``late`` or ``short`` where `late` or `short` says so; of a stop that is both the latter.
        ``no_recording``: nothing was recorded when it was due, so nobody knows.
    begin, end
        When the unit was there, None where it was not.
    dwell_s
        Seconds spent there, of a pass or a sweep driving its streets.
    late_s
        Seconds after the planned beginning, negative where earlier; None where it was not there.
    metres, driven_m
        Length of the streets of a pass or a sweep, and how much of it was driven.
    nearest_m
        How near the unit came to a stop that it missed, None where that is not known.
    """

    number: int
    kind: StopKind
    name: str
    place: str
    lon: float
    lat: float
    planned_begin: datetime
    planned_end: datetime
    planned_s: int
    state: StopState
    hotspot_id: str | None = None
    part_id: str | None = None
    meeting_id: str | None = None
    late: bool = False
    short: bool = False
    begin: datetime | None = None
    end: datetime | None = None
    dwell_s: int = 0
    late_s: int | None = None
    metres: int = 0
    driven_m: int = 0
    nearest_m: int | None = None

    def __post_init__(self) -> None:
        made = self.state in MADE
        if made != (self.begin is not None) or made != (self.end is not None):
            raise ValueError(f"{self.name}: a stop that was made has its times, no other has")
        if made != (self.late_s is not None):
            raise ValueError(f"{self.name}: a stop that was made is early, late or in time")
        told = "short" if self.short else "late" if self.late else "visited"
        if made and self.state != told:
            raise ValueError(f"{self.name}: it is {told}, not {self.state}")

    @property
    def is_made(self) -> bool:
        """Whether the unit was there at all."""
        return self.state in MADE

    @property
    def share(self) -> float:
        """Of the seconds planned those spent, of streets the metres driven; at most 1."""
        done, asked = (
            (self.driven_m, self.metres) if self.metres else (self.dwell_s, self.planned_s)
        )
        return min(done / asked, 1.0) if asked else 1.0


@dataclass(frozen=True)
class UnplannedStop:
    """A stay that the unit's plan does not have.

    Parameters
    ----------
    place
        Street or village.
    hotspot_id
        The hotspot of the plan that it was at; None elsewhere.
    nearest_id, nearest_m
        The nearest hotspot, if any, and how far it was.
    """

    begin: datetime
    end: datetime
    lon: float
    lat: float
    place: str
    hotspot_id: str | None = None
    nearest_id: str | None = None
    nearest_m: int | None = None

    def __post_init__(self) -> None:
        if self.end < self.begin or not is_lonlat(self.lon, self.lat):
            raise ValueError("a stay has a place, and ends after it begins")

    @property
    def length(self) -> timedelta:
        """How long it lasted."""
        return self.end - self.begin


@dataclass(frozen=True)
class OutsideSpell:
    """A time in which a unit was outside its jurisdiction.

    Parameters
    ----------
    metres
        Driven outside.
    farthest_m
        From the border.
    kecamatan
        Where it was, in the order of time.
    lon, lat
        Where it was farthest.
    """

    begin: datetime
    end: datetime
    metres: int
    farthest_m: int
    kecamatan: tuple[str, ...]
    lon: float
    lat: float


@dataclass(frozen=True)
class UnitResult:
    """What became of the loop of a unit.

    Parameters
    ----------
    is_recorded
        Whether any recording is its; if not, all that it did is unknown.
    planned_leave, planned_return
        From and to its base; None for a unit without a loop.
    leave, come_back
        As recorded, None where that is not known.
    planned_m, planned_driving_s, planned_outside_m
        As in `routeplan.model.Loop`, driving during passes and sweeps included.
    metres, driving_s, standing_s
        Driven, on the way, and standing anywhere, between `leave` and `come_back`.
    track
        Lines of longitude and latitude along the recording, one for each piece without a gap.
    """

    unit_id: str
    title: str
    is_recorded: bool
    planned_leave: datetime | None
    planned_return: datetime | None
    leave: datetime | None
    come_back: datetime | None
    planned_m: int
    planned_driving_s: int
    planned_outside_m: int
    metres: int
    driving_s: int
    standing_s: int
    stops: tuple[StopResult, ...]
    unplanned: tuple[UnplannedStop, ...] = ()
    outside: tuple[OutsideSpell, ...] = ()
    gaps: tuple[RecordingGap, ...] = ()
    track: tuple[tuple[tuple[float, float], ...], ...] = ()

    @property
    def outside_m(self) -> int:
        """Metres driven outside its jurisdiction."""
        return sum(spell.metres for spell in self.outside)


@dataclass(frozen=True)
class RoadResult:
    """How much of the streets of a road or an area was driven by anybody in the shift.

    Parameters
    ----------
    metres, driven_m
        Length of its streets, and of those driven.
    first, last
        When a unit drove there first and last, None where none did.
    unit_ids
        Who drove there, the one with the most metres first.
    """

    hotspot_id: str
    name: str
    metres: int
    driven_m: int
    first: datetime | None
    last: datetime | None
    unit_ids: tuple[str, ...]

    @property
    def share(self) -> float:
        """Share of the length that was driven, 0 to 1."""
        return min(self.driven_m / self.metres, 1.0) if self.metres else 0.0


@dataclass(frozen=True)
class MeetingResult:
    """Whether two units were at their meeting at once.

    Parameters
    ----------
    state
        ``late`` or ``short`` where they were together later, or for a smaller share of the
        minutes planned, than the rules allow; ``no_recording`` where one of them was not recorded.
    begin
        From when on both were there, None where they never were.
    together_s
        Seconds for which both were there.
    """

    meeting_id: str
    name: str
    unit_ids: tuple[str, ...]
    planned_begin: datetime
    planned_s: int
    state: MeetingState
    begin: datetime | None = None
    together_s: int = 0


@dataclass(frozen=True)
class EvaluatedArea:
    """Id and title of the area of the plan."""

    id: str
    title: str


@dataclass(frozen=True)
class EvaluationTotals:
    """Sums over an evaluation: numbers of planned stops by state, and of unplanned ones.

    Parameters
    ----------
    stops
        All planned stops away from the base; the states add up to it.
    units, recorded
        Units with a loop, and of those the ones with a recording.
    hotspots, visited
        Hotspots that the plan visits, and of those the ones that a unit was at, planned or not.
    metres, planned_m
        Of the units with a recording.
    """

    stops: int
    visited_stops: int
    late: int
    short: int
    missed: int
    no_recording: int
    unplanned: int
    units: int
    recorded: int
    hotspots: int
    visited: int
    metres: int
    planned_m: int


@dataclass(frozen=True)
class Evaluation:
    """What became of a plan: the content of ``evaluation.json``.

    Parameters
    ----------
    rules
        The settings ``[evaluation]`` by which it was judged.
    roads_matched
        Whether the tracks were matched with the streets of the plan's network; if not, streets
        are judged by how near the track came to the way that was planned.
    shares
        Of the parts visited by the plan: how much of their hotspots they are, above 0 to 1.
    """

    schema_version: str
    source: PlanSource
    area: EvaluatedArea
    shift: Shift
    zone: str
    rules: dict[str, Any]
    roads_matched: bool
    recordings: tuple[Recording, ...]
    units: tuple[UnitResult, ...]
    roads: tuple[RoadResult, ...]
    meetings: tuple[MeetingResult, ...]
    totals: EvaluationTotals
    shares: dict[str, float]
    notices: tuple[Notice, ...] = ()

    @property
    def is_sample(self) -> bool:
        """Whether the plan was made on an invented network."""
        return self.source.kind == "sample"
