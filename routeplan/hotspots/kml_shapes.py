"""Shapes of KML placemarks -> GeoJSON geometries."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

Geometry = dict[str, Any]

_LINES = ("LineString", "LinearRing")


def find_kml_shape(element: ET.Element) -> Geometry | None:
    """Return the geometry that a child of a placemark is, or None if it is none.

    Raises
    ------
    ValueError
        If its coordinates cannot be read.
    """
    kind = element.tag.rpartition("}")[2]
    if kind == "Point":
        return {"type": kind, "coordinates": next(iter(_read_coordinates(element)), [])}
    if kind in _LINES:
        return {"type": "LineString", "coordinates": _read_coordinates(element)}
    if kind == "Polygon":
        rings = element.findall("{*}outerBoundaryIs/{*}LinearRing")
        rings += element.findall("{*}innerBoundaryIs/{*}LinearRing")
        return {"type": kind, "coordinates": [_read_coordinates(ring) for ring in rings]}
    if kind == "MultiGeometry":
        return _join_shapes([shape for part in element if (shape := find_kml_shape(part))])
    return None


def _read_coordinates(element: ET.Element) -> list[list[float]]:
    """Return the pairs of ``113.1,-8.2,0 113.2,-8.3,0``, without the heights."""
    tuples = (element.findtext("{*}coordinates") or "").split()
    return [_read_tuple(text) for text in tuples]


def _read_tuple(text: str) -> list[float]:
    lon, lat = text.split(",")[:2]
    return [float(lon), float(lat)]


def _join_shapes(shapes: list[Geometry]) -> Geometry | None:
    """Return one geometry of several: of one kind where they are."""
    if len(shapes) < 2:
        return shapes[0] if shapes else None
    kinds = {shape["type"] for shape in shapes}
    if kinds <= {"Point", "LineString", "Polygon"} and len(kinds) == 1:
        return {
            "type": f"Multi{kinds.pop()}",
            "coordinates": [shape["coordinates"] for shape in shapes],
        }
    return {"type": "GeometryCollection", "geometries": shapes}
