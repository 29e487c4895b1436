"""What the shifts of a roster cover together: hotspot by hotspot, and in groups of them.

Counted are the shifts planned so far, on the days from the first of the roster to that of the last
of these shifts. A hotspot is *due* in a shift that could visit it. A road or an area is visited in
parts: of each visit its share of the hotspot counts, so that all parts together make one visit.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from routeplan.model import LEVELS, Roster, RosterHotspot, RosterShift, RosterVisit

MONTH_DAYS = 28


@dataclass(frozen=True)
class Coverage:
    """What is done for a hotspot, or for all of a group.

    Parameters
    ----------
    name
        Of the group; id of the hotspot where it is of one.
    days
        On which the shifts lie.
    hotspots
        How many it is of.
    due, visited
        Pairs of a hotspot and a shift: in which it is due, and in which it is visited besides, at
        least in part.
    risk_due, risk_visited
        Sum of the risks of the pairs that are due; and of these risks times the share of the
        hotspot that is visited in the shift, each of its parts counted once.
    visits
        Sum of the shares of all visits.
    minutes
        That units are at the hotspots or drive through them.
    never
        Hotspots that are due at least once and never visited.
    longest_gap_days
        Most days in a row without a visit, the first and the last days included, of a hotspot that
        is due at least once; None where none is.
    longest_gap_at
        Id of the first hotspot with that gap.
    gap_days, gaps
        Days without a visit, and into how many runs the visits cut them, runs of no day included,
        of the hotspots that are due at least once: n days with a visit make n + 1 runs.
    """

    name: str
    days: int
    hotspots: int = 0
    due: int = 0
    visited: int = 0
    risk_due: float = 0.0
    risk_visited: float = 0.0
    visits: float = 0.0
    minutes: float = 0.0
    never: int = 0
    longest_gap_days: int | None = None
    longest_gap_at: str = ""
    gap_days: int = 0
    gaps: int = 0

    @property
    def risk_share(self) -> float | None:
        """How much of the risk that is due is visited, 0 to 1; None where none is due."""
        return min(1.0, self.risk_visited / self.risk_due) if self.risk_due else None

    @property
    def visits_per_month(self) -> float:
        """Visits in 28 days at this rate."""
        return self.visits * MONTH_DAYS / self.days if self.days else 0.0

    @property
    def mean_gap_days(self) -> float | None:
        """The mean run of days without a visit; None where nothing is due."""
        return self.gap_days / self.gaps if self.gaps else None


@dataclass(frozen=True)
class MonthCoverage:
    """The coverage of a roster: of each hotspot in the order of their table, and of groups.

    Kecamatan are in the order of their names, "" for none, the others in that of the settings; of
    each only those that have hotspots.
    """

    days: int
    spots: tuple[Coverage, ...]
    kecamatan: tuple[Coverage, ...]
    categories: tuple[Coverage, ...]
    levels: tuple[Coverage, ...]
    total: Coverage


def measure_coverage(roster: Roster) -> MonthCoverage:
    """Return what the shifts of a roster planned so far cover."""
    days = count_days(roster)
    made = _collect_visits(roster.shifts)
    due = _collect_due(roster.shifts)
    spots = tuple(
        _measure_spot(roster, spot, due[spot.id], made[spot.id], days) for spot in roster.hotspots
    )
    categories = tuple(roster.config.get("categories", {}))

    def group(read: Callable[[RosterHotspot], str], order: Sequence[str]) -> tuple[Coverage, ...]:
        return _group(list(map(read, roster.hotspots)), spots, order, days)

    return MonthCoverage(
        days=days,
        spots=spots,
        kecamatan=group(find_kecamatan, ()),
        categories=group(lambda spot: spot.category, categories),
        levels=group(lambda spot: spot.level, tuple(reversed(LEVELS))),
        total=add_up("", spots, days),
    )


def find_kecamatan(spot: RosterHotspot) -> str:
    """Return the kecamatan of a hotspot, "" where it is not known."""
    return spot.kecamatan or ""


def count_days(roster: Roster) -> int:
    """Return how many days there are from the first to that of the last planned shift."""
    last = max((planned.shift.date for planned in roster.shifts), default=None)
    return 0 if last is None else (last - roster.first).days + 1


def cut_roster(roster: Roster, *, first: date | None = None, last: date | None = None) -> Roster:
    """Return the part of a roster whose shifts start on or between two dates, None for its ends.

    What holds for all of its days only, minimums and figures, is left out where days are.
    """
    start = max(roster.first, first or roster.first)
    end = min(roster.last, last or roster.last)
    if (start, end) == (roster.first, roster.last):
        return roster
    kept = [start <= watch.shift.date <= end for watch in roster.watches]
    return replace(
        roster,
        first=start,
        days=max((end - start).days + 1, 0),
        hotspots=tuple(
            replace(
                spot,
                chances=tuple(c for c, is_kept in zip(spot.chances, kept, strict=True) if is_kept),
            )
            for spot in roster.hotspots
        ),
        watches=tuple(w for w, is_kept in zip(roster.watches, kept, strict=True) if is_kept),
        shifts=tuple(s for s in roster.shifts if start <= s.shift.date <= end),
        minimums=(),
        figures=None,
    )


def add_up(name: str, items: Iterable[Coverage], days: int) -> Coverage:
    """Return the coverage of several hotspots together."""
    found = list(items)
    gaps = [item for item in found if item.longest_gap_days is not None]
    longest = max(gaps, key=lambda item: item.longest_gap_days or 0, default=None)
    return Coverage(
        name=name,
        days=days,
        hotspots=sum(item.hotspots for item in found),
        due=sum(item.due for item in found),
        visited=sum(item.visited for item in found),
        risk_due=math.fsum(item.risk_due for item in found),
        risk_visited=math.fsum(item.risk_visited for item in found),
        visits=math.fsum(item.visits for item in found),
        minutes=math.fsum(item.minutes for item in found),
        never=sum(item.never for item in found),
        longest_gap_days=None if longest is None else longest.longest_gap_days,
        longest_gap_at="" if longest is None else longest.longest_gap_at,
        gap_days=sum(item.gap_days for item in found),
        gaps=sum(item.gaps for item in found),
    )


def _group(
    keys: Sequence[str], spots: Sequence[Coverage], order: Sequence[str], days: int
) -> tuple[Coverage, ...]:
    """Return the coverage of the hotspots of each key, in an order and then by name."""
    places = {name: place for place, name in enumerate(order)}
    names = sorted(set(keys), key=lambda name: (places.get(name, len(order)), not name, name))
    return tuple(
        add_up(name, (s for key, s in zip(keys, spots, strict=True) if key == name), days)
        for name in names
    )


# By hotspot: its visits in each shift that makes some, by the number of the shift.
_Made = defaultdict[str, defaultdict[int, list[RosterVisit]]]
# By hotspot: its risk in each shift in which it is due.
_Due = defaultdict[str, dict[int, float]]


def _collect_visits(shifts: Sequence[RosterShift]) -> _Made:
    made: _Made = defaultdict(lambda: defaultdict(list))
    for number, planned in enumerate(shifts):
        for visit in planned.visits:
            made[visit.hotspot_id][number].append(visit)
    return made


def _collect_due(shifts: Sequence[RosterShift]) -> _Due:
    due: _Due = defaultdict(dict)
    for number, planned in enumerate(shifts):
        for item in planned.due:
            due[item.hotspot_id][number] = item.risk
    return due


def _measure_spot(
    roster: Roster,
    spot: RosterHotspot,
    due: dict[int, float],
    made: dict[int, list[RosterVisit]],
    days: int,
) -> Coverage:
    visits = [visit for own in made.values() for visit in own]
    covered = {n: {visit.part_id: visit.share for visit in own} for n, own in made.items()}
    dates = {roster.shifts[number].shift.date for number in made}
    is_due = bool(due)
    return Coverage(
        name=spot.id,
        days=days,
        hotspots=1,
        due=len(due),
        visited=sum(number in made for number in due),
        risk_due=math.fsum(due.values()),
        risk_visited=math.fsum(
            risk * min(1.0, math.fsum(covered[number].values()))
            for number, risk in due.items()
            if number in covered
        ),
        visits=math.fsum(visit.share for visit in visits),
        minutes=math.fsum(visit.end_s - visit.begin_s for visit in visits) / 60,
        never=int(is_due and not visits),
        longest_gap_days=_find_longest_gap(roster.first, days, dates) if is_due else None,
        longest_gap_at=spot.id if is_due else "",
        gap_days=days - len(dates) if is_due else 0,
        gaps=len(dates) + 1 if is_due else 0,
    )


def _find_longest_gap(first: date, days: int, dates: Iterable[date]) -> int:
    """Return the most of some days in a row that are not among the dates."""
    one = timedelta(days=1)
    borders = [first - one, *sorted(dates), first + timedelta(days=days)]
    return max((b - a).days - 1 for a, b in pairwise(borders))
