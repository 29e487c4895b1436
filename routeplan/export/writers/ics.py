"""``ics``: the duties of a shift, its meetings and appointments as a calendar.

Times are in UTC, which every calendar shows in the zone of its reader.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from routeplan import __version__
from routeplan.export.content.entries import Entry, list_short_entries
from routeplan.export.content.plain import join_lines
from routeplan.export.content.reader import PlanReader
from routeplan.export.formats import ExportFile, ExportOptions
from routeplan.i18n import _, get_language
from routeplan.model import Loop, Plan, Stop, Unit
from routeplan.model.hours import find_duty_hours
from routeplan.wording import (
    describe_planned_shift,
    describe_source,
    describe_vehicle,
    format_clock,
    format_km,
    format_stops,
    sample_warning,
)

if TYPE_CHECKING:
    from icalendar import Event


@dataclass(frozen=True)
class _Appointment:
    """An entry of the calendar.

    Parameters
    ----------
    key
        Tells it from the others of its shift: the same in every plan of the shift, so that a
        calendar replaces the entry of an earlier plan.
    """

    key: str
    title: str
    start: datetime
    end: datetime
    place: str
    lon: float
    lat: float
    lines: tuple[str, ...]


def make_ics(plan: Plan, options: ExportOptions) -> Iterator[ExportFile]:
    """Yield ``shift.ics``."""
    del options  # the same for all
    import icalendar

    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//routeplan//routeplan {__version__}//{get_language().upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{join_lines(plan.area.title)}, {describe_planned_shift(plan)}")
    calendar.add("x-wr-timezone", plan.zone)
    for item in _list_appointments(PlanReader(plan)):
        calendar.add_component(_make_event(item, plan))
    yield ExportFile("shift.ics", calendar.to_ical(), _("Calendar of the shift"))


def _make_event(item: _Appointment, plan: Plan) -> Event:
    import icalendar

    shift = plan.shift
    event = icalendar.Event()
    name = f"routeplan/{plan.area.id}/{shift.start.isoformat()}/{item.key}"
    event.add("uid", f"{uuid5(NAMESPACE_URL, name)}@routeplan")
    event.add("dtstamp", shift.start.astimezone(UTC))
    if plan.replans:
        # what the calendar has already is replaced
        event.add("sequence", len(plan.replans))
    event.add("dtstart", item.start.astimezone(UTC))
    event.add("dtend", item.end.astimezone(UTC))
    warning = (sample_warning(),) if plan.is_sample else ()
    event.add("summary", join_lines(" · ".join((*warning, item.title))))
    event.add("location", join_lines(item.place))
    event.add("geo", (item.lat, item.lon))
    event.add("description", "\n".join((*warning, *item.lines, "", describe_source(plan))))
    return event


def _list_appointments(reader: PlanReader) -> Iterator[_Appointment]:
    """Yield the duty of each unit, then meetings and appointments as they come."""
    loops = {loop.unit_id: loop for loop in reader.plan.loops}
    for unit in reader.plan.units:
        yield _describe_duty(unit, loops.get(unit.id), reader)
    seen: set[str] = set()
    stops = [(stop, loop) for loop in reader.plan.loops for stop in loop.stops]
    for stop, loop in sorted(stops, key=lambda pair: pair[0].depart):
        if stop.meeting_id is not None and stop.meeting_id not in seen:
            seen.add(stop.meeting_id)
            yield _describe_meeting(stop, loop, reader)
        elif _is_appointed(stop, reader):
            yield _describe_appointment(stop, loop, reader)


def _is_appointed(stop: Stop, reader: PlanReader) -> bool:
    """Tell whether a stop is the visit that somebody expects at that minute."""
    rated = reader.find_hotspot(stop)
    begin = stop.begin.astimezone(ZoneInfo(reader.plan.zone))
    return rated is not None and rated.hotspot.appointment == begin.time().replace(second=0)


def _describe_duty(unit: Unit, loop: Loop | None, reader: PlanReader) -> _Appointment:
    zone = ZoneInfo(reader.plan.zone)
    start, end = find_duty_hours(unit, reader.plan.shift, zone)
    return _Appointment(
        key=f"duty/{unit.id}",
        title=_("Patrol: {unit}").format(unit=unit.title),
        start=start,
        end=end,
        place=unit.base or _("Base"),
        lon=unit.lon,
        lat=unit.lat,
        lines=(describe_vehicle(unit.vehicle), *_describe_loop(loop, reader)),
    )


def _describe_loop(loop: Loop | None, reader: PlanReader) -> Iterator[str]:
    if loop is None:
        yield _("no stops")
        return
    text = _("Leaves {start}, back {end}")
    if not loop.comes_back:
        text = _("Leaves {start}, falls out {end}")
    yield text.format(
        start=format_clock(loop.stops[0].depart), end=format_clock(loop.stops[-1].arrive)
    )
    yield f"{format_stops(len(loop.visits))}, {format_km(loop.metres)}"
    yield from map(_tell_entry, list_short_entries(loop, reader))


def _tell_entry(entry: Entry) -> str:
    name = f"{entry.number}. {entry.name}" if entry.number else entry.name
    notes = f" ({entry.notes})" if entry.notes else ""
    return join_lines(f"{entry.times} {name}{notes}")


def _describe_meeting(stop: Stop, loop: Loop, reader: PlanReader) -> _Appointment:
    units = f"{reader.name_unit(loop.unit_id)} – {reader.name_partner(stop, loop.unit_id)}"
    title = _("Meeting (titik singgung): {units}").format(units=units)
    return _fix(stop, key=f"meeting/{stop.meeting_id}", title=title, reader=reader)


def _describe_appointment(stop: Stop, loop: Loop, reader: PlanReader) -> _Appointment:
    title = _("Appointment: {unit} at {place}").format(
        unit=reader.name_unit(loop.unit_id), place=reader.name_stop(stop)
    )
    return _fix(stop, key=f"appointment/{stop.hotspot_id}", title=title, reader=reader)


def _fix(stop: Stop, *, key: str, title: str, reader: PlanReader) -> _Appointment:
    return _Appointment(
        key=key,
        title=title,
        start=stop.begin,
        end=stop.depart,
        place=reader.name_stop(stop),
        lon=stop.lon,
        lat=stop.lat,
        lines=(join_lines(stop.place),),
    )
