"""What every writer of a plan takes and gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from routeplan.i18n import N_
from routeplan.model import Plan

if TYPE_CHECKING:
    from routeplan.config import PaperRule
    from routeplan.roads.network import Network

# What each format is for, as the help of the command tells it.
FORMATS: dict[str, str] = {
    "html": N_("Map of the shift, one page for any browser, without internet."),
    "png": N_("Pictures to send: the whole plan, and one for each unit."),
    "pdf": N_("Papers to print and sign: orders, schedule, briefing, route sheets, report."),
    "docx": N_("The same papers, to be edited in Word or LibreOffice."),
    "xlsx": N_("Tables of stops, hotspots and what is not visited, for Excel."),
    "csv": N_("The same tables as plain text, for other programs."),
    "gpx": N_("Track, route and places of each unit, for navigation apps and GPS devices."),
    "kml": N_("The plan for Google Earth and Google My Maps."),
    "kmz": N_("The same, packed: smaller to send."),
    "geojson": N_("The plan for QGIS and other map programs."),
    "gpkg": N_("The plan for QGIS, with its colours and signs."),
    "ics": N_("The shifts as entries of a calendar."),
    "links": N_("Links that open each loop in Google Maps."),
}
# Those that show the roads of the area behind the loops.
DRAWN = frozenset({"html", "png", "pdf", "docx"})
# Those that show the course of closed roads, and of what is not visited, by the network alone.
TRACED = frozenset({"geojson", "gpkg", "kml", "kmz"})


@dataclass(frozen=True)
class ExportFile:
    """A file to be written.

    Parameters
    ----------
    name
        Name without folder, of ASCII letters, digits, hyphens and dots; never made of the names
        in a plan.
    data
        Its content.
    title
        What it is, in the language in use: "Track of Polsek Candipuro".
    """

    name: str
    data: bytes
    title: str


def _make_blank_rule() -> PaperRule:
    # Settings take longer to import than all the writers; the list of formats needs none.
    from routeplan.config import PaperRule

    return PaperRule()


@dataclass(frozen=True)
class ExportOptions:
    """What a writer may need beside the plan.

    Parameters
    ----------
    network
        Its roads stand behind maps and pictures; None leaves them plain.
    tiles
        Whether the HTML map loads background tiles.
    papers
        Letterhead, numbers, names and texts of the papers.
    """

    network: Network | None = None
    tiles: bool = False
    papers: PaperRule = field(default_factory=_make_blank_rule)


# Returns the files of a format, in the language in use. Touches no disk.
Writer = Callable[[Plan, ExportOptions], Iterable[ExportFile]]
