"""``routeplan roster``: weeks of shifts that nobody can predict."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from routeplan.cli.common import (
    FILE,
    TranslatedCommand,
    config_option,
    data_dir_option,
    find_config_file,
    option,
    warn_of_age,
)
from routeplan.cli.inputs import input_options, open_inputs
from routeplan.cli.roster_progress import RosterProgress
from routeplan.cli.roster_summary import word_roster
from routeplan.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from routeplan.model import Roster
    from routeplan.planning.inputs import Inputs

MAPS = Path("maps")
DAYS = 28


@click.command(
    "roster",
    cls=TranslatedCommand,
    help=N_(
        "Plan many days: who works when, a plan for each shift, an overview of all.\n\n"
        "Every place is visited as often as it has to be (per_month), and each shift is drawn from "
        "plans that are nearly as good as the best one, so that nobody can tell when somebody "
        "comes. What is finished is kept: run the same command again to go on after a stop.\n\n"
        "Example: routeplan roster jember --network sample --from 2024-11-01 --days 28"
    ),
)
@input_options
@option(
    "--from",
    "first",
    metavar="YYYY-MM-DD",
    type=click.DateTime(["%Y-%m-%d"]),
    help=N_("First date; else today."),
)
@option(
    "--days",
    metavar="N",
    type=int,
    default=DAYS,
    help=N_("How many days; else 28."),
)
@option(
    "--shifts",
    "shifts_file",
    type=FILE,
    help=N_("Settings of the roster, laid on those of patrol.toml: shifts, rest, days off."),
)
@option("--seed", metavar="N", type=click.IntRange(0), help=N_("Same seed: the same roster."))
@option("--restart", is_flag=True, help=N_("Begin anew what is begun or finished in the folder."))
@option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help=N_("Folder to write to; else maps/AREA-roster-DATE-DAYS."),
)
@config_option
@data_dir_option
def roster(
    *,
    first: datetime | None,
    days: int,
    shifts_file: Path | None,
    restart: bool,
    out: Path | None,
    **chosen: Any,
) -> None:
    """Make a roster and its overview."""
    from routeplan.planning.roster.run import run_roster

    inputs = open_inputs(day=first, more=_choose_settings(shifts_file, chosen), **chosen)
    warn_of_age(inputs.network.source)
    day = inputs.shift.date
    folder = out or MAPS / _name_folder(inputs, day.isoformat(), days)
    _announce(inputs, days)
    with RosterProgress(folder) as progress:
        made = run_roster(
            inputs, first=day, days=days, folder=folder, restart=restart, watcher=progress.watcher
        )
    for line in word_roster(made):
        click.echo(line)
    click.echo()
    for line in _write_overview(made, folder):
        click.echo(line)


def _choose_settings(shifts_file: Path | None, chosen: dict[str, Any]) -> list[Path]:
    """Return the settings of the roster: the file given, or the example of the example units."""
    from routeplan.planning.inputs import find_example_roster
    from routeplan.roads.store import SAMPLE

    if shifts_file is not None:
        return [shifts_file]
    has_own = chosen["units"] or find_config_file(chosen["config_file"])
    is_example = chosen["network"] == SAMPLE and not has_own
    return [find_example_roster()] if is_example else []


def _write_overview(made: Roster, folder: Path) -> Iterator[str]:  # noqa: ARG001
    yield _("Roster: {path}").format(path=folder / "roster.json")


def _announce(inputs: Inputs, days: int) -> None:
    """Say on stderr what is being worked on, because it takes a while."""
    from routeplan.planning.search.run import is_prepared

    names = inputs.config.roster.shifts or tuple(inputs.config.shifts)
    message = ngettext(
        "Roster of {n} day, {shifts} a day; hotspots: {hotspots}, units: {units} ...",
        "Roster of {n} days, {shifts} a day; hotspots: {hotspots}, units: {units} ...",
        days,
    )
    counts = {"hotspots": len(inputs.hotspots), "units": len(inputs.units)}
    words = ngettext("{n} shift", "{n} shifts", len(names)).format(n=len(names))
    click.echo(message.format(n=days, shifts=words, **counts), err=True)
    if not is_prepared():
        click.echo(_("The first time the optimiser is prepared, for half a minute."), err=True)


def _name_folder(inputs: Inputs, first: str, days: int) -> str:
    """Return a folder name of letters, digits and hyphens, whatever the names hold."""
    return re.sub(r"[^\w-]+", "-", f"{inputs.area.id}-roster-{first}-{days}").strip("-")
