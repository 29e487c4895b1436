"""Weekdays, market days, and the days on which a hotspot matters."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routeplan.hotspots.calendar import is_valid_on, matches_days
from routeplan.model import DayRule, Hotspot, find_pasaran, find_weekday

INDEPENDENCE = date(1945, 8, 17)


def test_independence_was_declared_on_jumat_legi() -> None:
    assert (find_weekday(INDEPENDENCE), find_pasaran(INDEPENDENCE)) == ("Jumat", "Legi")


def test_the_market_week_runs_legi_pahing_pon_wage_kliwon_in_both_directions() -> None:
    days = [find_pasaran(INDEPENDENCE + timedelta(days=n)) for n in range(-1, 6)]
    assert days == ["Kliwon", "Legi", "Pahing", "Pon", "Wage", "Kliwon", "Legi"]


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)))
def test_weekday_and_market_day_meet_again_after_35_days(day: date) -> None:
    later = day + timedelta(days=35)
    assert (find_weekday(later), find_pasaran(later)) == (find_weekday(day), find_pasaran(day))


@pytest.mark.parametrize(
    ("rules", "matches"),
    [
        ((), True),
        ((DayRule("Jumat"),), True),
        ((DayRule(pasaran="Legi"),), True),
        ((DayRule("Jumat", "Legi"),), True),
        ((DayRule("Jumat", "Pon"),), False),
        ((DayRule("Sabtu", "Legi"),), False),
        ((DayRule("Senin"), DayRule(pasaran="Legi")), True),
        ((DayRule("Senin"), DayRule("Selasa")), False),
    ],
)
def test_both_parts_of_a_rule_must_hold_and_one_rule_is_enough(
    rules: tuple[DayRule, ...], matches: bool
) -> None:
    assert matches_days(rules, INDEPENDENCE) is matches


def test_the_first_and_the_last_date_are_both_included() -> None:
    hotspot = Hotspot(
        "A", "A", "pasar", 113.0, -8.0, valid_from=date(2024, 9, 25), valid_to=date(2024, 11, 23)
    )
    days = [date(2024, 9, 24), date(2024, 9, 25), date(2024, 11, 23), date(2024, 11, 24)]
    assert [is_valid_on(hotspot, day) for day in days] == [False, True, True, False]


def test_a_hotspot_without_dates_always_matters() -> None:
    assert is_valid_on(Hotspot("A", "A", "pasar", 113.0, -8.0), INDEPENDENCE)
