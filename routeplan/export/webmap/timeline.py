"""The shift from minute to minute: where each unit is, and what it does, for the playback.

Moments are whole seconds from the start of the shift. The drives themselves are those of the map.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from routeplan.export.content.reader import PlanReader, number_stops
from routeplan.i18n import N_, _
from routeplan.model import Loop, Plan, Stop, StopKind
from routeplan.wording import format_clock, format_date

Table = dict[str, Any]

_STAYS: dict[StopKind, str] = {
    "base": N_("At the base {place}, leaves at {time}"),
    "dwell": N_("{place}, until {time}"),
    "pass": N_("Drives along {place}, until {time}"),
    "sweep": N_("Sweeps {place}, until {time}"),
    "break": N_("Break: {place}, until {time}"),
    "meeting": N_("Meeting: {place}, until {time}"),
    "position": N_("{place}, until {time}"),
    "incident": N_("At the incident: {place}, until {time}"),
}


def build_timeline(reader: PlanReader) -> Table:
    """Return the steps of every loop, and what the clock of the playback shows.

    ``first`` and ``last`` are whole minutes from the start of the shift that enclose every loop;
    ``clock`` the minute of the day at its start, ``days`` the dates it touches.
    """
    plan = reader.plan
    start = plan.shift.start
    stops = [stop for loop in plan.loops for stop in loop.stops]
    first = min((count_seconds(plan, stop.depart) // 60 for stop in stops), default=0)
    last = max((-(-count_seconds(plan, stop.arrive) // 60) for stop in stops), default=0)
    end = start + timedelta(minutes=last)
    return {
        "first": first,
        "last": last,
        "clock": 60 * start.hour + start.minute,
        "days": [
            format_date(start.date() + timedelta(days=day))
            for day in range((end.date() - start.date()).days + 1)
        ],
        "units": [_list_steps(loop, reader, first * 60, last * 60) for loop in plan.loops],
    }


def count_seconds(plan: Plan, moment: datetime) -> int:
    """Return the whole seconds from the start of the shift of `plan` to an aware moment."""
    return round((moment - plan.shift.start).total_seconds())


def _list_steps(loop: Loop, reader: PlanReader, first: int, last: int) -> list[Table]:
    """Return what a unit does one thing after another, from `first` to `last` without a gap.

    ``line`` counts the lines of its itinerary from 0; ``stop`` its stops away from the base, -1
    elsewhere.
    """
    # Positions are those of the stops that the map draws, drives those of its legs.
    away = {id(stop): i for i, (_number, stop) in enumerate(number_stops(loop.stops))}
    steps: list[Table] = []
    drawn = 0
    for index, stop in enumerate(loop.stops):
        if index:
            leg = loop.legs[index - 1]
            drive = _make_drive(stop, drawn if leg.metres else None, reader)
            steps.append({**drive, "line": index})
            drawn += bool(leg.metres)
        stay = _list_stay(stop, away.get(id(stop), -1), reader)
        steps += [{**step, "line": index} for step in stay]
    text = _("Back at the base {place} since {time}")
    if not loop.comes_back:
        text = _("Fell out at {place} at {time}")
        steps[-1]["stop"] = -1
    steps[-1]["text"] = text.format(
        place=reader.name_stop(loop.stops[-1]), time=format_clock(loop.stops[-1].arrive)
    )
    return list(_time_steps(steps, reader.plan, first, last))


def _time_steps(steps: list[Table], plan: Plan, first: int, last: int) -> Iterator[Table]:
    """Give each step its seconds, beginning where the one before ends; empty ones fall out."""
    begin = first
    for number, step in enumerate(steps, start=1):
        end = last if number == len(steps) else count_seconds(plan, step["end"])
        if end > begin or number == len(steps):
            yield {**step, "begin": begin, "end": end}
        begin = max(begin, end)


def _make_drive(stop: Stop, leg: int | None, reader: PlanReader) -> Table:
    """Return the way to a stop; `leg` is its number among the legs drawn, None where it is none."""
    text = _("On the way to {place}, there at {time}")
    step = _make_step(stop, stop.arrive, -1, _fill(text, stop, stop.arrive, reader))
    return step if leg is None else {**step, "leg": leg}


def _list_stay(stop: Stop, position: int, reader: PlanReader) -> Iterator[Table]:
    """Yield the wait for a window and what is done at a stop."""
    if stop.wait_s:
        opens = stop.arrive + timedelta(seconds=stop.wait_s)
        text = _fill(_("{place}: waits until {time}"), stop, opens, reader)
        yield _make_step(stop, opens, position, text)
    text = _fill(_(_STAYS[stop.kind]), stop, stop.depart, reader)
    step = _make_step(stop, stop.depart, position, text)
    yield step if stop.drive is None else {**step, "drive": True}


def _make_step(stop: Stop, end: datetime, position: int, text: str) -> Table:
    return {"end": end, "text": text, "stop": position, "at": [stop.road_lat, stop.road_lon]}


def _fill(template: str, stop: Stop, moment: datetime, reader: PlanReader) -> str:
    clock = format_clock(moment.astimezone(stop.depart.tzinfo))
    return template.format(place=reader.name_stop(stop), time=clock)
