"""Streets by name: which edges are called so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from routeplan.areas.names import fold_name
from routeplan.roads.chains import make_chains
from routeplan.roads.network import IntArray, Network
from routeplan.roads.plane import find_inside

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_STREET = re.compile(r"^\s*(?:jalan|jln|jl)(?:\.\s*|\s+)(?=\S)", re.IGNORECASE)
_LANE = re.compile(r"^\s*gg(?:\.\s*|\s+)(?=\S)", re.IGNORECASE)


def fold_street(name: str) -> str:
    """Return the name of a street as a key: no case, spaces, marks, nor the word for street.

    >>> fold_street("Jl. P.B. Sudirman") == fold_street("JALAN PB SUDIRMAN")
    True
    """
    return fold_name(_LANE.sub("gang ", _STREET.sub("", name)))


def find_street(network: Network, name: str, *, inside: BaseGeometry | None = None) -> IntArray:
    """Return the edges of ways called `name`, "Jl.", "Jln" and "Jalan" being the same.

    Parameters
    ----------
    inside
        Polygon in lon, lat: only edges with more than half of their length in it; None for all.
    """
    key = fold_street(name)
    called = [bool(key) and fold_street(tags.get("name", "")) == key for tags in network.way_tags]
    edges = np.flatnonzero(np.array(called, dtype=bool)[network.edge_way])
    return edges if inside is None else find_inside(network, edges, inside)


def match_street(
    network: Network,
    name: str,
    *,
    inside: BaseGeometry | None = None,
    among: IntArray | None = None,
) -> tuple[tuple[int, ...], ...]:
    """Return a street as chains of signed edges (counted from 1), the longest first.

    Dual carriageways, branches and gaps make several chains; none if no street is called so.

    Parameters
    ----------
    inside
        As in `find_street`.
    among
        The edges that come into question, each once; None for all.
    """
    edges = find_street(network, name, inside=inside)
    if among is not None:
        edges = np.intersect1d(edges, among, assume_unique=True)
    return make_chains(network, edges)
