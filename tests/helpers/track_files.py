"""Driven tracks as the files that phones and GPS devices write."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from driven_tracks import DrivenTrack

WIB = timezone(timedelta(hours=7))


def list_fixes(track: DrivenTrack) -> list[tuple[datetime, float, float]]:
    """Return moment (UTC), longitude and latitude of each fix."""
    rows = zip(track.moment_s.tolist(), track.lon.tolist(), track.lat.tolist(), strict=True)
    return [(datetime.fromtimestamp(moment, UTC), lon, lat) for moment, lon, lat in rows]


def write_gpx(path: Path, tracks: Mapping[str, DrivenTrack], *, creator: str = "OsmAnd") -> Path:
    """Write a GPX file with a track of each name."""
    body = "".join(
        f"<trk><name>{name}</name><trkseg>{''.join(map(_make_trkpt, list_fixes(track)))}"
        "</trkseg></trk>"
        for name, track in tracks.items()
    )
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<gpx version="1.1" creator="{creator}" xmlns="http://www.topografix.com/GPX/1/1">'
        f"{body}</gpx>",
        encoding="utf-8",
    )
    return path


def _make_trkpt(fix: tuple[datetime, float, float]) -> str:
    moment, lon, lat = fix
    return (
        f'<trkpt lat="{lat:.7f}" lon="{lon:.7f}">'
        f"<time>{moment.isoformat(timespec='milliseconds').replace('+00:00', 'Z')}</time></trkpt>"
    )


def write_kml(path: Path, name: str, track: DrivenTrack) -> Path:
    """Write a KML file with a gx:Track."""
    fixes = list_fixes(track)
    whens = "".join(f"<when>{moment.isoformat()}</when>" for moment, _lon, _lat in fixes)
    coords = "".join(f"<gx:coord>{lon:.7f} {lat:.7f} 20</gx:coord>" for _m, lon, lat in fixes)
    path.write_text(wrap_kml(
        f"<Placemark><name>{name}</name><gx:Track>{whens}{coords}</gx:Track></Placemark>"
    ), encoding="utf-8")  # fmt: skip
    return path


def wrap_kml(body: str) -> str:
    """Return placemarks as a KML document."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2" '
        f'xmlns:gx="http://www.google.com/kml/ext/2.2"><Document>{body}</Document></kml>'
    )


def write_csv(path: Path, tracks: Mapping[str, DrivenTrack]) -> Path:
    """Write the CSV of an Indonesian Excel, times being those of the clock on the wall."""
    rows = ["Alat;Waktu;Lintang;Bujur"]
    for name, track in tracks.items():
        for moment, lon, lat in list_fixes(track):
            clock = moment.astimezone(WIB).strftime("%d/%m/%Y %H:%M:%S.%f")
            position = f"{lat:.7f};{lon:.7f}".replace(".", ",")
            rows.append(f"{name};{clock};{position}")
    path.write_text("\r\n".join(rows) + "\r\n", encoding="utf-8-sig")
    return path


def write_geojson(path: Path, name: str, track: DrivenTrack) -> Path:
    """Write a GeoJSON line with an array of times."""
    fixes = list_fixes(track)
    return write_features(path, [{
        "type": "Feature",
        "properties": {"name": name, "coordTimes": [m.isoformat() for m, _lon, _lat in fixes]},
        "geometry": {"type": "LineString", "coordinates": [[lon, lat] for _m, lon, lat in fixes]},
    }])  # fmt: skip


def write_features(path: Path, features: Sequence[Mapping[str, object]]) -> Path:
    """Write a GeoJSON feature collection."""
    document = {"type": "FeatureCollection", "features": list(features)}
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def write_all(folder: Path, tracks: Iterable[DrivenTrack]) -> list[Path]:
    """Write a GPX file for each track, named after its unit."""
    folder.mkdir(parents=True, exist_ok=True)
    return [write_gpx(folder / f"{one.unit_id}.gpx", {"": one}) for one in tracks]
