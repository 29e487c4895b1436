"""An evaluation as files for people: a map, a workbook, tables as text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from routeplan.export.content.evaluated import EvaluationReader
from routeplan.export.content.evaluation_tables import (
    list_evaluation_summary,
    list_evaluation_tables,
    tabulate_stops,
    tabulate_unplanned,
)
from routeplan.export.formats import ExportFile
from routeplan.export.typeset.csv_table import make_csv_table
from routeplan.export.webmap.evaluation import render_evaluation
from routeplan.export.workbook import make_plan_workbook
from routeplan.i18n import _
from routeplan.model import Evaluation, Plan

if TYPE_CHECKING:
    from routeplan.roads.network import Network

__all__ = ["make_evaluation_files"]


def make_evaluation_files(
    plan: Plan, evaluation: Evaluation, *, network: Network | None = None
) -> Iterator[ExportFile]:
    """Yield ``evaluation.html``, ``evaluation.xlsx`` and two CSV tables, in the language in use.

    Parameters
    ----------
    evaluation
        Of this very plan.
    network
        Its roads stand behind the map; None leaves it plain.
    """
    reader = EvaluationReader(plan, evaluation)
    page = render_evaluation(plan, evaluation, network=network)
    yield ExportFile("evaluation.html", page.encode("utf-8"), _("Map of plan and track"))
    book = make_plan_workbook(plan, list_evaluation_summary(reader), list_evaluation_tables(reader))
    yield ExportFile("evaluation.xlsx", book, _("Tables"))
    for name, table in (
        ("planned-stops.csv", tabulate_stops(reader)),
        ("unplanned-stops.csv", tabulate_unplanned(reader)),
    ):
        yield ExportFile(name, make_csv_table(table, plan), table.title)
