"""The overview of a roster: a page, a workbook, pictures and calendars of its units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from routeplan.export.content.month_hours import Outcomes
from routeplan.export.formats import ExportFile
from routeplan.export.roster.duties import make_duties
from routeplan.export.roster.page import render_overview
from routeplan.export.roster.pictures import make_pictures
from routeplan.export.roster.reader import RosterReader
from routeplan.export.roster.workbook import make_coverage_workbook, make_workbook
from routeplan.i18n import _
from routeplan.model import Plan, Roster

if TYPE_CHECKING:
    from routeplan.roads.network import Network

__all__ = ["RosterReader", "make_coverage", "make_overview"]


def make_overview(
    roster: Roster, plans: Iterable[Plan], *, network: Network | None = None
) -> Iterator[ExportFile]:
    """Yield the files of the overview of a roster, in the language in use; touches no disk.

    Parameters
    ----------
    plans
        Those of the planned shifts in their order. They are gone through once, and none is kept
        but the first, so that a month takes no more memory than a night.
    network
        Its roads stand behind the map; None leaves it plain.
    """
    reader = RosterReader(roster)
    page = render_overview(reader, plans, network=network)
    yield ExportFile("index.html", page.encode("utf-8"), _("Overview of the roster"))
    yield from make_workbook(reader)
    yield from make_pictures(reader)
    yield from make_duties(reader)


def make_coverage(reader: RosterReader, outcomes: Outcomes | None = None) -> Iterator[ExportFile]:
    """Yield tables and pictures of what the planned shifts of a roster cover.

    Parameters
    ----------
    outcomes
        What a history tells of the visits; None where none is in use.
    """
    yield from make_coverage_workbook(reader, outcomes)
    yield from make_pictures(reader)
