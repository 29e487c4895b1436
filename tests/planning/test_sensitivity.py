"""Which visits hang on the exact weights."""

from __future__ import annotations

from typing import Any

from shift_inputs import make_hotspot, make_inputs, make_unit

from routeplan.model import Hotspot
from routeplan.planning.pipeline import plan_shift
from routeplan.planning.sensitivity import SensitiveVisit, find_sensitive_visits

HOUR = {"shifts": {"short": {"start": "23:00", "end": "00:00", "reserve_share": 0.0}}}


def find(*hotspots: Hotspot, **options: Any) -> tuple[SensitiveVisit, ...]:
    """Plan 30 minutes between briefing and report and ask what hangs on the weights."""
    inputs = make_inputs(
        hotspots, [make_unit("A", 1000, 0)], shift="short", settings=HOUR, iterations=60
    )
    return find_sensitive_visits(inputs, plan_shift(inputs), **options)


def test_nothing_is_sensitive_where_there_is_time_for_everything() -> None:
    assert find(make_hotspot("a", 500, 0), make_hotspot("b", 1500, 0)) == ()


def test_a_visit_worth_twice_as_much_does_not_hang_on_a_fifth() -> None:
    # there is time for one of them: 1.2 x 8 is less than 0.8 x 16
    strong = make_hotspot("strong", 0, 0, dwell_min=20, level="sangat_rawan")
    assert find(strong, make_hotspot("weak", 2000, 0, dwell_min=20)) == ()


def test_visits_of_equal_weight_take_each_other_s_place() -> None:
    equal = [make_hotspot(name, east, 0, dwell_min=20) for name, east in (("w", 0), ("e", 2000))]
    found = find(*equal, draws=10)
    assert {visit.hotspot_id for visit in found} == {"w", "e"}
    assert sum(visit.visited_in for visit in found) == 10
    assert sum(visit.planned for visit in found) == 1
    assert {(visit.name, visit.draws) for visit in found} == {("Pasar w", 10), ("Pasar e", 10)}


def test_weights_that_do_not_move_change_nothing() -> None:
    equal = [make_hotspot(name, east, 0, dwell_min=20) for name, east in (("w", 0), ("e", 2000))]
    assert find(*equal, share=0.0) == ()


def test_the_same_plan_gives_the_same_answer() -> None:
    equal = [make_hotspot(name, east, 0, dwell_min=20) for name, east in (("w", 0), ("e", 2000))]
    assert find(*equal, draws=4) == find(*equal, draws=4)
