"""What can be configured; every key is documented with its unit in ``defaults.toml``."""

from __future__ import annotations

import re
from dataclasses import field
from datetime import date
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from annotated_types import Ge, Gt, Le, Lt, MinLen
from pydantic import AfterValidator, AllowInfNan, ConfigDict, StringConstraints
from pydantic.dataclasses import dataclass as checked
from pydantic_core import PydanticCustomError

from routeplan.config.days import parse_days_off
from routeplan.model import ClockWindow, Level, Vehicle

# Longer stays are taken for a slip of the pen: half an ordinary shift.
LONGEST_STAY_MIN = 240

STRICT = ConfigDict(extra="forbid")


def _check_day(text: str) -> str:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("day", "not a date") from None
    return text


def _parse_windows(text: str) -> tuple[ClockWindow, ...]:
    return tuple(ClockWindow.parse(part) for part in text.split(";"))


def _check_windows(text: str) -> str:
    try:
        _parse_windows(text)
    except ValueError:
        raise PydanticCustomError("windows", "not windows") from None
    return text


def _check_window(text: str) -> str:
    try:
        ClockWindow.parse(text)
    except ValueError:
        raise PydanticCustomError("window", "not a window") from None
    return text


def _fold_name(name: str) -> str:
    """Return `name` without case, spaces, hyphens and underscores."""
    return re.sub(r"[\W_]+", "", name).casefold()


def _check_days_off(text: str) -> str:
    try:
        parse_days_off(text)
    except ValueError:
        raise PydanticCustomError("days_off", "not days") from None
    return text


Form = Literal["dialogis", "pemantauan", "penyisiran", "melintas"]
Day = Annotated[str, AfterValidator(_check_day)]
DaysOff = Annotated[str, AfterValidator(_check_days_off)]
Name = Annotated[str, StringConstraints(min_length=1)]
Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Window = Annotated[str, AfterValidator(_check_window)]
Windows = Annotated[str, AfterValidator(_check_windows)]
Positive = Annotated[float, Gt(0), AllowInfNan(False)]
NotNegative = Annotated[float, Ge(0), AllowInfNan(False)]
Kmh = Annotated[float, Ge(0.5), Le(200)]
SpeedFactor = Annotated[float, Ge(0.1), Le(10)]
Share = Annotated[float, Ge(0), Lt(1)]
Minutes = Annotated[int, Ge(0), Le(1440)]
Stay = Annotated[int, Gt(0), Le(LONGEST_STAY_MIN)]
Count = Annotated[int, Gt(0)]


@checked(frozen=True, config=STRICT)
class PlanRule:
    """What to plan where the command line does not say."""

    shift: str
    seed: Annotated[int, Ge(0), Le(2**63 - 1)]
    district: str | None = None
    network: str | None = None
    hotspots: str | None = None
    units: str | None = None
    closures: str | None = None
    calendar: str | None = None
    history: str | None = None
    programmes: tuple[str, ...] = ()


@checked(frozen=True, config=STRICT)
class ShiftRule:
    """Hours and margins of a shift."""

    start: Clock
    end: Clock
    briefing_min: Minutes = 15
    reporting_min: Minutes = 15
    reserve_share: Share = 0.15
    speed_factor: SpeedFactor = 1.0


@checked(frozen=True, config=STRICT)
class LevelRule:
    """Factor of a vulnerability level, and how often its places are visited."""

    factor: NotNegative
    reason: str = ""
    cadence_min: Count | None = None


@checked(frozen=True, config=STRICT)
class HourRule:
    """What the worth of a visit that begins within some hours is multiplied by."""

    windows: Windows
    factor: NotNegative
    reason: str = ""

    @property
    def clock_windows(self) -> tuple[ClockWindow, ...]:
        """The hours."""
        return _parse_windows(self.windows)


