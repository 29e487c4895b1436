"""Loops found by the search, against the best of all possible loops."""

from __future__ import annotations

from itertools import pairwise

import pytest
from problems import (
    HOUR_S,
    NIGHT_S,
    find_best_value,
    list_broken_loops,
    make_duty,
    make_line_matrix,
    make_matrix,
    make_problem,
    make_random_problem,
    make_rules,
    make_visit,
    measure_value,
)

from routeplan.planning.insertion import find_cheapest_insertion, open_loops
from routeplan.planning.optimise import solve_loops
from routeplan.planning.problem import LoopProblem
from routeplan.planning.schedule import Task, sum_loop, time_loop

Loops = dict[str, tuple[Task, ...]]


def solve(problem: LoopProblem, *, seed: int = 1, iterations: int = 1000) -> Loops:
    return dict(solve_loops(problem, rules=make_rules(iterations=iterations), seed=seed).orders)


def list_ids(loops: Loops) -> dict[str, list[str]]:
    return {unit: [task.visit.id for task in tasks] for unit, tasks in loops.items()}


def measure_loop_s(problem: LoopProblem, loops: Loops, unit: str) -> int:
    return sum_loop(problem.duty_of[unit], loops[unit], problem.roads[unit]).length_s


@pytest.mark.parametrize("seed", range(12))
def test_one_unit_gains_as_much_as_the_best_of_all_orders(seed: int) -> None:
    problem = make_random_problem(seed, visits=7, units=1)
    loops = solve(problem, iterations=1000)
    assert not list_broken_loops(problem, loops)
    assert measure_value(problem, loops) == find_best_value(problem)


@pytest.mark.parametrize("seed", range(100, 112))
def test_two_units_gain_as_much_as_the_best_of_all_assignments(seed: int) -> None:
    problem = make_random_problem(seed, visits=6, units=2)
    loops = solve(problem)
    assert not list_broken_loops(problem, loops)
    assert measure_value(problem, loops) == find_best_value(problem)


@pytest.mark.parametrize("seed", range(200, 210))
def test_units_do_not_idle_while_a_visit_fits(seed: int) -> None:
    problem = make_random_problem(seed, visits=25, units=3)
    loops = solve(problem, iterations=40)
    assert not list_broken_loops(problem, loops)
    done = {task.visit.id for tasks in loops.values() for task in tasks}
    opened = open_loops(loops, problem.duty_of, problem.roads)
    for visit in problem.visits:
        if visit.id not in done:
            best = find_cheapest_insertion(visit, opened)
            assert best is not None
            assert not best.fits


@pytest.mark.parametrize("seed", range(300, 305))
def test_the_same_seed_and_iterations_give_the_same_loops(seed: int) -> None:
    problem = make_random_problem(seed, visits=20, units=3)
    assert solve(problem, seed=seed) == solve(problem, seed=seed)


def test_without_visits_all_units_stay_at_their_bases() -> None:
    problem = make_problem([], [make_duty("A", 0), make_duty("B", 1)], make_line_matrix(0, 60))
    assert solve(problem) == {"A": (), "B": ()}


def test_the_shortest_way_round_is_driven_where_everything_fits() -> None:
    # places at the corners of a square of one minute's drive, the base on one of them: once round
    # takes 4 minutes, crossing over takes longer
    square = [[0, 60, 120, 60], [60, 0, 60, 120], [120, 60, 0, 60], [60, 120, 60, 0]]
    visits = [make_visit(name, place) for place, name in enumerate("abc", start=1)]
    problem = make_problem(visits, [make_duty()], make_matrix(square))
    loops = solve(problem)
    assert list_ids(loops)["A"] in (["a", "b", "c"], ["c", "b", "a"])


