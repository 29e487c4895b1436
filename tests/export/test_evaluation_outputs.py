"""Outputs of an evaluation: both languages, nasty names as text, the same twice."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

import pytest
from evaluation_example import make_evaluation_example, make_nasty_evaluation
from evaluations import get_blocks
from other_letters import ALWAYS, find_untranslated, list_known, list_words, speak_other_letters
from output_texts import list_formula_cells, normalise, read_text, read_texts
from plan_examples import NASTY_NAMES

from routeplan.cli.evaluation_summary import word_evaluation
from routeplan.export.evaluation import make_evaluation_files
from routeplan.export.formats import ExportFile
from routeplan.export.webmap.evaluation import SCRIPTS, STYLES
from routeplan.i18n import use_language
from routeplan.model import Evaluation

NAMES = ("evaluation.html", "evaluation.xlsx", "planned-stops.csv", "unplanned-stops.csv")


@cache
def make_files(language: str = "en") -> dict[str, ExportFile]:
    with use_language(language):
        return {file.name: file for file in make_evaluation_files(*make_evaluation_example())}


@cache
def make_nasty_files() -> dict[str, ExportFile]:
    with use_language("en"):
        return {file.name: file for file in make_evaluation_files(*make_nasty_evaluation())}


def test_these_are_the_files() -> None:
    assert tuple(make_files()) == NAMES


def test_the_workbook_has_a_sheet_for_everything_that_is_told() -> None:
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(make_files()["evaluation.xlsx"].data))
    assert book.sheetnames == [
        "Summary", "Planned stops", "Units", "Unplanned stops", "Roads and areas", "Meetings",
        "Outside the jurisdiction", "Gaps", "Recordings",
    ]  # fmt: skip
    stops = [[cell.value for cell in row] for row in book["Planned stops"].iter_rows()]
    heads = {name: place for place, name in enumerate(stops[0])}
    missed = next(row for row in stops if row[heads["Result"]] == "missed")
    assert missed[heads["Unit"]] == "Regu A"
    assert missed[heads["Name"]] == "meeting (titik singgung): Kantor pos"
    assert missed[heads["From (WIB)"]] is None
    short = next(row for row in stops if row[heads["Result"]] == "too short")
    assert short[heads["Stay, min"]] == pytest.approx(5, abs=0.7)
    units = {row[0].value: row for row in book["Units"].iter_rows()}
    assert units["Regu B"][1].value == "none"
    assert units["Regu B"][14].value is None  # kilometres driven, which nobody knows


def test_both_languages_tell_the_results() -> None:
    english, indonesian = (
        " ".join(read_text(make_files(language)[name]) for name in NAMES[:3])
        for language in ("en", "id")
    )
    for words in (("missed", "tidak terlaksana"), ("late", "terlambat"), ("too short", "kurang lama"),
                  ("no recording", "tanpa rekaman"), ("unplanned stop", "singgah di luar rencana")):  # fmt: skip
        assert words[0] in english
        assert words[1] in indonesian


@pytest.mark.parametrize("name", NAMES)
def test_files_hold_no_word_that_is_not_translated(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, evaluation = make_evaluation_example()
    speak_other_letters(monkeypatch)
    file = next(file for file in make_evaluation_files(plan, evaluation) if file.name == name)
    known = list_known(plan) | _list_own(evaluation)
    leaks = {
        (word, text[:80])
        for text in (file.title, *read_texts(file))
        for word in find_untranslated(text, known)
    }
    assert leaks == set()


def test_the_summary_holds_no_word_that_is_not_translated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plan, evaluation = make_evaluation_example()
    speak_other_letters(monkeypatch)
    text = "\n".join(word_evaluation(plan, evaluation))
    text = re.sub(r"--[a-z]+", " ", text)
    assert find_untranslated(text, list_known(plan) | _list_own(evaluation)) == []


def _list_own(evaluation: Evaluation) -> set[str]:
    """Return the words of recordings, places and codes by which the page's script sorts."""
    texts = [
        *(text for one in evaluation.recordings for text in (one.file, one.device)),
        *(stop.place for unit in evaluation.units for stop in unit.unplanned),
        *(name for unit in evaluation.units for spell in unit.outside for name in spell.kecamatan),
        "missed late short no_recording visited unplanned A B gpx Asia/Jakarta by hand",
        "row column", *NASTY_NAMES,
    ]  # fmt: skip
    return {word for text in texts for word in list_words(text)} | ALWAYS


@pytest.mark.parametrize("name", NAMES[:3])
def test_names_from_plans_are_shown_as_they_are(name: str) -> None:
    text = normalise(read_text(make_nasty_files()[name]))
    for nasty in NASTY_NAMES:
        assert normalise(nasty)[:60] in text


@pytest.mark.parametrize("name", NAMES[1:])
def test_nothing_is_a_formula(name: str) -> None:
    for files in (make_files(), make_nasty_files()):
        assert list_formula_cells(files[name]) == []


@pytest.mark.parametrize("name", NAMES)
def test_the_same_evaluation_gives_the_same_bytes(name: str) -> None:
    plan, evaluation = make_evaluation_example()
    again = {file.name: file for file in make_evaluation_files(plan, evaluation)}
    assert again[name].data == make_files()[name].data


def test_the_warning_of_a_sample_stands_everywhere() -> None:
    for name in NAMES:
        assert "SAMPLE NETWORK - not for operations" in read_text(make_files()[name])


def test_the_roads_of_the_network_lie_behind_the_map() -> None:
    plan, evaluation = make_evaluation_example()
    plain, with_roads = (
        len(next(iter(make_evaluation_files(plan, evaluation, network=network))).data)
        for network in (None, get_blocks())
    )
    assert with_roads > plain


def test_every_class_of_the_style_is_used() -> None:
    assets = resources.files("routeplan.export.webmap").joinpath("assets")
    style = assets.joinpath("evaluation.css").read_text(encoding="utf-8")
    used = "".join(
        assets.joinpath(name).read_text(encoding="utf-8")
        for name in ("evaluation.html", "head.html", "sheet.html", *SCRIPTS, *STYLES[:-2])
    )
    assert set(re.findall(r"\.(rp-[\w-]+)", style)) <= set(re.findall(r"\brp-[\w-]+", used))
