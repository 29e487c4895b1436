"""What the page around the map says: heading, itinerary per unit, what is left out, the source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from routeplan.export.palette import LineStyle, pick_style
from routeplan.i18n import _
from routeplan.model import Leg, Loop, Plan, Stop, Unit
from routeplan.wording import (
    describe_leg,
    describe_notice,
    describe_unvisited,
    describe_vehicle,
    format_clock,
    format_date,
    format_km,
    format_minutes,
    format_number,
    format_share,
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
        "title": _("Patrol map {area}").format(area=plan.area.title),
        "area": plan.area.title,
        "shift": _describe_shift(plan),
        "totals": _list_totals(plan),
        "warning": sample_warning() if plan.is_sample else "",
        "cards": [
            _make_card(loop, units[loop.unit_id], index) for index, loop in enumerate(plan.loops)
        ],
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
        (format_number(len(plan.loops)), _("units")),
        (f"{totals.visited}/{totals.hotspots}", _("hotspots visited")),
        (format_share(totals.risk_share), _("of the risk")),
        (format_km(totals.metres), _("to drive")),
    ]


def _make_card(loop: Loop, unit: Unit, index: int) -> UnitCard:
    duration = (loop.stops[-1].arrive - loop.stops[0].depart).total_seconds()
    summary = (
        describe_vehicle(unit.vehicle),
        format_stops(len(loop.visits)),
        format_km(loop.metres),
        format_minutes(duration),
    )
    legs = (None, *loop.legs)
    numbers = {id(stop): str(number) for number, stop in enumerate(loop.visits, 1)}
    return UnitCard(
        name=unit.name or unit.id,
        summary=summary,
        style=pick_style(index),
        lines=tuple(
            _make_line(stop, leg, numbers.get(id(stop), ""), first=leg is None)
            for stop, leg in zip(loop.stops, legs, strict=True)
        ),
    )


def _make_line(stop: Stop, leg: Leg | None, number: str, *, first: bool) -> StopLine:
    if number:
        times = f"{format_clock(stop.arrive)}–{format_clock(stop.depart)}"
    else:
        times = format_clock(stop.depart if first else stop.arrive)
    drive = (format_km(leg.metres), format_minutes(leg.seconds), describe_leg(leg)) if leg else ()
    return StopLine(number, times, stop.name or _("Base"), " · ".join(drive))


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
