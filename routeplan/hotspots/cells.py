"""Cells -> values. Every reader takes what a spreadsheet holds or raises `CellFault`."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from routeplan.errors import Fault, nearest_names
from routeplan.hotspots.rows import CellTrouble, CellValue, Row
from routeplan.i18n import _
from routeplan.model import LEVELS, PASARAN, WEEKDAYS, ClockWindow, DayRule, Level, Vehicle

T = TypeVar("T")

_YES = frozenset({"ya", "y", "yes", "true", "benar", "wajib", "1"})
_NO = frozenset({"tidak", "tdk", "t", "n", "no", "false", "salah", "0"})
_VEHICLE_WORDS: Mapping[str, Vehicle] = {
    "r4": "R4", "roda 4": "R4", "roda empat": "R4", "mobil": "R4", "car": "R4",
    "r2": "R2", "roda 2": "R2", "roda dua": "R2", "motor": "R2", "sepeda motor": "R2",
    "motorcycle": "R2",
    "kaki": "foot", "jalan kaki": "foot", "foot": "foot", "on foot": "foot",
}  # fmt: skip
_WEEKDAY_WORDS: Mapping[str, str] = {
    **{day.casefold(): day for day in WEEKDAYS},
    "jum'at": "Jumat", "jum’at": "Jumat", "ahad": "Minggu",
    **dict(zip(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), WEEKDAYS,
        strict=True,
    )),
}  # fmt: skip
_PASARAN_WORDS: Mapping[str, str] = {
    **{day.casefold(): day for day in PASARAN}, "paing": "Pahing", "manis": "Legi",
}  # fmt: skip
_DECIMAL = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?:[:.]\d{2})?")
_DMY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_SEPARATOR = re.compile(r"[;,\n]")
_SECONDS_A_DAY = 86_400
_LONGEST_PROBLEM = 200


class CellFault(ValueError):
    """What is wrong with a cell, and what would be right; ends up in a `Fault`."""

    def __init__(self, problem: str, remedy: str = "") -> None:
        self.problem = problem
        self.remedy = remedy
        super().__init__(problem)


class RowReader:
    """Reads the cells of one row and gathers what is wrong with them.

    `faulty` says that something is, `is_approximate` that the row tells its position by the name
    of a village only.

    Parameters
    ----------
    headers
        Header as the file writes it, by key of the column.
    faults
        List to which faults are added.
    """

    def __init__(self, row: Row, headers: Mapping[str, str], faults: list[Fault]) -> None:
        self.row = row
        self._headers = headers
        self._faults = faults
        self.faulty = False
        self.is_approximate = False

    def has(self, key: str) -> bool:
        """Tell whether the cell holds something."""
        return key in self.row.cells

    def has_column(self, key: str) -> bool:
        """Tell whether the file has the column at all."""
        return key in self._headers

    def read(self, key: str, parse: Callable[[CellValue], T], default: T) -> T:
        """Return the parsed cell; the default where it is empty or wrong."""
        value = self.row.cells.get(key)
        if value is None:
            return default
        if isinstance(value, CellTrouble):
            self.add_fault(str(value), _("Put the plain value into the cell."), key=key)
            return default
        try:
            return parse(value)
        except CellFault as fault:
            self.add_fault(fault.problem, fault.remedy, key=key)
            return default

    def read_needed(self, key: str, parse: Callable[[CellValue], T], remedy: str) -> T | None:
        """Return the parsed cell; None and a fault where it is empty or wrong.

        Where the whole column is missing the row is faulty, and the fault is the file's.
        """
        if not self.has_column(key):
            self.faulty = True
            return None
        if not self.has(key):
            self.add_fault(_("The cell is empty."), remedy, key=key)
            return None
        return self.read(key, parse, None)

    def add_fault(
        self, problem: str, remedy: str = "", *, key: str, make: Callable[..., Fault] = Fault
    ) -> None:
        """Add a fault of the column `key` of this row, made by `make`."""
        header = self._headers.get(key, key)
        self.faulty = True
        fault = make(_shorten(problem), remedy, row=self.row.number, column=header)
        self._faults.append(fault)


def _shorten(text: str) -> str:
    """Return `text`, without its middle where it quotes a very long cell."""
    if len(text) <= _LONGEST_PROBLEM:
        return text
    half = _LONGEST_PROBLEM // 2
    return f"{text[:half]} ... {text[-half:]}"


def parse_text(value: CellValue) -> str:
    """Return the cell as text; whole numbers without a decimal part."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return clean_text(str(value))


