"""Names of the columns of all tables, in English and Indonesian."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

_NOTE = ("notes", "catatan", "keterangan", "description", "deskripsi")
_WINDOWS = ("window", "jam", "jam kunjungan", "waktu")
_DAYS = ("day", "hari")
_VALID_FROM = ("berlaku dari", "berlaku mulai", "mulai berlaku")
_VALID_TO = ("berlaku sampai", "berlaku hingga", "sampai")
_COORDINATES = ("koordinat", "coordinate", "koordinat lat lon", "lat lon", "titik koordinat")
_GEOMETRY = ("wkt", "geom", "geometri")
_LAT = ("lintang", "latitude")
_LON = ("bujur", "longitude", "lng", "long")
_STREET = ("jalan", "nama jalan", "ruas jalan")
_KECAMATAN = ("kec", "subdistrict")

# Key of a column -> headers that mean it, beside the key itself. Case, spaces, underscores and
# punctuation do not count: "Dwell (min)", "dwell_min" and "DWELLMIN" are one header.
HOTSPOT_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("kode", "kode titik", "id titik"),
    "name": ("nama", "nama titik", "nama tempat", "nama lokasi", "titik rawan", "tempat", "lokasi"),
    "category": ("kategori", "jenis", "tipe", "type"),
    "lat": _LAT,
    "lon": _LON,
    "coordinates": _COORDINATES,
    "geometry": _GEOMETRY,
    "village": ("desa", "kelurahan", "desa kelurahan", "desa/kel"),
    "kecamatan": _KECAMATAN,
    "street": _STREET,
    "route_to": ("ke", "rute ke", "sampai titik", "route end"),
    "both_directions": ("dua arah", "both ways"),
    "level": ("tingkat", "kerawanan", "tingkat kerawanan"),
    "weight": ("bobot",),
    "dwell_min": ("dwell", "durasi", "durasi menit", "lama menit", "lama singgah", "menit"),
    "visits": ("kunjungan", "jumlah kunjungan"),
    "min_gap_min": ("min gap", "jeda menit", "jeda minimal", "jeda"),
    "per_month": ("per bulan", "kali per bulan"),
    "windows": _WINDOWS,
    "appointment": ("janji", "jam janji", "janji temu"),
    "days": _DAYS,
    "valid_from": _VALID_FROM,
    "valid_to": _VALID_TO,
    "required": ("wajib",),
    "forbidden": ("dilarang",),
    "unit": ("unit tetap", "regu", "regu tetap"),
    "access": ("akses",),
    "programmes": ("programme", "programs", "program"),
    "note": _NOTE,
}

UNIT_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("kode", "kode unit", "id unit"),
    "name": ("nama", "unit", "regu", "nama unit", "nama regu"),
    "vehicle": ("kendaraan", "jenis kendaraan", "ranmor"),
    "crew": ("personel", "personil", "jumlah personel", "anggota", "awak"),
    "base_lat": ("lintang", "lat", "latitude", "lat pangkalan", "lintang pangkalan"),
    "base_lon": ("bujur", "lon", "lng", "longitude", "lon pangkalan", "bujur pangkalan"),
    "coordinates": ("koordinat", "koordinat pangkalan", "base coordinates"),
    "geometry": _GEOMETRY,
    "base": ("pangkalan", "markas", "mako"),
    "shift_start": ("mulai", "mulai jaga", "jam mulai", "start"),
    "shift_end": ("selesai", "selesai jaga", "jam selesai", "end"),
    "max_km": ("km maks", "maks km", "jarak maks km"),
    "jurisdiction": ("wilayah hukum", "wilayah", "wilkum", "kecamatan"),
    "strict": ("ketat",),
    "latest_return": ("kembali paling lambat", "paling lambat kembali"),
    "break": ("istirahat", "jam istirahat"),
    "break_place": ("tempat istirahat",),
    "max_stops": ("maks titik", "titik maks"),
    "loops": ("putaran", "jumlah putaran"),
    "note": _NOTE,
}

CLOSURE_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("kode",),
    "name": ("nama", "nama jalan ditutup", "penutupan", "tempat", "lokasi"),
    "lat": _LAT,
    "lon": _LON,
    "coordinates": _COORDINATES,
    "radius_m": ("radius", "radius meter"),
    "geometry": _GEOMETRY,
    "street": _STREET,
    "kecamatan": _KECAMATAN,
    "ways": ("way", "way osm", "osm ways", "id way"),
    "vehicles": ("kendaraan", "vehicle", "tertutup bagi"),
    "valid_from": _VALID_FROM,
    "valid_to": _VALID_TO,
    "days": _DAYS,
    "windows": _WINDOWS,
    "reason": ("alasan", "sebab"),
    "note": _NOTE,
}

CALENDAR_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("nama", "tahapan", "masa"),
    "valid_from": _VALID_FROM,
    "valid_to": _VALID_TO,
    "categories": ("kategori", "category"),
    "factor": ("faktor", "pengali"),
    "reason": ("alasan", "sebab"),
    "source": ("sumber",),
    "note": _NOTE,
}

VISIT_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "date": ("tanggal", "tgl", "tanggal jaga"),
    "shift": ("jaga", "piket", "nama jaga"),
    "unit": ("regu", "id unit", "unit patroli"),
    "hotspot": ("id titik", "titik", "titik rawan", "id", "kode titik", "kode", "hotspot id"),
    "name": ("nama", "nama titik", "nama tempat"),
    "begin": ("mulai", "jam mulai", "tiba", "datang", "start", "jam"),
    "end": ("selesai", "jam selesai", "berangkat"),
    "state": ("status", "keadaan", "hasil", "pelaksanaan"),
    "part": ("bagian", "id bagian"),
    "share": ("porsi",),
    "area": ("wilayah", "id wilayah", "polres"),
}

# Headers that routeplan itself writes, in the order of its tables; the users read Indonesian.
HOTSPOT_HEADERS: Mapping[str, str] = {
    "id": "ID",
    "name": "Nama",
    "category": "Kategori",
    "coordinates": "Koordinat",
    "lat": "Lintang",
    "lon": "Bujur",
    "village": "Desa",
    "kecamatan": "Kecamatan",
    "geometry": "Geometri",
    "street": "Jalan",
    "route_to": "Rute ke",
    "both_directions": "Dua arah",
    "level": "Tingkat kerawanan",
    "weight": "Bobot",
    "dwell_min": "Durasi (menit)",
    "visits": "Kunjungan",
    "min_gap_min": "Jeda (menit)",
    "per_month": "Per bulan",
    "windows": "Jam",
    "appointment": "Jam janji",
    "days": "Hari",
    "valid_from": "Berlaku dari",
    "valid_to": "Berlaku sampai",
    "required": "Wajib",
    "forbidden": "Dilarang",
    "unit": "Unit tetap",
    "access": "Akses",
    "programmes": "Program",
    "note": "Catatan",
}
UNIT_HEADERS: Mapping[str, str] = {
    "id": "ID",
    "name": "Nama",
    "vehicle": "Kendaraan",
    "crew": "Personel",
    "base": "Pangkalan",
    "coordinates": "Koordinat",
    "base_lat": "Lintang",
    "base_lon": "Bujur",
    "shift_start": "Mulai",
    "shift_end": "Selesai",
    "max_km": "Km maks",
    "jurisdiction": "Wilayah hukum",
    "strict": "Ketat",
    "latest_return": "Kembali paling lambat",
    "break": "Istirahat",
    "break_place": "Tempat istirahat",
    "max_stops": "Maks titik",
    "loops": "Putaran",
}
CLOSURE_HEADERS: Mapping[str, str] = {
    "id": "ID",
    "name": "Nama",
    "street": "Jalan",
    "kecamatan": "Kecamatan",
    "coordinates": "Koordinat",
    "lat": "Lintang",
    "lon": "Bujur",
    "radius_m": "Radius (m)",
    "geometry": "Geometri",
    "ways": "Way OSM",
    "vehicles": "Kendaraan",
    "valid_from": "Berlaku dari",
    "valid_to": "Berlaku sampai",
    "days": "Hari",
    "windows": "Jam",
    "reason": "Alasan",
    "note": "Catatan",
}
CALENDAR_HEADERS: Mapping[str, str] = {
    "name": "Nama",
    "valid_from": "Berlaku dari",
    "valid_to": "Berlaku sampai",
    "categories": "Kategori",
    "factor": "Faktor",
    "reason": "Alasan",
    "source": "Sumber",
}
VISIT_HEADERS: Mapping[str, str] = {
    "date": "Tanggal",
    "shift": "Jaga",
    "unit": "Unit",
    "hotspot": "ID titik",
    "name": "Nama",
    "begin": "Mulai",
    "end": "Selesai",
    "state": "Status",
    "part": "Bagian",
    "share": "Porsi",
    "area": "Wilayah",
}

# Read and kept, but no plan of a single shift takes it into account.
UNPLANNED_HOTSPOT_COLUMNS = ("per_month",)

# Running numbers and the like, which many tables carry beside what they are about.
_COUNTERS = frozenset({"no", "nr", "nomor", "fid", "ogcfid", "objectid", "index"})

_MISSPELT_SCORE = 80
_SHORTEST_MISSPELT = 4


@lru_cache(maxsize=4096)
def normalise_header(header: str) -> str:
    """Return the letters and digits of a header, in lower case."""
    return "".join(letter for letter in header.casefold() if letter.isalnum())


def find_column(header: str, columns: Mapping[str, Sequence[str]]) -> str | None:
    """Return the key of the column that `header` names, or None."""
    wanted = normalise_header(header)
    if not wanted:
        return None
    for key, synonyms in columns.items():
        if any(wanted == normalise_header(name) for name in (key, *synonyms)):
            return key
    return None


def suggest_column(header: str, columns: Mapping[str, Sequence[str]]) -> str | None:
    """Return the known header that `header` seems to misspell, or None.

    Whole words are compared: a header that merely contains a known one, such as
    "nama pelapor", is a column of its own.
    """
    from rapidfuzz import fuzz, process

    wanted = normalise_header(header)
    if len(wanted) < _SHORTEST_MISSPELT or wanted in _COUNTERS:
        return None
    known = {normalise_header(name): name for key in columns for name in (key, *columns[key])}
    found = process.extractOne(wanted, list(known), scorer=fuzz.ratio, score_cutoff=_MISSPELT_SCORE)
    return known[found[0]] if found else None
