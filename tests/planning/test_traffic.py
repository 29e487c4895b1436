"""Which roads are open in a shift. The blocks are streets 500 m apart, named row and column."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from grids import ROW_WAY, place_at
from shift_inputs import make_hotspot, make_inputs, make_unit, outline_kecamatan

from routeplan.errors import InputError
from routeplan.model import ClockWindow, Closure, Shape, Unit
from routeplan.planning.prepare import Preparation, prepare_shift
from routeplan.planning.traffic import name_profile

# The border runs from south to north at 1000 m.
HALVES = {"Candipuro": (-500, -500, 1000, 2500), "Kunir": (1000, -500, 2500, 2500)}
# From its base to the market it is 1000 m along row 0.
MARKET = make_hotspot("a", 1000, 0)


def prepare(*closures: Closure, units: tuple[Unit, ...] = (), **given: Any) -> Preparation:
    inputs = make_inputs([MARKET], units or (make_unit("A"),), **given)
    return prepare_shift(replace(outline_kecamatan(inputs, HALVES), closures=closures))


def measure_m(ready: Preparation, profile: str = "R4") -> int:
    """Return the metres from the first base to the market."""
    (visit,) = ready.problem.visits
    return int(ready.problem.matrices[profile].metres[0, visit.options[0].entry])


def close(**fields: Any) -> Closure:
    return Closure("K1", "Ditutup", **fields)


def make_crossing() -> dict[str, Any]:
    """Return the fields of a closure of row 0 half-way between its first two junctions."""
    lon, lat = place_at(250, 0)
    return {"lon": lon, "lat": lat, "radius_m": 20.0}


def test_without_closures_the_shortest_way_is_driven() -> None:
    ready = prepare()
    assert (measure_m(ready), ready.closures) == (1000, ())


def test_a_closed_bridge_is_driven_around() -> None:
    # up one block, over, and down again
    ready = prepare(close(**make_crossing()))
    assert measure_m(ready) == 2000
    (closure,) = ready.closures
    assert len(closure.edges) == 1
    assert min(closure.edges) >= 1


def test_a_road_closed_to_motorcycles_is_open_to_cars() -> None:
    units = make_unit("A"), make_unit("B", vehicle="R2")
    ready = prepare(close(vehicles=("R2",), **make_crossing()), units=units)
    assert (measure_m(ready, "R4"), measure_m(ready, "R2")) == (1000, 2000)


ROW_0 = {"type": "LineString", "coordinates": [place_at(0, 0), place_at(2000, 0)]}


@pytest.mark.parametrize(
    ("fields", "edges"),
    [
        ({"ways": (ROW_WAY,)}, 4),
        ({"shape": Shape("line", ROW_0)}, 4),
        # the half of it that lies in the kecamatan
        ({"shape": Shape("street", street="Row 0", kecamatan="Candipuro")}, 2),
    ],
)
def test_a_road_is_closed_by_its_ways_a_line_or_its_name(
    fields: dict[str, Any], edges: int
) -> None:
    (closure,) = prepare(close(**fields)).closures
    assert len(closure.edges) == edges


def test_an_area_under_water_closes_every_road_in_it() -> None:
    corners = [place_at(*corner) for corner in ((-50, -50), (550, -50), (550, 550), (-50, 550))]
    polygon = {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}
    ready = prepare(close(shape=Shape("area", polygon)), units=(make_unit("A", 2000, 2000),))
    (closure,) = ready.closures
    # around the block, and what leads away from its three corners
    assert len(closure.edges) == 4 + 4


@pytest.mark.parametrize(
    ("fields", "is_in_force"),
    [
        ({"windows": (ClockWindow.parse("04:00-05:00"),)}, True),
        ({"windows": (ClockWindow.parse("12:00-13:00"),)}, False),
        ({"valid_from": date(2024, 11, 21)}, True),  # the night ends on that day
        ({"valid_to": date(2024, 11, 19)}, False),
    ],
)
def test_a_closure_holds_for_the_shifts_that_it_touches(
    fields: dict[str, Any], is_in_force: bool
) -> None:
    ready = prepare(close(**fields, **make_crossing()))
    assert bool(ready.closures) == is_in_force
    assert measure_m(ready) == (2000 if is_in_force else 1000)


def test_a_strict_unit_has_roads_of_its_own() -> None:
    free = make_unit("A", jurisdiction=("Candipuro",))
    strict = make_unit("B", jurisdiction=("Kec. Candipuro",), strict=True)
    assert name_profile(free) == "R4"
    assert name_profile(strict) == "R4|Kec. Candipuro"
    ready = prepare(units=(free, strict))
    assert sorted(ready.routers) == ["R4", "R4|Kec. Candipuro"]
    graph = ready.routers["R4|Kec. Candipuro"].graph
    open_lon = graph.network.node_lon[graph.network.edge_v[graph.routable]]
    # edges whose middle lies in Candipuro end at 1000 m at most
    assert open_lon.max() == pytest.approx(place_at(1000, 0)[0])


def test_a_strict_unit_with_all_kecamatan_drives_like_the_others() -> None:
    assert name_profile(make_unit("A", strict=True)) == "R4"


def test_a_strict_unit_whose_base_lies_outside_its_jurisdiction_is_refused() -> None:
    strict = make_unit("B", 0, 0, jurisdiction=("Kunir",), strict=True)
    with pytest.raises(InputError, match=r"Regu B may not leave its jurisdiction.* 1000 m"):
        prepare(units=(strict,), settings={"snap": {"refuse_m": 900}})


def test_a_strict_unit_is_refused_where_nobody_knows_the_borders() -> None:
    strict = make_unit("B", jurisdiction=("Candipuro", "Pasirian"), strict=True)
    with pytest.raises(
        InputError, match=r"Regu B may not leave .* Kecamatan Pasirian is not known"
    ):
        prepare(units=(strict,))
