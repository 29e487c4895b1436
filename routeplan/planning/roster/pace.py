"""When in the month each visit of a minimum is due: spread over its chances, from a drawn start.

Every hotspot passes its marks at another time, so that no day at the end has to make up for all,
and nobody who counts the days can tell when a place is due.
"""

from __future__ import annotations

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

    def list_due(self, number: int, made: Mapping[str, float]) -> list[str]:
        """Return the hotspots that have to be visited in a shift to keep their minimum.

        Parameters
        ----------
        number
            Of the shift, counted from 0.
        made
            Visits by hotspot in the shifts before, parts added up by their shares.
        """
        return [
            hotspot_id
            for hotspot_id, needed in self._needed.items()
            if self._chances[hotspot_id][number] > 0
            and self._is_due(hotspot_id, needed, number, made.get(hotspot_id, 0.0))
        ]

    def _is_due(self, hotspot_id: str, needed: float, number: int, made: float) -> bool:
        if made >= needed - ROUNDING:
            return False
        chances = self._chances[hotspot_id]
        left = sum(chances[number:])
        if needed - made >= left - ROUNDING:
            return True
        passed = (1 - left / sum(chances) + chances[number] / sum(chances)) / LAST_MARK
        # its first mark lies anywhere between the start and one step later
        marks = int(passed * needed + self._starts[hotspot_id])
        return made < min(marks, needed) - ROUNDING
