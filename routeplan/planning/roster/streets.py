"""Which streets the shifts of a roster drive, and how often the same ones again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np

from routeplan.model import Plan, Shift
from routeplan.roads.network import Network

# Streets of shifts so long ago are as good as new.
REMEMBERED = timedelta(days=7)


class StreetBook:
    """The streets of shifts so far, by their names and dates."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._driven: dict[tuple[str, date], frozenset[int]] = {}

    def add(self, plan: Plan) -> None:
        """Take in a plan."""
        self._driven[plan.shift.name, plan.shift.date] = frozenset(count_streets([plan]))

    def measure_repeated(self, plan: Plan) -> float:
        """Return the share of what a plan drives, by length, that was driven in the last days.

        Only shifts of the same name count; 0 where there were none.
        """
        driven = count_streets([plan])
        known = frozenset[int]().union(
            *(self._driven.get(key, ()) for key in _list_keys(plan.shift))
        )
        edges = np.array(list(driven), dtype=np.int64)
        if not len(edges):
            return 0.0
        lengths = self._network.edge_mm[edges - 1] * np.array(list(driven.values()))
        again = np.array([edge in known for edge in driven])
        return round(float(lengths[again].sum() / lengths.sum()), 6)


def is_remembered(shift: Shift, other: Shift) -> bool:
    """Tell whether the streets of a shift count for another one that is planned later."""
    return (shift.name, shift.date) in _list_keys(other)


def _list_keys(shift: Shift) -> list[tuple[str, date]]:
    return [(shift.name, shift.date - timedelta(days=n)) for n in range(1, REMEMBERED.days + 1)]


def count_streets(plans: Iterable[Plan]) -> Counter[int]:
    """Return how often each edge is driven, whatever the direction; numbers as in `Leg.edges`."""
    counts: Counter[int] = Counter()
    for plan in plans:
        for loop in plan.loops:
            drives = [stop.drive for stop in loop.stops if stop.drive is not None]
            for leg in (*loop.legs, *drives):
                counts.update(map(abs, leg.edges))
    return counts
