"""KML 2.2 for Google Earth and Google My Maps.

A folder for each unit holds its course, its stops and a track that Google Earth plays; further
folders hold what is not visited, and areas, closed roads and the boundary. Pins have the colour of
their unit and no picture of their own, so that nothing is loaded from elsewhere; KMZ brings
numbered pictures along (`routeplan.export.writers.kmz`).

Google My Maps imports at most 10 layers (each folder becomes one), 2,000 features and 5 MB: plans
of up to eight units stay within. It does not play tracks.

References
----------
KML Reference, https://developers.google.com/kml/documentation/kmlreference
Google, "Import map features from a file", https://support.google.com/mymaps/answer/3024836
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING, Any

from routeplan.export.content.credits import describe_file
from routeplan.export.content.features import Feature, list_loop, list_surroundings
from routeplan.export.content.plain import join_lines, keep_lines
from routeplan.export.content.reader import PlanReader
from routeplan.export.content.tracks import TrackPoint, trace_rounds
from routeplan.export.drawing.palette import pick_style
from routeplan.export.formats import ExportFile, ExportOptions
from routeplan.i18n import _
from routeplan.model import Plan

if TYPE_CHECKING:
    from fastkml import KML, Folder, Placemark
    from fastkml.styles import Style

    from routeplan.roads.network import Network

LINE_WIDTH, THIN_WIDTH = 4.0, 2.0
AREA_OPACITY = 0x40
DECIMALS = 6

# Returns the file of a stop's picture within the archive, or None for a plain pin.
FindIcon = Callable[[Feature], str | None]


def make_kml(plan: Plan, options: ExportOptions) -> Iterable[ExportFile]:
    """Return the KML file of `plan`."""
    text = render_kml(plan, network=options.network)
    yield ExportFile("plan.kml", text.encode("utf-8"), _("Plan for Google Earth (KML)"))


def render_kml(
    plan: Plan, *, network: Network | None = None, find_icon: FindIcon = lambda _feature: None
) -> str:
    """Return a plan as a KML document."""
    reader = PlanReader(plan)
    loops = [list_loop(loop, index, reader) for index, loop in enumerate(plan.loops)]
    rest = list_surroundings(reader, network=network)
    missed = [feature for feature in rest if feature.kind == "not_visited"]
    ground = [feature for feature in rest if feature.kind != "not_visited"]
    folders = [
        *(_make_unit(index, features, reader, find_icon) for index, features in enumerate(loops)),
        _make_folder(_("Not visited"), missed, find_icon),
        _make_folder(_("Areas, closed roads, boundary"), ground, find_icon),
    ]
    features = [*(feature for own in loops for feature in own), *rest]
    document = _make_document(plan, folders, _list_styles(features, find_icon))
    text: str = document.to_string(prettyprint=True, precision=DECIMALS)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'


def _make_document(plan: Plan, folders: Iterable[Folder], styles: Iterable[Style]) -> KML:
    from fastkml import KML, Document

    document = Document(
        name=join_lines(_("Patrol map: {area}").format(area=plan.area.title)),
        description=_make_html(describe_file(plan)),
        styles=list(styles),
        features=list(folders),
    )
    return KML(features=[document])


def _make_unit(
    index: int, features: Iterable[Feature], reader: PlanReader, find_icon: FindIcon
) -> Folder:
    """Return base, stops, legs and drives of a loop with a track for each round."""
    loop, style = reader.plan.loops[index], _name_style("line", pick_style(index).colour)
    name = reader.name_unit(loop.unit_id)
    folder = _make_folder(name, features, find_icon)
    title = _("{unit}: playback").format(unit=name)
    for points in trace_rounds(loop):
        folder.features.append(_make_track(join_lines(title), points, style))
    return folder


def _make_folder(name: str, features: Iterable[Feature], find_icon: FindIcon) -> Folder:
    from fastkml import Folder

    placemarks = [_make_placemark(feature, find_icon) for feature in features]
    return Folder(name=join_lines(name), features=placemarks)


def _make_placemark(feature: Feature, find_icon: FindIcon) -> Placemark:
    from fastkml import Placemark
    from fastkml.data import Data, ExtendedData
    from fastkml.styles import StyleUrl

    figures = {"kind": feature.kind, **feature.figures}
    return Placemark(
        name=join_lines(feature.name),
        description=_make_html(feature.description),
        kml_geometry=_make_geometry(feature),
        times=_make_span(feature),
        style_url=StyleUrl(url=f"#{_find_style(feature, find_icon)}"),
        extended_data=ExtendedData(
            elements=[
                Data(name=key, value=keep_lines(str(value))) for key, value in figures.items()
            ]
        ),
    )


def _make_geometry(feature: Feature) -> Any:
    """Return the geometry of a feature; lines and areas follow the ground, also up a mountain."""
    from fastkml.geometry import create_kml_geometry
    from pygeoif.factories import shape

    is_point = feature.geometry["type"] == "Point"
    return create_kml_geometry(
        shape(feature.geometry),  # type: ignore[arg-type]  # a mapping is one
        tessellate=None if is_point else True,
    )


def _make_span(feature: Feature) -> Any:
    """Return when a unit is at a stop; lines have no times, so that they are always shown."""
    from fastkml.times import KmlDateTime, TimeSpan

    if feature.kind != "stop" or feature.begin is None or feature.end is None:
        return None
    return TimeSpan(begin=KmlDateTime(feature.begin), end=KmlDateTime(feature.end))


def _make_track(name: str, points: Iterable[TrackPoint], style: str) -> Placemark:
    from fastkml import Placemark
    from fastkml.gx import Track, TrackItem
    from fastkml.styles import StyleUrl
    from fastkml.times import KmlDateTime
    from pygeoif.geometry import Point

    items = [TrackItem(KmlDateTime(point.moment), Point(point.lon, point.lat)) for point in points]
    return Placemark(
        name=name, kml_geometry=Track(track_items=items), style_url=StyleUrl(url=f"#{style}")
    )


def _make_html(text: str) -> str:
    """Return lines of text for balloons, which show HTML."""
    return "<br>".join(escape(line) for line in keep_lines(text).split("\n"))


def _list_styles(features: Iterable[Feature], find_icon: FindIcon) -> Iterator[Style]:
    """Yield each style that a feature uses, once."""
    known = set()
    for feature in features:
        name = _find_style(feature, find_icon)
        if name not in known:
            known.add(name)
            yield _make_style(name, feature, find_icon(feature))


def _find_style(feature: Feature, find_icon: FindIcon) -> str:
    if feature.geometry["type"] == "Point":
        if icon := find_icon(feature):
            return f"icon-{icon.rpartition('/')[2].removesuffix('.png')}"
        return _name_style("pin", feature.colour)
    return _name_style("line" if feature.loop else feature.kind, feature.colour)


def _name_style(kind: str, colour: str) -> str:
    return f"{kind}-{colour.removeprefix('#')}"


def _make_style(name: str, feature: Feature, icon: str | None) -> Style:
    from fastkml.enums import ColorMode
    from fastkml.styles import IconStyle, LineStyle, PolyStyle, Style

    colour = _turn_colour(feature.colour)
    if feature.geometry["type"] == "Point":
        parts: list[Any] = [IconStyle(icon_href=icon) if icon else _make_pin(colour)]
    elif feature.kind == "boundary":
        parts = [LineStyle(color=colour, width=THIN_WIDTH), PolyStyle(fill=False)]
    else:
        fill = PolyStyle(
            color=_turn_colour(feature.colour, opacity=AREA_OPACITY), color_mode=ColorMode.normal
        )
        parts = [LineStyle(color=colour, width=LINE_WIDTH), fill]
    return Style(id=name, styles=parts)


def _make_pin(colour: str) -> Any:
    """Return the style of a viewer's own pin in a colour."""
    from fastkml.styles import IconStyle

    class Pin(IconStyle):
        def __bool__(self) -> bool:
            return True  # fastkml leaves out what has no picture, and its colour with it

        @classmethod
        def get_tag_name(cls) -> str:
            return str(IconStyle.get_tag_name())

    return Pin(color=colour)


def _turn_colour(colour: str, *, opacity: int = 0xFF) -> str:
    """Return #rrggbb as KML's aabbggrr."""
    red, green, blue = colour[1:3], colour[3:5], colour[5:7]
    return f"{opacity:02x}{blue}{green}{red}".lower()
