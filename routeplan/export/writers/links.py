"""``links``: Google Maps links of every unit as text, to be pasted into a message."""

from __future__ import annotations

from collections.abc import Iterator

from routeplan.export.content.links import Link, list_links
from routeplan.export.content.plain import join_lines
from routeplan.export.content.reader import PlanReader
from routeplan.export.formats import ExportFile, ExportOptions
from routeplan.i18n import _
from routeplan.model import Loop, Plan, Stop
from routeplan.wording import (
    describe_planned_shift,
    describe_source,
    describe_vehicle,
    sample_warning,
)


def make_links(plan: Plan, options: ExportOptions) -> Iterator[ExportFile]:
    """Yield ``links.txt``."""
    del options  # the same for all
    reader = PlanReader(plan)
    heading = [
        _("Patrol routes: {area}").format(area=join_lines(plan.area.title)),
        describe_planned_shift(plan),
    ]
    if plan.is_sample:
        heading.append(sample_warning())
    notes = [
        _("Google Maps chooses its own roads between the stops."),
        _("Opening a link tells Google where the patrol will be: send it to the unit only."),
        describe_source(plan),
    ]
    paragraphs = [heading, *(_tell_loop(loop, reader) for loop in plan.loops), notes]
    text = "\n\n".join("\n".join(lines) for lines in paragraphs)
    yield ExportFile("links.txt", f"{text}\n".encode(), _("Google Maps links"))


def _tell_loop(loop: Loop, reader: PlanReader) -> list[str]:
    unit = reader.units[loop.unit_id]
    name = join_lines(reader.name_unit(loop.unit_id))
    lines = [f"*{name}* · {describe_vehicle(unit.vehicle)}"]  # WhatsApp shows it bold
    for link in list_links(loop, unit):
        lines += [link.title, _tell_ends(link, reader), link.url]
    return lines if len(lines) > 1 else [*lines, _("no stops")]


def _tell_ends(link: Link, reader: PlanReader) -> str:
    start, end = (_name_end(link.stops[n], reader) for n in (0, -1))
    return f"{start} → {end}"


def _name_end(stop: Stop, reader: PlanReader) -> str:
    return join_lines(reader.name_stop(stop))
