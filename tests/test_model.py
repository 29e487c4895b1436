"""The nouns check themselves."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from datetime import UTC, date, datetime, time, timedelta
from inspect import isfunction
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

import routeplan.model
from routeplan.model import (
    ClockWindow,
    DayRule,
    Hotspot,
    Leg,
    Loop,
    Option,
    Shift,
    Stop,
    TimeWindow,
    Unit,
    Visit,
)

JAKARTA = ZoneInfo("Asia/Jakarta")
NIGHT = Shift(
    "malam",
    datetime(2024, 11, 20, 23, tzinfo=JAKARTA),
    datetime(2024, 11, 21, 7, tzinfo=JAKARTA),
)
JARIT = Hotspot("J1", "Jalan Jarit", "truk_pasir", 113.0941, -8.2061)
CAR = Unit("U1", "Regu 1", "R4", 113.2233, -8.2289)

Windows = st.tuples(st.integers(0, 86_400), st.integers(0, 86_400)).map(
    lambda ends: TimeWindow(min(ends), max(ends))
)


def test_the_public_names_are_those_listed() -> None:
    public = {
        name
        for name, value in vars(routeplan.model).items()
        if name[0].isupper() or (isfunction(value) and not name.startswith("_"))
    }
    assert public == set(routeplan.model.__all__)


def test_the_nouns_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        JARIT.weight = 2.0  # type: ignore[misc]


def test_a_window_has_both_its_ends() -> None:
    window = TimeWindow(10, 20)
    assert 10 in window
    assert 20 in window
    assert 9 not in window
    assert 21 not in window
    assert window.length_s == 10


def test_a_window_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="ends"):
        TimeWindow(20, 10)


def test_two_windows_share_what_is_in_both() -> None:
    assert TimeWindow(0, 20).intersect(TimeWindow(10, 30)) == TimeWindow(10, 20)
    assert TimeWindow(0, 10).intersect(TimeWindow(10, 30)) == TimeWindow(10, 10)
    assert TimeWindow(0, 9).intersect(TimeWindow(10, 30)) is None


@given(Windows, Windows, st.integers(0, 86_400))
def test_a_moment_is_in_the_common_part_if_it_is_in_both(
    one: TimeWindow, other: TimeWindow, moment_s: int
) -> None:
    common = one.intersect(other)
    assert common == other.intersect(one)
    assert (common is not None and moment_s in common) == (moment_s in one and moment_s in other)


def test_hours_past_midnight_end_on_the_next_day() -> None:
    start, end = ClockWindow(time(22), time(2)).on(date(2024, 11, 30), JAKARTA)
    assert start == datetime(2024, 11, 30, 22, tzinfo=JAKARTA)
    assert end == datetime(2024, 12, 1, 2, tzinfo=JAKARTA)


def test_hours_within_a_day_end_on_it() -> None:
    start, end = ClockWindow(time(1), time(4)).on(date(2024, 11, 21), JAKARTA)
    assert end - start == timedelta(hours=3)


def test_hours_that_end_when_they_start_are_a_whole_day() -> None:
    start, end = ClockWindow(time(7), time(7)).on(date(2024, 11, 21), JAKARTA)
    assert end - start == timedelta(days=1)


def test_hours_and_days_read_as_they_are_written() -> None:
    assert str(ClockWindow(time(19), time(2, 30))) == "19:00-02:30"
    assert str(DayRule("Sabtu", "Legi")) == "Sabtu Legi"
    assert str(DayRule(pasaran="Pon")) == "Pon"


@pytest.mark.parametrize("text", ["19:00-02:30", "06:00-08:00", "00:00-23:59"])
def test_hours_are_read_as_they_are_written(text: str) -> None:
    assert str(ClockWindow.parse(text)) == text


def test_midnight_may_end_hours_as_24_00() -> None:
    assert ClockWindow.parse("22:00-24:00") == ClockWindow(time(22), time(0))


@pytest.mark.parametrize(
    "text", ["", "6-8", "06:00", "06:00-08:00-09:00", "25:00-01:00", "00:00-24:00", "07:00-07:00"]
)
def test_other_texts_are_no_hours(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        ClockWindow.parse(text)


@pytest.mark.parametrize(
    ("clock", "inside"),
    [
        (time(21, 59), False),
        (time(22), True),
        (time(0), True),
        (time(1, 59, 59), True),
        (time(2), False),
    ],
)
def test_a_clock_time_lies_in_hours_past_midnight_too(clock: time, inside: bool) -> None:
    assert (clock in ClockWindow(time(22), time(2))) is inside
    assert (clock in ClockWindow(time(2), time(22))) is not inside


@pytest.mark.parametrize(
    "names", [{}, {"weekday": "Saturday"}, {"pasaran": "Senin"}, {"weekday": "sabtu"}]
)
def test_a_day_rule_of_unknown_names_is_refused(names: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="day"):
        DayRule(**names)


def test_a_shift_counts_seconds_from_its_start() -> None:
    assert NIGHT.date == date(2024, 11, 20)
    assert NIGHT.length_s == 8 * 3600
    assert NIGHT.seconds(datetime(2024, 11, 21, 0, 0, 1, tzinfo=JAKARTA)) == 3601
    assert NIGHT.moment(3600) == datetime(2024, 11, 21, 0, 0, tzinfo=JAKARTA)


@given(st.integers(-86_400, 2 * 86_400))
def test_seconds_of_a_shift_and_moments_are_the_same_thing(seconds: int) -> None:
    assert NIGHT.seconds(NIGHT.moment(seconds)) == seconds
    assert NIGHT.seconds(NIGHT.moment(seconds).astimezone(UTC)) == seconds


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"end": NIGHT.start}, "ends after it starts"),
        ({"end": NIGHT.start + timedelta(hours=25)}, "within a day"),
        ({"start": datetime(2024, 11, 20, 23)}, "time zone"),
        ({"reserve_share": 1.0}, "reserve_share"),
        ({"reserve_share": -0.1}, "reserve_share"),
        ({"briefing_min": -1}, "not negative"),
        ({"speed_factor": 0.0}, "speed factor"),
    ],
)
def test_an_impossible_shift_is_refused(changes: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        replace(NIGHT, **changes)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"id": ""}, "id and a name"),
        ({"name": ""}, "id and a name"),
        ({"lon": -8.2061, "lat": 113.0941}, "no longitude and latitude"),
        ({"lat": float("nan")}, "no longitude and latitude"),
        ({"level": "bahaya"}, "unknown level"),
        ({"weight": -1.0}, "weight"),
        ({"weight": float("inf")}, "weight"),
        ({"weight": float("nan")}, "weight"),
        ({"dwell_min": 0}, "dwell_min"),
        ({"valid_from": date(2024, 12, 1), "valid_to": date(2024, 11, 1)}, "valid_from"),
    ],
)
def test_an_impossible_hotspot_is_refused(changes: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        replace(JARIT, **changes)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"id": ""}, "has an id"),
        ({"vehicle": "sepeda"}, "unknown vehicle"),
        ({"lon": 200.0}, "no longitude and latitude"),
        ({"crew": 0}, "at least one officer"),
        ({"max_km": 0.0}, "max_km"),
        ({"max_km": float("nan")}, "max_km"),
    ],
)
def test_an_impossible_unit_is_refused(changes: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        replace(CAR, **changes)


@pytest.mark.parametrize(
    "changes", [{"worth": -1.0}, {"worth": float("nan")}, {"service_s": -1}, {"metres": -1}]
)
def test_an_impossible_way_to_make_a_visit_is_refused(changes: dict[str, Any]) -> None:
    option = Option(1, 1, TimeWindow(0, 100), 720, 8.0, frozenset({"U1"}))
    with pytest.raises(ValueError, match="not negative"):
        replace(option, **changes)


def test_a_visit_that_nobody_can_make_is_refused() -> None:
    with pytest.raises(ValueError, match="J1"):
        Visit("J1", ())


def make_stop(kind: Any, hotspot_id: str | None) -> Stop:
    moment = NIGHT.moment(900)
    return Stop(
        kind, hotspot_id, "Jarit", moment, moment, 0, 0,
        JARIT.lon, JARIT.lat, JARIT.lon, JARIT.lat, 0, "Jarit",
    )  # fmt: skip


def test_a_loop_has_a_leg_between_every_two_stops_and_its_visits_are_not_the_base() -> None:
    base, visit = make_stop("base", None), make_stop("dwell", "J1")
    leg = Leg(1000, 120, (), (), (), ())
    loop = Loop("U1", (base, visit, base), (leg, leg), 2000, 240, 0, 0, 8.0)
    assert loop.visits == (visit,)
    with pytest.raises(ValueError, match="one stop more than legs"):
        replace(loop, legs=(leg,))


@pytest.mark.parametrize(
    ("day", "hours"), [("2024-10-26", 9), ("2024-03-30", 7), ("2024-11-20", 8)]
)
def test_a_shift_counts_the_seconds_that_really_pass(day: str, hours: int) -> None:
    # Berlin puts its clocks back in the first night, forward in the second
    zone = ZoneInfo("Europe/Berlin")
    start = datetime.fromisoformat(f"{day} 23:00").replace(tzinfo=zone)
    end = (start + timedelta(days=1)).replace(hour=7)
    shift = Shift("malam", start, end)
    assert shift.length_s == hours * 3600
    assert shift.moment(shift.length_s) == end
    assert shift.seconds(shift.moment(12_345)) == 12_345
