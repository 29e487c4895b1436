"""The commands ``routeplan network ...``: get, list and describe prepared road networks."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from routeplan.cli.common import (
    FILE,
    TranslatedGroup,
    align_columns,
    config_option,
    data_dir_option,
    find_config_file,
    load_area,
    option,
    warn_of_age,
)
from routeplan.cli.figures import word_info
from routeplan.errors import InputError
from routeplan.i18n import N_, _

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

    from routeplan.config import Config
    from routeplan.roads.network import Network
    from routeplan.roads.raw import RawRoads
    from routeplan.roads.stats import NetworkInfo


@click.group(
    cls=TranslatedGroup,
    help=N_("Get, list and describe the road networks that plans are made on."),
)
def network() -> None:
    """Group of the network commands."""


@network.command(
    help=N_(
        "Fetch the roads of a district from OpenStreetMap (Overpass servers).\n\n"
        "What was got is kept: if the fetch breaks off, the same command goes on from there.\n\n"
        "Example: routeplan network fetch lumajang"
    ),
)
@click.argument("district", required=False)
@option("--boundary", type=FILE, help=N_("Boundary file (GeoJSON, GPKG ...) of any other place."))
@option("--name", metavar="NAME", help=N_("Name of the network; the district's if left out."))
@option("--refresh", is_flag=True, help=N_("Forget the answers kept from earlier fetches."))
@config_option
@data_dir_option
def fetch(
    *,
    district: str | None,
    boundary: Path | None,
    name: str | None,
    refresh: bool,
    config_file: Path | None,
    data_dir: Path | None,
) -> None:
    """Fetch roads and prepare a network."""
    from routeplan.config import load_config
    from routeplan.roads.overpass import Overpass, fetch_roads
    from routeplan.roads.store import check_name, get_cache_dir, get_data_dir

    area = load_area(district, boundary)
    if area is None:
        raise InputError(_("Name a district, or give --boundary FILE."))
    name = check_name(name or area.id)
    config = load_config(find_config_file(config_file))
    folder = get_data_dir(data_dir)
    with _show_progress(_("Fetching {area}").format(area=area.title)) as progress:
        overpass = Overpass(
            config.fetch,
            get_cache_dir(folder),
            refresh=refresh,
            on_progress=progress,
            on_wait=_tell_wait,
        )
        raw = fetch_roads(area, overpass=overpass)
    _prepare(raw, name, folder, config)


@network.command(
    "import",
    help=N_(
        "Read the roads of a file and prepare a network.\n\n"
        "Kinds of file: .osm.pbf, .osm, .osm.gz, .osm.bz2, .json (answer of an Overpass server), "
        ".graphml (saved by osmnx).\n\n"
        "Example: routeplan network import java-latest.osm.pbf --name jember --clip jember"
    ),
)
@click.argument("file", type=FILE)
@option("--name", metavar="NAME", required=True, help=N_("Name of the network."))
@option("--clip", metavar="DISTRICT", help=N_("Keep the roads of this district only."))
@option("--boundary", type=FILE, help=N_("Keep the roads within this boundary file only."))
@config_option
@data_dir_option
def import_(
    *,
    file: Path,
    name: str,
    clip: str | None,
    boundary: Path | None,
    config_file: Path | None,
    data_dir: Path | None,
) -> None:
    """Read a road file and prepare a network."""
    from routeplan.config import load_config
    from routeplan.roads.sources import read_roads
    from routeplan.roads.store import check_name, get_data_dir

    check_name(name)
    config = load_config(find_config_file(config_file))
    raw = read_roads(file, clip=load_area(clip, boundary))
    _prepare(raw, name, get_data_dir(data_dir), config)


@network.command("list", help=N_("List the prepared networks."))
@data_dir_option
def list_(*, data_dir: Path | None) -> None:
    """Print one row per prepared network."""
    from routeplan.roads.store import get_data_dir, list_networks, load_network

    folder = get_data_dir(data_dir)
    names = list_networks(folder)
    if not names:
        message = _("No networks in {folder} yet. Get one: routeplan network fetch lumajang")
        click.echo(message.format(folder=folder))
        return
    rows = [(_("name"), "km", _("OSM data of"), _("source"))]
    for name in names:
        try:
            found = load_network(name, folder)
        except InputError as error:
            rows.append((name, "?", "?", str(error)))
            continue
        km = f"{found.edge_mm.sum() / 1e6:.0f}"
        rows.append((name, km, found.source.osm_timestamp or "?", found.source.origin))
    for line in align_columns(rows, right=(1,)):
        click.echo(line)


@network.command(
    help=N_(
        "Describe a network: figures, source, age, and what is not honoured.\n\n"
        "Example: routeplan network info lumajang\n\n"
        "Example: routeplan network info sample --district jember"
    ),
)
@click.argument("name")
@option("--district", metavar="DISTRICT", help=N_("Whose sample network, where NAME is sample."))
@config_option
@data_dir_option
def info(
    *, name: str, district: str | None, config_file: Path | None, data_dir: Path | None
) -> None:
    """Print the figures of a network."""
    from routeplan.config import load_config
    from routeplan.roads.store import get_data_dir, open_network

    config = load_config(find_config_file(config_file))
    found = open_network(name, data_dir=get_data_dir(data_dir), district=district)
    _echo_info(_describe(found, config))


@contextmanager
def _show_progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """Yield what draws a bar on stderr when told how many of how many parts are done."""
    bars: list[ProgressBar[int]] = []

    def show(done: int, total: int) -> None:
        if not bars:
            bar = click.progressbar(length=total, label=label, show_pos=True, file=sys.stderr)
            bars.append(bar)
            bar.render_progress()
        bars[0].update(done - bars[0].pos)

    try:
        yield show
    finally:
        for bar in bars:
            bar.render_finish()  # the cursor comes back, whatever happened


def _tell_wait(reason: str, seconds: float) -> None:
    message = _("The server says: {reason}. Asking again in {seconds} s.")
    click.echo("\n" + message.format(reason=reason, seconds=round(seconds)), err=True)


def _prepare(raw: RawRoads, name: str, folder: Path, config: Config) -> None:
    from routeplan.roads.network import build_network
    from routeplan.roads.store import save_network

    built = build_network(raw, name=name)
    path = save_network(built, folder)
    _echo_info(_describe(built, config))
    click.echo()
    click.echo(_("Saved as {path}.").format(path=path))


def _describe(found: Network, config: Config) -> NetworkInfo:
    from datetime import UTC, datetime

    from routeplan.roads.stats import describe_network

    return describe_network(found, profiles=config.profiles, now=datetime.now(UTC))


def _echo_info(figures: NetworkInfo) -> None:
    for line in word_info(figures):
        click.echo(line)
    warn_of_age(figures.source)
