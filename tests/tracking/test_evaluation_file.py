"""evaluation.json: written and read without loss; what is wrong with one is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from driven_tracks import simulate_tracks
from evaluation_example import make_evaluation_example
from evaluations import evaluate_night, make_night

from routeplan.errors import InputError, InputFaults
from routeplan.tracking.evaluation_file import (
    dump_evaluation,
    read_evaluation,
    write_evaluation,
)


def write_changed(path: Path, **changes: Any) -> Path:
    _plan, evaluation = make_evaluation_example()
    tables = json.loads(dump_evaluation(evaluation))
    path.write_text(json.dumps(tables | changes), encoding="utf-8")
    return path


def test_an_evaluation_comes_back_as_it_was_in_its_own_zone(tmp_path: Path) -> None:
    _plan, evaluation = make_evaluation_example()
    write_evaluation(evaluation, tmp_path / "evaluation.json")
    again = read_evaluation(tmp_path / "evaluation.json")
    assert again == evaluation
    assert again.units[0].stops[0].planned_begin.tzinfo == evaluation.shift.start.tzinfo
    assert dump_evaluation(again) == dump_evaluation(evaluation)


def test_the_same_recordings_give_the_same_bytes() -> None:
    first, second = (
        dump_evaluation(evaluate_night(simulate_tracks(make_night(), seed=1))) for _ in range(2)
    )
    assert first == second


def test_it_tells_no_folder_of_the_machine_it_was_made_on() -> None:
    _plan, evaluation = make_evaluation_example()
    assert {recording.file for recording in evaluation.recordings[:2]} == {"A.gpx", "C.gpx"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{}", "it has no schema_version"),
        ("nonsense", "it is not JSON"),
        (
            '{"schema_version": "2.1", "loops": []}',
            "evaluation version 2.1.*or is no evaluation",
        ),  # a plan
        ('{"schema_version": "9.0", "recordings": []}', "newer routeplan .evaluation version 9.0"),
        ('{"schema_version": "0.9", "recordings": []}', "its version 0.9 is unknown"),
    ],
)
def test_what_is_no_evaluation_is_refused(text: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "evaluation.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=told):
        read_evaluation(path)


def test_missing_and_wrong_fields_are_named_together(tmp_path: Path) -> None:
    path = write_changed(tmp_path / "evaluation.json", zone=7, roads_matched="ja")
    with pytest.raises(InputFaults) as caught:
        read_evaluation(path)
    assert [fault.setting for fault in caught.value.faults] == ["zone", "roads_matched"]


def test_a_zone_that_nobody_knows_and_times_without_an_offset_are_told(tmp_path: Path) -> None:
    path = write_changed(tmp_path / "evaluation.json", zone="Mars/Olympus")
    with pytest.raises(InputFaults, match="'Mars/Olympus' is no time zone"):
        read_evaluation(path)
    _plan, evaluation = make_evaluation_example()
    tables = json.loads(dump_evaluation(evaluation))
    units = tables["units"]
    units[0]["stops"][0]["planned_begin"] = "2024-11-20T23:17:10"
    path = write_changed(tmp_path / "evaluation.json", units=units)
    with pytest.raises(InputFaults, match=r"units\[0\].stops\[0\].planned_begin: it has no UTC"):
        read_evaluation(path)


def test_a_field_of_a_newer_version_is_passed_over(tmp_path: Path) -> None:
    path = write_changed(tmp_path / "evaluation.json", schema_version="1.9", mood="good")
    assert read_evaluation(path).schema_version == "1.9"
