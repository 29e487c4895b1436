"""Text of a plan is tamed for files without markup, and nothing that can be read is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routeplan.export.content.plain import join_lines, keep_lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("two\nlines\r\nand\u2028one more", "two\nlines\nand\none more"),
        ("  Pasar\tKunir \n", "Pasar Kunir"),
        ("bell\x07 and \x9ccontrol", "bell and control"),
        ("turned \u202eround", "turned round"),
        ("half a pair \ud800", "half a pair"),
        ("\ufeffmark", "mark"),
        ("ꦥꦱꦂ 🚓 Ü", "ꦥꦱꦂ 🚓 Ü"),
    ],
)
def test_lines_stay_and_control_characters_go(text: str, lines: str) -> None:
    assert keep_lines(text) == lines


def test_a_text_can_be_put_on_one_line() -> None:
    assert join_lines("two\n\n  lines\u2029of   text ") == "two lines of text"


@given(st.text())
def test_what_is_left_can_be_written_as_utf_8_and_stays_the_same(text: str) -> None:
    lines = keep_lines(text)
    assert lines.encode().decode() == lines
    assert keep_lines(lines) == lines
    assert join_lines(text) == join_lines(lines)


@given(st.text(st.characters(categories=["L", "N", "P", "S", "M"])))
def test_letters_digits_and_signs_are_kept(text: str) -> None:
    assert keep_lines(text) == text
