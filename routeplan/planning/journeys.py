"""What is driven between and during stops: the way, its streets and its villages."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from routeplan.areas.gazetteer import Gazetteer, Village
from routeplan.areas.lookup import find_kecamatan
from routeplan.areas.names import is_among
from routeplan.geo import FloatArray, great_circle_m
from routeplan.model import Leg, Option, Unit
from routeplan.planning.surroundings import VILLAGE_WITHIN_KM, Surroundings
from routeplan.roads.geometry import Point, list_streets, merge_neighbours, trace_points
from routeplan.roads.matrix import PathPiece, Router
from routeplan.roads.middles import find_middles
from routeplan.roads.network import Network

# Villages along a way are looked up at points this far apart, a few streets' length.
VILLAGE_STEP_M = 400.0

Path = tuple[PathPiece, ...]


def make_leg(
    router: Router, pair: tuple[int, int], path: Path, figures: tuple[int, int],
    around: Surroundings,
) -> Leg:  # fmt: skip
    """Return the drive between two places by a path; `figures` are its metres and seconds."""
    network = router.graph.network
    inner = trace_points(network, path)[1:-1]
    points = [find_road_point(router, pair[0]), *inner, find_road_point(router, pair[1])]
    return draw_leg(network, path, points, figures, around.gazetteer)


def make_drive(router: Router, option: Option, around: Surroundings) -> Leg | None:
    """Return what is driven during a pass or a sweep, None for a visit of a place."""
    if not option.edges:
        return None
    network = router.graph.network
    path = trace_edges(network, option.edges)
    figures = option.metres, option.service_s
    return draw_leg(network, path, trace_points(network, path), figures, around.gazetteer)


def trace_edges(network: Network, edges: Sequence[int]) -> Path:
    """Return edges, counted from 1 and negative against their direction, as pieces of a path."""
    pieces = []
    for signed in edges:
        edge, backward = abs(signed) - 1, signed < 0
        length = int(network.edge_mm[edge])
        ends = (length, 0) if backward else (0, length)
        pieces.append(PathPiece(edge, *ends, backward))
    return tuple(pieces)


def find_road_point(router: Router, place: int) -> Point:
    """Return longitude and latitude of the point of the road that stands for a place."""
    return (
        round(float(router.snaps.lon[place]), 7),
        round(float(router.snaps.lat[place]), 7),
    )


def measure_outside_m(
    network: Network, paths: Sequence[Path], unit: Unit, around: Surroundings
) -> int:
    """Return the metres driven on streets whose middle lies outside the unit's jurisdiction."""
    pieces = [piece for path in paths for piece in path]
    if not unit.jurisdiction or not pieces:
        return 0
    edges, number = np.unique([piece.edge for piece in pieces], return_inverse=True)
    lon, lat = find_middles(network, edges)
    names = find_kecamatan(lon, lat, area=around.district, gazetteer=around.gazetteer)
    known = {name: is_among(name, unit.jurisdiction) for name in set(names)}
    outside = np.array([not known[name] for name in names])[number]
    driven_mm = np.array([abs(piece.to_mm - piece.from_mm) for piece in pieces])
    return -(-int(driven_mm[outside].sum()) // 1000)


def draw_leg(
    network: Network, path: Path, points: Sequence[Point], figures: tuple[int, int],
    gazetteer: Gazetteer,
) -> Leg:  # fmt: skip
    """Return a drive along some points; `figures` are its metres and seconds."""
    metres, seconds = figures
    return Leg(
        metres=metres,
        seconds=seconds,
        streets=list_streets(network, path),
        villages=_list_villages(points, gazetteer),
        geometry=tuple(points),
        edges=tuple(-(piece.edge + 1) if piece.backward else piece.edge + 1 for piece in path),
    )


def _list_villages(points: Sequence[Point], gazetteer: Gazetteer) -> tuple[str, ...]:
    """Return the villages along a line of points, as "Jarit, Candipuro"."""
    lon, lat = np.array(points).T
    found = gazetteer.nearest_many(*_sample_line(lon, lat), max_km=VILLAGE_WITHIN_KM)
    return merge_neighbours([name_village(village) for village in found if village])


def _sample_line(lon: FloatArray, lat: FloatArray) -> tuple[FloatArray, FloatArray]:
    steps = great_circle_m(lon[:-1], lat[:-1], lon[1:], lat[1:])
    along = np.concatenate([[0.0], np.cumsum(steps)])
    marks = np.linspace(0, along[-1], int(along[-1] / VILLAGE_STEP_M) + 2)
    return np.interp(marks, along, lon), np.interp(marks, along, lat)


def name_village(village: Village) -> str:
    """Return a village with its kecamatan, because names repeat."""
    return f"{village.name}, {village.kecamatan}"
