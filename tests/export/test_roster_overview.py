"""The files of a roster's overview: safe, the same twice, true to the roster, in both languages."""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from other_letters import find_untranslated, list_known, speak_other_letters
from output_texts import list_formula_cells, normalise, read_page, read_text, read_texts
from patrol_plan import make_patrol_plan
from PIL import Image
from plan_examples import NASTY_NAMES
from roster_example import (
    DAYS,
    FIRST,
    KECAMATAN,
    NEVER,
    NIGHT,
    PHASE,
    RosterExample,
    make_roster_example,
)

from routeplan.export import WRITERS, ExportFile, ExportOptions
from routeplan.export.content.month_hours import Outcome, Outcomes
from routeplan.export.roster import RosterReader, make_coverage, make_overview
from routeplan.export.roster.calendar import abbreviate_names
from routeplan.export.roster.duties import make_duties
from routeplan.export.roster.page import SCRIPTS, STYLES, render_overview
from routeplan.export.roster.workbook import make_workbook
from routeplan.i18n import use_language
from routeplan.model import Plan
from routeplan.wording import sample_warning

CREDIT = "© OpenStreetMap contributors, ODbL"
TEXTS = ("index.html", "roster.xlsx", "duty-1.ics")


@cache
def make(kind: Any = "real", planned: int | None = None) -> dict[str, ExportFile]:
    """Return the files of the example's overview by their names, made once for all tests."""
    example = make_roster_example(kind=kind, planned=planned)
    with use_language("en"):
        files = list(make_overview(example.roster, iter(example.plans)))
    assert len({file.name for file in files}) == len(files)
    return {file.name: file for file in files}


def read_data(file: ExportFile) -> Any:
    (data,) = read_page(file.data.decode("utf-8"))[1]
    return data


def open_book(file: ExportFile) -> Any:
    return openpyxl.load_workbook(io.BytesIO(file.data))


@pytest.fixture(scope="module")
def example() -> RosterExample:
    return make_roster_example()


@pytest.fixture(scope="module")
def page() -> str:
    return make()["index.html"].data.decode("utf-8")


@pytest.fixture(scope="module")
def book() -> Any:
    return open_book(make()["roster.xlsx"])


# ------------------------------------------------------------------------------------- all files


def test_there_is_a_page_a_workbook_pictures_and_a_calendar_of_each_unit() -> None:
    assert list(make()) == [
        "index.html", "roster.xlsx", "coverage-hours.png", "coverage-kecamatan.png",
        "coverage-category.png", "duty-1.ics", "duty-2.ics", "duty-3.ics",
    ]  # fmt: skip
    assert all(re.fullmatch(r"[a-z][a-z0-9-]{1,30}\.[a-z]{3,4}", name) for name in make())


def test_the_same_roster_gives_the_same_bytes() -> None:
    again = make_roster_example()
    with use_language("en"):
        files = list(make_overview(again.roster, iter(again.plans)))
    assert [file.name for file in files if file != make()[file.name]] == []


def test_plans_are_gone_through_once_and_one_after_the_other(example: RosterExample) -> None:
    taken: list[int] = []

    def iterate() -> Iterator[Plan]:
        for plan in example.plans:
            taken.append(plan.seed)
            yield plan

    with use_language("en"):
        next(iter(make_overview(example.roster, iterate())))
    assert taken == list(range(8))


@pytest.mark.parametrize("name", TEXTS)
def test_nasty_names_are_there_as_text(name: str) -> None:
    text = read_text(make()[name])
    names = NASTY_NAMES if name != "duty-1.ics" else ()
    assert [spot for spot in (*names, NIGHT) if normalise(spot) not in text] == []


def test_no_cell_is_a_formula() -> None:
    assert list_formula_cells(make()["roster.xlsx"]) == []


@pytest.mark.parametrize("name", TEXTS)
def test_files_name_their_source_and_whether_it_is_a_sample(name: str) -> None:
    real, sample = read_text(make()[name]), read_text(make("sample", 3)[name])
    with use_language("en"):
        warning = sample_warning()
    assert CREDIT in real
    assert "contoh.osm.pbf" in real
    assert warning not in real
    assert warning in sample
    if name != "index.html":  # its script has the words at hand, for maps of real roads
        assert CREDIT not in sample


