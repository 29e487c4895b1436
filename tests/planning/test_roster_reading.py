"""Roster files that do not belong together are refused with every fault; plans must be as written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from roster_example import make_roster_example

from routeplan.errors import InputError, InputFaults
from routeplan.planning.roster.reading import iterate_plans, read_coherent_roster


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return make_roster_example(planned=3).write(tmp_path)


def edit(file: Path, *path: Any, value: Any) -> None:
    """Set a field of a JSON file, found by names and numbers."""
    content = json.loads(file.read_text(encoding="utf-8"))
    here = content
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = value
    file.write_text(json.dumps(content), encoding="utf-8")


def test_a_roster_and_its_plans_are_read_as_they_were_written(file: Path) -> None:
    example = make_roster_example(planned=3)
    assert read_coherent_roster(file) == example.roster
    assert tuple(iterate_plans(example.roster, file.parent)) == example.plans


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("shifts", 1, "visits", 0, "hotspot_id"), "X"),
        (("shifts", 1, "visits", 0, "unit_id"), "X"),
        (("shifts", 1, "visits", 0, "share"), 0.0),
        (("shifts", 1, "visits", 0, "end_s"), -1),
        (("shifts", 1, "due", 0, "hotspot_id"), "X"),
        (("shifts", 1, "units", 0), "X"),
        (("shifts", 1, "shift", "name"), "X"),
        (("watches", 1, "units", 0), "X"),
        (("minimums", 1, "hotspot_id"), "X"),
        (("days_off", 0, "unit_id"), "X"),
        (("hotspots", 0, "chances"), [1.0]),
    ],
)
def test_what_does_not_belong_together_is_named(file: Path, path: Any, value: Any) -> None:
    edit(file, *path, value=value)
    with pytest.raises(InputFaults) as caught:
        read_coherent_roster(file)
    (fault,) = caught.value.faults
    place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    assert fault.setting
    assert place.removeprefix(".").startswith(fault.setting)


def test_a_roster_without_shifts_is_refused(file: Path) -> None:
    for name in ("watches", "shifts"):
        edit(file, name, value=[])
    with pytest.raises(InputFaults, match="at least one shift"):
        read_coherent_roster(file)


def test_a_plan_that_is_missing_is_named_with_where_it_should_be(file: Path) -> None:
    roster = read_coherent_roster(file)
    path = file.parent / roster.shifts[2].plan
    path.unlink()
    with pytest.raises(InputError, match="in folders beside its roster") as caught:
        list(iterate_plans(roster, file.parent))
    assert str(path) in str(caught.value)


def test_a_plan_that_was_changed_is_refused(file: Path) -> None:
    roster = read_coherent_roster(file)
    edit(file.parent / roster.shifts[0].plan, "seed", value=9)
    with pytest.raises(InputError, match="not the plan that the roster was made with"):
        list(iterate_plans(roster, file.parent))
