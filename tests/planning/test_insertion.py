"""Putting left-over visits into loops, against trying every place by driving it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from problems import (
    HOUR_S,
    complete,
    find_best_value,
    list_broken_loops,
    list_broken_meetings,
    list_left_over,
    make_break,
    make_duty,
    make_line_matrix,
    make_matrix,
    make_meeting,
    make_problem,
    make_random_problem,
    make_rich_problem,
    make_visit,
    measure_value,
    repeat_visit,
    try_all_places,
)

from routeplan.planning.filling import measure_gain
from routeplan.planning.insertion import find_cheapest_insertion, open_loops
from routeplan.planning.schedule import Task, is_feasible, measure_active_s, sum_loop, sum_worth

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
def test_the_cheapest_insertion_is_the_least_of_all_where_places_are_visited_often(
    seed: int,
) -> None:
    plain = make_random_problem(seed, visits=8, units=2)
    # two places only, so that many gaps lie beside a repeat
    visits = [replace(visit, series=f"s{n % 2}") for n, visit in enumerate(plain.visits)]
    # whatever loops hold, even repeats at once
    loops: dict[str, list[Task]] = {"A": [], "B": []}
    for number, visit in enumerate(visits[:5]):
        (option,) = visit.options[:1]
        loops["AB"[number // 3]].append(Task(visit, option))
    given = {unit_id: tuple(tasks) for unit_id, tasks in loops.items()}
    opened = open_loops(given, plain.duty_of, plain.roads)
    for visit in visits[5:]:
        cheapest = find_cheapest_insertion(visit, opened)
        assert cheapest == min(try_all_places(plain, given, visit))


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


@pytest.mark.parametrize("seed", range(60))
def test_whatever_is_in_a_problem_completed_loops_break_nothing(seed: int) -> None:
    problem = make_rich_problem(seed, visits=7, units=2)
    loops = complete(problem)
    assert not list_broken_loops(problem, loops)
    assert not list_broken_meetings(problem, loops)
    for visit in list_left_over(problem, loops):
        if visit.hotspot_id is None:
            continue
        ways = [way for way in try_all_places(problem, loops, visit) if loops[way.unit_id]]
        assert not any(way.fits for way in ways)
    assert complete(problem, loops) == loops


@pytest.mark.parametrize("seed", range(40))
def test_greedy_insertion_never_gains_more_than_the_best_of_all_orders(seed: int) -> None:
    problem = make_rich_problem(seed, visits=5, units=2)
    assert measure_value(problem, complete(problem)) <= find_best_value(problem)


def test_a_repeat_is_put_in_for_what_it_adds_not_for_its_own_worth() -> None:
    # the market is worth 4, again 4 x 0.5 = 2; the bank 3: with room for two both are visited
    market = make_visit("market", 1, worth=4)
    repeats = repeat_visit(market, (0, HOUR_S), (2 * HOUR_S, 3 * HOUR_S))
    visits = [*repeats, make_visit("bank", 2, worth=3)]
    duty = make_duty(max_stops=2)
    loops = complete(make_problem(visits, [duty], make_line_matrix(0, 60, 120), decay=0.5))
    assert {task.visit.hotspot_id for task in loops["A"]} == {"market", "bank"}


TWICE = ((0, HOUR_S), (4 * HOUR_S, 5 * HOUR_S))


def test_a_unit_does_not_wait_on_the_spot_to_visit_again() -> None:
    visits = repeat_visit(make_visit("a", 1), *TWICE)
    loops = complete(make_problem(visits, [make_duty()], make_line_matrix(0, 60)))
    assert [task.visit.id for task in loops["A"]] == ["a#1"]


def test_a_unit_comes_back_after_something_else() -> None:
    other = make_visit("b", 2, windows=[(2 * HOUR_S, 3 * HOUR_S)])
    visits = [*repeat_visit(make_visit("a", 1), *TWICE), other]
    loops = complete(make_problem(visits, [make_duty()], make_line_matrix(0, 60, 120)))
    assert [task.visit.id for task in loops["A"]] == ["a#1", "b", "a#2"]


def test_another_unit_may_visit_again() -> None:
    visits = repeat_visit(make_visit("a", 1, units="AB"), *TWICE)
    duties = [make_duty("A"), make_duty("B")]
    loops = complete(make_problem(visits, duties, make_line_matrix(0, 60)))
    assert [[task.visit.id for task in tasks] for tasks in loops.values()] == [["a#1"], ["a#2"]]


@pytest.mark.parametrize("has_break", [True, False])
def test_given_repeats_at_once_are_parted_or_one_is_given_up(has_break: bool) -> None:
    visits = repeat_visit(make_visit("a", 1), *TWICE)
    pauses = [make_break("A", 0, span=(HOUR_S, 3 * HOUR_S))] if has_break else []
    problem = make_problem([*visits, *pauses], [make_duty()], make_line_matrix(0, 60))
    given = {"A": tuple(Task(visit, visit.options[0]) for visit in visits)}
    made = [task.visit.id for task in complete(problem, given)["A"]]
    assert made == (["a#1", "break:A:1", "a#2"] if has_break else ["a#1"])


def test_repeats_parted_by_nothing_but_a_meeting_go_with_it() -> None:
    # B is not on duty at the time of the meeting that A made between two visits
    first, second = make_meeting("M1", ("A", "B"), [(2, 2 * HOUR_S)])
    visits = repeat_visit(make_visit("a", 1), *TWICE)
    duties = [make_duty("A"), make_duty("B", window=(6 * HOUR_S, 7 * HOUR_S))]
    problem = make_problem([*visits, first, second], duties, make_line_matrix(0, 60, 120))
    tasks = [Task(visit, visit.options[0]) for visit in (visits[0], first, visits[1])]
    loops = complete(problem, {"A": tuple(tasks), "B": ()})
    assert [task.visit.id for task in loops["A"]] == ["a#1"]


def test_a_visit_is_made_in_one_of_its_ways_only_and_in_the_worthiest_that_fits() -> None:
    visit = make_visit("a", 1, windows=[(0, 600), (HOUR_S, 2 * HOUR_S)])
    early, late = visit.options
    visit = replace(visit, options=(early, replace(late, worth=1.5)))
    loops = complete(make_problem([visit], [make_duty()], make_line_matrix(0, 60)))
    assert [task.option for task in loops["A"]] == [visit.options[1]]


def test_a_unit_comes_back_between_two_full_loops() -> None:
    # two stops a loop, two loops: four of five visits, the return in between
    visits = [make_visit(name, n) for n, name in enumerate("abcde", 1)]
    duty = make_duty(max_stops=2, loops=2)
    loops = complete(make_problem(visits, [duty], make_line_matrix(0, 60, 120, 180, 240, 300)))
    kinds = [task.visit.kind for task in loops["A"]]
    assert kinds == ["dwell", "dwell", "base", "dwell", "dwell"]


def test_a_unit_whose_loops_are_not_full_does_not_come_back_in_between() -> None:
    visits = [make_visit(name, n) for n, name in enumerate("ab", 1)]
    duty = make_duty(max_stops=2, loops=3)
    loops = complete(make_problem(visits, [duty], make_line_matrix(0, 60, 120)))
    assert [task.visit.kind for task in loops["A"]] == ["dwell", "dwell"]


def test_a_unit_that_leaves_its_base_takes_its_breaks() -> None:
    # both breaks at the base, ten minutes' drive from the only place
    visits = [
        make_visit("a", 1),
        make_break("A", 0, span=(HOUR_S, 2 * HOUR_S)),
        make_break("A", 0, span=(4 * HOUR_S, 5 * HOUR_S), number=2),
    ]
    loops = complete(make_problem(visits, [make_duty()], make_line_matrix(0, 600)))
    assert sorted(task.visit.id for task in loops["A"]) == ["a", "break:A:1", "break:A:2"]


def test_for_its_breaks_alone_no_unit_leaves_its_base() -> None:
    visits = [make_break("A", 0)]
    loops = complete(make_problem(visits, [make_duty()], make_line_matrix(0)))
    assert loops == {"A": ()}


def test_a_unit_that_has_no_time_for_both_its_break_and_a_visit_stays() -> None:
    # an hour on duty, 50 minutes of visit, 20 of break
    visits = [make_visit("a", 1, dwell_s=3000), make_break("A", 0)]
    duty = make_duty(window=(0, HOUR_S))
    loops = complete(make_problem(visits, [duty], make_matrix([[0, 0], [0, 0]])))
    assert loops == {"A": ()}


def test_a_loop_that_lacks_its_break_gives_up_visits_for_it() -> None:
    # two visits of 25 minutes fill the hour; with the break of 20 there is time for one
    visits = [make_visit(name, 0, dwell_s=1500) for name in "ab"]
    problem = make_problem(
        [*visits, make_break("A", 0)], [make_duty(window=(0, HOUR_S))], make_line_matrix(0)
    )
    loops = complete(problem, {"A": tuple(Task(visit, visit.options[0]) for visit in visits)})
    assert sorted(task.visit.id for task in loops["A"]) == ["a", "break:A:1"]


def test_two_units_meet_at_the_place_and_minute_that_both_can_keep() -> None:
    # B cannot be there before 01:30 of the shift, so it is the second of the two moments
    halves = make_meeting("M1", ("A", "B"), [(2, HOUR_S), (2, 2 * HOUR_S)])
    duties = [make_duty("A", 0), make_duty("B", 1, window=(HOUR_S + 1800, 7 * HOUR_S))]
    loops = complete(make_problem(halves, duties, make_line_matrix(0, 600, 1200)))
    options = [task.option for tasks in loops.values() for task in tasks]
    assert [(o.candidate, o.window.start_s) for o in options] == [(1, 2 * HOUR_S)] * 2


def test_nobody_waits_alone_for_a_meeting_that_the_other_cannot_keep() -> None:
    halves = make_meeting("M1", ("A", "B"), [(2, HOUR_S)])
    duties = [make_duty("A", 0), make_duty("B", 1, window=(2 * HOUR_S, 7 * HOUR_S))]
    problem = make_problem(halves, duties, make_line_matrix(0, 600, 1200))
    alone = {"A": (Task(halves[0], halves[0].options[0]),), "B": ()}
    assert complete(problem, alone) == {"A": (), "B": ()}


def test_what_is_worth_nothing_is_not_visited() -> None:
    loops = complete(
        make_problem([make_visit("a", 1, worth=0)], [make_duty()], make_line_matrix(0, 9))
    )
    assert loops == {"A": ()}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_limit_of_fairness_is_kept(seed: int) -> None:
    problem = make_random_problem(seed, visits=9, units=3)
    loops = complete(problem, fair_limit=0.2)
    shares = [
        measure_active_s(duty, loops[duty.unit_id], problem.roads[duty.unit_id])
        / duty.window.length_s
        for duty in problem.duties
    ]
    assert max(shares) - min(shares) <= 0.2


@given(st.lists(st.floats(0, 9), max_size=4), st.floats(0, 9), st.sampled_from([0.5, 0.6, 1.0]))
def test_what_a_repeat_adds_is_the_difference_of_the_sums(
    others: list[float], worth: float, decay: float
) -> None:
    visits = repeat_visit(make_visit("a", 1), *[(0, 1)] * (len(others) + 1))
    tasks = [
        Task(visit, replace(visit.options[0], worth=own))
        for visit, own in zip(visits, [*others, worth], strict=True)
    ]
    added = sum_worth(tasks, decay) - sum_worth(tasks[:-1], decay)
    assert measure_gain(worth, others, decay) == pytest.approx(added, abs=1e-9)
