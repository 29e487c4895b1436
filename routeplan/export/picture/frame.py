"""Where things lie on a picture: boxes in points, and places of the world in such a box.

A point is 1/72 inch; x grows to the right and y upwards, as in matplotlib.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from routeplan.export.drawing.lines import METRES_PER_DEGREE, FloatArray

POINTS_PER_MM = 72 / 25.4
# Nothing is magnified further than this: a single stop would fill the picture with one corner.
LEAST_METRES_SHOWN = 600.0


@dataclass(frozen=True)
class Box:
    """A rectangle in points."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Its width in points."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Its height in points."""
        return self.top - self.bottom

    @property
    def middle(self) -> tuple[float, float]:
        """The point in its middle."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    def shrink(self, by: float) -> Box:
        """Return the box with each edge moved inwards by some points."""
        return Box(self.left + by, self.bottom + by, self.right - by, self.top - by)

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point lies in it."""
        return self.left <= x <= self.right and self.bottom <= y <= self.top

    def overlaps(self, other: Box) -> bool:
        """Tell whether both have a part in common."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.bottom < other.top
            and other.bottom < self.top
        )


@dataclass(frozen=True)
class Frame:
    """Projects places into a box: equirectangular, true to length at its middle latitude.

    Over a district of 100 km the scale of the two axes differs by less than 1 % at the latitudes
    of Java, which nobody can see in a picture.

    Parameters
    ----------
    box
        What is shown of the world.
    lon, lat
        The place in the middle of the box, in degrees.
    points_per_metre
        Its scale.
    """

    box: Box
    lon: float
    lat: float
    points_per_metre: float

    @property
    def sight(self) -> FloatArray:
        """South-western and north-eastern corner of what is shown, (2, 2) degrees."""
        corners = np.array([(self.box.left, self.box.bottom), (self.box.right, self.box.top)])
        seen: FloatArray = (corners - self.box.middle) / self._scale + [self.lon, self.lat]
        return seen

    @property
    def _scale(self) -> FloatArray:
        """Points for a degree of longitude and of latitude."""
        per_degree = METRES_PER_DEGREE * self.points_per_metre
        return np.array([per_degree * np.cos(np.radians(self.lat)), per_degree])

    def place(self, degrees: FloatArray) -> FloatArray:
        """Return (n, 2) longitudes and latitudes as (n, 2) points of the picture."""
        placed: FloatArray = (degrees - [self.lon, self.lat]) * self._scale + self.box.middle
        return placed

    def place_point(self, lon: float, lat: float) -> tuple[float, float]:
        """Return a place as a point of the picture."""
        x, y = self.place(np.array([[lon, lat]]))[0]
        return float(x), float(y)


def fit_frame(degrees: FloatArray, box: Box, *, margin: float) -> Frame:
    """Return the frame that shows all of (n, 2) places as large as possible.

    Parameters
    ----------
    margin
        Points kept free at each edge of the box.

    Raises
    ------
    ValueError
        If the box has no room beside its margin.
    """
    (west, south), (east, north) = degrees.min(axis=0), degrees.max(axis=0)
    lon, lat = (west + east) / 2, (south + north) / 2
    width_m = (east - west) * METRES_PER_DEGREE * np.cos(np.radians(lat))
    height_m = (north - south) * METRES_PER_DEGREE
    inner = box.shrink(margin)
    if min(inner.width, inner.height) < margin:
        raise ValueError("there is no room for a map beside its margin, legend and title")
    scale = min(
        inner.width / max(width_m, LEAST_METRES_SHOWN),
        inner.height / max(height_m, LEAST_METRES_SHOWN),
    )
    return Frame(box, float(lon), float(lat), float(scale))
