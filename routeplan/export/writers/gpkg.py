"""GeoPackage for QGIS and other geographic information systems, with the styles of QGIS inside.

QGIS finds the style of each layer in the table ``layer_styles`` and opens it so.

References
----------
OGC GeoPackage Encoding Standard, https://www.geopackage.org/spec/
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any

from routeplan.export.content.credits import describe_file
from routeplan.export.content.details import describe_base
from routeplan.export.content.features import (
    AMBER,
    GREY,
    Feature,
    list_areas,
    list_closures,
    list_hotspots,
    list_left_out,
    list_loop,
    make_boundary,
    make_line,
)
from routeplan.export.content.plain import keep_lines
from routeplan.export.content.reader import PlanReader
from routeplan.export.content.tracks import trace_rounds
from routeplan.export.drawing.palette import RED, pick_style
from routeplan.export.formats import ExportFile, ExportOptions
from routeplan.export.writers.qgis import StyleRule, make_qml, make_sld
from routeplan.geo import LONLAT_CRS
from routeplan.i18n import _
from routeplan.model import Plan

if TYPE_CHECKING:
    from routeplan.roads.network import Network

FIELD = "colour"
GPKG_VERSION = "1.2"  # which QGIS has read since 2017
STYLE_TABLE = """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),
  f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME
)"""


@dataclass(frozen=True)
class Layer:
    """A table of features, and how QGIS draws and labels it.

    Parameters
    ----------
    name
        The same in every language, as programs ask for it.
    """

    name: str
    features: tuple[Feature, ...]
    rules: tuple[StyleRule, ...]
    label_field: str = ""


def make_gpkg(plan: Plan, options: ExportOptions) -> Iterable[ExportFile]:
    """Return the GeoPackage of `plan`."""
    layers = [layer for layer in _list_layers(plan, options.network) if layer.features]
    with tempfile.TemporaryDirectory(prefix="routeplan-") as folder:
        path = Path(folder) / "plan.gpkg"
        for layer in layers:
            _write_layer(path, layer)
        with closing(sqlite3.connect(path)) as database:
            _finish(database, layers, plan)
        data = path.read_bytes()
    yield ExportFile("plan.gpkg", data, _("Plan for QGIS (GeoPackage)"))


def _list_layers(plan: Plan, network: Network | None) -> Iterator[Layer]:
    """Yield the layers from the ground up."""
    reader = PlanReader(plan)
    loops = [
        feature
        for index, loop in enumerate(plan.loops)
        for feature in list_loop(loop, index, reader)
    ]
    driven, stops, bases = (
        tuple(feature for feature in loops if feature.kind in kinds)
        for kinds in (("leg", "drive"), ("stop",), ("base",))
    )
    closures = tuple(list_closures(reader, network=network))
    # Without the network, what is left out is a place each: the layer is of one type.
    missed = tuple(list_left_out(reader))
    boundary = StyleRule(_("Boundary"), "fill", GREY, size=0.5, dashed=True, hollow=True)
    yield Layer("boundary", (make_boundary(reader),), (boundary,))
    yield Layer("areas", tuple(list_areas(reader)), (StyleRule(_("Areas"), "fill", AMBER),))
    yield Layer("closures", closures, _list_closed_rules())
    units = tuple(_list_units(reader))
    yield Layer("units", units, (StyleRule(_("Loops"), "line", GREY, 1.2, FIELD),))
    yield Layer("legs", driven, (StyleRule(_("Legs"), "line", GREY, 0.6, FIELD),))
    hotspots = tuple(list_hotspots(reader))
    yield Layer("hotspots", hotspots, (StyleRule(_("Hotspots"), "marker", GREY, 1.6),))
    yield Layer("not_visited", missed, (StyleRule(_("Not visited"), "marker", RED, 2.4),))
    yield Layer("bases", bases, (StyleRule(_("Bases"), "marker", GREY, 4.5, FIELD),), "name")
    yield Layer("stops", stops, (StyleRule(_("Stops"), "marker", GREY, 3.2, FIELD),), "label")


def _list_closed_rules() -> tuple[StyleRule, ...]:
    title = _("Closed roads")
    line = StyleRule(title, "line", RED, size=1.2, dashed=True)
    return line, StyleRule(title, "marker", RED, size=3.0)


def _list_units(reader: PlanReader) -> Iterator[Feature]:
    """Yield the whole course of each loop as one line of several parts."""
    for index, loop in enumerate(reader.plan.loops):
        lines = [
            make_line([(point.lon, point.lat) for point in points])["coordinates"]
            for points in trace_rounds(loop)
        ]
        unit = reader.units[loop.unit_id]
        yield Feature(
            "loop",
            reader.name_unit(loop.unit_id),
            {"type": "MultiLineString", "coordinates": lines},
            pick_style(index).colour,
            loop=index + 1,
            begin=loop.stops[0].depart,
            end=loop.stops[-1].arrive,
            rows=describe_base(loop, reader),
            figures={
                "unit": loop.unit_id,
                "vehicle": unit.vehicle,
                "crew": unit.crew,
                "visits": len(loop.visits),
                "metres": loop.metres,
                "driving_s": loop.driving_s,
                "dwell_s": loop.dwell_s,
                "waiting_s": loop.waiting_s,
                "break_s": loop.break_s,
                "worth": loop.worth,
            },
        )


def _write_layer(path: Path, layer: Layer) -> None:
    from geopandas import GeoDataFrame
    from shapely.geometry import shape

    records = [_make_record(feature) for feature in layer.features]
    geometry = [shape(feature.geometry) for feature in layer.features]
    GeoDataFrame(records, geometry=geometry, crs=LONLAT_CRS).to_file(
        path,
        layer=layer.name,
        driver="GPKG",
        engine="pyogrio",
        VERSION=GPKG_VERSION,
        DATETIME_PRECISION="MILLISECOND",  # what the standard asks for
    )


def _make_record(feature: Feature) -> dict[str, Any]:
    times = {"begin": feature.begin, "end": feature.end}
    return {
        "kind": feature.kind,
        "name": _to_utf8(feature.name),
        **{key: _to_utf8(value) for key, value in feature.figures.items()},
        **{key: moment.astimezone(UTC) for key, moment in times.items() if moment},
        "description": keep_lines(feature.description),
        FIELD: feature.colour,
    }


def _to_utf8(value: Any) -> Any:
    """Return text as it is, but for halves of letters, which no file can hold."""
    return value.encode(errors="replace").decode() if isinstance(value, str) else value


def _finish(database: sqlite3.Connection, layers: Iterable[Layer], plan: Plan) -> None:
    """Add styles and source, and take the wall clock out of the file."""
    moment = plan.shift.start.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    with database:
        database.execute(STYLE_TABLE)
        database.executemany(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
            "f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, "
            "update_time) VALUES ('', '', ?, 'geom', ?, ?, ?, 1, '', 'routeplan', ?)",
            [
                (
                    layer.name,
                    layer.name,
                    make_qml(layer.rules, label_field=layer.label_field),
                    make_sld(layer.rules, layer=layer.name),
                    moment,
                )
                for layer in layers
            ],
        )
        database.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) "
            "VALUES ('layer_styles', 'attributes', 'layer_styles', 0)"
        )
        about = describe_file(plan)
        database.execute(
            "UPDATE gpkg_contents SET last_change = ?, description = ?", (moment, about)
        )
