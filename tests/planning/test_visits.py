"""Which visits could be made in a shift, and why the other hotspots cannot be visited."""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from problems import HOUR_S

from routeplan.areas.districts import Area, Kecamatan, area_around
from routeplan.hotspots.calendar import is_valid_on, matches_days
from routeplan.model import (
    PASARAN,
    WEEKDAYS,
    ClockWindow,
    DayRule,
    Hotspot,
    Option,
    RatedHotspot,
    Shift,
    TimeWindow,
    Unit,
    Unvisited,
    Visit,
)
from routeplan.planning.places import Reach
from routeplan.planning.visits import find_windows, make_visits
from routeplan.roads.snap import Snaps

ZONE = ZoneInfo("Asia/Jakarta")
LON, LAT = 113.1, -8.2
AREA = area_around(np.array([LON]), np.array([LAT]), id="a", title="Area A", margin_m=5000)


def make_shift(start: str = "2024-11-20 23:00", hours: int = 8, **fields: Any) -> Shift:
    begin = datetime.fromisoformat(start).replace(tzinfo=ZONE)
    return Shift("malam", begin, begin + timedelta(hours=hours), **fields)


def make_hotspot(windows: str = "", days: tuple[DayRule, ...] = (), **fields: Any) -> Hotspot:
    spans = [
        ClockWindow(*map(time.fromisoformat, span.split("-")))
        for span in windows.split("; ")
        if span
    ]
    given: dict[str, Any] = {"id": "H1", "name": "Pasar", "category": "pasar", "lon": LON}
    given |= {"lat": LAT} | fields
    return Hotspot(windows=tuple(spans), days=days, **given)


def open_hours(hotspot: Hotspot, shift: Shift) -> list[tuple[int, int]]:
    return [(w.start_s, w.end_s) for w in find_windows(hotspot, shift, ZONE)]


# ------------------------------------------------------------------------------ windows


@pytest.mark.parametrize(
    ("windows", "hours"),
    [
        ("", [(0, 8)]),
        ("19:00-22:00", []),
        ("19:00-23:00", []),  # ends as the shift begins
        ("07:00-12:00", []),  # begins as the shift ends
        ("19:00-01:00", [(0, 2)]),  # began before the shift, ends past midnight
        ("01:00-04:00", [(2, 5)]),  # past midnight
        ("19:00-00:00; 01:00-04:00", [(0, 1), (2, 5)]),
        ("23:00-02:00; 01:00-04:00", [(0, 5)]),  # overlapping
        ("23:00-02:00; 02:00-04:00", [(0, 5)]),  # touching
        ("06:00-09:00", [(7, 8)]),  # ends after the shift
        ("12:00-12:00", [(0, 8)]),  # a whole day
        ("00:00-00:00", [(0, 8)]),
    ],
)
def test_windows_are_counted_from_the_start_of_a_night_shift(
    windows: str, hours: list[tuple[int, int]]
) -> None:
    found = open_hours(make_hotspot(windows), make_shift())
    assert found == [(start * HOUR_S, end * HOUR_S) for start, end in hours]


def test_a_window_in_the_hour_that_clocks_leave_out_is_closed() -> None:
    # in Berlin, 31 March 2024 has no time from 02:00 to 03:00
    berlin = ZoneInfo("Europe/Berlin")
    begin = datetime(2024, 3, 30, 23, tzinfo=berlin)
    shift = Shift("malam", begin, begin + timedelta(hours=8))
    assert find_windows(make_hotspot("02:30-03:00"), shift, berlin) == ()
    assert find_windows(make_hotspot("01:00-03:00"), shift, berlin) == (
        TimeWindow(2 * HOUR_S, 3 * HOUR_S),
    )


def test_a_window_past_midnight_belongs_to_the_evening_on_which_it_begins() -> None:
    # 20 November 2024 is a Wednesday (Rabu)
    rabu, kamis = (DayRule("Rabu"),), (DayRule("Kamis"),)
    assert open_hours(make_hotspot("22:00-03:00", rabu), make_shift()) == [(0, 4 * HOUR_S)]
    assert open_hours(make_hotspot("22:00-03:00", kamis), make_shift()) == []
    assert open_hours(make_hotspot("01:00-03:00", kamis), make_shift()) == [
        (2 * HOUR_S, 4 * HOUR_S)
    ]
    assert open_hours(make_hotspot("01:00-03:00", rabu), make_shift()) == []


