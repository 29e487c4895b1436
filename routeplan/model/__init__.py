"""The nouns of routeplan: frozen value objects that check themselves.

Coordinates are WGS 84 degrees, longitude first. A suffix names the unit of a number: ``_s``
seconds, ``_min`` minutes, ``_m`` metres, ``_kmh``.
"""

from routeplan.model.patrol import (
    LEVELS,
    VEHICLES,
    Duty,
    Hotspot,
    Level,
    RatedHotspot,
    RiskFactor,
    Unit,
    Vehicle,
    Visit,
)
from routeplan.model.plan import (
    NOT_DUE,
    Detail,
    Leg,
    Loop,
    Notice,
    Plan,
    PlanArea,
    PlanSource,
    Reason,
    RoadSource,
    Stop,
    Totals,
    Unvisited,
)
from routeplan.model.times import PASARAN, WEEKDAYS, ClockWindow, DayRule, Shift, TimeWindow

__all__ = [
    "LEVELS",
    "NOT_DUE",
    "PASARAN",
    "VEHICLES",
    "WEEKDAYS",
    "ClockWindow",
    "DayRule",
    "Detail",
    "Duty",
    "Hotspot",
    "Leg",
    "Level",
    "Loop",
    "Notice",
    "Plan",
    "PlanArea",
    "PlanSource",
    "RatedHotspot",
    "Reason",
    "RiskFactor",
    "RoadSource",
    "Shift",
    "Stop",
    "TimeWindow",
    "Totals",
    "Unit",
    "Unvisited",
    "Vehicle",
    "Visit",
]
