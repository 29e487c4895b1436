"""A roster of some days: minimums met, plans that the judge passes, a run that is gone on with."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from shift_inputs import make_hotspot, make_inputs, make_unit

from routeplan.errors import InputError
from routeplan.model import DayRule, Hotspot, Roster
from routeplan.planning.inputs import Inputs
from routeplan.planning.planfile import read_plan
from routeplan.planning.roster.figures import find_longest_gap
from routeplan.planning.roster.rosterfile import read_roster
from routeplan.planning.roster.run import Watcher, run_roster
from routeplan.planning.verify import find_violations

# Friday, Pahing.
FIRST = date(2024, 11, 1)
DAYS = 7
EVERY_SHIFT = {"rest_h": 7, "most_per_week": 14}
SHORT = {"pagi": {"start": "08:00", "end": "10:00"}, "malam": {"start": "22:00", "end": "00:30"}}


def make_month(**rules: Any) -> Inputs:
    """Return two units that cannot do all of twelve markets in two short shifts a day.

    Each market has to be visited three times in a week (12 in 28 days); that of Legi only on that
    day, the 5th of November, once.
    """
    places = [
        make_hotspot(f"{row}{column}", 500.0 * column, 500.0 * row, per_month=12)
        for row in (0, 2, 4)
        for column in (1, 2, 3, 4)
    ]
    places[0] = replace(places[0], days=(DayRule(None, "Legi"),), per_month=4)
    places[1] = replace(places[1], level="aman", weight=0.2)
    roster = {"shifts": ("pagi", "malam"), "plans": 4, "iterations": 60, **EVERY_SHIFT, **rules}
    units = [make_unit("A"), make_unit("B", 2000, 2000, "R2")]
    return make_inputs(places, units, settings={"shifts": SHORT, "roster": roster})


class StopHereError(Exception):
    """The run is broken off."""


def stop_after(count: int) -> Watcher:
    def watch(roster: Roster) -> None:
        if len(roster.shifts) == count:
            raise StopHereError

    return Watcher(planning=watch)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a finished roster."""
    folder = tmp_path_factory.mktemp("whole")
    run_roster(make_month(), first=FIRST, days=DAYS, folder=folder)
    return folder


def list_files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_every_shift_has_a_plan_that_the_judge_passes(whole: Path) -> None:
    roster = read_roster(whole / "roster.json")
    network = make_month().network
    assert len(roster.shifts) == 2 * DAYS
    for planned in roster.shifts:
        plan = read_plan(whole / planned.plan)
        assert find_violations(plan, network) == ()
        assert {unit.id for unit in plan.units} == set(planned.units)
        assert plan.shift == planned.shift


def test_every_minimum_is_met(whole: Path) -> None:
    roster = read_roster(whole / "roster.json")
    made = Counter(visit.hotspot_id for planned in roster.shifts for visit in planned.visits)
    assert [m.needed for m in roster.minimums] == [1, *[3] * 11]
    assert [m for m in roster.minimums if m.reason is not None] == []
    assert roster.unmet == ()
    assert all(made[minimum.hotspot_id] >= minimum.needed for minimum in roster.minimums)


def test_visits_of_the_roster_are_those_of_its_plans(whole: Path) -> None:
    roster = read_roster(whole / "roster.json")
    for planned in roster.shifts:
        plan = read_plan(whole / planned.plan)
        of_plan = sorted(
            (plan.shift.seconds(stop.begin), stop.part_id, loop.unit_id)
            for loop in plan.loops
            for stop in loop.visits
        )
        assert of_plan == sorted((v.begin_s, v.part_id, v.unit_id) for v in planned.visits)
        for visit in planned.visits:
            assert any(start <= visit.begin_s <= end for start, end in visit.open)


def test_plans_are_worth_nearly_as_much_as_the_best_and_drawn_from_several(whole: Path) -> None:
    roster = read_roster(whole / "roster.json")
    assert all(planned.worth <= planned.best_worth for planned in roster.shifts)
    assert roster.figures is not None
    assert 0.7 < roster.figures.kept_share <= 1
    assert max(planned.plans for planned in roster.shifts) > 1
    assert roster.figures.entropy > roster.figures.best_entropy - 0.3


def test_the_longest_gap_counts_days_without_a_visit_from_end_to_end(whole: Path) -> None:
    roster = read_roster(whole / "roster.json")
    # visited on the 5th alone: four days before it, two after
    assert find_longest_gap(roster, [date(2024, 11, 5)]) == 4
    assert find_longest_gap(roster, []) == 7
    assert find_longest_gap(roster, [date(2024, 11, n) for n in range(1, 8)]) == 0
    assert roster.figures is not None
    legi = next(place for place in roster.figures.places if place.hotspot_id == "01")
    # in the night before the market, past midnight, or on its day
    assert legi.longest_gap_days in (3, 4)


@pytest.mark.parametrize("count", [0, 5, 13])
def test_a_run_that_was_stopped_is_gone_on_with_to_the_same_roster(
    count: int, whole: Path, tmp_path: Path
) -> None:
    with pytest.raises(StopHereError):
        run_roster(make_month(), first=FIRST, days=DAYS, folder=tmp_path, watcher=stop_after(count))
    assert len(read_roster(tmp_path / "roster.json").shifts) == count
    run_roster(make_month(), first=FIRST, days=DAYS, folder=tmp_path)
    assert list_files(tmp_path) == list_files(whole)


