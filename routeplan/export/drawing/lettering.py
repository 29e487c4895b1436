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

FAMILY = "Liberation Sans"
# Stands in the place of a letter that the font lacks, so that a reader sees that one is missing.
REPLACEMENT = "\N{WHITE SQUARE}"


def find_font(style: Style = "Regular") -> Traversable:
    """Return the TrueType file of a style."""
    return resources.files("routeplan.export").joinpath("fonts", f"LiberationSans-{style}.ttf")


def show_missing(text: str) -> str:
    """Return `text` with a white square for every letter that the font lacks.

    Line breaks and other control characters become single spaces.
    """
    known = _list_letters()
    return " ".join("".join(_keep(letter, known) for letter in text).split())


def _keep(letter: str, known: frozenset[int]) -> str:
    if unicodedata.category(letter) in ("Cc", "Cf", "Zl", "Zp"):
        return " " if letter not in ("\u200b", "\ufeff") else ""
    return letter if ord(letter) in known else REPLACEMENT


@cache
def _list_letters() -> frozenset[int]:
    """Return the letters that every style of the font has."""
    from fontTools.ttLib import TTFont

    found: list[frozenset[int]] = []
    for style in ("Regular", "Bold", "Italic"):
        with resources.as_file(find_font(style)) as path, TTFont(path) as font:
            found.append(frozenset(font.getBestCmap()))
    return frozenset.intersection(*found)
