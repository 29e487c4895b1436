"""A table that routeplan writes reads back as what it was written from."""

from __future__ import annotations

import string
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import openpyxl
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from routeplan.config import load_config
from routeplan.errors import InputError
from routeplan.hotspots.coordinates import Position
from routeplan.hotspots.readers import read_hotspots
from routeplan.hotspots.shapes import parse_geometry
from routeplan.hotspots.writers import write_hotspots
from routeplan.model import (
    LEVELS,
    PASARAN,
    VEHICLES,
    WEEKDAYS,
    ClockWindow,
    DayRule,
    Hotspot,
    Shape,
)
from routeplan.spreadsheets import escape_text, unescape_text

CONFIG = load_config()

# Text as a cell holds it: single spaces, nothing invisible.
texts = st.text(
    st.sampled_from(string.ascii_letters + string.digits + "éß漢\"'=+-@;,.#|\t "), min_size=1
).map(lambda text: " ".join(text.split())).filter(bool)  # fmt: skip
words = st.text(string.ascii_letters, min_size=1, max_size=8)
clocks = st.times().map(lambda moment: time(moment.hour, moment.minute))
windows = st.builds(ClockWindow, clocks, clocks).filter(lambda window: window.start != window.end)
rules = st.one_of(
    st.builds(DayRule, st.sampled_from(WEEKDAYS)),
    st.builds(DayRule, st.none(), st.sampled_from(PASARAN)),
    st.builds(DayRule, st.sampled_from(WEEKDAYS), st.sampled_from(PASARAN)),
)
dates = st.dates(date(2000, 1, 1), date(2023, 12, 31))
later_dates = st.dates(date(2024, 1, 1), date(2100, 1, 1))
# Workbooks keep 15 digits of a number.
degrees = st.integers(-90_000_000, 90_000_000).map(lambda n: n / 1e6)
corners = st.tuples(degrees, degrees)
drawn = st.one_of(
    st.lists(corners, min_size=2, max_size=4, unique=True).map(shapely.LineString),
    st.tuples(corners, corners)
    .filter(lambda pair: pair[0][0] != pair[1][0] and pair[0][1] != pair[1][1])
    .map(lambda pair: shapely.MultiPoint(pair).envelope),
).map(lambda geometry: parse_geometry(geometry.wkt))
# What a row may say of a place beside its degrees.
named = st.one_of(
    st.none(),
    st.builds(Shape, st.just("street"), street=texts, kecamatan=words),
    st.just(Shape("route")),
    st.builds(Shape, st.just("route"), to_lon=st.floats(91, 100), to_lat=st.floats(-1e-5, 1e-5)),
)


def give_shape(hotspot: Hotspot, place: Position | Shape | None, both: bool) -> Hotspot:
    """Return the hotspot with a shape that was drawn, or with one beside its own degrees."""
    if isinstance(place, Position):
        hotspot = replace(hotspot, lon=place.lon, lat=place.lat)
        place = place.shape
    is_road = place is not None and place.kind != "area"
    return replace(hotspot, shape=place, both_directions=is_road and both)


def give_duty(hotspot: Hotspot, duty: str) -> Hotspot:
    """Return the hotspot as required, forbidden, with an appointment, or as it is."""
    if duty == "appointment":  # one visit, to a place
        return replace(
            hotspot, appointment=time(9, 30), windows=(), visits=None, shape=None,
            both_directions=False,
        )  # fmt: skip
    return replace(hotspot, required=duty == "required", forbidden=duty == "forbidden")


