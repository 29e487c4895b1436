"""Middles of streets: the points that say in which kecamatan a road lies."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from routeplan.geo import FloatArray
from routeplan.roads.geometry import Point
from routeplan.roads.network import IntArray, Network


def find_middles(network: Network, edges: IntArray) -> tuple[FloatArray, FloatArray]:
    """Return longitudes and latitudes of the points halfway along (k,) edges, (k,) each."""
    return _find_points(network, edges, np.full(len(edges), 0.5))


def find_chain_middle(network: Network, chain: Sequence[int]) -> Point:
    """Return the point halfway along signed edges (counted from 1) that follow each other."""
    signed = np.array(chain, dtype=np.int64)
    edges = np.abs(signed) - 1
    along = np.concatenate([[0], np.cumsum(network.edge_mm[edges])])
    number = int(np.searchsorted(along, along[-1] / 2, side="right")) - 1
    share = (along[-1] / 2 - along[number]) / network.edge_mm[edges[number]]
    share = share if signed[number] > 0 else 1 - share
    lon, lat = _find_points(network, edges[[number]], np.array([share]))
    return float(lon[0]), float(lat[0])


def find_streets_middle(network: Network, edges: IntArray) -> Point:
    """Return the mean of the middles of at least one edge, each weighing its length."""
    lon, lat = find_middles(network, edges)
    weights = network.edge_mm[edges]
    return float(np.average(lon, weights=weights)), float(np.average(lat, weights=weights))


def _find_points(
    network: Network, edges: IntArray, share: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the points at a share (0 to 1) of the length of each edge from its `u`."""
    lon, lat, along = network.shape_lon, network.shape_lat, network.shape_along_m
    first, last = network.shape_start[edges], network.shape_start[edges + 1] - 1
    target = along[first] + share * (along[last] - along[first])
    after = np.clip(np.searchsorted(along, target), first + 1, last)
    step = along[after] - along[after - 1]
    part = np.divide(target - along[after - 1], step, out=np.zeros_like(step), where=step > 0)
    return (
        lon[after - 1] + part * (lon[after] - lon[after - 1]),
        lat[after - 1] + part * (lat[after] - lat[after - 1]),
    )
