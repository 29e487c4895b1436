"""The commands ``routeplan hotspots ...``: derive, check and explain hotspots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
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
    from routeplan.model import Hotspot, RatedHotspot, Shift, TimeWindow

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
    echo_counts(Counter(_name_form(hotspot) for hotspot in table.hotspots))
    echo_remarks(
        ignored=table.ignored_columns, unplanned=table.unplanned_columns,
        approximate=table.approximate, area=area,
    )  # fmt: skip
    count = len(table.hotspots)
    message = ngettext("{file}: {n} hotspot, no faults.", "{file}: {n} hotspots, no faults.", count)
    click.echo(message.format(file=file, n=count))


def _name_form(hotspot: Hotspot) -> str:
    """Say whether a hotspot is a place, a road or an area."""
    forms = {
        "line": _("road, drawn on the map"),
        "street": _("road, by the name of the street"),
        "route": _("road, from place to place"),
        "area": _("area"),
    }
    return _("place") if hotspot.shape is None else forms[hotspot.shape.kind]


@hotspots.command(
    help=N_(
        "Show how the risk of a hotspot comes about.\n\n"
        "Example: routeplan hotspots explain hotspots.xlsx H001 --date 2024-11-20 --shift malam"
    ),
)
@click.argument("file", type=FILE)
@click.argument("hotspot_id", metavar="ID")
@option(
    "--date", "day", metavar="YYYY-MM-DD", type=click.DateTime(["%Y-%m-%d"]),
    help=N_("Date whose phases count, and on which the shift starts, e.g. 2024-11-20."),
)  # fmt: skip
@option(
    "--shift", metavar="NAME",
    help=N_("Say when it can be visited in this shift, e.g. malam, and what that is worth."),
)  # fmt: skip
@option(
    "--programme", "programmes", metavar="NAME", multiple=True,
    help=N_('Programme to work for, e.g. "Polisi Ketok"; may be repeated.'),
)  # fmt: skip
@option("--calendar", type=FILE, help=N_("Phases of your own that raise or lower categories."))
@option("--history", type=FILE, help=N_("What earlier shifts visited: see `routeplan history`."))
@_hotspot_area_options
@config_option
def explain(
    *,
    file: Path,
    hotspot_id: str,
    day: datetime | None,
    shift: str | None,
    programmes: Sequence[str],
    calendar: Path | None,
    history: Path | None,
    district: str | None,
    boundary: Path | None,
    config_file: Path | None,
) -> None:
    """Print the factors of a hotspot's risk, their product, and when a visit is worth what."""
    from routeplan.areas.gazetteer import load_gazetteer
    from routeplan.config import load_config
    from routeplan.hotspots.phases import find_phases, load_phases
    from routeplan.hotspots.readers import read_hotspots
    from routeplan.hotspots.risk import explain_risk, rate_hotspots
    from routeplan.planning.inputs import make_overrides
    from routeplan.planning.shifts import make_shift

    for name, value in (("--shift", shift), ("--history", history)):
        if value is not None and day is None:
            raise InputError(_("{option} needs --date as well.").format(option=name))
    settings = find_config_file(config_file)
    config = load_config(settings, overrides=make_overrides(programmes=programmes))
    area = choose_area(config, district=district, boundary=boundary)
    gazetteer = load_gazetteer()
    table = read_hotspots(file, config=config, area=area, gazetteer=gazetteer)
    ids = [hotspot.id for hotspot in table.hotspots]
    if hotspot_id not in ids:
        raise UnknownNameError(_("hotspot"), hotspot_id, ids)
    if calendar is None and settings is not None and config.plan.calendar:
        calendar = settings.parent / config.plan.calendar
    phases = load_phases(config, file=calendar)
    in_force = find_phases(phases, day.date()) if day else ()
    if history is None and settings is not None and config.plan.history:
        configured = settings.parent / config.plan.history
        history = configured if configured.is_file() else None
    start = make_shift(config, shift or config.plan.shift, day.date()).start if day else None
    # whether a history counts depends on what it knows of all of them
    rated = rate_hotspots(
        table.hotspots, config=config, phases=in_force, area=area, gazetteer=gazetteer,
        last_visits=_find_last_visits(history, area, start) if history and start else None,
        day=day.date() if day else None,
    )[ids.index(hotspot_id)]  # fmt: skip
    click.echo(explain_risk(rated, config=config))
    if day is not None:
        for line in _explain_hours(rated, config, day.date(), shift or config.plan.shift):
            click.echo(line)


def _find_last_visits(history: Path, area: Area | None, before: datetime) -> dict[str, date]:
    """Return when each hotspot was visited last; without an area in the only one there is."""
    from routeplan.planning.history import choose_area_ids, find_last_visits, read_visits

    visits = read_visits(history)
    areas = choose_area_ids(area.id if area else None, {visit.area for visit in visits})
    return find_last_visits(visits, areas, before)


def _explain_hours(
    rated: RatedHotspot, config: Config, day: date, shift_name: str
) -> Iterator[str]:
    """Say in which hours of the shift a visit may start, and what it is worth then."""
    from routeplan.hotspots.risk import find_hour
    from routeplan.planning.shifts import make_shift
    from routeplan.planning.windows import find_appointments, find_windows, split_by_factor
    from routeplan.wording import format_date

    shift, hotspot = make_shift(config, shift_name, day), rated.hotspot
    if hotspot.appointment is None:
        windows = find_windows(hotspot, shift, config.tzinfo)
    else:
        windows = find_appointments(hotspot, hotspot.appointment, shift, config.tzinfo)
    when = f"{format_date(day)}, {shift_name}"
    if not windows:
        yield _("{when}: no visit, its days, dates or hours do not fit.").format(when=when)
        return
    hours = ", ".join(_word_window(window, shift) for window in windows)
    yield _("{when}: a visit may start at {hours}.").format(when=when, hours=hours)
    if not rated.hours:
        return
    yield _("Worth of a visit by the hour at which it starts:")
    for window in windows:
        for piece, factor in split_by_factor(window, rated.hours, shift):
            hour = find_hour(rated.hours, shift.moment(piece.start_s).time())
            worth = f"x {factor:5.2f} = {rated.risk * factor:8.2f}"
            reason = hour.reason if hour else ""
            yield f"  {_word_window(piece, shift)}  {worth}  {reason}".rstrip()


def _word_window(window: TimeWindow, shift: Shift) -> str:
    """Return the clock times of a window that may end a second before a whole minute."""
    start, end = shift.moment(window.start_s), shift.moment(window.end_s + 30)
    return f"{start:%H:%M}-{end:%H:%M}" if window.length_s else f"{start:%H:%M}"
