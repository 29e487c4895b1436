"""What the judge finds: broken rules, each with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from routeplan.i18n import _
from routeplan.model import Loop, Plan, RatedHotspot, Stop, Unit

# Figures written in a file may differ by this share from what they are recomputed to be.
SAME_SHARE = 1e-9


@dataclass(frozen=True)
class Violation:
    """One broken rule of a plan.

    Parameters
    ----------
    rule
        Short name of the rule; `routeplan.planning.verify` lists them.
    unit_id
        Whose loop breaks it, or None for the plan as a whole.
    place
        Where, for reading: a stop, a leg, a hotspot.
    problem
        What is wrong, as a sentence.
    """

    rule: str
    unit_id: str | None
    place: str
    problem: str

    def __str__(self) -> str:
        return f"{self.place}: {self.problem} [{self.rule}]"


def map_hotspots(plan: Plan) -> Mapping[str | None, RatedHotspot]:
    """Return the plan's hotspots by id; None, the id of a base, is not among them."""
    return {rated.hotspot.id: rated for rated in plan.hotspots}


def map_units(plan: Plan) -> Mapping[str, Unit]:
    """Return the plan's units by id."""
    return {unit.id: unit for unit in plan.units}


def name_stop(loop: Loop, index: int) -> str:
    """Return how a stop is called in a violation; the base is stop 0."""
    stop: Stop = loop.stops[index]
    return _("stop {n} ({name})").format(n=index, name=stop.name or stop.hotspot_id or "?")


def name_leg(loop: Loop, index: int) -> str:
    """Return how the leg that leaves stop `index` is called in a violation."""
    start, end = loop.stops[index], loop.stops[index + 1]
    return _("leg {n} ({start} to {end})").format(n=index + 1, start=start.name, end=end.name)
