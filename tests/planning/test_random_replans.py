"""Whatever happens to a random shift: the new plan is judged clean, and the past stays."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from random_disturbances import disturbances
from random_shifts import shifts
from shift_plans import insert_greedily

from routeplan.errors import InputError, PlanRefusedError
from routeplan.model import Loop, Plan
from routeplan.planning.inputs import Inputs
from routeplan.planning.planfile import dump_plan
from routeplan.planning.replan.disturbance import Disturbance
from routeplan.planning.replan.pipeline import replan_shift
from routeplan.planning.verify import find_violations
from routeplan.roads.network import Network


def make_judged_plan(inputs: Inputs) -> Plan:
    """Return a plan by greedy insertion, which the judge finds clean."""
    plan, _ready, _solution = insert_greedily(inputs)
    assert find_violations(plan, inputs.network) == ()
    return plan


def try_replan(plan: Plan, network: Network, disturbance: Disturbance) -> Plan | None:
    """Return the new plan, which the judge has found clean; None where a reason is named."""
    try:
        return replan_shift(plan, network, disturbance)
    except PlanRefusedError as error:
        if not str(error).startswith("Nobody can go to"):
            raise
    except InputError as error:
        if not any(words in str(error) for words in ("is said to", "at its briefing")):
            raise
    return None


@given(data=st.data(), inputs=shifts(is_fair=False))
@settings(max_examples=20)
def test_whatever_happens_twice_there_is_a_clean_plan_or_a_named_reason(
    data: st.DataObject, inputs: Inputs
) -> None:
    plan = make_judged_plan(inputs)
    disturbance = data.draw(disturbances(plan))
    new = try_replan(plan, inputs.network, disturbance)
    if new is not None:
        now_s = plan.shift.seconds(disturbance.moment)
        try_replan(new, inputs.network, data.draw(disturbances(new, first_s=now_s), label="again"))


@given(data=st.data(), inputs=shifts(is_fair=False))
@settings(max_examples=12)
def test_if_nothing_happens_nothing_changes(data: st.DataObject, inputs: Inputs) -> None:
    plan = make_judged_plan(inputs)
    moment_s = data.draw(st.integers(0, plan.shift.length_s))
    new = replan_shift(plan, inputs.network, Disturbance(plan.shift.moment(moment_s)))
    assert new.loops == plan.loops
    assert new.totals.worth == plan.totals.worth


@given(data=st.data(), inputs=shifts(is_fair=False))
@settings(max_examples=12)
def test_what_is_over_stays_as_it_was_and_the_same_input_gives_the_same_plan(
    data: st.DataObject, inputs: Inputs
) -> None:
    plan = make_judged_plan(inputs)
    disturbance = data.draw(disturbances(plan))
    new = try_replan(plan, inputs.network, disturbance)
    if new is None:
        return
    assert dump_plan(replan_shift(plan, inputs.network, disturbance)) == dump_plan(new)
    told = {report.unit_id for report in disturbance.reports}
    loops = {loop.unit_id: loop for loop in new.loops}
    for loop in plan.loops:
        over = [stop for stop in loop.visits if stop.depart <= disturbance.moment]
        if loop.unit_id not in told and over:
            assert list_visits(loops[loop.unit_id])[: len(over)] == list_visits(loop)[: len(over)]


def list_visits(loop: Loop) -> list[tuple[object, ...]]:
    """Return the visits of a loop, but for their worth: a repeat changes that of the others."""
    return [(s.part_id, s.arrive, s.depart, s.wait_s, s.drive) for s in loop.visits]
