"""Judging borders: parts outside a jurisdiction, strict units, and metres driven outside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from routeplan.geo import FloatArray
from routeplan.i18n import _
from routeplan.model import Loop, Part, Plan, Unit
from routeplan.planning.verify.borders import find_middles, find_outline_violations
from routeplan.planning.verify.courses import knows_edges
from routeplan.planning.verify.drives import list_pieces
from routeplan.planning.verify.legs import Piece, name_edge
from routeplan.planning.verify.roads import Roads
from routeplan.planning.verify.stands import Drivers
from routeplan.planning.verify.violations import Violation, list_made, map_units, name_stop
from routeplan.roads.network import Network

HALF = 0.5


def find_territory_violations(plan: Plan, roads: Roads) -> Iterator[Violation]:
    """Yield where units patrol or, if they must not, drive outside their jurisdiction."""
    yield from find_outline_violations(plan, roads.borders)
    units = map_units(plan)
    for visit in list_made(plan):
        unit = units.get(visit.loop.unit_id)
        if unit is not None and lies_inside(unit, visit.part, roads) is False:
            problem = _("The middle of it lies outside the jurisdiction of the unit.")
            place = name_stop(visit.loop, visit.index)
            yield Violation("jurisdiction", visit.loop.unit_id, place, problem)
    drivers = Drivers(plan, roads)
    for loop in plan.loops:
        unit = drivers.units.get(loop.unit_id)
        if unit is not None:
            yield from _check_loop(loop, unit, drivers)


def lies_inside(unit: Unit, part: Part, roads: Roads) -> bool | None:
    """Tell whether the middle of a road or of streets lies in a jurisdiction; None: unknown."""
    network, borders = roads.network, roads.borders
    if not part.edges or not knows_edges(network, part) or not borders.knows(unit):
        return None
    surely, maybe = borders.find_outside(unit, _find_middle(network, part)[None, :])
    return False if surely[0] else None if maybe[0] else True


def _find_middle(network: Network, part: Part) -> FloatArray:
    """Return the point halfway along a road, or the mean of the middles of streets."""
    edges = np.abs(np.array(part.edges, dtype=np.int64)) - 1
    lengths = network.edge_mm[edges]
    if part.kind == "sweep":
        mean: FloatArray = np.average(find_middles(network, edges), axis=0, weights=lengths)
        return mean
    import shapely

    along = np.concatenate([[0], np.cumsum(lengths)])
    number = int(np.searchsorted(along, along[-1] * HALF, side="right")) - 1
    share = (along[-1] * HALF - along[number]) / lengths[number]
    line = shapely.linestrings(np.column_stack(network.edge_shape(int(edges[number]))))
    share = share if part.edges[number] > 0 else 1 - share
    middle = shapely.line_interpolate_point(line, share, normalized=True)
    lonlat: FloatArray = shapely.get_coordinates(middle)[0]
    return lonlat


def _check_loop(loop: Loop, unit: Unit, drivers: Drivers) -> Iterator[Violation]:
    roads = drivers.roads
    if not unit.jurisdiction:
        if loop.outside_m:
            problem = _("Nowhere is outside its jurisdiction, but it says {given} m.")
            problem = problem.format(given=loop.outside_m)
            yield Violation("outside", loop.unit_id, _("loop"), problem)
        return
    if not roads.borders.knows(unit):
        return
    pieces = list(list_pieces(loop, unit, drivers))
    edges = np.array(sorted({piece.edge for piece in pieces}), dtype=np.int64)
    surely, maybe = roads.borders.find_outside(unit, find_middles(roads.network, edges))
    least, most = (_measure_m(pieces, edges[away].tolist()) for away in (surely, maybe))
    slack = len(loop.legs) + len(loop.stops)
    if not least - slack <= loop.outside_m <= most + slack:
        problem = _("It drives {least} to {most} m outside its jurisdiction, not {given} m.")
        problem = problem.format(least=least, most=most, given=loop.outside_m)
        yield Violation("outside", loop.unit_id, _("loop"), problem)
    for edge in edges[surely].tolist() if unit.strict else ():
        problem = _("It drives {street}, outside its jurisdiction, which it may not leave.")
        problem = problem.format(street=name_edge(roads.network, edge))
        yield Violation("strict", loop.unit_id, _("loop"), problem)


def _measure_m(pieces: Sequence[Piece], edges: Sequence[int]) -> int:
    outside = set(edges)
    mm = sum(abs(piece.to_mm - piece.from_mm) for piece in pieces if piece.edge in outside)
    return round(mm / 1000)
