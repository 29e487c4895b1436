"""What `plan` and `roster` open: tables, roads and settings, as options and as inputs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from routeplan.cli.common import FILE, find_config_file, option
from routeplan.errors import InputError
from routeplan.i18n import N_, _

if TYPE_CHECKING:
    from routeplan.planning.inputs import Inputs

F = TypeVar("F", bound=Callable[..., Any])

# Settings that `make_overrides` takes, as far as a command has options for them.
SETTINGS = (
    "district", "network", "shift", "seed", "seconds", "iterations", "processes", "programmes",
    "fair",
)  # fmt: skip

_OPTIONS = (
    click.argument("district", required=False),
    option("--boundary", type=FILE, help=N_("File with the outline of any other area.")),
    option(
        "--network", metavar="NAME",
        help=N_("Prepared road network, or `sample`; else the district's."),
    ),
    option("--hotspots", type=FILE, help=N_("Hotspots: CSV, XLSX, GeoJSON, GPKG or KML.")),
    option("--units", type=FILE, help=N_("Units: CSV or XLSX.")),
    option("--closures", type=FILE, help=N_("Closed roads: CSV, XLSX, GeoJSON, GPKG or KML.")),
    option(
        "--calendar", type=FILE, help=N_("Phases of your own that raise or lower categories.")
    ),
    option(
        "--history", type=FILE, help=N_("What earlier shifts visited: see `routeplan history`.")
    ),
    option(
        "--polsek", metavar="KECAMATAN",
        help=N_("Only the hotspots and units of this kecamatan."),
    ),
    option(
        "--programme", "programmes", metavar="NAME", multiple=True,
        help=N_('Programme to work for, e.g. "Polisi Ketok"; may be repeated.'),
    ),
    option(
        "--processes", metavar="N", type=click.IntRange(1),
        help=N_("Cores that the optimiser may use."),
    ),
)  # fmt: skip


def input_options(function: F) -> F:
    """Add the argument and the options that say what is planned with, passed to `open_inputs`."""
    return reduce(lambda decorated, add: add(decorated), reversed(_OPTIONS), function)


def open_inputs(
    *,
    config_file: Path | None,
    data_dir: Path | None,
    day: datetime | None,
    more: Sequence[Path] = (),
    **chosen: Any,
) -> Inputs:
    """Return what the options name, opened and checked.

    Parameters
    ----------
    day
        Date of the shift; today if it is None.
    more
        Settings files that are laid on the first one.
    chosen
        The values of `input_options` and of further options that settings or inputs have.
    """
    from routeplan.config import load_config
    from routeplan.planning.inputs import load_inputs, make_overrides

    if chosen["district"] and chosen["boundary"]:
        raise InputError(_("Give a district or a boundary file, not both."))
    file = find_config_file(config_file)
    overrides = make_overrides(**{key: chosen.pop(key) for key in SETTINGS if key in chosen})
    return load_inputs(
        load_config(file, more=more, overrides=overrides),
        folder=file.parent if file else Path(),
        day=day.date() if day else None,
        data_dir=data_dir,
        **chosen,
    )


def quote_path(path: Path) -> str:
    """Return a path as one word of a command line, on any system."""
    return f'"{path}"' if " " in str(path) else str(path)
