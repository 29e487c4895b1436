"""A roster in a screen of words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from routeplan.cli.common import align_columns
from routeplan.i18n import _, ngettext

if TYPE_CHECKING:
    from routeplan.model import Minimum, Roster

MAX_NAMES = 12


def word_roster(roster: Roster) -> Iterator[str]:
    """Yield the lines that tell who works, what is visited and how well it can be foretold."""
    from routeplan.wording import sample_warning

    if roster.is_sample:
        yield f"*** {sample_warning()} ***"
    message = ngettext(
        "{area}, {first} to {last}: {n} shift, {stops} visits, {km:.0f} km.",
        "{area}, {first} to {last}: {n} shifts, {stops} visits, {km:.0f} km.",
        len(roster.shifts),
    )
    yield message.format(
        area=roster.area_title,
        first=roster.first.isoformat(),
        last=roster.last.isoformat(),
        n=len(roster.shifts),
        stops=sum(len(planned.visits) for planned in roster.shifts),
        km=sum(planned.metres for planned in roster.shifts) / 1000,
    )
    yield ""
    yield from _word_crews(roster)
    yield ""
    yield from _word_minimums(roster)
    yield ""
    yield from _word_figures(roster)


def _word_crews(roster: Roster) -> Iterator[str]:
    names = list(dict.fromkeys(watch.shift.name for watch in roster.watches))
    off = {item.unit_id: len(item.days) for item in roster.days_off}
    rows = [[_("Unit"), *names, _("Shifts"), _("Days off")]]
    for unit in roster.units:
        worked = [watch.shift.name for watch in roster.watches if unit.id in watch.units]
        counts = [str(worked.count(name)) for name in names]
        rows.append([unit.title, *counts, str(len(worked)), str(off.get(unit.id, 0))])
    yield from align_columns(rows, right=range(1, len(rows[0])))


def _word_minimums(roster: Roster) -> Iterator[str]:
    """Yield how many minimums are met, which are not, and which could not be from the start."""
    from routeplan.wording import describe_minimum

    names = {spot.id: spot.name for spot in roster.hotspots}
    impossible = [minimum for minimum in roster.minimums if minimum.reason is not None]
    unmet = roster.unmet
    asked = len(roster.minimums)
    if not asked:
        yield _("Monthly minimums: none, in so few days or by the settings.")
        return
    message = _("Monthly minimums: {met} of {asked} met, {impossible} impossible from the start.")
    met = asked - len(impossible) - len(unmet)
    yield message.format(met=met, asked=asked, impossible=len(impossible))
    told: list[Minimum] = [*impossible, *unmet]
    for minimum in told[:MAX_NAMES]:
        yield f"  {names[minimum.hotspot_id]}: {describe_minimum(minimum, roster)}"
    if len(told) > MAX_NAMES:
        yield "  " + _("... and {n} more").format(n=len(told) - MAX_NAMES)


def _word_figures(roster: Roster) -> Iterator[str]:
    from routeplan.wording import format_number, format_share

    figures = roster.figures
    if figures is None:
        return
    rows = [
        ["", _("Roster"), _("Best plan each time"), _("Random times")],
        [_("Worth kept"), format_share(figures.kept_share, decimals=1), format_share(1), ""],
        [
            _("Mixture of hours (bits)"),
            format_number(figures.entropy, decimals=2),
            format_number(figures.best_entropy, decimals=2),
            format_number(figures.uniform_entropy, decimals=2),
        ],
        [
            _("Longest gap (days)"),
            str(figures.longest_gap_days),
            str(figures.best_gap_days),
            "",
        ],
        [_("Streets driven in the last 7 days"), format_share(figures.repeated_share), "", ""],
    ]
    yield from align_columns(rows, right=range(1, 4))
