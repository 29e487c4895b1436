"""Shifts of the settings, and what each unit may do in them."""

from __future__ import annotations

from datetime import date, datetime, time
from fractions import Fraction
from math import floor
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routeplan.config import Config, load_config
from routeplan.errors import InputError, UnknownNameError
from routeplan.model import Shift, TimeWindow, Unit
from routeplan.planning.shifts import MIN_LOOP_S, assign_duties, find_duty_window, make_shift

ZONE = ZoneInfo("Asia/Jakarta")
DAY = date(2024, 11, 20)
QUARTER_S = 15 * 60
HOUR_S = 3600


def configure(**rule: Any) -> Config:
    """Return the settings with a shift ``own`` of some length, from 23:00 unless told otherwise."""
    return load_config(overrides={"shifts": {"own": {"start": "23:00", "end": "07:00", **rule}}})


def make_own_shift(**rule: Any) -> Shift:
    return make_shift(configure(**rule), "own", DAY)


def make_unit(start: str | None = None, end: str | None = None, **fields: Any) -> Unit:
    hours: dict[str, Any] = {
        key: time.fromisoformat(clock)
        for key, clock in (("start", start), ("end", end))
        if clock is not None
    }
    return Unit("U1", "Regu 1", "R4", 113.0, -8.0, **hours, **fields)


def test_a_night_shift_ends_on_the_next_day() -> None:
    shift = make_shift(load_config(), "malam", DAY)
    assert shift.start == datetime(2024, 11, 20, 23, tzinfo=ZONE)
    assert shift.end == datetime(2024, 11, 21, 7, tzinfo=ZONE)


@pytest.mark.parametrize("day", [date.min, date(1949, 12, 31), date(2951, 1, 1), date.max])
def test_a_date_in_a_year_that_makes_no_sense_is_refused(day: date) -> None:
    with pytest.raises(InputError, match=f"{day.isoformat()} makes no sense"):
        make_shift(load_config(), "malam", day)


@pytest.mark.parametrize("factor", [1e-300, 0.004, 10.1, 1e300])
def test_speeds_beyond_all_sense_are_refused(factor: float) -> None:
    with pytest.raises(InputError, match=r"shifts\.own\.speed_factor: .* is (below|above)"):
        configure(speed_factor=factor)
    with pytest.raises(InputError, match=r"residential: .* is (below|above)"):
        load_config(overrides={"profiles": {"R4": {"speeds_kmh": {"residential": 100 * factor}}}})


def test_a_day_shift_ends_on_its_own_day() -> None:
    shift = make_shift(load_config(), "pagi", DAY)
    assert (shift.start.date(), shift.end.date()) == (DAY, DAY)
    assert shift.length_s == 8 * HOUR_S


def test_a_shift_takes_its_margins_and_speeds_from_the_settings() -> None:
    shift = make_own_shift(briefing_min=5, reporting_min=7, reserve_share=0.3, speed_factor=0.8)
    assert (shift.briefing_min, shift.reporting_min) == (5, 7)
    assert (shift.reserve_share, shift.speed_factor) == (0.3, 0.8)


def test_the_nearest_name_is_offered_for_an_unknown_shift() -> None:
    with pytest.raises(UnknownNameError, match=r"Unknown shift: malm.*malam"):
        make_shift(load_config(), "malm", DAY)


def test_a_shift_of_zero_length_is_refused() -> None:
    with pytest.raises(InputError, match="own"):
        make_own_shift(end="23:00")


def test_a_shift_without_time_between_briefing_and_report_is_refused() -> None:
    # 59 minutes less a quarter of an hour each are 29
    with pytest.raises(InputError, match="leaves less than 30 minutes"):
        make_own_shift(end="23:59")


def test_half_an_hour_between_briefing_and_report_is_enough() -> None:
    assert make_own_shift(end="00:00").length_s == HOUR_S


def test_a_unit_without_hours_has_those_of_the_shift_less_briefing_and_report() -> None:
    window = find_duty_window(make_unit(), make_own_shift(), ZONE)
    assert window == TimeWindow(QUARTER_S, 8 * HOUR_S - QUARTER_S)


@pytest.mark.parametrize(
    ("start", "end", "from_h", "to_h"),
    [
        ("23:00", "05:00", 0, 6),
        ("01:00", "05:00", 2, 6),  # begins after midnight
        ("01:00", None, 2, 8),
        (None, "02:00", 0, 3),
        (None, "23:30", 0, 0.5),
        ("21:00", "01:00", 0, 2),  # begins before the shift
        ("05:00", "09:00", 6, 8),  # ends after the shift
        ("18:00", "12:00", 0, 8),  # covers it all
        ("00:00", "06:00", 1, 7),
        ("22:00", "00:00", 0, 1),
    ],
)
def test_own_hours_are_those_that_overlap_the_shift(
    start: str | None, end: str | None, from_h: float, to_h: float
) -> None:
    # the shift runs from 23:00 to 07:00, hours are counted from 23:00
    shift = make_own_shift(briefing_min=0, reporting_min=0)
    window = find_duty_window(make_unit(start, end), shift, ZONE)
    assert window == TimeWindow(int(from_h * HOUR_S), int(to_h * HOUR_S))


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("07:00", "15:00"),
        ("15:00", "23:00"),
        ("22:00", "23:45"),  # 45 minutes less briefing and report are 15
        ("06:30", "08:00"),
    ],
)
def test_a_unit_without_time_in_the_shift_is_off_duty(start: str, end: str) -> None:
    assert find_duty_window(make_unit(start, end), make_own_shift(), ZONE) is None