@checked(frozen=True, config=STRICT)
class CategoryRule:
    """Worth and manner of a visit to a category of hotspots."""

    label: str
    base: NotNegative
    dwell_min: Stay = 12
    form: Form = "pemantauan"
    reason: str = ""
    hours: tuple[HourRule, ...] = ()


@checked(frozen=True, config=STRICT)
class ProgrammeRule:
    """A programme of the police: what it is for, and how its places are visited."""

    label: Name
    categories: tuple[str, ...] = ()
    factor: NotNegative = 1.0
    others: NotNegative = 1.0
    dwell_min: Stay | None = None
    form: Form | None = None
    message: str = ""
    reason: str = ""


@checked(frozen=True, config=STRICT)
class PhaseRule:
    """A period that raises or lowers categories; the same as a row of a calendar file."""

    name: Name
    valid_from: Day
    valid_to: Day
    categories: Annotated[tuple[str, ...], MinLen(1)]
    factor: NotNegative
    reason: str = ""
    source: str = ""


@checked(frozen=True, config=STRICT)
class MeetingRule:
    """Two units meet at one of some places: names of places, or "lat, lon"."""

    units: tuple[str, str]
    window: Window
    places: Annotated[tuple[str, ...], MinLen(1)]
    minutes: Stay = 10
    name: str = ""

    @property
    def clock_window(self) -> ClockWindow:
        """The hours within which they begin."""
        return ClockWindow.parse(self.window)


@checked(frozen=True, config=STRICT)
class VisitRule:
    """How visits are repeated, and how roads and areas are cut into parts."""

    decay: Annotated[float, Gt(0), Le(1)]
    min_gap_min: Count
    narrowest_min: Count
    segment_m: Positive
    line_tolerance_m: Positive
    closure_m: Positive
    most_sweeps: Count
    sweep_min: Stay
    patrol_kmh: dict[Vehicle, Kmh]


@checked(frozen=True, config=STRICT)
class RecencyRule:
    """What the risk is multiplied by from so many full days after the last visit on."""

    days: Annotated[int, Ge(0)]
    factor: NotNegative
    reason: str = ""


@checked(frozen=True, config=STRICT)
class NeverRule:
    """What the risk is multiplied by where the history knows of no visit."""

    factor: NotNegative = 1.0
    reason: str = ""


@checked(frozen=True, config=STRICT)
class HistoryRule:
    """How visits made earlier count; without rows of `recency` they do not."""

    recency: tuple[RecencyRule, ...] = ()
    never: NeverRule = field(default_factory=NeverRule)


@checked(frozen=True, config=STRICT)
class FairnessRule:
    """How far the busiest and the idlest unit may lie apart, and wished shares of categories."""

    limit: Annotated[float, Gt(0), Le(1)] | None = None
    wishes: dict[str, Annotated[float, Gt(0), Le(1)]] = field(default_factory=dict)


@checked(frozen=True, config=STRICT)
class ProfileRule:
    """Speeds of a vehicle by OSM highway class."""

    speeds_kmh: dict[str, Kmh]
    only_if_tagged: tuple[str, ...] = ()


@checked(frozen=True, config=STRICT)
class SnapRule:
    """Distances in metres between a place and its road."""

    warn_m: NotNegative
    refuse_m: Positive


@checked(frozen=True, config=STRICT)
class SolverRule:
    """Limits and settings of the optimiser; `iterations` wins over `seconds`."""

    seconds: Positive
    restarts: Count
    iterations: Count | None = None
    processes: Count = 1


@checked(frozen=True, config=STRICT)
class EvaluationRule:
    """When a recorded track has made a stop, driven a road, or left a jurisdiction."""

    radius_m: Annotated[float, Ge(20), Le(1000)] = 75.0
    least_stop_min: Minutes = 3
    late_min: Minutes = 10
    short_share: Annotated[float, Gt(0), Le(1)] = 0.8
    covered_share: Annotated[float, Gt(0), Le(1)] = 0.75
    missed_share: Share = 0.2
    unplanned_min: Count = 5
    gap_min: Count = 3
    indoor_min: Minutes = 30
    outside_m: NotNegative = 400.0
    outside_min: Minutes = 2
    accuracy_m: Positive = 100.0
    fastest_kmh: Positive = 180.0


