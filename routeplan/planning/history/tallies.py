"""What a history tells of each hotspot: when it was visited last, and what became of its visits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from routeplan.model import VisitRecord, VisitState
from routeplan.planning.history.recall import find_last_visits


@dataclass(frozen=True)
class Tally:
    """The visits of a hotspot.

    Parameters
    ----------
    last
        Date of the shift that visited it last; None where none visited half of it.
    counts
        Number of records in each state.
    """

    hotspot_id: str
    last: date | None
    counts: Counter[VisitState]


def tally_hotspots(
    visits: Sequence[VisitRecord],
    *,
    areas: Collection[str],
    day: date,
    hotspots: Iterable[str] = (),
) -> tuple[Tally, ...]:
    """Return the tally of each hotspot, the longest unvisited first, then by id.

    Parameters
    ----------
    areas
        Ids of the areas whose visits count.
    day
        Visits of shifts that start after this date do not count.
    hotspots
        Ids that have a tally even if no visit is known.
    """
    counted = [visit for visit in visits if visit.area in areas and visit.date <= day]
    last = find_last_visits(counted, areas, day + timedelta(days=1))
    counts: dict[str, Counter[VisitState]] = {name: Counter() for name in hotspots}
    for visit in counted:
        counts.setdefault(visit.hotspot_id, Counter())[visit.state] += 1
    tallies = (Tally(name, last.get(name), count) for name, count in counts.items())
    return tuple(sorted(tallies, key=lambda tally: (tally.last or date.min, tally.hotspot_id)))
