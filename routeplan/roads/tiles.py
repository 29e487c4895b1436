"""Areas cut into tiles that a server can answer for one at a time."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True)
class Tile:
    """A rectangle in degrees."""

    west: float
    south: float
    east: float
    north: float

    @property
    def bbox(self) -> str:
        """South, west, north, east, as Overpass wants them."""
        return f"{self.south:.7f},{self.west:.7f},{self.north:.7f},{self.east:.7f}"

    def quarter(self) -> tuple[Tile, ...]:
        """Return its four quarters."""
        lon, lat = (self.west + self.east) / 2, (self.south + self.north) / 2
        return (
            Tile(self.west, self.south, lon, lat),
            Tile(lon, self.south, self.east, lat),
            Tile(self.west, lat, lon, self.north),
            Tile(lon, lat, self.east, self.north),
        )


def cut_tiles(outline: BaseGeometry, *, tile_deg: float) -> tuple[Tile, ...]:
    """Return the tiles of a world-wide grid that `outline` (lon, lat) touches, south to north.

    The grid does not depend on the outline, so neighbouring areas share answers.
    """
    import shapely

    west, south, east, north = outline.bounds
    columns = range(math.floor(west / tile_deg), math.ceil(east / tile_deg))
    rows = range(math.floor(south / tile_deg), math.ceil(north / tile_deg))
    tiles = [
        Tile(c * tile_deg, r * tile_deg, (c + 1) * tile_deg, (r + 1) * tile_deg)
        for r in rows
        for c in columns
    ]
    shapely.prepare(outline)
    boxes = shapely.box(
        [t.west for t in tiles], [t.south for t in tiles],
        [t.east for t in tiles], [t.north for t in tiles],
    )  # fmt: skip
    touched = shapely.intersects(outline, boxes)
    return tuple(tile for tile, hit in zip(tiles, touched, strict=True) if hit)
