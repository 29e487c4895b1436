"""Single cells: spellings that are accepted, and that nothing but a fault comes of the rest."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routeplan.config import load_config
from routeplan.errors import InputError
from routeplan.hotspots import breaks, cells, closures, coordinates, moments, shapes
from routeplan.hotspots.calendar_files import read_calendar
from routeplan.hotspots.readers import read_hotspots
from routeplan.hotspots.units import read_units
from routeplan.model import ClockWindow, DayRule

CONFIG = load_config()

PARSERS: list[Callable[[Any], object]] = [
    cells.parse_text, cells.parse_number, cells.parse_not_negative, cells.parse_positive,
    cells.parse_count, cells.parse_level, cells.make_category_parser({"pasar": "Pasar"}),
    cells.parse_vehicle, cells.parse_vehicles, cells.parse_list, cells.parse_yes_no,
    breaks.parse_breaks, closures.parse_ways,
    moments.parse_date, moments.parse_clock, moments.parse_windows, moments.parse_days,
    coordinates.parse_lat_lon, shapes.parse_geometry,
]  # fmt: skip
values = st.one_of(
    st.text(), st.text("0123456789.,:;-/°'\"NSEWLUBT ()POINT"), st.integers(),
    st.just(10**400), st.floats(), st.booleans(), st.dates(), st.datetimes(), st.times(),
    st.timedeltas(),
)  # fmt: skip


@pytest.mark.parametrize("parse", PARSERS)
@given(value=values)
@settings(max_examples=150)
def test_whatever_a_cell_holds_it_is_read_or_told_as_a_fault(
    parse: Callable[[Any], object], value: object
) -> None:
    with suppress(cells.CellFault):
        parse(value)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
@settings(max_examples=100, deadline=None)
def test_whatever_a_file_holds_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    folder = tmp_path_factory.mktemp("fuzz")
    header = b"id;name;category;lat;lon;vehicle;base_lat;base_lon\n"
    for name in ("a.csv", "a.xlsx", "a.geojson", "a.kml"):
        for content in (data, header + data):
            (folder / name).write_bytes(content)
            with suppress(InputError):
                read_hotspots(folder / name, config=CONFIG)
            with suppress(InputError):
                read_units(folder / name, config=CONFIG)
            with suppress(InputError):
                closures.read_closures(folder / name, config=CONFIG)
            with suppress(InputError):
                read_calendar(folder / name, config=CONFIG)


@pytest.mark.parametrize(
    ("value", "number"),
    [("-8,2061", -8.2061), (" 1.5 ", 1.5), ("−8.2", -8.2), ("1e2", 100.0), (3, 3.0), ("8.5°", 8.5)],
)
def test_numbers_may_have_a_decimal_comma(value: str | int, number: float) -> None:
    assert cells.parse_number(value) == number


@pytest.mark.parametrize(
    "value",
    ["19:00", "19.00", "19", 19, "19:00:30", time(19, 0, 30), datetime(2024, 1, 1, 19), 19 / 24,
     timedelta(hours=19)],
)  # fmt: skip
def test_a_time_of_day_has_many_spellings(value: Any) -> None:
    assert moments.parse_clock(value) == time(19)


def test_a_count_beyond_all_measure_is_refused() -> None:
    assert cells.parse_count(1_000_000) == 1_000_000
    with pytest.raises(cells.CellFault, match="1e21 is too large"):
        cells.parse_count("1e21")


def test_seconds_of_a_time_of_day_do_not_count() -> None:
    for value in (datetime(1899, 12, 30, 19, 0, 45), time(19, 0, 45), "19:00:45"):
        assert moments.parse_clock(value) == time(19)


@pytest.mark.parametrize("value", ["24:00", "00.00", 0, 1.0, timedelta(days=1)])
def test_midnight_is_where_the_day_begins(value: Any) -> None:
    """A whole day, 1.0 to a spreadsheet, is midnight; the text "1" is one o'clock."""
    assert moments.parse_clock(value) == time(0)


@pytest.mark.parametrize(
    "text", ["19:00-22:00", "19.00 - 22.00", "19:00–22:00", "19.00 s/d 22.00", "19 sampai 22"]
)
def test_a_window_has_many_spellings(text: str) -> None:
    assert moments.parse_windows(text) == (ClockWindow(time(19), time(22)),)


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Sabtu Legi", (DayRule("Sabtu", "Legi"),)),
        ("legi sabtu", (DayRule("Sabtu", "Legi"),)),
        ("Sabtu; Legi", (DayRule("Sabtu"), DayRule(pasaran="Legi"))),
        ("Monday, Paing", (DayRule("Senin"), DayRule(pasaran="Pahing"))),
        ("Jum'at;Ahad", (DayRule("Jumat"), DayRule("Minggu"))),
    ],
)
def test_days_side_by_side_mean_both_and_between_separators_either(
    text: str, rules: tuple[DayRule, ...]
) -> None:
    assert moments.parse_days(text) == rules


@pytest.mark.parametrize(
    "value",
    ["2024-11-27", "27/11/2024", "27-11-2024", "27.11.2024", "2024/11/27", date(2024, 11, 27),
     datetime(2024, 11, 27, 5), "2024-11-27 00:00:00"],
)  # fmt: skip
def test_a_date_has_many_spellings_with_the_day_first(value: Any) -> None:
    assert moments.parse_date(value) == date(2024, 11, 27)


@pytest.mark.parametrize("value", ["ya", "Y", "YES", "benar", 1, 1.0, True, "1"])
def test_yes_has_many_spellings(value: Any) -> None:
    assert cells.parse_yes_no(value)


@pytest.mark.parametrize("value", ["tidak", "no", "Salah", 0, 0.0, False, "0"])
def test_no_has_many_spellings(value: Any) -> None:
    assert not cells.parse_yes_no(value)


def test_a_level_that_is_a_number_is_told_apart_from_a_misspelt_one() -> None:
    with pytest.raises(cells.CellFault) as caught:
        cells.parse_level(3)
    assert caught.value.problem == "3 is no level: levels are words."
    assert caught.value.remedy == "Known: aman, rawan, sangat_rawan."


@pytest.mark.parametrize("text", ["R2; kaki", "r2,jalan kaki", "Motor; foot; R2"])
def test_vehicles_of_a_list_are_named_once(text: str) -> None:
    assert cells.parse_vehicles(text) == ("R2", "foot")
