"""Inputs of a shift made by hand: a grid of streets, places in metres, and the settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import shapely
from grids import make_grid, place_at

from routeplan.areas.districts import Area, Kecamatan, area_around, join_polygons
from routeplan.areas.gazetteer import Gazetteer, Village
from routeplan.config import load_config, merge_tables
from routeplan.model import Hotspot, Unit, Vehicle
from routeplan.planning.inputs import Inputs
from routeplan.planning.shifts import make_shift
from routeplan.roads.network import Network

WEDNESDAY = date(2024, 11, 20)
BLOCK_M = 500.0
SPEEDS = {
    "profiles": {vehicle: {"speeds_kmh": {"residential": 36.0}} for vehicle in ("R4", "R2", "foot")}
}


def make_blocks(**options: Any) -> Network:
    """Return five by five streets, 500 m apart, on which everybody makes 36 km/h: 10 m a second."""
    return make_grid(5, 5, spacing_m=BLOCK_M, **options)


def make_hotspot(name: str, east_m: float, north_m: float, **fields: Any) -> Hotspot:
    """Return a market where a unit stays for ten minutes."""
    lon, lat = place_at(east_m, north_m)
    given: dict[str, Any] = {"dwell_min": 10, "category": "pasar"} | fields
    return Hotspot(id=name, name=f"Pasar {name}", lon=lon, lat=lat, **given)


def make_unit(
    name: str, east_m: float = 0.0, north_m: float = 0.0, vehicle: Vehicle = "R4", **fields: Any
) -> Unit:
    """Return a unit with its base on the grid, in its south-western corner unless told where."""
    lon, lat = place_at(east_m, north_m)
    return Unit(id=name, name=f"Regu {name}", vehicle=vehicle, lon=lon, lat=lat, **fields)


def make_village(name: str, kecamatan: str, east_m: float, north_m: float) -> Village:
    """Return a village on the grid."""
    lon, lat = place_at(east_m, north_m)
    return Village("", name, kecamatan, "Lumajang", lon, lat, is_seat=False)


def make_inputs(
    hotspots: Sequence[Hotspot],
    units: Sequence[Unit],
    *,
    network: Network | None = None,
    villages: Sequence[Village] = (),
    shift: str = "malam",
    day: date = WEDNESDAY,
    iterations: int = 200,
    settings: Mapping[str, Any] | None = None,
) -> Inputs:
    """Return the inputs of a shift, by default on the blocks of `make_blocks`."""
    limits = {"solver": {"iterations": iterations, "restarts": 2}}
    on_blocks = SPEEDS if network is None else {}
    config = load_config(overrides=merge_tables(merge_tables(limits, on_blocks), settings or {}))
    network = make_blocks() if network is None else network
    area = area_around(
        network.node_lon, network.node_lat, id="blocks", title="Five Streets", margin_m=500
    )
    return Inputs(
        area, area, network, tuple(hotspots), tuple(units), make_shift(config, shift, day), config,
        Gazetteer(tuple(villages)),
    )  # fmt: skip


def outline_kecamatan(
    inputs: Inputs, boxes: Mapping[str, tuple[float, float, float, float]]
) -> Inputs:
    """Return the inputs in an area of kecamatan: metres of their west, south, east and north."""
    kecamatan = tuple(
        Kecamatan("", name, "Lumajang", shapely.box(*place_at(west, south), *place_at(east, north)))
        for name, (west, south, east, north) in boxes.items()
    )
    area = Area("blocks", "Five Streets", kecamatan, join_polygons(kecamatan))
    return replace(inputs, area=area, district=area)
