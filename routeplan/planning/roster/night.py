"""One shift of a roster: what is due, the set of near-best plans, the draw, and the plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from routeplan.model import (
    NOT_DUE,
    DueHotspot,
    Notice,
    Plan,
    RosterVisit,
    Shift,
    TimeWindow,
)
from routeplan.model.roster import Span
from routeplan.planning.cadence import make_generator
from routeplan.planning.inputs import Inputs
from routeplan.planning.pipeline import finish_plan, refuse_if_broken
from routeplan.planning.prepare import Preparation, prepare_shift
from routeplan.planning.problem import LoopProblem, Solution
from routeplan.planning.roster.candidates import Candidate, NearBest, find_near_best
from routeplan.planning.roster.memory import SLOT_S, Memory
from routeplan.planning.roster.mixture import Exposure, draw_plan, mix_plans
from routeplan.planning.roster.varied import Orders
from routeplan.planning.schedule import Task, sum_loop, time_loop
from routeplan.planning.windows import cut_windows, join_windows

OpenSpans = Mapping[str, tuple[Span, ...]]


@dataclass(frozen=True, eq=False)
class Draw:
    """A plan that was drawn for a shift, and what it was drawn from.

    Parameters
    ----------
    chances
        Of all plans of the set.
    number
        Which of them it is.
    """

    plan: Plan
    near: NearBest
    chances: tuple[float, ...]
    number: int
    visits: tuple[RosterVisit, ...]
    best_visits: tuple[RosterVisit, ...]
    due: tuple[DueHotspot, ...]
    waived: tuple[str, ...]


def make_seed(seed: int, shift: Shift) -> int:
    """Return the seed of a shift in a roster."""
    rng = make_generator(seed, f"{shift.date.isoformat()} {shift.name}")
    return int(rng.integers(2**31))


def draw_night(inputs: Inputs, *, due: Mapping[str, int], memory: Memory) -> Draw:
    """Return a plan drawn for a shift, judged.

    Parameters
    ----------
    inputs
        Of the shift, with the units that work it and the seed of its own.
    due
        Hotspots that have to be visited to keep their minimum, and how often.
    memory
        What the shifts before have done.

    A required hotspot that is left out is waived, and the shift drawn again without it: it may be
    that those on duty cannot keep it.

    Raises
    ------
    PlanRefusedError
        If a break or a meeting cannot be kept.
    """
    draw = _draw(inputs, due, memory)
    while missing := find_missing(draw.plan):
        draw = _draw(_waive(inputs, {*missing, *draw.waived}), due, memory)
    return draw


def find_missing(plan: Plan) -> set[str]:
    """Return the required hotspots that a plan leaves out, though they are due."""
    required = {rated.hotspot.id for rated in plan.hotspots if rated.hotspot.is_required}
    visited = {stop.part_id for loop in plan.loops for stop in loop.visits}
    return {
        item.hotspot_id
        for item in plan.unvisited
        if item.hotspot_id in required
        and item.reason not in NOT_DUE
        and item.part_id not in visited
    }


def _waive(inputs: Inputs, hotspot_ids: set[str]) -> Inputs:
    """Return the inputs in which some hotspots are not required, and the plan says so."""
    chosen = [hotspot for hotspot in inputs.hotspots if hotspot.id in hotspot_ids]
    return replace(
        inputs,
        hotspots=tuple(
            replace(hotspot, waived=hotspot.id in hotspot_ids) for hotspot in inputs.hotspots
        ),
        notices=(*inputs.notices, *(Notice("waived", {"name": h.name}) for h in chosen)),
    )


def _draw(inputs: Inputs, due: Mapping[str, int], memory: Memory) -> Draw:
    ready = prepare_shift(inputs)
    problem, seed = ready.problem, inputs.config.plan.seed
    seen = partial(memory.count_within, inputs.shift.name)
    near = find_near_best(problem, due=due, seen=seen, config=inputs.config, seed=seed)
    lister = VisitLister(problem, _list_shares(ready), list_open_spans(problem))
    made = [lister.list_visits(candidate.orders) for candidate in near.candidates]
    exposure = _expose(ready, made, memory)
    chances = mix_plans(exposure, likeliest=inputs.config.roster.likeliest)
    rng = make_generator(seed, "draw")
    number = draw_plan(chances.tolist(), rng)
    chosen = near.candidates[number]
    solution = Solution(chosen.orders, departures=_draw_departures(problem, chosen, rng))
    plan = finish_plan(ready, solution)
    if not find_missing(plan):
        refuse_if_broken(plan, ready, solution)
    return Draw(
        plan=plan,
        near=near,
        chances=tuple(chances.tolist()),
        number=number,
        visits=lister.list_visits(chosen.orders, solution.departures),
        best_visits=lister.list_visits(near.best.orders),
        due=tuple(DueHotspot(rated.hotspot.id, rated.risk) for rated in ready.rated if rated.parts),
        waived=tuple(hotspot.id for hotspot in inputs.hotspots if hotspot.waived),
    )


def _draw_departures(
    problem: LoopProblem, chosen: Candidate, rng: np.random.Generator
) -> dict[str, int]:
    """Return when each unit leaves, anywhere between as early and as late as it can."""
    departures = {}
    for unit_id, tasks in chosen.orders.items():
        if tasks:
            loop = sum_loop(problem.duty_of[unit_id], tasks, problem.roads[unit_id])
            departures[unit_id] = int(rng.integers(loop.earliest_s, loop.latest_s + 1))
    return departures


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


def _list_shares(ready: Preparation) -> dict[str, float]:
    return {part.id: part.share for rated in ready.rated for part in rated.parts}


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


def _expose(ready: Preparation, made: Sequence[Sequence[RosterVisit]], memory: Memory) -> Exposure:
    """Return what some plans do, in numbers."""
    shift = ready.inputs.shift
    hotspots = {rated.hotspot.id: rated.risk for rated in ready.rated if rated.parts}
    shares = {part.id: rated.risk * part.share for rated in ready.rated for part in rated.parts}
    rows = {hotspot_id: row for row, hotspot_id in enumerate(hotspots)}
    parts = sorted({visit.part_id for visits in made for visit in visits})
    lines = {part_id: line for line, part_id in enumerate(parts)}
    slots = range(shift.length_s // SLOT_S + 1)
    covers = np.zeros((len(made), len(hotspots)))
    begins = np.zeros((len(made), len(parts), len(slots)))
    for k, visits in enumerate(made):
        for visit in visits:
            covers[k, rows[visit.hotspot_id]] = 1.0
            begins[k, lines[visit.part_id], visit.begin_s // SLOT_S] += 1.0
    return Exposure(
        idle=np.array([risk * memory.count_idle(name) for name, risk in hotspots.items()]),
        covers=covers,
        seen=np.array(
            [memory.count_slots(shift.name, part_id, slots) for part_id in parts], dtype=np.float64
        ).reshape(len(parts), len(slots)),
        begins=begins,
        weights=np.array([shares[part_id] for part_id in parts]),
    )
