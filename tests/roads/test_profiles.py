"""What a vehicle may do on a way, from its tags."""

from __future__ import annotations

import pytest

from routeplan.config import load_config
from routeplan.model import Vehicle
from routeplan.roads.profiles import (
    BACKWARD,
    BOTH,
    FORWARD,
    GRANTED,
    find_directions,
    find_speed_kmh,
    parse_maxspeed,
)

PROFILES = load_config().profiles
CLOSED = 0


def find_class_speed(vehicle: Vehicle, tags: dict[str, str]) -> float:
    granted = bool(find_directions(tags, vehicle) & GRANTED)
    return find_speed_kmh(tags, PROFILES[vehicle], granted=granted)


@pytest.mark.parametrize(
    ("tags", "r4", "r2", "foot"),
    [
        ({}, True, True, True),
        ({"access": "no"}, False, False, False),
        ({"access": "private"}, False, False, False),
        ({"access": "destination"}, True, True, True),
        ({"motorcycle": "no"}, True, False, True),
        ({"motorcar": "no"}, False, True, True),
        ({"motor_vehicle": "no"}, False, False, True),
        ({"motor_vehicle": "no", "motorcycle": "yes"}, False, True, True),
        ({"motor_vehicle": "yes", "motorcar": "private"}, False, True, True),
        ({"vehicle": "no", "motor_vehicle": "yes"}, True, True, True),
        ({"access": "no", "vehicle": "yes"}, True, True, False),
        ({"access": "private", "foot": "yes"}, False, False, True),
        ({"foot": "no"}, True, True, False),
        ({"motor_vehicle": "agricultural"}, False, False, True),
    ],
)
def test_the_most_specific_access_tag_wins(
    tags: dict[str, str], r4: bool, r2: bool, foot: bool
) -> None:
    tags = {"highway": "residential"} | tags
    found = {v: find_directions(tags, v) != CLOSED for v in PROFILES}
    assert found == {"R4": r4, "R2": r2, "foot": foot}


@pytest.mark.parametrize(
    ("tags", "r4", "r2"),
    [
        ({}, BOTH, BOTH),
        ({"oneway": "yes"}, FORWARD, FORWARD),
        ({"oneway": "true"}, FORWARD, FORWARD),
        ({"oneway": "1"}, FORWARD, FORWARD),
        ({"oneway": "-1"}, BACKWARD, BACKWARD),
        ({"oneway": "reverse"}, BACKWARD, BACKWARD),
        ({"oneway": "no"}, BOTH, BOTH),
        ({"oneway": "reversible"}, BOTH, BOTH),
        ({"junction": "roundabout"}, FORWARD, FORWARD),
        ({"junction": "circular"}, FORWARD, FORWARD),
        ({"junction": "roundabout", "oneway": "no"}, BOTH, BOTH),
        ({"junction": "roundabout", "oneway": "-1"}, BACKWARD, BACKWARD),
        ({"highway": "motorway"}, FORWARD, FORWARD),
        ({"highway": "motorway", "oneway": "no"}, BOTH, BOTH),
        ({"highway": "motorway_link"}, BOTH, BOTH),
        ({"oneway": "yes", "oneway:motorcycle": "no"}, FORWARD, BOTH),
        ({"oneway:motorcar": "yes"}, FORWARD, BOTH),
        ({"oneway:motor_vehicle": "yes"}, FORWARD, FORWARD),
        ({"oneway:vehicle": "-1"}, BACKWARD, BACKWARD),
        ({"oneway": "yes", "oneway:vehicle": "no"}, BOTH, BOTH),
        ({"oneway:motor_vehicle": "yes", "oneway:motorcycle": "no"}, FORWARD, BOTH),
    ],
)
def test_oneway_rules_bind_vehicles_but_not_walkers(tags: dict[str, str], r4: int, r2: int) -> None:
    tags = {"highway": "residential"} | tags
    found = [find_directions(tags, vehicle) for vehicle in ("R4", "R2", "foot")]
    assert found == [r4, r2, BOTH]


def test_only_a_tag_of_the_vehicles_own_kind_grants() -> None:
    assert find_directions({"access": "yes"}, "R2") == BOTH
    assert find_directions({"motorcycle": "designated"}, "R2") == BOTH | GRANTED
    assert find_directions({"motor_vehicle": "permissive"}, "R2") == BOTH | GRANTED
    assert find_directions({"motorcar": "yes"}, "R2") == BOTH


@pytest.mark.parametrize("highway", ["cycleway", "footway", "pedestrian"])
def test_motorcycles_use_ways_for_others_only_where_a_tag_says_so(highway: str) -> None:
    tags = {"highway": highway}
    assert find_class_speed("R2", tags) == 0
    assert find_class_speed("R2", tags | {"access": "yes"}) == 0
    assert (
        find_class_speed("R2", tags | {"motorcycle": "yes"}) == PROFILES["R2"].speeds_kmh[highway]
    )


@pytest.mark.parametrize(
    ("vehicle", "highway"),
    [
        ("R2", "motorway"),
        ("R2", "motorway_link"),
        ("R2", "steps"),
        ("foot", "motorway"),
        ("R4", "path"),
        ("R4", "footway"),
        ("R4", "bridleway"),
    ],
)
def test_a_class_that_the_profile_does_not_list_stays_closed(
    vehicle: Vehicle, highway: str
) -> None:
    granted = {"highway": highway, "motorcar": "yes", "motorcycle": "yes", "foot": "yes"}
    assert find_class_speed(vehicle, granted) == 0


def test_motorcycles_use_plain_paths_and_cars_use_motorways() -> None:
    assert find_class_speed("R2", {"highway": "path"}) == PROFILES["R2"].speeds_kmh["path"]
    assert find_class_speed("R4", {"highway": "motorway"}) == PROFILES["R4"].speeds_kmh["motorway"]


@pytest.mark.parametrize(
    ("text", "kmh"),
    [
        ("50", 50.0),
        (" 40 ", 40.0),
        ("12.5", 12.5),
        ("50 km/h", 50.0),
        ("30 mph", 30 * 1.609344),
        ("30mph", 30 * 1.609344),
        ("0", None),
        ("none", None),
        ("walk", None),
        ("ID:urban", None),
        ("50;30", None),
        ("-20", None),
        ("", None),
        (None, None),
    ],
)
def test_maxspeed_is_read_where_it_is_a_plain_number(text: str | None, kmh: float | None) -> None:
    assert parse_maxspeed(text) == kmh


@pytest.mark.parametrize(
    ("maxspeed", "kmh"), [("30", 30.0), ("20 mph", 32.18688), ("100", 45.0), ("none", 45.0)]
)
def test_maxspeed_lowers_the_speed_of_the_class_and_never_raises_it(
    maxspeed: str, kmh: float
) -> None:
    assert PROFILES["R4"].speeds_kmh["primary"] == 45
    assert find_class_speed("R4", {"highway": "primary", "maxspeed": maxspeed}) == kmh


def test_maxspeed_does_not_open_a_closed_class() -> None:
    assert find_class_speed("R2", {"highway": "motorway", "maxspeed": "60"}) == 0
