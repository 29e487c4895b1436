"""The HTML page around the map: folium's, with nothing left that asks a server.

folium names scripts and styles on foreign servers; none is kept. Leaflet comes out of the package
xstatic-leaflet and stands in the page, its pictures as data. A Content-Security-Policy allows
just the page's own scripts, by their digests.
"""

from __future__ import annotations

import base64
import hashlib
import re
from html import escape
from importlib import resources
from typing import Any

import folium
from branca.element import Element, Figure

from routeplan.i18n import get_language

LEAFLET = "xstatic.pkg.leaflet"
# The script finds the map as the variable "map_" + MAP_ID.
MAP_ID = "patrol"
TILE_HOST = "https://tile.openstreetmap.org/"


class RawText(Element):
    """Text that stands in the page as it is, without being read as a template."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, **_kwargs: Any) -> str:
        """Return the text."""
        return self.text


class OfflineMap(folium.Map):
    """folium's map without its links to foreign servers."""

    default_js = []  # noqa: RUF012 - folium's own way of setting them
    default_css = []  # noqa: RUF012


def render_frame(
    *, title: str, bounds: list[list[float]], style: str, body: str, script: str, tiles: bool
) -> str:
    """Return a page with a Leaflet map and the given style, body and script.

    Parameters
    ----------
    title
        Plain text; it is escaped here.
    bounds
        South-west and north-east corner as latitude and longitude.
    body
        HTML that stands before the map.
    script
        Runs at the end, when the map is there.
    tiles
        Allow pictures from the tile server.
    """
    figure = _make_figure(bounds, zoom_snap=1 if tiles else 0.1)  # tiles come in whole steps only
    figure.title = escape(title)
    # folium fills the figure while it renders: what must follow its own parts comes after that.
    figure.render()
    figure.header.add_child(RawText(f"<style>{_read_leaflet_style()}{style}</style>"))
    figure.header.add_child(RawText(f"<script>{_read_leaflet()}</script>"))
    figure.html.add_child(RawText(body), index=0)  # readers by keyboard come to the map last
    figure.script.add_child(RawText(script))
    page = figure.render().replace("<html>", f'<html lang="{get_language()}">', 1)
    # folium forbids readers to enlarge the page; small print has to be readable on a phone.
    page = re.sub(r",\s*maximum-scale=[\d.]+,\s*user-scalable=no", "", page, count=1)
    return _add_policy(page, tiles=tiles)


def _make_figure(bounds: list[list[float]], *, zoom_snap: float) -> Figure:
    (south, west), (north, east) = bounds
    frame = OfflineMap(
        location=[(south + north) / 2, (west + east) / 2],
        tiles=None,
        zoom_control=False,
        zoom_snap=zoom_snap,
    )
    # folium's own ids are random; the same plan gives the same page.
    frame._id = MAP_ID
    figure = frame.get_root()
    if not isinstance(figure, Figure):
        raise TypeError("folium puts its maps into figures")
    return figure


def _add_policy(page: str, *, tiles: bool) -> str:
    """Return `page` with a policy that runs its own scripts and loads nothing from elsewhere."""
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    digests = [hashlib.sha256(script.encode()).digest() for script in scripts]
    sources = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    policy = (
        f"default-src 'none'; script-src {sources}; style-src 'unsafe-inline'; "
        f"img-src data: {TILE_HOST if tiles else ''}; base-uri 'none'; form-action 'none'"
    )
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}" />'
    return page.replace("<head>", f"<head>\n    {meta}", 1)


def _read_leaflet() -> str:
    script = resources.files(LEAFLET).joinpath("data", "leaflet.js").read_text(encoding="utf-8")
    # The source map is not part of the page: browsers' tools would ask for it.
    return re.sub(r"//# sourceMappingURL=.*", "", script)


def _read_leaflet_style() -> str:
    folder = resources.files(LEAFLET).joinpath("data")

    def embed(found: re.Match[str]) -> str:
        picture = folder.joinpath("images", found[1]).read_bytes()
        return f"url(data:image/png;base64,{base64.b64encode(picture).decode()})"

    style = folder.joinpath("leaflet.css").read_text(encoding="utf-8")
    return re.sub(r"url\(images/([\w-]+\.png)\)", embed, style)
