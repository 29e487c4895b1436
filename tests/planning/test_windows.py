"""When things hold in a shift: hours past midnight, days, appointments, factors by the hour."""

from __future__ import annotations

import itertools
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from problems import HOUR_S

from routeplan.hotspots.calendar import is_valid_on, matches_days
from routeplan.model import (
    PASARAN,
    WEEKDAYS,
    ClockWindow,
    Closure,
    DayRule,
    Hotspot,
    HourFactor,
    Shift,
    TimeWindow,
)
from routeplan.planning.windows import (
    cut_windows,
    drop_worthless,
    find_appointments,
    find_clock_windows,
    find_peak,
    find_windows,
    split_by_factor,
)

ZONE = ZoneInfo("Asia/Jakarta")


def make_shift(start: str = "2024-11-20 23:00", hours: int = 8, **fields: Any) -> Shift:
    begin = datetime.fromisoformat(start).replace(tzinfo=ZONE)
    return Shift("malam", begin, begin + timedelta(hours=hours), **fields)


def make_hotspot(windows: str = "", days: tuple[DayRule, ...] = (), **fields: Any) -> Hotspot:
    spans = [
        ClockWindow(*map(time.fromisoformat, span.split("-")))
        for span in windows.split("; ")
        if span
    ]
    given: dict[str, Any] = {"id": "H1", "name": "Pasar", "category": "pasar", "lon": 113.1}
    given |= {"lat": -8.2} | fields
    return Hotspot(windows=tuple(spans), days=days, **given)


def open_hours(hotspot: Hotspot, shift: Shift) -> list[tuple[int, int]]:
    return [(w.start_s, w.end_s) for w in find_windows(hotspot, shift, ZONE)]


@pytest.mark.parametrize(
    ("windows", "hours"),
    [
        ("", [(0, 8)]),
        ("19:00-22:00", []),
        ("19:00-23:00", []),  # ends as the shift begins
        ("07:00-12:00", []),  # begins as the shift ends
        ("19:00-01:00", [(0, 2)]),  # began before the shift, ends past midnight
        ("01:00-04:00", [(2, 5)]),  # past midnight
        ("19:00-00:00; 01:00-04:00", [(0, 1), (2, 5)]),
        ("23:00-02:00; 01:00-04:00", [(0, 5)]),  # overlapping
        ("23:00-02:00; 02:00-04:00", [(0, 5)]),  # touching
        ("06:00-09:00", [(7, 8)]),  # ends after the shift
        ("12:00-12:00", [(0, 8)]),  # a whole day
        ("00:00-00:00", [(0, 8)]),
    ],
)
def test_windows_are_counted_from_the_start_of_a_night_shift(
    windows: str, hours: list[tuple[int, int]]
) -> None:
    found = open_hours(make_hotspot(windows), make_shift())
    assert found == [(start * HOUR_S, end * HOUR_S) for start, end in hours]


def test_a_window_in_the_hour_that_clocks_leave_out_is_closed() -> None:
    # in Berlin, 31 March 2024 has no time from 02:00 to 03:00
    berlin = ZoneInfo("Europe/Berlin")
    begin = datetime(2024, 3, 30, 23, tzinfo=berlin)
    shift = Shift("malam", begin, begin + timedelta(hours=8))
    assert find_windows(make_hotspot("02:30-03:00"), shift, berlin) == ()
    assert find_windows(make_hotspot("01:00-03:00"), shift, berlin) == (
        TimeWindow(2 * HOUR_S, 3 * HOUR_S),
    )


def test_a_window_past_midnight_belongs_to_the_evening_on_which_it_begins() -> None:
    # 20 November 2024 is a Wednesday (Rabu)
    rabu, kamis = (DayRule("Rabu"),), (DayRule("Kamis"),)
    assert open_hours(make_hotspot("22:00-03:00", rabu), make_shift()) == [(0, 4 * HOUR_S)]
    assert open_hours(make_hotspot("22:00-03:00", kamis), make_shift()) == []
    assert open_hours(make_hotspot("01:00-03:00", kamis), make_shift()) == [
        (2 * HOUR_S, 4 * HOUR_S)
    ]
    assert open_hours(make_hotspot("01:00-03:00", rabu), make_shift()) == []


def test_a_day_without_windows_ends_a_second_before_midnight() -> None:
    # midnight itself is Thursday
    hotspot = make_hotspot(days=(DayRule("Rabu"),))
    assert open_hours(hotspot, make_shift()) == [(0, HOUR_S - 1)]


