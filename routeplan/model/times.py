"""Windows, days and shifts.

References
----------
The five-day market week of Java (pasaran) runs Legi, Pahing, Pon, Wage, Kliwon without a break
beside the seven-day week. 17 August 1945 was Jumat Legi.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
PASARAN = ("Legi", "Pahing", "Pon", "Wage", "Kliwon")

_A_LEGI = date(1945, 8, 17)


def find_weekday(day: date) -> str:
    """Return the Indonesian name of the weekday, e.g. ``Sabtu``."""
    return WEEKDAYS[day.weekday()]


def find_pasaran(day: date) -> str:
    """Return the Javanese market day, e.g. ``Legi``."""
    return PASARAN[(day - _A_LEGI).days % len(PASARAN)]


@dataclass(frozen=True, slots=True)
class TimeWindow:
    """A span of whole seconds from the shift's start, both ends included."""

    start_s: int
    end_s: int

    def __post_init__(self) -> None:
        if self.start_s > self.end_s:
            raise ValueError(f"window ends ({self.end_s} s) before it starts ({self.start_s} s)")

    def __contains__(self, moment_s: int) -> bool:
        return self.start_s <= moment_s <= self.end_s

    @property
    def length_s(self) -> int:
        """Seconds between its ends."""
        return self.end_s - self.start_s

    def intersect(self, other: TimeWindow) -> TimeWindow | None:
        """Return the common part, or None."""
        start, end = max(self.start_s, other.start_s), min(self.end_s, other.end_s)
        return TimeWindow(start, end) if start <= end else None


@dataclass(frozen=True, slots=True)
class ClockWindow:
    """Hours of the day; an end at or before the start lies on the next day.

    ``clock in window`` holds from the start on, and no longer at the end.
    """

    start: time
    end: time

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"

    def __contains__(self, clock: time) -> bool:
        if self.start < self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end

    @classmethod
    def parse(cls, text: str) -> ClockWindow:
        """Return the window that is written as `text`, e.g. ``23:00-04:30``; undoes `str`.

        Midnight at its end may be written as ``24:00``.

        Raises
        ------
        ValueError
            If `text` is written otherwise, or both ends are the same.
        """
        ends = (part.strip() for part in text.replace("24:00", "00:00").split("-"))
        start, end = (datetime.strptime(part, "%H:%M").time() for part in ends)  # noqa: DTZ007
        if start == end:
            raise ValueError(f"{text} has no length")
        return cls(start, end)

    def on(self, day: date, zone: Any) -> tuple[datetime, datetime]:
        """Return the aware start and end of the window that begins on `day`."""
        start = datetime.combine(day, self.start, zone)
        end_day = day if self.end > self.start else day + timedelta(days=1)
        return start, datetime.combine(end_day, self.end, zone)


@dataclass(frozen=True, slots=True)
class DayRule:
    """Days on which a hotspot matters: a weekday, a market day, or both together.

    ``DayRule("Sabtu", "Legi")`` is a Saturday that is also Legi.
    """

    weekday: str | None = None
    pasaran: str | None = None

    def __post_init__(self) -> None:
        if self.weekday is None and self.pasaran is None:
            raise ValueError("a day rule names a weekday, a market day, or both")
        if self.weekday is not None and self.weekday not in WEEKDAYS:
            raise ValueError(f"unknown weekday {self.weekday!r}")
        if self.pasaran is not None and self.pasaran not in PASARAN:
            raise ValueError(f"unknown market day {self.pasaran!r}")

    def __str__(self) -> str:
        return " ".join(part for part in (self.weekday, self.pasaran) if part)


@dataclass(frozen=True)
class Shift:
    """One tour of duty.

    Parameters
    ----------
    name
        Name of the shift in the configuration, e.g. ``malam``.
    start, end
        Aware datetimes; the end after the start and at most a day later.
    briefing_min, reporting_min
        Minutes before the first departure and after the last return.
    reserve_share
        Share of the time between them left unplanned for 110 calls, 0 to below 1.
    speed_factor
        Multiplies every road speed in this shift, above 0.
    """

    name: str
    start: datetime
    end: datetime
    briefing_min: int = 15
    reporting_min: int = 15
    reserve_share: float = 0.0
    speed_factor: float = 1.0

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("shift times need a time zone")
        if not self.start < self.end <= self.start + timedelta(days=1):
            raise ValueError("a shift ends after it starts and within a day")
        if not 0 <= self.reserve_share < 1:
            raise ValueError("reserve_share is at least 0 and below 1")
        if self.briefing_min < 0 or self.reporting_min < 0 or self.speed_factor <= 0:
            raise ValueError("minutes are not negative and the speed factor is above 0")

    @property
    def date(self) -> date:
        """The date on which it starts."""
        return self.start.date()

    @property
    def length_s(self) -> int:
        """Seconds that really pass from start to end, also where clocks are put forward or back."""
        return self.seconds(self.end)

    def seconds(self, moment: datetime) -> int:
        """Return whole seconds from the shift's start to `moment`."""
        return round((moment.astimezone(UTC) - self.start.astimezone(UTC)).total_seconds())

    def moment(self, seconds: int) -> datetime:
        """Return the aware datetime `seconds` after the shift's start."""
        later = self.start.astimezone(UTC) + timedelta(seconds=seconds)
        return later.astimezone(self.start.tzinfo)
