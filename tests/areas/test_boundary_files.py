"""Boundary files that users bring: every format, every fault."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas
import pytest
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box

from routeplan.areas import load_boundary
from routeplan.errors import InputError

WEST = box(113.0, -8.2, 113.1, -8.1)
EAST = box(113.1, -8.2, 113.2, -8.1)


def write(path: Path, geometries: list[Any], *, crs: str = "EPSG:4326", **columns: Any) -> Path:
    frame = geopandas.GeoDataFrame(columns, geometry=geometries, crs="EPSG:4326")
    frame.to_crs(crs).to_file(path, engine="pyogrio")
    return path


def write_geojson(path: Path, geometry: dict[str, Any]) -> Path:
    feature = {"type": "Feature", "properties": {}, "geometry": geometry}
    path.write_text(
        json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8"
    )
    return path


KML_PLACEMARK = """<Placemark><name>{name}</name><Polygon><outerBoundaryIs><LinearRing><coordinates>
{west},-8.2 {east},-8.2 {east},-8.1 {west},-8.1 {west},-8.2
</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"""


def expect_two_halves(path: Path) -> None:
    area = load_boundary(path)
    assert area.id == area.title == "mine"
    assert [part.name for part in area.kecamatan] == ["Barat", "Timur"]
    assert area.bounds == pytest.approx((113.0, -8.2, 113.2, -8.1))
    assert area.kecamatan_at(113.15, -8.15) == "Timur"


@pytest.mark.parametrize("suffix", ["geojson", "gpkg", "shp"])
def test_every_format_gives_the_same_area(tmp_path: Path, suffix: str) -> None:
    expect_two_halves(write(tmp_path / f"mine.{suffix}", [WEST, EAST], Name=["Barat", "Timur"]))


@pytest.mark.parametrize("between", ["", "</Folder><Folder><name>B</name>"])
def test_a_kml_is_read_with_all_its_folders(tmp_path: Path, between: str) -> None:
    west = KML_PLACEMARK.format(name="Barat", west=113.0, east=113.1)
    east = KML_PLACEMARK.format(name="Timur", west=113.1, east=113.2)
    path = tmp_path / "mine.kml"
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        f"<Folder><name>A</name>{west}{between}{east}</Folder></Document></kml>",
        encoding="utf-8",
    )
    expect_two_halves(path)


def test_another_coordinate_system_is_reprojected(tmp_path: Path) -> None:
    area = load_boundary(write(tmp_path / "utm.gpkg", [WEST], crs="EPSG:32749"))
    assert area.bounds == pytest.approx((113.0, -8.2, 113.1, -8.1), abs=1e-6)
    assert area.kecamatan == ()


def test_polygons_of_one_name_are_joined(tmp_path: Path) -> None:
    path = write(
        tmp_path / "desa.gpkg",
        [WEST, EAST],
        WADMKC=["Candipuro", "Candipuro"],
        NAMOBJ=["Jarit", "Jugosari"],
    )
    area = load_boundary(path)
    assert [part.name for part in area.kecamatan] == ["Candipuro"]
    assert area.title == "Candipuro"
    assert area.kecamatan[0].km2 == pytest.approx(area.km2)


def test_a_column_with_gaps_names_no_kecamatan(tmp_path: Path) -> None:
    assert (
        load_boundary(write(tmp_path / "gaps.gpkg", [WEST, EAST], name=["Barat", None])).kecamatan
        == ()
    )


def test_a_row_without_a_shape_bounds_nothing(tmp_path: Path) -> None:
    area = load_boundary(write(tmp_path / "rows.gpkg", [WEST, None], name=["Barat", "Timur"]))
    assert [part.name for part in area.kecamatan] == ["Barat"]


def test_a_polygon_that_crosses_itself_is_repaired(tmp_path: Path) -> None:
    # An hourglass: two triangles, each half as wide as high.
    hourglass = Polygon([(113.0, -8.2), (113.1, -8.1), (113.0, -8.1), (113.1, -8.2)])
    area = load_boundary(write(tmp_path / "hourglass.gpkg", [hourglass]))
    assert isinstance(area.boundary, MultiPolygon)
    assert area.contains(113.05, -8.11)
    assert not area.contains(113.01, -8.15)


def test_heights_are_ignored(tmp_path: Path) -> None:
    flat = Polygon([(113.0, -8.2, 5.0), (113.1, -8.2, 5.0), (113.1, -8.1, 5.0)])
    assert not load_boundary(write(tmp_path / "high.gpkg", [flat])).boundary.has_z


def expect_error(path: Path, text: str) -> None:
    with pytest.raises(InputError, match=text) as caught:
        load_boundary(path)
    assert path.name in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    expect_error(tmp_path / "nowhere.geojson", "no such file")


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.geojson"
    path.write_text("Dear all", encoding="utf-8")
    expect_error(path, "cannot be read as a boundary")


def test_a_file_without_features_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.geojson"
    path.write_text('{"type": "FeatureCollection", "features": []}', encoding="utf-8")
    expect_error(path, "holds no shape")


def test_a_file_of_zero_bytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "zero.gpkg"
    path.write_bytes(b"")
    expect_error(path, "cannot be read as a boundary")


def test_a_table_without_shapes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("name,km2\nCandipuro,146\n", encoding="utf-8")
    expect_error(path, "table without shapes")


@pytest.mark.parametrize(
    ("shape", "kind"),
    [(Point(113, -8), "Point"), (LineString([(113, -8), (113.1, -8)]), "LineString")],
)
def test_points_and_lines_are_no_boundary(tmp_path: Path, shape: Any, kind: str) -> None:
    expect_error(
        write(tmp_path / "mixed.geojson", [WEST, shape]), f"polygons, but the file holds {kind}"
    )


@pytest.mark.parametrize(
    "ring",
    [
        [[113.0, -8.2], [113.1, -8.2], [113.1, -8.1], [113.0, -8.1]],
        [[113.0, -8.2], [113.0, -8.2]],
    ],
    ids=["not closed", "two points"],
)
def test_a_ring_that_is_none_is_refused(tmp_path: Path, ring: list[list[float]]) -> None:
    path = write_geojson(tmp_path / "ring.geojson", {"type": "Polygon", "coordinates": [ring]})
    expect_error(path, "cannot be read as a boundary .*LinearRing")


def test_a_shapefile_without_its_prj_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "lost.shp", [WEST])
    path.with_suffix(".prj").unlink()
    expect_error(path, "coordinate system.*[.]prj")


def test_swapped_coordinates_are_recognised(tmp_path: Path) -> None:
    swapped = [[[-8.2, 113.0], [-8.1, 113.0], [-8.1, 113.1], [-8.2, 113.0]]]
    path = write_geojson(tmp_path / "swapped.geojson", {"type": "Polygon", "coordinates": swapped})
    expect_error(path, "look swapped")


def test_metres_that_claim_to_be_degrees_are_recognised(tmp_path: Path) -> None:
    metres = [[[720000, 9090000], [730000, 9090000], [730000, 9100000], [720000, 9090000]]]
    path = write_geojson(tmp_path / "metres.geojson", {"type": "Polygon", "coordinates": metres})
    expect_error(path, "is no longitude and latitude")


def test_a_polygon_without_area_is_refused(tmp_path: Path) -> None:
    line = [[[113.0, -8.2], [113.1, -8.1], [113.0, -8.2], [113.0, -8.2]]]
    path = write_geojson(tmp_path / "thin.geojson", {"type": "Polygon", "coordinates": line})
    expect_error(path, "enclose no area")