@pytest.mark.parametrize(("planned", "language"), [(0, "id"), (3, "en"), (None, "id")])
def test_an_unfinished_roster_has_an_overview_too(planned: int | None, language: str) -> None:
    example = make_roster_example(planned=planned)
    reader = RosterReader(example.roster)
    with use_language(language):
        page = render_overview(reader, example.plans)
        assert bool(list(make_workbook(reader)))
    (data,) = read_page(page)[1]
    assert len(data["shifts"]) == (8 if planned is None else planned)
    text = " ".join(read_page(page)[0])
    words = {"id": "Jalankan lagi", "en": "Run the same command again"}[language]
    assert (words in text) == (planned is not None)


@pytest.mark.parametrize("planned", [0, None])
def test_files_hold_no_word_that_is_not_translated(
    planned: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether nothing or all is planned; pictures hold the same words."""
    speak_other_letters(monkeypatch)
    example = make_roster_example(kind="sample", planned=planned)
    days = {"Wed", "Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Nov"}
    typed = {"plan", "json", "EN", "PUBLISH", "export", "to", "html", "pdf", "xlsx"}
    kinds = {"base", "dwell", "pass", "sweep", "break", "meeting"}
    shortened = {"M", "P", "lai"}
    own = {word for plan in example.plans for word in list_known(plan)}
    known = list_known(example.roster) | own | days | typed | kinds | shortened
    leaks = set()
    reader = RosterReader(example.roster)
    page = render_overview(reader, example.plans).encode("utf-8")
    files = [ExportFile("index.html", page, ""), *make_workbook(reader), *make_duties(reader)]
    for file in files:
        for text in (file.title, *read_texts(file)):
            leaks |= {(word, text[:90]) for word in find_untranslated(text, known)}
    assert leaks == set()


# -------------------------------------------------------------------------------------- the page


def test_the_calendar_begins_on_the_weekday_of_the_first_date(page: str) -> None:
    days = re.findall(r'<li class="rp-day"([^>]*)>.*?<time datetime="([\d-]+)"', page, re.DOTALL)
    assert [day for _style, day in days] == [
        "2024-11-20", "2024-11-21", "2024-11-22", "2024-11-23",
    ]  # fmt: skip
    assert "grid-column-start: 3" in days[0][0]  # a Wednesday
    assert all("style" not in style for style, _day in days[1:])
    assert re.findall(r"<small>(\w+)</small>", page) == ["Legi", "Pahing", "Pon", "Wage"]


def test_a_phase_is_named_with_its_dates_and_on_the_day_on_which_it_begins(page: str) -> None:
    name = html.escape(PHASE)
    assert page.count(f'<p class="rp-phase">{name}</p>') == 1
    assert f"{name} (22 Nov – 23 Nov)" in page


def test_every_shift_has_its_units_visits_and_kilometres(page: str, example: RosterExample) -> None:
    entries = page.split('<button class="rp-watch"')[1:]
    assert len(entries) == 2 * DAYS
    for entry, planned in zip(entries, example.roster.shifts, strict=True):
        shown = entry.partition("</button>")[0]
        assert re.findall(r">(r\d)</span>", shown) == list(planned.units)
        assert f"4 visits · {planned.metres / 1000:.1f} km" in shown
    assert "1 required not kept" in entries[0]
    assert "required not kept" not in entries[1]
    assert page.count("day off: r1") == 1


def test_the_map_draws_the_loops_of_every_shift(example: RosterExample, page: str) -> None:
    data = read_data(make()["index.html"])
    assert [len(shift["units"]) for shift in data["shifts"]] == [2] * 8
    names = {data["titles"][0], *data["titles"]}
    stops = {stop.name for plan in example.plans for loop in plan.loops for stop in loop.stops}
    assert {name.partition(",")[0] for name in stops} <= {n.partition(",")[0] for n in names}
    # The ways of one unit are the same in all shifts: they are told once.
    legs = sum(len(loop.legs) for plan in example.plans for loop in plan.loops)
    assert len(data["ways"]) < legs / 4
    assert "onclick" not in page
    assert page.count("Content-Security-Policy") == 1


def test_each_shift_links_to_its_folder_percent_encoded(example: RosterExample) -> None:
    data = read_data(make()["index.html"])
    assert [shift["folder"] for shift in data["shifts"]] == [
        f"./{planned.plan.removesuffix('/plan.json')}/" for planned in example.roster.shifts
    ]
    odd = replace(example.roster.shifts[0], plan='a b/"javascript:x"/plan.json')
    roster = replace(example.roster, shifts=(odd,), figures=None)
    (data,) = read_page(render_overview(RosterReader(roster), example.plans[:1]))[1]
    assert data["shifts"][0]["folder"] == "./a%20b/%22javascript%3Ax%22/"


def test_what_can_never_be_is_named_with_its_reason(page: str) -> None:
    text = normalise(" ".join(read_page(page)[0]))
    assert "Met: 1 of 3. Not met: 1. Impossible: 1." in text
    assert "TPS terpencil" in text
    assert "None of the vehicles on shift can get there: car (R4), motorcycle (R2)." in text
    assert "0.0 of 1 visits: the shifts had no time left for more." in text


def test_figures_stand_beside_the_best_plans_with_what_they_mean(page: str) -> None:
    text = normalise(" ".join(read_page(page)[0]))
    assert "Worth kept 93.8% 100.0%" in text  # 30 of 32 in each shift
    assert "Streets of the last 7 days 50.0%" in text
    assert "the price of not being foretold" in text


def test_every_class_of_the_style_is_used_and_every_class_of_the_page_does_something() -> None:
    assets = resources.files("routeplan.export.webmap").joinpath("assets")
    style, template, scripts = (
        "".join(assets.joinpath(name).read_text(encoding="utf-8") for name in names)
        for names in (("roster.css",), ("roster.html",), SCRIPTS)
    )
    shared = "".join(assets.joinpath(name).read_text(encoding="utf-8") for name in STYLES)
    styled = set(re.findall(r"\.(rp-[\w-]+)", style))
    scripted = set(re.findall(r"\brp-[\w-]+", scripts))
    written = set(re.findall(r"\brp-[\w-]+", template))
    assert styled <= written | scripted
    classes = {
        name for names in re.findall(r'class="([^"{]*)"', template) for name in names.split()
    }
    assert classes <= set(re.findall(r"\.(rp-[\w-]+)", shared)) | scripted


def test_names_of_shifts_are_abbreviated_so_that_they_stay_apart() -> None:
    assert abbreviate_names(("pagi", "siang", "malam")) == {"pagi": "P", "siang": "S", "malam": "M"}
    assert abbreviate_names(("pagi", "petang")) == {"pagi": "PA", "petang": "PE"}
    assert abbreviate_names(("malam", "malam 2")) == {"malam": "MALAM", "malam 2": "MALAM "}
    assert abbreviate_names(("malam",)) == {"malam": "M"}


# ---------------------------------------------------------------------------------- the workbook


def read_records(sheet: Any) -> list[dict[str, Any]]:
    header, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_the_workbook_has_a_sheet_for_each_table(book: Any) -> None:
    assert book.sheetnames == [
        "Schedule", "Shifts", "Visits", "Units", "Monthly minimums", "Hotspots", "By kecamatan",
        "By category", "By level", "By hour", "Predictability",
    ]  # fmt: skip
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref
    assert all(sheet.page_setup.fitToWidth == 1 for sheet in book.worksheets)


def test_the_schedule_shows_who_works_when(book: Any) -> None:
    rows = list(book["Schedule"].iter_rows(values_only=True))
    head = next(row for row in rows if row[0] == "Unit")
    assert [cell.date() for cell in head[1 : 1 + DAYS]] == [
        date(2024, 11, 20 + n) for n in range(DAYS)
    ]
    assert head[1 + DAYS :] == ("pagi", NIGHT, "Shifts", "Hours on duty", "Days off")
    units = {row[0]: row[1:] for row in rows[rows.index(head) + 1 :] if row[1] or row[2]}
    # Unit n is missing in the shifts n, n + 3, n + 6 of eight.
    assert units["Regu 1"] == (NIGHT, "pagi", f"pagi {NIGHT}", NIGHT, 2, 3, 5, 40, 0)
    assert units["Regu <b>2</b>"][:4] == ("pagi", f"pagi {NIGHT}", NIGHT, "pagi")
    assert units["Regu 3"][4:] == (3, 3, 6, 48, 0)


def test_a_day_off_without_a_shift_is_written_as_such() -> None:
    example = make_roster_example()
    watches = tuple(
        watch
        if watch.shift.date != date(2024, 11, 21)
        else replace(watch, units=tuple(name for name in watch.units if name != "r1"))
        for watch in example.roster.watches
    )
    with use_language("en"):
        (file,) = make_workbook(RosterReader(replace(example.roster, watches=watches)))
    rows = {row[0]: row for row in open_book(file)["Schedule"].iter_rows(values_only=True)}
    assert rows["Regu <b>2</b>"][2] == "off"


def test_dates_times_and_numbers_are_such(book: Any, example: RosterExample) -> None:
    first = read_records(book["Shifts"])[0]
    assert first["Date"] == datetime(2024, 11, 20)
    assert first["Begins"] == datetime(2024, 11, 20, 7)
    assert (first["Weekday"], first["Market day"], first["Visits"]) == ("Wednesday", "Legi", 4)
    assert first["Worth kept of the best plan"] == 30 / 32
    assert first["Chance of the plan drawn"] == 0.25
    assert first["Required, but not kept"] == "Wajib <u>ditinggal</u>"
    visits = read_records(book["Visits"])
    assert len(visits) == sum(len(planned.visits) for planned in example.roster.shifts)
    road = next(row for row in visits if row["Id"] == "v1")
    assert (road["Part"], road["Share of the hotspot"]) == ("v1/2", 0.75)
    assert all(isinstance(row["Begins"], datetime) for row in visits)


def test_minimums_and_coverage_are_those_of_the_roster(book: Any, example: RosterExample) -> None:
    minimums = {row["Id"]: row for row in read_records(book["Monthly minimums"])}
    assert list(minimums) == [NEVER, "u-waived", "v0"]
    assert [row["State"] for row in minimums.values()] == ["impossible", "not met", "met"]
    places = read_records(book["By kecamatan"])
    shares = sum(visit.share for item in example.roster.shifts for visit in item.visits)
    assert sum(row["Visits"] for row in places) == pytest.approx(shares)
    assert {row["Kecamatan"] for row in places} == {*KECAMATAN[:2], "not known"}
    hours = read_records(book["By hour"])
    assert sum(row["Visits that begin"] for row in hours) == pytest.approx(shares)
    assert hours[0]["Hour"] == "23–24"
    figures = {row["Figure"]: row for row in read_records(book["Predictability"])}
    assert figures["Worth kept"]["Roster"] == pytest.approx(30 / 32)


def test_the_tables_of_the_coverage_show_what_became_of_the_visits(example: RosterExample) -> None:
    told = Outcome(planned=3.0, confirmed=2.0, missed=1.0)
    outcomes = Outcomes({"Contoh": told}, {}, {}, {"23": told}, told, unknown=0)
    with use_language("en"):
        files = {f.name: f for f in make_coverage(RosterReader(example.roster), outcomes)}
    assert next(iter(files)) == "coverage.xlsx"
    rows = read_records(open_book(files["coverage.xlsx"])["By kecamatan"])
    known = {row["Kecamatan"]: row for row in rows}
    assert known["Contoh"]["Confirmed of those known"] == pytest.approx(2 / 3)
    assert known["not known"]["Missed visits"] == 0
    (late,) = (
        row
        for row in read_records(open_book(files["coverage.xlsx"])["By hour"])
        if row["Hour"] == "23–24"
    )
    assert (late["Confirmed visits"], late["Missed visits"]) == (2, 1)


# -------------------------------------------------------------------------- pictures and calendars


@pytest.mark.parametrize(
    "name", ["coverage-hours.png", "coverage-kecamatan.png", "coverage-category.png"]
)
def test_pictures_are_drawn_in_a_size_to_send(name: str) -> None:
    picture = Image.open(io.BytesIO(make()[name].data))
    assert picture.width == 1299  # 150 mm at 220 dots an inch
    colours = picture.convert("RGB").getcolors(picture.width * picture.height)
    assert colours
    assert len(colours) > 10


def test_the_calendar_of_a_unit_has_its_duties(example: RosterExample) -> None:
    from icalendar import Calendar

    events: list[Any] = Calendar.from_ical(make()["duty-3.ics"].data).walk("VEVENT")
    worked = [watch for watch in example.roster.watches if "r2" in watch.units]
    starts = [event["dtstart"].dt.astimezone(ZoneInfo("Asia/Jakarta")) for event in events]
    assert starts == [watch.shift.start for watch in worked]
    assert "Regu <b>2</b>" in str(events[0]["description"])  # who works with it


def test_a_duty_has_the_id_that_the_calendar_of_its_shift_gives_it() -> None:
    from icalendar import Calendar

    example = make_roster_example()
    own = {
        str(event["uid"])
        for name, file in make().items()
        if name.startswith("duty")
        for event in Calendar.from_ical(file.data).walk("VEVENT")
    }
    (file,) = WRITERS["ics"](example.plans[0], ExportOptions())
    told = {str(event["uid"]) for event in Calendar.from_ical(file.data).walk("VEVENT")}
    assert told <= own


def test_the_scripts_know_the_kinds_of_stops_of_every_plan() -> None:
    data = read_data(make()["index.html"])
    plan = make_patrol_plan()
    kinds = {stop.kind for loop in plan.loops for stop in loop.stops}
    assert kinds <= set(data["kinds"]) == set(data["labels"]["kinds"])
    assert json.dumps(data)
    assert FIRST.isoformat() in data["shifts"][0]["key"]
