"""A clock that is wrong by hours is put right where that is clear, else only told."""

from __future__ import annotations

import numpy as np
import pytest
from driven_tracks import DrivenTrack, simulate_tracks
from evaluations import get_blocks, get_config, list_exceptions, make_night, make_recording

from routeplan.model import Evaluation, Recording
from routeplan.tracking.evaluate import evaluate_plan

HOUR_S = 3600


def drive(**options: float) -> dict[str, DrivenTrack]:
    return simulate_tracks(make_night(), seed=6, **options)  # type: ignore[arg-type]


def evaluate(offset_s: float, *, is_local: bool = False, **options: object) -> Evaluation:
    recordings = [
        make_recording(track.moved(offset_s), is_local=is_local) for track in drive().values()
    ]
    return evaluate_plan(
        make_night(), recordings, get_config(), network=get_blocks(), **options  # type: ignore[arg-type]
    )  # fmt: skip


def find(evaluation: Evaluation, unit_id: str) -> Recording:
    return next(one for one in evaluation.recordings if one.unit_id == unit_id)


def test_a_clock_that_is_right_is_left_alone() -> None:
    assert {(one.clock, one.clock_s) for one in evaluate(0).recordings} == {("right", 0)}


@pytest.mark.parametrize("hours", [-7, 7, 8])
def test_a_recording_in_another_zone_that_leaves_the_shift_is_put_right(hours: int) -> None:
    evaluation = evaluate(hours * HOUR_S)
    recording = find(evaluation, "A")
    assert (recording.clock, recording.clock_s) == ("corrected", -hours * HOUR_S)
    assert {key for key in list_exceptions(evaluation) if key[0] == "A"} == set()
    notice = next(notice for notice in evaluation.notices if notice.code == "clock_corrected")
    assert notice.detail["clock_s"] == -hours * HOUR_S


def test_an_hour_is_put_right_where_the_zone_was_guessed() -> None:
    # the clock of East Indonesia's neighbour zone in a table that names no zone
    evaluation = evaluate(HOUR_S, is_local=True)
    assert (find(evaluation, "A").clock, find(evaluation, "A").clock_s) == ("corrected", -HOUR_S)
    assert "local_times" in {notice.code for notice in evaluation.notices}


def test_an_hour_within_the_shift_may_be_a_late_unit_and_is_only_told() -> None:
    evaluation = evaluate(HOUR_S)
    recording = find(evaluation, "A")
    assert (recording.clock, recording.clock_s) == ("suspected", -HOUR_S)
    late = {key for key, state in list_exceptions(evaluation).items() if state == "late"}
    assert ("A", 7) in late


def test_minutes_are_only_told() -> None:
    recording = find(evaluate(17 * 60), "A")
    assert (recording.clock, recording.clock_s) == ("suspected", -17 * 60)


def test_what_the_user_says_of_a_clock_stands() -> None:
    put_right = evaluate(17 * 60, clocks={"A": -17 * 60})
    assert (find(put_right, "A").clock, find(put_right, "A").clock_s) == ("set", -17 * 60)
    assert {key for key in list_exceptions(put_right) if key[0] == "A"} == set()
    left = evaluate(-7 * HOUR_S, clocks={"A": 0})
    assert (find(left, "A").clock, find(left, "A").clock_s) == ("set", 0)
    # by that clock most of it lies hours before the shift
    assert [item.reason for item in find(left, "A").rejected] == ["outside_shift"]


def test_the_recording_of_another_day_is_not_put_right() -> None:
    evaluation = evaluate(24 * HOUR_S)
    recording = find(evaluation, "A")
    assert recording.clock != "corrected"
    assert recording.fixes == 0
    assert "recording_unused" in {notice.code for notice in evaluation.notices}
    assert evaluation.totals.recorded == 0


def test_a_unit_that_falls_behind_on_the_way_has_no_wrong_clock() -> None:
    # in time at its first places, then 25 minutes late for good
    night = make_night()
    tracks = simulate_tracks(night, seed=6, delay_s={("A", 4): 1500.0})
    evaluation = evaluate_plan(night, [make_recording(tracks["A"])], get_config())
    assert find(evaluation, "A").clock == "right"


def test_the_clock_of_one_device_says_nothing_of_another() -> None:
    tracks = drive()
    recordings = [
        make_recording(tracks["A"].moved(-7 * HOUR_S)), make_recording(tracks["C"]),
    ]  # fmt: skip
    evaluation = evaluate_plan(make_night(), recordings, get_config(), network=get_blocks())
    assert {one.unit_id: one.clock for one in evaluation.recordings} == {
        "A": "corrected", "C": "right",
    }  # fmt: skip
    assert np.isfinite(evaluation.totals.metres)
