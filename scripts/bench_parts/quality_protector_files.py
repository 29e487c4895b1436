"""The police patrol benchmark PROTECTOR: its files and its rules.

https://github.com/UFFeScience/protector. A ``.graph`` holds: ``vertices arcs zones officers
global_routes routes_per_zone global_limit zone_limit``; ``vertex zone`` for each vertex;
``u v index metres`` for each arc, its crime index and its length; then, where there are any,
``route count u v u v ...`` with the arcs that a global route has to drive. Routes are closed walks
that may begin anywhere, those of a zone stay at its vertices. What is driven, in either
direction, and every arc at a vertex where an officer stands is covered: the score is the index
of all arcs covered, each counted once. A ``.opt`` beside it names the best score: ``S 108.48``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from quality_tools import BenchError

Arc = tuple[int, int]

# The zone of a route that may go anywhere.
ANYWHERE = 0

# What adding up lengths and scores, given to two digits, may be off by.
TOLERANCE = 1e-6


@dataclass(frozen=True)
class PatrolInstance:
    """An instance.

    Parameters
    ----------
    zone_of
        By vertex; zones are counted from 1.
    index_of, metres_of
        By arc.
    routes
        The zone of each route, `ANYWHERE` for the global ones, which come first.
    limits
        Most metres of a route, by its zone.
    mandatory
        Arcs that a global route has to drive, by the number of the route, from 0.
    optimum
        Of the file beside it, or None.
    """

    name: str
    zone_of: dict[int, int]
    index_of: dict[Arc, float]
    metres_of: dict[Arc, float]
    officers: int
    routes: tuple[int, ...]
    limits: dict[int, float]
    mandatory: dict[int, tuple[Arc, ...]]
    optimum: float | None

    @cached_property
    def streets(self) -> tuple[Arc, ...]:
        """One arc of each pair of opposites."""
        return tuple(
            arc for arc in self.index_of if arc[::-1] not in self.index_of or arc < arc[::-1]
        )

    @cached_property
    def must_drive(self) -> frozenset[Arc]:
        """All arcs that some route has to drive."""
        return frozenset(arc for arcs in self.mandatory.values() for arc in arcs)

    def find_both(self, arc: Arc) -> list[Arc]:
        """Return an arc and its opposite, as far as they are."""
        return [each for each in (arc, arc[::-1]) if each in self.index_of]

    def may_enter(self, zone: int, vertex: int) -> bool:
        """Tell whether routes of a zone may be at a vertex."""
        return zone in {ANYWHERE, self.zone_of[vertex]}


@dataclass(frozen=True)
class Route:
    """A closed walk of a global route or one of a zone, as the arcs it drives in order."""

    number: int
    arcs: tuple[Arc, ...]


def list_protector(folder: Path) -> list[Path]:
    """Return the instances of a folder."""
    return sorted(folder.glob("*.graph"))


def read_protector(path: Path) -> PatrolInstance:
    """Read an instance, and the best score known if it stands beside it.

    Raises
    ------
    BenchError
        If a file is of another form.
    """
    try:
        return _parse(path.stem, _read_lines(path), optimum=_read_optimum(path))
    except (ValueError, KeyError, StopIteration) as error:
        raise BenchError(f"{path}: not an instance of PROTECTOR ({error!r})") from error


def _read_lines(path: Path) -> Iterator[list[str]]:
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.split():
            yield line.split()


def _read_optimum(path: Path) -> float | None:
    beside = path.with_suffix(".opt")
    scores = [line[1] for line in _read_lines(beside) if line[0] == "S"] if beside.exists() else []
    return float(scores[0]) if scores else None


def _parse(name: str, lines: Iterator[list[str]], *, optimum: float | None) -> PatrolInstance:
    *counts, anywhere_m, zone_m = next(lines)
    vertices, arcs, zones, officers, anywhere, per_zone = map(int, counts)
    zone_of = {int(vertex): int(zone) for vertex, zone in _take(lines, vertices)}
    rows = [(int(u), int(v), float(i), float(m)) for u, v, i, m in _take(lines, arcs)]
    numbers = range(1, zones + 1)
    mandatory = {int(route) - 1: _pair(map(int, words)) for route, _count, *words in lines}
    return PatrolInstance(
        name=name,
        zone_of=zone_of,
        index_of={(u, v): index for u, v, index, _metres in rows},
        metres_of={(u, v): metres for u, v, _index, metres in rows},
        officers=officers,
        routes=(*[ANYWHERE] * anywhere, *(zone for zone in numbers for _ in range(per_zone))),
        limits={ANYWHERE: float(anywhere_m), **dict.fromkeys(numbers, float(zone_m))},
        mandatory=mandatory,
        optimum=optimum,
    )


def _take(lines: Iterator[list[str]], count: int) -> list[list[str]]:
    return [next(lines) for _ in range(count)]


def _pair(vertices: Iterable[int]) -> tuple[Arc, ...]:
    numbers = list(vertices)
    return tuple(zip(numbers[::2], numbers[1::2], strict=True))


def find_covered(
    instance: PatrolInstance, routes: Iterable[Route], officers: Iterable[int]
) -> set[Arc]:
    """Return the arcs that routes and officers cover."""
    standing = set(officers)
    driven = {both for route in routes for arc in route.arcs for both in instance.find_both(arc)}
    return driven | {arc for arc in instance.index_of if standing & set(arc)}


def score_patrol(
    instance: PatrolInstance, routes: Sequence[Route], officers: Sequence[int]
) -> float:
    """Return the score of routes and officers, after checking every rule of the benchmark.

    Raises
    ------
    BenchError
        If a rule is broken.
    """
    _check_officers(instance, officers)
    numbers = Counter(route.number for route in routes)
    if any(count > 1 or number >= len(instance.routes) for number, count in numbers.items()):
        raise BenchError(f"{instance.name}: routes {sorted(numbers.elements())}")
    for route in routes:
        _check_route(instance, route)
    driven = {route.number: set(route.arcs) for route in routes}
    for number, arcs in instance.mandatory.items():
        if not set(arcs) <= driven.get(number, set()):
            raise BenchError(f"{instance.name}: route {number} misses one of {arcs}")
    return sum(instance.index_of[arc] for arc in find_covered(instance, routes, officers))


def _check_officers(instance: PatrolInstance, officers: Sequence[int]) -> None:
    if len(officers) > instance.officers or not set(officers) <= instance.zone_of.keys():
        raise BenchError(f"{instance.name}: officers at {list(officers)}")


def _check_route(instance: PatrolInstance, route: Route) -> None:
    zone, arcs = instance.routes[route.number], route.arcs
    unknown = [arc for arc in arcs if arc not in instance.metres_of]
    if unknown:
        raise BenchError(f"{instance.name}: there are no arcs {unknown}")
    if any(a[1] != b[0] for a, b in zip(arcs, (*arcs[1:], arcs[0]), strict=True)):
        raise BenchError(f"{instance.name}: {arcs} is no closed walk")
    if not all(instance.may_enter(zone, vertex) for arc in arcs for vertex in arc):
        raise BenchError(f"{instance.name}: {arcs} leaves zone {zone}")
    metres = sum(instance.metres_of[arc] for arc in arcs)
    if metres > instance.limits[zone] + TOLERANCE:
        raise BenchError(f"{instance.name}: {arcs} is {metres} m, over {instance.limits[zone]}")
