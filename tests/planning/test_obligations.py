"""Breaks and meetings that are due in a shift. On the blocks, a car makes 10 m a second.

The night is from 23:00 to 07:00; units are on duty from 23:15 (900 s) to 06:45 (27,900 s).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import Any

import pytest
from grids import place_at
from hypothesis import given
from hypothesis import strategies as st
from problems import HOUR_S
from shift_inputs import make_hotspot, make_inputs, make_unit, outline_kecamatan

from routeplan.errors import InputError
from routeplan.model import (
    Break,
    ClockWindow,
    Detail,
    Meeting,
    MeetingPlace,
    Option,
    TimeWindow,
    Unit,
    Visit,
)
from routeplan.planning.obligations import MOST_MOMENTS, list_moments
from routeplan.planning.prepare import Preparation, prepare_shift

MARKET = make_hotspot("a", 500, 0)


def prepare(*units: Unit, meetings: tuple[Meeting, ...] = (), **given: Any) -> Preparation:
    return prepare_shift(replace(make_inputs([MARKET], units, **given), meetings=meetings))


def make_break(window: str, minutes: int = 30, **fields: Any) -> Break:
    return Break(ClockWindow.parse(window), minutes, **fields)


def make_meeting(
    window: str = "01:00-02:00", *places: tuple[float, float], minutes: int = 10
) -> Meeting:
    found = (MeetingPlace(f"P{n}", *place_at(*place)) for n, place in enumerate(places))
    return Meeting(
        "M1", "Titik singgung", ("A", "B"), ClockWindow.parse(window), minutes, tuple(found)
    )


def list_notices(ready: Preparation) -> list[tuple[str, Detail]]:
    return [(notice.code, notice.detail) for notice in ready.notices]


def find_halves(ready: Preparation) -> tuple[Visit, Visit]:
    first, second = (visit for visit in ready.problem.visits if visit.kind == "meeting")
    return first, second


# ------------------------------------------------------------------------------------ breaks


def test_a_break_past_midnight_is_taken_at_the_base_unless_a_place_is_named() -> None:
    ready = prepare(make_unit("A", breaks=(make_break("01:00-02:00"),)))
    assert ready.problem.visits[-1] == Visit(
        id="break:A:1", kind="break", required=True,
        options=(
            Option(0, 0, TimeWindow(2 * HOUR_S, 3 * HOUR_S), 1800, 0.0, frozenset({"A"})),
        ),
    )  # fmt: skip


def test_a_break_at_a_named_place_is_taken_there() -> None:
    lon, lat = place_at(2000, 2000)
    ready = prepare(make_unit("A", breaks=(make_break("01:00-02:00", lon=lon, lat=lat),)))
    (option,) = ready.problem.visits[-1].options
    # the base, the market, the place of the break: 4 km from the base
    assert (option.entry, option.exit) == (2, 2)
    assert ready.problem.matrices["R4"].mm[0, 2] == pytest.approx(4_000_000, abs=2)


def test_a_break_begins_when_its_unit_is_on_duty_and_ends_before_it_goes_off() -> None:
    ready = prepare(make_unit("A", breaks=(make_break("22:00-23:30"), make_break("06:00-08:00"))))
    first, second = (visit.options[0].window for visit in ready.problem.visits[-2:])
    assert (first, second) == (TimeWindow(900, 1800), TimeWindow(7 * HOUR_S, 27_900 - 1800))


def test_a_break_outside_the_duty_of_its_unit_is_not_due_and_told() -> None:
    ready = prepare(make_unit("A", breaks=(make_break("12:00-13:00"), make_break("06:20-07:00"))))
    assert [visit.id for visit in ready.problem.visits] == ["a"]
    assert list_notices(ready) == [
        ("break_not_due", {"unit": "Regu A", "window": window})
        for window in ("12:00-13:00", "06:20-07:00")
    ]


def test_a_break_at_a_place_without_a_road_is_refused() -> None:
    lon, lat = place_at(0, -2500)
    rest = make_break("01:00-02:00", lon=lon, lat=lat, place="Warung")
    with pytest.raises(InputError, match=r"unit Regu A \(Warung\) is 2500 m from"):
        prepare(make_unit("A", breaks=(rest,)))


# ---------------------------------------------------------------------------------- meetings


def test_both_halves_of_a_meeting_share_their_candidates() -> None:
    meeting = make_meeting("01:00-02:00", (1000, 1000), (2000, 0))
    ready = prepare(make_unit("A"), make_unit("B", 2000, 2000, "R2"), meetings=(meeting,))
    first, second = find_halves(ready)
    assert (first.id, second.id) == ("meeting:M1:A", "meeting:M1:B")
    assert (first.units, second.units) == (frozenset({"A"}), frozenset({"B"}))
    assert first.required
    assert first.meeting == second.meeting == "M1"
    assert [replace(option, units=frozenset()) for option in first.options] == [
        replace(option, units=frozenset()) for option in second.options
    ]
    assert [option.candidate for option in first.options] == list(range(len(first.options)))
    assert {option.service_s for option in first.options} == {600}
    assert len({option.entry for option in first.options}) == 2
    assert ready.meetings == (meeting,)


def test_a_meeting_begins_at_a_whole_minute_of_its_window_while_both_are_on_duty() -> None:
    meeting = make_meeting("22:00-08:00", (1000, 1000), minutes=20)
    late = make_unit("B", start=time(2))
    first, _second = find_halves(prepare(make_unit("A"), late, meetings=(meeting,)))
    moments = [option.window.start_s for option in first.options]
    # from 02:15, after the briefing, to 06:25
    assert 11_700 <= min(moments) <= max(moments) <= 27_900 - 1200
    assert all(option.window.length_s == 0 for option in first.options)
    assert all(moment % 60 == 0 for moment in moments)


def test_a_place_that_one_unit_cannot_reach_is_no_candidate() -> None:
    meeting = make_meeting("01:00-02:00", (1000, 1000), (0, -3000))
    first, _second = find_halves(prepare(make_unit("A"), make_unit("B"), meetings=(meeting,)))
    assert len({option.entry for option in first.options}) == 1


def test_a_meeting_that_no_place_makes_possible_is_refused_with_names() -> None:
    # Regu B must not leave Kunir, in the north-east; the place is in the south-west
    strict = make_unit("B", 2000, 2000, jurisdiction=("Kunir",), strict=True)
    meeting = make_meeting("01:00-02:00", (0, 0))
    inputs = outline_kecamatan(
        make_inputs([MARKET], [make_unit("A"), strict]),
        {"Jarit": (-500, -500, 1200, 2500), "Kunir": (1200, -500, 2500, 2500)},
    )
    with pytest.raises(
        InputError, match=r"Titik singgung: Regu A and Regu B can both reach none .* \(P0\)"
    ):
        prepare_shift(replace(inputs, meetings=(meeting,)))


def test_a_meeting_with_a_unit_off_duty_is_left_out_and_told() -> None:
    off_duty = make_unit("B", start=time(8), end=time(12))
    ready = prepare(make_unit("A"), off_duty, meetings=(make_meeting("01:00-02:00", (0, 0)),))
    assert ready.meetings == ()
    assert ("meeting_not_possible", {"meeting": "Titik singgung", "unit": "Regu B"}) in (
        list_notices(ready)
    )


def test_a_meeting_at_hours_of_another_shift_is_left_out_and_told() -> None:
    meeting = make_meeting("10:00-11:00", (0, 0))
    ready = prepare(make_unit("A"), make_unit("B"), meetings=(meeting,))
    assert list_notices(ready) == [
        ("meeting_not_due", {"meeting": "Titik singgung", "window": "10:00-11:00"})
    ]


@given(start=st.integers(0, 5 * HOUR_S), length=st.integers(0, 8 * HOUR_S), seed=st.integers(0, 99))
def test_there_are_some_moments_for_a_meeting_but_not_too_many(
    start: int, length: int, seed: int
) -> None:
    window = TimeWindow(start, start + length)
    moments = list_moments(window, "M1:0", seed)
    assert 1 <= len(moments) <= MOST_MOMENTS
    assert all(moment in window for moment in moments)
    assert len(set(moments)) == len(moments)


def test_the_seed_draws_the_moments_of_a_meeting() -> None:
    window = TimeWindow(0, 4 * HOUR_S)
    assert len({tuple(list_moments(window, "M1:0", seed)) for seed in range(30)}) > 5
