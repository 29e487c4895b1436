"""Judging the parts of roads and areas: that they lie where their hotspot says, and add up."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from routeplan.config import Config
from routeplan.geo import FloatArray
from routeplan.i18n import _
from routeplan.model import Part, Plan, RatedHotspot, Shape
from routeplan.planning.verify.closures import find_named
from routeplan.planning.verify.legs import find_joint_problems, find_nodes
from routeplan.planning.verify.plane import Plane, make_plane
from routeplan.planning.verify.violations import Violation
from routeplan.roads.network import Network

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

# Lengths in a plan are whole metres.
SAME_M = 1.0
# A road beside a drawn line may be this much farther from it than the tolerance.
LINE_MARGIN_M = 20.0
HALF = 0.5


def find_course_violations(plan: Plan, config: Config, network: Network) -> Iterator[Violation]:
    """Yield parts of roads and areas that are not what they say."""
    plane = make_plane(network)
    for rated in plan.hotspots:
        shape = rated.hotspot.shape
        parts = [part for part in rated.parts if part.edges]
        if shape is None or not parts:
            continue
        unknown = [part for part in parts if not knows_edges(network, part)]
        for part in unknown:
            yield Violation("part", None, part.id, _("It names edges that are none."))
        if unknown:
            continue
        for part in parts:
            yield from _check_part(network, part)
        yield from _check_shares(rated)
        yield from _check_joints(network, shape, parts)
        yield from _check_place(network, plane, shape, parts, config.visits.line_tolerance_m)


def knows_edges(network: Network, part: Part) -> bool:
    """Tell whether all edges of a part are edges of the network."""
    return all(1 <= abs(edge) <= network.edge_count for edge in part.edges)


def _check_part(network: Network, part: Part) -> Iterator[Violation]:
    mm = sum(int(network.edge_mm[abs(edge) - 1]) for edge in part.edges)
    if abs(part.metres - mm / 1000) > SAME_M:
        problem = _("It is {given} m long; its edges are {metres:.0f} m.")
        problem = problem.format(given=part.metres, metres=mm / 1000)
        yield Violation("part", None, part.id, problem)
    if part.kind == "pass":
        for _rule, problem in find_joint_problems(network, part.edges):
            yield Violation("part", None, part.id, problem)
        if abs(part.to_m - part.from_m - part.metres) > 2 * SAME_M:
            problem = _("It is {given} m long, but runs from {start} to {end} m.")
            problem = problem.format(given=part.metres, start=part.from_m, end=part.to_m)
            yield Violation("part", None, part.id, problem)


def _check_shares(rated: RatedHotspot) -> Iterator[Violation]:
    """Yield parts whose share is not in proportion to their length, and streets of two sweeps.

    The two directions of one segment share its length.
    """
    segments = Counter(frozenset(map(abs, part.edges)) for part in rated.parts)
    lengths = [part.metres / segments[frozenset(map(abs, part.edges))] for part in rated.parts]
    shares, metres = math.fsum(part.share for part in rated.parts), math.fsum(lengths)
    for part, length in zip(rated.parts, lengths, strict=True) if metres > 0 else ():
        if abs(part.share * metres - shares * length) > shares * len(rated.parts) * SAME_M:
            problem = _("Its share of {given:g} is not that of its length, {share:g}.")
            problem = problem.format(given=part.share, share=shares * length / metres)
            yield Violation("share", None, part.id, problem)
    taken: set[int] = set()
    for part in rated.parts:
        edges = {abs(edge) for edge in part.edges}
        if part.kind == "sweep" and (len(edges) < len(part.edges) or edges & taken):
            yield Violation("part", None, part.id, _("It counts streets twice."))
        taken |= edges


def _check_joints(network: Network, shape: Shape, parts: list[Part]) -> Iterator[Violation]:
    """Yield segments of a route that do not follow each other, though their metres do."""
    if shape.kind != "route":
        return
    forward = [part for part in parts if part.kind == "pass" and not part.id.endswith("<")]
    for one, other in pairwise(sorted(forward, key=lambda part: part.from_m)):
        ends = find_nodes(network, one.edges[-1])[1], find_nodes(network, other.edges[0])[0]
        if one.to_m == other.from_m and ends[0] != ends[1]:
            problem = _("It does not begin where {other} ends.").format(other=one.id)
            yield Violation("part", None, other.id, problem)


def _check_place(
    network: Network, plane: Plane, shape: Shape, parts: list[Part], tolerance_m: float
) -> Iterator[Violation]:
    """Yield parts that lie elsewhere than their hotspot."""
    if shape.kind == "street":
        named = set((find_named(network, shape.street) + 1).tolist())
        for part in parts:
            if not {abs(edge) for edge in part.edges} <= named:
                problem = _("It drives streets that are not called {street}.")
                problem = problem.format(street=shape.street)
                yield Violation("shape", None, part.id, problem)
        return
    geometry = None if shape.geometry is None else plane.read(shape.geometry)
    if geometry is None:
        if shape.kind != "route":
            problem = _("The shape of the hotspot cannot be read.")
            yield Violation("shape", None, parts[0].id, problem)
        return
    is_area = shape.kind == "area"
    extent = geometry.buffer(SAME_M if is_area else tolerance_m + LINE_MARGIN_M)
    # a line drawn along a piece of a street stands for the street
    enough_m = math.inf if is_area else HALF * geometry.length
    for part in parts:
        whole, inside = _measure_within(network, plane, part, extent)
        # of an area each street lies mostly inside, of a road the segment as a whole
        whole, inside = (whole, inside) if is_area else (whole.sum(), inside.sum())
        if not np.all((inside >= HALF * whole) | (inside >= enough_m)):
            yield Violation("shape", None, part.id, _("It lies elsewhere than its hotspot."))


def _measure_within(
    network: Network, plane: Plane, part: Part, extent: BaseGeometry
) -> tuple[FloatArray, FloatArray]:
    """Return the metres of each edge of a part, and those of them within an extent."""
    import shapely

    lines = plane.draw(network, [abs(edge) - 1 for edge in part.edges])
    shapely.prepare(extent)
    whole: FloatArray = shapely.length(lines)
    inside: FloatArray = np.where(shapely.covers(extent, lines), whole, 0.0)
    cut = np.flatnonzero(inside < whole)
    inside[cut] = shapely.length(shapely.intersection(extent, lines[cut]))
    return whole, inside
