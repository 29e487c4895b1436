"""``routeplan export``: a plan as map, papers, tables, tracks and pictures."""

from __future__ import annotations

from pathlib import Path

import click

from routeplan.cli.common import (
    FILE,
    TranslatedCommand,
    config_option,
    data_dir_option,
    find_config_file,
    option,
)
from routeplan.errors import UnknownNameError
from routeplan.i18n import N_, _


@click.command(
    "export",
    cls=TranslatedCommand,
    help=N_(
        "Write a plan as map, papers, tables, tracks for the phone and pictures.\n\n"
        "Example: routeplan export maps/lumajang-2024-11-20-malam/plan.json --to html,gpx,pdf"
    ),
)
@click.argument("plan_file", metavar="PLAN.json", type=FILE)
@option("--to", "formats", metavar="FORMATS", required=True, help=N_("Formats, with commas."))
@option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help=N_("Folder to write to; else that of the plan."),
)
@config_option
@data_dir_option
def export(
    *,
    plan_file: Path,
    formats: str,
    out: Path | None,
    config_file: Path | None,
    data_dir: Path | None,
) -> None:
    """Write a plan in other formats."""
    from routeplan.config import load_config, read_papers
    from routeplan.export import WRITERS, ExportOptions, export_plan
    from routeplan.planning.planfile import read_plan

    chosen = [name.strip().lower() for name in formats.split(",") if name.strip()]
    for name in chosen:
        if name not in WRITERS:
            raise UnknownNameError(_("format"), name, list(WRITERS))
    plan = read_plan(plan_file)
    settings = find_config_file(config_file)
    papers = load_config(settings).papers if settings else read_papers(plan.config)
    folder = out or plan_file.parent
    options = ExportOptions(papers=papers)
    for file in export_plan(plan, folder, chosen, options=options):
        click.echo(f"{folder / file.name}  {file.title}")
