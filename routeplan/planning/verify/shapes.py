"""Judging the lines of a plan's legs: what the map shows is what is driven."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import cos, radians

import numpy as np

from routeplan.geo import EARTH_RADIUS_M, FloatArray, great_circle_m, is_lonlat
from routeplan.i18n import _
from routeplan.model import Leg, Stop
from routeplan.planning.verify.legs import Piece, Problem
from routeplan.roads.network import Network

# Positions are rounded; a line is cut at the stops in the plane and measured on the sphere.
SAME_M = 1.0
SAME_LENGTH_SHARE = 0.001


def distance_m(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return great-circle metres between two places given as longitude and latitude."""
    lon1, lat1, lon2, lat2 = (np.array([value]) for value in (*one, *other))
    return float(great_circle_m(lon1, lat1, lon2, lat2)[0])


def find_shape_problems(
    network: Network, leg: Leg, pieces: Sequence[Piece], ends: tuple[Stop, Stop]
) -> Iterator[Problem]:
    """Yield how the line of a leg differs from the roads it drives on.

    Parameters
    ----------
    pieces
        What it drives on; a leg that stays in place has none and needs no line.
    ends
        The stops it joins.
    """
    points = leg.geometry
    if not all(is_lonlat(*point) for point in points):
        yield "geometry", _("Its line has points that are no longitude and latitude.")
        return
    if not points:
        if pieces:
            yield "geometry", _("It has no line.")
        return
    if max(
        distance_m(points[0], (ends[0].road_lon, ends[0].road_lat)),
        distance_m(points[-1], (ends[1].road_lon, ends[1].road_lat)),
    ) > SAME_M:  # fmt: skip
        yield "geometry", _("Its line does not begin and end at the stops.")
    line = np.array(points, dtype=float)
    length = great_circle_m(line[:-1, 0], line[:-1, 1], line[1:, 0], line[1:, 1]).sum()
    if abs(length - leg.metres) > SAME_M + SAME_LENGTH_SHARE * leg.metres:
        problem = _("Its line is {length:.0f} m long, the leg {metres} m.")
        yield "geometry", problem.format(length=length, metres=leg.metres)
    if pieces and (away := _measure_stray(network, line, pieces)) > SAME_M:
        yield "geometry", _("Its line leaves its roads by {away:.0f} m.").format(away=away)


def _measure_stray(network: Network, line: FloatArray, pieces: Sequence[Piece]) -> float:
    """Return how far the farthest point of a line is from the roads driven, in metres."""
    import shapely

    origin = line[0]
    scale = np.radians([cos(radians(origin[1])), 1.0]) * EARTH_RADIUS_M
    shapes = [np.column_stack(network.edge_shape(piece.edge)) for piece in pieces]
    roads = shapely.MultiLineString([(shape - origin) * scale for shape in shapes])
    shapely.prepare(roads)
    return float(shapely.distance(shapely.points((line - origin) * scale), roads).max())
