"""Parts of hotspots, and what a plan reaches, are worded so that anybody understands them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from routeplan import wording
from routeplan.i18n import use_language
from routeplan.model import (
    Balance,
    Closure,
    Coverage,
    Hotspot,
    Part,
    RatedHotspot,
    Totals,
    Wish,
)

SPOT = Hotspot("H3", "Jalan Jarit", "truk_pasir", 113.0, -8.2)
TOTALS = Totals(
    worth=97.0, worth_available=200.0, risk_share=0.485, hotspots=9, visited=4, metres=5903,
    driving_s=593, dwell_s=2640, waiting_s=0, stops=4, bound=100.0,
)  # fmt: skip


def rate(*parts: Part) -> RatedHotspot:
    return RatedHotspot(SPOT, 8.0, parts=parts)


def make_section(part_id: str, from_m: int, to_m: int) -> Part:
    return Part(part_id, "pass", metres=to_m - from_m, from_m=from_m, to_m=to_m)


def test_a_section_of_road_is_named_by_its_kilometres() -> None:
    rated = rate(make_section("H3/1", 0, 1480), make_section("H3/2", 1480, 2010))
    assert wording.describe_part(rated, "H3/2") == "section km 1.5–2.0"
    with use_language("id"):
        assert "1,5–2,0" in wording.describe_part(rated, "H3/2")


def test_a_very_short_section_is_named_to_ten_metres() -> None:
    assert wording.describe_part(rate(make_section("H3", 0, 60)), "H3") == "section km 0.00–0.06"


def test_a_section_to_be_driven_in_both_directions_says_which_is_meant() -> None:
    rated = rate(make_section("H3/1>", 0, 500), make_section("H3/1<", 0, 500))
    assert wording.describe_part(rated, "H3/1>") == "section km 0.0–0.5, one way"
    assert wording.describe_part(rated, "H3/1<") == "section km 0.0–0.5, other way"


def test_the_sweeps_of_an_area_are_counted_and_a_single_one_is_not() -> None:
    sweeps = rate(Part("H3/1", "sweep"), Part("H3/2", "sweep"))
    assert wording.describe_part(sweeps, "H3/2") == "sweep 2 of 2"
    assert wording.describe_part(rate(Part("H3", "sweep")), "H3") == ""


def test_a_place_has_no_parts_to_name() -> None:
    assert wording.describe_part(rate(Part("H3")), "H3") == ""
    assert wording.describe_part(rate(make_section("H3", 0, 500)), None) == ""


def test_the_bound_is_told_with_the_share_of_it_that_the_plan_gains() -> None:
    # 97 / 100
    told = "No plan can gain more than 100.0; this one has 97.0% of that."
    assert wording.describe_bound(TOTALS) == told
    assert wording.describe_bound(replace(TOTALS, worth=100.0)) == "No plan can gain more."
    nothing = replace(TOTALS, worth=0.0, bound=0.0)
    assert wording.describe_bound(nothing) == "No plan can gain more."


def test_a_wish_that_is_missed_says_so() -> None:
    missed = wording.describe_wish(Wish("pasar", 0.3, 0.25), label="Pasar")
    assert missed == "Pasar: only 25% of the visits, 30% wished for."
    met = wording.describe_wish(Wish("pasar", 0.3, 0.3))
    assert met == "pasar: 30% of the visits, 30% wished for."


def test_the_cost_of_fairness_is_told_where_it_was_asked_for() -> None:
    assert wording.describe_balance(Balance(0.41, 0.78)) == (
        "Active time on duty: from 41% to 78% by unit."
    )
    assert wording.describe_balance(Balance(0.6, 0.78, limit=0.2, cost=4.25)).endswith(
        "They are to differ by at most 20%; that costs 4.2 of worth."
    )


def test_coverage_tells_visits_streets_and_the_longest_time_alone() -> None:
    road = Coverage("H3", 4.0, 8.0, 2, 3, 1500, 4200, 7260, 5400)
    assert wording.describe_coverage(road) == (
        "2 of 3 visits, 1.5 km of 4.2 km of street, "
        "longest time without a visit 2 h 01 min, on average 1 h 30 min"
    )
    missed = Coverage("H3", 0.0, 8.0, 0, 1, 0, 0, 28800, 28800)
    assert wording.describe_coverage(missed) == "0 of 1 visit"


@pytest.mark.parametrize(
    ("closure", "sentence"),
    [
        (
            Closure("c1", "Jembatan Gladak Perak", edges=(7,)),
            "Jembatan Gladak Perak: closed to all vehicles.",
        ),
        (
            Closure("c2", "", vehicles=("R4",), reason="market", edges=(7, 8)),
            "c2: closed to car (R4) (market).",
        ),
    ],
)
def test_a_closure_says_to_whom_it_is_closed_and_why(closure: Closure, sentence: str) -> None:
    assert wording.describe_closure(closure) == sentence


def test_a_closure_of_which_no_road_was_found_is_not_said_to_be_closed() -> None:
    assert wording.describe_closure(Closure("c1", "Jalan Tidak Ada", reason="banjir")) == (
        "Jalan Tidak Ada: no such road was found, so NOTHING is closed. Check its row."
    )


def test_driving_outside_the_jurisdiction_is_told_where_there_is_any() -> None:
    assert wording.describe_outside(0) == ""
    assert wording.describe_outside(12_340).startswith("12.3 km are driven outside")
