"""What the shifts of a roster cover hour by hour of the day, and what became of it.

Hours are those of the clock in the zone of the roster: 23 is the time from 23:00 to midnight.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from routeplan.export.content.month_coverage import find_kecamatan
from routeplan.model import Roster, RosterHotspot, VisitRecord, VisitState

HOURS = range(24)
# An hour on a date.
Slot = tuple[date, int]


@dataclass(frozen=True)
class HourCoverage:
    """What is done in an hour of the day, all days together.

    Parameters
    ----------
    visits
        Sum of the shares of the visits that begin in it.
    minutes
        In it that units are at hotspots or drive through them.
    presence_share
        Of all minutes at hotspots, each times risk and share of what is visited, those in this
        hour; the hours of the day sum to 1, or are all 0.
    on_duty
        Days on which a planned shift takes some of this hour.
    empty
        Those of them on which nobody is at any hotspot in it.
    """

    hour: int
    visits: float
    minutes: float
    presence_share: float
    on_duty: int
    empty: int


def measure_hours(roster: Roster) -> tuple[HourCoverage, ...]:
    """Return what the shifts planned so far do in each of the 24 hours."""
    zone = ZoneInfo(roster.zone)
    begins: defaultdict[int, list[float]] = defaultdict(list)
    present: defaultdict[Slot, float] = defaultdict(float)
    weighted: defaultdict[int, list[float]] = defaultdict(list)
    on_duty: set[Slot] = set()
    for planned in roster.shifts:
        on_duty |= {slot for slot, _s in _cut_hours(planned.shift.start, planned.shift.end, zone)}
        risks = {item.hotspot_id: item.risk for item in planned.due}
        for visit in planned.visits:
            start, end = map(planned.shift.moment, (visit.begin_s, visit.end_s))
            begins[find_hour(start, zone)].append(visit.share)
            for slot, seconds in _cut_hours(start, end, zone):
                present[slot] += seconds
                risk = risks.get(visit.hotspot_id, 0.0)
                weighted[slot[1]].append(seconds * visit.share * risk)
    total = math.fsum(value for values in weighted.values() for value in values)
    return tuple(
        HourCoverage(
            hour=hour,
            visits=math.fsum(begins[hour]),
            minutes=math.fsum(s for (_day, own), s in present.items() if own == hour) / 60,
            presence_share=math.fsum(weighted[hour]) / total if total else 0.0,
            on_duty=sum(own == hour for _day, own in on_duty),
            empty=sum(slot[1] == hour and not present.get(slot) for slot in on_duty),
        )
        for hour in HOURS
    )


def order_hours(hours: Sequence[HourCoverage]) -> tuple[HourCoverage, ...]:
    """Return the hours in which there is a shift, from where the longest time without one ends.

    A night from 23 to 2 o'clock is 23, 0, 1; hours of every day begin at 0.
    """
    worked = [bool(item.on_duty) for item in hours]
    if all(worked) or not any(worked):
        return tuple(item for item in hours if item.on_duty)

    def count_idle(first: int) -> int:
        """Return for how many hours before one there is no shift."""
        before = [worked[(first - n) % len(worked)] for n in range(1, len(worked) + 1)]
        return before.index(True)

    starts = [n for n, is_worked in enumerate(worked) if is_worked and not worked[n - 1]]
    start = max(starts, key=count_idle)
    return tuple(item for item in (*hours[start:], *hours[:start]) if item.on_duty)


def measure_heat(roster: Roster) -> dict[str, tuple[float, ...]]:
    """Return by kecamatan, "" for none, the visits that begin in each hour, as shares added up."""
    zone = ZoneInfo(roster.zone)
    names = {spot.id: find_kecamatan(spot) for spot in roster.hotspots}
    found: dict[str, list[float]] = {
        name: [0.0] * len(HOURS) for name in sorted(set(names.values()), key=lambda n: (not n, n))
    }
    for planned in roster.shifts:
        for visit in planned.visits:
            hour = find_hour(planned.shift.moment(visit.begin_s), zone)
            found[names[visit.hotspot_id]][hour] += visit.share
    return {name: tuple(round(value, 6) for value in values) for name, values in found.items()}


def find_hour(moment: datetime, zone: ZoneInfo) -> int:
    """Return the hour of the day of an aware moment in a zone."""
    return moment.astimezone(zone).hour


def _cut_hours(start: datetime, end: datetime, zone: ZoneInfo) -> Iterator[tuple[Slot, float]]:
    """Yield each hour of the clock that a time takes some of, and how many seconds of it."""
    here, end = start.astimezone(UTC), end.astimezone(UTC)
    while here < end:
        clock = here.astimezone(zone)
        rest = timedelta(hours=1) - timedelta(
            minutes=clock.minute, seconds=clock.second, microseconds=clock.microsecond
        )
        there = min(here + rest, end)
        yield (clock.date(), clock.hour), (there - here).total_seconds()
        here = there


@dataclass(frozen=True)
class Outcome:
    """What was planned, and what became of it, as shares of hotspots added up.

    Parameters
    ----------
    planned
        Visits of the roster.
    confirmed, missed
        Visits of a history in the same shifts that were found so.
    """

    planned: float = 0.0
    confirmed: float = 0.0
    missed: float = 0.0

    @property
    def confirmed_share(self) -> float | None:
        """Of what was looked at, how much was confirmed; None where nothing was."""
        looked_at = self.confirmed + self.missed
        return self.confirmed / looked_at if looked_at else None


@dataclass(frozen=True)
class Outcomes:
    """What became of the visits of a roster, in the groups of its coverage.

    Parameters
    ----------
    unknown
        Records of hotspots that the roster does not have; they count only here.
    """

    kecamatan: Mapping[str, Outcome]
    categories: Mapping[str, Outcome]
    levels: Mapping[str, Outcome]
    hours: Mapping[str, Outcome]
    total: Outcome
    unknown: int


def compare_with_history(roster: Roster, records: Iterable[VisitRecord]) -> Outcomes:
    """Return what was planned by the shifts of a roster beside what a history tells of them.

    Parameters
    ----------
    records
        Of any area and shift; those of the roster's planned shifts count.
    """
    zone = ZoneInfo(roster.zone)
    shifts = {(planned.shift.date, planned.shift.name) for planned in roster.shifts}
    spots = {spot.id: spot for spot in roster.hotspots}
    told = [
        record
        for record in records
        if record.area == roster.area_id and (record.date, record.shift) in shifts
    ]
    entries = [*_list_planned(roster, spots, zone), *_list_told(told, spots, zone)]

    def sort(read: Callable[[RosterHotspot, int], str]) -> dict[str, Outcome]:
        groups: defaultdict[str, list[_Entry]] = defaultdict(list)
        for entry in entries:
            groups[read(entry.spot, entry.hour)].append(entry)
        return {name: _sum_entries(own) for name, own in sorted(groups.items())}

    return Outcomes(
        kecamatan=sort(lambda spot, _hour: find_kecamatan(spot)),
        categories=sort(lambda spot, _hour: spot.category),
        levels=sort(lambda spot, _hour: spot.level),
        hours=sort(lambda _spot, hour: str(hour)),
        total=_sum_entries(entries),
        unknown=sum(record.hotspot_id not in spots for record in told),
    )


@dataclass(frozen=True)
class _Entry:
    """A visit, planned or told of."""

    spot: RosterHotspot
    hour: int
    share: float
    state: VisitState


def _list_planned(
    roster: Roster, spots: Mapping[str, RosterHotspot], zone: ZoneInfo
) -> Iterator[_Entry]:
    for planned in roster.shifts:
        for visit in planned.visits:
            hour = find_hour(planned.shift.moment(visit.begin_s), zone)
            yield _Entry(spots[visit.hotspot_id], hour, visit.share, "planned")


def _list_told(
    records: Iterable[VisitRecord], spots: Mapping[str, RosterHotspot], zone: ZoneInfo
) -> Iterator[_Entry]:
    for record in records:
        if record.hotspot_id in spots and record.state != "planned":
            hour = find_hour(record.begin, zone)
            yield _Entry(spots[record.hotspot_id], hour, record.share, record.state)


def _sum_entries(entries: Iterable[_Entry]) -> Outcome:
    sums: defaultdict[VisitState, list[float]] = defaultdict(list)
    for entry in entries:
        sums[entry.state].append(entry.share)
    return Outcome(*(math.fsum(sums[state]) for state in ("planned", "confirmed", "missed")))