def test_a_finished_roster_is_left_as_it_is(whole: Path) -> None:
    before = list_files(whole)
    seen: list[int] = []
    watcher = Watcher(planning=lambda roster: seen.append(len(roster.shifts)))
    run_roster(make_month(), first=FIRST, days=DAYS, folder=whole, watcher=watcher)
    assert seen == [14]
    assert list_files(whole) == before


def test_shifts_whose_plans_are_gone_or_changed_are_planned_again(
    whole: Path, tmp_path: Path
) -> None:
    for name, content in list_files(whole).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    planned = read_roster(whole / "roster.json").shifts
    (tmp_path / planned[11].plan).write_bytes(b"{}")
    (tmp_path / planned[13].plan).unlink()
    run_roster(make_month(), first=FIRST, days=DAYS, folder=tmp_path)
    assert list_files(tmp_path) == list_files(whole)


@pytest.mark.parametrize(
    "change", [{"days": 6}, {"first": date(2024, 11, 2)}, {"inputs": make_month(epsilon=0.2)}]
)
def test_a_roster_of_other_input_is_not_gone_on_with(whole: Path, change: dict[str, Any]) -> None:
    given: dict[str, Any] = {"inputs": make_month(), "first": FIRST, "days": DAYS} | change
    inputs = given.pop("inputs")
    with pytest.raises(InputError, match="--restart"):
        run_roster(inputs, folder=whole, **given)


def test_other_threads_make_the_same_roster(whole: Path, tmp_path: Path) -> None:
    inputs = make_month()
    solver = replace(inputs.config.solver, processes=2)
    inputs = replace(inputs, config=replace(inputs.config, solver=solver))
    with pytest.raises(StopHereError):
        run_roster(inputs, first=FIRST, days=DAYS, folder=tmp_path, watcher=stop_after(3))
    alone, beside = (read_roster(f / "roster.json").shifts[:3] for f in (whole, tmp_path))
    assert [(s.visits, s.worth, s.chance) for s in alone] == [
        (s.visits, s.worth, s.chance) for s in beside
    ]


def make_few(hotspots: list[Hotspot], **rules: Any) -> Inputs:
    roster = {"shifts": ("malam",), "plans": 2, "iterations": 40, **EVERY_SHIFT, **rules}
    units = [make_unit("A", crew=1), make_unit("B", vehicle="R2", start=time(22), end=time(23, 30))]
    return make_inputs(hotspots, units, settings={"shifts": SHORT, "roster": roster})


def test_what_cannot_be_met_is_named_before_any_shift_is_planned(tmp_path: Path) -> None:
    places = [
        make_hotspot("often", 500, 0, per_month=40, visits=1),  # ten in a week of seven nights
        make_hotspot("never", 500, 500, per_month=4, days=(DayRule("Senin", "Legi"),)),
        make_hotspot("far", 50_000, 0, per_month=4),
        make_hotspot("fine", 1000, 0, per_month=4),
    ]
    with pytest.raises(StopHereError):
        run_roster(make_few(places), first=FIRST, days=DAYS, folder=tmp_path, watcher=stop_after(0))
    minimums = {m.hotspot_id: m for m in read_roster(tmp_path / "roster.json").minimums}
    assert {name: m.reason for name, m in minimums.items()} == {
        "often": "too_few_chances", "never": "not_on_date", "fine": None,
    }  # fmt: skip
    assert minimums["often"].possible == 7


def test_a_required_place_that_nobody_on_duty_can_keep_is_waived_and_said(tmp_path: Path) -> None:
    # two appointments at the same minute, and only one unit for them
    places = [
        make_hotspot("one", 500, 0, appointment=time(23, 0), unit="A", level="aman"),
        make_hotspot("two", 2000, 2000, appointment=time(23, 0), unit="A", level="aman"),
        make_hotspot("else", 1000, 0),
    ]
    roster = run_roster(make_few(places), first=FIRST, days=1, folder=tmp_path)
    (planned,) = roster.shifts
    assert len(planned.waived) == 1
    plan = read_plan(tmp_path / planned.plan)
    assert [notice.code for notice in plan.notices].count("waived") == 1
    assert find_violations(plan, make_few(places).network) == ()


def test_the_roster_file_survives_unchanged_and_wrong_ones_are_refused(
    whole: Path, tmp_path: Path
) -> None:
    tables = json.loads((whole / "roster.json").read_text(encoding="utf-8"))
    for change, message in (
        ({"schema_version": "2.0"}, "newer routeplan"),
        ({"schema_version": None}, "is not a roster"),
        ({"zone": "Mars"}, "no time zone"),
        ({"days": "many"}, "days"),
    ):
        file = tmp_path / "roster.json"
        file.write_text(json.dumps(tables | change), encoding="utf-8")
        with pytest.raises(InputError, match=message):
            read_roster(file)


def list_plan_seeds(folder: Path) -> Iterator[int]:
    for planned in read_roster(folder / "roster.json").shifts:
        yield planned.seed


def test_every_shift_has_a_seed_of_its_own(whole: Path) -> None:
    seeds = list(list_plan_seeds(whole))
    assert len(set(seeds)) == len(seeds)