def test_a_required_visit_comes_before_any_worth() -> None:
    # the far place takes the whole night; the near ones are worth a thousand times as much
    near = [make_visit(f"near {n}", 1, worth=1000) for n in range(3)]
    far = make_visit("far", 2, worth=1, required=True)
    matrix = make_line_matrix(0, -300, NIGHT_S // 2 - 300)
    loops = solve(make_problem([*near, far], [make_duty()], matrix))
    assert list_ids(loops) == {"A": ["far"]}


def test_a_required_visit_without_worth_is_made_too() -> None:
    visits = [make_visit("worthless", 1, worth=0, required=True), make_visit("a", 2)]
    loops = solve(make_problem(visits, [make_duty()], make_line_matrix(0, 60, 120)))
    assert sorted(list_ids(loops)["A"]) == ["a", "worthless"]


def test_a_worth_as_good_as_nothing_does_not_spoil_the_scale() -> None:
    # six thousand metres times four over 1e-15 would leave the whole numbers that are counted exactly
    visits = [make_visit("tiny", 1, worth=1e-15), make_visit("large", 2, worth=1e6)]
    loops = solve(make_problem(visits, [make_duty()], make_line_matrix(0, 300, 600)))
    assert sorted(list_ids(loops)["A"]) == ["large", "tiny"]


@pytest.mark.parametrize("worth", [1e-12, 1e12])
def test_the_size_of_the_weights_does_not_matter(worth: float) -> None:
    visits = [make_visit("a", 1, worth=worth), make_visit("b", 2, worth=3 * worth)]
    loops = solve(make_problem(visits, [make_duty()], make_line_matrix(0, 300, 600)))
    assert sorted(list_ids(loops)["A"]) == ["a", "b"]


def test_a_limit_in_kilometres_beyond_all_counting_is_none() -> None:
    duty = make_duty(max_loop_m=10**30)
    loops = solve(make_problem([make_visit("a", 1)], [duty], make_line_matrix(0, 300)))
    assert list_ids(loops) == {"A": ["a"]}


def test_any_seed_a_user_may_give_is_taken() -> None:
    problem = make_problem([make_visit("a", 1)], [make_duty()], make_line_matrix(0, 60))
    assert list_ids(solve(problem, seed=10**12)) == {"A": ["a"]}


def test_only_one_of_two_windows_is_used() -> None:
    # between two visits that pin the unit down, the place is open before one and after the other
    morning = make_visit("early", 1, windows=[(0, 600)])
    evening = make_visit("late", 1, windows=[(7 * HOUR_S, 7 * HOUR_S + 600)])
    either = make_visit("either", 1, windows=[(1200, 1800), (6 * HOUR_S, 6 * HOUR_S + 60)])
    problem = make_problem([morning, evening, either], [make_duty()], make_line_matrix(0, 60))
    loops = solve(problem)
    assert list_ids(loops) == {"A": ["early", "either", "late"]}
    assert not list_broken_loops(problem, loops)


@pytest.mark.parametrize("seed", range(6))
def test_no_unit_waits_before_an_open_door_for_a_later_window(seed: int) -> None:
    # "early" and "late" make the night long, so that waiting costs nothing: but whoever comes to
    # a place in the first of its hours begins then
    twice = [(600, 2 * HOUR_S), (4 * HOUR_S, 5 * HOUR_S)]
    visits = [
        make_visit("early", 1, windows=[(600, 660)]),
        *(make_visit(f"twice {n}", 2 + n, windows=twice) for n in range(4)),
        make_visit("late", 6, windows=[(7 * HOUR_S, 7 * HOUR_S + 60)]),
    ]
    problem = make_problem(visits, [make_duty()], make_line_matrix(*range(0, 420, 60)))
    loops = solve(problem, seed=seed)
    assert len(loops["A"]) == len(visits)
    timing = time_loop(problem.duties[0], loops["A"], problem.roads["A"])
    for task, arrive_s, start_s in zip(loops["A"], timing.arrive_s, timing.start_s, strict=True):
        for window in (option.window for option in task.visit.options):
            assert start_s == arrive_s or not window.start_s <= arrive_s <= window.end_s


def test_a_window_past_midnight_is_kept() -> None:
    # the shift starts at 23:00; 01:00 to 01:10 is two hours into it
    visit = make_visit("a", 1, windows=[(2 * HOUR_S, 2 * HOUR_S + 600)])
    problem = make_problem([visit], [make_duty()], make_line_matrix(0, 60))
    loops = solve(problem)
    (start_s,) = time_loop(problem.duties[0], loops["A"], problem.roads["A"]).start_s
    assert 2 * HOUR_S <= start_s <= 2 * HOUR_S + 600


def test_a_unit_makes_only_the_visits_it_may() -> None:
    # B's base is next to everything, but only A may go to a and b
    visits = [make_visit("a", 2), make_visit("b", 3), make_visit("c", 4, units="B")]
    duties = [make_duty("A", 0), make_duty("B", 1)]
    loops = solve(make_problem(visits, duties, make_line_matrix(0, 3000, 3000, 3060, 3120)))
    assert {unit: sorted(ids) for unit, ids in list_ids(loops).items()} == {
        "A": ["a", "b"], "B": ["c"],
    }  # fmt: skip


def test_each_vehicle_drives_its_own_times() -> None:
    # an hour by car, a quarter by motorcycle: in three hours only the motorcycle does both
    slow, fast = make_line_matrix(0, 3600, 7200), make_line_matrix(0, 900, 1800)
    visits = [make_visit("a", 1, units="AB"), make_visit("b", 2, units="AB")]
    duties = [
        make_duty("A", 0, window=(0, 10_000)),
        make_duty("B", 0, window=(0, 10_000), profile="R2"),
    ]
    loops = solve(make_problem(visits, duties, {"R4": slow, "R2": fast}))
    assert sorted(list_ids(loops)["B"]) == ["a", "b"]
    assert not list_ids(loops)["A"]


def test_no_loop_is_longer_than_its_unit_may_drive() -> None:
    # 10 m a second: to a and back 12 km, to b and back 24 km
    visits = [make_visit("a", 1), make_visit("b", 2, worth=9)]
    matrix = make_line_matrix(0, 600, -1200)
    loops = solve(make_problem(visits, [make_duty(max_loop_m=23_999)], matrix))
    assert list_ids(loops) == {"A": ["a"]}
    loops = solve(make_problem(visits, [make_duty(max_loop_m=24_000)], matrix))
    assert list_ids(loops) == {"A": ["b"]}


def test_a_loop_leaves_the_reserve_untouched() -> None:
    # 20 minutes with one visit, 30 with two; the reserve leaves 25
    visits = [make_visit("a", 1), make_visit("b", 1)]
    problem = make_problem(visits, [make_duty(max_loop_s=1500)], make_line_matrix(0, 300))
    assert len(solve(problem)["A"]) == 1


@pytest.mark.parametrize("minute_s", [60, 6])
def test_units_share_the_work_where_everything_can_be_visited(minute_s: int) -> None:
    # Ten visits of half an hour in a row, one unit at each end of the road: A alone could make
    # them all in its eight hours, but then B would sit idle.
    visits = [make_visit(f"v{n}", 2 + n, dwell_s=1800, units="AB") for n in range(10)]
    row = [minute_s * n for n in range(1, 11)]
    matrix = make_line_matrix(0, minute_s * 11, *row)
    problem = make_problem(visits, [make_duty("A", 0), make_duty("B", 1)], matrix)
    loops = solve(problem)
    assert sum(map(len, loops.values())) == 10
    lengths = [measure_loop_s(problem, loops, unit) for unit in "AB"]
    assert max(lengths) < 1.5 * min(lengths)


@pytest.mark.parametrize(
    ("count", "step_s", "shares"), [(6, 30, [2, 2, 2]), (8, 3, [2, 3, 3]), (11, 1, [3, 4, 4])]
)
def test_units_of_one_base_share_the_work_too(count: int, step_s: int, shares: list[int]) -> None:
    # where places are next to each other, what counts is how long units stay
    visits = [make_visit(f"v{n}", 1 + n, dwell_s=1200, units="ABC") for n in range(count)]
    matrix = make_line_matrix(*(step_s * n for n in range(count + 1)))
    loops = solve(make_problem(visits, [make_duty(unit, 0) for unit in "ABC"], matrix))
    assert sorted(map(len, loops.values())) == shares


def test_visits_at_one_spot_are_made_one_after_another() -> None:
    visits = [make_visit("a", 1), make_visit("b", 2), make_visit("c", 3)]
    ring = [[0, 300, 300, 300], [300, 0, 0, 600], [300, 0, 0, 600], [300, 600, 600, 0]]
    problem = make_problem(visits, [make_duty()], make_matrix(ring))
    (loop,) = solve(problem).values()
    spots = [task.visit.id for task in loop]
    assert ("a", "b") in pairwise(spots) or ("b", "a") in pairwise(spots)


def test_a_visit_at_the_base_is_made() -> None:
    problem = make_problem([make_visit("a", 1)], [make_duty()], make_line_matrix(0, 0))
    assert list_ids(solve(problem)) == {"A": ["a"]}


def test_three_visits_of_two_units_leave_none_at_its_base() -> None:
    # on a tiny network half an hour at a place weighs more than any drive
    visits = [make_visit(f"v{n}", 1 + n, dwell_s=1800, units="AB") for n in range(3)]
    duties = [make_duty("A", 0), make_duty("B", 0)]
    loops = solve(make_problem(visits, duties, make_line_matrix(0, 6, 12, 18)))
    assert sorted(map(len, loops.values())) == [1, 2]
