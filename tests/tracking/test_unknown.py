"""What was not recorded is neither made nor missed, if it could have been made."""

from __future__ import annotations

from datetime import timedelta

import pytest
from driven_tracks import simulate_tracks
from evaluations import evaluate_night, list_exceptions, make_night, map_stops


def test_a_stop_in_a_pause_of_the_recording_is_not_recorded() -> None:
    # B: the meeting at 00:06, an hour after the start of the shift; its market is five hours later
    gap = {"B": [(3600.0 + 300, 3600.0 + 1500)]}
    evaluation = evaluate_night(simulate_tracks(make_night(), seed=2, gaps=gap))
    assert list_exceptions(evaluation) == {("B", 1): "no_recording"}
    assert [meeting.state for meeting in evaluation.meetings] == ["no_recording"]
    unit = next(unit for unit in evaluation.units if unit.unit_id == "B")
    (pause,) = unit.gaps
    assert timedelta(minutes=19) < pause.end - pause.begin < timedelta(minutes=21)


def test_a_stop_that_a_pause_has_no_room_for_is_missed() -> None:
    # three minutes without a fix do not hide ten minutes of market
    night = make_night()
    start = night.shift.start
    begin = next(loop for loop in night.loops if loop.unit_id == "C").stops[1].begin
    after_s = (begin - start).total_seconds()
    tracks = simulate_tracks(
        night, seed=2, skip={("C", 1)}, gaps={"C": [(after_s - 60, after_s + 120)]}
    )
    assert list_exceptions(evaluate_night(tracks)) == {("C", 1): "missed"}


def test_a_phone_that_dies_leaves_the_rest_unknown() -> None:
    # C's recording ends two minutes before it leaves the market for the lane
    night = make_night()
    left_s = (night.loops[2].stops[1].depart - night.shift.start).total_seconds()
    gap = {"C": [(left_s - 120.0, 30_000.0)]}
    evaluation = evaluate_night(simulate_tracks(night, seed=2, gaps=gap))
    assert list_exceptions(evaluation) == {("C", 2): "no_recording"}
    unit = next(unit for unit in evaluation.units if unit.unit_id == "C")
    assert unit.leave is not None
    assert unit.come_back is None
    assert unit.gaps[-1].end == unit.planned_return


def test_a_stop_of_which_only_the_end_is_recorded_is_neither_short_nor_late() -> None:
    night = make_night()
    begin = next(loop for loop in night.loops if loop.unit_id == "C").stops[1].begin
    after_s = (begin - night.shift.start).total_seconds()
    # 31 minutes of nothing, the last five of them at the market
    tracks = simulate_tracks(night, seed=2, gaps={"C": [(0.0, after_s + 300)]})
    evaluation = evaluate_night(tracks)
    stop = map_stops(evaluation)["C", 1]
    assert stop.state == "visited"
    assert stop.dwell_s == pytest.approx(300, abs=40)


def test_what_happened_before_the_recording_is_unknown_unless_the_unit_was_at_its_base() -> None:
    night = make_night()
    leave = night.loops[2].stops[0].depart
    after_s = (leave - night.shift.start).total_seconds()
    # recorded from the base on: a market that is not visited is missed
    tracks = simulate_tracks(night, seed=2, skip={("C", 1)})
    assert list_exceptions(evaluate_night(tracks))["C", 1] == "missed"
    # recorded from half an hour later on
    late = simulate_tracks(night, seed=2, gaps={"C": [(0.0, after_s + 850)]})
    assert list_exceptions(evaluate_night(late))["C", 1] == "no_recording"


def test_a_recording_of_few_fixes_hides_no_more_than_lies_between_them() -> None:
    """A fix every two minutes: four minutes of ten are short, whatever lies between the fixes."""
    night = make_night()
    tracks = simulate_tracks(night, seed=2, every_s=120, shorten={("C", 1): 0.45})
    assert map_stops(evaluate_night(tracks))["C", 1].state == "short"
    whole = simulate_tracks(night, seed=2, every_s=120)
    assert map_stops(evaluate_night(whole))["C", 1].state == "visited"


def test_a_stop_is_late_if_the_pause_before_it_is_too_short_for_having_come_in_time() -> None:
    night = make_night()
    begin = next(loop for loop in night.loops if loop.unit_id == "C").stops[1].begin
    arrival_s = (begin - night.shift.start).total_seconds() + 1200
    late = {("C", 1): 1200.0}  # twenty minutes late, of which three or fifteen are not recorded
    for hidden_s, state in ((180, "late"), (900, "visited")):
        tracks = simulate_tracks(
            night, seed=2, delay_s=late, gaps={"C": [(arrival_s - hidden_s, arrival_s + 5)]}
        )
        assert map_stops(evaluate_night(tracks))["C", 1].state == state


def test_a_meeting_of_which_a_part_is_not_recorded_is_not_called_short() -> None:
    # B's phone finds its place only in the last minutes of the meeting at 00:06
    (meeting,) = evaluate_night(simulate_tracks(make_night(), seed=2)).meetings
    assert meeting.state == "held"
    end_s = 3600.0 + 6 * 60 + meeting.planned_s
    hidden = {"B": [(0.0, end_s - 240)]}
    (meeting,) = evaluate_night(simulate_tracks(make_night(), seed=2, gaps=hidden)).meetings
    assert meeting.state == "held"
    assert meeting.together_s is not None
    assert meeting.together_s < 300
