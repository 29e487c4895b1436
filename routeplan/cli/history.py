"""The commands ``routeplan history ...``: what earlier shifts visited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from routeplan.cli.common import (
    FILE,
    TranslatedGroup,
    align_columns,
    config_option,
    find_config_file,
    option,
)
from routeplan.errors import InputError, UnknownNameError
from routeplan.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from routeplan.config import Config
    from routeplan.model import VisitRecord
    from routeplan.planning.history import Recorded
    from routeplan.planning.history.store import VisitBatch
    from routeplan.planning.history.tallies import Tally

MAX_ROWS = 25
MAX_IDS = 20

history_option = option(
    "--history", type=FILE, help=N_("History file; else the one that patrol.toml names.")
)
day_option = option(
    "--date", "day", metavar="YYYY-MM-DD", type=click.DateTime(["%Y-%m-%d"]),
    help=N_("Date up to which visits count; else today."),
)  # fmt: skip


@click.group(cls=TranslatedGroup, help=N_("Remember what earlier shifts visited."))
def history() -> None:
    """Group of the commands on the history."""


@history.command(
    "show",
    help=N_(
        "Show when each hotspot was visited last, the longest unvisited first.\n\n"
        "Example: routeplan history show --history riwayat.sqlite --hotspots hotspots.xlsx"
    ),
)
@history_option
@option("--area", metavar="ID", help=N_("Only visits in this area; else the district's."))
@option(
    "--hotspots", type=FILE,
    help=N_("Table with the names of the hotspots; else the one that patrol.toml names."),
)  # fmt: skip
@day_option
@option("--all", "show_all", is_flag=True, help=N_("Show every hotspot, however many there are."))
@config_option
def show(
    *,
    history: Path | None,
    area: str | None,
    hotspots: Path | None,
    day: datetime | None,
    show_all: bool,
    config_file: Path | None,
) -> None:
    """Print a row for each hotspot."""
    from routeplan.planning.history import read_visits
    from routeplan.planning.history.tallies import tally_hotspots

    config, folder = _load_config(config_file)
    visits = read_visits(_find_history(history, config, folder))
    names = _read_names(hotspots, config, folder)
    areas = _choose_areas(area, config, visits)
    until = day.date() if day else datetime.now(config.tzinfo).date()
    tallies = tally_hotspots(visits, areas=areas, day=until, hotspots=names)
    known = [tally for tally in tallies if not names or tally.hotspot_id in names]
    shown = known if show_all else known[:MAX_ROWS]
    if not known:
        click.echo(_("The history has no visit yet."))
    for line in _list_rows(shown, names, until):
        click.echo(line)
    if len(known) > len(shown):
        click.echo(_("... and {n} more: --all shows them.").format(n=len(known) - len(shown)))
    for line in _list_remarks(tallies, names, visits, until):
        click.echo(line)


def _load_config(config_file: Path | None) -> tuple[Config, Path]:
    """Return the settings, and the folder at which their paths start."""
    from routeplan.config import load_config

    file = find_config_file(config_file)
    return load_config(file), file.parent if file else Path()


def _find_history(given: Path | None, config: Config, folder: Path) -> Path:
    """Return the history file: the one given, else that of the settings."""
    if given is not None:
        return given
    if config.plan.history:
        return folder / config.plan.history
    raise InputError(
        _(
            "Which history? Name its file with --history, or once for all in patrol.toml: under "
            '[plan] the line history = "riwayat.sqlite".'
        )
    )


def _read_names(given: Path | None, config: Config, folder: Path) -> dict[str, str]:
    """Return the names of the hotspots by id; empty where no table is known."""
    from routeplan.areas.gazetteer import load_gazetteer
    from routeplan.hotspots.readers import read_hotspots

    file = given or (folder / config.plan.hotspots if config.plan.hotspots else None)
    if file is None:
        return {}
    table = read_hotspots(file, config=config, gazetteer=load_gazetteer())
    return {hotspot.id: hotspot.name for hotspot in table.hotspots}


def _choose_areas(
    given: str | None, config: Config, visits: Sequence[VisitRecord]
) -> frozenset[str]:
    """Return the ids of the areas that are meant: given, configured, or the only one there is."""
    from routeplan.planning.history import choose_area_ids

    known = {visit.area for visit in visits}
    areas = choose_area_ids(given or config.plan.district, known)
    if given is not None and known and areas.isdisjoint(known):
        raise UnknownNameError(_("area"), given, known)
    return areas


def _list_rows(tallies: Sequence[Tally], names: Mapping[str, str], day: date) -> list[str]:
    """Return a line for each hotspot, under a line of headers."""
    from routeplan.wording import describe_state

    heads = [_("Id"), _("Name"), _("Last visit"), _("Days ago")]
    heads += [describe_state(state).capitalize() for state in ("planned", "confirmed", "missed")]
    rows = [heads, *(_make_row(tally, names, day) for tally in tallies)]
    if not names:
        rows = [[row[0], *row[2:]] for row in rows]
    places = range(len(rows[0]) - 4, len(rows[0]))
    return align_columns(rows, right=places) if tallies else []


def _make_row(tally: Tally, names: Mapping[str, str], day: date) -> list[str]:
    last = tally.last
    return [
        tally.hotspot_id,
        names.get(tally.hotspot_id, ""),
        last.isoformat() if last else _("never"),
        str((day - last).days) if last else "",
        *(str(tally.counts[state]) for state in ("planned", "confirmed", "missed")),
    ]


def _list_remarks(
    tallies: Sequence[Tally], names: Mapping[str, str], visits: Sequence[VisitRecord], day: date
) -> Iterator[str]:
    """Yield what the rows do not show."""
    strange = [tally.hotspot_id for tally in tallies if names and tally.hotspot_id not in names]
    if strange:
        message = ngettext(
            "{n} id of the history is not in the table of hotspots, so that it counts for none: "
            "{ids}",
            "{n} ids of the history are not in the table of hotspots, so that they count for none: "
            "{ids}",
            len(strange),
        )
        more = ["..."] if len(strange) > MAX_IDS else []
        yield message.format(n=len(strange), ids=", ".join([*strange[:MAX_IDS], *more]))
    later = sum(visit.date > day for visit in visits)
    if later:
        message = ngettext(
            "{n} visit is of a later date than {date} and not counted.",
            "{n} visits are of a later date than {date} and not counted.",
            later,
        )
        yield message.format(n=later, date=day.isoformat())


@history.command(
    "import",
    help=N_(
        "Take visits into the history: plans, or tables (.csv, .xlsx) of visits that were made.\n\n"
        "What is told later takes the place of what was told before of the same shift and unit, so "
        "that nothing counts twice. If one of the files is faulty, none is taken in. The history "
        "is made if it is not there.\n\n"
        "Example: routeplan history import maps/lumajang-2024-11-20-malam/plan.json "
        "--history riwayat.sqlite"
    ),
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=FILE)
@history_option
@option(
    "--area", metavar="ID",
    help=N_("Area of the rows of a table that name none; else the district's."),
)  # fmt: skip
@config_option
def import_visits(
    *, files: tuple[Path, ...], history: Path | None, area: str | None, config_file: Path | None
) -> None:
    """Read all files, then take them in together."""
    from routeplan.planning.history.sources import read_batches
    from routeplan.planning.history.store import record_batches

    config, folder = _load_config(config_file)
    target = _find_history(history, config, folder)
    batches = read_batches(files, config=config, area=area or config.plan.district)
    is_new = not target.exists()
    done = record_batches(target, batches)
    for file, batch, recorded in zip(files, batches, done, strict=True):
        for line in _list_results(file, batch, recorded):
            click.echo(line)
    message = _("New history: {path}") if is_new else _("History: {path}")
    click.echo(message.format(path=target))


def _list_results(file: Path, batch: VisitBatch, done: Recorded) -> Iterator[str]:
    """Yield what was taken in of a file, and what its readers must know."""
    from routeplan.wording import describe_notice

    message = ngettext(
        "{file}: {n} visit recorded.", "{file}: {n} visits recorded.", done.added
    ).format(file=file, n=done.added)
    if done.replaced:
        message += " " + ngettext(
            "{n} that was recorded before is replaced.",
            "{n} that were recorded before are replaced.",
            done.replaced,
        ).format(n=done.replaced)
    yield message
    if done.passed_over:
        message = ngettext(
            "{file}: {n} planned visit passed over: what became of it is known already.",
            "{file}: {n} planned visits passed over: what became of them is known already.",
            done.passed_over,
        )
        yield message.format(file=file, n=done.passed_over)
    for notice in batch.notices:
        yield _("Note: {text}").format(text=describe_notice(notice))


@history.command(
    "export",
    help=N_(
        "Write the history as a table, to look at, to correct, or to keep a copy.\n\n"
        "`routeplan history import` reads it back.\n\n"
        "Example: routeplan history export --history riwayat.sqlite --out riwayat.xlsx"
    ),
)
@option("--out", type=FILE, required=True, help=N_("File to write, .csv or .xlsx."))
@history_option
@option("--area", metavar="ID", help=N_("Only visits in this area; else all."))
@option(
    "--hotspots", type=FILE,
    help=N_("Table with the names of the hotspots; else the one that patrol.toml names."),
)  # fmt: skip
@option("--force", is_flag=True, help=N_("Overwrite files that exist."))
@config_option
def export_visits(
    *,
    out: Path,
    history: Path | None,
    area: str | None,
    hotspots: Path | None,
    force: bool,
    config_file: Path | None,
) -> None:
    """Write the visits of a history to a table."""
    from routeplan.files import refuse_existing
    from routeplan.hotspots.visit_writers import check_visit_suffix, write_visit_table
    from routeplan.planning.history import read_visits

    check_visit_suffix(out)
    refuse_existing([out], force=force)
    config, folder = _load_config(config_file)
    visits = read_visits(_find_history(history, config, folder))
    if area is not None:
        areas = _choose_areas(area, config, visits)
        visits = tuple(visit for visit in visits if visit.area in areas)
    write_visit_table(out, visits, names=_read_names(hotspots, config, folder))
    message = ngettext("{n} visit written to {path}.", "{n} visits written to {path}.", len(visits))
    click.echo(message.format(n=len(visits), path=out))
