"""The roads that are drawn behind the loops of a plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from routeplan.cli.common import F, option
from routeplan.errors import InputError, NetworkMissingError
from routeplan.i18n import N_, _

if TYPE_CHECKING:
    from routeplan.model import PlanSource
    from routeplan.roads.network import Network


def network_option(function: F) -> F:
    """Add ``--network NAME``, passed on as `name`."""
    return option(
        "--network",
        "name",
        metavar="NAME",
        help=N_("Prepared road network to be drawn behind the loops; else the plan's own."),
    )(function)


def find_network(
    source: PlanSource, area_id: str, name: str | None, data_dir: Path | None
) -> Network | None:
    """Return the roads to draw behind loops; where there are none, say on stderr why.

    Parameters
    ----------
    source, area_id
        Of the plan or the roster of these loops.
    name
        Of another network to draw, None for its own.

    Raises
    ------
    InputError
        If a network is named that cannot be opened.
    """
    from routeplan.roads.stats import digest_network
    from routeplan.roads.store import get_data_dir, open_network

    folder, wanted = get_data_dir(data_dir), name or source.network
    try:
        network = open_network(wanted, data_dir=folder, district=area_id)
    except InputError as error:
        if name is not None:
            raise
        click.echo(_word_missing(wanted, error), err=True)
        return None
    if digest_network(network) == source.digest:
        return network
    if name is not None:
        message = _("Note: the plan was made on other roads than those of {name}.")
        click.echo(message.format(name=wanted), err=True)
        return network
    message = _(
        "Note: the road network {name} has changed since the plan was made, so that no roads are "
        "drawn behind the loops. To draw them all the same: --network {name}"
    )
    click.echo(message.format(name=wanted), err=True)
    return None


def _word_missing(name: str, error: InputError) -> str:
    problem = (
        _("There is no prepared road network called {name}.").format(name=name)
        if isinstance(error, NetworkMissingError)
        else str(error)
    )
    remedy = _(
        "Note: no roads are drawn behind the loops. Fetch or import the network as it was "
        "(routeplan network --help), or name another with --network."
    )
    return f"{problem}\n{remedy}"
