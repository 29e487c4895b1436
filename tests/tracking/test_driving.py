"""Passes and sweeps by the share of their streets driven; roads and areas by anybody."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from driven_tracks import simulate_tracks
from evaluations import evaluate_night, get_blocks, list_exceptions, make_night, map_stops

from routeplan.tracking.driving import measure_driven_m
from routeplan.tracking.matching import DrivenRoads
from routeplan.tracking.streets import PartStreets


def drive(*pieces: tuple[int, float, float]) -> DrivenRoads:
    """Return pieces of edges counted from 1, driven from and to."""
    edge, start, end = np.array(pieces, dtype=np.float64).T
    moments = np.arange(len(edge), dtype=np.float64)
    return DrivenRoads(edge.astype(np.int64) - 1, start, end, moments, moments + 1)


def measure(part: PartStreets, *pieces: tuple[int, float, float]) -> float:
    return measure_driven_m(drive(*pieces), part, np.arange(len(pieces)))


def make_part(*signed: int, length_m: float = 100.0, is_directed: bool = False) -> PartStreets:
    pieces = np.array(signed, dtype=np.int64)
    return PartStreets(pieces, np.full(len(signed), length_m), is_directed)


def test_what_is_driven_twice_counts_once() -> None:
    # 60 m, then 40 to 90 m: 90 m of the first street; all of the second
    assert measure(make_part(1, 2), (1, 0, 60), (1, 90, 40), (2, 0, 100), (3, 0, 50)) == 190


def test_a_road_to_be_driven_both_ways_counts_each_way_for_itself() -> None:
    there, back = make_part(1, is_directed=True), make_part(-1, is_directed=True)
    assert measure(there, (1, 0, 100)) == 100
    assert measure(back, (1, 0, 100)) == 0
    assert measure(back, (1, 100, 30)) == 70


def test_a_part_is_never_driven_for_more_than_its_length() -> None:
    assert measure(make_part(1), (1, -1, 101)) == 100


@pytest.mark.parametrize("network", [True, False])
def test_half_a_pass_is_driven_in_part_or_the_rest_is_not_recorded(network: bool) -> None:
    """Sand/4 is 500 m long, driven in 90 s, and then led on along."""
    night = make_night()
    track = simulate_tracks(night, seed=3)["A"]
    begin = night.loops[0].stops[6].begin.timestamp()
    roads = get_blocks() if network else None
    beyond = (track.moment_s > begin + 45) & (track.moment_s < begin + 120)
    hidden = map_stops(evaluate_night([track.take(~beyond)], network=roads))["A", 6]
    assert hidden.driven_m == pytest.approx(250, abs=60)
    assert hidden.state == "no_recording"
    # the same time spent standing where the half ends: the car did not drive on
    half = int(np.searchsorted(track.moment_s, begin + 45))
    lon, lat = (np.where(beyond, values[half], values) for values in (track.lon, track.lat))
    short = map_stops(evaluate_night([replace(track, lon=lon, lat=lat)], network=roads))["A", 6]
    assert short.state == "short"
    assert 0.3 < short.share < 0.74


def test_the_streets_of_an_area_count_whoever_drives_them() -> None:
    night = make_night()
    evaluation = evaluate_night(simulate_tracks(night, seed=3))
    sand, estate = evaluation.roads
    assert sand.unit_ids[0] == "A"
    assert sand.metres == 2000
    assert estate.share > 0.97
    # C alone comes along a part of the sand road, and never patrols it
    alone = evaluate_night([simulate_tracks(night, seed=3)["C"]])
    assert {road.hotspot_id: road.unit_ids for road in alone.roads}["sand"] in ((), ("C",))
    assert alone.roads[1].share < 0.6


def test_roads_without_the_network_are_those_that_the_plan_visits() -> None:
    evaluation = evaluate_night(simulate_tracks(make_night(), seed=3), network=None)
    assert [road.hotspot_id for road in evaluation.roads] == ["sand", "estate"]
    assert evaluation.roads[0].metres == pytest.approx(2000, abs=2)
    assert min(road.share for road in evaluation.roads) > 0.95


def test_a_pass_that_begins_late_is_late() -> None:
    tracks = simulate_tracks(make_night(), seed=3, delay_s={("A", 1): 900.0})
    evaluation = evaluate_night(tracks)
    assert map_stops(evaluation)["A", 1].state == "late"
    assert map_stops(evaluation)["A", 1].late_s == pytest.approx(900, abs=60)
    assert set(list_exceptions(evaluation).values()) == {"late"}
