"""Lines of longitude and latitude: of geometries, of streets, simplified."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from routeplan.roads.network import Network

TOLERANCE_M = 4.0
METRES_PER_DEGREE = 111_195.0

FloatArray = npt.NDArray[np.float64]


def simplify_lines(lines: list[FloatArray], *, tolerance_m: float) -> list[FloatArray]:
    """Return lines of (n, 2) degrees with the points left out that matter less than a tolerance.

    Rings narrower than the tolerance keep their two ends.
    """
    import shapely

    if not lines:
        return []
    points = np.concatenate(lines)
    # Degrees of longitude are shorter than those of latitude: scaled, both are alike.
    scale = np.array([np.cos(np.radians(points[:, 1].mean())), 1.0])
    number = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    shapes = shapely.simplify(
        shapely.linestrings(points * scale, indices=number),
        tolerance_m / METRES_PER_DEGREE,
        preserve_topology=False,
    )
    kept, owner = shapely.get_coordinates(shapes, return_index=True)
    return cut_lines(kept / scale, np.flatnonzero(np.diff(owner, prepend=-1)))


def cut_lines(points: FloatArray, starts: Iterable[int]) -> list[FloatArray]:
    """Return points as lines, each from one of the `starts` to the next; as views of them."""
    return [points[start:end] for start, end in pairwise([*starts, len(points)])]


def list_lines(geometry: dict[str, Any]) -> list[FloatArray]:
    """Return the lines of a GeoJSON geometry, or the rings around its areas, simplified."""
    from shapely import get_parts
    from shapely.geometry import shape

    if not geometry:
        return []
    lines = [
        np.array(line.coords, dtype=np.float64)[:, :2]
        for part in get_parts(shape(geometry))
        for line in _list_rings(part)
    ]
    return simplify_lines(lines, tolerance_m=TOLERANCE_M)


def _list_rings(part: Any) -> list[Any]:
    return [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]


def trace_streets(network: Network | None, edges: Iterable[int]) -> list[FloatArray]:
    """Return the course of edges, counted from 1 whatever their sign, joined where they meet."""
    from shapely import MultiLineString, get_parts, line_merge

    numbers = sorted({abs(edge) - 1 for edge in edges})
    if network is None or not numbers:
        return []
    shapes = [np.column_stack(network.edge_shape(edge)) for edge in numbers]
    lines = get_parts(line_merge(MultiLineString(shapes)))
    return simplify_lines([np.array(line.coords) for line in lines], tolerance_m=TOLERANCE_M)


def find_middle(lines: list[FloatArray]) -> tuple[float, float]:
    """Return a point in the middle of the middle line: one that lies on a road."""
    line = lines[len(lines) // 2]
    half = len(line) // 2
    point = line[half] if len(line) > 2 else line.mean(axis=0)
    return float(point[0]), float(point[1])
