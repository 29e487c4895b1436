"""The papers of a shift as blocks, before any writer sets them."""

from __future__ import annotations

from routeplan.export.content.reader import PlanReader
from routeplan.export.formats import ExportOptions
from routeplan.export.papers.activity_plan import make_activity_plan
from routeplan.export.papers.blocks import Paper
from routeplan.export.papers.briefing import make_briefing
from routeplan.export.papers.order import make_order
from routeplan.export.papers.report import make_report
from routeplan.export.papers.route_sheet import make_route_sheets
from routeplan.export.papers.schedule import make_schedule
from routeplan.export.papers.shared import Draft
from routeplan.model import Plan

__all__ = ["make_papers"]


def make_papers(plan: Plan, options: ExportOptions) -> tuple[Paper, ...]:
    """Return the papers of a shift, in the order in which they are needed.

    The order, the activity plan, the schedule, the briefing sheet, the route sheets and the
    report forms; in the language in use.
    """
    draft = Draft(PlanReader(plan), options)
    return (
        make_order(draft),
        make_activity_plan(draft),
        make_schedule(draft),
        make_briefing(draft),
        make_route_sheets(draft),
        make_report(draft),
    )
