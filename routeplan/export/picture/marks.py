"""What is marked on a picture: stops with their numbers, bases, what is left out, closures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from routeplan.export.content.reader import PlanReader, number_stops
from routeplan.export.drawing.lettering import measure_text
from routeplan.export.drawing.lines import find_middle
from routeplan.export.drawing.palette import DARK, NAVY, RED, WHITE
from routeplan.export.drawing.surroundings import locate_closure
from routeplan.export.picture.frame import Box, Frame
from routeplan.export.picture.loops import DrawnLoop
from routeplan.model import Loop, Plan, RatedHotspot, Stop, Unit, Unvisited

if TYPE_CHECKING:
    from routeplan.roads.network import Network

MarkKind = Literal[
    "base", "dwell", "pass", "sweep", "break", "meeting", "position", "incident", "unvisited",
    "closed",
]  # fmt: skip

IDLE_COLOUR = "#6b6b6b"
# Half the height of a mark in points, and the size of its number.
RADII: dict[MarkKind, float] = {
    "base": 7.0, "dwell": 6.2, "pass": 5.0, "sweep": 5.0, "break": 5.6, "meeting": 5.6,
    "position": 3.6, "incident": 6.2,
    "unvisited": 4.6, "closed": 5.0,
}  # fmt: skip
NUMBER_SIZES: dict[MarkKind, float] = {"dwell": 7.6, "pass": 6.2, "sweep": 6.2}
PADDING = 2.2  # points between a long number and the edge of its badge
SAME_PLACE_DECIMALS = 4  # of a degree, about 11 m


@dataclass(frozen=True)
class Mark:
    """A sign at a place.

    Parameters
    ----------
    x, y
        The place in points.
    half_width, half_height
        Of the sign, in points.
    """

    kind: MarkKind
    x: float
    y: float
    text: str
    colour: str
    ink: str
    half_width: float
    half_height: float

    def cover(self, x: float, y: float) -> Box:
        """Return the box that it takes with its middle at a place."""
        w, h = self.half_width, self.half_height
        return Box(x - w, y - h, x + w, y + h)


def list_marks(
    plan: Plan,
    loops: Sequence[DrawnLoop],
    frame: Frame,
    *,
    network: Network | None,
    with_others: bool,
    scale: float = 1.0,
) -> list[Mark]:
    """Return the marks in sight, the most important first.

    Parameters
    ----------
    with_others
        Whether idle units and what is left out are marked too.
    scale
        Size of the marks against their usual one.
    """
    idle = plan.idle_units if with_others else ()
    marks = [
        *_mark_bases(loops, frame, scale),
        *(mark for drawn in loops for mark in _mark_stops(drawn, frame, scale)),
        *_mark_closures(plan, frame, network),
        *(_mark_idle(unit, frame) for unit in idle),
        *(_mark_left_out(plan, frame, network, scale) if with_others else ()),
    ]
    return [mark for mark in marks if frame.box.holds(mark.x, mark.y)]


def list_runs(loop: Loop) -> Iterator[tuple[str, list[Stop]]]:
    """Yield the stops away from the base with their number, "3–7" for sections of a road in a row.

    Sections are in a row where nothing is driven between them.
    """
    arrival = {id(stop): leg for stop, leg in zip(loop.stops[1:], loop.legs, strict=True)}
    run: list[tuple[str, Stop]] = []
    for number, stop in number_stops(loop.stops):
        before = run[-1][1] if run else None
        continues = (
            before is not None
            and stop.kind == before.kind == "pass"
            and stop.hotspot_id == before.hotspot_id
            and not arrival[id(stop)].metres
        )
        if run and not continues:
            yield _number_run(run), [member for _number, member in run]
            run = []
        run.append((number, stop))
    if run:
        yield _number_run(run), [member for _number, member in run]


def is_marked(item: Unvisited, spots: Mapping[str, RatedHotspot], network: Network | None) -> bool:
    """Tell whether something left out is marked as a place; streets of a network are lines."""
    return network is None or not any(part.edges for part in spots[item.hotspot_id].parts)


def make_mark(
    kind: MarkKind, x: float, y: float, *, text: str = "", colour: str, ink: str, scale: float = 1
) -> Mark:
    """Return a mark that is as wide as its number needs."""
    radius = RADII[kind] * scale
    needed = 0.0
    if len(text) > 2:
        size = NUMBER_SIZES[kind] * scale
        needed = measure_text(text, size=size, style="Bold") / 2 + PADDING * scale
    return Mark(kind, x, y, text, colour, ink, max(radius, needed), radius)


def _number_run(run: Sequence[tuple[str, Stop]]) -> str:
    first, last = run[0][0], run[-1][0]
    return first if first == last else f"{first}–{last}"


def _mark_stops(drawn: DrawnLoop, frame: Frame, scale: float) -> Iterator[Mark]:
    for number, stops in list_runs(drawn.loop):
        middle = stops[len(stops) // 2]
        x, y = frame.place_point(*_find_sign_place(middle))
        yield make_mark(
            middle.kind, x, y, text=number, colour=drawn.style.colour,
            ink=drawn.style.ink, scale=scale,
        )  # fmt: skip


def _find_sign_place(stop: Stop) -> tuple[float, float]:
    """Return where the sign of a stop stands: of a road in the middle of what is driven."""
    if stop.kind == "pass" and stop.drive and len(stop.drive.geometry) > 1:
        return find_middle([np.array(stop.drive.geometry)])
    return stop.lon, stop.lat


def _mark_bases(loops: Sequence[DrawnLoop], frame: Frame, scale: float) -> Iterator[Mark]:
    """Yield a mark for each base, in the colour of its unit unless several share it."""
    places: defaultdict[tuple[float, float], list[DrawnLoop]] = defaultdict(list)
    for drawn in loops:
        base = drawn.loop.stops[0]
        key = round(base.lon, SAME_PLACE_DECIMALS), round(base.lat, SAME_PLACE_DECIMALS)
        places[key].append(drawn)
    for members in places.values():
        style, base = members[0].style, members[0].loop.stops[0]
        colour, ink = (style.colour, style.ink) if len(members) == 1 else (NAVY, WHITE)
        x, y = frame.place_point(base.lon, base.lat)
        yield make_mark("base", x, y, colour=colour, ink=ink, scale=scale**0.5)


def _mark_idle(unit: Unit, frame: Frame) -> Mark:
    x, y = frame.place_point(unit.lon, unit.lat)
    return make_mark("base", x, y, colour=IDLE_COLOUR, ink=WHITE)


def _mark_closures(plan: Plan, frame: Frame, network: Network | None) -> Iterator[Mark]:
    for closure in plan.closures:
        _lines, place = locate_closure(closure, network)
        if place:
            yield make_mark("closed", *frame.place_point(*place), colour=RED, ink=WHITE)


def _mark_left_out(
    plan: Plan, frame: Frame, network: Network | None, scale: float
) -> Iterator[Mark]:
    """Yield a mark for each place with something left out; streets are drawn as lines."""
    spots = PlanReader(plan).hotspots
    left_out = [
        spots[item.hotspot_id].hotspot for item in plan.unvisited if is_marked(item, spots, network)
    ]
    places = {
        (round(spot.lon, SAME_PLACE_DECIMALS), round(spot.lat, SAME_PLACE_DECIMALS)): spot
        for spot in left_out
    }
    for spot in places.values():
        x, y = frame.place_point(spot.lon, spot.lat)
        yield make_mark("unvisited", x, y, colour=WHITE, ink=DARK, scale=scale)
