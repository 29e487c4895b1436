"""Roads that a row names or leads along: streets, routes, both directions."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from routeplan.hotspots.cells import CellFault, fold_word, parse_text
from routeplan.hotspots.coordinates import Position
from routeplan.hotspots.named_places import find_kecamatan, make_kecamatan_parser
from routeplan.hotspots.positions import HOTSPOT_PLACE, find_place, read_position
from routeplan.hotspots.records import join_notes
from routeplan.hotspots.row_reader import RowReader
from routeplan.hotspots.rows import CellValue
from routeplan.i18n import _
from routeplan.model import Shape

if TYPE_CHECKING:
    from routeplan.areas.districts import Area
    from routeplan.areas.gazetteer import Gazetteer

# What a table writes where a route leads to the nearest trunk or primary road.
TRUNK_ROAD = "jalan raya"
_TRUNK_ROAD = re.compile(
    r"(?:(?:jalan|jln|jl)\.? ?(?:raya|nasional|besar|utama)|(?:trunk|main) road)(?: terdekat)?"
)


def read_course(
    reader: RowReader, *, area: Area | None, gazetteer: Gazetteer | None
) -> Position | None:
    """Return where a hotspot is, with the road or area that it is; None with a fault added."""
    if reader.has("street"):
        position = _read_street_place(reader, area=area, gazetteer=gazetteer)
    else:
        position = read_position(reader, HOTSPOT_PLACE, area=area, gazetteer=gazetteer)
    if position is None or not reader.has("route_to"):
        return position
    return _add_route(reader, position, area=area, gazetteer=gazetteer)


def check_both_directions(reader: RowReader, shape: Shape | None) -> None:
    """Add a fault to a row that asks for both directions of what is no road."""
    if shape is None or shape.kind == "area":
        reader.add_fault(
            _("Only a road has two directions, and the row tells of none."),
            _("Write tidak, or give a line, a street or a route."),
            key="both_directions",
        )


def read_street(reader: RowReader, *, area: Area | None) -> Shape | None:
    """Return the street that a row names, or None with a fault added."""
    name = reader.read("street", parse_text, "")
    if not reader.has("kecamatan"):
        reader.add_fault(
            _("The kecamatan of the street is missing."),
            _("Fill in in which one it is looked for; an address belongs to the note."),
            key="kecamatan",
        )
        return None
    kecamatan = reader.read("kecamatan", make_kecamatan_parser(area), "")
    return Shape("street", street=name, kecamatan=kecamatan) if name and kecamatan else None


def _read_street_place(
    reader: RowReader, *, area: Area | None, gazetteer: Gazetteer | None
) -> Position | None:
    street = read_street(reader, area=area)
    if any(map(reader.has, HOTSPOT_PLACE.own)):
        position = read_position(reader, HOTSPOT_PLACE, area=area, gazetteer=gazetteer)
        if position is not None and position.shape is not None:
            reader.add_fault(
                _("The row names a street and draws a shape as well."),
                _("Keep one of them; an address belongs to the note."),
                key="street",
            )
            return None
    elif street is not None:
        position = _locate_street(reader, street, area=area, gazetteer=gazetteer)
    else:
        return None
    return None if position is None or street is None else replace(position, shape=street)


def _locate_street(
    reader: RowReader, street: Shape, *, area: Area | None, gazetteer: Gazetteer | None
) -> Position | None:
    """Return a place in the kecamatan, until the street is found on the roads."""
    try:
        position = find_kecamatan(gazetteer, street.kecamatan, area=area)
    except CellFault as fault:
        reader.add_fault(fault.problem, fault.remedy, key="kecamatan")
        return None
    return replace(
        position,
        note=_("approximate position, where the street is not found: {kecamatan}").format(
            kecamatan=street.kecamatan
        ),
    )


def _add_route(
    reader: RowReader, start: Position, *, area: Area | None, gazetteer: Gazetteer | None
) -> Position | None:
    if start.shape is not None:
        reader.add_fault(
            _("The row is a street, a line or an area already, and a route as well."),
            _("A route begins at a point: give it a row of its own."),
            key="route_to",
        )
        return None

    def look_up(value: CellValue) -> Position | None:
        text = parse_text(value)
        if _TRUNK_ROAD.fullmatch(fold_word(text)):
            return None
        forms = _("A route leads to coordinates, a village, or {trunk_road} (the nearest one).")
        return find_place(
            text, area=area, gazetteer=gazetteer, forms=forms.format(trunk_road=TRUNK_ROAD)
        )

    end = reader.read("route_to", look_up, None)
    if end is None:
        return replace(start, shape=Shape("route"))
    if (end.lon, end.lat) == (start.lon, start.lat):
        reader.add_fault(
            _("The route ends where it begins."), _("Write where it leads to."), key="route_to"
        )
    note = _("end of the route: {note}").format(note=end.note) if end.note else ""
    return replace(
        start,
        note=join_notes(start.note, note),
        shape=Shape("route", to_lon=end.lon, to_lat=end.lat),
    )
