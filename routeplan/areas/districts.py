"""Police districts: which kecamatan they have, their outlines, and questions about places.

The outlines are simplified by about 400 m, so a place near a border may lie on its wrong side:
the methods take a margin in metres for that.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.geometry import Polygon, mapping, shape

from routeplan.areas.names import fold_name
from routeplan.errors import UnknownNameError
from routeplan.geo import FloatArray, metric_transformer
from routeplan.i18n import _

if TYPE_CHECKING:
    from pyproj import Transformer
    from shapely.geometry.base import BaseGeometry

DATA_PACKAGE = "routeplan_data"
LARGEST_SLIT_DEG2 = 1e-4  # about 1.2 km2; the largest slit of our outlines has 0.27


@dataclass(frozen=True, eq=False)
class Kecamatan:
    """A subdistrict.

    Parameters
    ----------
    code
        Code of the ministry of home affairs such as ``35.08.03``; empty if unknown.
    regency
        Kabupaten or kota it lies in; empty if unknown.
    polygon
        Shapely polygon or multipolygon, WGS 84 degrees.
    """

    code: str
    name: str
    regency: str
    polygon: BaseGeometry

    @property
    def km2(self) -> float:
        """Geodesic area in square kilometres."""
        return measure_km2(self.polygon)


@dataclass(frozen=True, eq=False)
class Area:
    """Where a plan takes place: a police district, a part of one, or the user's own boundary.

    Parameters
    ----------
    id
        Short name, fit for a file name.
    title
        Name to print.
    kecamatan
        Its subdistricts; empty where a boundary came without names.
    boundary
        Shapely polygon or multipolygon, WGS 84 degrees.
    """

    id: str
    title: str
    kecamatan: tuple[Kecamatan, ...]
    boundary: BaseGeometry

    @cached_property
    def _transformer(self) -> Transformer:
        west, south, east, north = self.bounds
        return metric_transformer((west + east) / 2, (south + north) / 2)

    @cached_property
    def _metric_boundary(self) -> BaseGeometry:
        return self._to_metres(self.boundary)

    @cached_property
    def _metric_kecamatan(self) -> list[BaseGeometry]:
        return [self._to_metres(kecamatan.polygon) for kecamatan in self.kecamatan]

    @cached_property
    def _kecamatan_tree(self) -> shapely.STRtree:
        return shapely.STRtree(self._metric_kecamatan)

    @cached_property
    def _prepared(self) -> BaseGeometry:
        shapely.prepare(self.boundary)
        return self.boundary

    def _to_metres(self, geometry: BaseGeometry) -> BaseGeometry:
        return shapely.transform(geometry, self._transformer.transform, interleaved=False)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees."""
        west, south, east, north = self.boundary.bounds
        return west, south, east, north

    @property
    def km2(self) -> float:
        """Geodesic area in square kilometres."""
        return measure_km2(self.boundary)

    def contains(self, lon: float, lat: float, *, margin_m: float = 0.0) -> bool:
        """Tell whether a place lies inside or at most `margin_m` metres outside."""
        if shapely.intersects_xy(self._prepared, lon, lat):
            return True
        if margin_m <= 0:
            return False
        point = shapely.Point(self._transformer.transform(lon, lat))
        return bool(shapely.dwithin(self._metric_boundary, point, margin_m))

    def kecamatan_at(self, lon: float, lat: float, *, margin_m: float = 1000.0) -> str | None:
        """Return the name of the nearest kecamatan within `margin_m` metres, or None."""
        return self.kecamatan_of(np.array([lon]), np.array([lat]), margin_m=margin_m)[0]

    def kecamatan_of(
        self, lons: FloatArray, lats: FloatArray, *, margin_m: float = 1000.0
    ) -> tuple[str | None, ...]:
        """Return the name of the nearest kecamatan of each of (n,) places, as `kecamatan_at`."""
        if not self.kecamatan or not len(lons):
            return (None,) * len(lons)
        points = shapely.points(*self._transformer.transform(lons, lats))
        place, found = self._kecamatan_tree.query_nearest(
            points, max_distance=margin_m, all_matches=True
        )
        nearest = np.full(len(lons), len(self.kecamatan))
        # of several that are equally near, as at a common border, the first
        np.minimum.at(nearest, place, found)
        names = (*(kecamatan.name for kecamatan in self.kecamatan), None)
        return tuple(names[number] for number in nearest)

    def narrowed(self, names: Iterable[str]) -> Area:
        """Return the part of the area made of the kecamatan called `names`.

        Raises
        ------
        UnknownNameError
            If the area has no kecamatan of such a name.
        """
        known = {fold_name(kecamatan.name): kecamatan for kecamatan in self.kecamatan}
        wanted = set()
        for name in names:
            if fold_name(name) not in known:
                raise UnknownNameError(_("kecamatan"), name, [k.name for k in self.kecamatan])
            wanted.add(fold_name(name))
        kept = tuple(kecamatan for key, kecamatan in known.items() if key in wanted)
        title = f"{self.title}: {', '.join(kecamatan.name for kecamatan in kept)}"
        return replace(self, title=title, kecamatan=kept, boundary=join_polygons(kept))

    def geojson(self) -> dict[str, Any]:
        """Return the boundary as a GeoJSON geometry."""
        geometry: dict[str, Any] = json.loads(json.dumps(mapping(self.boundary)))
        return geometry


