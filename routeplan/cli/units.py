"""The commands ``routeplan units ...``: check units."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from routeplan.cli.common import FILE, TranslatedGroup, config_option, find_config_file
from routeplan.cli.tables import area_options, choose_area, echo_counts, echo_remarks
from routeplan.i18n import N_, _, ngettext


@click.group(cls=TranslatedGroup, help=N_("Check units."))
def units() -> None:
    """Group of the unit commands."""


@units.command(
    help=N_(
        "Read a file of units and list everything that is wrong with it.\n\n"
        "Example: routeplan units check units.xlsx --district lumajang"
    ),
)
@click.argument("file", type=FILE)
@area_options(
    district=N_("Police district that all bases have to lie in."),
    boundary=N_("Boundary file that all bases have to lie in."),
)
@config_option
def check(
    *, file: Path, district: str | None, boundary: Path | None, config_file: Path | None
) -> None:
    """Print what a file of units holds, or all its faults."""
    from routeplan.areas.gazetteer import load_gazetteer
    from routeplan.config import load_config
    from routeplan.hotspots.units import read_units
    from routeplan.wording import describe_vehicle

    config = load_config(find_config_file(config_file))
    area = choose_area(config, district=district, boundary=boundary)
    table = read_units(file, config=config, area=area, gazetteer=load_gazetteer())
    echo_counts(Counter(describe_vehicle(unit.vehicle) for unit in table.units))
    click.echo(_("Units that may serve each kecamatan:"))
    anywhere = (_("the whole area"),)
    echo_counts(Counter(name for unit in table.units for name in unit.jurisdiction or anywhere))
    echo_remarks(
        ignored=table.ignored_columns, unplanned=table.unplanned_columns,
        approximate=table.approximate, area=area,
    )  # fmt: skip
    count = len(table.units)
    message = ngettext("{file}: {n} unit, no faults.", "{file}: {n} units, no faults.", count)
    click.echo(message.format(file=file, n=count))
