"""The shifts of a roster, days off as they are written, and units that nobody knows."""

from __future__ import annotations

from datetime import date

import pytest
from shift_inputs import make_unit

from routeplan.config import find_days_off, load_config
from routeplan.config.days import parse_days_off
from routeplan.errors import InputError, InputFaults
from routeplan.model import DayRule
from routeplan.planning.roster.dates import list_days, list_days_off, list_shifts, resolve_units

FRIDAY = date(2024, 11, 1)


def test_all_shifts_of_the_settings_come_in_the_order_of_their_starts() -> None:
    shifts = list_shifts(load_config(), FRIDAY, 2)
    assert [(shift.date.day, shift.name) for shift in shifts] == [
        (1, "pagi"), (1, "siang"), (1, "malam"), (2, "pagi"), (2, "siang"), (2, "malam"),
    ]  # fmt: skip


def test_only_the_shifts_named_for_rosters_are_worked_whatever_their_order() -> None:
    config = load_config(overrides={"roster": {"shifts": ("malam", "pagi")}})
    shifts = list_shifts(config, FRIDAY, 1)
    assert [shift.name for shift in shifts] == ["pagi", "malam"]


def test_two_shifts_of_a_day_that_share_a_folder_are_refused() -> None:
    """``Pagi 1`` and ``pagi-1`` are one folder where capitals do not count."""
    hours = {"start": "07:00", "end": "11:00"}
    config = load_config(overrides={"shifts": {"Pagi 1": hours, "pagi-1": hours}})
    with pytest.raises(InputError, match="Pagi 1 and pagi-1 have the same folder"):
        list_shifts(config, FRIDAY, 2)


@pytest.mark.parametrize("days", [0, -1, 93])
def test_a_roster_has_some_days_and_not_more_than_a_quarter_of_a_year(days: int) -> None:
    with pytest.raises(InputError, match="1 to 92 days"):
        list_shifts(load_config(), FRIDAY, days)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Minggu", DayRule("Minggu")),
        ("Legi", DayRule(None, "Legi")),
        ("Sabtu Legi", DayRule("Sabtu", "Legi")),
        ("2024-11-27", (date(2024, 11, 27), date(2024, 11, 27))),
        ("2024-11-11..2024-11-14", (date(2024, 11, 11), date(2024, 11, 14))),
        ("2024-11-11 .. 2024-11-14", (date(2024, 11, 11), date(2024, 11, 14))),
    ],
)
def test_days_off_are_rules_dates_and_spans(text: str, meant: object) -> None:
    assert parse_days_off(text) == meant


@pytest.mark.parametrize(
    "text", ["", "Sunday", "Senin Selasa", "Sabtu Legi Pon", "2024-11-14..2024-11-11", "31-12-2024"]
)
def test_what_is_no_day_off_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_days_off(text)


def test_a_day_is_off_by_any_of_the_texts() -> None:
    # 1 November 2024 is a Friday and Pahing; the Sunday after it is the 3rd
    days = list_days(FRIDAY, 7)
    off = find_days_off(("Minggu", "2024-11-05..2024-11-06"), days)
    assert [day.day for day in off] == [3, 5, 6]


def test_a_wrong_day_off_is_named_with_its_setting() -> None:
    with pytest.raises(InputFaults, match=r"roster.units.U1.days_off.*Sunday.*Minggu"):
        load_config(overrides={"roster": {"units": {"U1": {"days_off": ("Sunday",)}}}})


def test_shifts_of_rosters_that_nobody_knows_are_named() -> None:
    rules = {"shifts": ("malem",), "least_units": {"siang": 1, "sore": 2}}
    with pytest.raises(InputFaults) as caught:
        load_config(overrides={"roster": rules})
    settings = [fault.setting for fault in caught.value.faults]
    assert settings == ["roster.shifts", "roster.least_units"]


def test_units_are_found_by_id_and_by_name_and_unknown_ones_are_all_told() -> None:
    units = [make_unit("A"), make_unit("B")]
    rules = {"Regu A": {"days_off": ("Minggu",)}, "B": {}}
    config = load_config(overrides={"roster": {"units": rules}})
    assert resolve_units(config, units) == {"A": "Regu A", "B": "B"}
    assert [item.unit_id for item in list_days_off(config, units, list_days(FRIDAY, 7))] == ["A"]
    wrong = load_config(overrides={"roster": {"units": {"C": {}, "D": {}, "A": {}, "Regu A": {}}}})
    with pytest.raises(InputFaults) as caught:
        resolve_units(wrong, units)
    assert [fault.setting for fault in caught.value.faults] == [
        "roster.units.C", "roster.units.D", "roster.units.Regu A",
    ]  # fmt: skip
