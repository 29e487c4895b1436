"""The places of a plan: where bases, hotspots and junctions meet the roads of each profile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from routeplan.errors import InputError
from routeplan.i18n import _
from routeplan.model import Duty, Unit
from routeplan.roads.graph import VehicleGraph
from routeplan.roads.matrix import Router, make_router
from routeplan.roads.snap import Snaps, join_snaps, snap_to_edges, snap_to_graph, snap_to_nodes

LonLat = tuple[float, float]


class PlaceTable:
    """Numbers places as rows and columns of the matrices: the bases first, in their order.

    A place added twice keeps its number.
    """

    def __init__(self, bases: Sequence[LonLat]) -> None:
        self._points: list[tuple[int, LonLat]] = list(enumerate(bases))
        self._nodes: list[tuple[int, int]] = []
        self._numbers: dict[LonLat | int, int] = {}
        for number, base in self._points:
            self._numbers.setdefault(base, number)

    def __len__(self) -> int:
        return len(self._points) + len(self._nodes)

    def add_point(self, lon: float, lat: float) -> int:
        """Return the number of a place that is snapped to the road nearest to it."""
        if (lon, lat) not in self._numbers:
            self._points.append((len(self), (lon, lat)))
            self._numbers[lon, lat] = self._points[-1][0]
        return self._numbers[lon, lat]

    def add_node(self, node: int) -> int:
        """Return the number of a place that is a junction of the network."""
        if node not in self._numbers:
            self._nodes.append((len(self), node))
            self._numbers[node] = self._nodes[-1][0]
        return self._numbers[node]

    def snap(self, graph: VehicleGraph) -> Snaps:
        """Return where the places meet the roads of a profile, in the order of their numbers."""
        lonlat = np.array([place for _number, place in self._points], dtype=np.float64)
        parts = [snap_to_graph(graph, lonlat[:, 0], lonlat[:, 1])]
        if self._nodes:
            nodes = np.array([node for _number, node in self._nodes], dtype=np.int64)
            parts.append(snap_to_nodes(graph, nodes))
        numbers = [number for number, _place in (*self._points, *self._nodes)]
        return join_snaps(*parts).take(np.argsort(numbers))


@dataclass(frozen=True)
class Reach:
    """How far the places of a plan are from the roads of each profile.

    Parameters
    ----------
    snaps
        By profile, in the order of the matrices.
    limit_m
        Farther than this a place has no road within reach.
    """

    snaps: Mapping[str, Snaps]
    limit_m: float

    def distance_m(self, profile: str, place: int) -> float:
        """Return the metres from a place to the nearest usable road."""
        return float(self.snaps[profile].distance_m[place])

    def reaches(self, profile: str, place: int) -> bool:
        """Tell whether the place has a usable road within reach."""
        return self.distance_m(profile, place) <= self.limit_m


def make_routers(graphs: Mapping[str, VehicleGraph], table: PlaceTable) -> dict[str, Router]:
    """Return a router for each profile, with all places of the table in it."""
    return {profile: make_router(graph, table.snap(graph)) for profile, graph in graphs.items()}


def check_bases(
    routers: Mapping[str, Router],
    units: Sequence[Unit],
    duties: Sequence[Duty],
    reach: Reach,
) -> None:
    """Check that every unit can leave its base.

    Raises
    ------
    InputError
        Naming every unit whose base has no connected road within reach.
    """
    problems = [
        _word_problem(
            unit, routers[duty.profile], reach, reach.distance_m(duty.profile, duty.place)
        )
        for unit, duty in zip(units, duties, strict=True)
        if not reach.reaches(duty.profile, duty.place)
    ]
    if problems:
        raise InputError("\n".join(problems))


def _word_problem(unit: Unit, router: Router, reach: Reach, distance_m: float) -> str:
    if unit.strict and unit.jurisdiction:
        message = _(
            "Unit {unit} may not leave its jurisdiction (strict), but its base is {distance} m "
            "from the nearest connected road for {vehicle} in it (at most {limit} m). Move the "
            "base or add its kecamatan to the jurisdiction."
        )
    elif _stands_on_island(router, unit, reach):
        message = _(
            "The base of unit {unit} stands at a road that is cut off from the rest: the "
            "nearest connected road for {vehicle} is {distance} m away (at most {limit} m). "
            "Move the base or mend the road in OpenStreetMap."
        )
    else:
        message = _(
            "The base of unit {unit} is {distance} m from the nearest road for {vehicle} "
            "(at most {limit} m). Correct its position."
        )
    return message.format(
        unit=_name_unit(unit),
        vehicle=unit.vehicle,
        distance=round(distance_m),
        limit=round(reach.limit_m),
    )


def _name_unit(unit: Unit) -> str:
    """Return the name of a unit, with its row in the file if it came from one."""
    name = unit.title
    return name if unit.row is None else _("{name} (row {row})").format(name=name, row=unit.row)


def _stands_on_island(router: Router, unit: Unit, reach: Reach) -> bool:
    """Tell whether there are roads for the vehicle at the base, but not connected ones."""
    graph = router.graph
    drivable = np.flatnonzero(graph.forward | graph.backward)
    nearest = snap_to_edges(graph.network, drivable, np.array([unit.lon]), np.array([unit.lat]))
    return float(nearest.distance_m[0]) <= reach.limit_m
