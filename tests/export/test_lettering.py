"""Letters that the bundled font lacks are seen to be missing, and lines end where there is room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routeplan.export.drawing.lettering import (
    ELLIPSIS,
    REPLACEMENT,
    STYLES,
    find_font,
    measure_text,
    shorten_text,
    show_missing,
    split_text,
)


def test_every_style_has_a_font() -> None:
    assert {find_font(style).read_bytes()[:4] for style in STYLES} == {b"\x00\x01\x00\x00"}


@pytest.mark.parametrize(
    "text", ["Polsek Candipuro – 23:15", "© OpenStreetMap", "é à ñ ü ę", "<b>", "$x^2$", "…"]
)
def test_letters_of_the_font_stay(text: str) -> None:
    assert show_missing(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Pasar ꦥꦱꦂ", f"Pasar {3 * REPLACEMENT}"),  # Javanese
        ("Polsek 🚓", f"Polsek {REPLACEMENT}"),
        ("❤️", REPLACEMENT),  # the selector behind it is no letter
        ("警察", 2 * REPLACEMENT),
        ("\ud800", REPLACEMENT),  # half a letter, as a broken file has it
    ],
)
def test_a_letter_that_the_font_lacks_becomes_a_white_square(text: str, shown: str) -> None:
    assert show_missing(text) == shown


@pytest.mark.parametrize(
    "text", ["two\nlines", "two\r\nlines", "two\u2028lines", " two \t\x00lines"]
)
def test_line_breaks_and_control_characters_become_single_spaces(text: str) -> None:
    assert show_missing(text) == "two lines"


def test_letters_that_cannot_be_seen_are_dropped() -> None:
    assert show_missing("Po\u200bls\ufeffek") == "Polsek"


def test_text_is_as_wide_as_the_font_says() -> None:
    # The advance widths of Liberation Sans are those of Arial, in 1/2048: i 455, m 1706.
    assert measure_text("im", size=2048) == 455 + 1706
    assert measure_text("im", size=10) == pytest.approx(10 * (455 + 1706) / 2048)
    assert measure_text("i", size=2048, style="Bold") == 569


def test_text_that_fits_is_not_shortened() -> None:
    assert shorten_text("Jarit", measure_text("Jarit", size=8), size=8) == "Jarit"


def test_a_shortened_text_has_no_space_or_comma_before_its_ellipsis() -> None:
    room = measure_text("Jarit, …", size=8)
    assert shorten_text("Jarit, Candipuro", room, size=8) == "Jarit…"


@given(st.text(max_size=60), st.floats(10, 200))
def test_a_shortened_text_fits_and_begins_like_the_whole(text: str, room: float) -> None:
    shown = show_missing(text)
    short = shorten_text(shown, room, size=8)
    assert measure_text(short, size=8) <= room + 1e-9
    assert shown.startswith(short.removesuffix(ELLIPSIS))


def test_a_text_stands_on_two_lines_where_one_is_too_short() -> None:
    width = measure_text("Balai Desa", size=7)
    assert split_text("Balai Desa", width, size=7) == ["Balai Desa"]
    assert split_text("Balai Desa Sumberejo dan", width, size=7) == ["Balai Desa", "Sumberejo dan"]
    # One word is longer than the line, and there is no other place to break.
    assert split_text("Permukimantanpaspasi Jarit", 10, size=7) == ["Permukimantanpaspasi", "Jarit"]
    assert split_text("Permukimantanpaspasi", 10, size=7) == ["Permukimantanpaspasi"]
