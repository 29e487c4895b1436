"""Villages by name and by place. Names repeat: the caller decides which village is meant."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

from routeplan.areas.districts import DATA_PACKAGE, Area
from routeplan.areas.names import fold_name
from routeplan.errors import nearest_names
from routeplan.geo import FloatArray, metric_transformer

if TYPE_CHECKING:
    from pyproj import Transformer
    from scipy.spatial import cKDTree


@dataclass(frozen=True)
class Village:
    """A desa or kelurahan.

    Parameters
    ----------
    lon, lat
        A point inside the village, WGS 84 degrees: not its village office.
    is_seat
        Whether the seat of the kecamatan is taken to be here (by name, mostly).
    """

    code: str
    name: str
    kecamatan: str
    regency: str
    lon: float
    lat: float
    is_seat: bool


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """Villages that can be searched by name and by place."""

    villages: tuple[Village, ...]

    @cached_property
    def _by_name(self) -> dict[str, list[Village]]:
        names: dict[str, list[Village]] = {}
        for village in self.villages:
            names.setdefault(fold_name(village.name), []).append(village)
        return names

    @cached_property
    def _transformer(self) -> Transformer:
        middle = self.villages[len(self.villages) // 2]
        return metric_transformer(middle.lon, middle.lat)

    @cached_property
    def _tree(self) -> cKDTree:
        from scipy.spatial import cKDTree

        lonlat = np.array([(village.lon, village.lat) for village in self.villages])
        return cKDTree(np.column_stack(self._transformer.transform(lonlat[:, 0], lonlat[:, 1])))

    def find(self, name: str, *, kecamatan: str | None = None) -> tuple[Village, ...]:
        """Return all villages called `name`, in any case, with or without "Desa" or "Kel."."""
        found = self._by_name.get(fold_name(name), [])
        if kecamatan is not None:
            found = [v for v in found if fold_name(v.kecamatan) == fold_name(kecamatan)]
        return tuple(found)

    def find_seat(self, kecamatan: str) -> Village | None:
        """Return the village taken to be the seat of a kecamatan, or None."""
        key = fold_name(kecamatan)
        return next((v for v in self.villages if v.is_seat and fold_name(v.kecamatan) == key), None)

    def suggest(self, name: str) -> list[str]:
        """Return names like `name`, best first, each with its kecamatan in brackets."""
        labels: dict[str, list[str]] = {}
        for village in self.villages:
            labels.setdefault(village.name, []).append(f"{village.name} ({village.kecamatan})")
        near = nearest_names(name, sorted(labels))
        return [label for found in near for label in labels[found]]

    def nearest(self, lon: float, lat: float, *, max_km: float = 10.0) -> Village | None:
        """Return the village whose point is nearest, or None beyond `max_km`."""
        return self.nearest_many(np.array([lon]), np.array([lat]), max_km=max_km)[0]

    def nearest_many(
        self, lons: FloatArray, lats: FloatArray, *, max_km: float = 10.0
    ) -> tuple[Village | None, ...]:
        """Return the nearest village of each place, None beyond `max_km`.

        Parameters
        ----------
        lons, lats
            (n,) degrees.
        """
        if not self.villages:
            return (None,) * len(lons)
        places = np.column_stack(self._transformer.transform(lons, lats))
        _distance, index = self._tree.query(places, distance_upper_bound=max_km * 1000)
        return tuple(self.villages[i] if i < len(self.villages) else None for i in index)

    def within(self, area: Area) -> Gazetteer:
        """Return the villages whose point lies in `area`."""
        return Gazetteer(tuple(v for v in self.villages if area.contains(v.lon, v.lat)))


def load_gazetteer() -> Gazetteer:
    """Return the villages of the districts that come with routeplan."""
    file = resources.files(DATA_PACKAGE).joinpath("gazetteer.csv")
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    return Gazetteer(tuple(_make_village(row) for row in rows))


def _make_village(row: dict[str, str]) -> Village:
    return Village(
        code=row["code"],
        name=row["name"],
        kecamatan=row["kecamatan"],
        regency=row["regency"],
        lon=float(row["lon"]),
        lat=float(row["lat"]),
        is_seat=bool(row["seat"]),
    )
