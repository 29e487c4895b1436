"""What happens to a plan while it is driven, and what its new plan changes for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from routeplan.geo import is_lonlat


@dataclass(frozen=True)
class Incident:
    """Something that a unit is sent to at once.

    Parameters
    ----------
    minutes
        How long it stays there, above 0.
    unit_id
        Who goes; empty while that is open.
    """

    id: str
    name: str
    lon: float
    lat: float
    minutes: int
    unit_id: str = ""

    def __post_init__(self) -> None:
        if not is_lonlat(self.lon, self.lat):
            raise ValueError(f"{self.id}: ({self.lon}, {self.lat}) is no longitude and latitude")
        if self.minutes <= 0:
            raise ValueError(f"{self.id}: an incident takes some minutes")


@dataclass(frozen=True)
class Report:
    """What a unit says of itself when a shift is replanned; the plan says the rest.

    Parameters
    ----------
    lon, lat
        Where it is, both None where it does not say.
    done
        How many of its visits it has made, None for those that are over by the plan.
    """

    unit_id: str
    lon: float | None = None
    lat: float | None = None
    done: int | None = None

    def __post_init__(self) -> None:
        if (self.lon is None) != (self.lat is None):
            raise ValueError(f"{self.unit_id}: a position is a longitude and a latitude")
        if self.lon is not None and self.lat is not None and not is_lonlat(self.lon, self.lat):
            raise ValueError(f"{self.unit_id}: ({self.lon}, {self.lat}) is no position")
        if self.done is not None and self.done < 0:
            raise ValueError(f"{self.unit_id}: visits made are counted from 0")


@dataclass(frozen=True)
class Handover:
    """A visit that a unit gets or loses.

    Parameters
    ----------
    other
        Id of the unit it comes from or goes to; empty where no other unit makes it.
    """

    hotspot_id: str
    part_id: str
    other: str = ""


@dataclass(frozen=True)
class UnitChange:
    """What a new plan changes for a unit that had, or now has, something ahead of it.

    Parameters
    ----------
    kept
        Number of its visits ahead that stay with it.
    gained, lost
        Visits that it gets and loses.
    later_s, sooner_s
        By how much the kept visit that is put off most begins later, and the one that is moved
        forward most sooner; at least 0.
    back_later_s
        By how much its loop ends later, below 0 for sooner; 0 where it had none, or has none.
    is_reordered
        Whether the kept visits come in another order.
    """

    unit_id: str
    kept: int = 0
    gained: tuple[Handover, ...] = ()
    lost: tuple[Handover, ...] = ()
    later_s: int = 0
    sooner_s: int = 0
    back_later_s: int = 0
    is_reordered: bool = False


@dataclass(frozen=True)
class Replan:
    """A plan made anew while its shift was under way: what lay before `moment` stayed.

    Parameters
    ----------
    reports
        What units said of themselves.
    out
        Ids of the units that do nothing more: their loops end where they are.
    cut_off
        Those of them that no open road leads away from, or between them and their base.
    closures, hotspots
        Ids of the closures in force from then on, and of the hotspots added.
    required, forbidden
        Ids of the hotspots required, and forbidden, from then on.
    given_up
        What was required and can no longer be kept: ids of parts of hotspots, of meetings, and
        of breaks as ``break:UNIT:NUMBER``.
    overdue
        Ids of the units that drive straight back, and all the same come back later, or farther,
        than they may.
    changes
        What it changed for whom, in the order of the units.
    """

    moment: datetime
    reports: tuple[Report, ...] = ()
    out: tuple[str, ...] = ()
    cut_off: tuple[str, ...] = ()
    incidents: tuple[Incident, ...] = ()
    closures: tuple[str, ...] = ()
    hotspots: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    given_up: tuple[str, ...] = ()
    overdue: tuple[str, ...] = ()
    changes: tuple[UnitChange, ...] = ()
