"""Putting left-over visits into loops, against trying every place by driving it."""

from __future__ import annotations

import pytest
from problems import (
    HOUR_S,
    make_duty,
    make_line_matrix,
    make_matrix,
    make_problem,
    make_random_problem,
    make_visit,
)

from routeplan.model import Visit
from routeplan.planning.insertion import (
    Insertion,
    complete_loops,
    explain_left_out,
    find_cheapest_insertion,
    open_loops,
)
from routeplan.planning.problem import LoopProblem
from routeplan.planning.schedule import Task, is_feasible, measure_missing_s, sum_loop

Loops = dict[str, tuple[Task, ...]]
SEEDS = range(25)


def complete(problem: LoopProblem, loops: Loops | None = None) -> Loops:
    loops = dict.fromkeys(problem.duty_of, ()) if loops is None else loops
    return complete_loops(loops, problem.visits, problem.duty_of, problem.roads)


def list_left_over(problem: LoopProblem, loops: Loops) -> list[Visit]:
    done = {task.visit.id for tasks in loops.values() for task in tasks}
    return [visit for visit in problem.visits if visit.id not in done]


def try_all_places(problem: LoopProblem, loops: Loops, visit: Visit) -> list[Insertion]:
    """Return every way to put a visit into the loops, each loop summed up from its start."""
    found = []
    for unit_id in visit.units:
        duty, tasks = problem.duty_of[unit_id], loops[unit_id]
        for number, option in enumerate(visit.options):
            for position in range(len(tasks) + 1):
                longer = (*tasks[:position], Task(visit, option), *tasks[position:])
                loop = sum_loop(duty, longer, problem.roads[unit_id])
                over_m = 0 if duty.max_loop_m is None else max(loop.metres - duty.max_loop_m, 0)
                missing_s = measure_missing_s(duty, loop)
                found.append(Insertion(missing_s, over_m, loop.metres, unit_id, position, number))
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_the_cheapest_insertion_is_the_least_of_all(seed: int) -> None:
    problem = make_random_problem(seed, visits=7, units=2)
    loops = complete(make_problem(problem.visits[:4], problem.duties, problem.matrices))
    for visit in problem.visits[4:]:
        opened = open_loops(loops, problem.duty_of, problem.roads)
        cheapest = find_cheapest_insertion(visit, opened)
        assert cheapest == min(try_all_places(problem, loops, visit))


@pytest.mark.parametrize("seed", SEEDS)
def test_after_completing_no_left_over_visit_fits_anywhere(seed: int) -> None:
    problem = make_random_problem(seed, visits=9, units=2)
    loops = complete(problem)
    for visit in list_left_over(problem, loops):
        for insertion in try_all_places(problem, loops, visit):
            assert not insertion.fits


@pytest.mark.parametrize("seed", SEEDS)
def test_completed_loops_keep_every_limit_and_what_they_had(seed: int) -> None:
    problem = make_random_problem(seed, visits=9, units=2)
    begun = complete(make_problem(problem.visits[:3], problem.duties, problem.matrices))
    loops = complete(problem, begun)
    for unit_id, tasks in loops.items():
        duty = problem.duty_of[unit_id]
        assert is_feasible(duty, sum_loop(duty, tasks, problem.roads[unit_id]))
        assert {t.visit.id for t in begun[unit_id]} <= {t.visit.id for t in tasks}


def test_the_worthiest_visit_is_put_in_first() -> None:
    # an hour each way, three hours on duty: one of the two far places at most
    visits = [make_visit("less", 1), make_visit("more", 2, worth=2)]
    matrix = make_matrix([[0, HOUR_S, HOUR_S], [HOUR_S, 0, HOUR_S], [HOUR_S, HOUR_S, 0]])
    loops = complete(make_problem(visits, [make_duty(window=(0, 3 * HOUR_S))], matrix))
    assert [task.visit.id for task in loops["A"]] == ["more"]


def test_what_is_required_is_put_in_before_what_is_worth_more() -> None:
    # as above, but the place worth less is required
    visits = [make_visit("less", 1, required=True), make_visit("more", 2, worth=2)]
    matrix = make_matrix([[0, HOUR_S, HOUR_S], [HOUR_S, 0, HOUR_S], [HOUR_S, HOUR_S, 0]])
    loops = complete(make_problem(visits, [make_duty(window=(0, 3 * HOUR_S))], matrix))
    assert [task.visit.id for task in loops["A"]] == ["less"]


def test_a_visit_that_fits_only_after_another_was_put_in_is_put_in_too() -> None:
    # The fast road to "far" is 9 km each way, the slow one by "near" 3 km; with at most 10 km a
    # lap, 9 + 9 km are too long, but once near is in the loop, it leads there by 2 + 1 km and the
    # way back, 3 km, is short.
    visits = [make_visit("far", 1, worth=2), make_visit("near", 2)]
    seconds = [[0, 500, 300], [300, 0, 300], [300, 300, 0]]
    metres = [[0, 9000, 2000], [3000, 0, 3000], [2000, 1000, 0]]
    duty = make_duty(max_loop_m=10_000)
    loops = complete(make_problem(visits, [duty], make_matrix(seconds, metres)))
    assert [task.visit.id for task in loops["A"]] == ["near", "far"]


@pytest.mark.parametrize("seed", SEEDS)
def test_each_visit_left_out_is_explained_by_the_loop_that_misses_least(seed: int) -> None:
    problem = make_random_problem(seed, visits=9, units=2)
    loops = complete(problem)
    reasons = explain_left_out(loops, problem.visits, problem.duty_of, problem.roads)
    left_over = list_left_over(problem, loops)
    assert [reason.hotspot_id for reason in reasons] == [visit.hotspot_id for visit in left_over]
    for visit, reason in zip(left_over, reasons, strict=True):
        best = min(try_all_places(problem, loops, visit))
        assert reason.reason == "no_time"
        far = {} if best.missing_s else {"missing_m": best.missing_m}
        assert reason.detail == {"missing_s": best.missing_s, "unit": best.unit_id} | far
        assert best.missing_s > 0 or best.missing_m > 0


def test_what_is_missing_is_worked_out_to_the_second() -> None:
    # 50 minutes out, 10 minutes there, 50 back = 110 minutes of 100
    visit = make_visit("a", 1)
    problem = make_problem([visit], [make_duty(max_loop_s=6000)], make_line_matrix(0, 3000))
    (reason,) = explain_left_out({"A": ()}, problem.visits, problem.duty_of, problem.roads)
    assert reason.detail == {"missing_s": 600, "unit": "A"}


def test_where_only_kilometres_are_missing_they_are_told() -> None:
    # 300 s out and back at 10 m a second are 6 km of 5
    problem = make_problem(
        [make_visit("a", 1)], [make_duty(max_loop_m=5000)], make_line_matrix(0, 300)
    )
    (reason,) = explain_left_out({"A": ()}, problem.visits, problem.duty_of, problem.roads)
    assert reason.detail == {"missing_s": 0, "unit": "A", "missing_m": 1000}
