"""Where the risk of the shift lies: every hotspot's weight, spread over its streets.

It is the weight that counts, whether the plan visits a hotspot or not. A place has its risk at one
point; of a road or an area each part lies along its streets, where the plan or the network
knows them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from routeplan.export.content.reader import PlanReader
from routeplan.export.drawing.lines import FloatArray, trace_streets
from routeplan.geo import great_circle_m
from routeplan.model import Part, RatedHotspot

if TYPE_CHECKING:
    from routeplan.roads.network import Network

STEP_M = 200.0  # between the points of a street, well below what the map can tell apart
WeightedPoint = tuple[float, float, float]


def list_weights(reader: PlanReader, *, network: Network | None) -> list[WeightedPoint]:
    """Return latitude, longitude and weight of the points that carry the risk of a plan.

    The weights of a hotspot's points sum to its risk, less the share of it that has no road.
    """
    return [
        (round(lat, 5), round(lon, 5), round(weight, 3))
        for rated in reader.plan.hotspots
        if rated.risk > 0
        for lat, lon, weight in _spread_hotspot(rated, reader, network)
    ]


def _spread_hotspot(
    rated: RatedHotspot, reader: PlanReader, network: Network | None
) -> Iterable[WeightedPoint]:
    spot = rated.hotspot
    if spot.shape is None or not rated.parts:
        yield spot.lat, spot.lon, rated.risk
        return
    for part in rated.parts:
        weight = rated.risk * part.share
        points = _sample_lines(_find_streets(part, reader, network))
        if not len(points):
            yield spot.lat, spot.lon, weight
        for lon, lat in points.tolist():
            yield lat, lon, weight / len(points)


def _find_streets(part: Part, reader: PlanReader, network: Network | None) -> list[FloatArray]:
    """Return the streets of a part from the network, else from a visit of it."""
    if lines := trace_streets(network, part.edges):
        return lines
    drives = (stop.drive for stop in reader.visits.get(part.id, ()) if stop.drive)
    return [np.array(drive.geometry, dtype=np.float64) for drive in drives][:1]


def _sample_lines(lines: Iterable[FloatArray]) -> FloatArray:
    """Return points (n, 2) at equal distances along lines, each line at least one in its middle."""
    found = [_sample_line(line) for line in lines if len(line) > 1]
    return np.concatenate(found) if found else np.empty((0, 2))


def _sample_line(line: FloatArray) -> FloatArray:
    lon, lat = line.T
    along = np.concatenate(([0.0], great_circle_m(lon[:-1], lat[:-1], lon[1:], lat[1:]).cumsum()))
    count = max(1, round(along[-1] / STEP_M))
    middles = (np.arange(count) + 0.5) / count * along[-1]
    return np.column_stack((np.interp(middles, along, lon), np.interp(middles, along, lat)))
