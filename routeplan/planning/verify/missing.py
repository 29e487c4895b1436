"""Judging what is said to be missing where a visit found no time."""

from __future__ import annotations

from routeplan.model import Detail, Plan, Unit
from routeplan.planning.verify.worth import is_same

_KEYS = ("missing_s", "missing_m", "missing_stops", "waits", "uneven")


def tells_what_is_missing(
    plan: Plan, detail: Detail, unit: Unit, *, part_id: str | None, fair: bool
) -> bool:
    """Tell whether the detail names something that the loop of a unit can lack.

    Parameters
    ----------
    part_id
        What is left out: only where the unit makes another visit of it could it wait on the spot.
    fair
        Whether the work is to be shared evenly: a visit that fits may then be left out.
    """
    figures = [detail.get(key, 0) for key in _KEYS]
    numbers = [figure for figure in figures if not isinstance(figure, str)]
    if len(numbers) < len(figures):
        return False
    seconds, metres, stops, waits, uneven = numbers
    if not all(number >= 0 for number in numbers):
        return False
    is_missing = (
        seconds > 0
        or (metres > 0 and unit.max_km is not None)
        or (stops > 0 and unit.max_stops is not None)
        or (waits > 0 and _visits(plan, unit, part_id))
        or (uneven > 0 and fair)
    )
    return is_missing and _tells_displacer(plan, detail, unit)


def _visits(plan: Plan, unit: Unit, part_id: str | None) -> bool:
    """Tell whether a unit makes a visit of a part."""
    return part_id is not None and any(
        stop.part_id == part_id
        for loop in plan.loops
        if loop.unit_id == unit.id
        for stop in loop.visits
    )


def _tells_displacer(plan: Plan, detail: Detail, unit: Unit) -> bool:
    """Tell whether what would have to go instead, if anything is named, is in the unit's loop."""
    if "instead" not in detail:
        return True
    worth = detail.get("worth", 0.0)
    return not isinstance(worth, str) and any(
        stop.name == detail["instead"] and is_same(stop.worth, worth)
        for loop in plan.loops
        if loop.unit_id == unit.id
        for stop in loop.visits
    )