def clean_text(text: str) -> str:
    """Return `text` with single spaces, and these in the place of what cannot be seen."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def parse_number(value: CellValue) -> float:
    """Return a finite number; text may have a decimal comma."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise CellFault(
            _("{value} is no number.").format(value=value),
            _("If the spreadsheet made a date of it, format the cell as text and type it again."),
        )
    try:
        number = _number_from_text(value) if isinstance(value, str) else float(value)
    except OverflowError:  # a whole number of more than 308 digits
        number = math.inf
    if not math.isfinite(number):
        raise CellFault(
            _("{value} is no finite number.").format(value=number), _("Write a number such as 1.5.")
        )
    return number


def _number_from_text(text: str) -> float:
    plain = text.strip().replace("−", "-").removesuffix("°")
    # One comma and no point is a decimal comma; 1.234,5 and 1,234.5 could mean two numbers.
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    if _DECIMAL.fullmatch(plain) or plain.casefold() in ("nan", "inf", "-inf"):
        return float(plain)
    raise CellFault(_("{value} is no number.").format(value=text), _("Write a number such as 1.5."))


def parse_not_negative(value: CellValue) -> float:
    """Return a number of at least 0."""
    number = parse_number(value)
    if number < 0:
        raise CellFault(
            _("{value} is negative.").format(value=value), _("Write 0 or a number above it.")
        )
    return number


def parse_positive(value: CellValue) -> float:
    """Return a number above 0."""
    number = parse_number(value)
    if number <= 0:
        raise CellFault(
            _("{value} is not above 0.").format(value=value), _("Write a number above 0.")
        )
    return number


def parse_count(value: CellValue) -> int:
    """Return a whole number of at least 1."""
    number = parse_positive(value)
    if not number.is_integer():
        raise CellFault(
            _("{value} is no whole number.").format(value=value), _("Write a whole number.")
        )
    return int(number)


def fold_word(text: str) -> str:
    """Return `text` in lower case, with single spaces for underscores and hyphens."""
    return " ".join(text.casefold().replace("_", " ").replace("-", " ").split())


def parse_name_of(
    known: Mapping[str, T],
    value: CellValue,
    *,
    kind: str,
    offered: Sequence[str],
    fold: Callable[[str], str] = fold_word,
) -> T:
    """Return what `known` says of the word in the cell.

    Parameters
    ----------
    known
        Values by folded word.
    kind
        What the word is meant to be, in the output language, e.g. "category".
    offered
        The words to offer where the cell holds none of the known ones.
    fold
        Makes spellings of a word alike.
    """
    text = parse_text(value)
    word = fold(text)
    if word in known:
        return known[word]
    near = nearest_names(text, offered, limit=2)
    if near:
        remedy = _("Did you mean {names}?").format(names=", ".join(near))
    else:
        remedy = _("Known: {names}.").format(names=", ".join(offered))
    raise CellFault(_("Unknown {kind}: {name}.").format(kind=kind, name=text), remedy)


def parse_level(value: CellValue) -> Level:
    """Return a level of vulnerability; ``Sangat Rawan`` and ``sangat_rawan`` are one."""
    known: dict[str, Level] = {fold_word(level): level for level in LEVELS}
    if not isinstance(value, str):
        raise CellFault(
            _("{value} is no level: levels are words.").format(value=value),
            _("Known: {names}.").format(names=", ".join(LEVELS)),
        )
    return parse_name_of(known, value, kind=_("level"), offered=LEVELS)


def parse_category(categories: Mapping[str, str]) -> Callable[[CellValue], str]:
    """Return a reader of category names; `categories` holds their labels by name."""
    known = {fold_word(label): name for name, label in categories.items()}
    known |= {fold_word(name): name for name in categories}
    return lambda value: parse_name_of(known, value, kind=_("category"), offered=sorted(categories))


def parse_vehicle(value: CellValue) -> Vehicle:
    """Return a vehicle: R4, R2 or foot."""
    return parse_name_of(_VEHICLE_WORDS, value, kind=_("vehicle"), offered=["R4", "R2", "kaki"])


