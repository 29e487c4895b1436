"""The CSV files of a plan, read back: Excel's marks of each language, text that stays text."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import datetime

import pandas as pd
import pytest
from patrol_plan import make_patrol_plan
from plan_examples import NASTY_NAMES, make_plan_example

from routeplan.export import WRITERS, ExportOptions
from routeplan.i18n import use_language
from routeplan.model import Plan
from routeplan.wording import describe_unvisited

DELIMITERS = {"id": ";", "en": ","}
NAMES = ["stops.csv", "hotspots.csv", "not-visited.csv"]


def write(plan: Plan, language: str = "en") -> dict[str, bytes]:
    with use_language(language):
        return {file.name: file.data for file in WRITERS["csv"](plan, ExportOptions())}


def read(data: bytes, language: str = "en") -> list[list[str]]:
    text = io.StringIO(data.decode("utf-8-sig"), newline="")
    return list(csv.reader(text, delimiter=DELIMITERS[language], strict=True))


def read_records(data: bytes) -> list[dict[str, str]]:
    header, *rows = read(data)
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def plan() -> Plan:
    return make_patrol_plan()


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_row_has_a_cell_for_each_header(plan: Plan, language: str) -> None:
    files = write(plan, language)
    assert list(files) == NAMES
    for data in files.values():
        assert data.startswith(b"\xef\xbb\xbf"), "by its mark Excel knows UTF-8"
        header, *rows = read(data, language)
        assert rows
        assert {len(row) for row in rows} == {len(header)}
        assert len(set(header)) == len(header)


def test_times_and_places_of_all_stops_are_those_of_the_plan(plan: Plan) -> None:
    rows = read_records(write(plan)["stops.csv"])
    stops = [stop for loop in plan.loops for stop in loop.stops]
    assert len(rows) == len(stops)
    for row, stop in zip(rows, stops, strict=True):
        assert datetime.fromisoformat(row["Arrives (WIB)"]) == stop.arrive.replace(tzinfo=None)
        assert datetime.fromisoformat(row["Leaves (WIB)"]) == stop.depart.replace(tzinfo=None)
        assert row["Date"] == stop.arrive.date().isoformat()
        assert (float(row["Longitude"]), float(row["Latitude"])) == (stop.lon, stop.lat)


@pytest.mark.parametrize(("language", "decimal"), [("id", ","), ("en", ".")])
def test_pandas_reads_the_same_numbers_in_both_languages(
    plan: Plan, language: str, decimal: str
) -> None:
    data = write(plan, language)["stops.csv"]
    table = pd.read_csv(
        io.BytesIO(data), sep=DELIMITERS[language], decimal=decimal, encoding="utf-8-sig",
    )  # fmt: skip
    stops = [stop for loop in plan.loops for stop in loop.stops]
    assert list(table.iloc[:, -3]) == pytest.approx([stop.lon for stop in stops])
    assert list(table.iloc[:, -2]) == pytest.approx([stop.lat for stop in stops])


def test_numbers_in_indonesian_have_a_decimal_comma() -> None:
    # The plan's bases lie at 113.1, -8.2.
    first = read(write(make_plan_example(), "id")["stops.csv"], "id")[1]
    assert first[-3:-1] == ["113,1", "-8,2"]


def test_text_that_could_be_computed_begins_with_an_apostrophe_and_numbers_do_not() -> None:
    files = write(make_plan_example())
    names = [row["Name"] for row in read_records(files["stops.csv"]) if row["No."]]
    assert names[-1] == "'=HYPERLINK(0)"
    for data in files.values():
        for row in read(data):
            computed = [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
            assert all(float(cell) < 0 for cell in computed), "only negative numbers begin so"


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t=", "\r=", "\n="])
def test_no_beginning_slips_through(first: str) -> None:
    example = make_plan_example()
    named = replace(example.units[0], name=f"{first}1+cmd|' /C calc'!A0")
    rows = read_records(write(replace(example, units=(named, *example.units[1:])))["stops.csv"])
    assert rows[0]["Unit"] == f"'{first.strip()}1+cmd|' /C calc'!A0"


def test_names_with_separators_quotes_and_line_breaks_stay_in_their_cell() -> None:
    for language in DELIMITERS:
        header, *rows = read(write(make_plan_example(), language)["stops.csv"], language)
        column = 8
        names = [row[column] for row in rows if row[1]]
        expected = ["\n".join(name.splitlines()) for name in NASTY_NAMES[:-1]]
        assert [name.split() for name in names[:-1]] == [name.split() for name in expected]
        assert names[3] == "two\nlines\nand\none more"
        assert len(header) == len(rows[0])


def test_what_is_not_visited_has_its_reason_in_words() -> None:
    plan = make_plan_example()
    rows = read_records(write(plan)["not-visited.csv"])
    with use_language("en"):
        reasons = [describe_unvisited(item, units=plan.units) for item in plan.unvisited]
    assert [row["Reason"] for row in rows] == reasons


def test_every_row_tells_the_source_and_that_it_is_a_sample() -> None:
    for kind, words in (("sample", "SAMPLE NETWORK"), ("real", "OpenStreetMap contributors, ODbL")):
        for data in write(make_plan_example(kind=kind)).values():
            assert all(words in row["Source"] for row in read_records(data))


def test_the_same_plan_gives_the_same_bytes(plan: Plan) -> None:
    assert write(plan) == write(plan)
