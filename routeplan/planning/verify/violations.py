"""What the judge finds: broken rules, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from routeplan.i18n import _
from routeplan.model import Loop, Part, Plan, RatedHotspot, Stop, Unit

# Figures written in a file may differ by this share from what they are recomputed to be.
SAME_SHARE = 1e-9
# A position may have been rounded in the seventh decimal place.
SAME_DEG = 1e-6

VISITS = ("dwell", "pass", "sweep")


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


@dataclass(frozen=True)
class Made:
    """A visit that a loop makes, at stop `index`, of a part that the plan knows."""

    loop: Loop
    index: int
    rated: RatedHotspot
    part: Part

    @property
    def stop(self) -> Stop:
        """The stop at which it is made."""
        return self.loop.stops[self.index]


def list_made(plan: Plan) -> list[Made]:
    """Return the visits of all loops, but for those of hotspots or parts that nobody knows."""
    hotspots = map_hotspots(plan)
    return [
        Made(loop, index, hotspots[stop.hotspot_id], part)
        for loop in plan.loops
        for index, stop in enumerate(loop.stops)
        if stop.hotspot_id in hotspots
        for part in find_part(hotspots[stop.hotspot_id], stop.part_id)
    ]


def find_part(rated: RatedHotspot, part_id: str | None) -> Iterator[Part]:
    """Yield the part of a hotspot that has an id: one, or none."""
    yield from [part for part in rated.parts if part.id == part_id][:1]


def map_hotspots(plan: Plan) -> Mapping[str | None, RatedHotspot]:
    """Return the plan's hotspots by id; None, the id of a base, is not among them."""
    return {rated.hotspot.id: rated for rated in plan.hotspots}


def map_units(plan: Plan) -> Mapping[str, Unit]:
    """Return the plan's units by id."""
    return {unit.id: unit for unit in plan.units}


def is_same_place(lon1: float, lat1: float, lon2: float, lat2: float) -> bool:
    """Tell whether two places are the same but for rounding."""
    return abs(lon1 - lon2) <= SAME_DEG and abs(lat1 - lat2) <= SAME_DEG


def is_unit(unit: Unit, named: str) -> bool:
    """Tell whether a unit is the one that is named by its id or its name."""
    return named.strip().casefold() in (unit.id.strip().casefold(), unit.name.strip().casefold())


def name_stop(loop: Loop, index: int) -> str:
    """Return how a stop is called in a violation; the base is stop 0."""
    stop: Stop = loop.stops[index]
    return _("stop {n} ({name})").format(n=index, name=stop.name or stop.hotspot_id or "?")


def name_leg(loop: Loop, index: int) -> str:
    """Return how the leg that leaves stop `index` is called in a violation."""
    start, end = loop.stops[index], loop.stops[index + 1]
    return _("leg {n} ({start} to {end})").format(n=index + 1, start=start.name, end=end.name)
