"""How well a roster can be foretold, and what it keeps of the worth of the best plans.

The measure is the entropy of the half hours in which the visits of a place begin, against that of
simulated rosters with as many visits of each place in the same shifts, at uniformly random times
within the hours in which these visits could have begun.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

import numpy as np

from routeplan.model import PlaceFigures, Roster, RosterFigures, RosterShift, RosterVisit
from routeplan.model.roster import Span
from routeplan.planning.cadence import make_generator
from routeplan.planning.roster.memory import SLOT_S

# So many rosters at random times are drawn to compare with.
DRAWS = 20

Which = Literal["visits", "best_visits"]


@dataclass(frozen=True)
class Series:
    """The visits of a part in shifts of one name.

    Parameters
    ----------
    begins
        Seconds from the start of their shifts.
    open
        When each could have begun.
    """

    hotspot_id: str
    begins: tuple[int, ...]
    open: tuple[tuple[Span, ...], ...]


def measure_roster(roster: Roster) -> RosterFigures:
    """Return what the shifts of a roster planned so far, at least one, do together."""
    own, best = (list_series(roster.shifts, which) for which in ("visits", "best_visits"))
    uniform = [_expect_uniform(one, roster.seed, number) for number, one in enumerate(own)]
    entropies = [measure_entropy(one.begins) for one in own]
    return RosterFigures(
        kept_share=math.fsum(s.worth for s in roster.shifts)
        / (math.fsum(s.best_worth for s in roster.shifts) or 1.0),
        entropy=_average(own, entropies),
        uniform_entropy=_average(own, uniform),
        best_entropy=_average(best, [measure_entropy(one.begins) for one in best]),
        repeated_share=_average_repeated(roster.shifts),
        places=tuple(_list_places(roster, own, entropies, uniform)),
    )


def list_series(shifts: Sequence[RosterShift], which: Which) -> list[Series]:
    """Return the visits of each part and name of shift, of which there are two at least."""
    found: defaultdict[tuple[str, str], list[RosterVisit]] = defaultdict(list)
    for planned in shifts:
        for visit in getattr(planned, which):
            found[planned.shift.name, visit.part_id].append(visit)
    return [
        Series(
            visits[0].hotspot_id,
            tuple(visit.begin_s for visit in visits),
            tuple(visit.open for visit in visits),
        )
        for _key, visits in sorted(found.items())
        if len(visits) > 1
    ]


def measure_entropy(begins: Iterable[int]) -> float:
    """Return the entropy of the half hours of some seconds, in bits."""
    counts = np.array(list(Counter(begin // SLOT_S for begin in begins).values()))
    shares = counts / counts.sum()
    return float(-(shares * np.log2(shares)).sum()) + 0.0  # no -0


def draw_uniform(open_spans: Sequence[Span], rng: np.random.Generator) -> int:
    """Return a second within some spans, each second as likely."""
    lengths = [end - start + 1 for start, end in open_spans]
    at = int(rng.integers(sum(lengths)))
    for (start, _end), length in zip(open_spans, lengths, strict=True):
        if at < length:
            return start + at
        at -= length
    raise AssertionError("a second lies in some span")


def _expect_uniform(series: Series, seed: int, number: int) -> float:
    """Return the entropy that visits at random times would have, the mean of some draws."""
    rng = make_generator(seed, f"uniform {number}")
    draws = [
        measure_entropy([draw_uniform(spans, rng) for spans in series.open]) for _n in range(DRAWS)
    ]
    return math.fsum(draws) / DRAWS


def _average(series: Sequence[Series], entropies: Sequence[float]) -> float:
    """Return the mean of entropies, each series as often as it has visits."""
    counts = [len(one.begins) for one in series]
    total = sum(counts)
    return (
        math.fsum(c * e for c, e in zip(counts, entropies, strict=True)) / total if total else 0.0
    )


def _average_repeated(shifts: Sequence[RosterShift]) -> float:
    """Return how much of what is driven is driven again, the first shift of each name left out."""
    seen: set[str] = set()
    shares = []
    for planned in shifts:
        if planned.shift.name in seen:
            shares.append(planned.repeated_share)
        seen.add(planned.shift.name)
    return math.fsum(shares) / len(shares) if shares else 0.0


def _list_places(
    roster: Roster, own: Sequence[Series], entropies: Sequence[float], uniform: Sequence[float]
) -> Iterable[PlaceFigures]:
    visits: defaultdict[str, float] = defaultdict(float)
    for planned in roster.shifts:
        for visit in planned.visits:
            visits[visit.hotspot_id] += visit.share
    days, best_days = (_list_dates(roster.shifts, which) for which in ("visits", "best_visits"))
    mixed: defaultdict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(own):
        mixed[one.hotspot_id].append(number)
    for spot in roster.hotspots:
        numbers = mixed[spot.id]
        series = [own[n] for n in numbers]
        yield PlaceFigures(
            hotspot_id=spot.id,
            visits=round(visits[spot.id], 6),
            longest_gap_days=find_longest_gap(roster, days[spot.id]),
            best_gap_days=find_longest_gap(roster, best_days[spot.id]),
            entropy=_average(series, [entropies[n] for n in numbers]) if numbers else None,
            uniform_entropy=_average(series, [uniform[n] for n in numbers]) if numbers else None,
        )


def _list_dates(shifts: Sequence[RosterShift], which: Which) -> defaultdict[str, set[date]]:
    """Return by hotspot the dates of the shifts that visit it."""
    dates: defaultdict[str, set[date]] = defaultdict(set)
    for planned in shifts:
        for visit in getattr(planned, which):
            dates[visit.hotspot_id].add(planned.shift.date)
    return dates


def find_longest_gap(roster: Roster, dates: Iterable[date]) -> int:
    """Return the most days of a roster in a row that are not among some dates."""
    borders = [roster.first - timedelta(days=1), *sorted(dates), roster.last + timedelta(days=1)]
    return max((after - before).days - 1 for before, after in pairwise(borders))
