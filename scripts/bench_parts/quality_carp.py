"""Capacitated arc routing: serve all streets that demand it, drive least.

Files: vertices and edges; ``from to cost demand`` of each edge; vehicles and their capacity; lower
and upper bound, which may be missing. Vehicles begin and end at vertex 0. The instances gdb are
those of Golden, DeArmon and Baker (1983), https://doi.org/10.1016/0305-0548(83)90026-6.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from quality_tools import BenchError, Limits, make_matrix, solve

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from routeplan.planning.problem import LoopProblem

# Metres of a unit of cost: loops that share the work evenly are to break ties only.
METRES = 10_000

DEPOT = 0


@dataclass(frozen=True)
class CarpInstance:
    """An instance: edges as (from, to, cost, demand); `best_known` is None where none is told."""

    name: str
    vertices: int
    edges: tuple[tuple[int, int, int, int], ...]
    vehicles: int
    capacity: int
    best_known: int | None

    @cached_property
    def lengths(self) -> npt.NDArray[np.int64]:
        """Least cost between all vertices."""
        import numpy as np
        from scipy.sparse.csgraph import floyd_warshall

        direct = np.full((self.vertices, self.vertices), np.inf)
        for a, b, cost, _demand in self.edges:
            direct[a, b] = direct[b, a] = min(direct[a, b], cost)
        lengths: npt.NDArray[np.int64] = np.rint(floyd_warshall(direct)).astype(np.int64)
        return lengths


@dataclass(frozen=True)
class Service:
    """An edge served, by its number, in the direction of the file or `backward`."""

    edge: int
    backward: bool


def list_carp(folder: Path) -> list[Path]:
    """Return the instances of a folder: gdb2 before gdb10."""
    return sorted(folder.glob("*.dat"), key=lambda path: (len(path.stem), path.stem))


def read_carp(path: Path) -> CarpInstance:
    """Read an instance.

    Raises
    ------
    BenchError
        If the file is of another form.
    """
    try:
        numbers = [int(word) for word in path.read_text(encoding="utf-8").split()]
        vertices, count = numbers[:2]
        table = numbers[2 : 2 + 4 * count]
        vehicles, capacity, *bounds = numbers[2 + 4 * count :]
        edges = tuple(zip(*(table[n::4] for n in range(4)), strict=True))
    except ValueError as error:
        raise BenchError(f"{path}: not an instance of arc routing ({error})") from error
    if any(not 0 <= vertex < vertices for edge in edges for vertex in edge[:2]):
        raise BenchError(f"{path}: an edge of a vertex that is not one of 0 to {vertices - 1}")
    return CarpInstance(
        path.stem, vertices, edges, vehicles, capacity, bounds[-1] if bounds else None
    )


def solve_carp(instance: CarpInstance, limits: Limits, seed: int) -> list[list[Service]]:
    """Return the routes that our optimiser finds, each as the edges that it serves in order."""
    orders = solve(make_problem(instance), limits, seed)
    return [
        [
            Service(int(task.visit.id), task.visit.options.index(task.option) == 1)
            for task in tasks
            if task.is_stop
        ]
        for tasks in orders.values()
        if tasks
    ]


def make_problem(instance: CarpInstance) -> LoopProblem:
    """Return the instance as segments to be driven in either direction, all required.

    The capacity is time: a service takes its demand, the drives between take none.
    """
    from routeplan.model import Duty, Option, TimeWindow, Visit
    from routeplan.planning.problem import LoopProblem

    window = TimeWindow(0, instance.capacity)
    units = frozenset(f"vehicle {number}" for number in range(1, instance.vehicles + 1))
    visits = tuple(
        Visit(
            str(number),
            tuple(
                Option(entry, leave, window, demand, 1.0, units, metres=cost * METRES)
                for entry, leave in ((a, b), (b, a))
            ),
            kind="pass",
            hotspot_id=str(number),
            part_id=str(number),
            series=str(number),
            required=True,
        )
        for number, (a, b, cost, demand) in enumerate(instance.edges)
        if demand
    )
    return LoopProblem(
        visits=visits,
        duties=tuple(
            Duty(unit, "streets", DEPOT, window, instance.capacity) for unit in sorted(units)
        ),
        matrices={"streets": make_matrix(instance.lengths * METRES, seconds=False)},
    )


def cost_routes(instance: CarpInstance, routes: Sequence[Sequence[Service]]) -> int | None:
    """Return what routes cost, drives between services included; None if an edge is not served.

    Raises
    ------
    BenchError
        If there are too many routes, one is overloaded, or an edge is served twice.
    """
    served = [service.edge for route in routes for service in route]
    if len(routes) > instance.vehicles or len(set(served)) < len(served):
        raise BenchError(f"{instance.name}: {len(routes)} routes, edges {sorted(served)}")
    total = 0
    for route in routes:
        load = sum(instance.edges[service.edge][3] for service in route)
        if load > instance.capacity:
            raise BenchError(f"{instance.name}: {load} loaded, over {instance.capacity}")
        place = DEPOT
        for service in route:
            a, b, cost, _demand = instance.edges[service.edge]
            enter, leave = (b, a) if service.backward else (a, b)
            total += int(instance.lengths[place, enter]) + cost
            place = leave
        total += int(instance.lengths[place, DEPOT])
    demanded = {number for number, edge in enumerate(instance.edges) if edge[3]}
    return total if demanded == set(served) else None
