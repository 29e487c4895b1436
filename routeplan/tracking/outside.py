"""Times in which a unit was outside its jurisdiction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from routeplan.areas.names import is_among
from routeplan.geo import FloatArray
from routeplan.model import OutsideSpell, Plan, Unit
from routeplan.tracking.naming import Namer
from routeplan.tracking.unit_day import UnitDay

if TYPE_CHECKING:
    from pyproj import Transformer
    from shapely.geometry.base import BaseGeometry

# Fixes nearer to the one before say nothing of the length driven: they are noise.
APART_M = 30.0


def find_jurisdiction(plan: Plan, unit: Unit, plane: Transformer) -> BaseGeometry | None:
    """Return where a unit may be, in metres: its kecamatan, or for want of them the plan's area.

    None where the plan does not have the outlines of all its kecamatan.
    """
    import shapely
    from shapely.geometry import shape

    if not unit.jurisdiction:
        outlines = [plan.area.boundary]
    else:
        known = {outline.kecamatan: outline.boundary for outline in plan.area.outlines}
        if not all(is_among(name, known) for name in unit.jurisdiction):
            return None
        outlines = [known[name] for name in known if is_among(name, unit.jurisdiction)]
    try:
        area = shapely.union_all([shape(outline) for outline in outlines])
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        return None
    return shapely.transform(area, plane.transform, interleaved=False)


def list_outside(
    day: UnitDay, jurisdiction: BaseGeometry, namer: Namer
) -> tuple[OutsideSpell, ...]:
    """Return the times that a unit spent outside, short ones and those near the border left out."""
    import shapely

    if not day.is_recorded:
        return ()
    shapely.prepare(jurisdiction)
    x, y = day.course.smooth
    points = shapely.points(x, y)
    beyond = np.zeros(len(x))
    out = ~shapely.covers(jurisdiction, points)
    beyond[out] = shapely.distance(jurisdiction, points[out])
    return tuple(
        _make_spell(day, first, last, beyond, namer)
        for first, last in _list_spans(day, beyond > day.rule.outside_m)
    )


def _list_spans(day: UnitDay, is_outside: np.typing.NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    change = np.flatnonzero(np.diff(is_outside.astype(np.int8), prepend=0, append=0))
    for first, past in change.reshape(-1, 2).tolist():
        seconds = day.course.moment_s[past - 1] - day.course.moment_s[first]
        if seconds >= 60 * day.rule.outside_min:
            yield first, past - 1


def _make_spell(
    day: UnitDay, first: int, last: int, beyond: FloatArray, namer: Namer
) -> OutsideSpell:
    span = slice(first, last + 1)
    x, y = (values[span] for values in day.course.smooth)
    lon, lat = (values[span] for values in day.course.lonlat)
    farthest = int(np.argmax(beyond[span]))
    return OutsideSpell(
        begin=day.to_moment(day.course.moment_s[first]),
        end=day.to_moment(day.course.moment_s[last]),
        metres=round(measure_way(x, y)),
        farthest_m=round(float(beyond[span][farthest])),
        kecamatan=namer.list_kecamatan(lon, lat),
        lon=round(float(lon[farthest]), 6),
        lat=round(float(lat[farthest]), 6),
    )


def measure_way(x: FloatArray, y: FloatArray) -> float:
    """Return the metres along positions, of which only those far enough apart count."""
    if not len(x):
        return 0.0
    kept = [0]
    for number in range(1, len(x)):
        if np.hypot(x[number] - x[kept[-1]], y[number] - y[kept[-1]]) >= APART_M:
            kept.append(number)
    return float(np.hypot(np.diff(x[kept]), np.diff(y[kept])).sum())
