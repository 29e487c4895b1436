"""The commands ``routeplan area ...``: police districts and their sizes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from routeplan.cli.common import FILE, TranslatedGroup, align_columns, option
from routeplan.errors import InputError
from routeplan.i18n import N_, _

if TYPE_CHECKING:
    from routeplan.areas import Area

Row = tuple[str, str, str]


@click.group(
    cls=TranslatedGroup,
    help=N_("List the police districts that routeplan knows and show their size."),
)
def area() -> None:
    """Group of the area commands."""


@area.command(
    name="list",
    help=N_("List the police districts.\n\nExample: routeplan area list"),
)
def list_command() -> None:
    """Print one line per district."""
    from routeplan.areas import list_districts, load_district

    header = (_("district"), _("title"), _("kecamatan"))
    districts = [load_district(name) for name in list_districts()]
    rows = [(district.id, district.title, str(len(district.kecamatan))) for district in districts]
    click.echo("\n".join(align_columns([header, *rows], right={2})))


@area.command(
    help=N_(
        "Show the size in km2 of a district and each of its kecamatan.\n\n"
        "The outlines are simplified by about 400 m, so the sizes differ a little from the "
        "official ones printed beside them.\n\n"
        "Example: routeplan area show jember"
    ),
)
@click.argument("district", required=False)
@option(
    "--boundary",
    type=FILE,
    help=N_("Boundary file (GeoJSON, GPKG, KML, SHP) of any other place."),
)
def show(*, district: str | None, boundary: Path | None) -> None:
    """Print the sizes of one area."""
    from routeplan.areas import load_boundary, load_district

    if (district is None) == (boundary is None):
        raise InputError(
            _("Name either a district, e.g. `routeplan area show jember`, or --boundary FILE.")
        )
    shown = load_boundary(boundary) if boundary else load_district(str(district))
    click.echo(f"{shown.title} ({shown.id})\n")
    click.echo("\n".join(align_columns(list_sizes(shown), right={1})))


def list_sizes(area: Area) -> list[Row]:
    """Return header and rows of the table of sizes: name, km2, remark."""
    from routeplan.wording import format_number

    rows: list[Row] = [(_("kecamatan"), _("km2"), "")]
    rows += [
        (part.name, format_number(part.km2, decimals=1), part.regency) for part in area.kecamatan
    ]
    regencies = list(list_regency_sizes(area))
    if regencies:
        rows += [("", "", ""), *regencies]
    total = sum(part.km2 for part in area.kecamatan) or area.km2
    return [*rows, ("", "", ""), (_("total"), format_number(total, decimals=1), "")]


def list_regency_sizes(area: Area) -> Iterator[Row]:
    """Yield what of each regency belongs to the area, with the regency's official size."""
    from routeplan.areas import list_regencies
    from routeplan.wording import format_number

    for regency in list_regencies():
        sizes = [part.km2 for part in area.kecamatan if part.regency == regency.name]
        if not sizes:
            continue
        if len(sizes) == regency.kecamatan:
            remark = _("official: {km2}")
        else:
            remark = _("{n} of {all} kecamatan; official, whole regency: {km2}")
        remark = remark.format(
            n=len(sizes), all=regency.kecamatan, km2=format_number(regency.official_km2, decimals=1)
        )
        yield regency.name, format_number(sum(sizes), decimals=1), remark
