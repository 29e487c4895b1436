"""``html``: the map as one page."""

from __future__ import annotations

from collections.abc import Iterator

from routeplan.export.formats import ExportFile, ExportOptions
from routeplan.export.webmap.page import render_map
from routeplan.i18n import _
from routeplan.model import Plan


def make_html(plan: Plan, options: ExportOptions) -> Iterator[ExportFile]:
    """Yield ``map.html``."""
    page = render_map(plan, network=options.network, tiles=options.tiles)
    yield ExportFile("map.html", page.encode(), _("Map"))
