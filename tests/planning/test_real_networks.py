"""Whole plans on real roads from OpenStreetMap: the judge finds nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from routeplan.areas.districts import area_around
from routeplan.areas.gazetteer import load_gazetteer
from routeplan.config import load_config
from routeplan.model import LEVELS, VEHICLES, Hotspot, Plan, Unit
from routeplan.planning.inputs import Inputs
from routeplan.planning.pipeline import plan_shift
from routeplan.planning.shifts import make_shift
from routeplan.planning.verify import find_violations
from routeplan.roads.network import Network, build_network
from routeplan.roads.sources import read_roads

CATEGORIES = ("pasar", "perumahan", "spbu", "bank", "area_sepi", "kpu")
BESIDE_ROAD_DEG = 0.0003  # about 30 m
TOLERATED = {"no_road", "no_time", "vehicle_cannot_reach"}


@pytest.fixture(scope="module")
def open_roads(real_data: Path) -> Callable[[str], Network]:
    """Return a reader of the roads of a file of real data."""
    return lambda name: build_network(read_roads(real_data / name), name="real")


def make_places(network: Network, hotspots: int, units: int) -> tuple[list[Hotspot], list[Unit]]:
    """Return places near junctions all over the network: the same for the same network.

    Bases stand near junctions of main roads, which no vehicle is cut off from.
    """
    rng = np.random.default_rng(7)
    spots = rng.choice(network.node_count, hotspots, replace=False)
    main = np.isin(
        [tags.get("highway", "") for tags in network.way_tags],
        ("primary", "secondary", "tertiary", "unclassified"),
    )
    bases = rng.choice(network.edge_u[main[network.edge_way]], units, replace=False)
    shift = rng.uniform(-BESIDE_ROAD_DEG, BESIDE_ROAD_DEG, (hotspots, 2))
    return [
        Hotspot(
            f"H{n}", f"Titik {n}", CATEGORIES[n % len(CATEGORIES)],
            float(network.node_lon[node] + shift[n, 0]),
            float(network.node_lat[node] + shift[n, 1]),
            level=LEVELS[n % len(LEVELS)],
        )
        for n, node in enumerate(spots)
    ], [
        Unit(
            f"U{n}", f"Regu {n}", VEHICLES[n % len(VEHICLES)],
            float(network.node_lon[node]), float(network.node_lat[node]),
        )
        for n, node in enumerate(bases)
    ]  # fmt: skip


def make_night(network: Network, *, hotspots: int, iterations: int) -> Inputs:
    """Return a night shift of a car, a motorcycle and a foot patrol."""
    spots, units = make_places(network, hotspots, 3)
    config = load_config(overrides={"solver": {"iterations": iterations}})
    area = area_around(
        network.node_lon, network.node_lat, id="real", title="Real roads", margin_m=500
    )
    shift = make_shift(config, "malam", date(2024, 11, 20))
    return Inputs(area, area, network, tuple(spots), tuple(units), shift, config, load_gazetteer())


def plan_night(network: Network, **options: Any) -> Plan:
    """Plan the night, judge it and account for every hotspot."""
    inputs = make_night(network, **options)
    plan = plan_shift(inputs)
    assert find_violations(plan, network) == ()
    accounted = Counter(stop.hotspot_id for loop in plan.loops for stop in loop.visits)
    for left_out in plan.unvisited:
        accounted[left_out.hotspot_id] += left_out.visits
    wished = {
        spot.hotspot.id: sum(part.visits for part in spot.parts) or 1 for spot in plan.hotspots
    }
    assert accounted == wished
    assert {left_out.reason for left_out in plan.unvisited} <= TOLERATED
    assert {loop.unit_id for loop in plan.loops} == {unit.id for unit in inputs.units}
    return plan


def test_rural_roads_without_any_maxspeed_and_with_islands_are_planned(
    open_roads: Callable[[str], Network],
) -> None:
    network = open_roads("roads/trenggalek_rural_overpass.json")
    assert not any("maxspeed" in tags for tags in network.way_tags)
    plan = plan_night(network, hotspots=40, iterations=200)
    assert plan.totals.visited >= 25


def test_a_country_with_full_tags_is_planned(open_roads: Callable[[str], Network]) -> None:
    plan = plan_night(open_roads("osm/liechtenstein.osm.pbf"), hotspots=40, iterations=200)
    assert plan.totals.visited >= 25


def test_a_town_with_a_toll_road_and_one_ways_is_planned(
    open_roads: Callable[[str], Network],
) -> None:
    network = open_roads("roads/probolinggo_overpass.json")
    plan = plan_night(network, hotspots=120, iterations=2000)
    assert plan.totals.visited >= 50
    motorways = {
        int(edge) + 1
        for edge in np.flatnonzero(
            [network.edge_tags(e).get("highway") == "motorway" for e in range(network.edge_count)]
        )
    }
    vehicles = {unit.id: unit.vehicle for unit in plan.units}
    for loop in plan.loops:
        if vehicles[loop.unit_id] != "R4":
            assert not motorways & {abs(edge) for leg in loop.legs for edge in leg.edges}
