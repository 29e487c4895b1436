"""The patrol map: one HTML file that opens anywhere and asks no server for anything.

Script, style and template are files in ``assets``. The page's text is filled in by a template
that escapes it; the map's data is one JSON block that the script reads and inserts as text.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from routeplan.export.webmap.mapdata import build_map_data
from routeplan.export.webmap.panel import build_page_context
from routeplan.files import write_text
from routeplan.model import Plan

if TYPE_CHECKING:
    from routeplan.roads.network import Network

# The last one draws the map with what the others give it.
SCRIPTS = (
    "lines.js",
    "bus.js",
    "markers.js",
    "ground.js",
    "places.js",
    "loops.js",
    "legend.js",
    "layers.js",
    "view.js",
    "sheet.js",
    "panel.js",
    "theme.js",
    "print.js",
    "tracks.js",
    "player.js",
    "flags.js",
    "movers.js",
    "play.js",
    "heat.js",
    "search.js",
    "map.js",
)
STYLES = (
    "theme.css",
    "frame.css",
    "map.css",
    "panel.css",
    "play.css",
    "heat.css",
    "search.css",
    "low.css",
    "print.css",
)
# It finds its data by this name.
DATA_ID = "rp-data"


def write_map(
    plan: Plan, path: Path, *, network: Network | None = None, tiles: bool = False
) -> None:
    """Write the map of `plan` to `path`; see `render_map`.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    write_text(path, render_map(plan, network=network, tiles=tiles))


def render_map(plan: Plan, *, network: Network | None = None, tiles: bool = False) -> str:
    """Return the map of `plan` as one HTML page in the language in use.

    Parameters
    ----------
    network
        Its roads become the background; None leaves it plain.
    tiles
        Draw map tiles of OpenStreetMap below. Their server learns which part of the world is
        looked at.
    """
    data = build_map_data(plan, network=network, tiles=tiles)
    context = build_page_context(plan)
    return render_page("page.html", context, data, styles=STYLES, scripts=SCRIPTS, tiles=tiles)


def render_page(
    template: str,
    context: dict[str, Any],
    data: dict[str, Any],
    *,
    styles: Sequence[str],
    scripts: Sequence[str],
    tiles: bool = False,
) -> str:
    """Return a page with a map: a template of ``assets`` filled in, and data for its scripts.

    Parameters
    ----------
    context
        What the template shows, with its ``title``.
    data
        What the scripts draw, with the ``bounds`` shown first.
    styles, scripts
        Names of files in ``assets``.
    """
    from routeplan.export.webmap.frame import render_frame

    page = render_frame(
        title=context["title"],
        bounds=data["bounds"],
        style="".join(map(_read_asset, styles)),
        body=_render_template(template, context) + _embed_json(data),
        script="".join(map(_read_asset, scripts)),
        tiles=tiles,
    )
    # Half a letter (a lone surrogate) has no UTF-8; it becomes a question mark.
    return page.encode(errors="replace").decode()


def _render_template(name: str, context: dict[str, Any]) -> str:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(_read_asset),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name).render(context)


def _embed_json(data: dict[str, Any]) -> str:
    """Return `data` as a block that no name in it can end: ``<``, ``>`` and ``&`` are escaped."""
    text = json.dumps(data, separators=(",", ":"), ensure_ascii=True)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return f'\n<script type="application/json" id="{DATA_ID}">{text}</script>'


def _read_asset(name: str) -> str:
    return (
        resources.files("routeplan.export.webmap")
        .joinpath("assets", name)
        .read_text(encoding="utf-8")
    )
