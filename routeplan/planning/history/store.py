"""Visits into a history file and out of it; what takes the place of what: see the package."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from routeplan.model import Notice, VisitRecord
from routeplan.planning.history.database import reading, refuse_damage, writing

_SELECT = """
    SELECT area, date, shift, unit_id, hotspot_id, part_id, share, begin, "end", state FROM visits
    WHERE (:first IS NULL OR date >= :first) AND (:last IS NULL OR date <= :last)
"""
_INSERT = """
    INSERT INTO visits
        (area, date, shift, unit_id, hotspot_id, part_id, share, begin, "end", state)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_FIND_LOOKED_AT = """
    SELECT 1 FROM visits
    WHERE area = ? AND date = ? AND shift = ? AND unit_id = ? AND state != 'planned'
"""
_DELETE_UNIT = "DELETE FROM visits WHERE area = ? AND date = ? AND shift = ? AND unit_id = ?"
_DELETE_PLAN = """
    DELETE FROM visits WHERE area = :area AND date = :date AND shift = :shift AND unit_id NOT IN (
        SELECT unit_id FROM visits
        WHERE area = :area AND date = :date AND shift = :shift AND state != 'planned'
    )
"""


# What a workbook keeps of a number, too; far less than what would matter.
SHARE_DECIMALS = 9
SMALLEST_SHARE = 1e-9


class ShiftKey(NamedTuple):
    """Which shift a visit belongs to: id of the area, date on which it starts, name."""

    area: str
    date: date
    shift: str


@dataclass(frozen=True)
class VisitBatch:
    """Visits that are taken in together.

    Parameters
    ----------
    records
        In any order; the same record twice counts once.
    whole_shifts
        Shifts of which the records are all that was planned, even where that is nothing.
    notices
        What whoever takes them in must know.
    """

    records: tuple[VisitRecord, ...]
    whole_shifts: tuple[ShiftKey, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class Recorded:
    """What taking visits in did to a history, in records.

    Parameters
    ----------
    added
        Stored now.
    replaced
        Stored before, and taken out.
    passed_over
        Planned, but somebody has looked at their unit's shift already.
    """

    added: int
    replaced: int
    passed_over: int


def find_shift(record: VisitRecord) -> ShiftKey:
    """Return the shift that a record belongs to."""
    return ShiftKey(record.area, record.date, record.shift)


def record_visits(file: Path, records: Sequence[VisitRecord], *, replace_shifts: bool) -> Recorded:
    """Take visits into a history, all or nothing; the file is made if it is not there.

    Shares are kept to nine decimals.

    Parameters
    ----------
    replace_shifts
        Whether the records are all that was planned in their shifts: what was planned there for
        other units goes, too.

    Raises
    ------
    InputError
        If the file is no history, is damaged or comes from a newer version.
    OutputError
        If it is locked or cannot be written.
    """
    whole = tuple(dict.fromkeys(map(find_shift, records))) if replace_shifts else ()
    (done,) = record_batches(file, [VisitBatch(tuple(records), whole)])
    return done


def record_batches(file: Path, batches: Iterable[VisitBatch]) -> tuple[Recorded, ...]:
    """Take several batches in, one after the other, all or nothing; errors as `record_visits`."""
    with writing(file) as connection:
        return tuple(_record_batch(connection, batch) for batch in batches)


def _record_batch(connection: sqlite3.Connection, batch: VisitBatch) -> Recorded:
    replaced = sum(_delete_plan(connection, shift) for shift in batch.whole_shifts)
    added = passed_over = 0
    records = sorted(dict.fromkeys(batch.records), key=_sort_key)
    for (shift, unit_id), group in groupby(records, key=_find_unit):
        visits, place = list(group), (*_key(shift), unit_id)
        is_plan = all(record.state == "planned" for record in visits)
        if is_plan and _is_looked_at(connection, place):
            passed_over += len(visits)
            continue
        replaced += connection.execute(_DELETE_UNIT, place).rowcount
        connection.executemany(_INSERT, map(_make_row, visits))
        added += len(visits)
    return Recorded(added, replaced, passed_over)


def _find_unit(record: VisitRecord) -> tuple[ShiftKey, str]:
    return find_shift(record), record.unit_id


def _key(shift: ShiftKey) -> tuple[str, str, str]:
    return shift.area, shift.date.isoformat(), shift.shift


def _is_looked_at(connection: sqlite3.Connection, place: tuple[str, ...]) -> bool:
    return connection.execute(_FIND_LOOKED_AT, place).fetchone() is not None


def _delete_plan(connection: sqlite3.Connection, shift: ShiftKey) -> int:
    """Take out what was planned in a shift for units that nobody has looked at."""
    values = {"area": shift.area, "date": shift.date.isoformat(), "shift": shift.shift}
    return connection.execute(_DELETE_PLAN, values).rowcount


def _make_row(record: VisitRecord) -> tuple[object, ...]:
    share = max(round(record.share, SHARE_DECIMALS), SMALLEST_SHARE)
    return (
        record.area, record.date.isoformat(), record.shift, record.unit_id, record.hotspot_id,
        record.part_id, share, record.begin.isoformat(), record.end.isoformat(), record.state,
    )  # fmt: skip


def read_visits(
    file: Path,
    *,
    area: str | Collection[str] | None = None,
    first: date | None = None,
    last: date | None = None,
) -> tuple[VisitRecord, ...]:
    """Return the visits of a history, by area, date, shift, unit and time.

    Parameters
    ----------
    area
        Id of the only area whose visits are wanted, or ids of several.
    first, last
        Of shifts that start on these dates or between them.

    Raises
    ------
    InputError
        If the file is not there, is no history, is damaged or comes from a newer version.
    OutputError
        If another program keeps it locked.
    """
    days = {"first": first and first.isoformat(), "last": last and last.isoformat()}
    with reading(file) as connection:
        rows = connection.execute(_SELECT, days).fetchall()
    areas = {area} if isinstance(area, str) else area
    wanted = (row for row in rows if areas is None or row[0] in areas)
    return tuple(sorted(_read_rows(wanted, file), key=_sort_key))


def _read_rows(rows: Iterable[tuple[Any, ...]], file: Path) -> Iterator[VisitRecord]:
    for row in rows:
        area, day, shift, unit_id, hotspot_id, part_id, share, begin, end, state = row
        try:
            yield VisitRecord(
                area, date.fromisoformat(day), shift, unit_id, hotspot_id, part_id, share,
                datetime.fromisoformat(begin), datetime.fromisoformat(end), state,
            )  # fmt: skip
        except (TypeError, ValueError) as error:  # another program has written into it
            raise refuse_damage(file, str(error)) from None


def _sort_key(record: VisitRecord) -> tuple[object, ...]:
    return (
        record.area, record.date, record.shift, record.unit_id, record.begin,
        record.hotspot_id, record.part_id, record.end, record.state, record.share,
    )  # fmt: skip