def test_a_day_without_windows_ends_a_second_before_midnight() -> None:
    # midnight itself is Thursday
    hotspot = make_hotspot(days=(DayRule("Rabu"),))
    assert open_hours(hotspot, make_shift()) == [(0, HOUR_S - 1)]


def test_a_day_without_windows_begins_at_midnight() -> None:
    hotspot = make_hotspot(days=(DayRule("Kamis"),))
    assert open_hours(hotspot, make_shift()) == [(HOUR_S, 8 * HOUR_S)]


def test_days_next_to_each_other_leave_no_gap_at_midnight() -> None:
    hotspot = make_hotspot(days=(DayRule("Rabu"), DayRule("Kamis")))
    assert open_hours(hotspot, make_shift()) == [(0, 8 * HOUR_S)]


def test_a_weekday_and_a_market_day_must_both_be_right() -> None:
    # 17 August 1945 was Jumat Legi; the next Sabtu Legi is 29 days later: 29 = 4 x 7 + 1 weekdays
    # on, but not a multiple of 5. 15 days make it Sabtu, yet Legi: 15 = 2 x 7 + 1 = 3 x 5.
    hotspot = make_hotspot(days=(DayRule("Sabtu", "Legi"),))
    first_legi = make_shift("1945-08-17 08:00")
    assert open_hours(hotspot, first_legi) == []
    assert open_hours(hotspot, make_shift("1945-08-18 08:00")) == []
    assert open_hours(hotspot, make_shift("1945-09-01 08:00")) == [(0, 8 * HOUR_S)]
    assert open_hours(make_hotspot(days=(DayRule("Jumat", "Legi"),)), first_legi) != []


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "hours"),
    [
        ("2024-11-20", "2024-11-20", [(0, HOUR_S - 1)]),
        ("2024-11-21", None, [(HOUR_S, 8 * HOUR_S)]),
        (None, "2024-11-19", []),
        ("2024-11-22", None, []),
        ("2024-11-01", "2024-11-30", [(0, 8 * HOUR_S)]),
    ],
)
def test_a_hotspot_is_open_on_the_days_it_is_valid(
    valid_from: str | None, valid_to: str | None, hours: list[tuple[int, int]]
) -> None:
    hotspot = make_hotspot(
        valid_from=date.fromisoformat(valid_from) if valid_from else None,
        valid_to=date.fromisoformat(valid_to) if valid_to else None,
    )
    assert open_hours(hotspot, make_shift()) == hours


CLOCKS = st.builds(time, st.integers(0, 23), st.sampled_from([0, 30]))
RULES = st.builds(DayRule, st.sampled_from(WEEKDAYS), st.none() | st.sampled_from(PASARAN))


@given(
    windows=st.lists(st.builds(ClockWindow, CLOCKS, CLOCKS), max_size=3),
    days=st.lists(RULES, max_size=4),
    start=st.datetimes(datetime(2024, 11, 1), datetime(2024, 11, 30)),
    hours=st.integers(1, 24),
)
def test_the_windows_hold_exactly_the_seconds_of_the_hotspots_hours(
    windows: list[ClockWindow], days: list[DayRule], start: datetime, hours: int
) -> None:
    shift = make_shift(start.replace(microsecond=0).isoformat(), hours)
    hotspot = make_hotspot(days=tuple(days))
    hotspot = Hotspot(**{**vars(hotspot), "windows": tuple(windows)})
    found = find_windows(hotspot, shift, ZONE)
    assert all(a.end_s < b.start_s for a, b in itertools.pairwise(found))
    for second in range(1, shift.length_s, 311):
        assert any(second in window for window in found) == is_open(hotspot, shift.moment(second))


def is_open(hotspot: Hotspot, moment: datetime) -> bool:
    """Ask the clock whether a moment lies in a window that began today or yesterday."""
    for day in (moment.date() - timedelta(days=1), moment.date()):
        if not (is_valid_on(hotspot, day) and matches_days(hotspot.days, day)):
            continue
        spans = [window.on(day, ZONE) for window in hotspot.windows]
        if any(start <= moment <= end for start, end in spans):
            return True
        if not hotspot.windows and day == moment.date():
            return True
    return False


# ------------------------------------------------------------------------------ reasons


