"""What `build_sample` draws in a district: main roads, lanes, streets, hamlets, a toll road."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from random import Random

from sample_geometry import (
    Edge,
    Line,
    Plane,
    Point,
    angle_of,
    cross,
    find_path,
    find_root,
    join_gabriel,
    make_curve,
    prune_streets,
    rng_pick,
    shift,
)

from routeplan.areas import Area, Village

DATA = Path(__file__).resolve().parent.parent / "data"
RANK = ("trunk", "primary", "secondary", "tertiary")
# Town with the roundabout and the one-way streets.
CENTRES = {
    "lumajang": "Lumajang", "jember": "Kaliwates", "pasuruan": "Bangil",
    "pasuruan-kota": "Purworejo",
}  # fmt: skip
# Invented rivers, from the mountains to the coast: lon, lat.
RIVERS = {
    "lumajang": [
        [(112.93, -8.12), (113.02, -8.19), (113.06, -8.24), (113.08, -8.31)],
        [(113.00, -8.09), (113.12, -8.12), (113.18, -8.19), (113.21, -8.30)],
        [(113.20, -7.97), (113.28, -8.08), (113.31, -8.20), (113.33, -8.31)],
    ],
    "jember": [
        [(113.60, -8.00), (113.57, -8.12), (113.50, -8.25), (113.42, -8.40)],
        [(113.75, -8.02), (113.70, -8.18), (113.62, -8.30), (113.60, -8.45)],
        [(113.95, -8.10), (113.83, -8.22), (113.76, -8.35), (113.70, -8.50)],
    ],
    "pasuruan": [
        [(112.85, -7.90), (112.83, -7.78), (112.80, -7.66), (112.84, -7.55)],
        [(112.95, -7.92), (112.92, -7.80), (112.92, -7.70), (112.95, -7.62)],
    ],
    "pasuruan-kota": [
        [(112.85, -7.74), (112.89, -7.68), (112.90, -7.60)],
        [(113.02, -7.78), (112.98, -7.70), (112.96, -7.62)],
    ],
}
MAIN_WIGGLE = {"trunk": 0.02, "primary": 0.02, "secondary": 0.03, "tertiary": 0.05}
STREET_CLASSES = ("residential",) * 12 + ("living_street", "service")
ONE_WAY_CORNERS = 2  # one-way streets have more corners than this
LONG_LANE_M = 3000
HAMLET_SHARE = 0.12
ISLAND_M = 4000  # at most, from the island of road to the nearest road
TOLL = {"pasuruan": ("Gempol", "Pandaan")}


@dataclass
class Sketch:
    """What is known of a district while it is drawn."""

    area: Area
    plane: Plane
    villages: list[Village]
    places: list[Point]
    rng: Random
    lines: list[Line] = field(default_factory=list)


def plan_main_roads(
    sketch: Sketch, edges: list[Edge], seats: dict[str, Village]
) -> tuple[dict[Edge, dict[str, str]], list[tuple[int, Point, dict[str, str]]]]:
    """Return the tags of the edges that are main roads, and the roads out of the district."""
    index = {v.kecamatan: i for i, v in enumerate(sketch.villages) if v.is_seat}
    main: dict[Edge, dict[str, str]] = {}
    exits = []
    with (DATA / "main_roads.csv").open(encoding="utf-8", newline="") as file:
        links = sorted(csv.DictReader(file), key=lambda row: RANK.index(row["highway"]))
    for link in links:
        ends = [end for end in (link["from"], link["to"]) if end in index]
        if not ends:
            continue
        other = link["to"] if ends[0] == link["from"] else link["from"]
        goal = sketch.plane.to_xy(seats[other].lon, seats[other].lat)
        name = f"Jalan Contoh {link['from']} - {link['to']} (contoh)"
        tags = {"highway": link["highway"], "name": name}
        path = find_path(sketch.places, edges, main, index[ends[0]], goal)
        for pair in pairwise(path):
            main.setdefault((min(pair), max(pair)), tags)
        if len(ends) == 1:
            exits.append((path[-1], goal, tags))
    return main, exits


def spare_bridges(sketch: Sketch, edges: list[Edge], main: Iterable[Edge]) -> list[Edge]:
    """Return the edges without most lanes that cross a river; all stays connected."""
    rivers = [[sketch.plane.to_xy(*p) for p in river] for river in RIVERS[sketch.area.id]]

    def is_wet(edge: Edge) -> bool:
        a, b = (sketch.places[i] for i in edge)
        return any(cross(a, b, *pair) for river in rivers for pair in pairwise(river))

    def length(edge: Edge) -> float:
        return math.dist(sketch.places[edge[0]], sketch.places[edge[1]])

    firm, parent, kept = set(main), dict[int, int](), []
    for edge in sorted(edges, key=lambda e: (e not in firm, is_wet(e), length(e), e)):
        roots = [find_root(parent, i) for i in edge]
        spare = sketch.rng.random() < (0.1 if is_wet(edge) else 3500 / length(edge))
        if edge in firm or roots[0] != roots[1] or spare:
            parent[roots[0]] = roots[1]
            kept.append(edge)
    return kept


def find_headings(sketch: Sketch, main: dict[Edge, dict[str, str]]) -> dict[int, float]:
    """Return the direction in which the greatest road passes each village on a main road."""
    heading = {}
    for i in sorted({i for edge in main for i in edge}):
        roads = sorted((e for e in main if i in e), key=lambda e: RANK.index(main[e]["highway"]))
        ends = [sketch.places[e[0] if e[1] == i else e[1]] for e in roads[:2]]
        first = angle_of(ends[0], sketch.places[i])
        second = angle_of(sketch.places[i], ends[-1]) if len(ends) > 1 else first
        turn = math.remainder(second - first, math.tau)
        heading[i] = first + (turn / 2 if abs(turn) < 2 else 0)  # no hairpins
    return heading


def draw_main_roads(
    sketch: Sketch, main: dict[Edge, dict[str, str]], heading: dict[int, float]
) -> None:
    """Draw the main roads, smooth where they pass a village."""
    for (i, j), tags in sorted(main.items()):
        a, b = sketch.places[i], sketch.places[j]
        straight, ends = angle_of(a, b), []
        for k in (i, j):
            off = math.remainder(heading[k] - straight, math.tau)
            off = math.remainder(off + math.pi, math.tau) if abs(off) > math.pi / 2 else off
            ends.append(straight + (off if abs(off) < 1 else 0))
        points = make_curve(sketch.rng, a, b, MAIN_WIGGLE[tags["highway"]], (ends[0], ends[1]))
        sketch.lines.append(Line(dict(tags), points))


def draw_exits(sketch: Sketch, exits: list[tuple[int, Point, dict[str, str]]]) -> None:
    """Draw the main roads that leave the district, up to its border."""
    for i, goal, tags in exits:
        points = make_curve(sketch.rng, sketch.places[i], goal, 0.02)
        inside = [sketch.area.contains(*sketch.plane.to_lonlat(p)) for p in points]
        count = inside.index(False) if False in inside else len(points)
        if count > 1:
            sketch.lines.append(Line(dict(tags), points[:count]))


def draw_village(sketch: Sketch, i: int, heading: float | None) -> list[Point]:
    """Draw the streets of a village and return its street corners.

    The middle row is left out where a main road passes.
    """
    rng, place, village = sketch.rng, sketch.places[i], sketch.villages[i]
    nearest = min(math.dist(place, other) for other in sketch.places if other != place)
    in_town = village.code[-4] == "1" or village.is_seat
    step = 100 + 50 * rng.random()
    reach = min(0.42 * nearest, 560 if in_town else 380) / step
    columns, rows = max(1, int(reach + 0.4)), max(1, int(reach * (0.8 if in_town else 0.55)))
    turn = math.pi * rng.random() if heading is None else heading
    nodes = {}
    for c in range(-columns, columns + 1):
        for r in range(-rows, rows + 1):
            along, aside = (c + 0.3 * (rng.random() - 0.5)), (r + 0.3 * (rng.random() - 0.5))
            if heading is None or r:
                spot = shift(place, turn, along * step)
                nodes[c, r] = shift(spot, turn + math.pi / 2, aside * step)
    streets = prune_streets(nodes, rng, 0.75 if in_town else 0.35)
    is_centre = village.is_seat and village.kecamatan == CENTRES[sketch.area.id]
    for street in streets:
        row = street[0][1] if street[0][1] == street[-1][1] else 0
        if is_centre and row and len(street) > ONE_WAY_CORNERS:
            street = street[:: 1 if row % 2 else -1]  # noqa: PLW2901 - in turns
            tags = {"oneway": "yes", "name": f"Jalan Contoh Satu Arah {row + rows + 1} (contoh)"}
        else:
            tags = {}
        tags = {"highway": rng_pick(rng, STREET_CLASSES), **tags}
        sketch.lines.append(Line(tags, [nodes[key] for key in street]))
    return [nodes[key] for key in sorted(nodes)]


def draw_lanes(sketch: Sketch, lanes: list[Edge], corners: list[list[Point]]) -> None:
    """Draw the lanes between villages, from street corner to street corner, with hamlets."""
    for i, j in lanes:
        a = min(corners[i], key=lambda p: math.dist(p, sketch.places[j]))
        b = min(corners[j], key=lambda p: math.dist(p, a))
        length = math.dist(a, b)
        kinds = ("unclassified", "unclassified", "residential", "tertiary")
        kind = "unclassified" if length > LONG_LANE_M else rng_pick(sketch.rng, kinds)
        points = make_curve(sketch.rng, a, b, 0.08 if length > LONG_LANE_M else 0.05)
        sketch.lines.append(Line({"highway": kind}, points))
        draw_hamlets(sketch, points)


def draw_hamlets(sketch: Sketch, lane: list[Point]) -> None:
    """Draw short streets and field tracks off a lane."""
    rng = sketch.rng
    for before, here in pairwise(lane[1:-1]):
        if rng.random() > HAMLET_SHARE:
            continue
        side = angle_of(before, here) + (math.pi / 2 if rng.random() < 0.5 else -math.pi / 2)
        side += 0.6 * (rng.random() - 0.5)
        kind = rng_pick(rng, ("residential", "residential", "residential", "track", "path"))
        end = shift(here, side, (120 if kind == "residential" else 350) * (0.6 + rng.random()))
        points = make_curve(rng, here, end, 0.06)
        sketch.lines.append(Line({"highway": kind}, points))
        if kind == "residential" and rng.random() < 0.4:
            branch = shift(points[-1], side + math.pi / 2, 80 + 120 * rng.random())
            sketch.lines.append(Line({"highway": "residential"}, [points[-1], branch]))


def draw_toll_road(sketch: Sketch) -> None:
    """Draw a motorway of two carriageways beside a trunk road, linked to it at both ends."""
    if sketch.area.id not in TOLL:
        return
    index = {v.kecamatan: i for i, v in enumerate(sketch.villages) if v.is_seat}
    a, b = (sketch.places[index[name]] for name in TOLL[sketch.area.id])
    along = angle_of(a, b)
    start, end = (shift(shift(p, along + math.pi / 2, 900), along, d)
                  for p, d in ((a, 900), (b, -900)))  # fmt: skip
    toll = {"toll": "yes", "oneway": "yes", "name": "Tol Contoh (contoh)"}
    axis = make_curve(sketch.rng, start, end, 0.02)
    # Traffic keeps left: the carriageway that runs from a to b lies left of the other.
    for come, go, (from_, to) in ((a, b, (start, end)), (b, a, (end, start))):
        left = angle_of(from_, to) + math.pi / 2
        points = [shift(p, left, 12) for p in axis]
        points = points if from_ == start else points[::-1]
        sketch.lines.append(Line({"highway": "motorway", **toll}, points, meets=False))
        for link in ([come, points[0]], [points[-1], go]):
            sketch.lines.append(Line({"highway": "motorway_link", **toll}, link, meets=False))


def draw_island(sketch: Sketch) -> list[Line]:
    """Return a few streets that no road leads to, as far off as allowed."""
    west, south, east, north = sketch.area.bounds
    roads = [point for line in sketch.lines for point in line.points[::3]]
    spots = [(west + (east - west) * i / 30, south + (north - south) * j / 30)
             for i in range(31) for j in range(31)]  # fmt: skip
    inside = [sketch.plane.to_xy(*s) for s in spots if sketch.area.contains(*s)]
    apart = [(min(math.dist(spot, road) for road in roads), spot) for spot in inside]
    far = max(pair for pair in apart if pair[0] < ISLAND_M)[1]
    rows = [[shift(far, 0, 140 * c + 30 * r) for c in range(4)] for r in range(3)]
    rows = [[shift(p, math.pi / 2, 160 * r) for p in row] for r, row in enumerate(rows)]
    columns = [list(column) for column in zip(*rows, strict=True)]
    return [Line({"highway": "residential"}, points) for points in rows + columns]


def draw_district(sketch: Sketch, seats: dict[str, Village]) -> None:
    """Draw everything that hangs together."""
    edges = join_gabriel(sketch.places)
    main, exits = plan_main_roads(sketch, edges, seats)
    heading = find_headings(sketch, main)
    draw_main_roads(sketch, main, heading)
    draw_exits(sketch, exits)
    corners = [draw_village(sketch, i, heading.get(i)) for i in range(len(sketch.places))]
    lanes = [edge for edge in spare_bridges(sketch, edges, main) if edge not in main]
    draw_lanes(sketch, lanes, corners)
    draw_toll_road(sketch)
