"""Timing of loops, against leaving at every second in turn."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from problems import HOUR_S, make_break, make_duty, make_line_matrix, make_visit, repeat_visit

from routeplan.model import Duty
from routeplan.planning.schedule import (
    Roads,
    Task,
    drop_repeats,
    is_feasible,
    keeps_limits,
    make_return,
    measure_missing_s,
    repeats_at_once,
    sum_loop,
    time_loop,
)

LONGEST_S = 40


@st.composite
def loops(draw: st.DrawFn) -> tuple[Duty, tuple[Task, ...], Roads]:
    """Return a base and up to four visits with a window each, a few seconds apart."""
    count = draw(st.integers(0, 4))
    drives = st.lists(st.integers(0, 9), min_size=count + 1, max_size=count + 1)
    seconds = [draw(drives) for _row in range(count + 1)]
    metres = [draw(drives) for _row in range(count + 1)]
    tasks = []
    for place in range(1, count + 1):
        span = sorted(draw(st.tuples(st.integers(0, LONGEST_S), st.integers(0, LONGEST_S))))
        visit = make_visit(f"v{place}", place, dwell_s=draw(st.integers(0, 6)), windows=[span])  # type: ignore[list-item]
        tasks.append(Task(visit, visit.options[0]))
    hours = sorted(draw(st.tuples(st.integers(0, LONGEST_S), st.integers(0, LONGEST_S))))
    duty = make_duty(
        window=(hours[0], hours[1]),
        max_loop_s=draw(st.integers(0, LONGEST_S)),
        max_loop_m=draw(st.none() | st.integers(0, LONGEST_S)),
    )
    return duty, tuple(tasks), Roads(seconds, metres)


def drive(duty: Duty, tasks: tuple[Task, ...], roads: Roads, depart_s: int) -> tuple[int, int]:
    """Drive a loop: return by how much windows are missed, and how long it takes.

    Who comes late is put back to the last moment of the window.
    """
    now, place, late, taken = depart_s, duty.place, 0, 0
    stops = [(t.option.entry, t.option.window, t.option.service_s) for t in tasks] + [
        (duty.place, duty.window, 0)
    ]
    for there, window, dwell_s in stops:
        way = roads.seconds[place][there]
        arrive = now + way
        start = min(max(arrive, window.start_s), window.end_s)
        late += max(arrive - start, 0)
        taken += way + max(start - arrive, 0) + dwell_s
        now, place = start + dwell_s, there
    return late, taken


def drive_at_all_seconds(
    duty: Duty, tasks: tuple[Task, ...], roads: Roads
) -> dict[int, tuple[int, int]]:
    hours = range(duty.window.start_s, duty.window.end_s + 1)
    return {second: drive(duty, tasks, roads, second) for second in hours}


@given(loops())
def test_lateness_and_length_are_the_least_of_all_departures(
    loop: tuple[Duty, tuple[Task, ...], Roads],
) -> None:
    driven = drive_at_all_seconds(*loop)
    stretch = sum_loop(*loop)
    assert (stretch.late_s, stretch.length_s) == min(driven.values())


@given(loops())
def test_the_departures_named_are_those_that_are_best(
    loop: tuple[Duty, tuple[Task, ...], Roads],
) -> None:
    driven = drive_at_all_seconds(*loop)
    best = [second for second, found in driven.items() if found == min(driven.values())]
    stretch = sum_loop(*loop)
    assert list(range(stretch.earliest_s, stretch.latest_s + 1)) == best


@given(loops())
def test_a_loop_is_feasible_where_some_departure_keeps_every_limit(
    loop: tuple[Duty, tuple[Task, ...], Roads],
) -> None:
    duty, tasks, roads = loop
    places = [duty.place, *(task.option.entry for task in tasks), duty.place]
    metres = sum(roads.metres[a][b] for a, b in itertools.pairwise(places))
    short_enough = duty.max_loop_m is None or metres <= duty.max_loop_m
    in_time = any(
        late == 0 and taken <= duty.max_loop_s
        for late, taken in drive_at_all_seconds(*loop).values()
    )
    assert is_feasible(duty, sum_loop(*loop)) == (short_enough and in_time)


@given(loops())
def test_nothing_is_missing_exactly_where_the_time_suffices(
    loop: tuple[Duty, tuple[Task, ...], Roads],
) -> None:
    duty, _tasks, _roads = loop
    missing_s = measure_missing_s(duty, sum_loop(*loop))
    assert missing_s >= 0
    assert (missing_s == 0) == any(
        late == 0 and taken <= duty.max_loop_s
        for late, taken in drive_at_all_seconds(*loop).values()
    )


@given(loops())
def test_the_clock_of_a_loop_adds_up_and_keeps_its_windows(
    loop: tuple[Duty, tuple[Task, ...], Roads],
) -> None:
    duty, tasks, roads = loop
    if not is_feasible(duty, sum_loop(*loop)):
        with pytest.raises(ValueError, match="A"):
            time_loop(duty, tasks, roads)
        return
    timing = time_loop(duty, tasks, roads)
    now, place = timing.depart_s, duty.place
    for task, arrive_s, start_s in zip(tasks, timing.arrive_s, timing.start_s, strict=True):
        assert arrive_s == now + roads.seconds[place][task.option.entry]
        assert start_s == max(arrive_s, task.option.window.start_s) <= task.option.window.end_s
        now, place = start_s + task.option.service_s, task.option.exit
    assert timing.return_s == now + roads.seconds[place][duty.place]
    assert duty.window.start_s <= timing.depart_s <= timing.return_s <= duty.window.end_s
    assert timing.return_s - timing.depart_s == sum_loop(*loop).length_s


def make_roads(*positions_s: int) -> Roads:
    matrix = make_line_matrix(*positions_s)
    return Roads.from_arrays(matrix.seconds, matrix.metres)


def test_a_unit_leaves_late_rather_than_wait_for_a_window() -> None:
    # the place is 10 minutes away and opens at 01:00 of the shift: leave at 00:50
    visit = make_visit("a", 1, windows=[(HOUR_S, 2 * HOUR_S)])
    timing = time_loop(make_duty(), [Task(visit, visit.options[0])], make_roads(0, 600))
    assert timing.depart_s == HOUR_S - 600
    assert timing.arrive_s == timing.start_s == (HOUR_S,)
    assert timing.return_s == HOUR_S + 600 + 600


def test_a_unit_without_windows_leaves_at_once() -> None:
    visit = make_visit("a", 1)
    timing = time_loop(
        make_duty(window=(900, HOUR_S * 7)), [Task(visit, visit.options[0])], make_roads(0, 600)
    )
    assert timing.depart_s == 900


def test_a_unit_waits_only_where_two_windows_leave_no_other_way() -> None:
    # the first closes at 10 minutes, the second opens at 01:00; one minute lies between them
    first = make_visit("a", 1, dwell_s=60, windows=[(0, 600)])
    second = make_visit("b", 2, dwell_s=60, windows=[(HOUR_S, 2 * HOUR_S)])
    tasks = [Task(visit, visit.options[0]) for visit in (first, second)]
    timing = time_loop(make_duty(), tasks, make_roads(0, 60, 120))
    assert timing.start_s == (600, HOUR_S)
    assert timing.arrive_s == (600, 600 + 60 + 60)


def test_a_loop_without_visits_takes_no_time() -> None:
    loop = sum_loop(make_duty(), (), make_roads(0))
    assert (loop.length_s, loop.metres, loop.late_s) == (0, 0, 0)


def make_repeats(worths: tuple[float, ...] = (1.0, 1.0)) -> list[Task]:
    """Return visits of one place, hours apart, each worth so much."""
    spans = [(2 * HOUR_S * n, 2 * HOUR_S * n + HOUR_S) for n in range(len(worths))]
    visits = repeat_visit(make_visit("a", 1), *spans)
    return [
        Task(visit, replace(visit.options[0], worth=worth))
        for visit, worth in zip(visits, worths, strict=True)
    ]


@pytest.mark.parametrize("what", ["another visit", "a break", "a return"])
def test_a_unit_visits_a_place_again_only_after_something_else(what: str) -> None:
    first, second = make_repeats()
    duty = make_duty(loops=2)
    other, pause = make_visit("b", 2), make_break("A", 0)
    between = {
        "another visit": Task(other, other.options[0]),
        "a break": Task(pause, pause.options[0]),
        "a return": make_return(duty, 1),
    }[what]
    roads = make_roads(0, 60, 120)
    assert keeps_limits(duty, [first, between, second], roads)
    assert not keeps_limits(duty, [first, second], roads)
    assert not keeps_limits(duty, [between, first, second], roads)


def test_tasks_of_no_series_never_repeat_each_other() -> None:
    pauses = [make_break("A", 0, number=n) for n in (1, 2)]
    assert not repeats_at_once([Task(visit, visit.options[0]) for visit in pauses])


@pytest.mark.parametrize(
    ("worths", "kept"),
    [((1, 1), [0]), ((1, 2), [1]), ((2, 1), [0]), ((1, 3, 2), [1]), ((1, 2, 3), [2])],
)
def test_of_repeats_at_once_the_worthiest_is_kept(
    worths: tuple[float, ...], kept: list[int]
) -> None:
    tasks = make_repeats(worths)
    assert drop_repeats(tasks) == tuple(tasks[n] for n in kept)


def test_of_repeats_at_once_the_required_one_is_kept() -> None:
    first, second = make_repeats((2, 1))
    owed = replace(second, visit=replace(second.visit, required=True))
    assert drop_repeats([first, owed]) == (owed,)
