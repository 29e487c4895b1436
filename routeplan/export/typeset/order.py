"""Which blocks begin a page, and which stay with the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from routeplan.export.papers.blocks import (
    Block,
    Fields,
    Heading,
    Items,
    PageBreak,
    Paragraph,
    Signatures,
    Table,
    WritingLines,
)

_SHORT = 80  # letters of a paragraph of one line
# What shares a page with the signatures below it: they never stand alone.
_SIGNED = (Paragraph, Fields, Items, Table, WritingLines)


@dataclass(frozen=True)
class Placed:
    """A block and its place.

    Parameters
    ----------
    new_page
        Whether it begins a page.
    keep
        Whether its end is on the page where the next block begins.
    """

    block: Block
    new_page: bool = False
    keep: bool = False


def place_blocks(blocks: Sequence[Block]) -> list[Placed]:
    """Return blocks with their places, without the page breaks.

    Page breaks at the beginning, at the end and one after another make no empty pages.
    """
    placed: list[Placed] = []
    new_page = False
    for index, block in enumerate(blocks):
        if isinstance(block, PageBreak):
            new_page = bool(placed)
            continue
        placed.append(Placed(block, new_page, _is_kept(block, blocks[index + 1 :])))
        new_page = False
    return placed


def _is_kept(block: Block, following: Sequence[Block]) -> bool:
    if not following or isinstance(following[0], PageBreak):
        return False
    if isinstance(block, Heading):
        return True
    # A closing line alone is too little above a signature.
    first = following[1] if _is_short(following[0]) and len(following) > 1 else following[0]
    return isinstance(block, _SIGNED) and isinstance(first, Signatures)


def _is_short(block: Block) -> bool:
    return isinstance(block, Paragraph) and len(block.text) <= _SHORT
