"""The command ``routeplan init``."""

from __future__ import annotations

from pathlib import Path

import click

from routeplan.cli.common import TranslatedCommand, config_option, find_config_file, option
from routeplan.i18n import N_, _


@click.command(
    "init",
    cls=TranslatedCommand,
    help=N_(
        "Write a patrol.toml and tables of hotspots and units to begin with.\n\n"
        "Example: routeplan init patroli"
    ),
)
@click.argument(
    "folder", type=click.Path(file_okay=False, path_type=Path), default=".", required=False
)
@option("--force", is_flag=True, help=N_("Overwrite files that exist."))
@config_option
def init(folder: Path, force: bool, config_file: Path | None) -> None:
    """Write the templates into `folder` and say what to do next."""
    from routeplan.config import load_config
    from routeplan.hotspots.templates import HOTSPOT_FILE, UNIT_FILE, write_templates

    config = load_config(find_config_file(config_file))
    for path in write_templates(folder, config=config, force=force):
        click.echo(_("Written: {path}").format(path=path))
    steps = (
        _("Fill in {file}; delete the rows marked CONTOH.").format(file=folder / HOTSPOT_FILE),
        _("Fill in {file}.").format(file=folder / UNIT_FILE),
        _("Set district and shift hours in patrol.toml."),
        f"routeplan hotspots check {folder / HOTSPOT_FILE}",
        "routeplan network fetch lumajang",
        "routeplan plan --config {}".format(folder / "patrol.toml"),
    )
    click.echo("\n" + _("Next:"))
    for number, step in enumerate(steps, 1):
        click.echo(f"  {number}. {step}")
