"""Map files -> the same rows as tables: GeoJSON, KML, GeoPackage and shapefile.

A feature's point becomes the cells of longitude and latitude, any other geometry a cell of
GeoJSON; its number in the file stands for the row.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from routeplan.errors import InputError
from routeplan.geo import LONLAT_CRS
from routeplan.hotspots.columns import find_column
from routeplan.hotspots.kml_shapes import find_kml_shape
from routeplan.hotspots.rows import CellValue, Columns, Table, make_table
from routeplan.i18n import _

# Longitude and latitude of a point, and the GeoJSON of any other geometry.
Place = tuple[float | None, float | None, str | None]
# Attributes in the order of the file, and where it is.
Feature = tuple[dict[str, CellValue], Place]

NOWHERE: Place = (None, None, None)

_LONLAT_NAMES = ("CRS84", "EPSG::4326", "EPSG:4326")


def read_geojson(path: Path, columns: Columns) -> Table:
    """Return the features of a GeoJSON file (RFC 7946)."""
    try:
        document = json.loads(path.read_bytes().decode("utf-8-sig"))
        crs = str((document.get("crs") or {}).get("properties", {}).get("name", "CRS84"))
        features = document["features"]
        found = [_read_feature(feature, columns) for feature in features]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        message = _("{file} is no GeoJSON feature collection or is damaged. Export it again.")
        raise InputError(message.format(file=path)) from None
    if not crs.endswith(_LONLAT_NAMES):
        raise InputError(_("{file} is in {crs}. Export it in WGS 84.").format(file=path, crs=crs))
    return _make_map_table(path, found, columns)


def _read_feature(feature: Mapping[str, Any], columns: Columns) -> Feature:
    attributes = {
        key: "; ".join(map(str, value)) if isinstance(value, list) else value
        for key, value in (feature.get("properties") or {}).items()
    }
    _fill_column(attributes, "id", feature.get("id"), columns)
    return attributes, _find_place(feature["geometry"])


def _find_place(geometry: Mapping[str, Any] | None) -> Place:
    """Return the place of a geometry; one without coordinates is nowhere, as none at all is."""
    if geometry is None:
        return NOWHERE
    if geometry["type"] == "GeometryCollection":
        return None, None, json.dumps(geometry)
    coordinates = geometry.get("coordinates", ())
    if not coordinates:
        return NOWHERE
    if geometry["type"] == "Point":
        return float(coordinates[0]), float(coordinates[1]), None
    return None, None, json.dumps(geometry)


def read_kml(path: Path, columns: Columns) -> Table:
    """Return the placemarks of a KML file, with name, description and ExtendedData."""
    try:
        root = ET.fromstring(path.read_bytes())  # noqa: S314 - expat loads no external entities
        found = [_read_placemark(mark, columns) for mark in root.iterfind(".//{*}Placemark")]
    except (ET.ParseError, ValueError, LookupError):  # LookupError: an encoding nobody knows
        message = _("{file} is no KML file or is damaged. Export it again.")
        raise InputError(message.format(file=path)) from None
    return _make_map_table(path, found, columns)


def _read_placemark(mark: ET.Element, columns: Columns) -> Feature:
    attributes: dict[str, CellValue] = dict(_read_extended_data(mark))
    for key in ("name", "description"):
        _fill_column(attributes, key, (mark.findtext(f"{{*}}{key}") or "").strip(), columns)
    shapes = (find_kml_shape(part) for part in mark)
    return attributes, _find_place(next((shape for shape in shapes if shape), None))


def _read_extended_data(mark: ET.Element) -> Iterator[tuple[str, str]]:
    for data in mark.iterfind("{*}ExtendedData/{*}Data"):
        yield data.get("name", ""), (data.findtext("{*}value") or "").strip()
    for data in mark.iterfind("{*}ExtendedData/{*}SchemaData/{*}SimpleData"):
        yield data.get("name", ""), (data.text or "").strip()


def _fill_column(
    attributes: dict[str, CellValue], name: str, value: CellValue, columns: Columns
) -> None:
    """Add a value that the format has a place of its own for, unless an attribute says it."""
    key = find_column(name, columns)
    if value not in (None, "") and all(find_column(n, columns) != key for n in attributes):
        attributes[name] = value


def read_vector(path: Path, columns: Columns) -> Table:
    """Return the features of a GeoPackage or shapefile; a layer with places has to be the only."""
    import geopandas
    import pyogrio
    import shapely
    from pyogrio.errors import DataSourceError

    try:
        # Tables of styles and the like have no geometry.
        layers = [str(name) for name, kind in pyogrio.list_layers(path) if kind is not None]
        frame = geopandas.read_file(path, layer=layers[0] if layers else 0, engine="pyogrio")
    except (DataSourceError, UnicodeDecodeError, ValueError):
        message = _("{file} cannot be read as a map file. Export it again.")
        raise InputError(message.format(file=path)) from None
    if len(layers) > 1:
        raise _refuse_layers(path, layers)
    if not isinstance(frame, geopandas.GeoDataFrame):
        message = _("{file} is a table without places on the map. Save it as CSV or XLSX.")
        raise InputError(message.format(file=path))
    if frame.crs is None:
        message = _("{file} does not say its coordinate system. Export it again in WGS 84.")
        raise InputError(message.format(file=path))
    frame = frame.to_crs(LONLAT_CRS)
    names = [name for name in frame.columns if name != frame.geometry.name]
    cells = frame[names].astype(object).where(frame[names].notna(), None)
    found = []
    for values, shape in zip(cells.to_numpy().tolist(), frame.geometry, strict=True):
        is_somewhere = shape is not None and not shape.is_empty
        geometry = shapely.geometry.mapping(shape) if is_somewhere else None
        found.append((dict(zip(names, values, strict=True)), _find_place(geometry)))
    return _make_map_table(path, found, columns)


def _refuse_layers(path: Path, layers: Sequence[str]) -> InputError:
    message = _(
        "{file} has several layers: {names}. Save the one that is meant as a file of its own; "
        "points, lines and areas can be together in one GeoJSON file."
    )
    return InputError(message.format(file=path, names=", ".join(layers)))


def _make_map_table(path: Path, found: Iterable[Feature], columns: Columns) -> Table:
    features = list(found)
    if not features:
        raise InputError(_("{file} has no features.").format(file=path))
    # The geometry is where the feature is: attributes that repeat it are left out.
    place = {find_column(name, columns): name for name in ("lon", "lat", "geometry")}
    place.pop(None, None)
    names = dict.fromkeys(
        name
        for attributes, _place in features
        for name in attributes
        if find_column(name, columns) not in place
    )
    rows = [
        (number, [*where[: len(place)], *(attributes.get(name) for name in names)])
        for number, (attributes, where) in enumerate(features, 1)
    ]
    return make_table(path, [(0, [*place.values(), *names]), *rows], columns)


READERS: Mapping[str, Callable[[Path, Columns], Table]] = {
    ".geojson": read_geojson, ".json": read_geojson,
    ".kml": read_kml,
    ".gpkg": read_vector, ".shp": read_vector,
}  # fmt: skip
