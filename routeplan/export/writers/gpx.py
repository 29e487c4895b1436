"""GPX 1.1 for phones and navigation devices: one file for each loop.

Waypoints are the places to go to, with their arrival times; the route leads from stop to stop on
the roads; the track is the course driven, with the time at each point. OsmAnd and Organic Maps
show waypoints and track.

References
----------
GPX 1.1 Schema Documentation, https://www.topografix.com/GPX/1/1/
OsmAnd GPX extensions, https://osmand.net/docs/technical/osmand-file-formats/osmand-gpx
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from routeplan.export.content.credits import ODBL, describe_file
from routeplan.export.content.features import DECIMALS, Feature, list_loop
from routeplan.export.content.plain import join_lines, keep_lines
from routeplan.export.content.reader import PlanReader, find_numbers, number_stops
from routeplan.export.content.tracks import trace_rounds
from routeplan.export.drawing.palette import pick_style
from routeplan.export.formats import ExportFile, ExportOptions
from routeplan.i18n import _
from routeplan.model import Loop, Plan
from routeplan.wording import describe_acting

if TYPE_CHECKING:
    from gpxpy.gpx import GPX, GPXRoute, GPXTrack, GPXWaypoint

OSMAND = "https://osmand.net/docs/technical/osmand-file-formats/osmand-gpx"
# Names of Garmin's symbols, which other programs know too.
BASE_SYMBOL, STOP_SYMBOL = "Police Station", "Flag, Blue"


def make_gpx(plan: Plan, options: ExportOptions) -> Iterable[ExportFile]:
    """Return a GPX file for each loop of `plan`, ``unit-1.gpx`` and so on."""
    reader = PlanReader(plan)
    for index, loop in enumerate(plan.loops):
        title = _("Track of {unit}").format(unit=join_lines(reader.name_unit(loop.unit_id)))
        text = _fill_gpx(loop, index, reader, options).to_xml(version="1.1")
        yield ExportFile(f"unit-{index + 1}.gpx", text.encode("utf-8"), title)


def _fill_gpx(loop: Loop, index: int, reader: PlanReader, options: ExportOptions) -> GPX:
    from gpxpy.gpx import GPX

    plan, gpx = reader.plan, GPX()
    gpx.creator = "routeplan"
    gpx.nsmap["osmand"] = OSMAND
    gpx.name = f"{join_lines(reader.name_unit(loop.unit_id))} · {plan.shift.date.isoformat()}"
    gpx.description = describe_file(plan)
    gpx.time = plan.shift.start.astimezone(UTC)
    if not plan.is_sample:
        gpx.copyright_author = "OpenStreetMap contributors"
        gpx.copyright_license = ODBL
    gpx.waypoints.extend(_make_waypoints(loop, index, reader, options))
    gpx.routes.append(_make_route(loop, reader))
    gpx.tracks.append(_make_track(loop, index, reader))
    return gpx


def _make_waypoints(
    loop: Loop, index: int, reader: PlanReader, options: ExportOptions
) -> Iterator[GPXWaypoint]:
    """Yield the base and each stop away from it, with how to act there."""
    base, *stops = (
        feature for feature in list_loop(loop, index, reader) if feature.kind in ("base", "stop")
    )
    own = {str(form): text for form, text in options.papers.acting.items()}
    yield _make_waypoint(base)
    for feature, (_number, stop) in zip(stops, number_stops(loop.stops), strict=True):
        form = reader.find_form(stop)
        acting = describe_acting(form, own=own.get(form, "")) if form else ""
        yield _make_waypoint(feature, acting=acting)


def _make_waypoint(feature: Feature, *, acting: str = "") -> GPXWaypoint:
    from gpxpy.gpx import GPXWaypoint

    lon, lat = feature.geometry["coordinates"]
    waypoint = GPXWaypoint(
        latitude=lat,
        longitude=lon,
        time=_to_utc(feature.begin),
        name=join_lines(feature.name),
        description=keep_lines(f"{feature.description}\n{acting}"),
        symbol=BASE_SYMBOL if feature.kind == "base" else STOP_SYMBOL,
        type=feature.kind,
    )
    waypoint.extensions.append(_make_extension("color", feature.colour))
    return waypoint


def _make_route(loop: Loop, reader: PlanReader) -> GPXRoute:
    """Return the stops on the road in their order, from the base to the base."""
    from gpxpy.gpx import GPXRoute, GPXRoutePoint

    numbers = find_numbers(loop)
    route = GPXRoute(name=join_lines(reader.name_unit(loop.unit_id)))
    for stop in loop.stops:
        name = reader.name_stop(stop)
        if stop.kind != "base":
            name = reader.title_stop(stop, numbers[id(stop)])
        route.points.append(
            GPXRoutePoint(
                latitude=round(stop.road_lat, DECIMALS),
                longitude=round(stop.road_lon, DECIMALS),
                time=_to_utc(stop.arrive),
                name=join_lines(name),
            )
        )
    return route


def _make_track(loop: Loop, index: int, reader: PlanReader) -> GPXTrack:
    """Return the course driven, one segment for each time the unit leaves its base."""
    from gpxpy.gpx import GPXTrack, GPXTrackSegment

    track = GPXTrack(name=join_lines(reader.name_unit(loop.unit_id)), number=index + 1)
    track.extensions.append(_make_extension("color", pick_style(index).colour))
    for points in trace_rounds(loop):
        track.segments.append(GPXTrackSegment(list(_make_points(points))))
    return track


def _make_points(points: Iterable[Any]) -> Iterator[Any]:
    from gpxpy.gpx import GPXTrackPoint

    for point in points:
        yield GPXTrackPoint(latitude=point.lat, longitude=point.lon, time=point.moment)


def _make_extension(name: str, text: str) -> Any:
    from xml.etree.ElementTree import Element

    element = Element(f"{{{OSMAND}}}{name}")
    element.text = text
    return element


def _to_utc(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.astimezone(UTC)
