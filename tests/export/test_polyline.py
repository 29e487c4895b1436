"""Lines become short text and come back whole."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from routeplan.export.webmap.polyline import SCALE, encode_lines, encode_numbers


def decode_numbers(text: str) -> list[int]:
    """Do what the map's script does, the other way round than `encode_numbers`."""
    numbers, value, shift = [], 0, 0
    for sign in text:
        digit = ord(sign) - 63
        value |= (digit & 0x1F) << shift
        shift += 5
        if digit < 0x20:
            numbers.append(-(value + 1) // 2 if value % 2 else value // 2)
            value, shift = 0, 0
    return numbers


def test_numbers_are_coded_as_in_the_example_of_the_format() -> None:
    # The worked example of the format's description: -179.98321 degrees is "`~oia@".
    assert encode_numbers([-17998321]) == "`~oia@"


@given(st.lists(st.integers(-36_000_000, 36_000_000)))
def test_any_numbers_come_back(numbers: list[int]) -> None:
    assert decode_numbers(encode_numbers(numbers)) == numbers


@given(st.lists(st.integers(-36_000_000, 36_000_000)))
def test_the_text_holds_no_sign_that_html_reads(numbers: list[int]) -> None:
    assert not set(encode_numbers(numbers)) & set("<>&\"'")


def test_lines_come_back_to_a_metre() -> None:
    lines = [np.array([[113.1, -8.2], [113.123456, -8.234567]]), np.array([[9.0, 47.0]] * 3)]
    encoded = encode_lines(lines)
    assert decode_numbers(encoded["sizes"]) == [2, 3]
    steps = np.array(decode_numbers(encoded["points"])).reshape(-1, 2)
    lonlat = steps.cumsum(axis=0)[:, ::-1] / SCALE
    np.testing.assert_allclose(lonlat, np.concatenate(lines), atol=0.5 / SCALE + 1e-9)


def test_no_lines_are_no_text() -> None:
    assert encode_lines([]) == {"sizes": "", "points": ""}
