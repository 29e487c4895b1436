"""Tables of visits, as somebody keeps them or `routeplan history export` writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from routeplan.config import Config
from routeplan.errors import Fault
from routeplan.hotspots import cells, moments
from routeplan.hotspots.columns import VISIT_HEADERS
from routeplan.hotspots.kinds import VISITS
from routeplan.hotspots.records import read_records
from routeplan.hotspots.row_reader import RowReader
from routeplan.hotspots.rows import CellValue
from routeplan.hotspots.visit_writers import STATES
from routeplan.i18n import N_, _
from routeplan.model import VisitRecord, VisitState

# Other years are slips of the pen.
FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2950, 12, 31)
ONE_DAY = timedelta(days=1)
# A unit may be at its first place before its shift begins.
EARLIEST = timedelta(hours=1)

_STATE_WORDS: Mapping[str, VisitState] = {
    "rencana": "planned", "direncanakan": "planned", "planned": "planned", "plan": "planned",
    "terlaksana": "confirmed", "dilaksanakan": "confirmed", "dikunjungi": "confirmed",
    "confirmed": "confirmed", "visited": "confirmed", "ya": "confirmed", "yes": "confirmed",
    "tidak terlaksana": "missed", "tidak dikunjungi": "missed", "terlewat": "missed",
    "batal": "missed", "missed": "missed", "tidak": "missed", "no": "missed",
}  # fmt: skip

# What to write into the columns that every row has to fill in.
_REMEDIES = {
    "date": N_("Write the date on which the shift starts, such as 2024-11-27."),
    "shift": N_("Write the name of the shift, such as malam."),
    "unit": N_("Write the id of the unit."),
    "hotspot": N_("Write the id of the hotspot, as the table of hotspots has it."),
}


@dataclass(frozen=True)
class VisitTable:
    """The visits of a file, and its columns that nobody knows."""

    visits: tuple[VisitRecord, ...]
    ignored_columns: tuple[str, ...] = ()


def read_visit_table(path: Path, *, config: Config, area: str | None = None) -> VisitTable:
    """Return the visits of a table (CSV, XLSX), in the order of its rows.

    A row without a time begins with its shift, one without an end takes no time, one without a
    state was made, one without a part means all of the hotspot. A time of day is the first one
    from an hour before the shift on.

    Parameters
    ----------
    config
        Its shifts say when a time of day is of the next date, its zone of which zone it is.
    area
        Id of the area of rows that do not name one themselves.

    Raises
    ------
    InputFaults
        Naming row and column of everything that is wrong.
    InputError
        If the file cannot be read at all.
    """
    reader = _VisitReader(config, area)
    records = read_records(path, VISITS, reader.read, area=None)
    return VisitTable(records.found, records.ignored_columns)


@dataclass
class _VisitReader:
    """Reads rows of one table; remembers them, because none may be told twice."""

    config: Config
    area: str | None
    rows: dict[tuple[object, ...], int] = field(default_factory=dict)
    lacks_area: bool = False

    @property
    def zone(self) -> ZoneInfo:
        return self.config.tzinfo

    def read(self, reader: RowReader, _row_id: str) -> VisitRecord | None:
        """Return the visit of a row, None where something is wrong with it."""
        day = reader.read_needed("date", _parse_day, _(_REMEDIES["date"]))
        shift, unit, hotspot = (
            reader.read_needed(key, cells.parse_text, _(_REMEDIES[key]))
            for key in ("shift", "unit", "hotspot")
        )
        state: VisitState = reader.read("state", parse_state, "confirmed")
        share = reader.read("share", _parse_share, 1.0)
        area = self._read_area(reader)
        begin, end = self._read_times(reader, day, shift or "")
        if reader.faulty or not (area and day and shift and unit and hotspot and begin and end):
            return None
        part = reader.read("part", cells.parse_text, hotspot)
        record = VisitRecord(area, day, shift, unit, hotspot, part, share, begin, end, state)
        return record if self._is_first(reader, record) else None

    def _read_area(self, reader: RowReader) -> str | None:
        area = reader.read("area", cells.parse_text, self.area)
        if area is not None:
            return area
        if reader.has_column("area") or not self.lacks_area:
            self.lacks_area = True
            reader.add_fault(
                _("Nothing says in which area the visits were."),
                _("Fill in the column {header}, or name the area with --area.").format(
                    header=VISIT_HEADERS["area"]
                ),
                key="area",
                make=Fault if reader.has_column("area") else _make_fault_of_file,
            )
        return None

    def _read_times(
        self, reader: RowReader, day: date | None, shift: str
    ) -> tuple[datetime | None, datetime | None]:
        """Return when a visit begins and ends; None where a cell is wrong."""
        begin = reader.read("begin", moments.parse_moment, None)
        end = reader.read("end", moments.parse_moment, None)
        if reader.faulty or day is None:
            return None, None
        rule = self.config.shifts.get(shift)
        opens = time.fromisoformat(rule.start) if rule else time()
        start = datetime.combine(day, opens, self.zone)
        began = start if begin is None else self._place(begin, start - EARLIEST)
        ended = began if end is None else self._place(end, began)
        self._check_times(reader, start, began, ended)
        return began, ended

    def _place(self, moment: datetime | time, after: datetime) -> datetime:
        """Return a moment in the zone; a time of day is the first one not before `after`."""
        if isinstance(moment, datetime):
            return moment if moment.tzinfo else moment.replace(tzinfo=self.zone)
        local = after.astimezone(self.zone)
        found = datetime.combine(local.date(), moment, self.zone)
        # clocks know minutes: what ends in the minute in which it began ends at once
        if found < local.replace(second=0, microsecond=0):
            found = datetime.combine(local.date() + ONE_DAY, moment, self.zone)
        return max(found, after)

    def _check_times(
        self, reader: RowReader, start: datetime, begin: datetime, end: datetime
    ) -> None:
        if end < begin:
            reader.add_fault(
                _("The visit ends before it begins."), _("Correct one of the two times."), key="end"
            )
        elif not start - ONE_DAY <= begin <= end <= start + 2 * ONE_DAY:
            reader.add_fault(
                _("That is not in the shift of {date}.").format(date=start.date().isoformat()),
                _("Write the date on which the shift starts, and times within it."),
                key="begin" if reader.has("begin") else "end",
            )

    def _is_first(self, reader: RowReader, record: VisitRecord) -> bool:
        """Tell whether no row above tells of the same visit; add a fault otherwise."""
        key = (
            record.area, record.date, record.shift, record.unit_id, record.part_id,
            record.begin.astimezone(UTC),
        )  # fmt: skip
        row = self.rows.setdefault(key, reader.row.number)
        if row == reader.row.number:
            return True
        reader.add_fault(
            _("Row {row} tells of the same visit.").format(row=row),
            _("Remove one of the two rows."),
            key="hotspot",
        )
        return False


def _make_fault_of_file(problem: str, remedy: str, **_place: object) -> Fault:
    """Return a fault of no row."""
    return Fault(problem, remedy)


def _parse_day(value: CellValue) -> date:
    day = moments.parse_date(value)
    if not FIRST_DAY <= day <= LAST_DAY:
        raise cells.CellFault(
            _("{value} is no date of a visit.").format(value=day.isoformat()),
            _("Correct the year."),
        )
    return day


def parse_state(value: CellValue) -> VisitState:
    """Return what became of a visit: rencana, terlaksana, tidak terlaksana, or English."""
    return cells.parse_name_of(
        _STATE_WORDS, value, kind=_("state of a visit"), offered=list(STATES.values())
    )


def _parse_share(value: CellValue) -> float:
    share = cells.parse_positive(value)
    if share > 1:
        raise cells.CellFault(
            _("{value} is above 1.").format(value=value),
            _("Write the share of the hotspot, above 0 to 1."),
        )
    return share
