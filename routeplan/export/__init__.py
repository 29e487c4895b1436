"""Plans as files for people and other programs; one writer per format in `WRITERS`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from routeplan.export.formats import ExportFile, ExportOptions, Writer
from routeplan.export.webmap.page import render_map, write_map
from routeplan.export.writers.html import make_html
from routeplan.files import write_bytes
from routeplan.model import Plan

__all__ = ["WRITERS", "ExportFile", "ExportOptions", "export_plan", "render_map", "write_map"]

WRITERS: dict[str, Writer] = {
    "html": make_html,
}


def export_plan(
    plan: Plan, folder: Path, formats: Sequence[str], *, options: ExportOptions | None = None
) -> list[ExportFile]:
    """Write `plan` into `folder` in each of the `formats`, keys of `WRITERS`; return the files.

    All files are made before the first is written.

    Raises
    ------
    KeyError
        If there is no such format.
    OutputError
        If a file cannot be written.
    """
    chosen = options or ExportOptions()
    files = [file for name in formats for file in WRITERS[name](plan, chosen)]
    for file in files:
        write_bytes(folder / file.name, file.data)
    return files
