"""Street grids on the equator, where a hundred metres are a hundred metres both ways."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

from routeplan.geo import EARTH_RADIUS_M, great_circle_m
from routeplan.model import RoadSource
from routeplan.roads.network import Network, build_network
from routeplan.roads.raw import RawRoads, make_raw_roads

SOURCE = RoadSource("sample", "made by hand", "osm")
WEST, SOUTH = 113.0, 0.0
ROW_WAY, COLUMN_WAY = 1000, 2000


def place_at(east_m: float, north_m: float) -> tuple[float, float]:
    """Return lon, lat of a place so many metres east and north of the grid's corner."""
    metres_per_degree = math.radians(1) * EARTH_RADIUS_M
    return WEST + east_m / metres_per_degree, SOUTH + north_m / metres_per_degree


def make_network(
    nodes: Mapping[int, tuple[float, float]],
    ways: Mapping[int, tuple[Mapping[str, str], Sequence[int]]],
) -> Network:
    """Return the network of nodes given in metres east and north, and ways with node ids."""
    lonlat = {node: place_at(*metres) for node, metres in nodes.items()}
    return build_network(make_raw_roads(lonlat, ways, SOURCE), name="by hand")


def measure_km(raw: RawRoads) -> float:
    """Return the great-circle length of all ways, way by way."""
    pieces = zip(raw.way_start[:-1], raw.way_start[1:], strict=True)
    lines = (raw.way_nodes[first:last] for first, last in pieces)
    places = ((raw.lon[line], raw.lat[line]) for line in lines)
    metres = (great_circle_m(x[:-1], y[:-1], x[1:], y[1:]).sum() for x, y in places)
    return float(sum(metres)) / 1000


def make_grid(
    rows: int,
    columns: int,
    *,
    spacing_m: float = 100.0,
    oneway: Collection[str] = (),
    highway: str = "residential",
) -> Network:
    """Return `rows` streets running east, named ``row 0`` (south) and on, and `columns` north.

    The junction of row r and column c has the OSM id r * columns + c + 1. Streets named in
    `oneway` may be driven only east or only north.
    """
    nodes = {
        row * columns + column + 1: (column * spacing_m, row * spacing_m)
        for row in range(rows)
        for column in range(columns)
    }
    ways = {}
    for row in range(rows):
        refs = [row * columns + column + 1 for column in range(columns)]
        ways[ROW_WAY + row] = (_tag(f"row {row}", highway, oneway), refs)
    for column in range(columns):
        refs = [row * columns + column + 1 for row in range(rows)]
        ways[COLUMN_WAY + column] = (_tag(f"column {column}", highway, oneway), refs)
    return make_network(nodes, ways)


def _tag(name: str, highway: str, oneway: Collection[str]) -> dict[str, str]:
    tags = {"highway": highway, "name": name}
    return tags | {"oneway": "yes"} if name in oneway else tags
