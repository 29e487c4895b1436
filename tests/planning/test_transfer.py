"""Loops carried over into another shift."""

from __future__ import annotations

from problems import HOUR_S, make_duty, make_line_matrix, make_problem, make_visit, repeat_visit

from routeplan.planning.schedule import Task
from routeplan.planning.transfer import transfer_orders


def test_visits_of_a_place_between_which_nothing_is_left_are_not_both_carried_over() -> None:
    first, second = repeat_visit(make_visit("a", 1), (0, HOUR_S), (4 * HOUR_S, 5 * HOUR_S))
    other = make_visit("b", 2, windows=[(2 * HOUR_S, 3 * HOUR_S)])
    orders = {"A": tuple(Task(visit, visit.options[0]) for visit in (first, other, second))}
    matrix = make_line_matrix(0, 60, 120)
    same = make_problem([first, second, other], [make_duty()], matrix)
    less = make_problem([first, second], [make_duty()], matrix)
    assert transfer_orders(orders, same) == orders
    assert transfer_orders(orders, less) == {"A": orders["A"][:1]}