def test_a_day_without_windows_begins_at_midnight() -> None:
    hotspot = make_hotspot(days=(DayRule("Kamis"),))
    assert open_hours(hotspot, make_shift()) == [(HOUR_S, 8 * HOUR_S)]


def test_days_next_to_each_other_leave_no_gap_at_midnight() -> None:
    hotspot = make_hotspot(days=(DayRule("Rabu"), DayRule("Kamis")))
    assert open_hours(hotspot, make_shift()) == [(0, 8 * HOUR_S)]


def test_a_weekday_and_a_market_day_must_both_be_right() -> None:
    # 17 August 1945 was Jumat Legi; the next Sabtu Legi is 29 days later: 29 = 4 x 7 + 1 weekdays
    # on, but not a multiple of 5. 15 days make it Sabtu, yet Legi: 15 = 2 x 7 + 1 = 3 x 5.
    hotspot = make_hotspot(days=(DayRule("Sabtu", "Legi"),))
    first_legi = make_shift("1945-08-17 08:00")
    assert open_hours(hotspot, first_legi) == []
    assert open_hours(hotspot, make_shift("1945-08-18 08:00")) == []
    assert open_hours(hotspot, make_shift("1945-09-01 08:00")) == [(0, 8 * HOUR_S)]
    assert open_hours(make_hotspot(days=(DayRule("Jumat", "Legi"),)), first_legi) != []


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "hours"),
    [
        ("2024-11-20", "2024-11-20", [(0, HOUR_S - 1)]),
        ("2024-11-21", None, [(HOUR_S, 8 * HOUR_S)]),
        (None, "2024-11-19", []),
        ("2024-11-22", None, []),
        ("2024-11-01", "2024-11-30", [(0, 8 * HOUR_S)]),
    ],
)
def test_a_hotspot_is_open_on_the_days_it_is_valid(
    valid_from: str | None, valid_to: str | None, hours: list[tuple[int, int]]
) -> None:
    hotspot = make_hotspot(
        valid_from=date.fromisoformat(valid_from) if valid_from else None,
        valid_to=date.fromisoformat(valid_to) if valid_to else None,
    )
    assert open_hours(hotspot, make_shift()) == hours


CLOCKS = st.builds(time, st.integers(0, 23), st.sampled_from([0, 30]))
RULES = st.builds(DayRule, st.sampled_from(WEEKDAYS), st.none() | st.sampled_from(PASARAN))


@given(
    windows=st.lists(st.builds(ClockWindow, CLOCKS, CLOCKS), max_size=3),
    days=st.lists(RULES, max_size=4),
    start=st.datetimes(datetime(2024, 11, 1), datetime(2024, 11, 30)),
    hours=st.integers(1, 24),
)
def test_the_windows_hold_exactly_the_seconds_of_the_hotspots_hours(
    windows: list[ClockWindow], days: list[DayRule], start: datetime, hours: int
) -> None:
    shift = make_shift(start.replace(microsecond=0).isoformat(), hours)
    hotspot = make_hotspot(days=tuple(days))
    hotspot = Hotspot(**{**vars(hotspot), "windows": tuple(windows)})
    found = find_windows(hotspot, shift, ZONE)
    assert all(a.end_s < b.start_s for a, b in itertools.pairwise(found))
    for second in range(1, shift.length_s, 311):
        assert any(second in window for window in found) == is_open(hotspot, shift.moment(second))


def is_open(hotspot: Hotspot, moment: datetime) -> bool:
    """Ask the clock whether a moment lies in a window that began today or yesterday."""
    for day in (moment.date() - timedelta(days=1), moment.date()):
        if not (is_valid_on(hotspot, day) and matches_days(hotspot.days, day)):
            continue
        spans = [window.on(day, ZONE) for window in hotspot.windows]
        if any(start <= moment <= end for start, end in spans):
            return True
        if not hotspot.windows and day == moment.date():
            return True
    return False


# ------------------------------------------------------------------ clocks and appointments


def test_hours_of_the_day_are_found_in_the_shift_past_midnight() -> None:
    windows = [ClockWindow.parse("22:00-00:00"), ClockWindow.parse("03:00-04:00")]
    assert find_clock_windows(windows, make_shift(), ZONE) == (
        TimeWindow(0, HOUR_S), TimeWindow(4 * HOUR_S, 5 * HOUR_S),
    )  # fmt: skip


def test_a_closure_holds_in_the_shifts_that_its_days_and_hours_touch() -> None:
    flood = Closure("K1", "Jembatan", windows=(ClockWindow.parse("04:00-05:00"),))
    assert find_windows(flood, make_shift(), ZONE) == (TimeWindow(5 * HOUR_S, 6 * HOUR_S),)
    assert find_windows(flood, make_shift("2024-11-20 07:00"), ZONE) == ()


