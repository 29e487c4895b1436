"""Which roads each unit may drive in a shift: by vehicle, closures and jurisdiction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from routeplan.areas.districts import Area
from routeplan.areas.lookup import find_kecamatan
from routeplan.areas.names import is_among
from routeplan.errors import InputError
from routeplan.i18n import _
from routeplan.model import Closure, Unit, Vehicle
from routeplan.planning.outlines import find_outline, list_lines, make_polygon
from routeplan.planning.windows import find_windows
from routeplan.roads.closures import find_closed_edges
from routeplan.roads.graph import VehicleGraph, make_vehicle_graph
from routeplan.roads.middles import find_middles
from routeplan.roads.network import IntArray

if TYPE_CHECKING:
    from routeplan.planning.inputs import Inputs


def name_profile(unit: Unit) -> str:
    """Return the key of the roads that a unit drives by: units of one key share their matrices.

    It is the vehicle, or something like ``R4|Kraton,Rejoso`` for a unit that must not leave
    these kecamatan.
    """
    if unit.strict and unit.jurisdiction:
        return f"{unit.vehicle}|{','.join(sorted(unit.jurisdiction))}"
    return unit.vehicle


def list_profiles(units: Iterable[Unit]) -> list[str]:
    """Return the profiles that units drive by, each once, sorted."""
    return sorted({name_profile(unit) for unit in units})


def find_closures(inputs: Inputs) -> tuple[Closure, ...]:
    """Return the closures in force in a shift, each with the edges that it closes.

    What is closed for a part of the shift counts as closed for all of it.
    """
    return tuple(
        replace(closure, edges=tuple((_find_edges(closure, inputs) + 1).tolist()))
        for closure in inputs.closures
        if find_windows(closure, inputs.shift, inputs.config.tzinfo)
    )


def _find_edges(closure: Closure, inputs: Inputs) -> IntArray:
    network, shape = inputs.network, closure.shape
    if closure.ways:
        return find_closed_edges(network, way_ids=closure.ways)
    if shape is None and closure.lon is not None and closure.lat is not None:
        place = (closure.lon, closure.lat)
        return find_closed_edges(network, place=place, radius_m=closure.radius_m)
    if shape is None:
        return np.empty(0, dtype=np.int64)
    if shape.kind == "line":
        lines = [find_closed_edges(network, line=line) for line in list_lines(shape)]
        return np.unique(np.concatenate(lines))
    if shape.kind == "area":
        return find_closed_edges(network, polygon=make_polygon(shape))
    outline = find_outline(shape, inputs.district)
    return find_closed_edges(network, street=shape.street, inside=outline)


def _check_borders(units: Sequence[Unit], district: Area) -> None:
    known = [kecamatan.name for kecamatan in district.kecamatan]
    message = _(
        "Unit {unit} may not leave its jurisdiction (strict), but the outline of Kecamatan {name} "
        "is not known in {area}. Take strict away, or correct the jurisdiction."
    )
    problems = [
        message.format(unit=unit.title, name=name, area=district.title)
        for unit in units
        for name in (unit.jurisdiction if unit.strict else ())
        if not is_among(name, known)
    ]
    if problems:
        raise InputError("\n".join(problems))


@dataclass(frozen=True, eq=False)
class Traffic:
    """Makes the graphs of a shift.

    Parameters
    ----------
    closures
        Those in force, with their edges.
    """

    inputs: Inputs
    closures: tuple[Closure, ...]

    def make_graphs(self, units: Iterable[Unit]) -> dict[str, VehicleGraph]:
        """Return the graph of each profile that some of the units drive by.

        Raises
        ------
        InputError
            If a unit may not leave its jurisdiction, and nobody knows where that ends.
        """
        units = tuple(units)
        _check_borders(units, self.inputs.district)
        drivers = {name_profile(unit): unit for unit in units}
        return {
            profile: self._make_graph(unit.vehicle, unit.jurisdiction if unit.strict else ())
            for profile, unit in sorted(drivers.items())
        }

    @cached_property
    def truck_graph(self) -> VehicleGraph:
        """What sand trucks may drive: the roads of an R4."""
        return self._make_graph("R4", ())

    def _make_graph(self, vehicle: Vehicle, jurisdiction: Sequence[str]) -> VehicleGraph:
        closed = [
            np.array(closure.edges, dtype=np.int64) - 1
            for closure in self.closures
            if not closure.vehicles or vehicle in closure.vehicles
        ]
        if jurisdiction:
            closed.append(self._find_outside(jurisdiction))
        return make_vehicle_graph(
            self.inputs.network,
            vehicle,
            self.inputs.config.profiles[vehicle],
            speed_factor=self.inputs.shift.speed_factor,
            closed=np.unique(np.concatenate(closed)) if closed else None,
        )

    @cached_property
    def _kecamatan(self) -> tuple[str | None, ...]:
        """The kecamatan in which the middle of each edge lies."""
        network = self.inputs.network
        lon, lat = find_middles(network, np.arange(network.edge_count))
        return find_kecamatan(lon, lat, area=self.inputs.district, gazetteer=self.inputs.gazetteer)

    def _find_outside(self, jurisdiction: Sequence[str]) -> IntArray:
        inside = {name for name in set(self._kecamatan) if is_among(name, jurisdiction)}
        return np.flatnonzero([name not in inside for name in self._kecamatan])
