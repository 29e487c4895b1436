"""What every writer of a plan takes and gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from routeplan.config import PaperRule
from routeplan.model import Plan

if TYPE_CHECKING:
    from routeplan.roads.network import Network


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
    papers: PaperRule = field(default_factory=PaperRule)


# Returns the files of a format, in the language in use. Touches no disk.
Writer = Callable[[Plan, ExportOptions], Iterable[ExportFile]]
