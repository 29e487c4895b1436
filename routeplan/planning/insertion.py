"""Putting left-over visits into loops: the worthiest first, each where it adds least driving."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from routeplan.model import Duty, Visit
from routeplan.planning.commitments import Loops, keep_commitments
from routeplan.planning.filling import fill_loops
from routeplan.planning.gaps import (
    OpenLoop,
    find_cheapest,
    list_able,
    list_choices,
    open_loop,
)
from routeplan.planning.returns import drop_idle_returns
from routeplan.planning.schedule import Roads, Task
from routeplan.planning.ways import choose_options


@dataclass(frozen=True, order=True)
class Insertion:
    """A way to put a visit into a loop; the least is the best.

    Parameters
    ----------
    missing_s, missing_m, missing_stops
        Seconds, metres and stops by which the loop would break its limits; all 0 where it fits.
    waits
        How often the unit would only wait between two visits of one part; 0 where it fits.
    added_m
        Metres that the loop grows by.
    position
        How many tasks of the loop come before the visit.
    option
        In which of its ways the visit is made, counted from 0.
    """

    missing_s: int
    missing_m: int
    missing_stops: int
    waits: int
    added_m: int
    unit_id: str
    position: int
    option: int

    @property
    def fits(self) -> bool:
        """Whether the loop keeps its limits."""
        missing = self.missing_s or self.missing_m or self.missing_stops or self.waits
        return not missing


def open_loops(
    loops: Loops, duties: Mapping[str, Duty], roads: Mapping[str, Roads]
) -> dict[str, OpenLoop]:
    """Return the loops ready for insertions; `roads` holds the matrices by unit."""
    return {
        unit_id: open_loop(duties[unit_id], tasks, roads[unit_id])
        for unit_id, tasks in loops.items()
    }


def find_cheapest_insertion(visit: Visit, loops: Mapping[str, OpenLoop]) -> Insertion | None:
    """Return the insertion that misses least, then adds least.

    None if no unit may do it, or nothing is gained by it.
    """
    (found,) = find_cheapest_insertions([visit], loops)
    return found


def find_cheapest_insertions(
    visits: Sequence[Visit], loops: Mapping[str, OpenLoop]
) -> list[Insertion | None]:
    """Return for each visit what `find_cheapest_insertion` returns for it."""
    choices = list_choices(visits)
    numbers = [task.visit.options.index(task.option) for task in choices.tasks]
    best: dict[str, Insertion] = {}
    for unit_id in sorted(loops):
        able = list_able(choices, unit_id)
        cheapest = find_cheapest(loops[unit_id], choices.select(able))
        figures = zip(
            cheapest.missing_s.tolist(), cheapest.missing_m.tolist(),
            cheapest.missing_stops.tolist(), cheapest.waits.tolist(), cheapest.added_m.tolist(),
            cheapest.position.tolist(), able.tolist(), strict=True,
        )  # fmt: skip
        for missing_s, missing_m, missing_stops, waits, added_m, position, row in figures:
            found = Insertion(
                missing_s, missing_m, missing_stops, waits, added_m,
                unit_id, position, numbers[row],
            )  # fmt: skip
            name = choices.tasks[row].visit.id
            best[name] = min(best.get(name, found), found)
    return [best.get(visit.id) for visit in visits]


def complete_loops(
    loops: Loops,
    visits: Sequence[Visit],
    duties: Mapping[str, Duty],
    roads: Mapping[str, Roads],
    *,
    decay: float = 1.0,
    fair_limit: float | None = None,
) -> dict[str, tuple[Task, ...]]:
    """Return the loops with every left-over visit put in that still fits.

    Breaks and meetings come first (`routeplan.planning.commitments.keep_commitments`), then
    what is required, the least flexible before the others, then what adds most worth to the
    loops. Afterwards no left-over visit fits anywhere, but for those that are worth nothing.

    Parameters
    ----------
    loops
        Loops of all units, without tasks for those that stay; feasible but for what is lacking
        between two visits of one part: where nothing can be put between them, one is given up.
    roads
        The matrices by unit.
    decay, fair_limit
        As of `routeplan.planning.problem.LoopProblem`. Nothing is put in that breaks the limit,
        or, where it is broken already, makes that worse.
    """
    opened = keep_commitments(loops, visits, duties, roads)
    if fair_limit is None:
        opened = {unit_id: choose_options(loop) for unit_id, loop in opened.items()}
    filled = fill_loops(opened, visits, duties, decay=decay, fair_limit=fair_limit)
    return {unit_id: _close_loop(filled[unit_id]) if unit_id in filled else () for unit_id in loops}


def _close_loop(loop: OpenLoop) -> tuple[Task, ...]:
    """Return the tasks of a loop, none where there is nothing to leave the base for."""
    return drop_idle_returns(loop.duty, loop.tasks) if loop.is_driven else ()
