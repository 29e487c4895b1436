"""What is remembered of patrols: visits that were planned, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

VisitState = Literal["planned", "confirmed", "missed"]


@dataclass(frozen=True)
class VisitRecord:
    """A visit of a hotspot, or of a part of one, in a shift.

    Parameters
    ----------
    area
        Id of the area that the shift was planned for.
    date, shift
        Date on which the shift starts, and its name.
    share
        Of what can be visited of the hotspot, above 0 to 1: below 1 for a segment of a road or a
        sweep of an area; see `routeplan.model.RatedHotspot.find_share`.
    begin, end
        Aware datetimes: as planned, or of a confirmed visit as it was.
    state
        ``planned``, as long as nobody has looked at what was driven; ``confirmed`` or ``missed``
        afterwards.
    """

    area: str
    date: date
    shift: str
    unit_id: str
    hotspot_id: str
    part_id: str
    share: float
    begin: datetime
    end: datetime
    state: VisitState

    def __post_init__(self) -> None:
        if not 0 < self.share <= 1:
            raise ValueError(f"{self.part_id}: a visit is of a share above 0 to 1")
        if self.begin.tzinfo is None or self.end.tzinfo is None or self.end < self.begin:
            raise ValueError(f"{self.part_id}: a visit ends after it begins, in a time zone")
