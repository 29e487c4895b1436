"""Which visits each unit makes from now on: the old loops repaired, then bettered where it pays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cached_property

from routeplan.model import Option, Stop
from routeplan.planning.problem import LoopProblem
from routeplan.planning.replan.calming import calm_loops
from routeplan.planning.replan.departures import find_departures
from routeplan.planning.replan.duties import find_taken, name_break
from routeplan.planning.replan.loyalty import LoyalProblem, Owners, improve_loops
from routeplan.planning.replan.repair import (
    OldLoops,
    Orders,
    complete,
    list_lacking,
    open_reserves,
    place_required,
    relax_reserves,
    shorten_loop,
)
from routeplan.planning.replan.rest import Rest
from routeplan.planning.replan.states import State
from routeplan.planning.schedule import Task, count_begun, keeps_limits, time_loop


def settle_orders(rest: Rest) -> tuple[LoopProblem, Orders]:
    """Return the tasks of each unit in order, and the problem with the limits that they keep."""
    return _Settler(rest).settle()


class _Settler:
    """Puts the rest of a shift in order."""

    def __init__(self, rest: Rest) -> None:
        self.rest = rest
        self.shift = rest.plan.shift

    def settle(self) -> tuple[LoopProblem, Orders]:
        """Return the problem and its loops."""
        rule = self.rest.moment.inputs.config.replan
        repaired = self._repair()
        whole = open_reserves(self.rest.problem)
        longer = place_required(whole, repaired)
        is_free = self.rest.moment.disturbance.use_reserve or list_lacking(whole, longer)
        problem = whole if is_free else relax_reserves(self.rest.problem, longer)
        affected = self._find_affected(repaired)
        owners = Owners(self._owners, affected, self._free)
        loyal = LoyalProblem(problem, owners, rule.moved_share, self._find_kept(affected))
        start = complete(loyal.problem, loyal.to_loyal(longer))
        begun = loyal.to_true(start)
        solver = replace(
            self.rest.moment.inputs.config.solver, iterations=rule.iterations, seconds=1.0
        )
        better = improve_loops(
            loyal, begun, rules=solver, seed=self.rest.plan.seed, share=rule.moved_share
        )
        planned = {(unit, name): begin_s for (unit, begin_s), name in self._visit_ids.items()}
        calm = calm_loops(problem, complete(problem, better), planned)
        return problem, complete(problem, calm)

    @cached_property
    def _visit_ids(self) -> dict[tuple[str, int], str]:
        """What the stops ahead are called as visits, by unit and second at which they begin."""
        found = {
            (slot.planned.unit_id, slot.planned.begin_s): slot.id
            for slots in self.rest.openings.slots.values()
            for slot in slots
            if slot.planned is not None and not slot.planned.is_done
        }
        on_duty = self.rest.moment.on_duty
        for state in self.rest.states:
            taken = find_taken(state.unit, state.standing.stops, self.shift, on_duty)
            ahead = find_taken(state.unit, state.standing.ahead, self.shift, on_duty)
            for number, stop in ahead.items():
                if number not in taken:
                    found[state.unit.id, self._begin_s(stop)] = name_break(state.unit, number)
        return found

    def _begin_s(self, stop: Stop) -> int:
        return self.shift.seconds(stop.depart) - stop.dwell_s

    @cached_property
    def _old(self) -> OldLoops:
        table, plan = self.rest.ground.table, self.rest.plan
        places = {
            (place.lon, place.lat): table.add_point(place.lon, place.lat)
            for meeting in plan.meetings
            for place in meeting.places
        }
        return OldLoops(self.rest.problem, self.shift, self._visit_ids, places)

    @cached_property
    def _whole(self) -> Orders:
        """The old loops with all that can be done of them, whether it fits or not."""
        problem = self.rest.problem
        return {
            state.unit.id: (
                *problem.begun[state.unit.id],
                *self._old.find_tasks(state.past.duty, self._list_ahead(state)),
            )
            for state in self.rest.states
        }

    def _list_ahead(self, state: State) -> tuple[Stop, ...]:
        return () if state.past.is_over else state.standing.ahead

    def _repair(self) -> Orders:
        """Return the old loops without what no longer fits, even if all reserves are used up."""
        problem = open_reserves(self.rest.problem)
        return {
            unit: shorten_loop(problem.duty_of[unit], tasks, problem.roads[unit])
            for unit, tasks in self._whole.items()
        }

    @cached_property
    def _owners(self) -> Mapping[str, str]:
        """By visit the unit that was to make it."""
        return {visit_id: unit for (unit, _begin), visit_id in self._visit_ids.items()}

    @property
    def _free(self) -> Collection[str]:
        """The visits of hotspots that are new, or newly required."""
        disturbance = self.rest.moment.disturbance
        named = {*(hotspot.id for hotspot in disturbance.hotspots), *disturbance.require}
        return {v.id for v in self.rest.problem.visits if v.hotspot_id in named}

    def _find_affected(self, repaired: Orders) -> frozenset[str]:
        """Return the units to which something has happened: their loop is not as it was."""
        return frozenset(
            state.unit.id
            for state in self.rest.states
            if not self._goes_on(state, repaired[state.unit.id])
        )

    def _goes_on(self, state: State, tasks: tuple[Task, ...]) -> bool:
        """Tell whether a unit does what it was to do, when it was to do it."""
        if state.unit.id in {report.unit_id for report in self.rest.moment.disturbance.reports}:
            return False
        ahead = state.standing.ahead
        begun = count_begun(tasks)
        if len(ahead) != len(tasks) - begun or state.past.errands:
            return False
        duty, roads = state.past.duty, self.rest.problem.roads[state.unit.id]
        if state.past.is_over or not tasks:
            return not ahead
        if not keeps_limits(duty, tasks, roads):
            return False
        departures = find_departures(
            self.rest.moment, [state], self.rest.problem, {state.unit.id: tasks}
        )
        leave_s = departures.get(state.unit.id)
        starts = time_loop(duty, tasks, roads, depart_s=leave_s).start_s[begun:]
        return all(
            start_s == self._begin_s(stop) for start_s, stop in zip(starts, ahead, strict=True)
        )

    def _find_kept(self, affected: Collection[str]) -> dict[str, Option]:
        """Return the place and minute of each meeting of units to which nothing has happened."""
        halves: defaultdict[str, list[Task]] = defaultdict(list)
        moved = set[str]()
        for unit, tasks in self._whole.items():
            for task in tasks:
                if task.visit.meeting is not None:
                    halves[task.visit.meeting].append(task)
                    if unit in affected:
                        moved.add(task.visit.meeting)
        return {
            task.visit.id: task.option
            for meeting, both in halves.items()
            for task in both
            if len(both) == 2 and meeting not in moved
        }
