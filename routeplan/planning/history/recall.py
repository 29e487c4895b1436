"""Visits as they are remembered -> when each hotspot was visited last."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from pathlib import Path

from routeplan.areas.districts import Area, list_districts, load_district
from routeplan.errors import InputError
from routeplan.i18n import _
from routeplan.model import VisitRecord
from routeplan.planning.history.store import read_visits
from routeplan.planning.polsek import name_polsek_area

# Half of a hotspot makes it visited; the shares of a history are rounded.
VISITED_SHARE = 0.5 - 1e-6


def list_area_ids(district: Area) -> frozenset[str]:
    """Return the ids under which plans of a district are made: its own, and those of its Polsek.

    Hotspots of both come from one table, so that visits of either count for the other.
    """
    return frozenset(
        {district.id, *(name_polsek_area(district, item.name) for item in district.kecamatan)}
    )


def choose_area_ids(wanted: str | None, known: Collection[str]) -> frozenset[str]:
    """Return the ids of the areas that are meant among those that a history knows.

    Parameters
    ----------
    wanted
        Id of an area: a district stands for its Polsek, too. None means the only one there is.

    Raises
    ------
    InputError
        If none is wanted and the history knows several that do not belong together.
    """
    if wanted is not None:
        is_district = wanted in list_districts()
        return list_area_ids(load_district(wanted)) if is_district else frozenset([wanted])
    if len(known) <= 1:
        return frozenset(known)
    for name in list_districts():
        family = list_area_ids(load_district(name))
        if family.issuperset(known):
            return family
    message = _("The history has visits in several areas: {names}. Choose one with --area.")
    raise InputError(message.format(names=", ".join(sorted(known))))


def find_last_visits(
    visits: Iterable[VisitRecord] | Path,
    area: str | Collection[str],
    before: date | datetime,
) -> dict[str, date]:
    """Return when each hotspot was visited last, by its id; see the package for the rule.

    Parameters
    ----------
    visits
        Records in any order, or the history file that holds them.
    area
        Id of the area, or of several that share their hotspots (`list_area_ids`).
    before
        Of an aware moment, such as the start of the shift to plan, visits count that begin before
        it: those of an earlier shift of the same day, too. Of a date, visits of shifts that start
        on earlier dates.

    Raises
    ------
    InputError
        If the file cannot be read.
    """
    areas = frozenset([area]) if isinstance(area, str) else frozenset(area)
    records = read_visits(visits, area=areas) if isinstance(visits, Path) else visits
    last: dict[str, dict[str, VisitRecord]] = {}
    for record in records:
        if record.area in areas and record.state != "missed" and _is_before(record, before):
            parts = last.setdefault(record.hotspot_id, {})
            known = parts.get(record.part_id)
            if known is None or (known.date, known.begin) < (record.date, record.begin):
                parts[record.part_id] = record
    found = ((name, _find_last(parts)) for name, parts in sorted(last.items()))
    return {name: day for name, day in found if day is not None}


def _is_before(record: VisitRecord, moment: date | datetime) -> bool:
    if isinstance(moment, datetime):
        return record.begin < moment
    return record.date < moment


def _find_last(parts: Mapping[str, VisitRecord]) -> date | None:
    """Return the date since which enough of a hotspot was visited, None where less ever was."""
    visited = 0.0
    for record in sorted(parts.values(), key=lambda record: record.date, reverse=True):
        visited += record.share
        if visited >= VISITED_SHARE:
            return record.date
    return None
