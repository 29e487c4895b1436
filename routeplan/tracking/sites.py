"""Sites: the places of a plan at which a unit may be found standing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from routeplan.geo import FloatArray
from routeplan.model import Loop, Plan, StopKind, Unit

if TYPE_CHECKING:
    from pyproj import Transformer

# Places nearer to each other cannot be told apart by the fixes of a phone.
SAME_PLACE_M = 25.0
# What it costs to take a place for the one where a unit stands, beside the distance: the base,
# and hotspots that its plan does not have.
BASE_COST, OTHER_COST = 0.1, 0.25
# Stops at which a unit stands.
STAYS: frozenset[StopKind] = frozenset({"dwell", "break", "incident", "meeting"})


@dataclass(frozen=True, eq=False)
class Sites:
    """The places of one unit: `k` sites, each of one or more of `m` places.

    Parameters
    ----------
    ends
        (m, 4) metres: each place, and the point of the road where it is left for it.
    site
        (m,) which site a place belongs to, the sites counted from 0.
    cost
        (k,) what it costs to take it for the one where the unit stands.
    base
        The site of the base.
    of_stop
        Site of each stop at which the unit stands, by the number of the stop in its loop.
    hotspots
        Ids of the hotspots at each site that has any.
    """

    ends: FloatArray
    site: npt.NDArray[np.int64]
    cost: FloatArray
    base: int
    of_stop: Mapping[int, int]
    hotspots: Mapping[int, tuple[str, ...]]

    @property
    def count(self) -> int:
        """Number of sites."""
        return len(self.cost)

    def measure(self, x: FloatArray, y: FloatArray) -> FloatArray:
        """Return the metres (n, k) from positions to each site: its places and the way to them."""
        found = np.full((len(x), self.count), np.inf)
        for ends, site in zip(self.ends, self.site.tolist(), strict=True):
            away = _measure_to_way(x, y, ends)
            found[:, site] = np.minimum(found[:, site], away)
        return found


class _Place(NamedTuple):
    """A place, the point of the road where it is left for it, and what it costs to be taken."""

    lon: float
    lat: float
    road_lon: float
    road_lat: float
    cost: float


def list_sites(plan: Plan, unit: Unit, loop: Loop | None, plane: Transformer) -> Sites:
    """Return the base of a unit, its stops, and all hotspots of the plan that are places."""
    places = [_find_base(unit, loop)]
    stops: dict[int, int] = {}
    for number, stop in enumerate(loop.stops if loop else ()):
        if stop.kind in STAYS:
            stops[number] = len(places)
            places.append(_Place(stop.lon, stop.lat, stop.road_lon, stop.road_lat, 0.0))
    roads = _find_roads(plan)
    hotspots: dict[str, int] = {}
    for rated in plan.hotspots:
        spot = rated.hotspot
        if spot.shape is None:
            hotspots[spot.id] = len(places)
            road = roads.get(spot.id, (spot.lon, spot.lat))
            places.append(_Place(spot.lon, spot.lat, *road, OTHER_COST))
    return _make_sites(places, stops, hotspots, plane)


def _find_base(unit: Unit, loop: Loop | None) -> _Place:
    if loop is None:
        return _Place(unit.lon, unit.lat, unit.lon, unit.lat, BASE_COST)
    return _Place(unit.lon, unit.lat, loop.stops[0].road_lon, loop.stops[0].road_lat, BASE_COST)


def _find_roads(plan: Plan) -> dict[str, tuple[float, float]]:
    """Return the point of the road at which each hotspot is left for, as far as any stop tells."""
    return {
        stop.hotspot_id: (stop.road_lon, stop.road_lat)
        for loop in plan.loops
        for stop in loop.stops
        if stop.kind == "dwell" and stop.hotspot_id is not None
    }


def _make_sites(
    places: list[_Place],
    stops: Mapping[int, int],
    hotspots: Mapping[str, int],
    plane: Transformer,
) -> Sites:
    """Return places as sites; the first is the base, `stops` and `hotspots` are numbers of them."""
    lon, lat, road_lon, road_lat, costs = np.array(places).T
    ends = np.column_stack([*plane.transform(lon, lat), *plane.transform(road_lon, road_lat)])
    site = _group(ends[:, :2])
    cost = np.full(int(site.max()) + 1, np.inf)
    np.minimum.at(cost, site, costs)
    at_site: dict[int, tuple[str, ...]] = {}
    for spot_id, place in hotspots.items():
        number = int(site[place])
        at_site[number] = (*at_site.get(number, ()), spot_id)
    of_stop = {number: int(site[place]) for number, place in stops.items()}
    return Sites(ends, site, cost, int(site[0]), of_stop, at_site)


def _group(places: FloatArray) -> npt.NDArray[np.int64]:
    """Return for each place the number of its site: places near each other share one."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components
    from scipy.spatial import cKDTree

    pairs = cKDTree(places).query_pairs(SAME_PLACE_M, output_type="ndarray")
    size = len(places)
    links = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(size, size))
    _count, labels = connected_components(links.tocsr(), directed=False)
    # sites are counted in the order of their first places
    _labels, first, site = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.argsort(np.argsort(first))
    numbers: npt.NDArray[np.int64] = rank[site].astype(np.int64)
    return numbers


def _measure_to_way(x: FloatArray, y: FloatArray, ends: FloatArray) -> FloatArray:
    """Return the metres from positions to the straight way between two points."""
    x1, y1, x2, y2 = ends.tolist()
    dx, dy = x2 - x1, y2 - y1
    square = dx * dx + dy * dy
    share = np.clip(((x - x1) * dx + (y - y1) * dy) / square, 0.0, 1.0) if square else 0.0
    away: FloatArray = np.hypot(x - x1 - share * dx, y - y1 - share * dy)
    return away
