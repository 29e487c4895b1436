"""Boundaries that users bring: GeoJSON, GeoPackage, KML, shapefile."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shapely

from routeplan.areas.districts import Area, Kecamatan, join_polygons
from routeplan.errors import InputError
from routeplan.geo import LONLAT_CRS
from routeplan.i18n import _

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

# Columns that name a kecamatan, the most specific first: the national base map (RBI, WADMKC and
# NAMOBJ), GADM (NAME_3), plain words, KML.
NAME_COLUMNS = ("WADMKC", "kecamatan", "NAME_3", "NAMOBJ", "nama", "name")
POLYGONS = ("Polygon", "MultiPolygon")
MAX_LON, MAX_LAT = 180, 90


def load_boundary(path: Path) -> Area:
    """Return the area of a boundary file in any coordinate system that the file declares.

    Polygons with a name column become kecamatan; those of one name are joined.

    Raises
    ------
    InputError
        If the file cannot be read, holds nothing but polygons, tells no coordinate system, or has
        coordinates that cannot be longitude and latitude.
    """
    frame = _read_frame(path)
    _check_shapes(path, frame)
    if frame.crs is None:
        raise InputError(
            _(
                "{path} does not say its coordinate system. A shapefile needs its .prj file "
                "beside it; or save it as GeoJSON."
            ).format(path=path)
        )
    frame = frame.to_crs(LONLAT_CRS)
    _check_coordinates(path, frame.total_bounds)
    polygons = [
        _keep_polygons(geometry)
        for geometry in shapely.make_valid(shapely.force_2d(frame.geometry.to_numpy()))
    ]
    kecamatan = _name_kecamatan(_read_names(frame), polygons)
    boundary = shapely.union_all(polygons)
    if boundary.is_empty:
        raise InputError(_("{path}: its polygons enclose no area.").format(path=path))
    title = kecamatan[0].name if len(kecamatan) == 1 else path.stem
    return Area(path.stem, title, kecamatan, boundary)


def _read_frame(path: Path) -> GeoDataFrame:
    import geopandas
    from pyogrio.errors import DataLayerError, DataSourceError

    if not path.is_file():
        raise InputError(_("{path}: no such file.").format(path=path))
    try:
        frame = geopandas.read_file(path, engine="pyogrio")
    except (DataSourceError, DataLayerError, UnicodeDecodeError) as error:
        raise InputError(
            _(
                "{path} cannot be read as a boundary ({error}). Give GeoJSON, GPKG, KML or SHP."
            ).format(path=path, error=error)
        ) from error
    if not isinstance(frame, geopandas.GeoDataFrame):
        raise InputError(_("{path} is a table without shapes.").format(path=path))
    return frame


def _check_shapes(path: Path, frame: GeoDataFrame) -> None:
    geometries = frame.geometry
    if frame.empty or bool((geometries.isna() | geometries.is_empty).all()):
        raise InputError(_("{path} holds no shape.").format(path=path))
    kinds = sorted({str(kind) for kind in geometries.geom_type} - set(POLYGONS))
    if kinds:
        raise InputError(
            _("{path}: a boundary is made of polygons, but the file holds {kinds}.").format(
                path=path, kinds=", ".join(kinds)
            )
        )


def _check_coordinates(path: Path, bounds: tuple[float, float, float, float]) -> None:
    west, south, east, north = bounds
    xs, ys = max(abs(west), abs(east)), max(abs(south), abs(north))
    if np.isfinite(bounds).all() and xs <= MAX_LON and ys <= MAX_LAT:
        return
    if xs <= MAX_LAT < ys <= MAX_LON:
        problem = _("{path}: longitude and latitude look swapped ({west}, {south}).")
    else:
        problem = _("{path}: ({west}, {south}) is no longitude and latitude.")
    raise InputError(problem.format(path=path, west=west, south=south))


def _keep_polygons(geometry: BaseGeometry) -> BaseGeometry:
    """Return the polygons of a repaired geometry: the repair may leave lines and points over."""
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type in POLYGONS]
    return shapely.union_all(parts)


def _read_names(frame: GeoDataFrame) -> list[str]:
    """Return the name of each row, or nothing where no column names every row."""
    columns = {str(column).casefold(): column for column in frame.columns}
    for candidate in NAME_COLUMNS:
        column = columns.get(candidate.casefold())
        if column is None or frame[column].isna().any():
            continue
        names = [str(name).strip() for name in frame[column]]
        if all(names):
            return names
    return []


def _name_kecamatan(names: list[str], polygons: list[BaseGeometry]) -> tuple[Kecamatan, ...]:
    groups: dict[str, list[Kecamatan]] = {}
    for name, polygon in zip(names, polygons, strict=False):
        groups.setdefault(name, []).append(Kecamatan("", name, "", polygon))
    return tuple(Kecamatan("", name, "", join_polygons(part)) for name, part in groups.items())
