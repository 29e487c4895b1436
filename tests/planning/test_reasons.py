"""Why visits are left out: what is missing where they come nearest, and what stands in the way."""

from __future__ import annotations

from dataclasses import replace

import pytest
from problems import (
    HOUR_S,
    complete,
    list_left_over,
    make_duty,
    make_line_matrix,
    make_matrix,
    make_problem,
    make_random_problem,
    make_visit,
    repeat_visit,
    try_all_places,
)

from routeplan.model import Unvisited
from routeplan.planning.problem import LoopProblem
from routeplan.planning.reasons import explain_left_out
from routeplan.planning.schedule import Task, is_feasible, share_worth, sum_loop

Loops = dict[str, tuple[Task, ...]]


def explain(problem: LoopProblem, loops: Loops) -> tuple[Unvisited, ...]:
    worth_of = share_worth(loops, problem.duty_of, problem.roads, problem.decay)
    names = {v.hotspot_id: f"Pasar {v.hotspot_id}" for v in problem.visits if v.hotspot_id}
    return explain_left_out(
        loops, problem.visits, problem.duty_of, problem.roads, worth_of=worth_of, names=names
    )


@pytest.mark.parametrize("seed", range(25))
def test_each_visit_left_out_is_explained_by_the_loop_that_misses_least(seed: int) -> None:
    problem = make_random_problem(seed, visits=9, units=2)
    loops = complete(problem)
    reasons = explain(problem, loops)
    left_over = list_left_over(problem, loops)
    assert [reason.hotspot_id for reason in reasons] == [visit.hotspot_id for visit in left_over]
    for visit, reason in zip(left_over, reasons, strict=True):
        best = min(try_all_places(problem, loops, visit))
        far = {} if best.missing_s else {"missing_m": best.missing_m}
        told = {k: v for k, v in reason.detail.items() if k not in ("instead", "worth")}
        assert told == {"missing_s": best.missing_s, "unit": best.unit_id} | far
        assert best.missing_s > 0 or best.missing_m > 0


@pytest.mark.parametrize("seed", range(25))
def test_the_visit_named_instead_is_the_least_worth_one_that_makes_room(seed: int) -> None:
    problem = make_random_problem(seed, visits=9, units=2)
    loops = complete(problem)
    for visit, reason in zip(list_left_over(problem, loops), explain(problem, loops), strict=True):
        unit_id = str(reason.detail["unit"])
        duty, roads = problem.duty_of[unit_id], problem.roads[unit_id]
        makes_room = []
        for gone in loops[unit_id]:
            rest = tuple(task for task in loops[unit_id] if task is not gone)
            longer = [
                (*rest[:n], Task(visit, option), *rest[n:])
                for n in range(len(rest) + 1)
                for option in visit.options
            ]
            fits = any(is_feasible(duty, sum_loop(duty, tasks, roads)) for tasks in longer)
            if fits and not gone.visit.required:
                makes_room.append((gone.option.worth, gone.visit.id))
        if makes_room:
            worth, name = min(makes_room)
            assert (reason.detail["instead"], reason.detail["worth"]) == (f"Pasar {name}", worth)
        else:
            assert "instead" not in reason.detail


def test_what_is_missing_is_worked_out_to_the_second() -> None:
    # 50 minutes out, 10 minutes there, 50 back = 110 minutes of 100
    visit = make_visit("a", 1)
    problem = make_problem([visit], [make_duty(max_loop_s=6000)], make_line_matrix(0, 3000))
    (reason,) = explain(problem, {"A": ()})
    assert reason.detail == {"missing_s": 600, "unit": "A"}


def test_where_only_kilometres_are_missing_they_are_told() -> None:
    # 300 s out and back at 10 m a second are 6 km of 5
    problem = make_problem(
        [make_visit("a", 1)], [make_duty(max_loop_m=5000)], make_line_matrix(0, 300)
    )
    (reason,) = explain(problem, {"A": ()})
    assert reason.detail == {"missing_s": 0, "unit": "A", "missing_m": 1000}


