"""What the page around the map says: heading, itinerary per unit, what is left out, the source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from routeplan.export.content.entries import Entry, LeftOut, list_entries, list_left_out
from routeplan.export.content.reach import list_coverage, list_results
from routeplan.export.content.reader import PlanReader
from routeplan.export.content.replanning import list_events, list_given_up, list_news
from routeplan.export.content.totals import list_totals
from routeplan.export.drawing.palette import LineStyle, pick_style
from routeplan.export.webmap.figures import list_figures
from routeplan.export.webmap.words import word_controls, word_head
from routeplan.i18n import _
from routeplan.model import Loop, Plan
from routeplan.wording import (
    describe_closure,
    describe_notice,
    describe_planned_shift,
    describe_source,
    describe_vehicle,
    format_clock,
    format_km,
    format_span,
    format_stops,
    sample_warning,
)


@dataclass(frozen=True)
class UnitCard:
    """A unit's entry in the legend with its itinerary."""

    name: str
    summary: tuple[str, ...]
    style: LineStyle
    lines: tuple[Entry, ...]


def build_page_context(plan: Plan) -> dict[str, Any]:
    """Return what the template ``page.html`` shows of `plan`, in the language in use."""
    reader = PlanReader(plan)
    return {
        "title": _("Patrol map: {area}").format(area=plan.area.title),
        "shift": describe_planned_shift(plan),
        "totals": list_totals(plan),
        "warning": sample_warning() if plan.is_sample else "",
        "programmes": plan.programmes,
        "replanning": _tell_replanning(reader),
        "cards": [_make_card(loop, index, reader) for index, loop in enumerate(plan.loops)],
        "idle": _list_idle(plan),
        "left_out": _list_left_out(reader),
        "results": list_results(plan),
        "figures": list_figures(plan),
        "coverage": list_coverage(reader),
        "closures": [describe_closure(closure) for closure in plan.closures],
        "notices": [describe_notice(notice) for notice in plan.notices],
        "source": describe_source(plan),
        "labels": _translate_labels(),
        "words": word_controls(),
    }


def _tell_replanning(reader: PlanReader) -> dict[str, Any] | None:
    """Return what the last replanning changed, None where the plan is as it was made."""
    if not reader.plan.replans:
        return None
    record = reader.plan.replans[-1]
    given_up = list_given_up(reader, record)
    text = _("Required, but no longer possible: {names}.").format(names=", ".join(given_up))
    return {
        "head": _("Replanned at {time}").format(time=format_clock(record.moment)),
        "events": [*list_events(reader, record), *([text] if given_up else [])],
        "news": list_news(reader, record),
    }


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
        lines=tuple(list_entries(loop, reader)),
    )


def _list_idle(plan: Plan) -> list[tuple[str, tuple[str, ...]]]:
    """Return name and summary of the units on duty that drive no loop."""
    return [
        (unit.title, (describe_vehicle(unit.vehicle), _("no stops"))) for unit in plan.idle_units
    ]


def _list_left_out(reader: PlanReader) -> list[tuple[str, list[LeftOut]]]:
    """Return what is left out under its headings: whole hotspots, then some of their visits."""
    groups = list_left_out(reader)
    headings = ((_("Not visited"), False), (_("Partly visited"), True))
    found = [(head, [g for g in groups if g.is_partly == partly]) for head, partly in headings]
    return [(head, own) for head, own in found if own]


def _translate_labels() -> dict[str, str]:
    return {
        **word_head(),
        "closures": _("Closed roads"),
        "coverage": _("Hotspot by hotspot"),
        "itinerary": _("Itinerary"),
        "results": _("What the plan reaches"),
        "show": _("Show on the map"),
        "skip_panel": _("To the itinerary"),
    }
