"""The visits that could be made in a shift, the ways to make them, and what they are worth.

On the blocks, a car makes 10 m a second. A market is worth 8 at level rawan, 16 at sangat_rawan.
"""

from __future__ import annotations

import itertools
from datetime import time
from typing import Any

import pytest
from problems import HOUR_S
from shift_inputs import make_hotspot, make_inputs, make_unit

from routeplan.errors import InputError
from routeplan.model import ClockWindow, Hotspot, Option, Shape, TimeWindow, Unit, Visit
from routeplan.planning.prepare import Preparation, prepare_shift

MIDNIGHT = {"categories": {"pasar": {"hours": [{"windows": "00:00-02:00", "factor": 3.0}]}}}


def prepare(*hotspots: Hotspot, units: tuple[Unit, ...] = (), **given: Any) -> Preparation:
    return prepare_shift(make_inputs(hotspots, units or (make_unit("A"),), **given))


def list_spans(visit: Visit) -> list[tuple[int, int]]:
    return [(option.window.start_s, option.window.end_s) for option in visit.options]


def test_a_visit_carries_what_the_optimiser_needs() -> None:
    window = ClockWindow.parse("01:00-04:00")
    hotspot = make_hotspot("H1", 700, 0, windows=(window,), dwell_min=14, required=True)
    ready = prepare(
        make_hotspot("H0", 500, 0), hotspot, units=(make_unit("A"), make_unit("B", vehicle="R2"))
    )
    assert not ready.barred
    assert ready.problem.visits[1] == Visit(
        id="H1", hotspot_id="H1", part_id="H1", series="H1", required=True, category="pasar",
        options=(
            Option(3, 3, TimeWindow(2 * HOUR_S, 5 * HOUR_S), 840, 8.0, frozenset({"A", "B"})),
        ),
    )  # fmt: skip


def test_a_visit_has_an_option_for_each_window_and_each_factor_of_the_hour() -> None:
    windows = (ClockWindow.parse("23:00-01:00"), ClockWindow.parse("05:00-06:00"))
    (visit,) = prepare(make_hotspot("a", 500, 0, windows=windows), settings=MIDNIGHT).problem.visits
    assert [(option.window, option.worth) for option in visit.options] == [
        (TimeWindow(0, HOUR_S - 1), 8.0),
        (TimeWindow(HOUR_S, 2 * HOUR_S), 24.0),
        (TimeWindow(6 * HOUR_S, 7 * HOUR_S), 8.0),
    ]


def test_hours_of_no_worth_are_no_option_unless_the_visit_is_required() -> None:
    rule = {"categories": {"pasar": {"hours": [{"windows": "00:00-06:00", "factor": 0.0}]}}}
    (visit,) = prepare(make_hotspot("a", 500, 0), settings=rule).problem.visits
    assert list_spans(visit) == [(0, HOUR_S - 1), (7 * HOUR_S, 8 * HOUR_S)]
    required = make_hotspot("a", 500, 0, required=True)
    (visit,) = prepare(required, settings=rule).problem.visits
    assert [option.worth for option in visit.options] == [8.0, 0.0, 8.0]


def test_the_worth_of_a_hotspot_is_that_of_all_its_visits_at_the_best_hour() -> None:
    # three visits at 3 x 8: 24 x (1 + 0.6 + 0.36) = 47.04
    (rated,) = prepare(make_hotspot("a", 500, 0, visits=3), settings=MIDNIGHT).rated
    assert rated.worth == pytest.approx(47.04)
    assert [(part.id, part.visits, part.share) for part in rated.parts] == [("a", 3, 1.0)]


def test_a_hotspot_that_nobody_can_visit_is_worth_one_visit() -> None:
    (rated,) = prepare(make_hotspot("a", 500, 0, visits=3, access=("foot",))).rated
    assert (rated.worth, rated.parts) == (8.0, ())


def test_the_cadence_of_its_level_says_how_often_a_place_is_visited() -> None:
    # 8 hours, every two hours
    ready = prepare(make_hotspot("a", 500, 0, level="sangat_rawan"))
    assert [visit.id for visit in ready.problem.visits] == ["a#1", "a#2", "a#3", "a#4"]
    assert {visit.series for visit in ready.problem.visits} == {"a"}
    assert ready.rated[0].parts[0].visits == 4
    assert not ready.notices


