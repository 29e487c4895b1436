"""Segments of roads and sweeps of areas. The blocks are streets 500 m apart, named row and column.

A car makes 10 m a second on them, and patrols at 20 km/h: 500 m in 90 s. On foot it is 4 km/h.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest
from grids import make_network, place_at
from shift_inputs import SPEEDS, make_blocks, make_hotspot, make_inputs, make_unit, make_village

from routeplan.errors import InputError
from routeplan.model import Closure, Hotspot, Part, RatedHotspot, Shape, Unit, Visit
from routeplan.planning.prepare import Preparation, prepare_shift
from routeplan.roads.network import Network

Corner = tuple[float, float]


def make_line(*corners: Corner) -> Shape:
    points = [list(place_at(*corner)) for corner in corners]
    return Shape("line", {"type": "LineString", "coordinates": points})


def make_square(west: float, south: float, east: float, north: float) -> Shape:
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    points = [list(place_at(*corner)) for corner in corners]
    return Shape("area", {"type": "Polygon", "coordinates": [points]})


def prepare(hotspot: Hotspot, *units: Unit, **given: Any) -> Preparation:
    return prepare_shift(make_inputs([hotspot], units or (make_unit("A"),), **given))


def make_road(shape: Shape, **fields: Any) -> Hotspot:
    return make_hotspot("H3", 1000, 500, shape=shape, **fields)


def get_rated(ready: Preparation) -> RatedHotspot:
    (rated,) = ready.rated
    return rated


def list_parts(ready: Preparation) -> tuple[Part, ...]:
    return get_rated(ready).parts


def list_ways(visit: Visit) -> list[tuple[frozenset[str], int, int]]:
    return [(option.units, option.service_s, option.metres) for option in visit.options]


# ------------------------------------------------------------------------------------- lines


def test_a_line_is_cut_into_segments_that_share_its_worth() -> None:
    # 1500 m of row 1, drawn 10 m beside it
    ready = prepare(make_road(make_line((0, 510), (1500, 510))))
    parts = list_parts(ready)
    assert [(p.id, p.kind, p.metres, p.from_m, p.to_m) for p in parts] == [
        ("H3/1", "pass", 500, 0, 500),
        ("H3/2", "pass", 500, 500, 1000),
        ("H3/3", "pass", 500, 1000, 1500),
    ]
    assert [part.share for part in parts] == pytest.approx([1 / 3] * 3)
    assert get_rated(ready).worth == pytest.approx(8.0)
    assert [visit.part_id for visit in ready.problem.visits] == ["H3/1", "H3/2", "H3/3"]


def test_a_segment_is_driven_through_in_either_direction_at_patrol_speed() -> None:
    ready = prepare(make_road(make_line((500, 500), (1000, 500))))
    (visit,) = ready.problem.visits
    assert (visit.id, visit.kind) == ("H3", "pass")
    assert visit.worth == pytest.approx(8.0)
    there, back = visit.options
    assert list_ways(visit) == [(frozenset({"A"}), 90, 500)] * 2
    assert (there.entry, there.exit) == (back.exit, back.entry)
    assert there.edges == (-back.edges[0],)
    # along the line it is driven from west to east
    snaps = ready.routers["R4"].snaps
    assert [snaps.lon[place] for place in (there.entry, there.exit)] == pytest.approx(
        [place_at(500, 0)[0], place_at(1000, 0)[0]]
    )


def test_units_of_the_same_speed_share_an_option_and_others_have_their_own() -> None:
    units = make_unit("A"), make_unit("B", vehicle="R2"), make_unit("C", vehicle="foot")
    (visit,) = prepare(make_road(make_line((500, 500), (1000, 500))), *units).problem.visits
    assert list_ways(visit)[::2] == [(frozenset({"A", "B"}), 90, 500), (frozenset({"C"}), 450, 500)]


def test_a_one_way_street_is_driven_in_its_direction_only() -> None:
    # row 1 is one-way to the east
    network = make_blocks(oneway=["row 1"])
    hotspot = make_road(make_line((1000, 500), (500, 500)))
    (visit,) = prepare(hotspot, network=network, settings=SPEEDS).problem.visits
    (option,) = visit.options
    assert option.edges[0] > 0


def test_where_both_directions_are_asked_for_each_is_a_part_of_half_the_share() -> None:
    ready = prepare(make_road(make_line((500, 500), (1000, 500)), both_directions=True))
    assert [(part.id, part.share) for part in list_parts(ready)] == [("H3/1>", 0.5), ("H3/1<", 0.5)]
    there, back = ready.problem.visits
    assert [len(there.options), len(back.options)] == [1, 1]
    assert there.options[0].edges == (-back.options[0].edges[0],)


def test_a_one_way_street_has_no_second_direction_to_ask_for() -> None:
    network = make_blocks(oneway=["row 1"])
    hotspot = make_road(make_line((500, 500), (1000, 500)), both_directions=True)
    ready = prepare(hotspot, network=network, settings=SPEEDS)
    assert [(part.id, part.share) for part in list_parts(ready)] == [("H3", 1.0)]


def test_who_walks_against_a_one_way_street_gives_it_no_second_direction() -> None:
    network = make_blocks(oneway=["row 1"])
    hotspot = make_road(make_line((500, 500), (1000, 500)), both_directions=True)
    car, walker = make_unit("A"), make_unit("F", vehicle="foot")
    ready = prepare(hotspot, car, walker, network=network, settings=SPEEDS)
    assert [(part.id, part.share) for part in list_parts(ready)] == [("H3", 1.0)]
    alone = prepare(hotspot, walker, network=network, settings=SPEEDS)
    assert [part.id for part in list_parts(alone)] == ["H3/1>", "H3/1<"]


def test_what_of_a_line_has_no_road_takes_its_share_and_is_told() -> None:
    # 1000 m on row 0, then 1000 m out of town from the last junction: half has a road, and the
    # first 60 m beyond the junction lie near enough
    ready = prepare(make_road(make_line((1000, 0), (2000, 0), (2000, -1000))))
    assert sum(part.share for part in list_parts(ready)) == pytest.approx(0.53, abs=0.02)
    (notice,) = ready.notices
    assert notice.code == "line_off_road"
    assert notice.detail["name"] == "Pasar H3"
    assert notice.detail["share"] == pytest.approx(0.47, abs=0.02)


def test_a_line_across_a_block_does_not_patrol_the_way_round_it() -> None:
    # along row 1 for a block, across the block to its opposite corner, and along row 2 for a block
    shape = make_line((0, 500), (500, 500), (1000, 1000), (1500, 1000))
    parts = list_parts(prepare(make_road(shape)))
    assert sum(part.metres for part in parts) == 1000
    # two blocks of 500 m and a diagonal of 707 m, near whose ends a road is within 60 m
    assert sum(part.share for part in parts) == pytest.approx(0.65, abs=0.06)


def test_a_street_that_is_drawn_there_and_back_is_patrolled_once() -> None:
    # a block to the east, another to the north and back, and on to the east
    shape = make_line((0, 500), (500, 500), (500, 1000), (500, 500), (1000, 500))
    parts = list_parts(prepare(make_road(shape)))
    assert sorted(part.metres for part in parts) == [500, 500, 500]
    assert len({abs(edge) for part in parts for edge in part.edges}) == 3
    assert sum(part.share for part in parts) == pytest.approx(1.0)


def test_a_line_along_a_part_of_a_street_patrols_all_of_that() -> None:
    for east_m in (350, 200):
        (part,) = list_parts(prepare(make_road(make_line((150, 500), (east_m, 500)))))
        assert (part.metres, part.share) == (500, 1.0)


def test_a_line_far_from_every_road_is_left_out() -> None:
    shape = make_line((600, 250), (900, 250))
    ready = prepare(make_hotspot("H3", 750, 250, shape=shape))
    (barred,) = ready.barred
    assert (barred.reason, barred.part_id) == ("no_road", None)
    assert barred.detail == {"distance_m": 250, "limit_m": 60}


PATH = {"highway": "footway"}
STREET = {"highway": "residential", "name": "Jalan Raya"}


def make_alley() -> Network:
    """Return a street of 1000 m to the east, and a footway of 500 m to the north at its end."""
    return make_network(
        {1: (0, 0), 2: (1000, 0), 3: (1000, 500)}, {10: (STREET, [1, 2]), 11: (PATH, [2, 3])}
    )


def test_a_line_along_a_path_is_left_to_who_walks() -> None:
    shape = make_line((1000, 0), (1000, 500))
    hotspot = make_hotspot("H3", 1000, 250, shape=shape)
    (barred,) = prepare(hotspot, network=make_alley()).barred
    assert (barred.reason, barred.detail) == ("vehicle_cannot_reach", {"vehicles": "R4"})
    units = make_unit("A"), make_unit("B", vehicle="foot")
    (visit,) = prepare(hotspot, *units, network=make_alley()).problem.visits
    assert visit.units == {"B"}


def test_a_segment_that_nobody_can_drive_is_left_out_alone() -> None:
    # who walks could go on along the path, but is not responsible for anything here
    shape = make_line((0, 0), (1000, 0), (1000, 500))
    units = make_unit("A"), make_unit("B", vehicle="foot", jurisdiction=("Nowhere",))
    ready = prepare(make_hotspot("H3", 500, 0, shape=shape), *units, network=make_alley())
    assert [visit.part_id for visit in ready.problem.visits] == ["H3/1"]
    assert [(u.reason, u.part_id, u.visits) for u in ready.barred] == [
        ("outside_jurisdiction", "H3/2", 1)
    ]
    assert [part.id for part in list_parts(ready)] == ["H3/1", "H3/2"]


def test_every_segment_of_a_road_is_visited_as_often_as_its_level_asks() -> None:
    ready = prepare(make_road(make_line((0, 500), (1000, 500)), visits=3))
    assert [visit.id for visit in ready.problem.visits] == [
        "H3/1#1", "H3/1#2", "H3/1#3", "H3/2#1", "H3/2#2", "H3/2#3",
    ]  # fmt: skip
    # 8 x (1 + 0.6 + 0.36)
    assert get_rated(ready).worth == pytest.approx(15.68)


# -------------------------------------------------------------------------- streets and routes


def test_a_street_is_found_by_its_name_and_the_hotspot_moves_onto_it() -> None:
    shape = Shape("street", street="Row 2", kecamatan="Candipuro")
    villages = [make_village("Jarit", "Candipuro", 1000, 1000)]
    ready = prepare(make_hotspot("H3", 0, 0, shape=shape), villages=villages)
    assert [part.metres for part in list_parts(ready)] == [500] * 4
    rated = get_rated(ready)
    assert (rated.hotspot.lon, rated.hotspot.lat) == pytest.approx(place_at(1000, 1000), abs=1e-6)
    assert (rated.village, rated.kecamatan) == ("Jarit", "Candipuro")


def test_what_of_a_street_is_closed_takes_its_share_and_is_told() -> None:
    lon, lat = place_at(1750, 500)
    closure = Closure("K1", "Jembatan", lon=lon, lat=lat, radius_m=20.0)
    street = make_hotspot("H3", 0, 0, shape=Shape("street", street="Row 1", kecamatan="Kunir"))
    inputs = make_inputs([street], [make_unit("A")])
    ready = prepare_shift(replace(inputs, closures=(closure,)))
    # three of the four blocks are open
    assert [part.share for part in list_parts(ready)] == pytest.approx([0.25] * 3)
    (notice,) = ready.notices
    assert notice.code == "line_off_road"
    assert notice.detail["share"] == pytest.approx(0.25)


def test_a_street_that_nobody_knows_is_left_out_by_name() -> None:
    shape = Shape("street", street="Jl. Sutorejo", kecamatan="Candipuro")
    (barred,) = prepare(make_hotspot("H3", 0, 0, shape=shape)).barred
    assert barred.reason == "no_road"
    assert (barred.detail["street"], barred.detail["kecamatan"]) == ("Jl. Sutorejo", "Candipuro")


def test_a_route_of_trucks_leads_to_its_end() -> None:
    lon, lat = place_at(1000, 1000)
    shape = Shape("route", to_lon=lon, to_lat=lat)
    ready = prepare(make_hotspot("H3", 0, 1000, shape=shape))
    assert [part.metres for part in list_parts(ready)] == [500, 500]
    assert get_rated(ready).hotspot.lon == pytest.approx(place_at(500, 0)[0], abs=1e-6)


def test_a_route_without_an_end_leads_to_the_nearest_trunk_road() -> None:
    network = make_network(
        {1: (0, 0), 2: (800, 0), 3: (800, 900)},
        {10: (STREET, [1, 2]), 11: ({"highway": "trunk"}, [2, 3])},
    )
    ready = prepare(make_hotspot("H3", 0, 0, shape=Shape("route")), network=network)
    assert [part.metres for part in list_parts(ready)] == [800]


def test_a_route_without_a_trunk_road_is_refused_with_its_name() -> None:
    with pytest.raises(InputError, match=r"Pasar H3: .*primary, trunk.* Say where its road ends"):
        prepare(make_hotspot("H3", 0, 0, shape=Shape("route")))


def test_trucks_need_roads_for_cars_even_if_only_motorcycles_are_on_shift() -> None:
    lon, lat = place_at(1000, 500)
    shape = Shape("route", to_lon=lon, to_lat=lat)
    hotspot = make_hotspot("H3", 0, 0, shape=shape)
    rider = make_unit("A", vehicle="R2")
    (visit, *_others) = prepare(hotspot, rider, network=make_alley()).problem.visits
    assert visit.options[0].metres == 1000


# ------------------------------------------------------------------------------------- areas


def test_an_area_is_swept_within_the_minutes_of_its_hotspot() -> None:
    # four streets around one block: 2000 m, at 20 km/h 360 s
    shape = make_square(450, 450, 1050, 1050)
    ready = prepare(make_hotspot("H3", 750, 750, shape=shape))
    (part,) = list_parts(ready)
    assert (part.id, part.kind, part.metres, len(part.edges)) == ("H3", "sweep", 2000, 4)
    assert part.share == pytest.approx(1.0)
    (visit,) = ready.problem.visits
    (option,) = visit.options
    assert (option.entry, option.service_s, option.metres) == (option.exit, 360, 2000)
    assert visit.kind == "sweep"
    assert not ready.notices


def test_a_large_area_is_several_sweeps_that_share_its_worth() -> None:
    # 3 x 3 junctions have 12 streets of 500 m: 1080 s at 20 km/h, and 600 s for each sweep
    shape = make_square(450, 450, 1550, 1550)
    ready = prepare(make_hotspot("H3", 1000, 1000, shape=shape))
    parts = list_parts(ready)
    assert len(parts) > 1
    assert math.fsum(part.share for part in parts) == pytest.approx(1.0)
    assert math.fsum(part.metres for part in parts) == 6000
    assert all(v.options[0].service_s <= 600 for v in ready.problem.visits)


def test_the_streets_that_no_sweep_has_time_for_are_told() -> None:
    shape = make_square(-50, -50, 2050, 2050)
    one = {"visits": {"most_sweeps": 1}}
    ready = prepare(make_hotspot("H3", 1000, 1000, shape=shape), settings=one)
    (part,) = list_parts(ready)
    # 40 streets of 500 m in all
    assert part.share == pytest.approx(part.metres / 20_000, abs=1e-3)
    (notice,) = ready.notices
    assert notice.code == "area_not_covered"
    assert notice.detail["share"] == pytest.approx(1 - part.share)


def test_who_walks_sweeps_only_what_there_is_time_for() -> None:
    # a car covers the block in 6 of its 31 minutes; on foot 2000 m take 30 minutes
    shape = make_square(450, 450, 1050, 1050)
    hotspot = make_hotspot("H3", 750, 750, shape=shape, dwell_min=31)
    units = make_unit("A"), make_unit("B", vehicle="foot")
    (visit,) = prepare(hotspot, *units).problem.visits
    assert list_ways(visit) == [(frozenset({"A"}), 360, 2000), (frozenset({"B"}), 1800, 2000)]
    (visit,) = prepare(replace(hotspot, dwell_min=29), *units).problem.visits
    assert visit.units == {"A"}


def make_estate(path_m: float) -> Network:
    """Return a square of streets, 1000 m around, and a footway inwards from its corner."""
    nodes = {1: (0, 0), 2: (250, 0), 3: (250, 250), 4: (0, 250), 5: (path_m * 0.6, path_m * 0.8)}
    return make_network(nodes, {10: (STREET, [1, 2, 3, 4, 1]), 11: (PATH, [1, 5])})


@pytest.mark.parametrize(
    ("path_m", "able", "share"), [(100, {"A", "B"}, 1000 / 1100), (125, {"B"}, 1.0)]
)
def test_a_short_path_does_not_keep_cars_out_of_an_area(
    path_m: float, able: set[str], share: float
) -> None:
    # 100 m are less than a tenth of 1100 m; 125 m are more than that of 1125 m
    hotspot = make_hotspot("H3", 125, 125, shape=make_square(-50, -50, 300, 300), dwell_min=60)
    units = make_unit("A"), make_unit("B", vehicle="foot")
    ready = prepare(hotspot, *units, network=make_estate(path_m))
    (visit,) = ready.problem.visits
    assert visit.units == able
    assert list_parts(ready)[0].share == pytest.approx(share, abs=1e-3)


def test_an_area_is_cut_up_for_a_crew_that_may_go_there() -> None:
    # one officer alone, who could walk all of it, may not: the car sweeps its streets
    hotspot = make_hotspot("H3", 125, 125, shape=make_square(-50, -50, 300, 300), dwell_min=60)
    units = make_unit("A"), make_unit("B", vehicle="foot", crew=1)
    ready = prepare(replace(hotspot, level="rawan"), *units, network=make_estate(125))
    (visit,) = ready.problem.visits
    assert visit.units == {"A"}
    assert list_parts(ready)[0].share == pytest.approx(1000 / 1125, abs=1e-3)
    (notice,) = ready.notices
    assert notice.code == "area_not_covered"


def test_an_area_without_streets_is_left_out() -> None:
    shape = make_square(600, 600, 900, 900)
    (barred,) = prepare(make_hotspot("H3", 750, 750, shape=shape)).barred
    assert (barred.reason, barred.detail) == ("no_road", {"distance_m": 250, "limit_m": 0})


def test_a_road_that_no_vehicle_on_shift_may_enter_is_left_out() -> None:
    hotspot = make_road(make_line((0, 500), (1000, 500)), access=("R2",))
    (barred,) = prepare(hotspot).barred
    assert (barred.reason, barred.detail) == ("vehicle_cannot_reach", {"vehicles": "R4"})


def test_parts_belong_to_the_kecamatan_of_their_middle() -> None:
    # the border is half-way between the villages, at 1000 m
    villages = [
        make_village("Jarit", "Candipuro", 0, 500), make_village("Kunir", "Kunir", 2000, 500),
    ]  # fmt: skip
    units = make_unit("A", jurisdiction=("Candipuro",)), make_unit("B", jurisdiction=("Kunir",))
    ready = prepare(make_road(make_line((0, 500), (2000, 500))), *units, villages=villages)
    assert [sorted(visit.units) for visit in ready.problem.visits] == [["A"], ["A"], ["B"], ["B"]]
