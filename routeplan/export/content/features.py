"""What a plan consists of on the ground: places, lines and areas with their properties.

What the files for phones and geographic information systems have in common.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from routeplan.export.content.details import (
    Rows,
    describe_base,
    describe_closed,
    describe_drive,
    describe_hotspot,
    describe_left_out,
    describe_stop,
)
from routeplan.export.content.reader import PlanReader, find_numbers
from routeplan.export.drawing.palette import RED, pick_style
from routeplan.export.drawing.surroundings import list_outlines, locate_closure, trace_left_out
from routeplan.i18n import _
from routeplan.model import Closure, Leg, Loop, RatedHotspot, Stop, Unvisited
from routeplan.wording import describe_closure, describe_kind, describe_unvisited, format_clock

if TYPE_CHECKING:
    from routeplan.roads.network import Network

Kind = Literal[
    "base", "stop", "leg", "drive", "loop", "hotspot", "not_visited", "area", "closure", "boundary"
]
Geometry = dict[str, Any]
Figure = str | int | float

DECIMALS = 6  # of a degree: 0.1 m
GREY, AMBER = "#595959", "#8a6d00"


@dataclass(frozen=True)
class Feature:
    """Something of a plan that lies on the ground.

    Parameters
    ----------
    kind
        ``base`` of a loop, ``stop`` away from it, ``leg`` between stops, ``drive`` during a stop,
        the whole ``loop``, ``hotspot`` whether visited or not, ``not_visited``, ``area`` to be
        patrolled, ``closure``, ``boundary`` of the plan's area.
    name
        As the plan has it, with the number of a visit in front.
    geometry
        GeoJSON, longitude first, of `DECIMALS` decimals.
    colour
        As #rrggbb.
    loop
        Number of the loop it belongs to, counted from 1; 0 for none.
    begin, end
        Aware datetimes of what has its time.
    rows
        Name and value of each thing to know about it, for readers.
    figures
        The same for programs.
    """

    kind: Kind
    name: str
    geometry: Geometry
    colour: str
    loop: int = 0
    begin: datetime | None = None
    end: datetime | None = None
    rows: Rows = field(default_factory=list)
    figures: dict[str, Figure] = field(default_factory=dict)

    @property
    def description(self) -> str:
        """What there is to know, one thing in a line."""
        return "\n".join(f"{name}: {value}" for name, value in self.rows)


def list_loop(loop: Loop, index: int, reader: PlanReader) -> list[Feature]:
    """Return base, stops, legs and drives of the loop number `index`, counted from 0."""
    numbers = find_numbers(loop)
    found = [_make_base(loop, index, reader)]
    for position, stop in enumerate(loop.stops):
        if stop.kind != "base":
            found += _list_stop(stop, numbers[id(stop)], loop, index, reader)
        if position < len(loop.legs) and loop.legs[position].metres:
            found.append(_make_leg(loop, position, index, reader))
    return found


def list_surroundings(reader: PlanReader, *, network: Network | None = None) -> list[Feature]:
    """Return what belongs to no loop: what is left out, areas, closed roads, the boundary."""
    return [
        *list_left_out(reader, network=network),
        *list_areas(reader),
        *list_closures(reader, network=network),
        make_boundary(reader),
    ]


def list_left_out(reader: PlanReader, *, network: Network | None = None) -> list[Feature]:
    """Return what is left out: lines along its streets where the network is known, else places."""
    return [_make_left_out(item, reader, network) for item in reader.plan.unvisited]


def list_areas(reader: PlanReader) -> list[Feature]:
    """Return the extent of every area, and the course of a road that nobody can patrol."""
    return [
        Feature(
            "area",
            rated.hotspot.name,
            _round_shape(shape.geometry or {}),
            AMBER,
            rows=describe_hotspot(rated, reader),
            figures=_identify(rated),
        )
        for rated, shape in list_outlines(reader.plan.hotspots)
    ]


def list_closures(reader: PlanReader, *, network: Network | None = None) -> list[Feature]:
    """Return the closed roads: lines where the network is known, else places where one is."""
    found = ((closure, _find_closed(closure, network)) for closure in reader.plan.closures)
    return [
        Feature(
            "closure",
            closure.name or closure.id,
            geometry,
            RED,
            rows=[(_("Closed road"), describe_closure(closure)), *describe_closed(closure)],
            figures={"id": closure.id},
        )
        for closure, geometry in found
        if geometry is not None
    ]


def make_boundary(reader: PlanReader) -> Feature:
    """Return the boundary of the area that a plan is for."""
    area = reader.plan.area
    return Feature("boundary", area.title, _round_shape(area.boundary), GREY)


def list_hotspots(reader: PlanReader) -> list[Feature]:
    """Return every hotspot of a plan as a place, with what is done for it."""
    return [_make_hotspot(rated, reader) for rated in reader.plan.hotspots]


def list_features(reader: PlanReader, *, network: Network | None = None) -> list[Feature]:
    """Return everything of a plan that lies on the ground."""
    loops = enumerate(reader.plan.loops)
    own = [feature for index, loop in loops for feature in list_loop(loop, index, reader)]
    return [*own, *list_surroundings(reader, network=network)]


def make_point(lon: float, lat: float) -> Geometry:
    """Return a GeoJSON Point."""
    return {"type": "Point", "coordinates": [round(lon, DECIMALS), round(lat, DECIMALS)]}


def make_line(points: Sequence[Sequence[float]]) -> Geometry:
    """Return a GeoJSON LineString; a single point becomes a line of two."""
    rounded = [[round(lon, DECIMALS), round(lat, DECIMALS)] for lon, lat in points]
    return {"type": "LineString", "coordinates": rounded if len(rounded) > 1 else 2 * rounded}


def _make_base(loop: Loop, index: int, reader: PlanReader) -> Feature:
    base = loop.stops[0]
    return Feature(
        "base",
        reader.title_base(loop),
        make_point(base.lon, base.lat),
        pick_style(index).colour,
        loop=index + 1,
        begin=base.depart,
        end=loop.stops[-1].arrive,
        rows=describe_base(loop, reader),
        figures={**_name_unit(loop, reader), "metres": loop.metres, "worth": loop.worth},
    )


def _list_stop(
    stop: Stop, number: str, loop: Loop, index: int, reader: PlanReader
) -> Iterator[Feature]:
    """Yield a stop and, where it drives during it, the drive."""
    common: dict[str, Figure] = {
        **_name_unit(loop, reader),
        "number": number,
        "stop_kind": stop.kind,
    }
    figures: dict[str, Figure] = {
        **common,
        "hotspot": stop.hotspot_id or "",
        "part": stop.part_id or "",
        "label": f"{number or describe_kind(stop.kind)} · {format_clock(stop.arrive)}",
        "wait_s": stop.wait_s,
        "dwell_s": stop.dwell_s,
        "worth": stop.worth,
        "place": stop.place,
        "off_road_m": stop.off_road_m,
    }
    visit = Feature(
        "stop",
        reader.title_stop(stop, number),
        make_point(stop.lon, stop.lat),
        pick_style(index).colour,
        loop=index + 1,
        begin=stop.arrive,
        end=stop.depart,
        rows=describe_stop(stop, loop, reader),
        figures=figures,
    )
    yield visit
    if stop.drive is not None and stop.drive.geometry:
        driven = {**common, **_measure(stop.drive)}
        yield replace(visit, kind="drive", geometry=make_line(stop.drive.geometry), figures=driven)


def _make_leg(loop: Loop, position: int, index: int, reader: PlanReader) -> Feature:
    leg, start, end = loop.legs[position], loop.stops[position], loop.stops[position + 1]
    name = f"{reader.name_stop(start)} → {reader.name_stop(end)}"
    unit_name = reader.name_unit(loop.unit_id)
    return Feature(
        "leg",
        name,
        make_line(leg.geometry),
        pick_style(index).colour,
        loop=index + 1,
        begin=start.depart,
        end=end.arrive,
        rows=describe_drive(leg, start, end, unit_name=unit_name),
        figures={**_name_unit(loop, reader), **_measure(leg)},
    )


def _name_unit(loop: Loop, reader: PlanReader) -> dict[str, Figure]:
    return {"unit": loop.unit_id, "unit_name": reader.name_unit(loop.unit_id)}


def _measure(leg: Leg) -> dict[str, Figure]:
    return {"metres": leg.metres, "seconds": leg.seconds}


def _make_left_out(item: Unvisited, reader: PlanReader, network: Network | None) -> Feature:
    rated = reader.hotspots[item.hotspot_id]
    lines = trace_left_out(item, rated, network)
    return Feature(
        "not_visited",
        reader.title_left_out(item),
        _join_lines(lines) if lines else make_point(rated.hotspot.lon, rated.hotspot.lat),
        RED,
        rows=describe_left_out(item, reader),
        figures={
            **_identify(rated),
            "part": item.part_id or "",
            "visits": item.visits,
            "code": item.reason,
            "reason": describe_unvisited(item, units=reader.plan.units),
        },
    )


def _make_hotspot(rated: RatedHotspot, reader: PlanReader) -> Feature:
    spot = rated.hotspot
    visits = sum(len(reader.visits.get(part.id, ())) for part in rated.parts)
    return Feature(
        "hotspot",
        spot.name,
        make_point(spot.lon, spot.lat),
        GREY,
        rows=describe_hotspot(rated, reader),
        figures={**_identify(rated), "visits": visits, "worth": round(rated.worth, 3)},
    )


def _identify(rated: RatedHotspot) -> dict[str, Figure]:
    spot = rated.hotspot
    return {
        "hotspot": spot.id,
        "category": spot.category,
        "level": spot.level,
        "risk": round(rated.risk, 3),
    }


def _find_closed(closure: Closure, network: Network | None) -> Geometry | None:
    """Return the closed streets, else a place on them; None where neither is known."""
    lines, place = locate_closure(closure, network)
    if lines:
        return _join_lines(lines)
    return make_point(*place) if place else None


def _join_lines(lines: Sequence[Any]) -> Geometry:
    parts = [make_line(line.tolist())["coordinates"] for line in lines]
    return {"type": "MultiLineString", "coordinates": parts}


def _round_shape(geometry: Geometry) -> Geometry:
    """Return a GeoJSON geometry with rounded coordinates, its rings as RFC 7946 wants them.

    Outer rings run counterclockwise, holes clockwise.
    """
    from shapely import transform
    from shapely.geometry import mapping, shape

    flat = transform(shape(geometry), lambda points: points.round(DECIMALS))
    return _to_lists(mapping(_turn_rings(flat)))


def _turn_rings(figure: Any) -> Any:
    from shapely import MultiPolygon
    from shapely.geometry.polygon import orient

    if figure.geom_type == "MultiPolygon":
        return MultiPolygon([orient(part) for part in figure.geoms])
    return orient(figure) if figure.geom_type == "Polygon" else figure


def _to_lists(geometry: Any) -> Geometry:
    """Return shapely's mapping with lists for tuples, as JSON has them."""
    import json

    return dict(json.loads(json.dumps(geometry)))
