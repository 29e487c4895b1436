"""What the page around the map says: heading, itinerary per unit, what is left out, the source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from routeplan.export.palette import LineStyle, pick_style
from routeplan.export.reach import list_coverage, list_results
from routeplan.export.reader import PlanReader, format_times, number_stops
from routeplan.i18n import _, ngettext
from routeplan.model import Leg, Loop, Plan, Stop
from routeplan.wording import (
    describe_closure,
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
    format_wait,
    sample_warning,
)

DIGEST_SHOWN = 12


@dataclass(frozen=True)
class StopLine:
    """One line of an itinerary.

    Parameters
    ----------
    position
        Which of the stops away from the base it is, counted from 1; 0 at the base.
    kind, number
        Kind of the stop, and the number of a visit; empty at the base, in breaks and meetings.
    notes
        What there is to know beside times and name.
    leg
        The drive to it.
    """

    position: int
    kind: str
    number: str
    times: str
    name: str
    notes: str
    leg: str


@dataclass(frozen=True)
class UnitCard:
    """A unit's entry in the legend with its itinerary."""

    name: str
    summary: tuple[str, ...]
    style: LineStyle
    lines: tuple[StopLine, ...]


@dataclass(frozen=True)
class LeftOut:
    """What of a hotspot is left out: number in the plan, part and visits, reason."""

    name: str
    items: tuple[tuple[int, str, str], ...]


def build_page_context(plan: Plan) -> dict[str, Any]:
    """Return what the template ``page.html`` shows of `plan`, in the language in use."""
    reader = PlanReader(plan)
    return {
        "title": _("Patrol map: {area}").format(area=plan.area.title),
        "shift": _describe_shift(plan),
        "totals": _list_totals(plan),
        "warning": sample_warning() if plan.is_sample else "",
        "programmes": plan.programmes,
        "cards": [_make_card(loop, index, reader) for index, loop in enumerate(plan.loops)],
        "idle": _list_idle(plan),
        "unvisited": _list_left_out(reader),
        "results": list_results(plan),
        "coverage": list_coverage(reader),
        "closures": [describe_closure(closure) for closure in plan.closures],
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


def _make_card(loop: Loop, index: int, reader: PlanReader) -> UnitCard:
    summary = (
        describe_vehicle(reader.units[loop.unit_id].vehicle),
        format_stops(len(loop.visits)),
        format_km(loop.metres),
        format_span(loop.stops[0].depart, loop.stops[-1].arrive),
    )
    return UnitCard(
        name=reader.name_unit(loop.unit_id),
        summary=summary,
        style=pick_style(index),
        lines=tuple(_list_lines(loop, reader)),
    )


def _list_lines(loop: Loop, reader: PlanReader) -> Iterator[StopLine]:
    numbers = {id(stop): number for number, stop in number_stops(loop.stops)}
    drives = ["", *map(_describe_drive, loop.stops, loop.legs, loop.stops[1:])]
    position = 0
    for stop, drive in zip(loop.stops, drives, strict=True):
        is_base = stop.kind == "base"
        position += not is_base
        yield StopLine(
            position=0 if is_base else position,
            kind=stop.kind,
            number=numbers.get(id(stop), ""),
            times=_format_base(stop, loop) if is_base else format_times(stop),
            name=reader.name_stop(stop),
            notes=" · ".join(_list_notes(stop, loop, reader)),
            leg=drive,
        )


def _format_base(stop: Stop, loop: Loop) -> str:
    """Return when a unit leaves its base, comes back for good, or both in between."""
    if stop is loop.stops[0]:
        return format_clock(stop.depart)
    if stop is loop.stops[-1] or stop.depart == stop.arrive:
        return format_clock(stop.arrive)
    return format_times(stop)


def _list_notes(stop: Stop, loop: Loop, reader: PlanReader) -> Iterator[str]:
    if kind := reader.tell_kind(stop, loop.unit_id):
        yield kind
    if visit := reader.count_visit(stop):
        yield visit
    if stop.drive:
        yield format_metres(stop.drive.metres)
    if stop.kind == "base" and stop not in (loop.stops[0], loop.stops[-1]):
        yield _("back at the base")
    if wait := format_wait(stop):
        yield _("waits {length}").format(length=wait)


def _describe_drive(here: Stop, leg: Leg, there: Stop) -> str:
    """Return length, time and way of a leg; empty where two stops share their place."""
    if not leg.metres:
        return ""
    time = format_span(here.depart, there.arrive)
    return " · ".join((format_metres(leg.metres), time, describe_leg(leg)))


def _list_idle(plan: Plan) -> list[tuple[str, tuple[str, ...]]]:
    """Return name and summary of the units on duty that drive no loop."""
    return [
        (unit.name or unit.id, (describe_vehicle(unit.vehicle), _("no stops")))
        for unit in plan.idle_units
    ]


def _list_left_out(reader: PlanReader) -> list[LeftOut]:
    """Return what is left out, one entry for each hotspot."""
    items: dict[str, list[tuple[int, str, str]]] = {}
    for index, item in enumerate(reader.plan.unvisited):
        reason = describe_unvisited(item, units=reader.plan.units)
        entry = (index, reader.name_left_out(item), reason)
        items.setdefault(item.hotspot_id, []).append(entry)
    return [LeftOut(reader.hotspots[key].hotspot.name, tuple(own)) for key, own in items.items()]


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
        "closures": _("Closed roads"),
        "coverage": _("Hotspot by hotspot"),
        "itinerary": _("Itinerary"),
        "notices": _("To know"),
        "results": _("What the plan reaches"),
        "show": _("Show on the map"),
        "unvisited": _("Not visited"),
    }
