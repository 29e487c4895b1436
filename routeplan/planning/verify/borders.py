"""Where the jurisdictions of the units end, as far as the outlines in the plan tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from routeplan.areas.names import is_among
from routeplan.i18n import _
from routeplan.model import Plan, Unit
from routeplan.planning.verify.plane import Plane, make_plane
from routeplan.planning.verify.violations import Violation
from routeplan.roads.network import FloatArray, IntArray, Network

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

BoolArray = npt.NDArray[np.bool_]

# What lies in no outline belongs to the nearest, at most this far away: outlines are simplified,
# and leave slits between neighbours.
NEAREST_M = 1000.0
# No slit is wider than this.
SLIT_M = 300.0


@dataclass(frozen=True, eq=False)
class Borders:
    """The outlines of a plan, in the plane of its network.

    Parameters
    ----------
    outlines
        By name of the kecamatan.
    area
        The outline of the plan's area, or None where it cannot be read.
    is_complete
        Whether every kecamatan of the area is outlined.
    """

    plane: Plane
    outlines: tuple[tuple[str, BaseGeometry], ...]
    area: BaseGeometry | None
    is_complete: bool

    def knows(self, unit: Unit) -> bool:
        """Tell whether the whole jurisdiction of a unit that has one is outlined."""
        names = [name for name, _outline in self.outlines]
        return bool(unit.jurisdiction) and all(is_among(n, names) for n in unit.jurisdiction)

    def find_outside(self, unit: Unit, lonlat: FloatArray) -> tuple[BoolArray, BoolArray]:
        """Tell of (n, 2) places which surely lie outside the jurisdiction, and which may.

        A place belongs to the nearest kecamatan, which may be one whose outline the plan does
        not tell.
        """
        import shapely

        points = shapely.points(self.plane.flatten(lonlat))
        own = self._measure(unit, points, mine=True)
        surely = (self._measure(unit, points, mine=False) < own) | (own > NEAREST_M)
        if self.area is None:
            return surely, own > 0
        shapely.prepare(self.area)
        covered = shapely.covers(self.area, points)
        if self.is_complete:
            return surely, np.where(covered, surely, own > 0)
        return surely | (covered & (own > SLIT_M)), own > 0

    def _measure(self, unit: Unit, points: FloatArray, *, mine: bool) -> FloatArray:
        """Return the metres to the nearest kecamatan of the jurisdiction, or of others."""
        import shapely

        found = np.full(len(points), np.inf)
        for name, outline in self.outlines:
            if is_among(name, unit.jurisdiction) == mine:
                shapely.prepare(outline)
                inside = shapely.covers(outline, points)
                found[inside] = 0.0
                found[~inside] = np.minimum(
                    found[~inside], shapely.distance(outline, points[~inside])
                )
        return found


def make_borders(plan: Plan, network: Network) -> Borders:
    """Return the borders that a plan tells."""
    plane = make_plane(network)
    drawn = ((item.kecamatan, plane.read(item.boundary)) for item in plan.area.outlines)
    outlines = tuple((name, outline) for name, outline in drawn if outline is not None)
    names = [name for name, _outline in outlines]
    is_complete = all(is_among(name, names) for name in plan.area.kecamatan)
    return Borders(plane, outlines, plane.read(plan.area.boundary), is_complete)


def find_outline_violations(plan: Plan, borders: Borders) -> Iterator[Violation]:
    """Yield kecamatan of the area that limit a unit and have no outline."""
    drawn = [name for name, _outline in borders.outlines]
    limits = dict.fromkeys(name for unit in plan.units for name in unit.jurisdiction)
    for name in limits:
        if is_among(name, plan.area.kecamatan) and not is_among(name, drawn):
            problem = _("A unit is limited to it, but its outline cannot be read.")
            yield Violation("outline", None, name, problem)


def find_middles(network: Network, edges: IntArray) -> FloatArray:
    """Return longitudes and latitudes of the points halfway along some edges, (n, 2)."""
    import shapely

    plane = make_plane(network)
    middles = shapely.line_interpolate_point(plane.draw(network, edges), 0.5, normalized=True)
    lonlat: FloatArray = shapely.get_coordinates(middles) / plane.scale + np.array(plane.origin)
    return lonlat
