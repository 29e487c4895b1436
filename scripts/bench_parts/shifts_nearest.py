"""The plan of units that always drive to the nearest visit: what any planner has to beat."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from quality_tools import Orders

if TYPE_CHECKING:
    from routeplan.planning.gaps import OpenLoop
    from routeplan.planning.problem import LoopProblem
    from routeplan.planning.schedule import Task


def drive_to_nearest(problem: LoopProblem) -> Orders:
    """Return loops in which each unit goes on to the visit that it can begin soonest.

    Breaks, meetings and what is required stand first, as greedy insertion puts them. Units take
    turns; each adds, behind what it has done, one visit that still fits before its commitments,
    else it goes on to the next of these.
    """
    from routeplan.planning.commitments import keep_commitments
    from routeplan.planning.insertion import complete_loops
    from routeplan.planning.schedule import Task

    duties, roads = problem.duty_of, problem.roads
    required = [visit for visit in problem.visits if visit.required]
    bound = complete_loops(dict.fromkeys(duties, ()), required, duties, roads)
    opened = keep_commitments(bound, problem.visits, duties, roads)
    made = {task.visit.id for loop in opened.values() for task in loop.tasks}
    ways = [
        Task(visit, option)
        for visit in problem.visits
        for option in visit.options
        if not visit.required and option.worth > 0
    ]
    patrols = [Patrol(opened[unit], ways) for unit in duties if unit in opened]
    active = patrols
    while active:
        active = [patrol for patrol in active if patrol.move_on(made)]
    driven = {patrol.loop.duty.unit_id: patrol.loop for patrol in patrols}
    return {
        unit: driven[unit].tasks if unit in driven and driven[unit].is_driven else ()
        for unit in duties
    }


class Patrol:
    """A unit under way: of the tasks of its `loop` the first `done` are behind it."""

    def __init__(self, loop: OpenLoop, ways: Sequence[Task]) -> None:
        self.loop = loop
        self.done = 0
        self.ways = [way for way in ways if loop.duty.unit_id in way.option.units]

    def move_on(self, made: set[str]) -> bool:
        """Make the next visit and add it to `made`, or go on; False if nothing is left to do."""
        from routeplan.planning.commitments import insert_task
        from routeplan.planning.schedule import keeps_limits

        roads = self.loop.roads
        before = self.loop.before[self.done]
        free_s = before.earliest_s + before.length_s
        soonest = sorted(
            (max(free_s + roads.seconds[before.last][option.entry], option.window.start_s), number)
            for number, option in enumerate(way.option for way in self.ways)
        )
        for begin_s, number in soonest:
            way = self.ways[number]
            if way.visit.id in made or begin_s > way.option.window.end_s:
                continue
            longer = insert_task(self.loop, way, self.done)
            if keeps_limits(longer.duty, longer.tasks, roads):
                self.loop = longer
                self.done += 1
                made.add(way.visit.id)
                return True
        self.done += 1
        return self.done <= len(self.loop.tasks)