def parse_vehicles(value: CellValue) -> tuple[Vehicle, ...]:
    """Return the vehicles of a list such as ``R2; kaki``, each once."""
    return tuple(dict.fromkeys(parse_vehicle(part) for part in parse_list(value)))


def parse_list(value: CellValue) -> tuple[str, ...]:
    """Return the parts of a cell between semicolons, commas or line breaks."""
    parts = (parse_text(part) for part in _SEPARATOR.split(str(value)))
    return tuple(part for part in parts if part)


def parse_yes_no(value: CellValue) -> bool:
    """Return True for ya, yes, benar, 1; False for tidak, no, salah, 0."""
    word = parse_text(value).casefold()
    if word in _YES | _NO:
        return word in _YES
    raise CellFault(
        _("{value} is neither yes nor no.").format(value=value), _("Write ya or tidak.")
    )


def parse_date(value: CellValue) -> date:
    """Return a date: a date cell, ``2024-11-27`` or ``27/11/2024`` (day first)."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value).strip()
    try:
        if match := _DMY.fullmatch(text):
            day, month, year = map(int, match.groups())
            return date(year, month, day)
        return datetime.fromisoformat(text.replace("/", "-")).date()
    except ValueError:
        raise CellFault(
            _("{value} is no date.").format(value=text),
            _("Write it as 2024-11-27 or 27/11/2024."),
        ) from None


def parse_clock(value: CellValue) -> time:
    """Return a time of day: a time cell, ``19:00``, ``19.00`` or ``19``."""
    if isinstance(value, datetime):
        return value.time()
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0)
    if isinstance(value, timedelta):
        value = value.total_seconds() / _SECONDS_A_DAY
    # Spreadsheets keep a time as a fraction of a day.
    if isinstance(value, float) and 0 < value <= 1:
        minutes = round(value * 24 * 60) % (24 * 60)
        return time(minutes // 60, minutes % 60)
    match = _CLOCK.fullmatch(parse_text(value))
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (99, 0)
    try:
        return time(0 if (hour, minute) == (24, 0) else hour, minute)
    except ValueError:
        raise CellFault(
            _("{value} is no time of day.").format(value=value), _("Write it as 19:00.")
        ) from None


def parse_windows(value: CellValue) -> tuple[ClockWindow, ...]:
    """Return the windows of a cell such as ``19:00-22:00; 01:00-04:00``."""
    if not isinstance(value, str):
        raise _window_fault(value)
    return tuple(_parse_window(part) for part in parse_list(value))


def _parse_window(text: str) -> ClockWindow:
    ends = re.split(r"\s*(?:-|–|s/d|sd|sampai)\s*", text)
    if len(ends) != 2:  # a start and an end
        raise _window_fault(text)
    start, end = parse_clock(ends[0]), parse_clock(ends[1])
    if start == end:
        raise CellFault(
            _("The window {value} has no length.").format(value=text),
            _("Leave the cell empty for any hour."),
        )
    return ClockWindow(start, end)


def _window_fault(value: CellValue) -> CellFault:
    return CellFault(
        _("{value} is no window of time.").format(value=value),
        _("Write it as 19:00-22:00; 01:00-04:00."),
    )


def parse_days(value: CellValue) -> tuple[DayRule, ...]:
    """Return the rules of a cell: ``Sabtu Legi`` is both together, ``Senin; Legi`` either."""
    return tuple(_parse_day(part) for part in parse_list(value))


def _parse_day(text: str) -> DayRule:
    weekdays, markets = [], []
    for word in text.casefold().split():
        if word in _WEEKDAY_WORDS:
            weekdays.append(_WEEKDAY_WORDS[word])
        elif word in _PASARAN_WORDS:
            markets.append(_PASARAN_WORDS[word])
        else:
            near = nearest_names(word, [*WEEKDAYS, *PASARAN], limit=1)
            remedy = _("Did you mean {names}?").format(names=near[0]) if near else _(
                "Write days such as Senin, Legi or Sabtu Legi."
            )  # fmt: skip
            raise CellFault(_("{value} is no day.").format(value=word), remedy)
    if len(weekdays) > 1 or len(markets) > 1:
        raise CellFault(
            _("{value} cannot be one day.").format(value=text),
            _("Put a semicolon between days of which any will do."),
        )
    return DayRule(weekdays[0] if weekdays else None, markets[0] if markets else None)
