"""The bound: never below any plan, and below what plans without travel could reach."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from problems import (
    HOUR_S,
    NIGHT_S,
    find_best_value,
    make_break,
    make_duty,
    make_line_matrix,
    make_matrix,
    make_problem,
    make_random_problem,
    make_rich_problem,
    make_visit,
    repeat_visit,
)

from routeplan.model import Duty, Visit
from routeplan.planning.bound import find_bound
from routeplan.planning.bound_graph import list_nodes, make_unit_graph
from routeplan.planning.bound_prices import (
    EntryCut,
    Prices,
    UnitCuts,
    UnitPrices,
    find_rewards,
    sum_bound,
)
from routeplan.planning.problem import LoopProblem

SEEDS = st.integers(0, 10**6)
SLACK = 1e-6


def near(expected: Any) -> Any:
    """Return what a bound may differ from by as much as its prices are inexact."""
    return pytest.approx(expected, rel=1e-3, abs=1e-3)


def find_optimum(problem: LoopProblem) -> float:
    """Return the worth of the best plan by trying all; without one that keeps every meeting, stop."""
    kept, worth = find_best_value(problem)
    wanted = sum(visit.required and visit.kind != "break" for visit in problem.visits)
    assume(kept == wanted or all(visit.meeting is None for visit in problem.visits))
    return worth


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, visits=st.integers(2, 7), units=st.integers(1, 2))
def test_no_plan_is_worth_more_than_the_bound(seed: int, visits: int, units: int) -> None:
    problem = make_random_problem(seed, visits=visits, units=units)
    assert find_bound(problem) >= find_optimum(problem) - SLACK


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, visits=st.integers(2, 4), units=st.integers(1, 3))
def test_no_plan_with_repeats_breaks_meetings_and_full_loops_is_worth_more(
    seed: int, visits: int, units: int
) -> None:
    problem = make_rich_problem(seed, visits=visits, units=units)
    assert find_bound(problem) >= find_optimum(problem) - SLACK


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS, visits=st.integers(2, 4), units=st.integers(1, 2))
def test_any_prices_whatever_prove_a_bound(seed: int, visits: int, units: int) -> None:
    problem = make_rich_problem(seed, visits=visits, units=units)
    nodes = list_nodes(problem)
    graphs = [make_unit_graph(problem, nodes, duty) for duty in problem.duties]
    rng = np.random.default_rng(seed)
    size = len(nodes.worth)

    def draw(count: int) -> np.ndarray:
        return rng.exponential(0.5, count) * rng.integers(0, 2, count)

    cuts, own = [], []
    for graph in graphs:
        inside = rng.random((3, int(nodes.visit.max()) + 2)) < 0.5
        inside[:, 0] = False
        sets = inside[:, nodes.visit + 1]
        entries = tuple(EntryCut(s, int(nodes.visit[s].max())) for s in sets if s.any())
        cuts.append(UnitCuts(entries, tuple(sets)))
        passing = rng.normal(0, 1, size)
        passing[0] = 0.0
        hour, km, loop, stop = draw(4)
        own.append(
            UnitPrices(
                passing=passing,
                clocks=draw(len(sets)),
                hour=float(hour),
                km=float(km) * (graph.longest_km is not None),
                loop=float(loop),
                stop=float(stop) * (graph.stops is not None),
                due=draw(len(graph.due)),
                entries=draw(len(entries)),
            )
        )
    prices = Prices(gain=draw(size), units=tuple(own))
    rewards = [
        find_rewards(nodes, graph, c, p, prices.gain)
        for graph, c, p in zip(graphs, cuts, own, strict=True)
    ]
    bound = sum_bound(nodes, graphs, prices, rewards, decay=problem.decay)
    assert bound >= find_optimum(problem) - SLACK


def bound_one_unit(visits: list[Visit], *positions_s: int, **duty: object) -> float:
    """Return the bound for unit A with its base at the first of the positions on a road."""
    matrix = make_line_matrix(*positions_s)
    return find_bound(make_problem(visits, [make_duty(**duty)], matrix, decay=0.5))  # type: ignore[arg-type]


def test_travel_counts() -> None:
    # 3 h there and 3 h back leave no time for the other place, as far away on the other side
    visits = [make_visit("east", 1, worth=5.0), make_visit("west", 2, worth=4.0)]
    assert bound_one_unit(visits, 0, 3 * HOUR_S, -3 * HOUR_S) == near(5.0)
    assert bound_one_unit(visits, 0, HOUR_S, -HOUR_S) == near(9.0)


def test_what_is_nearer_than_any_window_lets_it_be_does_not_count() -> None:
    # both open for ten minutes at the same time, half an hour apart
    visits = [make_visit(n, p, windows=[(HOUR_S, HOUR_S + 600)]) for n, p in (("a", 1), ("b", 2))]
    assert bound_one_unit(visits, 0, 900, -900) == near(1.0)


def test_a_break_takes_its_time() -> None:
    visits = [make_visit("a", 1, dwell_s=HOUR_S), make_visit("b", 1, dwell_s=HOUR_S)]
    limits = {"max_loop_s": 2 * HOUR_S + 600}
    assert bound_one_unit(visits, 0, 300, **limits) == near(2.0)
    # of two hours and ten minutes, half an hour is the break's, and ten minutes the way's
    pause = make_break("A", 0, minutes=30)
    assert bound_one_unit([*visits, pause], 0, 300, **limits) == near(1.5)


def test_repeats_fade() -> None:
    spans = [(0, HOUR_S), (2 * HOUR_S, 3 * HOUR_S), (4 * HOUR_S, 5 * HOUR_S)]
    visits = repeat_visit(make_visit("a", 1, worth=8.0), *spans)
    assert bound_one_unit(visits, 0, 600) == near(8 + 4 + 2)
    assert bound_one_unit(visits, 0, 600, window=(0, 2 * HOUR_S)) == near(8)


def test_kilometres_and_stops_are_limits() -> None:
    visits = [make_visit(f"v{n}", n, worth=float(n)) for n in (1, 2, 3)]
    places = (0, 100, 200, 300)
    assert bound_one_unit(visits, *places) == near(6.0)
    # ten metres a second: 4 km reach the second place, worth 1 + 2, and two thirds of the way to all
    assert bound_one_unit(visits, *places, max_loop_m=4000) == near(4.0)
    assert bound_one_unit(visits, *places, max_stops=1) == near(3.0)
    assert bound_one_unit(visits, *places, max_stops=1, loops=2) == near(5.0)


def test_a_unit_gains_nothing_where_it_may_not_go() -> None:
    visits = [make_visit("a", 2, worth=3.0, units=["A"]), make_visit("b", 2, units=["B"])]
    duties = [make_duty("A", 0), make_duty("B", 1, window=(0, 600))]
    problem = make_problem(visits, duties, make_line_matrix(0, 0, 600))
    # ten minutes there, ten of stay, ten back: unit B has ten in all
    assert find_bound(problem) == near(3.0)


def test_one_way_roads_count_in_their_direction() -> None:
    # round the block: each place lies an hour after the one before, all others are ways round
    hours = [[(b - a) % 4 for b in range(4)] for a in range(4)]
    visits = [make_visit(f"v{n}", n, dwell_s=0) for n in (1, 2, 3)]
    matrix = make_matrix([[HOUR_S * h for h in row] for row in hours])
    rounds = {
        limit: find_bound(make_problem(visits, [make_duty(max_loop_s=limit * HOUR_S)], matrix))
        for limit in (3, 4)
    }
    assert rounds == near({3: 0.0, 4: 3.0})


def test_units_with_vehicles_of_their_own_drive_by_their_own_matrices() -> None:
    visits = [make_visit("a", 1, worth=2.0, units=["A", "B"])]
    duties = [
        make_duty("A", 0, window=(0, HOUR_S)),
        make_duty("B", 0, window=(0, HOUR_S), profile="foot"),
    ]
    slow, quick = make_line_matrix(0, 2 * HOUR_S), make_line_matrix(0, 600)
    matrices = {"R4": slow, "foot": slow}
    assert find_bound(make_problem(visits, duties, matrices)) == near(0)
    assert find_bound(make_problem(visits, duties, matrices | {"foot": quick})) == near(2)


def make_scattered(places: int) -> LoopProblem:
    """Return places at random on 80 by 80 minutes, of which two units reach a part."""
    rng = np.random.default_rng(4)
    at = rng.uniform(0, 80 * 60, (places + 1, 2))
    seconds = np.ceil(np.hypot(*(at[:, None] - at[None, :]).transpose(2, 0, 1))).astype(int)
    visits = [
        make_visit(f"v{n}", n, worth=float(rng.integers(1, 9)), units=["A", "B"])
        for n in range(1, places + 1)
    ]
    duties = [make_duty(unit, 0, max_loop_s=5 * HOUR_S) for unit in ("A", "B")]
    return make_problem(visits, duties, make_matrix(seconds.tolist()))


def test_more_rounds_never_raise_the_bound_and_none_gives_all_worth() -> None:
    problem = make_scattered(40)
    every = sum(visit.worth for visit in problem.visits)
    bounds = [find_bound(problem, rounds=rounds) for rounds in (0, 1, 2, 4)]
    assert bounds[0] == near(every)
    assert bounds == sorted(bounds, reverse=True)
    # ten hours for stays of ten minutes would do without the roads
    assert bounds[-1] < 0.9 * every


def test_the_same_problem_has_the_same_bound() -> None:
    problem = make_scattered(25)
    assert find_bound(problem) == find_bound(problem)


def test_no_time_at_all_gives_all_worth() -> None:
    problem = make_scattered(10)
    assert find_bound(problem, seconds=0) == near(sum(v.worth for v in problem.visits))


def test_nothing_to_gain_is_bounded_by_nothing() -> None:
    duties: list[Duty] = [make_duty()]
    assert find_bound(make_problem([], duties, make_line_matrix(0))) == 0.0
    worthless = replace(make_visit("a", 1, worth=0.0), required=True)
    assert find_bound(make_problem([worthless], duties, make_line_matrix(0, 60))) == 0.0


def test_the_bound_follows_the_scale_of_the_worths() -> None:
    problem = make_scattered(20)
    plain = find_bound(problem)
    for factor in (1e-5, 1e5):
        visits = tuple(
            replace(v, options=tuple(replace(o, worth=o.worth * factor) for o in v.options))
            for v in problem.visits
        )
        assert find_bound(replace(problem, visits=visits)) == pytest.approx(
            plain * factor, rel=0.01
        )


def test_a_window_past_the_duty_is_out_of_reach() -> None:
    visits = [make_visit("late", 1, windows=[(NIGHT_S - 60, NIGHT_S)])]
    assert bound_one_unit(visits, 0, 600) == near(0)


def test_the_solver_behind_the_bound_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    find_bound(make_random_problem(1, visits=4, units=2))
    assert "".join(capfd.readouterr()) == ""