def test_where_only_the_number_of_stops_is_full_that_is_told_with_the_least_worth_of_them() -> None:
    visits = [make_visit("a", 1, worth=3), make_visit("b", 2, worth=2), make_visit("c", 3)]
    duty = make_duty(max_stops=2)
    problem = make_problem(visits, [duty], make_line_matrix(0, 60, 120, 180))
    reasons = explain(problem, complete(problem))
    assert [(u.hotspot_id, u.detail) for u in reasons] == [
        ("c", {"missing_s": 0, "unit": "A", "missing_stops": 1, "instead": "Pasar b", "worth": 2}),
    ]


def test_repeats_of_a_part_left_out_are_one_entry_with_the_figures_of_the_nearest() -> None:
    # An hour away, ten minutes there, back by 02:00: who begins at 01:30 is back at 02:40, who
    # begins at 01:00 is back at 02:10, ten minutes too late
    repeats = [
        replace(
            make_visit(f"a#{n}", 1, windows=[(begin, begin + 60)]),
            hotspot_id="a", part_id="a", series="a",
        )
        for n, begin in ((1, HOUR_S + 1800), (2, HOUR_S))
    ]  # fmt: skip
    duty = make_duty(window=(0, 2 * HOUR_S))
    problem = make_problem(repeats, [duty], make_line_matrix(0, HOUR_S))
    assert explain(problem, {"A": ()}) == (
        Unvisited("a", "no_time", {"missing_s": 600, "unit": "A"}, "a", 2),
    )


def test_where_only_waiting_on_the_spot_would_do_that_is_told() -> None:
    visits = repeat_visit(make_visit("a", 1), (0, HOUR_S), (4 * HOUR_S, 5 * HOUR_S))
    problem = make_problem(visits, [make_duty()], make_line_matrix(0, 60))
    (reason,) = explain(problem, complete(problem))
    assert reason.detail == {"missing_s": 0, "unit": "A", "waits": 1}


def test_nothing_is_named_instead_that_alone_parts_two_visits_of_a_place() -> None:
    # with "b" gone there would be a stop left for "c", at the end of the night
    visits = [
        *repeat_visit(make_visit("a", 1, required=True), (0, HOUR_S), (4 * HOUR_S, 5 * HOUR_S)),
        make_visit("b", 2, windows=[(2 * HOUR_S, 3 * HOUR_S)]),
        make_visit("c", 3, windows=[(6 * HOUR_S, 7 * HOUR_S)], worth=0.5),
    ]
    problem = make_problem(visits, [make_duty(max_stops=3)], make_line_matrix(0, 60, 120, 180))
    loops = {"A": tuple(Task(visits[n], visits[n].options[0]) for n in (0, 2, 1))}
    (reason,) = explain(problem, loops)
    assert reason.detail == {"missing_s": 0, "unit": "A", "missing_stops": 1}


def test_an_idle_unit_would_have_to_take_its_break_too() -> None:
    # 50 minutes of visit and a break of 20 in a duty of an hour
    pause = replace(make_visit("break:A:1", 0, dwell_s=1200, worth=0, required=True), kind="break",
                    hotspot_id=None, part_id=None, series="")  # fmt: skip
    visit = make_visit("a", 1, dwell_s=3000)
    duty = make_duty(window=(0, HOUR_S))
    problem = make_problem([visit, pause], [duty], make_matrix([[0, 0], [0, 0]]))
    (reason,) = explain(problem, complete(problem))
    assert reason.detail == {"missing_s": 600, "unit": "A"}


def test_where_only_fairness_keeps_a_visit_out_that_is_told() -> None:
    # ten minutes of 100 are a tenth; B may do nothing, so A may not do more
    visits = [make_visit("a", 1, dwell_s=600), make_visit("b", 2, dwell_s=600)]
    duties = [make_duty("A", window=(0, 6000)), make_duty("B", window=(0, 6000))]
    problem = make_problem(visits, duties, make_matrix([[0] * 3] * 3))
    loops = complete(problem, fair_limit=0.1)
    assert [task.visit.id for task in loops["A"]] == ["a"]
    (reason,) = explain(problem, loops)
    assert reason.detail == {"missing_s": 0, "unit": "A", "uneven": 1}
