"""Names of the columns of recorded tracks, in English and Indonesian."""

from __future__ import annotations

from collections.abc import Mapping

# As in `routeplan.hotspots.columns`: case, spaces and punctuation do not count.
TRACK_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "time": (
        "waktu", "timestamp", "datetime", "date time", "tanggal waktu", "tanggal jam",
        "tanggal dan waktu", "recorded at", "waktu rekam", "gps time", "waktu gps", "local time",
        "waktu lokal",
    ),
    "time_utc": ("utc", "utc time", "time utc", "waktu utc", "gmt", "timestamp utc"),
    "date": ("tanggal", "tgl", "hari"),
    "clock": ("jam", "pukul", "clock time", "time of day"),
    "lat": ("lintang", "latitude"),
    "lon": ("bujur", "longitude", "lng", "long"),
    "coordinates": ("koordinat", "coordinate", "koordinat lat lon", "lat lon", "titik koordinat"),
    "device": (
        "alat", "perangkat", "device id", "deviceid", "id perangkat", "device name", "hp", "imei",
        "tracker", "unit", "regu", "track", "track name", "nama", "name",
    ),
    "accuracy_m": (
        "accuracy", "akurasi", "ketelitian", "horizontal accuracy", "hacc", "accuracy meter",
        "akurasi meter",
    ),
}  # fmt: skip
