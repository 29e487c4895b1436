"""What the playback of the shift is told: every second of every loop, in words and places."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from patrol_plan import make_patrol_plan
from plan_examples import START, make_plan_example

from routeplan.export.content.reader import PlanReader
from routeplan.export.webmap.mapdata import build_map_data
from routeplan.export.webmap.timeline import build_timeline, count_seconds
from routeplan.i18n import use_language
from routeplan.model import Plan, Stop


def build_steps(plan: Plan) -> list[list[dict[str, Any]]]:
    steps: list[list[dict[str, Any]]] = build_timeline(PlanReader(plan))["units"]
    return steps


def test_the_steps_of_a_loop_are_its_drives_and_stays_by_the_second() -> None:
    # The first unit leaves at 23:15, drives 0.02 degrees = 2224 m at 8 m/s = 278 s, stays
    # 12 min, drives 1112 m = 139 s to the second hotspot, stays, and is back after 417 s.
    steps = build_steps(make_plan_example())[0]
    assert [(step["begin"], step["end"]) for step in steps] == [
        (900, 1178),
        (1178, 1898),
        (1898, 2037),
        (2037, 2757),
        (2757, 3174),
        (3174, steps[-1]["end"]),
    ]
    assert [step.get("leg") for step in steps] == [0, None, 1, None, 2, None]
    assert [step["stop"] for step in steps] == [-1, 0, -1, 1, -1, -1]
    assert [step["line"] for step in steps] == [1, 1, 2, 2, 3, 3]


def test_the_steps_tell_what_a_unit_does_and_until_when() -> None:
    steps = build_steps(make_plan_example())[0]
    assert [step["text"] for step in steps[:2]] == [
        "On the way to <script>alert(1)</script>, there at 23:20",
        "<script>alert(1)</script>, until 23:32",
    ]
    assert steps[-1]["text"] == "Back at the base Polsek Contoh since 23:53"


def test_the_playback_lasts_from_the_first_departure_to_the_last_return() -> None:
    plan = make_plan_example()
    timeline = build_timeline(PlanReader(plan))
    last = max(loop.stops[-1].arrive for loop in plan.loops)
    assert timeline["first"] == 15
    assert timeline["clock"] == 23 * 60
    assert START + timedelta(minutes=timeline["last"] - 1) < last
    assert START + timedelta(minutes=timeline["last"]) >= last
    assert [steps[-1]["end"] for steps in timeline["units"]] == [timeline["last"] * 60] * 3


def test_the_days_are_those_that_the_playback_touches() -> None:
    plan = make_plan_example()
    plan = replace(plan, loops=plan.loops[:1])
    (day,) = build_timeline(PlanReader(plan))["days"]  # back at 23:53
    assert "20 November 2024" in day
    days = build_timeline(PlanReader(delay_first_loop(plan, hours=2)))["days"]
    assert [day[-16:] for day in days] == ["20 November 2024", "21 November 2024"]


def test_steps_follow_each_other_without_a_gap() -> None:
    plan = make_patrol_plan()
    timeline = build_timeline(PlanReader(plan))
    for steps in timeline["units"]:
        assert steps[0]["begin"] == timeline["first"] * 60
        assert all(here["end"] == there["begin"] for here, there in pairwise(steps))
        assert all(step["end"] > step["begin"] for step in steps[:-1])
        assert steps[-1]["end"] == timeline["last"] * 60


def test_a_unit_is_at_each_stop_from_its_arrival_to_its_departure() -> None:
    plan = make_patrol_plan()
    for loop, steps in zip(plan.loops, build_steps(plan), strict=True):
        away = [stop for stop in loop.stops if stop.kind != "base"]
        for position, stop in enumerate(away):
            own = [step for step in steps if step["stop"] == position]
            assert own[0]["begin"] == count_seconds(plan, stop.arrive)
            assert own[-1]["end"] == count_seconds(plan, stop.depart)
            assert own[0]["at"] == [stop.road_lat, stop.road_lon]


def test_legs_of_the_steps_are_those_that_the_map_draws() -> None:
    plan = make_patrol_plan()
    data = build_map_data(plan)
    for unit, steps in zip(data["units"], data["timeline"]["units"], strict=True):
        legs = [step["leg"] for step in steps if "leg" in step]
        assert legs == list(range(len(unit["legs"])))


@pytest.mark.parametrize(
    ("kind", "words"),
    [("pass", "Drives along "), ("sweep", "Sweeps "), ("break", "Break: "), ("meeting", "Meeting")],
)
def test_every_kind_of_stop_has_its_words(kind: str, words: str) -> None:
    plan = make_patrol_plan()
    found = 0
    for loop, steps in zip(plan.loops, build_steps(plan), strict=True):
        for step in steps:
            if loop.stops[step["line"]].kind == kind and step["stop"] >= 0:
                found += step["text"].startswith(words)
                assert step.get("drive", False) == (kind in ("pass", "sweep"))
    assert found


def test_waiting_for_a_window_is_a_step_of_its_own_before_the_visit() -> None:
    # The unit is there at 23:19:38 and waits 10 of the 12 minutes.
    plan = edit_stop(make_plan_example(), 1, wait_s=600, dwell_s=120)
    wait, stay = build_steps(plan)[0][1:3]
    assert (wait["begin"], wait["end"], wait["stop"]) == (1178, 1778, 0)
    assert wait["text"].endswith(": waits until 23:30")
    assert (stay["begin"], stay["end"], stay["stop"]) == (1778, 1898, 0)


def test_a_plan_without_loops_has_nothing_to_play() -> None:
    timeline = build_timeline(PlanReader(replace(make_plan_example(), loops=())))
    assert (timeline["first"], timeline["last"], timeline["units"]) == (0, 0, [])


def test_times_are_the_same_in_both_languages() -> None:
    plan = make_patrol_plan()
    timelines = []
    for language in ("id", "en"):
        with use_language(language):
            timelines.append(build_steps(plan))
    moments = [[[s["begin"] for s in steps] for steps in units] for units in timelines]
    assert moments[0] == moments[1]


def edit_stop(plan: Plan, index: int, **changes: Any) -> Plan:
    """Return `plan` with a stop of its first loop changed."""
    loop = plan.loops[0]
    stops = list(loop.stops)
    stops[index] = replace(stops[index], **changes)
    return replace(plan, loops=(replace(loop, stops=tuple(stops)), *plan.loops[1:]))


def delay_first_loop(plan: Plan, *, hours: int) -> Plan:
    """Return `plan` with its first loop driven so many hours later."""
    loop = plan.loops[0]
    stops = tuple(delay_stop(stop, timedelta(hours=hours)) for stop in loop.stops)
    return replace(plan, loops=(replace(loop, stops=stops), *plan.loops[1:]))


def delay_stop(stop: Stop, time: timedelta) -> Stop:
    return replace(stop, arrive=stop.arrive + time, depart=stop.depart + time)
