"""When in the month each visit of a minimum is due: spread over its chances, from a drawn start.

Every hotspot passes its marks at another time, so that no day at the end has to make up for all,
and nobody who counts the days can tell when a place is due.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from routeplan.model import Minimum
from routeplan.model.roster import ROUNDING
from routeplan.planning.cadence import make_generator

# The last visit of a minimum is due when so much of its chances has passed: some are left then.
LAST_MARK = 0.85


class Pace:
    """What is due in each shift of a roster."""

    def __init__(
        self,
        minimums: Sequence[Minimum],
        chances: Mapping[str, Sequence[float]],
        *,
        seed: int,
    ) -> None:
        self._needed = {m.hotspot_id: min(m.needed, m.possible) for m in minimums}
        self._chances = chances
        self._starts = {
            m.hotspot_id: float(make_generator(seed, f"pace:{m.hotspot_id}").random())
            for m in minimums
        }

    def count_due(self, number: int, made: Mapping[str, float]) -> dict[str, int]:
        """Return the hotspots that have to be visited in a shift to keep their minimum: how often.

        Parameters
        ----------
        number
            Of the shift, counted from 0.
        made
            Visits by hotspot in the shifts before, parts added up by their shares.
        """
        due = {
            hotspot_id: self._count(hotspot_id, needed - made.get(hotspot_id, 0.0), number)
            for hotspot_id, needed in self._needed.items()
        }
        return {hotspot_id: count for hotspot_id, count in due.items() if count}

    def _count(self, hotspot_id: str, lacking: float, number: int) -> int:
        """Return how many visits are due: one at its mark, and what later shifts cannot make."""
        chances = self._chances[hotspot_id]
        if lacking <= ROUNDING or not chances[number]:
            return 0
        later = sum(chances[number + 1 :])
        pressing = math.ceil(lacking - later - ROUNDING)
        if pressing > 0:
            return pressing
        passed = (1 - later / sum(chances)) / LAST_MARK
        needed = self._needed[hotspot_id]
        # its first mark lies anywhere between the start and one step later
        marks = min(int(passed * needed + self._starts[hotspot_id]), needed)
        return int(marks - (needed - lacking) > ROUNDING)