def make_unit(name: str = "U1", **fields: Any) -> Unit:
    given: dict[str, Any] = {"id": name, "name": name, "vehicle": "R4", "lon": LON, "lat": LAT}
    return Unit(**(given | fields))


def find_visits(
    *hotspots: Hotspot,
    units: tuple[Unit, ...] = (make_unit(),),
    distance_m: dict[str, list[float]] | None = None,
    risk: float = 8.0,
    kecamatan: str | None = "Candipuro",
    shift: Shift | None = None,
    area: Area = AREA,
) -> tuple[tuple[Visit, ...], tuple[Unvisited, ...]]:
    """Make the visits; `distance_m` of the hotspots from the roads of each vehicle."""
    shift = shift or make_shift()
    places = [len(units) + n for n in range(len(hotspots))]
    near = [0.0] * len(hotspots)
    none = np.zeros(len(units) + len(hotspots))
    snaps: dict[str, Snaps] = {
        unit.vehicle: Snaps(
            none.astype(int), none.astype(int), none, none,
            np.array([0.0] * len(units) + (distance_m or {}).get(unit.vehicle, near)),
        )
        for unit in units
    }  # fmt: skip
    return make_visits(
        [RatedHotspot(h, risk, (), kecamatan) for h in hotspots],
        area=area, shift=shift, zone=ZONE, units=units, places=places, reach=Reach(snaps, 1000.0),
    )  # fmt: skip


def find_reason(hotspot: Hotspot, **given: Any) -> tuple[str, dict[str, Any]]:
    visits, (unvisited,) = find_visits(hotspot, **given)
    assert not visits
    return unvisited.reason, unvisited.detail


def test_a_visit_carries_what_the_optimiser_needs() -> None:
    units = (make_unit("U1"), make_unit("U2", vehicle="R2"))
    hotspot = make_hotspot("01:00-04:00", dwell_min=14, required=True)
    visits, unvisited = find_visits(make_hotspot(id="H0"), hotspot, units=units)
    assert not unvisited
    assert visits[1] == Visit(
        id="H1", hotspot_id="H1", part_id="H1", series="H1", required=True, category="pasar",
        options=(
            Option(3, 3, TimeWindow(2 * HOUR_S, 5 * HOUR_S), 840, 8.0, frozenset({"U1", "U2"})),
        ),
    )  # fmt: skip


def test_a_hotspot_far_outside_the_area_is_not_visited() -> None:
    reason = find_reason(make_hotspot(lon=LON + 0.1))
    assert reason == ("outside_area", {"area": "Area A"})


def test_a_hotspot_just_outside_the_simplified_outline_is_visited() -> None:
    # 5 km + 0.9 km to the east; a degree of longitude is 110 km here
    visits, _unvisited = find_visits(make_hotspot(lon=LON + 5.9 / 110.2))
    assert len(visits) == 1


def test_a_hotspot_without_risk_is_not_visited() -> None:
    assert find_reason(make_hotspot(), risk=0.0) == ("no_worth", {})


def test_a_required_hotspot_is_visited_whatever_its_risk() -> None:
    visits, _none = find_visits(make_hotspot(required=True), risk=0.0)
    assert (visits[0].worth, visits[0].required) == (0.0, True)


def test_a_hotspot_without_a_road_is_not_visited() -> None:
    reason = find_reason(make_hotspot(), distance_m={"R4": [1500.4]})
    assert reason == ("no_road", {"distance_m": 1500, "limit_m": 1000})


def test_the_limit_of_reach_is_still_within_reach() -> None:
    visits, _unvisited = find_visits(make_hotspot(), distance_m={"R4": [1000.0]})
    assert len(visits) == 1


def test_the_nearest_road_of_any_vehicle_on_shift_counts() -> None:
    units = (make_unit("U1"), make_unit("U2", vehicle="R2"))
    visits, _none = find_visits(make_hotspot(), units=units, distance_m={"R4": [1500], "R2": [20]})
    assert visits[0].units == {"U2"}


def test_a_hotspot_that_no_vehicle_on_shift_may_enter_is_not_visited() -> None:
    reason = find_reason(make_hotspot(access=("foot", "R2")))
    assert reason == ("vehicle_cannot_reach", {"vehicles": "R4"})


