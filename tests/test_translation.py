"""The Indonesian translation and what its readers see."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).resolve().parent.parent / "routeplan"
PO = PACKAGE / "locale" / "id" / "LC_MESSAGES" / "routeplan.po"
MARKERS = {"_", "N_", "ngettext"}
WORDS = ("row {row}", "hotspot", "on foot", "Not visited", "Base")
# Words that are the same in both languages: names, signs of units, and words that were taken over.
SAME = {
    "GeoJSON", "GeoPackage", "Google", "KML", "KMZ", "Maps", "OpenStreetMap", "QGIS",
    "A", "B", "DD", "MM", "NRP", "No", "YYYY",
    "ds", "kec", "km", "km2", "m", "min",
    "area", "folder", "format", "kecamatan", "unit", "units",
}  # fmt: skip


def read_translations() -> dict[str, str]:
    with PO.open(encoding="utf-8") as file:
        catalog = read_po(file, locale="id")
    translations = {as_text(entry.id): as_text(entry.string) for entry in catalog if entry.id}
    # That none is missing is proved in test_i18n.py.
    return {message: text for message, text in translations.items() if text}


def as_text(forms: str | Sequence[str] | None) -> str:
    """Return a text, of several forms the last: the plural, which Indonesian has for all."""
    return (forms or "") if isinstance(forms, str | None) else forms[-1]


def list_own_words(message: str) -> set[str]:
    """Return the words of a message outside of its fields; names keep their capitals."""
    words = re.findall(r"[A-Za-z]\w*", re.sub(r"\{.*?\}", " ", message))
    return {word if word in SAME else word.lower() for word in words}


def find_shape(text: str) -> tuple[int, str, str, str]:
    """Return the number of line ends, the spaces around, and a closing mark."""
    plain = text.strip()
    before, _plain, after = text.partition(plain)
    return text.count("\n"), before, after, plain[-1:] if plain[-1:] in ".?:" else ""


def find_quotes(text: str) -> list[str]:
    """Return what a reader types or pastes: commands, options, keys and environment variables."""
    return sorted(re.findall(r"`[^`]+`|(?<!\w)--[a-z-]+|\[[a-z]+|ROUTEPLAN_\w+|\w+\.toml", text))


@pytest.mark.parametrize(
    "module", sorted(PACKAGE.rglob("*.py")), ids=lambda m: m.relative_to(PACKAGE).as_posix()
)
def test_no_message_stands_inside_an_f_string_where_the_extractor_misses_it(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    missed = [
        call.lineno
        for text in ast.walk(tree)
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
        if call.func.id in MARKERS and isinstance(call.args[0], ast.Constant)
    ]
    assert missed == []


def test_what_readers_type_is_the_same_in_both_languages() -> None:
    differing = [
        (message, translation)
        for message, translation in read_translations().items()
        if find_quotes(message) != find_quotes(translation)
    ]
    assert differing == []


def test_paragraphs_outer_spaces_and_closing_marks_are_kept() -> None:
    differing = [
        (message, translation)
        for message, translation in read_translations().items()
        if find_shape(message) != find_shape(translation)
    ]
    assert differing == []


def test_the_warning_of_sample_networks_is_the_agreed_one() -> None:
    translations = read_translations()
    assert (
        translations["SAMPLE NETWORK - not for operations"]
        == "JARINGAN CONTOH - bukan untuk operasi"
    )


@pytest.mark.parametrize("message", WORDS)
def test_everyday_words_are_not_left_in_english(message: str) -> None:
    assert read_translations()[message] != message


def test_no_translation_is_the_message_itself_but_for_words_that_are_the_same() -> None:
    left = [
        message
        for message, translation in read_translations().items()
        if message == translation and list_own_words(message) - SAME
    ]
    assert left == []
