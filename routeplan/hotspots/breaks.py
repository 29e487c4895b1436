"""Cells of a unit's rests -> `Break`: when they begin, how long they last, where they are."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from routeplan.config import LONGEST_STAY_MIN
from routeplan.hotspots.cells import CellFault, clean_text, parse_list
from routeplan.hotspots.coordinates import Position
from routeplan.hotspots.moments import parse_window
from routeplan.hotspots.positions import find_place
from routeplan.hotspots.records import join_notes
from routeplan.hotspots.row_reader import RowReader
from routeplan.hotspots.rows import CellValue
from routeplan.i18n import _
from routeplan.model import Break

if TYPE_CHECKING:
    from routeplan.areas.districts import Area
    from routeplan.areas.gazetteer import Gazetteer

DEFAULT_MIN = 30

# A window, and minutes behind it: "02:00-04:00 30". The window ends in a digit, so that the
# second hour of "02 - 04" is not taken for minutes.
_TIMED = re.compile(r"(.*\d)\s+(\d+)\s*(?:menit|minutes|min|mnt|m)?", re.IGNORECASE)


def read_breaks(
    reader: RowReader, *, area: Area | None, gazetteer: Gazetteer | None
) -> tuple[Break, ...]:
    """Return the breaks of a unit; faults are added to its row."""
    nothing: tuple[Break, ...] = ()
    breaks = reader.read("break", parse_breaks, nothing)
    if not reader.has("break_place"):
        return breaks
    if not reader.has("break"):
        reader.add_fault(
            _("The place of a break is given, its hours are not."),
            _("Write them as 02:00-04:00 30, or empty the cell."),
            key="break_place",
        )
        return nothing
    look_up = partial(_find_places, area=area, gazetteer=gazetteer)
    places = reader.read("break_place", look_up, None)
    if places is None or not breaks:
        return nothing
    if len(places) not in (1, len(breaks)):
        reader.add_fault(
            _("Breaks and their places are not as many: {n} and {places}.").format(
                n=len(breaks), places=len(places)
            ),
            _("Write one place for all of them, or one for each with semicolons between."),
            key="break_place",
        )
        return nothing
    placed = zip(breaks, places * (len(breaks) // len(places)), strict=True)
    return tuple(
        replace(rest, place=name, lon=position.lon, lat=position.lat)
        for rest, (name, position) in placed
    )


def parse_breaks(value: CellValue) -> tuple[Break, ...]:
    """Return the breaks of a cell such as ``02:00-04:00 30; 05:00-06:00 15``.

    Each begins within its window and lasts so many minutes, `DEFAULT_MIN` where none are given.
    """
    if not isinstance(value, str):
        raise _no_break(value)
    return tuple(_parse_break(part) for part in parse_list(value))


def _parse_break(text: str) -> Break:
    match = _TIMED.fullmatch(text)
    hours, minutes = (match[1], int(match[2])) if match else (text, DEFAULT_MIN)
    if not 0 < minutes <= LONGEST_STAY_MIN:
        raise CellFault(
            _("A break of {n} minutes cannot be planned.").format(n=minutes),
            _("Write 1 to {n} minutes.").format(n=LONGEST_STAY_MIN),
        )
    try:
        return Break(parse_window(hours), minutes)
    except CellFault:
        raise _no_break(text) from None


def _no_break(value: CellValue) -> CellFault:
    return CellFault(
        _("{value} is no break.").format(value=value),
        _("Write it as 02:00-04:00 30: it begins between these hours and lasts 30 minutes."),
    )


def _find_places(
    value: CellValue, *, area: Area | None, gazetteer: Gazetteer | None
) -> list[tuple[str, Position]]:
    """Return names and positions of the places of a cell, with semicolons between."""
    names = [clean_text(part) for part in re.split(r"[;\n]", str(value))]
    found = [(name, find_place(name, area=area, gazetteer=gazetteer)) for name in names if name]
    return [(join_notes(name, position.note), position) for name, position in found]
