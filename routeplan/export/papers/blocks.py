"""A paper as blocks that the DOCX and the PDF writer both set, so that they say the same.

All text is plain and in the language in use. Lengths are millimetres on A4.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Heading:
    """A heading: level 1 is the paper's title (centred, underlined), 2 and 3 stand within it."""

    text: str
    level: Literal[1, 2, 3] = 2


@dataclass(frozen=True)
class Paragraph:
    """Running text; line breaks in it are kept."""

    text: str
    align: Align = "left"
    bold: bool = False
    small: bool = False


@dataclass(frozen=True)
class Fields:
    """Names with their values, ``name : value``; an empty value is a dotted line to write on."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Items:
    """A list, numbered or with dashes; an empty item is a dotted line to write on."""

    texts: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under a head that is repeated on every page; a row is never broken by a page.

    Parameters
    ----------
    widths
        Shares of the page's width, one for each column, 1 in all.
    right
        Indices of columns that are flush right.
    shaded
        Indices of rows that stand out.
    row_mm
        Least height of the rows that are not shaded, for what is filled in by hand; 0 leaves
        it to their text.
    large
        Whether its rows have the letters of running text: for who reads it in a car at night.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    right: frozenset[int] = frozenset()
    shaded: frozenset[int] = frozenset()
    row_mm: float = 0.0
    large: bool = False

    def __post_init__(self) -> None:
        if any(len(row) != len(self.head) for row in (*self.rows, self.widths)):
            raise ValueError("every row of a table is as long as its head")


@dataclass(frozen=True)
class Picture:
    """A PNG of a given width; `alt` says what is to be seen on it, `caption` stands below."""

    png: bytes
    width_mm: float
    alt: str
    caption: str = ""


@dataclass(frozen=True)
class PictureRow:
    """Small pictures side by side, QR codes for instance."""

    pictures: tuple[Picture, ...]


@dataclass(frozen=True)
class WritingLines:
    """Empty lines to write on, below a label."""

    label: str
    count: int


@dataclass(frozen=True)
class Signature:
    """Place for a signature: what is empty is a dotted line.

    Parameters
    ----------
    place_date
        "Lumajang, 20 November 2024"
    position
        Office of the signer, above the room for the signature.
    name, rank
        Below it; the rank with its service number.
    """

    position: str
    name: str = ""
    rank: str = ""
    place_date: str = ""


@dataclass(frozen=True)
class Signatures:
    """One to three signatures side by side; a single one stands on the right."""

    persons: tuple[Signature, ...]


@dataclass(frozen=True)
class Letterhead:
    """The letterhead again, at the top of a sheet that is handed out by itself."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""


Block = (
    Heading
    | Paragraph
    | Fields
    | Items
    | Table
    | Picture
    | PictureRow
    | WritingLines
    | Signatures
    | Letterhead
    | PageBreak
)


@dataclass(frozen=True)
class Paper:
    """A paper to print and sign.

    Parameters
    ----------
    name
        Name of its file without suffix, e.g. ``surat-perintah-tugas``.
    title
        What it is, for the file's properties and the reader.
    letterhead
        Lines at the top left, the last one underlined; may be empty.
    footer
        At the bottom of every page, before its number.
    warning
        Across the top of every page: that the network is a sample; mostly empty.
    landscape
        A4 lying instead of standing.
    """

    name: str
    title: str
    blocks: Sequence[Block]
    letterhead: tuple[str, ...] = ()
    footer: str = ""
    warning: str = ""
    landscape: bool = False
