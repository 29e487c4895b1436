"""Hotspots in map files: GeoJSON, KML, GeoPackage, shapefile."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas
import pyogrio
import pytest
import shapely

from routeplan.config import Config
from routeplan.errors import InputError, InputFaults
from routeplan.hotspots.readers import HotspotTable, read_hotspots
from routeplan.hotspots.units import read_units

ReadText = Callable[..., HotspotTable]

JARIT = {"type": "Point", "coordinates": [113.0941, -8.2061]}
KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder>
<Placemark><name>Pasar Kunir</name><description>ramai</description>
<ExtendedData><Data name="kategori"><value>pasar</value></Data></ExtendedData>
{shape}
</Placemark></Folder></Document></kml>
"""


def make_geojson(*features: tuple[dict[str, Any] | None, dict[str, Any]], **more: Any) -> str:
    listed = [{"type": "Feature", "geometry": g, "properties": p, **more} for g, p in features]
    return json.dumps({"type": "FeatureCollection", "features": listed})


def test_a_geojson_point_gives_the_position_and_its_properties_the_cells(
    read_text: ReadText,
) -> None:
    text = make_geojson((JARIT, {"nama": "Jarit", "kategori": "pasar", "akses": ["R2", "R4"]}))
    (hotspot,) = read_text(text, name="titik.geojson").hotspots
    assert (hotspot.id, hotspot.lon, hotspot.lat) == ("H001", 113.0941, -8.2061)
    assert hotspot.access == ("R2", "R4")


def test_the_geometry_wins_over_attributes_that_repeat_it(read_text: ReadText) -> None:
    text = make_geojson((JARIT, {"nama": "J", "kategori": "pasar", "lat": 0, "Bujur": 0}))
    (hotspot,) = read_text(text, name="titik.geojson").hotspots
    assert (hotspot.lon, hotspot.lat) == (113.0941, -8.2061)


def test_the_id_of_a_feature_is_used_unless_a_property_has_one(read_text: ReadText) -> None:
    text = make_geojson((JARIT, {"nama": "J", "kategori": "pasar"}), id="titik-7")
    assert read_text(text, name="a.geojson").hotspots[0].id == "titik-7"
    text = make_geojson((JARIT, {"kode": "K1", "nama": "J", "kategori": "pasar"}), id="titik-7")
    assert read_text(text, name="b.geojson").hotspots[0].id == "K1"


def test_a_feature_without_geometry_may_name_its_village(read_text: ReadText) -> None:
    text = make_geojson((None, {"nama": "J", "kategori": "pasar", "desa": "Jarit"}))
    assert read_text(text, name="titik.geojson").hotspots[0].lat == -8.2061


def test_lines_and_areas_of_geojson_give_shapes(read_text: ReadText) -> None:
    line = {"type": "LineString", "coordinates": [[113.09, -8.2], [113.1, -8.21]]}
    ring = [[113.09, -8.2], [113.1, -8.2], [113.1, -8.21], [113.09, -8.2]]
    area = {"type": "Polygon", "coordinates": [ring]}
    cells = {"nama": "J", "kategori": "pasar", "wkt": "POINT (0 0)"}
    text = make_geojson((JARIT, cells), (line, cells), (area, cells))
    point, road, houses = read_text(text, name="titik.geojson").hotspots
    assert point.shape is None
    assert road.shape is not None
    assert (road.shape.kind, road.shape.geometry) == ("line", line)
    assert houses.shape is not None
    assert (houses.shape.kind, houses.shape.geometry) == ("area", area)


def test_a_mixed_collection_is_a_fault_of_its_feature(read_text: ReadText) -> None:
    mixed = {"type": "GeometryCollection", "geometries": [JARIT]}
    cells = {"nama": "J", "kategori": "pasar"}
    with pytest.raises(InputFaults, match="row 2, column geometry: This is a GeometryCollection"):
        read_text(make_geojson((JARIT, cells), (mixed, cells)), name="titik.geojson")


def test_a_line_cannot_be_the_base_of_a_unit(tmp_path: Path, config: Config) -> None:
    line = {"type": "LineString", "coordinates": [[113.09, -8.2], [113.1, -8.21]]}
    path = tmp_path / "unit.geojson"
    path.write_text(make_geojson((line, {"kode": "U1", "kendaraan": "R2"})), encoding="utf-8")
    with pytest.raises(InputFaults, match=r"This is a line, not a point\. Give a point instead"):
        read_units(path, config=config)


def test_a_multipoint_of_one_point_is_a_point(read_text: ReadText) -> None:
    shape = {"type": "MultiPoint", "coordinates": [JARIT["coordinates"]]}
    text = make_geojson((shape, {"nama": "J", "kategori": "pasar"}))
    assert read_text(text, name="titik.geojson").hotspots[0].lat == -8.2061


def test_a_multipoint_of_two_points_is_a_fault(read_text: ReadText) -> None:
    shape = {"type": "MultiPoint", "coordinates": [[113.0941, -8.2061], [113.2, -8.2]]}
    with pytest.raises(InputFaults, match="This is a MultiPoint"):
        read_text(make_geojson((shape, {"nama": "J", "kategori": "pasar"})), name="a.geojson")


