"""The workbook of a plan, read back: times, places and texts as in the plan, set up for print."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from patrol_plan import make_patrol_plan
from plan_examples import NASTY_NAMES, make_plan_example

from routeplan.export import WRITERS, ExportOptions
from routeplan.i18n import use_language
from routeplan.model import Plan
from routeplan.wording import describe_unvisited, sample_warning

Sheet = Any


def write(plan: Plan, language: str = "en") -> bytes:
    with use_language(language):
        (file,) = WRITERS["xlsx"](plan, ExportOptions())
    assert file.name == "tables.xlsx"
    return file.data


def read(plan: Plan, language: str = "en") -> Any:
    return openpyxl.load_workbook(io.BytesIO(write(plan, language)))


def read_records(sheet: Sheet) -> list[dict[str, Any]]:
    """Return the rows below the header, values by the names of their columns."""
    header, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def rename_first(plan: Plan, name: str) -> Plan:
    """Return a plan in which the first stop away from a base is called `name`."""
    loop = plan.loops[0]
    stops = (loop.stops[0], replace(loop.stops[1], name=name), *loop.stops[2:])
    return replace(plan, loops=(replace(loop, stops=stops), *plan.loops[1:]))


@pytest.fixture(scope="module")
def plan() -> Plan:
    return make_patrol_plan()


@pytest.fixture(scope="module")
def book(plan: Plan) -> Any:
    return read(plan)


def test_there_is_a_sheet_for_each_table(book: Any) -> None:
    assert book.sheetnames == ["Summary", "Schedule", "Units", "Hotspots", "Not visited"]


@pytest.mark.parametrize("language", ["id", "en"])
def test_titles_and_headers_are_told_apart_in_both_languages(plan: Plan, language: str) -> None:
    book = read(plan, language)
    assert all(len(title) <= 31 for title in book.sheetnames)
    for sheet in book.worksheets[1:]:
        headers = [cell.value for cell in sheet[1]]
        assert all(headers)
        assert len(set(headers)) == len(headers)


def test_times_and_places_of_all_stops_are_those_of_the_plan(plan: Plan, book: Any) -> None:
    rows = read_records(book["Schedule"])
    stops = [stop for loop in plan.loops for stop in loop.stops]
    assert len(rows) == len(stops)
    for row, stop in zip(rows, stops, strict=True):
        assert row["Arrives (WIB)"] == stop.arrive.replace(tzinfo=None)
        assert row["Leaves (WIB)"] == stop.depart.replace(tzinfo=None)
        assert row["Date"].date() == stop.arrive.date()
        # A workbook holds 16 digits.
        assert row["Longitude"] == pytest.approx(stop.lon, abs=1e-12)
        assert row["Latitude"] == pytest.approx(stop.lat, abs=1e-12)


def test_times_are_shown_with_their_seconds(book: Any) -> None:
    column = [cell.value for cell in book["Schedule"][1]].index("Arrives (WIB)") + 1
    cell = book["Schedule"].cell(2, column)
    assert cell.is_date
    assert cell.number_format == "hh:mm:ss"


def test_kilometres_of_the_stops_sum_up_to_the_loop(plan: Plan, book: Any) -> None:
    names = {unit.id: unit.name for unit in plan.units}
    rows = read_records(book["Schedule"])
    for loop in plan.loops:
        own = [row for row in rows if row["Unit"] == names[loop.unit_id]]
        driven = sum((row["Drive to it, km"] or 0) + (row["Drive in it, km"] or 0) for row in own)
        assert driven == pytest.approx(loop.metres / 1000)
        (unit,) = [row for row in read_records(book["Units"]) if row["Unit"] == own[0]["Unit"]]
        assert unit["Distance, km"] == pytest.approx(driven)
        assert unit["Visits"] == len(loop.visits)
        assert [row["No."] for row in own if row["No."]] == list(range(1, len(loop.visits) + 1))


def test_hotspots_tell_visits_and_gaps_the_riskiest_first(plan: Plan, book: Any) -> None:
    rows = read_records(book["Hotspots"])
    assert [row["Risk"] for row in rows] == sorted((r.risk for r in plan.hotspots), reverse=True)
    by_id = {row["Id"]: row for row in rows}
    for item in plan.coverage:
        row = by_id[item.hotspot_id]
        assert (row["Visits"], row["Visits wished for"]) == (item.visits, item.wished)
        assert row["Longest gap, min"] == pytest.approx(item.longest_gap_s / 60)


def test_the_factors_of_a_risk_are_told_as_a_product(plan: Plan, book: Any) -> None:
    rated = next(rated for rated in plan.hotspots if rated.factors)
    row = next(row for row in read_records(book["Hotspots"]) if row["Id"] == rated.hotspot.id)
    assert row["Factors of the risk"].count(" × ") == len(rated.factors) - 1
    assert row["Factors of the risk"].startswith(f"{rated.factors[0].value:.2f}")


def test_what_is_not_visited_has_its_reason_in_words() -> None:
    plan = make_plan_example()
    rows = read_records(read(plan)["Not visited"])
    with use_language("en"):
        reasons = [describe_unvisited(item, units=plan.units) for item in plan.unvisited]
    assert [row["Reason"] for row in rows] == reasons
    assert [row["Id"] for row in rows] == [item.hotspot_id for item in plan.unvisited]


def test_nasty_names_are_text_and_nothing_is_a_formula() -> None:
    book = read(make_plan_example())
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds == {"s", "n", "d"}
    names = [row["Name"] for row in read_records(book["Schedule"]) if row["No."]]
    lines = ["\n".join(name.replace("\r", "").splitlines()) for name in NASTY_NAMES]
    assert names == lines
    (formula,) = [
        cell
        for row in book["Schedule"].iter_rows()
        for cell in row
        if cell.value == "=HYPERLINK(0)"
    ]
    assert formula.quotePrefix, "Excel would make a formula of it once somebody edits the cell"


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t=", "\r@"])
def test_text_that_could_be_computed_is_text(first: str) -> None:
    book = read(rename_first(make_plan_example(), f"{first}1+1"))
    row = read_records(book["Schedule"])[1]
    assert row["Name"] == f"{first.strip()}1+1"


def test_letters_that_no_workbook_can_hold_are_left_out() -> None:
    name = "Pasar\x00 \x0b\x1f\ud800Kunir\ufffe\u202e"
    row = read_records(read(rename_first(make_plan_example(), name))["Schedule"])[1]
    assert row["Name"].split() == ["Pasar", "Kunir"]


def test_a_text_too_long_for_a_cell_is_cut_visibly() -> None:
    row = read_records(read(rename_first(make_plan_example(), 40_000 * "x"))["Schedule"])[1]
    assert row["Name"] == 32_766 * "x" + "…"


def test_sheets_can_be_filtered_and_printed(book: Any) -> None:
    for sheet in book.worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert int(sheet.page_setup.paperSize) == 9, "A4"
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddFooter.right.text == "Page &P of &N"
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.print_title_rows == "$1:$1"


def test_a_row_is_as_high_as_its_longest_text_needs() -> None:
    sheet = read(make_plan_example())["Schedule"]
    long = next(row[0].row for row in sheet.iter_rows() if row[8].value == NASTY_NAMES[2].strip())
    # 300 letters in a column of 34.
    assert sheet.row_dimensions[long].height > 9 * 14
    assert sheet.row_dimensions[2].height < 2 * 14 * 2


def test_source_and_warning_stand_on_every_printed_page() -> None:
    for sheet in read(make_plan_example(kind="sample")).worksheets:
        with use_language("en"):
            assert sample_warning() in sheet.oddHeader.left.text
    for sheet in read(make_plan_example()).worksheets:
        assert "OpenStreetMap contributors, ODbL" in sheet.oddFooter.left.text


def test_the_summary_warns_of_a_sample_and_tells_the_figures() -> None:
    rows = list(read(make_plan_example(kind="sample"))["Summary"].iter_rows(values_only=True))
    assert ("SAMPLE NETWORK - not for operations", None) in rows
    assert ("Hotspots visited", "6 of 18") in rows
    assert rows[0][0] == "Patrol plan: Polres Contoh"


def test_an_ampersand_in_the_name_of_an_area_is_no_code_of_the_header() -> None:
    example = make_plan_example()
    data = write(replace(example, area=replace(example.area, title="A & B" + 300 * "x")))
    with ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    header = sheet.partition("<oddHeader>")[2].partition("</oddHeader>")[0]
    assert "A &amp;&amp; Bxxx" in header
    assert len(header.replace("&amp;", "&")) <= 255


def test_the_same_plan_gives_the_same_bytes_with_the_moment_of_the_shift(plan: Plan) -> None:
    data = write(plan)
    assert data == write(plan)
    with ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    book = openpyxl.load_workbook(io.BytesIO(data))
    start = plan.shift.start.astimezone(tz=None).timestamp()
    for moment in (book.properties.created, book.properties.modified):
        assert (moment - datetime(1970, 1, 1)).total_seconds() == start
