"""What the benchmarks of quality share: limits, the run of our optimiser, rows of tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from routeplan.config import SolverRule
    from routeplan.planning.problem import LoopProblem
    from routeplan.planning.schedule import Task
    from routeplan.roads.matrix import Matrix

Orders = dict[str, tuple["Task", ...]]


class BenchError(Exception):
    """A file that cannot be used, or a result that breaks a rule of its benchmark."""


@dataclass(frozen=True)
class Limits:
    """How long and how often each instance is solved.

    Parameters
    ----------
    seconds
        Processor time of each of the `processes`, for one instance and seed.
    """

    seconds: float
    seeds: tuple[int, ...]
    processes: int = 1


def solve(problem: LoopProblem, limits: Limits, seed: int) -> Orders:
    """Return the tasks of each unit, as the optimiser orders them within the limits."""
    from routeplan.config import load_config

    rules = replace(
        load_config().solver,
        seconds=limits.seconds,
        iterations=None,
        processes=limits.processes,
    )
    return _run(problem, rules, seed)


def solve_briefly(problem: LoopProblem, *, iterations: int, seed: int) -> Orders:
    """Return the tasks of each unit, as the optimiser orders them in so many iterations."""
    from routeplan.config import load_config

    rules = replace(load_config().solver, iterations=iterations, restarts=1, processes=1)
    return _run(problem, rules, seed)


def _run(problem: LoopProblem, rules: SolverRule, seed: int) -> Orders:
    from routeplan.planning.optimise import solve_loops

    return dict(solve_loops(problem, rules=rules, seed=seed, clock="cpu").orders)


def make_matrix(lengths: npt.NDArray[np.int64], *, seconds: bool = True) -> Matrix:
    """Return a matrix of as many metres, and as many seconds or none, as the lengths say."""
    import numpy as np

    from routeplan.roads.matrix import Matrix

    return Matrix(lengths * 1000 if seconds else np.zeros_like(lengths), lengths * 1000)


def print_header(names: Sequence[str]) -> None:
    """Print the head of a Markdown table; all columns but the first are numbers."""
    print_row(names)
    print_row(["---", *["--:"] * (len(names) - 1)])


def print_row(cells: Iterable[object]) -> None:
    """Print a row of a Markdown table at once, so that long runs can be watched."""
    print(f"| {' | '.join(map(str, cells))} |", flush=True)


def format_percent(share: float | None) -> str:
    """Return a share as percent, or a dash where there is none."""
    return "–" if share is None else f"{100 * share:.2f} %"


def mean(values: Sequence[float]) -> float | None:
    """Return the mean, None of nothing."""
    return sum(values) / len(values) if values else None
