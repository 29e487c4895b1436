"""Names of the columns of hotspot and unit tables, in English and Indonesian."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

# Key of a column -> headers that mean it, beside the key itself. Case, spaces, underscores and
# punctuation do not count: "Dwell (min)", "dwell_min" and "DWELLMIN" are one header.
HOTSPOT_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("kode", "kode titik", "id titik"),
    "name": ("nama", "nama titik", "nama tempat", "nama lokasi", "titik rawan", "tempat", "lokasi"),
    "category": ("kategori", "jenis", "tipe", "type"),
    "lat": ("lintang", "latitude"),
    "lon": ("bujur", "longitude", "lng", "long"),
    "coordinates": ("koordinat", "coordinate", "koordinat lat lon", "lat lon", "titik koordinat"),
    "geometry": ("wkt", "geom", "geometri"),
    "village": ("desa", "kelurahan", "desa kelurahan", "desa/kel"),
    "kecamatan": ("kec", "subdistrict"),
    "level": ("tingkat", "kerawanan", "tingkat kerawanan"),
    "weight": ("bobot",),
    "dwell_min": ("dwell", "durasi", "durasi menit", "lama menit", "lama singgah", "menit"),
    "visits": ("kunjungan", "jumlah kunjungan"),
    "min_gap_min": ("min gap", "jeda menit", "jeda minimal", "jeda"),
    "per_month": ("per bulan", "kali per bulan"),
    "windows": ("window", "jam", "jam kunjungan", "waktu"),
    "days": ("day", "hari"),
    "valid_from": ("berlaku dari", "berlaku mulai", "mulai berlaku"),
    "valid_to": ("berlaku sampai", "berlaku hingga", "sampai"),
    "required": ("wajib",),
    "access": ("akses",),
    "programmes": ("programme", "programs", "program"),
    "note": ("notes", "catatan", "keterangan", "description", "deskripsi"),
}

UNIT_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("kode", "kode unit", "id unit"),
    "name": ("nama", "unit", "regu", "nama unit", "nama regu"),
    "vehicle": ("kendaraan", "jenis kendaraan", "ranmor"),
    "crew": ("personel", "personil", "jumlah personel", "anggota", "awak"),
    "base_lat": ("lintang", "lat", "latitude", "lat pangkalan", "lintang pangkalan"),
    "base_lon": ("bujur", "lon", "lng", "longitude", "lon pangkalan", "bujur pangkalan"),
    "coordinates": ("koordinat", "koordinat pangkalan", "base coordinates"),
    "geometry": ("wkt", "geom", "geometri"),
    "base": ("pangkalan", "markas", "mako"),
    "shift_start": ("mulai", "mulai jaga", "jam mulai", "start"),
    "shift_end": ("selesai", "selesai jaga", "jam selesai", "end"),
    "max_km": ("km maks", "maks km", "jarak maks km"),
    "jurisdiction": ("wilayah hukum", "wilayah", "wilkum", "kecamatan"),
    "break": ("istirahat", "jam istirahat"),
    "note": ("notes", "catatan", "keterangan", "description", "deskripsi"),
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
    "level": "Tingkat kerawanan",
    "weight": "Bobot",
    "dwell_min": "Durasi (menit)",
    "visits": "Kunjungan",
    "min_gap_min": "Jeda (menit)",
    "per_month": "Per bulan",
    "windows": "Jam",
    "days": "Hari",
    "valid_from": "Berlaku dari",
    "valid_to": "Berlaku sampai",
    "required": "Wajib",
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
}

# Read and kept, but no plan takes them into account yet.
UNPLANNED_HOTSPOT_COLUMNS = ("visits", "min_gap_min", "per_month", "programmes")
UNPLANNED_UNIT_COLUMNS = ("break",)

# Running numbers and the like, which many tables carry beside what they are about.
_COUNTERS = frozenset({"no", "nr", "nomor", "fid", "ogcfid", "objectid", "index"})

_MISSPELT_SCORE = 80
_SHORTEST_MISSPELT = 4


def normalise_header(header: str) -> str:
    """Return the letters and digits of a header, in lower case."""
    return "".join(letter for letter in header.casefold() if letter.isalnum())


def find_column(header: str, columns: Mapping[str, Sequence[str]]) -> str | None:
    """Return the key of the column that `header` names, or None."""
    wanted = normalise_header(header)
    if not wanted:
        return None
    for key, synonyms in columns.items():
        if wanted in {normalise_header(name) for name in (key, *synonyms)}:
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
