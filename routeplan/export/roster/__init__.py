"""The overview of a roster: a page, a workbook, pictures and calendars of its units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from routeplan.export.formats import ExportFile
from routeplan.export.roster.page import render_overview
from routeplan.export.roster.reader import RosterReader
from routeplan.i18n import _
from routeplan.model import Plan, Roster

if TYPE_CHECKING:
    from routeplan.roads.network import Network

__all__ = ["make_overview"]


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
