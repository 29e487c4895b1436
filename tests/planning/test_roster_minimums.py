"""How often places have to be visited in a month, whether they can be, and when each is due."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shift_inputs import make_hotspot

from routeplan.model import DayRule, Minimum, Reason, Unvisited
from routeplan.planning.roster.minimums import count_needed, list_demands, list_minimums
from routeplan.planning.roster.outlook import Outlook
from routeplan.planning.roster.pace import Pace

BOTH = frozenset({"U1", "U2"})
FIRST = frozenset({"U1"})


def make_outlook(**chances: Any) -> Outlook:
    """Return a shift in which hotspots can be visited once by some units, or not for a reason."""
    barred: dict[str, Unvisited] = {}
    possible: dict[str, tuple[tuple[float, frozenset[str]], ...]] = {}
    for name, what in chances.items():
        if isinstance(what, str):
            reason: Reason = what  # type: ignore[assignment]
            barred[name] = Unvisited(name, reason)
        else:
            possible[name] = what if isinstance(what, tuple) else ((1.0, what),)
    return Outlook(possible, barred)


@pytest.mark.parametrize(
    ("per_month", "default", "days", "needed"),
    [(None, 1, 28, 1), (4, 1, 28, 4), (0, 1, 28, 0), (4, 1, 7, 1), (4, 1, 6, 0), (3, 1, 14, 1),
     (None, 0, 28, 0), (1, 1, 31, 1), (2, 1, 56, 4)],
)  # fmt: skip
def test_minimums_are_for_28_days_and_rounded_down_for_others(
    per_month: int | None, default: int, days: int, needed: int
) -> None:
    assert count_needed(make_hotspot("A", 0, 0, per_month=per_month), default, days) == needed


def find_minimum(
    *outlooks: Outlook, needed: int = 2, crew: frozenset[str] = BOTH, **fields: Any
) -> Minimum:
    hotspot = make_hotspot("A", 0, 0, **fields)
    chances = {"A": [outlook.measure_chance("A", crew) for outlook in outlooks]}
    (found,) = list_minimums([hotspot], {"A": needed}, chances=chances, outlooks=outlooks)
    return found


def test_a_minimum_that_the_units_can_meet_has_no_reason() -> None:
    minimum = find_minimum(make_outlook(A=BOTH), make_outlook(A=BOTH))
    assert (minimum.needed, minimum.possible, minimum.reason) == (2, 2.0, None)


def test_a_minimum_is_impossible_where_those_on_duty_may_not_go_often_enough() -> None:
    minimum = find_minimum(
        make_outlook(A=BOTH), make_outlook(A=FIRST), crew=frozenset({"U2"}), per_month=2
    )
    assert (minimum.possible, minimum.reason) == (1.0, "too_few_chances")


def test_a_place_that_no_road_leads_to_is_named_with_that_reason() -> None:
    outlooks = (make_outlook(A="not_on_date"), make_outlook(A="no_road"), make_outlook(A="no_road"))
    assert find_minimum(*outlooks).reason == "no_road"


def test_a_place_that_is_never_due_is_named_only_where_the_table_asks_for_visits() -> None:
    shut = make_outlook(A="not_on_date")
    assert find_minimum(shut, shut, per_month=1).reason == "not_on_date"
    hotspot = make_hotspot("A", 0, 0, days=(DayRule("Senin"),))
    assert list_minimums([hotspot], {"A": 1}, chances={"A": [0.0]}, outlooks=[shut]) == ()


def test_segments_of_a_road_add_up_to_its_visits() -> None:
    # two of three thirds in each of two shifts: one and a third
    thirds = ((1 / 3, BOTH), (1 / 3, BOTH), (1 / 3, frozenset({"U9"})))
    minimum = find_minimum(make_outlook(A=thirds), make_outlook(A=thirds), needed=1)
    assert minimum.possible == pytest.approx(4 / 3)
    assert minimum.reason is None


def test_of_hotspots_that_ask_the_crews_for_the_same_the_most_is_asked() -> None:
    outlooks = [make_outlook(A=FIRST, B=FIRST, C=BOTH), make_outlook(A=FIRST, B=FIRST)]
    hotspots = [make_hotspot(name, 0, 0) for name in "ABC"]
    demands = list_demands(hotspots, {"A": 1, "B": 2, "C": 1}, outlooks)
    assert [(demand.needed, sorted(demand.chances)) for demand in demands] == [
        (2, [0, 1]), (1, [0]),
    ]  # fmt: skip


def test_a_required_place_asks_for_a_unit_in_every_shift_and_for_a_second_one_less() -> None:
    outlooks = [make_outlook(A=BOTH), make_outlook(A="not_on_date"), make_outlook(A=BOTH)]
    hotspot = make_hotspot("A", 0, 0, required=True)
    demands = list_demands([hotspot], {}, outlooks)
    assert [(d.needed, d.enough) for d in demands] == [(2, 1), (4, 2)]
    assert demands[1].weight < demands[0].weight


@given(
    chances=st.lists(st.sampled_from((0.0, 1.0, 2.0, 0.5)), min_size=1, max_size=60),
    share=st.floats(0, 1),
    seed=st.integers(0, 999),
)
def test_whoever_makes_what_is_due_meets_every_minimum(
    chances: list[float], share: float, seed: int
) -> None:
    possible = sum(chances)
    needed = round(share * possible)
    if needed < 1:
        return
    pace = Pace([Minimum("A", needed, possible)], {"A": chances}, seed=seed)
    made = 0.0
    for number, chance in enumerate(chances):
        made += min(pace.count_due(number, {"A": made}).get("A", 0), chance)
    assert made >= needed - 1e-3


def test_what_is_met_is_not_due_again() -> None:
    pace = Pace([Minimum("A", 2, 10.0)], {"A": [1.0] * 10}, seed=1)
    assert [pace.count_due(number, {"A": 2.0}) for number in range(10)] == [{}] * 10


def test_places_are_due_all_over_the_month_and_not_at_its_end() -> None:
    # a hundred places, once in 28 days, none visited unless it is due
    names = [f"P{n}" for n in range(100)]
    chances = {name: [1.0] * 28 for name in names}
    pace = Pace([Minimum(name, 1, 28.0) for name in names], chances, seed=1)
    made: dict[str, float] = {}
    counts = []
    for number in range(28):
        due = pace.count_due(number, made)
        made |= dict.fromkeys(due, 1.0)
        counts.append(len(due))
    assert sum(counts) == 100
    assert max(counts) <= 12
    assert sum(counts[24:]) == 0  # some days are left for what could not be kept


def test_a_place_open_on_few_days_is_due_whenever_that_is_needed() -> None:
    # open on three days, three visits asked for
    chances = {"A": [0.0, 1.0, 0.0, 1.0, 1.0]}
    pace = Pace([Minimum("A", 3, 3.0)], chances, seed=5)
    made = 0.0
    due = []
    for number in range(5):
        due.append(pace.count_due(number, {"A": made}).get("A", 0))
        made += due[-1]
    assert due == [0, 1, 0, 1, 1]


def test_where_only_two_visits_in_a_night_are_enough_two_are_due() -> None:
    pace = Pace([Minimum("A", 4, 4.0)], {"A": [2.0, 2.0]}, seed=1)
    assert pace.count_due(0, {}) == {"A": 2}
    assert pace.count_due(1, {"A": 2.0}) == {"A": 2}
