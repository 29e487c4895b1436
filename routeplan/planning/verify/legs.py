"""Driving a leg again, edge by edge, for the judge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from routeplan.i18n import _
from routeplan.roads.graph import VehicleGraph
from routeplan.roads.network import Network

Problem = tuple[str, str]

HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Spot:
    """Where a place meets the road: `offset_mm` from the start of an edge."""

    edge: int
    offset_mm: int
    lon: float
    lat: float
    distance_m: float


@dataclass(frozen=True)
class Piece:
    """An edge driven from one offset to another, in millimetres from its start."""

    edge: int
    backward: bool
    from_mm: int
    to_mm: int


def find_pieces(
    graph: VehicleGraph, edges: Sequence[int], start: Spot, end: Spot
) -> tuple[list[Piece] | None, list[Problem]]:
    """Return what is driven of each edge, or None, and the rules broken on the way.

    Parameters
    ----------
    edges
        As in `routeplan.model.Leg`: counted from 1, negative against their direction.
    """
    network = graph.network
    unknown = [edge for edge in edges if not 1 <= abs(edge) <= network.edge_count]
    if unknown:
        problem = _("The network has no edge {edge}.")
        return None, [("edges", problem.format(edge=edge)) for edge in unknown]
    if not edges:
        if _is_same_spot(network, start, end):
            return [], []
        return None, [("route", _("It has no edges, though its ends lie apart."))]
    problems = list(find_joint_problems(network, edges))
    from_mm, to_mm = _enter(network, edges[0], start), _leave(network, edges[-1], end)
    if from_mm is None:
        problem = _("It does not begin where its first stop meets the road, but on {street}.")
        problems.append(("route", problem.format(street=name_edge(network, abs(edges[0]) - 1))))
    if to_mm is None:
        problem = _("It does not end where its last stop meets the road, but on {street}.")
        problems.append(("route", problem.format(street=name_edge(network, abs(edges[-1]) - 1))))
    if from_mm is None or to_mm is None or problems:
        return None, problems + list(_check_open(graph, _take_whole(network, edges)))
    pieces = _take_whole(network, edges)
    pieces[0] = Piece(pieces[0].edge, pieces[0].backward, from_mm, pieces[0].to_mm)
    pieces[-1] = Piece(pieces[-1].edge, pieces[-1].backward, pieces[-1].from_mm, to_mm)
    return pieces, list(_check_open(graph, pieces))


def measure_pieces(graph: VehicleGraph, pieces: Sequence[Piece]) -> tuple[int, int]:
    """Return the whole seconds and metres of a leg, rounded up once."""
    ms = mm = 0
    for piece in pieces:
        begin, finish = (_pass_ms(graph, piece.edge, at) for at in (piece.from_mm, piece.to_mm))
        ms += abs(finish - begin)
        mm += abs(piece.to_mm - piece.from_mm)
    return ceil(Fraction(ms, 1000)), ceil(Fraction(mm, 1000))


def find_joint_problems(network: Network, edges: Sequence[int]) -> Iterator[Problem]:
    """Yield neighbours in a list of signed edges that do not meet at a junction."""
    for before, after in pairwise(edges):
        if find_nodes(network, before)[1] != find_nodes(network, after)[0]:
            problem = _("{one} does not lead to {other}.")
            one, other = (name_edge(network, abs(edge) - 1) for edge in (before, after))
            yield "route", problem.format(one=one, other=other)


def find_nodes(network: Network, number: int) -> tuple[int, int]:
    """Return the junctions at which a signed edge begins and ends."""
    edge = abs(number) - 1
    u, v = int(network.edge_u[edge]), int(network.edge_v[edge])
    return (v, u) if number < 0 else (u, v)


def stand_at_end(network: Network, number: int, *, begin: bool) -> Spot:
    """Return the junction at which a signed edge begins or ends, as a place on that edge."""
    edge, node = abs(number) - 1, find_nodes(network, number)[0 if begin else 1]
    offset_mm = 0 if begin == (number > 0) else int(network.edge_mm[edge])
    lon, lat = float(network.node_lon[node]), float(network.node_lat[node])
    return Spot(edge, offset_mm, lon, lat, 0.0)


def name_edge(network: Network, edge: int) -> str:
    """Return the street of an edge and the OSM id of its way."""
    name = network.edge_tags(edge).get("name") or _("unnamed road")
    way = int(network.way_id[network.edge_way[edge]])
    return _("{street} (OSM way {way})").format(street=name, way=way)


def _take_whole(network: Network, edges: Sequence[int]) -> list[Piece]:
    """Return the edges driven from end to end."""
    pieces = []
    for number in edges:
        edge, length = abs(number) - 1, int(network.edge_mm[abs(number) - 1])
        pieces.append(Piece(edge, number < 0, *((length, 0) if number < 0 else (0, length))))
    return pieces


def _check_open(graph: VehicleGraph, pieces: Sequence[Piece]) -> Iterator[Problem]:
    """Yield pieces that are closed to the vehicle, or driven the wrong way."""
    for piece in pieces:
        moved = piece.from_mm - piece.to_mm if piece.backward else piece.to_mm - piece.from_mm
        if moved < 0:
            problem = _("It drives {street} away from where it goes.")
            yield "route", problem.format(street=name_edge(graph.network, piece.edge))
        # to stand at its very end is not to drive on it
        if moved == 0 or (graph.backward if piece.backward else graph.forward)[piece.edge]:
            continue
        street = name_edge(graph.network, piece.edge)
        if graph.forward[piece.edge] or graph.backward[piece.edge]:
            yield "one_way", _("It drives {street} against its one-way.").format(street=street)
        else:
            yield "closed", _("{street} is closed to the vehicle.").format(street=street)


def _enter(network: Network, number: int, spot: Spot) -> int | None:
    """Return the offset at which the signed edge is entered from a spot, None if it is not."""
    if _find_junction(network, spot) == find_nodes(network, number)[0]:
        return int(network.edge_mm[abs(number) - 1]) if number < 0 else 0
    return spot.offset_mm if spot.edge == abs(number) - 1 else None


def _leave(network: Network, number: int, spot: Spot) -> int | None:
    """Return the offset at which the signed edge is left for a spot, None if it is not."""
    if _find_junction(network, spot) == find_nodes(network, number)[1]:
        return 0 if number < 0 else int(network.edge_mm[abs(number) - 1])
    return spot.offset_mm if spot.edge == abs(number) - 1 else None


def _find_junction(network: Network, spot: Spot) -> int | None:
    """Return the junction that a spot at the very end of its edge is at."""
    if spot.offset_mm == 0:
        return int(network.edge_u[spot.edge])
    if spot.offset_mm == int(network.edge_mm[spot.edge]):
        return int(network.edge_v[spot.edge])
    return None


def _is_same_spot(network: Network, one: Spot, other: Spot) -> bool:
    junction = _find_junction(network, one)
    same_junction = junction is not None and junction == _find_junction(network, other)
    return same_junction or (one.edge, one.offset_mm) == (other.edge, other.offset_mm)


def _pass_ms(graph: VehicleGraph, edge: int, offset_mm: int) -> int:
    """Return when an offset is passed, in milliseconds from the edge's start, half up."""
    ms, mm = int(graph.edge_ms[edge]), int(graph.network.edge_mm[edge])
    # nothing is rounded at either end
    return (
        ms * offset_mm // mm if offset_mm in (0, mm) else floor(Fraction(ms * offset_mm, mm) + HALF)
    )
