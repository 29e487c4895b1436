"""Judging the lines of a plan's drives: what the map shows is what is driven."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from routeplan.geo import FloatArray, great_circle_m, is_lonlat
from routeplan.i18n import _
from routeplan.model import Leg
from routeplan.planning.verify.legs import Piece, Problem
from routeplan.planning.verify.plane import Place, Plane, distance_m
from routeplan.roads.network import Network

# Positions are rounded; a line is cut at the stops in the plane and measured on the sphere.
SAME_M = 1.0
SAME_LENGTH_SHARE = 0.001


def find_shape_problems(
    network: Network, leg: Leg, pieces: Sequence[Piece], ends: tuple[Place, Place]
) -> Iterator[Problem]:
    """Yield how the line of a leg differs from the roads it drives on.

    Parameters
    ----------
    pieces
        What it drives on; a leg that stays in place has none and needs no line.
    ends
        The points on the road that it joins.
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
        distance_m(points[0], ends[0]),
        distance_m(points[-1], ends[1]),
    ) > SAME_M:  # fmt: skip
        yield "geometry", _("Its line does not begin and end at the stops.")
    line = np.array(points, dtype=float)
    length = great_circle_m(line[:-1, 0], line[:-1, 1], line[1:, 0], line[1:, 1]).sum()
    if abs(length - leg.metres) > SAME_M + SAME_LENGTH_SHARE * leg.metres:
        problem = _("Its line is {length:.0f} m long, the leg {metres} m.")
        yield "geometry", problem.format(length=length, metres=leg.metres)
    if pieces and (away := _measure_stray(network, line, pieces)) is not None:
        yield "geometry", _("Its line leaves its roads by {away:.0f} m.").format(away=away)


def _measure_stray(network: Network, line: FloatArray, pieces: Sequence[Piece]) -> float | None:
    """Return how far the farthest point of a line is from the roads driven, None if it is not."""
    import shapely

    plane = Plane((float(line[0, 0]), float(line[0, 1])))
    roads = shapely.multilinestrings(plane.draw(network, [piece.edge for piece in pieces]))
    shapely.prepare(roads)
    points = shapely.points(plane.flatten(line))
    if shapely.dwithin(roads, points, SAME_M).all():
        return None
    return float(shapely.distance(points, roads).max())