@dataclass(frozen=True)
class Regency:
    """A kabupaten or kota: its official area in square kilometres and number of kecamatan."""

    name: str
    official_km2: float
    kecamatan: int


def list_districts() -> tuple[str, ...]:
    """Return the ids of the police districts that come with routeplan."""
    return tuple(_read_jurisdictions()["districts"])


def list_regencies() -> tuple[Regency, ...]:
    """Return the regencies that the districts lie in."""
    tables = _read_jurisdictions()
    counts = dict.fromkeys(tables["regencies"], 0)
    for entry in tables["districts"].values():
        for regency, names in entry["kecamatan"].items():
            counts[regency] += len(names)
    return tuple(Regency(name, tables["regencies"][name], n) for name, n in counts.items())


def load_district(name: str) -> Area:
    """Return a police district by its id or title, e.g. ``"Polres Pasuruan Kota"``.

    Raises
    ------
    UnknownNameError
        If there is no such district; the nearest are offered.
    """
    districts = _read_jurisdictions()["districts"]
    keys = {
        fold_name(alias): district
        for district, entry in districts.items()
        for alias in (district, entry["title"], *entry.get("aliases", ()))
    }
    district = keys.get(fold_name(name))
    if district is None:
        raise UnknownNameError(_("district"), name, districts)
    entry = districts[district]
    outlines = _read_outlines()
    kecamatan = tuple(
        _make_kecamatan(outlines[regency, name])
        for regency, names in entry["kecamatan"].items()
        for name in names
    )
    return Area(district, entry["title"], kecamatan, join_polygons(kecamatan))


def area_around(
    lons: FloatArray,
    lats: FloatArray,
    *,
    id: str,  # noqa: A002 - the name of the field
    title: str,
    margin_m: float = 500.0,
) -> Area:
    """Return the convex hull of places with a margin, for a network without a boundary.

    Parameters
    ----------
    lons, lats
        (n,) degrees, at least one place.
    margin_m
        Metres around the hull, above 0.
    """
    transformer = metric_transformer(float(np.mean(lons)), float(np.mean(lats)))
    points = shapely.points(*transformer.transform(lons, lats))
    hull = shapely.convex_hull(shapely.multipoints(points)).buffer(margin_m)
    boundary = shapely.transform(
        hull, lambda x, y: transformer.transform(x, y, direction="INVERSE"), interleaved=False
    )
    return Area(id, title, (), boundary)


def join_polygons(kecamatan: Iterable[Kecamatan]) -> BaseGeometry:
    """Return the union of the polygons of some kecamatan.

    The slits that simplified and rounded outlines leave between neighbours are closed.
    """
    union = shapely.union_all([part.polygon for part in kecamatan])
    return shapely.union_all([_close_slits(part) for part in shapely.get_parts(union)])


def measure_km2(geometry: BaseGeometry) -> float:
    """Return the area of a WGS 84 polygon on the ellipsoid, in square kilometres."""
    from pyproj import Geod

    area_m2, _perimeter = Geod(ellps="WGS84").geometry_area_perimeter(
        shapely.orient_polygons(geometry)
    )
    return abs(float(area_m2)) / 1e6


def _close_slits(polygon: Polygon) -> Polygon:
    holes = [ring for ring in polygon.interiors if Polygon(ring).area > LARGEST_SLIT_DEG2]
    return Polygon(polygon.exterior, holes)


def _make_kecamatan(feature: dict[str, Any]) -> Kecamatan:
    properties = feature["properties"]
    return Kecamatan(
        properties["code"], properties["name"], properties["regency"], shape(feature["geometry"])
    )


def _read_jurisdictions() -> dict[str, Any]:
    text = resources.files(DATA_PACKAGE).joinpath("jurisdictions.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _read_outlines() -> dict[tuple[str, str], dict[str, Any]]:
    """Return the outlines of all files: jurisdictions.toml decides which district has which."""
    outlines = {}
    for file in resources.files(DATA_PACKAGE).joinpath("boundaries").iterdir():
        if not file.name.endswith(".geojson"):
            continue
        for feature in json.loads(file.read_text(encoding="utf-8"))["features"]:
            properties = feature["properties"]
            outlines[properties["regency"], properties["name"]] = feature
    return outlines
