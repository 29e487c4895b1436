"""``routeplan coverage``: what the shifts of a roster cover, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from routeplan.cli.common import (
    FILE,
    TranslatedCommand,
    align_columns,
    data_dir_option,
    option,
)
from routeplan.cli.overview import write_files, write_overview
from routeplan.cli.roads_behind import find_network, network_option
from routeplan.errors import InputError
from routeplan.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from routeplan.export.content.month_coverage import Coverage
    from routeplan.export.content.month_hours import Outcome, Outcomes
    from routeplan.export.roster import RosterReader
    from routeplan.model import Roster

FOLDER = "coverage"
MAX_ROWS = 15
DAY = click.DateTime(["%Y-%m-%d"])


@click.command(
    "coverage",
    cls=TranslatedCommand,
    help=N_(
        "Show what the shifts of a roster cover: by kecamatan, category, level and hour.\n\n"
        "Written are the tables as coverage.xlsx and pictures of them. With --history the visits "
        "that were confirmed and missed stand beside those planned. With --overview the overview "
        "of the whole roster is written again, too: after a stop, or in another language.\n\n"
        "Example: routeplan coverage maps/lumajang-roster-2024-11-01-28/roster.json"
    ),
)
@click.argument("roster_file", metavar="ROSTER.json", type=FILE)
@option("--history", type=FILE, help=N_("History file: what became of the visits."))
@option(
    "--from", "first", metavar="YYYY-MM-DD", type=DAY,
    help=N_("First date that counts; else that of the roster."),
)  # fmt: skip
@option(
    "--to", "last", metavar="YYYY-MM-DD", type=DAY,
    help=N_("Last date that counts; else that of the roster."),
)  # fmt: skip
@option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help=N_("Folder to write to; else the folder coverage beside the roster."),
)
@option("--overview", is_flag=True, help=N_("Write the overview of the roster again, beside it."))
@network_option
@data_dir_option
def coverage(
    *,
    roster_file: Path,
    history: Path | None,
    first: datetime | None,
    last: datetime | None,
    out: Path | None,
    overview: bool,
    name: str | None,
    data_dir: Path | None,
) -> None:
    """Print the tables, and write them with their pictures."""
    from routeplan.export.content.month_coverage import cut_roster
    from routeplan.export.roster import RosterReader, make_coverage
    from routeplan.planning.roster.reading import read_coherent_roster

    whole = read_coherent_roster(roster_file)
    days = (first and first.date(), last and last.date())
    part = cut_roster(whole, first=days[0], last=days[1])
    _refuse_nothing(part, whole)
    outcomes = None if history is None else _read_outcomes(part, history)
    reader = RosterReader(part)
    for line in word_coverage(reader, outcomes):
        click.echo(line)
    click.echo()
    files = make_coverage(reader, outcomes)
    for line in write_files(files, out or roster_file.parent / FOLDER):
        click.echo(line)
    if overview:
        network = find_network(whole.source, whole.area_id, name, data_dir)
        for line in write_overview(whole, roster_file.parent, network=network):
            click.echo(line)


def _refuse_nothing(part: Roster, whole: Roster) -> None:
    if not part.shifts:
        message = _(
            "There is no planned shift in these days. The roster is from {first} to {last}."
        )
        days = {"first": whole.first.isoformat(), "last": whole.last.isoformat()}
        raise InputError(message.format(**days))


def _read_outcomes(roster: Roster, history: Path) -> Outcomes:
    from routeplan.export.content.month_hours import compare_with_history
    from routeplan.planning.history import read_visits

    records = read_visits(history, area=roster.area_id, first=roster.first, last=roster.last)
    return compare_with_history(roster, records)


def word_coverage(reader: RosterReader, outcomes: Outcomes | None) -> Iterator[str]:
    """Yield the lines that tell what is covered, in each group the least covered first."""
    from routeplan.export.roster.cover_tables import name_level
    from routeplan.export.roster.reader import name_kecamatan
    from routeplan.wording import sample_warning

    cover = reader.coverage
    if reader.roster.is_sample:
        yield f"*** {sample_warning()} ***"
    yield from _word_total(reader)
    groups = (
        (_("Kecamatan"), cover.kecamatan, name_kecamatan),
        (_("Category"), cover.categories, reader.name_category),
        (_("Level"), cover.levels, name_level),
    )
    known = (outcomes.kecamatan, outcomes.categories, outcomes.levels) if outcomes else (None,) * 3
    for (head, items, name), told in zip(groups, known, strict=True):
        rows = [_make_row(name(item.name), item, reader, told) for item in _sort(items)]
        yield ""
        yield from _align([head, *_list_heads(told)], rows, texts=1)
    yield ""
    yield from _word_hours(reader, outcomes)
    if outcomes is not None:
        yield from _word_outcomes(outcomes)


def _word_total(reader: RosterReader) -> Iterator[str]:
    from routeplan.wording import format_number, format_share

    roster, total = reader.roster, reader.coverage.total
    message = ngettext(
        "{area}, {first} to {last}: {n} shift, {visits} visits, {share} of the risk visited.",
        "{area}, {first} to {last}: {n} shifts, {visits} visits, {share} of the risk visited.",
        len(roster.shifts),
    )
    yield message.format(
        area=roster.area_title,
        first=roster.first.isoformat(),
        last=max(planned.shift.date for planned in roster.shifts).isoformat(),
        n=len(roster.shifts),
        visits=format_number(total.visits),
        share=format_share(total.risk_share or 0.0),
    )
    if not roster.is_finished:
        yield _("{n} of {all} shifts are planned.").format(
            n=len(roster.shifts), all=len(roster.watches)
        )


def _list_heads(told: Mapping[str, Outcome] | None) -> list[str]:
    return [
        _("Hotspots"),
        _("Risk visited"),
        _("Visits"),
        *_list_more_heads(told),
        _("in 28 days"),
        _("Longest gap, days"),
        _("Longest gap at"),
    ]


def _sort(items: Sequence[Coverage]) -> list[Coverage]:
    """Return the least covered first; where nothing is due, last."""
    return sorted(items, key=lambda item: 2.0 if item.risk_share is None else item.risk_share)


def _make_row(
    name: str, item: Coverage, reader: RosterReader, told: Mapping[str, Outcome] | None
) -> list[str]:
    from routeplan.wording import format_number, format_share

    gap = item.longest_gap_days
    return [
        name,
        format_number(item.hotspots),
        _("not due") if item.risk_share is None else format_share(item.risk_share),
        format_number(item.visits, decimals=1),
        *_list_known(told, item.name),
        format_number(item.visits_per_month, decimals=1),
        "" if gap is None else format_number(gap),
        reader.name_spot(item.longest_gap_at) if gap else "",
    ]


def _align(heads: list[str], rows: list[list[str]], *, texts: int = 0) -> Iterator[str]:
    """Yield the first rows below their heads; the last `texts` columns are flush left."""
    shown = [heads, *rows[:MAX_ROWS]]
    for line in align_columns(shown, right=range(1, len(heads) - texts)):
        yield _make_printable(line)
    if len(rows) > MAX_ROWS:
        yield _("... and {n} more").format(n=len(rows) - MAX_ROWS)


def _word_hours(reader: RosterReader, outcomes: Outcomes | None) -> Iterator[str]:
    from routeplan.export.roster.cover_tables import word_hour
    from routeplan.wording import format_number, format_share

    told = None if outcomes is None else outcomes.hours
    heads = [_("Hour"), _("Days"), _("with nobody there"), _("Visits"), *_list_more_heads(told)]
    rows = [
        [
            word_hour(item.hour),
            format_number(item.on_duty),
            format_number(item.empty),
            format_number(item.visits, decimals=1),
            *_list_known(told, str(item.hour)),
            format_share(item.presence_share),
        ]
        for item in reader.hours
    ]
    yield from align_columns(
        [[*heads, _("Share of the presence")], *rows], right=range(1, len(heads) + 1)
    )


def _list_more_heads(told: Mapping[str, Outcome] | None) -> list[str]:
    return [] if told is None else [_("Confirmed"), _("Missed")]


def _list_known(told: Mapping[str, Outcome] | None, name: str) -> list[str]:
    """Return how many visits of a group were confirmed and missed, if a history is in use."""
    from routeplan.export.content.month_hours import Outcome
    from routeplan.wording import format_number

    if told is None:
        return []
    found = told.get(name, Outcome())
    return [format_number(value, decimals=1) for value in (found.confirmed, found.missed)]


def _word_outcomes(outcomes: Outcomes) -> Iterator[str]:
    from routeplan.wording import format_number

    total = outcomes.total
    yield ""
    text = _("In the history: {confirmed} confirmed, {missed} missed, of {planned} visits planned.")
    yield text.format(
        planned=format_number(total.planned, decimals=1),
        confirmed=format_number(total.confirmed, decimals=1),
        missed=format_number(total.missed, decimals=1),
    )
    if outcomes.unknown:
        message = ngettext(
            "{n} visit of the history is of a hotspot that the roster does not have.",
            "{n} visits of the history are of hotspots that the roster does not have.",
            outcomes.unknown,
        )
        yield message.format(n=outcomes.unknown)


def _make_printable(line: str) -> str:
    """Return a line without what a terminal would obey: breaks, escapes, marks of direction."""
    return "".join(letter if letter.isprintable() else " " for letter in line)
