"""What a plan leaves out, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Detail = dict[str, str | int | float]

Reason = Literal[
    "outside_area",
    "no_road",
    "vehicle_cannot_reach",
    "outside_jurisdiction",
    "window_closed",
    "not_on_date",
    "no_worth",
    "forbidden",
    "crew_too_small",
    "unit_off_duty",
    "no_time",
    "too_late",
]


# Reasons that say a hotspot is no matter of this shift: even a required one may stay out.
NOT_DUE: frozenset[Reason] = frozenset({"outside_area", "window_closed", "not_on_date"})


@dataclass(frozen=True)
class Unvisited:
    """Visits of a hotspot that the plan leaves out, and why.

    Parameters
    ----------
    detail
        The figures of the reason, see below.
    part_id
        Which part of the hotspot, None where it is left out as a whole.
    visits
        How many visits of the part are left out.

    ============================  =====================================================
    reason                        detail
    ============================  =====================================================
    outside_area                  ``area``: title of the area
    no_road                       ``distance_m`` to the nearest usable road, ``limit_m``
    vehicle_cannot_reach          ``vehicles``: those on shift
    outside_jurisdiction          ``kecamatan``
    window_closed                 ``windows``: as the user wrote them, with the days
    not_on_date                   ``rule``: days or validity that exclude the date
    no_worth                      (empty) its risk is 0
    forbidden                     (empty) the user forbids it
    crew_too_small                ``level``: one officer alone may visit only what is "aman"
    unit_off_duty                 ``unit``: the only one that may visit it
    no_time                       ``missing_s``: seconds missing in the loop with the
                                  cheapest insertion, ``unit``: id of whose loop that
                                  is, ``missing_m``: metres missing in it, given where
                                  no seconds are; ``missing_stops``: 1 where only its number
                                  of stops is full; ``instead``: name of the visit in that
                                  loop that would have to go for it, ``worth`` what it is
                                  worth, left out where no single one makes room; ``waits``:
                                  1 where it would fit only right beside another visit of its
                                  part, with nothing done in between; ``uneven``: 1 where it
                                  would fit, but not within the limit of fairness
    too_late                      ``moment``: clock time of the replanning since which
                                  nobody can make it any more
    ============================  =====================================================
    """

    hotspot_id: str
    reason: Reason
    detail: Detail = field(default_factory=dict)
    part_id: str | None = None
    visits: int = 1
