"""The route sheet of each unit (lembar rute): map, stops with times, message, links."""

from __future__ import annotations

from routeplan.export.content.links import Link, draw_qr, list_links
from routeplan.export.content.replanning import list_news
from routeplan.export.papers.blocks import (
    Block,
    Fields,
    Heading,
    Paper,
    Paragraph,
    Picture,
    PictureRow,
    Signatures,
    Table,
)
from routeplan.export.papers.shared import (
    Draft,
    Line,
    begin_sheet,
    count_officers,
    list_acting,
    list_dates,
    list_lines,
    list_messages,
    make_items,
    make_leader,
    make_paper,
    make_section,
    make_title,
    name_jurisdiction,
    name_place,
)
from routeplan.i18n import _
from routeplan.model import Loop
from routeplan.wording import (
    describe_closure,
    describe_form,
    describe_hours,
    describe_vehicle,
    format_clock,
    format_km,
    format_stay,
    format_stops,
)

MAP_MM = (180.0, 110.0)
MAP_DPI = 150
QR_MM = 40.0
QR_IN_A_ROW = 3


def make_route_sheets(draft: Draft) -> Paper:
    """Return the route sheet of each unit that drives a loop, each beginning on a new page."""
    title = _("Route sheet")
    blocks: list[Block] = []
    for index, loop in enumerate(draft.plan.loops):
        blocks += begin_sheet(draft) if blocks else []
        blocks += make_title(title, below=draft.reader.name_unit(loop.unit_id))
        blocks += _make_sheet(index, loop, draft)
    return make_paper(draft, "lembar-rute", title, blocks)


def _make_sheet(index: int, loop: Loop, draft: Draft) -> list[Block]:
    return [
        _make_fields(loop, draft),
        *make_section(_("What has changed"), *make_items(_list_changes(loop, draft))),
        _make_map(index, loop, draft),
        _make_table(loop, draft),
        Paragraph(_("No.: number of the stop on the map."), small=True),
        *make_section(_("Way of acting"), *make_items(list_acting([loop], draft))),
        *make_section(_("Closed roads"), *make_items(_list_closures(loop, draft))),
        *make_section(_("Message to the public"), *make_items(list_messages(draft))),
        Paragraph(_word_call(draft), bold=True),
        Signatures((make_leader(draft, loop.unit_id),)),
        *_make_links(loop, draft),
    ]


def _make_fields(loop: Loop, draft: Draft) -> Fields:
    unit, shift = draft.reader.units[loop.unit_id], draft.plan.shift
    names = ", ".join(draft.rule.crews.get(unit.id, ()))
    vehicle = f"{describe_vehicle(unit.vehicle)}, {count_officers(unit.crew)}"
    text = _("leaves {base} at {start}, back at {end}")
    if not loop.comes_back:
        text = _("leaves {base} at {start}, falls out at {end}")
    way = text.format(
        base=unit.base or _("the base"),
        start=format_clock(loop.stops[0].depart),
        end=format_clock(loop.stops[-1].arrive),
    )
    return Fields(
        (
            (_("Date"), " – ".join(list_dates(shift))),
            (_("Shift"), f"{shift.name}, {describe_hours(shift)}"),
            (_("Vehicle and crew"), vehicle),
            (_("Names"), names),
            (_("Patrol"), way),
            (_("Distance"), f"{format_km(loop.metres)}, {format_stops(len(loop.visits))}"),
            (_("Assigned area"), name_jurisdiction(unit, draft.plan)),
        )
    )


def _list_changes(loop: Loop, draft: Draft) -> list[str]:
    """Return what the last replanning changed for a unit; nothing where the plan is as made."""
    if not draft.plan.replans:
        return []
    record = draft.plan.replans[-1]
    news = [item for item in list_news(draft.reader, record) if item.unit_id == loop.unit_id]
    time = format_clock(record.moment)
    return [text for item in news for text in (f"{time}: {item.summary}", *item.spelled_out)]


def _make_map(index: int, loop: Loop, draft: Draft) -> Picture:
    from routeplan.export.picture.drawing import draw_picture

    width, height = MAP_MM
    png = draw_picture(
        draft.plan, network=draft.options.network, loop=index, width_mm=width, height_mm=height,
        dpi=MAP_DPI, legend=False, title=False,
    )  # fmt: skip
    name = draft.reader.name_unit(loop.unit_id)
    return Picture(png, width, alt=_("Map of the route of {unit}").format(unit=name))


def _make_table(loop: Loop, draft: Draft) -> Table:
    lines = list_lines(loop, draft.reader)
    meetings = [n for n, line in enumerate(lines) if line.stop.kind == "meeting"]
    return Table(
        head=(_("No."), _("Time"), _("Place"), _("Way there"), _("What to do"), _("Done")),
        rows=tuple(_make_row(line, draft) for line in lines),
        widths=(0.07, 0.13, 0.28, 0.24, 0.21, 0.07),
        shaded=frozenset(meetings),
        large=True,
    )


def _make_row(line: Line, draft: Draft) -> tuple[str, ...]:
    place = (line.entry.name, name_place(line, draft.reader))
    return (
        line.entry.number,
        line.entry.times,
        "\n".join(filter(None, place)),
        line.entry.leg,
        "\n".join(_list_tasks(line, draft)),
        "",
    )


def _list_tasks(line: Line, draft: Draft) -> list[str]:
    """Return what there is to do at a stop: form and length, what was asked for, notes."""
    stop, reader = line.stop, draft.reader
    if stop.kind in ("base", "position"):
        return [line.entry.notes] if line.entry.notes else []
    rated = reader.find_hotspot(stop)
    # The notes tell what a unit does that is not just at a place.
    words = [format_stay(*line.stops), line.entry.notes]
    if stop.kind == "dwell":
        words[0] = " · ".join(filter(None, (describe_form(reader.find_form(stop)), words[0])))
    else:
        words.reverse()
    if rated and rated.hotspot.appointment:
        words.append(_("appointment at {time}").format(time=f"{rated.hotspot.appointment:%H:%M}"))
    elif rated and rated.hotspot.is_required:
        words.append(_("required"))
    return list(filter(None, words))


def _list_closures(loop: Loop, draft: Draft) -> list[str]:
    """Return the roads that are closed to the unit's vehicle."""
    vehicle = draft.reader.units[loop.unit_id].vehicle
    closures = draft.plan.closures
    own = [item for item in closures if not item.vehicles or vehicle in item.vehicles]
    return [describe_closure(item) for item in own]


def _word_call(draft: Draft) -> str:
    return _("Police call centre: {number}").format(number=draft.rule.call_centre)


def _make_links(loop: Loop, draft: Draft) -> list[Block]:
    """Return the QR codes that open the way in Google Maps, with what they do not promise."""
    links = list_links(loop, draft.reader.units[loop.unit_id])
    if not links:
        return []
    rows = [links[n : n + QR_IN_A_ROW] for n in range(0, len(links), QR_IN_A_ROW)]
    note = _(
        "Google Maps chooses its own roads between the points: this sheet and the map are what "
        "counts. Closed roads of this plan are not known to it."
    )
    heading = (_("The way on the phone"), draft.reader.name_unit(loop.unit_id))
    return [
        Heading(": ".join(heading)),
        *(PictureRow(tuple(map(_draw_link, row))) for row in rows),
        Paragraph(note, small=True),
    ]


def _draw_link(link: Link) -> Picture:
    alt = _("QR code for Google Maps: {part}").format(part=link.title)
    return Picture(draw_qr(link.url), QR_MM, alt=alt, caption=link.title)
