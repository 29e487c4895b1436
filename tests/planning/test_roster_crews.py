"""Crews: a rest between shifts, days off, enough units in each shift, the work shared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shift_inputs import make_unit

from routeplan.config import load_config
from routeplan.errors import InputFaults
from routeplan.model import Shift, Unit
from routeplan.planning.roster.crews import CrewRoom, Demand, Field, assign_crews, find_room
from routeplan.planning.roster.dates import list_days, list_days_off, list_shifts, resolve_units

MONDAY = date(2024, 11, 4)


def make_room(
    units: Sequence[Unit], days: int, settings: Mapping[str, Any]
) -> tuple[CrewRoom, Any, tuple[Shift, ...]]:
    config = load_config(overrides={"roster": settings})
    shifts = list_shifts(config, MONDAY, days)
    off = list_days_off(config, units, list_days(MONDAY, days))
    room = find_room(
        shifts, units, config.roster,
        names=resolve_units(config, units),
        days_off={item.unit_id: item.days for item in off},
        zone=config.tzinfo,
    )  # fmt: skip
    return room, config.roster, shifts


def assign(
    crew: Sequence[Unit],
    days: int,
    *,
    demands: Sequence[Demand] = (),
    fields: Sequence[Field] = (),
    seed: int = 1,
    **settings: Any,
) -> tuple[tuple[Shift, ...], tuple[tuple[str, ...], ...]]:
    room, rule, shifts = make_room(crew, days, settings)
    return shifts, assign_crews(room, rule, demands=demands, fields=fields, seed=seed)


def list_units(count: int) -> list[Unit]:
    return [make_unit(f"U{n}") for n in range(1, count + 1)]


def list_worked(unit: str, shifts: Sequence[Shift], crews: Sequence[Sequence[str]]) -> list[Shift]:
    return [shift for shift, crew in zip(shifts, crews, strict=True) if unit in crew]


def test_everybody_works_where_nothing_is_in_the_way() -> None:
    # two units, one shift a day, three days
    _shifts, crews = assign(list_units(2), 3, shifts=("malam",))
    assert crews == (("U1", "U2"),) * 3


def test_nobody_works_without_the_rest_after_the_shift_before() -> None:
    # 23-07 and 07-15 leave no rest, 23-07 and 15-23 eight hours: of twelve none of both
    shifts, crews = assign(list_units(3), 5, rest_h=12)
    for unit in ("U1", "U2", "U3"):
        for before, after in pairwise(list_worked(unit, shifts, crews)):
            assert after.start - before.end >= timedelta(hours=12)
    assert all(crews)


def test_a_rest_of_eight_hours_lets_a_night_follow_a_morning() -> None:
    # one unit for morning and night: 15-23 between them are eight hours, nine are too many
    shifts, crews = assign(list_units(1), 1, shifts=("pagi", "malam"), rest_h=8)
    assert crews == (("U1",), ("U1",))
    with pytest.raises(InputFaults, match=r"2024-11-04, shift .*: 1 unit is lacking"):
        assign(list_units(1), 1, shifts=("pagi", "malam"), rest_h=9)
    assert [shift.name for shift in shifts] == ["pagi", "malam"]


def test_days_off_are_free_of_shifts_that_start_on_them() -> None:
    shifts, crews = assign(
        list_units(3), 7, shifts=("malam",),
        units={"U1": {"days_off": ("Rabu", "2024-11-08..2024-11-09")}},
    )  # fmt: skip
    days = [shift.date.day for shift in list_worked("U1", shifts, crews)]
    assert days == [4, 5, 7, 10]  # Wednesday is the 6th


def test_a_unit_takes_only_the_shifts_that_it_is_said_to_take() -> None:
    shifts, crews = assign(list_units(4), 4, units={"Regu U2": {"shifts": ("siang",)}})
    names = {shift.name for shift in list_worked("U2", shifts, crews)}
    assert names == {"siang"}


def test_within_seven_days_nobody_works_more_shifts_than_the_limit() -> None:
    shifts, crews = assign(list_units(2), 21, shifts=("malam",), most_per_week=4)
    for unit in ("U1", "U2"):
        days = [shift.date for shift in list_worked(unit, shifts, crews)]
        for first in list_days(MONDAY, 21):
            assert sum(first <= day < first + timedelta(days=7) for day in days) <= 4
    assert all(crews)  # 14 nights need a unit in fortnight, both together may work 16


def test_a_shift_has_as_many_units_as_it_needs_at_least() -> None:
    shifts, crews = assign(list_units(5), 4, least_units={"malam": 2}, rest_h=12)
    counts = [len(crew) for shift, crew in zip(shifts, crews, strict=True) if shift.name == "malam"]
    assert min(counts) >= 2
    assert all(crews)


@pytest.mark.parametrize("seed", range(3))
def test_what_only_one_unit_can_do_on_one_day_brings_it_on_duty_then(seed: int) -> None:
    # each works one night of the week, and only U3 may go to the market on the third
    demand = Demand(1, {2: (1.0, frozenset({"U3"}))})
    _shifts, crews = assign(
        list_units(7), 7, shifts=("malam",), most_per_week=1, seed=seed, demands=[demand]
    )
    assert crews[2] == ("U3",)


def test_those_on_duty_together_reach_much_of_the_risk() -> None:
    # two units for the west, two for the east, two a day: one of each rather than two of one
    west, east = frozenset({"U1", "U2"}), frozenset({"U3", "U4"})
    fields = [Field(n, side, 0.5) for n in range(21) for side in (west, east)]
    _shifts, crews = assign(list_units(4), 7, fields=fields)
    mixed = [bool(west & set(crew)) and bool(east & set(crew)) for crew in crews if len(crew) > 1]
    assert sum(mixed) >= 0.8 * len(mixed)


def test_the_work_is_shared() -> None:
    shifts, crews = assign(list_units(4), 9, shifts=("siang", "malam"))
    counts = Counter(unit for crew in crews for unit in crew)
    assert max(counts.values()) - min(counts.values()) <= 1
    nights = Counter(
        unit
        for shift, crew in zip(shifts, crews, strict=True)
        for unit in crew
        if shift.name == "malam"
    )
    assert max(nights.values()) - min(nights.values()) <= 2


def test_who_cannot_work_is_told_by_shift_with_what_would_help() -> None:
    units = [make_unit("U1", start=time(23, 0), end=time(5, 0))]
    with pytest.raises(InputFaults) as caught:
        assign(units, 2, shifts=("siang", "malam"))
    faults = [str(fault) for fault in caught.value.faults]
    assert len(faults) == 2
    assert faults[0].startswith("2024-11-04, shift siang: 1 unit is lacking.")
    assert "leave the shift out" in faults[0]


def test_the_same_seed_gives_the_same_crews_and_another_one_others() -> None:
    first = assign(list_units(3), 4)
    assert assign(list_units(3), 4) == first
    assert assign(list_units(3), 4, seed=2) != first


OFF = st.lists(st.sampled_from(("Senin", "Sabtu Legi", "Pon", "2024-11-05..2024-11-07")))


@settings(max_examples=8)
@given(
    count=st.integers(2, 4),
    days=st.integers(1, 9),
    rules=st.fixed_dictionaries(
        {
            "shifts": st.just(("siang", "malam")),
            "rest_h": st.sampled_from((0, 8, 11.5, 16, 24)),
            "most_per_week": st.integers(3, 7),
            "units": st.fixed_dictionaries({"U2": st.fixed_dictionaries({"days_off": OFF})}),
        }
    ),
    seed=st.integers(0, 100),
)
def test_whatever_is_asked_rests_weeks_and_days_off_are_kept(
    count: int, days: int, rules: dict[str, Any], seed: int
) -> None:
    units = list_units(count)
    room, rule, shifts = make_room(units, days, rules)
    rest_h, most = rules["rest_h"], rules["most_per_week"]
    try:
        crews = assign_crews(room, rule, demands=(), fields=(), seed=seed)
    except InputFaults:
        return  # too few units, which other tests are about
    for unit in units:
        own = list_worked(unit.id, shifts, crews)
        for before, after in pairwise(own):
            assert after.start - before.end >= timedelta(hours=rest_h)
        for shift in own:
            assert (unit.id, shifts.index(shift)) in room.hours
            week = [s for s in own if shift.date <= s.date < shift.date + timedelta(days=7)]
            assert len(week) <= most
    assert all(crews)
