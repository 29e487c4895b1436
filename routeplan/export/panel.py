"""What the page around the map says: heading, itinerary per unit, what is left out, the source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from routeplan.export.palette import LineStyle, pick_style
from routeplan.i18n import _, ngettext
from routeplan.model import Leg, Loop, Plan, Stop, Unit
from routeplan.wording import (
    describe_leg,
    describe_notice,
    describe_unvisited,
    describe_vehicle,
    format_clock,
    format_date,
    format_km,
    format_metres,
    format_number,
    format_share,
    format_span,
    format_stops,
    sample_warning,
)

DIGEST_SHOWN = 12


@dataclass(frozen=True)
class StopLine:
    """One line of an itinerary; `number` is empty at the base, `leg` is the drive to it."""

    number: str
    times: str
    name: str
    leg: str


@dataclass(frozen=True)
class UnitCard:
    """A unit's entry in the legend with its itinerary."""

    name: str
    summary: tuple[str, ...]
    style: LineStyle
    lines: tuple[StopLine, ...]


def build_page_context(plan: Plan) -> dict[str, Any]:
    """Return what the template ``page.html`` shows of `plan`, in the language in use."""
    names = {rated.hotspot.id: rated.hotspot.name for rated in plan.hotspots}
    units = {unit.id: unit for unit in plan.units}
    return {
        "title": _("Patrol map: {area}").format(area=plan.area.title),
        "shift": _describe_shift(plan),
        "totals": _list_totals(plan),
        "warning": sample_warning() if plan.is_sample else "",
        "cards": [
            _make_card(loop, units[loop.unit_id], index) for index, loop in enumerate(plan.loops)
        ],
        "idle": _list_idle(plan),
        "unvisited": [
            (names[item.hotspot_id], describe_unvisited(item, units=plan.units))
            for item in plan.unvisited
        ],
        "notices": [describe_notice(notice) for notice in plan.notices],
        "source": _describe_source(plan),
        "labels": _translate_labels(),
    }


def _describe_shift(plan: Plan) -> str:
    shift = plan.shift
    return _("{date} · shift {name}, {start}–{end} {zone}").format(
        date=format_date(shift.date),
        name=shift.name,
        start=format_clock(shift.start),
        end=format_clock(shift.end),
        zone=shift.start.tzname(),
    )


def _list_totals(plan: Plan) -> list[tuple[str, str]]:
    totals = plan.totals
    return [
        (format_number(len(plan.loops)), ngettext("unit", "units", len(plan.loops))),
        (f"{totals.visited}/{totals.hotspots}", _("hotspots visited")),
        (format_share(totals.risk_share), _("of the risk")),
        (format_km(totals.metres), _("to drive")),
    ]


def _make_card(loop: Loop, unit: Unit, index: int) -> UnitCard:
    summary = (
        describe_vehicle(unit.vehicle),
        format_stops(len(loop.visits)),
        format_km(loop.metres),
        format_span(loop.stops[0].depart, loop.stops[-1].arrive),
    )
    return UnitCard(
        name=unit.name or unit.id,
        summary=summary,
        style=pick_style(index),
        lines=tuple(_list_lines(loop)),
    )


def _list_lines(loop: Loop) -> Iterator[StopLine]:
    first, *others = loop.stops
    yield StopLine("", format_clock(first.depart), _name_stop(first), "")
    number = 0
    for here, leg, there in zip(loop.stops, loop.legs, others, strict=False):
        drive = _describe_drive(here, leg, there)
        if there.hotspot_id is None:
            yield StopLine("", format_clock(there.arrive), _name_stop(there), drive)
            continue
        number += 1
        times = f"{format_clock(there.arrive)}–{format_clock(there.depart)}"
        yield StopLine(str(number), times, _name_stop(there), drive)


def _describe_drive(here: Stop, leg: Leg, there: Stop) -> str:
    """Return length, time and way of a leg; empty where two stops share their place."""
    if not leg.metres:
        return ""
    time = format_span(here.depart, there.arrive)
    return " · ".join((format_metres(leg.metres), time, describe_leg(leg)))


def _name_stop(stop: Stop) -> str:
    return stop.name or _("Base")


def _list_idle(plan: Plan) -> list[tuple[str, tuple[str, ...]]]:
    """Return name and summary of the units on duty that drive no loop."""
    return [
        (unit.name or unit.id, (describe_vehicle(unit.vehicle), _("no stops")))
        for unit in plan.idle_units
    ]


def _describe_source(plan: Plan) -> str:
    source = plan.source
    parts = [_("Roads: {network}").format(network=source.network), source.origin]
    if source.osm_timestamp:
        parts.append(_("OSM data of {moment}").format(moment=source.osm_timestamp))
    parts.append(_("digest {digest}").format(digest=source.digest[:DIGEST_SHOWN]))
    if not plan.is_sample:
        parts.append(_("© OpenStreetMap contributors, ODbL"))
    return " · ".join(parts)


def _translate_labels() -> dict[str, str]:
    return {
        "close": _("Close"),
        "itinerary": _("Itinerary"),
        "notices": _("To know"),
        "show": _("Show on the map"),
        "unvisited": _("Not visited"),
    }
