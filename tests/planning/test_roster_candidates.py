"""Near-best plans: hours drawn by lot, what is due, and how far from the best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from problems import make_duty, make_line_matrix, make_problem, make_visit

from routeplan.config import Config, load_config
from routeplan.model import Option, TimeWindow
from routeplan.planning.roster.candidates import find_near_best
from routeplan.planning.roster.varied import favour_hours, require_hotspots
from routeplan.planning.schedule import keeps_limits, sum_worth


def never(_part_id: str, _hours: Sequence[TimeWindow]) -> int:
    return 0


def make_rules(**rules: Any) -> Config:
    given = {"plans": 6, "iterations": 80, "epsilon": 0.1, **rules}
    return load_config(overrides={"roster": given})


# Twelve places in a row, ten minutes apart, each visited for ten minutes: a night of two hours has
# room for five or six of them.
PLACES = [make_visit(f"H{n}", n, worth=1.0 + n % 3, windows=[(0, 7200)]) for n in range(1, 13)]
TABLE = make_line_matrix(*(300 * n for n in range(13)))


def make_night() -> Any:
    return make_problem(PLACES, [make_duty(window=(0, 7200))], TABLE)


@given(
    spans=st.lists(st.tuples(st.integers(1, 9_000), st.integers(0, 8_000)), min_size=1, max_size=4),
    seed=st.integers(0, 999),
    outside=st.floats(0.1, 0.9),
)
def test_favoured_hours_cut_every_option_without_a_gap_and_lower_the_rest(
    spans: list[tuple[int, int]], seed: int, outside: float
) -> None:
    windows, at = [], 0
    for gap, length in spans:
        windows.append((at + gap, at + gap + length))
        at += gap + length
    visit = make_visit("A", 1, worth=4.0, windows=windows)
    problem = make_problem([visit], [make_duty()], make_line_matrix(0, 60))
    rng = np.random.default_rng(seed)
    varied = favour_hours(problem, rng, outside=outside, seen=never)
    (changed,) = varied.problem.visits
    for option in visit.options:
        pieces = [p for p in changed.options if varied.tasks["A", p].option == option]
        seconds = sorted(s for p in pieces for s in (p.window.start_s, p.window.end_s))
        assert (seconds[0], seconds[-1]) == (option.window.start_s, option.window.end_s)
        inner = seconds[1:-1]
        assert all(b == a + 1 for a, b in zip(inner[::2], inner[1::2], strict=True))
        assert {piece.worth for piece in pieces} <= {4.0, 4.0 * outside}
    first = min(start for start, _end in windows)
    last = max(end for _start, end in windows)
    favoured = sum(p.window.length_s for p in changed.options if p.worth == 4.0)
    assert favoured <= len(windows) * (last - first)  # no more than there is


def test_half_of_an_open_night_is_favoured_wherever_it_begins() -> None:
    visit = make_visit("A", 1, windows=[(0, 10_000)])
    problem = make_problem([visit], [make_duty()], make_line_matrix(0, 60))
    begins = []
    for seed in range(200):
        rng = np.random.default_rng(seed)
        varied = favour_hours(problem, rng, outside=0.5, seen=never)
        (changed,) = varied.problem.visits
        favoured = [p.window for p in changed.options if p.worth == 1.0]
        assert sum(w.length_s + 1 for w in favoured) == pytest.approx(5000, abs=3)
        begins += [w.start_s // 2500 for w in favoured]
    assert set(begins) >= {0, 1, 2, 3}


def test_of_two_draws_the_hours_are_taken_in_which_a_place_was_seen_less() -> None:
    visit = make_visit("A", 1, windows=[(0, 10_000)])
    problem = make_problem([visit], [make_duty()], make_line_matrix(0, 60))

    def count_seen(part_id: str, hours: Sequence[TimeWindow]) -> int:
        assert part_id == "A"
        return sum(window.length_s for window in hours if window.start_s < 5000)

    late = 0
    for seed in range(100):
        varied = favour_hours(problem, np.random.default_rng(seed), outside=0.5, seen=count_seen)
        late += sum(
            p.window.start_s >= 5000 for p in varied.problem.visits[0].options if p.worth == 1.0
        )
    assert late > 60


def test_breaks_and_meetings_keep_their_hours() -> None:
    rest = replace(make_visit("rest", 1), kind="break", hotspot_id=None, part_id=None, series="")
    problem = make_problem([rest], [make_duty()], make_line_matrix(0, 60))
    varied = favour_hours(problem, np.random.default_rng(1), outside=0.5, seen=never)
    assert varied.problem.visits == (rest,)


def test_of_what_is_due_the_visits_with_the_longest_windows_are_required() -> None:
    short, long, middle = (
        replace(
            make_visit("A", 1), id=f"A#{n}",
            options=(Option(1, 1, TimeWindow(0, length), 600, 1.0, frozenset({"A"})),),
        )
        for n, length in enumerate((100, 900, 500))
    )  # fmt: skip
    other = make_visit("B", 1)
    problem = make_problem([short, long, middle, other], [make_duty()], make_line_matrix(0, 60))

    def list_required(due: dict[str, int]) -> list[str]:
        return [v.id for v in require_hotspots(problem, due).visits if v.required]

    assert list_required({"A": 1}) == ["A#1"]
    assert list_required({"A": 2}) == ["A#1", "A#2"]
    assert list_required({"A": 9, "B": 1}) == ["A#0", "A#1", "A#2", "B"]
    assert list_required({}) == []


def test_candidates_can_be_driven_make_what_is_due_and_are_nearly_as_good_as_the_best() -> None:
    problem = make_night()
    near = find_near_best(problem, due={"H9": 1}, seen=never, config=make_rules(), seed=3)
    assert near.candidates
    for candidate in near.candidates:
        tasks = candidate.orders["A"]
        assert keeps_limits(problem.duties[0], tasks, problem.roads["A"])
        assert "H9" in {task.visit.hotspot_id for task in tasks}
        assert candidate.worth == pytest.approx(sum_worth(tasks, problem.decay))
        assert candidate.worth <= near.best.worth + 1e-9
        originals = {option for visit in problem.visits for option in visit.options}
        assert all(task.option in originals for task in tasks)
    assert "H9" not in {task.visit.hotspot_id for task in near.best.orders["A"]}


def test_the_same_seed_finds_the_same_plans_in_one_thread_and_in_two() -> None:
    alone = find_near_best(make_night(), due={}, seen=never, config=make_rules(), seed=3)
    config = make_rules()
    config = replace(config, solver=replace(config.solver, processes=2))
    beside = find_near_best(make_night(), due={}, seen=never, config=config, seed=3)
    assert list_orders(alone) == list_orders(beside)


def list_orders(near: Any) -> list[list[str]]:
    return [[task.visit.id for task in c.orders["A"]] for c in (near.best, *near.candidates)]


def test_candidates_differ_in_the_hours_of_their_visits() -> None:
    near = find_near_best(
        make_night(), due={}, seen=never, config=make_rules(plans=10, epsilon=0.3), seed=3
    )
    assert len({tuple(order) for order in list_orders(near)}) > 2


def test_where_none_is_near_enough_the_best_one_is_left() -> None:
    rules = make_rules(epsilon=1e-9, plans=1, iterations=30)
    near = find_near_best(make_night(), due={}, seen=never, config=rules, seed=3)
    assert len(near.candidates) == 1
    assert near.candidates[0].worth >= near.best.worth * (1 - 1e-6)


def test_a_night_in_which_nothing_can_be_done_has_one_empty_plan() -> None:
    problem = make_problem([], [make_duty()], make_line_matrix(0, 60))
    near = find_near_best(problem, due={}, seen=never, config=make_rules(), seed=1)
    assert {len(c.orders["A"]) for c in near.candidates} == {0}
