"""``xlsx``: the tables of a plan as a workbook to filter, to sort and to print."""

from __future__ import annotations

from collections.abc import Iterator

from routeplan.export.content.hotspot_tables import list_hotspots, list_not_visited
from routeplan.export.content.reader import PlanReader
from routeplan.export.content.summary import list_summary
from routeplan.export.content.tables import list_stops, list_units
from routeplan.export.formats import ExportFile, ExportOptions
from routeplan.export.workbook import make_plan_workbook
from routeplan.i18n import _
from routeplan.model import Plan


def make_xlsx(plan: Plan, options: ExportOptions) -> Iterator[ExportFile]:
    """Yield ``tables.xlsx``."""
    del options  # the same for all
    reader = PlanReader(plan)
    tables = (
        list_stops(reader), list_units(reader), list_hotspots(reader), list_not_visited(reader),
    )  # fmt: skip
    book = make_plan_workbook(plan, list_summary(reader), tables)
    yield ExportFile("tables.xlsx", book, _("Tables"))
