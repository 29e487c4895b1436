"""What a new plan changes for whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from routeplan.model import Handover, Loop, Plan, Stop, UnitChange

# A part, and which of its visits in the order of the clock.
Key = tuple[str, str, int]


@dataclass(frozen=True)
class _Ahead:
    """The visits of a unit that lie ahead of it, by part and turn."""

    unit_id: str
    visits: dict[Key, Stop]
    back: datetime | None


def list_changes(old: Plan, new: Plan, behind: Mapping[str, int]) -> tuple[UnitChange, ...]:
    """Return what changes for each unit with something ahead of it in one of two plans.

    Visits of a part by the same unit are told apart by their order on the clock: the first of them
    ahead is the same visit in both plans.

    Parameters
    ----------
    behind
        How many visits each unit has made, by id.
    """
    before, after = (_list_ahead(plan, behind) for plan in (old, new))
    changes = (_compare(before[unit.id], after[unit.id], before, after) for unit in new.units)
    return tuple(change for change in changes if change is not None)


def _list_ahead(plan: Plan, behind: Mapping[str, int]) -> dict[str, _Ahead]:
    loops = {loop.unit_id: loop for loop in plan.loops}
    return {
        unit.id: _look_ahead(unit.id, loops.get(unit.id), behind.get(unit.id, 0))
        for unit in plan.units
    }


def _look_ahead(unit_id: str, loop: Loop | None, behind: int) -> _Ahead:
    visits: dict[Key, Stop] = {}
    counts: defaultdict[str, int] = defaultdict(int)
    for stop in () if loop is None else loop.visits[behind:]:
        part = stop.part_id or ""
        visits[stop.hotspot_id or "", part, counts[part]] = stop
        counts[part] += 1
    return _Ahead(unit_id, visits, None if loop is None else loop.stops[-1].arrive)


def _compare(
    before: _Ahead, after: _Ahead, all_before: dict[str, _Ahead], all_after: dict[str, _Ahead]
) -> UnitChange | None:
    if not before.visits and not after.visits and before.back == after.back:
        return None
    kept = [key for key in before.visits if key in after.visits]
    shifts = [_measure_s(before.visits[key].begin, after.visits[key].begin) for key in kept]
    order = [key for key in after.visits if key in before.visits]
    back_s = 0
    if before.back is not None and after.back is not None:
        back_s = _measure_s(before.back, after.back)
    return UnitChange(
        unit_id=before.unit_id,
        kept=len(kept),
        gained=tuple(
            Handover(hotspot_id, part_id, _find_other(part_id, before, all_before, all_after))
            for hotspot_id, part_id, _n in after.visits
            if (hotspot_id, part_id, _n) not in before.visits
        ),
        lost=tuple(
            Handover(hotspot_id, part_id, _find_other(part_id, before, all_after, all_before))
            for hotspot_id, part_id, _n in before.visits
            if (hotspot_id, part_id, _n) not in after.visits
        ),
        later_s=max([0, *shifts]),
        sooner_s=max([0, *(-shift for shift in shifts)]),
        back_later_s=back_s,
        is_reordered=order != kept,
    )


def _find_other(
    part_id: str, own: _Ahead, here: dict[str, _Ahead], there: dict[str, _Ahead]
) -> str:
    """Return the unit that has more visits of a part ahead in one plan than in the other."""
    for unit_id in here:
        if unit_id == own.unit_id or unit_id not in there:
            continue
        counts = (_count(plan[unit_id].visits, part_id) for plan in (here, there))
        more, fewer = counts
        if more > fewer:
            return unit_id
    return ""


def _count(visits: Iterable[Key], part_id: str) -> int:
    return sum(key[1] == part_id for key in visits)


def _measure_s(before: datetime, after: datetime) -> int:
    return round((after - before).total_seconds())


def is_changed(change: UnitChange) -> bool:
    """Tell whether anything changes for a unit."""
    moved: Sequence[object] = (
        change.gained, change.lost, change.later_s, change.sooner_s, change.back_later_s,
        change.is_reordered,
    )  # fmt: skip
    return any(moved)
