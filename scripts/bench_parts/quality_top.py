"""Team orienteering: the most score within tours of limited length.

Files as of Chao, Golden and Wasil (1996), "The team orienteering problem",
https://doi.org/10.1016/0377-2217(94)00289-4: ``n;``, ``m;`` and ``tmax;``, then a line
``x;y;score`` for each node. Tours lead from the first node to the last; distances are Euclidean.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from quality_tools import BenchError, Limits, Orders, make_matrix, solve

if TYPE_CHECKING:
    from routeplan.planning.problem import LoopProblem

# Distances are counted in this part of a unit of the file, rounded up: about 100 of them are
# added up, so that a tour that fits in whole numbers fits in real ones.
PARTS = 10**6

# What adding up floats may be off by.
TOLERANCE = 1e-9

REFERENCES = "reference.csv"
REFERENCE_COLUMN = "best_seen"


@dataclass(frozen=True)
class TopInstance:
    """An instance: nodes as (x, y, score), the number of tours and the longest tour."""

    name: str
    nodes: tuple[tuple[float, float, float], ...]
    tours: int
    limit: float

    def measure(self, a: int, b: int) -> float:
        """Return the distance between two nodes."""
        return math.dist(self.nodes[a][:2], self.nodes[b][:2])

    @property
    def targets(self) -> list[int]:
        """The nodes that are worth a visit and within reach, by their numbers."""
        last = len(self.nodes) - 1
        return [
            node
            for node in range(1, last)
            if self.nodes[node][2] > 0
            and self.measure(0, node) + self.measure(node, last) <= self.limit
        ]


def list_top(folder: Path) -> list[Path]:
    """Return the instances of a folder."""
    return sorted(folder.glob("*.txt"))


def read_top(path: Path) -> TopInstance:
    """Read an instance.

    Raises
    ------
    BenchError
        If the file is of another form.
    """
    lines = [line.split(";") for line in path.read_text(encoding="utf-8").split("\n") if line]
    try:
        head = {key.strip(): float(value) for key, value in lines[:3]}
        nodes = tuple((float(x), float(y), float(score)) for x, y, score in lines[3:])
        count, tours, limit = int(head["n"]), int(head["m"]), head["tmax"]
    except (ValueError, KeyError) as error:
        raise BenchError(f"{path}: not an instance of team orienteering ({error})") from error
    if len(nodes) != count or count < 2:
        raise BenchError(f"{path}: {len(nodes)} nodes where the first line says {count}")
    return TopInstance(path.stem, nodes, tours, limit)


def read_references(folder: Path) -> dict[str, float]:
    """Return the best scores known by instance, none where the folder has no table of them."""
    path = folder / REFERENCES
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    try:
        return {row["instance"]: float(row[REFERENCE_COLUMN]) for row in rows}
    except (KeyError, ValueError) as error:
        raise BenchError(f"{path}: columns instance and {REFERENCE_COLUMN} ({error})") from error


def solve_top(instance: TopInstance, limits: Limits, seed: int) -> list[list[int]]:
    """Return the tours that our optimiser finds, as nodes between start and end."""
    if not instance.targets:
        return []
    orders: Orders = solve(make_problem(instance), limits, seed)
    return [[int(task.visit.id) for task in tasks] for tasks in orders.values() if tasks]


def make_problem(instance: TopInstance) -> LoopProblem:
    """Return the instance as visits of units, one for each tour, and a second for each `PARTS`.

    Loops end where they begin, tours do not: the base, place 0, is left from the first node and
    reached at the last.
    """
    import numpy as np

    from routeplan.model import Duty, Option, TimeWindow, Visit
    from routeplan.planning.problem import LoopProblem

    limit = math.floor(instance.limit * PARTS)
    window = TimeWindow(0, limit)
    units = frozenset(f"tour {number}" for number in range(1, instance.tours + 1))
    visits = tuple(
        Visit(
            str(node),
            (Option(place, place, window, 0, instance.nodes[node][2], units),),
            hotspot_id=str(node),
            part_id=str(node),
            series=str(node),
        )
        for place, node in enumerate(instance.targets, start=1)
    )
    leaving = [0, *instance.targets]
    reached = [len(instance.nodes) - 1, *instance.targets]
    lengths = np.array(
        [[math.ceil(instance.measure(a, b) * PARTS) for b in reached] for a in leaving]
    )
    return LoopProblem(
        visits=visits,
        duties=tuple(Duty(unit, "plane", 0, window, limit) for unit in sorted(units)),
        matrices={"plane": make_matrix(lengths)},
    )


def score_tours(instance: TopInstance, tours: Sequence[Sequence[int]]) -> float:
    """Return the score of tours, after adding up their lengths anew from the nodes.

    Raises
    ------
    BenchError
        If there are too many tours, one is too long, or a node is visited twice.
    """
    visited = [node for tour in tours for node in tour]
    if len(tours) > instance.tours or len(set(visited)) < len(visited):
        raise BenchError(f"{instance.name}: {len(tours)} tours, nodes {sorted(visited)}")
    last = len(instance.nodes) - 1
    for tour in tours:
        path = [0, *tour, last]
        length = sum(instance.measure(a, b) for a, b in pairwise(path))
        if length > instance.limit + TOLERANCE or not set(tour) <= set(range(1, last)):
            raise BenchError(f"{instance.name}: {tour} is {length}, over {instance.limit}")
    return sum(instance.nodes[node][2] for node in visited)
