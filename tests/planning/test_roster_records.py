"""A roster is taken into a history as its plans would be."""

from __future__ import annotations

from pathlib import Path

from roster_example import NIGHT, make_roster_example

from routeplan.config import load_config
from routeplan.model import VisitRecord
from routeplan.planning.history import read_visits
from routeplan.planning.history.sources import SOURCES, read_batches
from routeplan.planning.history.store import record_batches
from routeplan.planning.roster.records import ROSTER_SOURCE, list_roster_visits


def take_in(files: list[Path], history: Path) -> tuple[VisitRecord, ...]:
    """Return what a history holds after some files were imported."""
    sources = (*SOURCES, ROSTER_SOURCE)
    record_batches(history, read_batches(files, config=load_config(None), sources=sources))
    return read_visits(history)


def test_a_roster_is_taken_in_as_all_its_plans(tmp_path: Path) -> None:
    file = make_roster_example().write(tmp_path)
    plans = sorted(tmp_path.glob("*/plan.json"))
    assert len(plans) == 8
    visits = take_in([file], tmp_path / "a.sqlite")
    assert visits == take_in(plans, tmp_path / "b.sqlite")
    assert len(visits) == 8 * 4
    assert {visit.share for visit in visits if visit.hotspot_id == "v1"} == {0.25, 0.75}


def test_a_plan_that_was_driven_takes_the_place_of_the_shift_in_the_roster(tmp_path: Path) -> None:
    example = make_roster_example()
    file = example.write(tmp_path)
    before = take_in([file], tmp_path / "a.sqlite")
    assert take_in([tmp_path / example.roster.shifts[0].plan], tmp_path / "a.sqlite") == before


def test_the_shifts_of_an_unfinished_roster_count_as_far_as_they_are_planned(
    tmp_path: Path,
) -> None:
    file = make_roster_example(planned=3).write(tmp_path)
    (batch,) = read_batches([file], config=load_config(None), sources=(ROSTER_SOURCE,))
    assert [key.shift for key in batch.whole_shifts] == ["pagi", NIGHT, "pagi"]
    assert not batch.notices


def test_a_sample_roster_is_taken_in_with_a_notice(tmp_path: Path) -> None:
    file = make_roster_example(kind="sample").write(tmp_path)
    (batch,) = read_batches([file], config=load_config(None), sources=(ROSTER_SOURCE,))
    assert [notice.code for notice in batch.notices] == ["sample_visits"]


def test_times_of_visits_are_those_of_the_clock() -> None:
    roster = make_roster_example().roster
    records = list_roster_visits(roster)
    night = next(record for record in records if record.shift == NIGHT)
    assert night.begin.utcoffset() == roster.shifts[0].shift.start.utcoffset()
    assert night.begin.date() == night.date  # the first stop is soon after 23:15
    assert (night.begin.hour, night.state) == (23, "planned")
