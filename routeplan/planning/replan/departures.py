"""When units that have not left their base yet leave it: as planned, where that can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from routeplan.planning.problem import LoopProblem
from routeplan.planning.replan.moment import Moment
from routeplan.planning.replan.repair import Orders
from routeplan.planning.replan.states import State, find_loop
from routeplan.planning.schedule import Task, sum_loop


def find_departures(
    moment: Moment, states: Sequence[State], problem: LoopProblem, orders: Orders
) -> Mapping[str, int]:
    """Return by unit when it leaves, in seconds from the shift's start.

    A roster has units leave at a drawn moment. Units that have left, or had no loop, are not among
    them, nor are loops that do not keep their limits.
    """
    found = {}
    for state in states:
        unit_id = state.unit.id
        leave_s = _find_departure(moment, state, problem, orders[unit_id])
        if leave_s is not None:
            found[unit_id] = leave_s
    return found


def _find_departure(
    moment: Moment, state: State, problem: LoopProblem, tasks: Sequence[Task]
) -> int | None:
    old, unit_id = find_loop(moment, state.unit.id), state.unit.id
    if old is None or state.standing.has_left or state.past.errands or not tasks:
        return None
    loop = sum_loop(problem.duty_of[unit_id], tasks, problem.roads[unit_id])
    planned_s = moment.inputs.shift.seconds(old.stops[0].depart)
    return min(max(planned_s, loop.earliest_s), max(loop.latest_s, loop.earliest_s))
