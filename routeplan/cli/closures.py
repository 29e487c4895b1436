"""The commands ``routeplan closures ...``: check tables of closed roads."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from routeplan.cli.common import FILE, TranslatedGroup, config_option, find_config_file
from routeplan.cli.tables import area_options, choose_area, echo_counts, echo_remarks
from routeplan.i18n import N_, _, ngettext


@click.group(cls=TranslatedGroup, help=N_("Check tables of closed roads."))
def closures() -> None:
    """Group of the commands on closed roads."""


@closures.command(
    help=N_(
        "Read a file of closed roads and list everything that is wrong with it.\n\n"
        "Example: routeplan closures check closures.xlsx --district lumajang"
    ),
)
@click.argument("file", type=FILE)
@area_options(
    district=N_("Police district that all closed roads have to lie in."),
    boundary=N_("Boundary file that all closed roads have to lie in."),
)
@config_option
def check(
    *, file: Path, district: str | None, boundary: Path | None, config_file: Path | None
) -> None:
    """Print what a file of closed roads holds, or all its faults."""
    from routeplan.config import load_config
    from routeplan.hotspots.closures import read_closure_table
    from routeplan.model import VEHICLES
    from routeplan.wording import describe_vehicle

    config = load_config(find_config_file(config_file))
    area = choose_area(config, district=district, boundary=boundary)
    table = read_closure_table(file, config=config, area=area)
    click.echo(_("Closed to each kind of vehicle:"))
    echo_counts(
        Counter(
            describe_vehicle(vehicle)
            for closure in table.closures
            for vehicle in closure.vehicles or VEHICLES
        )
    )
    echo_remarks(ignored=table.ignored_columns, unplanned=(), approximate=0, area=area)
    count = len(table.closures)
    message = ngettext(
        "{file}: {n} closed road, no faults.", "{file}: {n} closed roads, no faults.", count
    )
    click.echo(message.format(file=file, n=count))
