"""The police patrol benchmark PROTECTOR through our optimiser.

Our planner starts loops at bases and knows no officers who stand somewhere. So bases and officers
are drawn at random, the optimiser drives loops from there, many times; an exact choice among all
loops so found and all places for the officers follows.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from quality_protector_files import Arc, PatrolInstance, Route, find_covered
from quality_tools import Limits, Orders, make_matrix, solve_briefly

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from routeplan.model import Visit
    from routeplan.planning.problem import LoopProblem

# Lengths are given to two digits.
PARTS = 100

# Longer than any route may be.
NO_WAY_M = 10**5

# Iterations of the optimiser for one draw.
ITERATIONS = 200

# Part of the time that is kept for the choice.
CHOICE_SHARE = 0.25


@dataclass(frozen=True)
class Streets:
    """The vertices that routes of a zone may be at, and the ways between them."""

    instance: PatrolInstance
    zone: int

    @cached_property
    def places(self) -> dict[int, int]:
        """Row and column of each vertex, whether it may be entered or not."""
        return {vertex: place for place, vertex in enumerate(self.instance.zone_of)}

    @cached_property
    def _ways(self) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int32]]:
        import numpy as np
        from scipy.sparse.csgraph import dijkstra

        direct = np.zeros((len(self.places), len(self.places)))
        for (u, v), metres in self.instance.metres_of.items():
            if self.instance.may_enter(self.zone, u) and self.instance.may_enter(self.zone, v):
                direct[self.places[u], self.places[v]] = metres
        ways: tuple[npt.NDArray[np.float64], npt.NDArray[np.int32]] = dijkstra(
            direct, return_predecessors=True
        )
        return ways

    @cached_property
    def lengths(self) -> npt.NDArray[np.int64]:
        """Least metres between all vertices, in `PARTS`."""
        import numpy as np

        metres = np.minimum(self._ways[0], NO_WAY_M)
        lengths: npt.NDArray[np.int64] = np.rint(metres * PARTS).astype(np.int64)
        return lengths

    def find_path(self, start: int, end: int) -> list[Arc]:
        """Return the arcs of the shortest way from one place to another."""
        vertices, before = list(self.places), self._ways[1]
        arcs = []
        while end != start:
            previous = int(before[start, end])
            arcs.append((vertices[previous], vertices[end]))
            end = previous
        return arcs[::-1]


def solve_patrol(
    instance: PatrolInstance, limits: Limits, seed: int
) -> tuple[list[Route], list[int]]:
    """Return routes, and the vertices where officers stand."""
    from quality_protector_choice import choose_patrol

    zones = {zone: Streets(instance, zone) for zone in instance.limits}
    rng = random.Random(seed)  # noqa: S311 - not for secrets
    pool: dict[tuple[int, frozenset[Arc], frozenset[Arc]], Route] = {}
    end = time.process_time() + (1 - CHOICE_SHARE) * limits.seconds
    while time.process_time() < end:
        problem = draw_problem(instance, zones, rng)
        orders = solve_briefly(problem, iterations=ITERATIONS, seed=rng.randrange(2**31))
        for route in list_routes(problem, orders, zones):
            zone = instance.routes[route.number]
            covered = frozenset(find_covered(instance, [route], []))
            key = zone, covered, frozenset(route.arcs) & instance.must_drive
            pool.setdefault(key, route)
    return choose_patrol(
        instance, list(pool.values()), seconds=max(CHOICE_SHARE * limits.seconds, 1.0)
    )


def draw_problem(
    instance: PatrolInstance, zones: dict[int, Streets], rng: random.Random
) -> LoopProblem:
    """Return the routes as units with bases at random vertices, the streets as segments.

    What officers at random vertices cover is worth nothing to the routes.
    """
    from routeplan.model import Duty, TimeWindow
    from routeplan.planning.problem import LoopProblem

    officers = rng.sample(list(instance.zone_of), instance.officers)
    covered = find_covered(instance, [], officers)
    duties = []
    for number, zone in enumerate(instance.routes):
        limit = round(instance.limits[zone] * PARTS)
        start = rng.choice([v for v in instance.zone_of if instance.may_enter(zone, v)])
        duties.append(
            Duty(
                str(number), str(zone), zones[zone].places[start],
                TimeWindow(0, limit), limit, max_loop_m=limit,
            )
        )  # fmt: skip
    return LoopProblem(
        visits=_make_visits(instance, zones, covered),
        duties=tuple(duties),
        matrices={str(zone): make_matrix(streets.lengths) for zone, streets in zones.items()},
    )


def _make_visits(
    instance: PatrolInstance, zones: dict[int, Streets], covered: set[Arc]
) -> tuple[Visit, ...]:
    """Return streets worth driving as segments, and the arcs that one route has to drive."""
    units_of = {
        arc: frozenset(
            str(number)
            for number, zone in enumerate(instance.routes)
            if all(instance.may_enter(zone, vertex) for vertex in arc)
        )
        for arc in instance.streets
    }
    wanted = [
        _make_visit(instance, zones, instance.find_both(arc), units_of[arc], covered)
        for arc in instance.streets
        if any(instance.index_of[each] for each in instance.find_both(arc) if each not in covered)
        and not instance.must_drive & {arc, arc[::-1]}
    ]
    mandatory = [
        _make_visit(instance, zones, [arc], frozenset({str(number)}), covered, required=True)
        for number, arcs in instance.mandatory.items()
        for arc in arcs
    ]
    return (*wanted, *mandatory)


def _make_visit(
    instance: PatrolInstance, zones: dict[int, Streets], ways: Sequence[Arc],
    units: frozenset[str], covered: set[Arc], *, required: bool = False,
) -> Visit:  # fmt: skip
    from routeplan.model import Option, TimeWindow, Visit

    places = zones[0].places
    worth = sum(instance.index_of[a] for a in instance.find_both(ways[0]) if a not in covered)
    options = []
    for u, v in ways:
        length = round(instance.metres_of[u, v] * PARTS)
        window = TimeWindow(0, round(max(instance.limits.values()) * PARTS))
        options.append(Option(places[u], places[v], window, length, worth, units, metres=length))
    name = f"{ways[0][0]}-{ways[0][1]}"
    return Visit(
        name, tuple(options), kind="pass", hotspot_id=name, part_id=name, series=name,
        required=required,
    )  # fmt: skip


def list_routes(problem: LoopProblem, orders: Orders, zones: dict[int, Streets]) -> list[Route]:
    """Return the closed walks of loops, with every arc that they drive."""
    vertices = list(zones[0].places)
    routes = []
    for unit, tasks in orders.items():
        duty = problem.duty_of[unit]
        streets, place = zones[int(duty.profile)], duty.place
        arcs: list[Arc] = []
        for task in tasks:
            option = task.option
            arcs += streets.find_path(place, option.entry)
            arcs.append((vertices[option.entry], vertices[option.exit]))
            place = option.exit
        arcs += streets.find_path(place, duty.place)
        if arcs:
            routes.append(Route(int(unit), tuple(arcs)))
    return routes