def test_own_hours_of_a_day_shift_may_begin_the_evening_before() -> None:
    shift = make_own_shift(start="07:00", end="15:00", briefing_min=0, reporting_min=0)
    window = find_duty_window(make_unit("22:00", "09:00"), shift, ZONE)
    assert window == TimeWindow(0, 2 * HOUR_S)


def test_a_unit_off_duty_is_left_out_with_a_notice() -> None:
    night, day = make_unit(), make_unit("07:00", "15:00")
    day = Unit("U2", "Regu 2", "R2", 113.0, -8.0, start=day.start, end=day.end)
    duties, notices = assign_duties([day, night], make_own_shift(), ZONE)
    assert [(duty.unit_id, duty.place) for duty in duties] == [("U1", 0)]
    assert [(notice.code, notice.detail) for notice in notices] == [
        ("unit_off_duty", {"unit": "Regu 2", "least_s": 1800})
    ]


def test_a_shift_that_nobody_is_on_is_refused() -> None:
    with pytest.raises(InputError, match="No unit is on duty in shift own"):
        assign_duties([make_unit("07:00", "15:00")], make_own_shift(), ZONE)


def test_the_reserve_is_taken_off_the_longest_loop() -> None:
    # 7.5 hours are 27,000 s; 15 % of them stay in reserve
    (duty,), _notices = assign_duties([make_unit()], make_own_shift(reserve_share=0.15), ZONE)
    assert duty.max_loop_s == 22_950


@given(share=st.decimals(0, "0.99", places=2), end=st.integers(0, 59))
def test_the_longest_loop_is_exact_to_the_second(share: Any, end: int) -> None:
    shift = make_own_shift(end=f"05:{end:02}", reserve_share=float(share))
    (duty,), _notices = assign_duties([make_unit()], shift, ZONE)
    assert duty.max_loop_s == floor((1 - Fraction(share)) * duty.window.length_s)


@pytest.mark.parametrize(("max_km", "metres"), [(None, None), (0.5, 500), (120, 120_000)])
def test_the_longest_loop_in_metres_is_that_of_the_unit(
    max_km: float | None, metres: int | None
) -> None:
    (duty,), _notices = assign_duties([make_unit(max_km=max_km)], make_own_shift(), ZONE)
    assert duty.max_loop_m == metres


@given(
    start=st.none() | st.times(), end=st.none() | st.times(),
    first=st.integers(0, 23), hours=st.integers(1, 23),
)  # fmt: skip
def test_a_duty_lies_within_the_shift_and_leaves_time_for_a_loop(
    start: time | None, end: time | None, first: int, hours: int
) -> None:
    shift = make_own_shift(start=f"{first:02}:00", end=f"{(first + hours) % 24:02}:00")
    unit = Unit("U1", "", "R4", 113.0, -8.0, start=start, end=end)
    window = find_duty_window(unit, shift, ZONE)
    if window is not None:
        assert shift.briefing_min * 60 <= window.start_s
        assert window.end_s <= shift.length_s - shift.reporting_min * 60
        assert window.length_s >= MIN_LOOP_S


@pytest.mark.parametrize(
    ("latest_return", "end_h"),
    [
        ("05:00", 6.0),  # past midnight
        ("23:30", 0.5),
        ("06:45", 7.75),  # just when the report is due
        ("06:50", 7.75),  # after that the report is the earlier one
        ("08:00", 7.75),  # after the shift
        ("22:00", 7.75),  # the clock shows it first on the next evening
    ],
)
def test_a_unit_is_back_by_its_latest_return(latest_return: str, end_h: float) -> None:
    shift = make_own_shift(briefing_min=0, reporting_min=15)
    unit = make_unit(latest_return=time.fromisoformat(latest_return))
    assert find_duty_window(unit, shift, ZONE) == TimeWindow(0, int(end_h * HOUR_S))


def test_a_unit_that_has_to_return_as_soon_as_it_leaves_is_off_duty() -> None:
    unit = make_unit(latest_return=time(23, 44))
    assert find_duty_window(unit, make_own_shift(briefing_min=15), ZONE) is None
    assert find_duty_window(unit, make_own_shift(briefing_min=14), ZONE) is not None


def test_the_loops_and_stops_of_a_unit_are_those_of_its_duty() -> None:
    unit = make_unit(loops=3, max_stops=5)
    (duty,), _none = assign_duties([unit], make_own_shift(), ZONE)
    assert (duty.loops, duty.max_stops) == (3, 5)


def test_a_strict_unit_has_a_profile_of_its_own() -> None:
    units = [
        make_unit(jurisdiction=("Rejoso", "Kraton"), strict=strict) for strict in (True, False)
    ]
    duties, _none = assign_duties(units, make_own_shift(), ZONE)
    assert [duty.profile for duty in duties] == ["R4|Kraton,Rejoso", "R4"]
