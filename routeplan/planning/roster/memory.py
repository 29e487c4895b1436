"""What the shifts of a roster have done so far."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from routeplan.model import RosterShift, TimeWindow

# Times of a shift are told apart by half an hour: the span in which a guess within 15 minutes hits.
SLOT_S = 1800


class Memory:
    """Visits of the shifts planned so far; `add` takes them in the order of their starts."""

    def __init__(self, shifts: Iterable[RosterShift] = ()) -> None:
        self.made: defaultdict[str, float] = defaultdict(float)
        self.last_seen: dict[str, int] = {}
        self.last_dates: dict[str, date] = {}
        self._slots: defaultdict[tuple[str, str], Counter[int]] = defaultdict(Counter)
        self._count = 0
        for shift in shifts:
            self.add(shift)

    def add(self, planned: RosterShift) -> None:
        """Take in a shift that has been planned."""
        shares: defaultdict[str, float] = defaultdict(float)
        for visit in planned.visits:
            shares[visit.hotspot_id] += visit.share
            self._slots[planned.shift.name, visit.part_id][visit.begin_s // SLOT_S] += 1
        for hotspot_id, share in shares.items():
            self.made[hotspot_id] += share
            self.last_seen[hotspot_id] = self._count
            self.last_dates[hotspot_id] = planned.shift.date
        self._count += 1

    def count_idle(self, hotspot_id: str) -> int:
        """Return how many shifts have passed since a hotspot was visited, or since the first."""
        return self._count - self.last_seen.get(hotspot_id, -1)

    def count_within(self, shift_name: str, part_id: str, windows: Sequence[TimeWindow]) -> int:
        """Return how often visits of a part have begun in some windows, by half hours."""
        seen = self._slots[shift_name, part_id]
        return sum(
            count
            for slot, count in seen.items()
            if any(slot * SLOT_S + SLOT_S // 2 in window for window in windows)
        )

    def count_slots(self, shift_name: str, part_id: str, slots: Sequence[int]) -> list[int]:
        """Return how often visits of a part have begun in each slot of shifts of a name."""
        seen = self._slots[shift_name, part_id]
        return [seen[slot] for slot in slots]
