"""What a roster covers: a month of two hotspots worked out by hand, and sums that always agree."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roster_example import make_roster_example
from visit_records import make_visit

from routeplan.export.content.month_coverage import Coverage, cut_roster, measure_coverage
from routeplan.export.content.month_hours import (
    HourCoverage,
    Outcome,
    compare_with_history,
    measure_heat,
    measure_hours,
    order_hours,
)
from routeplan.model import (
    DueHotspot,
    PlanSource,
    Roster,
    RosterHotspot,
    RosterShift,
    RosterVisit,
    Shift,
    Unit,
    Watch,
)
from routeplan.planning.roster.figures import measure_roster

ZONE = ZoneInfo("Asia/Jakarta")
FIRST = date(2024, 11, 20)
UNIT = Unit("U", "Regu", "R4", 113.1, -8.1)
CATEGORIES = {"pasar": {"label": "Pasar"}, "truk_pasir": {"label": "Truk pasir"}}
RISKS = {"A": 10.0, "B": 30.0, "C": 5.0}
# C is never due: no vehicle gets there.
SPOTS = (
    RosterHotspot("A", "Pasar A", "pasar", "rawan", 113.1, -8.1, "Yosowilangun", None, None, ()),
    RosterHotspot("B", "Jalan B", "truk_pasir", "aman", 113.2, -8.1, "Candipuro", None, None, ()),
    RosterHotspot("C", "Dusun C", "pasar", "rawan", 113.2, -8.2, None, None, None, ()),
)

# Day of the roster, hotspot, part, its share, clock at which it begins, minutes.
Told = tuple[int, str, str, float, str, int]


def make_shift(day: int, *, hour: int = 23, name: str = "malam") -> Shift:
    start = datetime.combine(FIRST + timedelta(days=day), time(hour), ZONE)
    return Shift(name, start, start + timedelta(hours=8))


def make_roster(due: list[str], told: list[Told], *, hour: int = 23) -> Roster:
    """Return a roster of a shift a day, each with the ids of what is due in it, e.g. ``AB``."""
    shifts = [make_shift(day, hour=hour) for day in range(len(due))]
    return Roster(
        schema_version="1.0",
        digest="",
        source=PlanSource("contoh", "", "real", "contoh.osm.pbf"),
        area_id="lumajang",
        area_title="Polres Lumajang",
        zone="Asia/Jakarta",
        seed=1,
        first=FIRST,
        days=len(due),
        config={"categories": CATEGORIES},
        units=(UNIT,),
        hotspots=tuple(replace(spot, chances=(0.0,) * len(due)) for spot in SPOTS),
        days_off=(),
        watches=tuple(Watch(shift, ("U",)) for shift in shifts),
        minimums=(),
        shifts=tuple(
            plan_shift(shift, ids, [item for item in told if item[0] == day])
            for day, (shift, ids) in enumerate(zip(shifts, due, strict=True))
        ),
    )


def plan_shift(shift: Shift, ids: str, told: list[Told]) -> RosterShift:
    visits = tuple(make_roster_visit(shift, item) for item in told)
    return RosterShift(
        shift=shift, units=("U",), plan="", digest="", seed=1, worth=1.0, worth_available=1.0,
        best_worth=1.0, plans=1, chance=1.0, most_likely=1.0, visits=visits, best_visits=visits,
        due=tuple(DueHotspot(name, RISKS[name]) for name in ids), waived=(), metres=0,
        repeated_share=0.0,
    )  # fmt: skip


def make_roster_visit(shift: Shift, told: Told) -> RosterVisit:
    _day, hotspot, part, share, clock, minutes = told
    begin = shift.seconds(datetime.combine(shift.date, time.fromisoformat(clock), ZONE))
    begin += 86_400 if begin < 0 else 0  # after midnight
    return RosterVisit(
        hotspot, part, "U", share, begin, begin + 60 * minutes, ((0, shift.length_s),)
    )


@pytest.fixture(scope="module")
def roster() -> Roster:
    """Four nights: A is due in all of them, B, a road of two sections, in the first three."""
    told: list[Told] = [
        (0, "A", "A", 1.0, "23:30", 15),
        (0, "B", "B/1", 0.4, "00:50", 20),
        (2, "B", "B/1", 0.4, "23:10", 10),
        (2, "B", "B/2", 0.6, "05:00", 30),
        (3, "A", "A", 1.0, "06:55", 5),
    ]
    return make_roster(["AB", "AB", "AB", "A"], told)


def test_a_place_and_a_road_are_counted_as_by_hand(roster: Roster) -> None:
    cover = measure_coverage(roster)
    # A: visited on days 1 and 4 of 4, so runs of 0, 2 and 0 days without a visit
    # B: 30 * 0.4 on day 1 and 30 * (0.4 + 0.6) on day 3, runs of 0, 1 and 1
    assert cover.spots == (
        Coverage(
            "A", 4, hotspots=1, due=4, visited=2, risk_due=40, risk_visited=20, visits=2,
            minutes=20, longest_gap_days=2, longest_gap_at="A", gap_days=2, gaps=3,
        ),
        Coverage(
            "B", 4, hotspots=1, due=3, visited=2, risk_due=90, risk_visited=42, visits=1.4,
            minutes=60, longest_gap_days=1, longest_gap_at="B", gap_days=2, gaps=3,
        ),
        Coverage("C", 4, hotspots=1),
    )  # fmt: skip


def test_groups_add_their_hotspots_up(roster: Roster) -> None:
    cover = measure_coverage(roster)
    total = cover.total
    assert (total.hotspots, total.due, total.visited) == (3, 7, 4)
    assert total.risk_share == pytest.approx(62 / 130)
    assert total.visits_per_month == pytest.approx(3.4 * 7)  # four days are a seventh of 28
    assert (total.longest_gap_days, total.longest_gap_at) == (2, "A")
    assert total.mean_gap_days == pytest.approx(4 / 6)
    assert [item.name for item in cover.kecamatan] == ["Candipuro", "Yosowilangun", ""]
    assert [item.name for item in cover.categories] == ["pasar", "truk_pasir"]
    assert [item.name for item in cover.levels] == ["rawan", "aman"]


def test_what_is_never_due_has_neither_a_share_nor_a_gap(roster: Roster) -> None:
    nowhere = measure_coverage(roster).kecamatan[-1]
    assert (nowhere.hotspots, nowhere.due, nowhere.never) == (1, 0, 0)
    assert nowhere.risk_share is nowhere.longest_gap_days is nowhere.mean_gap_days is None


def test_what_is_due_and_never_visited_is_counted() -> None:
    cover = measure_coverage(make_roster(["A", "A"], []))
    assert (cover.total.never, cover.total.longest_gap_days, cover.total.risk_share) == (1, 2, 0.0)


def test_the_same_part_twice_in_a_shift_covers_once_and_counts_twice() -> None:
    told: list[Told] = [(0, "B", "B/1", 0.4, "23:30", 5), (0, "B", "B/1", 0.4, "02:30", 5)]
    (road,) = [item for item in measure_coverage(make_roster(["B"], told)).spots if item.due]
    assert (road.risk_visited, road.visits) == (12.0, 0.8)


def test_hours_are_counted_as_by_hand(roster: Roster) -> None:
    hours = {item.hour: item for item in measure_hours(roster)}
    # minutes times risk times share: 23: 15*10 + 10*30*0.4 = 270; 0 and 1: 10*30*0.4 = 120 each;
    # 5: 30*30*0.6 = 540; 6: 5*10 = 50; together 1100
    assert hours[23] == HourCoverage(23, 1.4, 25, 270 / 1100, 4, 2)
    assert hours[0] == HourCoverage(0, 0.4, 10, 120 / 1100, 4, 3)
    assert hours[1] == HourCoverage(1, 0.0, 10, 120 / 1100, 4, 3)
    assert hours[5] == HourCoverage(5, 0.6, 30, 540 / 1100, 4, 3)
    assert hours[6] == HourCoverage(6, 1.0, 5, 50 / 1100, 4, 3)
    assert hours[3] == HourCoverage(3, 0.0, 0, 0.0, 4, 4)
    assert hours[12] == HourCoverage(12, 0.0, 0, 0.0, 0, 0)


def test_hours_are_told_as_the_night_goes(roster: Roster) -> None:
    night = order_hours(measure_hours(roster))
    assert [item.hour for item in night] == [23, 0, 1, 2, 3, 4, 5, 6]
    morning = order_hours(measure_hours(make_roster(["A"], [], hour=7)))
    assert [item.hour for item in morning] == list(range(7, 15))
    assert order_hours(measure_hours(make_roster([], []))) == ()


def test_the_heat_is_by_kecamatan_and_the_hour_of_the_beginning(roster: Roster) -> None:
    heat = measure_heat(roster)
    assert list(heat) == ["Candipuro", "Yosowilangun", ""]
    assert {hour: n for hour, n in enumerate(heat["Candipuro"]) if n} == {0: 0.4, 5: 0.6, 23: 0.4}
    assert {hour: n for hour, n in enumerate(heat["Yosowilangun"]) if n} == {6: 1.0, 23: 1.0}


def test_a_part_of_the_days_counts_alone(roster: Roster) -> None:
    part = cut_roster(roster, first=FIRST + timedelta(days=2), last=date(2030, 1, 1))
    assert (part.first, part.days, len(part.watches), len(part.shifts)) == (
        FIRST + timedelta(days=2), 2, 2, 2,
    )  # fmt: skip
    total = measure_coverage(part).total
    assert (total.visits, total.due, total.days) == (2.0, 3, 2)
    assert cut_roster(roster) is roster
    assert not cut_roster(roster, first=FIRST + timedelta(days=9)).shifts


def test_days_without_a_planned_shift_do_not_count() -> None:
    unfinished = make_roster_example(planned=3).roster
    assert measure_coverage(unfinished).days == 2
    assert measure_coverage(make_roster_example(planned=0).roster).total.visits_per_month == 0


def test_the_history_stands_beside_what_was_planned(roster: Roster) -> None:
    def told(hotspot: str, state: Any, *, day: int = 0, **fields: Any) -> Any:
        return make_visit(hotspot, day=FIRST + timedelta(days=day), state=state, **fields)

    records = [
        told("A", "confirmed"),  # at 00:30
        told("B", "missed", share=0.4),
        told("B", "planned", share=0.6),
        told("X", "confirmed"),
        told("A", "confirmed", day=9),
        told("A", "confirmed", area="jember"),
        told("A", "confirmed", shift="pagi"),
    ]
    found = compare_with_history(roster, records)
    assert found.total == Outcome(planned=3.4, confirmed=1.0, missed=0.4)
    assert found.total.confirmed_share == pytest.approx(1 / 1.4)
    assert found.kecamatan["Yosowilangun"] == Outcome(2.0, 1.0, 0.0)
    assert found.categories["truk_pasir"] == Outcome(1.4, 0.0, 0.4)
    assert found.hours["0"] == Outcome(0.4, 1.0, 0.4)
    assert found.hours["23"].confirmed_share is None
    assert found.unknown == 1


# ------------------------------------------------------------------------------- whatever roster

visits = st.tuples(
    st.integers(0, 4), st.sampled_from(["A", "B"]), st.sampled_from("123"),
    st.sampled_from([0.25, 0.5, 1.0]), st.sampled_from(["23:00", "23:59", "03:10", "06:30"]),
    st.integers(0, 90),
)  # fmt: skip


@st.composite
def rosters(draw: st.DrawFn) -> Roster:
    due = draw(st.lists(st.sampled_from(["", "A", "AB", "ABC"]), min_size=1, max_size=5))
    drawn = draw(st.lists(visits, max_size=8))
    told = [
        (day, spot, f"{spot}/{part}", share, clock, minutes)
        for day, spot, part, share, clock, minutes in drawn
        if day < len(due) and spot in due[day]
    ]
    return make_roster(due, told)


@settings(max_examples=60)
@given(rosters())
def test_all_tables_add_up_to_the_visits_of_the_roster(roster: Roster) -> None:
    cover, hours = measure_coverage(roster), measure_hours(roster)
    planned = [visit for item in roster.shifts for visit in item.visits]
    shares = math.fsum(visit.share for visit in planned)
    minutes = math.fsum(visit.end_s - visit.begin_s for visit in planned) / 60
    for group in (cover.spots, cover.kecamatan, cover.categories, cover.levels):
        assert math.fsum(item.visits for item in group) == pytest.approx(shares)
        assert math.fsum(item.minutes for item in group) == pytest.approx(minutes)
        assert sum(item.hotspots for item in group) == len(SPOTS)
        assert sum(item.due for item in group) == sum(len(item.due) for item in roster.shifts)
    assert math.fsum(item.visits for item in hours) == pytest.approx(shares)
    assert math.fsum(item.minutes for item in hours) == pytest.approx(minutes)
    heat = math.fsum(value for values in measure_heat(roster).values() for value in values)
    assert heat == pytest.approx(shares)
    presence = math.fsum(item.presence_share for item in hours)
    assert presence == pytest.approx(1.0 if minutes else 0.0)


@settings(max_examples=60)
@given(rosters())
def test_shares_are_shares_and_gaps_are_those_of_the_planner(roster: Roster) -> None:
    cover = measure_coverage(roster)
    places = {place.hotspot_id: place for place in measure_roster(roster).places}
    for item in (*cover.spots, *cover.kecamatan, cover.total):
        assert item.visited <= item.due
        assert item.risk_share is None or 0 <= item.risk_share <= 1
        assert (item.mean_gap_days or 0) <= (item.longest_gap_days or 0) <= item.days
    for item in cover.spots:
        if item.due:
            assert item.longest_gap_days == places[item.name].longest_gap_days
        assert item.visits == pytest.approx(places[item.name].visits)
    assert all(item.empty <= item.on_duty for item in measure_hours(roster))
