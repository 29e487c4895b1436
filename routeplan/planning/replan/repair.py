"""The old loops as far as they can still be driven: what no longer fits is given up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from routeplan.model import Duty, Leg, Shift, Stop, Visit
from routeplan.planning.insertion import complete_loops, find_cheapest_insertions, open_loops
from routeplan.planning.problem import LoopProblem
from routeplan.planning.schedule import (
    Roads,
    Task,
    drop_repeats,
    keeps_limits,
    make_return,
    measure_missing_m,
    measure_missing_s,
    measure_missing_stops,
    rank_task,
    sum_loop,
)

Orders = dict[str, tuple[Task, ...]]


@dataclass(frozen=True, eq=False)
class OldLoops:
    """Finds the tasks that stops of the plan are in a loop problem.

    Parameters
    ----------
    visit_ids
        By unit and second at which it was to begin, the id of each visit ahead.
    """

    problem: LoopProblem
    shift: Shift
    visit_ids: Mapping[tuple[str, int], str]
    meeting_places: Mapping[tuple[float, float], int]

    def find_tasks(self, duty: Duty, ahead: Iterable[Stop]) -> list[Task]:
        """Return what of the stops ahead of a unit can still be done, in their order."""
        visits = {visit.id: visit for visit in self.problem.visits}
        tasks: list[Task] = []
        for stop in ahead:
            if stop.kind == "base":
                tasks.append(make_return(duty, 1))
                continue
            begin_s = self.shift.seconds(stop.depart) - stop.dwell_s
            visit = visits.get(self._find_id(duty.unit_id, stop, begin_s))
            task = None if visit is None else self._find_task(visit, duty, stop, begin_s)
            if task is not None:
                tasks.append(task)
        return tasks

    def _find_id(self, unit_id: str, stop: Stop, begin_s: int) -> str:
        if stop.kind == "meeting":
            return f"meeting:{stop.meeting_id}:{unit_id}"
        return self.visit_ids.get((unit_id, begin_s), "")

    def _find_task(self, visit: Visit, duty: Duty, stop: Stop, begin_s: int) -> Task | None:
        """Return a visit in the way that is most like a stop."""
        edges = () if stop.drive is None else stop.drive.edges
        place = self.meeting_places.get((stop.lon, stop.lat))
        able = [
            option
            for option in visit.options
            if duty.unit_id in option.units and (stop.kind != "meeting" or option.entry == place)
        ]
        if not able or visit.fixed:
            return None
        best = min(
            able,
            key=lambda option: (
                begin_s not in option.window, option.edges != edges, -option.worth,
            ),
        )  # fmt: skip
        return Task(visit, best)


def shorten_loop(duty: Duty, tasks: Sequence[Task], roads: Roads) -> tuple[Task, ...]:
    """Return a loop without what it cannot keep.

    At each step that is given up which is worth least for what it brings the loop nearer to its
    limits; what is required last of all, and what the loop begins with never.
    """
    kept = drop_repeats(tasks)
    while not keeps_limits(duty, kept, roads):
        missing = _measure_missing(duty, kept, roads)
        ways = []
        for number, task in enumerate(kept):
            if task.visit.fixed:
                continue
            rest = drop_repeats([*kept[:number], *kept[number + 1 :]])
            gained = missing - _measure_missing(duty, rest, roads)
            price = task.option.worth / max(gained, 1e-9) if gained > 0 else float("inf")
            ways.append((rank_task(task)[:2], price, task.option.worth, number, rest))
        if not ways:
            return tuple(kept)
        kept = min(ways, key=lambda way: way[:4])[4]
    return tuple(kept)


def _measure_missing(duty: Duty, tasks: Sequence[Task], roads: Roads) -> float:
    """Return by how much a loop breaks its limits: seconds, and metres at a brisk pace."""
    loop = sum_loop(duty, tasks, roads)
    stops = measure_missing_stops(duty, tasks)
    return measure_missing_s(duty, loop) + measure_missing_m(duty, loop) / 10 + 600.0 * stops


def relax_reserves(problem: LoopProblem, orders: Orders) -> LoopProblem:
    """Return a problem in which each loop may be as long as it is, and no longer than it might.

    The reserve of a shift is for what nobody foresees: a loop that was disturbed may use it to do
    what it had to do, but nothing new is planned into it.
    """
    duties = []
    for duty in problem.duties:
        loop = sum_loop(duty, orders[duty.unit_id], problem.roads[duty.unit_id])
        length_s = loop.length_s if orders[duty.unit_id] else 0
        duties.append(replace(duty, max_loop_s=max(duty.max_loop_s, length_s)))
    return replace(problem, duties=tuple(duties))


def open_reserves(problem: LoopProblem) -> LoopProblem:
    """Return a problem in which all reserves may be used up."""
    whole = (replace(duty, max_loop_s=duty.window.length_s) for duty in problem.duties)
    return replace(problem, duties=tuple(whole))


def place_required(problem: LoopProblem, orders: Orders) -> Orders:
    """Return loops with the required visits put in that none of them makes, as far as they fit."""
    found = dict(orders)
    for visit in list_lacking(problem, orders):
        opened = open_loops(found, problem.duty_of, problem.roads)
        (way,) = find_cheapest_insertions([visit], opened)
        if way is not None and way.fits:
            task = Task(visit, visit.options[way.option])
            tasks = found[way.unit_id]
            found[way.unit_id] = (*tasks[: way.position], task, *tasks[way.position :])
    return found


def list_lacking(problem: LoopProblem, orders: Orders) -> list[Visit]:
    """Return the required visits that no loop makes."""
    made = {task.visit.id for tasks in orders.values() for task in tasks}
    return [
        visit
        for visit in problem.visits
        if visit.required and visit.hotspot_id is not None and visit.id not in made
    ]


def complete(problem: LoopProblem, orders: Orders) -> Orders:
    """Return loops with everything put in that still fits."""
    return complete_loops(
        orders, problem.visits, problem.duty_of, problem.roads, decay=problem.decay
    )


def measure_length_m(legs: Iterable[Leg], stops: Iterable[Stop]) -> int:
    """Return what is driven on legs and during stops."""
    drives = (stop.drive.metres for stop in stops if stop.drive is not None)
    return sum(leg.metres for leg in legs) + sum(drives)
