"""Boundaries that users bring: GeoJSON, GeoPackage, KML, shapefile."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import shapely

from routeplan.areas.districts import Area, Kecamatan, join_polygons
from routeplan.errors import InputError
from routeplan.geo import LONLAT_CRS
from routeplan.i18n import _

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

Shapes = npt.NDArray[np.object_]

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
        If the file cannot be read, holds no polygons or other shapes too, tells no coordinate
        system, or has coordinates that cannot be longitude and latitude.
    """
    frames = _read_layers(path)
    geometries = np.concatenate([frame.geometry.to_numpy() for frame in frames])
    _check_shapes(path, geometries)
    _check_coordinates(path, geometries)
    polygons = [
        _keep_polygons(geometry) for geometry in shapely.make_valid(shapely.force_2d(geometries))
    ]
    names = [name for frame in frames for name in _read_names(frame)]
    kecamatan = _name_kecamatan(names, polygons) if len(names) == len(polygons) else ()
    boundary = shapely.union_all(polygons)
    if boundary.is_empty:
        raise InputError(_("{path}: its polygons enclose no area.").format(path=path))
    title = kecamatan[0].name if len(kecamatan) == 1 else path.stem
    return Area(path.stem, title, kecamatan, boundary)


def _read_layers(path: Path) -> list[GeoDataFrame]:
    """Return the shapes of all layers (folders of a KML are layers) in longitude and latitude."""
    import geopandas
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError
    from shapely.errors import GEOSException

    if not path.is_file():
        raise InputError(_("{path}: no such file.").format(path=path))
    try:
        layers = [name for name, kind in pyogrio.list_layers(path) if kind is not None]
        with warnings.catch_warnings():
            # GDAL remarks on rings that are not closed; shapely then refuses them.
            warnings.filterwarnings("ignore", "Non closed ring", RuntimeWarning)
            frames = [geopandas.read_file(path, layer=name, engine="pyogrio") for name in layers]
    except (DataSourceError, DataLayerError, GEOSException, UnicodeDecodeError) as error:
        raise InputError(
            _(
                "{path} cannot be read as a boundary ({error}). Give GeoJSON, GPKG, KML or SHP."
            ).format(path=path, error=error)
        ) from error
    if not frames:
        raise InputError(_("{path} is a table without shapes.").format(path=path))
    if any(frame.crs is None for frame in frames):
        raise InputError(
            _(
                "{path} does not say its coordinate system. A shapefile needs its .prj file "
                "beside it; or save it as GeoJSON."
            ).format(path=path)
        )
    # Rows without a shape bound nothing.
    shaped = [frame[~(frame.geometry.isna() | frame.geometry.is_empty)] for frame in frames]
    return [frame.to_crs(LONLAT_CRS) for frame in shaped]


def _check_shapes(path: Path, geometries: Shapes) -> None:
    if not len(geometries):
        raise InputError(_("{path} holds no shape.").format(path=path))
    kinds = sorted({shape.geom_type for shape in geometries} - set(POLYGONS))
    if kinds:
        raise InputError(
            _("{path}: a boundary is made of polygons, but the file holds {kinds}.").format(
                path=path, kinds=", ".join(kinds)
            )
        )


def _check_coordinates(path: Path, geometries: Shapes) -> None:
    bounds = west, south, east, north = shapely.total_bounds(geometries)
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
    for name, polygon in zip(names, polygons, strict=True):
        groups.setdefault(name, []).append(Kecamatan("", name, "", polygon))
    return tuple(Kecamatan("", name, "", join_polygons(part)) for name, part in groups.items())
