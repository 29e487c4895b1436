"""The command ``routeplan``."""

from __future__ import annotations

import io
import sys

import click

from routeplan import __version__
from routeplan.cli.area import area
from routeplan.cli.check import check
from routeplan.cli.closures import closures
from routeplan.cli.common import TranslatedGroup, TranslatedOption, run
from routeplan.cli.compare import compare
from routeplan.cli.coverage import coverage
from routeplan.cli.evaluate import evaluate
from routeplan.cli.export import export
from routeplan.cli.history import history
from routeplan.cli.hotspots import hotspots
from routeplan.cli.init import init
from routeplan.cli.network import network
from routeplan.cli.plan import plan_command
from routeplan.cli.replan import replan
from routeplan.cli.roster import roster
from routeplan.cli.units import units
from routeplan.i18n import N_


@click.group(
    cls=TranslatedGroup,
    help=N_("Plan patrol loops for police units on OpenStreetMap roads."),
)
@click.version_option(
    __version__,
    prog_name="routeplan",
    message="%(prog)s %(version)s",
    cls=TranslatedOption,
    help=N_("Show the version."),
)
def cli() -> None:
    """Group of all commands."""


cli.add_command(init)
cli.add_command(hotspots)
cli.add_command(units)
cli.add_command(closures)
cli.add_command(area)
cli.add_command(network)
cli.add_command(plan_command)
cli.add_command(replan)
cli.add_command(roster)
cli.add_command(coverage)
cli.add_command(check)
cli.add_command(export)
cli.add_command(compare)
cli.add_command(evaluate)
cli.add_command(history)


def main() -> None:
    """Run the command line and exit."""
    # A pipe or file on Windows holds the letters of one code page only.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    sys.exit(run(cli))
