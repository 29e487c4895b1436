"""What the commands on tables of hotspots and of units share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from routeplan.cli.common import FILE, load_area, option
from routeplan.i18n import _, ngettext

if TYPE_CHECKING:
    from routeplan.areas.districts import Area
    from routeplan.config import Config

F = TypeVar("F", bound=Callable[..., Any])


def area_options(*, district: str, boundary: str) -> Callable[[F], F]:
    """Add ``--district`` and ``--boundary`` with these help texts."""

    def decorate(function: F) -> F:
        function = option("--boundary", type=FILE, help=boundary)(function)
        return option("--district", metavar="DISTRICT", help=district)(function)

    return decorate


def choose_area(config: Config, *, district: str | None, boundary: Path | None) -> Area | None:
    """Return the area that places have to lie in, or None where nothing names one.

    Raises
    ------
    InputError
        If both a district and a boundary are given, or one of them cannot be had.
    """
    return load_area(district or (None if boundary else config.plan.district), boundary)


def echo_counts(counts: Counter[str]) -> None:
    """Print how often each name occurs, the most frequent first, and an empty line."""
    width = max(map(len, counts), default=0)
    for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        click.echo(f"{name:{width}}  {count:5}")
    click.echo()


def echo_remarks(
    *, ignored: Sequence[str], unplanned: Sequence[str], approximate: int, area: Area | None
) -> None:
    """Print what a reader of a table has to know although nothing is wrong with it."""
    if ignored:
        click.echo(_("Ignored columns: {names}.").format(names=", ".join(ignored)))
    if unplanned:
        click.echo(
            _("Used by `routeplan roster` only: {names}.").format(names=", ".join(unplanned))
        )
    if approximate:
        message = ngettext(
            "{n} position is approximate: it was found by the name of a village.",
            "{n} positions are approximate: they were found by the name of a village.",
            approximate,
        )
        click.echo(message.format(n=approximate))
    if area is None:
        click.echo(_("Whether they lie in the district is not checked: give --district."))
