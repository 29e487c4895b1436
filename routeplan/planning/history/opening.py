"""The history that a shift is planned with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from routeplan.hotspots.readers import HotspotTable
from routeplan.model import Detail, Notice, Shift
from routeplan.planning.history.database import reading
from routeplan.planning.history.recall import find_last_visits, list_area_ids
from routeplan.planning.history.store import read_visits

if TYPE_CHECKING:
    from routeplan.areas.districts import Area


@dataclass(frozen=True)
class Recollection:
    """What is remembered before a shift.

    Parameters
    ----------
    last_visits
        Date of the shift that visited a hotspot last, by its id; None where no history is in use.
    notices
        What the reader of the plan must know about it.
    """

    last_visits: Mapping[str, date] | None = None
    notices: tuple[Notice, ...] = ()


def refuse_missing(file: Path) -> None:
    """Raise `InputError` if a history that the user names for a plan is not there."""
    with reading(file):
        pass


def recall_visits(
    file: Path | None, hotspots: HotspotTable, *, district: Area, shift: Shift
) -> Recollection:
    """Return what a history tells of the visits before a shift.

    Parameters
    ----------
    file
        None where no history is in use. One that the first import has still to make is empty: a
        notice says so, and others say what the history knows of the `hotspots`.

    Raises
    ------
    InputError
        If the file cannot be read.
    """
    if file is None:
        return Recollection()
    if not file.exists():
        return Recollection({}, (Notice("history_missing", {"file": file.name}),))
    visits = read_visits(file, last=shift.date)
    areas = list_area_ids(district)
    if visits and not any(visit.area in areas for visit in visits):
        others = ", ".join(sorted({visit.area for visit in visits}))
        detail: Detail = {"file": file.name, "area": district.id, "others": others}
        return Recollection({}, (Notice("history_elsewhere", detail),))
    last_visits = find_last_visits(visits, areas, shift.start)
    known = [hotspot.id in last_visits for hotspot in hotspots.hotspots]
    used: Detail = {"file": file.name, "known": sum(known), "hotspots": len(known)}
    notices = [Notice("history_used", used)]
    if not hotspots.has_ids:
        notices.append(Notice("history_row_numbers"))
    return Recollection(last_visits, tuple(notices))
