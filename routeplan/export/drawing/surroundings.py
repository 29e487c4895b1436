"""Where things lie that no loop drives along: areas, closed roads, what is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from routeplan.export.drawing.lines import FloatArray, find_middle, list_lines, trace_streets
from routeplan.model import Closure, RatedHotspot, Shape, Unvisited

if TYPE_CHECKING:
    from routeplan.roads.network import Network

Place = tuple[float, float]


def list_outlines(spots: Iterable[RatedHotspot]) -> Iterator[tuple[RatedHotspot, Shape]]:
    """Yield the areas, and the roads that nobody can patrol, each with its shape.

    Roads with parts are drawn by what is driven or left out of them.
    """
    for rated in spots:
        shape = rated.hotspot.shape
        if shape is None or shape.geometry is None or (shape.kind == "line" and rated.parts):
            continue
        yield rated, shape


def locate_closure(
    closure: Closure, network: Network | None
) -> tuple[list[FloatArray], Place | None]:
    """Return the streets that are closed, and longitude and latitude of their sign.

    There are no streets where the network is not known, and no sign where no place is.
    """
    if lines := trace_streets(network, closure.edges):
        return lines, find_middle(lines)
    if closure.lon is not None and closure.lat is not None:
        return [], (closure.lon, closure.lat)
    drawn = list_lines(closure.shape.geometry or {}) if closure.shape else []
    return [], find_middle(drawn) if drawn else None


def trace_left_out(
    item: Unvisited, rated: RatedHotspot, network: Network | None
) -> list[FloatArray]:
    """Return the streets of a hotspot that are left out; none of a place."""
    edges = next((part.edges for part in rated.parts if part.id == item.part_id), ())
    return trace_streets(network, edges)