plain = st.builds(
    Hotspot,
    id=texts, name=texts, category=st.sampled_from(sorted(CONFIG.categories)),
    lon=degrees, lat=degrees, level=st.sampled_from(LEVELS),
    weight=st.integers(0, 10_000).map(lambda n: n / 100), dwell_min=st.integers(1, 240),
    windows=st.lists(windows, max_size=3).map(tuple), days=st.lists(rules, max_size=3).map(tuple),
    valid_from=st.none() | dates, valid_to=st.none() | later_dates, unit=st.just("") | texts,
    access=st.lists(st.sampled_from(VEHICLES), unique=True).map(tuple),
    visits=st.none() | st.integers(1, 9), min_gap_min=st.none() | st.integers(1, 99),
    per_month=st.none() | st.integers(1, 30),
    programmes=st.lists(st.sampled_from(sorted(CONFIG.programmes)), max_size=2, unique=True).map(tuple),
    note=st.just("") | texts,
)  # fmt: skip
duties = st.sampled_from(["", "required", "forbidden", "appointment"])
hotspots = st.builds(give_duty, st.builds(give_shape, plain, drawn | named, st.booleans()), duties)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@given(written=st.lists(hotspots, min_size=1, max_size=3, unique_by=lambda hotspot: hotspot.id))
@settings(max_examples=30, deadline=None)
def test_a_written_table_reads_back_equal(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, written: list[Hotspot]
) -> None:
    path = tmp_path_factory.mktemp("tabel") / f"titik{suffix}"
    write_hotspots(path, written)
    read = read_hotspots(path, config=CONFIG)
    assert [replace(hotspot, row=None) for hotspot in read.hotspots] == written
    assert read.ignored_columns == ()


def test_a_shape_too_long_for_a_workbook_is_refused_and_csv_holds_it(tmp_path: Path) -> None:
    line = shapely.LineString([(113 + n / 1e4, -8 - n % 7 / 1e3) for n in range(3000)])
    place = parse_geometry(line.wkt)
    road = Hotspot("A1", "Jalan", "area_sepi", place.lon, place.lat, shape=place.shape)
    with pytest.raises(InputError, match=r"too long for a cell of a workbook\. Write a \.csv"):
        write_hotspots(tmp_path / "titik.xlsx", [road])
    write_hotspots(tmp_path / "titik.csv", [road])
    assert read_hotspots(tmp_path / "titik.csv", config=CONFIG).hotspots[0].shape == place.shape


@given(st.text())
def test_escaped_text_comes_back_and_is_never_computed(text: str) -> None:
    assert unescape_text(escape_text(text)) == text
    assert not escape_text(text).startswith(("=", "+", "-", "@"))


def test_a_name_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    evil = Hotspot("A1", '=HYPERLINK("http://x")', "pasar", 113.0, -8.0)
    write_hotspots(tmp_path / "titik.csv", [evil])
    assert "'=HYPERLINK" in (tmp_path / "titik.csv").read_text(encoding="utf-8-sig")
    write_hotspots(tmp_path / "titik.xlsx", [evil])
    cell = openpyxl.load_workbook(tmp_path / "titik.xlsx").active["B2"]
    assert (cell.data_type, cell.value) == ("s", evil.name)


def test_control_characters_of_a_name_do_not_break_the_workbook(tmp_path: Path) -> None:
    odd = Hotspot("A1", "Pasar\x07 Kunir", "pasar", 113.0, -8.0)
    write_hotspots(tmp_path / "titik.xlsx", [odd])
    (hotspot,) = read_hotspots(tmp_path / "titik.xlsx", config=CONFIG).hotspots
    assert hotspot.name == "Pasar Kunir"


def test_csv_is_written_as_indonesian_excel_opens_it(tmp_path: Path) -> None:
    write_hotspots(tmp_path / "titik.csv", [Hotspot("A1", "Pasar", "pasar", 113.5, -8.25)])
    assert (tmp_path / "titik.csv").read_bytes().decode("utf-8") == (
        "\ufeffID;Nama;Kategori;Lintang;Bujur;Tingkat kerawanan;Bobot;Durasi (menit)\r\n"
        "A1;Pasar;pasar;-8,25;113,5;rawan;1,0;12\r\n"
    )


def test_another_suffix_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\.csv, \.xlsx"):
        write_hotspots(tmp_path / "titik.ods", [])
