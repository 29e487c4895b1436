"""Which unit the name of a device, a track or a file means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from routeplan.model import Unit

_PIECES = re.compile(r"[^\W\d_]+|\d+")


def find_named_unit(texts: Iterable[str], units: Sequence[Unit]) -> str | None:
    """Return the id of the unit that the first telling one of some texts names, else None.

    A text names a unit if its id or its name occurs in it, whatever the case and the marks
    between words and figures: ``2024-11-20_R4-1.gpx`` names R4-1. Of several the longest name
    counts; where two are as long, none does. Ids that are bare numbers have to stand alone.
    """
    for text in texts:
        pieces = _split(text)
        lengths = {unit.id: _measure_name(pieces, unit) for unit in units}
        longest = max(lengths.values(), default=0)
        named = [unit_id for unit_id, length in lengths.items() if length == longest]
        if longest and len(named) == 1:
            return named[0]
    return None


def _measure_name(pieces: Sequence[str], unit: Unit) -> int:
    """Return the letters and figures of the longest name of a unit in a text, 0 without any."""
    names = [_split(name) for name in (unit.id, unit.name) if name]
    return max((sum(map(len, name)) for name in names if _occurs(name, pieces)), default=0)


def _occurs(name: Sequence[str], pieces: Sequence[str]) -> bool:
    if not name:
        return False
    if all(piece.isdigit() for piece in name):
        return list(name) == list(pieces)
    size = len(name)
    return any(list(pieces[at : at + size]) == list(name) for at in range(len(pieces) - size + 1))


def _split(text: str) -> list[str]:
    return [piece.casefold() for piece in _PIECES.findall(text)]
