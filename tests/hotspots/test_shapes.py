"""Lines and areas: WKT and GeoJSON, where they are, and what is wrong with some."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from routeplan.errors import InputFaults
from routeplan.hotspots.cells import CellFault
from routeplan.hotspots.coordinates import Position
from routeplan.hotspots.readers import HotspotTable
from routeplan.hotspots.shapes import parse_geometry, write_wkt
from routeplan.model import Hotspot

FaultOf = Callable[..., str]
ReadRow = Callable[..., Hotspot]
ReadText = Callable[..., HotspotTable]

HEAD = "nama;kategori;geometri\n"
# Jarit lies inside Lumajang; Jember, 113.70, does not.
JARIT_LINE = "LINESTRING (113.09 -8.2, 113.1 -8.21)"
JARIT_AREA = "POLYGON ((113.09 -8.2, 113.1 -8.2, 113.1 -8.21, 113.09 -8.2))"


def read_shape(read_text: ReadText, wkt: str) -> Hotspot:
    return read_text(f'{HEAD}A;pasar;"{wkt}"\n').hotspots[0]


def find_fault(read_text: ReadText, wkt: str) -> str:
    with pytest.raises(InputFaults) as caught:
        read_shape(read_text, wkt)
    (fault,) = caught.value.faults
    return str(fault)


def test_wkt_has_the_longitude_first() -> None:
    assert parse_geometry("SRID=4326;POINT Z (113.0941 -8.2061 30)") == Position(113.0941, -8.2061)


def test_a_line_is_at_its_middle(read_text: ReadText) -> None:
    """Two sides of equal length in degrees: the middle is the corner between them."""
    hotspot = read_shape(read_text, "LINESTRING (113.09 -8.20, 113.09 -8.21, 113.10 -8.21)")
    assert (hotspot.lon, hotspot.lat) == (113.09, -8.21)
    assert hotspot.shape is not None
    assert hotspot.shape.kind == "line"
    assert hotspot.shape.geometry == {
        "type": "LineString",
        "coordinates": [[113.09, -8.2], [113.09, -8.21], [113.1, -8.21]],
    }


def test_a_line_of_pieces_is_at_the_middle_of_the_longest(read_text: ReadText) -> None:
    """The first two pieces join to 0.03 degrees; the third, far away, has 0.01."""
    wkt = (
        "MULTILINESTRING ((113.1 -8.2, 113.1 -8.21), (113.1 -8.21, 113.1 -8.23), "
        "(113.2 -8.2, 113.2 -8.21))"
    )
    hotspot = read_shape(read_text, wkt)
    assert (hotspot.lon, hotspot.lat) == (113.1, -8.215)


def test_an_area_is_at_a_point_inside_it(read_text: ReadText) -> None:
    """The middle of this horseshoe lies outside it."""
    wkt = (
        "POLYGON ((113.1 -8.2, 113.13 -8.2, 113.13 -8.21, 113.11 -8.21, 113.11 -8.22, "
        "113.13 -8.22, 113.13 -8.23, 113.1 -8.23, 113.1 -8.2))"
    )
    hotspot = read_shape(read_text, wkt)
    assert shapely.from_wkt(wkt).covers(shapely.Point(hotspot.lon, hotspot.lat))
    assert hotspot.shape is not None
    assert hotspot.shape.kind == "area"


def test_degrees_of_a_shape_are_kept_to_a_centimetre() -> None:
    shape = parse_geometry("LINESTRING (113.123456789 -8, 113.2 -8.1)").shape
    assert shape is not None
    assert shape.geometry is not None
    assert shape.geometry["coordinates"][0] == [113.1234568, -8.0]


def test_geojson_stands_in_a_cell_as_well_as_wkt() -> None:
    text = json.dumps({"type": "LineString", "coordinates": [[113.09, -8.2], [113.1, -8.21]]})
    assert parse_geometry(text) == parse_geometry(JARIT_LINE)


def test_the_column_of_coordinates_takes_wkt_too(read_row: ReadRow) -> None:
    hotspot = read_row(lat="", lon="", coordinates=JARIT_LINE)
    assert hotspot.shape is not None


def test_a_line_says_more_than_degrees_beside_it_and_a_point_does_not(read_row: ReadRow) -> None:
    line = read_row(geometry=JARIT_LINE)
    assert (line.lon, line.lat) == (113.095, -8.205)
    assert read_row(geometry="POINT (113.1 -8.2)").lon == 113.2233


@pytest.mark.parametrize(
    ("wkt", "message"),
    [
        ("LINESTRING (113.1 -8.2, 113.1 -8.2)", "A line needs two points apart. Draw it again"),
        ("LINESTRING (113.1 -8.2)", "A line needs two points apart."),
        ("LINESTRING EMPTY", "The geometry is empty. Write it as POINT (113.0941 -8.2061) or LINE"),
        ("LINESTRING (113.1 -8.2, 113.2", "LINESTRING (113.1 -8.2, 113.2 is no geometry that can"),
        ("Jarit", "Jarit is no geometry that can be read. Write it as POINT (113.0941 -8.2061)"),
        ("POLYGON ((113.1 -8.2, 113.2 -8.2, 113.2 -8.3))", "The outline of the area is not closed. Repeat its first point"),
        ("POLYGON ((113.1 -8.2, 113.2 -8.3, 113.1 -8.2, 113.1 -8.2))", "An area needs three corners that do not lie on one line."),
        ("POLYGON ((113 -8, 113.2 -8.2, 113.2 -8, 113 -8.2, 113 -8))", "The outline of the area crosses or touches itself near -8.1000, 113.1000. Draw it so that no two"),
        ("POLYGON ((113 -8, 113.1 -8, 113.1 -8.1, 113 -8), (113.2 -8.1, 113.3 -8.1, 113.3 -8.2, 113.2 -8.1))", "A hole or piece of the area lies where it cannot, near -8.1000, 113.2000. Draw holes inside"),
        ("POLYGON ((113 -8, 113.1 -8, 113.1 -8.1, 113 -8), EMPTY)", "The geometry is empty."),
        ("GEOMETRYCOLLECTION (POINT (113.1 -8.2))", "This is a GeometryCollection: a row is one point, one line or one area. Give every place"),
        ("MULTIPOINT (113.1 -8.2, 113.2 -8.2)", "This is a MultiPoint: a row is one point"),
        ("LINESTRING (113.1 -8.2, nan -8.2)", "The geometry holds something that is no number."),
        ("LINESTRING (-8.2 113.1, -8.3 113.1)", "Latitude and longitude are swapped. Write latitude -8.2 and longitude 113.1."),
        ("LINESTRING (113.1 -8.2, 1131 -8.2)", "(-8.2, 1131.0) is no latitude and longitude."),
        ("LINESTRING (113.69 -8.17, 113.71 -8.17)", "(-8.17, 113.7) lies "),
        ("LINESTRING (113.1 8.2, 113.11 8.2)", "The latitude lacks its minus sign: the south is negative."),
        ("POLYGON ((113.1 -8.2, 113.1 -8.1, 112.5 -8.2, 113.1 -8.2))", "A part of it, at (-8.2, 112.5), lies "),
    ],
)  # fmt: skip
def test_a_wrong_shape_is_told_with_its_remedy(read_text: ReadText, wkt: str, message: str) -> None:
    said = find_fault(read_text, wkt)
    assert said.startswith(f"row 2, column geometri: {message}")


def test_a_line_may_leave_the_district_if_its_middle_lies_inside(read_text: ReadText) -> None:
    west = "LINESTRING (112.7 -8.1, 113.09 -8.1, 113.1 -8.15, 113.2 -8.15, 113.3 -8.15)"
    assert read_shape(read_text, west.replace("112.7", "112.95")).shape is not None
    assert "column geometri: (-8.1, 112.8" in find_fault(read_text, west.replace("112.7", "112.4"))


def test_areas_of_another_district_are_told_by_one_fault(read_text: ReadText) -> None:
    moved = JARIT_AREA.replace("113.", "113.6")
    rows = "".join(f'A{n};perumahan;"{moved}"\n' for n in range(5))
    with pytest.raises(InputFaults, match="All 5 places lie outside Polres Lumajang") as caught:
        read_text(HEAD + rows)
    assert len(caught.value.faults) == 1


@given(st.sampled_from(["LINESTRING(", "POLYGON((", "MULTIPOLYGON(((", '{"type":']), st.text())
@settings(max_examples=200)
def test_whatever_follows_the_name_of_a_geometry_it_is_read_or_told(head: str, tail: str) -> None:
    with suppress(CellFault):
        parse_geometry(head + tail)


degrees = st.integers(-800_000_000, 800_000_000).map(lambda n: n / 1e7)
points = st.tuples(degrees, degrees)


@given(st.lists(points, min_size=2, max_size=6, unique=True) | st.just([(0.0, 0.0), (1e-7, 0.0)]))
def test_a_line_written_as_wkt_reads_back_equal(corners: list[tuple[float, float]]) -> None:
    line = parse_geometry(shapely.LineString(corners).wkt)
    assert line.shape is not None
    assert parse_geometry(write_wkt(line.shape)) == line
