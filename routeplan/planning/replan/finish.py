"""The plan that goes on from a moment: its loops, its sums, and what it changes for whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from routeplan.model import Loop, Plan, Replan, Unvisited
from routeplan.planning.assemble import list_inside, list_notices, sum_up
from routeplan.planning.bound import find_bound
from routeplan.planning.coverage import measure_balance, measure_coverage, measure_wishes
from routeplan.planning.planfile import SCHEMA_VERSION
from routeplan.planning.problem import LoopProblem
from routeplan.planning.reasons import explain_left_out
from routeplan.planning.replan.changes import list_changes
from routeplan.planning.replan.departures import find_departures
from routeplan.planning.replan.disturbance import list_out
from routeplan.planning.replan.itinerary import LoopMaker, set_worths
from routeplan.planning.replan.repair import Orders
from routeplan.planning.replan.rest import Rest
from routeplan.planning.replan.states import find_loop
from routeplan.planning.schedule import share_worth, time_loop
from routeplan.planning.stops import Driver
from routeplan.planning.surroundings import Surroundings


def finish_replan(rest: Rest, problem: LoopProblem, orders: Orders) -> Plan:
    """Return the plan of the whole shift; not yet judged.

    Parameters
    ----------
    problem
        With the limits that the loops keep.
    orders
        The tasks of each unit, what lies behind it first.
    """
    plan, inputs, openings = rest.plan, rest.moment.inputs, rest.openings
    departures = find_departures(rest.moment, rest.states, problem, orders)
    worth_of = share_worth(
        orders, problem.duty_of, problem.roads, problem.decay, departures=departures
    )
    loops = _make_loops(rest, problem, orders, departures, worth_of)
    crowded_out = explain_left_out(
        orders, problem.visits, problem.duty_of, problem.roads,
        worth_of=worth_of, names={s.hotspot.id: s.hotspot.name for s in openings.rated},
    )  # fmt: skip
    order = {spot.hotspot.id: n for n, spot in enumerate(openings.rated)}
    unvisited = sorted((*openings.barred, *crowded_out), key=lambda u: order[u.hotspot_id])
    inside = list_inside(openings.rated, unvisited)
    fairness = inputs.config.fairness
    replanned = replace(
        plan,
        schema_version=SCHEMA_VERSION,
        hotspots=openings.rated,
        loops=loops,
        unvisited=tuple(unvisited),
        totals=sum_up(inside, loops, bound=find_bound(problem, rounds=0)),
        notices=(*inputs.notices, *openings.notices, *list_notices(inputs, plan.units, loops)),
        closures=rest.moment.closures,
        coverage=measure_coverage(inside, loops, plan.shift),
        wishes=measure_wishes(fairness.wishes, [s.hotspot for s in openings.rated], loops),
        balance=measure_balance(rest.moment.on_duty.duties, loops, limit=None, free_worth=None),
    )
    record = _make_record(rest, orders, unvisited)
    behind = {
        state.unit.id: sum(stop.hotspot_id is not None for stop in state.standing.stops)
        for state in rest.states
    }
    changes = list_changes(plan, replanned, behind)
    return replace(replanned, replans=(*plan.replans, replace(record, changes=changes)))


def _make_loops(
    rest: Rest,
    problem: LoopProblem,
    orders: Orders,
    departures: Mapping[str, int],
    worth_of: Mapping[str, float],
) -> tuple[Loop, ...]:
    """Return the loops of all units that have left their base, or will."""
    moment, openings = rest.moment, rest.openings
    around = Surroundings(
        shift=rest.plan.shift,
        routers=rest.ground.routers,
        gazetteer=moment.inputs.gazetteer,
        district=moment.inputs.district,
        hotspots={spot.hotspot.id: spot for spot in openings.rated},
        meetings={meeting.id: meeting for meeting in rest.plan.meetings},
        meeting_places={
            meeting.id: tuple(rest.ground.find((p.lon, p.lat)) for p in meeting.places)
            for meeting in rest.plan.meetings
        },
        worth_of=worth_of,
        incidents={
            f"incident:{errand.incident.id}": errand.incident
            for state in rest.states
            for errand in state.past.errands
        },
    )
    visit_ids = _name_visits(problem, orders, departures)
    earlier = list_out(rest.plan)
    loops = []
    for state in rest.states:
        old = find_loop(moment, state.unit.id)
        duty = problem.duty_of[state.unit.id]
        made = old
        if state.unit.id not in earlier:
            maker = LoopMaker(
                driver=Driver(state.unit, duty, rest.ground.routers[duty.profile]),
                old=old,
                standing=state.standing,
                turn=state.turn,
                past=state.past,
                roads=problem.roads[state.unit.id],
                scene=moment.scene,
                around=around,
            )
            made = maker.make(orders[state.unit.id], depart_s=departures.get(state.unit.id))
        if made is not None:
            loops.append(set_worths(made, worth_of, visit_ids, moment.scene))
    return tuple(loops)


def _name_visits(
    problem: LoopProblem, orders: Orders, departures: Mapping[str, int]
) -> dict[tuple[str, int], str]:
    """Return what each visit made is called, by unit and second at which it begins."""
    found: dict[tuple[str, int], str] = {}
    for unit_id, tasks in orders.items():
        if tasks:
            duty, roads = problem.duty_of[unit_id], problem.roads[unit_id]
            starts = time_loop(duty, tasks, roads, depart_s=departures.get(unit_id)).start_s
            found |= {
                (unit_id, start_s): task.visit.id
                for task, start_s in zip(tasks, starts, strict=True)
                if task.visit.series
            }
    return found


def _make_record(rest: Rest, orders: Orders, unvisited: Sequence[Unvisited]) -> Replan:
    """Return what the plan says of its replanning, but for the changes."""
    disturbance, plan = rest.moment.disturbance, rest.plan
    known = {closure.id for closure in plan.closures}
    turned = [s.turn.report for s in rest.states if s.turn.report is not None]
    return Replan(
        moment=disturbance.moment,
        reports=(*disturbance.reports, *turned),
        out=(*disturbance.out, *sorted(rest.cut_off - set(disturbance.out))),
        cut_off=tuple(sorted(rest.cut_off)),
        incidents=tuple(errand.incident for state in rest.states for errand in state.past.errands),
        closures=tuple(c.id for c in rest.moment.closures if c.id not in known),
        hotspots=tuple(hotspot.id for hotspot in disturbance.hotspots),
        required=disturbance.require,
        forbidden=disturbance.forbid,
        given_up=tuple(dict.fromkeys(_list_given_up(rest, orders, unvisited))),
        overdue=tuple(state.unit.id for state in rest.states if state.is_overdue),
    )


def _list_given_up(rest: Rest, orders: Orders, unvisited: Sequence[Unvisited]) -> Iterator[str]:
    """Yield what was required and is not done any more: parts, breaks, meetings."""
    required = {s.hotspot.id for s in rest.openings.rated if s.hotspot.is_required}
    made = {task.visit.id for tasks in orders.values() for task in tasks}
    visited = {task.visit.part_id for tasks in orders.values() for task in tasks}
    for item in unvisited:
        is_left_out = item.part_id is None or item.part_id not in visited
        if item.hotspot_id in required and is_left_out:
            yield item.part_id or item.hotspot_id
    for visit in (*rest.problem.visits, *rest.lost):
        if visit.id in made or visit.fixed:
            continue
        if visit.kind == "break" and any(orders[unit_id] for unit_id in visit.units):
            yield visit.id
        if visit.meeting is not None:
            yield visit.meeting
