"""The calendar of a shift, read back: right times in every zone, names as text, same bytes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from patrol_plan import make_patrol_plan
from plan_examples import NASTY_NAMES, START, make_plan_example

from routeplan.export import WRITERS, ExportOptions
from routeplan.i18n import use_language
from routeplan.model import Plan, Unit
from routeplan.wording import format_clock, sample_warning


def write(plan: Plan) -> bytes:
    with use_language("en"):
        (file,) = WRITERS["ics"](plan, ExportOptions())
    assert file.name == "shift.ics"
    return file.data


def read_events(data: bytes) -> list[Any]:
    return list(Calendar.from_ical(data).walk("VEVENT"))


def find_event(data: bytes, summary: str) -> Any:
    (event,) = [event for event in read_events(data) if summary in event["SUMMARY"]]
    return event


@pytest.fixture(scope="module")
def plan() -> Plan:
    return make_patrol_plan()


def test_every_unit_has_its_duty_from_start_to_end_of_the_shift(plan: Plan) -> None:
    duties = [event for event in read_events(write(plan)) if "Patrol: " in event["SUMMARY"]]
    assert len(duties) == len(plan.units)
    for unit, duty in zip(plan.units, duties, strict=True):
        assert duty["SUMMARY"].endswith(unit.name)
        assert duty.decoded("DTSTART") == plan.shift.start
        assert duty.decoded("DTEND") == plan.shift.end
        assert duty["LOCATION"] == unit.base
        assert (duty["GEO"].latitude, duty["GEO"].longitude) == (unit.lat, unit.lon)


def test_times_are_in_utc() -> None:
    data = write(make_plan_example())
    # 23:00 to 07:00 in a zone seven hours ahead.
    assert b"DTSTART:20241120T160000Z\r\nDTEND:20241121T000000Z\r\n" in data
    assert find_event(data, "Regu 1").decoded("DTSTART").utcoffset() == timedelta(0)


def test_a_unit_with_hours_of_its_own_is_on_duty_in_these() -> None:
    example = make_plan_example()
    late = replace(example.units[0], start=time(0, 30), end=time(5, 0))
    data = write(replace(example, units=(late, *example.units[1:])))
    duty = find_event(data, "Regu 1")
    assert duty.decoded("DTSTART") == START + timedelta(hours=1, minutes=30)
    assert duty.decoded("DTEND") == START + timedelta(hours=6)


def test_a_duty_tells_departure_return_kilometres_and_every_stop() -> None:
    example = make_plan_example()
    text = find_event(write(example), "Regu 1")["DESCRIPTION"]
    loop = example.loops[0]
    lines = text.split("\n")
    # Back after 23:15 and two stops of 12 minutes, and what is driven in between.
    back = loop.stops[-1].arrive
    assert f"Leaves 23:15, back {format_clock(back)}" in lines
    assert f"2 stops, {loop.metres / 1000:.1f} km" in lines
    assert any(line.endswith(f" 1. {NASTY_NAMES[0]}") for line in lines)
    assert any(line.endswith(f" 2. {NASTY_NAMES[1]}") for line in lines)


def test_a_meeting_is_one_event_at_the_minute_when_both_begin_it(plan: Plan) -> None:
    stop = next(stop for loop in plan.loops for stop in loop.stops if stop.kind == "meeting")
    names = {unit.id: unit.name for unit in plan.units}
    event = find_event(write(plan), f"Meeting (titik singgung): {names['A']} – {names['B']}")
    assert event.decoded("DTSTART") == stop.depart - timedelta(seconds=stop.dwell_s)
    assert event.decoded("DTEND") == stop.depart
    assert event["LOCATION"] == stop.name


def test_an_appointment_is_an_event_of_its_own(plan: Plan) -> None:
    stop = next(s for loop in plan.loops for s in loop.visits if s.hotspot_id == "market")
    begin = stop.depart - timedelta(seconds=stop.dwell_s)
    hotspots = tuple(
        replace(rated, hotspot=replace(rated.hotspot, appointment=begin.time().replace(second=0)))
        if rated.hotspot.id == "market"
        else rated
        for rated in plan.hotspots
    )
    data = write(replace(plan, hotspots=hotspots))
    # The market is visited several times; only the one visit is an appointment.
    event = find_event(data, f"Appointment: Regu A at {stop.name}")
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (begin, stop.depart)


def test_a_unit_without_a_loop_is_on_duty_with_no_stops() -> None:
    example = make_plan_example()
    idle = Unit("r9", "Regu 9", "R4", 113.1, -8.2, base="Polsek Contoh")
    duty = find_event(write(replace(example, units=(*example.units, idle))), "Regu 9")
    assert "no stops" in duty["DESCRIPTION"].split("\n")


def test_nasty_names_stay_text_on_one_line() -> None:
    data = write(make_plan_example())
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    text = "\n".join(event["DESCRIPTION"] for event in read_events(data))
    for name in NASTY_NAMES:
        assert " ".join(name.split()) in text
    # Three units: nothing in a name has opened an event or a field of its own.
    assert data.count(b"\r\nBEGIN:") == 3


def test_names_with_the_marks_of_the_format_are_read_back_equal() -> None:
    example = make_plan_example()
    name = 'A; B, C\\nD: "E"\nEND:VEVENT\x07'
    named = replace(example.units[0], name=name, base=name)
    duty = read_events(write(replace(example, units=(named, *example.units[1:]))))[0]
    assert duty["LOCATION"] == 'A; B, C\\nD: "E" END:VEVENT'
    assert duty["SUMMARY"] == 'Patrol: A; B, C\\nD: "E" END:VEVENT'


def test_the_same_plan_gives_the_same_bytes_and_a_new_plan_replaces_its_events(plan: Plan) -> None:
    data = write(plan)
    assert data == write(plan)
    uids = [event["UID"] for event in read_events(data)]
    assert len(set(uids)) == len(uids)
    replanned = replace(plan, seed=plan.seed + 1, loops=plan.loops[:1])
    assert {event["UID"] for event in read_events(write(replanned))} <= set(uids)
    another_night = replace(
        plan,
        loops=(),
        shift=replace(
            plan.shift,
            start=plan.shift.start + timedelta(days=1),
            end=plan.shift.end + timedelta(days=1),
        ),
    )
    assert not {event["UID"] for event in read_events(write(another_night))} & set(uids)


def test_a_plan_on_invented_roads_says_so_in_every_event() -> None:
    events = read_events(write(make_plan_example(kind="sample")))
    with use_language("en"):
        assert all(event["SUMMARY"].startswith(sample_warning()) for event in events)
        assert all(event["DESCRIPTION"].startswith(sample_warning()) for event in events)
    assert "ODbL" in find_event(write(make_plan_example()), "Regu 1")["DESCRIPTION"]


def test_a_phone_in_another_zone_shows_the_same_moment() -> None:
    duty = find_event(write(make_plan_example()), "Regu 1")
    jayapura = duty.decoded("DTSTART").astimezone(ZoneInfo("Asia/Jayapura"))
    assert jayapura == datetime(2024, 11, 21, 1, 0, tzinfo=ZoneInfo("Asia/Jayapura"))
