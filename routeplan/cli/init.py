"""The command ``routeplan init``."""

from __future__ import annotations

from pathlib import Path

import click

from routeplan.cli.common import TranslatedCommand, config_option, find_config_file, option
from routeplan.i18n import N_, _

# A night in which all example rows are due.
_PRACTICE_DATE = "2024-11-20"


@click.command(
    "init",
    cls=TranslatedCommand,
    help=N_(
        "Write settings, and tables of hotspots, units and closed roads, to begin with.\n\n"
        "Example: routeplan init patroli"
    ),
)
@click.argument(
    "folder", type=click.Path(file_okay=False, path_type=Path), default=".", required=False
)
@option("--force", is_flag=True, help=N_("Overwrite files that exist."))
@config_option
def init(*, folder: Path, force: bool, config_file: Path | None) -> None:
    """Write the templates into `folder` and say what to do next."""
    from routeplan.config import PATROL_FILE, load_config
    from routeplan.hotspots.templates import (
        CLOSURE_FILE,
        HOTSPOT_FILE,
        ROSTER_FILE,
        UNIT_FILE,
        write_templates,
    )

    config = load_config(find_config_file(config_file))
    for path in write_templates(folder, config=config, force=force):
        click.echo(_("Written: {path}").format(path=path))
    settings = _quote(folder / PATROL_FILE)
    click.echo("\n" + _("To practise with the example rows, all of them in Lumajang:"))
    click.echo(
        f"  routeplan plan lumajang --network sample --config {settings} --date {_PRACTICE_DATE}"
    )
    steps = (
        _("Fill in {file}; delete the rows marked CONTOH.").format(file=folder / HOTSPOT_FILE),
        _("Fill in {file}; delete the rows marked CONTOH.").format(file=folder / UNIT_FILE),
        _("If roads are closed, fill in {file} as well, and name it in {settings}.").format(
            file=folder / CLOSURE_FILE, settings=folder / PATROL_FILE
        ),
        _("Set district and shift hours in {file}.").format(file=folder / PATROL_FILE),
        f"routeplan hotspots check {_quote(folder / HOTSPOT_FILE)} --config {settings}",
        f"routeplan units check {_quote(folder / UNIT_FILE)} --config {settings}",
        _("Fetch the roads of the district that you set: {command}").format(
            command="routeplan network fetch DISTRICT"
        ),
        f"routeplan plan --config {settings}",
        _("For weeks of shifts, set rest and days off in {file}: {command}").format(
            file=folder / ROSTER_FILE,
            command=f"routeplan roster --config {settings} --shifts {_quote(folder / ROSTER_FILE)}",
        ),
    )
    click.echo("\n" + _("Next:"))
    for number, step in enumerate(steps, 1):
        click.echo(f"  {number}. {step}")


def _quote(path: Path) -> str:
    """Return a path as one word of a command line, on any system."""
    return f'"{path}"' if " " in str(path) else str(path)
