"""Names of places that no plan names: the street, and the village."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from routeplan.areas.gazetteer import Gazetteer
from routeplan.geo import FloatArray
from routeplan.roads.network import Network
from routeplan.roads.snap import snap_to_edges

# A street farther than this from a stay is not where it was.
STREET_WITHIN_M = 60.0
# Gazetteers do not reach farther than this beyond their villages.
VILLAGE_WITHIN_KM = 10.0


@dataclass(frozen=True, eq=False)
class Namer:
    """Knows villages, and streets where there is a network."""

    gazetteer: Gazetteer
    network: Network | None

    def name_places(self, lon: FloatArray, lat: FloatArray) -> list[str]:
        """Return street and village of each of (n,) places, "Jalan Jarit, Jarit, Candipuro"."""
        if not len(lon):
            return []
        streets = self._name_streets(lon, lat)
        villages = self.gazetteer.nearest_many(lon, lat, max_km=VILLAGE_WITHIN_KM)
        names = [f"{v.name}, {v.kecamatan}" if v else "" for v in villages]
        return [", ".join(filter(None, pair)) for pair in zip(streets, names, strict=True)]

    def list_kecamatan(self, lon: FloatArray, lat: FloatArray) -> tuple[str, ...]:
        """Return the kecamatan of (n,) places in their order, each once."""
        villages = self.gazetteer.nearest_many(lon, lat, max_km=VILLAGE_WITHIN_KM)
        return tuple(dict.fromkeys(village.kecamatan for village in villages if village))

    def _name_streets(self, lon: FloatArray, lat: FloatArray) -> Sequence[str]:
        network = self.network
        if network is None:
            return [""] * len(lon)
        snaps = snap_to_edges(network, np.arange(network.edge_count), lon, lat)
        return [
            network.edge_tags(edge).get("name", "") if away <= STREET_WITHIN_M else ""
            for edge, away in zip(snaps.edge.tolist(), snaps.distance_m.tolist(), strict=True)
        ]
