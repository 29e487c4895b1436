"""The roster file ``roster.json``: written and read without loss.

The file is UTF-8 JSON, the fields in the order of `routeplan.model.Roster`, datetimes as ISO 8601
with offset. Equal rosters give equal bytes.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import TypeAdapter

from routeplan.errors import Fault, InputFaults
from routeplan.files import write_text
from routeplan.i18n import N_, _
from routeplan.jsonfiles import FileKind, dump_json, read_json
from routeplan.model import Roster, RosterShift, Shift, Watch

SCHEMA_VERSION = "1.0"

ROSTER_NAME = "roster.json"

ROSTER_FILE = FileKind(
    version=SCHEMA_VERSION,
    not_one=N_(
        "{file} is not a roster: {why}. Give a roster.json that `routeplan roster` has written."
    ),
    newer=N_(
        "{file} was made by a newer routeplan (roster version {version}, this program reads "
        "version {known}). Update routeplan and try again."
    ),
    older=N_(
        "{file} was made by an older routeplan (roster version {version}, this program reads "
        "version {known}). Make the roster again."
    ),
)

Dated = TypeVar("Dated", Watch, RosterShift)


@cache
def roster_adapter() -> TypeAdapter[Roster]:
    """Return pydantic's reader and writer of rosters."""
    return TypeAdapter(Roster)


def write_roster(roster: Roster, path: Path) -> None:
    """Write a roster, all or nothing.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    write_text(path, dump_json(roster_adapter().dump_python(roster, warnings="error")))


def read_roster(path: Path) -> Roster:
    """Return the roster of a file, equal to the one that was written.

    Raises
    ------
    InputError
        If the file cannot be read, is no roster or comes from a newer major version.
    InputFaults
        Naming every field that is missing or has a wrong value.
    """
    roster = read_json(path, roster_adapter(), ROSTER_FILE)
    try:
        zone = ZoneInfo(roster.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        problem = _("{value} is no time zone.").format(value=repr(roster.zone))
        raise InputFaults(str(path), [Fault(problem, setting="zone")]) from None
    return replace(
        roster,
        watches=tuple(_move(watch, zone) for watch in roster.watches),
        shifts=tuple(_move(planned, zone) for planned in roster.shifts),
    )


def _move(item: Dated, zone: ZoneInfo) -> Dated:
    """Return an item with the hours of its shift in a zone instead of at a fixed offset."""
    shift: Shift = item.shift
    moved = replace(shift, start=shift.start.astimezone(zone), end=shift.end.astimezone(zone))
    return replace(item, shift=moved)
