"""One cell -> a position: a pair of degrees, or angles with hemispheres."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from routeplan.hotspots.cells import CellFault, parse_number
from routeplan.hotspots.rows import CellValue
from routeplan.i18n import _
from routeplan.model import Shape

# A point in both numbers or neither, or a comma in both: "-8.2, 113.1", "-8,2; 113,1".
_PAIRS = (
    re.compile(r"\s*([-+]?\d+(?:\.\d+)?)\s*[,;\s]\s*([-+]?\d+(?:\.\d+)?)\s*"),
    re.compile(r"\s*([-+]?\d+,\d+)\s*[,;\s]\s*([-+]?\d+,\d+)\s*"),
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
    """A place in degrees.

    Parameters
    ----------
    note
        Says that it is only approximate, where it is.
    shape
        What it is a place of, where that is more than a point.
    """

    lon: float
    lat: float
    note: str = ""
    shape: Shape | None = None


def parse_lat_lon(value: CellValue) -> Position:
    """Return the position in a cell such as ``-8.2061, 113.0941`` (latitude first).

    Decimal commas are read where both numbers have one, degrees, minutes and seconds where
    both carry a hemisphere (N/LU, S/LS, E/BT, W/BB).
    """
    text = str(value)
    if match := _ANGLES.fullmatch(text):
        degrees = dict(_read_angle(match.groups()[start : start + 4]) for start in (0, 4))
        if degrees.keys() == {"lon", "lat"}:
            return Position(degrees["lon"], degrees["lat"])
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
