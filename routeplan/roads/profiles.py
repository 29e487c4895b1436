"""What a vehicle may do on a road: access and one-way tags, and its speeds.

Rules follow the OSM wiki: https://wiki.openstreetmap.org/wiki/Key:access (the most specific tag
wins), https://wiki.openstreetmap.org/wiki/Key:oneway (roundabouts and motorways are one-way
unless tagged otherwise) and https://wiki.openstreetmap.org/wiki/Key:maxspeed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from routeplan.config import ProfileRule
from routeplan.model import Vehicle

# Bits of what a vehicle may do on a way.
FORWARD, BACKWARD, GRANTED = 1, 2, 4
BOTH = FORWARD | BACKWARD

# Access and one-way keys of each vehicle, the most specific first.
ACCESS_KEYS: Mapping[Vehicle, tuple[str, ...]] = {
    "R4": ("motorcar", "motor_vehicle", "vehicle", "access"),
    "R2": ("motorcycle", "motor_vehicle", "vehicle", "access"),
    "foot": ("foot", "access"),
}
ONEWAY_KEYS: Mapping[Vehicle, tuple[str, ...]] = {
    "R4": ("oneway:motorcar", "oneway:motor_vehicle", "oneway:vehicle", "oneway"),
    "R2": ("oneway:motorcycle", "oneway:motor_vehicle", "oneway:vehicle", "oneway"),
    "foot": ("oneway:foot",),
}
DENYING = frozenset(
    {"no", "private", "military", "agricultural", "forestry", "agricultural;forestry", "emergency"}
)
GRANTING = frozenset({"yes", "designated", "permissive", "official"})
ROUNDABOUTS = frozenset({"roundabout", "circular"})
KMH_PER_MPH = 1.609344

_MAXSPEED = re.compile(r"^(\d+(?:\.\d+)?)\s*(km/h|kmh|mph)?$")


def find_directions(tags: Mapping[str, str], vehicle: Vehicle) -> int:
    """Return what the tags of a way allow a vehicle: bits `FORWARD`, `BACKWARD`, `GRANTED`.

    `GRANTED` says that an access tag of the vehicle's own kind opens the way explicitly. 0 means
    closed. Whether the class of the road is open at all is decided by `find_speed_kmh`.
    """
    access = next((tags[key] for key in ACCESS_KEYS[vehicle] if key in tags), None)
    if access in DENYING:
        return 0
    specific = next((tags[key] for key in ACCESS_KEYS[vehicle][:-1] if key in tags), None)
    granted = GRANTED if specific in GRANTING else 0
    return find_oneway(tags, vehicle) | granted


def find_oneway(tags: Mapping[str, str], vehicle: Vehicle) -> int:
    """Return the directions, `FORWARD`, `BACKWARD` or `BOTH`, whatever the access."""
    value = next((tags[key] for key in ONEWAY_KEYS[vehicle] if key in tags), None)
    match value:
        case "yes" | "true" | "1":
            return FORWARD
        case "-1" | "reverse":
            return BACKWARD
        case None if vehicle != "foot" and _is_oneway_by_nature(tags):
            return FORWARD
        case _:
            return BOTH


def _is_oneway_by_nature(tags: Mapping[str, str]) -> bool:
    return tags.get("junction") in ROUNDABOUTS or tags.get("highway") == "motorway"


def find_speed_kmh(tags: Mapping[str, str], rule: ProfileRule, *, granted: bool) -> float:
    """Return the speed on a way in km/h, 0 where its class is closed to the vehicle.

    A signed maxspeed lowers the speed of the class and never raises it.
    """
    highway = tags.get("highway", "")
    if highway in rule.only_if_tagged and not granted:
        return 0.0
    speed = rule.speeds_kmh.get(highway, 0.0)
    signed = parse_maxspeed(tags.get("maxspeed"))
    return min(speed, signed) if signed else speed


def parse_maxspeed(value: str | None) -> float | None:
    """Return a maxspeed tag in km/h, or None where it is missing, zero or no plain number."""
    found = _MAXSPEED.match(value.strip()) if value else None
    if found is None:
        return None
    speed = float(found[1]) * (KMH_PER_MPH if found[2] == "mph" else 1.0)
    return speed or None
