"""The duties of each unit as a calendar for its phones.

The entry of a duty has the id that the calendar of its shift gives it (`make_ics`): whoever takes
in both has it once.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from uuid import NAMESPACE_URL, uuid5

from routeplan import __version__
from routeplan.export.content.plain import join_lines
from routeplan.export.formats import ExportFile
from routeplan.export.roster.reader import RosterReader
from routeplan.i18n import _, get_language
from routeplan.model import Unit, Watch
from routeplan.model.hours import find_duty_hours
from routeplan.wording import describe_shift, describe_source, describe_vehicle, sample_warning


def make_duties(reader: RosterReader) -> Iterator[ExportFile]:
    """Yield ``duty-1.ics`` and so on, one for each unit that works some shift."""
    for number, unit in enumerate(reader.roster.units, 1):
        watches = [watch for watch in reader.roster.watches if unit.id in watch.units]
        if watches:
            title = _("Duties of {unit}").format(unit=unit.title)
            data = _make_calendar(unit, watches, reader, title)
            yield ExportFile(f"duty-{number}.ics", data, title)


def _make_calendar(unit: Unit, watches: list[Watch], reader: RosterReader, title: str) -> bytes:
    import icalendar

    roster = reader.roster
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//routeplan//routeplan {__version__}//{get_language().upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", join_lines(f"{title}, {roster.area_title}"))
    calendar.add("x-wr-timezone", roster.zone)
    warning = (sample_warning(),) if roster.is_sample else ()
    for watch in watches:
        start, end = find_duty_hours(unit, watch.shift, reader.zone)
        name = f"routeplan/{roster.area_id}/{watch.shift.start.isoformat()}/duty/{unit.id}"
        event = icalendar.Event()
        event.add("uid", f"{uuid5(NAMESPACE_URL, name)}@routeplan")
        event.add("dtstamp", watch.shift.start.astimezone(UTC))
        event.add("dtstart", start.astimezone(UTC))
        event.add("dtend", end.astimezone(UTC))
        summary = _("Patrol: {unit}").format(unit=unit.title)
        event.add("summary", join_lines(" · ".join((*warning, summary))))
        event.add("location", join_lines(unit.base or _("Base")))
        event.add("geo", (unit.lat, unit.lon))
        others = [name for name in watch.units if name != unit.id]
        lines = [
            *warning,
            describe_shift(watch.shift),
            describe_vehicle(unit.vehicle),
            _("With: {units}").format(units=reader.name_units(others)) if others else "",
            describe_source(roster),
        ]
        event.add("description", "\n".join(filter(None, lines)))
        calendar.add_component(event)
    return bytes(calendar.to_ical())
