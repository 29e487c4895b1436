"""How good plans of hard nights are: against simple ways to plan, and against the bound."""

from __future__ import annotations

import argparse
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from quality import add_limits, read_limits
from quality_tools import BenchError, Limits, Orders, format_percent, print_header, print_row, solve
from shifts_drawing import HOTSPOTS, UNITS, cut_hours, draw_night
from shifts_nearest import drive_to_nearest

if TYPE_CHECKING:
    from routeplan.model import Plan
    from routeplan.planning.prepare import Preparation
    from routeplan.planning.problem import LoopProblem
    from routeplan.roads.network import Network

ROADS = ("roads/probolinggo.osm.pbf", "roads/trenggalek_rural_overpass.json")

# Hours of the units, longest first: the night is cut until simple planning leaves enough.
HOURS = (8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0, 4.5)
LEFT_BY_GREEDY = 0.15

COLUMNS = (
    "roads", "seed", "visits", "unit hours", "nearest neighbour", "greedy insertion", "routeplan",
    "bound", "over nearest", "over greedy", "broken rules", "seconds",
)  # fmt: skip


@dataclass(frozen=True)
class Night:
    """A night made hard: what greedy insertion makes of it leaves enough worth.

    Parameters
    ----------
    total
        What all its visits are worth together, each made in its best way.
    """

    ready: Preparation
    hours: float
    total: float
    greedy: Orders


def add_shift_options(parser: argparse.ArgumentParser) -> None:
    """Give a command the options of this benchmark."""
    parser.add_argument("files", nargs="*", type=Path, help="OSM files (ROUTEPLAN_TEST_DATA)")
    add_limits(parser, seconds=8.0)


def measure_shifts(arguments: argparse.Namespace) -> None:
    """Print a row for each network and seed.

    Raises
    ------
    BenchError
        If no file is named or found, or the judge finds a broken rule in a plan of ours.
    """
    from routeplan.roads.network import build_network
    from routeplan.roads.sources import read_roads

    limits = read_limits(arguments)
    files = arguments.files or _find_files()
    print(
        f"{HOTSPOTS} hotspots and {len(UNITS)} units drawn by each seed; {limits.seconds:g} s of"
        f" processor time for the optimiser on each of {limits.processes} core(s),"
        f" {len(files) * len(limits.seeds)} plans."
        " Shares of what all visits are worth together, each made in its best way.\n"
    )
    print_header(COLUMNS)
    broken = 0
    for file in files:
        network = build_network(read_roads(file), name="bench")
        broken += sum(
            _report_night(file.name.split(".")[0], network, limits, seed) for seed in limits.seeds
        )
    print(
        f"\nHours were cut until greedy insertion left {format_percent(LEFT_BY_GREEDY)} or more."
        " Broken rules are those that the judge finds in the plan of routeplan."
    )
    if broken:
        raise BenchError(f"The judge found {broken} broken rules.")


def _find_files() -> list[Path]:
    folder = os.environ.get("ROUTEPLAN_TEST_DATA")
    if not folder:
        raise BenchError("Name an OSM file, or set ROUTEPLAN_TEST_DATA (see CONTRIBUTING.md).")
    return [Path(folder) / name for name in ROADS]


def _report_night(name: str, network: Network, limits: Limits, seed: int) -> int:
    """Solve a night, print its row, and return how many rules the plan breaks."""
    from routeplan.planning.bound import find_bound
    from routeplan.planning.verify import find_violations

    night = make_night(network, seed)
    problem = night.ready.problem
    start = time.process_time()
    ours = solve(problem, limits, seed)
    seconds = time.process_time() - start
    orders = {"nearest": drive_to_nearest(problem), "greedy": night.greedy, "ours": ours}
    worth = {label: sum_orders(problem, each) for label, each in orders.items()}
    rules = len(find_violations(finish(night.ready, ours), network))
    cells = [worth["nearest"], worth["greedy"], worth["ours"], find_bound(problem)]
    print_row(
        [
            name, seed, len(problem.visits), f"{len(problem.duties)} × {night.hours:g}",
            *(format_percent(cell / night.total) for cell in cells),
            *(format_percent(worth["ours"] / worth[other] - 1) for other in ("nearest", "greedy")),
            rules or "none", f"{seconds:.1f}",
        ]
    )  # fmt: skip
    return rules


def make_night(network: Network, seed: int) -> Night:
    """Return a drawn night with the longest of `HOURS` in which enough is left to gain.

    Raises
    ------
    BenchError
        If greedy insertion leaves too little even in the shortest.
    """
    from routeplan.planning.insertion import complete_loops
    from routeplan.planning.prepare import prepare_shift

    whole = draw_night(network, seed=seed)
    for hours in HOURS:
        ready = prepare_shift(cut_hours(whole, hours))
        problem = ready.problem
        greedy = complete_loops(
            dict.fromkeys(problem.duty_of, ()), problem.visits, problem.duty_of, problem.roads,
            decay=problem.decay,
        )  # fmt: skip
        total = sum_total(problem)
        if sum_orders(problem, greedy) <= (1 - LEFT_BY_GREEDY) * total:
            return Night(ready, hours, total, greedy)
    raise BenchError(f"seed {seed}: greedy insertion leaves too little, whatever the hours")


def sum_orders(problem: LoopProblem, orders: Orders) -> float:
    """Return what loops are worth."""
    from routeplan.planning.schedule import sum_worth

    return sum_worth((task for tasks in orders.values() for task in tasks), problem.decay)


def sum_total(problem: LoopProblem) -> float:
    """Return what all visits are worth together, each made in its best way."""
    from routeplan.planning.schedule import Task, sum_worth

    best = (
        Task(visit, max(visit.options, key=lambda option: option.worth)) for visit in problem.visits
    )
    return sum_worth(best, problem.decay)


def finish(ready: Preparation, orders: Orders) -> Plan:
    """Return the plan of loops, for the judge."""
    from routeplan.planning.pipeline import finish_plan
    from routeplan.planning.problem import Solution

    return finish_plan(ready, Solution(orders))
