"""What a network holds, in figures, and what of OSM it does not honour."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt

from routeplan.config import ProfileRule
from routeplan.errors import InputError
from routeplan.i18n import N_
from routeplan.model import RoadSource, Vehicle
from routeplan.roads.graph import BoolArray, VehicleGraph, make_vehicle_graph
from routeplan.roads.network import FloatArray, IntArray, Network

OLD_AFTER_DAYS = 180

# What a user might take for granted. Marked for translation; `_` words them when shown.
NOT_HONOURED = (
    N_("turn restrictions (no left turn, no U-turn)"),
    N_("access by hour or season (conditional tags)"),
    N_("one-way streets whose direction changes (reversible): they count as both ways"),
    N_("gates, bollards and other barriers"),
    N_("waiting at traffic signals and level crossings"),
    N_("ferries: they are not used"),
    N_("limits of height, width and weight"),
)


@dataclass(frozen=True)
class NetworkInfo:
    """Figures of a network.

    Parameters
    ----------
    nodes, edges, ways
        Junctions and ends of ways, street pieces between them, OSM ways.
    points
        OSM nodes: the junctions and what lies between them.
    km, km_by_class
        Length of all roads, and by OSM highway class, longest first.
    named_share, maxspeed_share
        Share of the length with such a tag, 0 to 1.
    oneway_km
        Length of what a car may drive in one direction only.
    components, largest_share
        Weakly connected pieces, and the share of the points in the largest.
    usable_share
        For each vehicle the share of the whole length that it can reach and come back from.
    age_days
        Age of the OSM data, None where the source does not say its moment.
    """

    name: str
    source: RoadSource
    digest: str
    nodes: int
    edges: int
    ways: int
    points: int
    km: float
    km_by_class: Mapping[str, float]
    named_share: float
    maxspeed_share: float
    oneway_km: float
    components: int
    largest_share: float
    usable_share: Mapping[Vehicle, float]
    age_days: int | None
    not_honoured: tuple[str, ...] = NOT_HONOURED


def describe_network(
    network: Network, *, profiles: Mapping[Vehicle, ProfileRule], now: datetime
) -> NetworkInfo:
    """Return the figures of `network`; `now` is the aware moment that its age counts to."""
    km = network.edge_mm / 1e6
    classes: dict[str, float] = {}
    for highway, length in zip(_collect_tag(network, "highway"), km, strict=True):
        classes[str(highway)] = classes.get(str(highway), 0.0) + float(length)
    labels = find_components(network)
    points = count_points(network, labels)
    graphs = {vehicle: _make_graph(network, vehicle, rule) for vehicle, rule in profiles.items()}
    car = graphs.get("R4")
    return NetworkInfo(
        name=network.name,
        source=network.source,
        digest=digest_network(network),
        nodes=network.node_count,
        edges=network.edge_count,
        ways=len(np.unique(network.way_id)),
        points=int(points.sum()),
        km=float(km.sum()),
        km_by_class=dict(sorted(classes.items(), key=lambda item: -item[1])),
        named_share=_share(km, _collect_tag(network, "name") != ""),
        maxspeed_share=_share(km, _collect_tag(network, "maxspeed") != ""),
        oneway_km=float(km[car.forward != car.backward].sum()) if car else 0.0,
        components=len(points),
        largest_share=float(points.max() / points.sum()),
        usable_share={
            vehicle: _share(km, graph.routable) if graph else 0.0
            for vehicle, graph in graphs.items()
        },
        age_days=count_age_days(network.source.osm_timestamp, now=now),
    )


def digest_network(network: Network) -> str:
    """Return the SHA-256 of what the network holds, whatever it is called and came from."""
    digest = hashlib.sha256()
    for field in fields(network):
        value = getattr(network, field.name)
        if isinstance(value, np.ndarray):
            digest.update(f"{field.name} {value.dtype.kind}{value.shape}".encode())
            digest.update(value.astype(value.dtype.newbyteorder("<")).tobytes())
    tags = [dict(tags) for tags in network.way_tags]
    digest.update(json.dumps(tags, sort_keys=True).encode("ascii"))
    return digest.hexdigest()


def find_components(network: Network) -> npt.NDArray[np.int32]:
    """Return for each node the number of its weakly connected component, counted from 0."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    n = network.node_count
    ones = np.ones(network.edge_count, dtype=np.int8)
    links = coo_array((ones, (network.edge_u, network.edge_v)), shape=(n, n))
    labels: npt.NDArray[np.int32]
    _count, labels = connected_components(links.tocsr(), directed=False)
    return labels


def count_points(network: Network, labels: npt.NDArray[np.int32]) -> IntArray:
    """Return for each component the number of its OSM nodes, junctions or not."""
    between = np.bincount(
        labels[network.edge_u],
        weights=np.diff(network.shape_start) - 2,
        minlength=int(labels.max()) + 1,
    )
    return np.bincount(labels) + between.astype(np.int64)


def count_age_days(timestamp: str | None, *, now: datetime) -> int | None:
    """Return the full days of 24 hours from an ISO 8601 moment to an aware `now`.

    Hours are counted, not dates: the answer is the same in every time zone. A moment without a
    zone is taken as UTC. None if the moment is missing or unreadable.
    """
    if timestamp is None:
        return None
    try:
        moment = datetime.fromisoformat(timestamp)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max((now - moment).days, 0)


def _make_graph(network: Network, vehicle: Vehicle, rule: ProfileRule) -> VehicleGraph | None:
    try:
        return make_vehicle_graph(network, vehicle, rule)
    except InputError:
        return None  # no road is open to the vehicle: nothing to share


def _collect_tag(network: Network, key: str) -> npt.NDArray[np.str_]:
    return np.array([tags.get(key, "") for tags in network.way_tags])[network.edge_way]


def _share(km: FloatArray, chosen: BoolArray) -> float:
    return float(km[chosen].sum() / km.sum())
