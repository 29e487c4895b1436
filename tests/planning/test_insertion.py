"""Putting left-over visits into loops, against trying every place by driving it."""

from __future__ import annotations

import pytest
from problems import (
    HOUR_S,
    complete,
    list_left_over,
    make_duty,
    make_matrix,
    make_problem,
    make_random_problem,
    make_visit,
    try_all_places,
)

from routeplan.planning.insertion import find_cheapest_insertion, open_loops
from routeplan.planning.schedule import is_feasible, sum_loop

SEEDS = range(25)


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
