"""The shape of a path: the points of the way driven, and the names along it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from routeplan.geo import great_circle_m
from routeplan.roads.matrix import PathPiece
from routeplan.roads.network import FloatArray, Network

# A street driven for less than this is not worth naming, unless nothing else is.
SHORTEST_NAMED_M = 60

# Put before the number of a road without a name: Indonesian for "route".
ROUTE = "Rute"

Point = tuple[float, float]


def trace_points(network: Network, pieces: Sequence[PathPiece]) -> list[Point]:
    """Return longitude and latitude of the points of a path, without repetitions."""
    points: list[Point] = []
    for piece in pieces:
        for point in _cut_edge(network, piece):
            if not points or points[-1] != point:
                points.append(point)
    return points


def _cut_edge(network: Network, piece: PathPiece) -> list[Point]:
    lon, lat = network.edge_shape(piece.edge)
    steps = great_circle_m(lon[:-1], lat[:-1], lon[1:], lat[1:])
    along = np.concatenate([[0.0], np.cumsum(steps)])
    along *= network.edge_mm[piece.edge] / max(along[-1], 1e-9)
    low, high = min(piece.from_mm, piece.to_mm), max(piece.from_mm, piece.to_mm)
    inside = (along > low) & (along < high)
    marks = np.concatenate([[low], along[inside], [high]])
    points = list(zip(_at(marks, along, lon), _at(marks, along, lat), strict=True))
    return points[::-1] if piece.backward else points


def _at(marks: FloatArray, along: FloatArray, values: FloatArray) -> list[float]:
    found: list[float] = np.round(np.interp(marks, along, values), 7).tolist()
    return found


def list_streets(network: Network, pieces: Sequence[PathPiece]) -> tuple[str, ...]:
    """Return the names (else route numbers) along a path, in order, neighbours merged.

    Streets driven for less than `SHORTEST_NAMED_M` are left out if longer ones are there.
    """
    driven: list[tuple[str, float]] = []
    for piece in pieces:
        tags = network.edge_tags(piece.edge)
        name = _name_street(tags)
        metres = abs(piece.to_mm - piece.from_mm) / 1000
        if driven and driven[-1][0] == name:
            driven[-1] = (name, driven[-1][1] + metres)
        else:
            driven.append((name, metres))
    named = [(name, metres) for name, metres in driven if name]
    worth_naming = [name for name, metres in named if metres >= SHORTEST_NAMED_M]
    return merge_neighbours(worth_naming or [name for name, _metres in named])


def _name_street(tags: Mapping[str, str]) -> str:
    """Return the name of a street, else its number as "Rute 1", else nothing."""
    if name := tags.get("name"):
        return name
    return f"{ROUTE} {tags['ref']}" if tags.get("ref") else ""


def merge_neighbours(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names in order, each run of equal ones once."""
    return tuple(name for i, name in enumerate(names) if i == 0 or names[i - 1] != name)
