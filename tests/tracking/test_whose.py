"""Whose a recording is: what the user says, what names say, else what fits best all together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from driven_tracks import DrivenTrack, simulate_tracks
from evaluations import get_blocks, get_config, make_night, make_recording

from routeplan.model import Evaluation, Recording, Unit
from routeplan.tracking.evaluate import evaluate_plan
from routeplan.tracking.names import find_named_unit
from routeplan.tracking.pieces import join_pieces
from routeplan.tracking.raw import RawTrack


def make_unit(unit_id: str, name: str = "") -> Unit:
    return Unit(unit_id, name, "R4", 113.0, -8.0)


UNITS = [make_unit("R4-1", "Samapta"), make_unit("R4-11"), make_unit("7"), make_unit("K", "Kunir")]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("2024-11-20_R4-1.gpx", "R4-1"),
        ("r4_1 malam", "R4-1"),
        ("rekaman R4-11", "R4-11"),
        ("Polsek SAMAPTA", "R4-1"),
        ("hp-kunir-2", "K"),
        ("7", "7"),
        ("2024-11-7", None),  # a bare number stands in many names
        ("R4", None),
        ("kuniran", None),
        ("", None),
        ("Samapta dan Kunir", "R4-1"),  # the longer name tells more
    ],
)
def test_names_that_name_a_unit(text: str, unit: str | None) -> None:
    assert find_named_unit([text], UNITS) == unit


def test_of_two_names_as_long_none_counts_and_the_next_text_is_asked() -> None:
    units = [make_unit("A1"), make_unit("B2")]
    assert find_named_unit(["A1 B2"], units) is None
    assert find_named_unit(["A1 B2", "b2.gpx"], units) == "B2"


# ------------------------------------------------------------------------------ pieces of a file


def cut(track: DrivenTrack, *names: str) -> list[RawTrack]:
    """Return a track in pieces one after the other, as an app writes that begins anew."""
    parts = np.array_split(np.arange(len(track.lon)), len(names))
    return [
        make_recording(track.take(part), file="one.gpx", device=name)
        for part, name in zip(parts, names, strict=True)
    ]


def test_tracks_of_a_file_one_after_the_other_are_of_one_device() -> None:
    track = simulate_tracks(make_night(), every_s=60)["A"]
    (joined,) = join_pieces(cut(track, "23:15", "00:40", "02:10"), make_night().units)
    assert joined.device == ""
    np.testing.assert_array_equal(joined.moment_s, track.moment_s)


def test_tracks_at_the_same_time_or_named_after_units_are_of_several() -> None:
    units = [make_unit("U1"), make_unit("U2")]
    tracks = simulate_tracks(make_night(), every_s=60)
    both = [make_recording(tracks[u], file="all.gpx", device=u) for u in ("A", "B")]
    assert [track.device for track in join_pieces(both, units)] == ["A", "B"]
    named = cut(tracks["A"], "U1", "U2", "U1")
    assert [track.device for track in join_pieces(named, units)] == ["U1", "U2"]


# ------------------------------------------------------------------------------------- fitting


def evaluate(*recordings: RawTrack, **options: Mapping[str, object]) -> Evaluation:
    return evaluate_plan(
        make_night(), recordings, get_config(), network=get_blocks(), **options  # type: ignore[arg-type]
    )  # fmt: skip


def name_owners(evaluation: Evaluation) -> list[str | None]:
    return [recording.unit_id for recording in evaluation.recordings]


def strip(track: DrivenTrack, number: int) -> RawTrack:
    """Return a recording whose file says nothing of the unit."""
    return make_recording(track, file=f"rekaman {number}.gpx")


def test_recordings_without_names_go_to_the_units_that_they_fit_with() -> None:
    tracks = simulate_tracks(make_night(), seed=2)
    evaluation = evaluate(*(strip(tracks[u], n) for n, u in enumerate("CAB")))
    assert name_owners(evaluation) == ["C", "A", "B"]
    assert {one.assignment for one in evaluation.recordings} == {"fit"}
    assert all(one.fit > 0.9 and one.rival is None for one in evaluation.recordings)


def test_what_the_user_says_stands_above_names_and_fit() -> None:
    tracks = simulate_tracks(make_night(), seed=2)
    recording = make_recording(tracks["C"], file="A.gpx")
    named = evaluate(recording)
    assert [(one.unit_id, one.assignment) for one in named.recordings] == [("A", "name")]
    assert "poor_fit" in {notice.code for notice in named.notices}
    said = evaluate(recording, given={"A.gpx": "C"})
    assert [(one.unit_id, one.assignment) for one in said.recordings] == [("C", "option")]


def test_the_name_of_the_device_tells_more_than_that_of_the_file() -> None:
    tracks = simulate_tracks(make_night(), seed=2)
    evaluation = evaluate(make_recording(tracks["C"], file="A.gpx", device="hp C"))
    assert name_owners(evaluation) == ["C"]


def test_a_recording_from_elsewhere_is_nobodys_and_said_to_be() -> None:
    track = simulate_tracks(make_night(), seed=2)["A"]
    strange = strip(replace(track, lon=track.lon + 0.3), 1)
    evaluation = evaluate(strange, make_recording(track))
    assert name_owners(evaluation) == [None, "A"]
    assert ("recording_unmatched", {"recording": "rekaman 1.gpx"}) in [
        (notice.code, notice.detail) for notice in evaluation.notices
    ]


def test_two_units_with_one_plan_are_told_to_be_uncertain() -> None:
    night = make_night()
    loop = next(loop for loop in night.loops if loop.unit_id == "C")
    twin = replace(loop, unit_id="A")
    plan = replace(night, loops=(twin, loop))
    track = simulate_tracks(plan, seed=2)["C"]
    evaluation = evaluate_plan(plan, [strip(track, 1)], get_config(), network=get_blocks())
    (recording,) = evaluation.recordings
    assert {recording.unit_id, recording.rival} == {"A", "C"}
    assert "unit_uncertain" in {notice.code for notice in evaluation.notices}


def test_a_recording_in_two_files_is_put_together_again() -> None:
    track = simulate_tracks(make_night(), seed=2)["A"]
    half = len(track.lon) // 2
    whole = evaluate(make_recording(track))
    parts = [make_recording(track.take(np.arange(*span)), file=f"A {n}.gpx")
             for n, span in enumerate(((half, len(track.lon)), (0, half)))]  # fmt: skip
    assert evaluate(*parts).units == whole.units


def test_two_phones_in_one_car_are_one_recording() -> None:
    plan = make_night()
    first, second = (simulate_tracks(plan, seed=seed)["A"] for seed in (2, 3))
    evaluation = evaluate(
        make_recording(first.take(first.moment_s < first.moment_s[1000]), file="A kiri.gpx"),
        make_recording(second, file="A kanan.gpx"),
    )
    left, right = evaluation.recordings
    assert count_used(left) == 0  # the other one tells all of its time
    assert count_used(right) == len(second.lon)
    assert {stop.state for unit in evaluation.units if unit.unit_id == "A"
            for stop in unit.stops} == {"visited"}  # fmt: skip


def count_used(recording: Recording) -> int:
    return recording.fixes


def test_the_order_of_the_files_does_not_matter() -> None:
    tracks = simulate_tracks(make_night(), seed=2)
    recordings = [strip(tracks[u], n) for n, u in enumerate("ABC")]
    there, back = evaluate(*recordings), evaluate(*reversed(recordings))
    assert there.units == back.units
    assert there.recordings == tuple(reversed(back.recordings))


def test_a_unit_without_a_recording_has_neither_visited_nor_missed() -> None:
    evaluation = evaluate(make_recording(simulate_tracks(make_night(), seed=2)["C"]))
    states = {unit.unit_id: {stop.state for stop in unit.stops} for unit in evaluation.units}
    assert states == {"A": {"no_recording"}, "B": {"no_recording"}, "C": {"visited"}}
    assert [meeting.state for meeting in evaluation.meetings] == ["no_recording"]
    assert evaluation.totals.missed == 0
