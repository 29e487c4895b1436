"""Judging closures: those in force, with the edges that they mean, and no other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from routeplan.areas.names import fold_name
from routeplan.geo import is_lonlat
from routeplan.i18n import _
from routeplan.model import Closure, Plan, Shape, Vehicle
from routeplan.planning.verify.hours import opens_between
from routeplan.planning.verify.plane import Plane, make_plane
from routeplan.planning.verify.violations import Violation
from routeplan.roads.network import IntArray, Network

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

# Where a road is drawn depends on the plane by this much, and on this share of a radius.
SAME_M, SAME_SHARE = 1.0, 0.005
# A line drawn by hand lies at most this far beside the road that it closes.
LINE_M = 30.0

_STREET = re.compile(r"^\s*(?:jalan|jln|jl)(?:\.\s*|\s+)(?=\S)", re.IGNORECASE)
_LANE = re.compile(r"^\s*gg(?:\.\s*|\s+)(?=\S)", re.IGNORECASE)


def find_date_violations(plan: Plan) -> Iterator[Violation]:
    """Yield closures that are not in force in the shift, and ids given twice."""
    for name, count in Counter(closure.id for closure in plan.closures).items():
        if count > 1:
            yield Violation("closure", None, name, _("This id is given to several closures."))
    for closure in plan.closures:
        if not opens_between(closure, plan.shift.start, plan.shift.end):
            problem = _("It is not in force in this shift.")
            yield Violation("closure", None, closure.id, problem)


def find_extent_violations(plan: Plan, network: Network) -> Iterator[Violation]:
    """Yield closures whose edges are not those of the road that they close."""
    plane = make_plane(network)
    for closure in plan.closures:
        told = {edge - 1 for edge in closure.edges}
        if not all(0 <= edge < network.edge_count for edge in told):
            yield Violation("closure", None, closure.id, _("It names edges that are none."))
            continue
        least, most = find_extent(closure, network, plane)
        if missing := set(least.tolist()) - told:
            problem = _("{n} edges of the road that it closes are left open.")
            yield Violation("closure", None, closure.id, problem.format(n=len(missing)))
        if most is not None and (beyond := told - set(most.tolist())):
            problem = _("{n} edges are closed that are not of its road.")
            yield Violation("closure", None, closure.id, problem.format(n=len(beyond)))


def list_closed(plan: Plan, vehicle: Vehicle, network: Network) -> IntArray:
    """Return the edges, counted from 0, that the plan's closures close to a vehicle."""
    edges = {
        edge - 1
        for closure in plan.closures
        if not closure.vehicles or vehicle in closure.vehicles
        for edge in closure.edges
        if 1 <= edge <= network.edge_count
    }
    return np.array(sorted(edges), dtype=np.int64)


def find_extent(
    closure: Closure, network: Network, plane: Plane
) -> tuple[IntArray, IntArray | None]:
    """Return the edges that a closure surely means, and those it may mean; None: any."""
    nothing = np.empty(0, dtype=np.int64)
    if closure.ways:
        ways = np.isin(network.way_id, [way for way in closure.ways if abs(way) < 2**63])
        edges = np.flatnonzero(ways[network.edge_way])
        return edges, edges
    if closure.shape is not None:
        return _find_shape_extent(closure.shape, network, plane)
    if closure.lon is None or closure.lat is None or not is_lonlat(closure.lon, closure.lat):
        return nothing, nothing
    import shapely

    place = shapely.Point(plane.flatten(np.array([closure.lon, closure.lat])))
    slack = SAME_M + SAME_SHARE * closure.radius_m
    least = _find_near(network, plane, place, closure.radius_m - slack)
    return least, _find_near(network, plane, place, closure.radius_m + slack)


def _find_shape_extent(
    shape: Shape, network: Network, plane: Plane
) -> tuple[IntArray, IntArray | None]:
    nothing = np.empty(0, dtype=np.int64)
    if shape.kind == "street":
        # in which part of the network it is meant is not told
        return nothing, find_named(network, shape.street)
    geometry = None if shape.geometry is None else plane.read(shape.geometry)
    if geometry is None:
        return nothing, None
    if shape.kind == "line":
        return nothing, _find_near(network, plane, geometry, LINE_M)
    inner = geometry.buffer(-SAME_M)
    least = nothing if inner.is_empty else _find_near(network, plane, inner, 0.0)
    return least, _find_near(network, plane, geometry, SAME_M)


def fold_street(name: str) -> str:
    """Return the name of a street as a key, however the word for street is written."""
    return fold_name(_LANE.sub("gang ", _STREET.sub("", name)))


def find_named(network: Network, name: str) -> IntArray:
    """Return the edges of the ways of a name."""
    key = fold_street(name)
    names = [tags.get("name", "") for tags in network.way_tags]
    same = {known for known in set(names) if fold_street(known) == key}
    return np.flatnonzero(np.array([known in same for known in names])[network.edge_way])


def _find_near(network: Network, plane: Plane, geometry: BaseGeometry, within_m: float) -> IntArray:
    """Return the edges at most so far from a geometry of the plane; none if that is below 0."""
    import shapely

    if not within_m >= 0:
        return np.empty(0, dtype=np.int64)
    west, south, east, north = geometry.bounds
    points = plane.flatten(np.column_stack([network.shape_lon, network.shape_lat]))
    start = network.shape_start[:-1]
    low, high = np.minimum.reduceat(points, start), np.maximum.reduceat(points, start)
    meets = (low <= np.array([east, north]) + within_m).all(axis=1)
    meets &= (high >= np.array([west, south]) - within_m).all(axis=1)
    near = np.flatnonzero(meets)
    if not len(near):
        return near
    shapely.prepare(geometry)
    found: IntArray = near[shapely.dwithin(geometry, plane.draw(network, near), within_m)]
    return found
