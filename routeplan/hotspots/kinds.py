"""The kinds of tables: what each needs, and telling them apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from routeplan.errors import Fault, InputError
from routeplan.hotspots.columns import (
    CALENDAR_COLUMNS,
    CALENDAR_HEADERS,
    CLOSURE_COLUMNS,
    CLOSURE_HEADERS,
    HOTSPOT_COLUMNS,
    HOTSPOT_HEADERS,
    UNIT_COLUMNS,
    UNIT_HEADERS,
    UNPLANNED_HOTSPOT_COLUMNS,
    VISIT_COLUMNS,
    VISIT_HEADERS,
    find_column,
    suggest_column,
)
from routeplan.hotspots.positions import CLOSURE_PLACE, HOTSPOT_PLACE, UNIT_PLACE, PlaceKeys
from routeplan.hotspots.rows import Columns, Table
from routeplan.hotspots.tables import read_table, refuse_sheets
from routeplan.i18n import N_, _


@dataclass(frozen=True)
class TableKind:
    """A kind of table.

    Parameters
    ----------
    prefix
        What ids begin with that routeplan makes up.
    headers
        The headers that routeplan writes, by key of the column.
    needed
        Keys of the columns that every row has to fill in.
    place
        Keys of the columns one of which has to tell the position, None where rows are nowhere.
    mistaken
        What to say to someone who gives such a table as one of another kind.
    unplanned
        Keys of the columns that no plan takes into account yet.
    """

    prefix: str
    columns: Columns
    headers: Mapping[str, str]
    needed: tuple[str, ...]
    place: PlaceKeys | None
    mistaken: str
    unplanned: tuple[str, ...] = ()


HOTSPOTS = TableKind(
    "H",
    HOTSPOT_COLUMNS,
    HOTSPOT_HEADERS,
    ("name", "category"),
    HOTSPOT_PLACE,
    N_(
        "{file}: This looks like a table of hotspots; give it with --hotspots, or check it with "
        "`routeplan hotspots check`."
    ),
    unplanned=UNPLANNED_HOTSPOT_COLUMNS,
)
UNITS = TableKind(
    "U",
    UNIT_COLUMNS,
    UNIT_HEADERS,
    ("vehicle",),
    UNIT_PLACE,
    N_(
        "{file}: This looks like a table of units; give it with --units, or check it with "
        "`routeplan units check`."
    ),
)
CLOSURES = TableKind(
    "T",
    CLOSURE_COLUMNS,
    CLOSURE_HEADERS,
    ("name",),
    CLOSURE_PLACE,
    N_(
        "{file}: This looks like a table of closed roads; give it with --closures, or check it "
        "with `routeplan closures check`."
    ),
)
CALENDARS = TableKind(
    "K",
    CALENDAR_COLUMNS,
    CALENDAR_HEADERS,
    ("name", "valid_from", "valid_to", "categories", "factor"),
    None,
    N_("{file}: This looks like a calendar; give it with --calendar."),
)
VISITS = TableKind(
    "V",
    VISIT_COLUMNS,
    VISIT_HEADERS,
    ("date", "shift", "unit", "hotspot"),
    None,
    N_("{file}: This looks like a table of visits; give it to `routeplan history import`."),
)
KINDS = (HOTSPOTS, UNITS, CLOSURES, CALENDARS, VISITS)


def read_table_of(path: Path, kind: TableKind) -> Table:
    """Return the rows of a table or map file of one kind, with a fault per missing column.

    Raises
    ------
    InputError
        If the file cannot be read, or is a table of another kind.
    """
    try:
        table = read_table(path, columns=kind.columns)
    except InputError:
        # Where no header is known, those of another kind may be.
        for other in KINDS if path.is_file() else ():
            if other is not kind and _is_of_kind(path, other):
                raise _make_mistake(path, other) from None
        raise
    alike = [title for title, headers in table.sheets.items() if _is_such_sheet(headers, kind)]
    if len(alike) > 1:
        raise refuse_sheets(path, alike)
    missing = tuple(_find_missing(table, kind))
    # All that units and closed roads need may stand in tables of the other kinds, too.
    if missing or kind in (UNITS, CLOSURES):
        headers = [*table.headers.values(), *table.ignored]
        other = max(KINDS, key=lambda other: _count_headers(headers, other))
        if _count_headers(headers, other) > len(table.headers):
            raise _make_mistake(path, other)
    return replace(table, faults=(*table.faults, *missing))


def _make_mistake(path: Path, kind: TableKind) -> InputError:
    return InputError(_(kind.mistaken).format(file=path))


def _is_of_kind(path: Path, kind: TableKind) -> bool:
    try:
        table = read_table(path, columns=kind.columns)
    except InputError:
        return False
    return set(kind.needed) <= table.headers.keys()


def _is_such_sheet(headers: Sequence[str], kind: TableKind) -> bool:
    """Tell whether a sheet is a table of `kind` rather than of another, or a list of words."""
    keys = {find_column(header, kind.columns) for header in headers}
    if kind.place is not None and keys.isdisjoint(kind.place.keys):
        return False
    count = _count_headers(headers, kind)
    return count > 0 and count == max(_count_headers(headers, other) for other in KINDS)


def _count_headers(headers: Sequence[str], kind: TableKind) -> int:
    """Return how many of the headers are columns of `kind`; 0 where it needs others as well."""
    keys = {find_column(header, kind.columns) for header in headers} - {None}
    return len(keys) if keys >= set(kind.needed) else 0


def _find_missing(table: Table, kind: TableKind) -> Iterator[Fault]:
    # A header that seems to misspell a column has a fault of its own.
    near = [suggest_column(header, kind.columns) for header in table.ignored]
    there = {find_column(header, kind.columns) for header in near if header} | table.headers.keys()
    for key in kind.needed:
        if key not in there:
            yield _explain_column(key, kind)
    place = kind.place
    if place is None:
        return
    if not there & set(place.keys):
        headers = kind.headers
        others = (place.village, *place.others) if place.village else place.others
        yield Fault(
            _("No column tells where the places are."),
            _("Add {coordinates}, or {lat} and {lon}, or one of: {others}.").format(
                coordinates=headers[place.cell],
                lat=headers[place.lat],
                lon=headers[place.lon],
                others=", ".join(headers[key] for key in others),
            ),
        )
    for key, other in ((place.lat, place.lon), (place.lon, place.lat)):
        if key not in there and table.list_filled((other,)):
            yield _explain_column(key, kind)


def _explain_column(key: str, kind: TableKind) -> Fault:
    return Fault(
        _("The file has no such column."),
        _("Add it; its header can be: {names}.").format(names=", ".join((key, *kind.columns[key]))),
        column=kind.headers[key],
    )
