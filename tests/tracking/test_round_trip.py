"""A plan that is driven perfectly is found so; what is left out or cut short, and only that, too."""

from __future__ import annotations

from datetime import timedelta

import pytest
from driven_tracks import StopKey, simulate_tracks
from evaluations import evaluate_night, get_blocks, list_exceptions, make_night, map_stops
from replanned_plan import make_replanned_plan

# Passes of the sand road that no other way leads along, and the places.
PASSES: list[StopKey] = [("A", 1), ("A", 6)]
PLACES: list[StopKey] = [("A", 7), ("A", 8), ("B", 1), ("B", 2), ("C", 1), ("C", 2)]


@pytest.mark.parametrize("seed", range(5))
def test_a_plan_driven_perfectly_is_all_visited_and_none_late(seed: int) -> None:
    evaluation = evaluate_night(simulate_tracks(make_night(), noise_m=8, every_s=5, seed=seed))
    assert list_exceptions(evaluation) == {}
    assert [unit.unplanned for unit in evaluation.units] == [(), (), ()]
    assert [meeting.state for meeting in evaluation.meetings] == ["held"]
    assert [road.hotspot_id for road in evaluation.roads] == ["sand", "estate"]
    assert min(road.share for road in evaluation.roads) > 0.97
    assert evaluation.totals.visited_stops == evaluation.totals.stops == 13


@pytest.mark.parametrize(("noise_m", "drift_m"), [(20, 0), (5, 15)])
def test_it_is_found_so_beside_houses_too(noise_m: float, drift_m: float) -> None:
    tracks = simulate_tracks(make_night(), noise_m=noise_m, drift_m=drift_m, seed=3)
    assert list_exceptions(evaluate_night(tracks)) == {}


@pytest.mark.parametrize("every_s", [1.0, 15.0, 30.0, 60.0, 120.0])
def test_it_is_found_so_however_often_the_phone_records(every_s: float) -> None:
    """Rare fixes do not tell the streets of an estate: then nobody knows."""
    evaluation = evaluate_night(simulate_tracks(make_night(), every_s=every_s, seed=4))
    odd = list_exceptions(evaluation)
    assert {map_stops(evaluation)[key].kind for key in odd} <= {"pass", "sweep"}
    assert set(odd.values()) <= {"no_recording"}
    assert not odd or every_s > 15
    assert all(unit.track and not unit.gaps for unit in evaluation.units)


def test_it_is_found_so_without_the_network() -> None:
    evaluation = evaluate_night(simulate_tracks(make_night(), seed=1), network=None)
    assert list_exceptions(evaluation) == {}
    assert not evaluation.roads_matched
    assert [notice.code for notice in evaluation.notices] == ["sample_network", "roads_not_matched"]


@pytest.mark.parametrize("key", [*PASSES, *PLACES])
def test_a_stop_that_is_left_out_is_the_only_one_reported(key: StopKey) -> None:
    tracks = simulate_tracks(make_night(), seed=7, skip={key}, network=get_blocks())
    assert list_exceptions(evaluate_night(tracks)) == {key: "missed"}


# B waits at the market for hours before its visit: nobody could call that short.
@pytest.mark.parametrize("key", [key for key in PLACES if key != ("B", 2)])
def test_a_stop_that_is_cut_short_is_the_only_one_reported(key: StopKey) -> None:
    tracks = simulate_tracks(make_night(), seed=8, shorten={key: 0.5})
    evaluation = evaluate_night(tracks)
    assert list_exceptions(evaluation) == {key: "short"}
    stop = map_stops(evaluation)[key]
    assert stop.dwell_s == pytest.approx(300, abs=40)  # half of ten minutes
    assert stop.share == pytest.approx(0.5, abs=0.07)


def test_a_unit_that_leaves_late_is_late_until_it_has_time_to_spare() -> None:
    # C leaves 20 minutes late; it has nothing to wait for, so both of its stops are.
    evaluation = evaluate_night(simulate_tracks(make_night(), delay_s={("C", 1): 1200.0}))
    assert list_exceptions(evaluation) == {("C", 1): "late", ("C", 2): "late"}
    late = map_stops(evaluation)[("C", 1)]
    assert late.late_s == pytest.approx(1200, abs=30)
    unit = next(unit for unit in evaluation.units if unit.unit_id == "C")
    assert unit.leave is not None
    assert unit.planned_leave is not None
    assert abs(unit.leave - unit.planned_leave - timedelta(minutes=20)) < timedelta(seconds=40)


def test_a_few_minutes_are_not_late() -> None:
    tracks = simulate_tracks(make_night(), delay_s={("C", 1): 540.0})
    evaluation = evaluate_night(tracks)
    assert list_exceptions(evaluation) == {}
    assert map_stops(evaluation)[("C", 2)].late_s == pytest.approx(540, abs=40)


def test_km_and_times_are_those_that_were_driven() -> None:
    evaluation = evaluate_night(simulate_tracks(make_night(), seed=5))
    for unit in evaluation.units:
        assert unit.metres == pytest.approx(unit.planned_m, rel=0.03)
        assert unit.driving_s == pytest.approx(unit.planned_driving_s, abs=120)
        for recorded, planned in (
            (unit.leave, unit.planned_leave), (unit.come_back, unit.planned_return),
        ):  # fmt: skip
            assert recorded is not None
            assert planned is not None
            assert abs(recorded - planned) < timedelta(seconds=30)


def test_a_plan_that_was_changed_under_way_is_evaluated_as_changed() -> None:
    """A attends an incident, B falls out at 02:20 and is not asked to come back."""
    plan = make_replanned_plan()
    evaluation = evaluate_night(simulate_tracks(plan, network=get_blocks()), plan=plan)
    kinds = [stop.kind for unit in evaluation.units for stop in unit.stops]
    assert list_exceptions(evaluation) == {}
    assert kinds.count("incident") == 1
    assert "position" not in kinds
    assert [unit.unit_id for unit in evaluation.units if unit.planned_return is None] == ["B"]


def test_an_incident_that_nobody_went_to_is_missed() -> None:
    plan = make_replanned_plan()
    (key,) = (("A", n) for n, s in enumerate(plan.loops[0].stops) if s.kind == "incident")
    tracks = simulate_tracks(plan, skip={key}, network=get_blocks())
    odd = list_exceptions(evaluate_night(tracks, plan=plan))
    assert [key for key, state in odd.items() if state == "missed"] == [key]