def test_a_road_for_another_vehicle_than_may_enter_does_not_help() -> None:
    units = (make_unit("U1"), make_unit("U2", vehicle="R2"))
    hotspot = make_hotspot(access=("R4",))
    reason = find_reason(hotspot, units=units, distance_m={"R4": [1500], "R2": [20]})
    assert reason == ("vehicle_cannot_reach", {"vehicles": "R2, R4"})


def test_a_hotspot_outside_every_jurisdiction_is_not_visited() -> None:
    units = (make_unit(jurisdiction=("Kunir",)),)
    reason = find_reason(make_hotspot(), units=units)
    assert reason == ("outside_jurisdiction", {"kecamatan": "Candipuro"})


def test_a_unit_without_jurisdiction_serves_all_and_others_their_own() -> None:
    units = (
        make_unit("U1"), make_unit("U2", jurisdiction=("Kunir",)),
        make_unit("U3", jurisdiction=("Pasirian", "Kec. CANDIPURO")),
    )  # fmt: skip
    visits, _none = find_visits(make_hotspot(), units=units)
    assert visits[0].units == {"U1", "U3"}


def test_a_unit_that_could_get_there_but_may_not_is_told_from_one_that_cannot() -> None:
    units = (make_unit("U1", jurisdiction=("Kunir",)), make_unit("U2", vehicle="R2"))
    reason = find_reason(make_hotspot(access=("R4",)), units=units)
    assert reason[0] == "outside_jurisdiction"


def test_a_hotspot_open_outside_the_shift_is_not_visited() -> None:
    reason = find_reason(make_hotspot("19:00-22:00; 08:00-10:00"))
    assert reason == ("window_closed", {"windows": "19:00-22:00; 08:00-10:00"})


def test_a_hotspot_of_another_day_is_not_visited() -> None:
    reason = find_reason(make_hotspot(days=(DayRule("Sabtu", "Legi"), DayRule(pasaran="Pon"))))
    assert reason == ("not_on_date", {"rule": "Sabtu Legi; Pon"})


def test_a_hotspot_that_is_no_longer_valid_is_not_visited() -> None:
    reason = find_reason(make_hotspot(valid_to=date(2024, 11, 19)))
    assert reason == ("not_on_date", {"rule": "≤ 2024-11-19"})


def test_the_day_that_begins_as_the_shift_ends_does_not_count() -> None:
    # 16:00 to midnight on Wednesday: Thursday is another date
    reason = find_reason(
        make_hotspot(days=(DayRule("Kamis"),)), shift=make_shift("2024-11-20 16:00")
    )
    assert reason == ("not_on_date", {"rule": "Kamis"})


@given(st.data())
def test_every_hotspot_is_a_visit_or_has_a_reason_but_never_both(data: st.DataObject) -> None:
    count = data.draw(st.integers(0, 6))
    hotspots = [
        make_hotspot(
            id=f"H{n}",
            lon=LON + data.draw(st.sampled_from([0.0, 0.001, 0.3])),
            windows=data.draw(st.sampled_from(["", "01:00-02:00", "12:00-13:00"])),
            days=data.draw(st.sampled_from([(), (DayRule("Rabu"),), (DayRule("Senin"),)])),
            access=data.draw(st.sampled_from([(), ("R4",), ("foot",)])),
        )
        for n in range(count)
    ]
    metres = st.lists(st.sampled_from([0.0, 999.0, 5000.0]), min_size=count, max_size=count)
    visits, unvisited = find_visits(
        *hotspots,
        units=(make_unit(jurisdiction=data.draw(st.sampled_from([(), ("Kunir",)]))),),
        distance_m={"R4": data.draw(metres)},
        risk=data.draw(st.sampled_from([0.0, 3.0])),
    )
    accounted = Counter([v.hotspot_id for v in visits] + [u.hotspot_id for u in unvisited])
    assert accounted == {hotspot.id: 1 for hotspot in hotspots}


def test_the_kecamatan_of_a_place_decides_who_is_responsible() -> None:
    square = shapely.box(LON - 0.1, LAT - 0.1, LON + 0.1, LAT + 0.1)
    area = Area("a", "A", (Kecamatan("", "Kunir", "", square),), square)
    visits, _none = find_visits(
        make_hotspot(), area=area, kecamatan=area.kecamatan_at(LON, LAT),
        units=(make_unit(jurisdiction=("Kunir",)),),
    )  # fmt: skip
    assert visits[0].units == {"U1"}
