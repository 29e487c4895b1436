"""Road files of every kind -> `RawRoads`: OSM files, Overpass answers, GraphML.

Every reader fills a `RoadCollector` and returns the moment of the data; what is cut, sorted
and checked afterwards is the same for all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from routeplan.errors import InputError
from routeplan.geo import metric_transformer
from routeplan.i18n import _
from routeplan.model import RoadSource
from routeplan.roads.raw import Bounds, FloatArray, RawRoads, RoadCollector

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from routeplan.areas.districts import Area

# Roads this far outside an area are kept: a unit may turn around just beyond the border.
CLIP_MARGIN_M = 1000.0

Reader = Callable[[Path, RoadCollector, Bounds | None], str | None]


def read_roads(
    path: Path,
    *,
    clip: Area | BaseGeometry | None = None,
    kind: Literal["real", "sample"] = "real",
) -> RawRoads:
    """Return the roads of a file.

    Parameters
    ----------
    path
        ``.osm.pbf``, ``.pbf``, ``.osm``, ``.osm.gz``, ``.gz``, ``.osm.bz2``, ``.bz2``, the
        ``.json`` answer of an Overpass server, or ``.graphml`` saved by osmnx.
    clip
        Area (or polygon in lon, lat) outside of which roads are cut off: nodes more than
        `CLIP_MARGIN_M` outside are dropped, and what is left of a way keeps its id. OSM files
        are clipped while they are read, so that memory grows with the area, not with the file.
    kind
        ``sample`` for an invented network; an OSM file that says so itself is taken for one.

    Raises
    ------
    InputError
        If the file is missing, empty, damaged, of another kind, or has no roads (in the area).
    """
    format_, reader = _choose_reader(path)
    outline = None if clip is None else buffer_outline(_get_boundary(clip))
    collector = RoadCollector()
    timestamp = reader(path, collector, None if outline is None else outline.bounds)
    if format_ == "osm" and _is_sample(path):
        kind = "sample"
    source = RoadSource(kind, path.name, format_, timestamp, _get_title(clip))
    return build_roads(collector, source, outline=outline)


def build_roads(
    collector: RoadCollector, source: RoadSource, *, outline: BaseGeometry | None = None
) -> RawRoads:
    """Return what `collector` holds inside `outline` (lon, lat), or complain that it is nothing.

    Raises
    ------
    InputError
        If no road is left, or one has a point that is no longitude and latitude.
    """
    if not collector.way_count and outline is None:
        message = _("{origin} has no roads (ways with the tag highway) in it.")
        raise InputError(message.format(origin=source.origin))
    raw = collector.build(source, keep=None if outline is None else _keep_within(outline))
    if not len(raw.way_id):
        message = _(
            "{origin} has no roads within {area}. Check that it covers the area, and that it "
            "holds both the ways and their nodes."
        )
        area = source.clip or _("the area it covers")
        raise InputError(message.format(origin=source.origin, area=area))
    _check_coordinates(raw)
    return raw


def _check_coordinates(raw: RawRoads) -> None:
    odd = np.flatnonzero(~((abs(raw.lon) <= 180) & (abs(raw.lat) <= 90)))  # NaN is odd too
    if len(odd):
        message = _("{path}: ({west}, {south}) is no longitude and latitude.")
        west, south = raw.lon[odd[0]], raw.lat[odd[0]]
        raise InputError(message.format(path=raw.source.origin, west=west, south=south))


def buffer_outline(boundary: BaseGeometry, *, metres: float = CLIP_MARGIN_M) -> BaseGeometry:
    """Return `boundary` (lon, lat) widened by `metres`."""
    import shapely

    centre = boundary.centroid
    transformer = metric_transformer(centre.x, centre.y)
    forth = shapely.transform(boundary, transformer.transform, interleaved=False)
    widened = forth.buffer(metres)
    return shapely.transform(
        widened, lambda x, y: transformer.transform(x, y, direction="INVERSE"), interleaved=False
    )


def _keep_within(
    outline: BaseGeometry,
) -> Callable[[FloatArray, FloatArray], npt.NDArray[np.bool_]]:
    import shapely

    shapely.prepare(outline)

    def keep(lon: FloatArray, lat: FloatArray) -> npt.NDArray[np.bool_]:
        inside: npt.NDArray[np.bool_] = shapely.contains_xy(outline, lon, lat)
        return inside

    return keep


def _get_boundary(clip: Area | BaseGeometry) -> BaseGeometry:
    from shapely.geometry.base import BaseGeometry

    # A geometry has a `boundary` too, but that is its line.
    return clip if isinstance(clip, BaseGeometry) else clip.boundary


def _get_title(clip: Area | BaseGeometry | None) -> str | None:
    from shapely.geometry.base import BaseGeometry

    if clip is None:
        return None
    return _("the polygon") if isinstance(clip, BaseGeometry) else clip.title


def _read_osm(path: Path, collector: RoadCollector, bounds: Bounds | None) -> str | None:
    from routeplan.roads.sources_osm import read_osm

    return read_osm(path, collector, bounds)


def _is_sample(path: Path) -> bool:
    from routeplan.roads.sources_osm import is_sample_file

    return is_sample_file(path)


def _read_overpass(path: Path, collector: RoadCollector, bounds: Bounds | None) -> str | None:  # noqa: ARG001
    from routeplan.roads.answers import collect_roads, read_answer

    answer = read_answer(path)
    collect_roads(answer, collector)
    return answer.timestamp


def _read_graphml(path: Path, collector: RoadCollector, bounds: Bounds | None) -> str | None:  # noqa: ARG001
    from routeplan.roads.sources_graphml import read_graphml

    read_graphml(path, collector)
    return None


READERS: dict[str, tuple[str, Reader]] = {
    ".pbf": ("pbf", _read_osm),
    ".osm": ("osm", _read_osm),
    ".gz": ("osm", _read_osm),
    ".bz2": ("osm", _read_osm),
    ".json": ("overpass", _read_overpass),
    ".graphml": ("graphml", _read_graphml),
}


def _choose_reader(path: Path) -> tuple[str, Reader]:
    try:
        if not path.exists():
            raise InputError(_("{file}: no such file.").format(file=path))
        if not path.is_file():
            raise InputError(_("{file} is not a file.").format(file=path))
        with path.open("rb") as file:
            is_empty = not file.read(1)
    except OSError as error:
        message = _("{file} cannot be read: {error}.")
        raise InputError(message.format(file=path, error=error)) from error
    found = READERS.get(path.suffix.lower())
    if found is None:
        message = _("{file}: roads are not read from this kind of file. Give one of {suffixes}.")
        raise InputError(message.format(file=path, suffixes=", ".join(READERS)))
    if is_empty:
        raise InputError(_("{file} is empty. Download it again.").format(file=path))
    return found
