"""``csv``: the tables of a plan as plain text, for spreadsheets and other programs."""

from __future__ import annotations

from collections.abc import Iterator

from routeplan.export.content.hotspot_tables import list_hotspots, list_not_visited
from routeplan.export.content.reader import PlanReader
from routeplan.export.content.tables import list_stops
from routeplan.export.formats import ExportFile, ExportOptions
from routeplan.export.typeset.csv_table import make_csv_table
from routeplan.model import Plan


def make_csv(plan: Plan, options: ExportOptions) -> Iterator[ExportFile]:
    """Yield ``stops.csv``, ``hotspots.csv`` and ``not-visited.csv``."""
    del options  # the same for all
    reader = PlanReader(plan)
    tables = {
        "stops.csv": list_stops(reader),
        "hotspots.csv": list_hotspots(reader),
        "not-visited.csv": list_not_visited(reader),
    }
    for name, table in tables.items():
        yield ExportFile(name, make_csv_table(table, plan), table.title)
