"""``routeplan replan``: a plan under way meets reality."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from routeplan.cli.common import (
    FILE,
    TranslatedCommand,
    data_dir_option,
    make_printable,
    option,
)
from routeplan.errors import InputError, NetworkMissingError
from routeplan.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from routeplan.export.content.reader import PlanReader
    from routeplan.model import Plan
    from routeplan.roads.network import Network


@click.command(
    "replan",
    cls=TranslatedCommand,
    help=N_(
        "Change a plan while its shift is under way, and say what changes for whom.\n\n"
        "What is done stays done; the rest changes as little as is worth it.\n\n"
        "Example: routeplan replan plan.json --now 01:10 --unit-out R4-1"
    ),
)
@click.argument("plan_file", metavar="PLAN.json", type=FILE)
@option(
    "--now",
    metavar="HH:MM",
    required=True,
    help=N_("From when on it changes: a clock time of the shift, or a date and time."),
)
@option(
    "--position",
    "positions",
    metavar="UNIT=LAT,LON",
    multiple=True,
    help=N_("Where a unit is, if not where the plan says; may be repeated."),
)
@option(
    "--done",
    metavar="UNIT=N",
    multiple=True,
    help=N_("Visits that a unit has made, if fewer than planned by now; may be repeated."),
)
@option(
    "--unit-out",
    "out",
    metavar="UNIT",
    multiple=True,
    help=N_("Unit that does nothing more; may be repeated."),
)
@option(
    "--incident",
    "incidents",
    metavar="[UNIT=]LAT,LON,MINUTES[,NAME]",
    multiple=True,
    help=N_("What a unit goes to at once: the one named, else the first to be there; repeatable."),
)
@option(
    "--close-road",
    "closures",
    metavar="ROAD",
    multiple=True,
    help=N_(
        'Closed from now on: "Street, Kecamatan", "lat,lon" (with ",80m" for a wider circle), '
        "or a file of closed roads; may be repeated."
    ),
)
@option(
    "--add-hotspot",
    "hotspots",
    metavar="PLACE",
    multiple=True,
    help=N_('New hotspot: "lat,lon,category,name", or a file with new rows; may be repeated.'),
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
    "--use-reserve",
    is_flag=True,
    help=N_("Let units use the time kept for calls to take over what others leave."),
)
@option(
    "--out",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help=N_("Folder to write to; else one beside the plan, e.g. replan-0110."),
)
@option("--network", "name", metavar="NAME", help=N_("Prepared road network; else the plan's own."))
@option(
    "--tiles",
    is_flag=True,
    help=N_("Background tiles from the internet: their server learns where the patrol will be."),
)
@data_dir_option
def replan(
    *,
    plan_file: Path,
    now: str,
    folder: Path | None,
    name: str | None,
    tiles: bool,
    data_dir: Path | None,
    **said: Any,
) -> None:
    """Change a plan and write it."""
    from routeplan.cli.plan import say_how_to_remember, say_what_else
    from routeplan.export.webmap.page import render_map
    from routeplan.files import write_text
    from routeplan.planning.planfile import write_plan
    from routeplan.planning.references import read_coherent_plan
    from routeplan.planning.replan.pipeline import replan_shift
    from routeplan.planning.replan.texts import Words, read_disturbance
    from routeplan.planning.search.run import is_prepared

    plan = read_coherent_plan(plan_file)
    network = _open_network(plan, name, data_dir)
    disturbance = read_disturbance(plan, network, Words(now=now, **said))
    if not is_prepared():
        click.echo(_("The first time the optimiser is prepared, for half a minute."), err=True)
    replanned = replan_shift(plan, network, disturbance)
    target = folder or plan_file.parent / f"replan-{disturbance.moment:%H%M}"
    if (target / plan_file.name).resolve() == plan_file.resolve():
        raise InputError(_("The new plan would take the place of the old: choose another --out."))
    page = render_map(replanned, network=network, tiles=tiles)
    write_plan(replanned, target / "plan.json")
    write_text(target / "map.html", page)
    for line in word_replanning(plan, replanned, use_reserve=disturbance.use_reserve):
        click.echo(make_printable(line))
    click.echo()
    click.echo(_("Plan: {path}").format(path=target / "plan.json"))
    click.echo(_("Map:  {path}").format(path=target / "map.html"))
    click.echo(say_what_else(target / "plan.json"))
    if replanned.config["plan"].get("history"):
        click.echo(say_how_to_remember(target / "plan.json"))


def word_replanning(before: Plan, plan: Plan, *, use_reserve: bool) -> Iterator[str]:
    """Yield the lines that tell what happened, what changes for whom, and what is lost.

    `use_reserve` tells whether units might take over in the time kept for calls.
    """
    from routeplan.export.content.reader import PlanReader
    from routeplan.export.content.replanning import list_events, list_given_up, list_news
    from routeplan.wording import format_clock, format_date, sample_warning

    reader, record = PlanReader(plan), plan.replans[-1]
    if plan.is_sample:
        yield f"*** {sample_warning()} ***"
    head = _("{area}, {shift}, {date}: replanned at {time}.")
    yield head.format(
        area=plan.area.title, shift=plan.shift.name, date=format_date(plan.shift.date),
        time=format_clock(record.moment),
    )  # fmt: skip
    yield from list_events(reader, record)
    for news in list_news(reader, record):
        yield ""
        yield f"{news.name}: {news.summary}."
        yield from (f"  {detail}" for detail in news.details)
    yield ""
    yield from _word_sums(before, plan, use_reserve=use_reserve)
    given_up = list_given_up(reader, record)
    if given_up:
        yield _("Required, but no longer possible: {names}.").format(names=", ".join(given_up))
        yield from _word_reasons(reader, given_up)


def _word_sums(before: Plan, plan: Plan, *, use_reserve: bool) -> Iterator[str]:
    from routeplan.wording import format_share, format_worth

    lost = [item for change in plan.replans[-1].changes for item in change.lost if not item.other]
    if lost:
        text = ngettext(
            "{n} visit that was planned is not made any more.",
            "{n} visits that were planned are not made any more.",
            len(lost),
        )
        yield text.format(n=len(lost))
        if plan.shift.reserve_share and not use_reserve:
            yield _("Some of them may fit into the time kept for calls: add --use-reserve.")
    yield _("Worth of the shift: {before} before, {after} now; {share} of the risk.").format(
        before=format_worth(before.totals.worth),
        after=format_worth(plan.totals.worth),
        share=format_share(plan.totals.risk_share),
    )


def _word_reasons(reader: PlanReader, names: list[str]) -> Iterator[str]:
    """Yield why required hotspots are left out."""
    from routeplan.wording import describe_unvisited

    for item in reader.plan.unvisited:
        name = reader.hotspots[item.hotspot_id].hotspot.name
        if name in names and reader.hotspots[item.hotspot_id].hotspot.is_required:
            yield f"  {name}: {describe_unvisited(item, units=reader.plan.units)}"


def _open_network(plan: Plan, name: str | None, data_dir: Path | None) -> Network:
    from routeplan.roads.store import get_data_dir, open_network

    folder = get_data_dir(data_dir)
    try:
        return open_network(name or plan.source.network, data_dir=folder, district=plan.area.id)
    except NetworkMissingError as error:
        way_on = _("Without the roads that the plan was made on it cannot be changed.")
        raise NetworkMissingError(f"{error}\n{way_on}") from None
