"""Chains: some edges put together to as few continuous lines as they allow."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from routeplan.model import VEHICLES
from routeplan.roads.network import FloatArray, IntArray, Network
from routeplan.roads.profiles import BACKWARD, BOTH, FORWARD

# An end of an edge: its number and 0 for `u`, 1 for `v`.
End = tuple[int, int]


def make_chains(network: Network, edges: IntArray) -> tuple[tuple[int, ...], ...]:
    """Return signed edges (counted from 1), each of `edges` once, in as few chains as possible.

    At a junction the edges that lead on most nearly straight are joined; a chain runs in the
    direction in which most of it is stored. The longest chain comes first.
    """
    joined = _join_ends(network, edges)
    chains = _splice_rings(network, _follow_all(joined, edges.tolist()))
    directed = [_direct(network, chain) for chain in chains]
    return tuple(sorted(directed, key=lambda chain: (-measure_mm(network, chain), chain)))


def _join_ends(network: Network, edges: IntArray) -> dict[End, End]:
    """Return which end goes on in which other: at each junction pairs, the straightest first.

    Two one-way edges are no pair where cars only arrive, or only leave, by both.
    """
    oneway = find_oneways(network, edges)
    arrives = {(edge, end): (way > 0) == end for edge, way in oneway.items() for end in (0, 1)}
    meeting: dict[int, list[End]] = {}
    for edge in edges.tolist():
        meeting.setdefault(int(network.edge_u[edge]), []).append((edge, 0))
        meeting.setdefault(int(network.edge_v[edge]), []).append((edge, 1))
    joined: dict[End, End] = {}
    for ends in meeting.values():
        leaving = {end: _find_direction(network, end) for end in ends}
        pairs = sorted(
            combinations(ends, 2),
            key=lambda pair: (round(float(leaving[pair[0]] @ leaving[pair[1]]), 6), pair),
        )
        for one, other in pairs:
            is_clash = one in arrives and other in arrives and arrives[one] == arrives[other]
            if one not in joined and other not in joined and not is_clash:
                joined[one], joined[other] = other, one
    return joined


def _find_direction(network: Network, end: End) -> FloatArray:
    """Return the unit vector (east, north) in which an edge leaves its end."""
    lon, lat = network.edge_shape(end[0])
    if end[1]:
        lon, lat = lon[::-1], lat[::-1]
    step = np.array([(lon[1] - lon[0]) * np.cos(np.radians(lat[0])), lat[1] - lat[0]])
    size = float(np.hypot(*step))
    return step / size if size else step


def _follow_all(joined: dict[End, End], edges: list[int]) -> list[list[int]]:
    """Return the chains that the joined ends make; those with open ends first, then rings."""
    ends = [(edge, end) for edge in sorted(edges) for end in (0, 1)]
    left = set(edges)
    chains = []
    for start in [end for end in ends if end not in joined] + ends:
        chain, at = list[int](), start
        while at[0] in left:
            left.remove(at[0])
            chain.append(at[0] + 1 if at[1] == 0 else -(at[0] + 1))
            far = at[0], 1 - at[1]
            at = joined.get(far, far)
        if chain:
            chains.append(chain)
    return chains


def _splice_rings(network: Network, chains: list[list[int]]) -> list[list[int]]:
    """Put each ring into another chain that passes one of its junctions, where there is one."""
    rings = [chain for chain in chains if is_ring(network, chain)]
    done = [chain for chain in chains if not is_ring(network, chain)]
    while rings:
        # a ring that meets no chain so far may meet another ring once that is in
        pairs = ((ring, host) for ring in rings for host in done)
        found = next((pair for pair in pairs if _find_meeting(network, *pair)), None)
        if found is None:
            done.append(rings.pop(0))
            continue
        ring, host = found
        turn, at = _find_meeting(network, ring, host)[0]
        host[at:at] = ring[turn:] + ring[:turn]
        rings.remove(ring)
    return done


def _find_meeting(network: Network, ring: list[int], host: list[int]) -> list[tuple[int, int]]:
    """Return the first junction that both pass, as numbers of the edges that come after it."""
    turns = {get_ends(network, edge)[0]: turn for turn, edge in enumerate(ring)}
    stops = list_stops(network, host)
    return [(turns[node], at) for at, node in enumerate(stops) if node in turns][:1]


def _direct(network: Network, chain: list[int]) -> tuple[int, ...]:
    """Return the chain or its reverse: what runs along the stored direction for longer."""
    ahead_mm = sum(int(np.sign(edge)) * int(network.edge_mm[abs(edge) - 1]) for edge in chain)
    found = tuple(chain)
    if ahead_mm:
        return found if ahead_mm > 0 else reverse_chain(found)
    return max(found, reverse_chain(found))


def find_oneways(network: Network, edges: IntArray) -> dict[int, int]:
    """Return those of `edges` that cars may drive in one direction only: 1 from `u`, else -1."""
    bits = network.way_directions[network.edge_way[edges], VEHICLES.index("R4")] & BOTH
    ways = {FORWARD: 1, BACKWARD: -1}
    return {e: ways[b] for e, b in zip(edges.tolist(), bits.tolist(), strict=True) if b in ways}


def reverse_chain(chain: Sequence[int]) -> tuple[int, ...]:
    """Return signed edges as driven the other way."""
    return tuple(-edge for edge in reversed(chain))


def get_ends(network: Network, signed: int) -> tuple[int, int]:
    """Return the nodes at which a signed edge begins and ends."""
    edge = abs(signed) - 1
    ends = int(network.edge_u[edge]), int(network.edge_v[edge])
    return ends if signed > 0 else ends[::-1]


def list_stops(network: Network, chain: Sequence[int]) -> list[int]:
    """Return the junctions of a chain in order, one more than its edges."""
    return [get_ends(network, chain[0])[0], *(get_ends(network, edge)[1] for edge in chain)]


def is_ring(network: Network, chain: Sequence[int]) -> bool:
    """Tell whether a chain ends where it begins."""
    return get_ends(network, chain[0])[0] == get_ends(network, chain[-1])[1]


def measure_mm(network: Network, chain: Sequence[int]) -> int:
    """Return the length of signed edges in millimetres."""
    return int(network.edge_mm[np.abs(np.array(chain, dtype=np.int64)) - 1].sum())
