"""The two kinds of tables, hotspots and units: what each needs, and telling them apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from routeplan.errors import Fault, InputError
from routeplan.hotspots.columns import (
    HOTSPOT_COLUMNS,
    HOTSPOT_HEADERS,
    UNIT_COLUMNS,
    UNIT_HEADERS,
    UNPLANNED_HOTSPOT_COLUMNS,
    UNPLANNED_UNIT_COLUMNS,
    find_column,
    suggest_column,
)
from routeplan.hotspots.positions import HOTSPOT_PLACE, UNIT_PLACE, PlaceKeys
from routeplan.hotspots.rows import Columns, Table
from routeplan.hotspots.tables import read_table
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
    unplanned
        Keys of the columns that no plan takes into account yet.
    place
        Keys of the columns one of which has to tell the position.
    mistaken
        What to say to someone who gives such a table as one of the other kind.
    """

    prefix: str
    columns: Columns
    headers: Mapping[str, str]
    needed: tuple[str, ...]
    unplanned: tuple[str, ...]
    place: PlaceKeys
    mistaken: str


HOTSPOTS = TableKind(
    "H",
    HOTSPOT_COLUMNS,
    HOTSPOT_HEADERS,
    ("name", "category"),
    UNPLANNED_HOTSPOT_COLUMNS,
    HOTSPOT_PLACE,
    N_(
        "{file}: This looks like a table of hotspots; give it with --hotspots, or check it with "
        "`routeplan hotspots check`."
    ),
)
UNITS = TableKind(
    "U",
    UNIT_COLUMNS,
    UNIT_HEADERS,
    ("vehicle",),
    UNPLANNED_UNIT_COLUMNS,
    UNIT_PLACE,
    N_(
        "{file}: This looks like a table of units; give it with --units, or check it with "
        "`routeplan units check`."
    ),
)


def read_table_of(path: Path, kind: TableKind) -> Table:
    """Return the rows of a table or map file of one kind, with a fault per missing column.

    Raises
    ------
    InputError
        If the file cannot be read, or is a table of the other kind.
    """
    try:
        table = read_table(path, columns=kind.columns)
    except InputError:
        # Where no header is known, those of the other kind may be.
        if path.is_file() and _is_of_kind(path, _other(kind), known=0):
            raise _make_mistake(path, kind) from None
        raise
    missing = tuple(_find_missing(table, kind))
    if missing and _is_of_kind(path, _other(kind), known=len(table.headers)):
        raise _make_mistake(path, kind)
    return replace(table, faults=(*table.faults, *missing))


def _other(kind: TableKind) -> TableKind:
    return UNITS if kind is HOTSPOTS else HOTSPOTS


def _make_mistake(path: Path, kind: TableKind) -> InputError:
    return InputError(_(_other(kind).mistaken).format(file=path))


def _is_of_kind(path: Path, kind: TableKind, *, known: int) -> bool:
    """Tell whether a file has all the columns of `kind`, and more than `known` headers of it."""
    try:
        table = read_table(path, columns=kind.columns)
    except InputError:
        return False
    return len(table.headers) > known and set(kind.needed) <= table.headers.keys()


def _find_missing(table: Table, kind: TableKind) -> Iterator[Fault]:
    # A header that seems to misspell a column has a fault of its own.
    near = [suggest_column(header, kind.columns) for header in table.ignored]
    there = {find_column(header, kind.columns) for header in near if header} | table.headers.keys()
    for key in kind.needed:
        if key not in there:
            yield _explain_column(key, kind)
    place = kind.place
    if not there & set(place.keys):
        headers = kind.headers
        yield Fault(
            _("No column tells where the places are."),
            _("Add {coordinates}, or {lat} and {lon}, or {village}.").format(
                coordinates=headers[place.cell],
                lat=headers[place.lat],
                lon=headers[place.lon],
                village=headers[place.village],
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
