"""Geometry and graphs for `build_sample`: plain functions on points in metres."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations, pairwise
from random import Random
from typing import TypeVar

DEGREE_M = (111_320, 110_574)  # metres per degree of longitude at the equator, of latitude here
BEND_M = 120  # between two points of a curve
CELL_M = 200  # cells in which crossings are looked for
MERGE_M = 8  # a crossing this near to a bend is moved onto it

Point = tuple[float, float]
Edge = tuple[int, int]
Item = TypeVar("Item")


@dataclass
class Line:
    """A way to be: tags and points in metres; a line that does not meet others bridges them."""

    tags: dict[str, str]
    points: list[Point]
    meets: bool = True


@dataclass(frozen=True)
class Plane:
    """Metres east and north of a place."""

    lon: float
    lat: float

    def to_xy(self, lon: float, lat: float) -> Point:
        """Return metres."""
        east = (lon - self.lon) * DEGREE_M[0] * math.cos(math.radians(self.lat))
        return east, (lat - self.lat) * DEGREE_M[1]

    def to_lonlat(self, point: Point) -> Point:
        """Return degrees, rounded to about a metre."""
        lon = self.lon + point[0] / DEGREE_M[0] / math.cos(math.radians(self.lat))
        return round(lon, 5), round(self.lat + point[1] / DEGREE_M[1], 5)


def shift(point: Point, angle: float, metres: float) -> Point:
    """Return the place some metres away in a direction."""
    return point[0] + metres * math.cos(angle), point[1] + metres * math.sin(angle)


def angle_of(a: Point, b: Point) -> float:
    """Return the direction from `a` to `b` in radians."""
    return math.atan2(b[1] - a[1], b[0] - a[0])


def cross(a: Point, b: Point, c: Point, d: Point) -> Point | None:
    """Return where the segments a-b and c-d cross, or None."""
    rx, ry, sx, sy = b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]
    det = rx * sy - ry * sx
    if abs(det) < 1e-9:  # parallel
        return None
    t = ((c[0] - a[0]) * sy - (c[1] - a[1]) * sx) / det
    u = ((c[0] - a[0]) * ry - (c[1] - a[1]) * rx) / det
    return (a[0] + t * rx, a[1] + t * ry) if 0 <= t <= 1 and 0 <= u <= 1 else None


def make_curve(
    rng: Random, a: Point, b: Point, wiggle: float, ends: tuple[float, float] | None = None
) -> list[Point]:
    """Return a winding line from `a` to `b`, in the directions `ends` there if given."""
    length, straight = math.dist(a, b), angle_of(a, b)
    out, into = ends or (straight, straight)
    bends = [wiggle * length * (2 * rng.random() - 1) / k for k in range(1, 7 + int(length / 400))]
    count = max(2, round(length / BEND_M))
    points = [a]
    for i in range(1, count):
        t = i / count
        away, near = length * t * (1 - t) ** 2, -length * t * t * (1 - t)
        smooth = t * t * (3 - 2 * t)
        middle = (a[0] + (b[0] - a[0]) * smooth, a[1] + (b[1] - a[1]) * smooth)
        middle = shift(shift(middle, out, away), into, near)
        side = sum(bend * math.sin(math.pi * k * t) for k, bend in enumerate(bends, 1))
        points.append(shift(middle, straight + math.pi / 2, side))
    return [*points, b]


def join_gabriel(places: list[Point]) -> list[Edge]:
    """Return the pairs of places with no third place in the circle between them."""
    edges = []
    for i, j in combinations(range(len(places)), 2):
        middle = ((places[i][0] + places[j][0]) / 2, (places[i][1] + places[j][1]) / 2)
        radius = math.dist(places[i], places[j]) / 2 - 1e-6
        if all(math.dist(middle, place) >= radius for place in places):
            edges.append((i, j))
    return edges


def find_root(parent: dict[Item, Item], item: Item) -> Item:
    """Return the representative of the set that `item` is in (union-find)."""
    while parent.setdefault(item, item) != item:
        parent[item] = parent[parent[item]]
        item = parent[item]
    return item


def find_path(places: list[Point], edges: Iterable[Edge], main: Iterable[Edge], start: int,
              goal: Point) -> list[int]:  # fmt: skip
    """Return the villages from `start` to the one at `goal`, or towards `goal` if it is outside."""
    discount = set(main)
    beside: dict[int, list[tuple[int, float]]] = {}
    for i, j in edges:
        cost = math.dist(places[i], places[j]) * (0.8 if (i, j) in discount else 1)
        beside.setdefault(i, []).append((j, cost))
        beside.setdefault(j, []).append((i, cost))
    best, came, queue = {start: 0.0}, {start: start}, [(0.0, start)]
    while queue:
        cost, here = heapq.heappop(queue)
        for there, step in beside[here] if cost <= best[here] else ():
            if cost + step < best.get(there, math.inf):
                best[there], came[there] = cost + step, here
                heapq.heappush(queue, (cost + step, there))
    path = [min(best, key=lambda i: (best[i] + 1.5 * math.dist(places[i], goal), i))]
    while path[-1] != start:
        path.append(came[path[-1]])
    return path[::-1]


def rng_pick(rng: Random, choices: tuple[str, ...]) -> str:
    """Return one of the choices."""
    return choices[int(rng.random() * len(choices))]


def prune_streets(nodes: dict[Edge, Point], rng: Random, keep: float) -> list[list[Edge]]:
    """Return rows and columns of a grid, some pieces left out but every corner reachable."""
    pieces = []
    for c, r in sorted(nodes):
        # Over a missing middle row the cross streets go on.
        up = (c, r + 1) if (c, r + 1) in nodes else (c, r + 2)
        pieces += [((c, r), end) for end in ((c + 1, r), up) if end in nodes]
    index = {key: i for i, key in enumerate(sorted(nodes))}
    parent: dict[int, int] = {}
    kept = set()
    for _draw, piece in sorted((rng.random(), piece) for piece in pieces):
        roots = [find_root(parent, index[key]) for key in piece]
        if roots[0] != roots[1] or rng.random() < keep:
            parent[roots[0]] = roots[1]
            kept.add(piece)
    streets: list[list[Edge]] = []
    for axis in (0, 1):
        for a, b in sorted(kept, key=lambda piece: (piece[0][1 - axis], piece)):
            if (a[0] != b[0]) != (axis == 0):
                continue
            if streets and streets[-1][-1] == a and (streets[-1][0][1 - axis] == a[1 - axis]):
                streets[-1].append(b)
            else:
                streets.append([a, b])
    return streets


def node_lines(lines: list[Line]) -> None:
    """Give lines a common point wherever they cross."""
    cells: dict[Edge, list[Edge]] = defaultdict(list)
    for n, line in enumerate(lines):
        for k, pair in enumerate(pairwise(line.points) if line.meets else ()):
            for cell in list_cells(*pair):
                cells[cell].append((n, k))
    found: dict[Edge, set[Point]] = defaultdict(set)
    for one, two in {pair for cell in cells.values() for pair in combinations(cell, 2)}:
        if one[0] != two[0]:
            ends = [lines[n].points[k + i] for n, k in (one, two) for i in (0, 1)]
            point = cross(*ends)
            if point is not None:
                apart, near = min((math.dist(point, end), end) for end in ends)
                met = near if apart < MERGE_M else point
                found[one].add(met)
                found[two].add(met)
    for n, line in enumerate(lines):
        points = line.points[:1]
        for k, (a, b) in enumerate(pairwise(line.points)):
            points += sorted(found[n, k] - {a, b}, key=lambda p: math.dist(a, p))
            points.append(b)
        line.points = points


def list_cells(a: Point, b: Point) -> list[Edge]:
    """Return the cells that the box around a segment touches."""
    xs = sorted(int(p[0] // CELL_M) for p in (a, b))
    ys = sorted(int(p[1] // CELL_M) for p in (a, b))
    return [(x, y) for x in range(xs[0], xs[1] + 1) for y in range(ys[0], ys[1] + 1)]