def test_an_appointment_past_midnight_is_a_single_second() -> None:
    at_one = find_appointments(make_hotspot(), time(1, 30), make_shift(), ZONE)
    assert at_one == (TimeWindow(9000, 9000),)
    assert find_appointments(make_hotspot(), time(22, 30), make_shift(), ZONE) == ()


def test_an_appointment_keeps_to_its_days_and_hours() -> None:
    # the night from Wednesday (Rabu) to Thursday (Kamis)
    for rule, moments in (("Rabu", 0), ("Kamis", 1)):
        hotspot = make_hotspot(days=(DayRule(rule),))
        assert len(find_appointments(hotspot, time(1), make_shift(), ZONE)) == moments
    assert find_appointments(make_hotspot("02:00-03:00"), time(1), make_shift(), ZONE) == ()


# ------------------------------------------------------------------------ factors by the hour


def make_hours(*rules: tuple[str, float]) -> tuple[HourFactor, ...]:
    return tuple(HourFactor(ClockWindow.parse(window), factor) for window, factor in rules)


def test_a_window_is_cut_where_the_factor_changes() -> None:
    hours = make_hours(("00:00-02:00", 2.0), ("05:00-06:00", 0.0))
    assert split_by_factor(TimeWindow(0, 8 * HOUR_S), hours, make_shift()) == (
        (TimeWindow(0, HOUR_S - 1), 1.0),
        (TimeWindow(HOUR_S, 3 * HOUR_S - 1), 2.0),
        (TimeWindow(3 * HOUR_S, 6 * HOUR_S - 1), 1.0),
        (TimeWindow(6 * HOUR_S, 7 * HOUR_S - 1), 0.0),
        (TimeWindow(7 * HOUR_S, 8 * HOUR_S), 1.0),
    )


def test_the_first_factor_that_holds_counts_and_equal_neighbours_stay_together() -> None:
    hours = make_hours(("22:00-01:00", 3.0), ("00:00-02:00", 3.0), ("00:30-02:00", 5.0))
    assert split_by_factor(TimeWindow(0, 2 * HOUR_S), hours, make_shift()) == (
        (TimeWindow(0, 2 * HOUR_S), 3.0),
    )


def test_the_peak_is_that_of_the_hours_of_the_shift_alone() -> None:
    hours = make_hours(("06:59-08:00", 4.0), ("07:00-09:00", 9.0), ("20:00-23:00", 9.0))
    assert find_peak(hours, make_shift()) == 4.0
    assert find_peak((), make_shift()) == 1.0
    assert find_peak(make_hours(("12:00-11:59", 0.5)), make_shift()) == 0.5


def test_hours_without_worth_are_dropped() -> None:
    hours = make_hours(("00:00-02:00", 0.0))
    assert drop_worthless([TimeWindow(0, 8 * HOUR_S)], hours, make_shift()) == (
        TimeWindow(0, HOUR_S - 1), TimeWindow(3 * HOUR_S, 8 * HOUR_S),
    )  # fmt: skip


def test_windows_are_cut_to_another() -> None:
    windows = [TimeWindow(0, 10), TimeWindow(20, 30), TimeWindow(40, 50)]
    assert cut_windows(windows, TimeWindow(25, 40)) == (TimeWindow(25, 30), TimeWindow(40, 40))


@given(
    rules=st.lists(
        st.tuples(st.builds(ClockWindow, CLOCKS, CLOCKS), st.sampled_from([0.0, 1.0, 2.5])),
        max_size=4,
    ),
    start=st.integers(0, 4000),
    length=st.integers(0, 20_000),
)
def test_every_second_of_a_piece_has_the_factor_of_its_clock(
    rules: list[tuple[ClockWindow, float]], start: int, length: int
) -> None:
    hours = tuple(HourFactor(window, factor) for window, factor in rules)
    shift = make_shift()
    pieces = split_by_factor(TimeWindow(start, start + length), hours, shift)
    assert pieces[0][0].start_s == start
    assert pieces[-1][0].end_s == start + length
    for (window, factor), (later, other) in itertools.pairwise(pieces):
        assert later.start_s == window.end_s + 1
        assert factor != other
    for window, factor in pieces:
        for second in (window.start_s, (window.start_s + window.end_s) // 2, window.end_s):
            clock = shift.moment(second).time()
            held = [hour.factor for hour in hours if clock in hour.window]
            assert factor == (held[0] if held else 1.0)