def test_a_point_without_coordinates_is_nowhere(read_text: ReadText) -> None:
    text = make_geojson(({"type": "Point", "coordinates": []}, {"nama": "J", "kategori": "pasar"}))
    with pytest.raises(InputFaults, match="row 1, column lat: The row tells no position"):
        read_text(text, name="titik.geojson")


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"type": "FeatureCollection"}',
        '{"features": [1]}',
        '{"features": [{"geometry": {"type": "Point", "coordinates": [113.1]}}]}',
        pytest.param("[" * 100_000, id="nested too deeply"),
    ],
)
def test_a_damaged_geojson_is_refused(read_text: ReadText, text: str) -> None:
    with pytest.raises(InputError, match="no GeoJSON feature collection or is damaged"):
        read_text(text, name="titik.geojson")


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:EPSG::32749", 32749])
def test_a_geojson_in_metres_is_refused(read_text: ReadText, name: str | int) -> None:
    document = json.loads(make_geojson((JARIT, {"nama": "J", "kategori": "pasar"})))
    document["crs"] = {"type": "name", "properties": {"name": name}}
    with pytest.raises(InputError, match=r"32749\. Export it in WGS 84"):
        read_text(json.dumps(document), name="titik.geojson")


def test_a_geojson_without_features_is_refused(read_text: ReadText) -> None:
    with pytest.raises(InputError, match="has no features"):
        read_text(make_geojson(), name="titik.geojson")


def test_kml_gives_name_description_and_extended_data(read_text: ReadText) -> None:
    shape = "<Point><coordinates>\n 113.2233,-8.2289,0 \n</coordinates></Point>"
    (hotspot,) = read_text(KML.format(shape=shape), name="titik.kml").hotspots
    assert (hotspot.name, hotspot.category, hotspot.note) == ("Pasar Kunir", "pasar", "ramai")
    assert (hotspot.lon, hotspot.lat) == (113.2233, -8.2289)


KML_LINE = "<LineString><coordinates>113.09,-8.2,5 113.1,-8.21,5</coordinates></LineString>"
KML_RING = (
    "<LinearRing><coordinates>113.09,-8.2 113.1,-8.2 113.1,-8.21 113.09,-8.2</coordinates>"
    "</LinearRing>"
)
KML_AREA = f"<Polygon><outerBoundaryIs>{KML_RING}</outerBoundaryIs></Polygon>"


@pytest.mark.parametrize(
    ("shape", "kind"),
    [
        (KML_LINE, "LineString"),
        (KML_AREA, "Polygon"),
        (f"<MultiGeometry>{KML_LINE}</MultiGeometry>", "LineString"),
        (f"<MultiGeometry>{KML_LINE}{KML_LINE}</MultiGeometry>", "MultiLineString"),
    ],
)
def test_lines_and_areas_of_kml_give_shapes(read_text: ReadText, shape: str, kind: str) -> None:
    (hotspot,) = read_text(KML.format(shape=shape), name="titik.kml").hotspots
    assert hotspot.shape is not None
    assert hotspot.shape.geometry is not None
    assert hotspot.shape.geometry["type"] == kind


def test_a_hole_of_an_area_in_kml_is_kept(read_text: ReadText) -> None:
    hole = KML_RING.replace("113.09,", "113.097,").replace("113.1,-8.2 ", "113.098,-8.2005 ")
    hole = hole.replace("-8.2<", "-8.201<").replace("113.097,-8.2 ", "113.097,-8.201 ")
    hole = hole.replace("113.1,-8.21", "113.098,-8.202")
    shape = KML_AREA.replace("</Polygon>", f"<innerBoundaryIs>{hole}</innerBoundaryIs></Polygon>")
    (hotspot,) = read_text(KML.format(shape=shape), name="titik.kml").hotspots
    assert hotspot.shape is not None
    assert hotspot.shape.geometry is not None
    assert len(hotspot.shape.geometry["coordinates"]) == 2


def test_a_line_and_an_area_in_one_placemark_of_kml_are_a_fault(read_text: ReadText) -> None:
    shape = f"<MultiGeometry>{KML_LINE}{KML_AREA}</MultiGeometry>"
    with pytest.raises(InputFaults, match="row 1, column geometry: This is a GeometryCollection"):
        read_text(KML.format(shape=shape), name="titik.kml")


@pytest.mark.parametrize("text", [KML[:200], KML.replace("UTF-8", "foo-8")])
def test_a_kml_cut_off_or_of_an_unknown_encoding_is_refused(read_text: ReadText, text: str) -> None:
    with pytest.raises(InputError, match="no KML file or is damaged"):
        read_text(text, name="titik.kml")


