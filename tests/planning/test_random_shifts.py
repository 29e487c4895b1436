"""Properties of the plans of any shift: judged clean, complete, the same again."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from random_shifts import demanding_shifts, shifts

from routeplan.errors import PlanRefusedError
from routeplan.model import Plan
from routeplan.planning.inputs import Inputs
from routeplan.planning.optimise import solve_loops
from routeplan.planning.pipeline import finish_plan, plan_shift
from routeplan.planning.planfile import dump_plan
from routeplan.planning.prepare import Preparation, prepare_shift
from routeplan.planning.schedule import sum_worth
from routeplan.planning.transfer import Orders, transfer_orders
from routeplan.planning.verify import find_violations

FEW = settings(max_examples=60)


def count_accounts(plan: Plan) -> Counter[tuple[str | None, str | None]]:
    """Return by hotspot and part the visits made and those left out with a reason."""
    made = (stop for loop in plan.loops for stop in loop.visits)
    counts = Counter((stop.hotspot_id, stop.part_id) for stop in made)
    for item in plan.unvisited:
        counts[item.hotspot_id, item.part_id] += item.visits
    return counts


def count_wished(plan: Plan) -> Counter[tuple[str | None, str | None]]:
    """Return by hotspot and part the visits wished for; without parts one of the whole."""
    counts = Counter[tuple[str | None, str | None]]()
    for rated in plan.hotspots:
        for part in rated.parts:
            counts[rated.hotspot.id, part.id] = part.visits
        if not rated.parts:
            counts[rated.hotspot.id, None] = 1
    return counts


@given(inputs=shifts())
@FEW
def test_every_plan_passes_the_judge_and_accounts_for_every_hotspot(inputs: Inputs) -> None:
    plan = plan_shift(inputs)
    assert find_violations(plan, inputs.network) == ()
    assert [rated.hotspot.id for rated in plan.hotspots] == [h.id for h in inputs.hotspots]
    assert count_accounts(plan) == count_wished(plan)


@given(inputs=demanding_shifts())
@FEW
def test_what_cannot_be_kept_is_named_and_what_is_planned_passes_the_judge(inputs: Inputs) -> None:
    try:
        plan = plan_shift(inputs)
    except PlanRefusedError as refused:
        head, *clashes = str(refused).splitlines()
        assert head == "No plan keeps everything that is required:"
        required = [spot.name for spot in inputs.hotspots if spot.is_required]
        assert all(any(name in clash for name in required) for clash in clashes)
    else:
        assert count_accounts(plan) == count_wished(plan)


@given(inputs=shifts(is_fair=False), number=st.integers(0, 2))
@settings(max_examples=20)
def test_one_more_unit_never_gains_less_when_it_starts_from_the_loops_of_the_others(
    inputs: Inputs, number: int
) -> None:
    before = prepare_shift(inputs)
    loops = solve_loops(before.problem, rules=inputs.config.solver, seed=1).orders
    again = replace(inputs.units[number % len(inputs.units)], id="more")
    after = prepare_shift(replace(inputs, units=(*inputs.units, again)))
    start = transfer_orders(loops, after.problem)
    found = solve_loops(after.problem, rules=inputs.config.solver, seed=1, start=start)
    assert sum_all(found.orders, after) >= sum_all(loops, before) - 1e-9
    assert find_violations(finish_plan(after, found), inputs.network) == ()


def sum_all(orders: Orders, ready: Preparation) -> float:
    """Return what all loops are worth."""
    tasks = [task for tasks in orders.values() for task in tasks]
    return sum_worth(tasks, ready.problem.decay)


@given(inputs=shifts())
@settings(max_examples=15)
def test_the_same_seed_and_iterations_give_the_same_plan_json(inputs: Inputs) -> None:
    assert dump_plan(plan_shift(inputs)) == dump_plan(plan_shift(inputs))
