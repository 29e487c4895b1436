"""Loops -> the visits that they make, each with the hours in which it could have begun."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from routeplan.model import RatedHotspot, RosterVisit, TimeWindow
from routeplan.model.roster import Span
from routeplan.planning.problem import LoopProblem
from routeplan.planning.roster.varied import Orders
from routeplan.planning.schedule import Task, time_loop
from routeplan.planning.windows import cut_windows, join_windows

OpenSpans = Mapping[str, tuple[Span, ...]]


def list_shares(rated: Iterable[RatedHotspot]) -> dict[str, float]:
    """Return the share of each part in what can be visited of its hotspot, above 0 to 1."""
    return {part.id: spot.find_share(part.id) or 1.0 for spot in rated for part in spot.parts}


def list_open_spans(problem: LoopProblem) -> OpenSpans:
    """Return by part when a visit of it can begin so that its unit can end it on duty."""
    found: defaultdict[str, list[TimeWindow]] = defaultdict(list)
    for visit in problem.visits:
        if visit.part_id is None:
            continue
        for option in visit.options:
            for unit_id in option.units:
                duty = problem.duty_of[unit_id].window
                last = duty.end_s - option.service_s
                if duty.start_s <= last:
                    within = TimeWindow(duty.start_s, last)
                    found[visit.part_id] += cut_windows([option.window], within)
    return {
        part_id: tuple((window.start_s, window.end_s) for window in join_windows(windows))
        for part_id, windows in found.items()
    }


@dataclass(frozen=True, eq=False)
class VisitLister:
    """Lists the visits of loops; `shares` and `spans` are by part."""

    problem: LoopProblem
    shares: Mapping[str, float]
    spans: OpenSpans

    def list_visits(
        self, orders: Orders, departures: Mapping[str, int] | None = None
    ) -> tuple[RosterVisit, ...]:
        """Return the visits in the order of their begin."""
        visits = [
            visit
            for unit_id, tasks in orders.items()
            for visit in self._list_loop(unit_id, tasks, (departures or {}).get(unit_id))
        ]
        return tuple(sorted(visits, key=lambda visit: (visit.begin_s, visit.part_id)))

    def _list_loop(
        self, unit_id: str, tasks: Sequence[Task], depart_s: int | None
    ) -> Iterator[RosterVisit]:
        if not tasks:
            return
        duty, roads = self.problem.duty_of[unit_id], self.problem.roads[unit_id]
        starts = time_loop(duty, tasks, roads, depart_s=depart_s).start_s
        for task, start_s in zip(tasks, starts, strict=True):
            visit = task.visit
            if visit.hotspot_id is not None and visit.part_id is not None:
                yield RosterVisit(
                    hotspot_id=visit.hotspot_id,
                    part_id=visit.part_id,
                    unit_id=unit_id,
                    share=self.shares[visit.part_id],
                    begin_s=start_s,
                    end_s=start_s + task.option.service_s,
                    open=self.spans[visit.part_id],
                )
