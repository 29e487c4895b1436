"""Hotspots that are roads: the chains of edges that are meant by a line, a street or a route."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from routeplan.areas.districts import Area
from routeplan.errors import InputError
from routeplan.geo import great_circle_m
from routeplan.i18n import _
from routeplan.model import Hotspot, Shape
from routeplan.planning.outlines import Line, find_outline, list_lines
from routeplan.planning.traffic import Traffic
from routeplan.roads.chains import measure_mm
from routeplan.roads.corridors import find_corridor, find_corridor_to_class
from routeplan.roads.matching import match_line
from routeplan.roads.network import IntArray, Network
from routeplan.roads.plane import draw_edges, make_plane
from routeplan.roads.snap import snap_to_graph
from routeplan.roads.streets import find_street, match_street


@dataclass(frozen=True)
class Course:
    """The roads that a hotspot consists of.

    Parameters
    ----------
    chains
        Signed edges, counted from 1, each chain in driving order.
    off_road
        Share of what was drawn that has no road, or of a street that is not among those that
        come into question, 0 to 1.
    """

    chains: tuple[tuple[int, ...], ...]
    off_road: float = 0.0


def find_course(
    hotspot: Hotspot, shape: Shape, traffic: Traffic, *, among: IntArray | None = None
) -> Course:
    """Return the roads of a line, a street or a route; no chains where there are none.

    Parameters
    ----------
    among
        Edges that come into question for a line or a street, None for all.

    Raises
    ------
    InputError
        If a route has to end at a trunk or primary road and there is none.
    """
    inputs = traffic.inputs
    if shape.kind == "line":
        tolerance_m = inputs.config.visits.line_tolerance_m
        return _match_lines(inputs.network, list_lines(shape), tolerance_m, among)
    if shape.kind == "street":
        return _match_street(inputs.network, shape, inputs.district, among)
    chain = _find_route(hotspot, shape, traffic)
    return Course((chain,) if chain else ())


def _match_street(network: Network, shape: Shape, district: Area, among: IntArray | None) -> Course:
    outline = find_outline(shape, district)
    chains = match_street(network, shape.street, inside=outline, among=among)
    if not chains:
        return Course(())
    all_mm = int(network.edge_mm[find_street(network, shape.street, inside=outline)].sum())
    return Course(chains, 1 - sum(measure_mm(network, chain) for chain in chains) / all_mm)


def _match_lines(
    network: Network, lines: Sequence[Line], tolerance_m: float, among: IntArray | None
) -> Course:
    found = [match_line(network, line, tolerance_m=tolerance_m, among=among) for line in lines]
    lengths = [_measure_line(line) for line in lines]
    along = [
        chain
        for line, match in zip(lines, found, strict=True)
        for chain in _drop_detours(network, line, match.chains, tolerance_m)
    ]
    return Course(
        chains=tuple(_drop_repeats(along)),
        off_road=float(np.average([match.off_road for match in found], weights=lengths)),
    )


def _drop_detours(
    network: Network, line: Line, chains: Sequence[tuple[int, ...]], tolerance_m: float
) -> list[tuple[int, ...]]:
    """Return what of the chains lies along the line: ways round where it leaves the roads do not.

    At least half of an edge lies within the tolerance, or half as much of it as the line is long.
    """
    if not chains:
        return []
    import shapely

    plane = make_plane(network)
    lon, lat = np.array(line).T
    flat = shapely.linestrings(np.column_stack(plane.transform(lon, lat)))
    edges = np.unique([abs(edge) - 1 for chain in chains for edge in chain])
    drawn = draw_edges(network, edges, plane)
    within = shapely.length(shapely.intersection(drawn, flat.buffer(tolerance_m)))
    enough = np.minimum(shapely.length(drawn), shapely.length(flat)) / 2
    near = set(edges[within >= enough].tolist())
    runs = (run for chain in chains for run in groupby(chain, lambda edge: abs(edge) - 1 in near))
    return [tuple(run) for is_near, run in runs if is_near]


def _drop_repeats(chains: Sequence[tuple[int, ...]]) -> Iterator[tuple[int, ...]]:
    """Yield the chains without the streets that were drawn before, cut where these are."""
    seen = set[int]()
    for chain in chains:
        fresh = list[int]()
        for edge in chain:
            if abs(edge) not in seen:
                fresh.append(edge)
            elif fresh:
                yield tuple(fresh)
                fresh = []
            seen.add(abs(edge))
        if fresh:
            yield tuple(fresh)


def _measure_line(line: Line) -> float:
    lon, lat = np.array(line).T
    return float(great_circle_m(lon[:-1], lat[:-1], lon[1:], lat[1:]).sum())


def _find_route(hotspot: Hotspot, shape: Shape, traffic: Traffic) -> tuple[int, ...]:
    """Return the way of trucks from a hotspot, none if they cannot come near its ends."""
    graph = traffic.truck_graph
    ends = [(hotspot.lon, hotspot.lat)]
    if shape.to_lon is not None and shape.to_lat is not None:
        ends.append((shape.to_lon, shape.to_lat))
    lon, lat = np.array(ends).T
    if snap_to_graph(graph, lon, lat).distance_m.max() > traffic.inputs.config.snap.refuse_m:
        return ()
    if len(ends) == 2:
        return find_corridor(graph, ends[0], ends[1])
    try:
        return find_corridor_to_class(graph, ends[0])
    except InputError as error:
        message = _("{name}: {problem} Say where its road ends.")
        raise InputError(message.format(name=hotspot.name, problem=error)) from error