def test_the_column_visits_wins_over_the_cadence() -> None:
    ready = prepare(make_hotspot("a", 500, 0, level="sangat_rawan", visits=2))
    assert len(ready.problem.visits) == 2


def test_repeated_visits_keep_their_gap_whenever_they_begin() -> None:
    # 10 minutes of stay and a gap of 90
    visits = prepare(make_hotspot("a", 500, 0, visits=4, min_gap_min=90)).problem.visits
    spans = [list_spans(visit)[0] for visit in visits]
    assert all(later[0] - end >= 6000 for (_, end), later in itertools.pairwise(spans))
    assert all(end - start >= 1800 for start, end in spans)


def test_repeated_visits_begin_when_somebody_is_on_duty_and_can_stay() -> None:
    # a briefing until 23:15, a report from 06:45, ten minutes of stay
    visits = prepare(make_hotspot("a", 500, 0, visits=2)).problem.visits
    assert list_spans(visits[0])[0][0] == 900
    assert list_spans(visits[-1])[-1][1] == 8 * HOUR_S - 900 - 600


def test_repeated_visits_spare_the_hours_between_two_duties() -> None:
    # on duty from 23:15 to 00:45 and from 05:15 to 06:45, ten minutes of stay
    early, late = make_unit("A", end=time(1)), make_unit("B", start=time(5))
    visits = prepare(make_hotspot("a", 500, 0, visits=2), units=(early, late)).problem.visits
    assert list_spans(visits[0])[0][0] == 900
    assert list_spans(visits[-1])[-1][1] == 8 * HOUR_S - 900 - 600
    spans = [span for visit in visits for span in list_spans(visit)]
    away = 2 * HOUR_S - 900 - 600, 6 * HOUR_S + 900
    assert all(end <= away[0] or start >= away[1] for start, end in spans)


def test_visits_for_which_there_is_no_room_are_told() -> None:
    # from 01:00 to 03:30 there is room for two windows of half an hour with 70 minutes between
    # (130 minutes), not for three (230)
    window = (ClockWindow.parse("01:00-03:30"),)
    ready = prepare(make_hotspot("a", 500, 0, visits=5, windows=window))
    assert len(ready.problem.visits) == ready.rated[0].parts[0].visits == 2
    assert [(n.code, n.detail) for n in ready.notices] == [
        ("fewer_visits", {"name": "Pasar a", "wished": 5, "planned": 2})
    ]


def test_of_a_required_hotspot_the_visit_with_the_longest_hours_is_required() -> None:
    visits = prepare(make_hotspot("a", 500, 0, visits=3, required=True)).problem.visits
    lengths = [end - start for visit in visits for start, end in list_spans(visit)]
    assert [visit.required for visit in visits] == [length == max(lengths) for length in lengths]


def test_an_appointment_is_one_required_visit_at_its_second() -> None:
    hotspot = make_hotspot("a", 500, 0, appointment=time(1), visits=3)
    (visit,) = prepare(hotspot).problem.visits
    assert (visit.required, list_spans(visit)) == (True, [(2 * HOUR_S, 2 * HOUR_S)])


def test_a_road_with_an_appointment_is_refused() -> None:
    line = Shape("line", {"type": "LineString", "coordinates": [[113.0, 0.0], [113.001, 0.0]]})
    with pytest.raises(InputError, match=r"Pasar a is a road or an area .* appointment at 01:00"):
        prepare(make_hotspot("a", 500, 0, appointment=time(1), shape=line))


def test_the_same_seed_draws_the_same_hours_and_another_seed_others() -> None:
    def draw(seed: int) -> list[list[tuple[int, int]]]:
        ready = prepare(make_hotspot("a", 500, 0, visits=4), settings={"plan": {"seed": seed}})
        return [list_spans(visit) for visit in ready.problem.visits]

    assert draw(1) == draw(1)
    assert draw(1) != draw(2)
