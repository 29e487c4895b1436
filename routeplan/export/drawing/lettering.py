"""The bundled font of papers and pictures, and letters that it lacks.

Liberation Sans has the widths of Arial, so that a PDF and its DOCX break lines alike.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Literal

Style = Literal["Regular", "Bold", "Italic"]
STYLES: tuple[Style, ...] = ("Regular", "Bold", "Italic")

# Stands in the place of a letter that the font lacks, so that a reader sees that one is missing.
REPLACEMENT = "\N{WHITE SQUARE}"
ELLIPSIS = "…"
# Say how the letter before them is drawn, and are nothing by themselves.
_SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))
_INVISIBLE = frozenset({"\u200b", "\ufeff"}) | _SELECTORS


def find_font(style: Style = "Regular") -> Traversable:
    """Return the TrueType file of a style."""
    return resources.files("routeplan.export").joinpath("fonts", f"LiberationSans-{style}.ttf")


def show_missing(text: str) -> str:
    """Return `text` with a white square for every letter that the font lacks.

    Line breaks and other control characters become single spaces.
    """
    known = _list_letters()
    return " ".join("".join(_keep(letter, known) for letter in text).split())


def measure_text(text: str, *, size: float, style: Style = "Regular") -> float:
    """Return the width of a line of text in the unit of `size`, without kerning."""
    widths = _read_widths(style)
    missing = widths[ord(REPLACEMENT)]
    return size * sum(widths.get(ord(letter), missing) for letter in text)


def shorten_text(text: str, width: float, *, size: float, style: Style = "Regular") -> str:
    """Return `text`, or as much of its beginning as fits into `width` with an ellipsis."""
    if measure_text(text, size=size, style=style) <= width:
        return text
    widths = _read_widths(style)
    missing = widths[ord(REPLACEMENT)]
    room = width - size * widths[ord(ELLIPSIS)]
    kept = 0
    for letter in text:
        room -= size * widths.get(ord(letter), missing)
        if room < 0:
            break
        kept += 1
    return text[:kept].rstrip(" ,;-–") + ELLIPSIS


def split_text(text: str, width: float, *, size: float, style: Style = "Regular") -> list[str]:
    """Return `text` on one line, or on two: the first as many words as fit into `width`.

    The second holds all the rest, whatever its width; so does the first, of a single word.
    """
    if measure_text(text, size=size, style=style) <= width:
        return [text]
    words = text.split()
    count = len(words) - 1
    while count > 1 and measure_text(" ".join(words[:count]), size=size, style=style) > width:
        count -= 1
    return [line for line in (" ".join(words[:count]), " ".join(words[count:])) if line]


def _keep(letter: str, known: frozenset[int]) -> str:
    if letter in _INVISIBLE:
        return ""
    if unicodedata.category(letter) in ("Cc", "Cf", "Zl", "Zp"):
        return " "
    return letter if ord(letter) in known or letter.isspace() else REPLACEMENT


@cache
def _list_letters() -> frozenset[int]:
    """Return the letters that every style of the font has."""
    return frozenset.intersection(*(frozenset(_read_widths(style)) for style in STYLES))


@cache
def _read_widths(style: Style) -> dict[int, float]:
    """Return the width of each letter of a style as a share of the size."""
    from fontTools.ttLib import TTFont

    with resources.as_file(find_font(style)) as path, TTFont(path) as font:
        names, metrics = font.getBestCmap(), font["hmtx"]
        unit = font["head"].unitsPerEm
        return {letter: metrics[name][0] / unit for letter, name in names.items()}
