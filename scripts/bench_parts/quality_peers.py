"""Other libraries on the instances of team orienteering, each as it comes."""

from __future__ import annotations

import importlib.util
import math
import time
from collections.abc import Callable

from quality_tools import Limits
from quality_top import TopInstance

Peer = Callable[[TopInstance, Limits, int], list[list[int]]]

# Distances are counted in this part of a unit of the file, rounded up: finer ones leave PyVRP's
# penalties, which it bounds, too small for prizes that outweigh all driving.
PARTS = 10**4


def find_missing(peer: str) -> str:
    """Return why a peer cannot run here, or an empty string."""
    if importlib.util.find_spec(peer) is None:
        return 'it is not installed (pip install "routeplan[bench]")'
    return ""


def solve_with_pyvrp(instance: TopInstance, limits: Limits, seed: int) -> list[list[int]]:
    """Return tours of PyVRP: optional clients with prizes, its own parameters, one thread."""
    import pyvrp

    if not instance.targets:
        return []
    model = pyvrp.Model()
    nodes = [0, len(instance.nodes) - 1, *instance.targets]
    places = [model.add_location(0, 0) for _node in nodes]
    limit = math.floor(instance.limit * PARTS)
    start, end = (model.add_depot(place) for place in places[:2])
    model.add_vehicle_type(instance.tours, start_depot=start, end_depot=end, max_distance=limit)
    for node, place in zip(instance.targets, places[2:], strict=True):
        prize = round(instance.nodes[node][2] * limit)
        model.add_client(place, prize=prize, required=False)
    for a, leaving in zip(nodes, places, strict=True):
        for b, reached in zip(nodes, places, strict=True):
            if a != b:
                model.add_edge(leaving, reached, math.ceil(instance.measure(a, b) * PARTS))
    over_s = time.process_time() + limits.seconds
    result = model.solve(stop=lambda _cost: time.process_time() >= over_s, seed=seed, display=False)
    if not result.is_feasible():
        return []
    return [
        [instance.targets[step.idx] for step in route if step.is_client()]
        for route in result.best.routes()
    ]


PEERS: dict[str, Peer] = {"pyvrp": solve_with_pyvrp}
