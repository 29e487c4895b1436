"""Files of phones are read as they come; what is wrong with one is told, all at once."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from driven_tracks import DrivenTrack
from track_files import (
    wrap_kml,
    write_csv,
    write_features,
    write_geojson,
    write_gpx,
    write_kml,
)

from routeplan.errors import InputError, InputFaults
from routeplan.tracking.raw import RawTrack
from routeplan.tracking.readers import expand_words, read_tracks

WIB = ZoneInfo("Asia/Jakarta")
# 20 November 2024, 23:15:00 WIB is 16:15:00 UTC.
START_S = 1732119300.0


def make_track(count: int = 4) -> DrivenTrack:
    """Return fixes five seconds and some metres apart."""
    steps = np.arange(count, dtype=np.float64)
    return DrivenTrack("U1", START_S + 5.0 * steps, 113.2 + 1e-4 * steps, -8.1 - 1e-4 * steps, ())


def read(path: Path) -> list[RawTrack]:
    return read_tracks([path], zone=WIB)


def write_text(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def write_kmz(path: Path) -> Path:
    kml = write_kml(path.with_suffix(".kml"), "U1", make_track())
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("doc.kml", kml.read_bytes())
    return path


WRITERS: dict[str, Callable[[Path], Path]] = {
    "t.gpx": lambda path: write_gpx(path, {"U1": make_track()}),
    "t.kml": lambda path: write_kml(path, "U1", make_track()),
    "t.kmz": write_kmz,
    "t.csv": lambda path: write_csv(path, {"U1": make_track()}),
    "t.geojson": lambda path: write_geojson(path, "U1", make_track()),
}


@pytest.mark.parametrize("name", WRITERS)
def test_every_format_gives_the_same_fixes(name: str, tmp_path: Path) -> None:
    (track,) = read(WRITERS[name](tmp_path / name))
    driven = make_track()
    assert track.device == "U1"
    np.testing.assert_allclose(track.moment_s, driven.moment_s, atol=1e-3)
    np.testing.assert_allclose(track.lon, driven.lon, atol=1e-7)
    np.testing.assert_allclose(track.lat, driven.lat, atol=1e-7)
    assert track.is_local == (name == "t.csv")  # the others say their zone


# ------------------------------------------------------------------------------------------- GPX


def test_a_gpx_that_breaks_off_is_read_up_to_there(tmp_path: Path) -> None:
    path = write_gpx(tmp_path / "t.gpx", {"U1": make_track()})
    whole = path.read_text(encoding="utf-8")
    write_text(path, whole[: whole.rindex("<trkpt") + 20])
    (track,) = read(path)
    assert len(track.lon) == 3


def test_the_track_of_a_plan_is_no_recording(tmp_path: Path) -> None:
    path = write_gpx(tmp_path / "unit-1.gpx", {"U1": make_track()}, creator="routeplan")
    with pytest.raises(InputError, match="exported by routeplan, and no recording"):
        read(path)


def test_points_without_a_time_are_kept_to_be_counted(tmp_path: Path) -> None:
    path = write_gpx(tmp_path / "t.gpx", {"U1": make_track()})
    text = path.read_text(encoding="utf-8").replace("<time>2024-11-20T16:15:05.000Z</time>", "")
    text = text.replace("<time>2024-11-20T16:15:10.000Z</time>", "<time></time><hdop>3.5</hdop>")
    (track,) = read(write_text(path, text))
    assert np.isnan(track.moment_s).tolist() == [False, True, True, False]
    assert track.accuracy_m[2] == pytest.approx(17.5)  # five metres for each unit of dilution


def test_a_route_without_times_is_no_recording(tmp_path: Path) -> None:
    text = (
        '<gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1"><rte>'
        '<rtept lat="-8.1" lon="113.2"/></rte></gpx>'
    )
    with pytest.raises(InputError, match="no point of a track has a time"):
        read(write_text(tmp_path / "t.gpx", text))


# ------------------------------------------------------------------------------------------- KML


def test_tracks_in_parts_fixes_without_a_position_and_stamped_placemarks(tmp_path: Path) -> None:
    body = (
        "<Placemark><name>A</name><gx:MultiTrack>"
        "<gx:Track><when>2024-11-20T16:15:00Z</when><gx:coord>113.2 -8.1 5</gx:coord></gx:Track>"
        "<gx:Track><when>2024-11-20T16:15:05Z</when><when/><gx:coord/>"
        "<gx:coord>113.3 -8.1</gx:coord></gx:Track></gx:MultiTrack></Placemark>"
        "<Placemark><TimeStamp><when>2024-11-20T23:15:00+07:00</when></TimeStamp>"
        "<Point><coordinates>113.4,-8.1,0</coordinates></Point></Placemark>"
    )
    parts, stamped = read(write_text(tmp_path / "t.kml", wrap_kml(body)))
    assert parts.device == "A"
    assert parts.lon.tolist() == pytest.approx([113.2, np.nan, 113.3], nan_ok=True)
    assert parts.moment_s.tolist() == pytest.approx([START_S, START_S + 5, np.nan], nan_ok=True)
    assert (stamped.lon[0], stamped.moment_s[0]) == (113.4, START_S)


def test_all_faults_of_a_kml_are_told(tmp_path: Path) -> None:
    body = (
        "<Placemark><gx:Track><when>gestern</when><gx:coord>113.2 x</gx:coord></gx:Track>"
        "</Placemark><Placemark><gx:Track><when>2024-11-20T16:15:00Z</when></gx:Track></Placemark>"
    )
    with pytest.raises(InputFaults) as caught:
        read(write_text(tmp_path / "t.kml", wrap_kml(body)))
    told = str(caught.value)
    assert "row 1: gestern is no moment." in told
    assert "row 2: The track has 1 times and 0 positions." in told


# -------------------------------------------------------------------------------------------- CSV


def test_headers_dates_and_clocks_in_columns_of_their_own(tmp_path: Path) -> None:
    text = (
        "Rekaman patroli;;;\nTanggal;Jam;Koordinat;Regu\n20/11/2024;23.15;-8.1; Barat\n"
        '20/11/2024;23:15:05;"-8,1; 113,2";Barat\n20/11/2024;;"-8,1; 113,2";Timur\n'
    )
    with pytest.raises(InputFaults, match="row 3, column Koordinat"):
        read(write_text(tmp_path / "t.csv", text))
    right = text.replace(";-8.1; Barat", ';"-8,1; 113,2";Barat')
    west, east = read(write_text(tmp_path / "t.csv", right))
    assert (west.device, east.device) == ("Barat", "Timur")
    assert west.moment_s.tolist() == [START_S, START_S + 5]
    assert np.isnan(east.moment_s[0])


def test_a_column_of_utc_says_its_zone(tmp_path: Path) -> None:
    text = "Time (UTC),Latitude,Longitude\n2024-11-20 16:15:00,-8.1,113.2\n"
    (track,) = read(write_text(tmp_path / "t.csv", text))
    assert track.moment_s[0] == START_S
    assert not track.is_local


def test_a_fix_without_a_position_is_no_fault_but_a_wrong_one_is(tmp_path: Path) -> None:
    head = "time,lat,lon,accuracy\n2024-11-20T16:15:00Z,,,\n"
    (track,) = read(write_text(tmp_path / "t.csv", head + "2024-11-20T16:15:05Z,-8.1,113.2,12\n"))
    assert np.isnan(track.lat).tolist() == [True, False]
    assert track.accuracy_m[1] == 12
    wrong = "kemarin,-8.1,113.2,\n2024-11-20T16:15:05Z,98,113.2,\n2024-11-20T16:15:05Z,a,113.2,\n"
    with pytest.raises(InputFaults) as caught:
        read(write_text(tmp_path / "t.csv", head + wrong))
    assert [(fault.row, fault.column) for fault in caught.value.faults] == [
        (3, "time"), (4, "lat"), (5, "lat"),
    ]  # fmt: skip


def test_a_table_without_times_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputFaults, match="No column tells the time"):
        read(write_text(tmp_path / "t.csv", "lat,lon\n-8.1,113.2\n"))


# ---------------------------------------------------------------------------------------- GeoJSON


def test_points_with_times_are_recordings_by_device(tmp_path: Path) -> None:
    def make_point(device: str, time: object) -> dict[str, object]:
        return {
            "type": "Feature", "properties": {"device": device, "timestamp": time, "speed": 3},
            "geometry": {"type": "Point", "coordinates": [113.2, -8.1]},
        }  # fmt: skip

    features = [make_point("a", "2024-11-20T16:15:00Z"), make_point("b", START_S * 1000)]
    first, second = read(write_features(tmp_path / "t.geojson", features))
    assert (first.device, second.device) == ("a", "b")
    assert first.moment_s[0] == second.moment_s[0] == START_S


def test_times_of_the_newer_converter_and_a_line_that_lacks_one(tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[113.2, -8.1], [113.3, -8.1]]}
    properties = {"coordinateProperties": {"times": ["2024-11-20T16:15:00Z", None]}}
    feature = {"type": "Feature", "properties": properties, "geometry": line}
    (track,) = read(write_features(tmp_path / "t.geojson", [feature]))
    assert track.moment_s.tolist() == pytest.approx([START_S, np.nan], nan_ok=True)
    properties["coordinateProperties"]["times"].pop()
    with pytest.raises(InputFaults, match="2 positions and 1 times"):
        read(write_features(tmp_path / "t.geojson", [feature]))


# --------------------------------------------------------------------------------- several files


def test_what_is_wrong_with_several_files_is_told_together(tmp_path: Path) -> None:
    paths = [
        write_text(tmp_path / "a.gpx", "no gpx"),
        write_text(tmp_path / "b.geojson", "[]"),
        tmp_path / "c.csv",
        write_text(tmp_path / "d.doc", "x"),
        write_text(tmp_path / "e.kmz", "x"),
    ]
    with pytest.raises(InputError) as caught:
        read_tracks(paths, zone=WIB)
    told = str(caught.value).splitlines()
    assert [Path(line.split()[0].rstrip(":")).name for line in told] == [
        "a.gpx", "b.geojson", "c.csv", "d.doc", "e.kmz",
    ]  # fmt: skip


def test_a_file_that_is_named_twice_is_read_once(tmp_path: Path) -> None:
    path = WRITERS["t.gpx"](tmp_path / "t.gpx")
    assert len(read_tracks([path, path], zone=WIB)) == 1


def test_folders_and_patterns_are_expanded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("b.gpx", "a.gpx", "notes.txt", "plan.json", "c.KML"):
        write_text(tmp_path / name, "x")
    assert [path.name for path in expand_words(["*.gpx"])] == ["a.gpx", "b.gpx"]
    # of a folder only what can hardly be anything but a recording
    assert [path.name for path in expand_words([str(tmp_path)])] == ["a.gpx", "b.gpx", "c.KML"]
    assert expand_words(["a.gpx", "./a.gpx", "gone.gpx"]) == [Path("a.gpx"), Path("gone.gpx")]
    with pytest.raises(InputError, match=r"none\*.gpx: no file to read there"):
        expand_words(["none*.gpx"])
