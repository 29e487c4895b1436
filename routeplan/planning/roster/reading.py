"""Roster files that can be shown: their ids belong to something, their plans are as written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from routeplan.errors import Fault, InputError, InputFaults
from routeplan.i18n import _
from routeplan.model import Plan, Roster, RosterVisit
from routeplan.planning.references import read_coherent_plan
from routeplan.planning.roster.rosterfile import read_roster


def read_coherent_roster(path: Path) -> Roster:
    """Return the roster of a file, as `read_roster` does, if all in it belongs together.

    Raises
    ------
    InputError
        If the file cannot be read or is no roster.
    InputFaults
        Naming every field that is missing or wrong, names a unit or a hotspot that the roster does
        not have, or tells of a visit that cannot be.
    """
    roster = read_roster(path)
    faults = [*_find_strangers(roster), *_find_impossible(roster)]
    if not roster.watches:
        faults.append(Fault(_("A roster has at least one shift."), setting="watches"))
    if faults:
        raise InputFaults(str(path), faults)
    return roster


def iterate_plans(roster: Roster, folder: Path) -> Iterator[Plan]:
    """Yield the plans of the planned shifts, one after the other.

    Raises
    ------
    InputError
        If one is missing, is no plan, or has changed since the roster was made.
    """
    for planned in roster.shifts:
        path = folder / planned.plan
        try:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError:
            message = _(
                "{file} is missing or cannot be read. The plans of a roster stand in folders "
                "beside its roster.json: give that one, or make the roster again with `routeplan "
                "roster`."
            )
            raise InputError(message.format(file=path)) from None
        if digest != planned.digest:
            message = _(
                "{file} is not the plan that the roster was made with. Put that one back, or run "
                "the command of the roster again: it goes on from this shift."
            )
            raise InputError(message.format(file=path))
        yield read_coherent_plan(path)


def _find_strangers(roster: Roster) -> Iterator[Fault]:
    """Yield ids of units and hotspots that the roster does not have."""
    units = {unit.id for unit in roster.units}
    hotspots = {spot.id for spot in roster.hotspots}
    for place, unit_id in _list_unit_ids(roster):
        if unit_id not in units:
            yield Fault(_("The roster has no unit of this id."), setting=place)
    for place, hotspot_id in _list_hotspot_ids(roster):
        if hotspot_id not in hotspots:
            yield Fault(_("The roster has no hotspot of this id."), setting=place)


def _list_unit_ids(roster: Roster) -> Iterator[tuple[str, str]]:
    for i, item in enumerate(roster.days_off):
        yield f"days_off[{i}].unit_id", item.unit_id
    for i, watch in enumerate(roster.watches):
        yield from ((f"watches[{i}].units", unit_id) for unit_id in watch.units)
    for i, planned in enumerate(roster.shifts):
        yield from ((f"shifts[{i}].units", unit_id) for unit_id in planned.units)
        for place, visit in _list_visits(i, planned.visits):
            yield f"{place}.unit_id", visit.unit_id


def _list_hotspot_ids(roster: Roster) -> Iterator[tuple[str, str]]:
    for i, minimum in enumerate(roster.minimums):
        yield f"minimums[{i}].hotspot_id", minimum.hotspot_id
    for i, figures in enumerate(roster.figures.places if roster.figures else ()):
        yield f"figures.places[{i}].hotspot_id", figures.hotspot_id
    for i, planned in enumerate(roster.shifts):
        for j, due in enumerate(planned.due):
            yield f"shifts[{i}].due[{j}].hotspot_id", due.hotspot_id
        for place, visit in _list_visits(i, planned.visits):
            yield f"{place}.hotspot_id", visit.hotspot_id


def _find_impossible(roster: Roster) -> Iterator[Fault]:
    """Yield shifts that the roster does not have, and visits that cannot be."""
    for i, spot in enumerate(roster.hotspots):
        if len(spot.chances) != len(roster.watches):
            text = _("There has to be one number for each shift of the watches.")
            yield Fault(text, setting=f"hotspots[{i}].chances")
    watches = {(watch.shift.date, watch.shift.name) for watch in roster.watches}
    for i, planned in enumerate(roster.shifts):
        if (planned.shift.date, planned.shift.name) not in watches:
            yield Fault(_("The shift is not among the watches."), setting=f"shifts[{i}].shift")
        for place, visit in _list_visits(i, planned.visits):
            if not 0 < visit.share <= 1:
                yield Fault(_("A share is above 0 to 1."), setting=f"{place}.share")
            if visit.end_s < visit.begin_s:
                yield Fault(_("The visit ends before it begins."), setting=f"{place}.end_s")


def _list_visits(number: int, visits: Iterable[RosterVisit]) -> Iterator[tuple[str, RosterVisit]]:
    for j, visit in enumerate(visits):
        yield f"shifts[{number}].visits[{j}]", visit
