"""Where bases and hotspots meet the roads of each vehicle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from routeplan.config import Config
from routeplan.errors import InputError
from routeplan.i18n import _
from routeplan.model import Duty, Hotspot, Shift, Unit
from routeplan.roads.graph import make_vehicle_graph
from routeplan.roads.matrix import Router, make_router
from routeplan.roads.network import Network
from routeplan.roads.snap import Snaps, snap_to_edges, snap_to_graph


@dataclass(frozen=True)
class Reach:
    """How far the places of a plan are from the roads that a vehicle can use.

    Parameters
    ----------
    snaps
        Places in the order of the matrices: bases first, then hotspots.
    limit_m
        Farther than this a place has no road within reach.
    """

    snaps: Mapping[str, Snaps]
    limit_m: float

    def distance_m(self, vehicle: str, place: int) -> float:
        """Return the metres from a place to the nearest usable road."""
        return float(self.snaps[vehicle].distance_m[place])

    def reaches(self, vehicle: str, place: int) -> bool:
        """Tell whether the place has a usable road within reach."""
        return self.distance_m(vehicle, place) <= self.limit_m


def make_routers(
    network: Network,
    *,
    units: Sequence[Unit],
    hotspots: Sequence[Hotspot],
    config: Config,
    shift: Shift,
) -> dict[str, Router]:
    """Return a router per vehicle on duty: bases first, then hotspots."""
    lon = np.array([u.lon for u in units] + [h.lon for h in hotspots])
    lat = np.array([u.lat for u in units] + [h.lat for h in hotspots])
    routers: dict[str, Router] = {}
    for vehicle in sorted({unit.vehicle for unit in units}):
        graph = make_vehicle_graph(
            network, vehicle, config.profiles[vehicle],
            speed_factor=shift.speed_factor,
        )  # fmt: skip
        routers[vehicle] = make_router(graph, snap_to_graph(graph, lon, lat))
    return routers


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
    problems = []
    for unit, duty in zip(units, duties, strict=True):
        if reach.reaches(unit.vehicle, duty.place):
            continue
        message = (
            _(
                "The base of unit {unit} stands at a road that is cut off from the rest: the "
                "nearest connected road for {vehicle} is {distance} m away (at most {limit} m). "
                "Move the base or mend the road in OpenStreetMap."
            )
            if _stands_on_island(routers[unit.vehicle], unit, reach)
            else _(
                "The base of unit {unit} is {distance} m from the nearest road for {vehicle} "
                "(at most {limit} m). Correct its position."
            )
        )
        problem = message.format(
            unit=_name_unit(unit),
            vehicle=unit.vehicle,
            distance=round(reach.distance_m(unit.vehicle, duty.place)),
            limit=round(reach.limit_m),
        )
        problems.append(problem)
    if problems:
        raise InputError("\n".join(problems))


def _name_unit(unit: Unit) -> str:
    """Return the name of a unit, with its row in the file if it came from one."""
    name = unit.name or unit.id
    return name if unit.row is None else _("{name} (row {row})").format(name=name, row=unit.row)


def _stands_on_island(router: Router, unit: Unit, reach: Reach) -> bool:
    """Tell whether there are roads for the vehicle at the base, but not connected ones."""
    graph = router.graph
    drivable = np.flatnonzero(graph.forward | graph.backward)
    nearest = snap_to_edges(graph.network, drivable, np.array([unit.lon]), np.array([unit.lat]))
    return float(nearest.distance_m[0]) <= reach.limit_m
