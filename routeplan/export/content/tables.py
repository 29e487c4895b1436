"""The tables of a plan, for workbooks and for CSV: stops and units.

A table is made of fields: each knows its column and how its value is read off an item. What a
cell holds is a text, a number, a date, an aware moment, or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from routeplan.export.content.plain import keep_lines
from routeplan.export.content.reader import PlanReader, find_numbers, name_village
from routeplan.i18n import _
from routeplan.model import Leg, Loop, RatedHotspot, Stop, Unit
from routeplan.spreadsheets import LONGEST_CELL, SheetColumn
from routeplan.wording import (
    describe_form,
    describe_kind,
    describe_level,
    describe_vehicle,
)

Cell = str | int | float | date | None
Item = TypeVar("Item")


@dataclass(frozen=True)
class Field(Generic[Item]):
    """A column and how its cells are read; of `kind` as `SheetColumn` has it."""

    header: str
    width: float
    kind: str
    read: Callable[[Item], Cell]


@dataclass(frozen=True)
class Table:
    """A table with its title; every row has a cell for each column."""

    title: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class _StopRow:
    """A stop, its number among the visits of its loop, and the drive to it."""

    stop: Stop
    number: int | None
    leg: Leg | None
    unit: str
    rated: RatedHotspot | None


@dataclass(frozen=True)
class _UnitRow:
    """A unit and its loop, None where it drives none."""

    unit: Unit
    loop: Loop | None


def fill_table(title: str, fields: Sequence[Field[Item]], items: Iterable[Item]) -> Table:
    """Return the table that has a row for each of the `items`."""
    return Table(
        title,
        tuple(SheetColumn(field.header, field.width, field.kind) for field in fields),
        tuple(tuple(_tidy(field.read(item)) for field in fields) for item in items),
    )


def list_stops(reader: PlanReader) -> Table:
    """Return every stop of every unit in order, the base included."""
    zone = reader.plan.shift.start.tzname()
    fields: list[Field[_StopRow]] = [
        Field(_("Unit"), 16, "text", lambda row: row.unit),
        Field(_("No."), 6, "integer", lambda row: row.number),
        Field(_("Date"), 11, "date", lambda row: row.stop.arrive.date()),
        Field(_("Arrives ({zone})").format(zone=zone), 10, "clock", lambda row: row.stop.arrive),
        Field(_("Waits, min"), 7, "decimal", lambda row: _to_minutes(row.stop.wait_s) or None),
        Field(_("Leaves ({zone})").format(zone=zone), 10, "clock", lambda row: row.stop.depart),
        Field(_("Stays, min"), 7, "decimal", lambda row: _to_minutes(row.stop.dwell_s) or None),
        Field(_("Kind"), 13, "text", lambda row: describe_kind(row.stop.kind)),
        Field(_("Name"), 34, "text", lambda row: reader.name_stop(row.stop)),
        Field(_("Place"), 24, "text", lambda row: row.stop.place),
        Field(_("Village"), 20, "text", lambda row: name_village(row.rated)),
        Field(_("Form of visit"), 14, "text", lambda row: name_form(row.rated, reader)),
        Field(_("Level"), 14, "text", lambda row: name_level(row.rated)),
        Field(_("Drive to it, km"), 8, "decimal", lambda row: _measure(row.leg)),
        Field(_("Drive in it, km"), 8, "decimal", lambda row: _measure(row.stop.drive)),
        Field(_("Worth"), 8, "decimal", lambda row: row.stop.worth if row.rated else None),
        Field(_("Longitude"), 11, "position", lambda row: row.stop.lon),
        Field(_("Latitude"), 11, "position", lambda row: row.stop.lat),
    ]
    return fill_table(_("Schedule"), fields, _list_stop_rows(reader))


def list_units(reader: PlanReader) -> Table:
    """Return every unit on duty with the sums of its loop."""
    fields: list[Field[_UnitRow]] = [
        Field(_("Unit"), 24, "text", lambda row: reader.name_unit(row.unit.id)),
        Field(_("Vehicle"), 16, "text", lambda row: describe_vehicle(row.unit.vehicle)),
        Field(_("Crew"), 7, "integer", lambda row: row.unit.crew),
        Field(_("Base"), 30, "text", lambda row: row.unit.base),
        Field(_("Jurisdiction"), 26, "text", lambda row: ", ".join(row.unit.jurisdiction)),
        *(
            Field(header, 11, kind, _read_loop(read))
            for header, kind, read in _list_loop_sums(reader)
        ),
    ]
    loops = {loop.unit_id: loop for loop in reader.plan.loops}
    rows = (_UnitRow(unit, loops.get(unit.id)) for unit in reader.plan.units)
    return fill_table(_("Units"), fields, rows)


def name_form(rated: RatedHotspot | None, reader: PlanReader) -> str:
    """Return how a hotspot is visited, empty where there is none."""
    return describe_form(reader.tell_form(rated)) if rated else ""


def name_level(rated: RatedHotspot | None) -> str:
    """Return how vulnerable a hotspot is, empty where there is none."""
    return describe_level(rated.hotspot.level) if rated else ""


def _list_loop_sums(
    reader: PlanReader,
) -> Iterator[tuple[str, str, Callable[[Loop], Cell]]]:
    """Yield header, kind and reading of the figures of a loop."""
    zone = reader.plan.shift.start.tzname()
    yield _("Leaves ({zone})").format(zone=zone), "clock", lambda loop: loop.stops[0].depart
    yield _("Back ({zone})").format(zone=zone), "clock", _find_back
    yield _("Visits"), "integer", lambda loop: len(loop.visits)
    yield _("Distance, km"), "decimal", lambda loop: loop.metres / 1000
    yield _("Outside its jurisdiction, km"), "decimal", lambda loop: loop.outside_m / 1000
    yield _("Driving, min"), "decimal", lambda loop: _to_minutes(loop.driving_s)
    yield _("At stops, min"), "decimal", lambda loop: _to_minutes(loop.dwell_s)
    yield _("Waiting, min"), "decimal", lambda loop: _to_minutes(loop.waiting_s)
    yield _("Breaks, min"), "decimal", lambda loop: _to_minutes(loop.break_s)
    yield _("Worth"), "decimal", lambda loop: loop.worth


def _find_back(loop: Loop) -> Cell:
    return loop.stops[-1].arrive if loop.comes_back else None


def _read_loop(read: Callable[[Loop], Cell]) -> Callable[[_UnitRow], Cell]:
    return lambda row: None if row.loop is None else read(row.loop)


def _list_stop_rows(reader: PlanReader) -> Iterator[_StopRow]:
    for loop in reader.plan.loops:
        numbers = find_numbers(loop)
        for stop, leg in zip(loop.stops, (None, *loop.legs), strict=True):
            yield _StopRow(
                stop=stop,
                number=int(number) if (number := numbers.get(id(stop))) else None,
                leg=leg,
                unit=reader.name_unit(loop.unit_id),
                rated=reader.find_hotspot(stop),
            )


def _measure(leg: Leg | None) -> float | None:
    """Return the length of a drive in kilometres."""
    return leg.metres / 1000 if leg else None


def _to_minutes(seconds: float) -> float:
    return seconds / 60


def _tidy(cell: Cell) -> Cell:
    """Return a cell as a table may hold it: text short and clean, or nothing."""
    if isinstance(cell, str):
        text = keep_lines(cell)
        return (text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…") or None
    return cell
