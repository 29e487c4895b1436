"""Filling loops greedily: at each step what adds most worth, where it adds least driving."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from routeplan.model import Duty, Visit
from routeplan.planning.commitments import insert_task
from routeplan.planning.gaps import (
    BEYOND,
    Choices,
    OpenLoop,
    find_cheapest,
    list_able,
    list_choices,
)
from routeplan.planning.returns import list_splits
from routeplan.planning.schedule import measure_active_s
from routeplan.planning.ways import choose_options
from routeplan.roads.network import FloatArray, IntArray

BoolArray = npt.NDArray[np.bool_]
Opened = Mapping[str, OpenLoop]


@dataclass(frozen=True)
class Fits:
    """Where each row of some choices fits into the loop of one unit; (n,).

    Parameters
    ----------
    loops
        The loop as it is, then the ways to drive it with one more return to the base.
    added_m
        Metres that the loop grows by, `BEYOND` where the row does not fit.
    position, number
        How many tasks come before it in which of `loops`.
    """

    loops: tuple[OpenLoop, ...]
    added_m: IntArray
    position: IntArray
    number: IntArray


def fill_loops(
    opened: Opened,
    visits: Sequence[Visit],
    duties: Mapping[str, Duty],
    *,
    decay: float,
    fair_limit: float | None,
) -> dict[str, OpenLoop]:
    """Return the loops with every visit of a hotspot put in that fits and is worth something.

    What is required comes first, the least flexible before the others. Nothing is put in that
    breaks the limit of fairness, or makes that worse where it is broken already.
    """
    loops = dict(opened)
    choices = _list_left_over(loops, visits)
    able = {unit_id: list_able(choices, unit_id) for unit_id in sorted(loops)}
    fits = {unit_id: find_fits(loops[unit_id], choices, able[unit_id]) for unit_id in able}
    rank = _rank_required(choices)
    numbers = _number_visits(choices)
    uneven: set[tuple[str, int]] = set()
    while True:
        chosen = _choose(fits, rank, find_gains(choices, loops, decay), uneven)
        if chosen is None:
            return loops
        unit_id, row = chosen
        longer = _insert(fits[unit_id], choices, row)
        if fair_limit is None:
            longer = choose_options(longer)
        elif not _stays_even(loops, longer, duties, fair_limit):
            uneven.add(chosen)
            continue
        uneven.clear()
        loops[unit_id] = longer
        made = numbers == numbers[row]
        for found in fits.values():
            found.added_m[made] = BEYOND
        able = {other: rows[~made[rows]] for other, rows in able.items()}
        fits[unit_id] = find_fits(longer, choices, able[unit_id])


def find_fits(loop: OpenLoop, choices: Choices, rows: IntArray) -> Fits:
    """Return where the `rows` of the choices fit into a loop; the others do not."""
    size = len(choices.tasks)
    loops = (loop, *list_splits(loop))
    best = Fits(loops, *(np.full(size, value) for value in (BEYOND, 0, 0)))
    some = choices.select(rows)
    for number, variant in enumerate(loops):
        cheapest = find_cheapest(variant, some)
        more_m = variant.whole.metres - loop.whole.metres
        added_m = np.where(cheapest.fits, cheapest.added_m + more_m, BEYOND)
        better = added_m < best.added_m[rows]
        here = rows[better]
        best.added_m[here] = added_m[better]
        best.position[here] = cheapest.position[better]
        best.number[here] = number
    return best


def find_gains(choices: Choices, loops: Opened, decay: float) -> FloatArray:
    """Return what each row would add to the worth of the loops, among the others of its series."""
    made: defaultdict[str, list[float]] = defaultdict(list)
    for loop in loops.values():
        for task in loop.tasks:
            made[task.visit.series].append(task.option.worth)
    gains = choices.worths.copy()
    for series, others in made.items():
        for row in choices.rows_of.get(series, ()):
            gains[row] = measure_gain(gains[row], others, decay)
    return gains


def measure_gain(worth: float, others: Sequence[float], decay: float) -> float:
    """Return what one more visit adds to the worth of a series, never less than 0.

    Those that are worth less count less for it: each moves one place back.
    """
    better = sum(other >= worth for other in others)
    behind = sorted((other for other in others if other < worth), reverse=True)
    lost = sum(other * decay**k for k, other in enumerate(behind)) * (1 - decay)
    return (worth - lost) * decay**better


def _list_left_over(loops: Opened, visits: Sequence[Visit]) -> Choices:
    """Return the ways that gain something to make the visits that are not in the loops."""
    done = {task.visit.id for loop in loops.values() for task in loop.tasks}
    left = [visit for visit in visits if visit.id not in done and visit.hotspot_id is not None]
    return list_choices(left)


def _number_visits(choices: Choices) -> IntArray:
    """Return for each row the number of its visit."""
    numbers: dict[str, int] = {}
    rows = [numbers.setdefault(task.visit.id, len(numbers)) for task in choices.tasks]
    return np.array(rows, dtype=np.int64)


def _rank_required(choices: Choices) -> IntArray:
    """Return for each row the seconds in which its visit may begin; `BEYOND` unless required."""
    open_s: defaultdict[str, int] = defaultdict(int)
    for task in choices.tasks:
        open_s[task.visit.id] += task.option.window.length_s
    ranks = [open_s[t.visit.id] if t.visit.required else BEYOND for t in choices.tasks]
    return np.array(ranks, dtype=np.int64)


def _choose(
    fits: Mapping[str, Fits], rank: IntArray, gains: FloatArray, uneven: set[tuple[str, int]]
) -> tuple[str, int] | None:
    """Return unit and row of the best insertion, or None if nothing fits."""
    if not fits or not len(rank):
        return None
    units = list(fits)
    added_m = np.stack([fits[unit_id].added_m for unit_id in units])
    for unit_id, row in uneven:
        added_m[units.index(unit_id), row] = BEYOND
    least_m = added_m.min(axis=0)
    rows = np.flatnonzero(least_m < BEYOND)
    if not len(rows):
        return None
    row = int(rows[np.lexsort((least_m[rows], -gains[rows], rank[rows]))[0]])
    return units[int(added_m[:, row].argmin())], row


def _insert(fits: Fits, choices: Choices, row: int) -> OpenLoop:
    loop = fits.loops[fits.number[row]]
    return insert_task(loop, choices.tasks[row], int(fits.position[row]))


def _stays_even(loops: Opened, longer: OpenLoop, duties: Mapping[str, Duty], limit: float) -> bool:
    """Tell whether the work stays as evenly shared as the limit asks, or at least as it was."""
    before = measure_spread(loops, duties)
    after = measure_spread({**loops, longer.duty.unit_id: longer}, duties)
    return after <= max(limit, before)


def measure_spread(loops: Opened, duties: Mapping[str, Duty]) -> float:
    """Return the active share of the busiest unit less that of the idlest.

    Loops without visits and meetings are not driven, whatever breaks are in them.
    """
    shares = [measure_active_share(duty, loops.get(unit_id)) for unit_id, duty in duties.items()]
    return max(shares) - min(shares)


def measure_active_share(duty: Duty, loop: OpenLoop | None) -> float:
    """Return the seconds in which a unit drives, visits or meets, over those on duty."""
    if loop is None or not loop.is_driven:
        return 0.0
    return measure_active_s(duty, loop.tasks, loop.roads) / duty.window.length_s
