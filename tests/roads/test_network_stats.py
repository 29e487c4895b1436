"""The figures of a network, counted by hand and against published ones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from routeplan.config import load_config
from routeplan.model import RoadSource
from routeplan.roads.network import build_network
from routeplan.roads.raw import make_raw_roads
from routeplan.roads.sources import read_roads
from routeplan.roads.stats import NetworkInfo, count_age_days, describe_network

NOW = datetime(2024, 11, 20, 12, 0, tzinfo=UTC)


def describe(path: Path) -> NetworkInfo:
    network = build_network(read_roads(path), name="x")
    return describe_network(network, profiles=load_config().profiles, now=NOW)


def test_the_figures_of_a_network_counted_by_hand() -> None:
    # On the equator 0.001 degrees are 111.195 m. Two pieces that do not touch:
    #   1 --- 2 --- 3   residential with a name and a bend (node 2), one-way for cars on 3 -> 4
    #               |
    #               4   primary, one-way
    #   7 --- 8         a motorway far away, maxspeed
    nodes = {1: (0.0, 0.0), 2: (0.001, 0.0), 3: (0.002, 0.0), 4: (0.002, -0.001)}
    nodes |= {7: (0.1, 0.0), 8: (0.102, 0.0)}
    ways = {
        10: ({"highway": "residential", "name": "Jalan A"}, [1, 2, 3]),
        11: ({"highway": "primary", "oneway": "yes"}, [3, 4]),
        12: ({"highway": "motorway", "maxspeed": "80"}, [7, 8]),
    }
    source = RoadSource("real", "hand", "osm", "2024-11-10T23:00:00Z")
    network = build_network(make_raw_roads(nodes, ways, source), name="hand")
    found = describe_network(network, profiles=load_config().profiles, now=NOW)

    assert (found.nodes, found.edges, found.ways, found.points) == (5, 3, 3, 6)
    assert found.km == pytest.approx(5 * 0.111195, abs=1e-5)
    assert found.km_by_class == pytest.approx(
        {"residential": 0.22239, "motorway": 0.22239, "primary": 0.111195}, abs=1e-5
    )
    assert list(found.km_by_class)[-1] == "primary"  # longest first
    assert found.named_share == pytest.approx(2 / 5)
    assert found.maxspeed_share == pytest.approx(2 / 5)
    assert found.oneway_km == pytest.approx(3 * 0.111195, abs=1e-5)  # primary and motorway
    assert found.components == 2
    assert found.largest_share == pytest.approx(4 / 6)
    # A car cannot come back from 4; on foot one can.
    assert found.usable_share["R4"] == pytest.approx(2 / 5)
    assert found.usable_share["foot"] == pytest.approx(3 / 5)
    assert found.age_days == 9  # and a half
    assert any("turn restrictions" in thing for thing in found.not_honoured)


def test_a_vehicle_without_any_open_road_can_use_nothing() -> None:
    nodes = {1: (113.0, -8.0), 2: (113.001, -8.0)}
    raw = make_raw_roads(
        nodes, {1: ({"highway": "motorway"}, [1, 2])}, RoadSource("real", "hand", "osm")
    )
    network = build_network(raw, name="toll")
    found = describe_network(network, profiles=load_config().profiles, now=NOW)
    assert found.usable_share["R2"] == 0
    assert found.age_days is None


@pytest.mark.parametrize(
    ("file", "points", "km", "share"),
    [
        ("pancer_village.osm", 734, 28.9, 1.0),
        ("probolinggo.osm.pbf", 22_666, 680.8, 0.984),
        ("trenggalek_rural_overpass.json", 41_964, 794.2, 0.944),
    ],
)
def test_east_java_networks_have_their_published_figures(
    real_data: Path, file: str, points: int, km: float, share: float
) -> None:
    found = describe(real_data / "roads" / file)
    assert (found.points, round(found.km, 1)) == (points, km)
    assert found.largest_share == pytest.approx(share, abs=5e-4)


def test_trenggalek_has_no_maxspeed_anywhere(real_data: Path) -> None:
    assert describe(real_data / "roads/trenggalek_rural_overpass.json").maxspeed_share == 0


@pytest.mark.parametrize(
    ("timestamp", "days"),
    [
        ("2024-05-23T00:00:00Z", 181),
        ("2024-11-19T12:00:00+00:00", 1),
        ("2024-11-19T12:00:01+00:00", 0),
        ("2024-11-19T19:00:00+07:00", 1),  # noon in UTC
        ("2024-12-24T00:00:00Z", 0),  # a clock that is wrong gives no negative age
        ("2024-11-19", 1),
        ("last week", None),
        (None, None),
    ],
)
def test_the_age_is_counted_from_the_moment_of_the_data(
    timestamp: str | None, days: int | None
) -> None:
    assert count_age_days(timestamp, now=NOW) == days


def test_the_age_is_the_same_wherever_one_asks() -> None:
    jakarta = NOW.astimezone(timezone(timedelta(hours=7)))
    late = "2024-11-10T20:00:00Z"  # the 11th in Jakarta
    assert count_age_days(late, now=NOW) == count_age_days(late, now=jakarta) == 9
