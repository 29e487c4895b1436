"""The roster: many shifts in a row, what is planned in each, and what they do together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from routeplan.model.patrol import Level, Unit
from routeplan.model.plan import Notice, PlanSource
from routeplan.model.times import Shift
from routeplan.model.unvisited import Detail, Reason

Span = tuple[int, int]

# Sums of shares of thirds and the like are a little less than whole.
ROUNDING = 1e-4

# Why a monthly minimum cannot be met, beside the reasons of single shifts.
MinimumReason = Reason | Literal["too_few_chances"]


@dataclass(frozen=True)
class RosterHotspot:
    """A hotspot as all shifts of a roster know it.

    Parameters
    ----------
    per_month
        As the table says, None where it says nothing.
    chances
        By shift of the roster, how many visits its units on duty could make at most; a part of a
        road or an area counts as its share.
    """

    id: str
    name: str
    category: str
    level: Level
    lon: float
    lat: float
    kecamatan: str | None
    village: str | None
    per_month: int | None
    chances: tuple[float, ...]


@dataclass(frozen=True)
class Watch:
    """A shift of the roster and the units that work it, before it is planned."""

    shift: Shift
    units: tuple[str, ...]


@dataclass(frozen=True)
class DayOff:
    """Days on which a unit does not work, as the user wrote them."""

    unit_id: str
    days: tuple[date, ...]


@dataclass(frozen=True)
class RosterVisit:
    """A planned visit of a hotspot or of a part of one.

    Parameters
    ----------
    share
        Of the hotspot, above 0 to 1.
    begin_s, end_s
        Whole seconds from the shift's start.
    open
        Within which spans of seconds a visit of this part could have begun in this shift.
    """

    hotspot_id: str
    part_id: str
    unit_id: str
    share: float
    begin_s: int
    end_s: int
    open: tuple[Span, ...]


@dataclass(frozen=True)
class DueHotspot:
    """A hotspot that could be visited in a shift, and its risk there."""

    hotspot_id: str
    risk: float


@dataclass(frozen=True)
class RosterShift:
    """A planned shift of a roster.

    Parameters
    ----------
    plan
        Path of its plan file from the folder of the roster, with ``/``.
    digest
        SHA-256 of that file, in hexadecimal digits.
    seed
        That of its plan.
    worth, worth_available
        As of `routeplan.model.Totals`.
    best_worth
        Of the best plan that was found for this shift, with nothing else in mind.
    plans
        How many near-best plans it was drawn from.
    chance
        How likely it was to be drawn, above 0 to 1.
    most_likely
        How likely the likeliest of them was.
    visits, best_visits
        Of this plan, and of the best one.
    due
        What could be visited.
    waived
        Ids of the hotspots that are required, but could not be kept in this shift.
    metres
        Driven by all units.
    repeated_share
        Share of the streets driven, by length, that a shift of the same name drove in the last
        seven days; 0 to 1.
    """

    shift: Shift
    units: tuple[str, ...]
    plan: str
    digest: str
    seed: int
    worth: float
    worth_available: float
    best_worth: float
    plans: int
    chance: float
    most_likely: float
    visits: tuple[RosterVisit, ...]
    best_visits: tuple[RosterVisit, ...]
    due: tuple[DueHotspot, ...]
    waived: tuple[str, ...]
    metres: int
    repeated_share: float


@dataclass(frozen=True)
class Minimum:
    """How often a hotspot has to be visited in the days of a roster, and whether it can be.

    Parameters
    ----------
    needed
        Visits asked for, at least 1.
    possible
        Visits that the units on duty could make at most, all shifts together.
    reason, detail
        Why that is too few, None where it is enough; as of `routeplan.model.Unvisited`, or
        ``too_few_chances`` where it is due, but not often enough.
    """

    hotspot_id: str
    needed: int
    possible: float
    reason: MinimumReason | None = None
    detail: Detail | None = None


@dataclass(frozen=True)
class PlaceFigures:
    """What a roster does for a hotspot.

    Parameters
    ----------
    visits
        Made, parts added up by their shares.
    longest_gap_days, best_gap_days
        Most days in a row without a visit, the first and the last days included: of the roster, and
        if the best plan of each shift were taken.
    entropy, uniform_entropy
        How mixed the half hours are in which its visits begin, in bits, the mean of its parts and
        of shifts of each name: of the roster, and of as many visits at random times in the same
        open hours. None where no part has two visits in shifts of a name.
    """

    hotspot_id: str
    visits: float
    longest_gap_days: int
    best_gap_days: int
    entropy: float | None = None
    uniform_entropy: float | None = None


@dataclass(frozen=True)
class RosterFigures:
    """What a roster is worth and how well it can be foretold, against the best plans.

    Parameters
    ----------
    kept_share
        Worth of all its plans over that of the best plan of each shift.
    entropy, uniform_entropy, best_entropy
        As of `PlaceFigures`, the mean of all visits: of the roster, of random times, and of the
        best plan of each shift.
    longest_gap_days, best_gap_days
        As of `PlaceFigures`, the longest of all hotspots that those on duty can visit.
    repeated_share
        Mean of `RosterShift.repeated_share`, of shifts that follow one of their name.
    """

    kept_share: float
    entropy: float
    uniform_entropy: float
    best_entropy: float
    longest_gap_days: int
    best_gap_days: int
    repeated_share: float
    places: tuple[PlaceFigures, ...]


@dataclass(frozen=True)
class Roster:
    """A roster: the content of ``roster.json``.

    Parameters
    ----------
    digest
        Of everything that it was made from.
    first, days
        Its first date, and how many there are.
    config
        The settings, as resolved.
    hotspots
        Those inside the area, in the order of their table.
    watches
        Every shift in the order of their starts, planned or not.
    shifts
        Those planned so far, in the same order.
    figures
        What they do together, None before the last is planned.
    """

    schema_version: str
    digest: str
    source: PlanSource
    area_id: str
    area_title: str
    zone: str
    seed: int
    first: date
    days: int
    config: dict[str, Any]
    units: tuple[Unit, ...]
    hotspots: tuple[RosterHotspot, ...]
    days_off: tuple[DayOff, ...]
    watches: tuple[Watch, ...]
    minimums: tuple[Minimum, ...]
    shifts: tuple[RosterShift, ...] = ()
    notices: tuple[Notice, ...] = ()
    figures: RosterFigures | None = None

    @property
    def last(self) -> date:
        """Its last date."""
        return self.first + timedelta(days=self.days - 1)

    @property
    def is_finished(self) -> bool:
        """Whether every shift is planned."""
        return len(self.shifts) == len(self.watches)

    @property
    def is_sample(self) -> bool:
        """Whether it was made on an invented network."""
        return self.source.kind == "sample"

    @property
    def visits_made(self) -> dict[str, float]:
        """Visits by hotspot in the shifts planned so far, parts added up by their shares."""
        made: dict[str, float] = {}
        for planned in self.shifts:
            for visit in planned.visits:
                made[visit.hotspot_id] = made.get(visit.hotspot_id, 0.0) + visit.share
        return made

    @property
    def unmet(self) -> tuple[Minimum, ...]:
        """The minimums that could be met, and are not by the shifts planned so far."""
        made = self.visits_made
        return tuple(
            minimum
            for minimum in self.minimums
            if minimum.reason is None
            and made.get(minimum.hotspot_id, 0.0) < minimum.needed - ROUNDING
        )
