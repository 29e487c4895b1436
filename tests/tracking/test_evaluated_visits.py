"""What an evaluation hands on to the history: visits confirmed, missed, and not looked at."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from driven_tracks import simulate_tracks
from evaluation_example import make_evaluation_example
from evaluations import evaluate_night, make_night

from routeplan.model import UnplannedStop, VisitRecord
from routeplan.tracking.visits import list_visits


def find(records: tuple[VisitRecord, ...], unit: str, part: str) -> VisitRecord:
    return next(one for one in records if (one.unit_id, one.part_id) == (unit, part))


def test_a_stop_that_was_made_is_confirmed_with_its_own_times() -> None:
    evaluation = evaluate_night(simulate_tracks(make_night(), seed=1))
    records = list_visits(evaluation)
    # four passes and two sweeps of A, and the four visits of places; no break, no meeting
    assert Counter(record.state for record in records) == {"confirmed": 10}
    assert (records[0].area, records[0].shift, records[0].date) == (
        "blocks", "malam", make_night().shift.date,
    )  # fmt: skip
    market = find(records, "C", "market")
    stop = next(s for u in evaluation.units if u.unit_id == "C" for s in u.stops)
    assert (market.begin, market.end) == (stop.begin, stop.end)


def test_missed_stops_keep_the_times_planned() -> None:
    evaluation = evaluate_night(simulate_tracks(make_night(), seed=1, skip={("C", 1)}))
    record = find(list_visits(evaluation), "C", "market")
    planned = make_night().loops[2].stops[1]
    assert (record.state, record.begin, record.end) == ("missed", planned.begin, planned.depart)


def test_the_share_of_a_road_is_that_which_was_driven() -> None:
    night = make_night()
    evaluation = evaluate_night(simulate_tracks(night, seed=1))
    records = list_visits(evaluation)
    # a quarter of the sand road each
    assert find(records, "A", "sand/1").share == pytest.approx(0.25, abs=0.01)
    units = tuple(
        replace(unit, stops=tuple(
            replace(stop, driven_m=stop.metres // 2) if stop.part_id == "sand/1" else stop
            for stop in unit.stops
        ))
        for unit in evaluation.units
    )  # fmt: skip
    halved = list_visits(replace(evaluation, units=units))
    assert find(halved, "A", "sand/1").share == pytest.approx(0.125, abs=0.01)


def test_of_a_unit_without_a_recording_nothing_is_told() -> None:
    evaluation = evaluate_night([simulate_tracks(make_night(), seed=1)["C"]])
    assert {record.unit_id for record in list_visits(evaluation)} == {"C"}


def test_what_nobody_knows_stays_planned() -> None:
    night = make_night()
    left_s = (night.loops[2].stops[1].depart - night.shift.start).total_seconds()
    gap = {"C": [(left_s - 120.0, 30_000.0)]}
    evaluation = evaluate_night([simulate_tracks(night, seed=2, gaps=gap)["C"]])
    assert [record.state for record in list_visits(evaluation)] == ["confirmed", "planned"]


def test_an_unplanned_visit_of_a_hotspot_is_confirmed() -> None:
    _plan, evaluation = make_evaluation_example()
    record = find(list_visits(evaluation), "C", "bank")
    unit = next(unit for unit in evaluation.units if unit.unit_id == "C")
    stop: UnplannedStop = unit.unplanned[0]
    assert (record.state, record.share) == ("confirmed", 1.0)
    assert (record.begin, record.end) == (stop.begin, stop.end)
