"""``routeplan plan``: the main command."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from routeplan.cli.common import (
    TranslatedCommand,
    config_option,
    data_dir_option,
    option,
    warn_of_age,
)
from routeplan.cli.inputs import input_options, open_inputs, quote_path
from routeplan.cli.summary import word_sensitivity, word_summary
from routeplan.cli.what_if import word_what_if
from routeplan.errors import InputError
from routeplan.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from routeplan.model import Plan
    from routeplan.planning.inputs import Inputs

MAPS = Path("maps")


@click.command(
    "plan",
    cls=TranslatedCommand,
    help=N_(
        "Plan a shift: a loop for each unit, as plan.json and map.html.\n\n"
        "Example: routeplan plan lumajang --network sample --shift malam --date 2024-11-20"
    ),
)
@input_options
@option("--shift", metavar="NAME", help=N_("Shift of the settings, e.g. pagi, siang, malam."))
@option(
    "--date",
    "day",
    metavar="YYYY-MM-DD",
    type=click.DateTime(["%Y-%m-%d"]),
    help=N_("Date on which the shift starts; else today."),
)
@option(
    "--require",
    metavar="ID",
    multiple=True,
    help=N_("Hotspot that has to be visited; may be repeated."),
)
@option(
    "--forbid",
    metavar="ID",
    multiple=True,
    help=N_("Hotspot that nobody visits; may be repeated."),
)
@option(
    "--pin",
    "pins",
    metavar="ID=UNIT",
    multiple=True,
    help=N_("Hotspot that only this unit may visit; may be repeated."),
)
@option(
    "--fair",
    metavar="LIMIT",
    type=click.FloatRange(0, 1, min_open=True),
    help=N_("Most distance between the active shares of the busiest and idlest unit, e.g. 0.2."),
)
@option(
    "--seed",
    metavar="N",
    type=click.IntRange(0),
    help=N_("Same seed and iterations: the same plan."),
)
@option(
    "--seconds",
    metavar="N",
    type=click.FloatRange(0, min_open=True),
    help=N_("Time limit of the optimiser."),
)
@option(
    "--iterations",
    metavar="N",
    type=click.IntRange(1),
    help=N_("Limit of the optimiser instead of seconds."),
)
@option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help=N_("Folder to write to; else maps/AREA-DATE-SHIFT."),
)
@option(
    "--tiles",
    is_flag=True,
    help=N_("Background tiles from the internet: their server learns where the patrol will be."),
)
@option(
    "--sensitivity",
    is_flag=True,
    help=N_("Also say which visits change when every weight moves by 20%."),
)
@option(
    "--what-if",
    is_flag=True,
    help=N_("Also say what one more unit, two hours more, or R2 instead of R4 would gain."),
)
@config_option
@data_dir_option
def plan_command(
    *,
    out: Path | None,
    tiles: bool,
    sensitivity: bool,
    what_if: bool,
    pins: tuple[str, ...],
    **chosen: Any,
) -> None:
    """Plan a shift and write it."""
    from routeplan.export.webmap.page import render_map
    from routeplan.files import write_text
    from routeplan.planning.pipeline import solve_shift
    from routeplan.planning.planfile import write_plan

    inputs = open_inputs(pins=_split_pins(pins), **chosen)
    warn_of_age(inputs.network.source)
    _announce(inputs, sensitivity=sensitivity, what_if=what_if)
    solved = solve_shift(inputs)
    plan = solved.plan
    folder = out or MAPS / _name_folder(plan)
    page = render_map(plan, network=inputs.network, tiles=tiles)
    write_plan(plan, folder / "plan.json")
    write_text(folder / "map.html", page)
    for line in word_summary(plan):
        click.echo(line)
    if sensitivity:
        for line in word_sensitivity(inputs, plan):
            click.echo(line)
    if what_if:
        for line in word_what_if(solved):
            click.echo(line)
    click.echo()
    click.echo(_("Plan: {path}").format(path=folder / "plan.json"))
    click.echo(_("Map:  {path}").format(path=folder / "map.html"))
    click.echo(say_what_else(folder / "plan.json"))
    if plan.config["plan"]["history"]:
        click.echo(
            say_how_to_remember(folder / "plan.json", chosen["config_file"], chosen["history"])
        )


def _split_pins(pins: Sequence[str]) -> dict[str, str]:
    """Return the units by hotspot of texts such as ``H003=R4-1``."""
    owners: dict[str, str] = {}
    for text in pins:
        hotspot, equals, unit = (part.strip() for part in text.partition("="))
        if not (hotspot and equals and unit):
            message = _("--pin {text}: write it as HOTSPOT=UNIT, e.g. --pin H003=R4-1.")
            raise InputError(message.format(text=text))
        if owners.setdefault(hotspot, unit) != unit:
            message = _("--pin gives {hotspot} to two units: {first} and {second}. Choose one.")
            raise InputError(message.format(hotspot=hotspot, first=owners[hotspot], second=unit))
    return owners


def _announce(inputs: Inputs, *, sensitivity: bool, what_if: bool) -> None:
    """Say on stderr what is being worked on, because it takes a while."""
    from routeplan.planning.search.run import is_prepared

    solver = inputs.config.solver
    limit = (
        ngettext("{n} iteration", "{n} iterations", solver.iterations).format(n=solver.iterations)
        if solver.iterations
        else _("up to {n:g} seconds").format(n=solver.seconds)
    )
    message = _("Planning; hotspots: {hotspots}, units: {units}, {limit} ...")
    counts = {"hotspots": len(inputs.hotspots), "units": len(inputs.units)}
    click.echo(message.format(**counts, limit=limit), err=True)
    if not is_prepared():
        click.echo(_("The first time the optimiser is prepared, for half a minute."), err=True)
    if sensitivity:
        from routeplan.planning.sensitivity import DRAWS

        message = _("Then {n} times more with moved weights, each as long.")
        click.echo(message.format(n=DRAWS), err=True)
    if what_if:
        from routeplan.planning.what_if import count_questions

        message = _("Then up to {n} times more with other units and hours, each as long.")
        click.echo(message.format(n=count_questions(inputs.units)), err=True)


def say_what_else(plan_file: Path) -> str:
    """Return the command that makes papers and tracks of a plan, to be copied."""
    message = _("Papers, tables, tracks: routeplan export {path} --to pdf,xlsx,gpx")
    return message.format(path=quote_path(plan_file))


def say_how_to_remember(
    plan_file: Path, settings: Path | None = None, history: Path | None = None
) -> str:
    """Return the command that takes a plan's visits into the history, to be copied."""
    named = {"--config": settings, "--history": history}
    options = [f"{name} {quote_path(path)}" for name, path in named.items() if path is not None]
    command = " ".join(["routeplan history import", quote_path(plan_file), *options])
    return _("Once it is to be driven: {command}").format(command=command)


def _name_folder(plan: Plan) -> str:
    """Return a folder name of letters, digits and hyphens, whatever the names hold."""
    name = f"{plan.area.id}-{plan.shift.date}-{plan.shift.name}"
    return re.sub(r"[^\w-]+", "-", name).strip("-")
