"""Loops of the search with repeats, breaks, meetings, full loops, fairness, wishes, and a start."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from problems import (
    HOUR_S,
    Loops,
    find_best_value,
    list_broken_loops,
    list_broken_meetings,
    make_break,
    make_duty,
    make_line_matrix,
    make_matrix,
    make_meeting,
    make_problem,
    make_random_problem,
    make_rich_problem,
    make_rules,
    make_visit,
    measure_value,
    repeat_visit,
)

from routeplan.planning.filling import measure_spread
from routeplan.planning.insertion import open_loops
from routeplan.planning.optimise import solve_loops
from routeplan.planning.problem import LoopProblem
from routeplan.planning.schedule import Task, count_stops, sum_loop
from routeplan.planning.search.compiled import keeps_code


def solve(problem: LoopProblem, *, seed: int = 1, iterations: int = 1000) -> Loops:
    return dict(solve_loops(problem, rules=make_rules(iterations=iterations), seed=seed).orders)


def measure_distance(problem: LoopProblem, loops: Loops) -> float:
    """Return how far the active shares of the busiest and the idlest unit lie apart."""
    return measure_spread(open_loops(loops, problem.duty_of, problem.roads), problem.duty_of)


@pytest.mark.parametrize("units", [1, 2])
@pytest.mark.parametrize("seed", range(400, 415))
def test_repeats_breaks_meetings_and_full_loops_are_planned_as_well_as_by_trying_all(
    seed: int, units: int
) -> None:
    problem = make_rich_problem(seed, visits=6, units=units)
    loops = solve(problem)
    assert not list_broken_loops(problem, loops)
    assert not list_broken_meetings(problem, loops)
    assert measure_value(problem, loops) == find_best_value(problem)


@pytest.mark.parametrize("seed", range(500, 506))
def test_many_visits_of_many_units_keep_every_limit(seed: int) -> None:
    problem = make_rich_problem(seed, visits=40, units=3)
    loops = solve(problem, iterations=300)
    assert not list_broken_loops(problem, loops)
    assert not list_broken_meetings(problem, loops)


@pytest.mark.parametrize("seed", range(600, 604))
def test_loops_do_not_depend_on_the_number_of_threads(seed: int) -> None:
    problem = make_rich_problem(seed, visits=20, units=3)
    rules = make_rules(iterations=400)
    apart = solve_loops(problem, rules=rules, seed=seed)
    beside = solve_loops(problem, rules=replace(rules, processes=3), seed=seed)
    assert apart.orders == beside.orders


@pytest.mark.parametrize("seed", range(700, 706))
def test_what_the_search_starts_from_is_never_given_up_for_less(seed: int) -> None:
    problem = make_rich_problem(seed, visits=25, units=2)
    good = solve(problem, iterations=4000)
    again = solve_loops(problem, rules=make_rules(iterations=4), seed=seed, start=good)
    assert not list_broken_loops(problem, dict(again.orders))
    assert measure_value(problem, again.orders) >= measure_value(problem, good)


def test_a_start_that_can_no_longer_be_driven_is_shortened() -> None:
    visits = [make_visit(f"v{n}", 1 + n, worth=1 + n) for n in range(6)]
    matrix = make_line_matrix(*range(0, 700, 100))
    before = solve(make_problem(visits, [make_duty()], matrix))
    short = make_problem(visits[1:], [make_duty(max_loop_s=HOUR_S)], matrix)
    solution = solve_loops(short, rules=make_rules(), seed=1, start=before)
    assert not list_broken_loops(short, dict(solution.orders))
    assert measure_value(short, solution.orders) == find_best_value(short)


def test_a_unit_without_visits_takes_no_break() -> None:
    visits = [make_visit("a", 1), make_break("A", 0), make_break("B", 0)]
    duties = [make_duty("A", 0), make_duty("B", 0)]
    loops = solve(make_problem(visits, duties, make_line_matrix(0, 300)))
    assert {task.visit.id for task in loops["A"]} == {"a", "break:A:1"}
    assert loops["B"] == ()


def test_a_unit_whose_break_cannot_be_kept_stays() -> None:
    # the break is an hour's drive away and begins before the unit can be there
    visits = [make_visit("a", 1), make_break("A", 2, span=(0, 600))]
    loops = solve(make_problem(visits, [make_duty()], make_line_matrix(0, 300, 3600)))
    assert loops == {"A": ()}


def test_a_meeting_alone_makes_both_units_leave() -> None:
    halves = make_meeting("M1", ("A", "B"), [(2, 60), (2, 1200)])
    duties = [make_duty("A", 0), make_duty("B", 1)]
    loops = solve(make_problem(halves, duties, make_line_matrix(0, 900, 450)))
    assert [[task.option.candidate for task in tasks] for tasks in loops.values()] == [[1], [1]]


def test_a_meeting_that_one_unit_cannot_keep_is_kept_by_none() -> None:
    halves = make_meeting("M1", ("A", "B"), [(2, 60)])
    duties = [make_duty("A", 0), make_duty("B", 1)]
    loops = solve(make_problem(halves, duties, make_line_matrix(0, 900, 0)))
    assert loops == {"A": (), "B": ()}


THRICE = ((0, HOUR_S), (2 * HOUR_S, 3 * HOUR_S), (4 * HOUR_S, 5 * HOUR_S))


def test_a_unit_does_not_wait_on_the_spot_to_visit_again() -> None:
    visits = repeat_visit(make_visit("a", 1), *THRICE)
    loops = solve(make_problem(visits, [make_duty()], make_line_matrix(0, 60)))
    assert len(loops["A"]) == 1


def test_two_places_are_visited_in_turns() -> None:
    visits = [
        *repeat_visit(make_visit("a", 1), *THRICE),
        *repeat_visit(make_visit("b", 2), *THRICE),
    ]
    loops = solve(make_problem(visits, [make_duty()], make_line_matrix(0, 60, 120)))
    places = [task.visit.hotspot_id for task in loops["A"]]
    assert places in (["a", "b"] * 3, ["b", "a"] * 3)


def test_a_break_or_a_meeting_parts_two_visits_of_a_place() -> None:
    first, second = make_meeting("M1", ("A", "B"), [(2, 3 * HOUR_S + 1800)])
    visits = repeat_visit(make_visit("a", 1), *THRICE)
    pause = make_break("A", 0, span=(HOUR_S, 2 * HOUR_S))
    duties = [make_duty("A"), make_duty("B")]
    problem = make_problem([*visits, pause, first, second], duties, make_line_matrix(0, 60, 120))
    kinds = [task.visit.kind for task in solve(problem)["A"]]
    assert kinds == ["dwell", "break", "dwell", "meeting", "dwell"]


@pytest.mark.parametrize("seed", range(900, 904))
def test_places_visited_often_are_never_visited_twice_at_once(seed: int) -> None:
    plain = make_rich_problem(seed, visits=30, units=2)
    # three places only, ten visits to each
    visits = tuple(
        replace(visit, series=f"s{n % 3}") if visit.series else visit
        for n, visit in enumerate(plain.visits)
    )
    problem = replace(plain, visits=visits, decay=0.9)
    assert not list_broken_loops(problem, solve(problem, iterations=400))


def test_a_full_loop_is_followed_by_another() -> None:
    visits = [make_visit(f"v{n}", 1 + n) for n in range(5)]
    duty = make_duty(max_stops=2, loops=2)
    loops = solve(make_problem(visits, [duty], make_line_matrix(*range(0, 600, 100))))
    assert count_stops(loops["A"]) == [2, 2]


def test_no_more_worth_is_gained_than_fair_work_allows() -> None:
    # B may make one visit only, of 12 minutes with the drive; A may work 24 minutes longer
    visits = [make_visit(f"v{n}", 1, worth=5) for n in range(8)]
    visits.append(make_visit("b", 1, units="B"))
    duties = [make_duty("A", 0), make_duty("B", 0)]
    problem = make_problem(visits, duties, make_line_matrix(0, 60))
    fair = replace(problem, fair_limit=0.05)
    solution = solve_loops(fair, rules=make_rules(), seed=1)
    loops = dict(solution.orders)
    assert solution.free_worth == pytest.approx(41)
    assert measure_distance(problem, solve(problem)) > 0.05
    assert measure_distance(problem, loops) <= 0.05
    assert measure_value(problem, loops) == (0, 16)


def test_units_are_kept_as_busy_as_the_limit_of_fairness_allows() -> None:
    # A may make anything, B four of the least; greedily the best of A would come first
    visits = [make_visit(f"a{n}", 1 + n, worth=2 + n) for n in range(12)]
    visits += [make_visit(f"b{n}", 13, units="AB", worth=1) for n in range(4)]
    duties = [make_duty("A", 0), make_duty("B", 0)]
    problem = make_problem(visits, duties, make_line_matrix(*range(0, 140, 10)))
    limit = 1500 / duties[0].window.length_s
    solution = solve_loops(replace(problem, fair_limit=limit), rules=make_rules(), seed=1)
    loops = dict(solution.orders)
    assert measure_distance(problem, loops) <= limit
    assert len(loops["B"]) == 4
    assert len(loops["A"]) == 6


@pytest.mark.parametrize("seed", range(800, 804))
def test_the_limit_of_fairness_is_kept(seed: int) -> None:
    problem = replace(make_random_problem(seed, visits=12, units=3), fair_limit=0.1)
    loops = solve(problem)
    assert not list_broken_loops(problem, loops)
    assert measure_distance(problem, loops) <= 0.1


def test_of_loops_worth_the_same_those_nearest_to_the_wishes_are_driven() -> None:
    # there is time for two of four visits; the market is wished for half of them
    bank = [replace(make_visit(f"bank {n}", 1), category="bank") for n in range(2)]
    market = [replace(make_visit(f"market {n}", 2), category="market") for n in range(2)]
    problem = make_problem(
        [*bank, *market], [make_duty(max_loop_s=1500)], make_line_matrix(0, 60, 120)
    )
    wished = replace(problem, wishes={"market": 0.5})
    assert {task.visit.category for task in solve(problem)["A"]} == {"bank"}
    assert {task.visit.category for task in solve(wished)["A"]} == {"bank", "market"}


def test_required_rounds_without_worth_are_driven_on_the_fewest_metres() -> None:
    # two loaded rounds of at most two visits each: pairs on the same side are nearest
    positions = [100, 110, -100, -110]
    visits = [
        make_visit(str(n), 1 + n, worth=0, dwell_s=1, units="AB", required=True) for n in range(4)
    ]
    line = [0, *positions]
    metres = [[abs(a - b) for b in line] for a in line]
    matrix = make_matrix([[0] * 5] * 5, metres)
    duties = [make_duty(unit, 0, max_loop_s=2) for unit in "AB"]
    problem = make_problem(visits, duties, matrix)
    loops = solve(problem)
    lengths = [
        sum_loop(duty, loops[duty.unit_id], problem.roads[duty.unit_id]).metres for duty in duties
    ]
    assert lengths == [220, 220]


def test_the_clock_of_the_processor_limits_the_search_too() -> None:
    problem = make_random_problem(1, visits=8, units=2)
    rules = replace(make_rules(), iterations=None, seconds=0.05)
    solution = solve_loops(problem, rules=rules, seed=1, clock="cpu")
    assert not list_broken_loops(problem, dict(solution.orders))


def test_a_task_of_no_worth_is_left_out() -> None:
    visits = [make_visit("worthless", 1, worth=0), make_visit("a", 1)]
    loops = solve(make_problem(visits, [make_duty()], make_line_matrix(0, 60)))
    assert [task.visit.id for task in loops["A"]] == ["a"]


def test_hours_worth_more_are_waited_for_where_nothing_is_lost() -> None:
    visit = make_visit("a", 1, windows=[(0, HOUR_S), (2 * HOUR_S, 3 * HOUR_S)])
    early, late = visit.options
    dear = replace(visit, options=(early, replace(late, worth=3.0)))
    loops = solve(make_problem([dear], [make_duty()], make_line_matrix(0, 60)))
    assert loops["A"] == (Task(dear, dear.options[1]),)


def test_code_older_than_a_source_is_forgotten(tmp_path: Path) -> None:
    class Stats:
        cache_path = str(tmp_path)

    def function() -> None: ...

    function.stats = Stats  # type: ignore[attr-defined]
    assert not keeps_code(function)
    fresh, old = tmp_path / "fresh.nbi", tmp_path / "old.nbi"
    for index in (fresh, old):
        index.write_bytes(b"")
    os.utime(old, (0, 0))
    assert keeps_code(function)
    assert fresh.exists()
    assert not old.exists()
    fresh.unlink()
    assert not keeps_code(function)


def test_code_that_another_run_forgets_at_the_same_time_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stats:
        cache_path = str(tmp_path)

    def function() -> None: ...

    function.stats = Stats  # type: ignore[attr-defined]
    gone = tmp_path / "gone.nbi"
    listed = Path.glob

    def list_files(folder: Path, pattern: str) -> Iterator[Path]:
        return iter([gone]) if folder == tmp_path else listed(folder, pattern)

    monkeypatch.setattr(Path, "glob", list_files)
    assert not keeps_code(function)
