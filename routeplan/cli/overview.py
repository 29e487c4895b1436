"""The overview of a roster, written beside its plans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from routeplan.errors import RoutePlanError
from routeplan.i18n import _

if TYPE_CHECKING:
    from routeplan.export import ExportFile
    from routeplan.model import Roster
    from routeplan.roads.network import Network


def write_overview(roster: Roster, folder: Path, *, network: Network | None) -> Iterator[str]:
    """Write the overview of the planned shifts of a roster; yield a line for each file.

    Parameters
    ----------
    folder
        That of its ``roster.json``.
    network
        Its roads stand behind the map; None leaves it plain.

    Raises
    ------
    InputError
        If a plan is missing or has changed.
    OutputError
        If a file cannot be written; those before it are.
    """
    from routeplan.export.roster import make_overview
    from routeplan.planning.roster.reading import iterate_plans
    from routeplan.planning.roster.rosterfile import ROSTER_NAME

    click.echo(_("Writing the overview ..."), err=True)
    yield str(folder / ROSTER_NAME)
    files = make_overview(roster, iterate_plans(roster, folder), network=network)
    yield from write_files(files, folder)


def show_unfinished(roster: Roster | None, folder: Path, *, network: Network | None) -> None:
    """Write the overview of what is finished of a roster whose making was stopped.

    What goes wrong with it is said, and keeps nobody from saying why the making was stopped.
    """
    if roster is None or not roster.shifts:
        return
    try:
        for line in write_overview(roster, folder, network=network):
            click.echo(line, err=True)
    except RoutePlanError as error:
        click.echo(_("Error: {error}").format(error=error), err=True)


def write_files(files: Iterable[ExportFile], folder: Path) -> Iterator[str]:
    """Write files into a folder; yield for each its path and what it is."""
    from routeplan.files import write_bytes

    for file in files:
        write_bytes(folder / file.name, file.data)
        yield f"{folder / file.name}  {' '.join(file.title.split())}"
