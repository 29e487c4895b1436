"""The figures of a plan on one page: shift, sums, what it reaches, what to know, the source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from routeplan.export.content.reach import list_results
from routeplan.export.content.reader import PlanReader
from routeplan.i18n import _
from routeplan.model import Plan
from routeplan.wording import (
    describe_closure,
    describe_notice,
    describe_planned_shift,
    describe_source,
    format_driving,
    format_km,
    format_minutes,
    format_number,
    format_share,
    format_stay,
    sample_warning,
)


@dataclass(frozen=True)
class Line:
    """A line of a summary: a title or a warning across, or a figure with its label."""

    label: str
    text: str = ""
    kind: Literal["title", "warning", "figure"] = "figure"


def list_summary(reader: PlanReader) -> list[Line]:
    """Return the lines of the summary of a plan, in the language in use."""
    plan = reader.plan
    title = Line(_("Patrol plan: {area}").format(area=plan.area.title), kind="title")
    warning = [Line(sample_warning(), kind="warning")] if plan.is_sample else []
    return [title, *warning, *_list_figures(plan), *_list_sentences(plan), *_list_sources(plan)]


def _list_figures(plan: Plan) -> Iterator[Line]:
    totals = plan.totals
    visited = _("{visited} of {hotspots}").format(visited=totals.visited, hotspots=totals.hotspots)
    yield Line(_("Shift"), describe_planned_shift(plan))
    yield Line(_("Units that patrol"), format_number(len(plan.loops)))
    yield Line(_("Hotspots visited"), visited)
    yield Line(_("Visits"), format_number(totals.stops))
    yield Line(_("Share of the risk"), format_share(totals.risk_share))
    yield Line(_("Distance"), format_km(totals.metres))
    visits = [stop for loop in plan.loops for stop in loop.visits]
    yield Line(_("Driving"), format_driving(*plan.loops))
    yield Line(_("At stops"), format_stay(*visits))
    yield Line(_("Waiting"), format_minutes(totals.waiting_s))


def _list_sentences(plan: Plan) -> Iterator[Line]:
    """Yield what is told in sentences, labelled where a group begins."""
    groups = {
        _("What the plan reaches"): list_results(plan),
        _("Programmes"): [f"{item.label}: {item.message}" for item in plan.programmes],
        _("Closed roads"): [describe_closure(closure) for closure in plan.closures],
        _("To know"): [describe_notice(notice) for notice in plan.notices],
    }
    for label, sentences in groups.items():
        for place, sentence in enumerate(sentences):
            yield Line("" if place else label, sentence)


def _list_sources(plan: Plan) -> Iterator[Line]:
    yield Line(_("Source"), describe_source(plan))
    if plan.source.not_honoured:
        yield Line(_("Not taken into account"), "; ".join(map(_, plan.source.not_honoured)))
