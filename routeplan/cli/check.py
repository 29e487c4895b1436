"""``routeplan check``: the judge on its own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from routeplan.cli.common import EXIT_FAILURE, TranslatedCommand, data_dir_option, option
from routeplan.errors import InputError, NetworkMissingError
from routeplan.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from routeplan.model import Plan
    from routeplan.planning.verify.violations import Violation
    from routeplan.roads.network import Network

MAX_LINES = 16


@click.command(
    "check",
    cls=TranslatedCommand,
    help=N_(
        "Judge a plan: work everything out again and list every broken rule.\n\n"
        "Ends with 0 if the plan is clean, 1 if it breaks rules, 2 if it cannot be read.\n\n"
        "Example: routeplan check maps/lumajang-2024-11-20-malam/plan.json"
    ),
)
@click.argument("plan_file", metavar="PLAN.json", type=click.Path(path_type=Path))
@option("--network", "name", metavar="NAME", help=N_("Prepared road network; else the plan's own."))
@option("--without-network", is_flag=True, help=N_("Check all but the roads."))
@data_dir_option
def check(
    *, plan_file: Path, name: str | None, without_network: bool, data_dir: Path | None
) -> int:
    """Judge a plan file and return the exit code."""
    from routeplan.planning.planfile import read_plan
    from routeplan.planning.verify import find_violations
    from routeplan.wording import sample_warning

    if without_network and name is not None:
        raise InputError(_("Give either --network or --without-network, not both."))
    plan = read_plan(plan_file)
    network = None if without_network else _open_network(plan, name, data_dir)
    violations = find_violations(plan, network)
    if plan.is_sample:
        click.echo(f"*** {sample_warning()} ***")
    for line in word_verdict(plan_file.name, plan, violations):
        click.echo(line)
    if without_network:
        click.echo(_("The roads were not checked."))
    return EXIT_FAILURE if violations else 0


def word_verdict(label: str, plan: Plan, violations: Sequence[Violation]) -> list[str]:
    """Return the lines that tell what the judge found: a screen at most."""
    if not violations:
        stops = sum(len(loop.visits) for loop in plan.loops)
        line = _("{file}: clean. {loops} loops with {stops} visits break no rule.")
        return [line.format(file=label, loops=len(plan.loops), stops=stops)]
    if any(violation.rule == "network" for violation in violations):
        advice = [
            _("The road network has changed since the plan was made."),
            _("Plan again, name the network it was made on (--network), or use --without-network."),
        ]
    else:
        advice = []
    count = ngettext("{file}: {n} broken rule", "{file}: {n} broken rules", len(violations))
    return [
        count.format(file=label, n=len(violations)),
        *_list_violations(plan, violations),
        *advice,
    ]


def _list_violations(plan: Plan, violations: Sequence[Violation]) -> list[str]:
    """Return the violations grouped by unit, those of the plan as a whole first."""
    names = {unit.id: unit.title for unit in plan.units}
    lines: list[str] = []
    shown = 0
    for unit_id in sorted({v.unit_id for v in violations}, key=lambda name: name or ""):
        if len(lines) >= MAX_LINES:
            break
        lines.append("  " + (_("The plan") if unit_id is None else names.get(unit_id, unit_id)))
        group = [v for v in violations if v.unit_id == unit_id][: MAX_LINES - len(lines) + 1]
        lines += [f"    {violation}" for violation in group]
        shown += len(group)
    if shown < len(violations):
        lines.append("  " + _("... and {n} more").format(n=len(violations) - shown))
    return lines


def _open_network(plan: Plan, name: str | None, data_dir: Path | None) -> Network:
    from routeplan.roads.store import get_data_dir, open_network

    folder = get_data_dir(data_dir)
    try:
        return open_network(name or plan.source.network, data_dir=folder, district=plan.area.id)
    except NetworkMissingError as error:
        way_on = [str(error), "  --without-network", "      " + _("checks all but the roads")]
        raise NetworkMissingError("\n".join(way_on)) from None
