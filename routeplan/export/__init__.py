"""Plans as files for people and other programs; one writer per format in `WRITERS`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from routeplan.errors import UnknownNameError
from routeplan.export.formats import DRAWN, FORMATS, TRACED, ExportFile, ExportOptions, Writer
from routeplan.export.webmap.page import render_map, write_map
from routeplan.export.writers.csv import make_csv
from routeplan.export.writers.docx import make_docx
from routeplan.export.writers.geojson import make_geojson
from routeplan.export.writers.gpkg import make_gpkg
from routeplan.export.writers.gpx import make_gpx
from routeplan.export.writers.html import make_html
from routeplan.export.writers.ics import make_ics
from routeplan.export.writers.kml import make_kml
from routeplan.export.writers.kmz import make_kmz
from routeplan.export.writers.links import make_links
from routeplan.export.writers.pdf import make_pdf
from routeplan.export.writers.png import make_png
from routeplan.export.writers.xlsx import make_xlsx
from routeplan.files import write_bytes
from routeplan.i18n import _
from routeplan.model import Plan

__all__ = [
    "DRAWN",
    "FORMATS",
    "TRACED",
    "WRITERS",
    "ExportFile",
    "ExportOptions",
    "check_formats",
    "export_plan",
    "render_map",
    "write_map",
]

WRITERS: dict[str, Writer] = {
    "csv": make_csv,
    "docx": make_docx,
    "geojson": make_geojson,
    "gpkg": make_gpkg,
    "gpx": make_gpx,
    "html": make_html,
    "ics": make_ics,
    "kml": make_kml,
    "kmz": make_kmz,
    "links": make_links,
    "pdf": make_pdf,
    "png": make_png,
    "xlsx": make_xlsx,
}


def export_plan(
    plan: Plan,
    folder: Path,
    formats: Iterable[str],
    *,
    options: ExportOptions | None = None,
    announce: Callable[[str], None] | None = None,
) -> list[ExportFile]:
    """Write `plan` into `folder` in each of the `formats`, keys of `WRITERS`; return the files.

    All files are made before the first is written. A format that is named twice is written once.
    `announce` is called with the name of each format before its files are made.

    Raises
    ------
    UnknownNameError
        If there is no such format.
    OutputError
        If a file cannot be written; those before it are.
    """
    chosen = options or ExportOptions()
    files: list[ExportFile] = []
    for name in check_formats(formats):
        if announce is not None:
            announce(name)
        files += WRITERS[name](plan, chosen)
    for file in files:
        write_bytes(folder / file.name, file.data)
    return files


def check_formats(formats: Iterable[str]) -> list[str]:
    """Return `formats` without repetitions.

    Raises
    ------
    UnknownNameError
        If one is no key of `WRITERS`.
    """
    names = list(dict.fromkeys(formats))
    for name in names:
        if name not in WRITERS:
            raise UnknownNameError(_("format"), name, WRITERS)
    return names
