"""The commands ``routeplan hotspots ...``: derive, check and explain hotspots."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from routeplan.cli.common import (
    FILE,
    TranslatedGroup,
    config_option,
    data_dir_option,
    find_config_file,
    option,
)
from routeplan.cli.tables import area_options, choose_area, echo_counts, echo_remarks
from routeplan.errors import InputError, UnknownNameError
from routeplan.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from routeplan.areas.districts import Area
    from routeplan.config import Config
    from routeplan.hotspots.osm_places import OsmPlace
    from routeplan.model import Hotspot

_hotspot_area_options = area_options(
    district=N_("Police district that all hotspots have to lie in."),
    boundary=N_("Boundary file that all hotspots have to lie in."),
)


@click.group(cls=TranslatedGroup, help=N_("Derive, check and explain hotspots."))
def hotspots() -> None:
    """Group of the hotspot commands."""


@hotspots.command(
    "from-osm",
    help=N_(
        "Derive hotspots from OpenStreetMap: markets, election offices, police, banks, fuel, "
        "village offices, schools, stations, places of worship, sights.\n\n"
        "SOURCE is an OSM file (.osm.pbf, .osm, .gz, .bz2), the JSON answer of an Overpass "
        "server, or the name of a district to fetch. Go through the list afterwards: what OSM "
        "knows is not what is vulnerable.\n\n"
        "Example: routeplan hotspots from-osm java-latest.osm.pbf --clip jember --out usulan.xlsx"
    ),
)
@click.argument("source")
@option("--out", type=FILE, required=True, help=N_("File to write, .csv or .xlsx."))
@option("--clip", metavar="DISTRICT", help=N_("Keep the places of this district only."))
@option("--force", is_flag=True, help=N_("Overwrite files that exist."))
@config_option
@data_dir_option
def from_osm(
    *,
    source: str,
    out: Path,
    clip: str | None,
    force: bool,
    config_file: Path | None,
    data_dir: Path | None,
) -> None:
    """Derive hotspots and write them to a table."""
    from routeplan.areas.districts import load_district
    from routeplan.areas.gazetteer import load_gazetteer
    from routeplan.config import load_config
    from routeplan.files import refuse_existing
    from routeplan.hotspots.osm_places import read_places
    from routeplan.hotspots.osm_tags import KEYS, derive_hotspots, is_interesting
    from routeplan.hotspots.writers import check_suffix, write_hotspots

    check_suffix(out)
    refuse_existing([out], force=force)
    config = load_config(find_config_file(config_file))
    area = load_district(clip) if clip else None
    is_file = bool(Path(source).suffix)
    if is_file:
        places = read_places(Path(source), keys=KEYS, wanted=is_interesting)
    else:
        district = load_district(source)
        area = area or district
        places = _fetch_places(district, config, data_dir)
    found = derive_hotspots(places, config=config, area=area, gazetteer=load_gazetteer())
    if not found:
        raise _explain_nothing(source, area, has_roads_only=is_file and not places)
    write_hotspots(out, found)
    echo_counts(Counter(hotspot.category for hotspot in found))
    message = ngettext(
        "{n} hotspot written to {path}.", "{n} hotspots written to {path}.", len(found)
    )
    click.echo(message.format(n=len(found), path=out))


def _explain_nothing(source: str, area: Area | None, *, has_roads_only: bool) -> InputError:
    where = area.title if area else _("the area it covers")
    message = _("{source} has no place of a known category in {area}.")
    if has_roads_only:
        message += " " + _("It seems to hold roads only; take a file with all of OSM's objects.")
    return InputError(message.format(source=source, area=where))


def _fetch_places(area: Area, config: Config, data_dir: Path | None) -> tuple[OsmPlace, ...]:
    from routeplan.hotspots.osm_places import find_places
    from routeplan.hotspots.osm_tags import is_interesting, make_query
    from routeplan.roads.overpass import Overpass, fetch_elements
    from routeplan.roads.store import get_cache_dir, get_data_dir

    def tell_progress(done: int, total: int) -> None:
        message = _("Fetching {area}: {done} of {total} tiles")
        click.echo(message.format(area=area.title, done=done, total=total), err=True)

    cache_dir = get_cache_dir(get_data_dir(data_dir))
    overpass = Overpass(config.fetch, cache_dir, on_progress=tell_progress)
    return find_places(fetch_elements(area, make_query(), overpass=overpass), wanted=is_interesting)


@hotspots.command(
    help=N_(
        "Read a file of hotspots and list everything that is wrong with it.\n\n"
        "Example: routeplan hotspots check hotspots.xlsx --district lumajang"
    ),
)
@click.argument("file", type=FILE)
@_hotspot_area_options
@config_option
def check(
    *, file: Path, district: str | None, boundary: Path | None, config_file: Path | None
) -> None:
    """Print what a file of hotspots holds, or all its faults."""
    from routeplan.areas.gazetteer import load_gazetteer
    from routeplan.config import load_config
    from routeplan.hotspots.readers import read_hotspots

    config = load_config(find_config_file(config_file))
    area = choose_area(config, district=district, boundary=boundary)
    table = read_hotspots(file, config=config, area=area, gazetteer=load_gazetteer())
    echo_counts(Counter(hotspot.category for hotspot in table.hotspots))
    echo_counts(Counter(hotspot.level for hotspot in table.hotspots))
    echo_remarks(
        ignored=table.ignored_columns, unplanned=table.unplanned_columns,
        approximate=table.approximate, area=area,
    )  # fmt: skip
    count = len(table.hotspots)
    message = ngettext("{file}: {n} hotspot, no faults.", "{file}: {n} hotspots, no faults.", count)
    click.echo(message.format(file=file, n=count))


@hotspots.command(
    help=N_(
        "Show how the risk of a hotspot comes about.\n\n"
        "Example: routeplan hotspots explain hotspots.xlsx H001 --date 2024-11-20"
    ),
)
@click.argument("file", type=FILE)
@click.argument("hotspot_id", metavar="ID")
@option(
    "--date", "day", metavar="YYYY-MM-DD", type=click.DateTime(["%Y-%m-%d"]),
    help=N_("Say whether the hotspot matters on this date, e.g. 2024-11-20."),
)  # fmt: skip
@option(
    "--shift", metavar="NAME", help=N_("Say whether it can be visited in this shift, e.g. malam.")
)
@_hotspot_area_options
@config_option
def explain(
    *,
    file: Path,
    hotspot_id: str,
    day: datetime | None,
    shift: str | None,
    district: str | None,
    boundary: Path | None,
    config_file: Path | None,
) -> None:
    """Print the factors of a hotspot's risk and their product."""
    from routeplan.areas.gazetteer import load_gazetteer
    from routeplan.config import load_config
    from routeplan.hotspots.readers import read_hotspots
    from routeplan.hotspots.risk import explain_risk, rate_hotspots

    if shift is not None and day is None:
        raise InputError(_("--shift needs --date as well."))
    config = load_config(find_config_file(config_file))
    area = choose_area(config, district=district, boundary=boundary)
    gazetteer = load_gazetteer()
    table = read_hotspots(file, config=config, area=area, gazetteer=gazetteer)
    named = [hotspot for hotspot in table.hotspots if hotspot.id == hotspot_id]
    if not named:
        raise UnknownNameError(_("hotspot"), hotspot_id, [h.id for h in table.hotspots])
    rated = rate_hotspots(named, config=config, area=area, gazetteer=gazetteer)
    click.echo(explain_risk(rated[0], config=config))
    if day is not None:
        click.echo(_explain_hours(named[0], config, day.date(), shift or config.plan.shift))


def _explain_hours(hotspot: Hotspot, config: Config, day: date, shift_name: str) -> str:
    """Say in which hours of the shift a visit may start."""
    from routeplan.hotspots.calendar import find_pasaran, find_weekday
    from routeplan.planning.shifts import make_shift
    from routeplan.planning.visits import find_windows

    shift = make_shift(config, shift_name, day)
    hours = [
        f"{shift.moment(window.start_s):%H:%M}-{shift.moment(window.end_s):%H:%M}"
        for window in find_windows(hotspot, shift, config.tzinfo)
    ]
    when = f"{day.isoformat()} ({find_weekday(day)} {find_pasaran(day)}), {shift_name}"
    if not hours:
        return _("{when}: no visit, its days, dates or hours do not fit.").format(when=when)
    return _("{when}: a visit may start at {hours}.").format(when=when, hours=", ".join(hours))
