"""The benchmark of tracks: what it counts as told right, and as found."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from driven_tracks import simulate_tracks
from evaluations import evaluate_night, get_blocks, make_night

PARTS = Path(__file__).resolve().parent.parent / "scripts" / "bench_parts"


@pytest.fixture(scope="module")
def bench() -> Any:
    """Give the modules of the benchmark."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(PARTS))
        import tracks_matching
        import tracks_stays
        import tracks_trips

        return SimpleNamespace(matching=tracks_matching, stays=tracks_stays, trips=tracks_trips)


def test_what_was_skipped_has_to_be_told_as_missed_and_the_rest_as_visited(bench: Any) -> None:
    found = evaluate_night(simulate_tracks(make_night(), seed=1, skip={("C", 1)}))
    missed = {("C", 1): frozenset({"missed"})}
    assert bench.trips.count_stops(found, missed) == (13, 13, 0, 0)
    assert bench.trips.count_stops(found, {}) == (13, 12, 0, 0)
    # what was not skipped is told as visited, which would be wrong of one that was
    assert bench.trips.count_stops(found, {**missed, ("A", 7): frozenset({"missed"})})[1] == 12


@pytest.mark.parametrize("way", ["skip_a_place", "skip_streets", "cut_a_stay"])
def test_a_change_is_made_and_wanted_for_the_same_stops(bench: Any, way: str) -> None:
    change = getattr(bench.trips, way)(make_night(), np.random.default_rng(1))
    (made,) = change.options.values()
    assert set(made) == set(change.wanted)
    assert made


def test_a_row_of_the_round_trip_has_a_cell_for_each_column(bench: Any) -> None:
    trip = bench.trips.Trip("left at half time", bench.trips.cut_a_stay, 8.0)
    title, nights, stops, right, *rest = bench.trips.read_back_stops(
        trip, {1: make_night()}, get_blocks(), drives=1
    )
    assert (title, nights, stops, right) == ("left at half time", 1, 13, 13)
    assert len(rest) == 5


def test_streets_are_found_by_their_length(bench: Any) -> None:
    recorded = bench.matching.Recorded("", noise_m=3.0)
    drive = bench.matching.make_drive(make_night(), "A", get_blocks(), recorded)
    edge_mm = get_blocks().edge_mm
    assert drive.judge(drive.edges) == (1.0, 0.0)
    longest = drive.whole[np.argmax(edge_mm[drive.whole])]
    found, beside = drive.judge(drive.edges[drive.edges != longest])
    assert found == pytest.approx(1 - edge_mm[longest] / edge_mm[drive.whole].sum())
    assert beside == 0
    never = np.setdiff1d(np.arange(len(edge_mm)), drive.edges)[:1]
    assert drive.judge(never) == (
        0.0,
        pytest.approx(edge_mm[never[0]] / edge_mm[drive.edges].sum()),
    )


def test_a_row_of_the_matching_finds_the_streets_of_an_easy_night(bench: Any) -> None:
    recorded = bench.matching.Recorded("easy", noise_m=3.0)
    title, tracks, found, *_rest = bench.matching.read_back_streets(
        recorded, {1: make_night()}, get_blocks()
    )
    assert (title, tracks) == ("easy", 3)
    assert float(found) > 97


def test_a_stay_is_found_by_one_that_covers_most_of_it_near_its_place(bench: Any) -> None:
    made = 0.0, 600.0, 113.0, -8.0
    assert bench.stays.is_found(made, (100.0, 900.0, 113.0, -8.0))  # 500 s of 600 s
    assert not bench.stays.is_found(made, (200.0, 900.0, 113.0, -8.0))  # 400 s
    assert not bench.stays.is_found(made, (0.0, 600.0, 113.001, -8.0))  # 110 m away


def test_our_own_stays_are_all_found_and_none_invented(bench: Any) -> None:
    recorded = bench.matching.Recorded("", noise_m=8.0)
    drive = bench.matching.make_drive(make_night(), "A", get_blocks(), recorded)
    facts = bench.stays.tell_stays(drive, bench.stays.list_ours(drive))
    assert facts["stays found"] == facts["stays made"] > 1
    assert facts["invented"] == 0
