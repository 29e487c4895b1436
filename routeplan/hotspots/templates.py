"""The files to begin with: patrol.toml, roster.toml, and tables of hotspots, units and closures."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from routeplan.config import PATROL_FILE, Config
from routeplan.files import refuse_existing, write_text
from routeplan.hotspots.columns import CLOSURE_HEADERS, HOTSPOT_HEADERS, UNIT_HEADERS
from routeplan.hotspots.workbooks import write_workbook
from routeplan.model import LEVELS
from routeplan.spreadsheets import SheetColumn

HOTSPOT_FILE = "hotspots.xlsx"
UNIT_FILE = "units.xlsx"
CLOSURE_FILE = "closures.xlsx"
ROSTER_FILE = "roster.toml"

# Rows below the examples that are formatted and have drop-down lists.
_SPARE_ROWS = 300


def write_templates(folder: Path, *, config: Config, force: bool = False) -> tuple[Path, ...]:
    """Write patrol.toml, the three tables and roster.toml into `folder`; return their paths.

    Parameters
    ----------
    config
        Its categories are those offered in the table of hotspots.
    force
        Overwrite files that exist.

    Raises
    ------
    InputError
        If one of the files exists and `force` is not given; nothing is written then.
    """
    names = (PATROL_FILE, HOTSPOT_FILE, UNIT_FILE, CLOSURE_FILE, ROSTER_FILE)
    paths = tuple(folder / name for name in names)
    refuse_existing(paths, force=force)
    lists = {
        "category": tuple(config.categories),
        "level": tuple(LEVELS),
        "vehicle": ("R4", "R2", "kaki"),
        "access": ("R4", "R2", "kaki", "R4; R2", "R2; kaki"),
        "yes_no": ("ya", "tidak"),
    }
    tables = tomllib.loads(_read_asset("template_tables.toml"))
    write_text(paths[0], _read_asset("template_patrol.toml"))
    _write_table(paths[1], tables["hotspots"], HOTSPOT_HEADERS, lists)
    _write_table(paths[2], tables["units"], UNIT_HEADERS, lists)
    _write_table(paths[3], tables["closures"], CLOSURE_HEADERS, lists)
    write_text(paths[4], _read_asset("template_roster.toml"))
    return paths


def _read_asset(name: str) -> str:
    return resources.files("routeplan.hotspots").joinpath(name).read_text(encoding="utf-8")


def _write_table(
    path: Path,
    template: Mapping[str, Any],
    headers: Mapping[str, str],
    lists: Mapping[str, tuple[str, ...]],
) -> None:
    described = template["columns"]
    columns = [
        SheetColumn(
            headers[entry["key"]], entry["width"], entry["kind"], lists.get(entry.get("list"), ())
        )
        for entry in described
    ]
    rows = [[example.get(entry["key"]) for entry in described] for example in template["examples"]]
    guide = [[text] for text in template["intro"]]
    guide += [[headers[entry["key"]], entry["help"]] for entry in described]
    write_workbook(
        path, sheet=template["sheet"], columns=columns, rows=rows, spare_rows=_SPARE_ROWS,
        guide=guide,
    )  # fmt: skip
