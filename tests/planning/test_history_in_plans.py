"""What was visited yesterday yields to what was not; the plan says so and the judge agrees."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plan_edits import edit_rated
from shift_files import BLOCKS, save_blocks, write_hotspots, write_units
from shift_inputs import WEDNESDAY, make_hotspot, make_inputs, make_unit
from shift_plans import insert_greedily

from routeplan.export.content.details import describe_hotspot
from routeplan.export.content.hotspot_tables import list_hotspots
from routeplan.export.content.reader import PlanReader
from routeplan.model import Plan
from routeplan.planning.history import list_planned_visits, record_visits
from routeplan.planning.inputs import Inputs
from routeplan.planning.pipeline import make_plan, plan_shift
from routeplan.planning.planfile import dump_plan
from routeplan.planning.verify import find_violations
from routeplan.wording import describe_notice

YESTERDAY, LAST_MONTH = WEDNESDAY - timedelta(days=1), WEDNESDAY - timedelta(days=30)
# Two markets as far from the base in the south-western corner as from each other, worth the same,
# and a unit that visits one place only.
MARKETS = (make_hotspot("S", 2000, 0, visits=1), make_hotspot("N", 0, 2000, visits=1))
ONE_STOP = make_unit("A", max_stops=1)


def list_visited(plan: Plan) -> list[str | None]:
    return [stop.hotspot_id for loop in plan.loops for stop in loop.visits]


def make_small_inputs(**last_visits: int) -> Inputs:
    inputs = make_inputs(MARKETS, [ONE_STOP], iterations=50)
    days = {name: WEDNESDAY - timedelta(days=n) for name, n in last_visits.items()}
    return replace(inputs, last_visits=days)


@pytest.mark.parametrize(("yesterday", "due"), [("S", "N"), ("N", "S")])
def test_a_unit_with_time_for_one_place_goes_where_nobody_was(yesterday: str, due: str) -> None:
    """Worth 8 x 0.8 where somebody was yesterday, 8 x 2 where nobody was for four weeks."""
    plan = plan_shift(make_small_inputs(**{yesterday: 1, due: 28}))
    assert list_visited(plan) == [due]
    assert plan.totals.worth == pytest.approx(16)
    risks = {rated.hotspot.id: rated.risk for rated in plan.hotspots}
    assert risks == {yesterday: pytest.approx(6.4), due: pytest.approx(16)}
    assert find_violations(plan) == ()


def test_a_history_that_was_just_begun_changes_no_byte_of_a_plan() -> None:
    inputs = make_small_inputs()
    assert inputs.last_visits == {}
    assert dump_plan(plan_shift(inputs)) == dump_plan(plan_shift(replace(inputs, last_visits=None)))


@given(st.dictionaries(st.sampled_from(["S", "N"]), st.integers(0, 60)))
@settings(max_examples=15)
def test_whatever_was_visited_when_the_judge_finds_nothing(days: dict[str, int]) -> None:
    plan, ready, _solution = insert_greedily(make_small_inputs(**days))
    assert find_violations(plan, ready.inputs.network) == ()
    told = {rated.hotspot.id: rated.days_since_visit for rated in plan.hotspots}
    assert told == {"S": days.get("S"), "N": days.get("N")}


def test_night_after_night_every_place_is_visited_in_its_turn() -> None:
    """Five markets, two visits a night, each night planned with those before it."""
    corners = ((2000, 0), (0, 2000), (2000, 2000), (1000, 2000), (2000, 1000))
    markets = [make_hotspot(f"M{i}", *place, visits=1) for i, place in enumerate(corners)]
    unit = make_unit("A", max_stops=2)
    last_visits = dict.fromkeys(["M0"], LAST_MONTH)
    seen: set[str | None] = set()
    for night in range(3):
        day = WEDNESDAY + timedelta(days=night)
        inputs = make_inputs(markets, [unit], day=day, iterations=50)
        plan = plan_shift(replace(inputs, last_visits=last_visits))
        seen.update(list_visited(plan))
        last_visits |= {visit.hotspot_id: visit.date for visit in list_planned_visits(plan)}
    assert seen == {market.id for market in markets}


# --------------------------------------------------------------------------------- from a file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save_blocks(tmp_path / "data")
    write_hotspots(tmp_path / "hotspots.csv", MARKETS, header="visits")
    write_units(tmp_path / "units.csv", [make_unit("A")])
    return tmp_path


def plan_blocks(folder: Path, **options: object) -> Plan:
    given = {
        "network": BLOCKS, "hotspots": folder / "hotspots.csv", "units": folder / "units.csv",
        "data_dir": folder / "data", "iterations": 50, "day": WEDNESDAY,
    } | options  # fmt: skip
    return make_plan(**given)  # type: ignore[arg-type]


def test_plans_remember_each_other_through_a_history(folder: Path) -> None:
    file = folder / "riwayat.sqlite"
    first = plan_blocks(folder, day=YESTERDAY)
    record_visits(file, list_planned_visits(first), replace_shifts=True)
    second = plan_blocks(folder, history=file)
    assert {rated.days_since_visit for rated in second.hotspots} == {1}
    assert second.totals.worth_available == pytest.approx(first.totals.worth_available * 0.8)
    assert [describe_notice(notice) for notice in second.notices] == [
        (
            "Earlier visits count: the history riwayat.sqlite knows when 2 of the 2 hotspots were "
            "visited last."
        )
    ]


def test_planning_a_shift_that_is_in_the_history_already_gives_the_same_plan(folder: Path) -> None:
    """Its own visits do not count for it, nor those of later shifts."""
    file = folder / "riwayat.sqlite"
    record_visits(
        file, list_planned_visits(plan_blocks(folder, day=YESTERDAY)), replace_shifts=True
    )
    plan = plan_blocks(folder, history=file)
    for day in (WEDNESDAY, WEDNESDAY + timedelta(days=1)):
        later = plan_blocks(folder, history=file, day=day)
        record_visits(file, list_planned_visits(later), replace_shifts=True)
    assert dump_plan(plan_blocks(folder, history=file)) == dump_plan(plan)


# --------------------------------------------------------------------------------- in outputs


def find_rows(plan: Plan, name: str) -> dict[str, str]:
    reader = PlanReader(plan)
    return dict(describe_hotspot(reader.hotspots[name], reader))


def test_outputs_say_when_a_place_was_visited_and_what_that_makes() -> None:
    plan, _ready, _solution = insert_greedily(make_small_inputs(S=12))
    assert find_rows(plan, "S")["History"] == "12 days since the last visit × 1.25"
    assert find_rows(plan, "N")["History"] == "no visit in the history × 2.00"
    table = list_hotspots(PlanReader(plan))
    place = [column.header for column in table.columns].index("Days since the last visit")
    assert {row[0]: row[place] for row in table.rows} == {"S": 12, "N": None}
    factors = [column.header for column in table.columns].index("Factors of the risk")
    assert all(" × " in str(row[factors]) for row in table.rows)


def test_outputs_of_a_plan_without_a_history_say_nothing_of_it() -> None:
    plan, _ready, _solution = insert_greedily(make_small_inputs())
    assert "History" not in find_rows(plan, "S")


def test_days_without_a_factor_are_still_told() -> None:
    plan, _ready, _solution = insert_greedily(make_small_inputs())
    assert find_rows(edit_rated("S", days_since_visit=1)(plan), "S")["History"] == (
        "1 day since the last visit"
    )