@pytest.mark.parametrize("suffix", ["gpkg", "shp"])
def test_geopackage_and_shapefile_are_brought_to_degrees(
    tmp_path: Path, config: Config, suffix: str
) -> None:
    frame = geopandas.GeoDataFrame(
        {"nama": ["Jarit"], "kategori": ["pasar"], "menit": [None], "bobot": [1.5]},
        geometry=[shapely.Point(113.0941, -8.2061)], crs=4326,
    )  # fmt: skip
    path = tmp_path / f"titik.{suffix}"
    frame.to_crs(32749).to_file(path, engine="pyogrio")
    (hotspot,) = read_hotspots(path, config=config).hotspots
    assert (hotspot.lon, hotspot.lat) == pytest.approx((113.0941, -8.2061))
    assert (hotspot.name, hotspot.weight) == ("Jarit", 1.5)


@pytest.mark.parametrize("suffix", ["gpkg", "shp"])
def test_lines_and_areas_of_geopackage_and_shapefile_give_shapes(
    tmp_path: Path, config: Config, suffix: str
) -> None:
    area = shapely.box(113.09, -8.21, 113.1, -8.2)
    frame = geopandas.GeoDataFrame(
        {"nama": ["J"], "kategori": ["perumahan"]}, geometry=[area], crs=4326
    )
    path = tmp_path / f"titik.{suffix}"
    frame.to_crs(32749).to_file(path, engine="pyogrio")
    (hotspot,) = read_hotspots(path, config=config).hotspots
    assert hotspot.shape is not None
    outline = shapely.from_geojson(json.dumps(hotspot.shape.geometry))
    assert outline.symmetric_difference(area).area < 1e-9
    assert (hotspot.lon, hotspot.lat) == pytest.approx((113.095, -8.205), abs=1e-3)


def test_a_geopackage_may_hold_multipoints_of_one_point_and_points_without_coordinates(
    tmp_path: Path, config: Config
) -> None:
    path = tmp_path / "titik.gpkg"
    frame = geopandas.GeoDataFrame(
        {"nama": ["J", "K"], "kategori": ["pasar", "pasar"]},
        geometry=[shapely.MultiPoint([(113.0941, -8.2061)]), shapely.Point()], crs=4326,
    )  # fmt: skip
    frame[:1].to_file(path, engine="pyogrio")
    assert read_hotspots(path, config=config).hotspots[0].lat == -8.2061
    frame.to_file(path, engine="pyogrio")
    with pytest.raises(InputFaults, match="row 2, column lat: The row tells no position"):
        read_hotspots(path, config=config)


def test_a_geopackage_of_several_layers_is_refused_and_tables_of_styles_are_none(
    tmp_path: Path, config: Config
) -> None:
    path = tmp_path / "titik.gpkg"
    cells = {"nama": ["J"], "kategori": ["area_sepi"]}
    point = shapely.Point(113.0941, -8.2061)
    frame = geopandas.GeoDataFrame(cells, geometry=[point], crs=4326)
    pyogrio.write_dataframe(frame.drop(columns="geometry"), path, layer="layer_styles")
    frame.to_file(path, layer="titik", engine="pyogrio")
    assert len(read_hotspots(path, config=config).hotspots) == 1
    frame.set_geometry([point.buffer(0.01)], crs=4326).to_file(
        path, layer="kawasan", engine="pyogrio"
    )
    with pytest.raises(InputError, match="has several layers: titik, kawasan"):
        read_hotspots(path, config=config)


def test_a_geopackage_without_geometry_is_refused(tmp_path: Path, config: Config) -> None:
    path = tmp_path / "tabel.gpkg"
    cells = {"nama": ["J"], "kategori": ["pasar"]}
    frame = geopandas.GeoDataFrame(cells, geometry=[shapely.Point(113.0941, -8.2061)])
    pyogrio.write_dataframe(frame.drop(columns="geometry"), path)
    with pytest.raises(InputError, match="a table without places"):
        read_hotspots(path, config=config)


def test_a_damaged_geopackage_is_refused(tmp_path: Path, config: Config) -> None:
    path = tmp_path / "titik.gpkg"
    path.write_bytes(b"SQLite format 3\x00 and then nothing")
    with pytest.raises(InputError, match="cannot be read as a map file"):
        read_hotspots(path, config=config)


def test_a_shapefile_without_a_coordinate_system_is_refused(tmp_path: Path, config: Config) -> None:
    frame = geopandas.GeoDataFrame(
        {"nama": ["J"], "kategori": ["pasar"]}, geometry=[shapely.Point(113.0941, -8.2061)]
    )
    path = tmp_path / "titik.shp"
    with pytest.warns(UserWarning, match="crs"):
        frame.to_file(path, engine="pyogrio")
    with pytest.raises(InputError, match="does not say its coordinate system"):
        read_hotspots(path, config=config)


def test_units_are_read_from_map_files_too(tmp_path: Path, config: Config) -> None:
    path = tmp_path / "unit.geojson"
    path.write_text(make_geojson((JARIT, {"kode": "U1", "kendaraan": "R2"})), encoding="utf-8")
    (unit,) = read_units(path, config=config).units
    assert (unit.lon, unit.lat, unit.vehicle) == (113.0941, -8.2061, "R2")
