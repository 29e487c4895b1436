"""Why a hotspot cannot be visited in a shift. On the blocks, a car makes 10 m a second."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from patrol_plan import make_line, make_square
from problems import HOUR_S
from shift_inputs import make_hotspot, make_inputs, make_unit, make_village, outline_kecamatan

from routeplan.model import ClockWindow, DayRule, Hotspot, TimeWindow, Unit
from routeplan.planning.barriers import choose_barrier
from routeplan.planning.prepare import Preparation, prepare_shift

# Candipuro around the south-western half of the blocks, Kunir around the other.
VILLAGES = (
    make_village("Jarit", "Candipuro", 400, 400),
    make_village("Jatigono", "Kunir", 1600, 1600),
)
HOURS = {
    "": (),
    "night": (ClockWindow.parse("01:00-02:00"),),
    "noon": (ClockWindow.parse("12:00-13:00"),),
}


def prepare(*hotspots: Hotspot, units: tuple[Unit, ...] = (), **given: Any) -> Preparation:
    units = units or (make_unit("A"),)
    return prepare_shift(make_inputs(hotspots, units, villages=VILLAGES, **given))


def find_reason(hotspot: Hotspot, *units: Unit, **given: Any) -> tuple[str, dict[str, Any]]:
    ready = prepare(hotspot, units=units, **given)
    (unvisited,) = ready.barred
    assert not ready.problem.visits
    assert (unvisited.part_id, unvisited.visits, ready.rated[0].parts) == (None, 1, ())
    return unvisited.reason, unvisited.detail


def find_able(hotspot: Hotspot, *units: Unit) -> set[str]:
    (visit,) = prepare(hotspot, units=units).problem.visits
    return set(visit.units)


def test_a_hotspot_far_outside_the_area_is_not_visited() -> None:
    # the outline lies 500 m around the blocks, and 1000 m more are within its margin
    assert find_reason(make_hotspot("a", 3600, 0)) == ("outside_area", {"area": "Five Streets"})


def test_a_hotspot_just_outside_the_simplified_outline_is_visited() -> None:
    near = {"snap": {"refuse_m": 1500}}
    assert len(prepare(make_hotspot("a", 3400, 0), settings=near).problem.visits) == 1


def test_a_hotspot_without_risk_is_not_visited() -> None:
    assert find_reason(make_hotspot("a", 500, 0, weight=0.0)) == ("no_worth", {})


def test_a_hotspot_whose_hours_are_worth_nothing_is_not_visited() -> None:
    hours = [{"windows": "23:00-07:00", "factor": 0.0}]
    rule = {"categories": {"pasar": {"hours": hours}}}
    assert find_reason(make_hotspot("a", 500, 0), settings=rule) == ("no_worth", {})


def test_a_required_hotspot_is_visited_whatever_its_risk() -> None:
    (visit,) = prepare(make_hotspot("a", 500, 0, weight=0.0, required=True)).problem.visits
    assert (visit.worth, visit.required) == (0.0, True)


def test_a_forbidden_hotspot_is_not_visited_even_if_it_is_required() -> None:
    hotspot = make_hotspot("a", 500, 0, forbidden=True, required=True)
    assert find_reason(hotspot) == ("forbidden", {})


def test_a_hotspot_without_a_road_is_not_visited() -> None:
    reason = find_reason(make_hotspot("a", 0, -1200))
    assert reason == ("no_road", {"distance_m": 1200, "limit_m": 1000})


def test_a_hotspot_that_no_vehicle_on_shift_may_enter_is_not_visited() -> None:
    reason = find_reason(make_hotspot("a", 500, 0, access=("foot", "R2")))
    assert reason == ("vehicle_cannot_reach", {"vehicles": "R4"})


def test_a_hotspot_outside_every_jurisdiction_is_not_visited() -> None:
    reason = find_reason(make_hotspot("a", 500, 0), make_unit("A", jurisdiction=("Kunir",)))
    assert reason == ("outside_jurisdiction", {"kecamatan": "Candipuro"})


def test_a_unit_without_jurisdiction_serves_all_and_others_their_own() -> None:
    units = (
        make_unit("A"), make_unit("B", jurisdiction=("Kunir",)),
        make_unit("C", jurisdiction=("Pasirian", "Kec. CANDIPURO")),
    )  # fmt: skip
    assert find_able(make_hotspot("a", 500, 0), *units) == {"A", "C"}


def test_a_unit_that_could_get_there_but_may_not_is_told_from_one_that_cannot() -> None:
    units = make_unit("A", jurisdiction=("Kunir",)), make_unit("B", vehicle="R2")
    reason = find_reason(make_hotspot("a", 500, 0, access=("R4",)), *units)
    assert reason[0] == "outside_jurisdiction"


def test_a_place_beyond_the_roads_of_a_strict_unit_is_outside_its_jurisdiction() -> None:
    # for the unit every road near the place is closed, but that is not why it stays away
    strict = make_unit("A", 2000, 2000, jurisdiction=("Kunir",), strict=True)
    inputs = outline_kecamatan(
        make_inputs([make_hotspot("a", 0, 0)], [strict]),
        {"Candipuro": (-500, -500, 1200, 2500), "Kunir": (1200, -500, 2500, 2500)},
    )
    (unvisited,) = prepare_shift(inputs).barred
    assert unvisited.reason == "outside_jurisdiction"
    assert unvisited.detail == {"kecamatan": "Candipuro"}


@pytest.mark.parametrize("kind", ["line", "area"])
def test_a_road_or_an_area_where_no_strict_unit_may_go_is_outside_its_jurisdiction(
    kind: str,
) -> None:
    shape = make_line((0, 0), (500, 0)) if kind == "line" else make_square(-50, -50, 600)
    strict = make_unit("A", 2000, 2000, jurisdiction=("Kunir",), strict=True)
    inputs = outline_kecamatan(
        make_inputs([make_hotspot("a", 250, 0, shape=shape)], [strict]),
        {"Candipuro": (-500, -500, 1200, 2500), "Kunir": (1200, -500, 2500, 2500)},
    )
    (unvisited,) = prepare_shift(inputs).barred
    assert (unvisited.reason, unvisited.part_id) == ("outside_jurisdiction", None)


def test_one_officer_alone_visits_only_what_is_safe() -> None:
    alone = make_unit("A", crew=1)
    reason = find_reason(make_hotspot("a", 500, 0, level="rawan"), alone)
    assert reason == ("crew_too_small", {"level": "rawan"})
    assert find_able(make_hotspot("a", 500, 0, level="aman"), alone) == {"A"}
    assert find_able(make_hotspot("a", 500, 0), alone, make_unit("B", crew=2)) == {"B"}


def test_a_hotspot_of_one_unit_is_visited_by_no_other() -> None:
    hotspot = make_hotspot("a", 500, 0, unit="B")
    assert find_able(hotspot, make_unit("A"), make_unit("B")) == {"B"}
    assert find_reason(hotspot, make_unit("A")) == ("unit_off_duty", {"unit": "B"})


def test_the_unit_of_a_hotspot_has_to_be_able_to_go_there() -> None:
    hotspot = make_hotspot("a", 500, 0, unit="B", access=("R4",))
    reason = find_reason(hotspot, make_unit("A"), make_unit("B", vehicle="R2"))
    assert reason == ("vehicle_cannot_reach", {"vehicles": "R2"})


def test_a_hotspot_open_outside_the_shift_is_not_visited() -> None:
    windows = (ClockWindow.parse("19:00-22:00"), ClockWindow.parse("08:00-10:00"))
    reason = find_reason(make_hotspot("a", 500, 0, windows=windows))
    assert reason == ("window_closed", {"windows": "19:00-22:00; 08:00-10:00"})


def test_hours_that_count_on_some_days_only_are_told_with_the_days() -> None:
    # the evening of Pahing, when the morning of Pahing is over
    fields = {"windows": (ClockWindow.parse("02:00-06:00"),), "days": (DayRule("Rabu"),)}
    reason = find_reason(make_hotspot("a", 500, 0, **fields))
    assert reason == ("window_closed", {"windows": "02:00-06:00 (Rabu)"})


def test_an_appointment_outside_the_shift_is_told_with_its_time() -> None:
    from datetime import time

    reason = find_reason(make_hotspot("a", 500, 0, appointment=time(19, 30)))
    assert reason == ("window_closed", {"windows": "19:30"})


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"days": (DayRule("Sabtu", "Legi"), DayRule(pasaran="Pon"))}, "Sabtu Legi; Pon"),
        ({"valid_to": date(2024, 11, 19)}, "≤ 2024-11-19"),
    ],
)
def test_a_hotspot_of_another_day_is_not_visited(fields: dict[str, Any], rule: str) -> None:
    assert find_reason(make_hotspot("a", 500, 0, **fields)) == ("not_on_date", {"rule": rule})


def test_the_day_that_begins_as_the_shift_ends_does_not_count() -> None:
    # 16:00 to midnight on Wednesday: Thursday is another date
    evening = {"shifts": {"own": {"start": "16:00", "end": "00:00"}}}
    reason = find_reason(
        make_hotspot("a", 500, 0, days=(DayRule("Kamis"),)), shift="own", settings=evening
    )
    assert reason == ("not_on_date", {"rule": "Kamis"})


def test_of_the_reasons_of_parts_that_of_the_one_nearest_to_a_visit_counts() -> None:
    reasons = [
        ("outside_jurisdiction", {"kecamatan": "Kunir"}), ("crew_too_small", {"level": "rawan"}),
        ("vehicle_cannot_reach", {"vehicles": "R4"}),
    ]  # fmt: skip
    assert choose_barrier(reasons)[0] == "crew_too_small"  # type: ignore[arg-type]


@given(st.data())
@settings(max_examples=30)
def test_every_hotspot_has_visits_or_a_reason_but_never_both(data: st.DataObject) -> None:
    hotspots = [
        make_hotspot(
            f"H{n}", data.draw(st.sampled_from([0, 900, 5000])), data.draw(st.integers(-1500, 500)),
            windows=HOURS[data.draw(st.sampled_from(sorted(HOURS)))],
            days=data.draw(st.sampled_from([(), (DayRule("Rabu"),), (DayRule("Senin"),)])),
            access=data.draw(st.sampled_from([(), ("R4",), ("foot",)])),
            level=data.draw(st.sampled_from(["aman", "rawan"])),
            weight=data.draw(st.sampled_from([0.0, 1.0])),
            unit=data.draw(st.sampled_from(["", "A", "X"])),
            forbidden=data.draw(st.booleans()),
        )
        for n in range(data.draw(st.integers(0, 6)))
    ]  # fmt: skip
    fields: dict[str, Any] = {
        "jurisdiction": data.draw(st.sampled_from([(), ("Kunir",)])),
        "crew": data.draw(st.sampled_from([1, 2])),
    }
    ready = prepare(*hotspots, units=(make_unit("A", **fields),))
    accounted = Counter([v.hotspot_id for v in ready.problem.visits])
    accounted += Counter(u.hotspot_id for u in ready.barred)
    assert accounted == {hotspot.id: 1 for hotspot in hotspots}
    whole = TimeWindow(0, 8 * HOUR_S)
    windows = [o.window for v in ready.problem.visits for o in v.options]
    assert all(window.intersect(whole) == window for window in windows)
