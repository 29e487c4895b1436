"""Places, roads and areas drawn at random from a network."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from routeplan.areas.districts import Area
    from routeplan.model import Shape
    from routeplan.roads.network import Network

Drawn = tuple[float, float, "Shape | None"]

BESIDE_ROAD_DEG = 0.0003  # about 30 m
AREA_DEG = 0.0015  # from the middle of an area to its sides, about 160 m

# Bases and meetings are at roads of these classes.
MAIN_CLASSES = frozenset({"primary", "secondary", "tertiary", "unclassified"})

# Roads are drawn from so many of the longest that lead from junction to junction.
LONGEST = 200

# Kilometres of a street that is worth a patrol.
STREET_KM = 0.8, 8.0


class RoadDrawer:
    """Draws from the roads of a network; the same seed draws the same.

    Parameters
    ----------
    area
        Whose kecamatan streets and bases are in.
    """

    def __init__(self, network: Network, area: Area, seed: int) -> None:
        import numpy as np

        self.network = network
        self.area = area
        self.rng = np.random.default_rng(seed)

    def draw(self, kind: str) -> Drawn:
        """Return longitude, latitude and shape of a hotspot of a kind, ``point`` having none."""
        draws = {"line": self._draw_line, "street": self._draw_street, "area": self._draw_area}
        if kind in draws:
            return draws[kind]()
        from routeplan.model import Shape

        lon, lat = self._draw_place()
        return lon, lat, Shape("route") if kind == "route" else None

    def draw_main_place(self, kecamatan: str) -> tuple[float, float]:
        """Return a junction of a main road, within the kecamatan if one is named."""
        while True:
            edge = self.rng.choice(self._main_edges)
            place = self._place_of(int(self.network.edge_u[edge]))
            if not kecamatan or self.area.kecamatan_at(*place) == kecamatan:
                return place

    def _place_of(self, node: int) -> tuple[float, float]:
        return float(self.network.node_lon[node]), float(self.network.node_lat[node])

    @cached_property
    def _edges(self) -> list[int]:
        """Roads on which a car can come and go, and a motorcycle too."""
        import numpy as np

        from routeplan.config import load_config
        from routeplan.roads.graph import make_vehicle_graph

        profiles = load_config().profiles
        car, bike = (
            make_vehicle_graph(self.network, vehicle, profiles[vehicle]) for vehicle in ("R4", "R2")
        )
        edges: list[int] = np.flatnonzero(car.routable & bike.routable).tolist()
        return edges

    @cached_property
    def _main_edges(self) -> list[int]:
        return [
            edge
            for edge in self._edges
            if self.network.edge_tags(edge).get("highway") in MAIN_CLASSES
        ]

    @cached_property
    def _long_edges(self) -> list[int]:
        by_length = sorted(self._edges, key=lambda edge: -int(self.network.edge_mm[edge]))
        return by_length[:LONGEST]

    @cached_property
    def _streets(self) -> dict[str, list[int]]:
        """Edges by name of the streets long enough to be patrolled."""
        streets: defaultdict[str, list[int]] = defaultdict(list)
        for edge in self._edges:
            streets[self.network.edge_tags(edge).get("name", "")].append(edge)
        shortest, longest = STREET_KM
        return {
            name: edges
            for name, edges in sorted(streets.items())
            if name and shortest <= int(self.network.edge_mm[edges].sum()) / 1e6 <= longest
        }

    def _draw_place(self) -> tuple[float, float]:
        edge = self.rng.choice(self._edges)
        lon, lat = self._place_of(int(self.network.edge_u[edge]))
        aside = self.rng.uniform(-BESIDE_ROAD_DEG, BESIDE_ROAD_DEG, 2)
        return lon + float(aside[0]), lat + float(aside[1])

    def _draw_line(self) -> Drawn:
        """Return the course of a long road between two junctions."""
        from routeplan.model import Shape

        lon, lat = self.network.edge_shape(int(self.rng.choice(self._long_edges)))
        course = [[float(x), float(y)] for x, y in zip(lon, lat, strict=True)]
        middle = course[len(course) // 2]
        return middle[0], middle[1], Shape("line", {"type": "LineString", "coordinates": course})

    def _draw_street(self) -> Drawn:
        """Return a street by its name, as far as it is in the kecamatan of one of its junctions."""
        from routeplan.model import Shape

        name = str(self.rng.choice(list(self._streets)))
        edges = self._streets[name]
        lon, lat = self._place_of(int(self.network.edge_u[edges[len(edges) // 2]]))
        kecamatan = self.area.kecamatan_at(lon, lat) or ""
        return lon, lat, Shape("street", street=name, kecamatan=kecamatan)

    def _draw_area(self) -> Drawn:
        """Return a square around a junction."""
        from routeplan.model import Shape

        lon, lat = self._draw_place()
        corners = [
            [lon + dx * AREA_DEG, lat + dy * AREA_DEG]
            for dx, dy in ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
        ]
        return lon, lat, Shape("area", {"type": "Polygon", "coordinates": [corners]})
