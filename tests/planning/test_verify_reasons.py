"""The judge believes a reason only where it may be true."""

from __future__ import annotations

import pytest
from plan_edits import (
    PLAN,
    Change,
    both,
    broken_rules,
    count_out,
    edit_area,
    edit_hotspot,
    edit_rated,
    edit_reason,
    edit_unit,
)
from streets_plan import to_lonlat

from routeplan.model import Detail, Reason

UNTRUE: tuple[tuple[str, Reason], ...] = (
    ("walk", "no_time"), ("noon", "no_time"), ("monday", "no_time"), ("safe", "no_time"),
    ("late", "outside_area"), ("late", "no_road"), ("late", "vehicle_cannot_reach"),
    ("late", "outside_jurisdiction"), ("late", "window_closed"), ("late", "not_on_date"),
    ("late", "no_worth"), ("monday", "window_closed"), ("noon", "not_on_date"),
)  # fmt: skip
UNTRUE_DETAILS: dict[str, Detail] = {
    "nothing said": {},
    "nothing missing": {"missing_s": 0, "unit": "A"},
    "less than nothing missing": {"missing_s": -1, "missing_m": 5, "unit": "A"},
    "a unit that nobody knows": {"missing_s": 60, "unit": "Regu A"},
    "kilometres of a unit without a limit": {"missing_s": 0, "missing_m": 5, "unit": "A"},
    "waiting where nobody visits": {"missing_s": 0, "waits": 1, "unit": "A"},
    "words for figures": {"missing_s": "60", "unit": "A"},
}
REASONS: dict[str, tuple[Change, set[str]]] = {
    f"{name} is not left out because of {reason}": (
        # what lies outside does not count among the totals
        edit_reason(name, reason),
        {"reason", "total", "coverage"} if reason == "outside_area" else {"reason"},
    )
    for name, reason in UNTRUE
}

REASONS |= {
    f"no time: {name}": (edit_reason("late", "no_time", detail), {"reason"})
    for name, detail in UNTRUE_DETAILS.items()
}


@pytest.mark.parametrize(("change", "rules"), REASONS.values(), ids=REASONS.keys())
def test_an_untrue_reason_is_found_and_nothing_else(change: Change, rules: set[str]) -> None:
    assert broken_rules(change(PLAN)) == rules


@pytest.mark.parametrize(("name", "reason"), [
    ("outside", "outside_area"), ("outside", "no_road"), ("outside", "vehicle_cannot_reach"),
])  # fmt: skip
def test_a_true_reason_is_accepted(name: str, reason: Reason) -> None:
    lon, lat = to_lonlat(9000, 9000)
    plan = both(edit_hotspot("late", lon=lon, lat=lat), edit_reason("late", reason))(PLAN)
    if reason == "outside_area":
        plan = count_out("late")(plan)
    assert broken_rules(plan) == set()


def test_a_border_of_several_kinds_of_shape_is_read() -> None:
    parts = {"type": "GeometryCollection", "geometries": [PLAN.area.boundary]}
    plan = edit_area(boundary=parts)(PLAN)
    assert broken_rules(plan) == set()
    assert broken_rules(edit_reason("late", "outside_area")(plan)) == {
        "reason",
        "total",
        "coverage",
    }


def test_a_loop_may_lack_kilometres_alone() -> None:
    lacking = edit_reason("late", "no_time", {"missing_s": 0, "missing_m": 5, "unit": "A"})
    assert broken_rules(both(edit_unit(0, max_km=3.7), lacking)(PLAN)) == set()


def test_a_hotspot_in_nobodys_jurisdiction_may_be_left_out_for_that() -> None:
    plan = both(
        edit_unit(0, jurisdiction=("Candipuro", "Pasirian")),
        edit_rated("late", kecamatan="Kunir"),
        edit_reason("late", "outside_jurisdiction"),
    )(PLAN)
    assert broken_rules(plan) == set()
    assert broken_rules(edit_reason("late", "no_time")(plan)) == {"reason"}
