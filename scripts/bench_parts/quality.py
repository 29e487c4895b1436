"""How good the optimiser's loops are, on public benchmarks of routing and of police patrol."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from quality_carp import list_carp, read_carp
from quality_peers import PEERS, find_missing
from quality_protector_files import list_protector, read_protector
from quality_report import report_carp, report_protector, report_top
from quality_tools import BenchError, Limits, solve_briefly
from quality_top import TopInstance, list_top, make_problem, read_references, read_top


@dataclass(frozen=True)
class Order:
    """What is to be measured: sets of benchmarks, instances (all if none), peers."""

    folder: Path
    limits: Limits
    sets: tuple[str, ...]
    only: frozenset[str]
    peers: tuple[str, ...]

    def choose(self, files: Sequence[Path]) -> list[Path]:
        """Return the files of the instances asked for."""
        return [file for file in files if not self.only or file.stem in self.only]


def add_quality_options(parser: argparse.ArgumentParser) -> None:
    """Give a command the options of this benchmark."""
    parser.add_argument("--data", type=Path, help="folder (default: ROUTEPLAN_TEST_DATA/bench)")
    parser.add_argument("--sets", default=",".join(SETS), help="some of them, with commas between")
    parser.add_argument("--only", nargs="*", default=[], metavar="NAME", help="instances")
    parser.add_argument("--peer", action="append", default=[], choices=sorted(PEERS))
    add_limits(parser, seconds=8.0)


def add_limits(parser: argparse.ArgumentParser, *, seconds: float) -> None:
    """Give a command the options of `Limits`."""
    parser.add_argument("--seconds", type=float, default=seconds, help="for one instance and seed")
    parser.add_argument("--seeds", default="1,2,3", help="with commas between")
    parser.add_argument("--processes", type=int, default=1, help="cores that the optimiser uses")


def read_limits(arguments: argparse.Namespace) -> Limits:
    """Return the limits that the options say.

    Raises
    ------
    BenchError
        If they are no numbers above 0.
    """
    try:
        seeds = tuple(int(seed) for seed in arguments.seeds.split(","))
    except ValueError:
        raise BenchError(f"--seeds {arguments.seeds}: whole numbers, as in 1,2,3") from None
    if arguments.seconds <= 0 or arguments.processes < 1:
        raise BenchError("--seconds and --processes are above 0")
    return Limits(arguments.seconds, seeds, arguments.processes)


def measure_quality(arguments: argparse.Namespace) -> None:
    """Print a table for each set of benchmarks.

    Raises
    ------
    BenchError
        If there is nothing to measure, or a result breaks a rule of its benchmark.
    """
    order = _read_order(arguments)
    limits = order.limits
    runs = sum(_count_runs(order, name) for name in order.sets)
    if not runs:
        raise BenchError(f"{order.folder}: no instance of {', '.join(order.sets)} is there to run")
    print(
        f"{limits.seconds:g} s of processor time for each instance and seed"
        f" on each of {limits.processes} core(s), so that other work on the machine does not"
        f" count; {runs} runs, at most {runs * limits.seconds / 60:.0f} minutes."
    )
    _warm_up()
    for name in order.sets:
        print(f"\n{TITLES[name]}\n", flush=True)
        SETS[name](order)


def _read_order(arguments: argparse.Namespace) -> Order:
    folder = arguments.data
    if folder is None:
        if not os.environ.get("ROUTEPLAN_TEST_DATA"):
            raise BenchError("Say --data FOLDER, or set ROUTEPLAN_TEST_DATA (CONTRIBUTING.md).")
        folder = Path(os.environ["ROUTEPLAN_TEST_DATA"]) / "bench"
    sets = tuple(arguments.sets.split(","))
    unknown = [name for name in sets if name not in SETS]
    if unknown:
        raise BenchError(f"--sets {','.join(unknown)} is not known; there are {','.join(SETS)}")
    if not folder.is_dir():
        raise BenchError(f"There is no folder {folder}.")
    present = tuple(name for name in sets if (folder / name).is_dir())
    for name in sorted({*sets} - {*present}):
        print(f"{name}: skipped, because {folder} has no folder of this name")
    peers = []
    for peer in arguments.peer:
        missing = find_missing(peer)
        if missing:
            print(f"{peer}: skipped, because {missing}")
        else:
            peers.append(peer)
    return Order(folder, read_limits(arguments), present, frozenset(arguments.only), tuple(peers))


def _count_runs(order: Order, name: str) -> int:
    folder = order.folder / name
    seeds = len(order.limits.seeds)
    if name == "top":
        solved = [read_top(file).targets for file in order.choose(list_top(folder))]
        return sum(map(bool, solved)) * seeds * (1 + len(order.peers))
    lists = {"carp": list_carp, "protector": list_protector}
    return len(order.choose(lists[name](folder))) * seeds


def _warm_up() -> None:
    """Let the optimiser be compiled, where it is not yet, before any clock starts."""
    nodes = ((0.0, 0.0, 0.0), (1.0, 0.0, 1.0), (2.0, 0.0, 0.0))
    solve_briefly(make_problem(TopInstance("tiny", nodes, 1, 3.0)), iterations=1, seed=1)


def _run_top(order: Order) -> None:
    folder = order.folder / "top"
    instances = [read_top(file) for file in order.choose(list_top(folder))]
    report_top(instances, read_references(folder), order.limits, order.peers)


def _run_carp(order: Order) -> None:
    files = order.choose(list_carp(order.folder / "carp"))
    report_carp([read_carp(file) for file in files], order.limits)


def _run_protector(order: Order) -> None:
    files = order.choose(list_protector(order.folder / "protector"))
    report_protector([read_protector(file) for file in files], order.limits)


SETS: dict[str, Callable[[Order], None]] = {
    "top": _run_top,
    "carp": _run_carp,
    "protector": _run_protector,
}

TITLES = {
    "top": "Team orienteering: score, as high as possible",
    "carp": "Capacitated arc routing: cost, as low as possible",
    "protector": "PROTECTOR, police patrol: crime index covered, as high as possible",
}
