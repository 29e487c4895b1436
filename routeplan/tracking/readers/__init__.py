"""Files of phones and GPS devices -> recordings; which reader reads which kind of file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import tzinfo
from pathlib import Path

from routeplan.errors import InputError
from routeplan.i18n import _
from routeplan.tracking.raw import RawTrack
from routeplan.tracking.readers.csv import read_csv
from routeplan.tracking.readers.geojson import read_geojson
from routeplan.tracking.readers.gpx import read_gpx
from routeplan.tracking.readers.kml import read_kml, read_kmz

READERS: Mapping[str, Callable[..., list[RawTrack]]] = {
    ".gpx": read_gpx,
    ".kml": read_kml, ".kmz": read_kmz,
    ".csv": read_csv, ".tsv": read_csv, ".txt": read_csv, ".xlsx": read_csv,
    ".geojson": read_geojson, ".json": read_geojson,
}  # fmt: skip
# Of a folder only these are read: others of the kinds above may well be something else.
IN_FOLDERS = frozenset({".gpx", ".kml", ".kmz", ".csv", ".geojson"})


def read_tracks(paths: Iterable[Path], *, zone: tzinfo) -> list[RawTrack]:
    """Return the recordings of files, in their order; a file named twice is read once.

    Parameters
    ----------
    zone
        In which times are meant that say none.

    Raises
    ------
    InputError
        Telling of every file that cannot be read or holds no recording.
    """
    tracks: list[RawTrack] = []
    problems = []
    for path in dict.fromkeys(paths):
        try:
            tracks += _read_file(path, zone)
        except InputError as error:
            problems.append(error)
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise InputError("\n".join(map(str, problems)))
    return tracks


def _read_file(path: Path, zone: tzinfo) -> list[RawTrack]:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        message = _("{file}: files of this kind are not read. Save it as one of: {kinds}.")
        raise InputError(message.format(file=path, kinds=", ".join(READERS)))
    if not path.is_file():
        raise InputError(_("{file}: no such file.").format(file=path))
    try:
        if path.stat().st_size == 0:
            raise InputError(_("{file} is empty.").format(file=path))
        found = reader(path, zone=zone)
    except OSError as error:
        message = _("{file} cannot be read: {error}.")
        raise InputError(message.format(file=path, error=error)) from None
    if not any(track.span_s for track in found):
        message = _(
            "{file} holds no recording: no point of a track has a time. Give what the phone has "
            "recorded, with the times."
        )
        raise InputError(message.format(file=path))
    return found


def expand_words(words: Iterable[str]) -> list[Path]:
    """Return the files that words of a command line name: files, folders, patterns with * or ?.

    Not every shell expands patterns. The files of a pattern or a folder come in order of name.

    Raises
    ------
    InputError
        Naming every pattern and folder without a file to read.
    """
    found: list[Path] = []
    empty = []
    for word in words:
        path = Path(word)
        if path.is_dir():
            own = [p for p in path.iterdir() if p.suffix.lower() in IN_FOLDERS and p.is_file()]
        elif any(sign in word for sign in "*?[") and not path.exists():
            pattern = path.relative_to(path.anchor) if path.anchor else path
            own = [p for p in Path(path.anchor).glob(str(pattern)) if p.is_file()]
        else:
            own = [path]
        if not own:
            empty.append(_("{word}: no file to read there.").format(word=word))
        found += sorted(own)
    if empty:
        raise InputError("\n".join(empty))
    return list(dict.fromkeys(found))
