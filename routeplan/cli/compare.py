"""``routeplan compare``: what one plan does otherwise than another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from routeplan.cli.common import (
    FILE,
    TranslatedCommand,
    align_columns,
    data_dir_option,
    make_printable,
    option,
)
from routeplan.cli.roads_behind import find_network, network_option
from routeplan.i18n import N_, _

if TYPE_CHECKING:
    from routeplan.export.content.comparison import Comparison

MAP_FILE = "compare.html"
MAX_NAMES = 8


@click.command(
    "compare",
    cls=TranslatedCommand,
    help=N_(
        "Compare two plans: figures, units and hotspots, and both on one map.\n\n"
        "Example: routeplan compare monday/plan.json tuesday/plan.json --out compare.html"
    ),
)
@click.argument("first", metavar="A.json", type=FILE)
@click.argument("second", metavar="B.json", type=FILE)
@option("--out", type=FILE, help=N_("The map to write; else compare.html beside the second plan."))
@network_option
@data_dir_option
def compare(
    *, first: Path, second: Path, out: Path | None, name: str | None, data_dir: Path | None
) -> None:
    """Print what is different and write the map."""
    from routeplan.export.content.comparison import compare_plans
    from routeplan.export.webmap.comparison import render_comparison
    from routeplan.files import write_text
    from routeplan.planning.references import read_coherent_plan

    comparison = compare_plans(read_coherent_plan(first), read_coherent_plan(second))
    roads = find_network(comparison.second, name, data_dir)
    target = out or second.with_name(MAP_FILE)
    write_text(target, render_comparison(comparison, network=roads))
    for line in word_comparison(comparison):
        click.echo(make_printable(line))
    click.echo()
    click.echo(_("Map:  {path}").format(path=target))


def word_comparison(comparison: Comparison) -> Iterator[str]:
    """Yield the lines that tell what is different between two plans."""
    from routeplan.export.content.differences import (
        FIRST,
        SECOND,
        describe_plans,
        list_changes,
        list_notes,
        list_sums,
        list_units,
    )
    from routeplan.wording import sample_warning

    if comparison.first.is_sample or comparison.second.is_sample:
        yield f"*** {sample_warning()} ***"
    for name, text in zip((FIRST, SECOND), describe_plans(comparison), strict=True):
        yield f"{name}: {text}"
    yield from list_notes(comparison)
    yield ""
    head = ("", FIRST, SECOND, _("B − A"))
    rows = [(row.name, row.first, row.second, row.difference) for row in list_sums(comparison)]
    yield from align_columns([head, *rows], right=range(1, 4))
    yield ""
    heads = (_("Unit"), _("Stops"), _("Length"), _("Hours"))
    yield from align_columns([heads, *list_units(comparison)])
    yield ""
    for change, heading, items in list_changes(comparison):
        names = [] if change == "same" else [item.rated.hotspot.name for item in items]
        yield f"{heading}: {len(items)}"
        yield from (f"  {name}" for name in names[:MAX_NAMES])
        if len(names) > MAX_NAMES:
            yield "  " + _("... and {n} more").format(n=len(names) - MAX_NAMES)
