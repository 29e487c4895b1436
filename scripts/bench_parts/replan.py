"""Replanning: random disturbances of real-sized nights, what is kept, what it costs, how long."""

from __future__ import annotations

import argparse
import os
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from quality_tools import BenchError, format_percent, print_header, print_row
from replan_drawing import KINDS, DisturbanceDrawer, draw_patrol

if TYPE_CHECKING:
    from routeplan.model import Plan
    from routeplan.planning.replan.disturbance import Disturbance
    from routeplan.roads.network import Network

# Roads, and of ten disturbances how many happen there.
ROADS = (("roads/probolinggo.osm.pbf", 8), ("roads/trenggalek_rural_overpass.json", 2))

# Disturbances of each night; the next ones happen to another.
PER_NIGHT = 20

# Changes tried when the rest is planned anew, as many as the night itself was planned with.
ANEW = 4000

COLUMNS = (
    "what happened", "times", "planned", "refused", "kept, median", "lower quartile", "worst tenth",
    "of worth anew", "taken over", "seconds, median", "95 %",
)  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What became of one disturbance.

    Parameters
    ----------
    refusal
        First line of why no plan could be made; empty where there is one.
    kept
        Of each unit that nobody said anything of, the share of its visits ahead that it keeps.
    share
        Worth of what is ahead, over that of the rest planned anew with no regard to the old plan.
    lost, taken
        Visits that units can no longer make, and those of them that others take over.
    """

    kinds: tuple[str, ...]
    seconds: float
    refusal: str = ""
    kept: tuple[float, ...] = ()
    share: float = 1.0
    lost: int = 0
    taken: int = 0


def add_replan_options(parser: argparse.ArgumentParser) -> None:
    """Give a command the options of this benchmark."""
    parser.add_argument("--count", type=int, default=200, help="disturbances in all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--use-reserve", action="store_true")


def measure_replans(arguments: argparse.Namespace) -> None:
    """Print what becomes of random disturbances.

    Raises
    ------
    BenchError
        If the data is missing, or a plan is refused without a reason that belongs to the case.
    """
    from routeplan.i18n import set_language

    folder = os.environ.get("ROUTEPLAN_TEST_DATA")
    if not folder:
        raise BenchError("Set ROUTEPLAN_TEST_DATA (see CONTRIBUTING.md).")
    set_language("en")
    outcomes: list[Outcome] = []
    for name, tenths in ROADS:
        count = arguments.count * tenths // 10
        outcomes += _measure_roads(Path(folder) / name, count, arguments)
    _report(outcomes)


def _measure_roads(file: Path, count: int, arguments: argparse.Namespace) -> list[Outcome]:
    """Disturb nights on the roads of a file, so many times in all."""
    from routeplan.planning.pipeline import plan_shift
    from routeplan.roads.network import build_network
    from routeplan.roads.sources import read_roads

    network = build_network(read_roads(file), name="bench")
    outcomes: list[Outcome] = []
    while len(outcomes) < count:
        seed = arguments.seed * 1000 + len(outcomes) // PER_NIGHT
        inputs = draw_patrol(network, seed=seed)
        plan = plan_shift(inputs)
        print(
            f"{file.name}, seed {seed}: {len(plan.units)} units, {len(plan.hotspots)} hotspots,"
            f" {plan.totals.stops} visits.",
            flush=True,
        )
        drawer = DisturbanceDrawer(network, inputs.area, plan, seed)
        for _number in range(min(PER_NIGHT, count - len(outcomes))):
            disturbance, kinds = drawer.draw()
            used = replace(disturbance, use_reserve=arguments.use_reserve)
            outcomes.append(disturb(plan, network, used, kinds))
    return outcomes


def disturb(
    plan: Plan, network: Network, disturbance: Disturbance, kinds: tuple[str, ...]
) -> Outcome:
    """Return what becomes of a plan; the judge has found the new one clean.

    Raises
    ------
    BenchError
        If there is none, and the case does not say why.
    """
    from routeplan.errors import InputError, PlanRefusedError
    from routeplan.planning.replan.pipeline import replan_shift

    start = time.perf_counter()
    try:
        new = replan_shift(plan, network, disturbance)
    except (InputError, PlanRefusedError) as error:
        reason = str(error).splitlines()[0]
        if reason.startswith("The judge"):
            raise BenchError(f"{disturbance}\n{error}") from None
        return Outcome(kinds, time.perf_counter() - start, refusal=reason)
    seconds = time.perf_counter() - start
    record = new.replans[-1]
    named = {*record.out, *(incident.unit_id for incident in record.incidents)}
    named |= {report.unit_id for report in record.reports}
    others = [change for change in record.changes if change.unit_id not in named]
    lost = [handover for change in record.changes for handover in change.lost]
    return Outcome(
        kinds,
        seconds,
        kept=tuple(
            change.kept / (change.kept + len(change.lost))
            for change in others
            if change.kept + len(change.lost)
        ),
        share=compare_anew(plan, network, disturbance),
        lost=len(lost),
        taken=sum(bool(handover.other) for handover in lost),
    )


def compare_anew(plan: Plan, network: Network, disturbance: Disturbance) -> float:
    """Return the worth of what is ahead over that of the rest planned anew in the same limits."""
    from routeplan.planning.optimise import solve_loops
    from routeplan.planning.replan.disturbance import check_disturbance
    from routeplan.planning.replan.rest import prepare_rest
    from routeplan.planning.replan.settle import settle_orders
    from routeplan.planning.schedule import sum_worth

    rest = prepare_rest(plan, network, check_disturbance(plan, disturbance))
    problem, orders = settle_orders(rest)
    rules = replace(rest.moment.inputs.config.solver, iterations=ANEW)
    anew = solve_loops(problem, rules=rules, seed=plan.seed).orders
    over, ours, best = (
        sum_worth([task for tasks in each.values() for task in tasks], problem.decay)
        for each in (problem.begun, orders, anew)
    )
    return (ours - over) / (best - over) if best > over else 1.0


# ------------------------------------------------------------------------------------------ tables


def _report(outcomes: Sequence[Outcome]) -> None:
    print()
    print_header(COLUMNS)
    _print_outcomes("anything", outcomes)
    for kind in KINDS:
        _print_outcomes(kind, [outcome for outcome in outcomes if kind in outcome.kinds])
    planned = [outcome for outcome in outcomes if not outcome.refusal]
    print(f"\n{len(planned)} new plans, in which the judge found no broken rule.")
    for reason, count in Counter(o.refusal for o in outcomes if o.refusal).most_common():
        print(f"Refused, {count} time(s): {reason}")
    lost = sum(outcome.lost for outcome in planned)
    taken = sum(outcome.taken for outcome in planned)
    busy = sum(bool(outcome.taken) for outcome in planned)
    print(f"Of {lost} visits lost by a unit, others take over {taken}, in {busy} of the plans.")


def _print_outcomes(name: str, outcomes: Sequence[Outcome]) -> None:
    """Print a row for some outcomes; shares of visits kept are over units."""
    planned = [outcome for outcome in outcomes if not outcome.refusal]
    kept = [share for outcome in planned for share in outcome.kept]
    shares = [outcome.share for outcome in planned]
    seconds = [outcome.seconds for outcome in planned]
    print_row(
        [
            name, len(outcomes), len(planned), len(outcomes) - len(planned),
            *(format_percent(find_quantile(kept, level)) for level in (0.5, 0.25, 0.1)),
            format_percent(find_quantile(shares, 0.5)), sum(outcome.taken for outcome in planned),
            *(f"{find_quantile(seconds, level):.1f}" for level in (0.5, 0.95)),
        ]
    )  # fmt: skip


def find_quantile(values: Iterable[float], level: float) -> float:
    """Return a quantile, nan where there is nothing."""
    found = list(values)
    return float(np.quantile(found, level)) if found else float("nan")
