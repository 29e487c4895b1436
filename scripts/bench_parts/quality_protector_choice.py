"""The exact choice of routes and officers for PROTECTOR, as an integer programme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from quality_protector_files import Arc, PatrolInstance, Route, find_covered
from quality_tools import BenchError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from scipy.optimize import LinearConstraint


def choose_patrol(
    instance: PatrolInstance, pool: Sequence[Route], *, seconds: float
) -> tuple[list[Route], list[int]]:
    """Return the routes of the pool, and the vertices for the officers, that cover most.

    Raises
    ------
    BenchError
        If no choice keeps the rules.
    """
    import numpy as np
    from scipy.optimize import Bounds, milp

    choice = Choice(instance, tuple(pool))
    covers = choice.covers
    gains = np.zeros(len(covers) + len(choice.arcs))
    gains[len(covers) :] = [instance.index_of[arc] for arc in choice.arcs]
    result = milp(
        -gains,
        constraints=choice.make_constraints(),
        # an arc is covered as soon as whole routes and officers cover it
        integrality=np.concatenate([np.ones(len(covers)), np.zeros(len(choice.arcs))]),
        bounds=Bounds(0, 1),
        options={"time_limit": seconds, "mip_rel_gap": 0},
    )
    if result.x is None:
        raise BenchError(f"{instance.name}: no choice of {len(pool)} routes keeps the rules")
    return choice.decode(np.flatnonzero(result.x[: len(covers)] > 0.5).tolist())


@dataclass(frozen=True)
class Choice:
    """What can be chosen: for each kind of route those of the pool, then officers' vertices."""

    instance: PatrolInstance
    pool: tuple[Route, ...]

    @cached_property
    def arcs(self) -> list[Arc]:
        """The arcs that score."""
        return [arc for arc, index in self.instance.index_of.items() if index > 0]

    @cached_property
    def kinds(self) -> list[list[int]]:
        """The numbers of the routes by kind: one that has to drive arcs is a kind of its own."""
        instance = self.instance
        free: dict[int, list[int]] = {}
        for number, zone in enumerate(instance.routes):
            if number not in instance.mandatory:
                free.setdefault(zone, []).append(number)
        return [*([number] for number in sorted(instance.mandatory)), *free.values()]

    @cached_property
    def seats(self) -> list[tuple[int, Route]]:
        """Each route of the pool with each kind that it may be of."""
        instance = self.instance
        return [
            (kind, route)
            for kind, numbers in enumerate(self.kinds)
            for route in self.pool
            if instance.routes[numbers[0]] == instance.routes[route.number]
            and set(instance.mandatory.get(numbers[0], ())) <= set(route.arcs)
        ]

    @cached_property
    def covers(self) -> list[set[Arc]]:
        """What each column of the programme covers: seats, then officers."""
        instance = self.instance
        return [
            *(find_covered(instance, [route], []) for _kind, route in self.seats),
            *(find_covered(instance, [], [vertex]) for vertex in instance.zone_of),
        ]

    def make_constraints(self) -> LinearConstraint:
        """Return: covered arcs are covered by something; no more of each kind than there are."""
        import numpy as np
        from scipy.optimize import LinearConstraint
        from scipy.sparse import csr_array, lil_array

        row_of = {arc: row for row, arc in enumerate(self.arcs)}
        first_kind, officers = len(self.arcs), len(self.arcs) + len(self.kinds)
        table = lil_array((officers + 1, len(self.covers) + len(self.arcs)))
        for column, covered in enumerate(self.covers):
            for arc in covered & row_of.keys():
                table[row_of[arc], column] = -1
        for row in row_of.values():
            table[row, len(self.covers) + row] = 1
        for column, (kind, _route) in enumerate(self.seats):
            table[first_kind + kind, column] = 1
        for column in range(len(self.seats), len(self.covers)):
            table[officers, column] = 1
        counts = [*map(len, self.kinds), self.instance.officers]
        upper = np.array([0] * len(self.arcs) + counts, dtype=float)
        lower: npt.NDArray[np.float64] = np.full(len(upper), -np.inf)
        for kind, numbers in enumerate(self.kinds):
            if numbers[0] in self.instance.mandatory:
                lower[first_kind + kind] = 1
        return LinearConstraint(csr_array(table), lower, upper)

    def decode(self, chosen: Sequence[int]) -> tuple[list[Route], list[int]]:
        """Return routes and officers of chosen columns."""
        left = [list(numbers) for numbers in self.kinds]
        vertices = list(self.instance.zone_of)
        routes, officers = [], []
        for column in chosen:
            if column < len(self.seats):
                kind, route = self.seats[column]
                routes.append(replace(route, number=left[kind].pop()))
            else:
                officers.append(vertices[column - len(self.seats)])
        return routes, officers
