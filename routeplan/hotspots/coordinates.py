"""One cell -> a position: a pair of degrees, an angle with hemispheres, or a WKT point."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from routeplan.hotspots.cells import CellFault, parse_number
from routeplan.hotspots.rows import CellValue
from routeplan.i18n import _

# A point in both numbers or neither, or a comma in both: "-8.2, 113.1", "-8,2; 113,1".
_PAIRS = (
    re.compile(r"\s*([-+]?\d+(?:\.\d+)?)\s*[,;\s]\s*([-+]?\d+(?:\.\d+)?)\s*"),
    re.compile(r"\s*([-+]?\d+,\d+)\s*[,;\s]\s*([-+]?\d+,\d+)\s*"),
)
_WKT_POINT = re.compile(
    r"\s*(?:SRID=4326;)?\s*POINT\s*Z?\s*\(\s*([-+\d.eE]+)\s+([-+\d.eE]+)(?:\s+[-+\d.eE]+)?\s*\)\s*",
    re.IGNORECASE,
)
_WKT_OTHER = re.compile(
    r"\s*(?:MULTI)?(?:LINESTRING|POLYGON|POINT|GEOMETRYCOLLECTION)", re.IGNORECASE
)
# Degrees, minutes and seconds with a hemisphere, in English or Indonesian (lintang selatan,
# lintang utara, bujur timur, bujur barat).
_HEMISPHERES = {
    "S": ("lat", -1), "LS": ("lat", -1), "N": ("lat", 1), "U": ("lat", 1), "LU": ("lat", 1),
    "E": ("lon", 1), "T": ("lon", 1), "BT": ("lon", 1), "W": ("lon", -1), "B": ("lon", -1),
    "BB": ("lon", -1),
}  # fmt: skip
_ANGLE = (
    r"(\d{1,3}(?:[.,]\d+)?)\s*°\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*['’′]\s*)?"
    r"(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:[\"”″]|'')\s*)?"
    rf"({'|'.join(sorted(_HEMISPHERES, key=len, reverse=True))})"
)
_ANGLES = re.compile(rf"\s*{_ANGLE}\s*[,;]?\s*{_ANGLE}\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Position:
    """A place in degrees; `note` says where it is only approximate."""

    lon: float
    lat: float
    note: str = ""


def parse_lat_lon(value: CellValue) -> Position:
    """Return the position in a cell such as ``-8.2061, 113.0941`` (latitude first).

    Decimal commas are read where both numbers have one, degrees, minutes and seconds where
    both carry a hemisphere (N/LU, S/LS, E/BT, W/BB), and a WKT point.
    """
    text = str(value)
    if match := _ANGLES.fullmatch(text):
        degrees = dict(_read_angle(match.groups()[start : start + 4]) for start in (0, 4))
        if degrees.keys() == {"lon", "lat"}:
            return Position(degrees["lon"], degrees["lat"])
    if _WKT_OTHER.match(text):
        return parse_wkt_point(text)
    for pattern in _PAIRS:
        if match := pattern.fullmatch(text.replace("−", "-")):
            return Position(lon=parse_number(match[2]), lat=parse_number(match[1]))
    raise CellFault(
        _("{value} is no pair of latitude and longitude.").format(value=text),
        _("Write it as -8.2061, 113.0941."),
    )


def _read_angle(parts: Sequence[str | None]) -> tuple[str, float]:
    """Return ``lat`` or ``lon`` and the degrees of an angle: degrees, minutes, seconds, letter."""
    degrees, minutes, seconds = (parse_number(part or 0) for part in parts[:3])
    axis, sign = _HEMISPHERES[str(parts[3]).upper()]
    return axis, sign * (degrees + minutes / 60 + seconds / 3600)


def parse_wkt_point(value: CellValue) -> Position:
    """Return the position of a WKT point; longitude comes first there."""
    text = str(value)
    if match := _WKT_POINT.fullmatch(text):
        return Position(lon=parse_number(match[1]), lat=parse_number(match[2]))
    if _WKT_OTHER.match(text):
        raise CellFault(*explain_shape(text.partition("(")[0].strip()))
    raise CellFault(
        _("{value} is no WKT point.").format(value=text),
        _("Write it as POINT (113.0941 -8.2061), longitude first."),
    )


def explain_shape(kind: str) -> tuple[str, str]:
    """Return problem and remedy of a geometry that is no point."""
    return (
        _("This is a {kind}: lines and areas are not planned for yet.").format(kind=kind),
        _("Give a point instead, for example where a crew would stop."),
    )
