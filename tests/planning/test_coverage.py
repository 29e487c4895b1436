"""What a plan does for hotspots, categories and units, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from problems import HOUR_S, make_duty
from shift_inputs import make_hotspot

from routeplan.model import Balance, Loop, Part, RatedHotspot, Shift, Stop, TimeWindow, Wish
from routeplan.planning.coverage import (
    list_gaps,
    measure_balance,
    measure_coverage,
    measure_wishes,
)

START = datetime(2024, 11, 20, 23, tzinfo=ZoneInfo("Asia/Jakarta"))
SHIFT = Shift("malam", START, START + timedelta(hours=8))
MARKET = make_hotspot("market", 0, 0)
BANK = make_hotspot("bank", 500, 0, category="bank")


def make_stop(hotspot_id: str, part_id: str, begin_s: int, *, dwell_s: int = 600) -> Stop:
    """Return a visit worth 3 that begins so many seconds into the shift, after waiting 100."""
    return Stop(
        "dwell", hotspot_id, hotspot_id, SHIFT.moment(begin_s - 100),
        SHIFT.moment(begin_s + dwell_s), 100, dwell_s, 113.0, -8.0, 113.0, -8.0, 0, "", 3.0,
        part_id,
    )  # fmt: skip


def make_loop(unit_id: str, *visits: Stop, driving_s: int = 0) -> Loop:
    base = replace(make_stop("", "", 0, dwell_s=0), kind="base", hotspot_id=None, worth=0.0)
    legs = (None,) * (len(visits) + 1)
    return Loop(
        unit_id, (base, *visits, base), legs,  # type: ignore[arg-type]
        metres=0, driving_s=driving_s, dwell_s=sum(v.dwell_s for v in visits), waiting_s=0,
        worth=sum(v.worth for v in visits), break_s=1200,
    )  # fmt: skip


def test_the_time_without_a_visit_is_told_for_each_hotspot() -> None:
    # visits by two units at 01:00-01:10 and 05:00-05:10 of eight hours: 1 h, 3 h 50 min, 2 h 50 min
    rated = RatedHotspot(MARKET, 8.0, parts=(Part("market", visits=3),), worth=15.68)
    loops = [
        make_loop("B", make_stop("market", "market", 5 * HOUR_S)),
        make_loop("A", make_stop("market", "market", HOUR_S)),
    ]
    (coverage,) = measure_coverage([rated], loops, SHIFT)
    assert (coverage.longest_gap_s, coverage.mean_gap_s) == (13_800, (3600 + 13_800 + 10_200) // 3)
    assert (coverage.worth, coverage.worth_available) == (6.0, 15.68)
    assert (coverage.visits, coverage.wished) == (2, 3)
    assert (coverage.metres, coverage.metres_available) == (0, 0)


def test_nobody_is_at_a_hotspot_left_out_for_the_whole_shift() -> None:
    (coverage,) = measure_coverage([RatedHotspot(MARKET, 8.0, worth=8.0)], [], SHIFT)
    assert (coverage.longest_gap_s, coverage.mean_gap_s) == (8 * HOUR_S, 8 * HOUR_S)
    assert (coverage.worth, coverage.visits, coverage.wished) == (0.0, 0, 0)


def test_units_that_are_there_together_leave_no_gap_between_them() -> None:
    spans = [TimeWindow(600, 1800), TimeWindow(900, 1200), TimeWindow(1800, 2400)]
    assert list_gaps(spans, SHIFT) == [600, 8 * HOUR_S - 2400]


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 20)), max_size=5))
def test_gaps_are_the_seconds_in_which_nobody_is_there(spans: list[tuple[int, int]]) -> None:
    shift = replace(SHIFT, end=START + timedelta(seconds=60))
    presences = [TimeWindow(start, start + length) for start, length in spans]
    there = {s for p in presences for s in range(p.start_s, p.end_s)}
    gaps = list_gaps(presences, shift)
    assert sum(gaps) == 60 - len(there)
    alone, longest = 0, 0
    for second in range(60):
        # a presence without length parts a gap in two
        cut = any(p.start_s == p.end_s == second for p in presences)
        alone = 0 if second in there else 1 if cut else alone + 1
        longest = max(longest, alone)
    assert max(gaps) == longest


def test_a_road_partly_driven_tells_how_much_of_it() -> None:
    # two segments of 500 and 300 m; the first in one of both directions
    parts = (
        Part("road/1>", "pass", 0.3125, metres=500, edges=(1, 2)),
        Part("road/1<", "pass", 0.3125, metres=500, edges=(-2, -1)),
        Part("road/2>", "pass", 0.1875, metres=300, edges=(3,)),
        Part("road/2<", "pass", 0.1875, metres=300, edges=(-3,)),
    )
    rated = RatedHotspot(replace(MARKET, id="road"), 8.0, parts=parts, worth=8.0)
    loop = make_loop("A", make_stop("road", "road/1<", HOUR_S))
    (coverage,) = measure_coverage([rated], [loop], SHIFT)
    assert (coverage.metres, coverage.metres_available) == (500, 800)
    assert (coverage.visits, coverage.wished) == (1, 4)


def test_the_streets_of_an_area_that_no_sweep_reaches_count_as_available() -> None:
    # two sweeps cover 600 and 200 m of 1000 m of streets
    parts = (
        Part("area/1", "sweep", 0.6, metres=600, edges=(1, 2)),
        Part("area/2", "sweep", 0.2, metres=200, edges=(3,)),
    )
    rated = RatedHotspot(replace(MARKET, id="area"), 8.0, parts=parts, worth=6.4)
    loop = make_loop("A", make_stop("area", "area/2", HOUR_S))
    (coverage,) = measure_coverage([rated], [loop], SHIFT)
    assert (coverage.metres, coverage.metres_available) == (200, 1000)


def test_the_share_of_a_category_is_that_of_the_visits_made() -> None:
    visits = [make_stop(name, name, HOUR_S) for name in ("market", "market", "bank")]
    wished = {"bank": 0.5, "pasar": 0.25, "kpu": 0.1}
    assert measure_wishes(wished, [MARKET, BANK], [make_loop("A", *visits)]) == (
        Wish("bank", 0.5, 1 / 3), Wish("pasar", 0.25, 2 / 3), Wish("kpu", 0.1, 0.0),
    )  # fmt: skip
    assert measure_wishes({"bank": 0.5}, [BANK], []) == (Wish("bank", 0.5, 0.0),)


def test_the_balance_counts_driving_and_visits_over_the_time_on_duty() -> None:
    # A: 1200 s driving and 600 s of visit in 2 hours; B stays; breaks are no work
    duties = [make_duty("A", window=(0, 2 * HOUR_S)), make_duty("B", window=(0, HOUR_S))]
    loop = make_loop("A", make_stop("bank", "bank", HOUR_S), driving_s=1200)
    balance = measure_balance(duties, [loop], limit=0.3, free_worth=5.0)
    assert balance == Balance(least=0.0, most=0.25, limit=0.3, cost=2.0)


@pytest.mark.parametrize("free_worth", [None, 3.0, 2.5])
def test_a_limit_that_costs_nothing_is_said_to_cost_nothing(free_worth: float | None) -> None:
    loop = make_loop("A", make_stop("bank", "bank", HOUR_S))
    balance = measure_balance([make_duty("A")], [loop], limit=None, free_worth=free_worth)
    assert balance.cost == 0.0