@checked(frozen=True, config=STRICT)
class RosterUnitRule:
    """When a unit of a roster works."""

    days_off: tuple[DaysOff, ...] = ()
    shifts: tuple[str, ...] = ()


@checked(frozen=True, config=STRICT)
class RosterRule:
    """Who works when, and from how many plans each shift is drawn."""

    rest_h: Annotated[float, Ge(0), Le(48)] = 12.0
    most_per_week: Annotated[int, Ge(1), Le(14)] = 6
    per_month: Annotated[int, Ge(0)] = 1
    epsilon: Annotated[float, Gt(0), Lt(1)] = 0.04
    plans: Count = 12
    iterations: Count = 3000
    likeliest: Annotated[float, Gt(0), Le(1)] = 0.4
    shifts: tuple[str, ...] = ()
    least_units: dict[str, Count] = field(default_factory=dict)
    units: dict[str, RosterUnitRule] = field(default_factory=dict)


@checked(frozen=True, config=STRICT)
class ReplanRule:
    """How a plan is changed while its shift is under way."""

    moved_share: NotNegative = 0.5
    least_stay_share: Share = 0.5
    iterations: Count = 4000


@checked(frozen=True, config=STRICT)
class FetchRule:
    """How answers are got from Overpass servers."""

    servers: Annotated[tuple[str, ...], MinLen(1)]
    timeout_s: Positive
    tile_deg: Positive
    attempts: Count
    longest_wait_s: Positive


@checked(frozen=True, config=STRICT)
class SignerRule:
    """Who signs a paper; what is empty stays a line to write on."""

    position: str = ""
    name: str = ""
    rank: str = ""
    service_number: str = ""


@checked(frozen=True, config=STRICT)
class PaperRule:
    """What the papers say beside the plan; what is empty stays a line to write on."""

    letterhead: tuple[str, ...] = ()
    city: str = ""
    order_number: str = ""
    order_date: Day | None = None
    legal_basis: tuple[str, ...] = ()
    evaluation: tuple[str, ...] = ()
    prohibitions: tuple[str, ...] = ()
    message: str = ""
    call_centre: str = "110"
    acting: dict[Form, str] = field(default_factory=dict)
    crews: dict[str, tuple[str, ...]] = field(default_factory=dict)
    signer: SignerRule = field(default_factory=SignerRule)


@checked(frozen=True, config=STRICT)
class Config:
    """Everything that can be configured."""

    zone: str
    plan: PlanRule
    shifts: dict[str, ShiftRule]
    levels: dict[Level, LevelRule]
    categories: dict[str, CategoryRule]
    profiles: dict[Vehicle, ProfileRule]
    snap: SnapRule
    visits: VisitRule
    fairness: FairnessRule
    programmes: dict[str, ProgrammeRule]
    phases: tuple[PhaseRule, ...]
    meetings: tuple[MeetingRule, ...]
    solver: SolverRule
    fetch: FetchRule
    roster: RosterRule = field(default_factory=RosterRule)
    papers: PaperRule = field(default_factory=PaperRule)
    replan: ReplanRule = field(default_factory=ReplanRule)
    history: HistoryRule = field(default_factory=HistoryRule)
    evaluation: EvaluationRule = field(default_factory=EvaluationRule)

    @property
    def tzinfo(self) -> ZoneInfo:
        """The time zone of all clock times."""
        return ZoneInfo(self.zone)

    def find_programme(self, name: str) -> str | None:
        """Return the id of the programme that has `name` as its id or label, however written."""
        key = _fold_name(name)
        return next(
            (
                known
                for known, rule in self.programmes.items()
                if key in (_fold_name(known), _fold_name(rule.label))
            ),
            None,
        )
