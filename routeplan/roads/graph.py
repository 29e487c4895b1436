"""The network as one vehicle sees it in one shift: times, directions, what is connected."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from routeplan.config import ProfileRule
from routeplan.errors import InputError
from routeplan.i18n import _
from routeplan.model import VEHICLES, Vehicle
from routeplan.roads.network import ByteArray, FloatArray, IntArray, Network
from routeplan.roads.plane import Drawing, make_drawing
from routeplan.roads.profiles import BACKWARD, FORWARD, GRANTED, find_speed_kmh

BoolArray = npt.NDArray[np.bool_]

# seconds to drive a kilometre at 1 km/h: converts mm and km/h to ms
MS_PER_MM_AT_1_KMH = 3.6


@dataclass(frozen=True, eq=False)
class VehicleGraph:
    """Times and directions of one vehicle on `network`.

    Parameters
    ----------
    edge_ms
        (m,) whole milliseconds to drive each edge, at least 1; 0 where it is closed.
    forward, backward
        (m,) whether the edge may be driven in, and against, the direction it is stored in.
    connected
        (n,) whether a node lies in the largest strongly connected component: from each such
        node every other one can be reached and returned from.
    routable
        (m,) whether an edge is open and joins two connected nodes: where places may snap to.
    """

    network: Network
    vehicle: Vehicle
    edge_ms: IntArray
    forward: BoolArray
    backward: BoolArray
    connected: BoolArray
    routable: BoolArray

    @cached_property
    def drawing(self) -> Drawing:
        """The routable edges in metres, to be searched."""
        return make_drawing(self.network, np.flatnonzero(self.routable))


def make_vehicle_graph(
    network: Network,
    vehicle: Vehicle,
    rule: ProfileRule,
    *,
    speed_factor: float = 1.0,
    closed: IntArray | None = None,
) -> VehicleGraph:
    """Return what `vehicle` may drive on `network`, and how fast.

    Parameters
    ----------
    closed
        Edges that are closed to the vehicle whatever their tags say, or None.

    Raises
    ------
    InputError
        If there is no road on which the vehicle can come and go.
    """
    bits = network.way_directions[:, VEHICLES.index(vehicle)]
    edge_kmh = _find_way_speeds(network, bits, rule)[network.edge_way] * speed_factor
    edge_bits = bits[network.edge_way]
    is_open = edge_kmh > 0
    if closed is not None:
        is_open[closed] = False
    forward = is_open & ((edge_bits & FORWARD) > 0)
    backward = is_open & ((edge_bits & BACKWARD) > 0)
    times = network.edge_mm * MS_PER_MM_AT_1_KMH / np.where(is_open, edge_kmh, 1.0)
    edge_ms = np.where(forward | backward, np.maximum(np.rint(times), 1), 0).astype(np.int64)
    connected = _find_connected(network, forward, backward)
    routable = (forward | backward) & connected[network.edge_u] & connected[network.edge_v]
    if not routable.any():
        message = _("The network {name} has no roads on which {vehicle} can come and go.")
        raise InputError(message.format(name=network.name, vehicle=vehicle))
    return VehicleGraph(
        network=network,
        vehicle=vehicle,
        edge_ms=edge_ms,
        forward=forward,
        backward=backward,
        connected=connected,
        routable=routable,
    )


def _find_way_speeds(network: Network, bits: ByteArray, rule: ProfileRule) -> FloatArray:
    return np.array(
        [
            find_speed_kmh(tags, rule, granted=bool(bit & GRANTED))
            for tags, bit in zip(network.way_tags, bits, strict=True)
        ]
    )


def _find_connected(network: Network, forward: BoolArray, backward: BoolArray) -> BoolArray:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    u, v, n = network.edge_u, network.edge_v, network.node_count
    tails = np.concatenate([u[forward], v[backward]])
    heads = np.concatenate([v[forward], u[backward]])
    arcs = coo_array((np.ones(len(tails), dtype=np.int8), (tails, heads)), shape=(n, n))
    _count, labels = connected_components(arcs.tocsr(), directed=True, connection="strong")
    connected: BoolArray = labels == np.bincount(labels).argmax()
    return connected
