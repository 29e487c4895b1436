"""The history that a shift is planned with: from the command line, or from the settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from routeplan.model import Detail, Hotspot, Notice, Shift
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


def recall_visits(
    given: Path | None,
    configured: Path | None,
    *,
    district: Area,
    shift: Shift,
    hotspots: Iterable[Hotspot],
) -> Recollection:
    """Return what a history tells of the visits before a shift; the file `given` wins.

    A `given` file has to be there. One that the settings name may still have to be made by the
    first import: then nothing is remembered. Notices say what the history knows of the `hotspots`.

    Raises
    ------
    InputError
        If the file cannot be read.
    """
    if given is None and configured is not None and not configured.is_file():
        return Recollection({}, (Notice("history_missing", {"file": configured.name}),))
    file = given or configured
    if file is None:
        return Recollection()
    visits = read_visits(file, last=shift.date)
    areas = list_area_ids(district)
    if visits and not any(visit.area in areas for visit in visits):
        others = ", ".join(sorted({visit.area for visit in visits}))
        detail: Detail = {"file": file.name, "area": district.id, "others": others}
        return Recollection({}, (Notice("history_elsewhere", detail),))
    last_visits = find_last_visits(visits, areas, shift.start)
    known = [hotspot.id in last_visits for hotspot in hotspots]
    used: Detail = {"file": file.name, "known": sum(known), "hotspots": len(known)}
    return Recollection(last_visits, (Notice("history_used", used),))
