"""``routeplan export``: a plan as map, papers, tables, tracks and pictures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from routeplan.cli.common import (
    FILE,
    TranslatedCommand,
    config_option,
    data_dir_option,
    find_config_file,
    option,
)
from routeplan.cli.roads_behind import find_network, network_option
from routeplan.errors import InputError
from routeplan.i18n import N_, _

if TYPE_CHECKING:
    from routeplan.config import PaperRule
    from routeplan.model import Plan

ALL = "all"
# Formats that name the crews.
SIGNED = frozenset({"pdf", "docx"})


class ExportCommand(TranslatedCommand):
    """A command whose help lists the formats below the options."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the formats."""
        from routeplan.export import FORMATS, WRITERS

        super().format_options(ctx, formatter)
        rows = [(name, _(text)) for name, text in FORMATS.items() if name in WRITERS]
        with formatter.section(_("Formats")):
            formatter.write_dl([*rows, (ALL, _("Everything above."))])


@click.command(
    "export",
    cls=ExportCommand,
    help=N_(
        "Write a plan as map, papers, tables, tracks for the phone and pictures.\n\n"
        "Prints a line for each file: where it is, and what it is.\n\n"
        "Example: routeplan export maps/lumajang-2024-11-20-malam/plan.json --to html,gpx,pdf"
    ),
)
@click.argument("plan_file", metavar="PLAN.json", type=FILE)
@option(
    "--to",
    "formats",
    metavar="FORMATS",
    help=N_("Formats as listed below, with commas between them; or `all`."),
)
@option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help=N_("Folder to write to; else that of the plan."),
)
@network_option
@option(
    "--tiles",
    is_flag=True,
    help=N_("Background tiles from the internet: their server learns where the patrol will be."),
)
@config_option
@data_dir_option
def export(
    *,
    plan_file: Path,
    formats: str | None,
    out: Path | None,
    name: str | None,
    tiles: bool,
    config_file: Path | None,
    data_dir: Path | None,
) -> None:
    """Write a plan in other formats."""
    from routeplan.export import DRAWN, TRACED, ExportOptions, export_plan
    from routeplan.planning.references import read_coherent_plan

    chosen = _choose_formats(formats)
    plan = read_coherent_plan(plan_file)
    papers = _read_papers(plan, plan_file, config_file)
    if SIGNED.intersection(chosen):
        _note_strangers(papers, plan)
    network = None
    if name is not None or DRAWN.union(TRACED).intersection(chosen):
        network = find_network(plan.source, plan.area.id, name, data_dir)
    folder = out or plan_file.parent
    options = ExportOptions(network=network, tiles=tiles, papers=papers)
    for file in export_plan(plan, folder, chosen, options=options, announce=_announce):
        click.echo(f"{folder / file.name}  {' '.join(file.title.split())}")


def _announce(name: str) -> None:
    """Tell which format is made now: all of them take a while."""
    from routeplan.export import FORMATS

    click.echo(f"{name}: {_(FORMATS[name])}", err=True)


def _choose_formats(text: str | None) -> Sequence[str]:
    """Return the formats that a text such as ``html, GPX`` names."""
    from routeplan.export import WRITERS, check_formats

    names = [name.strip().lower() for name in (text or "").split(",") if name.strip()]
    if not names:
        message = _("Name the formats with --to, e.g. --to html,pdf. Known: {names}.")
        raise InputError(message.format(names=", ".join([*WRITERS, ALL])))
    chosen = check_formats(name for name in names if name != ALL)
    return list(WRITERS) if ALL in names else chosen


def _read_papers(plan: Plan, plan_file: Path, config_file: Path | None) -> PaperRule:
    """Return the rules of the papers: of the settings file if there is one, else of the plan."""
    from routeplan.config import load_config, read_papers

    settings = find_config_file(config_file)
    if settings:
        return load_config(settings).papers
    return read_papers(plan.config, file=plan_file)


def _note_strangers(papers: PaperRule, plan: Plan) -> None:
    """Say on stderr which crews are named for units that the plan does not have."""
    units = {unit.id for unit in plan.units}
    strangers = [unit for unit in papers.crews if unit not in units]
    if strangers:
        message = _(
            "Note: papers.crews names {strangers}, not on duty in this plan. Its units: {units}."
        )
        names = {"strangers": ", ".join(strangers), "units": ", ".join(sorted(units))}
        click.echo(message.format(**names), err=True)
